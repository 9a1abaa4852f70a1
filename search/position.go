package search

import (
	"errors"
	"slices"

	index "github.com/blevesearch/bleve_index_api"

	"essaim/search/analysis"
	"essaim/search/schema"
	"essaim/search/shard"
)

// A positions reads where words stand in the texts of documents. Documents are
// asked for in ascending order.
type positions struct {
	scorer  *scorer
	readers map[string]*wordPositions
	// everywhere are words too common to say where in a text they stand.
	everywhere map[string]bool
	// length is the length of the last text that a word was found in.
	length int
}

// A wordPositions is the reader of one word and the document it stands on.
type wordPositions struct {
	reader index.TermFieldReader
	memory index.TermFieldDoc
	at     *index.TermFieldDoc
}

// of returns the positions of a word in a document, ascending from 0.
func (p *positions) of(doc uint32, word string) ([]int, error) {
	w, ok := p.readers[word]
	if !ok {
		r, err := p.scorer.reader.TermFieldReader(p.scorer.ctx, []byte(word), schema.Body, true, true, true)
		if err != nil {
			return nil, err
		}
		w = &wordPositions{reader: r}
		if p.readers == nil {
			p.readers, p.everywhere = map[string]*wordPositions{}, map[string]bool{}
		}
		postings, err := p.scorer.postings(word)
		if err != nil {
			return nil, err
		}
		p.everywhere[word] = shard.Everywhere(postings, int(p.scorer.documents))
		p.readers[word] = w
	}
	if w.at == nil || w.at.ID.Value() < uint64(doc) {
		at, err := w.reader.Advance(index.NewIndexInternalID(nil, uint64(doc)), w.memory.Reset())
		if err != nil {
			return nil, err
		}
		if w.at = at; at == nil {
			// Past the last document: the reader must not be asked again.
			w.at = &index.TermFieldDoc{ID: index.NewIndexInternalID(nil, ^uint64(0))}
		}
	}
	if w.at.ID.Value() != uint64(doc) {
		return nil, nil
	}
	p.length = fieldLength(w.at.Norm)
	list := make([]int, len(w.at.Vectors))
	for i, v := range w.at.Vectors {
		list[i] = int(v.Pos) - 1
	}
	slices.Sort(list)
	return list, nil
}

func (p *positions) close() {
	for _, w := range p.readers {
		// Closing gives memory back to Bleve and cannot fail.
		_ = w.reader.Close()
	}
}

// frequency returns how often the words stand at their relative positions in a document.
func (p *positions) frequency(doc uint32, words []string, relative []int) (int, error) {
	starts, err := p.of(doc, words[0])
	for i := 1; err == nil && i < len(words) && len(starts) > 0; i++ {
		var list []int
		if list, err = p.of(doc, words[i]); err == nil {
			starts = slices.DeleteFunc(starts, func(start int) bool {
				_, found := slices.BinarySearch(list, start+relative[i])
				return !found
			})
		}
	}
	return len(starts), err
}

// manyTimes is the frequency above which a word counts as standing in every
// window.
const manyTimes = 3

// windows returns the classes of windows in which any of some words stand: bit
// w%8 for window w.
func (p *positions) windows(doc uint32, words []string) (uint8, error) {
	var windows uint8
	var all error
	for _, word := range words {
		list, err := p.of(doc, word)
		all = errors.Join(all, err)
		if len(list) > manyTimes || len(list) > 0 && p.everywhere[word] {
			return 255, all
		}
		for _, position := range list {
			windows |= 1 << (position / analysis.Window % 8)
		}
	}
	return windows, all
}

// closeness returns how close together a document holds what the clauses look
// for: 0 if everything stands far apart, 1 if one window holds all. A clause
// that is met in a neighbouring window counts half. The windows are those of
// each clause.
func closeness(windows []uint8) float64 {
	met, most := 0, 0
	for _, w := range windows {
		if w != 0 {
			met++
		}
	}
	if met < 2 {
		return 0
	}
	for i := range 8 {
		sum := 0
		for _, w := range windows {
			switch {
			case w>>i&1 == 1:
				sum += 2
			case w>>((i+1)%8)&1 == 1, w>>((i+7)%8)&1 == 1:
				sum++
			}
		}
		most = max(most, sum)
	}
	return float64(max(0, most-2)) / float64(2*met-2)
}
