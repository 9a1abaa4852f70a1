package segment

import (
	"bytes"
	"errors"
	"fmt"
	"math"
)

// Limits of the format.
const (
	maxDocuments = math.MaxInt32
	maxFields    = math.MaxUint16 - 1
)

// Constants of the format.
const (
	version = 17
	// chunkMode is how the postings of a term are divided: see chunkSize.
	chunkMode = 1026
	// notUninverted stands for the offsets of the doc values of a field without.
	notUninverted = math.MaxUint64
)

// sections are the numbers of the kinds of index that a field may have: words,
// synonyms and shapes. All fields have the first alone.
var sections = [...]uint16{0, 2, 3}

// writeFields writes the postings, the dictionary and the doc values of each
// field.
func (s *segment) writeFields() error {
	p := newPostings(s.out, s.in.Documents)
	dictionary, values := &s.memory.dictionary, &s.memory.values
	for number, i := range s.order {
		f := &s.in.Fields[i]
		withValues := f.Options&DocValues != 0
		if withValues {
			values.start(s.in.Documents)
		}
		dictionary.start()
		if err := s.writeTerms(number, f, p, dictionary, values); err != nil {
			return fmt.Errorf("field %q: %w", f.Name, err)
		}
		built := dictionary.finish()
		at := s.out.offset()
		s.out.uvarint(uint64(len(built)))
		s.out.bytes(built)
		start, end := uint64(notUninverted), uint64(notUninverted)
		if withValues {
			start = s.out.offset()
			values.write(s.out)
			end = s.out.offset()
		}
		s.addresses = append(s.addresses, s.out.offset())
		s.out.uvarint(start)
		s.out.uvarint(end)
		s.out.uvarint(at)
	}
	return s.out.err
}

// writeTerms writes the postings of a field and enters its terms in the
// dictionary.
func (s *segment) writeTerms(number int, f *Field, p *postings, dictionary *transducer, values *columns) error {
	if f.Terms == nil {
		return nil
	}
	var term, last []byte
	first := true
	for text, list := range f.Terms {
		term = append(term[:0], text...)
		if !first && bytes.Compare(term, last) <= 0 {
			return fmt.Errorf("term %q comes after %q", term, last)
		}
		offset, err := p.write(number, list, f.Lengths)
		if err == nil {
			err = errors.Join(dictionary.insert(term, offset), s.out.err)
		}
		if err != nil {
			return fmt.Errorf("term %q: %w", term, err)
		}
		if f.Options&DocValues != 0 {
			values.add(term, list.Postings)
		}
		term, last, first = last, term, false
	}
	return nil
}

// writeSections writes where the index of each field is. It returns the offset
// from which a reader finds that.
func (s *segment) writeSections() uint64 {
	offsets := make([]uint64, len(s.order))
	for number, i := range s.order {
		f := &s.in.Fields[i]
		options := f.Options
		if number == 0 {
			options = Indexed | Stored
		}
		offsets[number] = s.out.offset()
		s.out.uvarint(uint64(len(f.Name)))
		s.out.string(f.Name)
		s.out.uvarint(uint64(options))
		s.out.uvarint(uint64(len(sections)))
		for _, section := range sections {
			s.out.uint16(section)
			if section == 0 {
				s.out.uint64(s.addresses[number])
			} else {
				s.out.uint64(0)
			}
		}
	}
	at := s.out.offset()
	s.out.uvarint(uint64(len(offsets)))
	for _, o := range offsets {
		s.out.uint64(o)
	}
	return at
}

// writeFooter writes the end of the file.
func (s *segment) writeFooter(stored, sections uint64) error {
	s.out.uint32(0) // the length of the name of a cipher
	s.out.uint64(uint64(s.in.Documents))
	s.out.uint64(stored)
	s.out.uint64(sections)
	s.out.uint32(chunkMode)
	s.out.uint32(version)
	s.out.flush()
	s.out.uint32(s.out.sum)
	return s.out.flush()
}
