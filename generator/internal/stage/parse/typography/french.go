package typography

import (
	"bytes"
	"unicode/utf8"
)

// hot marks the bytes at which a French rule can begin: the signs, and the
// first bytes of « » (C2), of no-break spaces (C2, E2), of € and ‰ (E2).
var hot = [256]bool{
	' ': true, '\'': true, '.': true, '-': true, ';': true, '!': true, '?': true, '%': true, '$': true,
	0xC2: true, 0xE2: true,
}

// plainBefore and plainAfter mark the bytes between which no rule is about a
// single space: letters and a few signs. 0xC3 begins U+00C0 to U+00FF, the
// letters with accents.
var (
	plainBefore = bytesOf("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ,.)")
	plainAfter  = bytesOf("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ(\xC3")
)

// plainSpace reports whether the space at i is surely one that no rule is
// about, as nearly all spaces of a text are.
func plainSpace(text []byte, i int) bool {
	return i > 1 && i+1 < len(text) && plainAfter[text[i+1]] && (plainBefore[text[i-1]] || text[i-2] == 0xC3 && text[i-1] >= 0x80)
}

func bytesOf(list string) (set [256]bool) {
	for i := range len(list) {
		set[list[i]] = true
	}
	return set
}

// guillemets returns text with guillemets for straight quotation marks (F4),
// and moves marks. The spaces that guillemets ask for are set afterwards, as
// those of guillemets that were typed.
func guillemets(text []byte, marks []int) []byte {
	pairs := quotePairs(text)
	if len(pairs) == 0 {
		return text
	}
	s := setter{in: text, out: make([]byte, 0, len(text)+4*len(pairs)), marks: marks, pairs: pairs}
	for _, q := range pairs {
		s.double(q.at, "«", "»")
	}
	s.flush(len(text), true)
	return s.out
}

// french sets a text as French prints it; the numbers of the rules are those of
// TYPOGRAPHY.md.
func (s *setter) french() {
	for i := 0; i < len(s.in); {
		c := s.in[i]
		if !hot[c] {
			i++
			continue
		}
		if c == ' ' && plainSpace(s.in, i) {
			i++
			continue
		}
		if width := spaceAt(s.in, i); width > 0 {
			i = s.spaces(i)
			continue
		}
		switch c {
		case '\'':
			s.single(i)
		case '.':
			i = s.dots(i) - 1
		case '-':
			i = s.dash(i) - 1
		case ';', '!', '?':
			if tightBefore(before(s.in, i)) && signEnds(s.in, i) {
				s.insertBefore(i, narrow) // F1
			}
		case '%', '$':
			s.sign(i, 1)
		case 0xC2, 0xE2:
			i += s.wide(i)
			continue
		}
		i++
	}
}

// spaceAt returns the length in bytes of the space at i (ordinary, no-break or
// narrow no-break), or 0.
func spaceAt(text []byte, i int) int {
	switch {
	case i >= len(text):
		return 0
	case text[i] == ' ':
		return 1
	case text[i] == 0xC2 && i+1 < len(text) && text[i+1] == 0xA0:
		return 2
	case text[i] == 0xE2 && i+2 < len(text) && text[i+1] == 0x80 && text[i+2] == 0xAF:
		return 3
	}
	return 0
}

// spaces sets the run of spaces at i and returns where it ends.
func (s *setter) spaces(i int) int {
	end, count := i, 0
	for width := spaceAt(s.in, end); width > 0; width = spaceAt(s.in, end) {
		end += width
		count++
	}
	prev, next := before(s.in, i), after(s.in, end)
	if prev == 0 || next == 0 {
		return end
	}
	if prev == '«' {
		s.replace(i, end, noBreak) // F3
		return end
	}
	switch next {
	case ';', '!', '?':
		if signEnds(s.in, end) {
			s.replace(i, end, narrow) // F1
		}
		return end
	case ':':
		if r := after(s.in, end+1); isSpace(r) || r == '»' || r == '"' {
			s.replace(i, end, noBreak) // F2
		}
		return end
	case '»':
		s.replace(i, end, noBreak) // F3
		return end
	case '%', '‰':
		if isDigit(prev) {
			s.replace(i, end, narrow) // F7
		}
		return end
	}
	switch {
	case prev == '°' && isDigit(next) && numeroBefore(s.in, i):
		s.replace(i, end, noBreak) // F6
	case isDigit(prev) && isDigit(next):
		if count == 1 && (i < s.grouped || s.groups(i)) {
			s.replace(i, end, narrow) // F8
		}
	case isDigit(prev) && unitAt(s.in[end:]):
		s.replace(i, end, noBreak) // F7
	}
	return end
}

// wide handles a sign of two or three bytes at i and returns its length.
func (s *setter) wide(i int) int {
	r, width := utf8.DecodeRune(s.in[i:])
	switch r {
	case '«':
		if next := after(s.in, i+width); !isSpace(next) && next != '»' {
			s.insertAfter(i+width, noBreak) // F3
		}
	case '»':
		if prev := before(s.in, i); !isSpace(prev) && prev != '«' {
			s.insertBefore(i, noBreak) // F3
		}
	case '€', '£', '‰':
		s.sign(i, width)
	}
	return width
}

// sign sets the sign of a percentage or currency written against its number.
func (s *setter) sign(i, width int) {
	if !isDigit(before(s.in, i)) || isWord(after(s.in, i+width)) {
		return
	}
	if s.in[i] == '%' || bytes.HasPrefix(s.in[i:], []byte("‰")) {
		s.insertBefore(i, narrow) // F7
	} else {
		s.insertBefore(i, noBreak) // F7
	}
}

// dash sets a hyphen, or two, that stands alone between two words, and returns
// the end of the hyphens.
func (s *setter) dash(i int) int {
	end := i
	for end < len(s.in) && s.in[end] == '-' {
		end++
	}
	if end-i > 2 || i < 2 || s.in[i-1] != ' ' || end+1 >= len(s.in) || s.in[end] != ' ' {
		return end
	}
	prev, next := before(s.in, i-1), after(s.in, end+1)
	if isSpace(prev) || isSpace(next) || isDigit(prev) && isDigit(next) {
		return end
	}
	s.replace(i, end, "–") // F10
	return end
}

// tightBefore reports whether a high sign right after r lacks its space.
func tightBefore(r rune) bool {
	return isWord(r) || r == ')' || r == ']' || r == '»' || r == '%' || r == '€'
}

// signEnds reports whether the high signs at i end a word: whether what follows
// them is a space, the end, or a closing sign. It keeps addresses and code
// written without marks as they are.
func signEnds(text []byte, i int) bool {
	for i < len(text) && (text[i] == ';' || text[i] == '!' || text[i] == '?') {
		i++
	}
	r := after(text, i)
	if isSpace(r) {
		return true
	}
	switch r {
	case ')', ']', '»', '"', '”', '\'', '’', '.', ',', '…', Object:
		return true
	}
	return false
}

// numeroBefore reports whether text[:i] ends with the abbreviation n° or N°.
func numeroBefore(text []byte, i int) bool {
	i -= len("°")
	return i > 0 && text[i-1]|0x20 == 'n' && !isWord(before(text, i-1))
}

// groups reports whether the space at i stands in a number written in groups of
// three digits (10 000), and remembers where that number ends.
func (s *setter) groups(i int) bool {
	start := i
	for start > 0 && isDigit(rune(s.in[start-1])) {
		start--
	}
	if i-start > 3 || s.in[start] == '0' && i-start > 1 {
		return false
	}
	if prev := before(s.in, start); prev == ',' || prev == '.' || isLetter(prev) {
		return false
	}
	if width := lastSpace(s.in, start); width > 0 && isDigit(before(s.in, start-width)) {
		return false // in the middle of digits that are no such number
	}
	end := i
	for {
		width := spaceAt(s.in, end)
		digits := end + width
		for digits < len(s.in) && isDigit(rune(s.in[digits])) {
			digits++
		}
		if width == 0 || digits == end+width {
			break
		}
		if digits-end-width != 3 {
			return false
		}
		end = digits
	}
	if isLetter(after(s.in, end)) {
		return false
	}
	s.grouped = end
	return true
}

// lastSpace returns the length of the space that ends at i, or 0.
func lastSpace(text []byte, i int) int {
	for width := 1; width <= 3 && width <= i; width++ {
		if spaceAt(text, i-width) == width {
			return width
		}
	}
	return 0
}

// units are the words and signs that stay on the line of their number.
var units = map[string]bool{
	"€": true, "$": true, "£": true, "¥": true, "°C": true, "°F": true, "°": true,
	"km": true, "m": true, "cm": true, "mm": true, "ha": true, "m²": true, "m³": true, "km²": true, "cm²": true, "cm³": true,
	"t": true, "kg": true, "g": true, "mg": true, "L": true, "l": true, "cl": true, "ml": true,
	"h": true, "min": true, "s": true, "ms": true, "Hz": true, "dB": true,
	"W": true, "kW": true, "MW": true, "GW": true, "Wh": true, "kWh": true, "MWh": true, "GWh": true, "kWc": true,
	"o": true, "Ko": true, "ko": true, "Mo": true, "Go": true, "To": true,
	"euro": true, "euros": true, "centime": true, "centimes": true, "million": true, "millions": true, "milliard": true, "milliards": true,
	"km/h": true, "k€": true, "M€": true, "Md€": true,
}

// longestUnit is the length in bytes of the longest of units.
const longestUnit = len("milliards")

// unitAt reports whether text begins with a unit that ends there.
func unitAt(text []byte) bool {
	end := 0
	for end < len(text) {
		r, width := utf8.DecodeRune(text[end:])
		if !isWord(r) && r != '€' && r != '$' && r != '£' && r != '¥' && r != '°' && !(r == '/' && end > 0) || r == Object {
			break
		}
		if end += width; end > longestUnit {
			return false
		}
	}
	return units[string(text[:end])]
}
