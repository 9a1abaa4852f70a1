package build_test

import (
	"path/filepath"
	"strings"
	"testing"

	"essaim/generator/internal/app/build"
)

// A new field and a new type are in the handbook with what they ask for, in both
// locales, and no line of the program or the theme is changed for it.
func TestHandbookTellsOfNewFields(t *testing.T) {
	files := goodSite(t)
	replace := func(name, old, new string) {
		if !strings.Contains(files[name], old) {
			t.Fatalf("%s lacks %q", name, old)
		}
		files[name] = strings.Replace(files[name], old, new, 1)
	}
	replace("content/site.yaml", "home: /pages/home\n", "home: /pages/home\nhandbook: {title: {fr: Les champs, en: The fields}, url: {fr: /guides/champs/, en: /guides/fields/}}\n")
	replace("content/site.yaml", "    - {to: /theme/}\n", "    - {to: /theme/}\n    - {to: /handbook/}\n    - {to: /handbook/news}\n")
	replace("content/_types/news.yaml", "fields:\n", "fields:\n  shade: {kind: enum, many: true, min: 1, max: 2, label: {fr: Teinte, en: Shade}, help: {fr: Une ou deux., en: One or two.}, of: {azur: {fr: Bleu ciel, en: Sky blue}}}\n")
	replace("content/news/ouverture.fr.md", "seats: 39\n", "seats: 39\nshade: [azur]\n")
	replace("content/news/brouillon.fr.md", "draft: true\n", "draft: true\nshade: [azur]\n")
	files["content/_types/recipe.yaml"] = "label: {fr: Recette, en: Recipe}\nplural: {fr: Recettes, en: Recipes}\nfolder: recipes\nurl: {fr: /recettes/, en: /recipes/}\n" +
		"fields:\n  title: {kind: text, required: true}\n  steps: {kind: list, of: {what: {kind: text, required: true, label: {fr: Geste, en: Action}}}}\n"
	dir := siteFolder(t, files)
	out := filepath.Join(dir, "public")
	result := run(t, build.Options{Root: dir, Out: out})
	for _, d := range result.Diagnostics {
		t.Errorf("%s: %s", place(result.Tree, d.Span), d.Message("en"))
	}
	made := readFolder(t, out)
	for page, wanted := range map[string][]string{
		"guides/champs/news/index.html":      {"Teinte <code>shade</code>", "Une ou deux.", "<code>azur</code> Bleu ciel", "au moins 1", "au plus 2", "shade: [azur]"},
		"en/guides/fields/news/index.html":   {"Shade <code>shade</code>", "One or two.", "<code>azur</code> Sky blue", "at least 1"},
		"guides/champs/index.html":           {"Recette", "essaim new recipe"},
		"en/guides/fields/recipe/index.html": {"<h1>Recipe</h1>", "<code>steps</code>", "<code>what</code>", "content/recipes/"},
		"index.html":                         {`href="/guides/champs/"`, `href="/guides/champs/news/"`},
	} {
		for _, want := range wanted {
			if !strings.Contains(made[page], want) {
				t.Errorf("%s lacks %q", page, want)
			}
		}
	}
}
