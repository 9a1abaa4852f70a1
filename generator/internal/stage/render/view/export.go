package view

import (
	"essaim/generator/internal/model/site"
)

// Body returns what the entry of a page says, as HTML and as plain text.
func (b *Builder) Body(p *site.Page) (html, text string) {
	source := p.Entry.Body.Source
	if source.Empty() {
		return "", ""
	}
	prose := source.Prose
	if source.Apart {
		prose = b.prose(p.Entry.Source)
	}
	return string(b.addresses.fill(p.Entry.Body, prose, p.URL, "", map[string]bool{})), prose.Text
}

// Markdown returns a value of kind markdown as HTML and as plain text. Its
// headings have the ids that they would have alone on a page.
func (b *Builder) Markdown(v site.Value, p *site.Page) (html, text string) {
	if v.Body == nil || v.Body.Source.Empty() {
		return "", ""
	}
	prose := v.Body.Source.Prose
	return string(b.addresses.fill(*v.Body, prose, p.URL, "", map[string]bool{})), prose.Text
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
		if p.Type.Point() != nil {
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
