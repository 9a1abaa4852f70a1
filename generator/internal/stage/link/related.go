package link

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"

	"essaim/generator/internal/model/site"
)

// The parameters of related entries; RELATED.md says what they mean.
const (
	relatedCount    = 4
	keywordsPerPage = 24
	commonAbove     = 0.2
	postingsPerWord = 200
	termWeight      = 0.15
)

// relate finds the related entries of each page: those that the editor names
// in a field "related", then the nearest by shared keywords and terms. It runs
// once, over the source locale, so every locale shows the same entries; the
// cost grows linearly with the number of entries. RELATED.md has the formula.
func (l *linker) relate() {
	var docs []*vector
	for _, g := range l.groups {
		if v := g.source(l.schema); v.live && g.kind.List {
			docs = append(docs, &vector{group: g, terms: v.card.Terms})
		}
	}
	spread(len(docs), func(i int) { docs[i].counts = count(docs[i].group.source(l.schema)) })
	postings := weigh(docs)
	spread(len(docs), func(i int) {
		ids := l.nearest(docs, postings, i)
		for _, v := range docs[i].group.sorted(l.schema) {
			if v.live {
				v.page.Entry.Related = l.relatedCards(v, ids)
			}
		}
	})
}

// spread calls do for each i below n, on all processors. Calls must not share
// what they change.
func spread(n int, do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	group.Wait()
}

// vector is an entry as related entries see it.
type vector struct {
	group    *group
	counts   map[string]int
	keywords []keyword
	terms    []*site.Term
}

type keyword struct {
	word   string
	weight float64
}

// posting says that a document has a keyword.
type posting struct {
	document int
	weight   float64
}

// count counts the words of four letters or more of title, summary and body.
func count(v *version) map[string]int {
	counts := map[string]int{}
	add := func(text string, times int) {
		for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len(word) >= 4 {
				counts[strings.ToLower(word)] += times
			}
		}
	}
	add(v.card.Title, 3)
	add(v.card.Summary, 2)
	if v.entry.Body != nil {
		add(v.entry.Body.Text, 1)
	}
	return counts
}

// weigh chooses the keywords of each document and returns which documents have
// each.
func weigh(docs []*vector) map[string][]posting {
	frequency := map[string]int{}
	for _, d := range docs {
		for word := range d.counts {
			frequency[word]++
		}
	}
	postings := map[string][]posting{}
	for i, d := range docs {
		for word, n := range d.counts {
			if in := frequency[word]; in > 1 && float64(in) <= max(2, commonAbove*float64(len(docs))) {
				d.keywords = append(d.keywords, keyword{word, (1 + math.Log(float64(n))) * math.Log(float64(len(docs)+1)/float64(in))})
			}
		}
		d.counts = nil
		slices.SortFunc(d.keywords, func(a, b keyword) int {
			return cmp.Or(-cmp.Compare(a.weight, b.weight), cmp.Compare(a.word, b.word))
		})
		d.keywords = d.keywords[:min(keywordsPerPage, len(d.keywords))]
		norm := 0.0
		for _, k := range d.keywords {
			norm += k.weight * k.weight
		}
		for j := range d.keywords {
			k := &d.keywords[j]
			k.weight /= math.Sqrt(norm)
			if len(postings[k.word]) < postingsPerWord {
				postings[k.word] = append(postings[k.word], posting{i, k.weight})
			}
		}
	}
	return postings
}

// nearest returns the identities of the entries nearest to docs[i].
func (l *linker) nearest(docs []*vector, postings map[string][]posting, i int) []string {
	scores := map[int]float64{}
	for _, k := range docs[i].keywords {
		for _, p := range postings[k.word] {
			if p.document != i {
				scores[p.document] += k.weight * p.weight
			}
		}
	}
	type candidate struct {
		id    string
		score float64
	}
	candidates := make([]candidate, 0, len(scores))
	for j, score := range scores {
		candidates = append(candidates, candidate{docs[j].group.id, score + termWeight*shared(docs[i].terms, docs[j].terms, len(docs))})
	}
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(-cmp.Compare(a.score, b.score), cmp.Compare(a.id, b.id))
	})
	var ids []string
	for _, c := range candidates[:min(2*relatedCount, len(candidates))] {
		ids = append(ids, c.id)
	}
	return ids
}

// shared adds up the rarity of the terms that two entries share, in units of
// the rarest possible term.
func shared(a, b []*site.Term, documents int) float64 {
	sum := 0.0
	for _, term := range a {
		if slices.Contains(b, term) {
			sum += math.Log(float64(documents+1)/float64(max(1, term.Count))) / math.Log(float64(documents+1))
		}
	}
	return sum
}

// relatedCards returns the cards to show on v: the entries named by its
// editor, then those of ids.
func (l *linker) relatedCards(v *version, ids []string) []*site.Card {
	var named []string
	if value, ok := v.fields["related"]; ok {
		for _, item := range value.Each() {
			named = append(named, strings.Trim(item.Text, "/"))
		}
	}
	var versions []*version
	for _, id := range append(named, ids...) {
		g := l.byID[id]
		if g == nil || g == v.group || len(versions) >= max(relatedCount, len(named)) {
			continue
		}
		if shown := l.in(g, v.locale); shown != nil && !slices.Contains(versions, shown) {
			versions = append(versions, shown)
		}
	}
	return cards(versions, v.locale)
}
