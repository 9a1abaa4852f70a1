package render

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/render/view"
)

func TestSearchPages(t *testing.T) {
	out := build(t, nil, nil)
	for _, test := range []struct {
		name, path       string
		wanted, unwanted []string
	}{
		{"field on every page", "actualites/ouverture/index.html", []string{
			`<form id="search-form" class="search" role="search" action="/ess/recherche/" data-index="/ess/search/fr.json" data-results="/ess/assets/results.`,
			`<label for="search-q">Rechercher sur le site</label>`, `<script type="module" src="/ess/assets/search.`,
		}, []string{"search-data"}},
		{"state", "ar/recherche/index.html", []string{
			`data-index="/ess/search/ar.json"`, `<p id="search-status" class="unseen" role="status"></p>`, `<section id="search-results" aria-labelledby="search-title" hidden>`,
		}, nil},
		{"browse", "recherche/index.html", []string{
			"<title>Recherche &amp; co – Essai &amp; compagnie</title>", `<li><a href="/ess/actualites/">Actualités</a> · 1` + "\u202f" + `234</li>`,
			`<h3><a href="/ess/themes/">Thèmes</a></h3>`, `<li><a href="/ess/themes/reemploi/">Réemploi</a> · 2</li>`,
			`<dt>O</dt><dd><a href="/ess/actualites/ouverture/">Ouverture &amp; fête</a></dd>`,
		}, nil},
		{"letters with pages of their own", "en/search/index.html", []string{
			`<li><a href="/ess/en/search/o/" aria-label="Titles in O">O</a></li>`, `<a href="/ess/en/search/other/" aria-label="Other titles">#</a>`,
		}, []string{"<dt>"}},
		{"letter", "en/search/other/index.html", []string{"<title>Other titles – Trial &amp; company</title>", "<h1>Other titles</h1>", `<h2><a href="/ess/en/news/ouverture/"`}, nil},
	} {
		t.Run(test.name, func(t *testing.T) { expect(t, markup(t, out, test.path), test.wanted, test.unwanted) })
	}
	// The page has one field, not that of the header beside its own.
	if n := strings.Count(data(t, out, "recherche/index.html"), "<form"); n != 1 {
		t.Errorf("the search page has %d forms", n)
	}
}

// A site without a page to search on has neither field nor script.
func TestNoSearch(t *testing.T) {
	out := build(t, nil, func(s *site.Site) { s.Schema.Config.Search = nil })
	expect(t, data(t, out, "actualites/ouverture/index.html"), nil, []string{"search", "<script type=\"module\""})
}

// What a script on the search page reads is whole JSON, with the labels of what
// results are filtered by.
func TestSearchData(t *testing.T) {
	out := build(t, nil, func(s *site.Site) {
		news := s.Schema.Type("news")
		news.Search = schema.Search{Weights: map[string]float64{"title": 1}, Facets: []string{"a-enum", "a-country", "a-text", "year"}}
		news.Field("a-enum").Label = nil
		entry := s.Pages[0].Entry
		for i, f := range entry.Fields {
			switch f.Name {
			case "a-enum":
				entry.Fields[i].Value = site.Value{Kind: schema.KindEnum, Key: "esat", Text: `ESAT </script><b>`}
			case "a-country":
				entry.Fields[i].Value = site.Value{Kind: schema.KindCountry, IsList: true, Items: []site.Value{{Key: "IT", Text: "Italie"}, {Key: "JP", Text: "Japon"}}}
			}
		}
	})
	text := data(t, out, "recherche/index.html")
	_, rest, _ := strings.Cut(text, `<script type="application/json" id="search-data">`)
	written, _, _ := strings.Cut(rest, "</script>")
	var got struct {
		Site    view.Finder
		Strings map[string]any
	}
	if err := json.Unmarshal([]byte(written), &got); err != nil {
		t.Fatalf("%v in %s", err, written)
	}
	want := []view.Facet{
		{Name: "type", Param: "type", Values: map[string]string{"news": "Actualité"}},
		{Name: "a-enum", Param: "a-enum", Values: map[string]string{"esat": `ESAT </script><b>`}},
		{Name: "a-country", Param: "a-country", Label: "A-country", Values: map[string]string{"IT": "Italie", "JP": "Japon"}},
		{Name: "a-text", Param: "a-text", Label: "A-text"},
		{Name: "year", Param: "year"},
	}
	if !reflect.DeepEqual(got.Site.Facets, want) {
		t.Errorf("the facets are %+v", got.Site.Facets)
	}
	if got.Site.Base != "/ess/" || len(got.Site.Months) != 12 || got.Site.Dates["first"] != "1er {month} {y}" {
		t.Errorf("the site is %+v", got.Site)
	}
	if forms, ok := got.Strings["count"].(map[string]any); !ok || forms["one"] == forms["other"] || !strings.Contains(forms["other"].(string), "{{.Count}}") || got.Strings["year"] != "Année" {
		t.Errorf("the strings are %v", got.Strings)
	}
}

// A facet goes by the name of its vocabulary in addresses, unless another does,
// and never by the names that the query has.
func TestFacetParams(t *testing.T) {
	out := build(t, nil, func(s *site.Site) {
		news := s.Schema.Type("news")
		news.Fields = append(news.Fields, &schema.Field{Name: "themes", Kind: schema.KindTerm, Vocabulary: "theme"},
			&schema.Field{Name: "more", Kind: schema.KindTerm, Vocabulary: "theme"}, &schema.Field{Name: "sort", Kind: schema.KindText})
		news.Search.Facets = []string{"themes", "more", "sort"}
	})
	expect(t, data(t, out, "recherche/index.html"), []string{`"name":"themes","param":"theme"`, `"name":"more","param":"more"`, `"name":"sort","param":"f-sort"`}, nil)
}

// A script gets strings before anything is filled in, with the plurals that
// their language tells apart.
func TestStringsForScripts(t *testing.T) {
	french := file("themes/t/i18n/fr.json", []byte(`{"found.none": "rien", "found.count": {"one": "{{.Count}} page", "other": "{{.Count}} pages"}, "found.for": "pour {{.Query}}", "foundation": "x"}`))
	c, found := readMessages([]*source.File{french, file("themes/t/i18n/en.json", []byte(`{"found.none": "nothing"}`))}, testSchema())
	if len(found) > 0 {
		t.Fatal(summaries(found))
	}
	count := map[string]string{"one": "{{.Count}} page", "other": "{{.Count}} pages"}
	for tag, want := range map[string]map[string]any{
		"fr": {"none": "rien", "count": count, "for": "pour {{.Query}}"},
		"en": {"none": "nothing", "count": count, "for": "pour {{.Query}}"},
	} {
		if got := c.locales[tag].strings("found."); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", tag, got, want)
		}
	}
	if c.hasBelow("lost.") || !c.hasBelow("found.") || !slices.Equal(c.groups(), []string{"found."}) {
		t.Errorf("the groups are %v", c.groups())
	}
}
