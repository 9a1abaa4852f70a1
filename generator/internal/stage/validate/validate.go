// Package validate checks entries against their types and against each other.
// Each rule is a function of the table below; parse has checked the kinds of
// values before, and link will check where references lead.
package validate

import (
	"iter"
	"slices"
	"strconv"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
	"essaim/search/spread"
)

// rules are checked on every entry of a known type and locale, in this order.
var rules = []func(*checker, *content.Entry){
	(*checker).duplicate,
	(*checker).orphan,
	(*checker).fields,
	(*checker).body,
	(*checker).order,
	(*checker).inherited,
	(*checker).untranslated,
	(*checker).media,
}

// Memory keeps between the checks of one process what was wrong with each entry.
// The zero Memory is empty and ready. It is for one check at a time.
type Memory struct {
	schema *schema.Schema
	tree   *source.Tree
	// entries are those of the latest check, names the first of each name, and
	// verdicts are in its order.
	entries  []*content.Entry
	names    map[name]*content.Entry
	verdicts []verdict
	// sound tells the entries of which nothing else is known than that another process
	// found nothing wrong with them.
	sound func(*content.Entry) bool
}

// Sound returns a Memory for one check, which knows of some entries that nothing was
// wrong with any when they, the settings and the media were the same.
func Sound(is func(*content.Entry) bool) *Memory { return &Memory{sound: is} }

// known reports whether m knows a verdict to be that there is nothing wrong.
func (m *Memory) known(v *verdict) bool {
	return m.sound != nil && m.sound(v.entry) && m.sound(v.first) && (v.source == nil || m.sound(v.source))
}

// mostReplaced is up to how many entries may have changed for the verdicts of the
// latest check to be brought up to date; beyond, all are looked up anew.
const mostReplaced = 100

// replaced returns, by the entry of the latest check, the one that stands in its place
// now, for those that have changed; or nil when the entries are not the same ones by
// name and order, or too many have changed.
func (m *Memory) replaced(entries []*content.Entry) map[*content.Entry]*content.Entry {
	if len(entries) != len(m.entries) {
		return nil
	}
	replaced := map[*content.Entry]*content.Entry{}
	for i, e := range entries {
		former := m.entries[i]
		if e == former {
			continue
		}
		if e.File != former.File || nameOf(e) != nameOf(former) || e.Type != former.Type || len(replaced) == mostReplaced {
			return nil
		}
		replaced[former] = e
	}
	return replaced
}

// again brings the names and the verdicts up to date, and returns the indexes of the
// verdicts that may have changed.
func (m *Memory) again(replaced map[*content.Entry]*content.Entry) (unknown []int) {
	for former, e := range replaced {
		if m.names[nameOf(e)] == former {
			m.names[nameOf(e)] = e
		}
	}
	for i := range m.verdicts {
		v, is := &m.verdicts[i], false
		for _, of := range [...]**content.Entry{&v.entry, &v.first, &v.source} {
			if e := replaced[*of]; e != nil {
				*of, is = e, true
			}
		}
		if is {
			unknown = append(unknown, i)
		}
	}
	return unknown
}

// verdict is what is wrong with an entry, which depends on the first entry of
// its key and the one that it translates too.
type verdict struct {
	entry, first, source *content.Entry
	found                diag.List
}

// All checks every entry and returns what is wrong, in no order. With a memory,
// which may be nil, it takes over what it found before where that holds.
func All(entries []*content.Entry, s *schema.Schema, tree *source.Tree, m *Memory) diag.List {
	if m == nil {
		m = &Memory{}
	}
	former := *m
	if former.schema != s || !source.SameFiles(former.tree.Below("content"), tree.Below("content"), content.IsMedia) {
		former = Memory{}
	}
	c := &checker{schema: s, tree: tree}
	var verdicts []verdict
	var unknown []int // indexes of verdicts
	if replaced := former.replaced(entries); replaced != nil {
		unknown = former.again(replaced)
		c.entries, verdicts = former.names, former.verdicts
	} else {
		verdicts, unknown = c.begin(entries, former.verdicts)
		unknown = slices.DeleteFunc(unknown, func(i int) bool { return m.known(&verdicts[i]) })
	}
	c.check(verdicts, unknown)
	var all diag.List
	for i := range verdicts {
		all.Add(verdicts[i].found...)
	}
	*m = Memory{schema: s, tree: tree, entries: entries, names: c.entries, verdicts: verdicts}
	return all
}

// begin returns the verdicts of entries, and the indexes of those that the former ones
// do not answer.
func (c *checker) begin(entries []*content.Entry, former []verdict) (verdicts []verdict, unknown []int) {
	known := func(e *content.Entry) bool { return e.Type != nil && c.schema.Locale(e.Locale) != nil } // else parse reports it
	c.entries = make(map[name]*content.Entry, len(entries))
	for _, e := range entries {
		if known(e) && c.entries[nameOf(e)] == nil {
			c.entries[nameOf(e)] = e
		}
	}
	verdicts = make([]verdict, 0, len(entries))
	for _, e := range entries {
		if !known(e) {
			continue
		}
		v := verdict{entry: e, first: c.entries[nameOf(e)], source: c.source(e)}
		for len(former) > 0 && former[0].entry.File < e.File {
			former = former[1:]
		}
		if len(former) > 0 && former[0].entry == v.entry && former[0].first == v.first && former[0].source == v.source {
			v.found = former[0].found
		} else {
			unknown = append(unknown, len(verdicts))
		}
		verdicts = append(verdicts, v)
	}
	return verdicts, unknown
}

// check finds what is wrong with some entries, on all processors.
func (c *checker) check(verdicts []verdict, places []int) {
	spread.Over(len(places), func(share iter.Seq[int]) {
		own := *c
		for i := range share {
			v := &verdicts[places[i]]
			own.found = nil
			for _, rule := range rules {
				rule(&own, v.entry)
			}
			v.found = own.found
		}
	})
}

// name is the key of an entry.
type name struct{ id, locale string }

func nameOf(e *content.Entry) name { return name{e.ID, e.Locale} }

type checker struct {
	schema *schema.Schema
	tree   *source.Tree
	// entries are by name, the first file of each.
	entries map[name]*content.Entry
	found   diag.List
	// mediaPaths are those below folders, by folder and prefix, for suggestions: see
	// mediaBelow. Each processor has its own.
	mediaPaths map[[2]string]*spell.Paths
}

// source returns the entry that e translates, or nil.
func (c *checker) source(e *content.Entry) *content.Entry {
	if e.Locale == c.schema.Config.SourceLocale {
		return nil
	}
	return c.entries[name{e.ID, c.schema.Config.SourceLocale}]
}

// duplicate wants one file per page and locale: x.fr.md and x/index.fr.md are
// the same.
func (c *checker) duplicate(e *content.Entry) {
	if first := c.entries[nameOf(e)]; first != e {
		c.found.Add(diag.New("entry-duplicate", source.In(e.File, 0, 0)).WithNote("note/other", source.In(first.File, 0, 0)))
	}
}

// orphan wants a source page for every translation. A draft may wait for one: it
// is what somebody has written who does not write the source locale.
func (c *checker) orphan(e *content.Entry) {
	if e.Locale == c.schema.Config.SourceLocale || c.source(e) != nil {
		return
	}
	msg := diag.Msg("translation-orphan")
	if e.Fields.Value("draft").Bool {
		msg = "translation-orphan/draft"
	}
	c.found.Add(diag.New(msg, source.In(e.File, 0, 0), "content/"+e.ID+"."+c.schema.Config.SourceLocale+".md"))
}

// fields checks what a type asks of its fields.
func (c *checker) fields(e *content.Entry) {
	if e.Fields == nil {
		return // nothing could be read, which has been reported
	}
	at := source.In(e.FrontSpan.File, e.FrontSpan.Start, e.FrontSpan.Start)
	o := object{fields: e.Fields, at: at, complete: !e.FrontSpan.IsZero()}
	if base := c.source(e); base != nil {
		o.base.Fields = base.Fields
		o.base.Partial = base.FrontSpan.IsZero()
	} else {
		o.base.Partial = e.Locale != c.schema.Config.SourceLocale // an orphan
	}
	o.complete = o.complete && !o.base.Partial
	c.object(e.Type.Fields, o)
	for _, f := range schema.BuiltIn() {
		if v, has := e.Fields.Get(f.Name); has {
			c.value(f, v, content.Value{})
		}
	}
}

// object is the values of an entry or of an object inside one.
type object struct {
	fields content.Fields
	// base is the same object of the source page, which a translation
	// inherits from; empty elsewhere. It is partial when what would be
	// inherited cannot be known.
	base content.Value
	// at is where a missing field would be written.
	at source.Span
	// complete reports whether every field that was written is known.
	complete bool
}

func (c *checker) object(definitions []*schema.Field, o object) {
	for _, f := range definitions {
		v, has := o.fields.Get(f.Name)
		span, written := o.fields.Span(f.Name, o.at.File)
		switch {
		case has:
			base := o.base.Fields.Value(f.Name)
			base.Partial = base.Partial || o.base.Partial || !o.complete
			c.value(f, v, base)
		case !f.Required || !o.complete:
		case written:
			// A wrong value has been reported; only an empty one has not.
			if o.fields.IsEmpty(f.Name) {
				c.found.Add(diag.New("field-missing/empty", span, f.Name))
			}
		case o.base.Fields != nil && f.Kind != schema.KindMarkdown:
			// It is inherited, or missing from the source page, which says so.
		default:
			c.found.Add(diag.New("field-missing", o.at, f.Name))
		}
	}
}

// value checks one value: its number of items, its bounds, and its parts. Base
// is the value that it completes in the source page.
func (c *checker) value(f *schema.Field, v, base content.Value) {
	if v.IsList && !v.Partial {
		c.bounds(f, v.Span, float64(len(v.Items)), "field-range/min-items", "field-range/max-items")
		c.repeat(f, v)
	}
	bases := base.Each()
	for i, item := range v.Each() {
		switch {
		case f.Kind == schema.KindObject || f.Kind == schema.KindList:
			o := object{fields: item.Fields, at: item.Span, complete: !base.Partial && !v.Partial}
			if i < len(bases) {
				o.base = bases[i]
			}
			o.base.Partial = base.Partial || base.IsList && i >= len(bases)
			o.complete = o.complete && !o.base.Partial
			c.object(f.Fields, o)
		case f.IsList():
		case f.Kind == schema.KindInteger || f.Kind == schema.KindNumber:
			c.bounds(f, item.Span, item.Number, "field-range/min-number", "field-range/max-number")
		}
	}
}

func (c *checker) bounds(f *schema.Field, span source.Span, size float64, below, above diag.Msg) {
	if f.Min != nil && size < *f.Min {
		c.found.Add(diag.New(below, span, f.Name, decimal(size), decimal(*f.Min)))
	}
	if f.Max != nil && size > *f.Max {
		c.found.Add(diag.New(above, span, f.Name, decimal(size), decimal(*f.Max)))
	}
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// repeat reports a value that a list has twice.
func (c *checker) repeat(f *schema.Field, v content.Value) {
	if f.Kind == schema.KindObject || f.Kind == schema.KindList {
		return
	}
	for i, item := range v.Items {
		first := slices.IndexFunc(v.Items[:i], func(other content.Value) bool { return other.Equal(item) })
		if first >= 0 {
			c.found.Add(diag.New("field-repeat", item.Span, f.Name, item.Text).WithNote("note/first", v.Items[first].Span))
		}
	}
}

// body wants a text where the type asks for one.
func (c *checker) body(e *content.Entry) {
	if e.Type.BodyRequired && e.Body != nil && !e.Body.Unread && !e.Body.HasWords && len(e.Body.Images) == 0 {
		c.found.Add(diag.New("body-empty", source.In(e.File, e.BodySpan.End, e.BodySpan.End)))
	}
}

// order wants an entry to be published before it expires. A translation that
// writes only one of the two has the other from its source page.
func (c *checker) order(e *content.Entry) {
	publish, own := e.Fields.Get("publish")
	expire, ownExpire := e.Fields.Get("expire")
	if base := c.source(e); base != nil && own != ownExpire {
		if !own {
			publish = base.Fields.Value("publish")
		} else {
			expire = base.Fields.Value("expire")
		}
	}
	if (own || ownExpire) && !publish.Time().IsZero() && !expire.Time().IsZero() && !publish.Time().Before(expire.Time()) {
		at, other := expire.Span, publish.Span
		if !ownExpire {
			at, other = publish.Span, expire.Span
		}
		c.found.Add(diag.New("publish-order", at, publish.Text, expire.Text).WithNote("note/other", other))
	}
}
