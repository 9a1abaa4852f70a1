package main

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"essaim/search/indexer"
)

// blocks are the elements whose text is not joined with what stands before.
var blocks = []string{"p", "li", "td", "th", "h2", "h3", "h4", "blockquote", "div", "ul", "ol", "table", "tr", "aside", "section", "br"}

// reading is a page while it is read: the corner of HTML that the templates of
// the theme write.
type reading struct {
	doc indexer.Document
	// into takes text as long as the element that opened it is open: depth
	// counts open elements of its name.
	into        *strings.Builder
	until       string
	depth       int
	entry       bool
	note        bool // in the mark of a footnote, which is no part of the word before
	terms       bool
	title, lead strings.Builder
	body        strings.Builder
	heading     int // where in body the open heading begins, or -1
}

// document returns what a page at a path below the site's folder holds, without
// an ID when the page is no entry.
func document(path string, page []byte) indexer.Document {
	r := &reading{heading: -1}
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return r.finish(path)
		case html.TextToken:
			if r.into != nil && !r.note {
				r.into.Write(z.Text())
			}
		case html.StartTagToken, html.EndTagToken:
			name, more := z.TagName()
			attributes := map[string]string{}
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				attributes[string(key)] = string(value)
			}
			if kind == html.StartTagToken {
				r.open(string(name), attributes)
			} else {
				r.close(string(name))
			}
		}
	}
}

func (r *reading) open(name string, attributes map[string]string) {
	class := attributes["class"]
	switch {
	case r.into != nil:
		if name == r.until {
			r.depth++
		}
		if r.into == &r.body {
			r.block(name)
			r.note = r.note || name == "sup" && class == "footnote-ref"
			if name == "h2" || name == "h3" {
				r.heading = r.body.Len()
			}
		}
	case name == "article" && class == "entry":
		r.entry = true
	case !r.entry:
	case name == "h1":
		r.take(&r.title, name)
	case name == "p" && class == "lead":
		r.take(&r.lead, name)
	case name == "div" && class == "prose":
		r.take(&r.body, name)
	case name == "time" && r.doc.Date == "":
		r.doc.Date = attributes["datetime"]
	case name == "ul" && class == "terms":
		r.terms = true
	case name == "a" && r.terms:
		r.term(attributes["href"])
	}
}

func (r *reading) close(name string) {
	switch {
	case name == "ul" && r.into == nil:
		r.terms = false
	case name == "article":
		r.entry = false
	case r.into == nil:
		return
	case name == "sup":
		r.note = false
	case name == r.until:
		if r.depth--; r.depth == 0 {
			r.into = nil
		}
	}
	if r.heading >= 0 && (name == "h2" || name == "h3") {
		r.doc.Headings = append(r.doc.Headings, strings.TrimSpace(r.body.String()[r.heading:]))
		r.heading = -1
	}
	if r.into == &r.body {
		r.block(name)
	}
}

func (r *reading) take(into *strings.Builder, until string) {
	r.into, r.until, r.depth = into, until, 1
}

func (r *reading) block(name string) {
	if slices.Contains(blocks, name) {
		r.body.WriteByte('\n')
	}
}

// term adds the facet that the address of a term names.
func (r *reading) term(address string) {
	parts := strings.Split(strings.Trim(address, "/"), "/")
	if len(parts) != 2 {
		return
	}
	for i := range r.doc.Facets {
		if f := &r.doc.Facets[i]; f.Name == parts[0] {
			f.Keys = append(f.Keys, parts[1])
			return
		}
	}
	r.doc.Facets = append(r.doc.Facets, indexer.Facet{Name: parts[0], Keys: parts[1:]})
}

func (r *reading) finish(path string) indexer.Document {
	d := r.doc
	section, _, inSection := strings.Cut(path, "/")
	d.Title, d.Summary, d.Body = strings.TrimSpace(r.title.String()), strings.TrimSpace(r.lead.String()), r.body.String()
	if !inSection || d.Title == "" || d.Body == "" {
		return indexer.Document{}
	}
	d.ID, d.URL = path, "/"+path+"/"
	d.Type = strings.TrimSuffix(section, "s")
	d.TypeLabel = d.Type
	d.Facets = append(d.Facets, indexer.Facet{Name: "type", Keys: []string{d.Type}})
	if len(d.Date) >= 4 {
		d.Facets = append(d.Facets, indexer.Facet{Name: "year", Keys: []string{d.Date[:4]}})
	}
	return d
}
