package render

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"reflect"
	"sync"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/render/view"
)

// feedItem is an entry in a feed, as each of both formats writes it.
type feedItem struct {
	// instant is that of its date: see feedInstant.
	instant    string
	atom, json []byte
}

// feedEntry is what a feed says of an entry.
type feedEntry struct {
	url, title, summary string
	instant             string
	language            string
	// html is what feed.html makes of the entry; its addresses are whole. It is
	// "" in the feed of a term, which tells that there is something new.
	html  string
	image string
	terms []view.Term
}

// feedFiles returns both formats of a feed. They hold the same items: the first
// that needs them makes them. The feed of a type holds the whole of each entry;
// that of a term, of which there may be hundreds, its summary.
func (r *renderer) feedFiles(f *site.Feed) (atom, json byproduct) {
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
	return file(f.Atom, r.atom), file(f.JSON, r.jsonFeed)
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
	items, w := make([]feedItem, len(f.Pages)), newFeedWriter()
	for i, p := range f.Pages {
		if f.Term != nil {
			items[i] = r.feedSummary(w, p)
			continue
		}
		var failed *diag.Diagnostic
		if items[i], failed = r.feedItem(w, p); failed != nil {
			return nil, diag.List{*failed}
		}
	}
	return items, nil
}

// feedSummary returns an entry without its text. Each of its terms has a feed that
// may hold it: it is written once for all.
func (r *renderer) feedSummary(w *feedWriter, p *site.Page) feedItem {
	if item, ok := r.summaries.Load(p); ok {
		return item.(feedItem)
	}
	item := w.item(&feedEntry{
		url: r.whole.Addresses().Canonical(p.URL), title: p.Title, summary: p.Summary, instant: feedInstant(p.Entry.Date),
		language: p.Locale.Tag, image: r.feedImage(p), terms: r.whole.Terms(p.Entry.Terms),
	})
	r.summaries.Store(p, item)
	return item
}

// feedImage returns the address of the entry's own image, or "": one that is
// drawn of its title says nothing new beside it.
func (r *renderer) feedImage(p *site.Page) string {
	if p.ShareCard != nil {
		return ""
	}
	return r.whole.ShareCard(p).Image
}

func (r *renderer) feedItem(w *feedWriter, p *site.Page) (feedItem, *diag.Diagnostic) {
	v := r.whole.Page(p)
	html, err := r.theme.pages[page{feedKind, p.Locale.Tag}].execute(r.buffer(), v)
	if err != nil {
		failed := r.theme.failure(p.URL, err)
		return feedItem{}, &failed
	}
	item := w.item(&feedEntry{
		url: v.Page.Canonical, title: p.Title, summary: p.Summary, instant: feedInstant(p.Entry.Date),
		language: p.Locale.Tag, html: string(bytes.TrimSpace(html)), image: r.feedImage(p), terms: v.Entry.Terms,
	})
	r.free(html)
	return item, nil
}

// A feedWriter writes elements of Atom and values of JSON Feed, with < and > as they
// are, in memory that it uses again.
type feedWriter struct {
	out  bytes.Buffer
	xml  *xml.Encoder
	json *json.Encoder
}

func newFeedWriter() *feedWriter {
	w := &feedWriter{}
	w.xml, w.json = xml.NewEncoder(&w.out), json.NewEncoder(&w.out)
	w.json.SetEscapeHTML(false)
	return w
}

// item writes an entry for both formats.
func (w *feedWriter) item(e *feedEntry) feedItem {
	return feedItem{e.instant, w.text(w.xml.Encode, e.atom()), w.text(w.json.Encode, e.json())}
}

// text returns what one of the encoders writes of a value.
func (w *feedWriter) text(encode func(any) error, value any) []byte {
	w.out.Reset()
	if err := encode(value); err != nil {
		panic("render: a feed of texts does not marshal: " + err.Error())
	}
	return bytes.Clone(bytes.TrimSuffix(w.out.Bytes(), []byte{'\n'}))
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

// latest returns the instant of the newest entry of a feed.
func latest(items []feedItem) string {
	last := feedInstant(content.Date{})
	for _, item := range items {
		last = max(last, item.instant)
	}
	return last
}

// The elements of RFC 4287 that are used.
type (
	atomFeed struct {
		XMLName  xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
		Lang     string     `xml:"xml:lang,attr"`
		ID       string     `xml:"id"`
		Title    string     `xml:"title"`
		Subtitle string     `xml:"subtitle,omitempty"`
		Updated  string     `xml:"updated"`
		Links    []atomLink `xml:"link"`
		Author   atomAuthor `xml:"author"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomAuthor struct {
		Name string `xml:"name"`
		URI  string `xml:"uri"`
	}
	atomEntry struct {
		XMLName    xml.Name       `xml:"entry"`
		ID         string         `xml:"id"`
		Title      string         `xml:"title"`
		Published  string         `xml:"published"`
		Updated    string         `xml:"updated"`
		Link       atomLink       `xml:"link"`
		Categories []atomCategory `xml:"category"`
		Summary    string         `xml:"summary,omitempty"`
		Content    *atomContent   `xml:"content"`
	}
	atomCategory struct {
		Term  string `xml:"term,attr"`
		Label string `xml:"label,attr"`
	}
	atomContent struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

// feedTitle is the title of the site and of the list.
func (r *renderer) feedTitle(f *site.Feed) string {
	return r.views.Site(f.Locale).Title + " – " + f.Title
}

// atom returns a feed as Atom 1.0 (RFC 4287).
func (r *renderer) atom(f *site.Feed, items []feedItem) []byte {
	shared, addresses := r.whole.Site(f.Locale), r.whole.Addresses()
	feed := atomFeed{
		Lang: f.Locale.Tag, ID: addresses.Canonical(f.Atom), Title: r.feedTitle(f), Subtitle: shared.Description,
		Updated: latest(items), Author: atomAuthor{Name: shared.Title, URI: shared.Home},
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: addresses.Canonical(f.Atom)},
			{Rel: "alternate", Type: "text/html", Href: addresses.Canonical(f.Page)},
		},
	}
	// The entries are written already; the encoder would copy every byte of them twice.
	const end = "</feed>"
	w := newFeedWriter()
	head := bytes.TrimSuffix(w.text(w.xml.Encode, feed), []byte(end))
	size := len(xml.Header) + len(head) + len(end) + 1
	for _, item := range items {
		size += len(item.atom)
	}
	data := append(append(make([]byte, 0, size), xml.Header...), head...)
	for _, item := range items {
		data = append(data, item.atom...)
	}
	return append(data, end+"\n"...)
}

// atom returns an entry as an element of Atom.
func (e *feedEntry) atom() atomEntry {
	entry := atomEntry{
		ID: e.url, Title: e.title, Published: e.instant, Updated: e.instant, Summary: e.summary,
		Link: atomLink{Rel: "alternate", Type: "text/html", Href: e.url},
	}
	if e.html != "" {
		entry.Content = &atomContent{Type: "html", Text: e.html}
	}
	for _, term := range e.terms {
		entry.Categories = append(entry.Categories, atomCategory{Term: term.Key, Label: term.Label})
	}
	return entry
}

// The members of JSON Feed 1.1 that are used.
type (
	jsonFeed struct {
		Version     string       `json:"version"`
		Title       string       `json:"title"`
		Description string       `json:"description,omitempty"`
		HomePage    string       `json:"home_page_url"`
		Feed        string       `json:"feed_url"`
		Language    string       `json:"language"`
		Authors     []jsonAuthor `json:"authors"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	}
	jsonItem struct {
		ID        string   `json:"id"`
		URL       string   `json:"url"`
		Title     string   `json:"title"`
		Summary   string   `json:"summary,omitempty"`
		HTML      string   `json:"content_html,omitempty"`
		Text      string   `json:"content_text,omitempty"`
		Image     string   `json:"image,omitempty"`
		Published string   `json:"date_published,omitempty"`
		Tags      []string `json:"tags,omitempty"`
		Language  string   `json:"language"`
	}
)

// jsonFeed returns a feed as JSON Feed 1.1 (jsonfeed.org/version/1.1).
func (r *renderer) jsonFeed(f *site.Feed, items []feedItem) []byte {
	shared, addresses := r.whole.Site(f.Locale), r.whole.Addresses()
	feed := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: r.feedTitle(f), Description: shared.Description,
		HomePage: addresses.Canonical(f.Page), Feed: addresses.Canonical(f.JSON), Language: f.Locale.Tag,
		Authors: []jsonAuthor{{Name: shared.Title, URL: shared.Home}},
	}
	// The items are written already; the encoder would read every byte of them again.
	w := newFeedWriter()
	head := append(bytes.TrimSuffix(w.text(w.json.Encode, feed), []byte("}")), `,"items":[`...)
	size := len(head) + len("]}\n")
	for _, item := range items {
		size += len(item.json) + len(",")
	}
	data := append(make([]byte, 0, size), head...)
	for i, item := range items {
		if i > 0 {
			data = append(data, ',')
		}
		data = append(data, item.json...)
	}
	return append(data, "]}\n"...)
}

// json returns an entry as an item of JSON Feed.
func (e *feedEntry) json() jsonItem {
	item := jsonItem{
		ID: e.url, URL: e.url, Title: e.title, Summary: e.summary, HTML: e.html, Image: e.image,
		Published: e.instant, Language: e.language,
	}
	if e.html == "" { // one of the two is required
		item.Text = cmp.Or(e.summary, e.title)
	}
	for _, term := range e.terms {
		item.Tags = append(item.Tags, term.Label)
	}
	return item
}
