//go:build unix

package load

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"essaim/generator/internal/model/source"
)

// TestIrregular wants a pipe reported, and not waited for.
func TestIrregular(t *testing.T) {
	root := site(t, map[string]string{"content/a.md": "a"})
	if err := syscall.Mkfifo(filepath.Join(root, "content", "pipe.md"), 0o644); err != nil {
		t.Skip("no pipes here:", err)
	}
	link(t, root, "pipe.md", "content/link.md")
	tree := load(t, root)
	wantPaths(t, tree, "content/a.md", "content/link.md", "content/pipe.md")
	wantProblem(t, tree, "content/pipe.md", source.Irregular)
	wantProblem(t, tree, "content/link.md", source.Irregular)
}

// TestSightsAgree wants what is seen in an open folder to be what is told of a path: a
// file whose size and times were seen one way is known again the other.
func TestSightsAgree(t *testing.T) {
	root := site(t, map[string]string{"content/a.md": "a", "content/b.md": "of two names", "content/in/c.md": "c"})
	at := func(name string) string { return filepath.Join(root, "content", name) }
	if err := errors.Join(syscall.Mkfifo(at("pipe"), 0o644), os.Link(at("b.md"), at("b2.md")), os.WriteFile(at("\xff.md"), nil, 0o644)); err != nil {
		t.Skip("not all of it can be made here:", err)
	}
	link(t, root, "a.md", "content/link.md")
	disk := openRoot(t, root)
	folder, err := disk.Open("content")
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	inside, err := newLooker(disk, "content", folder)
	if err != nil {
		t.Fatal(err)
	}
	defer inside.close()
	for _, name := range []string{"a.md", "b.md", "b2.md", "in", "pipe", "link.md", "\xff.md"} {
		info, err := os.Lstat(at(name))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := inside.at(name); err != nil || got != sightOf(info) {
			t.Errorf("%q is seen as %+v (%v), and told to be %+v", name, got, err, sightOf(info))
		}
	}
	if _, err := inside.at("none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of what is not there: %v", err)
	}
}
