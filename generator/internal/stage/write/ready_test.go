package write

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/source"
)

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
		if same, err := isSame(t, out, dir); err != nil || !same {
			t.Errorf("the state does not know the moved file: %t, %v", same, err)
		}
	}
}

// isSame resumes the work on a folder and asks Same.
func isSame(t *testing.T, out *output.Tree, dir string) (bool, error) {
	t.Helper()
	s, err := Resume(Options{Root: dir, Out: dir})
	if err != nil || s == nil {
		return false, err
	}
	same, err := s.Same(t.Context(), out)
	return same, errors.Join(err, s.Close())
}

// TestFilesAreLinked gives files of the site a second name in the folder of
// finished files, and writes them under another path: the first name goes.
func TestFilesAreLinked(t *testing.T) {
	dir := t.TempDir()
	words, changed := strings.Repeat("words", leastLinked), strings.Repeat("changed since", leastLinked)
	write(t, dir, map[string]string{"search/old/a.zap": words, "search/old/b.zap": changed, "k": "k"})
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
	for _, text := range []string{changed, "by somebody", "nobody's", "k"} {
		if s.Link(sha256.Sum256([]byte(text)), to) {
			t.Errorf("%.20q was linked", text)
		}
	}
	if s.Link(sha256.Sum256([]byte(words)), filepath.Join(dir, "a.zap")) {
		t.Error("linked outside of the folder")
	}
	if !s.Link(sha256.Sum256([]byte(words)), to) {
		t.Fatal("not linked")
	}
	before, err := os.Stat(filepath.Join(dir, "search/old/a.zap"))
	if err != nil {
		t.Fatal(err)
	}
	f := output.New("search/new/a.zap", output.Asset, []byte(words), source.Span{})
	f.Data, f.From = nil, to
	out := tree(map[string]string{"k": "k"})
	out.Add(f)
	if _, err := s.Commit(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	same(t, "linked", contents(t, dir), map[string]string{"k": "k", "search/new/a.zap": words, "search/old/b.zap": "by somebody"})
	if after, err := os.Stat(filepath.Join(dir, "search/new/a.zap")); err != nil || !os.SameFile(before, after) {
		t.Errorf("another file: %v", err)
	}
	if same, err := isSame(t, out, dir); err != nil || !same {
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

// TestSameLeavesNoTrace compares a folder with one output and then writes another in the
// same session: what only the first has must go.
func TestSameLeavesNoTrace(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a": "a", "b": "b"})
	settle(t, dir)
	s, err := Resume(Options{Root: dir, Out: dir})
	if err != nil || s == nil {
		t.Fatal(s, err)
	}
	if same, err := s.Same(t.Context(), tree(map[string]string{"a": "a", "b": "b"})); err != nil || !same {
		t.Errorf("not the same: %v", err)
	}
	if _, err := s.Commit(t.Context(), tree(map[string]string{"a": "a"})); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	same(t, "removed", contents(t, dir), map[string]string{"a": "a"})
}
