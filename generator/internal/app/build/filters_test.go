package build_test

import (
	"encoding/json"
	"strings"
	"testing"

	"essaim/generator/internal/app/build"
)

// A new value, and a new field among the filters of a type, get their pages and
// their part of what a script narrows by: nobody touches the program or the theme.
func TestNewFilterIsContentAlone(t *testing.T) {
	files := goodSite(t)
	const typeFile = "content/_types/news.yaml"
	files[typeFile] = strings.Replace(files[typeFile], "filters:\n", "filters:\n  - season\n", 1)
	files[typeFile] = strings.Replace(files[typeFile], "fields:\n", "fields:\n  season: {kind: enum, label: {fr: Saison, en: Season}, of: {summer: {fr: Été, en: Summer}, winter: {fr: Hiver, en: Winter}}}\n", 1)
	news := "content/news/ouverture.fr.md"
	files[news] = strings.Replace(files[news], "---\n", "---\nseason: summer\npartners: [Une tout autre]\n", 1)
	dir := siteFolder(t, files)
	out := t.TempDir()
	runClean(t, build.Options{Root: dir, Out: out})
	made := readFolder(t, out)
	for path, wanted := range map[string][]string{
		"actualites/index.html":                            {`data-name="season"><summary>Saison</summary>`, `<a href="/actualites/saison/ete/">Été</a> · 1`},
		"actualites/saison/index.html":                     {`<a href="/actualites/saison/ete/">Été</a> · 1`, `hreflang="en" href="https://essai.example/en/news/season/"`},
		"actualites/saison/ete/index.html":                 {`aria-current="true">Été</a>`, `<link rel="canonical" href="https://essai.example/actualites/saison/ete/">`, `hreflang="en" href="https://essai.example/en/news/season/summer/"`, `<h2><a href="/actualites/ouverture/">`},
		"en/news/season/summer/index.html":                 {`<a href="/en/news/season/">Season</a>`},
		"actualites/partenaires/une-tout-autre/index.html": {`<h2><a href="/actualites/ouverture/">`},
		"sitemap.xml": {"https://essai.example/en/news/season/summer/"},
	} {
		for _, text := range wanted {
			if !strings.Contains(made[path], text) {
				t.Errorf("%s lacks %s", path, text)
			}
		}
	}
	if _, is := made["actualites/saison/hiver/index.html"]; is {
		t.Error("a value of no entry has a page")
	}
	var data struct {
		Version int
		Filters []struct {
			Name, Label string
			Values      [][2]string
			Has         []any
		}
		Titles, Cards []string
	}
	if err := json.Unmarshal([]byte(made["en/news/filters.json"]), &data); err != nil {
		t.Fatal(err)
	}
	first := data.Filters[0]
	if data.Version != 1 || first.Name != "season" || first.Label != "Season" || len(first.Values) != 1 || first.Values[0] != [2]string{"summer", "Summer"} {
		t.Errorf("a script narrows by %+v", first)
	}
	if len(data.Titles) == 0 || len(first.Has) != len(data.Titles) || len(data.Cards) != len(data.Titles) {
		t.Errorf("%d titles, %d cards, %d with values", len(data.Titles), len(data.Cards), len(first.Has))
	}
	// A card is the same to the byte as in the list that the program makes.
	for _, card := range data.Cards {
		if !strings.Contains(made["en/news/index.html"], card) {
			t.Errorf("the list has no %s", card)
		}
	}
}
