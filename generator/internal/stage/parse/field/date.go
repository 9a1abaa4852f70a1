package field

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
)

var (
	datePattern = regexp.MustCompile(`^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$`)
	// localDate is a day as people write it, the day first.
	localDate = regexp.MustCompile(`^([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})$`)
	// otherDate is a day with other separators or without zeros.
	otherDate = regexp.MustCompile(`^([0-9]{4})[/. -]([0-9]{1,2})[/. -]([0-9]{1,2})$`)
)

// instantLayouts are how an instant may be written: RFC 3339, with seconds and
// offset optional.
var instantLayouts = []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02"}

// date decodes a day, or a month or year where the field allows it.
func (d *Decoder) date(f *schema.Field, v content.Value) (content.Value, bool) {
	m := datePattern.FindStringSubmatch(v.Text)
	coarse := m != nil && (m[2] == "" && f.Precision != "year" || m[3] == "" && f.Precision != "year" && f.Precision != "month")
	if m == nil || coarse {
		msg := diag.Msg("field-date")
		if f.Precision == "month" || f.Precision == "year" {
			msg = "field-date/precision"
		}
		return d.wrong(msg, f, v, isoDate(v.Text))
	}
	date := dateOf(m[1], m[2], m[3])
	if date.Year == 0 || m[2] != "" && date.Month == 0 || m[3] != "" && date.Day == 0 || !exists(date) {
		return d.wrong("field-date/calendar", f, v, "")
	}
	v.Date = date
	return v, true
}

// exists reports whether a date is in the calendar.
func exists(date content.Date) bool {
	month, day := max(1, date.Month), max(1, date.Day)
	t := time.Date(int(date.Year), time.Month(month), int(day), 0, 0, 0, 0, time.UTC)
	return t.Year() == int(date.Year) && t.Month() == time.Month(month) && t.Day() == int(day)
}

// isoDate rewrites a day that people write in another order or with other
// separators, or returns "".
func isoDate(text string) string {
	date := content.Date{}
	if m := localDate.FindStringSubmatch(text); m != nil {
		date = dateOf(m[3], m[2], m[1])
	} else if m := otherDate.FindStringSubmatch(text); m != nil {
		date = dateOf(m[1], m[2], m[3])
	}
	if date.Month == 0 || date.Day == 0 || !exists(date) {
		return ""
	}
	return date.String()
}

// dateOf returns the date of up to four digits and twice two; the zero number stands
// for none.
func dateOf(year, month, day string) content.Date {
	number := func(digits string) int {
		n, err := strconv.Atoi(digits)
		if err != nil {
			return 0
		}
		return n
	}
	return content.Date{Year: int16(number(year)), Month: int8(number(month)), Day: int8(number(day))}
}

// datetime decodes an instant; without an offset it is one of the site's time
// zone.
func (d *Decoder) datetime(f *schema.Field, v content.Value) (content.Value, bool) {
	if t, is := d.instant(v.Text); is {
		v.Own().Time = t.UTC()
		return v, true
	}
	day, clock, _ := strings.Cut(v.Text, " ")
	fix := strings.TrimSpace(isoDate(day) + " " + clock)
	if _, is := d.instant(fix); !is {
		fix = ""
	}
	return d.wrong("field-date/datetime", f, v, fix)
}

// instant returns the instant that a text names.
func (d *Decoder) instant(text string) (t time.Time, is bool) {
	for _, layout := range instantLayouts {
		if t, err := time.ParseInLocation(layout, text, d.Zone); err == nil {
			return t, true
		}
	}
	return t, false
}
