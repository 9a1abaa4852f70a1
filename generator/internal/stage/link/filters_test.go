package link

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// filterRules returns the small site with notes that are narrowed by everything
// that can be.
func filterRules() *schema.Schema {
	s := rules()
	note := s.Types[0]
	label := func(fr, en string) schema.Text { return schema.Text{"fr": fr, "en": en} }
	note.Fields = append(note.Fields,
		&schema.Field{Name: "kind", Kind: schema.KindEnum, Label: label("Genre", "Kind"), Values: []schema.EnumValue{
			{Key: "big", Label: label("Très grand", "Very big")}, {Key: "small", Label: label("Petit", "Small")}, {Key: "none"},
		}},
		&schema.Field{Name: "land", Kind: schema.KindCountry, Label: label("Pays", "Country")},
		&schema.Field{Name: "partners", Kind: schema.KindText, Many: true},
		&schema.Field{Name: "open", Kind: schema.KindBoolean, Label: label("Ouvert", "Open")},
	)
	note.Fields[3].Label = label("Mots", "Tags")
	for i, name := range []string{"tags", "kind", "land", "partners", "open", "year"} {
		note.Filters = append(note.Filters, &schema.Filter{Name: name, Span: source.In("content/_types/note.yaml", i, i+1)})
	}
	note.Filters[4].Values = []schema.EnumValue{{Key: "true", Label: label("Oui", "Yes")}}
	note.Filters[5].Label = label("Année", "Year")
	return s
}

func enum(key string) content.Value { return content.Value{Kind: schema.KindEnum, Text: key} }
func land(code string) content.Value {
	return content.Value{Kind: schema.KindCountry, Text: code}
}

// valuesOf says what a filter page of the site shows.
func valuesOf(p *site.Page) string {
	var list []string
	for _, v := range p.Values {
		list = append(list, fmt.Sprintf("%s=%s:%d %s", v.Key, v.Label, v.Count, v.URL))
	}
	return strings.Join(list, "; ")
}

func titlesOf(p *site.Page) string {
	var list []string
	for _, c := range p.Cards {
		list = append(list, strings.TrimPrefix(c.Title, "Titre notes/"))
	}
	return strings.Join(list, " ")
}

func TestFilters(t *testing.T) {
	s := filterRules()
	linked, ds := resolve(s,
		entry(s, "notes/a.fr", map[string]content.Value{"date": day(1), "tags": list(schema.KindTerm, "sol", "eau", "sol"), "kind": enum("small"), "land": land("DE"), "partners": list(schema.KindText, "Zoé & Cie", "Éole"), "open": {Kind: schema.KindBoolean, Bool: true}}),
		entry(s, "notes/b.fr", map[string]content.Value{"date": day(2), "tags": list(schema.KindTerm, "sol"), "kind": enum("big"), "land": land("FR"), "partners": list(schema.KindText, "Éole")},
			"/notes/kind", "/notes/kind/big", "/notes/partners/eole", "/notes/land/DE", "/notes/kind/none"),
		entry(s, "notes/b.en", map[string]content.Value{"kind": enum("small")}),
		entry(s, "notes/c.fr", map[string]content.Value{"date": day(3), "tags": list(schema.KindTerm, "sol"), "open": {Kind: schema.KindBoolean}}),
		entry(s, "notes/draft.fr", map[string]content.Value{"draft": {Kind: schema.KindBoolean, Bool: true}, "kind": enum("none")}),
	)
	for _, test := range []struct{ url, values, cards string }{
		{"/notes/mots/", "eau=Eau:1 /notes/mots/eau/; sol=Sol:3 /notes/mots/sol/", ""},
		{"/en/notes/tags/", "eau=Water:1 /en/notes/tags/water/; sol=Soil:3 /en/notes/tags/soil/", ""},
		{"/notes/genre/", "big=Très grand:1 /notes/genre/tres-grand/; small=Petit:1 /notes/genre/petit/", ""},
		{"/en/notes/kind/", "small=Small:2 /en/notes/kind/small/", ""},
		{"/notes/pays/", "DE=Allemagne:1 /notes/pays/allemagne/; FR=France:1 /notes/pays/france/", ""},
		{"/notes/partners/", "Éole=Éole:2 /notes/partners/eole/; Zoé & Cie=Zoé & Cie:1 /notes/partners/zoe-cie/", ""},
		{"/notes/ouvert/", "true=Oui:1 /notes/ouvert/oui/", ""},
		{"/notes/annee/", "2024=2024:3 /notes/annee/2024/", ""},
		{"/notes/mots/sol/", "", "c.fr b.fr"},
		{"/notes/mots/sol/page/2/", "", "a.fr"},
		{"/en/notes/kind/small/", "", "b.en a.fr"},
		{"/notes/partners/eole/", "", "b.fr a.fr"},
	} {
		p := page(t, linked, site.URL(test.url))
		if got := valuesOf(p); got != test.values {
			t.Errorf("%s: values %s, want %s", test.url, got, test.values)
		}
		if got := titlesOf(p); got != test.cards {
			t.Errorf("%s: cards %s, want %s", test.url, got, test.cards)
		}
	}
	want := []string{"content/notes/b.fr.md:400 ref-missing /notes/kind/none"}
	if got := messages(ds); !slices.Equal(got, want) {
		t.Errorf("diagnostics %v, want %v", got, want)
	}

	p := page(t, linked, "/notes/mots/sol/page/2/")
	if p.Title != "Sol – Notes" || p.Kind != site.KindFilter || p.Value.Key != "sol" || p.Filter.Name != "tags" || p.Narrowing.Entries != 3 {
		t.Errorf("the page of a value is %+v", p)
	}
	trail := ""
	for _, crumb := range p.Breadcrumbs {
		trail += crumb.URL + " "
	}
	if trail != "/ /notes/ /notes/mots/ " {
		t.Errorf("breadcrumbs %s", trail)
	}
	if other := p.Alternates[1]; !other.Exists || other.URL != "/en/notes/tags/soil/page/2/" {
		t.Errorf("in English it is %+v", other)
	}
	// A translation that has a value of its own leaves the source's alone.
	if other := page(t, linked, "/notes/genre/tres-grand/").Alternates[1]; other.Exists {
		t.Errorf("nothing is very big in English, and yet %+v", other)
	}
	if got := page(t, linked, "/notes/").Narrowing; got == nil || got != page(t, linked, "/notes/page/2/").Narrowing || len(got.Filters) != 6 {
		t.Errorf("the list is narrowed by %+v", got)
	}
	var links []string
	for _, link := range page(t, linked, "/notes/b/").Entry.Body.Links {
		links = append(links, link.URL)
	}
	if got := strings.Join(links, " "); got != "/notes/genre/ /notes/genre/tres-grand/ /notes/partners/eole/ /notes/pays/allemagne/ " {
		t.Errorf("links %s", got)
	}
}

// What a script narrows by says the same as the pages.
func TestNarrowedSaysTheSame(t *testing.T) {
	s := filterRules()
	linked, _ := resolve(s,
		entry(s, "notes/a.fr", map[string]content.Value{"date": day(1), "tags": list(schema.KindTerm, "sol", "eau")}),
		entry(s, "notes/b.fr", map[string]content.Value{"date": day(2), "tags": list(schema.KindTerm, "sol"), "land": land("IT")}),
	)
	if len(linked.Narrowed) != 2 || linked.Narrowed[0].Data != "/en/notes/filters.json" {
		t.Fatalf("%d lists, want one per locale", len(linked.Narrowed))
	}
	n := linked.Narrowed[1]
	if got := fmt.Sprint(n.Has); got != "[[[1] [0] [0]] [[1 0] [] [0]]]" {
		t.Errorf("the entries have %s", got)
	}
	for i, f := range n.Filters {
		for j, value := range f.Values {
			count := 0
			for k := range n.Cards {
				if slices.Contains(n.Has[k][i], j) {
					count++
				}
			}
			if count != value.Count {
				t.Errorf("%s %s: %d entries have it, %d are counted", f.Name, value.Key, count, value.Count)
			}
		}
	}
}

func TestTopValues(t *testing.T) {
	s := filterRules()
	var entries []*content.Entry
	for i, codes := range []string{"IT", "FR FR FR", "ES", "DE DE", "CA", "BE", "AT"} {
		for j, code := range strings.Fields(codes) {
			entries = append(entries, entry(s, fmt.Sprintf("notes/n%d%d.fr", i, j), map[string]content.Value{"land": land(code)}))
		}
	}
	linked, _ := resolve(s, entries...)
	var top []string
	for _, value := range page(t, linked, "/notes/").Narrowing.Filters[0].Top {
		top = append(top, value.Key)
	}
	if got := strings.Join(top, " "); got != "FR DE AT BE CA" {
		t.Errorf("the first values are %s", got)
	}
}

// Addresses that would be one are reported where somebody can mend them.
func TestFilterAddresses(t *testing.T) {
	s := filterRules()
	s.Types[0].Filters[2].Label = schema.Text{"fr": "Genre"}
	_, ds := resolve(s,
		entry(s, "notes/a.fr", map[string]content.Value{"date": day(1), "kind": enum("big"), "land": land("IT")}),
		entry(s, "notes/b.fr", map[string]content.Value{"date": day(2), "partners": list(schema.KindText, "Emmaüs")}),
		entry(s, "notes/c.fr", map[string]content.Value{"date": day(2), "partners": list(schema.KindText, "EMMAUS")}),
		entry(s, "notes/annee.fr", nil),
	)
	want := []string{
		"content/_types/note.yaml:1 url-collision /notes/genre/",
		"content/notes/annee.fr.md:0 url-collision /notes/annee/",
		"content/notes/c.fr.md:0 url-collision/value EMMAUS Emmaüs /notes/partners/emmaus/",
	}
	if got := messages(ds); !slices.Equal(got, want) {
		t.Errorf("diagnostics %v, want %v", got, want)
	}
}
