package view

import (
	"encoding/json"
	"html/template"

	"essaim/generator/internal/model/site"
)

// newsType is the name of the content type whose entries are news to schema.org.
const newsType = "news"

// thing is one object of schema.org. Its keys are written in order of name.
type thing map[string]any

// structuredData returns what search engines are told of a page, as JSON-LD
// with the vocabulary of schema.org. It is data, not code: the page's policy
// against inline code does not concern it.
func (b *Builder) structuredData(p *site.Page, v *View) template.JS {
	var graph []thing
	if len(p.Breadcrumbs) > 0 && v.Page.Canonical != "" {
		graph = append(graph, b.breadcrumbs(p, v.Page))
	}
	switch {
	case p.Kind == site.KindHome:
		graph = append(graph, thing{
			"@type": "WebSite", "name": v.Site.Title, "description": v.Site.Description, "url": v.Page.Canonical, "inLanguage": v.Site.Lang,
		})
	case v.Page.Card.Published != "":
		graph = append(graph, article(v))
	}
	if len(graph) == 0 {
		return ""
	}
	// Marshalling writes <, > and & as escapes, so the text cannot end the
	// element that holds it. Maps of strings cannot fail to marshal.
	data, _ := json.Marshal(thing{"@context": "https://schema.org", "@graph": graph})
	return template.JS(data)
}

func (b *Builder) breadcrumbs(p *site.Page, v *Page) thing {
	var items []thing
	add := func(name, url string) {
		items = append(items, thing{"@type": "ListItem", "position": len(items) + 1, "name": name, "item": url})
	}
	for _, crumb := range p.Breadcrumbs {
		add(crumb.Title, b.addresses.Canonical(site.URL(crumb.URL)))
	}
	add(v.Title, v.Canonical)
	return thing{"@type": "BreadcrumbList", "itemListElement": items}
}

func article(v *View) thing {
	kind := "Article"
	if v.Page.Type == newsType {
		kind = "NewsArticle"
	}
	publisher := thing{"@type": "Organization", "name": v.Site.Title}
	a := thing{
		"@type": kind, "headline": v.Page.Title, "description": v.Page.Summary, "datePublished": v.Page.Card.Published,
		"inLanguage": v.Site.Lang, "mainEntityOfPage": v.Page.Canonical, "author": publisher, "publisher": publisher,
	}
	if v.Page.Card.Image != "" {
		a["image"] = v.Page.Card.Image
	}
	return a
}
