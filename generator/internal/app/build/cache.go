package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"sync"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/pack"
	"essaim/generator/internal/stage/index"
	"essaim/generator/internal/stage/link"
	"essaim/generator/internal/stage/load"
	"essaim/generator/internal/stage/parse"
	"essaim/generator/internal/stage/render"
	"essaim/generator/internal/stage/validate"
	"essaim/search"
)

// Cache keeps between the runs of one process what they share: the entries, and
// the pack that holds what they say at length. The zero Cache is empty and
// ready; whoever uses one closes it in the end. It is safe for concurrent use,
// by one run at a time.
type Cache struct {
	mutex sync.Mutex
	latest
	// ahead is what a run has read that a newer change has overtaken since the latest,
	// nil when none has.
	ahead *ahead
	// changed are the paths at which something may be other than in the tree that the
	// next run is given, all of them when anything is true: what runs have been told
	// that did not get far enough.
	changed  []string
	anything bool
	pack     *pack.Pack
	search   *search.Builder
	// verified are the pages that have been made without a mistake.
	verified render.Verified
	memories
}

// memories are what stages keep between runs; nil where there is no cache.
type memories struct {
	links     *link.Memory
	checks    *validate.Memory
	documents *index.Memory
}

func (c *Cache) memory() memories {
	if c == nil {
		return memories{}
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.links == nil {
		c.memories = memories{&link.Memory{}, &validate.Memory{}, &index.Memory{}}
	}
	return c.memories
}

// latest is what the latest run read and made, for the next one to take over
// what has not changed.
type latest struct {
	tree *source.Tree
	// settings identify the files that rules were read from.
	settings string
	rules    *schema.Schema
	// found are the diagnostics of the rules.
	found   diag.List
	entries map[string]*content.Entry
	skimmed skimmed
	// theme was read with these rules.
	theme *render.Theme
}

// ahead is what has been read of a later state of the site than the latest run's.
type ahead struct {
	tree    *source.Tree
	skimmed skimmed
}

// skimmed are entries that have been read without their bodies.
type skimmed struct {
	rules   string                    // the hash of those that they were read with
	entries map[string]*content.Entry // by path
}

// with returns the entries that rules would give too.
func (s skimmed) with(rules *schema.Schema) map[string]*content.Entry {
	if s.rules != rules.Hash {
		return nil
	}
	return s.entries
}

// Close gives back what the cache holds of the disk.
func (c *Cache) Close() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.pack == nil {
		return nil
	}
	err := errors.Join(c.pack.Commit(), c.pack.Close())
	c.pack = nil
	return err
}

// since returns what the latest run left, with what a later one has read ahead, and
// where something may have changed since, which is nil for anywhere.
func (c *Cache) since(changed []string) (latest, []string) {
	if c == nil {
		return latest{}, nil
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	l := c.latest
	if c.ahead != nil {
		l.tree, l.skimmed = c.ahead.tree, c.ahead.skimmed
	}
	if changed == nil || c.anything {
		c.anything, c.changed = true, nil
		return l, nil
	}
	c.changed = append(c.changed, changed...)
	return l, append([]string{}, c.changed...)
}

// keep replaces what the latest run left. What has changed is known in it.
func (c *Cache) keep(l latest) {
	if c == nil {
		return
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.latest, c.changed, c.anything, c.ahead = l, nil, false, nil
}

// read keeps what a run has read until the next one that comes to its end, for a
// newer change may overtake it. Entries may be nil.
func (c *Cache) read(tree *source.Tree, rules *schema.Schema, entries []*content.Entry) {
	if c == nil {
		return
	}
	some := skimmedOf(entries, rules)
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.ahead, c.changed, c.anything = &ahead{tree, some}, nil, false
}

// Unseen reports whether the folders below root hold anything else than the
// latest run has read.
func (c *Cache) Unseen(ctx context.Context, root string) (bool, error) {
	former := c.known()
	if former == nil {
		return false, nil
	}
	now, err := load.Dir(ctx, root, load.Options{Later: parse.IsEntry, Former: former})
	if err != nil {
		return false, err
	}
	var unsure []*source.File
	for _, f := range now.Files() {
		if f.Hash == "" && f.Problem == source.OK {
			unsure = append(unsure, f)
		}
	}
	if err := load.Read(ctx, root, unsure, func(_ int, f *source.File) { f.Data = nil }); err != nil {
		return false, err
	}
	return !source.SameFiles(former.Files(), now.Files(), func(string) bool { return true }), nil
}

// known returns the tree of the latest run, or nil.
func (c *Cache) known() *source.Tree {
	if c == nil {
		return nil
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.tree
}

// byPath returns the entries that can be taken over but for those that have only
// been skimmed.
func byPath(entries []*content.Entry) map[string]*content.Entry {
	whole := make(map[string]*content.Entry, len(entries))
	for _, e := range entries {
		if e.Hash != "" && !isSkimmed(e) {
			whole[e.File] = e
		}
	}
	return whole
}

func isSkimmed(e *content.Entry) bool { return e.Body != nil && e.Body.Unread }

// skimmedOf returns those that have only been skimmed. Entries may be nil.
func skimmedOf(entries []*content.Entry, rules *schema.Schema) skimmed {
	some := skimmed{rules.Hash, map[string]*content.Entry{}}
	for _, e := range entries {
		if e != nil && e.Hash != "" && isSkimmed(e) {
			some.entries[e.File] = e
		}
	}
	return some
}

// store is what a run keeps things in.
type store struct {
	*pack.Pack
	search *search.Builder
	// fresh says that no former run can have put anything.
	fresh bool
	// done ends the use of the store by the run.
	done func() error
}

// store opens the pack of a run, or goes on with that of the runs before. A
// pack that cannot be had is replaced by one that lasts for this run: a cache
// saves time and is never needed.
func (o Options) store() (*store, error) {
	c := o.Cache
	if c == nil {
		p, b, err := o.open()
		if err != nil {
			return nil, err
		}
		return &store{p, b, o.Keep == "", func() error {
			_ = p.Commit() // the next run makes again what this one could not keep
			return p.Close()
		}}, nil
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.pack == nil {
		var err error
		if c.pack, c.search, err = o.open(); err != nil {
			return nil, err
		}
	}
	return &store{c.pack, c.search, false, func() error { return nil }}, nil
}

func (o Options) open() (*pack.Pack, *search.Builder, error) {
	if o.Keep != "" {
		if version, err := programVersion(); err == nil {
			if p, err := pack.Open(o.Keep, version); err == nil {
				return p, search.NewBuilder(searchCache{p}), nil
			}
		}
	}
	p, err := pack.Temporary()
	if err != nil || o.Cache == nil {
		return p, search.NewBuilder(nil), err
	}
	return p, search.NewScratch(searchCache{p}), nil
}

// Keeps reports whether a run of this program has kept something in a folder; see
// Options.Keep.
func Keeps(folder string) bool {
	version, err := programVersion()
	return err == nil && pack.Holds(folder, version)
}

// searchCache is a pack as the search keeps things in it.
type searchCache struct{ pack *pack.Pack }

func (c searchCache) Get(key string) ([]byte, bool) { return c.pack.Get(pack.KeyOf("search", key)) }

func (c searchCache) GetIn(buffer []byte, key string) ([]byte, bool) {
	return c.pack.GetIn(buffer, pack.KeyOf("search", key))
}

func (c searchCache) Place(key string) (io.ReaderAt, bool) {
	return c.pack.Place(pack.KeyOf("search", key))
}

func (c searchCache) Put(key string, data []byte) {
	_ = c.pack.Put(pack.KeyOf("search", key), data) // what cannot be kept is made again
}

// themeCache is a pack as the theme keeps things in it.
type themeCache struct{ pack *pack.Pack }

func (c themeCache) Get(key string) ([]byte, bool) { return c.pack.Get(pack.KeyOf("theme", key)) }

func (c themeCache) Put(key string, data []byte) {
	_ = c.pack.Put(pack.KeyOf("theme", key), data) // what cannot be kept is made again
}

// programVersion tells one build of the program from another: what one has kept
// may mean something else to the next. It is the build ID that Go writes near
// the beginning of the file, which depends on all that went into the program;
// where there is none, the hash of the whole.
func programVersion() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	if id := buildID(head[:n]); id != "" {
		return id, nil
	}
	sum := sha256.New()
	sum.Write(head[:n])
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// buildID returns the build ID in the head of a program, or "". On Linux and
// BSD it is the note "Go" of type 4; elsewhere it stands in the text itself.
func buildID(head []byte) string {
	if i := bytes.Index(head, []byte("\x04\x00\x00\x00Go\x00\x00")); i >= 8 {
		rest := head[i+8:]
		size := int(head[i-4]) | int(head[i-3])<<8
		if size > 20 && size <= len(rest) {
			return string(rest[:size])
		}
	}
	if i := bytes.Index(head, []byte("\xff Go build ID: \"")); i >= 0 {
		id, _, found := bytes.Cut(head[i+16:], []byte{'"'})
		if found && len(id) > 20 {
			return string(id)
		}
	}
	return ""
}
