package corpus

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// file is a text of the site by its path.
type file struct{ path, text string }

// settings returns everything but the documents.
func (s *site) settings() []file {
	files := []file{{"content/site.yaml", s.siteYAML()}, {"content/_types/page.yaml", pageYAML}}
	for i, name := range types {
		files = append(files, file{"content/_types/" + name + ".yaml", typeYAML(name, sections[i])})
	}
	for i, tag := range s.Locales {
		home := newWriter(s.vocabulary, rand.New(rand.NewPCG(s.Seed+uint64(i), homeStream)))
		files = append(files,
			file{"content/_locales/" + tag + "/locale.yaml", localeYAML(tag)},
			file{"content/_locales/" + tag + "/terms.yaml", "theme:\n" + terms(s.themes) + "territory:\n" + terms(s.territories)},
			file{"content/pages/home." + tag + ".md", fmt.Sprintf("---\ntitle: \"%s\"\nsummary: \"%s\"\n---\n%s", home.short(80), short(home), home.sentence()+"\n")},
		)
	}
	return files
}

func (s *site) siteYAML() string {
	search := "{title: {%[1]s: Recherche}, url: {%[1]s: /recherche/}}"
	if s.NoSearch {
		search = "false"
	}
	return fmt.Sprintf(`title: {%[1]s: Corpus}
description: {%[1]s: Un site de mesure}
base_url: https://corpus.example/
source_locale: %[1]s
time_zone: Europe/Paris
theme: solidaire
home: /pages/home
search: `+search+`
taxonomies:
  theme: {label: {%[1]s: Thème}, plural: {%[1]s: Thèmes}, url: {%[1]s: /themes/}}
  territory: {label: {%[1]s: Territoire}, plural: {%[1]s: Territoires}, url: {%[1]s: /territoires/}}
menus:
  main:
    - {to: /articles/}
    - {to: /guides/}
    - {to: /structures/}
    - {to: /theme/}
`, s.Locales[0])
}

const pageYAML = `label: Page
plural: Pages
folder: pages
url: /
list: false
sort: [title]
fields:
  title:   {kind: text, required: true, max: 90}
  summary: {kind: text, required: true, max: 240}
search: {weights: {title: 5, summary: 3, body: 1}}
`

func typeYAML(name, folder string) string {
	return fmt.Sprintf(`label: %[2]s
plural: %[3]s
folder: %[1]s
url: /%[1]s/
sort: [-date, title]
page_size: 20
feed: true
fields:
  title:       {kind: text, required: true, max: 90}
  summary:     {kind: text, required: true, max: 240}
  date:        {kind: date, required: true}
  themes:      {kind: term, of: theme, many: true, min: 1}
  territories: {kind: term, of: territory, many: true, min: 1}
search: {weights: {title: 5, summary: 3, body: 1}, facets: [themes, territories, year]}
body: {required: true}
`, folder, capital(name), capital(folder))
}

func localeYAML(tag string) string {
	if tag == "fr" {
		return `name: Français
direction: ltr
analyzer: fr
typography: fr
months: [janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre, novembre, décembre]
date: {day: "{d} {month} {y}", first: "1er {month} {y}", month: "{month} {y}", year: "{y}"}
number: {decimal: ",", group: "\u202F"}
`
	}
	return fmt.Sprintf(`name: %q
direction: ltr
typography: none
months: [January, February, March, April, May, June, July, August, September, October, November, December]
date: {day: "{d} {month} {y}", month: "{month} {y}", year: "{y}"}
number: {decimal: ".", group: ","}
`, tag)
}

// terms returns a vocabulary as YAML.
func terms(words []word) string {
	var b strings.Builder
	for _, w := range words {
		fmt.Fprintf(&b, "  %s: {label: %s, slug: %s}\n", w.slug(), capital(w.text), w.slug())
	}
	return b.String()
}
