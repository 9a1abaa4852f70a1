package write

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/source"
)

// file writes one output: a whole temporary file, then renamed over the old
// one. It is not flushed to the medium: after a power cut its size or time
// differs from what the state says, and the next run writes it again.
func (w *writer) file(f *output.File) error {
	if f.Ready {
		return w.place(f.From, f.Path)
	}
	if name, is := w.isFinished(f); is {
		return w.placeFinished(name, f.Path)
	}
	from, err := w.open(f)
	if err != nil {
		return err
	}
	defer from.Close()
	name := w.temporary()
	to, err := w.disk.Create(name)
	if err != nil {
		return err
	}
	sum := sha256.New()
	if _, err = io.Copy(io.MultiWriter(to, sum), from); err != nil { // what is in memory, in one piece
		return errors.Join(err, to.Close())
	}
	if err := w.finish(f.Path, name, to); err != nil {
		return err
	}
	if output.Hash(sum.Sum(nil)) != f.Hash {
		return errors.Join(source.ErrChanged, w.disk.Remove(name))
	}
	return w.place(name, f.Path)
}

// place renames a temporary file to where it belongs. Nearly always the folder is
// there, so it is made only where the rename says that it is not.
func (w *writer) place(temporary, name string) error {
	err := w.disk.Rename(temporary, name)
	if folder := path.Dir(name); errors.Is(err, fs.ErrNotExist) && folder != "." {
		if err := w.disk.MkdirAll(folder); err != nil {
			return err
		}
		return w.disk.Rename(temporary, name)
	}
	return err
}

// finishedFolder holds files that others than write have finished; see
// Session.Folder.
const finishedFolder = tmpFolder + "/finished"

// isFinished reports whether the file of an output stands in finishedFolder, and
// under which name.
func (w *writer) isFinished(f *output.File) (name string, is bool) {
	if w.finished == "" || f.Local || f.Make != nil {
		return "", false
	}
	rest, is := strings.CutPrefix(f.From, w.finished+string(filepath.Separator))
	return finishedFolder + "/" + filepath.ToSlash(rest), is
}

// link gives a file of ours with a content a second name in finishedFolder, whose
// path on the machine is to. It reports whether there is such a file, which the
// records know to be as it was written, and the system links files.
func (w *writer) link(hash output.Hash, to string) bool {
	rest, is := strings.CutPrefix(to, w.finished+string(filepath.Separator))
	name, has := w.byHash()[hash]
	if w.finished == "" || !is || !has {
		return false
	}
	info, err := w.disk.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	if trusted, is := w.known.trusted(name, sightOf(info)); !is || trusted != w.known.listed[name].hash {
		return false
	}
	return w.disk.Link(name, finishedFolder+"/"+filepath.ToSlash(rest)) == nil
}

// leastLinked is the size in bytes from which on a file can be linked: thousands of
// pages are smaller, and a small file is written as soon as it is found.
const leastLinked = 32 << 10

// pathsByHash returns a path of each content that can be linked, the first.
func (w *writer) pathsByHash() map[output.Hash]string {
	paths := map[output.Hash]string{}
	for name, f := range w.known.listed {
		if f.size < leastLinked {
			continue
		}
		if other, has := paths[f.hash]; !has || name < other {
			paths[f.hash] = name
		}
	}
	return paths
}

// placeFinished moves a file of finishedFolder to where it belongs.
func (w *writer) placeFinished(name, to string) error {
	info, err := w.disk.Lstat(name)
	if err != nil {
		return err
	}
	w.mutex.Lock()
	w.laid[to] = laid{name, info.ModTime().UnixNano()}
	w.mutex.Unlock()
	return w.place(name, to)
}

// open returns the content of an output.
func (w *writer) open(f *output.File) (io.ReadCloser, error) {
	switch {
	case f.Make != nil:
		data, err := f.Make()
		return io.NopCloser(bytes.NewReader(data)), err
	case f.From == "":
		return io.NopCloser(bytes.NewReader(f.Data)), nil
	case f.Local:
		return w.site.Open(filepath.FromSlash(f.From))
	}
	return os.Open(f.From)
}

// record writes one of Essaim's own files, as fill does.
func (w *writer) record(name string, fill func(io.Writer) error) error {
	temporary, err := w.layRecord(fill)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return w.disk.Rename(temporary, name)
}

// layRecord writes one under another name, which it returns.
func (w *writer) layRecord(fill func(io.Writer) error) (temporary string, err error) {
	if err := w.disk.MkdirAll(tmpFolder); err != nil {
		return "", err
	}
	temporary = w.temporary()
	to, err := w.disk.Create(temporary)
	if err != nil {
		return "", err
	}
	return temporary, errors.Join(fill(to), to.Close())
}

// hashOf returns the SHA-256 of a file on disk.
func hashOf(d disk, name string) (hash output.Hash, err error) {
	f, err := d.Open(name)
	if err != nil {
		return hash, err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return hash, err
	}
	return output.Hash(sum.Sum(nil)), nil
}
