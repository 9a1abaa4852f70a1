package build

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"

	"essaim/generator/internal/codec"
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/pack"
	"essaim/generator/internal/stage/validate"
)

// previous is what the cache has of the latest run: what it made, and of what, so
// that another process need not make the same again. Nil is none.
type previous struct {
	outcome
	// inputs names those of the run, and entries is inputs.entries.
	inputs  pack.Key
	entries []byte
	// files are what it made.
	files *output.Tree
}

// pagesKey is where the latest run says which its outcome is.
func (o Options) pagesKey() pack.Key { return pack.KeyOf("pages", fmt.Sprint(o.Drafts)) }

// previous returns the latest run. The preview knows none: it shows contents.
func (o Options) previous(kept *store) *previous {
	if kept.fresh || o.Out == "" && !o.Check {
		return nil
	}
	key, ok := kept.Get(o.pagesKey())
	if !ok || len(key) != len(pack.Key{}) {
		return nil
	}
	return previousOf(kept, pack.Key(key))
}

// previousOf returns a run with some inputs.
func previousOf(kept *store, inputs pack.Key) *previous {
	x, ok := outcomeAt(kept, inputs)
	if !ok {
		return nil
	}
	p := &previous{x.outcome, inputs, x.entries, &output.Tree{}}
	p.files.Grow(len(x.files))
	for i := range x.files {
		p.files.Add(&x.files[i])
	}
	return p
}

// count returns how many files the run made.
func (p *previous) count() int {
	if p == nil {
		return 0
	}
	return p.files.Len()
}

// known returns what finds the files of the run by path, or nil.
func (p *previous) known() func(path string) *output.File {
	if p == nil {
		return nil
	}
	return p.files.File
}

// mostEdited is how many entries may have been edited for the pages of all others to
// be known to be the same: with more, all are compared as soon.
const mostEdited = 100

// mostAtHand is how many entries a run that takes over most of what it makes need not
// let go of while it links: it ends before the memory is wanted for something else.
const mostAtHand = 20_000

// bodies returns the identities of the entries whose bodies have changed since the
// run. It is not ok when anything else has changed too, or too many of them have.
// It is asked before link, which lets go of what entries are made of.
func (p *previous) bodies(o Options, now inputs, reader *entries, all []*content.Entry) (identities []string, ok bool) {
	if p == nil || !p.holds(o.Clock) || !bytes.Equal(p.Rest, now.rest[:]) {
		return nil, false
	}
	edited, ok := p.edited(now)
	if !ok {
		return nil, false
	}
	for _, e := range all {
		hash, is := edited[e.File]
		if !is {
			continue
		}
		if former := reader.asItWas(e.File, hash); former == nil || !codec.SameOutline(e, former) {
			return nil, false
		}
		identities = append(identities, e.ID)
	}
	return identities, len(identities) == len(edited)
}

// sound reports whether nothing was wrong with any entry of the run.
func (p *previous) sound() bool { return len(p.Diagnostics) == 0 }

// soundBut is what is known of the entries of a sound run when only the bodies of some
// have changed: nothing is wrong with the others.
func soundBut(bodies []string) *validate.Memory {
	return validate.Sound(func(e *content.Entry) bool { return !slices.Contains(bodies, e.ID) })
}

// sameFiles reports whether the run had entries in the same files, of which few have
// changed since: then related entries follow from those it found, and the words of all
// entries need not be read.
func (p *previous) sameFiles(now inputs) bool {
	if p == nil {
		return false
	}
	_, ok := p.edited(now)
	return ok
}

// same returns a function that reports whether a page is what the run made, when only
// bodies have changed: all are but the pages of these entries, and those of entries
// whose related entries may have changed with them: unsure, by what the run with the name
// of kept of how it found related entries. It is nil when that was another run, of which
// unsure says nothing here. It does between two processes what link.Memory does in one.
func (p *previous) same(bodies, unsure []string, of pack.Key) func(*site.Page) bool {
	if of != relatedOf(p.inputs, p.From) {
		return nil
	}
	others := map[string]bool{}
	for _, id := range slices.Concat(unsure, bodies) {
		others[id] = true
	}
	return func(page *site.Page) bool { return page.Entry == nil || !others[page.Entry.ID] }
}

// edited returns the hashes that the files of entries had, by path, where they are
// others now. It is not ok when there are other files, or too many have changed.
func (p *previous) edited(now inputs) (hashes map[string]string, ok bool) {
	hashes = map[string]string{}
	next := func(list *[]byte) (hash, path []byte) {
		if len(*list) < sumSize {
			return nil, nil
		}
		n, size := binary.Uvarint((*list)[sumSize:])
		begin := sumSize + max(size, 0)
		if n > uint64(len(*list)-begin) {
			return nil, nil
		}
		hash, path = (*list)[:sumSize], (*list)[begin:begin+int(n)]
		*list = (*list)[begin+int(n):]
		return hash, path
	}
	former, present := p.entries, now.entries
	for len(former) > 0 || len(present) > 0 {
		was, file := next(&former)
		is, path := next(&present)
		if len(path) == 0 || !bytes.Equal(file, path) || len(hashes) > mostEdited {
			return nil, false
		}
		if !bytes.Equal(was, is) {
			hashes[string(path)] = hex.EncodeToString(was)
		}
	}
	return hashes, true
}
