package view

import (
	"cmp"
	"slices"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// Finder is what a script that shows results has to know of the site. A template
// writes it as JSON: <script type="application/json">{{.Finder}}</script>.
type Finder struct {
	// Root is the address of what every query begins with, or "" where it is not
	// known, as in the preview.
	Root string `json:"-"`
	// Base is the path of the site, with a slash at either end; the addresses
	// of results are below it.
	Base string `json:"base"`
	// Facets are what results may be filtered by, "type" first.
	Facets []Facet `json:"facets"`
	// Months has twelve names, January first; Dates has the patterns "day",
	// "first", "month" and "year" with {d}, {month}, {m} and {y}.
	Months []string          `json:"months,omitempty"`
	Dates  map[string]string `json:"dates,omitempty"`
}

// Facet is one thing that results may be filtered by.
type Facet struct {
	// Name is what the index calls it: "type", "year" or the name of a field.
	// Param is its name in addresses (?theme=reemploi).
	Name  string `json:"name"`
	Param string `json:"param"`
	// Label is that of the field, or "".
	Label string `json:"label,omitempty"`
	// Values are the labels by key, those left out that are their own label.
	Values map[string]string `json:"values,omitempty"`
}

// browse returns the view of everything there is in the locale of a search page.
func (b *Builder) browse(p *site.Page) *Browse {
	v := &Browse{}
	for _, list := range p.Browse.Lists {
		v.Lists = append(v.Lists, BrowseList{Title: list.Title, URL: b.addresses.Of(list.URL), Count: list.Count})
	}
	for _, x := range p.Browse.Taxonomies {
		v.Taxonomies = append(v.Taxonomies, BrowseTaxonomy{Title: x.Title, URL: b.addresses.Of(x.URL), Terms: b.terms(x.Terms)})
	}
	for _, letter := range p.Browse.Letters {
		v.Letters = append(v.Letters, Letter{Name: letter.Name, Count: letter.Count, URL: b.addresses.Of(letter.URL), Cards: b.cardsOf(letter.Cards, p.Locale)})
	}
	return v
}

// reserved are the names in the address of a search page that are no facets.
var reserved = []string{"q", "sort"}

// finder returns what a script has to know of the search in a locale.
func (b *Builder) finder(l *schema.Locale) *Finder {
	source := b.site.Schema.Config.SourceLocale
	f := &Finder{Base: b.addresses.Of("/"), Months: l.Months, Dates: l.Date}
	if b.roots != nil {
		if root := b.roots()[l.Tag]; root != "" {
			f.Root = b.addresses.Of(site.URL("/" + root))
		}
	}
	types := Facet{Name: "type", Param: "type", Values: map[string]string{}}
	f.Facets = append(f.Facets, types)
	for _, t := range b.site.Schema.Types {
		if len(t.Search.Weights) > 0 {
			types.Values[t.Name] = t.Label.In(l.Tag, source)
		}
		for _, name := range t.Search.Facets {
			if slices.ContainsFunc(f.Facets, func(other Facet) bool { return other.Name == name }) {
				continue
			}
			facet := Facet{Name: name, Param: name, Values: map[string]string{}}
			if field := t.Field(name); field != nil {
				facet.Label = field.Label.In(l.Tag, source)
				if free := field.Vocabulary; free != "" && !slices.ContainsFunc(f.Facets, func(other Facet) bool { return other.Param == free }) {
					facet.Param = free
				}
			}
			if at := slices.IndexFunc(t.Filters, func(filter *schema.Filter) bool { return filter.Name == name }); at >= 0 {
				// What has no label of its own is called as where lists are narrowed by it.
				facet.Label = cmp.Or(facet.Label, t.Filters[at].Label.In(l.Tag, source))
				for _, value := range t.Filters[at].Values {
					facet.Values[value.Key] = value.Label.In(l.Tag, source)
				}
			}
			if slices.Contains(reserved, facet.Param) {
				facet.Param = "f-" + facet.Param
			}
			f.Facets = append(f.Facets, facet)
		}
	}
	for _, p := range b.site.Pages {
		if p.Locale != l || p.Entry == nil || p.Type == nil {
			continue
		}
		for _, field := range p.Entry.Fields {
			if !slices.Contains(p.Type.Search.Facets, field.Name) {
				continue
			}
			at := slices.IndexFunc(f.Facets, func(other Facet) bool { return other.Name == field.Name })
			label(f.Facets[at].Values, field.Value)
		}
	}
	return f
}

// label notes the labels of a value and of those in it, by key.
func label(labels map[string]string, v site.Value) {
	for _, item := range v.Items {
		label(labels, item)
	}
	if v.Key != "" && v.Text != v.Key {
		labels[v.Key] = v.Text
	}
}
