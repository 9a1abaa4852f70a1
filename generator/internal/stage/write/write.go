// Package write brings an output folder to the state of an output.Tree: only
// files that differ are written, each whole or not at all, in an order that
// leaves a usable site wherever a run is killed. MANIFEST.md specifies the
// order and the files that Essaim keeps in .essaim/.
//
//	session.go  a folder taken for a run, and given back
//	write.go    files laid ready while others are made; then all that is planned, in order
//	plan.go     what is to be written and removed, by comparing outputs with the folder
//	tree.go     new pages laid as a tree, and renamed by whole folders
//	file.go     one file put in its place
//	state.go    what the folder should hold, as the last run left it; record.go, as JSON
//	disk.go     the disk, through os.Root or package beneath; look_linux.go, what stands there
//
// Invariants: a file that Essaim did not write is never removed nor replaced;
// one run at a time works on a folder; a run that finds nothing to do writes
// nothing.
package write

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"essaim/generator/internal/arena"
	"essaim/generator/internal/model/output"
	"essaim/search/spread"
)

// Options say where to write.
type Options struct {
	// Root is the site's folder, which output.File.Local files are copied from.
	Root string
	// Out is the output folder. It is made when it does not exist.
	Out string
	// Doubt has every file of the output folder read, whatever its size and times say: a
	// program can put back the time of what it has changed.
	Doubt bool
}

// Result counts output files.
type Result struct {
	Written, Unchanged, Removed int
}

// ErrLocked is wrapped by the error of Begin when another run works on the output
// folder.
var ErrLocked = errors.New("another run is writing to this folder")

// ErrForeign is wrapped by the error of Commit when something that Essaim did not
// write stands where an output belongs.
var ErrForeign = errors.New("it was not written by Essaim")

// writer is one run.
type writer struct {
	disk  disk
	site  *os.Root
	known *records
	plan  *plan
	// temporaries numbers the files of tmpFolder; made is its making.
	temporaries *atomic.Int64
	made        func() error
	// finished is where finishedFolder is on the machine, or "".
	finished string
	// byHash is pathsByHash, once.
	byHash func() map[output.Hash]string
	// laid are the files that this run has made, by path of the output, and texts what
	// is said of them; there are those that have been seen to be as they should be.
	mutex     *sync.Mutex
	laid      map[string]laid
	texts     *arena.Texts
	committed bool
}

// laid is a file that has been made under another name.
type laid struct {
	from string
	// modified is its time, in nanoseconds since 1970, which it keeps when it
	// is renamed.
	modified int64
}

// newWriter begins a run, lock aside.
func newWriter(d disk, site *os.Root) (writer, error) {
	w := writer{disk: d, site: site, temporaries: new(atomic.Int64), mutex: new(sync.Mutex), laid: map[string]laid{}, texts: &arena.Texts{}}
	w.made = sync.OnceValue(func() error { return w.disk.MkdirAll(tmpFolder) })
	if err := w.cleanUp(); err != nil {
		return w, err
	}
	var err error
	w.known, err = readRecords(d)
	w.byHash = sync.OnceValue(w.pathsByHash)
	return w, err
}

// Ready takes the content of a file that is going to be written out of memory:
// it is laid ready beside the site, unless the site has it already. Of one without
// content it sees whether the site has it, so that Commit need not. It may be called
// several times at once.
func (w *writer) Ready(f *output.File) error {
	if f.Data == nil {
		w.known.has(f, w.disk)
		return nil
	}
	if w.has(f) {
		f.Data = nil
		return nil
	}
	if err := w.made(); err != nil {
		return err
	}
	name, err := w.keep(f)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	f.Data, f.From, f.Ready = nil, name, true
	return nil
}

// ReadyAll is Ready for all files of out that have their content in memory.
func (w *writer) ReadyAll(ctx context.Context, out *output.Tree) error {
	files := slices.DeleteFunc(out.Files(), func(f *output.File) bool { return f.Data == nil })
	return each(ctx, len(files), func(i int) (string, error) { return files[i].Path, w.Ready(files[i]) })
}

// keep writes the content of a file under another name.
func (w *writer) keep(f *output.File) (name string, err error) {
	to, name, err := w.lay(f)
	if err != nil {
		return "", err
	}
	name = w.share(f, name)
	if _, err = to.Write(f.Data); err != nil {
		return "", errors.Join(err, to.Close())
	}
	return name, w.finish(f.Path, name, to)
}

// share puts the texts of a file, and the name under which it is laid, into memory that
// many share: there are hundreds of thousands of them, and the collector looks at each
// that has its own.
func (w *writer) share(f *output.File, name string) string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	name = w.texts.Keep([]byte(name))
	if strings.HasSuffix(name, f.Path) {
		f.Path = name[len(name)-len(f.Path):]
	}
	return name
}

// finish ends the writing of a file of the output.
func (w *writer) finish(path, name string, to newFile) error {
	modified, err := to.Modified()
	if err != nil {
		return errors.Join(err, to.Close())
	}
	w.mutex.Lock()
	w.laid[path] = laid{name, modified}
	w.mutex.Unlock()
	return to.Close()
}

// has reports whether the site has a file already, as it is to be. Where it cannot be
// told, the plan will say what is wrong.
func (w *writer) has(f *output.File) bool {
	if _, listed := w.known.listed[f.Path]; !listed {
		return false
	}
	if w.known.has(f, w.disk) {
		return true
	}
	seen, err := w.disk.Look(f.Path)
	if err != nil || !seen.regular || seen.size != f.Size {
		return false
	}
	hash, known := w.known.trusted(f.Path, seen)
	if !known {
		hash, err = hashOf(w.disk, f.Path)
	}
	return err == nil && hash == f.Hash
}

// Commit writes out. On an error, or when ctx is done, the folder still holds a
// whole site: each file is old or new. The next run goes on from there.
func (w *writer) Commit(ctx context.Context, out *output.Tree) (Result, error) {
	var err error
	if w.plan, err = makePlan(ctx, out, w.disk, w.known); err != nil {
		return Result{}, err
	}
	if err := w.disk.Settle(); err != nil {
		return Result{}, err
	}
	listed := w.list(w.plan.files)
	defer listed.manifest() // whatever comes, nothing is written any more when this ends
	result := Result{Written: len(w.plan.changes), Unchanged: out.Len() - len(w.plan.changes), Removed: len(w.plan.removals) + len(w.plan.obstacles)}
	if w.plan.idle() {
		err = errors.Join(w.cleanUp(), w.records(w.known, listed))
	} else {
		err = w.carryOut(ctx, w.known, listed)
	}
	if err != nil {
		return Result{}, err
	}
	w.committed = true
	return result, nil
}

// carryOut goes through the phases of MANIFEST.md.
func (w *writer) carryOut(ctx context.Context, known *records, listed *listing) error {
	if err := w.made(); err != nil {
		return err
	}
	if err := w.record(journalPath, func(to io.Writer) error { return w.plan.writeJournal(to, known) }); err != nil {
		return err
	}
	if err := w.remove(ctx, w.plan.obstacles); err != nil {
		return err
	}
	if err := w.dropStrays(); err != nil {
		return err
	}
	for _, phase := range phases {
		var files []*output.File
		for _, c := range w.plan.changes {
			if phase(c) {
				files = append(files, c.file)
			}
		}
		if err := w.writePhase(ctx, files); err != nil {
			return err
		}
	}
	if err := w.remove(ctx, w.plan.removals); err != nil {
		return err
	}
	if known.killed {
		for _, folder := range sortedPaths(known.folders()) {
			w.sweep(folder)
		}
	}
	if err := w.records(known, listed); err != nil {
		return err
	}
	if err := w.disk.Remove(journalPath); err != nil {
		return err
	}
	return w.cleanUp()
}

// phases are the changes in the order in which they are written: what pages
// refer to; pages that nothing links to yet, those by which visitors come after
// the others; pages that change, and may link to the new ones; what lists pages.
var phases = []func(change) bool{
	func(c change) bool { return c.file.Order == output.Asset },
	func(c change) bool {
		return c.file.Order == output.Page && c.isNew && strings.Contains(c.file.Path, "/")
	},
	func(c change) bool {
		return c.file.Order == output.Page && c.isNew && !strings.Contains(c.file.Path, "/")
	},
	func(c change) bool { return c.file.Order == output.Page && !c.isNew },
	func(c change) bool { return c.file.Order == output.Index },
}

// write writes files in parallel: within a phase their order does not matter.
func (w *writer) write(ctx context.Context, files []*output.File) error {
	return each(ctx, len(files), func(i int) (string, error) { return files[i].Path, w.file(files[i]) })
}

// each calls do for 0 to n-1 until one fails; do returns the name of what it works
// on. It has two workers for each processor, as most wait for the disk.
func each(ctx context.Context, n int, do func(int) (string, error)) error {
	return spread.Try(ctx, 2*runtime.GOMAXPROCS(0), n, func(share iter.Seq[int]) error {
		for i := range share {
			if name, err := do(i); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	})
}

// remove removes files in order, then the folders that have become empty.
func (w *writer) remove(ctx context.Context, paths []string) error {
	folders := map[string]bool{}
	for _, name := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.disk.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%s: %w", name, err)
		}
		folders[path.Dir(name)] = true
	}
	for _, folder := range sortedPaths(folders) {
		w.sweep(folder)
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

// cleanUp removes the temporary files, also those of a killed run.
func (w *writer) cleanUp() error {
	return errors.Join(w.disk.Settle(), w.disk.RemoveAll(tmpFolder))
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
