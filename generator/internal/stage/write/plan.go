package write

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"

	"essaim/generator/internal/model/output"
	"essaim/search/spread"
)

// errNoOutput is wrapped where an output has a path that none may have.
var errNoOutput = errors.New("no path for an output")

// plan is what a run will do. Making it changes nothing.
type plan struct {
	// files are all of the output, by order of writing and path.
	files []*output.File
	// changes are the files to write, in that order.
	changes []change
	// obstacles are files and folders of ours that must go before others can be
	// written: a file whose name becomes a folder, or the reverse. What is
	// inside a folder comes before it.
	obstacles []string
	// removals are files of ours that are not wanted any more; see leaves.
	removals []string
	// untouched are the times, in nanoseconds since 1970, of the files that are as
	// they should be, and of which the state says something else.
	untouched map[*output.File]int64
	// lacking are folders that are not there yet, or are obstacles; absent are those
	// of them that the site will not have from its assets.
	lacking, absent map[string]bool
	// leftover reports that a killed run left its journal.
	leftover bool
}

// change is one file to write.
type change struct {
	file *output.File
	// isNew reports that there is no such file yet.
	isNew bool
}

// idle reports whether there is nothing to write or remove.
func (p *plan) idle() bool {
	return len(p.changes) == 0 && len(p.obstacles) == 0 && len(p.removals) == 0 && !p.leftover
}

// makePlan compares out with the folder. It returns an error that wraps ErrForeign before
// anything is written.
func makePlan(ctx context.Context, out *output.Tree, d disk, known *records) (*plan, error) {
	for _, f := range known.listed {
		f.wanted = false // a session may make several plans
	}
	files := out.Files()
	p := &plan{files: files, untouched: map[*output.File]int64{}, absent: map[string]bool{}, leftover: known.killed}
	m := &planner{plan: p, out: out, disk: d, known: known, seen: map[string]bool{}, obstacles: map[string]bool{}}
	var others sync.WaitGroup
	var unfit error
	others.Go(func() { unfit = m.fit() })
	found := make([]finding, len(files))
	stopped := spread.Try(ctx, 2*runtime.GOMAXPROCS(0), len(files), func(share iter.Seq[int]) error {
		for i := range share {
			found[i] = m.look(files[i])
		}
		return nil
	})
	others.Wait()
	if err := cmp.Or(unfit, stopped); err != nil {
		return nil, err
	}
	p.lacking = maps.Clone(p.absent)
	for i, f := range files {
		switch {
		case found[i].err != nil:
			return nil, fmt.Errorf("%s: %w", f.Path, found[i].err)
		case found[i].same && !found[i].there: // as the state has it
		case found[i].same:
			p.untouched[f] = found[i].modified
		default:
			p.changes = append(p.changes, change{file: f, isNew: !found[i].there})
			if f.Order == output.Asset { // it comes first, and its folder with it
				for folder := path.Dir(f.Path); p.absent[folder]; folder = path.Dir(folder) {
					delete(p.absent, folder)
				}
			}
		}
	}
	p.obstacles = sortedPaths(m.obstacles)
	slices.Reverse(p.obstacles)
	return p, m.removals(m.unwanted())
}

type planner struct {
	*plan
	out   *output.Tree
	disk  disk
	known *records
	mutex sync.Mutex
	// seen are the folders of outputs that have been looked at.
	seen map[string]bool
	// obstacles are files of ours in the way.
	obstacles map[string]bool
}

// finding is what stands at the path of an output.
type finding struct {
	// there reports that something does, modified when in nanoseconds since 1970; it
	// is false, though same is not, when all is as the state has it.
	there    bool
	modified int64
	// same reports that it has the wanted content.
	same bool
	err  error
}

// fit returns an error when the path of one file is a folder of another's.
func (m *planner) fit() error {
	previous := ""
	for _, f := range m.files {
		// The folders of the file before have been looked at.
		for folder := above(f.Path); folder != "." && !isBelow(previous, folder); folder = above(folder) {
			if m.out.File(folder) != nil {
				return fmt.Errorf("%s would be both a file and a folder", folder)
			}
		}
		previous = f.Path
	}
	return nil
}

// isBelow reports whether a file stands below a folder.
func isBelow(name, folder string) bool {
	return len(name) > len(folder) && name[len(folder)] == '/' && name[:len(folder)] == folder
}

// above is path.Dir for valid paths, and much faster.
func above(name string) string {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		return name[:i]
	}
	return "."
}

// folder looks at a folder that outputs stand in: it must be a folder, or not be
// there, or be a file of ours that goes. It reports whether it is not there.
func (m *planner) folder(name string) (absent bool, err error) {
	if name == "." {
		return false, nil
	}
	m.mutex.Lock()
	seen, absent := m.seen[name], m.absent[name]
	m.mutex.Unlock()
	if seen {
		return absent, nil
	}
	if absent, err = m.folder(above(name)); err != nil {
		return false, err
	}
	obstacle := false
	if !absent {
		seen, err := m.disk.Look(name)
		_, listed := m.known.listed[name]
		switch {
		case isMissing(err):
			absent = true
		case err != nil:
			return false, err
		case seen.folder:
		case seen.regular && listed:
			absent, obstacle = true, true
		default:
			return false, fmt.Errorf("%s stands where a folder belongs: %w", name, ErrForeign)
		}
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.seen[name] = true
	if absent {
		m.absent[name] = true
	}
	if obstacle {
		m.obstacles[name] = true
	}
	return absent, nil
}

// isMissing reports whether nothing stands at a path, also because a file
// stands where its folder should.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// look compares one output with what is there.
func (m *planner) look(f *output.File) finding {
	if !isOutputPath(f.Path) {
		return finding{err: errNoOutput}
	}
	if s := m.known.listed[f.Path]; s != nil {
		s.wanted = true
	}
	if m.known.has(f, m.disk) {
		return finding{same: true}
	}
	if absent, err := m.folder(above(f.Path)); absent || err != nil {
		return finding{err: err}
	}
	seen, err := m.disk.Look(f.Path)
	switch {
	case isMissing(err):
		return finding{}
	case err != nil:
		return finding{err: err}
	case seen.folder:
		return finding{err: m.clear(f.Path)}
	case !seen.regular:
		return finding{err: ErrForeign}
	}
	hash, known := m.known.trusted(f.Path, seen)
	_, listed := m.known.listed[f.Path]
	if !known && (seen.size == f.Size || !listed) {
		if hash, err = hashOf(m.disk, f.Path); err != nil {
			return finding{err: err}
		}
		known = true
	}
	same := known && hash == f.Hash
	if !same && !m.known.ours(f.Path, hash) {
		return finding{err: ErrForeign}
	}
	return finding{there: true, modified: seen.modified, same: same}
}

// clear notes everything in a folder that stands where a file belongs as an
// obstacle, and the folder with it, if all of it is ours.
func (m *planner) clear(folder string) error {
	if !m.known.folders()[folder] {
		return fmt.Errorf("the folder %s is in the way: %w", folder, ErrForeign)
	}
	m.obstacle(folder)
	names, err := m.disk.List(folder)
	if err != nil {
		return err
	}
	for _, base := range names {
		name := folder + "/" + base
		info, err := m.disk.Lstat(name)
		if err != nil {
			return err
		}
		_, listed := m.known.listed[name]
		switch {
		case info.IsDir():
			if err := m.clear(name); err != nil {
				return err
			}
		case !listed:
			return fmt.Errorf("%s is in the way: %w", name, ErrForeign)
		default:
			m.obstacle(name)
		}
	}
	return nil
}

func (m *planner) obstacle(name string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.obstacles[name] = true
}

// unwanted returns the paths of ours that no file of the plan has, sorted.
func (m *planner) unwanted() []string {
	unwanted := map[string]bool{}
	for name, f := range m.known.listed {
		if !f.wanted {
			unwanted[name] = true
		}
	}
	for name := range m.known.journaled {
		if m.out.File(name) == nil {
			unwanted[name] = true
		}
	}
	return sortedPaths(unwanted)
}

// removals finds the files at unwanted paths, obstacles aside. One that somebody else
// has changed since is theirs now, and stays.
func (m *planner) removals(unwanted []string) error {
	for _, name := range unwanted {
		if m.obstacles[name] {
			continue
		}
		info, err := m.disk.Lstat(name)
		if isMissing(err) {
			continue
		}
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			continue
		}
		hash, known := m.known.trusted(name, sightOf(info))
		if !known {
			if hash, err = hashOf(m.disk, name); err != nil {
				return err
			}
		}
		if m.known.wrote(name, hash) {
			m.plan.removals = append(m.plan.removals, name)
		}
	}
	slices.SortStableFunc(m.plan.removals, func(a, b string) int { return leaves(a) - leaves(b) })
	return nil
}

// leaves orders what is removed: first what lists pages and is read by itself,
// as the feed of a term that no entry has any more, then pages, then what pages
// refer to.
func leaves(name string) int {
	switch base := path.Base(name); {
	case base == "feed.json", path.Ext(base) == ".xml", path.Ext(base) == ".ics":
		return 0
	case path.Ext(base) == ".html":
		return 1
	}
	return 2
}
