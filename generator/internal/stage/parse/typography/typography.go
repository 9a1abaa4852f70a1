// Package typography sets the small signs of a text as its language prints
// them: no-break spaces, quotation marks, apostrophes, dashes, ellipses. The
// rules are in TYPOGRAPHY.md, beside this file, with their sources.
//
// The pass only replaces spaces and signs, and inserts no-break spaces. It
// never changes a letter or a digit, and setting a set text changes nothing.
package typography

import (
	"unicode"
	"unicode/utf8"
)

// Object stands in a text for something that is not text: code, an image, an
// address, a note call. It is treated as a word and never changed.
const Object = '\uFFFC'

// The spaces that the rules write.
const (
	noBreak = "\u00A0"
	narrow  = "\u202F"
)

// Text returns s with the micro-typography called name: "fr" or "en"; any other
// name returns s as it is. A line feed in s is the end of a line.
func Text(s, name string) string {
	if !known(name) {
		return s
	}
	return string(Append(nil, []byte(s), nil, name))
}

// Append appends text to dst, set with the micro-typography called name, and
// returns dst. Text must not share memory with dst. Each of marks, ascending
// offsets into text, is replaced by the offset in the result (of dst and what
// was appended) at which that place is found again, so that a text made of
// several pieces can be set as one: an apostrophe may be decided by a letter of
// the next piece.
func Append(dst, text []byte, marks []int, name string) []byte {
	if name == "fr" {
		text = guillemets(text, marks)
	}
	s := setter{in: text, out: dst, marks: marks}
	switch name {
	case "fr":
		s.closer = lastSingleCloser(text)
		s.french()
	case "en":
		s.pairs = quotePairs(text)
		s.closer = lastSingleCloser(text)
		s.english()
	}
	s.flush(len(text), true)
	return s.out
}

func known(name string) bool { return name == "fr" || name == "en" }

// setter copies in to out with changes.
type setter struct {
	in, out []byte
	// done is how much of in has been copied or replaced.
	done int
	// marks holds the offsets still to be moved, all of them >= done.
	marks []int
	// pairs are the straight double quotation marks that have a partner, in
	// order of place.
	pairs []quote
	// closer is the place of the last straight single quotation mark that can
	// close a quotation, or -1; singles counts those opened and not closed.
	closer, singles int
	// grouped is where the number ends whose groups have been checked.
	grouped int
}

// flush copies in up to end. Marks that stand at end are moved too when
// inclusive; otherwise they wait for what is written next.
func (s *setter) flush(end int, inclusive bool) {
	for len(s.marks) > 0 && (s.marks[0] < end || inclusive && s.marks[0] == end) {
		s.marks[0] += len(s.out) - s.done
		s.marks = s.marks[1:]
	}
	s.out = append(s.out, s.in[s.done:end]...)
	s.done = end
}

// replace writes with for in[start:end]. A mark inside goes to the end.
func (s *setter) replace(start, end int, with string) {
	if string(s.in[start:end]) == with {
		return
	}
	s.flush(start, true)
	s.out = append(s.out, with...)
	for len(s.marks) > 0 && s.marks[0] < end {
		s.marks[0] = len(s.out)
		s.marks = s.marks[1:]
	}
	s.done = end
}

// insertBefore writes with before in[at], in the piece that holds in[at].
func (s *setter) insertBefore(at int, with string) {
	s.flush(at, true)
	s.out = append(s.out, with...)
}

// insertAfter writes with after in[at-1], in the piece that holds in[at-1].
func (s *setter) insertAfter(at int, with string) {
	s.flush(at, false)
	s.out = append(s.out, with...)
}

// before returns the character that ends at i, or 0 at the start of a line.
func before(text []byte, i int) rune {
	if i <= 0 || text[i-1] == '\n' {
		return 0
	}
	if c := text[i-1]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeLastRune(text[:i])
	return r
}

// after returns the character at i, or 0 at the end of a line.
func after(text []byte, i int) rune {
	if i >= len(text) || text[i] == '\n' {
		return 0
	}
	if c := text[i]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeRune(text[i:])
	return r
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return r == Object || unicode.IsLetter(r) || unicode.IsMark(r)
}

func isWord(r rune) bool {
	return isDigit(r) || isLetter(r) || r > utf8.RuneSelf && unicode.IsNumber(r)
}

// isSpace reports whether r is a space of any width, or the end of a line.
func isSpace(r rune) bool {
	return r == 0 || r == ' ' || r == '\t' || r == '\u00A0' || r == '\u202F' || r > utf8.RuneSelf && unicode.IsSpace(r)
}

// opensBefore reports whether a quotation mark after r can open.
func opensBefore(r rune) bool {
	if isSpace(r) {
		return true
	}
	switch r {
	case '(', '[', '{', '«', '“', '‘', '\'', '’', '"', '-', '–', '—', '/':
		return true
	}
	return false
}
