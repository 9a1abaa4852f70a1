package settings

import (
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
)

// series reads which fields hold a series of dated values, and when an entry
// must be looked at again.
func (x *typeReader) series(m *mapping, t *schema.Type) {
	if inner := m.inner("series"); inner != nil {
		s := &schema.Series{Values: x.listOf(inner, "values", t), Targets: x.listOf(inner, "targets", t)}
		if inner.required("values") != nil && s.Values != "" {
			t.Series = s
		}
		inner.close()
	}
	t.Review = x.fieldOf(m, "review", t, schema.KindDate)
}

// listOf reads the name of a list field whose items suit a series.
func (x *typeReader) listOf(m *mapping, key string, t *schema.Type) string {
	name := x.fieldOf(m, key, t, schema.KindList)
	if name == "" {
		return ""
	}
	for _, want := range schema.SeriesFields() {
		f := t.Field(name).Field(want.Name)
		switch {
		case f == nil && want.Optional:
		case f == nil || f.Many || f.Kind != want.Kind && !(want.Kind == schema.KindNumber && f.Kind == schema.KindInteger):
			x.found.Add(diag.New("settings-series", m.get(key).Span, name, want.Name, string(want.Kind)))
			name = ""
		}
		if name == "" {
			return ""
		}
	}
	return name
}

// fieldOf reads the name of a field of the type, of one kind and not repeated;
// "" when there is none.
func (x *typeReader) fieldOf(m *mapping, key string, t *schema.Type, kind schema.Kind) string {
	n := m.get(key)
	if n == nil || !x.fits(n, key, t, func(f *schema.Field) bool { return f.Kind == kind && !f.Many }) {
		return ""
	}
	return n.Text
}
