package view

import (
	"strconv"
	"strings"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
)

// FormatNumber writes a number as the readers of a locale do. The digits are
// those of the shortest decimal that reads back as n.
func FormatNumber(n float64, l *schema.Locale) string {
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

// date returns d as data and in words, or nil for the zero Date.
func date(d content.Date, l *schema.Locale) *Date {
	if d == (content.Date{}) {
		return nil
	}
	return &Date{ISO: d.String(), Text: formatDate(d, l), Year: d.Year}
}

// formatDate fills the pattern of the locale that suits the precision of d.
func formatDate(d content.Date, l *schema.Locale) string {
	pattern := ""
	switch {
	case d.Month == 0:
		pattern = l.Date["year"]
	case d.Day == 0:
		pattern = l.Date["month"]
	default:
		if d.Day == 1 {
			pattern = l.Date["first"]
		}
		if pattern == "" {
			pattern = l.Date["day"]
		}
	}
	if pattern == "" {
		return d.String()
	}
	month := ""
	if d.Month >= 1 && d.Month <= len(l.Months) {
		month = l.Months[d.Month-1]
	}
	var text strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "{")
		text.WriteString(before)
		if !found {
			return text.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		switch pattern = after; {
		case name == "d" && closed:
			text.WriteString(strconv.Itoa(d.Day))
		case name == "month" && closed:
			text.WriteString(month)
		case name == "m" && closed:
			text.WriteString(strconv.Itoa(d.Month))
		case name == "y" && closed:
			text.WriteString(strconv.Itoa(d.Year))
		default: // a brace that stands for itself
			text.WriteString("{")
			pattern = rest
		}
	}
}

// instant returns a time in the site's zone as data and in words.
func instant(t time.Time, zone *time.Location, l *schema.Locale) *Date {
	t = t.In(zone)
	day := formatDate(content.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}, l)
	return &Date{ISO: t.Format(time.RFC3339), Text: day + ", " + t.Format("15:04"), Year: t.Year()}
}
