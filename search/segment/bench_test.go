package segment_test

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"testing"

	index "github.com/blevesearch/bleve_index_api"
	zap "github.com/blevesearch/zapx/v17"
)

// benchDocuments returns documents like those of a site: 450 words each, of a
// vocabulary in which few are frequent, with their places.
func benchDocuments(n int) [][]text {
	r := rand.New(rand.NewPCG(6, 6))
	vocabulary := someTerms(r, 60_000)
	docs := make([][]text, n)
	for d := range docs {
		body, title := text{name: "body", options: placed}, text{name: "title", options: placed | stored, value: "Un titre de document"}
		at, position := map[string]int{}, 0
		for range 900 {
			term := vocabulary[int(math.Pow(float64(len(vocabulary)), r.Float64()))-1]
			i, ok := at[term]
			if !ok {
				i = len(body.words)
				at[term] = i
				body.words = append(body.words, word{term: term})
			}
			position += 1 + r.IntN(2)
			body.length++
			body.words[i].frequency++
			body.words[i].positions = append(body.words[i].positions, position)
		}
		for i := range 5 {
			title.words = append(title.words, word{term: body.words[i].term, frequency: 1, positions: []int{1 + i}})
			title.length++
		}
		id := fmt.Sprintf("doc/%05d", d)
		docs[d] = []text{body, title, key("url", "/"+id+"/", plain|stored), key("date", fmt.Sprintf("2026-11-%02d", d%30), plain|stored),
			key("facet.theme", fmt.Sprint(d%7), plain|stored|index.DocValues), key("_id", id, plain|stored)}
	}
	return docs
}

// BenchmarkWrite compares this package with zapx, both from what they are fed
// with: inverted lists here, analysed documents there. Run it with -cpu 1 to see
// the time of the processor with that of the garbage collector.
func BenchmarkWrite(b *testing.B) {
	docs := benchDocuments(2000)
	b.Run("segment", func(b *testing.B) {
		in := invert(docs)
		b.ReportAllocs()
		for b.Loop() {
			if err := write(io.Discard, in); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("zapx", func(b *testing.B) {
		in := bleveDocuments(docs)
		b.ReportAllocs()
		for b.Loop() {
			made, _, err := new(zap.ZapPlugin).New(in)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := made.(*zap.SegmentBase).WriteTo(io.Discard); err != nil {
				b.Fatal(err)
			}
			made.Close()
		}
	})
}

// TestBenchmarkComparesLikeWithLike keeps the benchmark honest.
func TestBenchmarkComparesLikeWithLike(t *testing.T) { compare(t, benchDocuments(60)) }
