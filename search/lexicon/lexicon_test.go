package lexicon

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"essaim/search/inverted"
	"essaim/search/shard"
)

// termOf is the term of a word of the tests: some are plurals, and some have an
// article before them.
func termOf(word string) string { return strings.TrimSuffix(strings.TrimPrefix(word, "al"), "s") }

// partOf returns the inverted file of documents that are words and spaces.
func partOf(t *testing.T, base int, docs []string) Part {
	t.Helper()
	w := inverted.NewWriter(len(docs), 1)
	spots := map[string][]inverted.Spot{}
	for i, text := range docs {
		words := strings.Fields(text)
		w.Document(i, inverted.Key{}, []int{len(words)})
		for at, word := range words {
			spots[word] = append(spots[word], inverted.NewSpot(i, 0, 0)+inverted.Spot(at))
		}
	}
	for _, word := range slices.SortedFunc(maps.Keys(spots), inverted.Compare) {
		e := &inverted.Entry{Text: word}
		if word != "le" {
			e.Terms = []inverted.Term{{Text: termOf(word), Own: len(word) != 4}}
		}
		w.AddSpots(e, spots[word])
	}
	f, err := inverted.Open(w.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	a, b := inverted.Sums(strings.Join(docs, "\n"), 1, 2)
	return Part{Key: fmt.Sprintf("%016x%016x", a, b), Base: base, File: inverted.Keep(f)}
}

// randomParts returns files of random words, and the documents they are made of.
func randomParts(t *testing.T, r *rand.Rand) (parts []Part, docs [][]string) {
	for range 5 {
		var of []string
		for range 20 {
			of = append(of, randomText(r))
		}
		docs = append(docs, of)
		parts = append(parts, partOf(t, 20*len(parts), of))
	}
	return parts, docs
}

func randomText(r *rand.Rand) string {
	words := make([]string, r.IntN(12))
	for i := range words {
		words[i] = []string{"", "al", "le"}[r.IntN(3)] + fmt.Sprint("w", r.IntN(60)) + []string{"", "s"}[r.IntN(2)]
		if r.IntN(9) == 0 {
			words[i] = "le"
		}
	}
	return strings.Join(words, " ")
}

// described says all that a table holds of its words, by their terms' texts.
func described(t *Table) string {
	var b strings.Builder
	for _, w := range t.Words() {
		terms := make([]string, len(w.Classes))
		for i, class := range w.Classes {
			terms[i] = t.terms.texts[class]
		}
		fmt.Fprintln(&b, w.Text, w.Shown, w.Documents, w.Postings, w.Sum, w.LengthSum, terms, t.Forms()[w.Text])
	}
	return fmt.Sprint(b.String(), t.Count())
}

func changedPart(t *testing.T, r *rand.Rand, parts []Part, docs [][]string) []Part {
	i := r.IntN(len(parts))
	docs[i] = slices.Clone(docs[i])
	docs[i][r.IntN(20)] = randomText(r)
	parts = slices.Clone(parts)
	parts[i] = partOf(t, parts[i].Base, docs[i])
	return parts
}

// TestPatchedEqualsMerged: a table of other parts says what one says that is merged
// from them, and tells by its edits how it came of the former.
func TestPatchedEqualsMerged(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	parts, docs := randomParts(t, r)
	m := Recall(nil, "xx")
	former := slices.Clone(m.Table(parts, nil, &Opened{}).Words())
	for step := range 60 {
		parts = changedPart(t, r, parts, docs)
		table := m.Table(parts, nil, &Opened{})
		if got, want := described(table), described(newTable(parts)); got != want {
			t.Fatalf("step %d:\n%s\nwant\n%s", step, got, want)
		}
		var set shard.Set
		table.Fill(&set)
		if set.Edits == nil {
			t.Fatalf("step %d: merged anew", step)
		}
		if got := shard.Patched(former, set.Edits); !slices.EqualFunc(got, set.Words, func(a, b shard.Word) bool { return a.Text == b.Text && a.Sum == b.Sum }) {
			t.Fatalf("step %d: the edits lead to other words", step)
		}
		former = slices.Clone(set.Words)
	}
}

// A kept is a cache in memory.
type kept map[string][]byte

func (k kept) Get(key string) ([]byte, bool) {
	data, ok := k[key]
	return data, ok
}
func (k kept) GetIn(buffer []byte, key string) ([]byte, bool) {
	data, ok := k[key]
	return append(buffer[:0], data...), ok
}
func (k kept) Put(key string, data []byte) { k[key] = bytes.Clone(data) }

// TestRecalledEqualsMerged: so it is in another process, and when what the cache has
// is damaged: values that are gone or cut short are noticed here, for a cache returns
// what was put or nothing.
func TestRecalledEqualsMerged(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	former, docs := randomParts(t, r)
	cache := kept{}
	Recall(cache, "xx").Table(former, nil, &Opened{})
	parts := changedPart(t, r, former, docs)
	want := described(newTable(parts))
	find := func(key string) *inverted.Kept {
		if i := slices.IndexFunc(former, func(p Part) bool { return p.Key == key }); i >= 0 {
			return former[i].File
		}
		return nil
	}
	check := func(what string, cache kept, find func(string) *inverted.Kept, recalled bool) {
		t.Helper()
		m := Recall(cache, "xx")
		if _, _, ok := m.Expected(); ok != recalled {
			t.Errorf("%s: recalled %t", what, ok)
		}
		if got := described(m.Table(parts, find, &Opened{})); got != want {
			t.Errorf("%s: another table\n%s\nwant\n%s", what, got, want)
		}
	}
	check("whole", maps.Clone(cache), find, true)
	check("a former file is gone", maps.Clone(cache), func(string) *inverted.Kept { return nil }, true)
	for key, data := range cache {
		without := maps.Clone(cache)
		delete(without, key)
		check(key+" is gone", without, find, false)
		for end := 0; end < len(data); end += 1 + len(data)/100 {
			without[key] = data[:end]
			check(fmt.Sprintf("%s ends after %d bytes", key, end), without, find, false)
		}
	}
}
