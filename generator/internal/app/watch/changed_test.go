package watch

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestChangedSaysWhere wants the paths of plain saves, and no path at all where
// more may have changed than events tell.
func TestChangedSaysWhere(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	w := f.open()
	for _, test := range []struct {
		name string
		save func()
		want []string // nil for anything
	}{
		{"in place", func() { f.write("content/news/a.fr.md", "b") }, []string{"content/news/a.fr.md"}},
		{"a new name", func() { f.rename("content/news/a.fr.md", "content/news/c.fr.md") }, []string{"content/news/a.fr.md", "content/news/c.fr.md"}},
		{"a name that does not count", func() { f.write("content/news/c.fr.md~", "x"); f.write("content/news/c.fr.md", "d") }, []string{"content/news/c.fr.md"}},
		{"a new folder", func() { f.folder("content/pages") }, nil},
		{"a file in it", func() { f.write("content/pages/a.fr.md", "b") }, []string{"content/pages/a.fr.md"}},
		{"a folder renamed", func() { f.rename("content/pages", "content/sheets") }, nil},
		{"a link", func() { f.link("c.fr.md", "content/news/link.fr.md") }, nil},
		{"a file, once there are links", func() { f.write("content/news/c.fr.md", "e") }, nil},
	} {
		test.save()
		anything, paths := false, map[string]bool{}
		for limit := time.After(patience); ; {
			select {
			case <-w.Changes():
				changed := w.Changed()
				anything = anything || changed == nil
				for _, path := range changed {
					paths[path] = true
				}
			case <-limit:
				t.Fatalf("%s: told %v, anything %v; want %q", test.name, paths, anything, test.want)
			}
			all := !slices.ContainsFunc(test.want, func(path string) bool { return !paths[path] })
			if anything == (test.want == nil) && all {
				break
			}
		}
		if test.want != nil && len(paths) != len(test.want) {
			t.Errorf("%s: told %v, want %q", test.name, paths, test.want)
		}
		rest(t, w)
		w.Changed()
	}
}

// TestComplete tells a save that may go on from one that has surely ended.
func TestComplete(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	f.write("content/news/empty.fr.md", "")
	f.link("a.fr.md", "content/news/link.fr.md")
	for names, want := range map[string]bool{
		"a": true, "a empty": false, "missing": false, "link": false, "": true, "a a a": true,
	} {
		var c changed
		for _, name := range strings.Fields(names) {
			c.add("content/news/" + name + ".fr.md")
		}
		if got := c.complete(f.root); got != want {
			t.Errorf("%q: complete is %v", names, got)
		}
	}
	var c changed
	c.anything()
	c.add("content/news/a.fr.md")
	if c.complete(f.root) || c.take(false) != nil {
		t.Error("anything has changed, and that is forgotten")
	}
	if got := c.take(false); got == nil || len(got) != 0 {
		t.Errorf("nothing has changed since, and %v is told", got)
	}
	for i := range many {
		if is := c.add(fmt.Sprintf("content/news/%d.fr.md", i)); is != (i == many-1) {
			t.Errorf("with %d paths a flood is told: %v", i+1, is)
		}
	}
	if got := c.take(true); len(got) != many || !c.floods() {
		t.Errorf("%d paths are told in a flood of %d, which goes on: %v", len(got), many, c.floods())
	}
	c.add("content/news/last.fr.md")
	if got := c.take(false); len(got) != 1 || c.floods() {
		t.Errorf("%d paths are told behind a flood, which goes on: %v", len(got), c.floods())
	}
	if got := c.take(true); got == nil || len(got) != 0 || c.floods() {
		t.Errorf("behind the end of a flood %v is told, and it goes on: %v", got, c.floods())
	}
	for i := range mostPaths + 1 {
		c.add(fmt.Sprintf("content/news/%d.fr.md", i))
	}
	if got := c.take(false); got != nil {
		t.Errorf("%d paths are told one by one", len(got))
	}
}
