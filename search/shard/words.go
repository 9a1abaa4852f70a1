package shard

import (
	"encoding/binary"
	"math/bits"
)

// A wordModels holds what is learned in one word shard.
type wordModels struct {
	documents, fields int
	inline            bool // lengths of texts stand in the postings

	more     model
	compound model
	text     *text
	count    *number
	mark     [4]*number
	classes  *number
	back     *number
	some     *number
	df       *number
	gaps     []*number
	freq     *number
	one      *tree
	windows  [2]model
	length   *number
	extra    [3]model
	present  []model
	often    *number
	lengths  []*number
}

func newWordModels(documents, fields int, inline bool) *wordModels {
	m := &wordModels{
		documents: documents, fields: fields, inline: inline,
		text: newText(), classes: newNumber(), back: newNumber(), some: newNumber(), df: newNumber(),
		gaps: newNumbers(33), freq: newNumber(), one: newTree(3), length: newNumber(),
		present: newModels(fields), often: newNumber(), lengths: newNumbers(fields),
		more: newModels(1)[0], compound: newModels(1)[0], count: newNumber(),
	}
	copy(m.mark[:], newNumbers(4))
	copy(m.windows[:], newModels(2))
	copy(m.extra[:], newModels(3))
	return m
}

// posting codes one posting; last is the document of the one before, or -1. It
// returns the length of the text.
func (m *wordModels) posting(c coder, gaps *number, last, length int, everywhere bool, p *Posting) int {
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
func (m *wordModels) hits(c coder, p *Posting) {
	given := p.Fields
	some := 0
	if len(given) > 0 {
		some = 1
	}
	if c.bit(&m.extra[min(p.Freq, 2)], some) == 0 {
		p.Fields = p.Fields[:0]
		return
	}
	hits := make([]FieldHit, 0, 4)
	for field := 1; field < m.fields; field++ {
		var h FieldHit
		has := 0
		if len(given) > 0 && given[0].Field == field {
			h, given, has = given[0], given[1:], 1
		}
		if c.bit(&m.present[field], has) == 0 {
			continue
		}
		hits = append(hits, FieldHit{
			Field:  field,
			Freq:   m.often.code(c, h.Freq-has) + 1,
			Length: lengthOf(m.lengths[field].code(c, lengthCode(h.Length))),
		})
	}
	p.Fields = hits
}

// gapsFor returns the models for the gaps between documents of a word.
func (m *wordModels) gapsFor(postings int) *number {
	return m.gaps[bits.Len(uint(m.documents/max(postings, 1)))]
}

// unpack calls f with every posting of a word. The posting is good until the
// next call.
func (w *Word) unpack(f func(*Posting)) {
	var p Posting
	for _, data := range w.Packed {
		document := 0
		next := func() int {
			v, n := binary.Uvarint(data)
			data = data[n:]
			return int(v)
		}
		for len(data) > 0 {
			document += next()
			p = Posting{Document: document, Positions: p.Positions[:0], Fields: p.Fields[:0]}
			p.Freq = next()
			position := 0
			for range p.Freq {
				position += next()
				p.Positions = append(p.Positions, position)
				p.Windows |= 1 << (position >> windowBits & 7)
			}
			for range next() {
				p.Fields = append(p.Fields, FieldHit{Field: next(), Freq: next(), Length: next()})
			}
			f(&p)
		}
	}
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

// Count counts the documents whose text holds the word, and notes the number.
func (w *Word) Count() int {
	w.Documents = 0
	w.unpack(func(p *Posting) {
		if p.Freq > 0 {
			w.Documents++
		}
	})
	return w.Documents
}
