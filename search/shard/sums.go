package shard

import (
	"essaim/search/inverted"
)

// sums are checksums of what word files depend on.
type sums struct {
	target  int
	seed    uint64
	classes []uint64
	// own is, by word, of all that a file which holds the word depends on; next is
	// of what the file before asks of the word.
	own, next []uint64
	// shapes are, instead of Word.Sum, what word files depend on of words that have
	// moved: the checksum of their postings before they did.
	shapes map[string]uint64
}

// reshape notes, for a word that an edit has only moved, what its word file still
// depends on.
func (s *sums) reshape(e *Edit) {
	text := e.text()
	if !e.Moved || e.Was.Text != e.Is.Text {
		delete(s.shapes, text)
		return
	}
	if s.shapes == nil {
		s.shapes = map[string]uint64{}
	}
	if _, known := s.shapes[text]; !known {
		s.shapes[text] = e.Was.Sum
	}
}

// sumUp makes the checksums for word files of a target size.
func (p *prepared) sumUp(target int) {
	p.sums = sums{target: target, classes: make([]uint64, len(p.starts)-1), own: make([]uint64, len(p.Words)), next: make([]uint64, len(p.Words))}
	p.seed = inverted.Mix(inverted.Mix(Version, uint64(target)), uint64(len(p.Fields)))
	if p.inline {
		p.seed = inverted.Mix(p.seed, 1)
	}
	for c := range p.classes {
		p.sumClass(int32(c))
	}
	for i := range p.Words {
		p.sumWord(i)
	}
}

func (p *prepared) sumClass(class int32) {
	sum := uint64(0)
	for _, i := range p.of(class) {
		sum += inverted.Mix(p.Words[i].hash(), 2)
	}
	for _, k := range p.marks[class] {
		sum = inverted.Mix(sum, inverted.Mix(uint64(k.Group), inverted.Mix(uint64(k.Member), uint64(k.Word))))
	}
	p.classes[class] = sum
}

func (p *prepared) sumWord(i int) {
	w := &p.Words[i]
	next := inverted.Mix(w.hash(), uint64(len(w.Classes)))
	for _, c := range w.Classes {
		next = inverted.Mix(next, p.classes[c])
	}
	flags := uint64(0)
	if w.Documents >= p.target {
		flags |= 1
	}
	p.next[i] = inverted.Mix(next, flags)
	if p.compounds[i] {
		flags |= 2
	}
	if Everywhere(w.Postings, len(p.Documents)) {
		flags |= 4
	}
	flags |= uint64(gapClass(len(p.Documents), w.Postings)) << 8
	shape, moved := p.shapes[w.Text]
	if !moved {
		shape = w.Sum
	}
	own := inverted.Mix(inverted.Mix(next, flags), shape)
	if p.inline {
		own = inverted.Mix(own, w.LengthSum)
	}
	p.own[i] = inverted.Mix(own, uint64(w.Postings))
}

// positionsSum returns a checksum of what the positions of some words depend on besides.
func (p *prepared) positionsSum(first, end int) uint64 {
	sum := inverted.Mix(p.seed, 'p')
	for i := first; i < end; i++ {
		sum = inverted.Mix(sum, p.Words[i].Sum)
	}
	return sum
}

// sumOf returns the checksum of what the file of some words depends on.
func (p *prepared) sumOf(first, end int) uint64 {
	sum := inverted.Mix(p.seed, uint64(end-first))
	for _, own := range p.own[first:end] {
		sum = inverted.Mix(sum, own)
	}
	if end == len(p.Words) {
		return sum
	}
	sum = inverted.Mix(sum, p.next[end])
	for _, prefix := range p.open(first, end) {
		sum = inverted.Sum(prefix, sum)
		for _, c := range p.completions(prefix) {
			sum = inverted.Sum(c, sum)
		}
	}
	return sum
}
