package analysis

import (
	"math/rand/v2"
	"testing"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
)

// TestStemFrench compares the stemmer with the filter that it stands for.
func TestStemFrench(t *testing.T) {
	filter := fr.NewFrenchLightStemmerFilter()
	check := func(word string) {
		want := filter.Filter(analysis.TokenStream{{Term: []byte(word)}})[0].Term
		if got := stemFrench([]byte(word)); string(got) != string(want) {
			t.Errorf("%s: %s instead of %s", word, got, want)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	letters := "aaceeeeiiilnorrssttuux'9"
	tails := []string{"", "s", "x", "e", "ie", "er", "ee", "rr", "aux", "eaux", "ive", "ivement", "ual", "ualisation", "fol", "mol", "teur", "iquer"}
	for range 200_000 {
		var word []byte
		for range 1 + r.IntN(9) {
			word = append(word, letters[r.IntN(len(letters))])
		}
		word = append(word, tails[r.IntN(len(tails))]...)
		word = append(word, frenchEndings[r.IntN(len(frenchEndings))].ending...)
		word = append(word, tails[r.IntN(len(tails))]...)
		check(string(word[r.IntN(len(word)):]))
	}
}
