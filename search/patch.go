package search

import (
	"slices"

	"essaim/search/inverted"
	"essaim/search/shard"
)

// patchParts is the number of parts gone and come up to which a table is
// patched, and patchShare one in how many of its words may change.
const (
	patchParts = 8
	patchShare = 8
)

// with returns a table of other parts. Where few have changed, it is made of
// this one, which must not be used any more.
func (t *table) with(parts []part) *table {
	gone, come := difference(t.parts, parts), difference(parts, t.parts)
	if len(gone)+len(come) == 0 {
		t.changed = []string{}
		return t
	}
	if len(gone)+len(come) > patchParts {
		return newTable(parts)
	}
	changed, err := changedWords(gone, come)
	if err != nil || len(changed) > len(t.words)/patchShare {
		return newTable(parts)
	}
	t.parts, t.changed = parts, make([]string, 0, 3*len(changed))
	words := make([]shard.Word, 0, len(t.words)+len(changed))
	var b wordBuilder
	windows := make([]inverted.Window, len(parts))
	for i := range parts {
		windows[i] = parts[i].file.Window()
	}
	at := 0
	for _, text := range changed {
		i, found := t.find(text)
		words = append(words, t.words[at:i]...)
		t.changed = append(t.changed, string(text))
		if at = i; found {
			t.note(&t.words[i])
			t.leave(&t.words[i])
			at++
		}
		if w, ok := t.read(windows, &b, text); ok {
			words = append(words, t.enter(&w))
			t.note(&words[len(words)-1])
		}
	}
	t.words = append(words, t.words[at:]...)
	return t
}

// note notes that the terms of a word may come or go as words.
func (t *table) note(w *shard.Word) {
	for _, class := range w.Classes {
		t.changed = append(t.changed, t.terms[class])
	}
}

// difference returns the parts of a that are none of b.
func difference(a, b []part) []part {
	in := make(map[part]bool, len(b))
	for _, p := range b {
		in[p] = true
	}
	return slices.DeleteFunc(slices.Clone(a), func(p part) bool { return in[p] })
}

// changedWords returns the words of which some parts say something else than
// those in their place, sorted.
func changedWords(gone, come []part) ([][]byte, error) {
	var changed [][]byte
	var failed error
	appendChanged := func(to [][]byte, a, b *inverted.Kept) [][]byte {
		whole, err := a.File(nil)
		other := &inverted.File{}
		if err == nil && b != nil {
			other, err = b.File(nil)
		}
		if err != nil {
			failed = err
			return to
		}
		return appendChanged(to, whole, other)
	}
	for _, p := range gone {
		i := slices.IndexFunc(come, func(o part) bool { return o.base == p.base })
		if i < 0 {
			changed = appendChanged(changed, p.file, nil)
			continue
		}
		changed = appendChanged(changed, p.file, come[i].file)
		come = slices.Delete(slices.Clone(come), i, i+1)
	}
	for _, p := range come {
		changed = appendChanged(changed, p.file, nil)
	}
	slices.SortFunc(changed, inverted.Compare)
	return slices.CompactFunc(changed, func(a, b []byte) bool { return string(a) == string(b) }), failed
}

// appendChanged appends the words of which two files do not say the same.
func appendChanged(to [][]byte, a, b *inverted.File) [][]byte {
	at, end := 0, b.Words()
	for i := range a.Words() {
		text := a.Text(i)
		for at < end && inverted.Compare(b.Text(at), text) < 0 {
			to = append(to, b.Text(at))
			at++
		}
		if at < end && string(b.Text(at)) == string(text) {
			same := string(a.Raw(i)) == string(b.Raw(at))
			at++
			if same {
				continue
			}
		}
		to = append(to, text)
	}
	for ; at < end; at++ {
		to = append(to, b.Text(at))
	}
	return to
}

// find returns the index of the first word not before text.
func (t *table) find(text []byte) (int, bool) {
	return slices.BinarySearchFunc(t.words, string(text), func(w shard.Word, s string) int { return shard.Compare(w.Text, s) })
}

// read returns what the parts hold of a word, if any does.
func (t *table) read(windows []inverted.Window, b *wordBuilder, text []byte) (tableWord, bool) {
	b.begun = false
	for p := range windows {
		i, found := windows[p].Find(text)
		if !found {
			continue
		}
		windows[p].Record(i, &b.record)
		if !b.begun {
			b.begin(text)
		}
		b.add(t.parts[p].base)
	}
	if !b.begun {
		return tableWord{}, false
	}
	return b.word(), true
}
