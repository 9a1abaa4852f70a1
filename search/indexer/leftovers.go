package indexer

import (
	"essaim/search/inverted"
	"essaim/search/lexicon"
)

// Leftovers are the documents of inverted files that no chunk is any more; a new chunk
// takes from them the documents that have not changed.
type leftovers struct {
	files  []*inverted.Kept
	opened *lexicon.Opened
	at     map[inverted.Key][]leftover
}

// A leftover is one of these documents.
type leftover struct{ file, document int32 }

func newLeftovers(files []*inverted.Kept, o *lexicon.Opened) *leftovers {
	l := &leftovers{files: files, opened: o, at: map[inverted.Key][]leftover{}}
	for i, f := range files {
		for d := range f.Documents() {
			key := f.Key(d)
			l.at[key] = append(l.at[key], leftover{int32(i), int32(d)})
		}
	}
	return l
}

// take returns the inverted file of a chunk, of which at least half of the
// documents are left over, or reports that fewer are.
func (l *leftovers) take(c *chunk, v func() (*inverter, error)) (data []byte, ok bool, err error) {
	if len(l.files) == 0 {
		return nil, false, nil
	}
	numbers := make([][]int32, len(l.files))
	used := map[leftover]bool{}
	fresh := chunk{}
	var at []int32 // which of the chunk the fresh ones are
	for d := range c.docs {
		old, found := l.unused(c.keys[d], used)
		if !found {
			fresh.docs, fresh.keys = append(fresh.docs, c.docs[d]), append(fresh.keys, c.keys[d])
			at = append(at, int32(d))
			continue
		}
		used[old] = true
		if numbers[old.file] == nil {
			numbers[old.file] = make([]int32, l.files[old.file].Documents())
			for i := range numbers[old.file] {
				numbers[old.file][i] = -1
			}
		}
		numbers[old.file][old.document] = int32(d)
	}
	if 2*len(fresh.docs) > len(c.docs) {
		return nil, false, nil
	}
	var sources []inverted.Source
	for i, list := range numbers {
		if list != nil {
			f, err := l.opened.File(l.files[i])
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
		data, err := inverter.file(nil, fresh.docs, fresh.keys)
		if err != nil {
			return nil, false, err
		}
		f, err := inverted.Open(data)
		if err != nil {
			return nil, false, err
		}
		sources = append(sources, inverted.Source{File: f, Numbers: at})
	}
	return inverted.Merge(len(c.docs), sources), true, nil
}

// unused returns a leftover with a key that the chunk has not taken yet.
func (l *leftovers) unused(key inverted.Key, used map[leftover]bool) (leftover, bool) {
	for _, at := range l.at[key] {
		if !used[at] {
			return at, true
		}
	}
	return leftover{}, false
}
