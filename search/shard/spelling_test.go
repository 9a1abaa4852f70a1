package shard

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// stored is a Store in memory.
type stored map[string][]byte

func (s stored) Get(key string) ([]byte, bool) { data, ok := s[key]; return data, ok }
func (s stored) Put(key string, data []byte)   { s[key] = slices.Clone(data) }

// TestSpellerTakesOrderOver: whatever order another process has left, or anything
// else, the words are in theirs.
func TestSpellerTakesOrderOver(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	set := func(n int) *Set {
		texts := map[string]bool{}
		for len(texts) < n {
			word := fmt.Sprintf("%03d", random.IntN(1000))
			for range random.IntN(4) {
				word += string([]rune("aéz𝒳\uFFEEœ")[random.IntN(6)])
			}
			texts[word] = true
		}
		s := &Set{}
		for text := range texts {
			s.Words = append(s.Words, Word{Text: text, Documents: 1 + random.IntN(9), Classes: []int32{0}})
		}
		slices.SortFunc(s.Words, func(a, b Word) int { return Compare(a.Text, b.Text) })
		return s
	}
	store, last := stored{}, set(3000)
	for round := range 30 {
		switch data := store["reversed/x"]; {
		case round%5 == 4:
			data[random.IntN(len(data))] ^= 0x55
		case round%5 == 3:
			random.Shuffle(len(data)/4, func(i, j int) {
				for k := range 4 {
					data[4*i+k], data[4*j+k] = data[4*j+k], data[4*i+k]
				}
			})
		case round%5 == 2:
			last = set(3000)
		default:
			last.Words = slices.DeleteFunc(last.Words, func(Word) bool { return random.IntN(20) == 0 })
		}
		p := &speller{}
		p.load(store, "x")
		p.update(last)
		p.save(store, "x")
		if len(p.reversed) != len(p.words) || len(p.words) != len(last.Words) {
			t.Fatalf("round %d: %d words, %d reversed, of %d", round, len(p.words), len(p.reversed), len(last.Words))
		}
		for i := 1; i < len(p.reversed); i++ {
			if a, b := reversed(p.reversed[i-1].text), reversed(p.reversed[i].text); Compare(a, b) >= 0 {
				t.Fatalf("round %d: %q before %q", round, a, b)
			}
		}
	}
	p := &speller{}
	p.load(store, "x")
	p.update(last)
	if p.other > mostOther {
		t.Errorf("%d words are others than those of the latest order", p.other)
	}
}
