package link

import (
	"cmp"
	"iter"
	"math/bits"
	"slices"
	"strings"

	"essaim/generator/internal/arena"
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/site"
	"essaim/search/spread"
)

// The parameters of related entries; RELATED.md says what they mean.
const (
	relatedCount    = 4
	postingsPerWord = 200
	// scoreOne is the score of two entries with the same keywords.
	scoreOne = weightOne * weightOne
	// termScore is what the rarest possible term adds to a score: 0.15.
	termScore = scoreOne * 15 / 100
	// termFraction makes the rarity of terms known to a sixteenth of a power of
	// two.
	termFraction = 4
)

// nearest finds the entries nearest to each by shared keywords and terms. It
// runs once, over the source locale, so every locale shows the same entries; the
// cost grows linearly with the number of entries. RELATED.md has the formula. It
// precedes the making of pages, which need the room of the words.
func (l *linker) nearest() *relatedEntries {
	r := l.options.Memory.relatedEntries()
	r.read = l.options.Words
	r.unsure = r.update(l.groups)
	if l.options.Last {
		r.words, r.postings = nil, nil
		for _, g := range l.groups {
			for _, v := range g.versions {
				if v != nil {
					v.entry.Words = nil
				}
			}
		}
	}
	return r
}

// relate gives each page its related entries: those that the editor names in a
// field "related", then the nearest.
func (l *linker) relate(r *relatedEntries) {
	spread.Over(len(r.groups), func(share iter.Seq[int]) {
		var room arena.Slices[*site.Card]
		for i := range share {
			for _, v := range r.groups[i].versions {
				if v != nil && v.live {
					v.page.Entry.Related = l.relatedCards(v, r, r.near[i], &room)
				}
			}
		}
	})
}

// relatedEntries is what related entries are found by. An entry is named by
// its position, which is that of its identity.
type relatedEntries struct {
	groups []*group
	// words are nil where they have not been read; see need.
	words [][]content.Word
	read  func(e *content.Entry, to []content.Word) []content.Word
	// terms are numbers, rarity is what sharing each adds to a score.
	terms  [][]uint32
	rarity []uint32

	table *wordTable
	// keywords of an entry are in ascending order of the word.
	keywords [][]keyword
	// postings are by the number of the word, in order of the entry.
	postings [][]posting
	// near are the entries nearest to each, the nearest first: twice as many as
	// are shown, for an editor may name some of them.
	near [][]candidate
	// unsure are the entries whose nearest the latest whole link has looked for again.
	unsure []int
	// recalled is what another process has left for the first update, or nil.
	recalled *recalled
}

// posting says that an entry has a keyword.
type posting struct {
	entry  uint32
	weight uint32
}

// need reads the words of an entry, if they have not been.
func (r *relatedEntries) need(i int) {
	if r.words[i] == nil && r.read != nil {
		r.words[i] = r.read(r.groups[i].source().entry, nil)
	}
}

// weigh chooses the keywords of each entry.
func (r *relatedEntries) weigh() {
	spread.Each(len(r.groups), r.need)
	r.table = newWordTable(len(r.groups))
	r.table.count(r.words)
	r.keywords = make([][]keyword, len(r.groups))
	chunk := make([]keyword, keywordsPerEntry*len(r.groups))
	spread.Each(len(r.groups), func(i int) {
		at := i * keywordsPerEntry
		r.keywords[i] = r.table.keywords(chunk[at:at:at+keywordsPerEntry], r.words[i])
	})
	r.postings = postingsOf(r.table.size(), r.keywords)
}

// postingsOf returns which entries have each of so many keywords.
func postingsOf(words int, entries [][]keyword) [][]posting {
	// All postings are one piece of memory, cut by word.
	ends := make([]uint32, words)
	total := uint32(0)
	for _, keywords := range entries {
		for _, k := range keywords {
			ends[k.word]++
			total++
		}
	}
	all := make([]posting, total)
	postings := make([][]posting, words)
	begin := uint32(0)
	for word, n := range ends {
		postings[word] = all[begin : begin : begin+n]
		begin += n
	}
	for i, keywords := range entries {
		for _, k := range keywords {
			postings[k.word] = append(postings[k.word], posting{uint32(i), k.weight})
		}
	}
	return postings
}

// number numbers the terms of all entries.
func (r *relatedEntries) number() {
	numbers := map[*site.Term]uint32{}
	r.rarity = nil
	var all []uint32
	ends := make([]int, len(r.groups))
	for i, g := range r.groups {
		begin := len(all)
		for _, term := range g.source().terms {
			number, known := numbers[term]
			if !known {
				number = uint32(len(numbers))
				numbers[term] = number
				rarest := logRatio(len(r.groups)+1, 1, termFraction)
				r.rarity = append(r.rarity, uint32(termScore*logRatio(len(r.groups)+1, term.Count, termFraction)/rarest))
			}
			if !slices.Contains(all[begin:], number) { // two fields may name it
				all = append(all, number)
			}
		}
		ends[i] = len(all)
	}
	r.terms = make([][]uint32, len(r.groups))
	begin := 0
	for i, end := range ends {
		r.terms[i] = all[begin:end:end]
		begin = end
	}
}

// nearestSearch finds the nearest entries; it is used for one after the other.
type nearestSearch struct {
	*relatedEntries
	// scores are by entry, 0 outside of touched.
	scores  []uint32
	touched []uint32
	// signs are by entry the terms that it has, one bit for all whose numbers are the
	// same modulo 64, and worth is what sharing those of a bit adds at most: for
	// most entries that says enough, and their terms, which are all over memory,
	// need not be looked at.
	signs []uint64
	worth [64]uint32
	// marked are the rarities of the terms of the entry in question, 0 for all
	// other terms.
	marked []uint32
	best   []candidate
}

// candidate is an entry that may be shown as related.
type candidate struct{ entry, score uint32 }

// order puts the better candidate first; of two as good, the smaller identity.
func (c candidate) order(d candidate) int {
	return cmp.Or(cmp.Compare(d.score, c.score), cmp.Compare(c.entry, d.entry))
}

func (r *relatedEntries) newSearch() *nearestSearch {
	s := &nearestSearch{
		relatedEntries: r, scores: make([]uint32, len(r.groups)), signs: make([]uint64, len(r.groups)), marked: make([]uint32, len(r.rarity)),
	}
	for i, terms := range r.terms {
		for _, term := range terms {
			s.signs[i] |= 1 << (term % 64)
		}
	}
	return s
}

// nearest returns the entries nearest to entry i, the nearest first. They are
// good until the next call.
func (s *nearestSearch) nearest(i int) []candidate {
	scores, touched := s.scores, s.touched[:0]
	for _, k := range s.keywords[i] {
		postings := s.postings[k.word]
		for _, p := range postings[:min(postingsPerWord, len(postings))] {
			score := scores[p.entry]
			if score == 0 {
				touched = append(touched, p.entry)
			}
			scores[p.entry] = score + k.weight*p.weight
		}
	}
	s.touched = touched
	s.best = s.best[:0]
	for _, term := range s.terms[i] {
		s.marked[term] = s.rarity[term]
		s.worth[term%64] += s.rarity[term]
	}
	most, sign := s.shared(s.terms[i]), s.signs[i]
	least := uint32(0) // the score of the last of the best, once they are enough
	for _, j := range touched {
		c := candidate{j, scores[j]}
		scores[j] = 0
		if c.score+most < least || int(j) == i {
			continue
		}
		if common := s.signs[j] & sign; common != 0 {
			if c.score+s.worthOf(common) < least {
				continue
			}
			c.score += s.shared(s.terms[j])
		}
		if c.score < least {
			continue
		}
		at, _ := slices.BinarySearchFunc(s.best, c, candidate.order)
		if len(s.best) < 2*relatedCount {
			s.best = append(s.best, candidate{})
		} else if at == len(s.best) {
			continue
		}
		copy(s.best[at+1:], s.best[at:])
		s.best[at] = c
		if len(s.best) == 2*relatedCount {
			least = s.best[len(s.best)-1].score
		}
	}
	for _, term := range s.terms[i] {
		s.marked[term], s.worth[term%64] = 0, 0
	}
	return s.best
}

// worthOf adds up what the terms of some bits of a sign add to a score at most.
func (s *nearestSearch) worthOf(sign uint64) uint32 {
	sum := uint32(0)
	for ; sign != 0; sign &= sign - 1 {
		sum += s.worth[bits.TrailingZeros64(sign)]
	}
	return sum
}

// shared adds up what the terms say that an entry shares with entry i, whose
// terms are marked.
func (s *nearestSearch) shared(terms []uint32) uint32 {
	sum := uint32(0)
	for _, term := range terms {
		sum += s.marked[term]
	}
	return sum
}

// relatedCards returns the cards to show on v: the entries named by its
// editor, then the nearest. A run that links once has them in room.
func (l *linker) relatedCards(v *version, r *relatedEntries, nearest []candidate, room *arena.Slices[*site.Card]) []*site.Card {
	var onStack [2 * relatedCount]*version
	versions, limit := onStack[:0], relatedCount
	add := func(g *group) {
		if g == nil || g == v.group || len(versions) >= limit {
			return
		}
		if shown := g.in(v.localeState); shown != nil && !slices.Contains(versions, shown) {
			versions = append(versions, shown)
		}
	}
	if value, ok := v.fields.Get("related"); ok {
		named := value.Each()
		limit = max(limit, len(named))
		for _, item := range named {
			add(l.byID[strings.Trim(item.Text, "/")])
		}
	}
	for _, c := range nearest {
		add(r.groups[c.entry])
	}
	if len(versions) == 0 {
		return nil
	}
	related := take(l, room, len(versions))
	for i, other := range versions {
		related[i] = other.cardIn(v.localeState)
	}
	return related
}
