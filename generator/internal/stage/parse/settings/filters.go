package settings

import (
	"slices"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse/frontmatter"
)

// filters reads what the list of a type may be narrowed by: a list of names, or
// of mappings with a name and labels.
func (x *typeReader) filters(m *mapping, t *schema.Type) {
	n := m.get("filters")
	if n == nil {
		return
	}
	if n.Kind != frontmatter.List {
		m.kind(n, "settings-kind/list", "filters")
		return
	}
	if !t.List {
		x.found.Add(diag.New("settings-value/filters", n.Span))
		return
	}
	known := x.filterNames(t)
	first := map[string]source.Span{}
	for _, item := range n.Items {
		name, inner := item, (*mapping)(nil)
		if item.Kind == frontmatter.Mapping {
			inner = m.of(item, "filters")
			if name = inner.required("field"); name == nil {
				continue
			}
		}
		if name.Kind != frontmatter.Scalar || !slices.Contains(known, name.Text) {
			x.value(name, "filters", known)
			continue
		}
		if other, twice := first[name.Text]; twice {
			x.found.Add(diag.New("front-duplicate", name.Span, name.Text).WithNote("note/first", other))
			continue
		}
		first[name.Text] = name.Span
		t.Filters = append(t.Filters, x.filter(t, name, inner))
	}
}

// filterNames returns what a type may be filtered by.
func (x *typeReader) filterNames(t *schema.Type) []string {
	var names []string
	for _, f := range t.Fields {
		if slices.Contains(schema.FilterKinds(), f.Kind) && f.Name != "title" && f.Name != "summary" {
			names = append(names, f.Name)
		}
	}
	if t.Field("date") != nil && t.Field(schema.FilterYear) == nil {
		names = append(names, schema.FilterYear)
	}
	if t.Closing != nil && t.Field(schema.StateFacet) == nil {
		names = append(names, schema.StateFacet)
	}
	return names
}

// filter reads one; inner is nil where only a name is written.
func (x *typeReader) filter(t *schema.Type, name *frontmatter.Node, inner *mapping) *schema.Filter {
	f := &schema.Filter{Name: name.Text, Span: name.Span}
	keys := f.Named(t)
	if inner != nil {
		locale := x.schema.Config.SourceLocale
		f.Label = inner.texts("label", locale)
		if keys != nil {
			f.Values = x.named(inner.inner("values"), keys, locale)
		}
		inner.close()
	}
	if keys != nil && len(f.Values) == 0 {
		x.found.Add(diag.New("settings-required", name.Span, "values"))
	}
	return f
}

// named reads the labels of values that have none of their own; m may be nil.
func (x *typeReader) named(m *mapping, keys []string, locale string) []schema.EnumValue {
	if m == nil {
		return nil
	}
	var values []schema.EnumValue
	for _, key := range keys {
		if n := m.get(key); n != nil {
			values = append(values, schema.EnumValue{Key: key, Label: m.textsOf(n, key, locale)})
		}
	}
	m.close()
	return values
}
