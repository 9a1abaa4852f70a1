package link

import (
	"context"
	"slices"
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

func TestValueIDs(t *testing.T) {
	var items []content.Value
	for _, d := range []content.Date{{Year: 2024}, {Year: 2024, Month: 6}, {Year: 2024}, {Year: 2024, Month: 6, Day: 1}, {Year: 2024}} {
		items = append(items, content.Value{Fields: fieldsOf(map[string]content.Value{"as_of": {Date: d}})})
	}
	want := []string{"2024", "2024-06", "2024-b", "2024-06-01", "2024-c"}
	if got := valueIDs(items); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if a, b := nth("x", 25), nth("x", 26); a != "x-z" || b != "x-27" {
		t.Errorf("got %s and %s", a, b)
	}
}

// TestSeriesShorterInTranslation links a translation with fewer values than its
// source: what validate reports must not be the end of linking.
func TestSeriesShorterInTranslation(t *testing.T) {
	s := rules()
	note := s.Types[0]
	facts := note.Field("facts")
	facts.Fields = append(facts.Fields, &schema.Field{Name: "as_of", Kind: schema.KindDate})
	note.Series = &schema.Series{Values: "facts"}
	hours := func(numbers ...float64) map[string]content.Value {
		v := content.Value{Kind: schema.KindList, IsList: true}
		for i, n := range numbers {
			v.Items = append(v.Items, content.Value{Kind: schema.KindList, Fields: fieldsOf(map[string]content.Value{
				"value": {Number: n}, "unit": text("heures"), "as_of": {Date: content.Date{Year: int16(2020 + i)}},
			})})
		}
		return map[string]content.Value{"facts": v}
	}
	shorter := entry(s, "notes/a.en", hours(12000))
	writes := entry(s, "pages/home.en", nil)
	writes.Body.Numbers = []content.Number{{Value: 34567, Digits: 5, Scale: 1, Unit: content.UnitHash("heures")}}
	linked, _ := Site(context.Background(), []*content.Entry{
		entry(s, "notes/a.fr", hours(12000, 34567)), shorter, entry(s, "pages/home.fr", nil), writes,
	}, s, source.NewTree(nil), Options{Clock: clock})
	pages := 0
	for _, p := range linked.Pages {
		if p.Entry != nil {
			pages++
		}
	}
	if pages != 4 {
		t.Errorf("%d pages of entries, want 4", pages)
	}
}

// TestTreeWithoutSource links a tree that begins at a page without source.
func TestTreeWithoutSource(t *testing.T) {
	s := rules()
	s.Types[0].Tree = &schema.Tree{Start: "notes/a", Next: "facts", Ends: "related"}
	_, found := resolve(s, entry(s, "notes/a.en", nil))
	if !slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Code() == "tree-broken" }) {
		t.Errorf("found %v, want tree-broken", found)
	}
}
