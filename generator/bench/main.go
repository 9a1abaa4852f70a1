// Command bench measures Essaim on a site of generated documents, beside Hugo
// with an equivalent theme and Pagefind, and writes RESULTS.md. `make bench`
// calls it at the root of the repository.
//
// Every figure is of a program started for it, with files on the disk as an
// editor has them; Essaim runs with the theme of the reference site and all its
// outputs.
//
//	bench.go               what is measured, part by part
//	build.go, edit.go      builds, cold and after an edit
//	preview.go             previews in a browser
//	process.go             one program: its time, memory and output; usage_*.go
//	convert.go             the site as Hugo reads it
//	results.go, bars.go, report.go
//	                       results.json, what they must be, RESULTS.md
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"essaim/generator/internal/corpus"
)

// parts are what can be measured, in the order in which it is.
var parts = []string{"cold", "warm", "serve", "scale"}

// settings are what the bench is told.
type settings struct {
	documents, scale        []int
	parts                   []string
	runs, edits             int
	hugo                    string
	hugoMost, pagefindMost  int
	work, essaim, wantedDir string
	goTool                  string
	keep                    bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := start(ctx, os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func start(ctx context.Context, args []string, out, errs io.Writer) error {
	if len(args) == 4 && args[0] == "prepare" {
		documents, err := strconv.Atoi(args[1])
		if err != nil {
			return err
		}
		return prepare(args[2], documents, args[3] == "hugo")
	}
	o, err := read(args, errs)
	if err != nil {
		return err
	}
	b, err := open(ctx, o, errs)
	if err != nil {
		return err
	}
	if err := b.measure(ctx); err != nil {
		return err
	}
	text := b.results.markdown()
	fmt.Fprint(out, text)
	if err := os.WriteFile(filepath.Join(o.wantedDir, "RESULTS.md"), []byte(text), 0o666); err != nil {
		return err
	}
	if !o.keep {
		return os.RemoveAll(o.work)
	}
	return nil
}

// read reads the flags. They are given by the Makefile.
func read(args []string, errs io.Writer) (o settings, err error) {
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(errs)
	documents := f.String("documents", "1000 10000", "sizes of the sites")
	scale := f.String("scale", "1000 3000 10000 30000 100000", "sizes for the part scale")
	chosen := f.String("parts", "cold warm serve", "what to measure: "+strings.Join(parts, ", "))
	f.IntVar(&o.runs, "runs", 3, "runs of each build; the medians count")
	f.IntVar(&o.edits, "edits", 25, "edits of a body in the preview")
	f.StringVar(&o.hugo, "hugo", "hugo", "Hugo's program; none leaves it out")
	f.IntVar(&o.hugoMost, "hugo-max", 100_000, "the largest site for Hugo")
	f.IntVar(&o.pagefindMost, "pagefind-max", 20_000, "the largest site for Pagefind")
	f.StringVar(&o.work, "work", filepath.Join(os.TempDir(), "essaim-bench"), "a folder for the sites; it is emptied")
	f.StringVar(&o.essaim, "essaim", "", "Essaim's program; compiled when empty")
	f.StringVar(&o.goTool, "go", "go", "Go's program, which compiles Essaim")
	f.StringVar(&o.wantedDir, "results", filepath.Join("generator", "bench"), "the folder of RESULTS.md and results.json")
	f.BoolVar(&o.keep, "keep", false, "keep the sites and outputs")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if o.documents, err = sizes(*documents); err != nil {
		return o, err
	}
	if o.scale, err = sizes(*scale); err != nil {
		return o, err
	}
	o.parts = words(*chosen)
	for _, part := range o.parts {
		if !slices.Contains(parts, part) {
			return o, fmt.Errorf("no part %q; there are %s", part, strings.Join(parts, ", "))
		}
	}
	if o.runs < 1 || o.edits < 1 {
		return o, errors.New("at least one run and one edit")
	}
	o.work, err = filepath.Abs(o.work)
	return o, err
}

// words returns the words of a list between commas or spaces.
func words(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

// sizes returns the numbers of a list, the smallest first.
func sizes(list string) ([]int, error) {
	var numbers []int
	for _, word := range words(list) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 50 {
			return nil, fmt.Errorf("%q is not a number of documents, at least 50", word)
		}
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	return slices.Compact(numbers), nil
}

// nouns give 10,000 documents about as many different words as real text of their
// length has: 92,000, where 44 T^0.49 is 108,000 for T words (the law of Heaps with
// the numbers of Reuters-RCV1: Manning, Raghavan and Schütze, Introduction to
// Information Retrieval, 5.1.1). By the same law smaller sites have too many, and
// larger ones too few: 1,000 documents 43,000 instead of 35,000.
const nouns = 60_000

// prepare writes the sites of a size into a folder: site/ with its search,
// pages/ without, hugo/ for Hugo. It is a run of its own, so that its memory is
// not part of what is measured.
func prepare(folder string, documents int, hugo bool) error {
	theme := filepath.Join("themes", "solidaire")
	for _, name := range []string{"site", "pages"} {
		o := corpus.Options{Documents: documents, Nouns: nouns, Seed: 1, Theme: theme, NoSearch: name == "pages"}
		if err := corpus.Write(filepath.Join(folder, name), o); err != nil {
			return err
		}
	}
	if !hugo {
		return nil
	}
	return convert(filepath.Join(folder, "site"), filepath.Join("generator", "bench", "hugo"), theme, filepath.Join(folder, "hugo"))
}

// load reads results.json; a file that is missing holds none.
func load(name string) (*results, error) {
	r := &results{}
	data, err := os.ReadFile(name)
	if os.IsNotExist(err) {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, r); err != nil {
		return nil, fmt.Errorf("%s: %w; remove it to begin anew", name, err)
	}
	return r, nil
}
