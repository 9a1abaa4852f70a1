package write

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"

	"essaim/generator/internal/beneath"
)

// disk is the output folder: every operation that a run makes on it. Paths are
// slash-separated and below the folder. Tests make the n-th operation fail.
type disk interface {
	Lstat(name string) (fs.FileInfo, error)
	// Look is Lstat in one step of the kernel, which follows links on the way: for
	// a name in a folder that is known to be one of this disk, or when it does not
	// matter how one gets there.
	Look(name string) (sight, error)
	List(folder string) ([]string, error)
	Open(name string) (io.ReadCloser, error)
	// Create makes a file that must not exist.
	Create(name string) (newFile, error)
	// Lay makes a file that must not exist, and the folders it stands in, the last
	// of which is its own.
	Lay(name string) (newFile, error)
	// LayBeside is Lay for a folder in which many files stand.
	LayBeside(name string) (newFile, error)
	// Settle closes what was kept open to find ways: from here on, folders may be
	// renamed and removed.
	Settle() error
	// Rename puts a file in the place of another, or of none.
	Rename(from, to string) error
	// Move gives a folder a name that nothing has.
	Move(from, to string) error
	// Link gives a file a second name, which must not exist.
	Link(from, to string) error
	Remove(name string) error
	RemoveAll(name string) error
	MkdirAll(name string) error
}

// sight is what the disk tells of a name without a look inside.
type sight struct {
	// regular and folder tell what stands there: neither for a link.
	regular, folder bool
	// size is in bytes, modified in nanoseconds since 1970.
	size, modified int64
}

func sightOf(info fs.FileInfo) sight {
	return sight{info.Mode().IsRegular(), info.IsDir(), info.Size(), info.ModTime().UnixNano()}
}

// newFile is a new file, which is written.
type newFile interface {
	io.WriteCloser
	// Modified is in nanoseconds since 1970.
	Modified() (int64, error)
}

// openFile is a new file of os.Root.
type openFile struct{ *os.File }

func (f openFile) Modified() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.ModTime().UnixNano(), nil
}

// rootDisk is a folder of the machine. No path and no link leads out of it.
type rootDisk struct {
	root *os.Root
	// folder is the same, for what the system does below it in one step.
	folder *os.File
	// made are the folders that are known to be there, for MkdirAll.
	made sync.Map
	// open are the folders that are kept open, as many as handles.
	open    sync.Map
	handles atomic.Int64
}

// maxHandles bounds how many folders are open at once.
const maxHandles = 128

// newDisk returns the disk that a folder is; close gives back what it has opened.
func newDisk(root *os.Root) (*rootDisk, error) {
	folder, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	return &rootDisk{root: root, folder: folder}, nil
}

func (d *rootDisk) close() error { return errors.Join(d.Settle(), d.folder.Close()) }

// Lstat finds the way from the folder of the name, or from the one above it,
// whichever is open already.
func (d *rootDisk) Lstat(name string) (fs.FileInfo, error) {
	folder := above(name)
	for _, from := range []string{folder, above(folder)} {
		if open, has := d.open.Load(from); has {
			return open.(*os.Root).Lstat(filepath.FromSlash(name[len(from)+1:]))
		}
	}
	from, way, err := d.near(folder)
	if err != nil {
		return nil, err
	}
	return from.Lstat(filepath.FromSlash(way + path.Base(name)))
}

func (d *rootDisk) Look(name string) (sight, error) { return lookAt(d.folder, name) }

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

// creating are the flags of a file that must not exist. Go asks the kernel to watch a
// file that may block, in five calls of which the last takes the first ones back, since
// no plain file does; with O_NONBLOCK, which means nothing to one, it is a single call.
const creating = os.O_CREATE | os.O_EXCL | os.O_WRONLY | syscall.O_NONBLOCK

func (d *rootDisk) Create(name string) (newFile, error) {
	if f, made := beneath.Create(d.folder, name); made {
		return f, nil
	}
	from, way, err := d.near(above(name))
	if err != nil {
		return nil, err
	}
	return create(from, way+path.Base(name))
}

func (d *rootDisk) LayBeside(name string) (newFile, error) {
	if err := d.MkdirAll(above(name)); err != nil {
		return nil, err
	}
	return d.Create(name)
}

// Lay finds the way from the folder above the file's own, which thousands of
// files share.
func (d *rootDisk) Lay(name string) (newFile, error) {
	folder := above(name)
	if err := d.MkdirAll(above(folder)); err != nil {
		return nil, err
	}
	from, way, err := d.near(above(folder))
	if err != nil {
		return nil, err
	}
	if way == "" {
		err = from.Mkdir(path.Base(folder), 0o777)
	} else {
		err = d.mkdir(folder)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if f, made := beneath.Create(d.folder, name); made {
		return f, nil
	}
	return create(from, way+path.Base(folder)+"/"+path.Base(name))
}

// create makes a file below an open folder.
func create(from *os.Root, name string) (newFile, error) {
	f, err := from.OpenFile(filepath.FromSlash(name), creating, 0o666)
	if err != nil {
		return nil, err
	}
	return openFile{f}, nil
}

// near returns an open folder and the way from there into the one that is asked
// for, which is kept open as long as there are not too many.
func (d *rootDisk) near(folder string) (from *os.Root, way string, err error) {
	if open, has := d.open.Load(folder); has {
		return open.(*os.Root), "", nil
	}
	if folder == "." {
		return d.root, "", nil
	}
	if d.handles.Load() >= maxHandles {
		return d.root, folder + "/", nil
	}
	open, err := d.root.OpenRoot(filepath.FromSlash(folder))
	if err != nil {
		return nil, "", err
	}
	if other, has := d.open.LoadOrStore(folder, open); has {
		return other.(*os.Root), "", open.Close()
	}
	d.handles.Add(1)
	return open, "", nil
}

// Settle closes the open folders: some systems do not rename a folder while it
// or one below it is open.
func (d *rootDisk) Settle() error {
	var errs []error
	d.open.Range(func(folder, open any) bool {
		d.open.Delete(folder)
		errs = append(errs, open.(*os.Root).Close())
		return true
	})
	d.handles.Store(0)
	return errors.Join(errs...)
}

func (d *rootDisk) Rename(from, to string) error {
	if beneath.Rename(d.folder, from, to) {
		return nil
	}
	return d.root.Rename(filepath.FromSlash(from), filepath.FromSlash(to))
}

func (d *rootDisk) Move(from, to string) error {
	return d.root.Rename(filepath.FromSlash(from), filepath.FromSlash(to))
}

func (d *rootDisk) Link(from, to string) error {
	return d.root.Link(filepath.FromSlash(from), filepath.FromSlash(to))
}

func (d *rootDisk) Remove(name string) error {
	d.made.Delete(name)
	return d.root.Remove(filepath.FromSlash(name))
}

func (d *rootDisk) RemoveAll(name string) error {
	d.made.Clear()
	return d.root.RemoveAll(filepath.FromSlash(name))
}

func (d *rootDisk) mkdir(name string) error {
	if beneath.Mkdir(d.folder, name) {
		return nil
	}
	return d.root.Mkdir(filepath.FromSlash(name), 0o777)
}

// MkdirAll asks the disk once for each folder: most files of a run share theirs.
func (d *rootDisk) MkdirAll(name string) error {
	if _, known := d.made.Load(name); known {
		return nil
	}
	if parent := path.Dir(name); parent != "." {
		if err := d.MkdirAll(parent); err != nil {
			return err
		}
	}
	err := d.mkdir(name)
	if errors.Is(err, fs.ErrExist) {
		if info, stat := d.root.Lstat(filepath.FromSlash(name)); stat == nil && info.IsDir() {
			err = nil
		}
	}
	if err == nil {
		d.made.Store(name, true)
	}
	return err
}
