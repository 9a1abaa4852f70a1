package link

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"essaim/generator/internal/model/content"
)

// TestRecallEqualsClean edits entries at random and links them with what another
// process would have left: the site must be that of a first link.
func TestRecallEqualsClean(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			p := parseCorpus(t, 100, "en")
			w := &writer{p, rand.New(rand.NewPCG(seed, 8)), map[string][]byte{}}
			clean := Options{Clock: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}
			entries := p.entries
			var data []byte
			recalled, words := 0, map[string][]content.Word{}
			former := func(file, hash string) ([]content.Word, bool) {
				list, known := words[file+hash]
				return list, known && w.IntN(20) > 0
			}
			for step := range 40 {
				options := clean
				options.Memory = Recall(data, former)
				for _, e := range entries {
					words[e.File+e.Hash] = e.Words
				}
				k := options.Memory.related.recalled
				given := entries
				if step%2 == 1 { // without words, until somebody asks
					options.Words = func(e *content.Entry, to []content.Word) []content.Word { return append(to, words[e.File+e.Hash]...) }
					given = make([]*content.Entry, len(entries))
					for i, e := range entries {
						light := *e
						light.Words, given[i] = nil, &light
					}
				}
				got, _ := Site(t.Context(), given, p.schema, p.tree, options)
				for i, e := range entries {
					given[i].Words = e.Words
				}
				want, _ := Site(t.Context(), entries, p.schema, p.tree, clean)
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("step %d: the sites differ: %s", step, difference(got.Pages, want.Pages))
				}
				if k != nil && &k.near[0] == &options.Memory.related.near[0] {
					recalled++
				}
				data = options.Memory.Related(nil)
				entries = slices.Clone(entries)
				for range 1 + w.IntN(2) {
					i := w.IntN(len(entries))
					entries[i] = w.edit(entries[i], entries[w.IntN(len(entries))])
				}
			}
			if recalled < 10 {
				t.Errorf("only %d of 40 links took over what was recalled", recalled)
			}
		})
	}
}

// TestRecallTakesOver recalls without a change: no entry is looked at again.
func TestRecallTakesOver(t *testing.T) {
	p := parseCorpus(t, 40)
	options := Options{Clock: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), Memory: &Memory{}}
	Site(t.Context(), p.entries, p.schema, p.tree, options)
	r := Recall(options.Memory.Related(nil), nil).related
	if again := r.update(options.Memory.former.groups); len(again) > 0 {
		t.Errorf("the nearest of %d entries are found again", len(again))
	}
	if !reflect.DeepEqual(r.near, options.Memory.related.near) || !reflect.DeepEqual(r.keywords, options.Memory.related.keywords) {
		t.Error("what was recalled is not what was left")
	}
}

// TestRecallOfAnythingElse links with bytes that no link has left.
func TestRecallOfAnythingElse(t *testing.T) {
	p := parseCorpus(t, 40)
	options := Options{Clock: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), Memory: &Memory{}}
	Site(t.Context(), p.entries, p.schema, p.tree, options)
	data := options.Memory.Related(nil)
	for n := range data {
		if Recall(data[:n], nil).related.recalled != nil {
			t.Fatalf("the first %d of %d bytes are taken for the whole", n, len(data))
		}
	}
	r := rand.New(rand.NewPCG(1, 9))
	unknown := func(string, string) ([]content.Word, bool) { return nil, r.IntN(2) > 0 }
	for range 300 {
		damaged := slices.Clone(data)
		damaged[r.IntN(len(damaged))] ^= 1 << r.IntN(8)
		options.Memory = Recall(damaged, unknown)
		Site(t.Context(), p.entries, p.schema, p.tree, options) // whatever it says, it must not panic
	}
}
