package link

import (
	"context"
	"iter"
	"path"
	"runtime"
	"slices"
	"strings"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
	"essaim/search/spread"
)

// mostCompared bounds for how many paths that name nothing all known ones are looked
// through. Nobody reads as many suggestions, and a site from which a large folder has
// gone would take minutes to say so.
const mostCompared = 1000

// missing says that nothing is at target, and what was meant if that is sure; suggest adds
// what may have been.
func (l *linker) missing(target string, span source.Span) diag.Diagnostic {
	return l.withPath(diag.New("ref-missing", span, target), target, l.paths().Sure)
}

// missingFile says that there is no file at target, as missing says it of a page.
func (l *linker) missingFile(target string, span source.Span) diag.Diagnostic {
	return l.withFile(diag.New("file-missing", span, target), target, l.mediaPaths().Sure)
}

// withFile adds the file that find finds for target, and the fix as withPath does.
func (l *linker) withFile(d diag.Diagnostic, target string, find func(string) string) diag.Diagnostic {
	nearest := find(target)
	d = d.WithNearest(nearest, nearest)
	if nearest != "" && !isMisspelt(l.mediaPaths(), target, nearest) {
		d.Fix = nil
	}
	return d
}

// withNearest adds the known path that resembles the one that d says is missing.
func (l *linker) withNearest(d diag.Diagnostic) diag.Diagnostic {
	if d.Msg == "file-missing" {
		return l.withFile(d, d.Args[0], l.mediaPaths().Nearest)
	}
	return l.withNearestPath(d, d.Args[0])
}

// withNearestPath adds the known path that resembles target.
func (l *linker) withNearestPath(d diag.Diagnostic, target string) diag.Diagnostic {
	return l.withPath(d, target, l.paths().Nearest)
}

// withPath adds the known path that find finds for target, unless that is of the file in
// which target stands. A target that is the public address of a page is answered by what
// names that page. A fix goes with what is likely to be a misspelling; what
// has the same name elsewhere is told and left to the editor, for an entry that has been
// removed leaves links to itself, and they did not mean another one.
func (l *linker) withPath(d diag.Diagnostic, target string, find func(string) string) diag.Diagnostic {
	if page, known := l.addresses()[strings.Trim(target, "/")]; known && page.entry != nil {
		return nearestFile(d, page.path, page.entry.entry.File)
	} else if known {
		return d.WithNearest(page.path, page.path)
	}
	written := trimSlash(target)
	nearest := find(written)
	to, _ := l.lookup(nearest)
	switch {
	case nearest == "" || nearest == written || to.group != nil && to.group.isIn(d.Span.File):
		return d // it exists, and is not what is asked for
	case to.group != nil:
		told := nearestFile(d, nearest, to.group.source().entry.File)
		if !isMisspelt(l.paths(), written, nearest) {
			told.Fix = nil
		}
		return told
	case !isMisspelt(l.paths(), written, nearest):
		return d.WithNote("note/nearest", source.Span{}, nearest+"/")
	}
	return d.WithNearest(nearest+"/", nearest+"/")
}

// isMisspelt reports whether the folder of a path is that of another, or a misspelling of
// it and not a folder of one of the paths.
func isMisspelt(paths *spell.Paths, written, meant string) bool {
	from, _ := path.Split(written)
	to, _ := path.Split(meant)
	return from == to || !paths.HasFolder(from) && spell.Nearest(from, []string{to}) != ""
}

// isIn reports whether a version of the group stands in a file.
func (g *group) isIn(file string) bool {
	return slices.ContainsFunc(g.versions, func(v *version) bool { return v != nil && v.entry.File == file })
}

func nearestFile(d diag.Diagnostic, target, file string) diag.Diagnostic {
	d = d.WithNote("note/nearest-file", source.Span{}, target, file)
	if d.Span.End > d.Span.Start {
		d = d.WithFix(d.Span, target)
	}
	return d
}

// suggest adds what may have been meant to those of all that say that nothing is at a
// path, and not yet what was: for the first mostCompared paths in the order in which they
// are shown, whichever was found first. It changes nothing when ctx is done.
func (l *linker) suggest(ctx context.Context, all diag.List) {
	isOpen := func(d diag.Diagnostic) bool {
		return (d.Msg == "ref-missing" || d.Msg == "file-missing") && len(d.Notes) == 0
	}
	if !slices.ContainsFunc(all, isOpen) {
		return
	}
	var first diag.List // of each path
	compared := map[string]bool{}
	for _, d := range all.Sorted() {
		if isOpen(d) && !compared[d.Args[0]] && len(first) < mostCompared {
			compared[d.Args[0]] = true
			first.Add(d)
		}
	}
	stopped := spread.Try(ctx, runtime.GOMAXPROCS(0), len(first), func(share iter.Seq[int]) error {
		for i := range share {
			l.withNearest(first[i]) // which keeps the answer
		}
		return nil
	})
	if stopped != nil {
		return
	}
	for i := range all {
		if d := all[i]; isOpen(d) && compared[d.Args[0]] {
			all[i] = l.withNearest(d)
		}
	}
}

// knownPaths returns what links may name, in order.
func (l *linker) knownPaths() *spell.Paths {
	paths := make([]string, 0, len(l.groups)+len(l.targets))
	for _, g := range l.groups {
		paths = append(paths, "/"+g.id)
	}
	for target := range l.targets {
		if target != "" {
			paths = append(paths, target)
		}
	}
	slices.Sort(paths)
	return spell.NewPaths(slices.Compact(paths))
}

// knownMedia returns the files that links may name, as links name them.
func (l *linker) knownMedia() *spell.Paths {
	var paths []string
	for _, f := range l.tree.Below("content") {
		if content.IsMedia(f.Path) {
			paths = append(paths, strings.TrimPrefix(f.Path, "content"))
		}
	}
	return spell.NewPaths(paths)
}

// knownSeries returns the paths of the entries with a series, in order.
func (l *linker) knownSeries() *spell.Paths {
	var paths []string
	for _, g := range l.groups {
		if g.kind.Series != nil {
			paths = append(paths, "/"+g.id)
		}
	}
	return spell.NewPaths(paths)
}
