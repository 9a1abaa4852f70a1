package write

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
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
	if !errors.Is(err, errChanged) {
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

// TestKilledWhileFoldersChange dies at every operation of runs that make, empty
// or replace folders: the next run must leave no trace of it.
func TestKilledWhileFoldersChange(t *testing.T) {
	for name, c := range map[string][3]map[string]string{
		"folder becomes file": {{"a/x/y": "1", "k": "k"}, {"a": "2", "k": "k"}, {"a": "2", "k": "k"}},
		"folder goes":         {{"g/h/x": "1", "k": "k"}, {"k": "k"}, {"k": "k"}},
		"folder comes":        {{"k": "k"}, {"g/h/x": "1", "k": "k"}, {"k": "k"}},
	} {
		for n, more := 1, true; more; n++ {
			dir := t.TempDir()
			write(t, dir, c[0])
			more = dieAt(t, dir, c[1], n)
			write(t, dir, c[2])
			same(t, name, contents(t, dir), c[2])
			if names, err := os.ReadDir(dir); err != nil || len(names) != len(c[2])+1 {
				t.Fatalf("%s, killed at %d: %v %v", name, n, names, err)
			}
		}
	}
}

// dieAt writes a tree and dies at operation n; it reports whether there were
// that many.
func dieAt(t *testing.T, dir string, files map[string]string, n int) bool {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	d := &failing{disk: &rootDisk{root: root}, left: n, dies: true}
	_, err = run(context.Background(), tree(files), d, root)
	if err != nil && !errors.Is(err, errInjected) {
		t.Fatal(err)
	}
	return d.left <= 0
}

// TestForeignFileAfterAKill puts a file where a killed run was going to write.
func TestForeignFileAfterAKill(t *testing.T) {
	for n, more := 1, true; more; n++ {
		dir := t.TempDir()
		write(t, dir, map[string]string{"k": "k"})
		more = dieAt(t, dir, map[string]string{"k": "k", "p": "ours"}, n)
		if contents(t, dir)["p"] != "" {
			continue
		}
		put(t, dir, "p", "theirs")
		if _, err := Tree(context.Background(), tree(map[string]string{"k": "k", "p": "newer"}), Options{Root: dir, Out: dir}); !errors.Is(err, ErrForeign) {
			t.Errorf("killed at %d: %v", n, err)
		}
	}
}

func TestPathsThatNoOutputHas(t *testing.T) {
	for _, files := range []map[string]string{{".essaim/state": "x"}, {"a": "1", "a/b": "2"}, {"../x": "1"}} {
		dir := t.TempDir()
		if _, err := Tree(context.Background(), tree(files), Options{Root: dir, Out: dir}); err == nil || len(contents(t, dir)) > 0 {
			t.Errorf("%v: %v", files, err)
		}
	}
}

// errInjected is what a failing disk says.
var errInjected = errors.New("injected")

// failing is a disk of which one operation fails; when it dies, all later
// ones fail too, as if the process were gone.
type failing struct {
	disk
	mutex   sync.Mutex
	left    int
	dies    bool
	counted int
	// failed is the first operation that failed.
	failed string
	// log has every name that was put in place or removed.
	log []string
}

func (f *failing) fail(what string) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.counted++
	f.left--
	if f.left == 0 {
		f.failed = what
	}
	if f.left == 0 || f.dies && f.left < 0 {
		return errInjected
	}
	f.log = append(f.log, what)
	return nil
}

func (f *failing) make(what string, make func(string) (newFile, error), name string) (newFile, error) {
	if err := f.fail(what + " " + name); err != nil {
		return nil, err
	}
	file, err := make(name)
	return &failingFile{f, file}, err
}

func (f *failing) Create(name string) (newFile, error) { return f.make("create", f.disk.Create, name) }

func (f *failing) Lay(name string) (newFile, error) { return f.make("lay", f.disk.Lay, name) }

func (f *failing) LayBeside(name string) (newFile, error) {
	return f.make("lay", f.disk.LayBeside, name)
}

func (f *failing) Rename(from, to string) error {
	if err := f.fail("write " + to); err != nil {
		return err
	}
	return f.disk.Rename(from, to)
}

func (f *failing) Link(from, to string) error {
	if err := f.fail("link " + to); err != nil {
		return err
	}
	return f.disk.Link(from, to)
}

func (f *failing) Remove(name string) error {
	if err := f.fail("remove " + name); err != nil {
		return err
	}
	return f.disk.Remove(name)
}

func (f *failing) RemoveAll(name string) error {
	if err := f.fail("remove " + name); err != nil {
		return err
	}
	return f.disk.RemoveAll(name)
}

func (f *failing) MkdirAll(name string) error {
	if err := f.fail("folder " + name); err != nil {
		return err
	}
	return f.disk.MkdirAll(name)
}

// failingFile writes half of what it is given before it fails.
type failingFile struct {
	disk *failing
	newFile
}

func (f *failingFile) Write(p []byte) (int, error) {
	if err := f.disk.fail("fill"); err != nil {
		n, _ := f.newFile.Write(p[:len(p)/2])
		return n, err
	}
	return f.newFile.Write(p)
}

// TestFailureAtEveryOperation fails and dies at each operation of a run over an
// existing site. Each file must be old or new, in the order of the phases, and
// the next run must finish the work.
func TestFailureAtEveryOperation(t *testing.T) {
	old := map[string]string{"index.html": "links a.css", "a.css": "old style", "gone/index.html": "links gone.css", "gone.css": "g", "same.html": "s", "map.xml": "lists gone", "kind": "file"}
	young := map[string]string{"index.html": "links b.css and new", "b.css": "new style", "new/index.html": "links b.css", "same.html": "s", "map.xml": "lists new", "kind/index.html": "folder"}
	total := 1 << 30
	for _, dies := range []bool{false, true} {
		for n := 1; n <= total; n++ {
			dir := t.TempDir()
			put(t, dir, "CNAME", "mine")
			write(t, dir, old)
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}
			d := &failing{disk: &rootDisk{root: root}, left: n, dies: dies}
			_, err = run(context.Background(), tree(young), d, root)
			root.Close()
			if d.left > 0 {
				total = d.counted
			} else if !errors.Is(err, errInjected) && d.failed != forgivable {
				t.Fatalf("operation %d of %d failed and nobody said so: %v", n, total, err)
			}
			what := fmt.Sprintf("operation %d, dies %v, after %v", n, dies, d.log)
			whole(t, what, contents(t, dir), old, young)
			put(t, dir, "x.txt", "")
			write(t, dir, young)
			want := maps.Clone(young)
			want["CNAME"], want["x.txt"] = "mine", ""
			same(t, what+", next run", contents(t, dir), want)
			if names, _ := filepath.Glob(filepath.Join(dir, ownFolder, "*")); len(names) != 3 {
				t.Fatalf("%s: left in .essaim: %v", what, names)
			}
		}
	}
	t.Logf("%d operations", total)
}

// forgivable is the one operation whose failure is not told: an empty folder
// stays, which does no harm.
const forgivable = "remove gone"

// whole checks what a visitor could meet.
func whole(t *testing.T, what string, got, old, young map[string]string) {
	t.Helper()
	for name, text := range got {
		if name != "CNAME" && text != old[name] && text != young[name] {
			t.Fatalf("%s: %s is %q, neither old nor new", what, name, text)
		}
	}
	for name := range young {
		if _, was := old[name]; was && got[name] == "" {
			t.Fatalf("%s: %s is missing", what, name)
		}
	}
	has := func(name string) bool { return got[name] != "" }
	for _, rule := range []struct {
		when  bool
		needs string
	}{
		{got["index.html"] == old["index.html"], "a.css"},
		{got["index.html"] == young["index.html"], "b.css"},
		{got["index.html"] == young["index.html"], "new/index.html"},
		{has("new/index.html"), "b.css"},
		{has("gone/index.html"), "gone.css"},
		{got["map.xml"] == old["map.xml"], "gone/index.html"},
		{got["map.xml"] == young["map.xml"], "new/index.html"},
	} {
		if rule.when && !has(rule.needs) {
			t.Fatalf("%s: %s is missing although something refers to it: %v", what, rule.needs, got)
		}
	}
}

// TestFinishedFilesAreMoved writes a file that was finished beside the site, and
// again when the site has it.
func TestFinishedFilesAreMoved(t *testing.T) {
	dir := t.TempDir()
	for _, written := range []int{1, 0} {
		s, err := Begin(Options{Root: dir, Out: dir})
		if err != nil {
			t.Fatal(err)
		}
		folder, err := s.Folder()
		if err != nil {
			t.Fatal(err)
		}
		put(t, folder, "index/a.zap", "words")
		f := output.New("search/a.zap", output.Asset, []byte("words"), source.Span{})
		f.Data, f.From = nil, filepath.Join(folder, "index", "a.zap")
		out := &output.Tree{}
		out.Add(f)
		result, err := s.Commit(t.Context(), out)
		if err := errors.Join(err, s.Close()); err != nil {
			t.Fatal(err)
		}
		if result.Written != written || result.Unchanged != 1-written {
			t.Errorf("%+v, want %d written", result, written)
		}
		if _, err := os.Lstat(filepath.Join(dir, tmpFolder)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is left: %v", tmpFolder, err)
		}
		same(t, "moved", contents(t, dir), map[string]string{"search/a.zap": "words"})
		if same, err := Same(t.Context(), out, Options{Root: dir, Out: dir}); err != nil || !same {
			t.Errorf("the state does not know the moved file: %t, %v", same, err)
		}
	}
}

// TestFilesAreLinked gives files of the site a second name in the folder of
// finished files, and writes them under another path: the first name goes.
func TestFilesAreLinked(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"search/old/a.zap": "words", "search/old/b.zap": "changed since", "k": "k"})
	put(t, dir, "search/old/b.zap", "by somebody")
	settle(t, dir)
	s, err := Begin(Options{Root: dir, Out: dir})
	if err != nil {
		t.Fatal(err)
	}
	folder, err := s.Folder()
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(folder, "a.zap")
	for _, text := range []string{"changed since", "by somebody", "nobody's"} {
		if s.Link(sha256.Sum256([]byte(text)), to) {
			t.Errorf("%q was linked", text)
		}
	}
	if s.Link(sha256.Sum256([]byte("words")), filepath.Join(dir, "a.zap")) {
		t.Error("linked outside of the folder")
	}
	if !s.Link(sha256.Sum256([]byte("words")), to) {
		t.Fatal("not linked")
	}
	before, err := os.Stat(filepath.Join(dir, "search/old/a.zap"))
	if err != nil {
		t.Fatal(err)
	}
	f := output.New("search/new/a.zap", output.Asset, []byte("words"), source.Span{})
	f.Data, f.From = nil, to
	out := tree(map[string]string{"k": "k"})
	out.Add(f)
	if _, err := s.Commit(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	same(t, "linked", contents(t, dir), map[string]string{"k": "k", "search/new/a.zap": "words", "search/old/b.zap": "by somebody"})
	if after, err := os.Stat(filepath.Join(dir, "search/new/a.zap")); err != nil || !os.SameFile(before, after) {
		t.Errorf("another file: %v", err)
	}
	if same, err := Same(t.Context(), out, Options{Root: dir, Out: dir}); err != nil || !same {
		t.Errorf("the state does not know the linked file: %t, %v", same, err)
	}
}

// settle makes the state of a folder older than the clock's tick.
func settle(t *testing.T, dir string) {
	t.Helper()
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(filepath.Join(dir, filepath.FromSlash(statePath)), later, later); err != nil {
		t.Fatal(err)
	}
}
