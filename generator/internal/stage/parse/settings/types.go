package settings

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse/frontmatter"
)

// types reads every file of content/_types.
func (r *reader) types(s *schema.Schema) {
	var names []string
	for _, f := range r.tree.Below(typesFolder) {
		if name, isType := strings.CutSuffix(path.Base(f.Path), ".yaml"); isType && path.Dir(f.Path) == typesFolder {
			names = append(names, name)
		} else {
			r.found.Add(diag.New("settings-unknown/file", source.In(f.Path, 0, 0), f.Path))
		}
	}
	if len(names) == 0 {
		r.fatal(diag.New("settings-missing", source.In(typesFolder, 0, 0), typesFolder))
	}
	folders := map[string]source.Span{}
	for _, name := range names {
		x := &typeReader{reader: r, schema: s, names: names}
		t := x.read(name)
		if t == nil {
			continue
		}
		if other, twice := folders[t.Folder]; twice {
			r.fatal(diag.New("settings-folder", x.folder, t.Folder).WithNote("note/other", other))
		}
		folders[t.Folder] = x.folder
		s.Types = append(s.Types, t)
	}
	slices.SortFunc(s.Types, func(a, b *schema.Type) int { return cmp.Compare(a.Name, b.Name) })
}

// typeReader reads one content type.
type typeReader struct {
	*reader
	schema *schema.Schema
	// names are those of all types.
	names  []string
	folder source.Span
}

func (x *typeReader) read(name string) *schema.Type {
	f := x.tree.File(typesFolder + "/" + name + ".yaml")
	m := x.needed(f)
	if m == nil {
		return nil
	}
	locale := x.schema.Config.SourceLocale
	t := &schema.Type{Name: name, Span: source.In(f.Path, 0, 0)}
	t.Label, t.Plural = m.requiredTexts("label", locale), m.requiredTexts("plural", locale)
	if n := m.required("folder"); n != nil {
		t.Folder, x.folder = strings.Trim(n.Text, "/"), n.Span
		for segment := range strings.SplitSeq(t.Folder, "/") {
			if segment == "" || schema.Slug(segment) != segment {
				x.fatal(diag.New("file-name/slug", n.Span, n.Text))
				break
			}
		}
	}
	t.URL = x.addresses(m, locale)
	t.List = m.boolean("list", true)
	t.PageSize = 20
	if n := m.get("page_size"); n != nil {
		t.PageSize = x.pageSize(m, n)
	}
	if n := m.required("fields"); n != nil {
		if fields := m.of(n, "fields"); fields != nil {
			t.Fields = x.fields(fields, true)
		}
	}
	if fields := m.get("fields"); t.Field("title") == nil && fields != nil && m.complete {
		x.fatal(diag.New("settings-required", source.In(f.Path, fields.Span.Start, fields.Span.Start), "fields.title"))
	}
	x.columns(t)
	t.Feed = m.boolean("feed", false)
	if t.Feed && t.Field("date") == nil {
		x.value(m.get("feed"), "feed", []string{"false"})
	}
	x.closing(m, t)
	x.shareCard(m, t)
	x.structured(m, t)
	t.Sort = x.sort(m, t)
	x.search(m, t)
	x.shelves(m, t)
	x.series(m, t)
	x.filters(m, t)
	x.atlas(m, t)
	if body := m.inner("body"); body != nil {
		t.BodyRequired = body.boolean("required", false)
		body.close()
	}
	m.close()
	return t
}

func (x *typeReader) pageSize(m *mapping, n *frontmatter.Node) int {
	if size := m.number("page_size"); size != nil {
		if *size == float64(int(*size)) && *size >= 1 && *size <= 1000 {
			return int(*size)
		}
		m.kind(n, "settings-kind/number", "page_size")
	}
	return 20
}

// sort reads the order of lists.
func (x *typeReader) sort(m *mapping, t *schema.Type) []schema.SortKey {
	var keys []schema.SortKey
	for _, n := range m.list("sort") {
		name, descending := strings.CutPrefix(n.Text, "-")
		if t.Field(name) == nil {
			bare := *n
			bare.Text, bare.Span.Start = name, n.Span.End-len(name)
			x.value(&bare, "sort", fieldNames(t))
			continue
		}
		keys = append(keys, schema.SortKey{Field: name, Descending: descending})
	}
	if len(keys) == 0 && t.Closing == nil {
		keys = []schema.SortKey{{Field: "title"}}
	}
	return keys
}

func fieldNames(t *schema.Type) []string {
	var names []string
	for _, f := range t.Fields {
		names = append(names, f.Name)
	}
	return names
}

// search reads the weights, facets and recency.
func (x *typeReader) search(m *mapping, t *schema.Type) {
	if n := m.get("search"); n != nil && n.Kind == frontmatter.Scalar && n.Text == "false" {
		t.Unsearched = true
		return
	}
	inner := m.inner("search")
	if inner == nil {
		return
	}
	if weights := inner.inner("weights"); weights != nil {
		t.Search.Weights = map[string]float64{}
		for _, p := range weights.node.Pairs {
			if p.Name != "body" && t.Field(p.Name) == nil {
				continue // close reports it, with the nearest field
			}
			if number := weights.number(p.Name); number != nil && *number > 0 {
				t.Search.Weights[p.Name] = *number
			} else if number != nil {
				x.found.Add(diag.New("settings-kind/number", p.Value.Span, p.Name))
			}
		}
		for _, name := range append(fieldNames(t), "body") {
			weights.get(name)
		}
		weights.close()
	}
	for _, n := range inner.list("facets") {
		isState := n.Text == schema.StateFacet && t.Closing != nil
		if t.Field(n.Text) == nil && (n.Text != "year" || t.Field("date") == nil) && !isState {
			known := append(fieldNames(t), "year")
			if t.Closing != nil {
				known = append(known, schema.StateFacet)
			}
			x.value(n, "facets", known)
			continue
		}
		t.Search.Facets = append(t.Search.Facets, n.Text)
	}
	t.Search.Recency = x.recency(inner, t)
	inner.close()
}

// recency reads a number of days, which needs dates to count from.
func (x *typeReader) recency(m *mapping, t *schema.Type) int {
	number := m.number("recency")
	if number == nil {
		return 0
	}
	at := m.get("recency").Span
	days := int(*number)
	if *number != float64(days) || days < 1 || days > schema.MaxRecency {
		x.found.Add(diag.New("settings-kind/whole", at, "recency", "1", strconv.Itoa(schema.MaxRecency)))
		return 0
	}
	if t.Field("date") == nil {
		if m.complete {
			x.found.Add(diag.New("settings-required", at, "fields.date"))
		}
		return 0
	}
	return days
}

// fields reads definitions by name; the outermost are those of an entry itself.
func (x *typeReader) fields(m *mapping, outermost bool) []*schema.Field {
	var fields []*schema.Field
	for _, p := range m.node.Pairs {
		inner := m.of(p.Value, p.Name)
		if inner == nil {
			x.useless = true
			continue
		}
		if outermost && schema.IsBuiltIn(p.Name) {
			x.fatal(diag.New("settings-value/builtin", p.Span, p.Name))
			continue
		}
		if f := x.field(inner, p); f != nil {
			fields = append(fields, f)
		} else {
			x.useless = true
		}
	}
	return fields
}

// field reads one definition.
func (x *typeReader) field(m *mapping, p frontmatter.Pair) *schema.Field {
	locale := x.schema.Config.SourceLocale
	n := m.required("kind")
	if n == nil {
		return nil
	}
	var kinds []string
	for _, k := range schema.Kinds() {
		kinds = append(kinds, string(k))
	}
	if !slices.Contains(kinds, n.Text) {
		x.value(n, "kind", kinds)
		return nil
	}
	f := &schema.Field{Name: p.Name, Kind: schema.Kind(n.Text), Span: p.Span}
	f.Label, f.Help = m.texts("label", locale), m.texts("help", locale)
	f.Required, f.Many = m.boolean("required", false), m.boolean("many", false)
	f.Min, f.Max = m.number("min"), m.number("max")
	if f.Min != nil && f.Max != nil && *f.Min > *f.Max {
		x.found.Add(diag.New("settings-value/range", m.get("max").Span, m.text("min"), m.text("max")))
	}
	f.Translated = m.boolean("translate", f.Kind == schema.KindText || f.Kind == schema.KindMarkdown)
	f.Export = x.export(m, f.Kind)
	if f.Kind == schema.KindDate {
		f.Precision = m.oneOf("precision", "day", "month", "year")
	}
	if f.Kind == schema.KindBoolean || f.Kind == schema.KindEnum {
		f.Badge = m.boolean("badge", false)
	}
	switch f.Kind {
	case schema.KindEnum:
		f.Values = x.values(m, locale)
	case schema.KindTerm:
		if of := m.required("of"); of != nil {
			f.Vocabulary = of.Text
			if x.schema.Source().Vocabularies[of.Text] == nil {
				x.vocabulary(of.Text, of.Span, x.schema)
			}
		}
	case schema.KindRef:
		f.To, f.Lists = x.to(m), m.boolean("lists", false)
	case schema.KindObject, schema.KindList:
		if of := m.required("of"); of != nil {
			if inner := m.of(of, "of"); inner != nil {
				f.Fields = x.fields(inner, false)
			}
		}
		// A translation writes the texts inside, so it may write the whole.
		f.Translated = m.boolean("translate", slices.ContainsFunc(f.Fields, func(inner *schema.Field) bool { return inner.Translated }))
	}
	m.close()
	return f
}

// values reads those of an enum: a list of keys, or labels by key.
func (x *typeReader) values(m *mapping, locale string) []schema.EnumValue {
	of := m.required("of")
	if of == nil {
		return nil
	}
	var values []schema.EnumValue
	switch of.Kind {
	case frontmatter.List:
		for _, n := range m.list("of") {
			values = append(values, schema.EnumValue{Key: n.Text})
		}
	case frontmatter.Mapping:
		for _, p := range of.Pairs {
			values = append(values, schema.EnumValue{Key: p.Name, Label: m.textsOf(p.Value, p.Name, locale)})
		}
	default:
		m.kind(of, "settings-kind/list", "of")
	}
	return values
}

// to reads the types that a ref may name.
func (x *typeReader) to(m *mapping) []string {
	var to []string
	for _, n := range m.list("to") {
		if !slices.Contains(x.names, n.Text) {
			x.value(n, "to", x.names)
			continue
		}
		to = append(to, n.Text)
	}
	return to
}
