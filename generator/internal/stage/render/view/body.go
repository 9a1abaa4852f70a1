package view

import (
	"html"
	"strconv"
	"strings"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/site"
)

// bodyOf returns the body of an entry.
func (b *Builder) bodyOf(e *site.Entry) site.Body {
	if e.Body.Source != nil && e.Body.Source.Unread {
		return b.unread(e)
	}
	return e.Body
}

// said calls do with what a body of an entry says, unless it says nothing.
func (b *Builder) said(e *site.Entry, body site.Body, do func(content.Prose)) {
	switch {
	case body.Source.Empty():
	case body.Source.Apart:
		b.prose(e.Source, do)
	default:
		do(body.Source.Prose)
	}
}

// filled calls do with the bytes of fill, in memory that is used again: most
// bodies are copied into something else at once.
func (b *Builder) filled(body site.Body, prose content.Prose, page site.URL, prefix string, used map[string]bool, do func(html []byte)) {
	buffer, ok := b.buffers.Get().(*[]byte)
	if !ok {
		buffer = new([]byte)
	}
	*buffer = b.addresses.fill((*buffer)[:0], body, prose, page, prefix, used)
	do(*buffer)
	b.buffers.Put(buffer)
}

// fill appends a body, whose prose is given, with its holes filled. The HTML
// between the holes is copied: parse made it, and nothing parses it again. used
// holds the ids of the page; a heading whose id is taken gets prefix before it.
func (a Addresses) fill(to []byte, b site.Body, prose content.Prose, page site.URL, prefix string, used map[string]bool) []byte {
	for _, s := range prose.Segments {
		switch s.Hole {
		case content.NoHole:
			to = append(to, s.HTML...)
		case content.LinkHole:
			if s.Index < len(b.Links) {
				to = a.appendLink(to, b.Links[s.Index], page)
			}
		case content.ImageHole:
			if s.Index < len(b.Images) {
				to = a.appendImage(to, b.Images[s.Index])
			}
		case content.FigureHole:
			if s.Index < len(b.Figures) {
				to = a.appendQuote(to, &b.Figures[s.Index], page)
			}
		case content.PageHole:
			if a.whole {
				to = append(to, a.Of(page)...)
			}
		case content.HeadingHole:
			if s.Index < len(b.Headings) {
				to = appendEscaped(to, freeID(b.Headings[s.Index].ID, prefix, used))
			}
		}
	}
	return to
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

// appendLink appends the attributes of an <a>. A link that leads nowhere has
// none. The text of a link is in the language of the page that holds it, so
// hreflang is told and lang is not.
func (a Addresses) appendLink(to []byte, l site.Link, page site.URL) []byte {
	url := a.link(l, page)
	if url == "" {
		return to
	}
	to = attribute(to, "href", string(url))
	if l.Lang != "" {
		to = attribute(to, "hreflang", l.Lang)
	}
	return to
}

// appendQuote appends the value of a series. The link says the whole of it, for
// those who look or listen closer.
func (a Addresses) appendQuote(to []byte, q *site.Quote, page site.URL) []byte {
	to = append(to, `<a class="value"`...)
	to = a.appendLink(to, q.Link, page)
	to = attribute(to, "title", q.Title)
	if q.Link.Lang != "" {
		to = attribute(to, "lang", q.Link.Lang)
	}
	return append(appendEscaped(append(to, '>'), q.Text), "</a>"...)
}

func (a Addresses) appendImage(to []byte, i site.Image) []byte {
	to = append(to, "<img"...)
	to = attribute(to, "src", a.Of(i.URL))
	to = attribute(to, "alt", i.Alt)
	if i.Width > 0 && i.Height > 0 {
		to = attribute(to, "width", strconv.Itoa(i.Width))
		to = attribute(to, "height", strconv.Itoa(i.Height))
	}
	return append(to, ` loading="lazy" decoding="async">`...)
}

func attribute(to []byte, name, value string) []byte {
	to = append(append(append(to, ' '), name...), `="`...)
	return append(appendEscaped(to, value), '"')
}

// appendEscaped appends a text, in which seldom anything has to be escaped.
func appendEscaped(to []byte, text string) []byte {
	if strings.ContainsAny(text, `&<>"'`) {
		text = html.EscapeString(text)
	}
	return append(to, text...)
}
