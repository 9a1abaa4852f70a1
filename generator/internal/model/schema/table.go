package schema

import "slices"

// Column is one column of the table of a type: a field, or a part of one.
type Column struct {
	Name string
	// Path leads to the field: it comes last, after the objects around it.
	Path []*Field
	Part Part
}

// Field returns the field that the column shows.
func (c Column) Field() *Field { return c.Path[len(c.Path)-1] }

// Part is what a column shows of its field.
type Part int

// The parts of fields.
const (
	// Whole is the value; the key of an enum, term or country.
	Whole Part = iota
	// Label is what readers see of an enum, term or country.
	Label
	// Latitude and Longitude are those of a point.
	Latitude
	Longitude
)

// FixedColumns begin every table: the identity of the entry, its locale and the
// address of its page.
func FixedColumns() []string { return []string{"id", "locale", "url"} }

// Columns returns the columns of the table of t that follow the fixed ones, in
// the order of the fields. An object has a column for each field in it; a list
// is one column, and so is a field of many values. Names may be there twice only
// where the settings say so, which parse reports.
func (t *Type) Columns() []Column { return columns(nil, "", nil, t.Fields) }

func columns(all []Column, prefix string, path []*Field, fields []*Field) []Column {
	for _, f := range fields {
		path := append(path[:len(path):len(path)], f)
		name := prefix + f.Name
		if slices.Contains(FixedColumns(), name) {
			name = "field_" + name
		}
		if len(f.Export) == 1 {
			name = f.Export[0]
		}
		switch {
		case f.Kind == KindObject && !f.Many:
			all = columns(all, name+"_", path, f.Fields)
		case f.Kind == KindPoint && !f.Many:
			names := []string{name + "_latitude", name + "_longitude"}
			if len(f.Export) == 2 {
				names = f.Export
			}
			all = append(all, Column{names[0], path, Latitude}, Column{names[1], path, Longitude})
		case f.Kind.IsKeyed():
			all = append(all, Column{name, path, Whole}, Column{name + "_label", path, Label})
		default:
			all = append(all, Column{name, path, Whole})
		}
	}
	return all
}

// IsKeyed reports whether values of the kind are keys that readers see as a
// label in their language.
func (k Kind) IsKeyed() bool { return k == KindEnum || k == KindTerm || k == KindCountry }
