package lexicon

import (
	"maps"
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
// this one, which must not be used any more, nor its lists of words; the files that
// differ are opened for it.
func (t *Table) with(parts []Part, in *Opened) *Table {
	gone, come := difference(t.parts, parts), difference(parts, t.parts)
	if len(gone)+len(come) == 0 {
		t.edits = []shard.Edit{}
		return t
	}
	if len(gone)+len(come) > patchParts {
		return newTable(parts)
	}
	changed, err := changedWords(gone, come, in)
	if err != nil || len(changed) > len(t.words)/patchShare {
		return newTable(parts)
	}
	t.parts = parts
	own := len(t.inside) > 0 // the lists are two
	edits := make([]shard.Edit, 0, len(changed))
	touched := make([]string, 0, 3*len(changed))
	touch := func(w *shard.Word) {
		touched = append(touched, w.Text)
		for _, class := range w.Classes { // terms may come or go as words
			touched = append(touched, t.terms.texts[class])
		}
	}
	var b wordBuilder
	windows := make([]inverted.Window, len(parts))
	for i := range parts {
		windows[i] = parts[i].File.Window()
	}
	for _, text := range slices.SortedFunc(maps.Keys(changed), shard.Compare) {
		e := shard.Edit{Moved: changed[text]}
		if i, found := wordAt(t.words, text); found {
			e.Was = t.words[i]
			touch(&e.Was)
			t.leave(&e.Was)
		}
		if w, ok := t.read(windows, &b, []byte(text)); ok {
			e.Is = t.enter(&w)
			touch(&e.Is)
		}
		edits = append(edits, e)
	}
	t.words = shard.Patched(t.words, edits)
	t.list(own, edits, touched, changed)
	return t
}

// list brings the words of the shards (listed) up to date after edits to those of the
// documents (words). touched are all words that may have changed in the shards; own
// tells that listed was a list of its own, with stems that no document holds.
func (t *Table) list(own bool, edits []shard.Edit, touched []string, changed Changed) {
	if t.edits = nil; t.listed == nil || own != (len(t.inside) > 0) {
		t.listed = nil
		return
	}
	if !own {
		t.listed, t.edits = t.words, edits
		return
	}
	slices.SortFunc(touched, shard.Compare)
	t.edits = []shard.Edit{}
	for _, text := range slices.Compact(touched) {
		e := shard.Edit{Moved: changed[text]}
		if i, found := wordAt(t.listed, text); found {
			e.Was = t.listed[i]
		}
		if e.Is, _ = t.classify(text); !e.Is.Same(&e.Was) {
			t.edits = append(t.edits, e)
		}
	}
	t.listed = shard.Patched(t.listed, t.edits)
}

// difference returns the parts of a that are none of b.
func difference(a, b []Part) []Part {
	in := make(map[Part]bool, len(b))
	for _, p := range b {
		in[p] = true
	}
	return slices.DeleteFunc(slices.Clone(a), func(p Part) bool { return in[p] })
}

// changedWords returns the words whose records differ between parts that are gone and
// those that have come in their place.
func changedWords(gone, come []Part, in *Opened) (Changed, error) {
	changed := Changed{}
	var failed error
	compare := func(a, b *inverted.Kept) {
		whole, err := in.File(a)
		other := &inverted.File{}
		if err == nil && b != nil {
			other, err = in.File(b)
		}
		if err != nil {
			failed = err
			return
		}
		changed.addChanged(whole, other)
	}
	for _, p := range gone {
		i := slices.IndexFunc(come, func(o Part) bool { return o.Base == p.Base })
		if i < 0 {
			compare(p.File, nil)
			continue
		}
		if words := in.since(p.File, come[i].File); words != nil {
			for text, moved := range words {
				changed.Add(text, moved)
			}
		} else {
			compare(p.File, come[i].File)
		}
		come = slices.Delete(slices.Clone(come), i, i+1)
	}
	for _, p := range come {
		compare(p.File, nil)
	}
	return changed, failed
}

// addChanged adds the words whose records differ between two files.
func (c Changed) addChanged(a, b *inverted.File) {
	at, end := 0, b.Words()
	for i := range a.Words() {
		text := a.Text(i)
		for at < end && inverted.Compare(b.Text(at), text) < 0 {
			c.Add(string(b.Text(at)), false)
			at++
		}
		if at < end && string(b.Text(at)) == string(text) {
			same := string(a.Raw(i)) == string(b.Raw(at))
			at++
			if same {
				continue
			}
		}
		c.Add(string(text), false)
	}
	for ; at < end; at++ {
		c.Add(string(b.Text(at)), false)
	}
}

// read returns what the parts hold of a word, if any does.
func (t *Table) read(windows []inverted.Window, b *wordBuilder, text []byte) (tableWord, bool) {
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
		b.add(t.parts[p].Base)
	}
	if !b.begun {
		return tableWord{}, false
	}
	return b.word(), true
}
