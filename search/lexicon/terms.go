package lexicon

import "essaim/search/inverted"

// terms are texts with numbers, from 0 on. There are about as many as words, so they
// are found in a table without pointers. The zero terms are none.
type terms struct {
	texts []string
	slots []int32 // numbers plus one, where a text belongs or behind that
}

// newTerms returns terms with room for some.
func newTerms(n int) terms {
	t := terms{texts: make([]string, 0, n)}
	t.resize(n)
	return t
}

// resize makes a table in which so many terms and the present ones are half.
func (t *terms) resize(n int) {
	size := 16
	for size < 2*max(n, len(t.texts)) {
		size *= 2
	}
	t.slots = make([]int32, size)
	for i, text := range t.texts {
		t.slots[t.slot(text, inverted.Sum(text, 0))] = int32(i) + 1
	}
}

// slot returns where the number of a text stands, or would; hash is its inverted.Sum.
func (t *terms) slot(text string, hash uint64) int {
	mask := len(t.slots) - 1
	for at := int(hash) & mask; ; at = (at + 1) & mask {
		if n := t.slots[at]; n == 0 || t.texts[n-1] == text {
			return at
		}
	}
}

// number returns the number of a text; one that has none gets the next.
func (t *terms) number(text string) int32 { return t.hashed(text, inverted.Sum(text, 0)) }

// hashed is number for a text whose hash is known.
func (t *terms) hashed(text string, hash uint64) int32 {
	if 2*len(t.texts) >= len(t.slots) {
		t.resize(2 * len(t.texts))
	}
	at := t.slot(text, hash)
	if t.slots[at] == 0 {
		t.texts = append(t.texts, text)
		t.slots[at] = int32(len(t.texts))
	}
	return t.slots[at] - 1
}
