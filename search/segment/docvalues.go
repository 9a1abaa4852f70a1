package segment

import (
	"encoding/binary"
	"slices"

	"github.com/golang/snappy"
)

const (
	// columnChunk is the number of documents whose doc values are packed together.
	columnChunk = 1024
	// separator ends each term.
	separator = 0xff
)

// columns are the doc values of a field: the terms of each document.
type columns struct {
	terms [][]byte
}

// start empties the columns, for as many documents.
func (c *columns) start(documents int) {
	c.terms = slices.Grow(c.terms[:0], documents)[:documents]
	for i := range c.terms {
		c.terms[i] = c.terms[i][:0]
	}
}

func (c *columns) add(term []byte, list []Posting) {
	for _, p := range list {
		c.terms[p.Document] = append(append(c.terms[p.Document], term...), separator)
	}
}

// write writes the doc values of all documents.
func (c *columns) write(o *output) {
	// zapx begins with the first chunk and leaves out others without values.
	ends := make([]uint64, 0, len(c.terms)/columnChunk+1)
	size := uint64(0)
	var meta, data, packed []byte
	for first := 0; first < len(c.terms); first += columnChunk {
		count := 0
		meta, data = meta[:0], data[:0]
		for d, terms := range c.terms[first:min(first+columnChunk, len(c.terms))] {
			if len(terms) > 0 {
				count++
				data = append(data, terms...)
				meta = binary.AppendUvarint(meta, uint64(first+d))
				meta = binary.AppendUvarint(meta, uint64(len(data)))
			}
		}
		if count > 0 || first == 0 {
			packed = snappy.Encode(packed[:cap(packed)], data)
			start := o.offset()
			o.uvarint(uint64(count))
			o.bytes(meta)
			o.bytes(packed)
			size += o.offset() - start
		}
		ends = append(ends, size)
	}
	start := o.offset()
	for _, end := range ends {
		o.uvarint(end)
	}
	o.uint64(o.offset() - start)
	o.uint64(uint64(len(ends)))
}
