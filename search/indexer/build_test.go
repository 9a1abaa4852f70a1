package indexer

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

var french = Locale{Tag: "fr", Synonyms: [][]string{{"ESS", "économie sociale et solidaire"}}}

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
	docs := newEdited(3, 2*chunkMost+70).docs
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
	docs := newEdited(3, 2*chunkMost+70).docs
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
		{"cancelled", cancelled, "", french, newEdited(3, 10).docs, "canceled"},
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
