package view

import (
	"html"
	"html/template"
	"strconv"
	"strings"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/site"
)

// fill writes a body, whose prose is given, with its holes filled. The HTML between the holes is
// copied: parse made it, and nothing parses it again. used holds the ids of the
// page; a heading whose id is taken gets prefix before it.
func (a Addresses) fill(b site.Body, prose content.Prose, page site.URL, prefix string, used map[string]bool) template.HTML {
	if len(prose.Segments) == 0 {
		return ""
	}
	size := 0
	for _, s := range prose.Segments {
		size += len(s.HTML)
	}
	var w strings.Builder
	w.Grow(size + 96*len(b.Links) + 160*len(b.Images))
	for _, s := range prose.Segments {
		switch s.Hole {
		case content.NoHole:
			w.WriteString(s.HTML)
		case content.LinkHole:
			if s.Index < len(b.Links) {
				a.writeLink(&w, b.Links[s.Index], page)
			}
		case content.ImageHole:
			if s.Index < len(b.Images) {
				a.writeImage(&w, b.Images[s.Index])
			}
		case content.FigureHole:
			if s.Index < len(b.Figures) {
				a.writeQuote(&w, &b.Figures[s.Index], page)
			}
		case content.PageHole:
			if a.whole {
				w.WriteString(a.Of(page))
			}
		case content.HeadingHole:
			if s.Index < len(b.HeadingIDs) {
				escape(&w, freeID(b.HeadingIDs[s.Index], prefix, used))
			}
		}
	}
	return template.HTML(w.String())
}

// freeID returns id, with prefix before it when the page already has it, and
// records it.
func freeID(id, prefix string, used map[string]bool) string {
	for used[id] && prefix != "" {
		id = prefix + "-" + id
	}
	used[id] = true
	return id
}

// writeLink writes the attributes of an <a>. A link that leads nowhere has
// none. The text of a link is in the language of the page that holds it, so
// hreflang is told and lang is not.
func (a Addresses) writeLink(w *strings.Builder, l site.Link, page site.URL) {
	url := a.link(l, page)
	if url == "" {
		return
	}
	attribute(w, "href", string(url))
	if l.Lang != "" {
		attribute(w, "hreflang", l.Lang)
	}
}

// writeQuote writes the value of a series. The link says the whole of it, for
// those who look or listen closer.
func (a Addresses) writeQuote(w *strings.Builder, q *site.Quote, page site.URL) {
	w.WriteString(`<a class="value"`)
	a.writeLink(w, q.Link, page)
	attribute(w, "title", q.Title)
	if q.Link.Lang != "" {
		attribute(w, "lang", q.Link.Lang)
	}
	w.WriteString(">")
	escape(w, q.Text)
	w.WriteString("</a>")
}

func (a Addresses) writeImage(w *strings.Builder, i site.Image) {
	w.WriteString("<img")
	attribute(w, "src", a.Of(i.URL))
	attribute(w, "alt", i.Alt)
	if i.Width > 0 && i.Height > 0 {
		attribute(w, "width", strconv.Itoa(i.Width))
		attribute(w, "height", strconv.Itoa(i.Height))
	}
	w.WriteString(` loading="lazy" decoding="async">`)
}

func attribute(w *strings.Builder, name, value string) {
	w.WriteString(" ")
	w.WriteString(name)
	w.WriteString(`="`)
	escape(w, value)
	w.WriteString(`"`)
}

// escape writes a text, in which seldom anything has to be escaped.
func escape(w *strings.Builder, text string) {
	if strings.ContainsAny(text, `&<>"'`) {
		text = html.EscapeString(text)
	}
	w.WriteString(text)
}
