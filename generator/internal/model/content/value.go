package content

import (
	"slices"
	"time"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// Value is one value of a field, checked against its kind. Kind says which of
// the other fields hold it.
type Value struct {
	Kind schema.Kind
	// Bool holds boolean.
	Bool bool
	// HasAlt tells a missing decision from the empty text of a decorative image.
	HasAlt bool
	// Partial reports that items of a list are left out, because they are
	// wrong: the index of an item is then not that of its line.
	Partial bool
	// IsList tells a list (Items) from a single value.
	IsList bool
	// Date holds date.
	Date Date
	// Span is where the value stands, quotes excluded.
	Span source.Span
	// Text holds: text, markdown (as written), url, email, phone, the key of
	// an enum value or term, the path of a ref, the code of a country, the
	// path of an image or file.
	Text string
	// Number holds integer and number.
	Number float64
	// Items holds a list, or the values of a Many field.
	Items []Value
	// Fields holds an object.
	Fields Fields
	// More is what few values have, nil where this one has none of it; it is
	// read through the methods of its names.
	More *More
}

// More is what few values have.
type More struct {
	// Figures are the references to values of series in a text, for each of which
	// Text has a FigureMark; Numbers are those that it writes in digits.
	Figures []FigureRef
	Numbers []Number
	// Time holds datetime, in UTC.
	Time time.Time
	// Latitude and Longitude hold point, in degrees.
	Latitude, Longitude float64
	// Alt is the alternative text of an image. Caption may be empty.
	Alt, Caption string
	// Body holds markdown, parsed.
	Body *Body
}

// more returns what v has of More.
func (v Value) more() More {
	if v.More == nil {
		return More{}
	}
	return *v.More
}

// Own returns the More of v to be filled in.
func (v *Value) Own() *More {
	if v.More == nil {
		v.More = &More{}
	}
	return v.More
}

// Figures returns the references to values of series in a text.
func (v Value) Figures() []FigureRef { return v.more().Figures }

// Numbers returns the numbers that a text writes in digits.
func (v Value) Numbers() []Number { return v.more().Numbers }

// Time returns a datetime.
func (v Value) Time() time.Time { return v.more().Time }

// Point returns the latitude and longitude of a point.
func (v Value) Point() (latitude, longitude float64) {
	m := v.more()
	return m.Latitude, m.Longitude
}

// Alt returns the alternative text of an image.
func (v Value) Alt() string { return v.more().Alt }

// Caption returns the caption of an image.
func (v Value) Caption() string { return v.more().Caption }

// Body returns parsed Markdown, or nil.
func (v Value) Body() *Body { return v.more().Body }

// Each returns the values of v as a slice: its items, or itself.
func (v Value) Each() []Value {
	if v.IsList {
		return v.Items
	}
	return []Value{v}
}

// Written returns the text of v as an editor writes it, with its references.
func (v Value) Written() string {
	figures := v.Figures()
	return FillFigures(v.Text, len(figures), func(i int) string { return figures[i].String() })
}

// Equal reports whether two values say the same, wherever they stand.
func (v Value) Equal(w Value) bool {
	if v.Kind != w.Kind || v.IsList != w.IsList || len(v.Items) != len(w.Items) || v.Fields.given() != w.Fields.given() {
		return false
	}
	for i := range v.Items {
		if !v.Items[i].Equal(w.Items[i]) {
			return false
		}
	}
	for i := range v.Fields {
		if inner := &v.Fields[i]; inner.Given {
			other, ok := w.Fields.Get(inner.Name)
			if !ok || !inner.Value.Equal(other) {
				return false
			}
		}
	}
	return v.Text == w.Text && v.Number == w.Number && v.Bool == w.Bool && v.Date == w.Date && v.HasAlt == w.HasAlt && v.more().equal(w.more())
}

func (m More) equal(n More) bool {
	return m.Time.Equal(n.Time) && m.Latitude == n.Latitude && m.Longitude == n.Longitude && m.Alt == n.Alt && m.Caption == n.Caption &&
		slices.EqualFunc(m.Figures, n.Figures, func(a, b FigureRef) bool { return a.String() == b.String() })
}

// given returns how many fields have a value.
func (f Fields) given() int {
	n := 0
	for i := range f {
		if f[i].Given {
			n++
		}
	}
	return n
}
