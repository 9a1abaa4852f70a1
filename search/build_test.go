package search

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// manyDocuments returns more documents than one batch holds, made of the words
// of the fixture.
func manyDocuments(t testing.TB, n int) []Document {
	fixture := readFixture(t, "fr.txt")
	docs := make([]Document, n)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range docs {
		a, b := fixture[r.IntN(len(fixture))], fixture[r.IntN(len(fixture))]
		docs[i] = a
		docs[i].ID = fmt.Sprintf("doc/%05d", i)
		docs[i].Body = a.Body + "\n" + b.Summary + fmt.Sprintf(" Numéro%d.", i)
		docs[i].Headings = []string{b.Title}
		docs[i].Facets = map[string][]string{"theme": {b.Type, a.Type, "x"}, "year": {fmt.Sprint(2020 + i%5)}}
	}
	return docs
}

// treeHash returns the names and the hashes of all files below a folder.
func treeHash(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		fmt.Fprintf(&b, "%s %x\n", name, sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestBuildGivesTheSameBytes(t *testing.T) {
	docs := manyDocuments(t, 2*chunkMost+70)
	var want string
	for i, c := range []struct {
		name  string
		procs int
		zone  string
	}{{"plain", 2, "UTC"}, {"one processor", 1, "Pacific/Auckland"}, {"many processors", 8, "America/Lima"}, {"again", 8, "UTC"}} {
		t.Setenv("TZ", c.zone)
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(c.procs))
		rand.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		dir := filepath.Join(t.TempDir(), fmt.Sprintf("a folder %d", i))
		stats, err := Build(context.Background(), dir, french, docs)
		if err != nil {
			t.Fatal(err)
		}
		if stats.Documents != len(docs) || stats.Files < 6 || stats.Terms < 400 || stats.Bytes < 50_000 {
			t.Errorf("%s: %+v", c.name, stats)
		}
		got := treeHash(t, dir)
		if i == 0 {
			want = got
		} else if got != want {
			t.Errorf("%s: other bytes\n%s\n%s", c.name, want, got)
		}
	}
}

// A locale whose stemmer reads accents keeps a table of words, which must not
// depend on which processor met which word first.
func TestBuildGivesTheSameBytesWithForms(t *testing.T) {
	docs := manyDocuments(t, 2*chunkMost+70)
	for i := range docs {
		docs[i].Title += strings.Fields(" häuser hauser hus häuserne años anos pâté pate")[i%8]
	}
	loc := Locale{Tag: "es"}
	var want string
	for i := range 3 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1 + 3*i))
		dir := filepath.Join(t.TempDir(), "index")
		if _, err := Build(context.Background(), dir, loc, docs); err != nil {
			t.Fatal(err)
		}
		if got := treeHash(t, dir); i == 0 {
			want = got
		} else if got != want {
			t.Errorf("other bytes\n%s\n%s", want, got)
		}
	}
}

// TestBuildIsAPlainBleveIndex runs a program that imports Bleve only, so that
// nothing this package registers can help it.
func TestBuildIsAPlainBleveIndex(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a program")
	}
	dir := filepath.Join(t.TempDir(), "index")
	docs := readFixture(t, "fr.txt")
	if _, err := Build(context.Background(), dir, french, docs); err != nil {
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

func TestBuildReports(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "letter.txt"), []byte("keep me"), 0o644); err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		dir  string
		loc  Locale
		docs []Document
		want string
	}{
		{"no ID", nil, "", french, []Document{{Title: "x"}}, "no ID"},
		{"ID twice", nil, "", french, []Document{{ID: "a"}, {ID: "b"}, {ID: "a"}}, `two documents have the ID "a"`},
		{"folder in use", nil, full, french, nil, "not empty"},
		{"unknown analyzer", nil, "", Locale{Tag: "fr", Analyzer: "latin"}, []Document{{ID: "a"}}, `no analyzer "latin"`},
		{"cancelled", cancelled, "", french, manyDocuments(t, 10), "canceled"},
	} {
		dir := c.dir
		if dir == "" {
			dir = t.TempDir()
		}
		if c.ctx == nil {
			c.ctx = context.Background()
		}
		_, err := Build(c.ctx, dir, c.loc, c.docs)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		if left, _ := os.ReadDir(dir); c.dir == "" && len(left) > 0 {
			t.Errorf("%s: left %v", c.name, left)
		}
	}
	if _, err := os.Stat(filepath.Join(full, "letter.txt")); err != nil {
		t.Error(err)
	}
}

// TestOpenRefuses damages every file of an index in every way that could happen
// to it.
func TestOpenRefuses(t *testing.T) {
	good := filepath.Join(t.TempDir(), "index")
	if _, err := Build(context.Background(), good, french, readFixture(t, "fr.txt")); err != nil {
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
	for _, file := range []string{manifestFile, metaFile, rootFile, "store/" + filepath.Base(names[0])} {
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
			refused(t, dir, file+" "+how, "essaim build")
		}
	}
	dir := filepath.Join(t.TempDir(), "index")
	if err := os.CopyFS(dir, os.DirFS(good)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, manifestFile)
	data, _ := os.ReadFile(path)
	data = []byte(strings.Replace(string(data), fmt.Sprintf(`"version":%d`, FormatVersion), `"version":99`, 1))
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
	} else if !errors.Is(err, ErrIndex) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "essaim build") {
		t.Errorf("%s: %v", what, err)
	}
}
