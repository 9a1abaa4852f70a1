package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// task is a program in a section: what is removed before it, what it is run on.
type task struct {
	name, out string
	remove    []string
	program   string
	args      []string
}

// build is Essaim's build of a site.
func (b *bench) build(name, site, out string, remove ...string) task {
	return task{name: name, out: out, remove: remove, program: b.essaim, args: []string{"build", "--site", site, "--out", out, "--lang", "en"}}
}

// tasks are the cold builds of a size, in an order in which each finds what it
// reads.
func (b *bench) tasks(s *section, folder string) []task {
	in := func(name string) string { return filepath.Join(folder, name) }
	clean := func(name, site string) task {
		return b.build(name, in(site), in(name), in(name), filepath.Join(in(site), ".cache"))
	}
	list := []task{clean("pages alone", "pages"), clean("with search", "site")}
	if s.Missing["Hugo"] == "" {
		list = append(list, b.hugoBuild(folder, true))
	}
	if s.Missing["Pagefind"] == "" {
		list = append(list, task{name: "Pagefind", out: in("pagefind"), remove: []string{in("pagefind")}, program: "node", args: []string{b.pagefind, "--site", in("public"), "--output-path", in("pagefind")}})
	}
	return append(list,
		task{name: "copy pages", out: in("copy"), remove: []string{in("copy")}, program: "cp", args: []string{"-r", in("pages alone"), in("copy")}},
		task{name: "copy all", out: in("copy"), remove: []string{in("copy")}, program: "cp", args: []string{"-r", in("with search"), in("copy")}},
	)
}

// hugoBuild is Hugo's build of its site. Its cache is beside it.
func (b *bench) hugoBuild(folder string, cold bool) task {
	out, cache := filepath.Join(folder, "public"), filepath.Join(folder, "hugo-cache")
	t := task{name: "Hugo", out: out, program: b.hugo, args: []string{"--source", filepath.Join(folder, "hugo"), "--destination", out, "--cacheDir", cache, "--noBuildLock", "--quiet"}}
	if cold {
		t.remove = []string{out, cache, filepath.Join(folder, "hugo", "resources")}
	}
	return t
}

// discard puts a folder out of the way, to be removed when all is measured: for
// minutes after so many files have been removed, ext4 makes new ones several
// times slower, and whoever comes next would pay for it. It goes from memory at once:
// a program that finds memory full of what others have written pays for that too.
func (b *bench) discard(name string) error {
	trash := filepath.Join(b.work, "discarded")
	if err := os.MkdirAll(trash, 0o777); err != nil {
		return err
	}
	b.discarded++
	to := filepath.Join(trash, fmt.Sprint(b.discarded))
	err := os.Rename(name, to)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	settle() // what is not on the disk yet stays in memory
	return filepath.WalkDir(to, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			err = evict(name)
		}
		return err
	})
}

// do runs a task and adds its sample.
func (b *bench) do(ctx context.Context, s *section, t task) error {
	for _, name := range t.remove {
		if err := b.discard(name); err != nil {
			return err
		}
	}
	sample, err := run(ctx, t.out, t.program, t.args...)
	if err != nil {
		return err
	}
	s.Samples[t.name] = append(s.Samples[t.name], sample)
	b.say("  %-16s %7.2f s, processors %7.2f s, %5d MiB, %6d files written", t.name, sample.Wall, sample.CPU, sample.Peak>>20, sample.Written)
	return nil
}

// cold measures builds without cache and without output. Every other run takes
// the programs in the opposite order.
func (b *bench) cold(ctx context.Context, s *section, folder string) error {
	s.lack("Hugo", b.lacksHugo(s.Documents))
	s.lack("Pagefind", b.lacksPagefind(s.Documents))
	tasks := b.tasks(s, folder)
	for r := range b.runs {
		b.say("cold, %d documents, run %d of %d", s.Documents, r+1, b.runs)
		if r > 0 {
			slices.Reverse(tasks)
		}
		for _, t := range tasks {
			if err := b.do(ctx, s, t); err != nil {
				return err
			}
		}
	}
	for _, t := range tasks {
		if strings.HasPrefix(t.name, "copy") {
			continue
		}
		made, err := describe(t.out)
		if err != nil {
			return err
		}
		if made.Files == 0 {
			return fmt.Errorf("%s made no files", t.name)
		}
		s.Outputs[t.name] = made
	}
	return nil
}

// lack notes why a program is missing.
func (s *section) lack(name, why string) {
	if why != "" {
		s.Missing[name] = why
	}
}

// warm measures builds by new processes, with the cache and the output of the
// build before: nothing changed, then one change after another.
func (b *bench) warm(ctx context.Context, s *section, folder string) error {
	s.lack("Hugo", b.lacksHugo(s.Documents))
	site, out := filepath.Join(folder, "site"), filepath.Join(folder, "with search")
	names, err := documents(site, "articles", b.runs)
	if err != nil {
		return err
	}
	b.say("warm, %d documents: the build before", s.Documents)
	first := b.build("", site, out)
	if _, err := run(ctx, out, first.program, first.args...); err != nil {
		return err
	}
	if s.Missing["Hugo"] == "" {
		t := b.hugoBuild(folder, false)
		if _, err := run(ctx, t.out, t.program, t.args...); err != nil {
			return err
		}
	}
	for r := range b.runs {
		b.say("warm, %d documents, run %d of %d", s.Documents, r+1, b.runs)
		if err := b.do(ctx, s, b.build("nothing", site, out)); err != nil {
			return err
		}
		for _, e := range edits(names[r%len(names)]) {
			mark := token(r*len(kinds) + slices.Index(kinds, e.kind))
			if err := e.make(site, mark); err != nil {
				return err
			}
			if err := b.do(ctx, s, b.build(e.kind, site, out)); err != nil {
				return err
			}
			page := filepath.Join(out, "articles", names[r%len(names)], "index.html")
			if text, err := os.ReadFile(page); err != nil || !strings.Contains(string(text), mark) {
				return fmt.Errorf("the %s is not in %s (%w)", e.kind, page, err)
			}
		}
		if s.Missing["Hugo"] == "" {
			if err := b.do(ctx, s, b.hugoBuild(folder, false)); err != nil {
				return err
			}
		}
	}
	return b.compare(ctx, s, folder)
}

// compare builds the edited site anew and compares the outputs.
func (b *bench) compare(ctx context.Context, s *section, folder string) error {
	site, clean := filepath.Join(folder, "site"), filepath.Join(folder, "clean")
	if err := errors.Join(b.discard(clean), b.discard(filepath.Join(site, ".cache"))); err != nil {
		return err
	}
	t := b.build("", site, clean)
	if _, err := run(ctx, clean, t.program, t.args...); err != nil {
		return err
	}
	want, err := hashes(clean)
	if err != nil {
		return err
	}
	got, err := hashes(filepath.Join(folder, "with search"))
	if err != nil {
		return err
	}
	different := 0
	for name, sum := range want {
		if got[name] != sum {
			different++
		}
		delete(got, name)
	}
	s.Same = fmt.Sprintf("%d of %d files differ from those of a clean build, %d are too many", different, len(want), len(got))
	b.say("%s", s.Same)
	return b.discard(clean)
}

// hashes returns the hash of every file of an output but the bookkeeping.
func hashes(folder string) (map[string][32]byte, error) {
	sums := map[string][32]byte{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(name, ".essaim/") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		sums[name] = sha256.Sum256(data)
		return err
	})
	return sums, err
}

// mostRounds bounds how often a size is built for each run of the largest.
const mostRounds = 5

// scaleRuns is how often a size is built: as often as it takes for the documents of
// the largest, up to mostRounds times. One run of a second says little, for whatever
// else the machine does in that second is all in it.
func (b *bench) scaleRuns(documents int) int {
	return b.runs * min(mostRounds, max(1, slices.Max(b.scale)/documents))
}

// inRound reports whether what is run so many times in all rounds is run in one:
// evenly among them.
func inRound(round, rounds, runs int) bool {
	before := func(round int) int { return (round*runs + rounds/2) / rounds }
	return before(round) < before(round+1)
}

// measureScale measures cold builds of every size, pages and search, in rounds of
// all sizes, so that what the machine does otherwise meets every size alike.
func (b *bench) measureScale(ctx context.Context) error {
	built := 0
	for _, documents := range b.scale {
		built += documents * b.scaleRuns(documents)
	}
	if err := b.roomFor(built); err != nil {
		return err
	}
	var sections []*section
	folders := map[int]string{}
	for _, documents := range b.scale {
		folder := filepath.Join(b.work, fmt.Sprint(documents))
		lacking := b.hugo
		b.hugo = "" // its sites are not needed
		_, err := b.prepare(ctx, documents)
		b.hugo = lacking
		if err != nil {
			return err
		}
		folders[documents] = folder
		sections = append(sections, b.section("scale", documents))
	}
	rounds := b.scaleRuns(slices.Min(b.scale))
	for r := range rounds {
		b.say("scale, round %d of %d", r+1, rounds)
		for _, s := range sections {
			folder, runs := folders[s.Documents], b.scaleRuns(s.Documents)
			if !inRound(r, rounds, runs) {
				continue
			}
			for _, t := range b.tasks(&section{Missing: map[string]string{"Hugo": "-", "Pagefind": "-"}}, folder)[:2] {
				if err := b.do(ctx, s, t); err != nil {
					return err
				}
				if len(s.Samples[t.name]) == runs {
					made, err := describe(t.out)
					if err != nil {
						return err
					}
					s.Outputs[t.name] = made
				}
				if err := b.discard(t.out); err != nil {
					return err
				}
			}
		}
		slices.Reverse(sections)
	}
	for _, s := range sections {
		if err := b.keepSection("scale", s); err != nil {
			return err
		}
	}
	return nil
}
