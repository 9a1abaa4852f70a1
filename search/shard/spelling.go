package shard

import (
	"cmp"
	"math/bits"
	"slices"
	"unicode/utf8"

	"essaim/search/inverted"
)

// A Spelling is a word of a spelling file: its usual spelling, from which its
// text follows by folding, and the class of its frequency: floor(log2(documents)).
type Spelling struct {
	// Text is not in the file.
	Text, Shown string
	Class       int
}

// codeSpellings codes words in the order given.
func codeSpellings(c *coder, list []Spelling) []Spelling {
	t, n := newText(), newNumber()
	class := newTree(5)
	count := n.code(c, len(list))
	result := make([]Spelling, 0, min(count, 4096))
	for i := 0; i < count && !c.over(); i++ {
		s := Spelling{}
		if i < len(list) {
			s = list[i]
		}
		s.Shown = t.code(c, s.Shown)
		s.Class = class.code(c, min(s.Class, 31))
		result = append(result, s)
	}
	return result
}

func readSpellings(data []byte) ([]Spelling, error) {
	c := newDecoder(data)
	list := codeSpellings(c, nil)
	if c.over() {
		return nil, errDamaged
	}
	return list, nil
}

// A spelled is a word that a mistyped word may have been meant to be: one with
// terms, of three characters or more.
type spelled struct {
	forwards, backwards side
	prefix              uint64 // of the reversed text
	gone                bool
}

// spelledEach is how many words are made room for at a time: there are as many as
// words, and they come and go with them.
const spelledEach = 256

// A side is a spelling as it is or reversed, with a checksum of it.
type side struct {
	Spelling
	sum uint64
}

func (s *side) set(text, shown string, class int) {
	s.Spelling = Spelling{text, shown, class}
	s.sum = inverted.Mix(inverted.Sum(shown, 's'), uint64(class))
}

func (w *spelled) set(text, shown string, class int) {
	w.forwards.set(text, shown, class)
	backwards := reversed(text)
	if shown == text {
		shown = backwards
	} else {
		shown = reversed(shown)
	}
	w.backwards.set(backwards, shown, class)
	w.prefix = inverted.Prefix(backwards)
}

// A reversedWord is a word with its prefix at hand.
type reversedWord struct {
	prefix uint64
	word   *spelled
}

func compareReversed(a, b reversedWord) int {
	if a.prefix != b.prefix {
		return cmp.Compare(a.prefix, b.prefix)
	}
	return Compare(a.word.backwards.Text, b.word.backwards.Text)
}

// A speller holds the words that can be meant, in the order of their texts and
// in that of their reversed texts.
type speller struct{ words, reversed []*spelled }

// update takes the words of a set.
func (p *speller) update(s *Set) {
	words := make([]*spelled, 0, max(len(p.words), len(s.Words)))
	var fresh []reversedWord
	var room []spelled
	old, gone := p.words, false
	for i := range s.Words {
		w := &s.Words[i]
		if len(w.Classes) == 0 || w.Documents == 0 || len(w.Text) < 12 && utf8.RuneCountInString(w.Text) < 3 {
			continue
		}
		for len(old) > 0 && Compare(old[0].forwards.Text, w.Text) < 0 {
			old[0].gone, gone = true, true
			old = old[1:]
		}
		shown, class := w.Shown, FrequencyClass(w.Documents)
		if shown == "" {
			shown = w.Text
		}
		var e *spelled
		if len(old) > 0 && old[0].forwards.Text == w.Text {
			e, old = old[0], old[1:]
			if e.forwards.Shown != shown || e.forwards.Class != class {
				e.set(w.Text, shown, class)
			}
		} else {
			if len(room) == 0 {
				room = make([]spelled, spelledEach)
			}
			e, room = &room[0], room[1:]
			e.set(w.Text, shown, class)
			fresh = append(fresh, reversedWord{e.prefix, e})
		}
		words = append(words, e)
	}
	for _, e := range old {
		e.gone, gone = true, true
	}
	p.words = words
	if gone {
		p.reversed = slices.DeleteFunc(p.reversed, func(e *spelled) bool { return e.gone })
	}
	if len(fresh) == 0 {
		return
	}
	slices.SortFunc(fresh, compareReversed)
	merged := make([]*spelled, 0, len(p.reversed)+len(fresh))
	for _, e := range p.reversed {
		for len(fresh) > 0 && compareReversed(fresh[0], reversedWord{e.prefix, e}) < 0 {
			merged = append(merged, fresh[0].word)
			fresh = fresh[1:]
		}
		merged = append(merged, e)
	}
	for _, f := range fresh {
		merged = append(merged, f.word)
	}
	p.reversed = merged
}

// FrequencyClass returns the floor of the binary logarithm of a number of
// documents: frequencies of one class count as equal between spellings.
func FrequencyClass(documents int) int { return bits.Len(uint(documents)) - 1 }

// reversed returns a text with its characters in reverse order.
func reversed(s string) string {
	var onStack [64]byte
	b := append(onStack[:0], s...)
	for at := len(s); len(s) > 0; {
		_, size := utf8.DecodeRuneInString(s)
		at -= size
		copy(b[at:], s[:size])
		s = s[size:]
	}
	return string(b)
}
