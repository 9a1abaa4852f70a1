package settings

import (
	"slices"

	"essaim/generator/internal/model/schema"
)

// atlas reads on what map the entries are counted. The page of a filter holds the
// map, so the field must be one; and its values must be areas of the outlines.
func (x *typeReader) atlas(m *mapping, t *schema.Type) {
	inner := m.inner("map")
	if inner == nil {
		return
	}
	defer inner.close()
	var names []string
	var of *schema.Outlines
	name, field := inner.required("outlines"), inner.required("field")
	for _, o := range schema.AllOutlines() {
		names = append(names, o.Name)
		if name != nil && o.Name == name.Text {
			of = &o
		}
	}
	switch {
	case name == nil || field == nil:
		return
	case of == nil:
		x.value(name, "outlines", names)
		return
	}
	var fields []string
	for _, f := range t.Filters {
		if definition := t.Field(f.Name); definition != nil && slices.Contains(of.Kinds, definition.Kind) {
			fields = append(fields, f.Name)
		}
	}
	if !slices.Contains(fields, field.Text) {
		x.value(field, "field", fields)
		return
	}
	t.Map = &schema.Map{Field: field.Text, Outlines: of.Name}
}
