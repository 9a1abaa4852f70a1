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
	// Places are the checksums of the files of positions, each for as many word
	// files as PlacesEach.
	Places     []uint32
	PlacesEach int
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

// ReadRoot reads a root.
func ReadRoot(data []byte) (*Root, error) {
	if len(data) < 4 || string(data[:3]) != magic || data[3] != Version {
		return nil, errDamaged
	}
	c := newDecoder(data[4:])
	r := &Root{}
	r.code(c)
	if c.over() || r.CardsEach < 1 || r.PlacesEach < 1 || len(r.Words) == 0 || len(r.Fields) == 0 {
		return nil, errDamaged
	}
	return r, nil
}

// code codes the root in the order of FORMAT.md.
func (r *Root) code(c coder) {
	n, t := newNumber(), newText()
	r.Tag = t.code(c, r.Tag)
	r.Documents = n.code(c, r.Documents)
	count := func(have int) int {
		k := n.code(c, have)
		if c.over() {
			return 0
		}
		return k
	}
	r.Fields = grown(r.Fields, count(len(r.Fields)))
	for i := range r.Fields {
		f := &r.Fields[i]
		f.Name = t.code(c, f.Name)
		f.Weight = decimal(c, t, f.Weight)
		f.B = decimal(c, t, f.B)
		f.Length = n.code(c, f.Length)
	}
	r.Types = grown(r.Types, count(len(r.Types)))
	for i := range r.Types {
		r.Types[i].Key = t.code(c, r.Types[i].Key)
		r.Types[i].Label = t.code(c, r.Types[i].Label)
	}
	r.Reading.code(c, n, t)
	r.codeSynonyms(c, n, t, count)
	r.Boosts = grown(r.Boosts, count(len(r.Boosts)))
	for i := range r.Boosts {
		b := &r.Boosts[i]
		b.Factor = decimal(c, t, b.Factor)
		b.Documents = ascending(c, n, b.Documents)
	}
	keys := newText()
	for _, list := range []*[]Entry{&r.Words, &r.Spelling, &r.Reversed} {
		*list = grown(*list, count(len(*list)))
		for i := range *list {
			(*list)[i].Key = keys.code(c, (*list)[i].Key)
			(*list)[i].Sum = sum(c, (*list)[i].Sum)
		}
	}
	for _, list := range []*[]uint32{&r.Places, &r.Cards} {
		*list = grown(*list, count(len(*list)))
		for i := range *list {
			(*list)[i] = sum(c, (*list)[i])
		}
	}
	r.PlacesEach, r.CardsEach = n.code(c, r.PlacesEach), n.code(c, r.CardsEach)
	r.Facets = sum(c, r.Facets)
	r.codeLengths(c, n)
}

// codeLengths codes the lengths of the texts: whether they stand here, and then
// each as its code, less that of the document before.
func (r *Root) codeLengths(c coder, n *number) {
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

func (r *Reading) code(c coder, n *number, t *text) {
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

func (r *Root) codeSynonyms(c coder, n *number, t *text, count func(int) int) {
	r.Synonyms = grown(r.Synonyms, count(len(r.Synonyms)))
	for g := range r.Synonyms {
		r.Synonyms[g] = grown(r.Synonyms[g], count(len(r.Synonyms[g])))
		for m := range r.Synonyms[g] {
			member := &r.Synonyms[g][m]
			member.Words = t.list(c, n, member.Words)
			member.Places = ascending(c, n, member.Places)
		}
	}
}

// ascending codes a list of ascending numbers as differences.
func ascending(c coder, n *number, list []int) []int {
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
func decimal(c coder, t *text, value float64) float64 {
	f, err := strconv.ParseFloat(t.code(c, strconv.FormatFloat(value, 'g', -1, 64)), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// sum codes a checksum.
func sum(c coder, value uint32) uint32 { return c.raw(value>>16, 16)<<16 | c.raw(value&0xFFFF, 16) }

// grown returns a list with n elements: the list itself when it is written, and
// empty ones when it is read.
func grown[T any](list []T, n int) []T {
	if len(list) == n {
		return list
	}
	return make([]T, min(n, 1<<20))
}
