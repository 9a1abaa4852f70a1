package search

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"essaim/search/indexer"
	"essaim/search/inverted"
)

// near reports whether two scores are equal but for rounding.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Abs(b) }

// TestScore computes the scores of documents by hand, from RANKING.md.
func TestScore(t *testing.T) {
	// "un" is the only stop word. The text of x is title, summary and body:
	// 1 + 2 + 18 words, 17 words of which are "autre".
	docs := []indexer.Document{
		{ID: "x", Title: "Jardin", Summary: "Un jardin vert", Body: "jardin " + strings.Repeat("autre ", 17)},
		{ID: "y", Title: "Autre", Body: "un jardins"},
		{ID: "z", Title: "Autre", Body: "autre", Fields: []indexer.Field{{Name: "place", Text: "Vert pré", Weight: 2}}},
	}
	// The weights are given and the constants named: they are tuned, the formula is not.
	weights := map[string]float64{"text": 1, "title": 6, "summary": 1.5, "headings": 2}
	ix := openWith(t, indexer.Locale{Tag: "fr", Weights: weights}, docs)
	rarity := func(n float64) float64 { return math.Log(1 + (3-n+0.5)/(n+0.5)) }
	saturated := func(w, tf, b, length, average float64) float64 {
		return w * tf * (saturation + 1) / (tf + saturation*(1-b+b*length/average))
	}
	const (
		textLength  = 20 // 21 words, of which three bits are kept
		textAverage = (21 + 2 + 4) / 3.0
	)
	score := func(n *node) map[string]float64 {
		t.Helper()
		list, err := ix.newScorer(context.Background()).evaluate(n)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.IsSorted(list.docs) {
			t.Errorf("documents %v", list.docs)
		}
		got := map[string]float64{}
		for i, d := range list.docs {
			got[docs[d].ID] = list.scores[i]
		}
		return got
	}
	const textB, shortB = 0.75, 0.3 // as in RANKING.md
	words := func(words ...string) *node { return &node{Op: opWords, Boost: 1, Words: words} }
	jardinX := saturated(1, 3, textB, textLength, textAverage) + saturated(6, 1, shortB, 1, 1) + saturated(1.5, 1, shortB, 2, 2/3.0)
	jardinsY := saturated(1, 1, textB, 2, textAverage)
	vertX := saturated(1, 1, textB, textLength, textAverage) + saturated(1.5, 1, shortB, 2, 2/3.0)
	vertZ := saturated(1, 1, textB, 4, textAverage) + saturated(2, 1, shortB, 2, 2/3.0)
	for _, c := range []struct {
		name string
		node *node
		want map[string]float64
	}{
		{"a word", words("jardin"), map[string]float64{"x": rarity(1) * jardinX}},
		{"a class", words("jardin", "jardins"), map[string]float64{"x": rarity(2) * jardinX, "y": rarity(2) * jardinsY}},
		{"a further field", words("vert"), map[string]float64{"x": rarity(2) * vertX, "z": rarity(2) * vertZ}},
		{"boost", &node{Op: opWords, Boost: 0.5, Words: []string{"jardin"}}, map[string]float64{"x": 0.5 * rarity(1) * jardinX}},
		{"floor", &node{Op: opWords, Boost: 1, Words: []string{"jardin"}, Floor: 2}, map[string]float64{"x": rarity(2) * jardinX}},
		{"floor below", &node{Op: opWords, Boost: 1, Words: []string{"vert"}, Floor: 1}, map[string]float64{"x": rarity(2) * vertX, "z": rarity(2) * vertZ}},
		{"floor beyond all documents", &node{Op: opWords, Boost: 1, Words: []string{"jardin"}, Floor: 99}, map[string]float64{"x": rarity(3) * jardinX}},
		{"the word typed", &node{Op: opWords, Boost: 1, Words: []string{"jardin", "jardins"}, Exact: "jardins"}, map[string]float64{"x": rarity(2) * jardinX, "y": 1.15 * rarity(2) * jardinsY}},
		{"an unknown word", words("zzz"), map[string]float64{}},
		{"a word of the title", &node{Op: opTitle, Boost: 2, Words: []string{"autre"}}, map[string]float64{"y": 2 * rarity(2) * saturated(6, 1, shortB, 1, 1), "z": 2 * rarity(2) * saturated(6, 1, shortB, 1, 1)}},
		{"a phrase", &node{Op: opPhrase, Boost: 1, Words: []string{"jardin", "vert"}, Positions: []int{0, 1}}, map[string]float64{"x": (rarity(1) + rarity(2)) * saturated(1, 1, textB, textLength, textAverage)}},
		{"a phrase often", &node{Op: opPhrase, Boost: 1, Words: []string{"autre", "autre"}, Positions: []int{0, 2}}, map[string]float64{"x": 2 * rarity(3) * saturated(1, 15, textB, textLength, textAverage)}},
		{"a phrase backwards", &node{Op: opPhrase, Boost: 1, Words: []string{"vert", "jardin"}, Positions: []int{0, 1}}, map[string]float64{}},
		{"near", &node{Op: opNear, Boost: 1, Sets: [][]string{{"jardin", "jardins"}, {"vert"}}}, map[string]float64{"x": (rarity(2) + rarity(2)) * saturated(1, 1, textB, textLength, textAverage)}},
		{"near and far", &node{Op: opNear, Boost: 1, Sets: [][]string{{"pre"}, {"autre"}}}, map[string]float64{}},
		// What stands often in a text counts as standing in all of its windows.
		{"near often", &node{Op: opNear, Boost: 1, Sets: [][]string{{"autre"}, {"vert"}}}, map[string]float64{"x": (rarity(3) + rarity(2)) * saturated(1, 1, textB, textLength, textAverage)}},
		{"best", &node{Op: opBest, Boost: 3, Kids: []*node{words("jardin"), words("vert")}}, map[string]float64{"x": 3 * max(rarity(1)*jardinX, rarity(2)*vertX), "z": 3 * rarity(2) * vertZ}},
		{"every", &node{Op: opEvery, Boost: 1, Kids: []*node{words("jardin"), words("vert")}}, map[string]float64{"x": rarity(1)*jardinX + rarity(2)*vertX}},
		{"nothing", &node{Op: opBest, Boost: 1}, map[string]float64{}},
	} {
		got := score(c.node)
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		for id, want := range c.want {
			if !near(got[id], want) {
				t.Errorf("%s: %s has %v, want %v", c.name, id, got[id], want)
			}
		}
	}
	// A whole query: x has both words, in one window; z has one of two.
	res := ask(t, ix, Query{Text: "jardin vert "})
	want := []float64{((1+exactBoost)*rarity(2)*jardinX + (1+exactBoost)*rarity(2)*vertX) * (1 + proximity), 1.15 * rarity(2) * vertZ / 2, rarity(2) * jardinsY / 2}
	for i, h := range res.Hits {
		if !near(h.Score, want[i]) || h.Complete != (i == 0) {
			t.Errorf("%s has %v, want %v", h.ID, h.Score, want[i])
		}
	}
	if len(res.Hits) != 3 || res.Complete != 1 {
		t.Errorf("%+v", res)
	}
}

// TestScoreRepeats: scores are not changed by what was evaluated before.
func TestScoreRepeats(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	s := ix.newScorer(context.Background())
	nodes := []*node{
		{Op: opWords, Boost: 0.5, Words: []string{"entreprise", "entreprises"}, Exact: "entreprise"},
		{Op: opWords, Boost: 1, Words: []string{"entreprise", "entreprises"}},
		{Op: opEvery, Boost: 2, Kids: []*node{{Op: opWords, Boost: 1, Words: []string{"entreprise", "entreprises"}}, {Op: opWords, Boost: 1, Words: []string{"insertion"}}}},
		{Op: opPhrase, Boost: 1, Words: []string{"seconde", "vie"}, Positions: []int{0, 1}},
		{Op: opNear, Boost: 1, Sets: [][]string{{"seconde"}, {"vie"}}},
		{Op: opWords, Boost: 1, Words: []string{"seconde"}},
		{Op: opTitle, Boost: 1, Words: []string{"serviettes"}},
	}
	var want []string
	for _, n := range nodes {
		list, err := ix.newScorer(context.Background()).evaluate(n)
		if err != nil || len(list.docs) == 0 {
			t.Fatal(n, list, err)
		}
		want = append(want, fmt.Sprint(list))
	}
	for range 3 {
		for i, n := range nodes {
			if list, err := s.evaluate(n); err != nil || fmt.Sprint(list) != want[i] {
				t.Errorf("%s: %v %v, want %s", n, list, err, want[i])
			}
		}
		slices.Reverse(nodes)
		slices.Reverse(want)
	}
}

func TestCloseness(t *testing.T) {
	for _, c := range []struct {
		windows []uint8
		want    float64
	}{
		{nil, 0}, {[]uint8{1}, 0}, {[]uint8{1, 0}, 0}, {[]uint8{0, 0}, 0},
		{[]uint8{1, 1}, 1}, {[]uint8{1, 2}, 0.5}, {[]uint8{1, 4}, 0}, {[]uint8{1, 0x80}, 0.5}, {[]uint8{0x0f, 0x08}, 1},
		{[]uint8{1, 1, 1}, 1}, {[]uint8{1, 1, 2}, 0.75}, {[]uint8{1, 2, 4}, 0.5}, {[]uint8{1, 1, 8}, 0.5}, {[]uint8{1, 0, 1}, 1},
	} {
		if got := closeness(c.windows); got != c.want {
			t.Errorf("%08b: %v, want %v", c.windows, got, c.want)
		}
	}
}

// Lengths come out of Bleve as they went in.
func TestFieldLength(t *testing.T) {
	for length := 1; length < 300_000; length = length*9/8 + 1 {
		norm := float64(float32(1 / math.Sqrt(float64(length))))
		if got := inverted.Quantised(fieldLength(norm)); got != inverted.Quantised(length) {
			t.Errorf("%d: %d", length, got)
		}
	}
	for _, norm := range []float64{0, -1, math.Inf(1)} {
		if got := fieldLength(norm); got != 0 {
			t.Errorf("%v: %d", norm, got)
		}
	}
}

// TestSearchTogether runs queries at the same time; the race detector watches.
func TestSearchTogether(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	queries := []string{"serviettes", "le pavé", "\"seconde vie\"", "entreprises inclus", "sreviettes", "qui sommes nous"}
	var want [][]string
	for _, q := range queries {
		want = append(want, find(t, ix, q))
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i, q := range queries {
				if got := find(t, ix, q); strings.Join(got, " ") != strings.Join(want[i], " ") {
					t.Errorf("%s: %v, want %v", q, got, want[i])
				}
			}
		})
	}
	all.Wait()
}
