package shard

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestPatched edits lists of words at random, few and many words at once.
func TestPatched(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	words := map[string]Word{}
	list := []Word{}
	for range 300 {
		edits := map[string]Edit{}
		for range r.IntN(1 + r.IntN(3*mostMoved)) {
			text := fmt.Sprint("w", r.IntN(60))
			e := Edit{Was: words[text]}
			if _, done := edits[text]; done {
				continue
			}
			if r.IntN(3) > 0 {
				e.Is = Word{Text: text, Documents: r.IntN(9), Classes: []int32{int32(r.IntN(3))}}
			}
			if e.Was.Text+e.Is.Text != "" {
				edits[text] = e
			}
		}
		var inOrder []Edit
		for _, text := range slices.SortedFunc(maps.Keys(edits), Compare) {
			e := edits[text]
			inOrder = append(inOrder, e)
			if e.moves() == (e.Was.Text == e.Is.Text && slices.Equal(e.Was.Classes, e.Is.Classes)) || e.text() != text {
				t.Fatalf("%v moves or not", e)
			}
			if delete(words, text); e.Is.Text != "" {
				words[text] = e.Is
			}
		}
		list = Patched(list, inOrder)
		want := slices.SortedFunc(maps.Values(words), func(a, b Word) int { return Compare(a.Text, b.Text) })
		if !slices.EqualFunc(list, want, func(a, b Word) bool { return a.Same(&b) }) {
			t.Fatalf("after %v: %v, not %v", inOrder, list, want)
		}
	}
}
