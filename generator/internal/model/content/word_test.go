package content

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// counts returns the counts of words in order of the words given.
func counts(words []Word, of ...string) string {
	var list []string
	for _, text := range of {
		hash := CountWords("", "", []byte(text))[0].Hash()
		count := 0
		for _, w := range words {
			if w.Hash() == hash {
				count = w.Count()
			}
		}
		list = append(list, fmt.Sprint(count))
	}
	return strings.Join(list, " ")
}

func TestCountWords(t *testing.T) {
	for _, test := range []struct{ name, title, summary, text, of, want string }{
		{"by place", "Jardin", "jardin commun", "Un jardin, commun.", "jardin commun", "6 3"},
		{"short words", "", "", "une île, un été, les eaux", "eaux îles", "1 0"},
		{"bytes, not letters", "", "", "ému épi", "ému épi", "1 1"},
		{"capitals", "", "", "ÉCOLE école École", "école", "3"},
		{"apostrophes and digits part words", "", "", "l'atelier2024ouvert", "atelier ouvert", "1 1"},
		{"addresses have none", "", "", "Un [jardin](/articles/potager-urbain) (jardin)\n[verger](sans fin\nverger](", "jardin articles verger", "2 0 2"},
		{"many", "", "", strings.Repeat("linge ", 40), "linge", "15"},
		{"other scripts", "", "", "戦争と平和 МИР мира", "戦争と平和 мира", "1 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := counts(CountWords(test.title, test.summary, []byte(test.text)), strings.Fields(test.of)...); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestLettersAreThoseOfUnicode compares the short ways of appendWords with what
// Unicode says of each character.
func TestLettersAreThoseOfUnicode(t *testing.T) {
	for r := rune(1); r < 0x3000; r++ {
		text := "abcde" + string(r) + "fghij"
		want := appendWords(nil, "abcde fghij")
		if unicode.IsLetter(r) {
			want = appendWords(nil, "abcde"+string(unicode.ToLower(r))+"fghij")
			if len(want) != 1 {
				t.Fatalf("%q: %d words", text, len(want))
			}
		}
		if got := appendWords(nil, text); !slices.Equal(got, want) {
			t.Errorf("%q: %x, want %x", text, got, want)
		}
	}
}

func TestSortHashes(t *testing.T) {
	for _, n := range []int{0, 1, 99, 100, 101, 5000} {
		hashes := make([]uint32, n)
		for i := range hashes {
			hashes[i] = foldHash(uint64(i%777) * 0x9E3779B97F4A7C15)
		}
		want := slices.Sorted(slices.Values(hashes))
		if got := sortHashes(hashes, nil); !slices.Equal(got, want) {
			t.Errorf("%d hashes are not sorted", n)
		}
	}
}

func BenchmarkCountWords(b *testing.B) {
	text := []byte(strings.Repeat("L'hôpital achète des repas à trois jardins, soit un quart du marché public de l'année passée. ", 50))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		CountWords("Un titre", "Un résumé", text)
	}
}

func TestCountWordsIsSortedAndDistinct(t *testing.T) {
	var text strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&text, "mot%s ", strings.Repeat(string(rune('a'+i%26)), 1+i%40))
	}
	words := CountWords("", "", []byte(text.String()))
	if !slices.IsSortedFunc(words, func(a, b Word) int { return int(a.Hash()) - int(b.Hash()) }) {
		t.Error("not sorted by hash")
	}
	for i := range words[1:] {
		if words[i].Hash() == words[i+1].Hash() {
			t.Errorf("hash %x twice", words[i].Hash())
		}
	}
	if CountWords("", "", nil) != nil {
		t.Error("no text has words")
	}
}

// TestFewWordsShareAHash holds the doc comment of Word to account: a hundred
// thousand words have some 18 pairs.
func TestFewWordsShareAHash(t *testing.T) {
	syllables := []string{"ba", "clé", "dri", "fon", "gu", "jar", "ké", "lin", "mo", "nu"}
	seen := map[uint32]bool{}
	shared := 0
	for i := range 100_000 {
		word := ""
		for n, k := i, 0; k < 5; n, k = n/10, k+1 {
			word += syllables[n%10]
		}
		hash := CountWords("", "", []byte(word))[0].Hash()
		if seen[hash] {
			shared++
		}
		seen[hash] = true
	}
	if shared > 40 {
		t.Errorf("%d words share a hash, about 18 were to be expected", shared)
	}
}
