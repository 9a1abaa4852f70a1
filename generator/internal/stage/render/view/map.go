package view

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"essaim/generator/internal/model/site"
	"essaim/generator/internal/stage/render/atlas"
)

// atlas adds to the view of p the map that its type has: the map itself on the
// page of the filter whose values are areas, elsewhere the way to it.
func (b *Builder) atlas(v *View, p *site.Page) {
	if v.Narrowing == nil || p.Type == nil || p.Type.Map == nil {
		return
	}
	of := p.Type.Map
	for i := range v.Narrowing.Filters {
		if f := &v.Narrowing.Filters[i]; f.Name == of.Field {
			v.Narrowing.Map = f.URL
		}
	}
	// Values that take several pages are too many for the table beside a map.
	if p.Kind != site.KindFilters || v.Filter.Name != of.Field || len(v.Filter.Shown) < len(v.Filter.Values) {
		return
	}
	areas := make([]atlas.Area, len(v.Filter.Values))
	for i, value := range v.Filter.Values {
		areas[i] = atlas.Area{Key: value.Key, Label: value.Label, URL: value.URL, Count: value.Count}
	}
	order := collate.New(language.Make(p.Locale.Tag))
	slices.SortStableFunc(areas, func(a, b atlas.Area) int { return order.CompareString(a.Label, b.Label) })
	v.Map = atlas.Draw(of.Outlines, areas)
}
