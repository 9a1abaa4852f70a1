package schema

import (
	"math"
	"strconv"
	"strings"
)

// FormatNumber writes a number as the readers of l do. The digits are those of
// the shortest decimal that reads back as n.
func (l *Locale) FormatNumber(n float64) string {
	text := strconv.FormatFloat(n, 'f', -1, 64)
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(l.Group)
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		decimal := l.Decimal
		if decimal == "" {
			decimal = "."
		}
		b.WriteString(decimal + fraction)
	}
	return b.String()
}

// ShortNumber writes a number rounded to hundredths of the largest scale that
// is not above it, with the word of that scale: "2,96 millions". A number below
// every scale is written whole.
func (l *Locale) ShortNumber(n float64) string {
	for i := len(l.Scales) - 1; i >= 0; i-- {
		s := l.Scales[i]
		if math.Abs(n) < s.From {
			continue
		}
		rounded := math.Round(n/s.From*100) / 100
		word := s.Other
		if math.Abs(rounded) < 2 {
			word = s.One
		}
		return l.FormatNumber(rounded) + "\u00a0" + word
	}
	return l.FormatNumber(n)
}
