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

// Two folders hold new files while a run is under way, each at its place in the
// site: where the site lacks a folder, the one from here is renamed with all that
// stands in it, so that a first run renames a few folders and no page.
const (
	pagesFolder = tmpFolder + "/pages"
	// assetsFolder holds what pages refer to, which comes before them.
	assetsFolder = tmpFolder + "/assets"
)

// treeOf returns the folder for a file that is laid ready, "" for one that an
// earlier run has written or that lists pages.
func (w *writer) treeOf(f *output.File) string {
	if _, listed := w.known.listed[f.Path]; listed || !isOutputPath(f.Path) {
		return ""
	}
	switch f.Order {
	case output.Asset:
		return assetsFolder
	case output.Page:
		return pagesFolder
	}
	return ""
}

// isOutputPath reports whether an output may have a path.
func isOutputPath(name string) bool {
	return fs.ValidPath(name) && name != "." && name != ownFolder && !strings.HasPrefix(name, ownFolder+"/")
}

// lay makes the temporary file of f. Two outputs of one path, or of paths that a
// disk takes for one, are a mistake that is told later: here, each has a file.
func (w *writer) lay(f *output.File) (to newFile, name string, err error) {
	if tree := w.treeOf(f); tree != "" {
		name = tree + "/" + f.Path
		if tree == assetsFolder {
			to, err = w.disk.LayBeside(name)
		} else {
			to, err = w.disk.Lay(name)
		}
		if err == nil || !errors.Is(err, fs.ErrExist) && !errors.Is(err, syscall.ENOTDIR) {
			return to, name, err
		}
	}
	name = w.temporary()
	to, err = w.disk.Create(name)
	return to, name, err
}

// isIn reports whether a file stands in a tree at its place in the site.
func isIn(tree, from, name string) bool {
	return len(from) == len(tree)+1+len(name) && strings.HasPrefix(from, tree) && strings.HasSuffix(from, name)
}

// group is a folder of a tree that the site lacks, with the files in it.
type group struct {
	tree, folder string
	files        []*output.File
}

// groups sorts new files into folders that are renamed as a whole, and the rest.
// A folder that the site lacks at this time holds none but new files of one tree:
// before there are assets, no page is put in place.
func (p *plan) groups(files []*output.File) (whole []*group, rest []*output.File) {
	byFolder := map[string]*group{}
	for _, f := range files {
		tree, absent := pagesFolder, p.absent
		if f.Order == output.Asset {
			tree, absent = assetsFolder, p.lacking
		}
		top := above(f.Path)
		if !isIn(tree, f.From, f.Path) || !absent[top] {
			rest = append(rest, f)
			continue
		}
		for folder := above(top); absent[folder]; folder = above(folder) {
			top = folder
		}
		g := byFolder[top]
		if g == nil {
			g = &group{tree: tree, folder: top}
			byFolder[top] = g
			whole = append(whole, g)
		}
		g.files = append(g.files, f)
	}
	return whole, rest
}

// writePhase writes the files of one phase: what can be with its folder, then the
// rest.
func (w *writer) writePhase(ctx context.Context, files []*output.File) error {
	whole, rest := w.plan.groups(files)
	err := each(ctx, len(whole), func(i int) (string, error) { return whole[i].folder, w.placeFolder(whole[i]) })
	if err != nil {
		return err
	}
	return w.write(ctx, rest)
}

// placeFolder renames a folder of a tree to where it belongs. When something has
// come there since the plan was made, or a system does not let the folder go, its
// files are put in place one by one.
func (w *writer) placeFolder(g *group) error {
	if above := path.Dir(g.folder); above != "." {
		if err := w.disk.MkdirAll(above); err != nil {
			return err
		}
	}
	err := w.disk.Move(g.tree+"/"+g.folder, g.folder)
	if !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	for _, f := range g.files {
		if err := w.place(f.From, f.Path); err != nil {
			return err
		}
	}
	return nil
}

// dropStrays removes what was laid into a tree and is not going to be written, so
// that no folder takes it along.
func (w *writer) dropStrays() error {
	ready := 0
	for _, c := range w.plan.changes {
		if c.file.Ready {
			ready++
		}
	}
	if ready == len(w.laid) {
		return nil // as nearly always: a page that is made is written
	}
	wanted := make(map[string]bool, len(w.plan.changes))
	for _, c := range w.plan.changes {
		wanted[c.file.From] = true
	}
	strays := map[string]bool{}
	for name, made := range w.laid {
		if inTree := isIn(pagesFolder, made.from, name) || isIn(assetsFolder, made.from, name); inTree && !wanted[made.from] {
			strays[made.from] = true
		}
	}
	for _, name := range sortedPaths(strays) {
		if err := w.disk.Remove(name); err != nil {
			return err
		}
	}
	return nil
}
