package shard

import "slices"

// A WordShard is a word file, read.
type WordShard struct {
	Words []ReadWord
	// Elsewhere are, by class, the members that stand in other shards.
	Elsewhere [][]string
	// Completions are the most frequent words with a prefix, for the prefixes
	// whose words go on in the next shard.
	Completions map[string][]string
	// Marks say which classes belong to members of synonym groups.
	Marks []Mark
}

// A ReadWord is a word of a shard, with its classes by their number in the shard.
type ReadWord struct {
	Text string
	// Compound: some word is this one and another, written together.
	Compound bool
	Classes  []int
	Postings []Posting
	// Lengths are the quantised lengths of the texts, by posting, if the root
	// does not hold them.
	Lengths []int
}

// A Mark says that a class is that of one word of a member of a synonym group.
type Mark struct{ Class, Group, Member, Word int }

// A wordRange is the words from first up to end, of which a shard is made.
type wordRange struct{ first, end int }

// cutEvery is one in how many words may begin a shard. From twice the target
// size on any may, and from hardest times on even one that parts a class.
const (
	cutEvery = 4
	hardest  = 3
)

// A wordWriter writes word shards one after the other.
type wordWriter struct {
	set     *Set
	lengths []int     // quantised, by document
	members [][]int32 // words by class
	inline  bool
}

// shards cuts the words into ranges and encodes each. A range ends, once its
// file has the target size, before a word that shares no class with it and
// whose checksum is a multiple of cutEvery: so that the boundaries depend on
// the words around them and not on all that stands before.
func (w *wordWriter) shards(target int) (files [][]byte, ranges []wordRange) {
	words := w.set.Words
	for first := 0; first < len(words); {
		e := newEncoder()
		m := newWordModels(len(w.set.Documents), len(w.set.Fields), w.inline)
		local := map[int32]int{}
		end := first
		for end < len(words) {
			w.word(e, m, &words[end], local)
			end++
			if end < len(words) && w.cuts(e.size(), target, end, local) {
				break
			}
		}
		w.finish(e, m, first, end, local)
		files = append(files, e.finish())
		ranges = append(ranges, wordRange{first, end})
		first = end
	}
	return files, ranges
}

// cuts reports whether a shard of a size ends before a word. A word that would
// fill a shard by itself begins one as soon as the words before it fill a third:
// most queries are for frequent words, which then bring no others with them.
func (w *wordWriter) cuts(size, target, end int, local map[int32]int) bool {
	next := &w.set.Words[end]
	heavy := next.Documents >= target && size >= target/3
	if size < target && !heavy {
		return false
	}
	if size > hardest*target {
		return true
	}
	if slices.ContainsFunc(next.Classes, func(c int32) bool { _, ok := local[c]; return ok }) {
		return false
	}
	return heavy || size > 2*target || Sum([]byte(next.Text))%cutEvery == 0
}

// word encodes one word: a bit that one follows, its text, whether some word
// begins with it and goes on as another word, classes, postings.
func (w *wordWriter) word(e *encoder, m *wordModels, word *Word, local map[int32]int) {
	e.bit(&m.more, 1)
	m.text.code(e, word.Text)
	first := 0
	if w.set.compounds[word.Text] {
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
	postings := 0
	word.unpack(func(*Posting) { postings++ })
	m.df.code(e, postings)
	gaps, last := m.gapsFor(postings), -1
	word.unpack(func(p *Posting) {
		m.posting(e, gaps, last, w.lengths[p.Document], Everywhere(postings, len(w.set.Documents)), p)
		last = p.Document
	})
}

// finish encodes what follows the words of a shard.
func (w *wordWriter) finish(e *encoder, m *wordModels, first, end int, local map[int32]int) {
	e.bit(&m.more, 0)
	words := w.set.Words
	// Members elsewhere, by class.
	byLocal := make([]int32, len(local))
	for class, at := range local {
		byLocal[at] = class
	}
	t := newText()
	for _, class := range byLocal {
		var elsewhere []string
		for _, i := range w.members[class] {
			if int(i) < first || int(i) >= end {
				elsewhere = append(elsewhere, words[i].Text)
			}
		}
		t.list(e, m.some, elsewhere)
	}
	var prefixes []string
	if end < len(words) {
		prefixes = open(w.set.boundary(first), words[end-1].Text, words[end].Text)
	}
	t.list(e, m.count, prefixes)
	for _, p := range prefixes {
		t.list(e, m.count, w.set.completions(p))
	}
	var marks []Mark
	for _, mark := range w.set.marks {
		if at, ok := local[int32(mark.Class)]; ok {
			mark.Class = at
			marks = append(marks, mark)
		}
	}
	slices.SortFunc(marks, compareMarks)
	n := m.count.code(e, len(marks))
	for i := range n {
		marks[i].code(e, m)
	}
}

// code codes a mark.
func (k *Mark) code(c coder, m *wordModels) {
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

// readWords reads a word shard. Damage gives wrong words or an error, never a
// crash: whoever reads compares the checksum first.
func readWords(data []byte, r *Root) (*WordShard, error) {
	c := newDecoder(data)
	m := newWordModels(r.Documents, len(r.Fields), r.Lengths == nil)
	s := &WordShard{Completions: map[string][]string{}}
	classes := 0
	for c.bit(&m.more, 0) == 1 {
		w := ReadWord{Text: m.text.code(c, "")}
		w.Compound = c.bit(&m.compound, 0) == 1
		for range min(m.classes.code(c, 0), 1<<16) {
			at := m.back.code(c, 0)
			if at == 0 {
				w.Classes = append(w.Classes, classes)
				classes++
			} else if at > classes {
				return nil, errDamaged
			} else {
				w.Classes = append(w.Classes, classes-at)
			}
			if c.over() {
				return nil, errDamaged
			}
		}
		n := m.df.code(c, 0)
		if n > r.Documents {
			return nil, errDamaged
		}
		gaps, last := m.gapsFor(n), -1
		for range n {
			p := Posting{}
			length := m.posting(c, gaps, last, 0, Everywhere(n, r.Documents), &p)
			if last = p.Document; last >= r.Documents || c.over() {
				return nil, errDamaged
			}
			w.Postings = append(w.Postings, p)
			if m.inline {
				w.Lengths = append(w.Lengths, length)
			}
		}
		s.Words = append(s.Words, w)
		if c.over() {
			return nil, errDamaged
		}
	}
	t := newText()
	for range classes {
		if c.over() {
			return nil, errDamaged
		}
		s.Elsewhere = append(s.Elsewhere, t.list(c, m.some, nil))
	}
	for _, p := range t.list(c, m.count, nil) {
		if c.over() {
			return nil, errDamaged
		}
		s.Completions[p] = t.list(c, m.count, nil)
	}
	for range m.count.code(c, 0) {
		if c.over() {
			return nil, errDamaged
		}
		var k Mark
		k.code(c, m)
		s.Marks = append(s.Marks, k)
	}
	if c.over() {
		return nil, errDamaged
	}
	return s, nil
}
