package corpus_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"essaim/generator/internal/corpus"
)

// written returns every file of a corpus by its path.
func written(t *testing.T, o corpus.Options) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	if err := corpus.Write(dir, o); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = data
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestEqualOptionsGiveEqualBytes(t *testing.T) {
	o := corpus.Options{Documents: 30, Seed: 7, Locales: []string{"fr", "en"}}
	first, second := written(t, o), written(t, o)
	if len(first) != len(second) {
		t.Fatalf("%d and %d files", len(first), len(second))
	}
	for name, data := range first {
		if !bytes.Equal(data, second[name]) {
			t.Errorf("%s differs", name)
		}
	}
	o.Seed = 8
	same := 0
	for name := range written(t, o) {
		if first[name] != nil {
			same++
		}
	}
	if same > 20 {
		t.Errorf("another seed gives %d of the same paths", same)
	}
}

func TestWordsPerDocument(t *testing.T) {
	documents, words := 0, 0
	distinct := map[string]bool{}
	for name, data := range written(t, corpus.Options{Documents: 60, Words: 500, Seed: 1}) {
		if strings.HasSuffix(name, ".md") && !strings.HasPrefix(name, "content/pages/") {
			_, body, _ := strings.Cut(string(data)[4:], "---\n")
			documents++
			words += len(strings.Fields(body))
			for _, w := range strings.Fields(body) {
				distinct[w] = true
			}
		}
	}
	if mean := words / documents; documents != 60 || mean < 400 || mean > 650 {
		t.Errorf("%d documents of %d words, want 60 of about 500", documents, mean)
	}
	if len(distinct) < 3000 {
		t.Errorf("%d distinct words: too few to resemble a language", len(distinct))
	}
}
