package index

import (
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

func TestRecencyBoost(t *testing.T) {
	tests := []struct {
		age, recency int
		want         float64
	}{
		{0, 365, 1.0625}, {91, 365, 1.0625}, {92, 365, 1.046875}, {182, 365, 1.046875}, {183, 365, 1.03125},
		{273, 365, 1.03125}, {274, 365, 1.015625}, {364, 365, 1.015625}, {365, 365, 0}, {100000, 365, 0},
		{0, 1, 1.0625}, {1, 1, 0},
		{0, 2, 1.0625}, {1, 2, 1.03125},
		{24, 100, 1.0625}, {25, 100, 1.046875}, {50, 100, 1.03125}, {75, 100, 1.015625}, {99, 100, 1.015625}, {100, 100, 0},
		{schema.MaxRecency - 1, schema.MaxRecency, 1.015625},
		{0, 0, 0}, {10, 0, 0},
	}
	for _, tt := range tests {
		if got := recencyBoost(tt.age, tt.recency); got != tt.want {
			t.Errorf("%d days of %d: %v, want %v", tt.age, tt.recency, got, tt.want)
		}
	}
}

func TestDayOf(t *testing.T) {
	tests := []struct {
		date content.Date
		want int
	}{
		{content.Date{Year: 1970, Month: 1, Day: 1}, 0},
		{content.Date{Year: 1969, Month: 12, Day: 31}, -1},
		{content.Date{Year: 2024, Month: 3, Day: 1}, 19783}, // after the 29th of February
		{content.Date{Year: 2024, Month: 3}, 19783},
		{content.Date{Year: 2024}, 19723},
		{content.Date{Year: 1, Month: 1, Day: 1}, -719162},
	}
	for _, tt := range tests {
		if got := dayOf(tt.date); got != tt.want {
			t.Errorf("%s is day %d, want %d", tt.date, got, tt.want)
		}
	}
}

// TestBoostsOfDocuments wants ages counted within a type and a locale, and
// nothing for what has no date or is of a type that does not ask.
func TestBoostsOfDocuments(t *testing.T) {
	fr, en := &schema.Locale{Tag: "fr"}, &schema.Locale{Tag: "en"}
	news := &schema.Type{Name: "news", Search: schema.Search{Recency: 100}}
	report := &schema.Type{Name: "report", Search: schema.Search{Recency: 4000}}
	page := &schema.Type{Name: "page"}
	s := &site.Site{Schema: &schema.Schema{Config: schema.Config{SourceLocale: "fr"}, Locales: []*schema.Locale{fr, en}}}
	add := func(locale *schema.Locale, of *schema.Type, id string, year int16, month, day int8) {
		s.Pages = append(s.Pages, &site.Page{Kind: site.KindEntry, Locale: locale, Type: of, Entry: &site.Entry{
			ID: id, Title: id, Source: &content.Entry{}, Date: content.Date{Year: year, Month: month, Day: day},
		}})
	}
	add(fr, news, "latest", 2020, 4, 10)
	add(fr, news, "same-day", 2020, 4, 10)
	add(fr, news, "month", 2020, 3, 0) // 40 days
	add(fr, news, "year", 2020, 0, 0)  // 100 days
	add(fr, news, "undated", 0, 0, 0)
	add(fr, report, "later-report", 2026, 1, 1)
	add(fr, report, "old-report", 2016, 1, 1) // 3653 days
	add(fr, page, "page", 2026, 1, 1)
	add(en, news, "month", 2020, 3, 0)
	s.Pages = append(s.Pages, &site.Page{Kind: site.KindList, Locale: fr, Type: news})

	want := map[*schema.Locale]map[string]float64{
		fr: {"latest": 1.0625, "same-day": 1.0625, "month": 1.046875, "year": 0, "undated": 0, "later-report": 1.0625, "old-report": 1.015625, "page": 0},
		en: {"month": 1.0625},
	}
	for locale, boosts := range want {
		docs := Options{}.documents(s, locale)
		if len(docs) != len(boosts) {
			t.Errorf("%s: %d documents, want %d", locale.Tag, len(docs), len(boosts))
		}
		for _, d := range docs {
			if d.Boost != boosts[d.ID] {
				t.Errorf("%s: %s has %v, want %v", locale.Tag, d.ID, d.Boost, boosts[d.ID])
			}
		}
	}
}
