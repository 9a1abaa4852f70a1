package search

import (
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	"essaim/search/shard"
)

// An inverter collects the postings of a batch of documents by word, packed.
type inverter struct {
	lists   []packed // by Word.ID
	touched []int32
	// document: what the fields of one document add to each of its words.
	document []int32 // the words of the document, by Word.ID
}

// A packed list holds the postings of one word in a batch. Each is a varint of
// the document (the number itself, then differences), of the frequency in the
// text, the positions as differences, and the other fields: their number, and
// for each its index, frequency and length.
type packed struct {
	bytes []byte
	last  int32
	text  []byte // the part of the posting that is being made
	extra []byte
	count int // fields in extra
	open  bool
}

// add adds one field of a document that has been counted.
func (v *inverter) add(field int, c *counter) {
	if n := len(c.at); len(v.lists) < n {
		v.lists = append(v.lists, make([]packed, n-len(v.lists))...)
	}
	for _, w := range c.words {
		p := &v.lists[w.id]
		if !p.open {
			p.open = true
			v.document = append(v.document, w.id)
		}
		if field == 0 {
			p.text = binary.AppendUvarint(p.text, uint64(w.count))
			last := int32(0)
			for _, position := range c.of(w) {
				p.text = binary.AppendUvarint(p.text, uint64(position-last))
				last = position
			}
			continue
		}
		p.count++
		p.extra = binary.AppendUvarint(p.extra, uint64(field))
		p.extra = binary.AppendUvarint(p.extra, uint64(w.count))
		p.extra = binary.AppendUvarint(p.extra, uint64(quantised(c.length)))
	}
}

// endDocument closes the postings of a document.
func (v *inverter) endDocument(number int) {
	for _, id := range v.document {
		p := &v.lists[id]
		if len(p.bytes) == 0 {
			v.touched = append(v.touched, id)
			p.last = 0
		}
		p.bytes = binary.AppendUvarint(p.bytes, uint64(int32(number)-p.last))
		p.last = int32(number)
		if len(p.text) == 0 {
			p.bytes = append(p.bytes, 0)
		}
		p.bytes = append(p.bytes, p.text...)
		p.bytes = binary.AppendUvarint(p.bytes, uint64(p.count))
		p.bytes = append(p.bytes, p.extra...)
		p.text, p.extra, p.count, p.open = p.text[:0], p.extra[:0], 0, false
	}
	v.document = v.document[:0]
}

// A part holds the postings of one batch.
type part struct {
	words []string
	lists [][]byte
}

// take returns what was collected since the last call.
func (v *inverter) take(texts []string) part {
	size := 0
	for _, id := range v.touched {
		size += len(v.lists[id].bytes)
	}
	all := make([]byte, 0, size)
	p := part{words: make([]string, len(v.touched)), lists: make([][]byte, len(v.touched))}
	for i, id := range v.touched {
		l := &v.lists[id]
		start := len(all)
		all = append(all, l.bytes...)
		p.words[i], p.lists[i] = texts[id], all[start:len(all):len(all)]
		l.bytes = l.bytes[:0]
	}
	v.touched = v.touched[:0]
	return p
}

// collect puts the parts together into the words of an index, sorted, with
// their classes: the words that share a term.
func collect(parts []part, terms map[string][]string) []shard.Word {
	lists := map[string]int{}
	var words []shard.Word
	for _, p := range parts {
		for i, w := range p.words {
			at, ok := lists[w]
			if !ok {
				at = len(words)
				lists[w] = at
				words = append(words, shard.Word{Text: w})
			}
			words[at].Packed = append(words[at].Packed, p.lists[i])
		}
	}
	slices.SortFunc(words, func(a, b shard.Word) int { return shard.Compare(a.Text, b.Text) })
	words, stems := addStems(words, terms)
	members := map[string][]int32{}
	for i := range words {
		for _, t := range terms[words[i].Text] {
			members[t] = append(members[t], int32(i))
		}
	}
	for i := range words {
		if text := words[i].Text; stems[text] {
			members[text] = append(members[text], int32(i))
		}
	}
	for class, t := range slices.Sorted(maps.Keys(members)) {
		for _, w := range members[t] {
			words[w].Classes = append(words[w].Classes, int32(class))
		}
	}
	return words
}

// addStems adds, with no document, the stems that stand inside a word of their
// class; the dictionary of an index does the same. It returns which they are.
func addStems(words []shard.Word, terms map[string][]string) ([]shard.Word, map[string]bool) {
	inside, known := map[string]bool{}, map[string]bool{}
	for _, w := range words {
		known[w.Text] = true
		for _, t := range terms[w.Text] {
			inside[t] = inside[t] || strings.Index(w.Text, t) > 0
		}
	}
	stems := map[string]bool{}
	for _, t := range slices.Sorted(maps.Keys(inside)) {
		if !inside[t] || len(terms[t]) > 0 {
			continue
		}
		stems[t] = true
		if !known[t] { // else a stop word that stands in titles
			words = append(words, shard.Word{Text: t})
		}
	}
	slices.SortFunc(words, func(a, b shard.Word) int { return shard.Compare(a.Text, b.Text) })
	return words, stems
}
