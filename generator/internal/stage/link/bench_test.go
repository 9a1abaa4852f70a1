package link

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"essaim/generator/internal/corpus"
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/load"
	"essaim/generator/internal/stage/parse"
	"essaim/generator/internal/stage/parse/settings"
)

// parsed is a generated site up to where linking begins.
type parsed struct {
	entries []*content.Entry
	schema  *schema.Schema
	tree    *source.Tree
}

// parseCorpus makes and parses a site of documents in French, and in the other
// locales given.
func parseCorpus(tb testing.TB, documents int, locales ...string) parsed {
	tb.Helper()
	dir := tb.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "themes"), 0o777); err != nil {
		tb.Fatal(err)
	}
	o := corpus.Options{Documents: documents, Nouns: 6 * documents, Locales: append([]string{"fr"}, locales...)}
	if err := corpus.Write(dir, o); err != nil {
		tb.Fatal(err)
	}
	tree, err := load.Dir(context.Background(), dir, load.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	rules, ds := settings.Read(tree)
	if rules == nil {
		tb.Fatal(ds)
	}
	var entries []*content.Entry
	for _, f := range parse.Files(tree) {
		entries = append(entries, parse.File(f, rules))
	}
	return parsed{entries, rules, tree}
}

func BenchmarkSite(b *testing.B) {
	for _, documents := range []int{2000, 10_000} {
		b.Run(fmt.Sprint(documents), func(b *testing.B) {
			p := parseCorpus(b, documents)
			options := Options{Clock: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			linked, _ := Site(context.Background(), p.entries, p.schema, p.tree, options)
			runtime.GC()
			runtime.ReadMemStats(&after)
			runtime.KeepAlive(linked)
			live := after.HeapAlloc - before.HeapAlloc
			b.ReportAllocs()
			for b.Loop() {
				Site(context.Background(), p.entries, p.schema, p.tree, options)
			}
			b.ReportMetric(float64(live)/float64(documents), "live-B/document")
		})
	}
}
