package render

import (
	"context"
	"testing"
	"time"

	"essaim/generator/internal/corpus"
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/link"
	"essaim/generator/internal/stage/load"
	"essaim/generator/internal/stage/parse"
	"essaim/generator/internal/stage/parse/settings"
	"essaim/generator/internal/stage/render/view"
)

// siteOf reads the site in a folder, as the whole program does.
func siteOf(tb testing.TB, folder string) (*site.Site, *Theme, *source.Tree) {
	tb.Helper()
	ctx := context.Background()
	tree, err := load.Dir(ctx, folder, load.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	rules, found := settings.Read(tree)
	if rules == nil {
		tb.Fatalf("the settings are at fault: %v", summaries(found))
	}
	var entries []*content.Entry
	for _, f := range parse.Files(tree) {
		entries = append(entries, parse.File(f, rules))
	}
	linked, _ := link.Site(ctx, entries, rules, tree, link.Options{Clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	theme, found := ParseTheme(tree, rules, nil)
	if found.HasErrors() {
		tb.Fatalf("the theme is at fault: %v", summaries(found))
	}
	return linked, theme, tree
}

// siteIn is a generated site with the reference theme.
func siteIn(tb testing.TB, documents int, locales ...string) (*site.Site, *Theme, *source.Tree) {
	tb.Helper()
	folder := tb.TempDir()
	if err := corpus.Write(folder, corpus.Options{Documents: documents, Nouns: 20000, Theme: themeFolder, Locales: locales}); err != nil {
		tb.Fatal(err)
	}
	return siteOf(tb, folder)
}

// BenchmarkPages makes every page of a site of 2,000 documents.
func BenchmarkPages(b *testing.B) {
	s, theme, _ := siteIn(b, 2000)
	r := &renderer{site: s, theme: theme, views: view.NewBuilder(s, nil, nil, nil)}
	r.whole = r.views.Whole()
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range s.Pages {
			if _, found := r.page(p); len(found) > 0 {
				b.Fatal(summaries(found))
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(s.Pages)), "µs/page")
	b.ReportMetric(float64(len(s.Pages)), "pages")
}

// BenchmarkViews makes every view of the same site.
func BenchmarkViews(b *testing.B) {
	s, _, _ := siteIn(b, 2000)
	views := view.NewBuilder(s, nil, nil, nil)
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range s.Pages {
			views.Page(p)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(s.Pages)), "µs/page")
}

// BenchmarkTheme reads the theme and makes the first page of each kind.
func BenchmarkTheme(b *testing.B) {
	s, _, tree := siteIn(b, 30)
	first := map[site.Kind]*site.Page{}
	for _, p := range s.Pages {
		first[p.Kind] = p
	}
	views := view.NewBuilder(s, nil, nil, nil)
	b.ReportAllocs()
	for b.Loop() {
		theme, found := ParseTheme(tree, s.Schema, nil)
		if found.HasErrors() {
			b.Fatal(summaries(found))
		}
		r := &renderer{site: s, theme: theme, views: views, whole: views}
		for _, p := range first {
			r.page(p)
		}
	}
}

// BenchmarkKeys makes the key of every page of the same site.
func BenchmarkKeys(b *testing.B) {
	s, theme, _ := siteIn(b, 2000)
	b.ReportAllocs()
	for b.Loop() {
		k := newKeys(s, theme, "")
		for _, p := range s.Pages {
			k.page(p)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(s.Pages)), "µs/page")
}
