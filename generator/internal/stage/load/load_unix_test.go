//go:build unix

package load

import (
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
