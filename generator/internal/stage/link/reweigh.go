package link

import (
	"iter"
	"slices"
	"strings"

	"essaim/generator/internal/model/content"
	"essaim/search/spread"
)

// mostMoved is how many words may have become rarer or more common for the
// keywords of all entries not to be chosen anew.
const mostMoved = 64

// update brings r up to date with the groups of a link, and returns the
// positions of the entries whose nearest entries may have changed.
func (r *relatedEntries) update(groups []*group) []int {
	formerGroups, formerWords, formerTerms, formerRarity := r.groups, r.words, r.terms, r.rarity
	r.groups, r.words = make([]*group, 0, len(groups)), make([][]content.Word, 0, len(groups))
	for _, g := range groups {
		if v := g.source(); v.live && g.kind.List {
			r.groups = append(r.groups, g)
			r.words = append(r.words, v.entry.Words)
		}
	}
	r.number()
	var stale []bool
	switch k := r.recalled; {
	case k != nil && slices.EqualFunc(r.groups, k.identities, func(g *group, identity string) bool {
		id, _, _ := strings.Cut(identity, "\n")
		return g.id == id
	}):
		stale = r.recall(k)
		formerTerms, formerRarity = k.terms, k.rarity
	case r.table != nil && slices.EqualFunc(r.groups, formerGroups, func(a, b *group) bool { return a.id == b.id }):
		stale = r.reweigh(formerWords)
	}
	r.recalled = nil
	if stale == nil {
		r.weigh()
	}
	if stale == nil || !slices.Equal(r.rarity, formerRarity) || !slices.EqualFunc(r.terms, formerTerms, slices.Equal) {
		stale = slices.Repeat([]bool{true}, len(r.groups))
		r.near = make([][]candidate, len(r.groups))
	}
	var list []int
	for i, is := range stale {
		if is {
			list = append(list, i)
		}
	}
	spread.Over(len(list), func(share iter.Seq[int]) {
		search := r.newSearch()
		for i := range share {
			r.near[list[i]] = append(r.near[list[i]][:0:0], search.nearest(list[i])...)
		}
	})
	return list
}

// reweigh brings the keywords up to date with the words of the same entries, of
// which some had others, and reports for each entry whether its nearest may be
// others. It returns nil when too much has changed, and then leaves everything
// to be made anew.
//
// What it leaves is what weigh would make: a word counts as rare by how many
// entries hold it, so that beside the changed entries those alone can have other
// keywords which hold a word that is now in another step of rarity.
func (r *relatedEntries) reweigh(former [][]content.Word) []bool {
	var changed []int
	for i, words := range r.words {
		if !sameWords(words, former[i]) {
			changed = append(changed, i)
		}
	}
	if len(changed) > mostAgain {
		return nil
	}
	their := make([][]content.Word, len(changed))
	for n, i := range changed {
		their[n] = former[i]
	}
	moved, ok := r.exchange(changed, their)
	if !ok {
		return nil
	}
	return r.chooseAgain(changed, moved)
}

// exchange counts the words of the changed entries instead of those that they had,
// and returns the words that have moved to another step of rarity. It is not ok
// when they are too many, or when the table would number all words anew.
func (r *relatedEntries) exchange(changed []int, former [][]content.Word) (moved []uint32, ok bool) {
	steps := map[uint32]uint32{} // of the words in question, as they were
	for n, i := range changed {
		if !r.table.exchange(former[n], r.words[i], steps) {
			return nil, false
		}
	}
	for hash, step := range steps {
		if r.table.step(r.table.slot(hash).holder) != step {
			moved = append(moved, hash)
		}
	}
	return moved, len(moved) <= mostMoved
}

// chooseAgain chooses the keywords again of the changed entries, and of those
// that hold a word which has moved to another step of rarity.
func (r *relatedEntries) chooseAgain(changed []int, moved []uint32) []bool {
	again := make([]bool, len(r.words))
	for _, i := range changed {
		again[i] = true
	}
	if len(moved) > 0 {
		spread.Over(len(r.words), func(share iter.Seq[int]) {
			var read []content.Word // of one entry after the other: few will be asked for again
			for i := range share {
				words := r.words[i]
				if words == nil && r.read != nil {
					read = r.read(r.groups[i].source().entry, read[:0])
					words = read
				}
				again[i] = again[i] || holdsAny(words, moved)
			}
		})
	}
	return r.rechoose(again)
}

// rechoose chooses the keywords of some entries again, and reports for each
// entry whether it has another keyword now or shares one with an entry that has.
func (r *relatedEntries) rechoose(again []bool) []bool {
	stale, differs := make([]bool, len(again)), make([]bool, len(r.postings))
	for i := range again {
		if !again[i] {
			continue
		}
		former := r.keywords[i]
		r.need(i)
		r.keywords[i] = r.table.keywords(nil, r.words[i])
		for _, lists := range [2][2][]keyword{{former, r.keywords[i]}, {r.keywords[i], former}} {
			for _, k := range lists[0] {
				if !slices.Contains(lists[1], k) {
					stale[i], differs[k.word] = true, true
					r.postings[k.word] = nil
				}
			}
		}
	}
	for i, keywords := range r.keywords {
		for _, k := range keywords {
			if differs[k.word] {
				stale[i] = true
				r.postings[k.word] = append(r.postings[k.word], posting{uint32(i), k.weight})
			}
		}
	}
	return stale
}

// slot returns the slot of a word that the table has.
func (t *wordTable) slot(hash uint32) *wordSlot {
	part := &t.parts[hash>>restBits]
	return &part.slots[part.find(hash)]
}

// exchange counts the words of an entry instead of those that it had, and notes
// the steps that those had which it did not have before or has no longer. It is
// false when the table has grown: its words then have other numbers.
func (t *wordTable) exchange(former, words []content.Word, steps map[uint32]uint32) bool {
	note := func(hash uint32, slot *wordSlot, change int) {
		if _, noted := steps[hash]; !noted {
			steps[hash] = t.step(slot.holder)
		}
		slot.holder = uint32(int(slot.holder) + change)
	}
	for len(former) > 0 || len(words) > 0 {
		switch {
		case len(words) == 0 || len(former) > 0 && former[0].Hash() < words[0].Hash():
			note(former[0].Hash(), t.slot(former[0].Hash()), -1)
			former = former[1:]
		case len(former) == 0 || words[0].Hash() < former[0].Hash():
			part := &t.parts[words[0].Hash()>>restBits]
			size := len(part.slots)
			at := part.at(words[0].Hash())
			if len(part.slots) != size {
				return false
			}
			note(words[0].Hash(), &part.slots[at], 1)
			words = words[1:]
		default:
			former, words = former[1:], words[1:]
		}
	}
	return true
}

// sameWords reports whether two entries have the same words.
func sameWords(a, b []content.Word) bool {
	if len(a) != len(b) {
		return false
	}
	return len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b)
}

// holdsAny reports whether one of the words with these hashes is among words.
func holdsAny(words []content.Word, hashes []uint32) bool {
	for _, hash := range hashes {
		i, _ := slices.BinarySearchFunc(words, hash, func(w content.Word, hash uint32) int { return int(w.Hash()) - int(hash) })
		if i < len(words) && words[i].Hash() == hash {
			return true
		}
	}
	return false
}
