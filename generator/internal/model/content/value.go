package content

import (
	"time"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// Value is one value of a field, checked against its kind. Kind says which of
// the other fields hold it.
type Value struct {
	Kind schema.Kind
	// Span is where the value stands, quotes excluded.
	Span source.Span
	// Text holds: text, markdown (as written), url, email, phone, the key of
	// an enum value or term, the path of a ref, the code of a country, the
	// path of an image or file.
	Text string
	// Figures are the references to values of series in a text, for each of which
	// Text has a FigureMark; Numbers are those that it writes in digits.
	Figures []FigureRef
	Numbers []Number
	// Number holds integer and number.
	Number float64
	// Bool holds boolean.
	Bool bool
	// HasAlt tells a missing decision from the empty text of a decorative image.
	HasAlt bool
	// Partial reports that items of a list are left out, because they are
	// wrong: places in it say nothing then.
	Partial bool
	// IsList tells a list (Items) from a single value.
	IsList bool
	// Date holds date.
	Date Date
	// Time holds datetime, in UTC.
	Time time.Time
	// Latitude and Longitude hold point, in degrees.
	Latitude, Longitude float64
	// Alt is the alternative text of an image. Caption may be empty.
	Alt, Caption string
	// Body holds markdown, parsed.
	Body *Body
	// Items holds a list, or the values of a Many field.
	Items []Value
	// Fields holds an object, by name; FieldSpans is where its keys stand, and
	// Empty are those without a value.
	Fields     map[string]Value
	FieldSpans map[string]source.Span
	Empty      map[string]bool
}

// Each returns the values of v as a slice: its items, or itself.
func (v Value) Each() []Value {
	if v.IsList {
		return v.Items
	}
	return []Value{v}
}

// Written returns the text of v as an editor writes it, with its references.
func (v Value) Written() string {
	return FillFigures(v.Text, len(v.Figures), func(i int) string { return v.Figures[i].String() })
}

// Equal reports whether two values say the same, wherever they stand.
func (v Value) Equal(w Value) bool {
	if v.Kind != w.Kind || v.IsList != w.IsList || len(v.Items) != len(w.Items) || len(v.Fields) != len(w.Fields) {
		return false
	}
	for i := range v.Items {
		if !v.Items[i].Equal(w.Items[i]) {
			return false
		}
	}
	for name, inner := range v.Fields {
		other, ok := w.Fields[name]
		if !ok || !inner.Equal(other) {
			return false
		}
	}
	for i := range v.Figures {
		if i >= len(w.Figures) || v.Figures[i].String() != w.Figures[i].String() {
			return false
		}
	}
	return v.Text == w.Text && len(v.Figures) == len(w.Figures) && v.Number == w.Number && v.Bool == w.Bool && v.Date == w.Date && v.Time.Equal(w.Time) &&
		v.Latitude == w.Latitude && v.Longitude == w.Longitude && v.Alt == w.Alt && v.HasAlt == w.HasAlt && v.Caption == w.Caption
}
