package shard

import (
	"cmp"
	"slices"
)

// An Edit is a word that is another than it was. One that comes was nothing, and
// one that goes is nothing: a Word without text.
type Edit struct {
	Was, Is Word
	// Moved: nothing but its positions has changed; the same texts have it as often and
	// in the same windows as before.
	Moved bool
}

// text returns the word as it is written.
func (e *Edit) text() string { return cmp.Or(e.Is.Text, e.Was.Text) }

// moves reports whether the word comes, goes, or gets other classes.
func (e *Edit) moves() bool {
	return e.Was.Text != e.Is.Text || !slices.Equal(e.Was.Classes, e.Is.Classes)
}

// Same reports whether two words are the same in everything.
func (w *Word) Same(o *Word) bool {
	return w.Text == o.Text && w.Shown == o.Shown && w.Documents == o.Documents && w.Postings == o.Postings &&
		w.Sum == o.Sum && w.LengthSum == o.LengthSum && slices.Equal(w.Classes, o.Classes)
}

// mostMoved is how many words may come or go for a list to be changed in place.
const mostMoved = 16

// Patched returns a list of words with some edits, both in order. The list must
// not be used any more.
func Patched(words []Word, edits []Edit) []Word {
	moved := 0
	for i := range edits {
		if edits[i].Was.Text != edits[i].Is.Text {
			moved++
		}
	}
	if moved > mostMoved {
		return rewritten(words, edits, moved)
	}
	for i := range edits {
		e := &edits[i]
		at := indexOf(words, e.text())
		switch {
		case e.Was.Text == "":
			words = slices.Insert(words, at, e.Is)
		case e.Is.Text == "":
			words = slices.Delete(words, at, at+1)
		default:
			words[at] = e.Is
		}
	}
	return words
}

// rewritten is Patched into other memory.
func rewritten(words []Word, edits []Edit, moved int) []Word {
	list := make([]Word, 0, len(words)+moved)
	at := 0
	for i := range edits {
		e := &edits[i]
		next := at + indexOf(words[at:], e.text())
		list = append(list, words[at:next]...)
		if at = next; e.Was.Text != "" {
			at++
		}
		if e.Is.Text != "" {
			list = append(list, e.Is)
		}
	}
	return append(list, words[at:]...)
}

// indexOf returns the index of the first word not before a text.
func indexOf(words []Word, text string) int {
	i, _ := slices.BinarySearchFunc(words, text, func(w Word, t string) int { return Compare(w.Text, t) })
	return i
}
