package content

import (
	"slices"
	"strings"

	"essaim/generator/internal/model/source"
)

// Fields are the names that are written in an entry or an object, in ascending
// order, each once. They are a list and not a map: there are few, and a large
// site has them by the hundred thousand.
type Fields []Field

// Field is a name that is written, with its value.
type Field struct {
	Name string
	// Start and End are where the name stands, in the file of the entry.
	Start, End int32
	// Given reports whether there is a value of the right kind; Value says
	// nothing otherwise.
	Given bool
	// Empty reports that the name is written without a value.
	Empty bool
	Value Value
}

// Sorted puts fields that were appended in any order into that of Fields.
func (f Fields) Sorted() Fields {
	slices.SortFunc(f, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	return f
}

// Find returns the field of a name, or nil where it is not written. It does not
// ask for the order of Fields.
func (f Fields) Find(name string) *Field {
	for i := range f {
		if f[i].Name == name {
			return &f[i]
		}
	}
	return nil
}

// Get returns the value of a field, and whether there is one.
func (f Fields) Get(name string) (Value, bool) {
	if x := f.Find(name); x != nil && x.Given {
		return x.Value, true
	}
	return Value{}, false
}

// Value returns the value of a field, zero where there is none.
func (f Fields) Value(name string) Value {
	v, _ := f.Get(name)
	return v
}

// Has reports whether a field has a value.
func (f Fields) Has(name string) bool {
	x := f.Find(name)
	return x != nil && x.Given
}

// Span returns where a name stands, in the file of the entry; zero, and false,
// where it is not written.
func (f Fields) Span(name, file string) (source.Span, bool) {
	x := f.Find(name)
	if x == nil {
		return source.Span{}, false
	}
	return source.In(file, int(x.Start), int(x.End)), true
}

// IsEmpty reports whether a name is written without a value.
func (f Fields) IsEmpty(name string) bool {
	x := f.Find(name)
	return x != nil && x.Empty
}

// Write returns fields in which a name is written at a place; one that was
// written before is written there now. Sorted is to follow.
func (f Fields) Write(name string, at source.Span) Fields {
	x := f.Find(name)
	if x == nil {
		f = append(f, Field{Name: name})
		x = &f[len(f)-1]
	}
	x.Start, x.End = int32(at.Start), int32(at.End)
	return f
}

// Drop leaves a name without its value.
func (f Fields) Drop(name string) {
	if x := f.Find(name); x != nil {
		x.Given, x.Value = false, Value{}
	}
}
