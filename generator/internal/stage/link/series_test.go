package link

import (
	"slices"
	"testing"

	"essaim/generator/internal/model/content"
)

func TestValueIDs(t *testing.T) {
	var items []content.Value
	for _, d := range []content.Date{{Year: 2024}, {Year: 2024, Month: 6}, {Year: 2024}, {Year: 2024, Month: 6, Day: 1}, {Year: 2024}} {
		items = append(items, content.Value{Fields: map[string]content.Value{"as_of": {Date: d}}})
	}
	want := []string{"2024", "2024-06", "2024-b", "2024-06-01", "2024-c"}
	if got := valueIDs(items); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if a, b := nth("x", 25), nth("x", 26); a != "x-z" || b != "x-27" {
		t.Errorf("got %s and %s", a, b)
	}
}
