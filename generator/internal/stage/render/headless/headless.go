// Package headless makes what a site offers to programs: every entry as JSON,
// lists of them, tables, and descriptions of all that. API.md is its
// specification; nothing here knows a type or a field by name.
//
//	entry.go                  an entry as JSON
//	list.go                   lists and facets
//	table.go, cell.go         CSV and GeoJSON; a value as a cell
//	package.go                what the columns of tables are
//	catalogue.go              index.json, and changes.json
//	schema.go, openapi.go     JSON Schemas; the description of all addresses
//	json.go                   the writer of JSON
//
// Invariant: a file depends on the settings and on the pages that it names in
// File.Pages only; those of Shared and Changes depend on what lists show of their
// pages and on the fields, not on bodies nor on what leads from one page to others.
package headless

import (
	"slices"
	"sync"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/stage/render/view"
)

// File is one file to be made.
type File struct {
	// Path is that in the output.
	Path string
	// Pages are what the file depends on beside the settings: places in
	// site.Site.Pages, in an order that counts.
	Pages []int
	// More is what else it depends on.
	More string
	// Make appends the content to a buffer.
	Make func(buffer []byte) []byte
}

// API makes the files of one site. It is safe for concurrent use.
type API struct {
	site   *site.Site
	config *schema.Config
	views  *view.Builder
	// root is the path of the API in the output, with a slash at its end.
	root string
	// held goes through the pages, once.
	held func() held
}

// held is what the API of a site holds.
type held struct {
	// entries are the places of the pages of entries.
	entries []int
	// lists are what each locale has of each type, in the order of the types,
	// those of a type in the order of the locales.
	lists []*list
}

// list is the entries of a type in a locale; one that is not translated is there
// in the source locale.
type list struct {
	kind   *schema.Type
	locale *schema.Locale
	// pages are in the order of the type.
	pages []int
}

// New returns what makes the API of s, or nil for a site without one. The views
// must hold whole addresses: what an API says is read elsewhere.
func New(s *site.Site, views *view.Builder) *API {
	if s.Schema.Config.API == nil {
		return nil
	}
	a := &API{
		site: s, config: &s.Schema.Config, views: views,
		root: s.Schema.APIRoot(),
	}
	a.held = sync.OnceValue(func() held { return holdings(s) })
	return a
}

// holdings returns what the API of a site holds.
func holdings(s *site.Site) (a held) {
	type place struct {
		id, tag string
	}
	type ordered struct {
		kind *schema.Type
		tag  string
	}
	at, listed := make(map[place]int, len(s.Pages)), map[ordered][]*site.Page{}
	ids := map[*schema.Type][]string{}
	for i, p := range s.Pages {
		switch p.Kind {
		case site.KindEntry, site.KindHome:
			a.entries = append(a.entries, i)
			at[place{p.Entry.ID, p.Locale.Tag}] = i
			if p.Locale == s.Schema.Source() {
				ids[p.Type] = append(ids[p.Type], p.Entry.ID)
			}
		case site.KindList:
			key := ordered{p.Type, p.Locale.Tag}
			listed[key] = append(listed[key], p)
		}
	}
	for _, t := range s.Schema.Types {
		slices.Sort(ids[t])
		for _, l := range s.Schema.Locales {
			x := &list{kind: t, locale: l}
			add := func(id string, tags ...string) {
				for _, tag := range tags {
					if i, is := at[place{id, tag}]; is {
						x.pages = append(x.pages, i)
						return
					}
				}
			}
			pages := listed[ordered{t, l.Tag}]
			slices.SortFunc(pages, func(a, b *site.Page) int { return a.Pager.Number - b.Pager.Number })
			for _, p := range pages {
				for _, c := range p.Cards {
					add(c.ID, l.Tag, c.Lang)
				}
			}
			if !t.List {
				for _, id := range ids[t] {
					add(id, l.Tag, s.Schema.Source().Tag)
				}
			}
			a.lists = append(a.lists, x)
		}
	}
	return a
}

// address returns the whole address of a file of the API.
func (a *API) address(path string) string {
	return a.views.Addresses().Canonical(site.URL("/" + path))
}

// folder returns the path of what the API has of a type in a locale, without a
// slash at its end.
func (a *API) folder(l *schema.Locale, t *schema.Type) string { return a.site.Schema.APIFolder(l, t) }

// entryPath returns the path of an entry, without extension.
func (a *API) entryPath(l *schema.Locale, t *schema.Type, id string) string {
	return a.site.Schema.APIEntry(l, t, id)
}

func (a *API) pageOf(i int) *site.Page { return a.site.Pages[i] }

// self returns the whole address of the entry of a page.
func (a *API) self(p *site.Page) string {
	return a.address(a.entryPath(p.Locale, p.Type, p.Entry.ID) + ".json")
}

// text returns a text of the settings in a locale.
func (a *API) text(t schema.Text, l *schema.Locale) string {
	return t.In(l.Tag, a.config.SourceLocale)
}
