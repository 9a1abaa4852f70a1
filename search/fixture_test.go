package search

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"essaim/search/indexer"
	"essaim/search/shard"
)

// readFixture reads the documents of a file of testdata; its first lines say how
// they are written.
func readFixture(t testing.TB, name string) []indexer.Document {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var docs []indexer.Document
	for block := range strings.SplitSeq(string(data), "\n\n") {
		d := indexer.Document{}
		for line := range strings.Lines(block) {
			line = strings.TrimSpace(line)
			key, value, _ := strings.Cut(line, ": ")
			switch key {
			case "id":
				d.ID, d.URL = value, "/"+value+"/"
			case "type":
				d.Type, d.TypeLabel = value, strings.ToUpper(value[:1])+value[1:]
				d.Facets = append(d.Facets, indexer.Facet{Name: "type", Keys: []string{value}})
			case "title":
				d.Title = value
			case "place":
				d.Fields = append(d.Fields, indexer.Field{Name: "place", Text: value, Weight: 2})
			case "theme":
				d.Facets = append(d.Facets, indexer.Facet{Name: "theme", Keys: strings.Fields(value)})
			case "summary":
				d.Summary = value
			default:
				if !strings.HasPrefix(line, "#") {
					d.Body += line
				}
			}
		}
		docs = append(docs, d)
	}
	return docs
}

// openWith builds an index of docs and opens it.
func openWith(t testing.TB, loc indexer.Locale, docs []indexer.Document) *Index {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	if _, err := indexer.Build(context.Background(), dir, loc, docs); err != nil {
		t.Fatal(err)
	}
	ix, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	return ix
}

// sized returns a builder that cuts the files for browsers so.
func sized(sizes shard.Sizes) *indexer.Builder {
	b := indexer.NewBuilder(nil)
	b.Sizes = func(int) shard.Sizes { return sizes }
	return b
}

// french is the locale of the French fixture.
var french = indexer.Locale{Tag: "fr", Synonyms: [][]string{
	{"ESS", "économie sociale et solidaire"},
	{"JO", "Jeux", "Jeux olympiques"},
	{"seconde vie", "deuxième vie"},
}}

// find returns the identities that a query finds, the best first.
func find(t testing.TB, ix *Index, text string) []string {
	t.Helper()
	res, err := ix.Search(context.Background(), Query{Text: text, Limit: 50})
	if err != nil {
		t.Fatalf("Search(%q): %v", text, err)
	}
	ids := make([]string, len(res.Hits))
	for i, h := range res.Hits {
		ids[i] = h.ID
	}
	return ids
}
