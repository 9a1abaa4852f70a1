package build

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/pack"
	"essaim/generator/internal/stage/load"
	"essaim/generator/internal/stage/parse"
)

// errChanged is the error for a file that is not what it was when it was read.
var errChanged = errors.New("it changed while the site was built; run again")

// entries reads the entries of one run. An entry depends on its file and the
// schema only, so it is found by the hashes of the two and can never be stale.
// What it says at length is kept in the pack and not in memory.
type entries struct {
	root   string
	rules  *schema.Schema
	pack   *pack.Pack
	former map[string]*content.Entry // by path, of the run before; may be nil
	files  []*source.File

	mutex  sync.Mutex
	failed error
}

// key is where the pack has an entry, or with another kind a part of it.
func (x *entries) key(kind, file, hash string) pack.Key {
	return pack.KeyOf(kind, file, hash, x.rules.Hash)
}

// read returns the entries of the files, in their order; those that are kept
// from an earlier run are nil until complete. The text of a file is let go once
// it has been parsed, unless a diagnostic may want to show it.
func (x *entries) read(ctx context.Context, files []*source.File) ([]*content.Entry, error) {
	all := make([]*content.Entry, len(files))
	x.files = files
	var unread []*source.File
	var places []int
	for i, f := range files {
		if e := x.former[f.Path]; e != nil && f.Hash != "" && e.Hash == f.Hash {
			all[i] = e // neither the file nor the settings have changed
			continue
		}
		if f.Hash != "" && x.pack.Has(x.key("entry", f.Path, f.Hash)) {
			continue // it is what an earlier run has read
		}
		unread, places = append(unread, f), append(places, i)
	}
	err := load.Read(ctx, x.root, unread, func(n int, f *source.File) {
		i := places[n]
		switch e := x.former[f.Path]; {
		case f.Hash == "":
			all[i] = parse.File(f, x.rules)
		case e != nil && e.Hash == f.Hash:
			all[i] = e
		case !x.pack.Has(x.key("entry", f.Path, f.Hash)):
			all[i] = x.parse(f)
		}
		if e := all[i]; e == nil || len(e.Diagnostics) == 0 {
			f.Data = nil
		}
	})
	return all, err
}

// complete fills in the entries that are kept from an earlier run. One that
// turns out to be damaged is parsed again.
func (x *entries) complete(ctx context.Context, all []*content.Entry) error {
	var next atomic.Int64
	var group sync.WaitGroup
	var lost []int
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
				if all[i] != nil {
					continue
				}
				f := x.files[i]
				if data, ok := x.pack.Get(x.key("entry", f.Path, f.Hash)); ok {
					if e, err := content.Decode(data, f.Path, x.rules); err == nil {
						all[i] = e
						continue
					}
				}
				x.mutex.Lock()
				lost = append(lost, i)
				x.mutex.Unlock()
			}
		})
	}
	group.Wait()
	files := make([]*source.File, len(lost))
	for i, n := range lost {
		files[i] = x.files[n]
	}
	return load.Read(ctx, x.root, files, func(i int, f *source.File) {
		all[lost[i]] = x.parse(f)
		if len(all[lost[i]].Diagnostics) == 0 {
			f.Data = nil
		}
	})
}

// parse makes the entry of a file that has been read, and keeps it.
func (x *entries) parse(f *source.File) *content.Entry {
	e := parse.File(f, x.rules)
	if f.Hash == "" {
		return e
	}
	if e.Body.Empty() || x.pack.Put(x.key("prose", f.Path, f.Hash), e.Body.Prose.Append(nil)) == nil {
		// An entry that cannot be kept is made again by the next run.
		_ = x.pack.Put(x.key("entry", f.Path, f.Hash), e.Append(nil))
		if !e.Body.Empty() {
			e.Body.Prose, e.Body.Apart = content.Prose{}, true
		}
	}
	return e
}

// prose returns what the body of an entry says. When it is not where it was
// kept, it is made again from the file; when that has changed, the run fails.
func (x *entries) prose(e *content.Entry) content.Prose {
	if data, ok := x.pack.Get(x.key("prose", e.File, e.Hash)); ok {
		if p, err := content.DecodeProse(data); err == nil {
			return p
		}
	}
	f := &source.File{Path: e.File, Size: source.MaxText}
	var p content.Prose
	err := load.Read(context.Background(), x.root, []*source.File{f}, func(_ int, f *source.File) {
		if f.Hash == e.Hash {
			if again := parse.File(f, x.rules); again.Body != nil {
				p = again.Body.Prose
			}
		}
	})
	if err == nil && f.Hash != e.Hash {
		err = errChanged
	}
	if err != nil {
		x.mutex.Lock()
		defer x.mutex.Unlock()
		x.failed = fmt.Errorf("%s: %w", e.File, err)
	}
	return p
}

// err returns why prose could not return what it should have.
func (x *entries) err() error {
	x.mutex.Lock()
	defer x.mutex.Unlock()
	return x.failed
}
