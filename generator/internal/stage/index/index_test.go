package index

import (
	"testing"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
)

func TestBoost(t *testing.T) {
	newest := dayOf(content.Date{Year: 2026, Month: 3, Day: 1})
	for _, c := range []struct {
		recency, age int
		want         float64
	}{{0, 0, 1}, {100, 0, 1.25}, {100, 24, 1.25}, {100, 25, 1.1875}, {100, 50, 1.125}, {100, 99, 1.0625}, {100, 100, 1}, {100, 4000, 1}} {
		if got := boost(c.recency, newest.AddDate(0, 0, -c.age), newest); got != c.want {
			t.Errorf("recency %d, %d days: %g, want %g", c.recency, c.age, got, c.want)
		}
	}
	if got := boost(100, time.Time{}, newest); got != 1 {
		t.Errorf("without a date: %g", got)
	}
	if got := boost(100, time.Time{}, time.Time{}); got != 1 {
		t.Errorf("no date at all: %g", got)
	}
	if got := dayOf(content.Date{Year: 2024}); !got.Equal(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("2024 is %v", got)
	}
}

func TestWeights(t *testing.T) {
	got := weights(&schema.Schema{Types: []*schema.Type{
		{Search: schema.Search{Weights: map[string]float64{"title": 4, "body": 2}}},
		{Search: schema.Search{Weights: map[string]float64{"title": 3, "summary": 2}}},
		{},
	}})
	if len(got) != 2 || got["title"] != 3 || got["summary"] != 2 {
		t.Errorf("%v", got)
	}
}
