package load

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"essaim/generator/internal/model/source"
)

// TestChangedPathsAreEnough changes a site and tells where: the tree must be the
// one that a walk finds, and what has not been told must be left alone where a
// plain file is all there is to it.
func TestChangedPathsAreEnough(t *testing.T) {
	root := site(t, map[string]string{
		"content/a.fr.md": "a", "content/b.fr.md": "b", "content/notes/c.fr.md": "c", "content/media/d.png": "d", "themes/plain/theme.yaml": "e",
	})
	at := func(name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
	remove := func(name string) {
		if err := os.RemoveAll(at(name)); err != nil {
			t.Fatal(err)
		}
	}
	tree := load(t, root)
	for _, step := range []struct {
		name    string
		do      func()
		changed []string
		walks   bool
	}{
		{"nothing", func() {}, []string{}, false},
		{"other texts", func() { write(t, root, "content/a.fr.md", "aa"); write(t, root, "themes/plain/theme.yaml", "ee") },
			[]string{"content/a.fr.md", "themes/plain/theme.yaml"}, false},
		{"one more, one less", func() { write(t, root, "content/aa.fr.md", "new"); remove("content/b.fr.md") },
			[]string{"content/aa.fr.md", "content/b.fr.md"}, false},
		{"told twice, and of what is not there", func() { write(t, root, "content/a.fr.md", "aaa") },
			[]string{"content/a.fr.md", "content/a.fr.md", "content/none.fr.md"}, false},
		{"other media", func() { write(t, root, "content/media/d.png", "dd") }, []string{"content/media/d.png"}, false},
		{"a folder gone", func() { remove("content/notes") }, []string{"content/notes"}, true},
		{"a folder", func() { write(t, root, "content/more/f.fr.md", "f") }, []string{"content/more"}, true},
		{"a file instead of a folder", func() { remove("content/more"); write(t, root, "content/more", "f") }, []string{"content/more"}, true},
		{"a link", func() { link(t, root, "a.fr.md", "content/link.fr.md") }, []string{"content/link.fr.md"}, true},
		{"a broken link", func() { remove("content/link.fr.md"); link(t, root, "none", "content/link.fr.md") }, []string{"content/link.fr.md"}, true},
		{"a name that is none", func() { write(t, root, "content/a:b.md", "") }, []string{"content/a:b.md"}, true},
	} {
		step.do()
		former := tree
		got, err := Dir(context.Background(), root, Options{Former: former, Changed: step.changed})
		if err != nil {
			t.Fatal(err)
		}
		want := load(t, root)
		if !reflect.DeepEqual(known(got), known(want)) {
			t.Errorf("%s: the tree is\n%q, want\n%q", step.name, paths(got), paths(want))
		}
		walked := (&walker{ctx: context.Background(), former: former, disk: openRoot(t, root)}).patched(step.changed) == nil
		if walked != (step.walks || sightOf(statOf(t, root)).names == 0) {
			t.Errorf("%s: walked: %v", step.name, walked)
		}
		tree = got
	}
}

func openRoot(t *testing.T, root string) *os.Root {
	disk, err := os.OpenRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { disk.Close() })
	return disk
}

func statOf(t *testing.T, root string) os.FileInfo {
	info, err := os.Stat(root)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// known is what a tree knows of its files, their times aside.
func known(tree *source.Tree) []source.File {
	var all []source.File
	for _, f := range tree.Files() {
		one := *f
		one.Modified, one.Inode, one.Changed, one.Settled = 0, 0, 0, false
		all = append(all, one)
	}
	return all
}

// TestSwappedFiles gives two files of one size and one time each other's names.
func TestSwappedFiles(t *testing.T) {
	root := site(t, map[string]string{"content/a.fr.md": "a", "content/b.fr.md": "b"})
	if sightOf(statOf(t, root)).names == 0 {
		t.Skip("the system does not tell files apart")
	}
	at := func(name string) string { return filepath.Join(root, "content", name) }
	long := time.Now().Add(-time.Hour)
	for _, name := range []string{"a.fr.md", "b.fr.md"} {
		if err := os.Chtimes(at(name), long, long); err != nil {
			t.Fatal(err)
		}
	}
	former := load(t, root)
	for _, names := range [][2]string{{"a.fr.md", "c"}, {"b.fr.md", "a.fr.md"}, {"c", "b.fr.md"}} {
		if err := os.Rename(at(names[0]), at(names[1])); err != nil {
			t.Fatal(err)
		}
	}
	for _, changed := range [][]string{nil, {"content/a.fr.md", "content/b.fr.md"}} {
		tree, err := Dir(context.Background(), root, Options{Former: former, Changed: changed})
		if err != nil {
			t.Fatal(err)
		}
		if got := string(tree.File("content/a.fr.md").Data); got != "b" {
			t.Errorf("changed %q: a has the text %q", changed, got)
		}
	}
}
