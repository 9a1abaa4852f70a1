package build_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/output"
)

// editsVariable sets how many edits TestIncrementalEqualsClean makes in all, and
// seedVariable where its random numbers begin.
const (
	editsVariable = "ESSAIM_EDITS"
	seedVariable  = "ESSAIM_SEED"
)

// perSite is how many edits one site undergoes, at least; sitesMost bounds how
// many sites there are.
const (
	perSite   = 50
	sitesMost = 20
)

func setTime(t testing.TB, path string, when time.Time) {
	t.Helper()
	if err := os.Chtimes(path, when, when); err != nil {
		t.Fatal(err)
	}
}

// variable returns a number from the environment.
func variable(t testing.TB, name string, otherwise int) int {
	t.Helper()
	text, is := os.LookupEnv(name)
	if !is {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestIncrementalEqualsClean changes a site at random and builds it each time
// with what was kept from before, into the same folder: output, figures and
// diagnostics must be those of a first build. What is kept is in memory, on
// disk, or both, as chance will have it.
func TestIncrementalEqualsClean(t *testing.T) {
	t.Parallel()
	count, seed := variable(t, editsVariable, 200), variable(t, seedVariable, 0)
	var mutex sync.Mutex
	total := tally{}
	sites := max(1, min(count/perSite, sitesMost))
	t.Run("sites", func(t *testing.T) {
		for n := range sites {
			t.Run(itoa(seed+n), func(t *testing.T) {
				t.Parallel()
				counts := editAtRandom(t, uint64(seed+n), count/sites)
				mutex.Lock()
				defer mutex.Unlock()
				total.add(counts)
			})
		}
	})
	t.Logf("proved: after each of %d random edits of %d kinds to %d sites (%d left mistakes, %d were reverts) an incremental build equals a clean one; %d files were left unchanged",
		total.edits, len(total.kinds), sites, total.broken, total.kinds["revert"], total.unchanged)
	if t.Failed() || count < 200 {
		return
	}
	if total.broken < count/20 || total.broken > count/2 || total.unchanged < 20*count {
		t.Errorf("%+v: the test looks in the wrong place", total)
	}
}

// tally counts what edits led to.
type tally struct {
	edits, broken, unchanged int
	kinds                    map[string]int
}

func (a *tally) add(b tally) {
	a.edits, a.broken, a.unchanged = a.edits+b.edits, a.broken+b.broken, a.unchanged+b.unchanged
	if a.kinds == nil {
		a.kinds = map[string]int{}
	}
	for name, n := range b.kinds {
		a.kinds[name] += n
	}
}

// editAtRandom edits one site.
func editAtRandom(t *testing.T, seed uint64, count int) tally {
	e := newEditor(t, seed)
	b := &builder{t: t, r: rand.New(rand.NewPCG(seed, 7)), dir: t.TempDir(), out: t.TempDir(), keep: t.TempDir(), keepToo: t.TempDir()}
	defer b.closeAll()
	done := tally{kinds: map[string]int{}}
	var names []string
	for step := 0; step <= count && !t.Failed(); step++ {
		name := "first"
		if step > 0 {
			name = e.change(b.broken)
			done.edits++
			done.kinds[name]++
		}
		e.sync(b.dir)
		names = append(names, name)
		b.what = fmt.Sprintf("step %d, after %q", step, names[max(0, len(names)-6):])
		e.next = b.compare(e.clock, e.drafts)
		if step == 0 && b.broken {
			t.Fatal("the site has mistakes to begin with")
		}
		if b.broken {
			done.broken++
		}
	}
	done.unchanged = b.unchanged
	return done
}

// builder builds one site again and again, with all that can be kept.
type builder struct {
	t    *testing.T
	r    *rand.Rand
	what string
	// dir is the site, out the output folder that every build writes to; keep
	// and keepToo keep things for new processes, the latter together with both.
	dir, out, keep, keepToo string
	memory, preview         build.Cache
	both                    *build.Cache
	// broken tells that the latest build had mistakes.
	broken    bool
	unchanged int
}

// compare builds the site both ways, and returns when it will change by itself.
func (b *builder) compare(now time.Time, drafts bool) time.Time {
	o := build.Options{Root: b.dir, Clock: now, Drafts: drafts}
	before := b.written(b.out)
	fresh := filepath.Join(b.t.TempDir(), "clean")
	clean := o
	clean.Out = fresh
	want := run(b.t, clean)
	defer os.RemoveAll(fresh)

	if b.r.IntN(4) == 0 { // a check between two builds
		checked := o
		checked.Check = true
		mine := checked
		mine.Keep = b.keep
		b.same("check", run(b.t, mine), run(b.t, checked))
	}
	if b.r.IntN(6) == 0 {
		b.comparePreviews(o)
	}
	mode, got := b.incremental(o)
	b.broken = want.Output == nil
	b.same(mode, got, want)
	if b.broken {
		compareFolders(b.t, b.what+", "+mode+": nothing is to be written", b.written(b.out), before)
		return time.Time{}
	}
	b.unchanged += got.Unchanged
	compareFolders(b.t, b.what+", "+mode, b.written(b.out), b.written(fresh))
	return want.NextChange
}

// incremental builds into the folder of all builds with something kept.
func (b *builder) incremental(o build.Options) (mode string, _ *build.Result) {
	o.Out = b.out
	switch b.r.IntN(3) {
	case 0:
		mode, o.Cache = "memory", &b.memory
	case 1:
		mode, o.Keep = "disk", b.pick()
	default:
		mode, o.Keep = "both", b.keepToo
		if b.both == nil {
			b.both = &build.Cache{}
		}
		o.Cache = b.both
	}
	result := run(b.t, o)
	if mode == "both" && b.r.IntN(3) == 0 { // the process ends, and leaves its work to the next
		b.close()
	}
	return mode, result
}

// pick returns a folder that is kept: that of "both" may be held.
func (b *builder) pick() string {
	if b.r.IntN(4) == 0 {
		return b.keepToo
	}
	return b.keep
}

func (b *builder) close() {
	if b.both == nil {
		return
	}
	if err := b.both.Close(); err != nil {
		b.t.Error(err)
	}
	b.both = nil
}

func (b *builder) closeAll() {
	b.close()
	if err := errors.Join(b.memory.Close(), b.preview.Close()); err != nil {
		b.t.Error(err)
	}
}

// written returns the files of an output folder, with the manifest.
func (b *builder) written(dir string) map[string]string {
	files := readFolder(b.t, dir)
	if data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(output.ManifestPath))); err == nil {
		files[output.ManifestPath] = string(data)
	}
	return files
}

// same compares what two runs say.
func (b *builder) same(mode string, got, want *build.Result) {
	b.t.Helper()
	if g, w := said(got), said(want); g != w {
		b.t.Errorf("%s, %s:\n%s\nwant\n%s", b.what, mode, g, w)
	}
}

// said is all that a run says: the diagnostics with their excerpts, and the
// figures of a site without mistakes.
func said(r *build.Result) string {
	var s strings.Builder
	for _, d := range r.Diagnostics {
		fmt.Fprintln(&s, shown(r.Tree, d))
		for _, n := range d.Notes {
			fmt.Fprintln(&s, "  "+place(r.Tree, n.Span)+" "+n.Message("en"))
		}
		if d.Fix != nil {
			fmt.Fprintf(&s, "  fix %+v\n", *d.Fix)
		}
		if f := r.Tree.File(d.Span.File); f != nil {
			fmt.Fprintf(&s, "  %d bytes of %d\n", len(f.Data), f.Size)
		}
	}
	if r.Output == nil {
		return s.String()
	}
	fmt.Fprintln(&s, r.Pages, r.Locales, r.NextChange.UTC())
	for _, tag := range r.Locales {
		fmt.Fprintf(&s, "%s %+v\n", tag, r.Search[tag])
	}
	return s.String()
}

// comparePreviews makes every file of the preview, those of the search too, with
// what earlier previews have kept and without.
func (b *builder) comparePreviews(o build.Options) {
	o.Lazy = true
	want := run(b.t, o)
	o.Cache = &b.preview
	got := run(b.t, o)
	b.same("preview", got, want)
	if want.Output == nil || b.t.Failed() {
		return
	}
	files := func(r *build.Result) map[string]string {
		made := map[string]string{}
		for _, f := range slices.Concat(r.Output.Files(), searchOf(b.t, r).Files()) {
			data := f.Data
			if f.Make != nil {
				var err error
				if data, err = f.Make(); err != nil {
					data = []byte(err.Error())
				}
			}
			made[f.Path] = string(data) + f.Hash.String()
		}
		return made
	}
	compareFolders(b.t, b.what+", preview", files(got), files(want))
	verified := func(r *build.Result, c *build.Cache) string {
		found, err := r.Verify(b.t.Context(), c)
		if err != nil {
			b.t.Fatal(err)
		}
		return said(&build.Result{Tree: r.Tree, Diagnostics: found})
	}
	if got, want := verified(got, &b.preview), verified(want, &build.Cache{}); got != want {
		b.t.Errorf("%s, preview: verified %s, want %s", b.what, got, want)
	}
}
