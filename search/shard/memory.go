package shard

import (
	"maps"
	"slices"
	"sync"

	"essaim/search/inverted"
	"essaim/search/spread"
)

// A Memory keeps the files of the last build of a set for the next one, each
// with a checksum of all that it depends on. It may be used for one build at a
// time.
type Memory struct {
	// words are the word files, in order unless Load has just read them; positions are
	// the position files, by the first of the word files that share each.
	words     []wordMemory
	positions map[*wordFile]positionMemory
	// latest is the set of the last build; nil before the first, or the one that is
	// expected, of which the words have this name.
	latest   *prepared
	expected string
	// outline is that of the latest set, as the Store has it.
	outline []byte
	// speller holds the words of the spelling files, which are forward and backward: of
	// a set, in files of so many words. spelt are those that another process has left,
	// until the first are made.
	speller           speller
	forward, backward []spellingFile
	spelled           *Set
	spellingTarget    int
	spelt             *spellings
	outside           outside
	// firsts are the completions of prefixes, as of the last build.
	firsts map[string][]string
	// root is that of the latest files.
	root *Root
	// packs are the keys of the packs that a Store has; see Save.
	packs map[string]bool

	mu sync.Mutex
	// others are the cards, the facets and the spellings; used are those of the
	// build that goes on.
	others, used map[uint64]named
}

// A wordMemory is a word file with its first word and the checksum of what it
// depends on.
type wordMemory struct {
	text string
	file *wordFile
	sum  uint64
	// positionsSum is the checksum of what its positions depend on besides, or 0 where
	// it is not known and sum is of all.
	positionsSum uint64
	// first is where it begins in the set that is built, or -1; where unsure, its
	// checksum tells whether it still holds.
	first  int
	unsure bool
}

// An outside is what does not depend on words: cards and facets, and the files of
// both.
type outside struct {
	documents []Card
	facets    []Facet
	cards     []named
	file      named
	used      map[uint64]named
}

// of reports whether a set has the same documents and facets, in the same memory.
func (o *outside) of(s *Set) bool {
	return len(o.documents) > 0 && len(o.documents) == len(s.Documents) && &o.documents[0] == &s.Documents[0] &&
		len(o.facets) > 0 && len(o.facets) == len(s.Facets) && &o.facets[0] == &s.Facets[0]
}

// A positionMemory is a position file and the word files that share it.
type positionMemory struct {
	of   []*wordFile
	file named
}

// NewMemory returns a memory that holds nothing.
func NewMemory() *Memory {
	return &Memory{others: map[uint64]named{}, used: map[uint64]named{}, positions: map[*wordFile]positionMemory{}}
}

// Root returns the root of the latest files.
func (m *Memory) Root() *Root { return m.root }

// mostFirsts is how many prefixes are remembered.
const mostFirsts = 1 << 14

// completions returns the completions that are known, but for the prefixes of
// words that have changed; those that come to be known are remembered.
func (m *Memory) completions(edits []Edit) map[string][]string {
	if edits == nil || m.firsts == nil || len(m.firsts) > mostFirsts {
		m.firsts = map[string][]string{}
	}
	for i := range edits {
		word := edits[i].text()
		for i := range word {
			delete(m.firsts, word[:i])
		}
		delete(m.firsts, word)
	}
	return m.firsts
}

// file returns the file with a checksum of what it depends on, which it makes
// unless it is remembered.
func (m *Memory) file(sum uint64, create func() ([]byte, error)) (named, error) {
	f, ok := m.known(sum)
	if !ok {
		data, err := create()
		if err != nil {
			return named{}, err
		}
		f = newNamed(data)
		m.mu.Lock()
		m.used[sum] = f
		m.mu.Unlock()
	}
	return f, nil
}

// known returns the file with a checksum of what it depends on, if it is remembered.
func (m *Memory) known(sum uint64) (f named, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f, ok = m.used[sum]; !ok {
		if f, ok = m.others[sum]; ok {
			m.used[sum] = f
		}
	}
	return f, ok
}

// use notes that the build needs some files.
func (m *Memory) use(files map[uint64]named) {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.Copy(m.used, files)
}

// forget forgets the files that the build has not asked for.
func (m *Memory) forget() { m.others, m.used = m.used, map[uint64]named{} }

// facets returns the file of the facets.
func (m *Memory) facets(facets []Facet, documents int) named {
	sum := inverted.Mix('f', uint64(documents))
	for i := range facets {
		sum = inverted.Sum(facets[i].Name, sum)
		for v, value := range facets[i].Values {
			sum = inverted.Mix(inverted.Sum(value, sum), uint64(len(facets[i].Documents[v])))
			for _, d := range facets[i].Documents[v] {
				sum = inverted.Mix(sum, uint64(d))
			}
		}
	}
	f, _ := m.file(sum, func() ([]byte, error) { return facetFile(facets, documents), nil })
	return f
}

// joined returns the position files, each of as many word files as each says;
// without data where those are still to be made.
func (m *Memory) joined(files []*wordFile, each int) []named {
	if len(files) == 1 && files[0].words == 0 {
		files = nil // the file of an index without words
	}
	groups := slices.Collect(slices.Chunk(files, each))
	made := make([]positionMemory, len(groups))
	spread.Each(len(groups), func(i int) { made[i] = m.positionsOf(groups[i]) })
	m.positions = make(map[*wordFile]positionMemory, len(made))
	list := make([]named, len(made))
	for i, p := range made {
		if list[i] = p.file; p.of != nil {
			m.positions[p.of[0]] = p
		}
	}
	return list
}

// positionsOf returns the file of the positions of some word files; the zero value where
// those are still to be made.
func (m *Memory) positionsOf(group []*wordFile) positionMemory {
	if slices.ContainsFunc(group, func(f *wordFile) bool { return f.unlocated }) {
		return positionMemory{}
	}
	if p, ok := m.positions[group[0]]; ok && slices.Equal(p.of, group) {
		return p
	}
	sections := make([][]byte, len(group))
	for i, f := range group {
		sections[i] = f.positions
	}
	data := join(sections)
	// The sections need not be in memory twice: they end the file.
	for i, rest := len(group)-1, data; i >= 0; i-- {
		start := len(rest) - len(group[i].positions)
		group[i].positions, rest = rest[start:len(rest):len(rest)], rest[:start]
	}
	return positionMemory{slices.Clone(group), newNamed(data)}
}
