package index

import (
	"reflect"
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/search/indexer"
)

// TestFacets makes the facets of pages one after the other in the same memory, as a run
// does: what a page has must not depend on those before it.
func TestFacets(t *testing.T) {
	kind := &schema.Type{Name: "offer", Search: schema.Search{Facets: []string{"themes", "year", schema.StateFacet, "place", "type"}}}
	page := func(date content.Date, state site.State, fields ...site.Field) *site.Page {
		return &site.Page{Type: kind, Entry: &site.Entry{Date: date, Closing: site.Closing{State: state}, Fields: fields}}
	}
	list := func(name string, keys ...string) site.Field {
		v := site.Value{IsList: true}
		for _, key := range keys {
			v.Items = append(v.Items, site.Value{Key: key, Text: "label"})
		}
		return site.Field{Name: name, Value: v}
	}
	facet := func(name string, keys ...string) indexer.Facet { return indexer.Facet{Name: name, Keys: keys} }
	text := func(name, text string) site.Field { return site.Field{Name: name, Value: site.Value{Text: text}} }
	var r room
	for _, c := range []struct {
		page *site.Page
		want []indexer.Facet
	}{
		{page(content.Date{}, ""), []indexer.Facet{facet("type", "offer"), facet("state", "")}},
		{
			page(content.Date{Year: 2026}, site.StateOpen, list("themes", "water", "work"), text("place", "Brest"), text("title", "not a facet")),
			[]indexer.Facet{facet("type", "offer"), facet("themes", "water", "work"), facet("year", "2026"), facet("state", "open"), facet("place", "Brest")},
		},
		{ // lists that are the same when they are joined
			page(content.Date{}, site.StateClosed, list("themes", "waterwork"), text("type", "also")),
			[]indexer.Facet{facet("type", "offer", "also"), facet("themes", "waterwork"), facet("state", "closed")},
		},
		{
			page(content.Date{}, "", list("themes", "water\x00work"), list("place")),
			[]indexer.Facet{facet("type", "offer"), facet("themes", "water\x00work"), facet("state", "")},
		},
		{
			page(content.Date{Year: 2026}, site.StateOpen, list("themes", "water", "work")),
			[]indexer.Facet{facet("type", "offer"), facet("themes", "water", "work"), facet("year", "2026"), facet("state", "open")},
		},
	} {
		if got := r.facets(c.page); !reflect.DeepEqual(got, c.want) {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
	}
}
