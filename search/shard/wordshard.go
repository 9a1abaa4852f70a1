package shard

import (
	"bytes"
	"context"
	"iter"
	"runtime"
	"slices"

	"essaim/search/spread"
)

// A Mark says that a class is that of one word of a member of a synonym group.
type Mark struct{ Class, Group, Member, Word int }

// cutEvery is one in how many words may begin a shard. From twice the target
// size on any may, and from hardest times on even one that parts a class.
const (
	cutEvery = 4
	hardest  = 3
)

// A wordFile is an encoded word file and what goes with it.
type wordFile struct {
	// words is how many words it holds.
	words int
	named
	// positions is its section of a position file, unless that is still to be made.
	positions []byte
	unlocated bool
}

// A wordWriter writes word files. What it writes of the words from one on
// depends on nothing that it wrote before.
type wordWriter struct {
	*prepared
	target int
	list   list
	// models and spots are those of the words and of their positions; all that a file
	// is made with is made for the first.
	models *wordModels
	spots  positionModels
	// local numbers the classes of the file that is made.
	local map[int32]int
	// next gives the postings of the words from at on.
	next func() []Piece
	at   int
	// texts and positions are memory for what is encoded.
	texts, positions coder
}

// file encodes the file that begins with a word. It ends, once it has the target
// size, before a word that shares no class with it and whose checksum is a
// multiple of cutEvery: so that the boundaries depend on the words around them
// and not on all that stands before.
func (w *wordWriter) file(first int) *wordFile {
	e, positions := &w.texts, &w.positions
	e.reset()
	positions.reset()
	m := w.fresh()
	local := w.local
	if first < len(w.Words) && (w.next == nil || w.at != first) {
		w.next = w.Lists(first)
	}
	each := func() { w.spots.code(positions, w.list.posting.Freq, w.list.positions, nil) }
	if w.soon {
		each = func() {}
	}
	end := first
	for end < len(w.Words) {
		w.list.reset(w.next())
		w.word(e, m, end, local, each)
		end++
		if end < len(w.Words) && w.cuts(e.size(), end, local) {
			break
		}
	}
	w.at = end
	w.finish(e, m, first, end, local)
	f := &wordFile{words: end - first, named: newNamed(bytes.Clone(e.finish())), unlocated: w.soon}
	if !w.soon {
		f.positions = bytes.Clone(positions.finish())
	}
	return f
}

// fresh returns models that know nothing, for another file.
func (w *wordWriter) fresh() *wordModels {
	w.spots = positionModels{unlearned, unlearned}
	if w.models == nil {
		w.models, w.local = newWordModels(len(w.Documents), len(w.Fields), w.inline), map[int32]int{}
		return w.models
	}
	w.models.forget()
	clear(w.local)
	return w.models
}

// locate makes the positions of the word files that lack them, until ctx is done. One
// processor is left to what stops it: with all of them busy, that would wait.
func (p *prepared) locate(ctx context.Context, files []*wordFile) {
	type job struct {
		first int
		file  *wordFile
	}
	var jobs []job
	first := 0
	for _, f := range files {
		if f.unlocated {
			jobs = append(jobs, job{first, f})
		}
		first += f.words
	}
	_ = spread.Try(ctx, max(1, runtime.GOMAXPROCS(0)-1), len(jobs), func(share iter.Seq[int]) error { // the caller asks ctx
		w := &wordWriter{prepared: p}
		for i := range share {
			jobs[i].file.positions, jobs[i].file.unlocated = w.section(jobs[i].first, jobs[i].file.words), false
		}
		return nil
	})
}

// section encodes the section of a position file that belongs to some words.
func (w *wordWriter) section(first, words int) []byte {
	e, m := &w.positions, &w.spots
	e.reset()
	*m = positionModels{unlearned, unlearned}
	if words > 0 {
		w.next = w.Lists(first)
	}
	for range words {
		w.list.reset(w.next())
		for w.list.read() {
			m.code(e, w.list.posting.Freq, w.list.positions, nil)
		}
	}
	return bytes.Clone(e.finish())
}

// cuts reports whether a shard of a size ends before a word. A word that would
// fill a shard by itself begins one as soon as the words before it fill a third:
// most queries are for frequent words, which then bring no others with them.
func (w *wordWriter) cuts(size, end int, local map[int32]int) bool {
	next := &w.Words[end]
	heavy := next.Documents >= w.target && size >= w.target/3
	if size < w.target && !heavy {
		return false
	}
	if size > hardest*w.target {
		return true
	}
	if slices.ContainsFunc(next.Classes, func(c int32) bool { _, ok := local[c]; return ok }) {
		return false
	}
	return heavy || size > 2*w.target || Sum([]byte(next.Text))%cutEvery == 0
}

// word encodes one word: a bit that one follows, its text, whether some word
// begins with it and goes on as another word, classes, postings. It calls each
// after each posting.
func (w *wordWriter) word(e *coder, m *wordModels, index int, local map[int32]int, each func()) {
	word := &w.Words[index]
	e.bit(&m.more, 1)
	m.text.code(e, word.Text)
	first := 0
	if w.compounds[index] {
		first = 1
	}
	e.bit(&m.compound, first)
	m.classes.code(e, len(word.Classes))
	for _, class := range word.Classes {
		at, seen := local[class]
		if !seen {
			at = len(local)
			local[class] = at
			m.back.code(e, 0)
			continue
		}
		m.back.code(e, len(local)-at)
	}
	m.df.code(e, word.Postings)
	gaps, last := m.gapsFor(word.Postings), -1
	everywhere := Everywhere(word.Postings, len(w.Documents))
	for w.list.read() {
		p := &w.list.posting
		m.posting(e, gaps, last, w.Lengths[p.Document], everywhere, p)
		last = p.Document
		each()
	}
}

// finish encodes what follows the words of a shard.
func (w *wordWriter) finish(e *coder, m *wordModels, first, end int, local map[int32]int) {
	e.bit(&m.more, 0)
	// Members elsewhere, by class.
	byLocal := make([]int32, len(local))
	for class, at := range local {
		byLocal[at] = class
	}
	t := m.elsewhere
	for _, class := range byLocal {
		var elsewhere []string
		for _, i := range w.of(class) {
			if int(i) < first || int(i) >= end {
				elsewhere = append(elsewhere, w.Words[i].Text)
			}
		}
		t.list(e, &m.some, elsewhere)
	}
	prefixes := w.open(first, end)
	t.list(e, &m.count, prefixes)
	for _, p := range prefixes {
		t.list(e, &m.count, w.completions(p))
	}
	var marks []Mark
	if len(w.marks) > 0 {
		for at, class := range byLocal {
			for _, mark := range w.marks[class] {
				mark.Class = at
				marks = append(marks, mark)
			}
		}
	}
	slices.SortFunc(marks, compareMarks)
	n := m.count.code(e, len(marks))
	for i := range n {
		marks[i].code(e, m)
	}
}

// open returns the prefixes whose completions stand in the shard of some words.
func (p *prepared) open(first, end int) []string {
	if end == len(p.Words) {
		return nil
	}
	return open(p.boundary(first), p.Words[end-1].Text, p.Words[end].Text)
}

// code codes a mark.
func (k *Mark) code(c *coder, m *wordModels) {
	k.Class = m.mark[0].code(c, k.Class)
	k.Group = m.mark[1].code(c, k.Group)
	k.Member = m.mark[2].code(c, k.Member)
	k.Word = m.mark[3].code(c, k.Word)
}

func compareMarks(a, b Mark) int {
	for _, d := range []int{a.Class - b.Class, a.Group - b.Group, a.Member - b.Member, a.Word - b.Word} {
		if d != 0 {
			return d
		}
	}
	return 0
}

// open returns the prefixes of two characters or more that the words on both
// sides of the end of a shard begin with, and that are looked up in this shard:
// the words of the shard alone do not tell how they go on.
func open(boundary, last, next string) []string {
	a, b := []rune(last), []rune(next)
	var list []string
	for n := 0; n < len(a) && n < len(b) && a[n] == b[n]; n++ {
		if p := string(a[:n+1]); n > 0 && Compare(p, boundary) >= 0 {
			list = append(list, p)
		}
	}
	return list
}
