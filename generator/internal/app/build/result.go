package build

import (
	"context"
	"fmt"
	"time"

	"essaim/generator/internal/codec"
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/index"
	"essaim/generator/internal/stage/load"
	"essaim/generator/internal/stage/parse"
	"essaim/generator/internal/stage/render"
	"essaim/generator/internal/stage/write"
	"essaim/search/indexer"
)

// Options say what to build.
type Options struct {
	// Root is the folder that holds content/ and themes/.
	Root string
	// Out is the output folder. With "", everything is made and nothing is
	// written or indexed: the preview keeps Result.Output in memory.
	Out string
	// Clock decides what is published.
	Clock time.Time
	// Drafts publishes drafts too.
	Drafts bool
	// Check stops before write: everything is checked, the judged queries
	// included, and nothing is written.
	Check bool
	// Lazy makes no page: each file of Result.Output makes its content when it is
	// asked to. It is for the preview; Result.Verify makes them all.
	Lazy bool
	// Linked is told as soon as what is searched is known, while pages are still to
	// be made; nil when nobody waits for it. It is called by a lazy run alone, and
	// must not keep it waiting.
	Linked func(*Result)
	// Progress is told each step as it begins; nil when nobody looks.
	Progress func(step string)
	// Entries is told how many entries the site has, before they are read; nil when
	// nobody asks.
	Entries func(n int)
	// Cache keeps entries between runs of one process; nil for a single run.
	Cache *Cache
	// Skim lets a lazy run leave bodies unread when it would have to parse more files
	// than that: each is parsed when its page is made. 0 never does. The result shows
	// what a whole run would, and is Skimmed.
	Skim int
	// Soon lets a run leave what other pages show of an entry with another title or
	// summary as it was, so that its own can be shown at once. The result is then
	// Partial.
	Soon bool
	// Changed are all paths below Root at which something may have changed since the
	// last run with the same Cache; nil when that may be anywhere.
	Changed []string
	// Keep is the folder in which runs keep for the next ones what is dear to
	// make; "" keeps nothing.
	Keep string
}

// Result is what a run made.
type Result struct {
	// Tree and Site are nil when the run did not get that far; Site also when a
	// former run had made the same.
	Tree *source.Tree
	Site *site.Site
	// Output is nil when there are errors. After a run that wrote, it has no
	// contents.
	Output *output.Tree
	// Diagnostics are sorted; see diag.List.Sorted.
	Diagnostics diag.List
	// Written, Unchanged and Removed count output files.
	Written, Unchanged, Removed int
	Figures
	// Timings are the steps in the order of the run.
	Timings []Timing

	// Skimmed reports that some bodies have not been read: what is wrong with them is
	// not known, all media count as used, and nothing can be searched. A run that is
	// told of no change and may not skim completes it.
	Skimmed bool
	// Partial reports that some pages show others with titles that they had. The
	// next run without Options.Soon shows all as they are.
	Partial bool
	// Reads count the files of entries that the run has read until it had linked them,
	// for nobody had kept them: those that it skimmed, and those that it parsed.
	Reads struct{ Skimmed, Parsed int }

	progress func(string)
	began    time.Time
	prose    func(*content.Entry, *codec.ProseMemory) content.Prose
	unread   func(*site.Entry) site.Body
	text     func(*content.Entry) string
	builder  *indexer.Builder
	// documents is used by one SearchFiles at a time.
	documents *index.Memory
	settings  string
	theme     *render.Theme
}

// Figures count what a run has made.
type Figures struct {
	// Pages is the number of HTML pages, redirects excluded.
	Pages int
	// Locales are the tags of the site's locales.
	Locales []string
	// NextChange is when an entry will be published or will expire next; zero
	// when none will.
	NextChange time.Time
	// Search has the figures of each locale's index, by tag. A check makes the
	// indexes of the locales with judged queries only.
	Search map[string]Index
}

// Index has the figures of one index. Sizes are in bytes; Files counts those of
// the browser too.
type Index struct {
	Documents, Terms  int
	Bytes, ShardBytes int64
	Files             int
}

// count fills in the figures.
func (r *Result) count(s *site.Site, made map[string]indexer.Built) {
	r.Pages, r.NextChange, r.Locales, r.Search = len(s.Pages), s.NextChange, nil, map[string]Index{}
	for _, l := range s.Schema.Locales {
		r.Locales = append(r.Locales, l.Tag)
	}
	for tag, x := range made {
		r.Search[tag] = Index{Documents: x.Documents, Terms: x.Terms, Bytes: x.Bytes, ShardBytes: x.ShardBytes, Files: x.Files + len(x.Shards)}
	}
}

// Timing is how long a step took.
type Timing struct {
	Step     string
	Duration time.Duration
}

func newResult(o Options) *Result { return &Result{progress: o.Progress} }

// step ends the running step and begins another.
func (r *Result) step(name string) {
	r.stop()
	if r.progress != nil {
		r.progress(name)
	}
	r.began = time.Now()
	r.Timings = append(r.Timings, Timing{Step: name})
}

// stop ends the running step.
func (r *Result) stop() {
	if n := len(r.Timings); n > 0 && r.Timings[n-1].Duration == 0 {
		r.Timings[n-1].Duration = time.Since(r.began)
	}
}

// excerpts reads the files again that diagnostics are about, so that their
// lines can be shown. What has changed since shows none.
func (r *Result) excerpts(ctx context.Context, o Options) error {
	var files []*source.File
	wanted := map[string]bool{}
	for _, d := range r.Diagnostics {
		wanted[d.Span.File] = true
		for _, n := range d.Notes {
			wanted[n.Span.File] = true
		}
	}
	for _, f := range r.Tree.Files() {
		if wanted[f.Path] && f.Data == nil && f.Hash != "" && parse.IsEntry(f.Path) {
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		return nil
	}
	hashes := map[string]string{}
	for _, f := range files {
		hashes[f.Path] = f.Hash
	}
	return load.Read(ctx, o.Root, files, func(_ int, f *source.File) {
		if f.Hash != hashes[f.Path] {
			f.Data = nil
		}
	})
}

// opened is the output folder of a run.
type opened struct {
	ready *write.Session
	err   error
}

// resumeOutput takes the output folder of former runs, unless there is none. It can be
// done beside something else: the error is for whoever writes.
func (o Options) resumeOutput(kept *store) (x opened) {
	if o.Out != "" && !kept.fresh {
		x.ready, x.err = write.Resume(write.Options{Root: o.Root, Out: o.Out})
	}
	return x
}

// orBegin takes the output folder if that has not been done, and there is one.
func (x opened) orBegin(o Options) opened {
	if o.Out != "" && x.ready == nil {
		x.ready, x.err = write.Begin(write.Options{Root: o.Root, Out: o.Out, Doubt: o.Keep == ""})
	}
	if x.err != nil {
		return opened{err: fmt.Errorf("write %s: %w", o.Out, x.err)}
	}
	return x
}

func (x opened) close() error {
	if x.ready == nil {
		return nil
	}
	return x.ready.Close()
}

// keep returns what becomes of a file as soon as it is made: it is laid ready
// to be written, dropped by a check, and kept by the preview.
func (r *Result) keep(ready *write.Session, o Options) func(*output.File) error {
	switch {
	case o.Out != "":
		return ready.Ready
	case o.Check:
		return func(f *output.File) error { f.Data = nil; return nil }
	}
	return nil
}

// Verify makes every page of a lazy run, not of one that has skimmed, that has not
// been made since it changed, and returns what is wrong with them. It stops when ctx is done.
func (r *Result) Verify(ctx context.Context, c *Cache) (diag.List, error) {
	if r.Site == nil || r.Output == nil {
		return nil, nil
	}
	found := render.Verify(ctx, r.Site, r.theme, &c.verified, render.Options{Prose: r.prose, Background: true, Settings: r.settings})
	return found.Sorted(), ctx.Err()
}

// Try makes a page of each kind, type and locale, and returns what is wrong with
// them. It stops when ctx is done.
func (r *Result) Try(ctx context.Context) (diag.List, error) {
	if r.Site == nil || r.Output == nil {
		return nil, nil
	}
	type sort struct {
		kind   site.Kind
		of     *schema.Type
		locale *schema.Locale
	}
	some := *r.Site
	some.Pages, some.Narrowed, some.Redirects, some.Feeds = nil, nil, some.Redirects[:min(1, len(some.Redirects))], some.Feeds[:min(1, len(some.Feeds))]
	tried := map[sort]bool{}
	for _, p := range r.Site.Pages {
		if s := (sort{p.Kind, p.Type, p.Locale}); !tried[s] {
			tried[s] = true
			some.Pages = append(some.Pages, p)
		}
	}
	found := render.Verify(ctx, &some, r.theme, &render.Verified{}, render.Options{Prose: r.prose, Unread: r.unread, Settings: r.settings})
	return found.Sorted(), ctx.Err()
}

// SameTheme reports whether both runs made pages with the same theme.
func (r *Result) SameTheme(other *Result) bool { return other != nil && r.theme == other.theme }
