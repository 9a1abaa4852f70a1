package field

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/spell"
)

var (
	datePattern = regexp.MustCompile(`^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$`)
	// localDate is a day as people write it, the day first.
	localDate = regexp.MustCompile(`^([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})$`)
	// otherDate is a day with other separators or without zeros.
	otherDate = regexp.MustCompile(`^([0-9]{4})[/. -]([0-9]{1,2})[/. -]([0-9]{1,2})$`)
	// localMonth and otherMonth are months with other separators, in another order
	// or without a zero.
	localMonth = regexp.MustCompile(`^([0-9]{1,2})[/.-]([0-9]{4})$`)
	otherMonth = regexp.MustCompile(`^([0-9]{4})[/. -]([0-9]{1,2})$`)
	// namedDate and monthFirst are days or months with the name of the month.
	namedDate  = regexp.MustCompile(`^(?:([0-9]{1,2})(?:er|st|nd|rd|th)? )?(\p{L}+) ([0-9]{4})$`)
	monthFirst = regexp.MustCompile(`^(\p{L}+) ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})$`)
	// clockPattern is a day and an hour behind it, as people write them.
	clockPattern = regexp.MustCompile(`^(.*?)[T ,]+(?:à |at )?([0-9]{1,2}) ?(?:[hH] ?([0-9]{2})?|:([0-9]{2}))$`)
)

// hyphens are what some programs write in the place of a hyphen.
var hyphens = strings.NewReplacer("\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u2212", "-")

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
		return d.wrong(msg, f, v, d.isoDate(v.Text, f.Precision == "month" || f.Precision == "year"))
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

// isoDate rewrites a day that people write in another order, in words or with
// other separators, or a month where months are enough, or returns "".
func (d *Decoder) isoDate(text string, months bool) string {
	text = hyphens.Replace(strings.Join(strings.Fields(text), " "))
	date := content.Date{}
	if m := localDate.FindStringSubmatch(text); m != nil {
		date = dateOf(m[3], m[2], m[1])
	} else if m := otherDate.FindStringSubmatch(text); m != nil {
		date = dateOf(m[1], m[2], m[3])
	} else if m := localMonth.FindStringSubmatch(text); m != nil {
		date = dateOf(m[2], m[1], "")
	} else if m := otherMonth.FindStringSubmatch(text); m != nil {
		date = dateOf(m[1], m[2], "")
	} else if m := namedDate.FindStringSubmatch(text); m != nil {
		date = dateOf(m[3], d.month(m[2]), m[1])
	} else if m := monthFirst.FindStringSubmatch(text); m != nil {
		date = dateOf(m[3], d.month(m[1]), m[2])
	}
	if date.Year == 0 || date.Month == 0 || date.Day == 0 && !months || !exists(date) {
		return ""
	}
	return date.String()
}

// month returns the number of the month that a locale calls so, or "".
func (d *Decoder) month(name string) string {
	for _, l := range d.Schema.Locales {
		for i, month := range l.Months {
			if spell.Same(month, name) {
				return strconv.Itoa(i + 1)
			}
		}
	}
	return ""
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
	if m := clockPattern.FindStringSubmatch(strings.Join(strings.Fields(v.Text), " ")); m != nil {
		minutes := m[3] + m[4]
		if minutes == "" {
			minutes = "00"
		}
		day, clock = m[1], fmt.Sprintf("%02s:%s", m[2], minutes)
	}
	if !datePattern.MatchString(day) {
		day = d.isoDate(day, false)
		if whole := d.isoDate(v.Text, false); whole != "" {
			day, clock = whole, ""
		}
	}
	fix := strings.TrimSpace(day + " " + clock)
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
