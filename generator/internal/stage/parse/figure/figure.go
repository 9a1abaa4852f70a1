// Package figure reads what texts say of figures: references to the values of
// series, and numbers in digits that may be such values. FIGURES.md, beside
// this file, specifies both.
package figure

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/spell"
)

// IsReference reports whether the text of a link is that of a reference.
func IsReference(text []byte) bool { return len(text) > 0 && text[0] == '=' }

// Form returns the form that the text of a link names behind its "=". When it
// names none, nearest is the one that was meant, or "".
func Form(name string) (form content.FigureForm, nearest string, ok bool) {
	var names []string
	for _, f := range content.FigureForms() {
		if string(f) == name {
			return f, "", true
		}
		if f != "" {
			names = append(names, string(f))
		}
	}
	return "", spell.Nearest(name, names), false
}

// Known lists the forms for a message.
func Known() string {
	var list []string
	for _, f := range content.FigureForms() {
		list = append(list, "[="+string(f)+"]")
	}
	return strings.Join(list, ", ")
}

// Piece is a reference found in a plain text: text[Start:End].
type Piece struct {
	Start, End int
	// Name is what stands behind "=", NameStart where; Target is the address.
	Name, Target           string
	NameStart, TargetStart int
}

// Next finds the next reference in a plain text from a place on. It is not ok
// for a reference that is not well written, which begins at Start.
func Next(text string, from int) (p Piece, found, ok bool) {
	i := strings.Index(text[from:], "[=")
	if i < 0 {
		return p, false, false
	}
	p.Start = from + i
	p.NameStart = p.Start + len("[=")
	p.End = p.NameStart
	name, rest, closed := strings.Cut(text[p.NameStart:], "](")
	target, _, ended := strings.Cut(rest, ")")
	if !closed || !ended || strings.ContainsAny(name, "[] \n") || strings.ContainsAny(target, "( \n") {
		return p, true, false
	}
	p.Name, p.Target = name, target
	p.TargetStart = p.NameStart + len(name) + len("](")
	p.End = p.TargetStart + len(target) + len(")")
	return p, true, true
}

// maxAhead is how far behind a number its unit is looked for, in bytes.
const maxAhead = 64

// enough is how many digits make a number worth comparing whatever it counts.
const enough = 5

// Reader finds numbers in texts of one locale.
type Reader struct {
	group, decimal string
	scales         []schema.Scale
}

// NewReader returns a reader of the texts of a locale.
func NewReader(l *schema.Locale) *Reader {
	return &Reader{group: l.Group, decimal: l.Decimal, scales: l.Scales}
}

// Numbers calls found for each number of text[from:to] that may be the value of
// a series: with five digits or more, or before a word. start and digitsEnd and
// end are its place, the last behind the word of a scale. The span of the
// number is left for the caller to fill in.
func (r *Reader) Numbers(text []byte, from, to int, found func(n content.Number, start, digitsEnd, end int)) {
	for i := from; i < to; {
		if !isDigit(text[i]) {
			i++
			continue
		}
		start := i
		end, value := r.number(text, start, to)
		i = end
		if end == start {
			for i < to && (isDigit(text[i]) || text[i] == '.' || text[i] == ',') {
				i++
			}
			continue
		}
		n := content.Number{Value: value, Digits: digits(value), Scale: 1}
		ahead := string(text[end:min(len(text), end+maxAhead)])
		n.Unit = content.UnitHash(ahead)
		behind := end
		if scale, width := r.scale(ahead); width > 0 {
			n.Scale, behind = scale, end+width
		}
		if n.Digits >= enough || n.Unit != 0 || n.Scale > 1 {
			found(n, start, end, behind)
		}
	}
}

// number reads the number at start, and returns where it ends: at start when
// the digits are part of something else, such as a date or a name.
func (r *Reader) number(text []byte, start, to int) (end int, value float64) {
	if before, _ := utf8.DecodeLastRune(text[:start]); start > 0 && partOf(before) {
		return start, 0
	}
	plain := make([]byte, 0, 16)
	end = start
	for end < to && isDigit(text[end]) {
		plain = append(plain, text[end])
		end++
	}
	if len(plain) <= 3 && plain[0] != '0' {
		for {
			width := r.separator(text[end:to])
			if width == 0 || !threeDigits(text[end+width:to]) {
				break
			}
			plain = append(plain, text[end+width:end+width+3]...)
			end += width + 3
		}
	}
	if rest := text[end:to]; r.decimal != "" && len(rest) > len(r.decimal) && string(rest[:len(r.decimal)]) == r.decimal && isDigit(rest[len(r.decimal)]) {
		plain = append(plain, '.')
		for end += len(r.decimal); end < to && isDigit(text[end]); end++ {
			plain = append(plain, text[end])
		}
	}
	if after, _ := utf8.DecodeRune(text[end:]); end < len(text) && partOf(after) && !(after == '.' && !digitAt(text, end+1)) && !(after == ':' && !digitAt(text, end+1)) {
		return start, 0
	}
	value, err := strconv.ParseFloat(string(plain), 64)
	if err != nil {
		return start, 0
	}
	return end, value
}

// partOf reports whether digits beside r are part of a word, a date, a range
// or an address.
func partOf(r rune) bool {
	switch r {
	case '-', '/', '#', '.', ':', '@', '&', '=', '_':
		return r != '_' // emphasis
	}
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 'À' && r <= 'ɏ'
}

// separator returns the length of a separator of groups at the start of text:
// a space of any kind, or the one of the locale.
func (r *Reader) separator(text []byte) int {
	if len(text) == 0 {
		return 0
	}
	if text[0] == ' ' {
		return 1
	}
	if n := len(r.group); n > 0 && len(text) >= n && string(text[:n]) == r.group {
		return n
	}
	switch c, width := utf8.DecodeRune(text); c {
	case '\u00A0', '\u202F', '\u2009':
		return width
	}
	return 0
}

// scale returns the number that the word at the start of text stands for, and
// how far the word reaches.
func (r *Reader) scale(text string) (scale float64, width int) {
	rest := strings.TrimLeft(text, " \u00A0\u202F")
	if len(rest) == len(text) {
		return 1, 0
	}
	for _, s := range r.scales {
		for _, word := range []string{s.Other, s.One} {
			after, found := strings.CutPrefix(rest, word)
			if next, _ := utf8.DecodeRuneInString(after); found && !partOf(next) {
				return s.From, len(text) - len(after)
			}
		}
	}
	return 1, 0
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func digitAt(text []byte, i int) bool { return i < len(text) && isDigit(text[i]) }

// threeDigits reports whether text begins with exactly three digits.
func threeDigits(text []byte) bool {
	return len(text) >= 3 && isDigit(text[0]) && isDigit(text[1]) && isDigit(text[2]) && !digitAt(text, 3)
}

// digits counts the digits of a number before its decimal separator.
func digits(value float64) int {
	n := 1
	for ; value >= 10; value /= 10 {
		n++
	}
	return n
}
