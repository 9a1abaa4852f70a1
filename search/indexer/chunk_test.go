package indexer

import (
	"fmt"
	"testing"
)

// TestLargeDocuments: documents count by what they say, so that every processor has
// some of a hundred books, and small ones are cut as if their sizes were not known.
func TestLargeDocuments(t *testing.T) {
	cut := func(n, size int) (sizes []int) {
		docs := make([]Document, n)
		for i := range docs {
			docs[i] = Document{ID: fmt.Sprintf("books/%04d", i), Size: size}
		}
		next := 0
		for _, c := range chunks(newManifest(french, docs), docs, false) {
			if c.base != next {
				t.Errorf("a chunk begins at %d, not %d", c.base, next)
			}
			next += len(c.docs)
			sizes = append(sizes, len(c.docs))
		}
		if next != n {
			t.Errorf("%d of %d documents are in chunks", next, n)
		}
		return sizes
	}
	if books := cut(100, 140<<10); len(books) < 3 {
		t.Errorf("100 books are chunks of %v", books)
	}
	if huge := cut(3, 16<<20); len(huge) != 3 {
		t.Errorf("3 huge documents are chunks of %v", huge)
	}
	if a, b := fmt.Sprint(cut(3000, 0)), fmt.Sprint(cut(3000, usualSize)); a != b {
		t.Errorf("small documents are cut as %s and %s", a, b)
	}
}
