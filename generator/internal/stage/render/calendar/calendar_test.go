package calendar

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"essaim/generator/internal/model/content"
)

func event(edit func(*Event)) string {
	e := Event{UID: "a.fr@example.org", At: time.Date(2027, 1, 15, 12, 0, 0, 0, time.FixedZone("", 3600)), Summary: "Titre", URL: "https://example.org/a/"}
	edit(&e)
	c := Calendar{Language: "fr", Name: "Site – Avis", Page: "https://example.org/", Events: []Event{e}}
	return string(c.Write())
}

func TestWrite(t *testing.T) {
	for _, test := range []struct {
		name string
		edit func(*Event)
		want string
	}{
		{"instant in UTC", func(*Event) {}, "DTSTART:20270115T110000Z\r\n"},
		{"day", func(e *Event) { e.Day = content.Date{Year: 2028, Month: 2, Day: 29} }, "DTSTART;VALUE=DATE:20280229\r\n"},
		{"stamp", func(e *Event) { e.Stamp = content.Date{Year: 2026, Month: 3} }, "DTSTAMP:20260301T000000Z\r\n"},
		{"no stamp", func(*Event) {}, "DTSTAMP:19700101T000000Z\r\n"},
		{"punctuation", func(e *Event) { e.Summary = `a, b; c\d: "e"` }, `SUMMARY;LANGUAGE=fr:a\, b\; c\\d: "e"` + "\r\n"},
		{"lines", func(e *Event) { e.Description = "un\r\ndeux\ntrois" }, `DESCRIPTION;LANGUAGE=fr:un\ndeux\ntrois` + "\r\n"},
		{"controls", func(e *Event) { e.Summary = "a\x00b\x1bc\u0085d\x7f" }, "SUMMARY;LANGUAGE=fr:abcd\r\n"},
		{"a line that would begin another", func(e *Event) { e.Summary = "a\nEND:VEVENT" }, `SUMMARY;LANGUAGE=fr:a\nEND:VEVENT` + "\r\n"},
		{"categories", func(e *Event) { e.Categories = []string{"a,b", "c"} }, `CATEGORIES;LANGUAGE=fr:a\,b,c` + "\r\n"},
		{"confirmed", func(*Event) {}, "STATUS:CONFIRMED\r\n"},
		{"cancelled", func(e *Event) { e.Cancelled = true }, "STATUS:CANCELLED\r\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := event(test.edit); !strings.Contains(got, "\r\n"+test.want) {
				t.Errorf("lacks %q:\n%s", test.want, got)
			}
		})
	}
}

// Long lines are folded at 75 bytes, never within a character, and unfold to
// what they were.
func TestFolding(t *testing.T) {
	for n := range 200 {
		for _, unit := range []string{"a", "é", "\u202f", "🌱", ","} {
			title := strings.Repeat(unit, n)
			text := event(func(e *Event) { e.Summary = title })
			for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
				if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
					t.Fatalf("%d times %q: the line %q has %d bytes", n, unit, line, len(line))
				}
			}
			want := "SUMMARY;LANGUAGE=fr:" + escaped(title) + "\r\n"
			if whole := strings.ReplaceAll(text, "\r\n ", ""); n > 0 && !strings.Contains(whole, want) {
				t.Fatalf("%d times %q does not unfold", n, unit)
			}
		}
	}
}
