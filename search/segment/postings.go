package segment

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"

	"github.com/RoaringBitmap/roaring/v2"
)

// postings writes the postings of one term after the other.
type postings struct {
	out       *output
	documents int
	// details are frequencies and lengths; locations are what zap calls positions with
	// their field and offsets.
	details, locations chunks
	bitmap             *roaring.Bitmap
}

func newPostings(out *output, documents int) *postings {
	return &postings{out: out, documents: documents, bitmap: roaring.New()}
}

var errNoPostings = errors.New("no document has it")

// chunkSize is the number of documents in one chunk of the postings of a term
// that stands in some: 1024 of these or fewer are in a chunk on average.
func chunkSize(some, documents int) int { return documents / (some/1024 + 1) }

// write writes the postings of one term and returns their offset.
func (p *postings) write(field int, list List, lengths []uint32) (uint64, error) {
	if len(list.Postings) == 0 {
		return 0, errNoPostings
	}
	if len(list.Postings) > p.documents {
		return 0, fmt.Errorf("%d postings for %d documents", len(list.Postings), p.documents)
	}
	size := chunkSize(len(list.Postings), p.documents)
	p.details.start(size)
	p.locations.start(size)
	// A location is its field, position, start, end and its places in an array, of which there are none.
	const rest = 3
	fieldSize := uvarintSize(uint32(field))
	positions := list.Positions
	next := int64(0)
	for _, posting := range list.Postings {
		document := posting.Document
		if int64(document) < next || int64(document) >= int64(p.documents) {
			return 0, fmt.Errorf("document %d is out of order", document)
		}
		next = int64(document) + 1
		if posting.Frequency == 0 || uint64(posting.Positions) > uint64(len(positions)) {
			return 0, fmt.Errorf("document %d: frequency %d and %d positions of %d", document, posting.Frequency, posting.Positions, len(positions))
		}
		length := uint32(1)
		if lengths != nil {
			length = lengths[document]
		}
		located := uint64(0)
		if posting.Positions > 0 {
			located = 1
		}
		b := binary.AppendUvarint(p.details.in(document), uint64(posting.Frequency)<<1|located)
		p.details.data = binary.AppendUvarint(b, uint64(length))
		if located == 0 {
			continue
		}
		own := positions[:posting.Positions]
		positions = positions[posting.Positions:]
		n := len(own) * (fieldSize + rest)
		for _, position := range own {
			n += uvarintSize(position)
		}
		b = binary.AppendUvarint(p.locations.in(document), uint64(n))
		for _, position := range own {
			switch {
			case field < 1<<7 && position < 1<<7:
				b = append(b, byte(field), byte(position), 0, 0, 0)
			case field < 1<<7 && position < 1<<14:
				b = append(b, byte(field), byte(position)|1<<7, byte(position>>7), 0, 0, 0)
			default:
				b = binary.AppendUvarint(b, uint64(field))
				b = binary.AppendUvarint(b, uint64(position))
				b = append(b, 0, 0, 0)
			}
		}
		p.locations.data = b
	}
	if len(positions) > 0 {
		return 0, fmt.Errorf("%d positions belong to no posting", len(positions))
	}
	details := p.details.write(p.out, p.documents)
	locations := uint64(0)
	if len(p.locations.data) > 0 {
		locations = p.locations.write(p.out, p.documents)
	}
	at := p.out.offset()
	p.out.uvarint(details)
	p.out.uvarint(locations)
	return at, p.writeDocuments(list.Postings)
}

// uvarintSize is the number of bytes of a number.
func uvarintSize(v uint32) int { return (bits.Len32(v|1) + 6) / 7 }

// Layout of a roaring bitmap with one container: see its format specification.
const (
	noRuns       = 12346
	bitmapHeader = 16
	// containerSize is the number of documents that a container is for, arrayMax
	// of those that are listed; a container of more has a bit for each.
	containerSize = 1 << 16
	arrayMax      = 4096
)

// writeDocuments writes the documents of a term as a bitmap.
func (p *postings) writeDocuments(list []Posting) error {
	if list[len(list)-1].Document >= containerSize || len(list) == containerSize {
		return p.writeManyDocuments(list)
	}
	size := bitmapHeader + 2*len(list)
	if len(list) > arrayMax {
		size = bitmapHeader + containerSize/8
	}
	o := p.out
	o.uvarint(uint64(size))
	o.room(size)
	b := binary.LittleEndian.AppendUint32(o.buffer, noRuns)
	b = binary.LittleEndian.AppendUint32(b, 1)                   // container
	b = binary.LittleEndian.AppendUint16(b, 0)                   // its first document
	b = binary.LittleEndian.AppendUint16(b, uint16(len(list)-1)) // documents, less one
	b = binary.LittleEndian.AppendUint32(b, bitmapHeader)        // its offset
	if len(list) <= arrayMax {
		for _, posting := range list {
			b = binary.LittleEndian.AppendUint16(b, uint16(posting.Document))
		}
		o.buffer = b
		return nil
	}
	words := make([]uint64, containerSize/64)
	for _, posting := range list {
		words[posting.Document/64] |= 1 << (posting.Document % 64)
	}
	for _, word := range words {
		b = binary.LittleEndian.AppendUint64(b, word)
	}
	o.buffer = b
	return nil
}

// writeManyDocuments is writeDocuments for several containers, or a full one.
func (p *postings) writeManyDocuments(list []Posting) error {
	p.bitmap.Clear()
	for _, posting := range list {
		p.bitmap.Add(posting.Document)
	}
	b, err := p.bitmap.ToBytes()
	p.out.uvarint(uint64(len(b)))
	p.out.bytes(b)
	return err
}

// chunks are numbers by document, divided into chunks of as many documents.
type chunks struct {
	size int
	// end is the first document that is not in the last chunk.
	end  int64
	data []byte
	// ends are the offsets in data at which chunks end, but for the last one.
	ends []int
}

func (c *chunks) start(size int) {
	c.size, c.end, c.data, c.ends = size, int64(size), c.data[:0], c.ends[:0]
}

// in returns the bytes to which those of a document are appended.
func (c *chunks) in(document uint32) []byte {
	for int64(document) >= c.end {
		c.ends = append(c.ends, len(c.data))
		c.end += int64(c.size)
	}
	return c.data
}

// write returns the offset of what it writes.
func (c *chunks) write(o *output, documents int) uint64 {
	at := o.offset()
	number := (documents-1)/c.size + 1
	for len(c.ends) < number {
		c.ends = append(c.ends, len(c.data))
	}
	o.uvarint(uint64(number))
	for _, end := range c.ends {
		o.uvarint(uint64(end))
	}
	o.bytes(c.data)
	return at
}
