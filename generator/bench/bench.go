package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// bench is one run of the bench.
type bench struct {
	settings
	errs    io.Writer
	results *results
	file    string
	// self, essaim and hugo are programs; pagefind is a script for node. Empty
	// ones are missing.
	self, essaim, hugo, pagefind string
	versions                     string
	began                        time.Time
	// discarded counts what discard has put away.
	discarded int
}

// open compiles Essaim and looks for the other programs.
func open(ctx context.Context, o settings, errs io.Writer) (*bench, error) {
	b := &bench{settings: o, errs: errs, file: filepath.Join(o.wantedDir, "results.json"), began: time.Now()}
	var err error
	if b.results, err = load(b.file); err != nil {
		return nil, err
	}
	if b.self, err = os.Executable(); err != nil {
		return nil, err
	}
	if err := errors.Join(os.RemoveAll(o.work), os.MkdirAll(o.work, 0o777)); err != nil {
		return nil, err
	}
	if b.essaim, err = filepath.Abs(o.essaim); err != nil {
		return nil, err
	}
	if o.essaim == "" {
		b.essaim = filepath.Join(o.work, "essaim")
		if out, err := exec.CommandContext(ctx, o.goTool, "build", "-o", b.essaim, "./generator/cmd/essaim").CombinedOutput(); err != nil {
			return nil, fmt.Errorf("compile Essaim: %w\n%s", err, out)
		}
	}
	if o.hugo != "none" {
		b.hugo, _ = exec.LookPath(o.hugo)
	}
	script, err := filepath.Abs(filepath.Join("generator", "bench", "search", "node_modules", "pagefind", "lib", "runner", "bin.cjs"))
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(script); err == nil {
		b.pagefind = script
	}
	b.versions = b.versionLine(ctx)
	return b, nil
}

// number is a version in what a program prints of itself.
var number = regexp.MustCompile(`\d+\.\d+(\.\d+)?`)

// versionLine names the programs, without what they say of the machine.
func (b *bench) versionLine(ctx context.Context) string {
	version := func(name string, args ...string) string {
		out, err := exec.CommandContext(ctx, name, args...).Output()
		if found := number.FindString(string(out)); err == nil && found != "" {
			return found
		}
		return "not measured"
	}
	line := "Essaim of this commit, compiled with " + strings.Replace(runtime.Version(), "go", "Go ", 1)
	if b.hugo != "" {
		line += "; Hugo " + version(b.hugo, "version")
	}
	if b.pagefind != "" {
		line += "; Pagefind " + version("node", b.pagefind, "--version")
	}
	return line
}

// say tells how far the bench is.
func (b *bench) say(format string, args ...any) {
	fmt.Fprintf(b.errs, "%6.0f s  %s\n", time.Since(b.began).Seconds(), fmt.Sprintf(format, args...))
}

// measure measures what was asked for and keeps what it has after each part.
func (b *bench) measure(ctx context.Context) error {
	for _, documents := range b.documents {
		chosen := slices.DeleteFunc(slices.Clone(b.parts), func(part string) bool { return part == "scale" })
		if len(chosen) == 0 {
			break
		}
		if err := b.roomFor(documents * b.runs); err != nil {
			return err
		}
		folder, err := b.prepare(ctx, documents)
		if err != nil {
			return err
		}
		for _, part := range parts {
			if !slices.Contains(chosen, part) {
				continue
			}
			s := b.section(part, documents)
			measure := map[string]func(context.Context, *section, string) error{"cold": b.cold, "warm": b.warm, "serve": b.serve}[part]
			if err := measure(ctx, s, folder); err != nil {
				return fmt.Errorf("%s, %d documents: %w", part, documents, err)
			}
			if err := b.keepSection(part, s); err != nil {
				return err
			}
		}
		if err := b.discard(folder); err != nil {
			return err
		}
	}
	if slices.Contains(b.parts, "scale") {
		return b.measureScale(ctx)
	}
	return nil
}

// keepSection writes results.json with a finished section.
func (b *bench) keepSection(part string, s *section) error {
	s.Machine += fmt.Sprintf(", %s after it", load1())
	b.results.put(part, s)
	return b.results.save(b.file)
}

// section begins a section.
func (b *bench) section(part string, documents int) *section {
	list := fmt.Sprintf("DOCUMENTS=%d", documents)
	if part == "scale" {
		var numbers []string
		for _, n := range b.scale {
			numbers = append(numbers, strconv.Itoa(n))
		}
		list = fmt.Sprintf("SCALE=%q", strings.Join(numbers, " "))
	}
	return &section{
		Documents: documents,
		Command:   fmt.Sprintf("make bench PARTS=%s %s RUNS=%d", part, list, b.runs),
		Machine:   machine(),
		Versions:  b.versions,
		Samples:   map[string][]Sample{}, Outputs: map[string]Output{}, Missing: map[string]string{}, Previews: map[string]*Preview{},
	}
}

// roomFor fails when so many documents, each counted as often as it is built, are
// more than the disk has room for.
func (b *bench) roomFor(documents int) error {
	needed := diskBytes * int64(documents)
	if left := free(b.work); left >= 0 && left < needed {
		return fmt.Errorf("building %d documents takes about %d GB below %s, where %d are free: set TMPDIR to a larger disk, or ask for less", documents, gigabytes(needed), b.work, gigabytes(left))
	}
	return nil
}

// prepare writes the sites of a size and returns their folder.
func (b *bench) prepare(ctx context.Context, documents int) (string, error) {
	b.say("writing %d documents", documents)
	folder := filepath.Join(b.work, strconv.Itoa(documents))
	kind := "essaim"
	if b.lacksHugo(documents) == "" {
		kind = "hugo"
	}
	out, err := exec.CommandContext(ctx, b.self, "prepare", strconv.Itoa(documents), folder, kind).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("write the sites: %w\n%s", err, out)
	}
	return folder, nil
}

// diskBytes is about what a run leaves on the disk for a document: its sites, their
// caches and what each program makes of them, none of which is removed before the end.
const diskBytes = 160_000

func gigabytes(bytes int64) int64 { return (bytes + 1e9 - 1) / 1e9 }

// lacksHugo says why Hugo is not measured at a size, or "".
func (b *bench) lacksHugo(documents int) string {
	switch {
	case b.hugo == "":
		return "not installed"
	case documents > b.hugoMost:
		return "left out"
	}
	return ""
}

// pagefindBytes is about what Pagefind takes for a document.
const pagefindBytes = 500_000

func (b *bench) lacksPagefind(documents int) string {
	switch {
	case b.lacksHugo(documents) != "":
		return "needs Hugo's pages"
	case b.pagefind == "":
		return "not installed"
	case documents > b.pagefindMost:
		return "left out"
	case memory() > 0 && int64(documents)*pagefindBytes > memory():
		return "does not fit in memory"
	}
	return ""
}

// machine says what everything runs on.
func machine() string {
	text := fmt.Sprintf("%d processors, %.0f GiB of memory", runtime.NumCPU(), float64(memory())/(1<<30))
	if free, used := firstTouch(); used > 0 {
		text += fmt.Sprintf(" (to touch a MiB of it: %.2f ms when it has been free for a while, else %.2f ms)", free.Seconds()*1000, used.Seconds()*1000)
	}
	return text + fmt.Sprintf(", %s/%s; load %s before the run", runtime.GOOS, runtime.GOARCH, load1())
}

// load1 returns the load of the last minute, or "unknown".
func load1() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	first, _, _ := strings.Cut(string(data), " ")
	return first
}

// memory returns the memory of the machine in bytes, or 0.
func memory() int64 { return kilobytes("/proc/meminfo", "MemTotal:") }

// kilobytes reads a line of a file of /proc, in bytes; 0 when there is none.
func kilobytes(file, name string) int64 {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			fields := strings.Fields(rest)
			n, _ := strconv.ParseInt(fields[0], 10, 64)
			return n * 1024
		}
	}
	return 0
}
