package search

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"essaim/search/analysis"
)

// A Result is the answer to a query.
type Result struct {
	// Total is the number of documents found, Complete the number of those that
	// match every word. These come first.
	Total, Complete int
	// Hits are the best documents, the best first.
	Hits []Hit
	// Facets count the documents found by facet and value, the most frequent
	// value first. The filter on a facet does not narrow its own counts.
	Facets map[string][]FacetCount
	// Relaxed: nothing matches the phrases in quotation marks, and the hits are
	// those for the same words without the marks.
	Relaxed bool
	// Suggestions are queries with the nearest spellings, when nothing is found.
	Suggestions []string
	// Words are the words to mark in the pages found, without accents, sorted.
	Words []string
}

// A Hit is one document of a result. Marks are pairs of byte offsets, start and
// end, of the words that match; they are ascending and do not overlap.
type Hit struct {
	ID, URL, Type, TypeLabel, Title, Summary, Date string
	// Score is comparable within one result only.
	Score float64
	// Complete: the document matches every word.
	Complete bool
	// TitleMarks and SummaryMarks are offsets into Title and Summary.
	TitleMarks, SummaryMarks [][2]int
}

const (
	// rescored is the number of leading documents whose words are looked at for
	// being close together, and proximity the largest gain from it.
	rescored  = 50
	proximity = 0.6
)

// A candidate is a document found, by number.
type candidate struct {
	doc      uint32
	complete bool
	score    float64
}

func (a candidate) compare(b candidate) int {
	if a.complete != b.complete {
		if a.complete {
			return -1
		}
		return 1
	}
	// Of equal ones the last comes first, which is the newest.
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.doc, a.doc))
}

// newest orders by date: numbers follow it. Complete ones come first.
func (a candidate) newest(b candidate) int {
	a.score, b.score = 0, 0
	return a.compare(b)
}

// Search answers a query. No text makes it fail: an error comes from ctx or
// from the disk.
func (ix *Index) Search(ctx context.Context, q Query) (Result, error) {
	res, err := ix.search(ctx, q)
	if err != nil {
		return Result{}, fmt.Errorf("search: %w", err)
	}
	return res, nil
}

// search plans, finds and orders, a second time with quotation marks read as spaces
// when nothing is found (RANKING.md, 3.9), and then shows the hits that are asked for.
func (ix *Index) search(ctx context.Context, q Query) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	q.Text = cleaned(q.Text)
	words, err := ix.dictionary()
	if err != nil {
		return Result{}, err
	}
	facets, err := ix.facets()
	if err != nil {
		return Result{}, err
	}
	a, giveBack := ix.borrow()
	defer giveBack()
	s := ix.newScorer(ctx)
	filter := newFacetFilter(facets, ix.documents, q.Facets)
	pl := ix.newPlanner(a, words).plan(q.Text, false)
	run := &run{index: ix, scorer: s, filter: filter, facets: facets}
	if err := run.find(pl, q); err != nil {
		return Result{}, err
	}
	if run.result.Total == 0 && pl.phrases {
		pl = ix.newPlanner(a, words).plan(q.Text, true)
		if err := run.find(pl, q); err != nil {
			return Result{}, err
		}
		run.result.Relaxed = run.result.Total > 0
	}
	if run.result.Total == 0 {
		run.result.Suggestions = suggestions(words, pl, q.Text)
	}
	run.result.Words = slices.Sorted(maps.Keys(pl.words))
	if q.Newest {
		slices.SortFunc(run.candidates, candidate.newest)
	}
	limit := q.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	shown := run.candidates[min(max(q.Offset, 0), len(run.candidates)):]
	for _, c := range shown[:min(limit, len(shown))] {
		hit, err := ix.hit(c, pl, a)
		if err != nil {
			return Result{}, err
		}
		run.result.Hits = append(run.result.Hits, hit)
	}
	return run.result, nil
}

func (ix *Index) newScorer(ctx context.Context) *scorer {
	return &scorer{ctx: ctx, reader: ix.reader, manifest: ix.manifest, documents: float64(ix.documents), lists: map[string]scored{}, texts: map[string][]hitCount{}}
}

func (ix *Index) newPlanner(a *analysis.Analyzer, words *dictionary) *planner {
	return &planner{analyzer: a, reading: a.Reading(), synonyms: ix.synonyms, dictionary: words}
}

// A run evaluates one plan after another until something is found.
type run struct {
	index      *Index
	scorer     *scorer
	filter     *facetFilter
	facets     []facetColumn
	candidates []candidate
	result     Result
}

// find evaluates a plan and orders the documents it finds.
func (r *run) find(pl *plan, q Query) error {
	scores, met := make([]float64, r.index.documents), make([]uint8, r.index.documents)
	for _, c := range pl.clauses {
		list, err := r.scorer.evaluate(c)
		if err != nil {
			return err
		}
		for i, doc := range list.docs {
			scores[doc] += list.scores[i]
			met[doc]++
		}
	}
	for _, b := range r.index.manifest.Boosts {
		for _, doc := range b.Documents {
			scores[doc] *= b.Factor
		}
	}
	// Without words, the facets alone choose.
	browse := len(pl.clauses) == 0 && r.filter.asked && strings.TrimSpace(q.Text) == ""
	found := make([]bool, r.index.documents)
	r.candidates, r.result = nil, Result{}
	for doc := range scores {
		if found[doc] = browse || met[doc] > 0; !found[doc] || r.filter.missing[doc] > 0 {
			continue
		}
		c := candidate{doc: uint32(doc), complete: int(met[doc]) == len(pl.clauses), score: scores[doc]}
		if c.complete {
			r.result.Complete++
		} else {
			c.score *= float64(met[doc]) / float64(len(pl.clauses))
		}
		r.candidates = append(r.candidates, c)
	}
	r.result.Total = len(r.candidates)
	r.result.Facets = r.filter.counts(r.facets, found)
	slices.SortFunc(r.candidates, candidate.compare)
	return r.rescore(pl)
}

// rescore raises the leading documents in which the words are close together.
func (r *run) rescore(pl *plan) error {
	if len(pl.clauses) < 2 {
		return nil
	}
	clauses := make([][]string, len(pl.clauses))
	for i, c := range pl.clauses {
		clauses[i] = c.leafWords(nil)
	}
	top := r.candidates[:min(rescored, len(r.candidates))]
	slices.SortFunc(top, func(a, b candidate) int { return cmp.Compare(a.doc, b.doc) })
	p := &positions{scorer: r.scorer}
	defer p.close()
	windows := make([]uint8, len(clauses))
	for i := range top {
		var err error
		for k, words := range clauses {
			if windows[k], err = p.windows(top[i].doc, words); err != nil {
				return err
			}
		}
		top[i].score *= 1 + proximity*closeness(windows)
	}
	slices.SortFunc(top, candidate.compare)
	return nil
}
