package segment

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/blevesearch/vellum"
)

// TestTransducer compares dictionaries with those of vellum.
func TestTransducer(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var ours transducer
	for round := range 3000 {
		var terms [][]byte
		letters := 1 + r.IntN(256)
		for range r.IntN(1 + round) {
			term := make([]byte, r.IntN(6))
			for i := range term {
				term[i] = byte(r.IntN(letters))
				if round%2 == 0 && letters > 60 {
					term[i] = "etaoins/ruz\xc3\xa9"[r.IntN(13)]
				}
			}
			terms = append(terms, term)
		}
		slices.SortFunc(terms, bytes.Compare)
		terms = slices.CompactFunc(terms, bytes.Equal)
		var want bytes.Buffer
		theirs, err := vellum.New(&want, &vellum.BuilderOpts{Encoder: 1, RegistryTableSize: 0, RegistryMRUSize: 1})
		if err != nil {
			t.Fatal(err)
		}
		ours.start()
		value := uint64(r.IntN(3))
		for _, term := range terms {
			if err := theirs.Insert(term, value); err != nil {
				t.Fatal(err)
			}
			if err := ours.insert(term, value); err != nil {
				t.Fatal(err)
			}
			value += r.Uint64N(1 << (1 + r.IntN(40)))
		}
		if err := theirs.Close(); err != nil {
			t.Fatal(err)
		}
		if got := ours.finish(); !bytes.Equal(got, want.Bytes()) {
			t.Fatalf("%d terms: %x instead of %x", len(terms), got, want.Bytes())
		}
	}
}
