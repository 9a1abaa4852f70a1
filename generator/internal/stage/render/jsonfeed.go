package render

import (
	"bytes"
	"cmp"
	"encoding/json"

	"essaim/generator/internal/model/site"
)

// jsonFeed returns a feed as JSON Feed 1.1 (jsonfeed.org/version/1.1).
func (r *renderer) jsonFeed(f *site.Feed, items []feedItem) []byte {
	shared, addresses := r.whole.Site(f.Locale), r.whole.Addresses()
	w := newJSONLines()
	w.open('{')
	w.member("version", "https://jsonfeed.org/version/1.1")
	w.member("title", r.feedTitle(f))
	w.optional("description", shared.Description)
	w.member("home_page_url", addresses.Canonical(f.Page))
	w.member("feed_url", addresses.Canonical(f.JSON))
	w.member("language", f.Locale.Tag)
	w.name("authors")
	w.open('[')
	w.next()
	w.open('{')
	w.member("name", shared.Title)
	w.member("url", shared.Home)
	w.close('}')
	w.close(']')
	w.name("items")
	w.open('[')
	for i := range items {
		w.next()
		w.item(&items[i], f.Locale.Tag)
	}
	w.close(']')
	w.close('}')
	w.out.WriteByte('\n')
	return w.out.Bytes()
}

func (w *jsonLines) item(item *feedItem, lang string) {
	w.open('{')
	w.member("id", item.url)
	w.member("url", item.url)
	w.member("title", item.title)
	w.optional("summary", item.summary)
	if item.html != "" {
		w.member("content_html", item.html)
	} else { // one of the two is required
		w.optional("content_text", cmp.Or(item.summary, item.title))
	}
	w.optional("image", item.image)
	w.member("date_published", feedInstant(item.date))
	if len(item.terms) > 0 {
		w.name("tags")
		w.open('[')
		for _, term := range item.terms {
			w.next()
			w.text(term.Label)
		}
		w.close(']')
	}
	w.member("language", lang)
	w.close('}')
}

// jsonLines writes JSON, each member on a line of its own behind a space for each
// object and list that it stands in, as encoding/json does, which reads all again
// to indent it.
type jsonLines struct {
	out   bytes.Buffer
	texts *json.Encoder
	depth int
}

func newJSONLines() *jsonLines {
	w := &jsonLines{}
	w.texts = json.NewEncoder(&w.out)
	w.texts.SetEscapeHTML(false)
	return w
}

// open begins an object or a list.
func (w *jsonLines) open(bracket byte) {
	w.out.WriteByte(bracket)
	w.depth++
}

// close ends it; one without anything in it stays on its line.
func (w *jsonLines) close(bracket byte) {
	w.depth--
	if last := w.out.Bytes()[w.out.Len()-1]; last != '{' && last != '[' {
		w.line()
	}
	w.out.WriteByte(bracket)
}

// next begins a member of an object or of a list.
func (w *jsonLines) next() {
	if last := w.out.Bytes()[w.out.Len()-1]; last != '{' && last != '[' {
		w.out.WriteByte(',')
	}
	w.line()
}

func (w *jsonLines) line() {
	w.out.WriteByte('\n')
	for range w.depth {
		w.out.WriteByte(' ')
	}
}

// name begins a member with a name that needs no escapes.
func (w *jsonLines) name(name string) {
	w.next()
	w.out.WriteString(`"` + name + `": `)
}

func (w *jsonLines) member(name, text string) {
	w.name(name)
	w.text(text)
}

// optional writes a member unless its text is empty.
func (w *jsonLines) optional(name, text string) {
	if text != "" {
		w.member(name, text)
	}
}

func (w *jsonLines) text(text string) {
	_ = w.texts.Encode(text)        // into memory
	w.out.Truncate(w.out.Len() - 1) // the line feed that ends what an encoder writes
}
