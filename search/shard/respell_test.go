package shard

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// TestRespell: the spelling files that are made from those of another process are
// those that all words give.
func TestRespell(t *testing.T) {
	const target = 24
	random := rand.New(rand.NewPCG(3, 4))
	word := func() Word {
		text := ""
		for range 1 + random.IntN(6) {
			text += string([]rune("abcéz𝒳\uFFEEœ")[random.IntN(8)])
		}
		w := Word{Text: text, Documents: random.IntN(20)}
		if random.IntN(3) == 0 {
			w.Shown = "É" + text
		}
		if random.IntN(9) > 0 {
			w.Classes = []int32{int32(random.IntN(4))}
		}
		return w
	}
	set := func(n int) []Word {
		list := make([]Word, n)
		for i := range list {
			list[i] = word()
		}
		slices.SortFunc(list, func(a, b Word) int { return Compare(a.Text, b.Text) })
		return slices.CompactFunc(list, func(a, b Word) bool { return a.Text == b.Text })
	}
	// edited returns words of which some have come, gone or changed.
	edited := func(words []Word, n int) ([]Word, []Edit) {
		edits := []Edit{}
		add := func(e Edit) {
			if !slices.ContainsFunc(edits, func(o Edit) bool { return o.text() == e.text() }) {
				edits = append(edits, e)
			}
		}
		for range n {
			is := word()
			if random.IntN(2) == 0 && len(words) > 0 {
				is.Text = words[random.IntN(len(words))].Text
			}
			e := Edit{Is: is}
			if i := indexOf(words, is.Text); i < len(words) && words[i].Text == is.Text {
				if e.Was = words[i]; random.IntN(2) == 0 {
					e.Is = Word{}
				}
			}
			add(e)
		}
		slices.SortFunc(edits, func(a, b Edit) int { return Compare(a.text(), b.text()) })
		return Patched(slices.Clone(words), edits), edits
	}
	all := func(words []Word, m *Memory) (forward, backward []spellingFile) {
		p := &speller{}
		p.update(&Set{Words: words})
		return spellingFiles(p.words, asItIs, target, m), spellingFiles(p.reversed, turnedBack, target, m)
	}
	remade, kept := 0, 0
	for round := range 400 {
		noted := set(1 + random.IntN(1500))
		latest, edits := edited(noted, random.IntN(4))
		m := NewMemory()
		m.forward, m.backward = all(latest, m)
		m.spellingTarget = target
		m.spelled = &Set{Words: latest, Edits: edits, Base: "noted", Noted: "noted"}
		if round%4 == 3 { // the words were kept anew
			m.spelled.Base, noted = "before", latest
		}
		m.latest = &prepared{Set: m.spelled}
		store := stored{}
		m.saveSpelling(store, "x")

		now := &Set{Base: "noted"}
		now.Words, now.Edits = edited(noted, random.IntN(6))
		next := NewMemory()
		next.others = m.used
		next.loadSpelling(store, "x")
		forward, backward, ok := next.respell(now, target)
		wantForward, wantBackward := all(now.Words, NewMemory())
		if !ok {
			if len(m.forward) > 0 && len(wantForward) > 0 {
				t.Fatalf("round %d: nothing was made", round)
			}
			continue
		}
		if !reflect.DeepEqual(forward, wantForward) || !reflect.DeepEqual(backward, wantBackward) {
			t.Fatalf("round %d, changed %v: %s", round, respelled(now.Edits), difference(append(forward, backward...), append(wantForward, wantBackward...)))
		}
		for _, f := range slices.Concat(forward, backward) {
			if _, known := m.used[f.of]; known {
				kept++
			} else {
				remade++
			}
		}
		for _, damaged := range [][]byte{nil, {1}, store["spelling/x"][:len(store["spelling/x"])/2]} {
			other := NewMemory()
			other.loadSpelling(stored{"spelling/x": damaged}, "x")
			if other.spelt != nil {
				t.Fatal("what is damaged was taken")
			}
		}
	}
	if kept < 2*remade {
		t.Errorf("%d files were taken over, and %d made", kept, remade)
	}
}

// difference tells where two lists of files differ first.
func difference(got, want []spellingFile) string {
	for i := range want {
		if i == len(got) || !reflect.DeepEqual(got[i], want[i]) {
			return fmt.Sprintf("%d: %+v, want %+v", i, got[i:min(i+1, len(got))], want[i])
		}
	}
	return "more files"
}
