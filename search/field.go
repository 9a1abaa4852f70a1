package search

import (
	"slices"

	"essaim/search/analysis"
)

// A counter counts the words of one text. Its memory is used again for the next.
type counter struct {
	// at maps Word.ID to the index in words, plus one, while one text is counted.
	at    []int32
	words []counted
	// positions of all words, one after the other in the order of words.
	positions []int32
	places    []int32 // by token, the index in words or -1
	// length is the number of words with a term, without extra tokens.
	length int
	// accented are the accented spellings, without repeats.
	accented []accentedWord
	// others are terms of words that are not the first that the word has in the
	// text.
	others []otherTerm
}

// A counted is a word of one text.
type counted struct {
	id    int32
	count int32  // tokens with a term, or all if stop words count
	first int32  // index of its first position
	term  string // of its first token
}

// An accentedWord is an accented spelling of a word, by their numbers.
type accentedWord struct{ id, accented int32 }

// An otherTerm is a further term of a word.
type otherTerm struct {
	id   int32
	term string
}

// count counts the tokens of a text. Stop words are left out unless stops.
func (c *counter) count(tokens []analysis.Token, a *analysis.Analyzer, stops bool) {
	if n := len(a.Texts()); len(c.at) < n {
		c.at = append(c.at, make([]int32, n-len(c.at)+n/4)...)
	}
	c.words, c.positions, c.places, c.length = c.words[:0], c.positions[:0], c.places[:0], 0
	c.accented, c.others = c.accented[:0], c.others[:0]
	for i := range tokens {
		t := &tokens[i]
		if t.Term == "" && !stops {
			c.places = append(c.places, -1)
			continue
		}
		at := c.at[t.ID]
		if at == 0 {
			c.words = append(c.words, counted{id: t.ID, term: t.Term})
			at = int32(len(c.words))
			c.at[t.ID] = at
		}
		w := &c.words[at-1]
		w.count++
		if w.term != t.Term {
			c.others = append(c.others, otherTerm{t.ID, t.Term})
		}
		c.places = append(c.places, at-1)
		if t.Term != "" && !t.Extra {
			c.length++
		}
		if t.Accented != "" && c.at[t.AccentedID] == 0 {
			c.at[t.AccentedID] = -1
			c.accented = append(c.accented, accentedWord{t.ID, t.AccentedID})
		}
	}
	first := int32(0)
	for i := range c.words {
		w := &c.words[i]
		w.first, first = first, first+w.count
		c.at[w.id] = 0
		w.count = 0
	}
	for _, a := range c.accented {
		c.at[a.accented] = 0
	}
	c.positions = slices.Grow(c.positions, int(first))[:first]
	for i, place := range c.places {
		if place >= 0 {
			w := &c.words[place]
			c.positions[w.first+w.count] = int32(tokens[i].Position)
			w.count++
		}
	}
}

// of returns the positions of a word.
func (c *counter) of(w *counted) []int32 { return c.positions[w.first : w.first+w.count] }
