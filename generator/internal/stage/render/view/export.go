package view

import (
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/site"
)

// Data is a file of data.
type Data struct {
	// Format is "csv", "json" or "geojson".
	Format string
	// MediaType is the same for browsers ("text/csv").
	MediaType string
	URL       string
}

// License is what may be done with the data of the site.
type License struct {
	Name, URL string
}

// ShareCard is what the Open Graph protocol tells of a page.
type ShareCard struct {
	// Type is "website" or "article".
	Type string
	// Locale is as Open Graph writes it ("fr_FR").
	Locale string
	// Image is the whole address of the entry's image, of the one that is drawn of
	// it, or "".
	Image string
	// ImageAlt describes it.
	ImageAlt string
	// ImageWidth and ImageHeight are in pixels, 0 when unknown.
	ImageWidth, ImageHeight int
	// Published is the day of the entry ("2024-07-26"), or "".
	Published string
}

// Body calls do with what the entry of a page says, as HTML and as plain text,
// unless it says nothing. Both are in memory that is used again after do.
func (b *Builder) Body(p *site.Page, do func(html, text []byte)) {
	body := b.bodyOf(p.Entry)
	b.said(p.Entry, body, func(prose content.Prose) {
		b.filled(body, prose, p.URL, "", map[string]bool{}, func(html []byte) {
			if len(html) > 0 {
				do(html, body.Plain(prose))
			}
		})
	})
}

// Markdown calls do with a value of kind markdown as HTML and as plain text, both
// empty for one that says nothing. Both are in memory that is used again after do.
// Its headings have the ids that they would have alone on a page.
func (b *Builder) Markdown(v site.Value, p *site.Page, do func(html, text []byte)) {
	body := v.Body()
	if body == nil || body.Source.Empty() {
		do(nil, nil)
		return
	}
	prose := body.Source.Prose
	b.filled(*body, prose, p.URL, "", map[string]bool{}, func(html []byte) { do(html, body.Plain(prose)) })
}

// data returns what a page shows as data.
func (b *Builder) data(p *site.Page) []Data {
	s := b.site.Schema
	if s.Config.API == nil {
		return nil
	}
	var all []Data
	add := func(format, mediaType, path string) {
		all = append(all, Data{format, mediaType, b.addresses.Of(site.URL("/" + path))})
	}
	switch p.Kind {
	case site.KindList:
		folder := s.APIFolder(p.Locale, p.Type)
		add("csv", "text/csv", folder+".csv")
		add("json", "application/json", folder+"/index.json")
		if p.Places {
			add("geojson", "application/geo+json", folder+".geojson")
		}
	case site.KindEntry, site.KindHome:
		path := s.APIEntry(p.Locale, p.Type, p.Entry.ID)
		if p.Entry.Series != nil {
			add("csv", "text/csv", path+".csv")
		}
		add("json", "application/json", path+".json")
	}
	return all
}
