package search

import (
	"context"
	"math"
	"strings"
	"sync"
	"testing"
)

// TestScore computes the score of one document by hand, from RANKING.md.
func TestScore(t *testing.T) {
	// "un" is the only stop word. The text of x is title, summary and body:
	// 1 + 2 + 18 terms, 17 words of which are "autre".
	docs := []Document{
		{ID: "x", Title: "Jardin", Summary: "Un jardin vert", Body: "jardin " + strings.Repeat("autre ", 17)},
		{ID: "y", Title: "Autre", Body: "un jardin"},
		{ID: "z", Title: "Autre", Body: "autre"},
	}
	ix := openWith(t, Locale{Tag: "fr"}, docs)
	res, err := ix.Search(context.Background(), Query{Text: "jardin "})
	if err != nil || len(res.Hits) != 2 {
		t.Fatal(res, err)
	}
	rarity := func(n float64) float64 { return math.Log(1 + (3-n+0.5)/(n+0.5)) }
	sat := func(w, tf, b, length, average float64) float64 {
		return w * tf * 2.2 / (tf + 1.2*(1-b+b*length/average))
	}
	const (
		textLength  = 20 // 21 terms, of which four bits are kept
		textAverage = (21 + 2 + 2) / 3.0
		bodyLength  = 22 // the 21 words and "un"
		bodyAverage = (22 + 3 + 2) / 3.0
	)
	terms := rarity(2) * (sat(1, 3, 0.75, textLength, textAverage) + sat(6, 1, 0.3, 1, 1) + sat(1.5, 1, 0.3, 2, 2/3.0))
	words := rarity(2) * (sat(1, 3, 0.75, bodyLength, bodyAverage) + sat(3, 1, 0.3, 1, 1))
	if got, want := res.Hits[0].Score, terms+0.25*words; math.Abs(got-want) > 1e-9*want {
		t.Errorf("score %v, want %v", got, want)
	}
}

func TestQuantised(t *testing.T) {
	for length, want := range map[int]int{0: 0, 7: 7, 15: 15, 16: 16, 17: 16, 31: 30, 32: 32, 35: 32, 750: 704, 1024: 1024} {
		if got := quantised(length); got != want {
			t.Errorf("%d: %d, want %d", length, got, want)
		}
	}
}

// Lengths come out of Bleve as they went in.
func TestFieldLength(t *testing.T) {
	for length := 1; length < 300_000; length = length*9/8 + 1 {
		norm := float64(float32(1 / math.Sqrt(float64(length))))
		if got := quantised(fieldLength(norm)); got != quantised(length) {
			t.Errorf("%d: %d", length, got)
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
