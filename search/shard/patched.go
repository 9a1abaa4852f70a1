package shard

import (
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

// mostPatched is how many words may come, go or get other classes for what is
// prepared to be patched: each moves all others.
const mostPatched = 64

// patched returns what patching p for the next set gives, or nil when too much is
// another. p must not be used any more, but for its words, which may be gone.
func (p *prepared) patched(s *Set, inline bool, target int) *prepared {
	if p == nil || s.Edits == nil || p.inline != inline || p.target != target || len(p.Documents) != len(s.Documents) ||
		len(p.Fields) != len(s.Fields) || !reflect.DeepEqual(p.Synonyms, s.Synonyms) {
		return nil
	}
	moved := 0
	for i := range s.Edits {
		if e := &s.Edits[i]; e.moves() {
			if moved++; moved > mostPatched || s.isSynonym(e.text()) {
				return nil
			}
		}
	}
	next := &prepared{Set: s, inline: inline, starts: p.starts, members: p.members, marks: p.marks, compounds: p.compounds, sums: p.sums}
	c := &changes{prepared: next, words: map[int]bool{}, classes: map[int32]bool{}}
	c.apply(s.Edits)
	next.touched = c.list()
	return next
}

// isSynonym reports whether a text is a word of a member of a group of synonyms.
func (s *Set) isSynonym(text string) bool {
	for _, group := range s.Synonyms {
		for _, member := range group {
			if slices.Contains(member.Words, text) {
				return true
			}
		}
	}
	return false
}

// changes are what edits change in what is prepared.
type changes struct {
	*prepared
	// words are those whose checksums may have changed, and classes those whose members
	// have.
	words   map[int]bool
	classes map[int32]bool
}

func (c *changes) apply(edits []Edit) {
	places := make([]int, len(edits))
	for i := range edits {
		e := &edits[i]
		c.prepared.sums.reshape(e)
		at := indexOf(c.Words, e.text())
		places[i] = at
		if e.moves() {
			c.leave(at, e.Was.Classes)
		}
		switch {
		case e.Was.Text == "":
			c.shift(at, 1)
			c.compounds = slices.Insert(c.compounds, at, false)
			c.own, c.next = slices.Insert(c.own, at, 0), slices.Insert(c.next, at, 0)
		case e.Is.Text == "":
			c.shift(at, -1)
			c.compounds = slices.Delete(c.compounds, at, at+1)
			c.own, c.next = slices.Delete(c.own, at, at+1), slices.Delete(c.next, at, at+1)
		}
	}
	for i := range edits {
		e := &edits[i]
		if e.moves() {
			c.enter(places[i], e.Is.Classes)
		}
		if e.Is.Text != "" {
			c.words[places[i]] = true
		}
	}
	for i := range edits {
		if e := &edits[i]; (e.Was.Documents > 0) != (e.Is.Documents > 0) {
			c.compound(e.text())
		}
	}
	for class := range c.classes {
		c.sumClass(class)
		for _, i := range c.of(class) {
			c.words[int(i)] = true
		}
	}
	for i := range c.words {
		c.sumWord(i)
	}
}

// list returns the words whose checksums may have changed, in order.
func (c *changes) list() []int {
	list := make([]int, 0, len(c.words))
	for i := range c.words {
		list = append(list, i)
	}
	slices.Sort(list)
	return list
}

// shift moves the words from one on by one.
func (c *changes) shift(at int, by int32) {
	for i, m := range c.members {
		if int(m) >= at {
			c.members[i] = m + by
		}
	}
}

// leave takes a word out of some classes.
func (c *changes) leave(word int, classes []int32) {
	for _, class := range classes {
		i, found := slices.BinarySearch(c.of(class), int32(word))
		if !found {
			continue
		}
		i += int(c.starts[class])
		c.members = slices.Delete(c.members, i, i+1)
		for k := int(class) + 1; k < len(c.starts); k++ {
			c.starts[k]--
		}
		c.classes[class] = true
	}
}

// enter puts a word into some classes.
func (c *changes) enter(word int, classes []int32) {
	for _, class := range classes {
		for len(c.starts) <= int(class)+1 {
			c.starts = append(c.starts, c.starts[len(c.starts)-1])
			c.prepared.sums.classes = append(c.prepared.sums.classes, 0)
		}
		i, _ := slices.BinarySearch(c.of(class), int32(word))
		c.members = slices.Insert(c.members, int(c.starts[class])+i, int32(word))
		for k := int(class) + 1; k < len(c.starts); k++ {
			c.starts[k]++
		}
		c.classes[class] = true
	}
}

// compound looks again at which words are written together with another, after a
// word has come or gone: those that it begins with, those before which it stands
// in others, and itself.
func (c *changes) compound(text string) {
	look := func(word string) {
		i := indexOf(c.Words, word)
		if i == len(c.Words) || c.Words[i].Text != word {
			return
		}
		if is := c.isCompound(i); is != c.compounds[i] {
			c.compounds[i], c.words[i] = is, true
		}
	}
	look(text)
	for i := 1; i < len(text); i++ {
		if utf8.RuneStart(text[i]) {
			look(text[:i])
		}
	}
	for i := range c.Words {
		if whole := c.Words[i].Text; len(whole) > len(text) && strings.HasSuffix(whole, text) {
			look(whole[:len(whole)-len(text)])
		}
	}
}

// isCompound reports whether documents hold a word, another, and this and that
// written as one.
func (p *prepared) isCompound(word int) bool {
	w := &p.Words[word]
	if w.Documents == 0 {
		return false
	}
	for i := word + 1; i < len(p.Words) && strings.HasPrefix(p.Words[i].Text, w.Text); i++ {
		if p.Words[i].Documents == 0 {
			continue
		}
		rest := p.Words[i].Text[len(w.Text):]
		if k := indexOf(p.Words, rest); k < len(p.Words) && p.Words[k].Text == rest && p.Words[k].Documents > 0 {
			return true
		}
	}
	return false
}

// seek finds where the word files of the memory begin in a set of which nothing
// is known. What follows knows where words are: their table goes.
func (m *Memory) seek(p *prepared) {
	for i := range m.words {
		w := &m.words[i]
		w.first, w.unsure = p.table.find(p.Words, w.text), true
	}
	p.table = wordTable{}
}

// move moves the word files to where they begin after some edits, and marks those that
// may have changed: those that hold or border on a word that has, and those that list
// the completions of a prefix of one.
func (m *Memory) move(edits []Edit, p *prepared) {
	for i := range edits {
		e := &edits[i]
		if (e.Was.Text == "") == (e.Is.Text == "") {
			continue
		}
		at := indexOf(p.Words, e.text())
		from, by := at, 1
		if e.Is.Text == "" {
			from, by = at+1, -1
		}
		// A word that comes before the first of a file is the last of the one before.
		for k := range m.words {
			if w := &m.words[k]; w.first >= from && w.first > 0 {
				w.first += by
			}
		}
		m.mark(at-1, at+1)
	}
	for _, i := range p.touched {
		m.mark(i-1, i)
	}
	for i := range edits {
		if first, last, ok := p.completed(edits[i].text()); ok {
			m.mark(first, last)
		}
	}
}

// mark marks the word files that hold a word from one on to another, that included.
func (m *Memory) mark(first, last int) {
	i, found := slices.BinarySearchFunc(m.words, first, func(w wordMemory, at int) int { return w.first - at })
	if !found && i > 0 {
		i--
	}
	for ; i < len(m.words) && m.words[i].first <= last; i++ {
		m.words[i].unsure = true
	}
}

// completed returns between which words a word file may end that tells how a
// beginning of a word goes on: those that begin with the same two characters, if it
// has so many.
func (p *prepared) completed(text string) (first, last int, ok bool) {
	end, size := len(text), 0
	for i := range text {
		if size++; size == 3 {
			end = i
			break
		}
	}
	first = indexOf(p.Words, text[:end])
	for last = first; last < len(p.Words) && strings.HasPrefix(p.Words[last].Text, text[:end]); last++ {
	}
	return first, last, size >= 2
}
