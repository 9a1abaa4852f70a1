package watch

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

const (
	// mostPaths is how many changed paths are told one by one: with more, to look
	// at all is as quick.
	mostPaths = 5000
	// many is how many make a flood, which is told before it has come to an end.
	many = 250
)

// changed gathers where something has changed. It is safe for concurrent use.
type changed struct {
	mutex sync.Mutex
	// all reports whether anything may have changed anywhere.
	all bool
	// paths are relative to the site's folder, with slashes.
	paths map[string]bool
	// flooding reports that many have changed since changes were told last.
	flooding bool
}

func (c *changed) anything() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.all, c.paths = true, nil
}

// add gathers a path, and reports whether there are many now.
func (c *changed) add(path string) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.all {
		return false
	}
	if c.paths == nil {
		c.paths = map[string]bool{}
	}
	if c.paths[path] = true; len(c.paths) > mostPaths {
		c.all, c.paths = true, nil
	}
	if len(c.paths) < many {
		return false
	}
	c.flooding = true
	return true
}

// take returns the paths gathered, sorted, and begins anew, in a flood that goes on
// or behind the end of it. They are nil when anything may have changed.
func (c *changed) take(flooding bool) []string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	all, paths := c.all, c.paths
	c.all, c.paths, c.flooding = false, nil, c.flooding && flooding
	if all {
		return nil
	}
	return append([]string{}, slices.Sorted(maps.Keys(paths))...)
}

// floods reports whether many have changed since changes were told last.
func (c *changed) floods() bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.flooding
}

// complete reports whether what has changed looks as if its save has come to an
// end: each is a file that is there and not empty. Editors empty a file before
// they write it again, or move it away before they write another.
func (c *changed) complete(root string) bool {
	c.mutex.Lock()
	paths, all := slices.Collect(maps.Keys(c.paths)), c.all
	c.mutex.Unlock()
	if all || len(paths) > 8 {
		return false
	}
	for _, path := range paths {
		info, err := os.Lstat(filepath.Join(root, filepath.FromSlash(path)))
		if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
			return false
		}
	}
	return true
}

// Changed returns the slash-separated paths, below the site's folder, at which
// something may have changed since the last call: all of them, unless it returns nil,
// which means that anything may have. It is for those who have received from Changes.
func (w *Watcher) Changed() []string { return w.changed.take(false) }

// Flooded is Changed for those who have received from Flood. When the flood is over,
// Changes delivers as well.
func (w *Watcher) Flooded() []string { return w.changed.take(true) }

func (w *Watcher) flooding() bool { return w.changed.floods() }

func (w *Watcher) complete() bool { return w.changed.complete(w.place) }
