// Package calendar writes deadlines as iCalendar (RFC 5545, with the names of
// RFC 7986 for the calendar itself). CALENDAR.md says what is written and why.
//
// Invariant: equal calendars give equal bytes; no clock is read.
package calendar

import (
	"strings"
	"time"
	"unicode/utf8"

	"essaim/generator/internal/model/content"
)

// Calendar is a list of deadlines.
type Calendar struct {
	// Language is a BCP 47 tag.
	Language string
	Name     string
	// Page and Source are the whole addresses of the page that lists the
	// deadlines, and of the calendar itself; Source is "" for a single event.
	Page, Source string
	Events       []Event
}

// Event is one deadline.
type Event struct {
	// UID is the same for as long as the entry has its name, and unlike any other
	// in the world.
	UID string
	// Stamp is the day of the entry.
	Stamp content.Date
	// At is the instant of the deadline; it is not used when Day is set, the last
	// day on which one may answer.
	At  time.Time
	Day content.Date
	// Summary and Description are plain text; Description may have lines.
	Summary, Description string
	// URL is the whole address of the page.
	URL        string
	Categories []string
	// Cancelled reports a deadline that no longer matters.
	Cancelled bool
}

// Write returns the file.
func (c *Calendar) Write() []byte {
	w := &writer{language: c.Language}
	w.line("BEGIN:VCALENDAR")
	w.line("VERSION:2.0")
	w.line("PRODID:-//Essaim//Essaim//" + strings.ToUpper(c.Language))
	w.line("CALSCALE:GREGORIAN")
	w.text("NAME", c.Name)
	w.line("X-WR-CALNAME:" + escaped(c.Name)) // what NAME was before it was a standard
	w.line("URL:" + c.Page)
	if c.Source != "" {
		w.line("SOURCE;VALUE=URI:" + c.Source)
		w.line("REFRESH-INTERVAL;VALUE=DURATION:P1D")
		w.line("X-PUBLISHED-TTL:P1D")
	}
	for i := range c.Events {
		w.event(&c.Events[i])
	}
	w.line("END:VCALENDAR")
	return []byte(w.out.String())
}

type writer struct {
	out      strings.Builder
	language string
}

func (w *writer) event(e *Event) {
	w.line("BEGIN:VEVENT")
	w.line("UID:" + escaped(e.UID))
	w.line("DTSTAMP:" + day(e.Stamp) + "T000000Z")
	if e.Day != (content.Date{}) {
		w.line("DTSTART;VALUE=DATE:" + day(e.Day))
	} else {
		w.line("DTSTART:" + e.At.UTC().Format("20060102T150405Z"))
	}
	w.text("SUMMARY", e.Summary)
	w.text("DESCRIPTION", e.Description)
	w.line("URL:" + e.URL)
	if len(e.Categories) > 0 {
		categories := make([]string, len(e.Categories))
		for i, name := range e.Categories {
			categories[i] = escaped(name)
		}
		w.line("CATEGORIES;LANGUAGE=" + w.language + ":" + strings.Join(categories, ","))
	}
	if e.Cancelled {
		w.line("STATUS:CANCELLED")
	} else {
		w.line("STATUS:CONFIRMED")
	}
	w.line("TRANSP:TRANSPARENT")
	w.line("END:VEVENT")
}

// text writes a property in the language of the calendar, or nothing.
func (w *writer) text(name, text string) {
	if text != "" {
		w.line(name + ";LANGUAGE=" + w.language + ":" + escaped(text))
	}
}

// maxLine is how many bytes a line has at most, its end aside.
const maxLine = 75

// line writes a line, folded between characters where it is too long.
func (w *writer) line(text string) {
	room := maxLine
	for len(text) > room {
		cut := room
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		w.out.WriteString(text[:cut])
		w.out.WriteString("\r\n ")
		text, room = text[cut:], maxLine-1
	}
	w.out.WriteString(text)
	w.out.WriteString("\r\n")
}

// escaped returns text as the value of a property. What no text may hold is left
// out.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), "\uFFFD") {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			b.WriteString(`\n`)
		case r == '\t' || r >= ' ' && r != 0x7F && (r < 0x80 || r > 0x9F):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// day writes a date: the beginning of 1970 when there is none.
func day(d content.Date) string {
	if d.Year == 0 {
		d.Year = 1970
	}
	return time.Date(int(d.Year), time.Month(max(1, d.Month)), int(max(1, d.Day)), 0, 0, 0, 0, time.UTC).Format("20060102")
}
