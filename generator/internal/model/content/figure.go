package content

import (
	"strings"

	"essaim/generator/internal/model/source"
)

// FigureForm says what a FigureRef shows of a value.
type FigureForm string

// The forms of references, as they are written between "[=" and "]"; see
// stage/parse/figure/FIGURES.md.
const (
	// FigureFull is the number with its qualifier and unit.
	FigureFull FigureForm = ""
	// FigureValue is the number alone.
	FigureValue FigureForm = "value"
	// FigureQualified is the number with its qualifier.
	FigureQualified FigureForm = "qualified"
	// FigureShort is the number rounded to hundredths of millions or more.
	FigureShort FigureForm = "short"
	// FigureDate is the date of the value in words.
	FigureDate FigureForm = "date"
)

// FigureForms returns every form, in the order of the documentation.
func FigureForms() []FigureForm {
	return []FigureForm{FigureFull, FigureValue, FigureQualified, FigureShort, FigureDate}
}

// FigureRef quotes a value of a series in a text, as it is written:
// [=short](/figures/hours#2024-06).
type FigureRef struct {
	Form FigureForm
	// Target is the path of an entry, with the anchor of a value, or without for
	// the latest one: "/figures/hours#2024-06", "#2024-06" on the entry itself.
	Target string
	// Span is where Target stands.
	Span source.Span
}

func (r FigureRef) String() string { return "[=" + string(r.Form) + "](" + r.Target + ")" }

// FigureMark stands in plain texts for a FigureRef, in the order of the refs.
// It is no character of Unicode, and parse lets none through.
const FigureMark = "\uFFFE"

// FillFigures returns a plain text with its marks replaced in turn; count is
// how many references there are.
func FillFigures(text string, count int, with func(i int) string) string {
	if count == 0 || !strings.Contains(text, FigureMark) {
		return text
	}
	var b strings.Builder
	for i := range count {
		before, after, found := strings.Cut(text, FigureMark)
		if !found {
			break
		}
		b.WriteString(before)
		b.WriteString(with(i))
		text = after
	}
	b.WriteString(text)
	return b.String()
}

// Number is a number that a text writes in digits, which may be the value of a
// series.
type Number struct {
	// Value is what the digits say, Digits how many stand before the decimal
	// separator.
	Value  float64
	Digits int
	// Scale is 1, or what the word behind the digits multiplies them by: a
	// million in "2,96 millions".
	Scale float64
	// Unit is the hash of the first word of what is counted, or 0; see UnitHash.
	Unit uint32
	// Replaceable reports whether a reference can stand in its place: not inside
	// a link or a heading.
	Replaceable bool
	// Span covers the digits, and the word of Scale.
	Span source.Span
	// End is where the digits end, in the file.
	End int
}

// maxUnitSkips is how many short words may stand before the first one that
// tells what is counted: "% de la".
const maxUnitSkips = 4

// UnitHash returns the hash of the first word of at least four letters at the
// start of a text, in lower case, and of a percent sign before it; 0 when there
// is none near, or another sign comes first. It is what tells 600 structures
// from 600 towels.
func UnitHash(text string) uint32 {
	const offset, prime = 2166136261, 16777619 // FNV-1a
	hash := uint32(offset)
	letters, skips := 0, 0
	word := hash
	for _, r := range text {
		switch {
		case isUnitLetter(r):
			if r >= 'A' && r <= 'Z' || r >= 'À' && r <= 'Þ' {
				r += 'a' - 'A'
			}
			for _, b := range []byte(string(r)) {
				word = (word ^ uint32(b)) * prime
			}
			letters++
			continue
		case letters >= 4:
			return word
		case r == '%' && letters == 0 && skips == 0:
			hash = (hash ^ '%') * prime
		case r == ' ', r == '\u00A0', r == '\u202F', r == '\'', r == '’', r == '*', r == '_', r == '\n':
		default:
			return 0
		}
		if letters > 0 {
			if skips++; skips > maxUnitSkips {
				return 0
			}
		}
		word, letters = hash, 0
	}
	if letters >= 4 {
		return word
	}
	return 0
}

func isUnitLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 'À' && r <= 'ɏ' && r != '×' && r != '÷'
}
