package write

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"
	"syscall"

	"essaim/generator/internal/model/output"
)

// pagesFolder holds new pages while a run is under way, each at its place in the
// site: where the site lacks a folder, the one from here is renamed with all that
// stands in it, so that a first run renames a few folders and no page.
const pagesFolder = tmpFolder + "/pages"

// inTree reports whether a file that is laid ready belongs into pagesFolder: a
// page that no run has written before.
func (w *writer) inTree(f *output.File) bool {
	_, listed := w.known.listed[f.Path]
	return f.Order == output.Page && !listed && isOutputPath(f.Path)
}

// isOutputPath reports whether an output may have a path.
func isOutputPath(name string) bool {
	return fs.ValidPath(name) && name != "." && name != ownFolder && !strings.HasPrefix(name, ownFolder+"/")
}

// lay makes the temporary file of f. Two outputs of one path, or of paths that a
// disk takes for one, are a mistake that is told later: here, each has a file.
func (w *writer) lay(f *output.File) (to newFile, name string, err error) {
	if w.inTree(f) {
		name = pagesFolder + "/" + f.Path
		to, err = w.disk.Lay(name)
		if err == nil || !errors.Is(err, fs.ErrExist) && !errors.Is(err, syscall.ENOTDIR) {
			return to, name, err
		}
	}
	name = w.temporary()
	to, err = w.disk.Create(name)
	return to, name, err
}

// group is a folder of pagesFolder that the site lacks, with the pages in it.
type group struct {
	folder string
	pages  []*output.File
}

// groups sorts new pages into folders that are renamed as a whole, and the
// rest. A folder that the site lacks at this time holds none but new pages.
func (p *plan) groups(files []*output.File) (whole []*group, rest []*output.File) {
	byFolder := map[string]*group{}
	for _, f := range files {
		top := path.Dir(f.Path)
		if f.From != pagesFolder+"/"+f.Path || !p.absent[top] {
			rest = append(rest, f)
			continue
		}
		for above := path.Dir(top); p.absent[above]; above = path.Dir(above) {
			top = above
		}
		g := byFolder[top]
		if g == nil {
			g = &group{folder: top}
			byFolder[top] = g
			whole = append(whole, g)
		}
		g.pages = append(g.pages, f)
	}
	return whole, rest
}

// writePages writes new pages: what can be with its folder, then the rest.
func (w *writer) writePages(ctx context.Context, files []*output.File) error {
	whole, rest := w.plan.groups(files)
	err := each(ctx, len(whole), func(i int) (string, error) { return whole[i].folder, w.placeFolder(whole[i]) })
	if err != nil {
		return err
	}
	return w.write(ctx, rest)
}

// placeFolder renames a folder of pagesFolder to where it belongs. When something
// has come there since the plan was made, or a system does not let the folder
// go, its pages are put in place one by one.
func (w *writer) placeFolder(g *group) error {
	if above := path.Dir(g.folder); above != "." {
		if err := w.disk.MkdirAll(above); err != nil {
			return err
		}
	}
	err := w.disk.Rename(pagesFolder+"/"+g.folder, g.folder)
	if !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	for _, f := range g.pages {
		if err := w.place(f.From, f.Path); err != nil {
			return err
		}
	}
	return nil
}

// dropStrays removes what was laid into pagesFolder and is not going to be
// written, so that no folder takes it along.
func (w *writer) dropStrays() error {
	wanted := make(map[string]bool, len(w.plan.changes))
	for _, c := range w.plan.changes {
		wanted[c.file.From] = true
	}
	for _, name := range sortedPaths(w.laid) {
		if tree := pagesFolder + "/" + name; w.laid[name].from == tree && !wanted[tree] {
			if err := w.disk.Remove(tree); err != nil {
				return err
			}
		}
	}
	return nil
}
