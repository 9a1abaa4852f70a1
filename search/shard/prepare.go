package shard

import (
	"slices"
	"strings"
	"sync"

	"essaim/search/inverted"
)

// A prepared set knows what several files need.
type prepared struct {
	*Set
	table  wordTable
	inline bool // lengths of texts stand in the postings
	soon   bool // word files are made without their positions
	// members are the words of class c, ascending: members[starts[c]:starts[c+1]].
	starts, members []int32
	// marks are those of the classes that have any.
	marks map[int32][]Mark
	// compounds are the words that some word begins with and goes on as another.
	compounds []bool
	sums
	// touched are the words whose checksums may have changed since the set before, in
	// order, where this set was made of that one.
	touched []int

	mu     sync.Mutex
	firsts map[string][]string // completions by prefix
}

// prepare prepares a set whose word files have a target size. What the memory has
// of the set before is brought up to date, if that is enough.
func (s *Set) prepare(inline bool, target int, memory *Memory) *prepared {
	memory.met(s)
	firsts := memory.completions(s.Edits)
	p := memory.latest.patched(s, inline, target)
	if p == nil {
		p = s.prepareAnew(inline, target)
		memory.seek(p)
	} else {
		memory.move(s.Edits, p)
	}
	p.firsts = firsts
	memory.latest = p
	return p
}

func (s *Set) prepareAnew(inline bool, target int) *prepared {
	p := &prepared{Set: s, table: newWordTable(s.Words), inline: inline}
	p.findMembers()
	p.findCompounds()
	for g, group := range s.Synonyms {
		for m, member := range group {
			for k, text := range member.Words {
				i := p.table.find(s.Words, text)
				if i < 0 {
					continue
				}
				if p.marks == nil {
					p.marks = map[int32][]Mark{}
				}
				for _, c := range s.Words[i].Classes {
					p.marks[c] = append(p.marks[c], Mark{0, g, m, k})
				}
			}
		}
	}
	p.sumUp(target)
	return p
}

// findMembers sorts the words by their classes.
func (p *prepared) findMembers() {
	classes := int32(0)
	for i := range p.Words {
		for _, c := range p.Words[i].Classes {
			classes = max(classes, c+1)
		}
	}
	p.starts = make([]int32, classes+1)
	for i := range p.Words {
		for _, c := range p.Words[i].Classes {
			p.starts[c+1]++
		}
	}
	for c := range classes {
		p.starts[c+1] += p.starts[c]
	}
	p.members = make([]int32, p.starts[classes])
	next := slices.Clone(p.starts)
	for i := range p.Words {
		for _, c := range p.Words[i].Classes {
			p.members[next[c]] = int32(i)
			next[c]++
		}
	}
}

// of returns the words of a class.
func (p *prepared) of(class int32) []int32 { return p.members[p.starts[class]:p.starts[class+1]] }

// findCompounds finds the words that are written together with another in one.
func (p *prepared) findCompounds() {
	p.compounds = make([]bool, len(p.Words))
	// The words before, each of which the next and the present one begin with.
	var within []int
	for i := range p.Words {
		text := p.Words[i].Text
		for len(within) > 0 && !strings.HasPrefix(text, p.Words[within[len(within)-1]].Text) {
			within = within[:len(within)-1]
		}
		if p.Words[i].Documents == 0 {
			continue
		}
		for _, k := range within {
			if !p.compounds[k] {
				rest := p.table.find(p.Words, text[len(p.Words[k].Text):])
				p.compounds[k] = rest >= 0 && p.Words[rest].Documents > 0
			}
		}
		within = append(within, i)
	}
}

// completions returns the words that begin with a prefix and go on, most
// frequent first, then in the order of Compare; stop words are none.
func (p *prepared) completions(prefix string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if list, ok := p.firsts[prefix]; ok {
		return list
	}
	i, _ := slices.BinarySearchFunc(p.Words, prefix, func(w Word, t string) int { return Compare(w.Text, t) })
	var best []*Word
	for ; i < len(p.Words) && strings.HasPrefix(p.Words[i].Text, prefix); i++ {
		w := &p.Words[i]
		if w.Text == prefix || len(w.Classes) == 0 || len(best) == Completions && best[Completions-1].Documents >= w.Documents {
			continue
		}
		at := len(best)
		for at > 0 && best[at-1].Documents < w.Documents {
			at--
		}
		best = slices.Insert(best, at, w)
		best = best[:min(len(best), Completions)]
	}
	var list []string
	for _, w := range best {
		list = append(list, w.Text)
	}
	p.firsts[prefix] = list
	return list
}

// boundary returns the key from which on words are looked up in the shard that
// begins with a word: as much of the word as tells it from the one before.
func (s *Set) boundary(first int) string {
	if first == 0 {
		return ""
	}
	return separator(s.Words[first-1].Text, s.Words[first].Text)
}

// A wordTable finds words by their text.
type wordTable struct {
	slots []int32 // indices of words, plus one; a power of two of them
	sums  []uint64
}

func newWordTable(words []Word) wordTable {
	size := 16
	for size < 2*len(words) {
		size *= 2
	}
	t := wordTable{slots: make([]int32, size), sums: make([]uint64, len(words))}
	for i := range words {
		sum := words[i].hash()
		t.sums[i] = sum
		at := int(sum) & (size - 1)
		for t.slots[at] != 0 {
			at = (at + 1) & (size - 1)
		}
		t.slots[at] = int32(i) + 1
	}
	return t
}

// find returns the index of a word, or -1.
func (t *wordTable) find(words []Word, text string) int {
	sum := inverted.Sum(text, 0)
	for at := int(sum) & (len(t.slots) - 1); t.slots[at] != 0; at = (at + 1) & (len(t.slots) - 1) {
		if i := int(t.slots[at]) - 1; t.sums[i] == sum && words[i].Text == text {
			return i
		}
	}
	return -1
}
