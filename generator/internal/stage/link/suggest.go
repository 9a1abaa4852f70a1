package link

import (
	"context"
	"iter"
	"runtime"
	"slices"
	"strings"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
	"essaim/search/spread"
)

// mostCompared bounds for how many paths that name nothing all known ones are looked
// through. Nobody reads as many suggestions, and a site from which a large folder has
// gone would take minutes to say so.
const mostCompared = 1000

// missing says that nothing is at path, and what was meant if that is sure; suggest adds
// what may have been.
func (l *linker) missing(path string, span source.Span) diag.Diagnostic {
	return l.withPath(diag.New("ref-missing", span, path), path, l.paths().Sure)
}

// withNearestPath adds the known path that resembles path.
func (l *linker) withNearestPath(d diag.Diagnostic, path string) diag.Diagnostic {
	return l.withPath(d, path, l.paths().Nearest)
}

// withPath adds the known path that find finds for path. A path that is the public
// address of an entry is answered by the entry's path in the source.
func (l *linker) withPath(d diag.Diagnostic, path string, find func(string) string) diag.Diagnostic {
	if v := l.addresses()[strings.Trim(path, "/")]; v != nil {
		return nearestFile(d, "/"+v.group.id, v.entry.File)
	}
	nearest := find(trimSlash(path))
	if nearest == "" || nearest == trimSlash(path) {
		return d // it exists, and is not what is asked for
	}
	if to, _ := l.lookup(nearest); to.group != nil {
		return nearestFile(d, nearest, to.group.source().entry.File)
	}
	return d.WithNearest(nearest+"/", nearest+"/")
}

func nearestFile(d diag.Diagnostic, path, file string) diag.Diagnostic {
	d = d.WithNote("note/nearest-file", source.Span{}, path, file)
	if d.Span.End > d.Span.Start {
		d = d.WithFix(d.Span, path)
	}
	return d
}

// suggest adds what may have been meant to those of all that say that nothing is at a
// path, and not yet what was: for the first mostCompared paths in the order in which they
// are shown, whichever was found first. It changes nothing when ctx is done.
func (l *linker) suggest(ctx context.Context, all diag.List) {
	isOpen := func(d diag.Diagnostic) bool { return d.Msg == "ref-missing" && len(d.Notes) == 0 }
	if !slices.ContainsFunc(all, isOpen) {
		return
	}
	var paths []string
	compared := map[string]bool{}
	for _, d := range all.Sorted() {
		if isOpen(d) && !compared[d.Args[0]] && len(paths) < mostCompared {
			compared[d.Args[0]] = true
			paths = append(paths, d.Args[0])
		}
	}
	stopped := spread.Try(ctx, runtime.GOMAXPROCS(0), len(paths), func(share iter.Seq[int]) error {
		for i := range share {
			l.paths().Nearest(trimSlash(paths[i])) // which keeps the answer
		}
		return nil
	})
	if stopped != nil {
		return
	}
	for i := range all {
		if d := all[i]; isOpen(d) && compared[d.Args[0]] {
			all[i] = l.withNearestPath(d, d.Args[0])
		}
	}
}

// knownAddresses returns the first version at each address, which is without
// slashes at its ends.
func (l *linker) knownAddresses() map[string]*version {
	addresses := make(map[string]*version, len(l.groups))
	for _, g := range l.groups {
		for _, v := range g.versions {
			if v != nil && addresses[strings.Trim(string(v.url), "/")] == nil {
				addresses[strings.Trim(string(v.url), "/")] = v
			}
		}
	}
	return addresses
}

// knownPaths returns what links may name, in order.
func (l *linker) knownPaths() *spell.Paths {
	paths := make([]string, 0, len(l.groups)+len(l.targets))
	for _, g := range l.groups {
		paths = append(paths, "/"+g.id)
	}
	for path := range l.targets {
		if path != "" {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return spell.NewPaths(slices.Compact(paths))
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
