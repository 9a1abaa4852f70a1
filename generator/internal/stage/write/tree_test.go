package write

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/source"
)

// begin begins a run on a disk of a folder.
func begin(t *testing.T, dir string, wrap func(disk) disk) writer {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	w, err := newWriter(wrap(diskOf(t, root)), root)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// diskOf is newDisk until the end of a test.
func diskOf(t *testing.T, root *os.Root) *rootDisk {
	t.Helper()
	d, err := newDisk(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.folder.Close() })
	return d
}

// ready lays every file ready.
func ready(t *testing.T, w *writer, out *output.Tree) {
	t.Helper()
	for _, f := range out.Files() {
		if err := w.Ready(f); err != nil {
			t.Fatal(err)
		}
	}
}

// site is one of a few pages in folders.
func site() map[string]string {
	return map[string]string{
		"index.html": "home", "404.html": "none", "a/index.html": "list", "a/x/index.html": "x", "a/y/index.html": "y",
		"a/y/page/2/index.html": "2", "b/index.html": "b", "a/feed.xml": "lists", "b/s.css": "style", "map.xml": "all",
		"data/a.json": "{1}", "data/x/b.json": "{2}", "data/x/c.json": "{3}",
	}
}

func TestAFirstRunRenamesFolders(t *testing.T) {
	dir := t.TempDir()
	log := &failing{}
	w := begin(t, dir, func(d disk) disk { log.disk = d; return log })
	out := tree(site())
	ready(t, &w, out)
	log.log = nil
	if _, err := w.Commit(context.Background(), out); err != nil {
		t.Fatal(err)
	}
	same(t, "site", contents(t, dir), site())
	var written []string
	for _, what := range log.log {
		if name, is := strings.CutPrefix(what, "write "); is && !strings.HasPrefix(name, ownFolder) {
			written = append(written, name)
		}
	}
	// data/ and a/ go as a whole; b/ is there already, with the style.
	phases := [][]string{{"b", "data"}, {"a"}, {"b/index.html"}, {"404.html", "index.html"}, {"a/feed.xml", "map.xml"}}
	for _, want := range phases {
		got := slices.Sorted(slices.Values(written[:min(len(want), len(written))]))
		if written = written[len(got):]; !slices.Equal(got, want) {
			t.Errorf("put in place: %v, not %v", got, want)
		}
	}
	if len(written) > 0 {
		t.Errorf("put in place in the end: %v", written)
	}
	known, err := readRecords(w.disk)
	if err != nil {
		t.Fatal(err)
	}
	for name := range site() {
		info, err := w.disk.Lstat(name)
		if s := known.state[name]; err != nil || s.time != info.ModTime().UnixNano() || s.size != info.Size() {
			t.Errorf("the state says of %s what the disk does not: %+v, %v", name, s, err)
		}
	}
}

// TestAKilledFirstRun dies at every operation of a first run: whoever finds the
// home page finds the others.
func TestAKilledFirstRun(t *testing.T) {
	for n, more := 1, true; more; n++ {
		dir := t.TempDir()
		put(t, dir, "a/CNAME", "mine")
		more = dieAt(t, dir, site(), n)
		got := contents(t, dir)
		delete(got, "a/CNAME")
		for name, text := range got {
			if text != site()[name] {
				t.Fatalf("killed at %d: %s is %q", n, name, text)
			}
		}
		for name := range site() {
			if got["index.html"] != "" && strings.HasSuffix(name, "/index.html") && got[name] == "" {
				t.Fatalf("killed at %d: the home page is there and %s is not: %v", n, name, got)
			}
		}
		write(t, dir, map[string]string{"k": "k"})
		same(t, "another site", contents(t, dir), map[string]string{"k": "k", "a/CNAME": "mine"})
		if names, err := os.ReadDir(dir); err != nil || len(names) != 3 {
			t.Fatalf("killed at %d: %v %v", n, names, err)
		}
	}
}

// meddling is a disk on which somebody else is at work when a folder is renamed.
type meddling struct {
	disk
	before func(to string) error
}

func (m *meddling) Move(from, to string) error {
	if err := m.before(to); err != nil {
		return err
	}
	return m.disk.Move(from, to)
}

func TestAFolderThatCannotBeRenamed(t *testing.T) {
	for name, before := range map[string]func(dir, to string) error{
		"somebody was there first": func(dir, to string) error {
			if to == "a" || to == "data" {
				put(t, dir, to+"/x/theirs", "theirs")
			}
			return nil
		},
		"the system refuses": func(_, to string) error {
			if to == "a" || to == "data" {
				return &fs.PathError{Op: "rename", Path: to, Err: fs.ErrPermission}
			}
			return nil
		},
	} {
		dir := t.TempDir()
		w := begin(t, dir, func(d disk) disk { return &meddling{d, func(to string) error { return before(dir, to) }} })
		out := tree(site())
		ready(t, &w, out)
		if _, err := w.Commit(context.Background(), out); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := contents(t, dir)
		delete(got, "a/x/theirs")
		delete(got, "data/x/theirs")
		same(t, name, got, site())
	}
}

// TestStraysStayBehind lays pages ready that are not written in the end: no
// folder may take them along.
func TestStraysStayBehind(t *testing.T) {
	dir := t.TempDir()
	w := begin(t, dir, func(d disk) disk { return d })
	out := tree(site())
	ready(t, &w, out)
	ready(t, &w, tree(map[string]string{"a/z/index.html": "stray", "c/index.html": "stray", "data/x/d.json": "stray", "e/f.json": "stray"}))
	if _, err := w.Commit(context.Background(), out); err != nil {
		t.Fatal(err)
	}
	same(t, "site", contents(t, dir), site())
}

// TestTwoPagesOfOnePath lays two outputs of one path ready; that they collide
// is told by whoever adds them to the tree.
func TestTwoPagesOfOnePath(t *testing.T) {
	w := begin(t, t.TempDir(), func(d disk) disk { return d })
	one, two := output.New("a/index.html", output.Page, []byte("1"), source.Span{}), output.New("a/index.html", output.Page, []byte("2"), source.Span{})
	below := output.New("a/index.html/index.html", output.Page, []byte("3"), source.Span{})
	for _, f := range []*output.File{one, two, below} {
		if err := w.Ready(f); err != nil {
			t.Fatal(err)
		}
	}
	if one.From == two.From || two.From == below.From {
		t.Errorf("one file for two: %s, %s, %s", one.From, two.From, below.From)
	}
}

// TestLinksInTheTree puts links where a killed run left its files: what they
// lead to stays.
func TestLinksInTheTree(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	put(t, outside, "x", "theirs")
	put(t, dir, "mine/x", "mine")
	put(t, dir, pagesFolder+"/left", "by a killed run")
	for name, to := range map[string]string{"out": outside, "in": filepath.Join(dir, "mine")} {
		if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(pagesFolder), name)); err != nil {
			t.Skip(err)
		}
	}
	write(t, dir, site())
	want := site()
	want["mine/x"] = "mine"
	same(t, "site", contents(t, dir), want)
	same(t, "outside", contents(t, outside), map[string]string{"x": "theirs"})
	if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(tmpFolder))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what a killed run left is there: %v", err)
	}
}
