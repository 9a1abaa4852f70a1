package render

import (
	"fmt"
	"reflect"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// byproduct is a file made of pages that stands beside them: a feed, a calendar,
// an image, what a list is narrowed with. It is known by its key as a page is.
type byproduct struct {
	url    site.URL
	order  output.Order
	origin source.Span
	// key writes what the file depends on beside what all files share.
	key func(*walk)
	// apart reports that it depends on nothing that all files share.
	apart bool
	// make makes the content. fallible ones run a template.
	make     func() ([]byte, diag.List)
	fallible bool
}

// byproducts returns those of the site, in no particular order.
func (r *renderer) byproducts() []byproduct {
	var list, others []byproduct
	for _, f := range r.site.Feeds {
		atom, json := r.feedFiles(f)
		list, others = append(list, atom), append(others, json)
	}
	for _, n := range r.site.Narrowed {
		list = append(list, r.narrowedFile(n))
	}
	list = append(list, r.calendars()...)
	list = append(list, r.shareCards()...)
	return append(list, others...) // not beside the first: who makes one waits for the items of the other
}

// byproduct makes a file, unless an earlier run has made the same.
func (r *renderer) byproduct(b byproduct) (*output.File, diag.List) {
	key := r.keys.byproduct(b)
	again := func() ([]byte, output.Hash, bool) {
		data, found := b.make()
		return data, output.HashOf(data), len(found) == 0
	}
	if f := r.known(b.url.File(), key, b.order, b.origin, again); f != nil {
		return f, nil
	}
	data, found := b.make()
	if len(found) > 0 {
		return nil, found
	}
	f := output.New(b.url.File(), b.order, data, b.origin)
	f.Key = key
	return f, nil
}

// later returns a file that is made when asked for.
func (b byproduct) later() *output.File {
	return &output.File{Path: b.url.File(), Order: b.order, Origin: b.origin, Make: func() ([]byte, error) {
		data, found := b.make()
		if len(found) > 0 {
			return nil, fmt.Errorf("%s: %s", b.url, found[0].Message("en"))
		}
		return data, nil
	}}
}

// byproduct returns the key of a byproduct.
func (k *keys) byproduct(b byproduct) output.Key {
	shared := k.shared
	if b.apart {
		shared = output.Key{}
	}
	return k.of(shared, func(w *walk) {
		w.text("byproduct")
		w.text(string(b.url))
		b.key(w)
	})
}

// summary writes what a list of links to pages tells of p.
func (w *walk) summary(p *site.Page) {
	e := p.Entry
	w.text(string(p.URL))
	w.text(e.ID)
	w.text(e.Title)
	w.text(e.Summary)
	w.value(reflect.ValueOf(e.Date))
	w.value(reflect.ValueOf(e.Closing))
	w.value(reflect.ValueOf(e.Badges))
	w.value(reflect.ValueOf(e.Image))
	w.value(reflect.ValueOf(e.Terms))
}
