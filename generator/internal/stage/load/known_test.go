package load

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"essaim/generator/internal/model/source"
)

// again loads a site of which an earlier run knows.
func again(t *testing.T, root string, former *source.Tree) *source.File {
	t.Helper()
	tree, err := Dir(context.Background(), root, Options{Former: former})
	if err != nil {
		t.Fatal(err)
	}
	return tree.File("content/a.md")
}

// put writes the file that again is about, modified at a time.
func put(t *testing.T, root, data string, modified time.Time) {
	t.Helper()
	write(t, root, "content/a.md", data)
	if err := os.Chtimes(filepath.Join(root, "content", "a.md"), modified, modified); err != nil {
		t.Fatal(err)
	}
}

// TestRacilyClean edits a file to the same size within one tick of the clock, so
// that nothing that the disk says of it has changed.
func TestRacilyClean(t *testing.T) {
	root := site(t, nil)
	modified := time.Now().Add(time.Hour) // not yet over when the file is read
	put(t, root, "old", modified)
	former := load(t, root)
	put(t, root, "new", modified)
	known := former.File("content/a.md")
	known.Changed = load(t, root).File("content/a.md").Changed
	if got := again(t, root, former); string(got.Data) != "new" {
		t.Errorf("read before the tick was over, and taken for unchanged: %q", got.Data)
	}
	known.Settled = true // as if it had been read later
	if got := again(t, root, former); got != known {
		t.Error("a file that is what it was is read again: the test proves nothing")
	}
}

// TestWhatTellsAChange changes one thing that the disk says of a settled file.
func TestWhatTellsAChange(t *testing.T) {
	root := site(t, nil)
	modified := time.Now().Add(-time.Hour)
	put(t, root, "old", modified)
	former := load(t, root)
	known := former.File("content/a.md")
	known.Settled = true
	if again(t, root, former) != known {
		t.Fatal("a file that is what it was is read again")
	}
	for name, change := range map[string]func(f *source.File){
		"size":     func(f *source.File) { f.Size++ },
		"modified": func(f *source.File) { f.Modified++ },
		"changed":  func(f *source.File) { f.Changed++ },
		"unread":   func(f *source.File) { f.Hash = "" },
	} {
		other := *known
		change(&other)
		if again(t, root, source.NewTree([]*source.File{&other})) == &other {
			t.Errorf("%s: taken for unchanged", name)
		}
	}
}

func TestSettled(t *testing.T) {
	now := time.Unix(1000, 500)
	at := func(before time.Duration) int64 { return now.Add(-before).UnixNano() }
	for _, c := range []struct {
		modified, changed int64
		want              bool
	}{
		{at(time.Minute), at(time.Minute), true},
		{at(time.Minute), 0, true},
		{at(time.Millisecond), at(time.Minute), false},
		{at(time.Minute), at(time.Millisecond), false},
		{at(-time.Minute), at(time.Minute), false},
		{999e9, 0, false}, // whole seconds: a tick may be two of them
		{997e9, 0, true},
		{0, 0, false},
	} {
		if got := isSettled(&source.File{Modified: c.modified, Changed: c.changed}, now); got != c.want {
			t.Errorf("modified %d, changed %d: %v", c.modified, c.changed, got)
		}
	}
}
