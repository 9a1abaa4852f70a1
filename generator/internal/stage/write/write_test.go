package write

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/source"
)

// tree makes an output of contents by path. The order of writing follows the
// name: pages are HTML, what lists pages is XML.
func tree(contents map[string]string) *output.Tree {
	t := &output.Tree{}
	for name, text := range contents {
		order := output.Asset
		switch filepath.Ext(name) {
		case ".html":
			order = output.Page
		case ".xml":
			order = output.Index
		}
		t.Add(output.New(name, order, []byte(text), source.Span{}))
	}
	return t
}

// contents reads a folder, .essaim/ left out.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if entry != nil && entry.Name() == ownFolder {
				return fs.SkipDir
			}
			return err
		}
		data, err := os.ReadFile(name)
		below, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(below)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func put(t testing.TB, dir, name, text string) {
	t.Helper()
	to := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func write(t testing.TB, dir string, files map[string]string) Result {
	t.Helper()
	result, err := Tree(context.Background(), tree(files), Options{Root: dir, Out: dir})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func same(t testing.TB, what string, got, want map[string]string) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Fatalf("%s:\ngot  %v\nwant %v", what, got, want)
	}
}

func TestOnlyChangesAreWritten(t *testing.T) {
	dir := t.TempDir()
	first := map[string]string{"index.html": "a", "css/a.css": "b", "x/index.html": "c", "map.xml": "d"}
	if got := write(t, dir, first); got != (Result{Written: 4}) {
		t.Errorf("first run: %+v", got)
	}
	same(t, "first run", contents(t, dir), first)
	before := stamps(t, dir)
	if got := write(t, dir, first); got != (Result{Unchanged: 4}) {
		t.Errorf("second run: %+v", got)
	}
	if after := stamps(t, dir); !maps.Equal(after, before) {
		t.Errorf("the second run touched files:\n%v\n%v", before, after)
	}
	second := map[string]string{"index.html": "a", "css/b.css": "b", "y/index.html": "c", "map.xml": "e"}
	if got := write(t, dir, second); got != (Result{Written: 3, Unchanged: 1, Removed: 2}) {
		t.Errorf("third run: %+v", got)
	}
	same(t, "third run", contents(t, dir), second)
	if _, err := os.Stat(filepath.Join(dir, "x")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an empty folder stays")
	}
	put(t, dir, "index.html", "tampered")
	if got := write(t, dir, second); got != (Result{Written: 1, Unchanged: 3}) {
		t.Errorf("repair: %+v", got)
	}
	same(t, "repair", contents(t, dir), second)
}

// TestDoubt wants a file that was changed, and whose time was put back, found by a run
// that doubts; size and time alone do not tell.
func TestDoubt(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{"index.html": "whole", "x/index.html": "c"}
	page, long := filepath.Join(dir, "index.html"), time.Now().Add(-time.Hour)
	putBack := func() {
		if err := os.Chtimes(page, long, long); err != nil {
			t.Fatal(err)
		}
	}
	write(t, dir, files)
	putBack()
	write(t, dir, files) // knows that time, which is old enough to be trusted
	put(t, dir, "index.html", "holed")
	putBack()
	for _, doubt := range []bool{false, true} {
		result, err := Tree(context.Background(), tree(files), Options{Root: dir, Out: dir, Doubt: doubt})
		if err != nil {
			t.Fatal(err)
		}
		if (result.Written == 1) != doubt {
			t.Errorf("doubt %v: %+v", doubt, result)
		}
	}
	same(t, "doubted", contents(t, dir), files)
}

// stamps returns the time and identity of everything in a folder.
func stamps(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		all[name] = fmt.Sprint(info.ModTime().UnixNano(), info.Size(), info.Mode())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestForeignFilesStay(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "CNAME", "example.org")
	put(t, dir, "x/notes.txt", "mine")
	put(t, dir, "same.html", "equal")
	write(t, dir, map[string]string{"x/index.html": "a", "same.html": "equal"})
	write(t, dir, map[string]string{"index.html": "b"})
	same(t, "files of others", contents(t, dir), map[string]string{"CNAME": "example.org", "x/notes.txt": "mine", "index.html": "b"})

	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o777); err != nil {
		t.Fatal(err)
	}
	for name, files := range map[string]map[string]string{
		"an empty folder":     {"index.html": "c", "empty": "text"},
		"a file in the way":   {"index.html": "c", "CNAME": "essaim.example"},
		"a folder in the way": {"index.html": "c", "x": "text"},
		"a file for a folder": {"index.html": "c", "CNAME/index.html": "text"},
	} {
		_, err := Tree(context.Background(), tree(files), Options{Root: dir, Out: dir})
		if !errors.Is(err, ErrForeign) {
			t.Errorf("%s: %v", name, err)
		}
		if got := contents(t, dir)["index.html"]; got != "b" {
			t.Errorf("%s: something was written all the same", name)
		}
	}
	put(t, dir, "index.html", "edited by hand")
	write(t, dir, map[string]string{"other.html": "d"})
	if got := contents(t, dir)["index.html"]; got != "edited by hand" {
		t.Error("a page that somebody else rewrote was removed")
	}
}

func TestNamesThatChangeTheirKind(t *testing.T) {
	dir := t.TempDir()
	for _, files := range []map[string]string{{"a": "1", "b/c": "2"}, {"a/x": "1", "a/y/z": "3", "b": "2"}, {"a": "1", "b/c": "2"}} {
		write(t, dir, files)
		same(t, "kinds", contents(t, dir), files)
	}
}

func TestLinksAreNotFollowed(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "x")); err != nil {
		t.Skip(err)
	}
	if _, err := Tree(context.Background(), tree(map[string]string{"x/index.html": "a"}), Options{Root: dir, Out: dir}); err == nil {
		t.Error("a link that leaves the folder was followed")
	}
	if got := contents(t, outside); len(got) > 0 {
		t.Errorf("written outside: %v", got)
	}
}

func TestCopies(t *testing.T) {
	site, dir := t.TempDir(), t.TempDir()
	put(t, site, "content/a.png", "picture")
	sum := output.New("", 0, []byte("picture"), source.Span{}).Hash
	out := &output.Tree{}
	out.Add(&output.File{Path: "media/a.png", From: "content/a.png", Local: true, Hash: sum, Size: 7})
	out.Add(&output.File{Path: "b.png", From: filepath.Join(site, "content", "a.png"), Hash: sum, Size: 7})
	if _, err := Tree(context.Background(), out, Options{Root: site, Out: dir}); err != nil {
		t.Fatal(err)
	}
	same(t, "copies", contents(t, dir), map[string]string{"media/a.png": "picture", "b.png": "picture"})

	put(t, site, "content/a.png", "another")
	_, err := Tree(context.Background(), out, Options{Root: site, Out: t.TempDir()})
	if !errors.Is(err, source.ErrChanged) {
		t.Errorf("a source that changed: %v", err)
	}
}

func TestOneRunAtATime(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a": "1"})
	held, err := os.OpenFile(filepath.Join(dir, filepath.FromSlash(lockPath)), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := acquire(held); err != nil {
		t.Fatal(err)
	}
	if _, err := Tree(context.Background(), tree(nil), Options{Root: dir, Out: dir}); !errors.Is(err, ErrLocked) {
		t.Errorf("a locked folder: %v", err)
	}
	held.Close()
	write(t, dir, map[string]string{"a": "2"})
}

func TestCancelled(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Tree(ctx, tree(map[string]string{"a": "1"}), Options{Root: dir, Out: dir}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	same(t, "cancelled", contents(t, dir), map[string]string{})
}

// TestAnySequence writes random trees one after another over files of others.
func TestAnySequence(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		put(t, dir, "foreign/x", "mine")
		name := rapid.SampledFrom([]string{"a", "b", "a/x", "a/y.html", "b/x.html", "c.html", "c.xml", "d/e/f", "d/e"})
		for range rapid.IntRange(1, 5).Draw(rt, "runs") {
			files := map[string]string{}
			for range rapid.IntRange(0, 6).Draw(rt, "files") {
				files[name.Draw(rt, "name")] = rapid.SampledFrom([]string{"", "1", "2", "33"}).Draw(rt, "text")
			}
			for path := range files { // a name is a file or a folder
				for other := range files {
					if strings.HasPrefix(other, path+"/") {
						delete(files, other)
					}
				}
			}
			write(t, dir, files)
			files["foreign/x"] = "mine"
			if got := contents(t, dir); !maps.Equal(got, files) {
				rt.Fatalf("got %v, want %v", got, files)
			}
		}
	})
}

func TestPathsThatNoOutputHas(t *testing.T) {
	for _, files := range []map[string]string{{".essaim/state": "x"}, {"a": "1", "a/b": "2"}, {"../x": "1"}} {
		dir := t.TempDir()
		if _, err := Tree(context.Background(), tree(files), Options{Root: dir, Out: dir}); err == nil || len(contents(t, dir)) > 0 {
			t.Errorf("%v: %v", files, err)
		}
	}
}
