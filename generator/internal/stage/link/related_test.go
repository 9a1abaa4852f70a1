package link

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"essaim/generator/internal/model/content"
)

// plainNearest is RELATED.md word for word, without any care for speed.
func plainNearest(entries [][]content.Word, i int) []candidate {
	holders := map[uint32]int{}
	for _, words := range entries {
		for _, w := range words {
			holders[w.Hash()]++
		}
	}
	halves := func(df int) uint64 {
		n := uint64(0)
		for df*df<<(n+1) <= (len(entries)+1)*(len(entries)+1) {
			n++
		}
		return n
	}
	type weighed struct {
		hash   uint32
		weight uint64
	}
	vector := func(words []content.Word) map[uint32]uint32 {
		var list []weighed
		for _, w := range words {
			df := holders[w.Hash()]
			if df <= 1 || float64(df) > max(2, 0.2*float64(len(entries))) || halves(df) == 0 {
				continue
			}
			list = append(list, weighed{w.Hash(), uint64(math.Round(16*(1+math.Log(float64(w.Count()))))) * halves(df)})
		}
		slices.SortFunc(list, func(a, b weighed) int {
			return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.hash, b.hash))
		})
		list = list[:min(24, len(list))]
		sum := 0.0
		for _, w := range list {
			sum += float64(w.weight * w.weight)
		}
		scaled := map[uint32]uint32{}
		for _, w := range list {
			scaled[w.hash] = uint32(math.Round(float64(w.weight) * 1024 / math.Sqrt(sum)))
		}
		return scaled
	}
	own := vector(entries[i])
	scores := make([]uint32, len(entries))
	looked := map[uint32]int{}
	for j, words := range entries {
		for hash, weight := range vector(words) {
			if looked[hash]++; looked[hash] <= 200 && own[hash] > 0 && i != j {
				scores[j] += own[hash] * weight
			}
		}
	}
	var list []candidate
	for j, score := range scores {
		if score > 0 {
			list = append(list, candidate{uint32(j), score})
		}
	}
	slices.SortFunc(list, candidate.order)
	return list[:min(8, len(list))]
}

// randomWords returns the words of an entry about one subject, in a language of
// the given size.
func randomWords(r *rand.Rand, vocabulary int) []content.Word {
	text := ""
	subject := r.IntN(12)
	for range r.IntN(120) {
		// A common word is common everywhere, a rare one belongs to a subject.
		n := int(float64(vocabulary) * math.Pow(r.Float64(), 4))
		if r.IntN(4) == 0 {
			n = vocabulary + 10*subject + r.IntN(10)
		}
		text += "mot" + string([]rune{'a' + rune(n/676), 'a' + rune(n/26%26), 'a' + rune(n%26)}) + " "
	}
	return content.CountWords("", "", []byte(text))
}

// TestNearestIsWhatItsPageSays compares with plainNearest, in sites from none
// to more than postingsPerWord entries.
func TestNearestIsWhatItsPageSays(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 4))
	for _, size := range []int{0, 1, 2, 3, 5, 9, 40, 130} {
		checkNearest(t, r, size, 900)
	}
	if !testing.Short() {
		checkNearest(t, r, 1300, 4000)
	}
}

func checkNearest(t *testing.T, r *rand.Rand, size, vocabulary int) {
	t.Helper()
	related := &relatedEntries{groups: make([]*group, size), terms: make([][]uint32, size)}
	for range size {
		related.words = append(related.words, randomWords(r, vocabulary))
	}
	related.weigh()
	search := related.newSearch()
	for i := range size {
		if size > 200 && i%100 != 0 {
			continue
		}
		if got, want := fmt.Sprint(search.nearest(i)), fmt.Sprint(plainNearest(related.words, i)); got != want {
			t.Fatalf("of %d entries, nearest to %d\n got %s\nwant %s", size, i, got, want)
		}
	}
}

// TestNearestIsOfTheSameSubject is what related entries are for.
func TestNearestIsOfTheSameSubject(t *testing.T) {
	subjects := []string{"blanchisserie serviettes lavage", "gradins plastique recyclage", "maraîchage semences compost", "théâtre costumes décors", "vélos réparation pièces", "épicerie invendus paniers"}
	common := "association ville quartier travail personnes projet année insertion"
	related := &relatedEntries{groups: make([]*group, 40), terms: make([][]uint32, 40)}
	for i := range 40 {
		related.words = append(related.words, content.CountWords("", "", fmt.Appendf(nil, "%s %s essai%c", common, subjects[i%6], 'a'+i%26)))
	}
	related.weigh()
	search := related.newSearch()
	for i := range 40 {
		for _, c := range search.nearest(i)[:relatedCount] {
			if int(c.entry)%6 != i%6 {
				t.Errorf("entry %d, about %s, is related to %d, about %s", i, subjects[i%6], c.entry, subjects[c.entry%6])
			}
		}
	}
}

func TestLogRatio(t *testing.T) {
	for _, test := range []struct{ a, b, fraction, want int }{
		{1, 1, 1, 0}, {2, 1, 1, 2}, {3, 2, 1, 1}, {1024, 1, 1, 20}, {1448, 1, 1, 20}, {1449, 1, 1, 21},
		{100_001, 40, 4, 180}, {3, 4, 4, 0}, {3, 0, 4, 0}, {10_001, 2000, 1, 4},
	} {
		if got := logRatio(test.a, test.b, test.fraction); got != test.want {
			t.Errorf("logRatio(%d, %d, %d) = %d, want %d", test.a, test.b, test.fraction, got, test.want)
		}
	}
}
