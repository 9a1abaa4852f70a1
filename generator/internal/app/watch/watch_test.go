package watch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// patience is how long a change may take to be told: a hang takes longer, whatever
// else the machine does.
const patience = 2 * time.Minute

// folder is a site's folder on disk.
type folder struct {
	t    testing.TB
	root string
}

func newFolder(t testing.TB) folder {
	f := folder{t, t.TempDir()}
	for _, name := range []string{"content/news/", "themes/plain/", "public/"} {
		f.folder(name)
	}
	f.write("content/news/a.fr.md", "a")
	return f
}

func (f folder) path(name string) string { return filepath.Join(f.root, filepath.FromSlash(name)) }

func (f folder) do(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f folder) folder(name string) { f.t.Helper(); f.do(os.MkdirAll(f.path(name), 0o777)) }
func (f folder) remove(name string) { f.t.Helper(); f.do(os.RemoveAll(f.path(name))) }
func (f folder) rename(from, to string) {
	f.t.Helper()
	f.do(os.Rename(f.path(from), f.path(to)))
}
func (f folder) link(to, name string) {
	f.t.Helper()
	f.do(os.Symlink(filepath.FromSlash(to), f.path(name)))
}
func (f folder) write(name, text string) {
	f.t.Helper()
	f.do(os.WriteFile(f.path(name), []byte(text), 0o666))
}

// open watches f until the test ends.
func (f folder) open() *Watcher {
	f.t.Helper()
	w, err := Open(f.t.Context(), f.root)
	f.do(err)
	return w
}

// wait wants one signal.
func wait(t testing.TB, w *Watcher, after string) {
	t.Helper()
	select {
	case _, open := <-w.Changes():
		if !open {
			t.Fatalf("%s: watching has ended: %v", after, w.Err())
		}
	case <-time.After(patience):
		t.Fatalf("%s: nothing told", after)
	}
}

// rest receives what is still under way after a change that the system tells
// in several events, until a silence far longer than quiet. It is one of several
// silences in a row: a machine that stands still for a while makes one of them long,
// and the watcher has its turn in the others.
func rest(t testing.TB, w *Watcher) {
	t.Helper()
	for silences := 0; silences < 5; {
		select {
		case <-w.Changes():
			silences = 0
		case <-time.After(quiet):
			silences++
		}
	}
}

func TestSaves(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	w := f.open()
	saves := []struct {
		name string
		save func()
	}{
		{"truncate and write", func() { f.write("content/news/a.fr.md", "b") }},
		{"rename over", func() {
			f.write("content/news/.a.fr.md.new", "c")
			f.rename("content/news/.a.fr.md.new", "content/news/a.fr.md")
		}},
		{"backup, then a new file", func() {
			f.rename("content/news/a.fr.md", "content/news/a.fr.md~")
			f.write("content/news/a.fr.md", "d")
			f.remove("content/news/a.fr.md~")
		}},
		{"new file", func() { f.write("content/news/b.fr.md", "e") }},
		{"new name", func() { f.rename("content/news/b.fr.md", "content/news/c.fr.md") }},
		{"removed", func() { f.remove("content/news/c.fr.md") }},
		{"theme", func() { f.write("themes/plain/theme.yaml", "f") }},
		{"directly in content", func() { f.write("content/site.yaml", "g") }},
	}
	for _, s := range saves {
		s.save()
		wait(t, w, s.name)
		rest(t, w)
	}
}

func TestManyFilesAtOnceAreFewSignals(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	w := f.open()
	began := time.Now()
	signals, last := 0, began
	over := make(chan struct{})
	go func() {
		defer close(over)
		for silence := patience; ; silence = most + 10*quiet {
			select {
			case <-w.Changes():
				signals, last = signals+1, time.Now()
			case <-time.After(silence):
				return
			}
		}
	}()
	for i := range 500 {
		f.write(fmt.Sprintf("content/news/%d.fr.md", i), "text")
	}
	<-over
	// Where the machine pauses, so do the changes, and each pause is a signal.
	if allowed := 1 + int(last.Sub(began)/brief); signals < 1 || signals > allowed {
		t.Errorf("%d signals for 500 files told within %v, want 1 to %d", signals, last.Sub(began), allowed)
	}
}

func TestFoldersComeAndGo(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	w := f.open()

	f.folder("content/pages/deep/er")
	wait(t, w, "new folders")
	rest(t, w)
	f.write("content/pages/deep/er/a.fr.md", "a")
	wait(t, w, "file in a new folder")
	rest(t, w)

	f.rename("content/pages", "content/sheets")
	wait(t, w, "folder renamed")
	rest(t, w)
	f.write("content/sheets/deep/er/a.fr.md", "b")
	wait(t, w, "file below a renamed folder")
	rest(t, w)
	f.folder("content/pages/deep/er")
	wait(t, w, "old name taken again")
	rest(t, w)
	f.write("content/sheets/deep/er/a.fr.md", "c")
	wait(t, w, "file below the renamed folder, its old name taken")
	rest(t, w)
	f.write("content/pages/deep/er/a.fr.md", "d")
	wait(t, w, "file below the old name")
	rest(t, w)

	f.remove("content/pages")
	wait(t, w, "folder removed")
	rest(t, w)
	f.folder("content/pages/deep")
	wait(t, w, "folder made again")
	rest(t, w)
	f.write("content/pages/deep/a.fr.md", "e")
	wait(t, w, "file in the folder made again")
}

func TestContentItselfIsReplaced(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	w := f.open()
	f.rename("content", "old")
	wait(t, w, "content moved away")
	rest(t, w)
	f.folder("content/news")
	wait(t, w, "content made again")
	rest(t, w)
	f.write("content/news/a.fr.md", "b")
	wait(t, w, "file in the new content")
}

func TestLinksAreFollowed(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	f.folder("shared/press")
	f.folder("shared/single")
	f.write("shared/single/a.fr.md", "a")
	f.link("../shared/press", "content/press")
	f.link("../../shared/single/a.fr.md", "content/news/linked.fr.md")
	f.link("..", "content/news/loop")
	f.link(t.TempDir(), "content/news/outside")
	f.link("nothing", "content/news/broken")
	w := f.open()

	f.write("shared/press/a.fr.md", "a")
	wait(t, w, "file in a linked folder")
	rest(t, w)
	f.write("shared/single/new", "b")
	f.rename("shared/single/new", "shared/single/a.fr.md")
	wait(t, w, "linked file replaced")
	rest(t, w)
	f.link("../../shared/single", "content/news/later")
	wait(t, w, "new link")
	rest(t, w)
	f.write("shared/single/other.fr.md", "c")
	wait(t, w, "file in a folder linked later")
	rest(t, w)
	f.remove("shared/press")
	wait(t, w, "linked folder removed")
	rest(t, w)
	f.folder("shared/press")
	wait(t, w, "linked folder made again")
	rest(t, w)
	f.write("shared/press/a.fr.md", "d")
	wait(t, w, "file in the linked folder made again")
}

// TestNamesThatDoNotCount changes what is no part of the site, then something
// that is: that alone must be told.
func TestNamesThatDoNotCount(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	f.folder("content/.git/objects")
	f.folder("themes/plain/node_modules/left-pad")
	w := f.open()
	for _, name := range []string{
		"content/news/.a.fr.md.swp", "content/news/4913", "content/news/a.fr.md~", "content/news/#a.fr.md#",
		"content/news/.goutputstream-1", "content/.git/objects/1", "themes/plain/node_modules/left-pad/index.js",
		"public/index.html", "notes.txt",
	} {
		f.write(name, "x")
	}
	f.do(os.Chmod(f.path("content/news/a.fr.md"), 0o600))
	f.write("content/news/a.fr.md", "b")
	wait(t, w, "a change that counts")
	if told := w.Changed(); !slices.Equal(told, []string{"content/news/a.fr.md"}) {
		t.Errorf("told %q", told)
	}
}

// TestOverflow loses sight of folders, as happens when the system's queue of
// events is full, and wants them back.
func TestOverflow(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	w := f.open()
	for _, name := range w.disk.WatchList() {
		f.do(w.disk.Remove(name))
	}
	f.folder("content/pages/deep")
	w.disk.Errors <- fmt.Errorf("watch: %w", fsnotify.ErrEventOverflow)
	wait(t, w, "overflow")
	rest(t, w)
	for _, name := range []string{"content/pages/deep/a.fr.md", "content/news/a.fr.md", "content/site.yaml", "themes/plain/theme.yaml"} {
		f.write(name, "a")
		wait(t, w, name+" after the overflow")
		rest(t, w)
	}
}

func TestFailureEndsTheChanges(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	w := f.open()
	failure := os.ErrPermission
	w.disk.Errors <- failure
	for range w.Changes() {
	}
	if got := w.Err(); got == nil || got.Error() != failure.Error() {
		t.Errorf("Err is %v, want %v", got, failure)
	}
}

func TestEndsWithItsContext(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	ctx, cancel := context.WithCancel(t.Context())
	w, err := Open(ctx, f.root)
	f.do(err)
	cancel()
	for range w.Changes() {
	}
	if err := w.Err(); err != nil {
		t.Errorf("Err is %v after the context's end", err)
	}
}

func TestOpenWithoutFolder(t *testing.T) {
	t.Parallel()
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "nothing")); err == nil {
		t.Error("no error for a folder that does not exist")
	}
}
