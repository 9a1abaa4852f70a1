package content

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"essaim/generator/internal/model/schema"
)

// Date is a day, month or year of the proleptic Gregorian calendar. Month and
// Day are 0 when the date is coarser. The numbers are small, for a site has a date in
// every value of every field.
type Date struct {
	Year       int16
	Month, Day int8
}

// DayOf returns the day of an instant, in its own zone.
func DayOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{int16(year), int8(month), int8(day)}
}

// String returns the date as it is written: "2024-07-26", "2024-07" or "2024";
// "" for the zero Date.
func (d Date) String() string {
	if d == (Date{}) {
		return ""
	}
	var onStack [len("2024-07-26")]byte
	text := appendPadded(onStack[:0], int(d.Year), 4)
	if d.Month != 0 {
		text = appendPadded(append(text, '-'), int(d.Month), 2)
		if d.Day != 0 {
			text = appendPadded(append(text, '-'), int(d.Day), 2)
		}
	}
	return string(text)
}

// appendPadded appends a number of at least so many digits, which is not negative.
func appendPadded(to []byte, n, digits int) []byte {
	start := len(to)
	to = strconv.AppendInt(to, int64(n), 10)
	for len(to)-start < digits {
		to = slices.Insert(to, start, '0')
	}
	return to
}

// Words fills the pattern of the locale that suits the precision of d:
// "26 juillet 2024", "juillet 2024", "2024".
func (d Date) Words(l *schema.Locale) string {
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
	if d.Month >= 1 && int(d.Month) <= len(l.Months) {
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
			text.WriteString(strconv.Itoa(int(d.Day)))
		case name == "month" && closed:
			text.WriteString(month)
		case name == "m" && closed:
			text.WriteString(strconv.Itoa(int(d.Month)))
		case name == "y" && closed:
			text.WriteString(strconv.Itoa(int(d.Year)))
		default: // a brace that stands for itself
			text.WriteString("{")
			pattern = rest
		}
	}
}

// End returns the first instant after d in a time zone: the beginning of the
// next day, month or year. A day may begin later than midnight, or twice, where
// clocks are changed at night; the zero Date ends at the zero time.
func (d Date) End(zone *time.Location) time.Time {
	if d == (Date{}) {
		return time.Time{}
	}
	year, month, day := int(d.Year), time.Month(d.Month), int(d.Day)
	switch {
	case month == 0:
		year, month, day = year+1, 1, 1
	case day == 0:
		month, day = month+1, 1
	default:
		day++
	}
	first := time.Date(year, month, day, 12, 0, 0, 0, zone)
	at := time.Date(year, month, day, 0, 0, 0, 0, zone)
	if at.Day() != first.Day() { // midnight is left out
		_, at = at.ZoneBounds()
		return at
	}
	if start, _ := at.ZoneBounds(); start.Equal(at) { // midnight may have been once before
		_, after := at.Zone()
		_, before := at.Add(-time.Nanosecond).Zone()
		if earlier := at.Add(time.Duration(after-before) * time.Second); before > after && earlier.Day() == first.Day() {
			return earlier
		}
	}
	return at
}
