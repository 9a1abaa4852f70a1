package shard

import (
	"math/bits"
	"slices"

	"essaim/search/inverted"
)

// A wordModels holds what is learned in one word shard.
type wordModels struct {
	documents, fields int
	inline            bool // lengths of texts stand in the postings

	more, compound model
	// text is of the words, and elsewhere of what follows them.
	text, elsewhere *text
	count           number
	mark            [4]number
	classes         number
	back            number
	some            number
	df              number
	gaps            [33]number
	freq            number
	one             *tree
	windows         [2]model
	length          number
	extra           [3]model
	present         []model
	often           number
	lengths         []number
}

func newWordModels(documents, fields int, inline bool) *wordModels {
	m := &wordModels{
		documents: documents, fields: fields, inline: inline,
		text: newText(), elsewhere: newText(), one: newTree(3), present: newModels(fields), lengths: newNumbers(fields),
	}
	m.forget()
	return m
}

// forget makes the models know nothing, in the memory that they have: the next file
// begins anew.
func (m *wordModels) forget() {
	m.text.forget()
	m.elsewhere.forget()
	for _, n := range [...]*number{&m.count, &m.classes, &m.back, &m.some, &m.df, &m.freq, &m.length, &m.often} {
		*n = unlearned
	}
	for _, list := range [...][]number{m.mark[:], m.gaps[:], m.lengths} {
		forgetNumbers(list)
	}
	m.more, m.compound = unseen, unseen
	m.one.forget()
	for _, list := range [...][]model{m.windows[:], m.extra[:], m.present} {
		forget(list)
	}
}

// posting codes one posting; last is the document of the one before, or -1. It
// returns the length of the text.
func (m *wordModels) posting(c *coder, gaps *number, last, length int, everywhere bool, p *Posting) int {
	p.Document = last + 1 + gaps.code(c, p.Document-last-1)
	p.Freq = m.freq.code(c, p.Freq)
	if everywhere && p.Freq > 0 || p.Freq > manyTimes {
		p.Windows = everyWindow
	} else if p.Freq == 1 {
		p.Windows = 1 << m.one.code(c, bits.TrailingZeros8(p.Windows|1<<7))
	} else if p.Freq > 1 {
		by := &m.windows[p.Freq-2]
		var windows uint8
		for i := range 8 {
			windows |= uint8(c.bit(by, int(p.Windows>>i&1))) << i
		}
		p.Windows = windows
	} else {
		p.Windows = 0
	}
	if m.inline {
		length = lengthOf(m.length.code(c, lengthCode(length)))
	}
	m.hits(c, p)
	return length
}

// hits codes the other fields of a posting.
func (m *wordModels) hits(c *coder, p *Posting) {
	given, read := p.Fields, p.Fields[:0]
	some := 0
	if len(given) > 0 {
		some = 1
	}
	if c.bit(&m.extra[min(p.Freq, 2)], some) == 1 {
		for field := 1; field < m.fields; field++ {
			var h FieldHit
			has := 0
			if len(given) > 0 && given[0].Field == field {
				h, given, has = given[0], given[1:], 1
			}
			if c.bit(&m.present[field], has) == 0 {
				continue
			}
			// What has been given is behind, so that its memory can be used.
			read = append(read, FieldHit{
				Field:  field,
				Freq:   m.often.code(c, h.Freq-has) + 1,
				Length: lengthOf(m.lengths[field].code(c, lengthCode(h.Length))),
			})
		}
	}
	p.Fields = read
}

// gapsFor returns the models for the gaps between documents of a word.
func (m *wordModels) gapsFor(postings int) *number {
	return &m.gaps[gapClass(m.documents, postings)]
}

// gapClass is the number of bits of the mean gap.
func gapClass(documents, postings int) int { return bits.Len(uint(documents / max(postings, 1))) }

// A list reads the postings of a word.
type list struct {
	pieces []Piece
	reader inverted.Reader
	next   inverted.Posting
	// posting is the one that was read last, and positions those of its text.
	posting   Posting
	positions []int32
	base      int
}

// reset begins with the first posting of some pieces.
func (l *list) reset(pieces []Piece) {
	l.pieces = pieces
	l.reader.Reset(nil, nil)
}

// read reads the next posting, or reports that there is none.
func (l *list) read() bool {
	for !l.reader.Next(&l.next) {
		if len(l.pieces) == 0 {
			return false
		}
		l.base = l.pieces[0].Base
		l.reader.Reset(l.pieces[0].Body, l.pieces[0].Other)
		l.pieces = l.pieces[1:]
	}
	p := &l.posting
	p.Document, p.Freq, p.Windows, p.Fields = l.base+l.next.Document, len(l.next.Positions), 0, p.Fields[:0]
	for _, at := range l.next.Positions {
		p.Windows |= 1 << (at >> windowBits & 7)
	}
	for i := range l.next.Hits {
		h := &l.next.Hits[i]
		p.Fields = append(p.Fields, FieldHit{h.Field, h.Freq, h.Length})
	}
	l.positions = l.next.Positions
	return true
}

// SamePostings reports whether word files say the same of some postings as of others.
func SamePostings(a, b Piece) bool {
	var some, others list
	some.reset([]Piece{a})
	others.reset([]Piece{b})
	for some.read() {
		if !others.read() {
			return false
		}
		p, q := &some.posting, &others.posting
		if p.Document != q.Document || p.Freq != q.Freq || p.Windows != q.Windows || !slices.Equal(p.Fields, q.Fields) {
			return false
		}
	}
	return !others.read()
}

const (
	// windowBits: a window is 32 positions.
	windowBits = 5
	// manyTimes is the frequency above which a word counts as standing in every
	// window of a text: where it is tells little then, and would take most of
	// the bytes.
	manyTimes   = 3
	everyWindow = 255
)

// Everywhere reports whether a word that so many of the documents hold is so
// common that it counts as standing in every window of their texts.
func Everywhere(postings, documents int) bool { return postings > max(1000, documents/4) }
