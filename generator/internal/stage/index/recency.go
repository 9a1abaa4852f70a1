package index

import (
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// latestDays returns the day of the latest date of each type in a locale. Age
// is counted from it and not from today, so that the same content makes the
// same index on any day. Types whose age does not count have none.
func latestDays(s *site.Site, locale *schema.Locale) map[*schema.Type]int {
	latest := map[*schema.Type]int{}
	for _, p := range s.Pages {
		if p.Locale != locale || p.Entry == nil || p.Type.Search.Recency == 0 || p.Entry.Date.Year == 0 {
			continue
		}
		day := dayOf(p.Entry.Date)
		if other, has := latest[p.Type]; !has || day > other {
			latest[p.Type] = day
		}
	}
	return latest
}

// dayOf returns a date in days since 1970; a month or a year counts as its
// first day, as it does in the order by date.
func dayOf(d content.Date) int {
	const secondsPerDay = 24 * 60 * 60
	return int(time.Date(int(d.Year), time.Month(max(d.Month, 1)), int(max(d.Day, 1)), 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// recencyBoost returns the factor on the score of an entry that is age days
// older than the latest of its type, given schema.Search.Recency: 1.0625 falls
// to 1.015625 in four steps of equal length, so that it decides between entries
// that answer about as well, and not more. It is 0, no factor, from recency days
// on, and when recency is 0. Few different factors keep the index small, which
// lists documents by factor.
func recencyBoost(age, recency int) float64 {
	if age >= recency {
		return 0
	}
	const steps = 4
	return 1 + float64(steps-steps*age/recency)/64
}
