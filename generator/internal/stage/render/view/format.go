package view

import (
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
)

// FormatNumber writes a number as the readers of a locale do.
func FormatNumber(n float64, l *schema.Locale) string { return l.FormatNumber(n) }

// date returns d as data and in words, or nil for the zero Date.
func date(d content.Date, l *schema.Locale) *Date {
	if d == (content.Date{}) {
		return nil
	}
	return &Date{ISO: d.String(), Text: d.Words(l), Year: int(d.Year)}
}

// instant returns a time in the site's zone as data and in words.
func instant(t time.Time, zone *time.Location, l *schema.Locale) *Date {
	t = t.In(zone)
	day := content.DayOf(t).Words(l)
	return &Date{ISO: t.Format(time.RFC3339), Text: day + ", " + t.Format("15:04"), Year: t.Year()}
}
