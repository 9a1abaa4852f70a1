package indexer

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
func (t *table) with(parts []part, in *opened) *table {
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
		windows[i] = parts[i].file.Window()
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

// list brings the words of the shards up to date with those of the documents, of
// which edits are others. Touched are all that may be others in the shards. The
// lists were two if own.
func (t *table) list(own bool, edits []shard.Edit, touched []string, changed editedWords) {
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
func difference(a, b []part) []part {
	in := make(map[part]bool, len(b))
	for _, p := range b {
		in[p] = true
	}
	return slices.DeleteFunc(slices.Clone(a), func(p part) bool { return in[p] })
}

// changedWords returns the words of which some parts say something else than
// those in their place.
func changedWords(gone, come []part, in *opened) (editedWords, error) {
	changed := editedWords{}
	var failed error
	compare := func(a, b *inverted.Kept) {
		whole, err := in.file(a)
		other := &inverted.File{}
		if err == nil && b != nil {
			other, err = in.file(b)
		}
		if err != nil {
			failed = err
			return
		}
		changed.addChanged(whole, other)
	}
	for _, p := range gone {
		i := slices.IndexFunc(come, func(o part) bool { return o.base == p.base })
		if i < 0 {
			compare(p.file, nil)
			continue
		}
		if words := in.since(p.file, come[i].file); words != nil {
			for text, moved := range words {
				changed.add(text, moved)
			}
		} else {
			compare(p.file, come[i].file)
		}
		come = slices.Delete(slices.Clone(come), i, i+1)
	}
	for _, p := range come {
		compare(p.file, nil)
	}
	return changed, failed
}

// addChanged adds the words of which two files do not say the same.
func (w editedWords) addChanged(a, b *inverted.File) {
	at, end := 0, b.Words()
	for i := range a.Words() {
		text := a.Text(i)
		for at < end && inverted.Compare(b.Text(at), text) < 0 {
			w.add(string(b.Text(at)), false)
			at++
		}
		if at < end && string(b.Text(at)) == string(text) {
			same := string(a.Raw(i)) == string(b.Raw(at))
			at++
			if same {
				continue
			}
		}
		w.add(string(text), false)
	}
	for ; at < end; at++ {
		w.add(string(b.Text(at)), false)
	}
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
