package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"essaim/search/analysis"
	"essaim/search/indexer"
)

// generated returns documents of about 750 words with the skewed frequencies of
// a language: some words in every document, most in few.
func generated(n int) []indexer.Document {
	r := rand.New(rand.NewPCG(7, 7))
	syllables := strings.Fields("ba ce di fo gu la mé ni po re sa te vi zo chan tier dé mar che so li dai re tion ment eur a que")
	common := strings.Fields("le la les de des du et en un une pour dans par sur avec qui que ne pas au aux ce cette son ses est sont a été insertion emploi entreprise formation projet site ville écologie réemploi déchets handicap économie sociale solidaire association")
	vocabulary := make([]string, 60_000)
	for i := range vocabulary {
		if i < len(common) {
			vocabulary[i] = common[i]
			continue
		}
		var b strings.Builder
		for range 2 + r.IntN(2) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		vocabulary[i] = b.String()
	}
	zipf := rand.NewZipf(r, 1.07, 8, uint64(len(vocabulary)-1))
	text := func(words int) string {
		var b strings.Builder
		for i := range words {
			if i > 0 {
				b.WriteString([]string{" ", " ", " ", " ", " ", " ", ", ", ". ", "\n"}[r.IntN(9)])
			}
			switch r.IntN(100) {
			case 0: // a compound
				b.WriteString(common[r.IntN(len(common))] + "-")
				b.WriteString(vocabulary[zipf.Uint64()])
			default:
				if r.IntN(12) == 0 {
					b.WriteString("l’")
				}
				if r.IntN(2) == 0 {
					b.WriteString(common[min(r.IntN(len(common)), r.IntN(len(common)))])
				} else {
					b.WriteString(vocabulary[zipf.Uint64()])
				}
			}
		}
		return b.String()
	}
	docs := make([]indexer.Document, n)
	for i := range docs {
		docs[i] = indexer.Document{
			ID: fmt.Sprintf("type/%06d", i), URL: fmt.Sprintf("/type/%06d/", i), Type: "type", TypeLabel: "Type",
			Title: text(6), Summary: text(25), Body: text(720), Headings: []string{text(4), text(5)}, Date: "2026-01-01",
			Facets: []indexer.Facet{{Name: "theme", Keys: []string{strconv.Itoa(i % 12)}}, {Name: "year", Keys: []string{strconv.Itoa(2000 + i%20)}}},
		}
	}
	return docs
}

// TestLarge measures 10,000 documents of 750 words. It runs when asked to:
//
//	ESSAIM_LARGE=10000 go test -run TestLarge -v ./search
func TestLarge(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("ESSAIM_LARGE"))
	if n == 0 {
		t.Skip("set ESSAIM_LARGE to a number of documents")
	}
	docs := generated(n)
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	dir := filepath.Join(t.TempDir(), "index")
	start := time.Now()
	stats, err := indexer.Build(context.Background(), dir, french, docs)
	if err != nil {
		t.Fatal(err)
	}
	shards := stats.Shards
	stats.Shards = nil
	kinds := map[byte][3]int{}
	for _, f := range shards {
		k := kinds[f.Name[0]]
		kinds[f.Name[0]] = [3]int{k[0] + 1, k[1] + len(f.Data), max(k[2], len(f.Data))}
	}
	for k, v := range kinds {
		t.Logf("%c: %d files, %d bytes, largest %d", k, v[0], v[1], v[2])
	}
	t.Logf("built in %v: %+v; texts %d MB, peak of the process %s", time.Since(start), stats, before.HeapAlloc>>20, peak())
	start = time.Now()
	ix, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	t.Logf("opened in %v", time.Since(start))
	for _, q := range []string{"insertion", "insertion", "économie solidaire", "accessibilité numérique des services", "formation entreprise ville", "inserti", "in", "insretion", "enterprixe", "\"économie sociale\"", "\"entreprise de la ville\"", "le la les", "zzzzzzzzzz"} {
		start := time.Now()
		res, err := ix.Search(context.Background(), Query{Text: q})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-40s %8.2f ms  %d found, %d complete", q, float64(time.Since(start).Microseconds())/1000, res.Total, res.Complete)
	}
}

// peak returns the largest resident size of this process so far, on Linux.
func peak() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(line)
}

func BenchmarkAnalyse(b *testing.B) {
	a, err := analysis.New("fr")
	if err != nil {
		b.Fatal(err)
	}
	text := generated(1)[0].Body
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		a.Analyse(text)
	}
}

// BenchmarkEdit makes the files for the browser again after a sentence has been
// added to one of 10,000 documents, as the preview does.
func BenchmarkEdit(b *testing.B) {
	docs := generated(10_000)
	for i := range docs {
		// Texts are loaded when they are analysed, as those of a site are.
		text := indexer.Text{Body: docs[i].Body, Headings: docs[i].Headings}
		docs[i].Body, docs[i].Headings, docs[i].Hash = "", nil, docs[i].ID
		docs[i].Load = func() (indexer.Text, error) { return text, nil }
	}
	builder := indexer.NewBuilder(nil)
	shards := func() {
		built, rest, err := builder.First(context.Background(), french, docs)
		if err != nil || !rest(context.Background(), &built) {
			b.Fatal("the files are not made", err)
		}
	}
	shards()
	for i := 0; b.Loop(); i++ {
		d := &docs[i*7919%len(docs)]
		text, _ := d.Load()
		text.Body += "\nUne phrase de plus, la " + strconv.Itoa(i) + "e."
		d.Hash = d.ID + strconv.Itoa(i)
		d.Load = func() (indexer.Text, error) { return text, nil }
		shards()
	}
}
