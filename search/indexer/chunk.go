package indexer

import (
	"encoding/hex"
	"slices"

	"essaim/search/inverted"
	"essaim/search/spread"
)

// The documents of an index, in their order, are cut into chunks, each of which
// is analysed and written by itself. Where a chunk ends is told by the IDs, so
// that a document more or less changes one chunk and at most the next. A large
// document counts as several, so that some hundred books are more than one chunk.
const (
	// chunkEvery is one in how many documents ends a chunk of chunkLeast or more;
	// one of chunkMost ends in any case.
	chunkEvery = 384
	chunkLeast = 128
	chunkMost  = 1024
	// usualSize is up to how many bytes a document counts as one.
	usualSize = 8 << 10
)

// analysisVersion is part of every key under which something is kept that
// package analysis has had a hand in. It changes with what that makes of a text.
const analysisVersion = "1"

// A chunk is some documents of an index that follow each other.
type chunk struct {
	base int
	docs []Document
	// size is how many documents of usual size they are.
	size int
	keys []inverted.Key
	// key identifies the inverted file of the chunk, and segment its segment.
	key, segment string
	// edit is what it was, where that is known.
	edit *chunkEdit
}

// A sum is a checksum of 128 bits.
type sum struct{ a, b uint64 }

func newSum() sum { return sum{1, 2} }

func (s *sum) text(t string) {
	s.a, s.b = inverted.Sums(t, s.a, s.b)
}

func (s *sum) texts(list []string) {
	s.number(len(list))
	for _, t := range list {
		s.text(t)
	}
}

func (s *sum) number(n int) {
	s.a, s.b = inverted.Mix(s.a, uint64(n)), inverted.Mix(s.b, uint64(n))
}

func (s *sum) key() (k inverted.Key) {
	for i := range 8 {
		k[i], k[8+i] = byte(s.a>>(8*i)), byte(s.b>>(8*i))
	}
	return k
}

func (s *sum) String() string {
	k := s.key()
	return hex.EncodeToString(k[:])
}

// chunks cuts the documents, which are in order. What they are called by depends
// on the analyzer and on the fields of the index. Their segments are called by
// nothing unless they are wanted.
func chunks(m *manifest, docs []Document, segments bool) []chunk {
	var list []chunk
	for first := 0; first < len(docs); {
		end, size := first+1, docs[first].usual()
		for end < len(docs) && !chunkEnds(size, &docs[end-1]) {
			size += docs[end].usual()
			end++
		}
		list = append(list, chunk{base: first, docs: docs[first:end], size: size})
		first = end
	}
	seed, stored := seeds(m)
	spread.Each(len(list), func(i int) { list[i].call(m, seed, stored, segments) })
	return list
}

// call makes what a chunk is called by, from what all are.
func (c *chunk) call(m *manifest, seed, segment sum, segments bool) {
	c.keys = make([]inverted.Key, len(c.docs))
	whole := seed
	for i := range c.docs {
		one := seed
		one.document(&c.docs[i])
		c.keys[i] = one.key()
		whole.text(string(c.keys[i][:]))
		if segments {
			segment.stored(&c.docs[i], m, c.base+i)
		}
	}
	c.key = whole.String()
	segment.text(c.key)
	c.segment = segment.String()
}

// seeds returns what the keys of all chunks begin with, and those of segments.
func seeds(m *manifest) (seed, stored sum) {
	seed = newSum()
	seed.texts([]string{analysisVersion, m.Tag, m.Analyzer})
	seed.number(inverted.Version)
	for _, f := range m.Fields {
		seed.text(f.Name)
	}
	stored = seed
	stored.texts(m.Facets)
	return seed, stored
}

func chunkEnds(size int, last *Document) bool {
	return size >= chunkMost || size >= chunkLeast && inverted.Sum(last.ID, 0)%chunkEvery < uint64(last.usual())
}

// usual returns as how many documents of usual size d counts.
func (d *Document) usual() int { return max(1, d.Size/usualSize) }

// document adds what the inverted file holds of a document.
func (s *sum) document(d *Document) {
	s.text(d.Title)
	s.text(d.Summary)
	s.number(len(d.Fields))
	for i := range d.Fields {
		s.text(d.Fields[i].Name)
	}
	if d.Load != nil {
		s.text(d.Hash)
		return
	}
	s.number(1)
	for i := range d.Fields {
		s.text(d.Fields[i].Text)
	}
	s.texts(d.Headings)
	s.text(d.Body)
}

// stored adds what the segment holds of a document besides.
func (s *sum) stored(d *Document, m *manifest, number int) {
	own := [...]string{d.ID, d.URL, d.Type, d.TypeLabel, d.Date}
	s.texts(own[:])
	for _, values := range m.values {
		s.texts(values[number])
	}
}

// fieldNames returns the names of the fields that rank.
func (m *manifest) fieldNames() []string {
	names := make([]string, len(m.Fields))
	for i, f := range m.Fields {
		names[i] = f.Name
	}
	return slices.Clip(names)
}
