package write

import (
	"os"
	"path/filepath"
	"testing"
)

// TestRenameStaysInside renames across folders, and to places behind links: one that
// leads out of the folder is no way, nor is one that somebody else writes with "..".
func TestRenameStaysInside(t *testing.T) {
	parent := t.TempDir()
	dir, outside := filepath.Join(parent, "site"), filepath.Join(parent, "outside")
	put(t, dir, "tmp/1", "one")
	put(t, dir, "there/x", "old")
	put(t, outside, "x", "theirs")
	for name, to := range map[string]string{"away": outside, "up": "../outside", "in": "there"} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	d := diskOf(t, root)

	for _, name := range []string{"away/x", "up/x", "../outside/x", "there/../../outside/x", "missing/x"} {
		if err := d.Rename("tmp/1", name); err == nil {
			t.Errorf("a file was renamed to %s", name)
		}
	}
	same(t, "outside", contents(t, outside), map[string]string{"x": "theirs"})
	for _, name := range []string{"in/x", "there/y"} {
		if err := d.Rename("tmp/1", name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := d.Rename(name, "tmp/1"); err != nil {
			t.Errorf("back from %s: %v", name, err)
		}
	}
	if err := d.Rename("tmp/1", "there/x"); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(dir, "there", "x")); err != nil || string(data) != "one" {
		t.Errorf("after a rename over a file: %q, %v", data, err)
	}
}
