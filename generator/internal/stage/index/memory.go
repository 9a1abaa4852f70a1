package index

import (
	"iter"
	"maps"
	"sync"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/search/indexer"
	"essaim/search/spread"
)

// Memory keeps the documents of pages, which sites share where nothing has
// changed. The zero Memory is empty and ready. It is for one run at a time.
type Memory struct {
	rules *schema.Schema
	// documents are by locale.
	documents map[string]known
	// files are those for browsers of the latest site by locale, in the order of their
	// names, but for the root.
	files map[string][]*output.File
	// text is Options.Text of the latest run: documents are of many.
	text func(*content.Entry) string
}

// known are documents by their pages, both in the order of the site that they are
// of: most pages of the next site stand where they stood. Nobody changes them.
type known struct {
	pages     []*site.Page
	documents []indexer.Document
	latest    map[*schema.Type]int // the days that recency counts from
}

// finder returns what finds the number of the document of the i-th page, or -1.
func (k known) finder() func(i int, p *site.Page) int {
	places := sync.OnceValue(func() map[*site.Page]int {
		at := make(map[*site.Page]int, len(k.pages))
		for i, p := range k.pages {
			at[p] = i
		}
		return at
	})
	moved := 0 // how many pages have come before, less those gone
	return func(i int, p *site.Page) int {
		if at := i - moved; at >= 0 && at < len(k.pages) && k.pages[at] == p {
			return at
		}
		if at, ok := places()[p]; ok {
			moved = i - at
			return at
		}
		return -1
	}
}

// of returns the documents of a locale in the latest site with these rules.
func (m *Memory) of(rules *schema.Schema, tag string) known {
	if m == nil || m.rules != rules {
		return known{}
	}
	return m.documents[tag]
}

func (m *Memory) keep(rules *schema.Schema, tag string, documents known) {
	if m == nil {
		return
	}
	if m.rules != rules {
		m.rules, m.documents = rules, map[string]known{}
	}
	m.documents[tag] = documents
}

// reader returns what reads the text of an entry, in this run and for documents that
// are taken over in later ones.
func (o Options) reader() func(*content.Entry) string {
	if o.Memory == nil {
		return o.Text
	}
	o.Memory.text = o.Text
	return func(e *content.Entry) string { return o.Memory.text(e) }
}

// documents returns what the index of a locale holds.
func (o Options) documents(s *site.Site, locale *schema.Locale) []indexer.Document {
	pages := make([]*site.Page, 0, len(s.Pages))
	for _, p := range s.Pages {
		if p.Locale == locale && p.Entry != nil && !p.Type.Unsearched {
			pages = append(pages, p)
		}
	}
	next := known{pages, make([]indexer.Document, len(pages)), latestDays(s, locale)}
	former := o.Memory.of(s.Schema, locale.Tag)
	find, sameDays := former.finder(), maps.Equal(former.latest, next.latest)
	var fresh []int
	for i, p := range pages {
		at := find(i, p)
		if at < 0 {
			fresh = append(fresh, i)
			continue
		}
		next.documents[i] = former.documents[at]
		if !sameDays {
			next.documents[i].Boost = boost(p, next.latest)
		}
	}
	read := o.reader()
	spread.Over(len(fresh), func(share iter.Seq[int]) {
		var r room
		for n := range share {
			p := pages[fresh[n]]
			d := document(s.Schema, p, &r)
			if d.Hash != "" {
				d.Load = load(read, p.Entry, d.Fields)
			}
			d.Boost = boost(p, next.latest)
			next.documents[fresh[n]] = d
		}
	})
	o.Memory.keep(s.Schema, locale.Tag, next)
	return next.documents
}

// boost returns the factor on the score of a page for its age, or 0; latest are the
// days that recency counts from.
func boost(p *site.Page, latest map[*schema.Type]int) float64 {
	if date := p.Entry.Date; date.Year != 0 && p.Type.Search.Recency > 0 {
		return recencyBoost(latest[p.Type]-dayOf(date), p.Type.Search.Recency)
	}
	return 0
}

// load returns what loads the text of an entry; there are as many as entries, so
// that it holds little.
func load(read func(*content.Entry) string, e *site.Entry, fields []indexer.Field) func() (indexer.Text, error) {
	return func() (indexer.Text, error) {
		texts := make([]string, len(fields))
		for i, f := range fields {
			texts[i] = f.Text
		}
		return indexer.Text{Body: e.Body.Filled(read(e.Source)), Headings: headings(e.Body.Source), Fields: texts}, nil
	}
}
