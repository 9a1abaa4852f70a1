package build_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/corpus"
	"essaim/generator/internal/model/output"
)

// texts reads what a site consists of, by path below dir.
func (e *editor) texts() map[string]string {
	all := map[string]string{}
	for _, folder := range []string{"content", "themes"} {
		for name, text := range readFolder(e.t, filepath.Join(e.dir, folder)) {
			all[folder+"/"+name] = text
		}
	}
	return all
}

// writing makes a random change of the body of a document.
func (e *editor) writing() string {
	paths := e.documents()
	path := paths[e.r.IntN(len(paths))]
	words := strings.Fields(e.read(paths[e.r.IntN(len(paths))]))
	from := e.r.IntN(len(words))
	some := strings.Join(words[from:min(len(words), from+e.r.IntN(20))], " ")
	some = strings.Join(strings.FieldsFunc(some, func(r rune) bool { return !unicode.IsLetter(r) }), " ")
	e.replace(path, "\n---\n", "\n---\n"+some+" mot.\n\n")
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
					t.Fatal(err)
				}
			}
			made[f.Path] = f.Hash + string(data)
		}
	}
	return made
}

// TestPreviewEqualsClean changes a site at random and builds it as the preview
// does, told where something has changed, with builds that are overtaken: what
// it shows must be what a first build makes, the files of the search included.
func TestPreviewEqualsClean(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(itoa(int(seed)), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			o := corpus.Options{Documents: 40, Words: 120, Seed: seed, Locales: []string{"fr", "en"}, Theme: filepath.Join(repository, "themes", "solidaire")}
			if err := corpus.Write(dir, o); err != nil {
				t.Fatal(err)
			}
			e := &editor{t: t, r: rand.New(rand.NewPCG(seed, 5)), dir: dir}
			cache := &build.Cache{}
			t.Cleanup(func() { cache.Close() })
			former := run(t, build.Options{Root: dir, Cache: cache, Lazy: true})
			overtaken, shared := 0, 0
			for step := range 16 {
				clean := &build.Cache{}
				before := e.texts()
				did := e.writing()
				if e.r.IntN(3) == 0 {
					did = e.change()
				}
				changed := differing(before, e.texts())
				if e.r.IntN(8) == 0 {
					changed = nil
				}
				if e.r.IntN(4) == 0 && overtake(t, build.Options{Root: dir, Cache: cache, Lazy: true, Clock: clock, Changed: changed}, e.r.IntN(6)) {
					overtaken++
					changed = []string{}
				}
				result := run(t, build.Options{Root: dir, Cache: cache, Lazy: true, Changed: changed})
				first := run(t, build.Options{Root: dir, Lazy: true, Cache: clean})
				what := fmt.Sprintf("step %d, %s", step, did)
				if got, want := fmt.Sprint(result.Diagnostics), fmt.Sprint(first.Diagnostics); got != want {
					t.Fatalf("%s: diagnostics\n%s\nwant\n%s", what, got, want)
				}
				if unseen, err := cache.Unseen(t.Context(), dir); unseen || err != nil {
					t.Fatalf("%s: something has been left unseen, or %v", what, err)
				}
				if first.Output == nil {
					t.Fatalf("%s: the change broke the site: %s", what, shown(first.Tree, first.Diagnostics[0]))
				}
				compareFolders(t, what, contents(t, result.Output, searchOf(t, result)), contents(t, first.Output, searchOf(t, first)))
				if found, err := result.Verify(t.Context(), cache); len(found) > 0 || err != nil {
					t.Fatalf("%s: %v, %v", what, found, err)
				}
				if err := clean.Close(); err != nil {
					t.Fatal(err)
				}
				if t.Failed() {
					return
				}
				if len(result.Site.Pages) == len(former.Site.Pages) && result.Site.Pages[0] == former.Site.Pages[0] {
					shared++
				}
				former = result
			}
			if overtaken == 0 || shared == 0 {
				t.Errorf("%d builds were overtaken, %d shared pages with the one before", overtaken, shared)
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

func searchOf(t testing.TB, r *build.Result) *output.Tree {
	t.Helper()
	files, err := r.SearchFiles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return files
}
