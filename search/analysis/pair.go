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
		if e := a.pair(text[i : i+size]); e.code != noWord {
			a.append(e, position, extra, span{i, i + size, 0})
		}
	}
	for i, end := int(p.start), int(p.end); i < end; {
		r, size := utf8.DecodeRune(text[i:])
		if i+size == end {
			single(i, size, i > int(p.start))
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
func (a *Analyzer) pair(written []byte) entry {
	key := keyOf(written)
	if s := a.known.place(key, written); s.code != 0 {
		return s.entry()
	}
	// Two halves of a letter may meet here, if what was dropped parted them.
	id := a.intern(fold(string(written)))
	form, ok := a.pairs[id]
	if !ok {
		form = a.newForm(Form{Text: id, Term: id, Accented: None, own: unasked})
		a.pairs[id] = form
	}
	return a.known.add(key, written, a.entryOf(form, 0))
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
