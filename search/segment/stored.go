package segment

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/golang/snappy"
)

// textType is the type of all stored values: text.
const textType = 't'

// writeStored writes the stored values of all documents and where they are. It
// returns the offset of the latter.
func (s *segment) writeStored() (uint64, error) {
	offsets := make([]uint64, s.in.Documents)
	var values []Value
	var meta, data, packed []byte
	for document := range offsets {
		if s.in.Stored != nil {
			values = s.in.Stored(document, values[:0])
		}
		for i := range values {
			field := values[i].Field
			if field < 0 || field >= len(s.number) || s.in.Fields[field].Options&Stored == 0 && s.number[field] != 0 {
				return 0, fmt.Errorf("document %d: a stored value for a field that is not stored", document)
			}
			values[i].Field = s.number[field]
		}
		slices.SortStableFunc(values, func(a, b Value) int { return a.Field - b.Field })
		if len(values) == 0 || values[0].Field != 0 {
			return 0, fmt.Errorf("document %d has no %s", document, ID)
		}
		if len(values) > 1 && values[1].Field == 0 {
			return 0, fmt.Errorf("document %d has 2 %s", document, ID)
		}
		id := values[0].Text
		meta, data = binary.AppendUvarint(meta[:0], uint64(len(id))), data[:0]
		for _, v := range values[1:] {
			meta = binary.AppendUvarint(meta, uint64(v.Field))
			meta = append(meta, textType)
			meta = binary.AppendUvarint(meta, uint64(len(data)))
			meta = binary.AppendUvarint(meta, uint64(len(v.Text)))
			meta = append(meta, 0) // no place in an array
			data = append(data, v.Text...)
		}
		packed = snappy.Encode(packed[:cap(packed)], data)
		offsets[document] = s.out.offset()
		s.out.uvarint(uint64(len(meta)))
		s.out.uvarint(uint64(len(id) + len(packed)))
		s.out.bytes(meta)
		s.out.string(id)
		s.out.bytes(packed)
		if s.out.err != nil {
			return 0, s.out.err
		}
	}
	at := s.out.offset()
	for _, o := range offsets {
		s.out.uint64(o)
	}
	s.out.uvarint(0) // no documents within documents
	return at, nil
}
