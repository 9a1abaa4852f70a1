package build_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/app/build"
)

// announce is a form of the good site that asks for every field of its type.
const announce = `forms:
  announce:
    type: news
    url: {fr: /annoncer/, en: /announce/}
    title: {fr: Annoncer, en: Announce}
    review: {fr: La rédaction lit tout., en: The editors read everything.}
    email: redaction@essai.example
`

// formFiles builds a site with a form and returns what it writes.
func formFiles(t *testing.T, edit func(files map[string]string)) map[string]string {
	t.Helper()
	files := goodSite(t)
	files["content/site.yaml"] = strings.Replace(files["content/site.yaml"], "menus:\n", announce+"menus:\n    - {to: /forms/announce}\n", 1)
	files["content/site.yaml"] = strings.Replace(files["content/site.yaml"], "menus:\n    - {to: /forms/announce}\n  main:\n", "menus:\n  main:\n    - {to: /forms/announce}\n", 1)
	edit(files)
	out := t.TempDir()
	runClean(t, build.Options{Root: siteFolder(t, files), Out: out})
	return readFolder(t, out)
}

// answerSchema is what the test reads of a schema.
type answerSchema struct {
	Properties map[string]struct {
		Type   string
		OneOf  []struct{ Const, Title string }
		Items  json.RawMessage
		Format string
	}
	Required []string
}

func readSchema(t *testing.T, text string) answerSchema {
	t.Helper()
	var s answerSchema
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return s
}

// TestFieldAddedToForm adds fields to a type file and nothing else: the form asks
// for them, the schema checks them, and the template has them.
func TestFieldAddedToForm(t *testing.T) {
	before := formFiles(t, func(map[string]string) {})
	after := formFiles(t, func(files map[string]string) {
		files["content/_types/news.yaml"] = strings.Replace(files["content/_types/news.yaml"], "fields:\n", `fields:
  colour: {kind: enum, required: true, label: {fr: Couleur, en: Colour}, help: {fr: Celle du mur., en: That of the wall.}, of: {red: {fr: Rouge, en: Red}, blue: {fr: Bleu, en: Blue}}}
  depth:  {kind: list, label: {fr: Sondages, en: Soundings}, of: {metres: {kind: number, required: true}, at: {kind: point}}}
`, 1)
		for name, text := range files {
			if strings.HasPrefix(name, "content/news/") && strings.HasSuffix(name, ".fr.md") {
				files[name] = strings.Replace(text, "---\n", "---\ncolour: red\n", 1)
			}
		}
	})
	for _, locale := range []struct{ path, label, choice string }{{"annoncer/", "Couleur", "Rouge"}, {"en/announce/", "Colour", "Red"}} {
		page, former := after[locale.path+"index.html"], before[locale.path+"index.html"]
		for _, want := range []string{`<label for="f-colour">` + locale.label, `<option value="red">` + locale.choice, `id="f-colour-help"`, `id="f-depth-0-metres"`, `id="f-depth-0-at-1"`, "colour: red", "depth:"} {
			if !strings.Contains(page, want) || strings.Contains(former, want) {
				t.Errorf("%s: %q is in the page with the field: %v; without: %v", locale.path, want, strings.Contains(page, want), strings.Contains(former, want))
			}
		}
		s, old := readSchema(t, after[locale.path+"schema.json"]), readSchema(t, before[locale.path+"schema.json"])
		if _, has := old.Properties["colour"]; has || len(s.Properties["colour"].OneOf) != 2 || s.Properties["colour"].OneOf[0].Title != locale.choice || !slices.Contains(s.Required, "colour") {
			t.Errorf("%s: the schema has %+v, required %v", locale.path, s.Properties["colour"], s.Required)
		}
		if s.Properties["depth"].Type != "array" || !strings.Contains(string(s.Properties["depth"].Items), `"metres"`) {
			t.Errorf("%s: the schema has %+v", locale.path, s.Properties["depth"])
		}
	}
}

// TestFormOfEveryKind wants a control for every field that can be asked, choices in
// the words of the locale, and none of the names that are taken.
func TestFormOfEveryKind(t *testing.T) {
	files := formFiles(t, func(map[string]string) {})
	page := files["en/announce/index.html"]
	for _, want := range []string{
		`<input type="text" id="f-title" required`, `<textarea id="f-summary"`, `<input type="date" id="f-date" required`, `<input type="datetime-local" id="f-opening"`,
		`id="f-seats" inputmode="numeric"`, `id="f-price" inputmode="decimal"`, `<select id="f-public"`, `<input type="url" id="f-website"`, `<input type="email" id="f-email"`,
		`<input type="tel" id="f-phone"`, `<option value="cooperative">Cooperative`, `<input type="checkbox" value="reemploi">`, `<option value="/structures/halte">`,
		`<input type="text" id="f-country" list="f-country-list"`, `id="f-place-0" inputmode="decimal"`, `<input type="text" id="f-since"`, `<fieldset id="f-contact"`,
		`<input type="text" id="f-contact-name" required`, `data-item="f-results-0"`, `id="f-results-0-unit"`, `<textarea id="f-quote"`, `<textarea id="f-body" rows="9" required`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in the page", want)
		}
	}
	for _, file := range []string{"f-image", "f-leaflet"} {
		if strings.Contains(page, file) {
			t.Errorf("a file is asked for: %s", file)
		}
	}
	if !strings.Contains(files["index.html"], `<a href="/annoncer/">Annoncer</a>`) {
		t.Error("the menu does not lead to the form")
	}
	s := readSchema(t, files["en/announce/schema.json"])
	if countries := s.Properties["country"].OneOf; len(countries) < 240 || !slices.ContainsFunc(countries, func(c struct{ Const, Title string }) bool { return c.Const == "DE" && c.Title == "Germany" }) {
		t.Errorf("%d countries", len(countries))
	}
	var names []string
	if err := json.Unmarshal([]byte(files["annoncer/names.json"]), &names); err != nil || !slices.Contains(names, "ouverture") || !slices.IsSorted(names) {
		t.Errorf("%v: names %q", err, names)
	}
	if files["annoncer/names.json"] != files["en/announce/names.json"] {
		t.Error("other names are taken in another locale")
	}
}
