package beneath

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// TestBeneath does everything there is in a folder, and tries to leave it.
func TestBeneath(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	for _, name := range []string{dir, filepath.Join(parent, "outside")} {
		if err := os.Mkdir(name, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for name, to := range map[string]string{"away": filepath.Join(parent, "outside"), "up": "../outside", "in": "a"} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	folder, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	if f, opened := Open(folder, "."); !opened {
		t.Skip("this Linux has no openat2")
	} else if err := f.Close(); err != nil {
		t.Fatal(err)
	}

	if !Mkdir(folder, "a") || !Mkdir(folder, "in/b") || Mkdir(folder, "a/b") {
		t.Fatal("folders are not made once")
	}
	text := bytes.Repeat([]byte("swarm "), 1<<16)
	write(t, folder, "a/b/x", text)
	if _, made := Create(folder, "in/b/x"); made {
		t.Error("a file that exists was made")
	}
	if !Rename(folder, "a/b/x", "a/y") || !Rename(folder, "in/y", "z") {
		t.Error("not renamed")
	}
	f, opened := Open(folder, "z")
	if !opened {
		t.Fatal("not opened")
	}
	got, err := io.ReadAll(f)
	if err != nil || !bytes.Equal(got, text) {
		t.Errorf("%d bytes of %d, %v", len(got), len(text), err)
	}
	info, err := os.Stat(filepath.Join(dir, "z"))
	if err != nil {
		t.Fatal(err)
	}
	if modified, err := f.Modified(); err != nil || modified != info.ModTime().UnixNano() {
		t.Errorf("modified %d, %v; want %d", modified, err, info.ModTime().UnixNano())
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}

	for _, out := range []string{"away/x", "up/x", "../outside/x", "a/../../outside/x", filepath.Join(parent, "outside", "x")} {
		if _, made := Create(folder, out); made {
			t.Errorf("%s was made", out)
		}
		if Mkdir(folder, out) {
			t.Errorf("a folder %s was made", out)
		}
		if Rename(folder, "z", out) {
			t.Errorf("renamed to %s", out)
		}
	}
	if names, err := os.ReadDir(filepath.Join(parent, "outside")); err != nil || len(names) > 0 {
		t.Errorf("outside: %v, %v", names, err)
	}
}

func write(t *testing.T, folder *os.File, name string, text []byte) {
	t.Helper()
	f, made := Create(folder, name)
	if !made {
		t.Fatalf("%s was not made", name)
	}
	if n, err := f.Write(text); n != len(text) || err != nil {
		t.Errorf("%d of %d bytes: %v", n, len(text), err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

// TestPipe opens a pipe that nobody writes to: a file that became one is no reason to
// wait for ever.
func TestPipe(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Skip(err)
	}
	folder, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	f, opened := Open(folder, "pipe")
	if !opened {
		t.Skip("this Linux has no openat2")
	}
	defer f.Close()
	if _, err := f.Read(make([]byte, 1)); err == nil {
		t.Error("something was read")
	}
}
