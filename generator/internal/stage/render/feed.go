package render

import (
	"bytes"
	"reflect"
	"sync"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/render/view"
)

// feedItem is an entry in a feed, the same for both formats.
type feedItem struct {
	url, title, summary string
	date                content.Date
	// html is what feed.html makes of the entry; its addresses are whole. It is
	// "" in the feed of a term, which tells that there is something new.
	html  string
	image string
	terms []view.Term
}

// feedFiles returns both formats of a feed. They hold the same items: the first
// that needs them makes them. The feed of a type holds the whole of each entry;
// that of a term, of which there may be hundreds, its summary.
func (r *renderer) feedFiles(f *site.Feed) []byproduct {
	items := sync.OnceValues(func() ([]feedItem, diag.List) { return r.feedItems(f) })
	file := func(url site.URL, format func(*site.Feed, []feedItem) []byte) byproduct {
		return byproduct{
			url: url, order: output.Index, origin: r.feedOrigin(f), fallible: f.Term == nil,
			key: func(w *walk) { w.feed(f) },
			make: func() ([]byte, diag.List) {
				made, found := items()
				if len(found) > 0 {
					return nil, found
				}
				return format(f, made), nil
			},
		}
	}
	return []byproduct{file(f.Atom, r.atom), file(f.JSON, r.jsonFeed)}
}

func (r *renderer) feedOrigin(f *site.Feed) source.Span {
	if f.Type != nil {
		return source.Span{File: f.Type.Span.File}
	}
	return source.Span{File: f.Term.Span.File}
}

// feed writes what a feed depends on.
func (w *walk) feed(f *site.Feed) {
	w.value(reflect.ValueOf(*f.FeedLink))
	for _, p := range f.Pages {
		if f.Term != nil {
			w.summary(p)
			continue
		}
		key, _, _ := w.keys.page(p)
		w.out = append(w.out, key[:]...)
	}
}

func (r *renderer) feedItems(f *site.Feed) ([]feedItem, diag.List) {
	items := make([]feedItem, len(f.Pages))
	for i, p := range f.Pages {
		if f.Term != nil {
			items[i] = r.feedSummary(p)
			continue
		}
		var failed *diag.Diagnostic
		if items[i], failed = r.feedItem(p); failed != nil {
			return nil, diag.List{*failed}
		}
	}
	return items, nil
}

// feedSummary returns an entry without its text.
func (r *renderer) feedSummary(p *site.Page) feedItem {
	return feedItem{
		url: r.whole.Addresses().Canonical(p.URL), title: p.Title, summary: p.Summary, date: p.Entry.Date,
		image: r.feedImage(p), terms: r.whole.Terms(p.Entry.Terms),
	}
}

// feedImage returns the address of the entry's own image, or "": one that is
// drawn of its title says nothing new beside it.
func (r *renderer) feedImage(p *site.Page) string {
	if p.ShareCard != nil {
		return ""
	}
	return r.whole.ShareCard(p).Image
}

func (r *renderer) feedItem(p *site.Page) (feedItem, *diag.Diagnostic) {
	v := r.whole.Page(p)
	html, err := r.theme.pages[page{feedKind, p.Locale.Tag}].execute(r.buffer(), v)
	if err != nil {
		failed := r.theme.failure(p.URL, err)
		return feedItem{}, &failed
	}
	item := feedItem{
		url: v.Page.Canonical, title: p.Title, summary: p.Summary, date: p.Entry.Date,
		html: string(bytes.TrimSpace(html)), image: r.feedImage(p), terms: v.Entry.Terms,
	}
	r.free(html)
	return item, nil
}

// feedInstant returns a date as RFC 3339: the first instant of the day, month
// or year. A feed never tells the time of the build, so the zero date is the
// beginning of 1970.
func feedInstant(d content.Date) string {
	if d.Year == 0 {
		d.Year = 1970
	}
	return content.Date{Year: d.Year, Month: max(1, d.Month), Day: max(1, d.Day)}.String() + "T00:00:00Z"
}

// latestDate returns the date of the newest entry of a feed.
func latestDate(items []feedItem) content.Date {
	var latest content.Date
	for _, item := range items {
		if feedInstant(item.date) > feedInstant(latest) {
			latest = item.date
		}
	}
	return latest
}

// feedTitle is the title of the site and of the list.
func (r *renderer) feedTitle(f *site.Feed) string {
	return r.views.Site(f.Locale).Title + " – " + f.Title
}
