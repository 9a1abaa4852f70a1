package search

import (
	"cmp"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// A positions reads where terms stand in one field of documents. Documents are
// asked for in ascending order.
type positions struct {
	scorer  *scorer
	field   string
	readers map[string]*termPositions
}

// A termPositions is the reader of one term and the document it stands on.
type termPositions struct {
	reader index.TermFieldReader
	memory index.TermFieldDoc
	at     *index.TermFieldDoc
}

// of returns the positions of a term in a document, and the norm of the field.
func (p *positions) of(doc uint32, term string) ([]int, float64, error) {
	t, ok := p.readers[term]
	if !ok {
		r, err := p.scorer.reader.TermFieldReader(p.scorer.ctx, []byte(term), p.field, true, true, true)
		if err != nil {
			return nil, 0, err
		}
		t = &termPositions{reader: r}
		if p.readers == nil {
			p.readers = map[string]*termPositions{}
		}
		p.readers[term] = t
	}
	if t.at == nil || t.at.ID.Value() < uint64(doc) {
		at, err := t.reader.Advance(index.NewIndexInternalID(nil, uint64(doc)), t.memory.Reset())
		if err != nil {
			return nil, 0, err
		}
		if t.at = at; at == nil {
			// Past the last document: the reader must not be asked again.
			t.at = &index.TermFieldDoc{ID: index.NewIndexInternalID(nil, ^uint64(0))}
		}
	}
	if t.at.ID.Value() != uint64(doc) {
		return nil, 0, nil
	}
	list := make([]int, len(t.at.Vectors))
	for i, v := range t.at.Vectors {
		list[i] = int(v.Pos)
	}
	slices.Sort(list)
	return list, t.at.Norm, nil
}

func (p *positions) close() {
	for _, t := range p.readers {
		// Closing gives memory back to Bleve and cannot fail.
		_ = t.reader.Close()
	}
}

// frequency returns how often the terms stand at their places in a document.
func (p *positions) frequency(doc uint32, terms []string, places []int) (int, float64, error) {
	starts, norm, err := p.of(doc, terms[0])
	for i := 1; err == nil && i < len(terms) && len(starts) > 0; i++ {
		var list []int
		if list, _, err = p.of(doc, terms[i]); err == nil {
			starts = slices.DeleteFunc(starts, func(start int) bool {
				_, found := slices.BinarySearch(list, start+places[i])
				return !found
			})
		}
	}
	return len(starts), norm, err
}

// A place is a position at which a clause of the query is met.
type place struct{ position, clause int }

// span returns the length, in words, of the shortest stretch of the document
// that meets every one of the clauses that the document meets at all, and the
// number of these clauses.
func (p *positions) span(doc uint32, clauses [][]string) (length, met int, err error) {
	var places []place
	for c, terms := range clauses {
		before := len(places)
		for _, term := range terms {
			list, _, err := p.of(doc, term)
			if err != nil {
				return 0, 0, err
			}
			for _, position := range list {
				places = append(places, place{position, c})
			}
		}
		if len(places) > before {
			met++
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.position, b.position), cmp.Compare(a.clause, b.clause))
	})
	return shortest(places, len(clauses), met), met, nil
}

// shortest returns the number of words between the ends of the shortest stretch
// of the places, which are sorted, that holds met different clauses.
func shortest(places []place, clauses, met int) int {
	counts := make([]int, clauses)
	best, within, start := 0, 0, 0
	for _, last := range places {
		if counts[last.clause]++; counts[last.clause] == 1 {
			within++
		}
		for ; within == met; start++ {
			if length := last.position - places[start].position; best == 0 || length < best {
				best = length
			}
			if counts[places[start].clause]--; counts[places[start].clause] == 0 {
				within--
			}
		}
	}
	return best
}
