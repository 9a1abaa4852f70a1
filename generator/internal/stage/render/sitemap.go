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
		entry := sitemapEntry(p, addresses)
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
		escape(&index, addresses.Canonical(site.URL("/"+f.Path)))
		index.WriteString("</loc></sitemap>\n")
	}
	return append(files, indexFile(sitemapPath, sitemapFile("sitemapindex", "", index.Bytes())))
}

func sitemapEntry(p *site.Page, a view.Addresses) []byte {
	var b bytes.Buffer
	b.WriteString("<url><loc>")
	escape(&b, a.Canonical(p.URL))
	b.WriteString("</loc>")
	for _, other := range view.Alternates(p, a) {
		b.WriteString(`<xhtml:link rel="alternate" hreflang="`)
		escape(&b, other.Lang)
		b.WriteString(`" href="`)
		escape(&b, other.URL)
		b.WriteString(`"/>`)
	}
	b.WriteString("</url>\n")
	return b.Bytes()
}

func sitemapFile(root, attributes string, entries []byte) []byte {
	return fmt.Appendf(nil, "%s<%s %s%s>\n%s</%s>\n", xml.Header, root, sitemapSpace, attributes, entries, root)
}

func escape(b *bytes.Buffer, text string) {
	_ = xml.EscapeText(b, []byte(text)) // a buffer takes every byte
}

// indexFile returns a file that refers to pages and is made from all of them.
func indexFile(path string, data []byte) *output.File {
	return output.New(path, output.Index, data, source.Span{})
}
