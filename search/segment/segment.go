// Package segment writes segments of a Bleve index, files of the format zap 17,
// straight from inverted lists. The bytes are those that zapx gives for the same
// documents; ZAP.md describes them. In memory are the postings of one term, the
// dictionary of one field and its doc values, or the stored values of one document.
package segment

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
)

// ID is the name of the field that identifies a document in Bleve. Every segment
// has it, with a stored value for each document.
const ID = "_id"

// Options say what a field is for. Their numbers are those of Bleve.
type Options uint64

const (
	// Indexed fields can be searched.
	Indexed Options = 1 << iota
	// Stored fields have values that are given back with a document.
	Stored
	// Placed fields know the positions of their terms.
	Placed
	// DocValues fields know the terms of a document, as facets and sorting ask.
	DocValues
)

// known are the options that can be written.
const known = Indexed | Stored | Placed | DocValues

// An Input holds the documents of a segment in inverted form.
type Input struct {
	// Documents is how many there are, at least one. They are numbered from 0.
	Documents int
	// Fields are the fields of the segment in any order, one of them ID. zapx
	// leaves out a field that no document has; with one, the file is valid too.
	Fields []Field
	// Stored appends the stored values of a document to a slice, those of one
	// field in the order in which a reader finds them, and returns the slice.
	// It is called once for each document, in ascending order.
	Stored func(document int, to []Value) []Value
}

// A Field is a field with its terms.
type Field struct {
	Name    string
	Options Options
	// Lengths are the numbers of words of the field by document, from which
	// Bleve computes norms. Nil means that each length is 1.
	Lengths []uint32
	// Terms gives the terms of the field, ascending by bytes (not by UTF-16, as in
	// the shards), with the documents that have them. A list may be used again
	// for the next term. Nil means that there are none.
	Terms iter.Seq2[[]byte, List]
}

// A List says where a term stands.
type List struct {
	// Postings are ascending by document, at least one.
	Postings []Posting
	// Positions are those of the first posting, then those of the second and so
	// on, counted from 1. Offsets into the text are written as 0.
	Positions []uint32
}

// A Posting says how often a term stands in a field of a document.
type Posting struct {
	Document uint32
	// Frequency is at least 1.
	Frequency uint32
	// Positions is how many of the positions of the list belong to this posting; 0 if
	// those of the term are not known.
	Positions uint32
}

// A Value is a stored value of a document.
type Value struct {
	// Field is the index in Input.Fields.
	Field int
	Text  string
}

// A Writer writes segments, one after the other, in memory that is used again. The
// zero Writer is ready.
type Writer struct {
	buffer     []byte
	dictionary transducer
	values     columns
}

// Write writes a segment. The error is about the input, if it is not what the
// types of this package ask for, or about w. What was written until then is of
// no use.
func (m *Writer) Write(w io.Writer, in Input) error {
	s, err := m.newSegment(w, in)
	if err != nil {
		return fmt.Errorf("segment: %w", err)
	}
	if err := s.write(); err != nil {
		return fmt.Errorf("segment: %w", err)
	}
	return nil
}

// A segment is a segment that is being written.
type segment struct {
	in     Input
	out    *output
	memory *Writer
	// order holds the indices of the fields in the order of the file: a field is
	// called there by its place in this order. number is the inverse.
	order  []int
	number []int
	// addresses are the offsets of the fields' index sections, in file order.
	addresses []uint64
}

// newSegment begins a segment, and wants the input to be what zap can hold.
func (m *Writer) newSegment(w io.Writer, in Input) (*segment, error) {
	if m.buffer == nil {
		m.buffer = make([]byte, 0, bufferSize)
	}
	s := &segment{in: in, out: &output{w: w, buffer: m.buffer}, memory: m, number: make([]int, len(in.Fields))}
	if in.Documents < 1 || in.Documents > maxDocuments {
		return nil, fmt.Errorf("%d documents, not 1 to %d", in.Documents, maxDocuments)
	}
	if len(in.Fields) > maxFields {
		return nil, fmt.Errorf("%d fields, more than %d", len(in.Fields), maxFields)
	}
	for i, f := range in.Fields {
		if f.Lengths != nil && len(f.Lengths) != in.Documents {
			return nil, fmt.Errorf("field %q: %d lengths for %d documents", f.Name, len(f.Lengths), in.Documents)
		}
		if f.Options&^known != 0 {
			return nil, fmt.Errorf("field %q: unknown options %#x", f.Name, uint64(f.Options&^known))
		}
		s.order = append(s.order, i)
	}
	slices.SortStableFunc(s.order, func(a, b int) int { return compareNames(in.Fields[a].Name, in.Fields[b].Name) })
	for n, i := range s.order {
		s.number[i] = n
		if n > 0 && in.Fields[s.order[n-1]].Name == in.Fields[i].Name {
			return nil, fmt.Errorf("field %q is given twice", in.Fields[i].Name)
		}
	}
	if len(s.order) == 0 || in.Fields[s.order[0]].Name != ID {
		return nil, fmt.Errorf("there is no field %q", ID)
	}
	return s, nil
}

// compareNames orders the names of fields as zapx does: ID comes first.
func compareNames(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == ID:
		return -1
	case b == ID:
		return 1
	}
	return strings.Compare(a, b)
}

func (s *segment) write() error {
	stored, err := s.writeStored()
	if err != nil {
		return err
	}
	if err := s.writeFields(); err != nil {
		return err
	}
	sections := s.writeSections()
	return s.writeFooter(stored, sections)
}
