package build

import (
	"sync"

	"essaim/generator/internal/model/content"
)

// Cache keeps parsed entries between the runs of one process. An entry depends
// on its file and the schema only, so it is found by the hashes of the two and
// can never be stale. The zero Cache is empty and ready; a nil Cache keeps
// nothing. It is safe for concurrent use.
type Cache struct {
	mutex   sync.Mutex
	schema  string
	entries map[string]*content.Entry
}

// reuse returns the lookup for parse.All: the kept entry of the file with this
// path and hash, or nil.
func (c *Cache) reuse(schema string) func(path, hash string) *content.Entry {
	if c == nil {
		return nil
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.schema != schema {
		return nil
	}
	entries := c.entries
	return func(path, hash string) *content.Entry {
		if e := entries[path]; e != nil && e.Hash == hash {
			return e
		}
		return nil
	}
}

// keep replaces what is kept by the entries of the latest run.
func (c *Cache) keep(schema string, entries []*content.Entry) {
	if c == nil {
		return
	}
	kept := make(map[string]*content.Entry, len(entries))
	for _, e := range entries {
		if e.Hash != "" {
			kept[e.File] = e
		}
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.schema, c.entries = schema, kept
}
