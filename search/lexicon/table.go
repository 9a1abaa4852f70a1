// Package lexicon holds the words of all documents of an index: what the inverted
// files of its chunks say of each word together.
//
// A Table is merged from all files (table.go), or patched where few of them have
// changed (patch.go). A Memory keeps it for the next build, of this process or of
// another (keep.go). The files for browsers are made of it.
package lexicon

import (
	"cmp"
	"maps"
	"runtime"
	"slices"
	"strings"

	"essaim/search/inverted"
	"essaim/search/shard"
	"essaim/search/spread"
)

// A Part is the inverted file of a chunk, with the key of the chunk, which is 16
// bytes in hexadecimal, and the number of its first document.
type Part struct {
	Key  string
	Base int
	File *inverted.Kept
}

// A Table is the words of all parts.
type Table struct {
	parts []Part
	// words are those of the documents, sorted; listed are those of the shards (see
	// Words), the same list where there are no others, and nil until somebody
	// has asked.
	words, listed []shard.Word
	// forms are the terms of the words for which tableWord.forms is set.
	forms map[string][]string
	// terms are those that words have, by their classes; inside counts the words
	// inside which a term stands, not at the beginning.
	terms  terms
	inside map[string]int
	// room is memory for the classes of further words.
	room []int32
	// edits are how the words of the shards differ from those of the table that this
	// one was made of; nil where that is not known.
	edits []shard.Edit
	// base and noted are shard.Set.Base and Noted.
	base, noted string
}

// A tableWord is a word of the table with the terms that it has.
type tableWord struct {
	shard.Word
	// term is the term of the word where it has only the one that the analyzer gives the
	// word by itself; else "". termHash is its inverted.Sum, and inside reports whether it
	// isInside.
	term     string
	termHash uint64
	inside   bool
	// forms are all terms of a word, sorted, where documents give it any that the
	// analyzer does not give the word by itself; else nil.
	forms []string
}

// rangesEach is how many parts of the words each processor merges, so that none
// has to wait long for another, and mergedEach how many words they are put into
// memory at a time: how many there will be is not known.
const (
	rangesEach = 4
	mergedEach = 512
)

// newTable merges the words of all parts.
func newTable(parts []Part) *Table {
	t := &Table{parts: parts, forms: map[string][]string{}, inside: map[string]int{}}
	bounds := t.bounds(rangesEach * runtime.GOMAXPROCS(0))
	merged := make([][][]tableWord, len(bounds)-1)
	spread.Each(len(merged), func(i int) { merged[i] = t.merge(bounds[i], bounds[i+1]) })
	lists := slices.Concat(merged...)
	size := 0
	for _, list := range lists {
		size += len(list)
	}
	t.words = make([]shard.Word, 0, size)
	t.terms = newTerms(size / 2) // many words share one
	for _, list := range lists {
		for i := range list {
			t.words = append(t.words, t.enter(&list[i]))
		}
	}
	return t
}

// enter returns a word with its classes.
func (t *Table) enter(w *tableWord) shard.Word {
	if w.forms != nil {
		t.forms[w.Text] = w.forms
	}
	if w.term != "" {
		w.Classes = t.roomFor(1)
		w.Classes[0] = t.terms.hashed(w.term, w.termHash)
		if w.inside {
			t.inside[w.term]++
		}
		return w.Word
	}
	w.Classes = t.roomFor(len(w.forms))
	for i, term := range w.forms {
		w.Classes[i] = t.terms.number(term)
		if isInside(w.Text, term) {
			t.inside[term]++
		}
	}
	return w.Word
}

// roomFor returns memory for n classes.
func (t *Table) roomFor(n int) []int32 {
	if len(t.room) < n {
		t.room = make([]int32, n+1024)
	}
	room := t.room[:n:n]
	t.room = t.room[n:]
	return room
}

// leave takes a word out of what enter has noted.
func (t *Table) leave(w *shard.Word) {
	delete(t.forms, w.Text)
	for _, class := range w.Classes {
		if term := t.terms.texts[class]; isInside(w.Text, term) {
			if t.inside[term]--; t.inside[term] == 0 {
				delete(t.inside, term)
			}
		}
	}
}

// isInside reports whether a term stands inside a word, not at its beginning.
func isInside(word, term string) bool {
	return !strings.HasPrefix(word, term) && strings.Contains(word, term)
}

// bounds returns words that divide those of the largest part evenly, with nil
// before the first and after the last.
func (t *Table) bounds(ranges int) [][]byte {
	list := [][]byte{nil}
	if len(t.parts) > 0 {
		largest := slices.MaxFunc(t.parts, func(a, b Part) int { return cmp.Compare(a.File.Words(), b.File.Words()) }).File
		samples := largest.Samples()
		last := 0
		for i := 1; i < ranges; i++ {
			if at := len(samples) * i / ranges; at > last {
				list = append(list, []byte(samples[at]))
				last = at
			}
		}
	}
	return append(list, nil)
}

// A cursor stands on a word of a part.
type cursor struct {
	window  inverted.Window
	base    int
	at, end int
	prefix  uint64
	text    []byte
}

func (c *cursor) read() {
	if c.at < c.end {
		c.text = c.window.Text(c.at)
		c.prefix = inverted.Prefix(c.text)
	}
}

func (c *cursor) before(o *cursor) bool {
	if c.prefix != o.prefix {
		return c.prefix < o.prefix
	}
	if d := inverted.Compare(c.text, o.text); d != 0 {
		return d < 0
	}
	return c.base < o.base
}

// cursors returns cursors on the words from one on to before another; nil stands
// for the first and the end.
func (t *Table) cursors(from, to []byte) []cursor {
	list := make([]cursor, 0, len(t.parts))
	for _, p := range t.parts {
		c := cursor{window: p.File.Window(), base: p.Base, end: p.File.Words()}
		if to != nil {
			c.end, _ = c.window.Find(to)
		}
		if from != nil {
			c.at, _ = c.window.Find(from)
		}
		if c.read(); c.at < c.end {
			list = append(list, c)
		}
	}
	return list
}

// merge merges the words of all parts from one on to before another, and returns
// lists of them.
func (t *Table) merge(from, to []byte) (lists [][]tableWord) {
	cursors := t.cursors(from, to)
	heap := make([]*cursor, len(cursors))
	for i := range cursors {
		heap[i] = &cursors[i]
	}
	for i := len(heap)/2 - 1; i >= 0; i-- {
		sift(heap, i)
	}
	var words []tableWord // the last list
	var b wordBuilder
	put := func() {
		if len(words) == cap(words) {
			words = make([]tableWord, 0, mergedEach)
			lists = append(lists, nil)
		}
		words = append(words, b.word())
		lists[len(lists)-1] = words
	}
	for len(heap) > 0 {
		if top := heap[0]; !b.begun || string(top.text) != string(b.text) {
			if b.begun {
				put()
			}
			b.begin(top.text)
		}
		top := heap[0]
		top.window.Record(top.at, &b.record)
		b.add(top.base)
		if top.at++; top.at < top.end {
			top.read()
		} else {
			heap[0] = heap[len(heap)-1]
			heap = heap[:len(heap)-1]
		}
		sift(heap, 0)
	}
	if b.begun {
		put()
	}
	return lists
}

// sift moves the i-th cursor of a heap down to where it belongs.
func sift(heap []*cursor, i int) {
	for {
		least := 2*i + 1
		if least >= len(heap) {
			return
		}
		if right := least + 1; right < len(heap) && heap[right].before(heap[least]) {
			least = right
		}
		if !heap[least].before(heap[i]) {
			return
		}
		heap[i], heap[least] = heap[least], heap[i]
		i = least
	}
}

// A wordBuilder makes a word of what the parts hold of it.
type wordBuilder struct {
	begun  bool
	record inverted.Record
	text   []byte
	made   tableWord
	own    []byte // the one term, if all parts have that; else nothing
	terms  []string
	// spellings count the documents of each accented spelling.
	spellings []spelling
}

type spelling struct {
	text  []byte
	count int
}

// begin begins with a word, whose text may be gone with the next record.
func (b *wordBuilder) begin(text []byte) {
	b.begun, b.text, b.made, b.own = true, append(b.text[:0], text...), tableWord{}, b.own[:0]
	b.terms, b.spellings = b.terms[:0], b.spellings[:0]
}

// add adds the record of a part.
func (b *wordBuilder) add(base int) {
	r := &b.record
	w := &b.made.Word
	w.Documents += r.Documents
	w.Postings += r.Postings
	w.Sum = inverted.Mix(w.Sum, inverted.Mix(r.Sum, uint64(base)))
	w.LengthSum = inverted.Mix(w.LengthSum, inverted.Mix(uint64(r.LengthSum), uint64(base)))
	if own, ok := r.OwnTerm(); ok {
		b.own = append(b.own[:0], own...)
	} else {
		for _, t := range r.Terms() {
			b.terms = append(b.terms, t.Text)
		}
	}
	r.EachAccent(func(text []byte, documents int) {
		if documents == 0 {
			return
		}
		for i := range b.spellings {
			if string(b.spellings[i].text) == string(text) {
				b.spellings[i].count += documents
				return
			}
		}
		if n := len(b.spellings); n < cap(b.spellings) {
			b.spellings = b.spellings[:n+1]
			b.spellings[n].text = append(b.spellings[n].text[:0], text...)
			b.spellings[n].count = documents
			return
		}
		b.spellings = append(b.spellings, spelling{slices.Clone(text), documents})
	})
}

// word returns the word.
func (b *wordBuilder) word() tableWord {
	w := &b.made
	w.Text = string(b.text)
	w.Hash = inverted.Sum(w.Text, 0)
	if len(b.terms) > 0 {
		if len(b.own) > 0 {
			b.terms = append(b.terms, string(b.own))
		}
		slices.Sort(b.terms)
		w.forms = slices.Clone(slices.Compact(b.terms))
	} else if len(b.own) > 0 {
		w.term, w.termHash = w.Text, w.Hash
		if string(b.own) != w.Text {
			w.term = string(b.own)
			w.termHash, w.inside = inverted.Sum(w.term, 0), isInside(w.Text, w.term)
		}
	}
	// The usual spelling is the most frequent one, if at least half of the
	// documents that hold the word have it so.
	best := spelling{}
	for _, s := range b.spellings {
		if s.count*2 >= w.Documents && (s.count > best.count || s.count == best.count && string(s.text) < string(best.text)) {
			best = s
		}
	}
	w.Shown = string(best.text)
	return *w
}

// Count is the number of words that the texts hold.
func (t *Table) Count() int {
	n := 0
	for i := range t.words {
		if len(t.words[i].Classes) > 0 {
			n++
		}
	}
	return n
}

// Forms are all terms, sorted, of the words to which documents give any that the
// analyzer does not give the word by itself.
func (t *Table) Forms() map[string][]string { return t.forms }

// Fill sets what the files for browsers hold of words.
func (t *Table) Fill(s *shard.Set) {
	words := t.Words()
	s.Words, s.Edits, s.Base, s.Noted = words, t.edits, t.base, t.noted
	s.Lists = func(first int) func() []shard.Piece { return t.lists(words, first) }
}

// Words returns the words of the files for browsers: those of the documents, and the
// terms that are no words themselves but stand inside one, not at its beginning. These
// have no documents; they are there because the dictionary of an index has them too.
func (t *Table) Words() []shard.Word {
	if t.listed != nil {
		return t.listed
	}
	if len(t.inside) == 0 {
		t.listed = t.words
		return t.listed
	}
	terms := slices.SortedFunc(maps.Keys(t.inside), shard.Compare)
	words := make([]shard.Word, 0, len(t.words)+len(terms))
	at := 0
	for _, term := range terms {
		i, found := wordAt(t.words[at:], term)
		words = append(words, t.words[at:at+i]...)
		if at += i; found {
			at++
		}
		if w, ok := t.classify(term); ok {
			words = append(words, w)
		}
	}
	t.listed = append(words, t.words[at:]...)
	return t.listed
}

// classify returns what the shards hold of a word, if anything.
func (t *Table) classify(text string) (shard.Word, bool) {
	i, found := wordAt(t.words, text)
	switch inside := t.inside[text] > 0; {
	case !found && !inside:
		return shard.Word{}, false
	case !found:
		return shard.Word{Text: text, Classes: []int32{t.terms.number(text)}}, true
	case inside && len(t.words[i].Classes) == 0: // a stop word that stands in titles
		w := t.words[i]
		w.Classes = []int32{t.terms.number(text)}
		return w, true
	}
	return t.words[i], true
}

// wordAt returns the index of the first word not before a text, and whether it is
// that.
func wordAt(words []shard.Word, text string) (int, bool) {
	return slices.BinarySearchFunc(words, text, func(w shard.Word, t string) int { return shard.Compare(w.Text, t) })
}

// lists gives the postings of the words from one on.
func (t *Table) lists(words []shard.Word, first int) func() []shard.Piece {
	cursors := t.cursors([]byte(words[first].Text), nil)
	var r inverted.Record
	var pieces []shard.Piece
	var given []*cursor // whose records are in use until the next call
	return func() []shard.Piece {
		for _, c := range given {
			c.at++
			c.read()
		}
		text := words[first].Text
		prefix := inverted.Prefix(text)
		first++
		pieces, given = pieces[:0], given[:0]
		for i := range cursors {
			c := &cursors[i]
			if c.at == c.end || c.prefix != prefix || string(c.text) != text {
				continue
			}
			c.window.Record(c.at, &r)
			pieces = append(pieces, shard.Piece{Base: c.base, Body: r.Body, Other: r.Other})
			given = append(given, c)
		}
		return pieces
	}
}
