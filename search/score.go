package search

import (
	"context"
	"errors"
	"math"
	"math/bits"

	index "github.com/blevesearch/bleve_index_api"
)

// saturation is BM25's k1: how soon further occurrences of a term stop counting.
const saturation = 1.2

// A scored list holds documents by number, ascending, with their scores.
type scored struct {
	docs   []uint32
	scores []float64
}

func (s *scored) add(doc uint32, score float64) {
	s.docs = append(s.docs, doc)
	s.scores = append(s.scores, score)
}

// A scorer evaluates the tree of one query over the index reader.
type scorer struct {
	ctx       context.Context
	reader    index.IndexReader
	manifest  *manifest
	documents float64
	leaves    map[leafKey]scored
}

type leafKey struct {
	group group
	term  string
}

// fields returns the fields of a group, the one that holds every word first.
func (m *manifest) fields(g group) []rankedField {
	if g == inWords {
		return m.Words
	}
	return m.Ranked
}

// evaluate returns the documents that a node finds.
func (s *scorer) evaluate(n *node) (scored, error) {
	if n.op == opTerm {
		list, err := s.leaf(n.group, n.terms[0])
		return boosted(list, n.boost*s.rarity(max(len(list.docs), n.floor))), err
	}
	if n.op == opPhrase {
		list, err := s.phrase(n)
		return boosted(list, n.boost), err
	}
	var all scored
	for i, kid := range n.kids {
		list, err := s.evaluate(kid)
		if err != nil {
			return scored{}, err
		}
		switch {
		case i == 0:
			all = list
		case n.op == opEvery:
			all = both(all, list)
		default:
			all = either(all, list, n.op)
		}
	}
	return boosted(all, n.boost), nil
}

// leaf returns the documents with a term, scored by BM25 without the rarity of
// the term, summed over the fields of a group.
func (s *scorer) leaf(g group, term string) (scored, error) {
	key := leafKey{g, term}
	if list, ok := s.leaves[key]; ok {
		return list, nil
	}
	fields := s.manifest.fields(g)
	list, err := s.field(fields[0], term)
	if err != nil {
		return scored{}, err
	}
	for _, f := range fields[1:] {
		if len(list.docs) == 0 {
			break
		}
		more, err := s.field(f, term)
		if err != nil {
			return scored{}, err
		}
		list = either(list, more, opSum)
	}
	s.leaves[key] = list
	return list, nil
}

// rarity is BM25's inverse document frequency of a term in count documents,
// counted in the first field of the group, which holds every word.
func (s *scorer) rarity(count int) float64 {
	n := min(float64(count), s.documents)
	return math.Log(1 + (s.documents-n+0.5)/(n+0.5))
}

// field returns the documents with a term in one field, with the weighted and
// saturated frequency of the term.
func (s *scorer) field(f rankedField, term string) (scored, error) {
	var list scored
	err := s.each(f.Name, term, func(d *index.TermFieldDoc) {
		list.add(uint32(d.ID.Value()), s.saturated(f, float64(d.Freq), d.Norm))
	})
	return list, err
}

// each calls f with every document that has a term in a field.
func (s *scorer) each(field, term string, f func(*index.TermFieldDoc)) error {
	r, err := s.reader.TermFieldReader(s.ctx, []byte(term), field, true, true, false)
	if err != nil {
		return err
	}
	var memory index.TermFieldDoc
	for {
		d, err := r.Next(&memory)
		if err != nil || d == nil {
			return errors.Join(err, r.Close())
		}
		f(d)
	}
}

// saturated is BM25's weight of a frequency in a field, times the field's weight.
func (s *scorer) saturated(f rankedField, freq, norm float64) float64 {
	average := float64(f.Length) / s.documents
	length := float64(quantised(fieldLength(norm)))
	return f.Weight * freq * (saturation + 1) / (freq + saturation*(1-f.B+f.B*length/average))
}

// fieldLength returns the length of a field in tokens. Bleve hands it out as
// the inverse of its square root, in single precision.
func fieldLength(norm float64) int {
	if norm <= 0 {
		return 0
	}
	return int(math.Round(1 / (norm * norm)))
}

// quantised keeps the four highest bits of a length, which is all that a second
// implementation has to store. Lengths below 16 are exact.
func quantised(length int) int {
	if shift := bits.Len(uint(length)) - 4; shift > 0 {
		return length >> shift << shift
	}
	return length
}

// phrase returns the documents with all terms of a node at their places. A
// phrase is as rare as its terms are together.
func (s *scorer) phrase(n *node) (scored, error) {
	field := s.manifest.Ranked[0]
	if n.group == inWords {
		field = s.manifest.Words[1]
	}
	var candidates scored
	idf := 0.0
	for i, term := range n.terms {
		list, err := s.leaf(n.group, term)
		if err != nil {
			return scored{}, err
		}
		idf += s.rarity(len(list.docs))
		if i == 0 {
			candidates = list
		} else {
			candidates = both(candidates, list)
		}
	}
	p := &positions{scorer: s, field: field.Name}
	defer p.close()
	var found scored
	for _, doc := range candidates.docs {
		freq, norm, err := p.frequency(doc, n.terms, n.places)
		if err != nil {
			return scored{}, err
		}
		if freq > 0 {
			found.add(doc, idf*s.saturated(field, float64(freq), norm))
		}
	}
	return found, nil
}

// boosted multiplies scores; the list it is given may be shared and is kept.
func boosted(list scored, boost float64) scored {
	if boost == 1 {
		return list
	}
	scores := make([]float64, len(list.scores))
	for i, v := range list.scores {
		scores[i] = v * boost
	}
	return scored{list.docs, scores}
}

// both returns the documents of two lists with the sums of their scores.
func both(a, b scored) scored {
	var list scored
	for i, j := 0, 0; i < len(a.docs) && j < len(b.docs); {
		switch {
		case a.docs[i] < b.docs[j]:
			i++
		case a.docs[i] > b.docs[j]:
			j++
		default:
			list.add(a.docs[i], a.scores[i]+b.scores[j])
			i++
			j++
		}
	}
	return list
}

// either returns the documents of any of two lists with the sum or the best of
// their scores.
func either(a, b scored, how op) scored {
	size := len(a.docs) + len(b.docs)
	list := scored{make([]uint32, 0, size), make([]float64, 0, size)}
	i, j := 0, 0
	for i < len(a.docs) || j < len(b.docs) {
		switch {
		case j == len(b.docs) || i < len(a.docs) && a.docs[i] < b.docs[j]:
			list.add(a.docs[i], a.scores[i])
			i++
		case i == len(a.docs) || a.docs[i] > b.docs[j]:
			list.add(b.docs[j], b.scores[j])
			j++
		default:
			score := a.scores[i] + b.scores[j]
			if how == opBest {
				score = max(a.scores[i], b.scores[j])
			}
			list.add(a.docs[i], score)
			i++
			j++
		}
	}
	return list
}
