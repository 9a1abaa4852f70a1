package analysis

import (
	"unicode"
	"unicode/utf8"
)

// appendPairs adds the tokens of a run of a script that does not separate words
// by spaces, or whose particles stick to the words: its overlapping pairs of
// characters, or itself if it is one character. An ideograph, and the last
// character of the run, are words by themselves too, so that a single character
// finds what it stands in. It returns the next position.
func (a *Analyzer) appendPairs(p piece, position int) int {
	text := a.normal.text
	single := func(i, size int, extra bool) {
		if w := a.pair(text[i : i+size]); w != nil {
			start, end := a.normal.source(i, i+size)
			a.tokens = append(a.tokens, Token{Word: w, Start: start, End: end, Position: position, Extra: extra})
		}
	}
	for i := p.start; i < p.end; {
		r, size := utf8.DecodeRune(text[i:])
		if i+size == p.end {
			single(i, size, i > p.start)
			position++
			break
		}
		_, next := utf8.DecodeRune(text[i+size:])
		single(i, size+next, false)
		if unicode.Is(unicode.Han, r) {
			single(i, size, true)
		}
		position++
		i += size
	}
	return position
}

// pair returns the word of one or two characters of a run, which is its own term.
func (a *Analyzer) pair(written []byte) *Word {
	if w := a.known.find(written); w != nil {
		return w
	}
	// Two halves of a letter may meet here, if what was dropped parted them.
	text := fold(string(written))
	w := &Word{ID: a.intern(text), Text: text, Term: text, bare: text, written: string(written)}
	a.known.add(w)
	return w
}

// inRun reports whether a letter belongs to a script written without spaces, or
// to Korean, whose particles stick to the words.
func inRun(r rune) bool {
	if r < 0xE00 {
		return false
	}
	return r == 'ー' || r == '々' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
