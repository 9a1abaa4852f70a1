package build_test

import (
	"path/filepath"
	"strings"
	"testing"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/content"
)

// TestQuotesEverywhere wants the value of a series in the place of a reference
// in every output that says what a page says: pages, lists, feeds, the search
// and the data.
func TestQuotesEverywhere(t *testing.T) {
	files := goodSite(t)
	news := "content/news/ouverture.fr.md"
	for _, r := range [][2]string{
		{"au bord du canal.\"", "pour [=value](/counts/visites#2024-06) visites.\""},
		{"La **halte** reste ouverte.", "La halte a reçu [=](/counts/visites#2024-06)."},
		{"Un paragraphe avec", "En [=date](/counts/visites#2024-06), [=qualified](/counts/visites#2024-06). Un paragraphe avec"},
	} {
		if files[news] = strings.Replace(files[news], r[0], r[1], 1); !strings.Contains(files[news], r[1]) {
			t.Fatalf("%q is not in the entry", r[0])
		}
	}
	files["content/site.yaml"] = strings.Replace(files["content/site.yaml"], "home: /pages/home\n", "home: /pages/home\nsearch: {title: {fr: Recherche}, url: {fr: /recherche/}}\n", 1)
	dir := siteFolder(t, files)
	out := filepath.Join(dir, "public")
	if result := run(t, build.Options{Root: dir, Out: out}); len(result.Diagnostics) > 0 {
		t.Fatal(shown(result.Tree, result.Diagnostics[0]))
	}
	const number = "48\u202f210"
	shows := map[string]int{}
	for name, text := range readFolder(t, out) {
		if strings.Contains(text, content.FigureMark) {
			t.Errorf("%s has a mark in place of a value", name)
		}
		// The data has a Markdown field as it is written, too.
		if strings.Contains(text, "](/counts/") && !strings.HasPrefix(name, "api/") {
			t.Errorf("%s has a reference in place of a value", name)
		}
		shows[name] = strings.Count(text, number)
	}
	for name, want := range map[string]int{
		"actualites/ouverture/index.html": 3, "actualites/index.html": 1, "actualites/feed.xml": 3, "actualites/feed.json": 3,
	} {
		if shows[name] < want {
			t.Errorf("%s shows the value %d times, want %d", name, shows[name], want)
		}
	}
}
