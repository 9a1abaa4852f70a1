package build

import (
	"time"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/search"
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
	// Progress is told each step as it begins; nil when nobody looks.
	Progress func(step string)
	// Cache keeps entries between runs; nil for a single run.
	Cache *Cache
}

// Result is what a run made.
type Result struct {
	// Tree and Site are nil when the run did not get that far.
	Tree *source.Tree
	Site *site.Site
	// Output is nil when there are errors.
	Output *output.Tree
	// Diagnostics are sorted; see diag.List.Sorted.
	Diagnostics diag.List
	// Written, Unchanged and Removed count output files.
	Written, Unchanged, Removed int
	// Search has the figures of each locale's index, by tag. A check makes the
	// indexes of the locales with judged queries only.
	Search map[string]search.Built
	// Timings are the steps in the order of the run.
	Timings []Timing

	progress func(string)
	began    time.Time
}

// Timing is how long a step took.
type Timing struct {
	Step     string
	Duration time.Duration
}

// Pages returns the number of HTML pages of the site, redirects excluded.
func (r *Result) Pages() int {
	if r.Site == nil {
		return 0
	}
	return len(r.Site.Pages)
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

// failed returns r for content with errors.
func (r *Result) failed(ds diag.List) *Result {
	r.Diagnostics = ds.Sorted()
	return r
}
