// Package render turns a resolved site and a theme into the files of the site:
// pages, styles, media, feeds, sitemaps and what a host needs to know.
//
// A page is a function of its view and the theme: view.Builder makes the view,
// which is plain data, and the templates make the page. What the templates may
// use is in the package view and in function.go.
//
//	theme.go, template.go, compiled.go  a theme is read, checked and compiled
//	asset.go, script.go, message.go     its styles and scripts, and its strings
//	function.go                         what templates may call
//	key.go, key_page.go                 what a page depends on: equal keys, equal bytes
//	prose.go                            the bodies of entries while pages need them
//	lazy.go, verify.go                  pages made when somebody asks; all, for their mistakes
//	byproduct.go                        what is made beside pages: feed.go, calendars.go,
//	                                    sharecards.go
//	narrow.go, formfile.go, api.go      files that scripts and programs read
//	sitemap.go, host.go                 sitemaps; headers, redirects and robots.txt
//
// Invariant: the output depends on the site and the theme only, whatever the
// number of processors.
package render

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"regexp"
	"runtime"
	"strconv"
	"sync"

	"essaim/generator/internal/codec"
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/render/headless"
	"essaim/generator/internal/stage/render/view"
	"essaim/search/spread"
)

// Options say what surrounds the making of pages.
type Options struct {
	// Roots returns the paths in the output of what the search page of each locale
	// begins with, for those that are known, when all that is searched has been
	// added to the output. May be nil.
	Roots func() map[string]string
	// Prose returns what the body of an entry says, in memory that it may use.
	Prose func(*content.Entry, *codec.ProseMemory) content.Prose
	// Unread returns the body of an entry of which the file has only been skimmed;
	// nil when all have been read.
	Unread func(*site.Entry) site.Body
	// Lazy leaves the making of pages, redirects, feeds and calendars to
	// output.File.Make.
	Lazy bool
	// Background leaves one processor to what is done meanwhile: where all are busy, a
	// change that is to stop this is not noticed at once.
	Background bool
	// Settings identify the settings of the site, for the keys of pages.
	Settings string
	// Known returns the page that an earlier run made at a path of the output,
	// or nil; with the same key it is not made again, and becomes this run's. May be
	// nil.
	Known func(path string) *output.File
	// Same reports that a page is what the run of Known made, which then need not be
	// found by its key. With it, nothing has changed since but what some bodies say
	// and the related entries that pages show. May be nil.
	Same func(*site.Page) bool
	// Keep takes each file as soon as it is made, so that the contents of all
	// need not be in memory together; it may be called several times at once.
	// Where it sets File.Data to nil, it must not keep the bytes: they become
	// those of another page. Nil leaves them there.
	Keep func(*output.File) error
}

// Site adds every file of s to out. It returns early when ctx is done. t must
// have been parsed without errors. The error is that of o.Keep.
func Site(ctx context.Context, s *site.Site, t *Theme, out *output.Tree, o Options) (diag.List, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r := newRenderer(s, t, o)
	r.stop = cancel
	var made []result
	var last []*output.File
	if o.Lazy {
		made, last = r.later(), r.sitemapFiles()
		out.Grow(len(made))
	} else {
		made, last = r.now(ctx)
	}
	last = append(last, r.formFiles()...)
	last = append(last, r.robots(), r.redirects(), r.headers())
	if o.Roots != nil {
		o.Roots() // whoever makes them has then added to out
	}
	if !o.Lazy {
		r.searchPages(ctx, made)
	}
	found := r.add(out, made, last)
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return found, err
	}
	return found, nil
}

// now makes every page but those of the search, what is said of entries, and what
// stands beside pages. The first results are those of the pages of the site; maps are
// those that list them.
func (r *renderer) now(ctx context.Context) (made []result, maps []*output.File) {
	pages := r.site.Pages
	each := func(n int, do func(int) (*output.File, diag.List)) []result {
		return r.parallel(ctx, n, func(i int) (*output.File, diag.List) {
			f, found := do(i)
			return r.keep(f), found
		})
	}
	known := make([]sums, len(pages))
	entries := r.entries()
	made = each(len(pages), func(i int) (*output.File, diag.List) {
		if pages[i].Kind == site.KindSearch {
			return nil, nil // see searchPages
		}
		defer r.prose.hold(pages[i])()
		page, found := r.keyed(pages[i], &known[i])
		entries.make(i, known)
		return page, found
	})
	made = append(made, entries.made...)
	// The largest first, so that no processor waits long for the last.
	rest := append([]task{func() (*output.File, diag.List) {
		maps = r.sitemapFiles()
		for _, f := range maps {
			r.keep(f)
		}
		return nil, nil
	}}, r.api(entries, known)...)
	for _, from := range r.site.Redirects {
		rest = append(rest, func() (*output.File, diag.List) { return r.redirect(from) })
	}
	for _, b := range r.byproducts() {
		rest = append(rest, func() (*output.File, diag.List) { return r.byproduct(b) })
	}
	made = append(made, each(len(rest), func(i int) (*output.File, diag.List) { return rest[i]() })...)
	return made, maps
}

// searchPages makes the pages of the search, in their places. They name the roots of
// their indexes, and so wait for all that is searched.
func (r *renderer) searchPages(ctx context.Context, made []result) {
	for i, p := range r.site.Pages {
		if p.Kind == site.KindSearch && ctx.Err() == nil {
			f, found := r.page(p)
			made[i] = result{r.keep(f), found}
		}
	}
}

// keep hands a file that has been made to Options.Keep, and returns it. When that
// fails, nothing more is made.
func (r *renderer) keep(f *output.File) *output.File {
	if f != nil && r.options.Keep != nil {
		data := f.Data
		if err := r.options.Keep(f); err != nil {
			r.stop(err)
		} else if f.Data == nil {
			r.free(data)
		}
	}
	return f
}

// add adds the files of the theme and of the site, what was made, and what lists it to
// out. It returns what went wrong with any, and where two files have one path.
func (r *renderer) add(out *output.Tree, made []result, last []*output.File) (found diag.List) {
	add := func(f *output.File) {
		if f == nil {
			return
		}
		if other := out.Add(f); other != nil {
			found.Add(diag.New("output-collision", f.Origin, f.Path).WithNote("note/other", other.Origin))
		}
	}
	for _, f := range r.theme.assets.outputs() {
		add(f)
	}
	add(r.theme.assets.client)
	for _, f := range r.site.Files {
		add(output.Copy(f.URL.File(), output.Asset, f.Source))
	}
	for _, m := range made {
		add(m.file)
		found.Add(m.found...)
	}
	for _, f := range last {
		add(f)
	}
	if r.options.Lazy && r.programs != nil {
		later := sync.OnceValue(r.apiLater)
		if !out.Below(r.site.Schema.APIRoot(), later) {
			for _, f := range later().Files() {
				add(f)
			}
		}
	}
	return found
}

// renderer is one call of Site.
type renderer struct {
	site    *site.Site
	theme   *Theme
	options Options
	// stop ends the call with an error.
	stop  context.CancelCauseFunc
	keys  *keys
	prose *prose
	views *view.Builder
	// whole makes views with whole addresses, for feeds.
	whole *view.Builder
	// programs makes what programs read, nil when the site offers them nothing.
	programs *headless.API
	// summaries are the items of entries in feeds of terms, by *site.Page.
	summaries sync.Map
	// buffers are those of pages that have been taken out of memory.
	buffers sync.Pool
}

// buffer returns an empty buffer for a page.
func (r *renderer) buffer() []byte {
	if b, ok := r.buffers.Get().(*[]byte); ok {
		return (*b)[:0]
	}
	return nil
}

// free gives a buffer back, which nobody else may have.
func (r *renderer) free(b []byte) {
	if b != nil {
		r.buffers.Put(&b)
	}
}

// own returns the bytes of a file that stays in memory, and no more than them.
func (r *renderer) own(buffer []byte) []byte {
	data := bytes.Clone(buffer)
	r.free(buffer)
	return data
}

func newRenderer(s *site.Site, t *Theme, o Options) *renderer {
	r := &renderer{site: s, theme: t, options: o, keys: newKeys(s, t, o.Settings), prose: newProse(o.Prose)}
	r.views = view.NewBuilder(s, o.Roots, r.prose.say, o.Unread)
	r.whole = r.views.Whole()
	r.programs = headless.New(s, r.whole)
	return r
}

// task makes one file.
type task func() (*output.File, diag.List)

// result is one file, or what went wrong with it.
type result struct {
	file  *output.File
	found diag.List
}

// parallel calls do for 0 to n-1, on all processors or in the background all but one,
// and returns the results in that order. Those behind the end of ctx are empty.
func (r *renderer) parallel(ctx context.Context, n int, do func(int) (*output.File, diag.List)) []result {
	workers := runtime.GOMAXPROCS(0)
	if r.options.Background {
		workers = max(1, workers-1)
	}
	results := make([]result, n)
	_ = spread.Try(ctx, workers, n, func(share iter.Seq[int]) error { // the caller sees that ctx has ended
		for i := range share {
			results[i].file, results[i].found = do(i)
		}
		return nil
	})
	return results
}

// keyed makes one page, unless an earlier run has made the same. It notes what
// identifies the part of the site that the page shows, if it has to be known.
func (r *renderer) keyed(p *site.Page, note *sums) (*output.File, diag.List) {
	again := func() ([]byte, output.Hash, bool) {
		made, found := r.page(p)
		if len(found) > 0 {
			return nil, output.Hash{}, false
		}
		return made.Data, made.Hash, true
	}
	if r.isSame(p) {
		if f := r.same(p.URL.File(), output.Page, r.origin(p), again); f != nil {
			return f, nil
		}
	}
	key, of, ok := r.keys.page(p)
	*note = of
	if ok {
		if f := r.known(p.URL.File(), key, output.Page, r.origin(p), again); f != nil {
			return f, nil
		}
	}
	f, found := r.page(p)
	if ok && f != nil {
		f.Key = key
	}
	return f, found
}

// isSame reports whether a page is known to be what an earlier run made.
func (r *renderer) isSame(p *site.Page) bool { return r.options.Same != nil && r.options.Same(p) }

// page makes one page.
func (r *renderer) page(p *site.Page) (*output.File, diag.List) {
	return r.execute(page{r.theme.templateName(p), p.Locale.Tag}, r.views.Page(p), p.URL, r.origin(p))
}

// origin returns the file that a page comes from.
func (r *renderer) origin(p *site.Page) source.Span {
	if p.Source == "" {
		return source.Span{File: r.theme.folder + "templates/" + string(p.Kind) + ".html"}
	}
	return source.Span{File: p.Source}
}

// redirect makes the page at a former address, for hosts that cannot redirect.
func (r *renderer) redirect(from site.Redirect) (*output.File, diag.List) {
	origin := source.Span{File: r.theme.folder + "templates/" + redirectKind + ".html"}
	return r.execute(page{redirectKind, from.Locale.Tag}, r.views.Redirect(from), from.From, origin)
}

func (r *renderer) execute(which page, dot any, url site.URL, origin source.Span) (*output.File, diag.List) {
	html, err := r.theme.pages[which].execute(r.buffer(), dot)
	if err != nil {
		return nil, diag.List{r.theme.failure(url, err)}
	}
	if r.options.Keep == nil {
		html = r.own(html)
	}
	return output.New(url.File(), output.Page, html, origin), nil
}

// executing is what Go writes before the reason for which a template failed.
var executing = regexp.MustCompile(`^executing "[^"]*" at <.*?>: `)

// failure says where a template failed while it made the page at url.
func (t *Theme) failure(url site.URL, err error) diag.Diagnostic {
	match := located.FindStringSubmatch(err.Error())
	if match == nil {
		return diag.New("template-run", source.In(t.folder+"templates/"+frameFile, 0, 0), string(url), err.Error())
	}
	text := t.texts[match[1]]
	line, _ := strconv.Atoi(match[2])
	column, _ := strconv.Atoi(match[3])
	start, _ := lineOf(text, line)
	at := min(start+column, len(text))
	return diag.New("template-run", source.In(t.folder+"templates/"+match[1], at, at), string(url), executing.ReplaceAllString(match[4], ""))
}
