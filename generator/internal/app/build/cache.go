package build

import (
	"context"
	"errors"
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
	"essaim/generator/internal/stage/parse/settings"
	"essaim/generator/internal/stage/render"
	"essaim/generator/internal/stage/validate"
	"essaim/search/indexer"
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
	// changed are the paths at which something may have changed since the tree that the
	// next run is given, and anything tells that it may be anywhere: what runs have been
	// told that did not come to their end.
	changed  []string
	anything bool
	pack     *pack.Pack
	search   *indexer.Builder
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

// with returns what a run of another tree takes over at once: the rules if the
// settings are the same, and the entries if they are read by the same rules.
func (l latest) with(tree *source.Tree) latest {
	now := latest{tree: tree, settings: settingsOf(tree)}
	if l.rules != nil && l.settings == now.settings {
		now.rules, now.found, now.entries = l.rules, l.found, l.entries
		return now
	}
	now.rules, now.found = settings.Read(tree)
	if now.rules != nil && l.rules != nil && l.rules.Hash == now.rules.Hash {
		now.entries = l.entries // what has changed says nothing of how they are read
	}
	return now
}

// shown identifies what pages show of the settings.
func (l latest) shown() string { return l.settings + l.rules.Config.ZoneRules }

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
