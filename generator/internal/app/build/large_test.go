package build_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/corpus"
)

// largeVariable builds 10,000 documents instead of 300.
const largeVariable = "ESSAIM_LARGE"

// TestLargeSite builds a site of many documents in a process of its own and
// writes down what it took.
func TestLargeSite(t *testing.T) {
	documents := 300
	if os.Getenv(largeVariable) != "" {
		documents = 10_000
	}
	dir := writeCorpus(t, documents)
	began := time.Now()
	a := child(t, order{Root: dir, Out: filepath.Join(dir, "public")})
	t.Logf("%d documents: %d pages in %v, peak %d MB, index %d kB", documents, a.Pages, time.Since(began).Round(time.Millisecond), a.PeakBytes>>20, a.IndexBytes>>10)
	var steps []string
	for step := range a.Timings {
		steps = append(steps, step)
	}
	slices.Sort(steps)
	for _, step := range steps {
		t.Logf("  %-9s %v", step, a.Timings[step].Round(time.Millisecond))
	}
	if a.Errors != 0 || a.Pages < documents {
		t.Errorf("%d pages and %d diagnostics", a.Pages, a.Errors)
	}
}

// writeCorpus makes a site of many documents with the theme of the reference
// site.
func writeCorpus(t testing.TB, documents int) string {
	t.Helper()
	dir := t.TempDir()
	o := corpus.Options{Documents: documents, Seed: 1, Theme: filepath.Join(repository, "themes", "solidaire")}
	if err := corpus.Write(dir, o); err != nil {
		t.Fatal(err)
	}
	return dir
}

// BenchmarkBuild measures whole builds into an empty folder.
func BenchmarkBuild(b *testing.B) {
	for _, documents := range []int{100, 1000} {
		b.Run(itoa(documents), func(b *testing.B) {
			dir := writeCorpus(b, documents)
			for b.Loop() {
				run(b, build.Options{Root: dir, Out: b.TempDir()})
			}
			b.ReportMetric(float64(documents)*float64(b.N)/b.Elapsed().Seconds(), "documents/s")
		})
	}
}

// BenchmarkCheck measures what an editor waits for after a change: everything
// but the index and the disk, with the entries of the other files kept.
func BenchmarkCheck(b *testing.B) {
	dir, cache := writeCorpus(b, 1000), &build.Cache{}
	run(b, build.Options{Root: dir, Check: true, Cache: cache})
	for b.Loop() {
		run(b, build.Options{Root: dir, Check: true, Cache: cache})
	}
}
