// Package load reads the folders of a site into a source.Tree: the only stage
// that sees the disk before write. Everything goes through os.Root, so no name
// and no link leads out of the site's folder.
package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"

	"essaim/generator/internal/model/source"
)

// folders are what a site consists of.
var folders = []string{"content", "themes"}

// maxDepth bounds how deep folders may be nested.
const maxDepth = 32

// Dir reads content/ and themes/ below root. The tree does not depend on the
// order in which the disk lists names. The error is the machine's: a file that
// is merely unfit is part of the tree, with its Problem.
func Dir(ctx context.Context, root string) (*source.Tree, error) {
	disk, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	defer disk.Close()
	w := &walker{ctx: ctx, disk: disk}
	for _, folder := range folders {
		if info, err := disk.Stat(folder); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("the folder %s/ is missing: name the site's folder with --site", folder)
		}
		if err := w.walk(folder, nil); err != nil {
			return nil, err
		}
	}
	if err := readAll(ctx, disk, w.files); err != nil {
		return nil, err
	}
	return source.NewTree(w.files), nil
}

// walker lists files.
type walker struct {
	ctx   context.Context
	disk  *os.Root
	files []*source.File
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
	entries, err := fs.ReadDir(w.disk.FS(), folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if Ignored(entry.Name()) {
			continue
		}
		if err := w.visit(path.Join(folder, entry.Name()), above); err != nil {
			return err
		}
	}
	return nil
}

// visit lists one name of a folder.
func (w *walker) visit(name string, above []os.FileInfo) error {
	if !fit(name) {
		w.add(strings.ToValidUTF8(name, "\uFFFD"), source.BadName)
		return nil
	}
	info, err := w.disk.Stat(name)
	switch {
	case err != nil:
		return w.unreachable(name, err)
	case info.IsDir() && len(above) >= maxDepth:
		w.add(name, source.LinkLoop)
	case info.IsDir():
		return w.walk(name, above)
	case !info.Mode().IsRegular():
		w.add(name, source.Irregular)
	default:
		w.files = append(w.files, &source.File{Path: name, Size: info.Size()})
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

// readAll reads every sound file, on all processors.
func readAll(ctx context.Context, disk *os.Root, files []*source.File) error {
	var group sync.WaitGroup
	var mutex sync.Mutex
	var failures []error
	workers := min(4*runtime.GOMAXPROCS(0), max(1, len(files)))
	for worker := range workers {
		group.Go(func() {
			for i := worker; i < len(files) && ctx.Err() == nil; i += workers {
				if err := read(disk, files[i]); err != nil {
					mutex.Lock()
					failures = append(failures, err)
					mutex.Unlock()
				}
			}
		})
	}
	group.Wait()
	return errors.Join(append(failures, ctx.Err())...)
}

// read fills in the bytes or the head, and the hash.
func read(disk *os.Root, f *source.File) error {
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
	file, err := disk.Open(f.Path)
	if err != nil {
		return err
	}
	defer file.Close()
	// One byte more than the limit tells a file that grows while it is read.
	reader := io.LimitReader(file, limit+1)
	sum := sha256.New()
	if text {
		data, err := io.ReadAll(reader)
		if err != nil {
			return err
		}
		f.Data, f.Size = data, int64(len(data))
		sum.Write(data)
	} else {
		head := make([]byte, min(f.Size, source.HeadSize))
		n, err := io.ReadFull(reader, head)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
			return err
		}
		sum.Write(head[:n])
		rest, err := io.Copy(sum, reader)
		if err != nil {
			return err
		}
		f.Head, f.Size = head[:n], int64(n)+rest
	}
	if f.Size > limit {
		f.Data, f.Head, f.Problem = nil, nil, source.TooLarge
		return nil
	}
	f.Hash = hex.EncodeToString(sum.Sum(nil))
	return nil
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
