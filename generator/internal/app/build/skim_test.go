package build_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"essaim/generator/internal/app/build"
)

// TestSkimmedEqualsClean changes a site at random, a few things at a time, and builds
// it as the preview does when many have changed: without reading bodies, some of the
// files read ahead. What it shows must be what a first build makes, and what is wrong
// must be told once all is read.
func TestSkimmedEqualsClean(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		t.Run(itoa(int(seed)), func(t *testing.T) {
			t.Parallel()
			e, dir, kept := newEditor(t, 50+seed), t.TempDir(), &build.Cache{}
			t.Cleanup(func() { kept.Close() })
			e.sync(dir)
			run(t, build.Options{Root: dir, Cache: kept, Lazy: true, Skim: 1})
			skimmed, overtaken, broken := 0, 0, false
			for step := range 24 {
				var did []string
				var changed []string
				options := func() build.Options {
					return build.Options{Root: dir, Clock: e.clock, Drafts: e.drafts, Lazy: true, Cache: kept, Changed: changed, Skim: 1}
				}
				for range 1 + e.r.IntN(3) {
					if did = append(did, e.writing()); broken || e.r.IntN(2) == 0 {
						did = append(did, e.change(broken))
					}
					changed = differing(e.disk, e.files)
					e.sync(dir)
					switch e.r.IntN(3) {
					case 0:
						if err := build.Ahead(t.Context(), options()); err != nil {
							t.Fatal(err)
						}
					case 1:
						if overtake(t, options(), e.r.IntN(6)) {
							overtaken++
						}
					default:
						run(t, options())
					}
				}
				what := fmt.Sprintf("step %d, %s", step, strings.Join(did, ", "))
				if changed = []string{}; e.r.IntN(8) == 0 {
					changed = nil
				}
				got := run(t, options())
				o := options()
				o.Skim = 0
				whole := run(t, o)
				o.Cache, o.Changed = &build.Cache{}, nil
				want := run(t, o)
				if broken = want.Output == nil; said(whole) != said(want) {
					t.Fatalf("%s:\n%s\nwant\n%s", what, said(whole), said(want))
				}
				if whole.Skimmed {
					t.Fatalf("%s: bodies have not been read", what)
				}
				if !broken {
					wanted := contents(t, want.Output, searchOf(t, want))
					compareFolders(t, what+", whole", contents(t, whole.Output, searchOf(t, whole)), wanted)
					if got.Output == nil {
						t.Fatalf("%s: no page, and %s", what, said(got))
					}
					made := contents(t, got.Output)
					if got.Skimmed {
						skimmed++
						maps.DeleteFunc(made, func(name, _ string) bool { return strings.HasPrefix(name, "media/") && wanted[name] == "" })
					}
					wanted = contents(t, want.Output)
					compareFolders(t, what+", skimmed", made, wanted)
				}
				if err := o.Cache.Close(); err != nil || t.Failed() {
					t.Fatal(err)
				}
			}
			if skimmed < 6 || overtaken == 0 {
				t.Errorf("%d sites were skimmed, %d builds overtaken", skimmed, overtaken)
			}
		})
	}
}

// TestAheadIsReadOnce changes all entries while they are read ahead: each is skimmed
// once, and parsed once when the site has been shown.
func TestAheadIsReadOnce(t *testing.T) {
	t.Parallel()
	e, dir, kept := newEditor(t, 7), t.TempDir(), &build.Cache{}
	t.Cleanup(func() { kept.Close() })
	e.sync(dir)
	o := build.Options{Root: dir, Clock: clock, Cache: kept, Lazy: true}
	all := run(t, o).Reads.Parsed
	for n, tag := range []string{"fr", "en"} {
		for _, path := range e.entries("", tag) {
			e.files[path] += "\nUn ajout.\n"
		}
		o.Changed = differing(e.disk, e.files)
		e.sync(dir)
		if n == 0 {
			if err := build.Ahead(t.Context(), o); err != nil {
				t.Fatal(err)
			}
		}
	}
	o.Skim = 1
	last := len(o.Changed)
	if got := run(t, o); !got.Skimmed || got.Reads.Skimmed != last || got.Reads.Parsed != 0 {
		t.Errorf("at the end %+v, want the %d last ones skimmed", got.Reads, last)
	}
	o.Changed = []string{}
	if got := run(t, o); !got.Skimmed || got.Reads.Skimmed != 0 || got.Reads.Parsed != 0 {
		t.Errorf("behind it %+v, want nothing", got.Reads)
	}
	o.Skim = 0
	if got := run(t, o); got.Skimmed || got.Reads.Skimmed != 0 || got.Reads.Parsed != all {
		t.Errorf("once it is shown %+v, want all %d parsed", got.Reads, all)
	}
}
