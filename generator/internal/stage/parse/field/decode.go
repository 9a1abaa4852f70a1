// Package field turns nodes of front matter into checked values, by the kinds
// of a content type. To add a kind, add its case to one (in this file) and its
// function beside those of scalar.go.
package field

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
	"essaim/generator/internal/stage/parse/figure"
	"essaim/generator/internal/stage/parse/frontmatter"
	"essaim/generator/internal/stage/parse/markdown"
	"essaim/generator/internal/stage/parse/phrase"
	"essaim/generator/internal/stage/parse/typography"
)

// Decoder decodes the fields of one entry.
type Decoder struct {
	// Schema has the vocabularies; terms are those of its source locale.
	Schema *schema.Schema
	// Locale is that of the entry.
	Locale *schema.Locale
	// Zone is where an instant without an offset is read.
	Zone *time.Location
	// Numbers finds the numbers that may be values of series, or nil.
	Numbers *figure.Reader
	// Phrases finds what is not written, or nil.
	Phrases *phrase.Finder
	// fixed reports that no reference to a figure can stand where d decodes: in
	// the values of a series.
	fixed bool
	// Found is what is wrong.
	Found diag.List
	// entry is the type of the entry.
	entry *schema.Type
}

// Entry decodes the fields of an entry of type t, as one object. Values of the
// wrong kind are reported and left out of its Fields; it has
// the place of every name that was written.
func (d *Decoder) Entry(root *frontmatter.Node, t *schema.Type) content.Value {
	d.entry = t
	return d.fields(root, slices.Concat(schema.BuiltIn(), t.Fields), t.Name, "field-unknown")
}

// fields decodes the pairs of a mapping. Owner is what the definitions belong
// to, for the message that a name is unknown.
func (d *Decoder) fields(n *frontmatter.Node, definitions []*schema.Field, owner string, unknown diag.Msg) content.Value {
	o := content.Value{
		Kind: schema.KindObject, Span: n.Span, Fields: make(content.Fields, 0, len(n.Pairs)),
	}
	for _, p := range n.Pairs {
		f := named(definitions, p.Name)
		if f == nil {
			nearest := labelled(p.Name, n, definitions)
			if nearest == "" {
				nearest = spell.Nearest(p.Name, free(n, definitions))
			}
			d.Found.Add(diag.New(unknown, p.Span, p.Name, owner).WithNearest(nearest, nearest))
			if nearest != "" {
				o.Fields = o.Fields.Write(nearest, p.Span) // it is written, under another name
			}
			continue
		}
		o.Fields = o.Fields.Write(p.Name, p.Span)
		if isEmpty(p.Value) {
			o.Fields.Find(p.Name).Empty = true
		}
		before := len(d.Found)
		fixed := d.fixed
		d.fixed = d.fixed || p.Name == "title" || d.entry != nil && d.entry.Series != nil && (p.Name == d.entry.Series.Values || p.Name == d.entry.Series.Targets)
		v, ok := d.value(f, p.Value)
		d.fixed = fixed
		if ok {
			x := o.Fields.Find(p.Name)
			x.Given, x.Value = true, v
		} else if p.Value.Block {
			// Lines below a name are of another kind than the name takes: the
			// mistake may be on either line.
			for i := range d.Found[before:] {
				if x := &d.Found[before+i]; x.Span == p.Value.Span {
					*x = x.WithNote("note/other", p.Span)
				}
			}
		}
	}
	o.Fields = o.Fields.Sorted()
	return o
}

// isEmpty reports whether a name is written without a value, however that is
// spelled.
func isEmpty(n *frontmatter.Node) bool {
	return n.Kind == frontmatter.Null || n.Kind == frontmatter.Scalar && isBlank(n.Text)
}

// isBlank reports whether a text shows nothing: spaces of any kind, and
// characters that only steer how others are shown.
func isBlank(text string) bool {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }) == ""
}

func named(definitions []*schema.Field, name string) *schema.Field {
	for _, f := range definitions {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// free returns the names of the fields that are not written.
func free(n *frontmatter.Node, definitions []*schema.Field) []string {
	var names []string
	for _, f := range definitions {
		if n.Get(f.Name) == nil {
			names = append(names, f.Name)
		}
	}
	return names
}

// labelled returns the only field that is not written and of which a name is the
// label in any locale: forms and the handbook show labels, and editors write what
// they have seen.
func labelled(name string, n *frontmatter.Node, definitions []*schema.Field) string {
	name = strings.TrimSpace(name) // of the no-break space before a colon, too
	found := ""
	for _, f := range definitions {
		if n.Get(f.Name) != nil {
			continue
		}
		for _, label := range f.Label {
			if !spell.Same(label, name) {
				continue
			}
			if found != "" && found != f.Name {
				return ""
			}
			found = f.Name
		}
	}
	return found
}

// value decodes a value; ok is false when there is none, or a wrong one.
func (d *Decoder) value(f *schema.Field, n *frontmatter.Node) (content.Value, bool) {
	switch {
	case !f.IsList() || n.Kind == frontmatter.Bad || n.Kind == frontmatter.Null:
		return d.one(f, n)
	case n.Kind != frontmatter.List:
		x := diag.New("field-kind/list", n.Span, f.Name, shown(n))
		if inside, is := frontmatter.Unquoted(n.Text); is && n.Plain && f.Many && safe.MatchString(inside) {
			x = x.WithFix(n.Span, "["+inside+"]")
		} else if n.Plain && f.Many && !strings.ContainsAny(n.Text, ",[]{}\"'") {
			x = x.WithFix(n.Span, "["+n.Text+"]")
		} else if parts := strings.Split(n.Text, ","); n.Plain && d.allKeys(f, parts) {
			x = x.WithFix(n.Span, "["+strings.Join(parts, ", ")+"]")
		}
		d.Found.Add(x)
		return content.Value{}, false
	}
	list := content.Value{Kind: f.Kind, Span: n.Span, IsList: true, Items: make([]content.Value, 0, len(n.Items))}
	for _, item := range n.Items {
		if v, ok := d.one(f, item); ok {
			list.Items = append(list.Items, v)
			continue
		}
		list.Partial = true
		if isEmpty(item) {
			d.Found.Add(diag.New("field-missing/empty", item.Span, f.Name))
		}
	}
	return list, true
}

// allKeys reports whether all parts of a text are values of a field, so that it can
// only be a list; it takes the space around them away.
func (d *Decoder) allKeys(f *schema.Field, parts []string) bool {
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
		known := false
		switch part := parts[i]; f.Kind {
		case schema.KindTerm:
			known = d.Schema.Source().Term(f.Vocabulary, part) != nil
		case schema.KindEnum:
			known = f.Value(part) != nil
		case schema.KindCountry:
			known = isCountry(part)
		case schema.KindRef:
			known = safe.MatchString(part) && part[0] == '/' && !strings.Contains(part, " ")
		}
		if !known {
			return false
		}
	}
	return true
}

// one decodes a single value. A damaged value has been reported, and whether
// nothing is enough is for validate to say.
func (d *Decoder) one(f *schema.Field, n *frontmatter.Node) (content.Value, bool) {
	v := content.Value{Kind: f.Kind, Span: n.Span}
	if n.Kind == frontmatter.Bad || n.Kind == frontmatter.Null || n.Marked && f.Kind != schema.KindPoint {
		return v, false
	}
	switch f.Kind {
	case schema.KindImage:
		return d.image(f, n, v)
	case schema.KindPoint:
		return d.point(f, n, v)
	case schema.KindObject, schema.KindList:
		return d.object(f, n, v)
	}
	switch {
	case n.Kind == frontmatter.Scalar:
	case n.Kind == frontmatter.List && f.Kind != schema.KindText && f.Kind != schema.KindMarkdown:
		d.Found.Add(diag.New("field-kind/single", n.Span, f.Name))
		return v, false
	default:
		d.Found.Add(diag.New("field-kind/text", n.Span, f.Name, shown(n)))
		return v, false
	}
	v.Text = strings.TrimSpace(n.Text)
	if isBlank(v.Text) {
		return v, false
	}
	if d.inTypographic(f, n, v) {
		return v, false
	}
	switch f.Kind {
	case schema.KindText:
		if isBuiltIn(f) {
			d.length(f, v, v.Text)
		} else {
			d.text(f, n, &v)
		}
		return v, true
	case schema.KindMarkdown:
		d.length(f, v, v.Text)
		v.Own().Body = d.markdown(f, n)
		d.said(n)
		return v, true
	case schema.KindDate:
		return d.date(f, v)
	case schema.KindDatetime:
		return d.datetime(f, v)
	case schema.KindInteger, schema.KindNumber:
		return d.number(f, v)
	case schema.KindBoolean:
		return d.boolean(f, v)
	case schema.KindURL:
		return d.url(f, v)
	case schema.KindEmail:
		return d.email(f, v)
	case schema.KindPhone:
		return d.phone(f, v)
	case schema.KindEnum:
		return d.enum(f, v)
	case schema.KindTerm:
		return d.term(f, v)
	case schema.KindCountry:
		return d.country(v)
	}
	return v, true // ref and file: link and validate look for what they name
}

// inTypographic reports a value between typographic quotation marks, which are
// part of it for YAML: an editor whose program writes them in the place of straight
// ones does not see that. It is only doubtful for a prose text, and not where
// straight ones stand around them, they are French ones or the text is Markdown; any
// other kind is refused, and true returned.
func (d *Decoder) inTypographic(f *schema.Field, n *frontmatter.Node, v content.Value) bool {
	inside, is := frontmatter.Unquoted(v.Text)
	prose := f.Kind == schema.KindText && !isBuiltIn(f)
	if !is || f.Kind == schema.KindMarkdown || prose && (!n.Plain || frontmatter.Titled(v.Text)) {
		return false
	}
	msg, fix := diag.Msg("field-kind/quotes"), inside
	if prose {
		msg = "field-kind/quotes-text"
	}
	if n.Plain && !safe.MatchString(inside) {
		fix = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(inside) + `"`
	}
	x := diag.New(msg, v.Span, f.Name, inside)
	if n.Plain || safe.MatchString(inside) {
		x = x.WithFix(n.Span, fix)
	}
	d.Found.Add(x)
	return !prose
}

// safe is a text that YAML reads as it is, wherever it stands.
var safe = regexp.MustCompile(`^[\p{L}\p{N}/]([\p{L}\p{N}'’ _./+@-]*[\p{L}\p{N}'’/._-])?$`)

// length checks the number of characters of a text as it is written: what the
// micro-typography adds is no doing of the editor's. Those of a list are bounds of
// its items, which validate counts.
func (d *Decoder) length(f *schema.Field, v content.Value, written string) {
	if f.IsList() {
		return
	}
	size := float64(utf8.RuneCountInString(written))
	if f.Min != nil && size < *f.Min {
		d.Found.Add(diag.New("field-range/min-text", v.Span, f.Name, decimal(size), decimal(*f.Min)))
	}
	if f.Max != nil && size > *f.Max {
		d.Found.Add(diag.New("field-range/max-text", v.Span, f.Name, decimal(size), decimal(*f.Max)))
	}
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// isBuiltIn reports whether f is a field of every type: those hold addresses,
// not prose.
func isBuiltIn(f *schema.Field) bool { return schema.IsBuiltIn(f.Name) }

// object decodes the fields of an object, or of an item of a list.
func (d *Decoder) object(f *schema.Field, n *frontmatter.Node, v content.Value) (content.Value, bool) {
	if n.Kind != frontmatter.Mapping {
		d.Found.Add(diag.New("field-kind/object", n.Span, f.Name, shown(n)))
		return v, false
	}
	return d.fields(n, f.Fields, f.Name, "field-unknown/object"), true
}

// imageFields are what an image may have.
var imageFields = []*schema.Field{{Name: "src", Kind: schema.KindFile}, {Name: "alt", Kind: schema.KindText}, {Name: "caption", Kind: schema.KindText}}

// image decodes {src, alt, caption}. A path alone is an image for which nobody
// has decided on an alternative text.
func (d *Decoder) image(f *schema.Field, n *frontmatter.Node, v content.Value) (content.Value, bool) {
	if n.Kind == frontmatter.Scalar {
		v.Text = strings.TrimSpace(n.Text)
		return v, v.Text != "" && !d.inTypographic(f, n, v)
	}
	if n.Kind != frontmatter.Mapping {
		d.Found.Add(diag.New("field-kind/image", n.Span, f.Name))
		return v, false
	}
	parts := d.fields(n, imageFields, f.Name, "field-unknown/object").Fields
	src, has := parts.Get("src")
	if !has {
		d.Found.Add(diag.New("field-kind/image", n.Span, f.Name))
		return v, false
	}
	v.Span, v.Text = src.Span, src.Text
	// An alt of "" is a decision; an alt without a value is none.
	alt := n.Get("alt")
	v.HasAlt = alt != nil && alt.Kind != frontmatter.Null
	more := v.Own()
	more.Alt = typography.Text(parts.Value("alt").Text, d.Locale.Typography)
	more.Caption = typography.Text(parts.Value("caption").Text, d.Locale.Typography)
	return v, true
}

// point decodes [latitude, longitude] in degrees.
func (d *Decoder) point(f *schema.Field, n *frontmatter.Node, v content.Value) (content.Value, bool) {
	limits := []float64{90, 180}
	var numbers []float64
	for i, item := range n.Items {
		x, err := strconv.ParseFloat(item.Text, 64)
		if err == nil && i < len(limits) && x >= -limits[i] && x <= limits[i] && isNumber(item.Text) {
			numbers = append(numbers, x)
		}
	}
	if n.Kind != frontmatter.List || len(n.Items) != 2 || len(numbers) != 2 {
		x := diag.New("field-kind/point", n.Span, f.Name)
		if fix := asPoint(n); fix != "" {
			x = x.WithNote("note/write", source.Span{}, fix).WithFix(n.Span, fix)
		}
		d.Found.Add(x)
		return v, false
	}
	v.Own().Latitude, v.Own().Longitude = numbers[0], numbers[1]
	return v, true
}

// asPoint rewrites a point with decimal commas, of which YAML makes four numbers,
// or without brackets, or returns "".
func asPoint(n *frontmatter.Node) string {
	var texts []string
	for _, item := range n.Items {
		texts = append(texts, item.Text)
	}
	latitude, longitude, pair := strings.Cut(n.Text, ",")
	longitude = strings.TrimSpace(longitude)
	if len(texts) == 4 && !n.Block {
		latitude, longitude, pair = texts[0]+"."+texts[1], texts[2]+"."+texts[3], true
	}
	for i, text := range []string{latitude, longitude} {
		if x, err := strconv.ParseFloat(text, 64); err != nil || math.Abs(x) > float64(90+90*i) || !isNumber(text) {
			return ""
		}
	}
	if !pair || len(texts) != 4 && !n.Plain {
		return ""
	}
	return "[" + latitude + ", " + longitude + "]"
}

// markdown parses a text. It is read apart from the file it stands in, whose
// indents are not part of it, so every place is moved back there.
func (d *Decoder) markdown(f *schema.Field, n *frontmatter.Node) *content.Body {
	body, found := markdown.Parse([]byte(n.Text), source.In(n.Span.File, 0, len(n.Text)), markdown.Options{
		Typography: d.Locale.Typography, Lang: d.Locale.Tag, MinLevel: 3, Prefix: f.Name + "-", Numbers: d.Numbers,
	})
	place := func(s *source.Span) {
		if !s.IsZero() {
			*s = n.Place(s.Start, s.End)
		}
	}
	if body == nil {
		body = &content.Body{}
	}
	for i := range body.Links {
		place(&body.Links[i].Span)
	}
	for i := range body.Images {
		place(&body.Images[i].Span)
	}
	for i := range body.Figures {
		place(&body.Figures[i].Span)
	}
	for i := range body.Numbers {
		placeNumber(n, &body.Numbers[i])
	}
	for i := range found {
		place(&found[i].Span)
		for j := range found[i].Notes {
			place(&found[i].Notes[j].Span)
		}
		if fix := found[i].Fix; fix != nil {
			if moved := n.Place(fix.Span.Start, fix.Span.End); moved != n.Span && fits(n, *fix) {
				fix.Span = moved
			} else {
				found[i].Fix = nil
			}
		}
	}
	d.Found.Add(found...)
	return body
}

// fits reports whether YAML reads a text with a fix as it is meant: a new line needs
// an indent, and a text on the line of its name has signs of its own.
func fits(n *frontmatter.Node, fix diag.Fix) bool {
	switch {
	case strings.Contains(fix.Text, "\n"):
		return false
	case strings.Contains(n.Text, "\n"):
		return true
	}
	return !strings.ContainsAny(fix.Text, `"'\`) && !strings.Contains(fix.Text, ": ") && !(n.Plain && fix.Span.Start == 0)
}

// shown is a value as the editor wrote it, in short.
func shown(n *frontmatter.Node) string {
	text := n.Text
	switch n.Kind {
	case frontmatter.List:
		text = "[…]"
	case frontmatter.Mapping:
		text = "{…}"
	}
	return short(text)
}

// short cuts a text that a message quotes.
func short(text string) string {
	const limit = 60
	if utf8.RuneCountInString(text) > limit {
		text = string([]rune(text)[:limit]) + "…"
	}
	return text
}
