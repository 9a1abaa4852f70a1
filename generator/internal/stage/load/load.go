// Package load reads the folders of a site into a source.Tree: what later stages
// know of these folders, they know from there. Everything is opened through os.Root or
// package beneath, so no name and no link leads out of the site's folder.
//
//	load.go    lists the folders, and reads files
//	known.go   files that are not read again, because their times have not changed
//	patch.go   a former tree brought up to date at the paths that a watcher tells
//	ignore.go  what is no part of a site
//
// sight_*.go are what systems tell differently of a file.
package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
	"unicode/utf8"

	"essaim/generator/internal/arena"
	"essaim/generator/internal/beneath"
	"essaim/generator/internal/model/source"
	"essaim/search/spread"
)

// folders are what a site consists of.
var folders = []string{"content", "themes"}

// maxDepth bounds how deep folders may be nested.
const maxDepth = 32

// Options say what to read.
type Options struct {
	// Later tells the files that are listed and not read yet, by path: those
	// that Read hands on one by one, so that they need not be in memory
	// together. Nil reads everything at once.
	Later func(path string) bool
	// Former is the tree of an earlier run, or as much of it as is known, or nil.
	// A file that has the size and the times that it had then is taken over as it
	// was read then, when its times tell; see known.go.
	Former *source.Tree
	// Changed are all paths below root at which something may have changed since
	// Former; nil when that may be anywhere. Dir may look elsewhere too.
	Changed []string
}

// Dir lists content/ and themes/ below root and reads the files that are not
// for later. The tree does not depend on the order in which the disk lists
// names. The error is the machine's: a file that is merely unfit is part of the
// tree, with its Problem.
func Dir(ctx context.Context, root string, o Options) (*source.Tree, error) {
	disk, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	defer disk.Close()
	w := &walker{ctx: ctx, disk: disk, former: o.Former}
	tree := w.patched(o.Changed)
	if tree == nil {
		for _, folder := range folders {
			if info, err := disk.Stat(folder); err != nil || !info.IsDir() {
				return nil, fmt.Errorf("the folder %s/ is missing: name the site's folder with --site", folder)
			}
			if err := w.walk(folder, nil); err != nil {
				return nil, err
			}
		}
		tree = source.NewTree(w.files)
	}
	now := tree.Files()
	now = slices.DeleteFunc(slices.Clone(now), func(f *source.File) bool {
		return f.Hash != "" || o.Later != nil && o.Later(f.Path)
	})
	if err := readAll(ctx, disk, now, nil); err != nil {
		return nil, err
	}
	return tree, nil
}

// Read reads files of the tree that Dir made of root, on all processors, and
// hands each on, with its place in files, as soon as it is read; do may be
// called several times at once. What do leaves in File.Data stays in memory;
// the memory of what it takes away is used for the next file.
func Read(ctx context.Context, root string, files []*source.File, do func(int, *source.File)) error {
	disk, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	defer disk.Close()
	return readAll(ctx, disk, files, do)
}

// walker lists files.
type walker struct {
	ctx   context.Context
	disk  *os.Root
	files []*source.File
	// room and paths are memory for files and what they are called: there are many.
	room  arena.Slices[source.File]
	paths arena.Texts
	path  []byte
	// former are the files that may be taken over.
	former *source.Tree
}

// walk lists the files below folder. above are the folders that lead to it, to
// notice a link that returns to one of them.
func (w *walker) walk(folder string, above []os.FileInfo) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	self, err := w.disk.Stat(folder)
	if err != nil {
		return err
	}
	for _, parent := range above {
		if os.SameFile(parent, self) {
			w.add(folder, source.LinkLoop)
			return nil
		}
	}
	above = append(above, self)
	seen, err := w.list(folder)
	if err != nil {
		return err
	}
	for _, s := range seen {
		if err := w.visit(s, above); err != nil {
			return err
		}
	}
	return nil
}

// join returns the path of what a folder holds.
func (w *walker) join(folder, name string) string {
	w.path = append(append(append(w.path[:0], folder...), '/'), name...)
	return w.paths.Keep(w.path)
}

// list returns what is in a folder. The disk is asked for it on all processors: it is
// slow and there may be thousands. (File.ReadDir asks too, one after the other, for a
// folder below a Root.)
func (w *walker) list(folder string) ([]seen, error) {
	f, err := w.disk.Open(folder)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, err := f.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, Ignored)
	inside, err := newLooker(w.disk, folder, f)
	if err != nil {
		return nil, err
	}
	defer inside.close()
	list := make([]seen, len(names))
	spread.Each(len(names), func(i int) { list[i].sight, list[i].err = inside.at(names[i]) })
	for i, name := range names {
		list[i].path = w.join(folder, name)
	}
	return list, nil
}

// seen is one path with what the disk said of it.
type seen struct {
	path string
	sight
	err error
}

// A sight is what the disk knows of a name. Times are in nanoseconds since 1970.
type sight struct {
	regular, folder bool
	size            int64
	modified        int64
	// changed is when anything about the file was changed last, its name included, names
	// how many names it has (what is written under one changes what is read under the
	// others), and inode which file it is; 0 where the system does not tell.
	changed int64
	names   int
	inode   uint64
}

// visit lists what was seen in a folder.
func (w *walker) visit(s seen, above []os.FileInfo) error {
	if !fit(s.path) {
		w.add(strings.ToValidUTF8(s.path, "\uFFFD"), source.BadName)
		return nil
	}
	if s.err == nil && !s.regular && !s.folder { // a link or something else
		var info fs.FileInfo
		if info, s.err = w.disk.Stat(s.path); s.err == nil {
			s.sight = sightOf(info)
		}
	}
	switch {
	case s.err != nil:
		return w.unreachable(s.path, s.err)
	case s.folder && len(above) >= maxDepth:
		w.add(s.path, source.LinkLoop)
	case s.folder:
		return w.walk(s.path, above)
	case !s.regular:
		w.add(s.path, source.Irregular)
	default:
		w.files = append(w.files, w.file(s.path, s.sight))
	}
	return nil
}

// unreachable tells a link that cannot be followed from a failing disk.
func (w *walker) unreachable(name string, err error) error {
	info, lerr := w.disk.Lstat(name)
	switch {
	case errors.Is(lerr, fs.ErrNotExist):
		return nil // removed since the folder was listed
	case lerr != nil:
		return lerr
	case info.Mode()&fs.ModeSymlink == 0:
		return err
	case errors.Is(err, fs.ErrNotExist):
		w.add(name, source.LinkBroken)
	case isLoop(err):
		w.add(name, source.LinkLoop)
	default:
		w.add(name, source.LinkOutside)
	}
	return nil
}

func (w *walker) add(name string, problem source.Problem) {
	w.files = append(w.files, &source.File{Path: name, Problem: problem})
}

// fit reports whether a name is one that every disk can carry.
func fit(name string) bool {
	base := path.Base(name)
	return utf8.ValidString(name) && !strings.ContainsAny(base, "\\:*?\"<>|") && !strings.ContainsFunc(base, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// readAll reads every sound file, and calls do for each unless it is nil. It has two
// workers for each processor, as most wait for the disk. Its error names all files
// that cannot be read.
func readAll(ctx context.Context, disk *os.Root, files []*source.File, do func(int, *source.File)) error {
	folder, err := disk.Open(".")
	if err != nil {
		return err
	}
	defer folder.Close()
	var mutex sync.Mutex
	var failures []error
	stopped := spread.Try(ctx, 2*runtime.GOMAXPROCS(0), len(files), func(share iter.Seq[int]) error {
		r := reader{disk: disk, folder: folder}
		for i := range share {
			if err := r.read(files[i]); err != nil {
				mutex.Lock()
				failures = append(failures, err)
				mutex.Unlock()
			} else if do != nil {
				data := files[i].Data
				if do(i, files[i]); files[i].Data == nil {
					r.spare = data
				}
			}
		}
		return nil
	})
	return errors.Join(append(failures, stopped)...)
}

// reader reads files.
type reader struct {
	disk   *os.Root
	folder *os.File // the same
	// spare is the memory of a text that nobody needs any more.
	spare []byte
	// hashes are those of the files: there are as many.
	hashes arena.Texts
}

// open opens a file of the site.
func (r *reader) open(name string) (io.ReadCloser, error) {
	if f, opened := beneath.Open(r.folder, name); opened {
		return f, nil
	}
	return r.disk.OpenFile(name, reading, 0)
}

// reading are the flags of a file that is read. Without O_NONBLOCK, which means nothing
// to a plain file, Go takes four more calls of the kernel to find that it cannot be
// watched.
const reading = os.O_RDONLY | syscall.O_NONBLOCK

// read fills in the bytes or the head, and the hash.
func (r *reader) read(f *source.File) error {
	if f.Problem != source.OK {
		return nil
	}
	text := isText(f.Path)
	limit := int64(source.MaxMedia)
	if text {
		limit = source.MaxText
	}
	if f.Size > limit {
		f.Problem = source.TooLarge
		return nil
	}
	f.Settled = isSettled(f, time.Now())
	file, err := r.open(f.Path)
	if err != nil {
		return err
	}
	defer file.Close()
	var hash [sha256.Size]byte
	if text {
		data, err := r.readText(file, f.Size)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
		f.Data, f.Size = data, int64(len(data))
		hash = sha256.Sum256(data)
	} else {
		// One byte more than the limit tells a file that grows while it is read.
		bytes := io.LimitReader(file, limit+1)
		sum := sha256.New()
		head := make([]byte, min(f.Size, source.HeadSize))
		n, err := io.ReadFull(bytes, head)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
		sum.Write(head[:n])
		rest, err := io.Copy(sum, bytes)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
		f.Head, f.Size = head[:n], int64(n)+rest
		sum.Sum(hash[:0])
	}
	if f.Size > limit {
		f.Data, f.Head, f.Problem = nil, nil, source.TooLarge
		return nil
	}
	var digits [2 * sha256.Size]byte
	hex.Encode(digits[:], hash[:])
	f.Hash = r.hashes.Keep(digits[:])
	return nil
}

// settled reports whether a file that was modified then can no longer be
// modified without another time: within one tick of the disk's clock it can.
// Where times are whole seconds, a tick may be two of them.
func settled(modified, now time.Time) bool {
	tick := 50 * time.Millisecond
	if modified.Nanosecond() == 0 {
		tick = 2 * time.Second
	}
	return modified.Add(tick).Before(now)
}

// readText reads to the end, or to a byte more than a text may have: that tells
// a file that grows while it is read. Size is how much is expected.
func (r *reader) readText(from io.Reader, size int64) ([]byte, error) {
	data := r.spare[:0]
	r.spare = nil
	if int64(cap(data)) <= size {
		data = make([]byte, 0, size+1)
	}
	for {
		// There is room for more than is expected, so a read that returns just
		// that has met the end, and no other need ask for it.
		n, err := from.Read(data[len(data):min(cap(data), source.MaxText+1)])
		data = data[:len(data)+n]
		if err == io.EOF || err == nil && int64(len(data)) == size || len(data) > source.MaxText {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
		if len(data) == cap(data) {
			data = slices.Grow(data, len(data)+512)
		}
	}
}

// isText reports whether a file is read whole. An SVG of content is an image,
// one of a theme may be written into a page.
func isText(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".yaml", ".yml", ".json", ".html", ".css", ".js", ".ts", ".txt", ".xml":
		return true
	case ".svg":
		return strings.HasPrefix(name, "themes/")
	}
	return false
}
