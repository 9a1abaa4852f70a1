package search

import (
	"context"
	"errors"
	"math"
	"math/bits"
	"slices"
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"essaim/search/inverted"
	"essaim/search/schema"
)

const (
	// saturation is BM25's k1: how soon further occurrences stop counting.
	saturation = 0.9
	// exactBoost is what a document gains that holds the very word typed.
	exactBoost = 0.15
)

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
	manifest  *schema.Manifest
	documents float64
	lists     map[string]scored // the texts that hold a set of words, unweighted
	texts     map[string][]hitCount
}

// A hitCount is how often one field of a document holds a word.
type hitCount struct {
	doc    uint32
	count  int
	length int
}

// evaluate returns the documents that a node finds.
func (s *scorer) evaluate(n *node) (scored, error) {
	var all scored
	var err error
	switch n.Op {
	case opWords:
		return s.words(n)
	case opTitle:
		all, err = s.title(n.Words[0])
	case opPhrase:
		all, err = s.phrase(n.Words, n.Positions)
	case opNear:
		all, err = s.near(n.Sets)
	default:
		for i, kid := range n.Kids {
			list, err := s.evaluate(kid)
			switch {
			case err != nil:
				return scored{}, err
			case i == 0:
				all = list
			case n.Op == opEvery:
				all = both(all, list)
			default:
				all = best(all, list)
			}
		}
	}
	return boosted(all, n.Boost), err
}

// words scores the documents whose text holds one of a set of words.
func (s *scorer) words(n *node) (scored, error) {
	list, err := s.set(n.Words)
	if err != nil {
		return scored{}, err
	}
	list = boosted(list, n.Boost*s.rarity(max(len(list.docs), n.Floor)))
	if n.Exact == "" {
		return list, nil
	}
	exact, err := s.counts(schema.Body, n.Exact)
	if err != nil {
		return scored{}, err
	}
	list = scored{list.docs, slices.Clone(list.scores)}
	for i, doc := range list.docs {
		for len(exact) > 0 && exact[0].doc < doc {
			exact = exact[1:]
		}
		if len(exact) > 0 && exact[0].doc == doc {
			list.scores[i] *= 1 + exactBoost
		}
	}
	return list, nil
}

// set returns the documents whose text holds one of a set of words, scored by
// BM25 without rarity, summed over the fields.
func (s *scorer) set(words []string) (scored, error) {
	key := strings.Join(words, " ")
	if list, ok := s.lists[key]; ok {
		return list, nil
	}
	var list scored
	for i, f := range s.manifest.Fields {
		counts, err := s.union(f.Name, words)
		if err != nil {
			return scored{}, err
		}
		if i == 0 {
			for _, c := range counts {
				list.add(c.doc, s.saturated(f, c))
			}
			continue
		}
		at := 0
		for _, c := range counts {
			for at < len(list.docs) && list.docs[at] < c.doc {
				at++
			}
			if at < len(list.docs) && list.docs[at] == c.doc {
				list.scores[at] += s.saturated(f, c)
			}
		}
	}
	s.lists[key] = list
	return list, nil
}

// union returns how often documents hold any of a set of words in a field.
func (s *scorer) union(field string, words []string) ([]hitCount, error) {
	var all []hitCount
	for i, w := range words {
		list, err := s.counts(field, w)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			all = list
			continue
		}
		all = slices.Concat(all, list)
	}
	if len(words) < 2 {
		return all, nil
	}
	slices.SortStableFunc(all, func(a, b hitCount) int { return int(a.doc) - int(b.doc) })
	merged := all[:0]
	for _, c := range all {
		if last := len(merged) - 1; last >= 0 && merged[last].doc == c.doc {
			merged[last].count += c.count
			continue
		}
		merged = append(merged, c)
	}
	return merged, nil
}

// counts returns the documents that hold a word in a field, by number.
func (s *scorer) counts(field, word string) ([]hitCount, error) {
	key := field + " " + word
	if list, ok := s.texts[key]; ok {
		return list, nil
	}
	r, err := s.reader.TermFieldReader(s.ctx, []byte(word), field, true, true, false)
	if err != nil {
		return nil, err
	}
	var list []hitCount
	var memory index.TermFieldDoc
	for {
		d, err := r.Next(&memory)
		if err != nil || d == nil {
			s.texts[key] = list
			return list, errors.Join(err, r.Close())
		}
		list = append(list, hitCount{uint32(d.ID.Value()), int(d.Freq), fieldLength(d.Norm)})
	}
}

// postings returns the number of documents that hold a word in the text or the
// title: a title has stop words too.
func (s *scorer) postings(word string) (int, error) {
	text, err := s.counts(schema.Body, word)
	if err != nil {
		return 0, err
	}
	title, err := s.counts(schema.Title, word)
	n := len(text) + len(title)
	return n - len(common(numbers(text), numbers(title), false)), err
}

// title scores the documents whose title holds a word.
func (s *scorer) title(word string) (scored, error) {
	field := s.manifest.Fields[1]
	counts, err := s.counts(field.Name, word)
	var list scored
	for _, c := range counts {
		list.add(c.doc, s.rarity(len(counts))*s.saturated(field, c))
	}
	return list, err
}

// rarity is BM25's inverse document frequency of what count documents hold.
func (s *scorer) rarity(count int) float64 {
	n := min(float64(count), s.documents)
	return math.Log(1 + (s.documents-n+0.5)/(n+0.5))
}

// saturated is BM25's weight of a frequency in a field, times the field's weight.
func (s *scorer) saturated(f schema.Field, c hitCount) float64 {
	average := float64(f.Length) / s.documents
	if average == 0 {
		average = 1
	}
	freq, length := float64(c.count), float64(inverted.Quantised(c.length))
	return f.Weight * freq * (saturation + 1) / (freq + saturation*(1-f.B+f.B*length/average))
}

// fieldLength returns the length of a field in tokens. Bleve hands it out as
// the inverse of its square root, in single precision.
func fieldLength(norm float64) int {
	if norm <= 0 || math.IsInf(norm, 0) {
		return 0
	}
	return int(math.Round(1 / (norm * norm)))
}

// phrase scores the documents with all words at their relative positions, as a word that is
// as rare as all of them together.
func (s *scorer) phrase(words []string, relative []int) (scored, error) {
	var docs []uint32
	rarity := 0.0
	for i, w := range words {
		counts, err := s.counts(schema.Body, w)
		if err != nil {
			return scored{}, err
		}
		rarity += s.rarity(len(counts))
		docs = common(docs, numbers(counts), i == 0)
	}
	return s.together(docs, rarity, func(p *positions, doc uint32) (int, error) { return p.frequency(doc, words, relative) })
}

// near scores the documents in which a word of each set shares a window, by the
// number of windows.
func (s *scorer) near(sets [][]string) (scored, error) {
	var docs []uint32
	rarity := 0.0
	for i, set := range sets {
		counts, err := s.union(schema.Body, set)
		if err != nil {
			return scored{}, err
		}
		rarity += s.rarity(len(counts))
		docs = common(docs, numbers(counts), i == 0)
	}
	return s.together(docs, rarity, func(p *positions, doc uint32) (int, error) {
		shared := ^uint8(0)
		for _, set := range sets {
			windows, err := p.windows(doc, set)
			if err != nil {
				return 0, err
			}
			shared &= windows
		}
		return bits.OnesCount8(shared), nil
	})
}

// together scores the documents for which frequency is not 0.
func (s *scorer) together(docs []uint32, rarity float64, frequency func(*positions, uint32) (int, error)) (scored, error) {
	p := &positions{scorer: s}
	defer p.close()
	field := s.manifest.Fields[0]
	var found scored
	for _, doc := range docs {
		freq, err := frequency(p, doc)
		if err != nil {
			return scored{}, err
		}
		if freq > 0 {
			found.add(doc, rarity*s.saturated(field, hitCount{doc, freq, p.length}))
		}
	}
	return found, nil
}

func numbers(counts []hitCount) []uint32 {
	docs := make([]uint32, len(counts))
	for i, c := range counts {
		docs[i] = c.doc
	}
	return docs
}

// common returns the documents of both lists; the first list is taken whole.
func common(a, b []uint32, first bool) []uint32 {
	if first {
		return b
	}
	list := a[:0]
	for _, doc := range a {
		for len(b) > 0 && b[0] < doc {
			b = b[1:]
		}
		if len(b) > 0 && b[0] == doc {
			list = append(list, doc)
		}
	}
	return list
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

// best returns the documents of any of two lists with the best of their scores.
func best(a, b scored) scored {
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
			list.add(a.docs[i], max(a.scores[i], b.scores[j]))
			i++
			j++
		}
	}
	return list
}
