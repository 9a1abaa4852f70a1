package build_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"essaim/generator/internal/app/build"
)

const apiBase = "https://essai.example/api/v1/"

// builtAPI builds a site and returns its files below api/v1/.
func builtAPI(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	out := t.TempDir()
	result := run(t, build.Options{Root: siteFolder(t, files), Out: out})
	if result.Output == nil {
		t.Fatal(said(result))
	}
	api := map[string]string{}
	for name, text := range readFolder(t, out) {
		if below, is := strings.CutPrefix(name, "api/v1/"); is {
			api[below] = text
		}
	}
	return api
}

// decoded returns a JSON file of the API.
func decoded(t *testing.T, api map[string]string, name string) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(api[name]))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return value
}

// within returns what a path of names and places leads to.
func within(value any, path ...any) any {
	for _, step := range path {
		switch s := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[s]
		case int:
			list, _ := value.([]any)
			if s >= len(list) {
				return nil
			}
			value = list[s]
		}
	}
	return value
}

// closed forbids members that a schema does not name, everywhere in it: what is
// written must be described, even though programs must expect more.
func closed(value any) {
	switch v := value.(type) {
	case map[string]any:
		if _, is := v["properties"]; is {
			if _, open := v["additionalProperties"]; !open {
				v["additionalProperties"] = false
			}
		}
		for _, inner := range v {
			closed(inner)
		}
	case []any:
		for _, inner := range v {
			closed(inner)
		}
	}
}

// validateAPI checks every JSON file of an API against the schema that it names.
func validateAPI(t *testing.T, api map[string]string, base string) (validated int) {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	for name := range api {
		if strings.HasPrefix(name, "schema/") {
			s := decoded(t, api, name)
			closed(s)
			if err := compiler.AddResource(base+name, s); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name := range api {
		if path.Ext(name) != ".json" || strings.HasPrefix(name, "schema/") || name == "openapi.json" || path.Base(name) == "datapackage.json" {
			continue
		}
		value := decoded(t, api, name)
		address, _ := within(value, "$schema").(string)
		s, err := compiler.Compile(address)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := s.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if self := within(value, "self"); self != base+name {
			t.Errorf("%s says that it is %v", name, self)
		}
		validated++
	}
	return validated
}

// TestAPI validates everything that the reference site and a site with every
// kind of field offer to programs.
func TestAPI(t *testing.T) {
	t.Parallel()
	api := builtAPI(t, goodSite(t))
	if n := validateAPI(t, api, apiBase); n < 12 {
		t.Errorf("%d files", n)
	}
	opening := decoded(t, api, "fr/news/ouverture.json")
	for _, want := range []struct {
		path []any
		want any
	}{
		{[]any{"id"}, "news/ouverture"}, {[]any{"url"}, "https://essai.example/actualites/ouverture/"},
		{[]any{"translations", 0, "locale"}, "en"},
		{[]any{"fields", "opening"}, "2024-07-26T17:30:00Z"}, {[]any{"fields", "since"}, "2019"}, {[]any{"fields", "price"}, json.Number("12.5")},
		{[]any{"fields", "public"}, true}, {[]any{"fields", "status", "label"}, "Association"}, {[]any{"fields", "themes", 1, "key"}, "insertion"},
		{[]any{"fields", "structure", "id"}, "structures/halte"}, {[]any{"fields", "structure", "self"}, apiBase + "fr/structure/halte.json"},
		{[]any{"fields", "place", "longitude"}, json.Number("2.34")}, {[]any{"fields", "country", "key"}, "FR"},
		{[]any{"fields", "contact", "name"}, "Léa"},
	} {
		if got := within(opening, want.path...); got != want.want {
			t.Errorf("%v: %v, want %v", want.path, got, want.want)
		}
	}
	// A locale has all entries; one that is not translated says so.
	if got := within(decoded(t, api, "en/structure/index.json"), "items", 0, "locale"); got != "fr" {
		t.Errorf("the English list has the organisation in %v", got)
	}
}

func TestAPIOfReferenceSite(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	run(t, build.Options{Root: repository, Out: out})
	api := map[string]string{}
	for name, text := range readFolder(t, out) {
		if below, is := strings.CutPrefix(name, "api/v1/"); is {
			api[below] = text
		}
	}
	t.Logf("proved: %d files of the API of the reference site validate against the schemas that they name", validateAPI(t, api, "https://essaim.example/api/v1/"))
	examples := 0
	for _, tag := range []string{"fr", "en"} {
		text, err := os.ReadFile(filepath.Join(repository, "content/pages/api."+tag+".md"))
		if err != nil {
			t.Fatal(err)
		}
		for _, address := range regexp.MustCompile(`https://essaim\.example/\S+`).FindAllString(string(text), -1) {
			examples++
			if api[strings.TrimPrefix(address, "https://essaim.example/api/v1/")] == "" {
				t.Errorf("the page api.%s.md names %s, which is not there", tag, address)
			}
		}
	}
	if examples < 20 {
		t.Errorf("%d examples", examples)
	}
	records, err := csv.NewReader(strings.NewReader(api["fr/structure.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"nom", "commune", "code_insee", "siret", "site_web", "reseaux_porteurs", "date_maj", "latitude", "longitude", "courriel", "telephone"} {
		if !slices.Contains(records[0], name) {
			t.Errorf("no column %q, as data·inclusion calls it, among %q", name, records[0])
		}
	}
}

// TestAPIFollowsTypes adds a field to a type, and a type, and wants both in
// everything that programs read. No Go is touched.
func TestAPIFollowsTypes(t *testing.T) {
	t.Parallel()
	files := goodSite(t)
	files["content/_types/news.yaml"] = strings.Replace(files["content/_types/news.yaml"], "fields:\n", "fields:\n  slogan: {kind: text, label: {fr: Devise}, export: devise}\n", 1)
	files["content/news/ouverture.fr.md"] = strings.Replace(files["content/news/ouverture.fr.md"], "---\n", "---\nslogan: \"=1+1;@x\"\n", 1)
	files["content/_types/event.yaml"] = "label: {fr: Événement}\nplural: {fr: Événements}\nfolder: events\nurl: {fr: /evenements/}\nfields:\n  title: {kind: text, required: true}\n  where: {kind: point}\n"
	files["content/events/fete.fr.md"] = "---\ntitle: Fête\nwhere: [48.5, -1.5]\n---\nDehors.\n"
	files["content/events/index-des-fetes.fr.md"] = "---\ntitle: Index\n---\n"
	api := builtAPI(t, files)
	validateAPI(t, api, apiBase)

	if got := within(decoded(t, api, "schema/news.json"), "properties", "fields", "properties", "slogan", "type"); got != "string" {
		t.Errorf("the schema has the field as %v", got)
	}
	if got := within(decoded(t, api, "openapi.json"), "components", "schemas", "news", "properties", "fields", "properties", "slogan", "title"); got != "Devise" {
		t.Errorf("OpenAPI has the field as %v", got)
	}
	if got := within(decoded(t, api, "fr/news/ouverture.json"), "fields", "slogan"); got == nil {
		t.Error("the entry lacks the field")
	}
	records, err := csv.NewReader(strings.NewReader(api["fr/news.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := slices.Index(records[0], "devise")
	if column < 0 {
		t.Fatalf("the table has %q", records[0])
	}
	if !slices.ContainsFunc(records[1:], func(r []string) bool { return r[column] == "'=1+1;'@x" }) {
		t.Errorf("no formula made harmless in %q", records)
	}

	paths, _ := within(decoded(t, api, "openapi.json"), "paths").(map[string]any)
	for _, name := range []string{"/{locale}/event/index.json", "/{locale}/event/{entry}.json", "/{locale}/event.csv", "/{locale}/event.geojson"} {
		if paths[name] == nil {
			t.Errorf("OpenAPI lacks %s", name)
		}
	}
	for _, name := range []string{"fr/event/fete.json", "fr/event/_index-des-fetes.json", "fr/event.csv", "schema/event.json"} {
		if api[name] == "" {
			t.Errorf("there is no %s", name)
		}
	}
	if got := within(decoded(t, api, "fr/event.geojson"), "features", 0, "geometry", "coordinates", 0); got != json.Number("-1.5") {
		t.Errorf("the first coordinate is %v", got)
	}
	if !bytes.Contains([]byte(api["fr/datapackage.json"]), []byte(`"path":"event.csv"`)) {
		t.Error("the data package lacks the table")
	}
}

// TestAPIOff wants nothing for programs where the site offers nothing.
func TestAPIOff(t *testing.T) {
	t.Parallel()
	files := goodSite(t)
	files["content/site.yaml"] += "api: false\n"
	if api := builtAPI(t, files); len(api) > 0 {
		t.Errorf("%d files", len(api))
	}
}
