package search

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"essaim/search/indexer"
	"essaim/search/schema"
)

// manyDocuments returns more documents than one batch holds, made of the words
// of the fixture.
func manyDocuments(t testing.TB, n int) []indexer.Document {
	fixture := readFixture(t, "fr.txt")
	docs := make([]indexer.Document, n)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range docs {
		a, b := fixture[r.IntN(len(fixture))], fixture[r.IntN(len(fixture))]
		docs[i] = a
		docs[i].ID = fmt.Sprintf("doc/%05d", i)
		docs[i].Body = a.Body + "\n" + b.Summary + fmt.Sprintf(" Numéro%d.", i)
		docs[i].Headings = []string{b.Title}
		docs[i].Facets = []indexer.Facet{{Name: "theme", Keys: []string{b.Type, a.Type, "x"}}, {Name: "year", Keys: []string{fmt.Sprint(2020 + i%5)}}}
	}
	return docs
}

// TestBuildIsAPlainBleveIndex runs a program that imports Bleve only, so that
// nothing this package registers can help it.
func TestBuildIsAPlainBleveIndex(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a program")
	}
	dir := filepath.Join(t.TempDir(), "index")
	docs := readFixture(t, "fr.txt")
	if _, err := indexer.Build(context.Background(), dir, french, docs); err != nil {
		t.Fatal(err)
	}
	queries := map[string]string{
		"serviettes":         "pratiques/serviettes-reemployees",
		"title:serviettes":   "pratiques/serviettes-reemployees",
		"réemploi":           "pratiques/reemploi-mobilier",
		"REEMPLOI":           "pratiques/reemploi-mobilier",
		"île":                "initiatives/lil-o",
		"ile":                "initiatives/lil-o",
		"summary:athlètes":   "initiatives/blanchisserie-solidaire",
		"title:le pave":      "initiatives/le-pave",
		"facet_theme:emploi": "news/bilan-ess",
		"type:page":          "pages/mentions",
	}
	texts := make([]string, 0, len(queries))
	for q := range queries {
		texts = append(texts, q)
	}
	slices.Sort(texts)
	out, err := exec.Command("go", append([]string{"run", "./testdata/plainbleve", dir}, texts...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := strings.Split(strings.TrimRight(string(out), "\n"), "\n")
	if want := fmt.Sprint(len(docs), " <nil>"); lines[0] != want {
		t.Errorf("count %q, want %q", lines[0], want)
	}
	for i, q := range texts {
		if !slices.Contains(strings.Fields(lines[i+1]), queries[q]) {
			t.Errorf("%s: got %q, want %s", q, lines[i+1], queries[q])
		}
	}
	// The program opened the index for writing; it must still be ours.
	ix, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := ix.Close(); err != nil {
		t.Error(err)
	}
}

func TestBuildWithoutDocuments(t *testing.T) {
	ix := openWith(t, french, nil)
	for _, q := range []string{"", "pavé", "\"le pavé\"", "a b c"} {
		if ids := find(t, ix, q); len(ids) > 0 {
			t.Errorf("%q: %v", q, ids)
		}
	}
}

// TestOpenRefuses damages every file of an index in every way that could happen
// to it.
func TestOpenRefuses(t *testing.T) {
	good := filepath.Join(t.TempDir(), "index")
	if _, err := indexer.Build(context.Background(), good, french, readFixture(t, "fr.txt")); err != nil {
		t.Fatal(err)
	}
	damage := map[string]func([]byte) []byte{
		"missing":   nil,
		"empty":     func([]byte) []byte { return nil },
		"cut short": func(b []byte) []byte { return b[:len(b)/2] },
		"zeroed":    func(b []byte) []byte { return make([]byte, len(b)) },
	}
	names, err := filepath.Glob(filepath.Join(good, "store", "*.zap"))
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	for _, file := range []string{"essaim.json", schema.MetaFile, schema.RootFile, "store/" + filepath.Base(names[0])} {
		for how, change := range damage {
			dir := filepath.Join(t.TempDir(), "index")
			if err := os.CopyFS(dir, os.DirFS(good)); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, filepath.FromSlash(file))
			data, err := os.ReadFile(path)
			if err == nil && change == nil {
				err = os.Remove(path)
			} else if err == nil {
				err = os.WriteFile(path, change(data), 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
			refused(t, dir, file+" "+how, "has to be built again")
		}
	}
	dir := filepath.Join(t.TempDir(), "index")
	if err := os.CopyFS(dir, os.DirFS(good)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "essaim.json")
	data, _ := os.ReadFile(path)
	data = []byte(strings.Replace(string(data), fmt.Sprintf(`"version":%d`, schema.Version), `"version":99`, 1))
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	refused(t, dir, "another version", "format 99")
	refused(t, filepath.Join(dir, "nowhere"), "no folder", "no search index")
}

func refused(t *testing.T, dir, what, want string) {
	t.Helper()
	ix, err := Open(dir)
	if err == nil {
		ix.Close()
		t.Errorf("%s: opened", what)
	} else if !errors.Is(err, schema.ErrIndex) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "has to be built again") {
		t.Errorf("%s: %v", what, err)
	}
}
