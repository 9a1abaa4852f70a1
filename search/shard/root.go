package shard

import (
	"math"
	"strconv"
)

// A Root is the file that every query needs.
type Root struct {
	Tag       string
	Documents int
	Fields    []Field
	Types     []Type
	Reading   Reading
	Synonyms  [][]Member
	Boosts    []Boost
	// Words, Spelling and Reversed list files by the first key that is looked
	// up in each; the first key is "".
	Words, Spelling, Reversed []Entry
	// Positions are the checksums of the position files, each for as many word
	// files as PositionsEach.
	Positions     []uint32
	PositionsEach int
	// Cards are the checksums of the files of cards, each for as many documents
	// as CardsEach.
	Cards     []uint32
	CardsEach int
	Facets    uint32
	// Lengths are the quantised lengths of the texts by document, or nil if the
	// postings hold them.
	Lengths []int
}

// An Entry is a file of a kind that is divided by keys.
type Entry struct {
	Key string
	Sum uint32
}

// magic begins a root: four bytes of which the last is the version.
const magic = "ESR"

// encode returns the bytes of the root.
func (r *Root) encode() []byte {
	e := newEncoder()
	r.code(e)
	return append([]byte{magic[0], magic[1], magic[2], Version}, e.finish()...)
}

// code codes the root in the order of FORMAT.md.
func (r *Root) code(c *coder) {
	n, t := newNumber(), newText()
	r.Tag = t.code(c, r.Tag)
	r.Documents = n.code(c, r.Documents)
	r.Fields = elements(c, n, r.Fields, func(f *Field) {
		f.Name = t.code(c, f.Name)
		f.Weight = decimal(c, t, f.Weight)
		f.B = decimal(c, t, f.B)
		f.Length = n.code(c, f.Length)
	})
	r.Types = elements(c, n, r.Types, func(k *Type) {
		k.Key = t.code(c, k.Key)
		k.Label = t.code(c, k.Label)
	})
	r.Reading.code(c, n, t)
	r.Synonyms = elements(c, n, r.Synonyms, func(group *[]Member) {
		*group = elements(c, n, *group, func(m *Member) {
			m.Words = t.list(c, n, m.Words)
			m.Positions = ascending(c, n, m.Positions)
		})
	})
	r.Boosts = elements(c, n, r.Boosts, func(b *Boost) {
		b.Factor = decimal(c, t, b.Factor)
		b.Documents = ascending(c, n, b.Documents)
	})
	keys := newText()
	for _, list := range []*[]Entry{&r.Words, &r.Spelling, &r.Reversed} {
		*list = elements(c, n, *list, func(e *Entry) {
			e.Key = keys.code(c, e.Key)
			e.Sum = sum(c, e.Sum)
		})
	}
	for _, list := range []*[]uint32{&r.Positions, &r.Cards} {
		*list = elements(c, n, *list, func(s *uint32) { *s = sum(c, *s) })
	}
	r.PositionsEach, r.CardsEach = n.code(c, r.PositionsEach), n.code(c, r.CardsEach)
	r.Facets = sum(c, r.Facets)
	r.codeLengths(c, n)
}

// codeLengths codes the lengths of the texts: whether they stand here, and then
// each as its code.
func (r *Root) codeLengths(c *coder, n *number) {
	here := 0
	if r.Lengths != nil {
		here = 1
	}
	if n.code(c, here) == 0 {
		r.Lengths = nil
		return
	}
	codes := newTree(8)
	lengths := make([]int, 0, min(r.Documents, 1<<16))
	for i := 0; i < r.Documents && !c.over(); i++ {
		length := 0
		if i < len(r.Lengths) {
			length = r.Lengths[i]
		}
		lengths = append(lengths, lengthOf(codes.code(c, lengthCode(length))))
	}
	r.Lengths = lengths
}

func (r *Reading) code(c *coder, n *number, t *text) {
	r.Articles = t.list(c, n, r.Articles)
	r.Stops = t.list(c, n, r.Stops)
	r.Endings = t.list(c, n, r.Endings)
	inclusive := 0
	if r.Inclusive {
		inclusive = 1
	}
	r.Inclusive = n.code(c, inclusive) == 1
	r.Thousands = byte(n.code(c, int(r.Thousands)))
}

// ascending codes a list of ascending numbers as differences.
func ascending(c *coder, n *number, list []int) []int {
	size := n.code(c, len(list))
	result := make([]int, 0, min(size, 1024))
	last := 0
	for i := 0; i < size && !c.over(); i++ {
		value := 0
		if i < len(list) {
			value = list[i]
		}
		last += n.code(c, value-last)
		result = append(result, last)
	}
	return result
}

// decimal codes a number as its shortest decimal.
func decimal(c *coder, t *text, value float64) float64 {
	f, err := strconv.ParseFloat(t.code(c, strconv.FormatFloat(value, 'g', -1, 64)), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// sum codes a checksum.
func sum(c *coder, value uint32) uint32 { return c.raw(value, 24) }

// elements codes how many elements a list has, and each of them. A list that is
// read grows with what is read, so that a damaged count fills no memory.
func elements[T any](c *coder, n *number, list []T, code func(*T)) []T {
	count := n.code(c, len(list))
	var result []T
	for i := 0; i < count && !c.over(); i++ {
		var e T
		if i < len(list) {
			e = list[i]
		}
		code(&e)
		result = append(result, e)
	}
	return result
}
