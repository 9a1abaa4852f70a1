package render

import (
	"bytes"
	"encoding/xml"
	"strings"

	"essaim/generator/internal/model/site"
)

// atom returns a feed as Atom 1.0 (RFC 4287).
func (r *renderer) atom(f *site.Feed, items []feedItem) []byte {
	shared, addresses := r.whole.Site(f.Locale), r.whole.Addresses()
	var w xmlLines
	w.WriteString(xml.Header)
	w.open("feed", "xmlns", "http://www.w3.org/2005/Atom", "xml:lang", f.Locale.Tag)
	w.text("id", addresses.Canonical(f.Atom))
	w.text("title", r.feedTitle(f))
	w.optional("subtitle", shared.Description)
	w.text("updated", feedInstant(latestDate(items)))
	w.text("link", "", "rel", "self", "type", "application/atom+xml", "href", addresses.Canonical(f.Atom))
	w.text("link", "", "rel", "alternate", "type", "text/html", "href", addresses.Canonical(f.Page))
	w.open("author")
	w.text("name", shared.Title)
	w.text("uri", shared.Home)
	w.close()
	for i := range items {
		w.entry(&items[i])
	}
	w.close()
	return w.Bytes()
}

func (w *xmlLines) entry(item *feedItem) {
	w.open("entry")
	w.text("id", item.url)
	w.text("title", item.title)
	w.text("published", feedInstant(item.date))
	w.text("updated", feedInstant(item.date))
	w.text("link", "", "rel", "alternate", "type", "text/html", "href", item.url)
	for _, term := range item.terms {
		w.text("category", "", "term", term.Key, "label", term.Label)
	}
	w.optional("summary", item.summary)
	if item.html != "" {
		w.text("content", item.html, "type", "html")
	}
	w.close()
}

// xmlLines writes XML, each element on a line of its own behind a space for each
// that it stands in, as encoding/xml would, which takes five times as long.
type xmlLines struct {
	bytes.Buffer
	around []string // the elements that are open
}

// open begins an element with other elements in it; attributes are names and
// values.
func (w *xmlLines) open(name string, attributes ...string) {
	w.tag(name, attributes)
	w.WriteByte('\n')
	w.around = append(w.around, name)
}

// close ends the last element that is open.
func (w *xmlLines) close() {
	last := len(w.around) - 1
	name := w.around[last]
	w.around = w.around[:last]
	w.WriteString(strings.Repeat(" ", last) + "</" + name + ">\n")
}

// text writes an element with a text in it.
func (w *xmlLines) text(name, text string, attributes ...string) {
	w.tag(name, attributes)
	w.escaped(text)
	w.WriteString("</" + name + ">\n")
}

// optional writes an element unless its text is empty.
func (w *xmlLines) optional(name, text string) {
	if text != "" {
		w.text(name, text)
	}
}

func (w *xmlLines) tag(name string, attributes []string) {
	w.WriteString(strings.Repeat(" ", len(w.around)) + "<" + name)
	for i := 0; i < len(attributes); i += 2 {
		w.WriteString(" " + attributes[i] + `="`)
		w.escaped(attributes[i+1])
		w.WriteByte('"')
	}
	w.WriteByte('>')
}

func (w *xmlLines) escaped(text string) { _ = xml.EscapeText(w, []byte(text)) } // into memory
