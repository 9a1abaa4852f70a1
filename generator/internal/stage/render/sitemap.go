package render

import (
	"bytes"
	"encoding/xml"
	"fmt"

	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/render/view"
)

// Limits of one sitemap (sitemaps.org): the protocol's, with some bytes to
// spare for the end.
const (
	sitemapURLs  = 50_000
	sitemapBytes = 50<<20 - 1<<10
)

// sitemapSpare is how much longer than the first entry of a sitemap, in bytes, the
// others are taken for, so that its memory need not grow often.
const sitemapSpare = 96

const (
	sitemapPath  = "sitemap.xml"
	sitemapSpace = `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`
)

// sitemaps lists every page that search engines may show, each with its other
// languages: one file, or several and an index of them.
func (r *renderer) sitemaps() []*output.File {
	addresses := r.views.Addresses()
	var parts [][]byte
	var part, entry []byte
	urls := 0
	end := func() {
		if urls > 0 {
			parts = append(parts, endSitemap(part, "urlset"))
		}
		part, urls = nil, 0
	}
	for i, p := range r.site.Pages {
		if p.Kind == site.KindNotFound {
			continue
		}
		entry = sitemapEntry(entry[:0], p, addresses)
		if urls == sitemapURLs || len(part)+len(entry) > sitemapBytes {
			end()
		}
		if urls == 0 {
			left := min(sitemapURLs, len(r.site.Pages)-i)
			part = beginSitemap(make([]byte, 0, min(sitemapBytes, 512+left*(len(entry)+sitemapSpare))), "urlset", ` xmlns:xhtml="http://www.w3.org/1999/xhtml"`)
		}
		part = append(part, entry...)
		urls++
	}
	end()
	if len(parts) == 1 {
		return []*output.File{indexFile(sitemapPath, parts[0])}
	}
	var files []*output.File
	index := beginSitemap(nil, "sitemapindex", "")
	for i, data := range parts {
		f := indexFile(fmt.Sprintf("sitemap-%d.xml", i+1), data)
		files = append(files, f)
		index = append(index, "<sitemap><loc>"...)
		index = escape(index, addresses.Canonical(site.URL("/"+f.Path)))
		index = append(index, "</loc></sitemap>\n"...)
	}
	return append(files, indexFile(sitemapPath, endSitemap(index, "sitemapindex")))
}

func sitemapEntry(to []byte, p *site.Page, a view.Addresses) []byte {
	to = append(to, "<url><loc>"...)
	to = escape(to, a.Canonical(p.URL))
	to = append(to, "</loc>"...)
	for _, other := range view.Alternates(p, a) {
		to = append(to, `<xhtml:link rel="alternate" hreflang="`...)
		to = escape(to, other.Lang)
		to = append(to, `" href="`...)
		to = escape(to, other.URL)
		to = append(to, `"/>`...)
	}
	return append(to, "</url>\n"...)
}

func beginSitemap(to []byte, root, attributes string) []byte {
	return fmt.Appendf(to, "%s<%s %s%s>\n", xml.Header, root, sitemapSpace, attributes)
}

func endSitemap(to []byte, root string) []byte { return fmt.Appendf(to, "</%s>\n", root) }

// escape appends a text as XML, which most addresses are as they stand.
func escape(to []byte, text string) []byte {
	for _, c := range []byte(text) {
		if c < ' ' || c > '~' || c == '"' || c == '\'' || c == '&' || c == '<' || c == '>' {
			var b bytes.Buffer
			_ = xml.EscapeText(&b, []byte(text)) // a buffer takes every byte
			return append(to, b.Bytes()...)
		}
	}
	return append(to, text...)
}

// indexFile returns a file that refers to pages and is made from all of them.
func indexFile(path string, data []byte) *output.File {
	return output.New(path, output.Index, data, source.Span{})
}
