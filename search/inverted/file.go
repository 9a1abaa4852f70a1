// Package inverted holds the compact inverted files of chunks of documents: the
// words of a chunk in order, with where they stand, what they are stems of and
// how they are accented. INVERTED.md specifies them. A file is written once
// and read as it lies in memory; equal documents give equal bytes.
package inverted

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Version is the version of the files.
const Version = 1

// magic begins a file; its last byte is the version.
const magic = "EIF\x01"

// KeySize is the number of bytes by which a document is identified in a file.
const KeySize = 16

// A Key identifies what a file holds of a document.
type Key [KeySize]byte

// ErrDamaged is the error of Open.
var ErrDamaged = errors.New("the inverted file is damaged")

// header is the length of what stands before the keys: the magic and four
// numbers of four bytes: documents, fields, words, bytes of all records.
const header = 4 + 4*4

// A File is an inverted file in memory. It is safe for concurrent use.
type File struct {
	data      []byte
	documents int
	fields    int
	words     int
	keys      []byte // KeySize for each document
	lengths   []byte // four bytes for each field of each document
	offsets   []byte // four bytes for each word: the end of its record
	records   []byte
}

// Open returns the file that data holds. It looks at the sizes alone: whoever
// kept the bytes answers for them.
func Open(data []byte) (*File, error) {
	if len(data) < header || string(data[:4]) != magic {
		return nil, ErrDamaged
	}
	number := func(i int) int { return int(binary.LittleEndian.Uint32(data[4+4*i:])) }
	f := &File{data: data, documents: number(0), fields: number(1), words: number(2)}
	records := number(3)
	rest := data[header:]
	if len(rest) != f.documents*(KeySize+4*f.fields)+4*f.words+records {
		return nil, ErrDamaged
	}
	take := func(n int) []byte {
		part := rest[:n:n]
		rest = rest[n:]
		return part
	}
	f.keys, f.lengths, f.offsets = take(f.documents*KeySize), take(4*f.documents*f.fields), take(4*f.words)
	f.records = rest
	if f.words > 0 && f.end(f.words-1) != records {
		return nil, ErrDamaged
	}
	return f, nil
}

// Fields is the number of fields that rank, and Words that of the words.
func (f *File) Fields() int { return f.fields }
func (f *File) Words() int  { return f.words }

// Key returns the key of a document.
func (f *File) Key(document int) Key { return Key(f.keys[document*KeySize:]) }

// Length returns the number of words of a field of a document.
func (f *File) Length(document, field int) int {
	return int(binary.LittleEndian.Uint32(f.lengths[4*(document*f.fields+field):]))
}

func (f *File) end(word int) int { return int(binary.LittleEndian.Uint32(f.offsets[4*word:])) }

// Raw returns the bytes of what the file holds of a word: equal bytes say the
// same.
func (f *File) Raw(word int) []byte {
	start := 0
	if word > 0 {
		start = f.end(word - 1)
	}
	return f.records[start:f.end(word)]
}

// Text returns the text of a word.
func (f *File) Text(word int) []byte { return textOf(f.Raw(word)) }

func textOf(record []byte) []byte {
	n, at := uvarint(record, sumSize)
	return record[at : at+int(n)]
}

// postingsOf returns the postings of a record, in the text and in other fields.
func postingsOf(record []byte) (body, other []byte) {
	n, at := uvarint(record, sumSize)
	_, at = uvarint(record, at+int(n))
	_, at = uvarint(record, at)
	n, at = uvarint(record, at)
	body, at = record[at:at+int(n)], at+int(n)
	n, at = uvarint(record, at)
	return body, record[at : at+int(n)]
}

// Find returns the number of the first word that is not before text, and whether
// it is that one.
func (f *File) Find(text []byte) (int, bool) {
	low, high := 0, f.words
	for low < high {
		middle := int(uint(low+high) >> 1)
		if Compare(f.Text(middle), text) < 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < f.words && string(f.Text(low)) == string(text)
}

// sumSize is the length of the sums at the start of a record.
const sumSize = 8 + 4

// A Record is what a file holds of one word.
type Record struct {
	// Sum is a checksum of the postings, and LengthSum one of the quantised
	// lengths of the texts that they stand in.
	Sum       uint64
	LengthSum uint32
	Text      []byte
	// Documents is the number of documents whose text holds the word, and
	// Postings that of all that have it in any field.
	Documents, Postings int
	// Body and Other are the postings; see Reader.
	Body, Other []byte

	mode    int
	terms   []byte
	accents []byte
}

// Record reads what the file holds of a word into r.
func (f *File) Record(word int, r *Record) { r.read(f.Raw(word)) }

// read takes a record apart, in the order of INVERTED.md; what is long stays as it
// lies until somebody asks for it.
func (r *Record) read(raw []byte) {
	r.Sum, r.LengthSum = binary.LittleEndian.Uint64(raw), binary.LittleEndian.Uint32(raw[8:])
	at := sumSize
	number := func() int {
		n, next := uvarint(raw, at)
		at = next
		return int(n)
	}
	bytes := func() []byte {
		n := number()
		at += n
		return raw[at-n : at : at]
	}
	r.Text = bytes()
	r.Documents = number()
	r.Postings = r.Documents + number()
	r.Body = bytes()
	r.Other = bytes()
	r.mode = number()
	r.terms = raw[at:]
	switch r.mode {
	case noTerm:
		r.terms = nil
	case manyTerms:
		r.terms = bytes()
	default:
		start := at
		number()
		bytes()
		r.terms = raw[start:at]
	}
	r.accents = raw[at:]
}

// The terms of a word are none, as of a stop word of a title; a list with the
// documents of each; or one, which all documents whose text holds the word have:
// how many bytes it begins with like the word, and the others.
const (
	noTerm = iota
	manyTerms
	ownTerm   // the one that the analyzer gives the text of the word
	otherTerm // another
)

// A Term is a term that a word has in the texts of some documents.
type Term struct {
	Text string
	// Own: the analyzer gives it to the text of the word too.
	Own bool
	// Documents are ascending; nil means all that hold the word.
	Documents []int32
}

// An Accent is an accented spelling of a word.
type Accent struct {
	Text string
	// Documents are those whose texts hold it, ascending.
	Documents []int32
	// Others are the other fields that do, ascending by document and field.
	Others []Place
}

// A Place is a field of a document.
type Place struct{ Document, Field int32 }

// OwnTerm returns the term of a word that has but its own.
func (r *Record) OwnTerm() (term []byte, ok bool) {
	if r.mode != ownTerm {
		return nil, false
	}
	shared, at := uvarint(r.terms, 0)
	n, at := uvarint(r.terms, at)
	if n == 0 {
		return r.Text[:shared:shared], true
	}
	return slices.Concat(r.Text[:shared], r.terms[at:]), true
}

// Terms returns the terms of a word, sorted.
func (r *Record) Terms() []Term {
	switch r.mode {
	case noTerm:
		return nil
	case manyTerms:
		n, at := uvarint(r.terms, 0)
		list := make([]Term, n)
		for i := range list {
			own := r.terms[at] == 1
			list[i].Own = own
			list[i].Text, list[i].Documents, at = readList(r.terms, at+1)
		}
		return list
	}
	shared, at := uvarint(r.terms, 0)
	_, at = uvarint(r.terms, at)
	return []Term{{Text: string(r.Text[:shared]) + string(r.terms[at:]), Own: r.mode == ownTerm}}
}

// EachAccent calls f with the accented spellings of a word, sorted, and the
// number of documents whose texts hold each.
func (r *Record) EachAccent(f func(text []byte, documents int)) {
	n, at := uvarint(r.accents, 0)
	for range n {
		length, next := uvarint(r.accents, at)
		text := r.accents[next : next+int(length)]
		count, next := uvarint(r.accents, next+int(length))
		f(text, int(count))
		count, next = uvarint(r.accents, skip(r.accents, next, count))
		at = skip(r.accents, next, 2*count)
	}
}

// EachPlace calls f with the accented spellings of a word, sorted, and each field
// of a document that holds it, by spelling; the text is field 0, and first.
func (r *Record) EachPlace(f func(text []byte, document, field int32)) {
	n, at := uvarint(r.accents, 0)
	for range n {
		length, next := uvarint(r.accents, at)
		text := r.accents[next : next+int(length) : next+int(length)]
		var count, gap, field uint32
		count, at = uvarint(r.accents, next+int(length))
		last := int32(-1)
		for range count {
			gap, at = uvarint(r.accents, at)
			last += int32(gap) + 1
			f(text, last, 0)
		}
		count, at = uvarint(r.accents, at)
		last = 0
		for range count {
			gap, at = uvarint(r.accents, at)
			field, at = uvarint(r.accents, at)
			last += int32(gap)
			f(text, last, int32(field))
		}
	}
}

// Accents returns the accented spellings of a word, sorted.
func (r *Record) Accents() []Accent {
	n, at := uvarint(r.accents, 0)
	if n == 0 {
		return nil
	}
	list := make([]Accent, n)
	for i := range list {
		a := &list[i]
		a.Text, a.Documents, at = readList(r.accents, at)
		n, at = uvarint(r.accents, at)
		last := int32(0)
		for range n {
			var gap, field uint32
			gap, at = uvarint(r.accents, at)
			field, at = uvarint(r.accents, at)
			last += int32(gap)
			a.Others = append(a.Others, Place{last, int32(field)})
		}
	}
	return list
}

// readList reads a text and a list of documents.
func readList(b []byte, at int) (text string, documents []int32, next int) {
	n, at := uvarint(b, at)
	text = string(b[at : at+int(n)])
	n, at = uvarint(b, at+int(n))
	documents = make([]int32, n)
	last := int32(-1)
	for i := range documents {
		var gap uint32
		gap, at = uvarint(b, at)
		last += int32(gap) + 1
		documents[i] = last
	}
	return text, documents, at
}

// uvarint reads a number at an offset and returns the offset after it.
func uvarint(b []byte, at int) (uint32, int) {
	c := b[at]
	if c < 0x80 {
		return uint32(c), at + 1
	}
	v, shift := uint32(c&0x7F), 7
	for {
		at++
		c = b[at]
		v |= uint32(c&0x7F) << shift
		if c < 0x80 {
			return v, at + 1
		}
		shift += 7
	}
}
