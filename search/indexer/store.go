package indexer

import (
	"essaim/search/inverted"
	"essaim/search/lexicon"
)

// A store is the documents of inverted files that no chunk is any more; a new
// chunk takes from it the documents that have not changed.
type store struct {
	files  []*inverted.Kept
	opened *lexicon.Opened
	at     map[inverted.Key][]stored
}

// A stored is a document of a store.
type stored struct{ file, document int32 }

func newStore(files []*inverted.Kept, o *lexicon.Opened) *store {
	s := &store{files: files, opened: o, at: map[inverted.Key][]stored{}}
	for i, f := range files {
		for d := range f.Documents() {
			key := f.Key(d)
			s.at[key] = append(s.at[key], stored{int32(i), int32(d)})
		}
	}
	return s
}

// take returns the inverted file of a chunk, of which at least half of the
// documents are in the store, or reports that fewer are.
func (s *store) take(c *chunk, v func() (*inverter, error)) (data []byte, ok bool, err error) {
	if len(s.files) == 0 {
		return nil, false, nil
	}
	numbers := make([][]int32, len(s.files))
	used := map[stored]bool{}
	fresh := chunk{}
	var places []int32
	for d := range c.docs {
		at, found := s.unused(c.keys[d], used)
		if !found {
			fresh.docs, fresh.keys = append(fresh.docs, c.docs[d]), append(fresh.keys, c.keys[d])
			places = append(places, int32(d))
			continue
		}
		used[at] = true
		if numbers[at.file] == nil {
			numbers[at.file] = make([]int32, s.files[at.file].Documents())
			for i := range numbers[at.file] {
				numbers[at.file][i] = -1
			}
		}
		numbers[at.file][at.document] = int32(d)
	}
	if 2*len(fresh.docs) > len(c.docs) {
		return nil, false, nil
	}
	var sources []inverted.Source
	for i, list := range numbers {
		if list != nil {
			f, err := s.opened.File(s.files[i])
			if err != nil {
				return nil, false, err
			}
			sources = append(sources, inverted.Source{File: f, Numbers: list})
		}
	}
	if len(fresh.docs) > 0 {
		inverter, err := v()
		if err != nil {
			return nil, false, err
		}
		made, err := inverter.file(nil, fresh.docs, fresh.keys)
		if err != nil {
			return nil, false, err
		}
		f, err := inverted.Open(made)
		if err != nil {
			return nil, false, err
		}
		sources = append(sources, inverted.Source{File: f, Numbers: places})
	}
	return inverted.Merge(len(c.docs), sources), true, nil
}

// unused returns a document of the store that the chunk has not taken yet.
func (s *store) unused(key inverted.Key, used map[stored]bool) (stored, bool) {
	for _, at := range s.at[key] {
		if !used[at] {
			return at, true
		}
	}
	return stored{}, false
}
