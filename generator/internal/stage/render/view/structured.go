package view

import (
	"encoding/json"
	"html/template"

	"essaim/generator/internal/model/site"
)

// newsType is the name of the content type whose entries are news to schema.org.
const newsType = "news"

// What schema.org knows, and what of it is told.
type (
	graph struct {
		Context string `json:"@context"`
		Things  []any  `json:"@graph"`
	}
	webSite struct {
		Type        string `json:"@type"`
		Description string `json:"description"`
		Language    string `json:"inLanguage"`
		Name        string `json:"name"`
		URL         string `json:"url"`
	}
	breadcrumbList struct {
		Type  string     `json:"@type"`
		Items []listItem `json:"itemListElement"`
	}
	listItem struct {
		Type     string `json:"@type"`
		Item     string `json:"item"`
		Name     string `json:"name"`
		Position int    `json:"position"`
	}
	article struct {
		Type        string       `json:"@type"`
		Author      organization `json:"author"`
		Published   string       `json:"datePublished"`
		Description string       `json:"description"`
		Headline    string       `json:"headline"`
		Image       string       `json:"image,omitempty"`
		Language    string       `json:"inLanguage"`
		Page        string       `json:"mainEntityOfPage"`
		Publisher   organization `json:"publisher"`
	}
	organization struct {
		Type string `json:"@type"`
		Name string `json:"name"`
	}
)

// structuredData returns what search engines are told of a page, as JSON-LD
// with the vocabulary of schema.org. It is data, not code: the page's policy
// against inline code does not concern it.
func (b *Builder) structuredData(p *site.Page, v *View) template.JS {
	var things []any
	if len(p.Breadcrumbs) > 0 && v.Page.Canonical != "" {
		things = append(things, b.breadcrumbs(p, v.Page))
	}
	switch {
	case p.Kind == site.KindHome:
		things = append(things, &webSite{Type: "WebSite", Name: v.Site.Title, Description: v.Site.Description, URL: v.Page.Canonical, Language: v.Site.Lang})
	case v.Page.Card.Published != "":
		things = append(things, newArticle(v))
	}
	if len(things) == 0 {
		return ""
	}
	// Marshalling writes <, > and & as escapes, so the text cannot end the
	// element that holds it. Texts cannot fail to marshal.
	data, _ := json.Marshal(&graph{"https://schema.org", things})
	return template.JS(data)
}

func (b *Builder) breadcrumbs(p *site.Page, v *Page) *breadcrumbList {
	list := &breadcrumbList{Type: "BreadcrumbList", Items: make([]listItem, 0, len(p.Breadcrumbs)+1)}
	add := func(name, url string) {
		list.Items = append(list.Items, listItem{Type: "ListItem", Position: len(list.Items) + 1, Name: name, Item: url})
	}
	for _, crumb := range p.Breadcrumbs {
		add(crumb.Title, b.addresses.Canonical(site.URL(crumb.URL)))
	}
	add(v.Title, v.Canonical)
	return list
}

func newArticle(v *View) *article {
	kind := "Article"
	if v.Page.Type == newsType {
		kind = "NewsArticle"
	}
	publisher := organization{"Organization", v.Site.Title}
	return &article{
		Type: kind, Headline: v.Page.Title, Description: v.Page.Summary, Published: v.Page.Card.Published, Image: v.Page.Card.Image,
		Language: v.Site.Lang, Page: v.Page.Canonical, Author: publisher, Publisher: publisher,
	}
}
