package index

import (
	"maps"
	"slices"
	"testing"

	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/source"
	"essaim/search/shard"
)

// foundOf returns the files of a search with some word files and two of cards.
func foundOf(edited []int, words ...uint32) *Found {
	f := newFound()
	root := &shard.Root{Cards: []uint32{1, 2}, CardsEach: 10}
	names := []string{shard.Name("c", 1), shard.Name("c", 2)}
	for _, sum := range words {
		root.Words = append(root.Words, shard.Entry{Sum: sum})
		names = append(names, shard.Name("w", sum))
	}
	for _, name := range names {
		f.Files.Add(output.New("search/fr/"+name, output.Asset, []byte("1234567890"), source.Span{}))
	}
	f.read["fr"], f.edited["fr"] = root, edited
	return f
}

// TestAhead wants the cards of edited documents, each file once, and then the words
// that are new, as far as they fit.
func TestAhead(t *testing.T) {
	former, next := foundOf(nil, 3, 4, 5), foundOf([]int{11, 12}, 3, 6, 7)
	for most, want := range map[int][]string{
		30: {"c-000002.json", "w-000006.bin", "w-000007.bin"},
		29: {"c-000002.json", "w-000006.bin"},
		9:  {},
	} {
		files := next.Ahead(former, most)["fr"]
		if names := slices.Sorted(maps.Keys(files)); !slices.Equal(names, want) {
			t.Errorf("of %d bytes %v come ahead, not %v", most, names, want)
		}
	}
	if files := next.Ahead(newFound(), 1000)["fr"]; len(files) != 1 {
		t.Errorf("without former files %d come ahead, not the cards alone", len(files))
	}
}
