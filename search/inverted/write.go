package inverted

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// An Entry is what is written of one word.
type Entry struct {
	Text string
	// Body are the postings in the texts and Other those in the other fields,
	// ascending by document and field.
	Body, Other []Raw
	// Terms and Accents are sorted. A list of one term needs no documents.
	Terms   []Term
	Accents []Accent
}

// A Raw is a posting as the file holds it, but for the document.
type Raw struct {
	Document int32
	// Many: the word stands in the text more than once, and Data begins with the
	// frequency less two.
	Many bool
	// Data holds the positions, the first as it is and the others as
	// differences. In a field other than the text, the field, the frequency and
	// the quantised length of the field stand before them; only Placed has any.
	Data []byte
}

// Placed is the field besides the text whose positions are kept: the title.
const Placed = 1

// Quantised keeps the three highest bits of a length, which is all that the
// shards hold of it. Lengths below 8 are exact.
func Quantised(length int) int {
	if shift := bits.Len(uint(length)) - 3; shift > 0 {
		return length >> shift << shift
	}
	return length
}

// A Writer makes a file.
type Writer struct {
	documents, fields int
	keys, lengths     []byte
	offsets, records  []byte
	words             int
	// Of the word that is added: its postings in the texts and elsewhere, and the
	// documents of these.
	body, other []byte
	others      []int32
}

// NewWriter returns a Writer of a file of so many documents and fields.
func NewWriter(documents, fields int) *Writer {
	w := &Writer{}
	w.Reset(documents, fields)
	return w
}

// Reset begins another file. The memory of the one before is used again, but for
// what Bytes has returned.
func (w *Writer) Reset(documents, fields int) {
	w.documents, w.fields, w.words = documents, fields, 0
	w.keys = append(w.keys[:0], make([]byte, documents*KeySize)...)
	w.lengths = append(w.lengths[:0], make([]byte, 4*documents*fields)...)
	w.offsets, w.records = w.offsets[:0], w.records[:0]
}

// Document says what is known of a document. All documents come before the
// words.
func (w *Writer) Document(number int, key Key, lengths []int) {
	copy(w.keys[number*KeySize:], key[:])
	for i, n := range lengths {
		binary.LittleEndian.PutUint32(w.lengths[4*(number*w.fields+i):], uint32(n))
	}
}

// Add adds a word. Words are added in order.
func (w *Writer) Add(e *Entry) {
	w.body, w.other = w.body[:0], w.other[:0]
	last := int32(-1)
	for i := range e.Body {
		p := &e.Body[i]
		head := uint32(p.Document-last-1) << 1
		if p.Many {
			head |= 1
		}
		w.body = append(appendNumber(w.body, head), p.Data...)
		last = p.Document
	}
	last = -1
	for i := range e.Other {
		p := &e.Other[i]
		w.other = append(appendNumber(w.other, uint32(p.Document-last)), p.Data...)
		last = p.Document
	}
	w.add(e, len(e.Body), othersAlone(e), w.lengthSum(e))
}

// add adds a word whose postings have been written.
func (w *Writer) add(e *Entry, documents, othersAlone int, lengthSum uint32) {
	if more := len(w.body) + len(w.other) + 1<<10; cap(w.records)-len(w.records) < more {
		w.records = slices.Grow(w.records, max(more, len(w.records)))
	}
	w.records = binary.LittleEndian.AppendUint64(w.records, Sum(w.other, Sum(w.body, 0)))
	w.records = binary.LittleEndian.AppendUint32(w.records, lengthSum)
	w.text(e.Text)
	w.number(documents)
	w.number(othersAlone)
	w.number(len(w.body))
	w.records = append(w.records, w.body...)
	w.number(len(w.other))
	w.records = append(w.records, w.other...)
	w.terms(e)
	w.number(len(e.Accents))
	for i := range e.Accents {
		w.text(e.Accents[i].Text)
		w.list(e.Accents[i].Documents)
		w.number(len(e.Accents[i].Others))
		last := int32(0)
		for _, o := range e.Accents[i].Others {
			w.number(int(o.Document - last))
			w.number(int(o.Field))
			last = o.Document
		}
	}
	w.offsets = binary.LittleEndian.AppendUint32(w.offsets, uint32(len(w.records)))
	w.words++
}

// Copy adds words of a file, from one on to before another, as they are.
func (w *Writer) Copy(f *File, first, end int) {
	start := 0
	if first > 0 {
		start = f.end(first - 1)
	}
	moved := len(w.records) - start
	w.records = append(w.records, f.records[start:f.end(end-1)]...)
	for word := first; word < end; word++ {
		w.offsets = binary.LittleEndian.AppendUint32(w.offsets, uint32(f.end(word)+moved))
	}
	w.words += end - first
}

// raw adds a word as a file has it.
func (w *Writer) raw(record []byte) {
	w.records = append(w.records, record...)
	w.offsets = binary.LittleEndian.AppendUint32(w.offsets, uint32(len(w.records)))
	w.words++
}

// othersAlone counts the documents whose text does not hold the word.
func othersAlone(e *Entry) int {
	n, b, last := 0, 0, int32(-1)
	for i := range e.Other {
		d := e.Other[i].Document
		if d == last {
			continue
		}
		last = d
		for b < len(e.Body) && e.Body[b].Document < d {
			b++
		}
		if b == len(e.Body) || e.Body[b].Document != d {
			n++
		}
	}
	return n
}

// lengthSum is a checksum of the quantised lengths of the texts of all documents
// that have the word in any field.
func (w *Writer) lengthSum(e *Entry) uint32 {
	sum := uint64(0)
	for _, list := range [2][]Raw{e.Body, e.Other} {
		for i := range list {
			sum = Mix(sum, uint64(w.length(list[i].Document, 0)))
		}
	}
	return uint32(sum)
}

// length returns the quantised length of a field of a document.
func (w *Writer) length(document, field int32) int {
	return Quantised(int(binary.LittleEndian.Uint32(w.lengths[4*(int(document)*w.fields+int(field)):])))
}

func (w *Writer) terms(e *Entry) {
	switch {
	case len(e.Terms) == 0:
		w.number(noTerm)
	case len(e.Terms) == 1:
		t := &e.Terms[0]
		if t.Own {
			w.number(ownTerm)
		} else {
			w.number(otherTerm)
		}
		shared := 0
		for shared < len(t.Text) && shared < len(e.Text) && t.Text[shared] == e.Text[shared] {
			shared++
		}
		w.number(shared)
		w.text(t.Text[shared:])
	default:
		w.number(manyTerms)
		w.block(func() {
			w.number(len(e.Terms))
			for i := range e.Terms {
				t := &e.Terms[i]
				own := byte(0)
				if t.Own {
					own = 1
				}
				w.records = append(w.records, own)
				w.text(t.Text)
				w.list(t.Documents)
			}
		})
	}
}

// block writes the length of what f writes, and then that.
func (w *Writer) block(f func()) {
	start := len(w.records)
	f()
	size := len(w.records) - start
	var head [binary.MaxVarintLen32]byte
	n := binary.PutUvarint(head[:], uint64(size))
	w.records = append(w.records, head[:n]...)
	copy(w.records[start+n:], w.records[start:start+size])
	copy(w.records[start:], head[:n])
}

func (w *Writer) number(n int) { w.records = appendNumber(w.records, uint32(n)) }

func appendNumber(to []byte, n uint32) []byte {
	if n < 0x80 {
		return append(to, byte(n))
	}
	return binary.AppendUvarint(to, uint64(n))
}

func (w *Writer) text(s string) {
	w.number(len(s))
	w.records = append(w.records, s...)
}

func (w *Writer) list(documents []int32) {
	w.number(len(documents))
	last := int32(-1)
	for _, d := range documents {
		w.number(int(d - last - 1))
		last = d
	}
}

// Bytes returns the file.
func (w *Writer) Bytes() []byte { return w.Append(nil) }

// Append appends the file.
func (w *Writer) Append(to []byte) []byte {
	out := slices.Grow(to, header+len(w.keys)+len(w.lengths)+len(w.offsets)+len(w.records))
	out = append(out, magic...)
	for _, n := range [4]int{w.documents, w.fields, w.words, len(w.records)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	for _, part := range [4][]byte{w.keys, w.lengths, w.offsets, w.records} {
		out = append(out, part...)
	}
	return out
}
