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

const (
	sitemapPath  = "sitemap.xml"
	sitemapSpace = `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`
)

// sitemaps lists every page that search engines may show, each with its other
// languages: one file, or several and an index of them.
func (r *renderer) sitemaps() []*output.File {
	addresses := r.views.Addresses()
	var parts [][]byte
	var part bytes.Buffer
	var entry []byte
	urls := 0
	end := func() {
		if urls > 0 {
			parts = append(parts, sitemapFile("urlset", ` xmlns:xhtml="http://www.w3.org/1999/xhtml"`, part.Bytes()))
		}
		part.Reset()
		urls = 0
	}
	for _, p := range r.site.Pages {
		if p.Kind == site.KindNotFound {
			continue
		}
		entry = sitemapEntry(entry[:0], p, addresses)
		if urls == sitemapURLs || part.Len()+len(entry) > sitemapBytes {
			end()
		}
		part.Write(entry)
		urls++
	}
	end()
	if len(parts) == 1 {
		return []*output.File{indexFile(sitemapPath, parts[0])}
	}
	var files []*output.File
	var index bytes.Buffer
	for i, data := range parts {
		f := indexFile(fmt.Sprintf("sitemap-%d.xml", i+1), data)
		files = append(files, f)
		index.WriteString("<sitemap><loc>")
		index.Write(escape(nil, addresses.Canonical(site.URL("/"+f.Path))))
		index.WriteString("</loc></sitemap>\n")
	}
	return append(files, indexFile(sitemapPath, sitemapFile("sitemapindex", "", index.Bytes())))
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

func sitemapFile(root, attributes string, entries []byte) []byte {
	return fmt.Appendf(nil, "%s<%s %s%s>\n%s</%s>\n", xml.Header, root, sitemapSpace, attributes, entries, root)
}

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
