package write

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

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
	d := &failing{disk: diskOf(t, root), left: n, dies: true}
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

func (f *failing) Move(from, to string) error {
	if err := f.fail("write " + to); err != nil {
		return err
	}
	return f.disk.Move(from, to)
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
			d := &failing{disk: diskOf(t, root), left: n, dies: dies}
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
