package write

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
)

// disk is the output folder: every operation that a run makes on it. Paths are
// slash-separated and below the folder. Tests make the n-th operation fail.
type disk interface {
	Lstat(name string) (fs.FileInfo, error)
	List(folder string) ([]string, error)
	Open(name string) (io.ReadCloser, error)
	// Create makes a file that must not exist.
	Create(name string) (io.WriteCloser, error)
	Rename(from, to string) error
	Remove(name string) error
	MkdirAll(name string) error
}

// rootDisk is a folder of the machine. No path and no link leads out of it.
type rootDisk struct {
	root *os.Root
	// made are the folders that are known to be there, for MkdirAll.
	made sync.Map
}

func (d *rootDisk) Lstat(name string) (fs.FileInfo, error) {
	return d.root.Lstat(filepath.FromSlash(name))
}

func (d *rootDisk) List(folder string) ([]string, error) {
	f, err := d.root.Open(filepath.FromSlash(folder))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.Readdirnames(-1)
}

func (d *rootDisk) Open(name string) (io.ReadCloser, error) {
	return d.root.Open(filepath.FromSlash(name))
}

func (d *rootDisk) Create(name string) (io.WriteCloser, error) {
	return d.root.OpenFile(filepath.FromSlash(name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
}

func (d *rootDisk) Rename(from, to string) error {
	return d.root.Rename(filepath.FromSlash(from), filepath.FromSlash(to))
}

func (d *rootDisk) Remove(name string) error {
	d.made.Delete(name)
	return d.root.Remove(filepath.FromSlash(name))
}

func (d *rootDisk) MkdirAll(name string) error {
	if _, known := d.made.Load(name); known {
		return nil
	}
	if parent := path.Dir(name); parent != "." {
		if err := d.MkdirAll(parent); err != nil {
			return err
		}
	}
	err := d.root.Mkdir(filepath.FromSlash(name), 0o777)
	if errors.Is(err, fs.ErrExist) {
		if info, stat := d.Lstat(name); stat == nil && info.IsDir() {
			err = nil
		}
	}
	if err == nil {
		d.made.Store(name, true)
	}
	return err
}
