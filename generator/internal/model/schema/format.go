package schema

import (
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
