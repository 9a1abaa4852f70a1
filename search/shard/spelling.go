package shard

import (
	"math/bits"
	"slices"
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

// spellable returns the words that a mistyped word may have been meant to be:
// those with terms, of three characters or more.
func (s *Set) spellable() []Spelling {
	var list []Spelling
	for i := range s.Words {
		w := &s.Words[i]
		if len(w.Classes) == 0 || w.Documents == 0 || len([]rune(w.Text)) < 3 {
			continue
		}
		shown := w.Shown
		if shown == "" {
			shown = w.Text
		}
		list = append(list, Spelling{w.Text, shown, FrequencyClass(w.Documents)})
	}
	return list
}

// FrequencyClass returns the floor of the binary logarithm of a number of
// documents: frequencies of one class count as equal between spellings.
func FrequencyClass(documents int) int { return bits.Len(uint(documents)) - 1 }

// reversed returns a text with its characters in reverse order.
func reversed(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}
