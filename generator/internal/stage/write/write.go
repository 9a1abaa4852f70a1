// Package write brings an output folder to the state of an output.Tree: only
// files that differ are written, each whole or not at all, in an order that
// leaves a usable site wherever a run is killed. MANIFEST.md specifies the
// order and the files that Essaim keeps in .essaim/.
//
// Invariants: a file that Essaim did not write is never removed nor replaced;
// one run at a time works on a folder; a run that finds nothing to do writes
// nothing.
package write

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"essaim/generator/internal/model/output"
)

// Options say where to write.
type Options struct {
	// Root is the site's folder, which output.File.Local files are copied from.
	Root string
	// Out is the output folder. It is made when it does not exist.
	Out string
}

// Result counts output files.
type Result struct {
	Written, Unchanged, Removed int
}

// ErrLocked is wrapped by the error of Tree when another run works on the
// output folder.
var ErrLocked = errors.New("another run is writing to this folder")

// ErrForeign is wrapped by the error of Tree when something that Essaim did
// not write stands where an output belongs.
var ErrForeign = errors.New("it was not written by Essaim; move it away, or choose another output folder")

// Tree writes out. On an error, or when ctx is done, the folder still holds a
// whole site: each file is old or new. The next run goes on from there.
func Tree(ctx context.Context, out *output.Tree, o Options) (Result, error) {
	if err := os.MkdirAll(o.Out, 0o777); err != nil {
		return Result{}, err
	}
	folder, err := os.OpenRoot(o.Out)
	if err != nil {
		return Result{}, err
	}
	defer folder.Close()
	if err := folder.MkdirAll(ownFolder, 0o777); err != nil {
		return Result{}, err
	}
	lock, err := folder.OpenFile(lockPath, os.O_CREATE|os.O_RDWR, 0o666)
	if err != nil {
		return Result{}, err
	}
	defer lock.Close() // and with it the lock, as does the death of the process
	if err := acquire(lock); err != nil {
		return Result{}, err
	}
	site, err := os.OpenRoot(o.Root)
	if err != nil {
		return Result{}, err
	}
	defer site.Close()
	return run(ctx, out, rootDisk{folder}, site)
}

// writer is one run.
type writer struct {
	ctx  context.Context
	disk disk
	site *os.Root
	plan *plan
	// temporaries numbers the files of tmpFolder.
	temporaries atomic.Int64
}

// run does everything but the lock.
func run(ctx context.Context, out *output.Tree, d disk, site *os.Root) (Result, error) {
	w := &writer{ctx: ctx, disk: d, site: site}
	if err := w.cleanUp(); err != nil {
		return Result{}, err
	}
	known, err := readRecords(d)
	if err != nil {
		return Result{}, err
	}
	if w.plan, err = makePlan(ctx, out, d, known); err != nil {
		return Result{}, err
	}
	result := Result{Written: len(w.plan.changes), Unchanged: out.Len() - len(w.plan.changes), Removed: len(w.plan.removals) + len(w.plan.obstacles)}
	if w.plan.idle() {
		return result, w.records(out, known)
	}
	if err := w.carryOut(out, known); err != nil {
		return Result{}, err
	}
	return result, nil
}

// carryOut goes through the phases of MANIFEST.md.
func (w *writer) carryOut(out *output.Tree, known *records) error {
	if err := w.disk.MkdirAll(tmpFolder); err != nil {
		return err
	}
	if err := w.record(journalPath, journalOf(w.plan, known)); err != nil {
		return err
	}
	if err := w.remove(w.plan.obstacles); err != nil {
		return err
	}
	for _, phase := range phases {
		var files []*output.File
		for _, c := range w.plan.changes {
			if phase(c) {
				files = append(files, c.file)
			}
		}
		if err := w.write(files); err != nil {
			return err
		}
	}
	if err := w.remove(w.plan.removals); err != nil {
		return err
	}
	if known.killed {
		for _, folder := range sortedPaths(known.folders) {
			w.sweep(folder)
		}
	}
	if err := w.records(out, known); err != nil {
		return err
	}
	if err := w.disk.Remove(journalPath); err != nil {
		return err
	}
	return w.disk.Remove(tmpFolder)
}

// phases are the changes in the order in which they are written: what pages
// refer to; pages that nothing links to yet; pages that change, and may link to
// the new ones; what lists pages.
var phases = []func(change) bool{
	func(c change) bool { return c.file.Order == output.Asset },
	func(c change) bool { return c.file.Order == output.Page && c.isNew },
	func(c change) bool { return c.file.Order == output.Page && !c.isNew },
	func(c change) bool { return c.file.Order == output.Index },
}

// write writes files in parallel: within a phase their order does not matter.
func (w *writer) write(files []*output.File) error {
	var next atomic.Int64
	var mutex sync.Mutex
	var failed error
	var group sync.WaitGroup
	for range min(2*runtime.GOMAXPROCS(0), len(files)) {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				mutex.Lock()
				stop := failed != nil || i >= len(files)
				mutex.Unlock()
				if stop {
					return
				}
				err := w.ctx.Err()
				if err == nil {
					err = w.file(files[i])
				}
				if err != nil {
					mutex.Lock()
					if failed == nil {
						failed = fmt.Errorf("%s: %w", files[i].Path, err)
					}
					mutex.Unlock()
				}
			}
		})
	}
	group.Wait()
	return failed
}

// remove removes files in order, and the folders that become empty.
func (w *writer) remove(paths []string) error {
	for _, name := range paths {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if err := w.disk.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%s: %w", name, err)
		}
		w.sweep(path.Dir(name))
	}
	return nil
}

// sweep removes a folder that has nothing left in it, and then those above. One
// that cannot be removed does no harm, so nothing is said about it.
func (w *writer) sweep(folder string) {
	for ; folder != "."; folder = path.Dir(folder) {
		names, err := w.disk.List(folder)
		if err != nil || len(names) > 0 || w.disk.Remove(folder) != nil {
			return
		}
	}
}

// cleanUp removes the temporary files of a killed run.
func (w *writer) cleanUp() error {
	names, err := w.disk.List(tmpFolder)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := w.disk.Remove(tmpFolder + "/" + name); err != nil {
			return err
		}
	}
	return w.disk.Remove(tmpFolder)
}

// temporary returns the path of a new temporary file.
func (w *writer) temporary() string {
	return tmpFolder + "/" + strconv.FormatInt(w.temporaries.Add(1), 10)
}

// sortedPaths returns the paths of a set in order.
func sortedPaths[V any](set map[string]V) []string {
	paths := make([]string, 0, len(set))
	for name := range set {
		paths = append(paths, name)
	}
	slices.Sort(paths)
	return paths
}
