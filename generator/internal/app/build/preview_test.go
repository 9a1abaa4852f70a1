package build_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/output"
)

// writing adds words of one entry to the body of another.
func (e *editor) writing() string {
	paths := e.entries("", "fr")
	path, words := e.pick(paths), strings.FieldsFunc(e.files[e.pick(paths)], func(r rune) bool { return !unicode.IsLetter(r) })
	if strings.HasSuffix(e.files[path], "\n---\n") {
		return "nothing"
	}
	from := e.r.IntN(len(words))
	e.files[path] += "\n\n" + strings.Join(words[from:min(len(words), from+e.r.IntN(20))], " ") + " mot.\n"
	return "wrote in " + path
}

// differing returns the paths at which two sites have other texts, sorted.
func differing(a, b map[string]string) []string {
	paths := map[string]bool{}
	for path, text := range a {
		if other, has := b[path]; !has || other != text {
			paths[path] = true
		}
	}
	for path := range b {
		if _, has := a[path]; !has {
			paths[path] = true
		}
	}
	return append([]string{}, slices.Sorted(maps.Keys(paths))...)
}

// contents makes the files of some trees, by path.
func contents(t testing.TB, trees ...*output.Tree) map[string]string {
	t.Helper()
	made := map[string]string{}
	for _, tree := range trees {
		for _, f := range tree.Files() {
			data := f.Data
			if f.Make != nil {
				var err error
				if data, err = f.Make(); err != nil {
					data = []byte(err.Error())
				}
			}
			made[f.Path] = f.Hash.String() + string(data)
		}
	}
	return made
}

// TestPreviewEqualsClean changes a site at random and builds it as the preview
// does, told where something has changed, with builds that are overtaken: what
// it shows must be what a first build makes, the files of the search included.
// Most changes are of bodies, after which most is taken over.
func TestPreviewEqualsClean(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		t.Run(itoa(int(seed)), func(t *testing.T) {
			t.Parallel()
			e, dir, kept := newEditor(t, seed), t.TempDir(), &build.Cache{}
			t.Cleanup(func() { kept.Close() })
			e.sync(dir)
			overtaken, shared, partial, broken := 0, 0, 0, false
			former := run(t, build.Options{Root: dir, Cache: kept, Lazy: true})
			for step := range 24 {
				did := ""
				if broken || e.r.IntN(3) == 0 {
					did = e.change(broken)
				} else if did = e.writing(); e.r.IntN(3) == 0 && e.set(e.any(), "title", fmt.Sprintf("%q", e.words(3))) {
					did += ", title"
				}
				what := fmt.Sprintf("step %d, %s", step, did)
				o := build.Options{Root: dir, Clock: e.clock, Drafts: e.drafts, Lazy: true, Cache: kept, Changed: differing(e.disk, e.files)}
				e.sync(dir)
				if e.r.IntN(8) == 0 {
					o.Changed = nil
				}
				if e.r.IntN(4) == 0 && overtake(t, o, e.r.IntN(6)) {
					overtaken++
					o.Changed = []string{}
				}
				if o.Soon = e.r.IntN(2) == 0; o.Soon {
					if run(t, o).Partial {
						partial++
					}
					o.Soon, o.Changed = false, []string{}
				}
				got := run(t, o)
				if got.Partial {
					t.Fatalf("%s: the site is not whole", what)
				}
				// Where settings are of no use, the latest run is one before them.
				if unseen, err := kept.Unseen(t.Context(), dir); unseen && got.Site != nil || err != nil {
					t.Fatalf("%s: something has been left unseen, or %v", what, err)
				}
				o.Cache, o.Changed = &build.Cache{}, nil
				want := run(t, o)
				if broken = want.Output == nil; said(got) != said(want) {
					t.Fatalf("%s:\n%s\nwant\n%s", what, said(got), said(want))
				}
				if !broken {
					compareFolders(t, what, contents(t, got.Output, searchOf(t, got)), contents(t, want.Output, searchOf(t, want)))
					if former.Site != nil && len(got.Site.Pages) == len(former.Site.Pages) && got.Site.Pages[0] == former.Site.Pages[0] {
						shared++
					}
				}
				if err := o.Cache.Close(); err != nil || t.Failed() {
					t.Fatal(err)
				}
				former = got
			}
			if overtaken == 0 || shared < 3 || partial == 0 {
				t.Errorf("%d builds were overtaken, %d shared pages with the one before, %d were partial first", overtaken, shared, partial)
			}
		})
	}
}

// overtake stops a build at its n-th step, and reports whether it was stopped.
func overtake(t testing.TB, o build.Options, n int) bool {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	steps := 0
	o.Progress = func(string) {
		if steps == n {
			stop()
		}
		steps++
	}
	_, err := build.Run(ctx, o)
	if err != nil && ctx.Err() == nil {
		t.Fatal(err)
	}
	return err != nil
}

// searchOf makes the files of the search for a site that was built without them.
func searchOf(t testing.TB, r *build.Result) *output.Tree {
	t.Helper()
	_, rest, err := r.SearchSoon(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found, err := rest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return found.Files
}
