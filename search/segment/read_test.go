package segment_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	index "github.com/blevesearch/bleve_index_api"
	api "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
)

// TestZapReadsIt opens a segment as Bleve does and compares all that it finds
// there with the documents. TestBytesAreThoseOfZapx shows more at once, but only
// as long as zapx writes the way that this package was made after.
func TestZapReadsIt(t *testing.T) {
	docs := someDocuments(rand.New(rand.NewPCG(5, 5)), shape{documents: 1100, vocabulary: 60, words: 30, absent: 0.2})
	path := filepath.Join(t.TempDir(), "segment")
	var whole bytes.Buffer
	if err := write(&whole, invert(docs)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, whole.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	opened, err := new(zap.ZapPlugin).Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	want, got := map[string]bool{}, map[string]bool{}
	note := func(in map[string]bool, what ...any) { in[fmt.Sprint(what...)] = true }
	for d, texts := range docs {
		lengths, frequencies, positions := map[string]int{}, map[[2]string]int{}, map[[2]string][]int{}
		stored := map[string][]string{}
		for _, f := range texts {
			lengths[f.name] += f.length
			for _, w := range f.words {
				at := [2]string{f.name, w.term}
				frequencies[at] += w.frequency
				positions[at] = append(positions[at], w.positions...)
				if f.options.IncludeDocValues() {
					note(want, "doc value ", f.name, " ", w.term, " ", d)
				}
			}
			if f.options.IsStored() {
				stored[f.name] = append(stored[f.name], f.value)
			}
		}
		for at, frequency := range frequencies {
			note(want, at, d, frequency, lengths[at[0]], positions[at])
		}
		for name, values := range stored {
			note(want, "stored ", name, d, values)
		}
	}
	if n := opened.Count(); n != uint64(len(docs)) {
		t.Fatalf("%d documents", n)
	}
	for _, name := range opened.Fields() {
		readField(t, opened, name, func(what ...any) { note(got, what...) })
	}
	for d := range docs {
		stored := map[string][]string{}
		err := opened.VisitStoredFields(uint64(d), func(field string, typ byte, value []byte, places []uint64) bool {
			if typ != 't' || len(places) > 0 {
				t.Errorf("%s has type %c and places %v", field, typ, places)
			}
			stored[field] = append(stored[field], string(value))
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
		for name, values := range stored {
			note(got, "stored ", name, d, values)
		}
	}
	visitor := opened.(api.DocValueVisitable)
	var state api.DocVisitState
	for d := range docs {
		if state, err = visitor.VisitDocValues(uint64(d), []string{"facet.theme", "facet.year", "Facet"}, func(field string, term []byte) {
			note(got, "doc value ", field, " ", string(term), " ", d)
		}, state); err != nil {
			t.Fatal(err)
		}
	}
	if len(want) < 10_000 {
		t.Fatalf("only %d facts are compared", len(want))
	}
	if !maps.Equal(want, got) {
		t.Errorf("%d facts, %d read", len(want), len(got))
		for _, fact := range slices.Sorted(maps.Keys(want)) {
			if !got[fact] {
				t.Fatalf("not read: %s", fact)
			}
		}
	}
}

// readField notes every posting of a field.
func readField(t *testing.T, opened api.Segment, name string, note func(...any)) {
	dictionary, err := opened.Dictionary(name)
	if err != nil {
		t.Fatal(err)
	}
	entries := dictionary.AutomatonIterator(nil, nil, nil)
	var entry *index.DictEntry
	for entry, err = entries.Next(); entry != nil && err == nil; entry, err = entries.Next() {
		list, err := dictionary.PostingsList([]byte(entry.Term), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if list.Count() != entry.Count {
			t.Errorf("%s %q: %d postings, the dictionary says %d", name, entry.Term, list.Count(), entry.Count)
		}
		postings := list.Iterator(true, true, true, nil)
		for {
			p, err := postings.Next()
			if err != nil {
				t.Fatal(err)
			}
			if p == nil {
				break
			}
			positions := []int(nil)
			for _, l := range p.Locations() {
				if l.Field() != name || l.Start() != 0 || l.End() != 0 || len(l.ArrayPositions()) > 0 {
					t.Errorf("%s %q: place %v", name, entry.Term, l)
				}
				positions = append(positions, int(l.Pos()))
			}
			note([2]string{name, entry.Term}, p.Number(), p.Frequency(), p.(*zap.Posting).NormUint64(), positions)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}
