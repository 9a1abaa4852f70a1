package scaffold_test

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/scaffold"
	"essaim/generator/internal/stage/load"
	"essaim/generator/internal/stage/parse"
	"essaim/generator/internal/stage/parse/settings"
)

// today is the day of every test.
var today = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// TestEntryPasses makes a new entry of a type that has a field of every kind,
// then its translation, and wants both to be as good as any other.
func TestEntryPasses(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			root := newSite(t)
			first := entry(t, root, "first", "fr", lang)
			check(t, root, first)
			check(t, root, entry(t, root, "first", "en", lang))
		})
	}
}

// TestTranslationPasses translates an entry that says something of every field.
func TestTranslationPasses(t *testing.T) {
	root := newSite(t)
	text := entry(t, root, "full", "en", "en")
	check(t, root, text)
	for _, want := range []string{
		"---\ndraft: true\n",
		"title: \"Une fiche «\u00a0pleine\u00a0»\u00a0: C:\\\\temp\"", // read with the signs of its language
		"words: [\"halte\", \"canal, quai\", \"dit «\u00a0le port\u00a0»\"]",
		"#   - Le matin\n", "story: |\n  To be written.\n",
		"contact:\n  name: \"Léa\"\n  role: \"accueil\"\n",
		`unit: "tonnes"`, `unit: "emplois"`,
		`tags: ["textile", "bois"]`, `note: "Pesées, puis triées"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
	for _, inherited := range []string{"date", "seats", "themes", "image", "value", "place"} {
		if strings.Contains(text, inherited+":") {
			t.Errorf("%s is inherited, and yet in\n%s", inherited, text)
		}
	}
}

// TestEntryText looks at what an editor reads.
func TestEntryText(t *testing.T) {
	text := entry(t, newSite(t), "first", "fr", "en")
	for _, want := range []string{
		"---\ndraft: true\n# A “title”: short. Without a full stop\n",
		"\nshort: \"A lab\"\n",
		"\nwords: [\"Important words\", \"To be written 2\", \"To be written 3\"]\n",
		"\ndate: 2026-12-01\n",
		"\nseats: 3\n",
		"\nprice: 0.5\n",
		"\n# association, cooperative\nstatus: association\n",
		"\nforms: [association, cooperative]\n",
		"\n# reemploi, insertion\nthemes: [reemploi, insertion]\n",
		"\nimage:\n",
		"\n---\nTo be written.\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

// newSite writes the site of testdata, its picture and the theme into a new
// folder.
func newSite(t *testing.T) string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	if err := os.CopyFS(root, files); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(root, "themes"), os.DirFS("../../../themes")); err != nil {
		t.Fatal(err)
	}
	picture, err := os.Create(filepath.Join(root, "content", "media", "plan.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer picture.Close()
	if err := png.Encode(picture, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	return root
}

// entry writes an entry of the type "record", or its translation when the
// locale is not that of the source, and returns its text.
func entry(t *testing.T, root, slug, tag, lang string) string {
	t.Helper()
	tree, err := load.Dir(t.Context(), root, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rules, found := settings.Read(tree)
	if len(found) > 0 {
		t.Fatalf("settings: %s", found[0].Message("en"))
	}
	o := scaffold.Options{
		Schema: rules, Type: rules.Type("record"), Locale: rules.Locale(tag),
		Today: today, Lang: lang, Placeholder: "To be written",
	}
	wantEveryKind(t, o.Type)
	if o.Locale != rules.Source() {
		o.Source = parse.File(tree.File("content/records/"+slug+".fr.md"), rules)
	}
	text := scaffold.Entry(o)
	if err := os.WriteFile(filepath.Join(root, "content", "records", slug+"."+tag+".md"), text, 0o666); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// wantEveryKind wants the site of the tests to follow the kinds there are.
func wantEveryKind(t *testing.T, record *schema.Type) {
	t.Helper()
	missing := map[schema.Kind]bool{}
	for _, k := range schema.Kinds() {
		missing[k] = true
	}
	for _, f := range record.Fields {
		delete(missing, f.Kind)
	}
	for k := range missing {
		t.Errorf("the type of the tests has no field of kind %s", k)
	}
}

// check wants nothing to say about the site, with drafts and without.
func check(t *testing.T, root, text string) {
	t.Helper()
	for _, drafts := range []bool{false, true} {
		result, err := build.Run(t.Context(), build.Options{Root: root, Clock: today, Drafts: drafts, Check: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range result.Diagnostics {
			t.Errorf("drafts %v: %s %s: %s\n%s", drafts, d.Span.File, d.Msg, d.Message("en"), text)
		}
	}
}
