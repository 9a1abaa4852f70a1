package render

import (
	"fmt"
	"sync"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// later returns the pages of the site and what stands beside them as files that make
// their contents when asked to.
func (r *renderer) later() []result {
	n := len(r.site.Pages) + len(r.site.Redirects)
	files := make([]output.File, 0, n) // in one piece: a preview does this at each edit
	list := make([]result, 0, n+2*len(r.site.Feeds)+len(r.site.Calendars))
	add := func(url site.URL, origin source.Span, do func() (*output.File, diag.List)) {
		files = append(files, output.File{Path: url.File(), Order: output.Page, Origin: origin, Make: func() ([]byte, error) {
			made, found := do()
			if len(found) > 0 {
				return nil, fmt.Errorf("%s: %s", url, found[0].Message("en"))
			}
			return made.Data, nil
		}})
		list = append(list, result{file: &files[len(files)-1]})
	}
	for _, p := range r.site.Pages {
		add(p.URL, r.origin(p), func() (*output.File, diag.List) { return r.page(p) })
	}
	for _, from := range r.site.Redirects {
		add(from.From, source.Span{}, func() (*output.File, diag.List) { return r.redirect(from) })
	}
	for _, b := range r.byproducts() {
		list = append(list, result{file: b.later()})
	}
	return list
}

// sitemapFiles returns the sitemaps. One that nobody may ask for, or that an earlier
// run has made of the same addresses, is made when somebody does ask, as long as it
// is surely a single one.
func (r *renderer) sitemapFiles() []*output.File {
	if !r.options.Lazy && r.options.Same == nil || len(r.site.Pages)*len(r.site.Schema.Locales) > sitemapURLs/2 {
		return r.sitemaps()
	}
	made := sync.OnceValue(r.sitemaps)
	if r.options.Same != nil {
		again := func() ([]byte, output.Hash, bool) { f := made()[0]; return f.Data, f.Hash, true }
		if f := r.same(sitemapPath, output.Index, source.Span{}, again); f != nil {
			return []*output.File{f}
		}
		return made()
	}
	return []*output.File{{Path: sitemapPath, Order: output.Index, Make: func() ([]byte, error) { return made()[0].Data, nil }}}
}
