package settings

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// small is a site with as few settings as can be.
const small = `
-- content/site.yaml --
title: Halte
source_locale: fr
base_url: https://halte.example
theme: plain
home: pages/home
-- content/_types/page.yaml --
label: Page
plural: Pages
folder: pages
url: /
fields:
  title: {kind: text}
-- content/_locales/fr/locale.yaml --
name: Français
months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
date: {day: "{d} {month} {y}"}
`

// whole is a site with every setting.
const whole = `
-- content/site.yaml --
title: {fr: Halte, en: Stop}
description: {fr: Une halte}
source_locale: fr
base_url: http://halte.example:8080/a/
time_zone: Europe/Paris
theme: plain
home: /pages/home/
taxonomies:
  theme:
    label: Thème
    plural: {fr: Thèmes, en: Themes}
    url: {fr: /themes/, en: /en-themes/}
  area:
    label: Lieu
    plural: Lieux
    url: /lieux/
search: {title: {fr: Recherche, en: Search}, url: {fr: /recherche/, en: /search/}}
menus:
  main:
    - to: /notes/
    - {url: "https://exemple.org/", label: {fr: Dehors}}
  footer: []
-- content/_types/page.yaml --
label: Page
plural: Pages
folder: pages
url: /
list: false
fields:
  title: {kind: text}
body: {required: true}
-- content/_types/note.yaml --
label: {fr: Note}
plural: {fr: Notes, en: Notes}
folder: /notes/deep/
url: {fr: /notes/, en: /notes/}
feed: true
page_size: 5
sort: [-date, title]
filters:
  - mood
  - {field: year, label: {fr: Année}}
  - {field: open, values: {true: {fr: Ouvert}}}
  - code
fields:
  title: {kind: text, label: Titre, help: {fr: Le titre}, required: true, min: 2, max: 80.5}
  date: {kind: date, precision: month}
  day: {kind: date}
  state: {kind: enum, of: [planned, done]}
  mood: {kind: enum, of: {good: {fr: Bon, en: Good}, bad: Mauvais}}
  themes: {kind: term, of: theme, many: true}
  see: {kind: ref, to: [note, page]}
  one: {kind: ref, to: note}
  any: {kind: ref}
  code: {kind: text, translate: false}
  open: {kind: boolean}
  place:
    kind: object
    of:
      city: {kind: text}
  sizes:
    kind: list
    of:
      size: {kind: number}
search:
  weights: {title: 3, body: 0.5}
  facets: [themes, year]
  recency: 365
-- content/_locales/en/locale.yaml --
name: English
direction: rtl
analyzer: en
typography: en
months: [a, b, c, d, e, f, g, h, i, j, k, l]
date: {day: "{d} {month}", first: "first {month}", month: "{month}", year: "({y})"}
number: {decimal: ",", group: " "}
-- content/_locales/en/terms.yaml --
theme:
  water: Water
-- content/_locales/de/locale.yaml --
name: Deutsch
months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
date: {day: "{d}"}
-- content/_locales/fr/locale.yaml --
name: Français
months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
date: {day: "{d} {month} {y}"}
-- content/_locales/fr/terms.yaml --
theme:
  water: Eau douce
  soil: {label: Sols, slug: terre, description: Ce qui porte}
area:
  north: {label: Nord}
code:
  01: Ain (01)
  2A: {label: Corse-du-Sud}
-- content/_locales/fr/synonyms.yaml --
- [eau, flotte]
- [vélo, bicyclette, bicloune]
-- content/_locales/fr/queries.yaml --
- query: l'eau douce
  answers: /pages/home/
- {query: " sols ", answers: [notes/deep/sols, pages/home], within: 1}
-- content/_locales/fr/ui.json --
{
  "read": "Lire",
  "results": {"one": "{{.Count}} résultat", "other": "{{.Count}} résultats"}
}
`

// files takes a text apart into files, each below a line "-- path --".
func files(text string) map[string]string {
	all := map[string]string{}
	for part := range strings.SplitSeq(strings.TrimPrefix(text, "\n-- "), "\n-- ") {
		name, data, _ := strings.Cut(part, " --\n")
		all[name] = strings.TrimSuffix(data, "\n") + "\n"
	}
	return all
}

func tree(all map[string]string) *source.Tree {
	var list []*source.File
	for _, name := range slices.Sorted(maps.Keys(all)) {
		list = append(list, &source.File{Path: name, Data: []byte(all[name]), Hash: "hash of " + all[name]})
	}
	return source.NewTree(list)
}

// change replaces old by text in a file of a site. An empty old stands for the
// end of the file.
func change(t *testing.T, all map[string]string, file, old, text string) {
	t.Helper()
	before, after, found := strings.Cut(all[file], old)
	if old == "" {
		before, after, found = all[file], "", true
	}
	if !found {
		t.Fatalf("%s has no %q", file, old)
	}
	all[file] = before + text + after
}

func messages(ds diag.List) []string {
	var list []string
	for _, d := range ds.Sorted() {
		list = append(list, fmt.Sprintf("%s %s:%d-%d %q", d.Msg, d.Span.File, d.Span.Start, d.Span.End, d.Args))
	}
	return list
}

// read reads a site without mistakes.
func read(t *testing.T, text string) *schema.Schema {
	t.Helper()
	s, found := Read(tree(files(text)))
	if len(found) > 0 || s == nil {
		t.Fatal(messages(found))
	}
	return s
}

func TestDefaults(t *testing.T) {
	s := read(t, small)
	c := s.Config
	if c.Title["fr"] != "Halte" || c.Description != nil || c.BaseURL != "https://halte.example/" || c.TimeZone != "UTC" || c.Home != "pages/home" || c.Taxonomies != nil || c.Menus != nil {
		t.Errorf("config %+v", c)
	}
	l := s.Source()
	if l.Tag != "fr" || l.Direction != "ltr" || l.Analyzer != "" || l.Typography != "none" || l.Decimal != "." || l.Group != "" {
		t.Errorf("locale %+v", l)
	}
	if want := map[string]string{"day": "{d} {month} {y}", "month": "{month} {y}", "year": "{y}"}; !maps.Equal(l.Date, want) {
		t.Errorf("dates %v, want %v", l.Date, want)
	}
	p := s.Type("page")
	if !p.List || p.Feed || p.PageSize != 20 || p.BodyRequired || !slices.Equal(p.Sort, []schema.SortKey{{Field: "title"}}) {
		t.Errorf("type %+v", p)
	}
	f := p.Field("title")
	if f.Required || f.Many || f.Min != nil || f.Max != nil || !f.Translated || f.Span != span(t, files(small), "content/_types/page.yaml", "title") {
		t.Errorf("field %+v", f)
	}
}

// span returns where text stands first in a file.
func span(t *testing.T, all map[string]string, file, text string) source.Span {
	t.Helper()
	at := strings.Index(all[file], text)
	if at < 0 {
		t.Fatalf("%s has no %q", file, text)
	}
	return source.In(file, at, at+len(text))
}

func TestConfig(t *testing.T) {
	s, all := read(t, whole), files(whole)
	c := s.Config
	if c.Title["en"] != "Stop" || c.Description["fr"] != "Une halte" || c.BaseURL != "http://halte.example:8080/a/" || c.TimeZone != "Europe/Paris" || c.Theme != "plain" {
		t.Errorf("config %+v", c)
	}
	if c.Home != "pages/home" || c.HomeSpan != span(t, all, siteFile, "/pages/home/") || c.ThemeSpan != span(t, all, siteFile, "plain") {
		t.Errorf("home %q at %v, theme at %v", c.Home, c.HomeSpan, c.ThemeSpan)
	}
	if len(c.Taxonomies) != 2 || c.Taxonomies[0].Name != "area" || c.Taxonomies[1].Plural["en"] != "Themes" || c.Taxonomies[1].URL["en"] != "/en-themes/" {
		t.Errorf("taxonomies %+v", c.Taxonomies)
	}
	if c.Search == nil || c.Search.Title["en"] != "Search" || c.Search.URL["fr"] != "/recherche/" || c.Search.URL["en"] != "/search/" || c.Search.Span.File != siteFile {
		t.Errorf("search page %+v", c.Search)
	}
	main := c.Menus["main"]
	if len(main) != 2 || main[0].To != "/notes/" || main[0].Span != span(t, all, siteFile, "/notes/") || main[1].URL != "https://exemple.org/" || main[1].Label["fr"] != "Dehors" {
		t.Errorf("main menu %+v", main)
	}
	if footer, has := c.Menus["footer"]; !has || len(footer) != 0 {
		t.Errorf("footer menu %+v", footer)
	}
}

func TestTypes(t *testing.T) {
	s, all := read(t, whole), files(whole)
	if len(s.Types) != 2 || s.Types[0].Name != "note" || s.Types[1].Name != "page" {
		t.Fatalf("types %+v", s.Types)
	}
	note, page := s.Types[0], s.Types[1]
	if page.List || !page.BodyRequired {
		t.Errorf("page %+v", page)
	}
	if note.Folder != "notes/deep" || note.URL["en"] != "/notes/" || !note.Feed || note.PageSize != 5 || !slices.Equal(note.Sort, []schema.SortKey{{Field: "date", Descending: true}, {Field: "title"}}) {
		t.Errorf("note %+v", note)
	}
	wantFilters := []*schema.Filter{
		{Name: "mood", Span: note.Filters[0].Span},
		{Name: "year", Label: schema.Text{"fr": "Année"}, Span: note.Filters[1].Span},
		{Name: "open", Values: []schema.EnumValue{{Key: "true", Label: schema.Text{"fr": "Ouvert"}}}, Span: note.Filters[2].Span},
		{Name: "code", Span: note.Filters[3].Span},
	}
	if !reflect.DeepEqual(note.Filters, wantFilters) {
		t.Errorf("filters %+v, want %+v", note.Filters, wantFilters)
	}
	if !maps.Equal(note.Search.Weights, map[string]float64{"title": 3, "body": 0.5}) || !slices.Equal(note.Search.Facets, []string{"themes", "year"}) || note.Search.Recency != 365 || page.Search.Recency != 0 {
		t.Errorf("search %+v", note.Search)
	}
	title, at := note.Field("title"), span(t, all, note.Span.File, "title: {kind")
	if title.Label["fr"] != "Titre" || title.Help["fr"] != "Le titre" || !title.Required || *title.Min != 2 || *title.Max != 80.5 || title.Span != source.In(at.File, at.Start, at.Start+len("title")) {
		t.Errorf("title %+v", title)
	}
	if note.Field("date").Precision != "month" || note.Field("day").Precision != "day" {
		t.Error("precision of dates")
	}
	if v := note.Field("state").Values; len(v) != 2 || v[0].Key != "planned" || v[1].Key != "done" {
		t.Errorf("state %+v", v)
	}
	if v := note.Field("mood").Values; len(v) != 2 || v[0].Key != "good" || v[0].Label["en"] != "Good" || v[1].Label["fr"] != "Mauvais" {
		t.Errorf("mood %+v", v)
	}
	if f := note.Field("themes"); f.Vocabulary != "theme" || !f.Many {
		t.Errorf("themes %+v", f)
	}
	for name, want := range map[string][]string{"see": {"note", "page"}, "one": {"note"}, "any": nil} {
		if to := note.Field(name).To; !slices.Equal(to, want) {
			t.Errorf("%s leads to %v, want %v", name, to, want)
		}
	}
	for name, want := range map[string]bool{"title": true, "code": false, "date": false, "place": true, "sizes": false} {
		if note.Field(name).Translated != want {
			t.Errorf("%s: translated is not %t", name, want)
		}
	}
	if note.Field("place").Field("city") == nil || note.Field("sizes").Field("size").Kind != schema.KindNumber {
		t.Error("inner fields")
	}
}

func TestLocales(t *testing.T) {
	s, all := read(t, whole), files(whole)
	var tags []string
	for _, l := range s.Locales {
		tags = append(tags, l.Tag)
	}
	if want := []string{"fr", "de", "en"}; !slices.Equal(tags, want) {
		t.Fatalf("locales %v, want %v: the source locale first", tags, want)
	}
	en, fr := s.Locale("en"), s.Source()
	if en.Name != "English" || en.Direction != "rtl" || en.Analyzer != "en" || en.Typography != "en" || en.Decimal != "," || en.Group != " " || en.Months[11] != "l" {
		t.Errorf("english %+v", en)
	}
	if want := map[string]string{"day": "{d} {month}", "first": "first {month}", "month": "{month}", "year": "({y})"}; !maps.Equal(en.Date, want) {
		t.Errorf("dates %v, want %v", en.Date, want)
	}
	if want := [][]string{{"eau", "flotte"}, {"vélo", "bicyclette", "bicloune"}}; !slices.EqualFunc(fr.Synonyms, want, slices.Equal) {
		t.Errorf("synonyms %v", fr.Synonyms)
	}
	queries := "content/_locales/fr/queries.yaml"
	wantQueries := []schema.Query{
		{Text: "l'eau douce", Span: span(t, all, queries, "l'eau douce"), Within: 3, Answers: []schema.Answer{{ID: "pages/home", Span: span(t, all, queries, "/pages/home/")}}},
		{Text: "sols", Span: span(t, all, queries, " sols "), Within: 1, Answers: []schema.Answer{
			{ID: "notes/deep/sols", Span: span(t, all, queries, "notes/deep/sols")}, {ID: "pages/home", Span: span(t, all, queries, "pages/home]")},
		}},
	}
	wantQueries[1].Answers[1].Span.End-- // without the bracket that tells it from the first
	if !reflect.DeepEqual(fr.Queries, wantQueries) || en.Queries != nil {
		t.Errorf("queries %+v, want %+v", fr.Queries, wantQueries)
	}
	terms := "content/_locales/fr/terms.yaml"
	if fr.TermsFile != terms {
		t.Errorf("terms in %q", fr.TermsFile)
	}
	wantTerms := []schema.Term{
		{Key: "water", Label: "Eau douce", Slug: "eau-douce", Span: span(t, all, terms, "water")},
		{Key: "soil", Label: "Sols", Slug: "terre", Description: "Ce qui porte", Span: span(t, all, terms, "soil")},
	}
	if got := fr.Vocabularies["theme"]; !slices.Equal(got, wantTerms) {
		t.Errorf("terms %+v, want %+v", got, wantTerms)
	}
	wantCodes := []schema.Term{
		{Key: "01", Label: "Ain (01)", Slug: "ain-01", Span: span(t, all, terms, "01")},
		{Key: "2A", Label: "Corse-du-Sud", Slug: "corse-du-sud", Span: span(t, all, terms, "2A")},
	}
	if got := fr.Vocabularies["code"]; !slices.Equal(got, wantCodes) {
		t.Errorf("terms %+v, want %+v", got, wantCodes)
	}
	ui := "content/_locales/fr/ui.json"
	for name, want := range map[string]schema.Message{
		"read":    {Forms: map[string]string{"other": "Lire"}, Span: span(t, all, ui, `"read"`)},
		"results": {Forms: map[string]string{"one": "{{.Count}} résultat", "other": "{{.Count}} résultats"}, Span: span(t, all, ui, `"results"`)},
	} {
		if got := fr.Strings[name]; got.Span != want.Span || !maps.Equal(got.Forms, want.Forms) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

// TestOrder wants the same schema whatever the order in which maps are read.
func TestOrder(t *testing.T) {
	first := fmt.Sprint(messages(broken(t)))
	for range 20 {
		if again := fmt.Sprint(messages(broken(t))); again != first {
			t.Fatalf("got %s, then %s", first, again)
		}
	}
}

// broken reads a site with a mistake in each locale.
func broken(t *testing.T) diag.List {
	t.Helper()
	all := files(whole)
	for _, tag := range []string{"fr", "en", "de"} {
		change(t, all, "content/_locales/"+tag+"/locale.yaml", "name: ", "nom: ")
	}
	change(t, all, "content/_locales/en/terms.yaml", "water", "watre")
	_, found := Read(tree(all))
	return found
}

// TestHash wants another hash when a settings file changes, and then only; of
// site.yaml when something changes by which entries are read.
func TestHash(t *testing.T) {
	before := read(t, whole).Hash
	all := files(whole)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		changed := maps.Clone(all)
		if changed[name] += "\n"; name == siteFile {
			change(t, changed, name, "time_zone: Europe/Paris", "time_zone: Europe/Berlin")
		}
		if s, _ := Read(tree(changed)); cmp.Or(s.Hash, before) == before {
			t.Errorf("%s changes and the hash does not", name)
		}
	}
	renamed := maps.Clone(all)
	renamed["content/_types/brief.yaml"] = renamed["content/_types/page.yaml"]
	delete(renamed, "content/_types/page.yaml")
	change(t, renamed, "content/_types/note.yaml", "[note, page]", "[note]")
	hashes := map[string]bool{before: true}
	if s, found := Read(tree(renamed)); s == nil || hashes[s.Hash] {
		t.Errorf("a file is renamed and the hash stays: %v", messages(found))
	}
	changed := maps.Clone(all)
	changed["content/notes/deep/a.fr.md"] = "---\ntitle: a\n---\n"
	changed["themes/plain/page.html"] = "<html>"
	changed["content/map.png"] = "PNG"
	change(t, changed, siteFile, "description: {fr: Une halte}", "description: {fr: Une autre}")
	if s, found := Read(tree(changed)); s == nil || s.Hash != before {
		t.Errorf("no settings file changes and the hash does: %v", messages(found))
	}
}

// TestNeverRefusedInSilence empties each settings file, or leaves only a
// comment in it: rules that cannot be used come with an error that says why.
func TestNeverRefusedInSilence(t *testing.T) {
	for _, text := range []string{"", "# nothing yet\n", "\n\n", "~\n", "[]\n", "{}\n"} {
		for path := range files(whole) {
			all := files(whole)
			all[path] = text
			if rules, found := Read(tree(all)); rules == nil && !found.HasErrors() {
				t.Errorf("%s with %q: no rules, and nobody says why", path, text)
			}
		}
	}
}
