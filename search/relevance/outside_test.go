package relevance

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"essaim/search/indexer"
)

// TestOutside measures on documents that are not part of this project: the
// files *.txt of the folder ESSAIM_RELEVANCE, as ReadFolder reads them, in the
// language that the folder's name begins with, such as fr or fr-prose.
// Of more than 1,000 documents, 1,000 are
// asked for.
//
// ESSAIM_RELEVANCE_MISSES prints so many of the queries of the development half
// whose document did not come first; those of the test half stay unseen.
func TestOutside(t *testing.T) {
	folder := os.Getenv("ESSAIM_RELEVANCE")
	if folder == "" {
		t.Skip("ESSAIM_RELEVANCE names no folder of documents")
	}
	items, err := ReadFolder(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	tag, _, _ := strings.Cut(filepath.Base(folder), "-")
	sampled := sample(items, 1000)
	queries := slices.DeleteFunc(Generate(tag, items, seed), func(q Query) bool { return !sampled[q.Want] })
	asked := map[string]bool{}
	for _, q := range queries {
		asked[q.Want] = true
	}
	report := run(t, indexer.Locale{Tag: tag}, items, queries)
	t.Logf("%s: %d documents, %d of them asked for, %d queries\n%s", filepath.Base(folder), len(items), len(asked), len(queries), report.Table())
	most, _ := strconv.Atoi(os.Getenv("ESSAIM_RELEVANCE_MISSES"))
	for _, o := range report.Misses() {
		if most > 0 && HalfOf(o.Want) == Development {
			t.Log(describe(o))
			most--
		}
	}
}

// sample returns the IDs of at most n items, the same for the same items.
func sample(items []Item, n int) map[string]bool {
	order := slices.SortedFunc(slices.Values(items), func(a, b Item) int {
		return cmp.Or(cmp.Compare(hashOf("sample", a.ID), hashOf("sample", b.ID)), cmp.Compare(a.ID, b.ID))
	})
	ids := map[string]bool{}
	for _, it := range order[:min(n, len(order))] {
		ids[it.ID] = true
	}
	return ids
}
