package view

import (
	"encoding/json"
	"html/template"
	"slices"
	"strings"
	"time"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// thing is a thing of schema.org; its members are written in the order of their
// names.
type thing map[string]any

// What every page tells has a shape of its own, which is written faster.
type (
	graph struct {
		Context string `json:"@context"`
		Things  []any  `json:"@graph"`
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
)

// structuredData returns what search engines are told of a page, as JSON-LD
// with the vocabulary of schema.org. It is data, not code: the page's policy
// against inline code does not concern it. STRUCTURED.md says what is told.
func (b *Builder) structuredData(p *site.Page, v *View) template.JS {
	var things []any
	if len(p.Breadcrumbs) > 0 && v.Page.Canonical != "" {
		things = append(things, b.breadcrumbs(p, v.Page))
	}
	switch {
	case p.Kind == site.KindHome:
		things = append(things, thing{
			"@type": "WebSite", "name": v.Site.Title, "description": v.Site.Description, "url": v.Page.Canonical, "inLanguage": v.Site.Lang,
		})
	case p.Kind == site.KindList && p.Type != nil && p.Type.Structured != nil && p.Type.Structured.List != "":
		things = append(things, thing{"@type": p.Type.Structured.List, "name": p.Title, "url": v.Page.Canonical, "inLanguage": v.Site.Lang})
	case p.Kind == site.KindEntry:
		if told := b.told(p, v); told != nil {
			things = append(things, told)
		}
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

// told returns what is told of an entry, or nil. Of a type that says nothing, an
// entry with a date is an article; without a date nothing is one.
func (b *Builder) told(p *site.Page, v *View) thing {
	rule := &schema.Structured{Type: "Article"}
	if p.Type != nil && p.Type.Structured != nil {
		rule = p.Type.Structured
	}
	isArticle := strings.HasSuffix(rule.Type, "Article")
	if isArticle && v.Page.Card.Published == "" {
		return nil
	}
	for _, with := range rule.Unless {
		if holds(p.Entry.Fields, with) {
			return nil
		}
	}
	t := thing{"@type": rule.Type, "name": p.Title}
	if isArticle {
		publisher := thing{"@type": "Organization", "name": v.Site.Title, "url": b.addresses.Canonical(site.URL(b.site.Schema.Prefix(p.Locale)))}
		t = thing{
			"@type": rule.Type, "headline": p.Title, "inLanguage": v.Site.Lang, "mainEntityOfPage": v.Page.Canonical,
			"author": publisher, "publisher": publisher, "datePublished": v.Page.Card.Published,
		}
	}
	if p.Summary != "" {
		t["description"] = p.Summary
	}
	if v.Page.Card.Image != "" && (p.ShareCard == nil || isArticle) {
		t["image"] = v.Page.Card.Image
	}
	x := &teller{Builder: b, page: p, fields: p.Entry.Fields}
	x.properties(t, rule.Properties)
	// Of a thing that has an address of its own the page is only about it.
	own := slices.ContainsFunc(rule.Properties, func(p schema.Property) bool { return p.Name == "url" })
	switch {
	case t["mainEntityOfPage"] != nil:
	case own:
		t["mainEntityOfPage"] = v.Page.Canonical
	default:
		t["url"] = v.Page.Canonical
	}
	return t
}

// holds reports whether a field has one of some values.
func holds(fields []site.Field, with schema.FieldValues) bool {
	for _, f := range fields {
		if f.Name != with.Field {
			continue
		}
		for _, item := range f.Value.Each() {
			key := item.Key
			if item.Kind == schema.KindBoolean {
				key = map[bool]string{false: "false", true: "true"}[item.Bool]
			}
			if slices.Contains(with.Keys, key) {
				return true
			}
		}
	}
	return false
}

// teller finds the values of properties: in fields, and in the item at hand.
type teller struct {
	*Builder
	page   *site.Page
	fields []site.Field
	item   *site.Value
}

// properties adds those that have a value, and reports whether a field gave one.
func (x *teller) properties(to thing, properties []schema.Property) bool {
	given := false
	for _, p := range properties {
		var values []any
		switch {
		case p.Text != "":
			to[p.Name] = p.Text
			continue
		case p.Type == "":
			values = x.values(p.Field)
		case p.Each == "":
			if inner := (thing{"@type": p.Type}); x.properties(inner, p.Properties) {
				values = []any{inner}
			}
		default:
			for _, item := range x.items(p.Each) {
				at := &teller{Builder: x.Builder, page: x.page, fields: item.Fields(), item: &item}
				if inner := (thing{"@type": p.Type}); at.properties(inner, p.Properties) {
					values = append(values, inner)
				}
			}
		}
		switch len(values) {
		case 0:
			continue
		case 1:
			to[p.Name] = values[0]
		default:
			to[p.Name] = values
		}
		given = true
	}
	return given
}

// items returns the values of a field at a path.
func (x *teller) items(path string) []site.Value {
	name, rest, below := strings.Cut(path, ".")
	for _, f := range x.fields {
		if f.Name != name {
			continue
		}
		if !below {
			return f.Value.Each()
		}
		inner := &teller{Builder: x.Builder, page: x.page, fields: f.Value.Fields()}
		return inner.items(rest)
	}
	return nil
}

// values returns what a property says that names a field or something else.
func (x *teller) values(name string) []any {
	source := x.site.Schema.Config.SourceLocale
	text := ""
	switch name {
	case "$url":
		text = x.addresses.Canonical(x.page.URL)
	case "$lang":
		text = x.page.Locale.Tag
	case "$site":
		text = x.sites[x.page.Locale.Tag].Title
	case "$home":
		text = x.addresses.Canonical(site.URL(x.site.Schema.Prefix(x.page.Locale)))
	case "$list":
		if n := len(x.page.Breadcrumbs); n > 1 {
			text = x.addresses.Canonical(site.URL(x.page.Breadcrumbs[n-1].URL))
		}
	case "$csv", "$json":
		for _, d := range x.data(x.page) {
			if "$"+d.Format == name {
				text = x.addresses.Canonical(site.URL(strings.TrimPrefix(d.URL, x.addresses.Of("/"))))
			}
		}
	case "$list_title":
		text = x.page.Type.Plural.In(x.page.Locale.Tag, source)
	case "$value":
		if x.item != nil {
			return x.plain(*x.item)
		}
	case "$title":
		if x.item != nil && x.item.Link != nil {
			text = x.item.Link.Title
		}
	case "$link":
		switch {
		case x.item == nil:
		case x.item.Link != nil:
			text = x.whole(*x.item.Link)
		case x.item.Term != nil && x.item.Term.URL != "":
			text = x.addresses.Canonical(x.item.Term.URL)
		}
	default:
		var values []any
		for _, item := range x.items(name) {
			values = append(values, x.plain(item)...)
		}
		return values
	}
	if text == "" {
		return nil
	}
	return []any{text}
}

func (x *teller) whole(l site.Link) string {
	if l.Outside {
		return l.URL
	}
	return x.addresses.Canonical(site.URL(l.URL))
}

// plain returns a value as schema.org writes it, or nothing.
func (x *teller) plain(v site.Value) []any {
	text := v.Text
	switch v.Kind {
	case schema.KindInteger, schema.KindNumber:
		return []any{v.Number}
	case schema.KindBoolean:
		return []any{v.Bool}
	case schema.KindDate:
		text = v.Date.String()
	case schema.KindDatetime:
		text = v.Time().In(x.zone).Format(time.RFC3339)
	case schema.KindPoint:
		latitude, longitude := v.Point()
		return []any{thing{"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}}
	case schema.KindTerm:
		if v.Term != nil {
			text = v.Term.Label
		}
	case schema.KindURL, schema.KindRef, schema.KindFile:
		if v.Link != nil {
			text = x.whole(*v.Link)
		}
	case schema.KindImage:
		if v.Image() != nil {
			text = x.addresses.Canonical(v.Image().URL)
		}
	}
	if text == "" {
		return nil
	}
	return []any{text}
}
