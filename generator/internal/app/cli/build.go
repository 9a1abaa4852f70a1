package cli

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/app/report"
	"essaim/generator/internal/model/diag"
)

// cacheFolder is where builds keep for the next ones what is dear to make, in
// the site's folder.
const cacheFolder = ".cache"

func buildFlags(f *flag.FlagSet, o *options) {
	f.StringVar(&o.out, "out", "", "")
	f.StringVar(&o.clock, "clock", "", "")
	f.BoolVar(&o.drafts, "drafts", false, "")
	f.BoolVar(&o.json, "json", false, "")
	f.BoolVar(&o.timings, "timings", false, "")
	f.BoolVar(&o.noCache, "no-cache", false, "")
}

func checkFlags(f *flag.FlagSet, o *options) {
	f.StringVar(&o.format, "format", "text", "")
	f.BoolVar(&o.timings, "timings", false, "")
	f.BoolVar(&o.noCache, "no-cache", false, "")
	f.StringVar(&o.clock, "clock", "", "")
	f.BoolVar(&o.drafts, "drafts", false, "")
}

func runBuild(ctx context.Context, s *session) int {
	if len(s.args) > 0 {
		return s.wrongUse(s.text.tooMany, s.args[0])
	}
	out, ok := s.outFolder()
	if !ok {
		return WrongUse
	}
	r, code := s.build(ctx, build.Options{Out: out})
	if r == nil {
		return code
	}
	if s.json {
		return s.printJSON(r, code)
	}
	if err := s.printDiagnostics(r); err != nil {
		return s.failed(err)
	}
	if code == Good {
		fmt.Fprintf(s.Stdout, s.text.built+"\n", count(r.Pages, s.text.pages), count(len(r.Locales), s.text.locales), r.Written, r.Unchanged, r.Removed, s.seconds(r))
	} else {
		fmt.Fprintln(s.Stderr, s.text.notWritten)
	}
	return code
}

func runCheck(ctx context.Context, s *session) int {
	if len(s.args) > 0 {
		return s.wrongUse(s.text.tooMany, s.args[0])
	}
	formats := []string{"text", "json", "github", "sarif"}
	if !slices.Contains(formats, s.format) {
		return s.wrongUse(s.text.badFormat, s.format, strings.Join(formats, ", "))
	}
	r, code := s.build(ctx, build.Options{Check: true})
	if r == nil {
		return code
	}
	if s.format == string(report.Text) && len(r.Diagnostics) == 0 {
		fmt.Fprintf(s.Stdout, s.text.checked+"\n", count(r.Pages, s.text.pages), s.seconds(r))
		return Good
	}
	err := report.Write(s.Stdout, r.Diagnostics, r.Tree, report.Options{Format: report.Format(s.format), Lang: s.lang, Color: s.color()})
	if err != nil {
		return s.failed(err)
	}
	return code
}

// build runs the pipeline with what all commands share. The result is nil when
// there is nothing to show.
func (s *session) build(ctx context.Context, o build.Options) (*build.Result, int) {
	if !s.checkSite() {
		return nil, WrongUse
	}
	clock, ok := s.clockTime()
	if !ok {
		return nil, WrongUse
	}
	o.Root, o.Clock, o.Drafts = s.site, clock, s.drafts
	if !s.noCache {
		o.Keep = filepath.Join(s.site, cacheFolder)
	}
	expect, stop := spareMemory(s.Getenv, usual)
	defer stop()
	p := newProgress(s)
	o.Progress, o.Entries = p.step, expect
	r, err := build.Run(ctx, o)
	p.stop()
	if err != nil {
		return nil, s.failed(err)
	}
	if s.timings {
		s.printTimings(r)
	}
	return r, exitCode(r.Diagnostics)
}

// exitCode returns what diagnostics mean for whoever called: what is wrong in a
// settings file is wrong use, whatever it is.
func exitCode(ds diag.List) int {
	if !ds.HasErrors() {
		return Good
	}
	inSettings := func(d diag.Diagnostic) bool {
		return d.Severity() == diag.Error && (d.Span.File == "content/site.yaml" || strings.HasPrefix(d.Span.File, "content/_"))
	}
	if slices.ContainsFunc(ds, inSettings) {
		return WrongUse
	}
	return ContentErrors
}

// mostShown is how many diagnostics a build and the preview show: of a renamed folder
// there can be thousands, which neither a screen nor the log of a CI service is for.
const mostShown = 100

func (s *session) printDiagnostics(r *build.Result) error {
	if len(r.Diagnostics) == 0 {
		return nil
	}
	return report.Write(s.Stderr, r.Diagnostics, r.Tree, report.Options{Format: report.Text, Lang: s.lang, Color: s.color(), Most: mostShown})
}

// buildReport is what `essaim build --json` prints.
type buildReport struct {
	Pages       int                `json:"pages"`
	Locales     []string           `json:"locales"`
	Written     int                `json:"written"`
	Unchanged   int                `json:"unchanged"`
	Removed     int                `json:"removed"`
	Diagnostics []report.Described `json:"diagnostics"`
	// Timings are in milliseconds, by step.
	Timings map[string]int64        `json:"timings_ms"`
	Search  map[string]searchReport `json:"search"`
	// NextChange is when an entry will be published or will expire next.
	NextChange *time.Time `json:"next_change"`
}

// searchReport is the index of one locale. Sizes are in bytes.
type searchReport struct {
	Documents  int   `json:"documents"`
	Terms      int   `json:"terms"`
	IndexBytes int64 `json:"index_bytes"`
	ShardBytes int64 `json:"shard_bytes"`
	Files      int   `json:"files"`
}

func (s *session) printJSON(r *build.Result, code int) int {
	b := buildReport{
		Pages: r.Pages, Locales: []string{}, Written: r.Written, Unchanged: r.Unchanged, Removed: r.Removed,
		Diagnostics: report.DescribeAll(r.Diagnostics, r.Tree, s.lang), Timings: map[string]int64{}, Search: map[string]searchReport{},
	}
	for _, t := range r.Timings {
		b.Timings[t.Step] = t.Duration.Milliseconds()
	}
	for tag, x := range r.Search {
		b.Search[tag] = searchReport{Documents: x.Documents, Terms: x.Terms, IndexBytes: x.Bytes, ShardBytes: x.ShardBytes, Files: x.Files}
	}
	b.Locales = append(b.Locales, r.Locales...)
	if next := r.NextChange; !next.IsZero() {
		next = next.UTC()
		b.NextChange = &next
	}
	return s.encode(b, code)
}

// encode prints a value as JSON.
func (s *session) encode(v any, code int) int {
	e := json.NewEncoder(s.Stdout)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return s.failed(err)
	}
	return code
}

// seconds writes how long the steps took together.
func (s *session) seconds(r *build.Result) string {
	var whole time.Duration
	for _, t := range r.Timings {
		whole += t.Duration
	}
	return strings.Replace(fmt.Sprintf("%.1f s", whole.Seconds()), ".", s.text.decimal, 1)
}

// count writes a number with its word; forms are singular and plural.
func count(n int, forms [2]string) string {
	form := forms[1]
	if n == 1 {
		form = forms[0]
	}
	return fmt.Sprintf("%d %s", n, form)
}
