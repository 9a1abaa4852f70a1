// Package view holds what templates show: plain data, made from the resolved
// site. The doc comments of these files are the manual of a theme's author:
//
//	view.go        the page and what surrounds it
//	view_entry.go  an entry with its fields
//	view_list.go   lists, their cards, and what narrows them
//	series.go, form.go, handbook.go, subscription.go, export.go: what these pages
//	               and values have beyond that; browse.go, what the search page tells
//	               its script
//
// The others make them of the site: build.go pages, entry.go, card.go and narrow.go what
// is on them, body.go and address.go texts and addresses, chart.go and map.go drawings,
// structured.go what search engines are told, format.go dates and numbers.
//
// A template gets a *View as its dot, except redirect.html, which gets a
// *Redirect. Every address of a view is ready to be written into a page: it
// begins with the path of the site's base URL, or is an outside address. Every
// text is plain text unless its type is template.HTML. Dates and numbers come
// twice: as data, and as the readers of the page's language write them.
//
// Invariant: a view depends on the resolved site alone, never on the theme, and
// two equal views give the same page with the same theme.
package view

import (
	"html/template"

	"essaim/generator/internal/stage/render/atlas"
)

// View is one page and what surrounds it. Site and Page are always set; which
// of the others are depends on Page.Kind:
//
//	home      Entry, Sections
//	entry     Entry
//	list      List; Narrowing, where its type has filters
//	filters   Narrowing, Filter; List, without cards
//	filter    List, Narrowing, Filter, Value
//	taxonomy  Terms
//	term      List, Term
//	search    Browse, Finder
//	letter    List
//	form      Form
//	feeds     Subscriptions
//	handbook  Handbook
//	404       none
type View struct {
	Site *Site
	Page *Page
	// Entry is the entry that the page shows.
	Entry *Entry
	// List is the part of a list that the page shows.
	List *List
	// Term is the term of a term page.
	Term *Term
	// Terms are the terms of a taxonomy page that have entries.
	Terms []Term
	// Sections are the latest entries of each type, for the home page.
	Sections []Section
	// Map is the values of Filter on a map, where the type has one of them
	// (`map:` in its file), else nil. See the package atlas.
	Map *atlas.Map
	// Narrowing is how a list can be narrowed, or nil.
	Narrowing *Narrowing
	// Filter is the filter that the page is of, and Value the value that all of
	// its entries have.
	Filter *Filter
	Value  *FilterValue
	// Browse leads to everything there is, for the search page.
	Browse *Browse
	// Subscriptions is everything that can be followed, for the page of feeds.
	Subscriptions *Subscriptions
	// Finder is what a script on the search page has to know.
	Finder *Finder
	// Handbook explains the fields of a type, or leads to the types.
	Handbook *Handbook
	// Form is what a form page asks.
	Form *Form
}

// Site is what all pages of one locale share.
type Site struct {
	// Title and Description are those of site.yaml.
	Title, Description string
	// Lang is the locale's tag ("fr"); Dir is "ltr" or "rtl".
	Lang, Dir string
	// Home is the address of the locale's home page.
	Home string
	// Menus are by the names of site.yaml: {{range .Site.Menus.main}}.
	Menus map[string][]MenuItem
	// Feeds are those of the types of the locale.
	Feeds []Feed
	// License is that of the data, or nil when site.yaml names none.
	License *License
	// Follow leads to the page of all feeds and calendars, or is nil when site.yaml
	// names none.
	Follow *Link
	// Search is where to search, or nil when site.yaml names no page for it.
	Search *Search
}

// Search is where visitors search.
type Search struct {
	// Title and URL are those of the page.
	Title, URL string
	// Index is the address of the file that tells a script where the index of
	// the locale is ("/search/fr.json").
	Index string
}

// MenuItem is one item of a menu.
type MenuItem struct {
	Label string
	URL   template.URL
	// Lang is the tag of the page it leads to when that is not in the page's
	// locale, else "".
	Lang string
	// Outside reports whether it leads to another site.
	Outside bool
}

// Feed is the latest entries of a type or with a term, for feed readers.
type Feed struct {
	Title string
	// Atom and JSON are the addresses of the two formats.
	Atom, JSON string
}

// Page is the page itself, whatever it shows.
type Page struct {
	// Kind is "home", "entry", "list", "filters", "filter", "taxonomy", "term",
	// "search", "letter", "form", "feeds", "handbook" or "404".
	Kind string
	// Type is the name of the entry's or list's type ("news"), else "".
	Type string
	// URL is the address of the page below the host ("/ess/en/news/").
	URL string
	// Canonical is the whole address; "" for 404.
	Canonical string
	// Title and Summary are empty for 404; Summary may be empty for lists.
	Title, Summary string
	// Section is the URL of the item of the menu "main" that the page is below
	// or equal to, else "".
	Section string
	// Breadcrumbs lead from the home page to the parent of the page; the page
	// itself is left out.
	Breadcrumbs []Link
	// Languages are all locales of the site, for the language switch.
	Languages []Language
	// Alternates are the locales that have this page, this one included, and
	// "x-default"; addresses are whole. Empty for 404.
	Alternates []Alternate
	// Feed is the feed that the page announces, or nil.
	Feed *Feed
	// Data is what the page shows as data, for programs and spreadsheets: of a
	// list or an entry.
	Data []Data
	// Calendar is where to follow the deadlines of a list, or the one of an open
	// entry; else nil.
	Calendar *Calendar
	// Card is the page as other sites show it.
	Card ShareCard
	// StructuredData is JSON-LD, for a <script type="application/ld+json">; ""
	// when there is nothing to tell.
	StructuredData template.JS
}

// Language is one locale in the language switch.
type Language struct {
	// Tag is the locale's tag, Name its name in itself ("Français").
	Tag, Name, Dir string
	// URL is this page in that locale, or that locale's home page when
	// Translated is false.
	URL string
	// Current reports whether it is the page's own locale.
	Current bool
	// Translated reports whether the locale has the page.
	Translated bool
}

// Alternate is one <link rel="alternate" hreflang>.
type Alternate struct {
	Lang, URL string
}

// Link leads somewhere.
type Link struct {
	URL  template.URL
	Text string
	// Lang is the tag of the page it leads to when that is not in the page's
	// locale, else ""; Text is then in that language too.
	Lang string
	// Outside reports whether it leads to another site.
	Outside bool
}

// Redirect is the page left at a former address.
type Redirect struct {
	// Lang and Dir are those of the locale.
	Lang, Dir string
	// URL is where the page is now; Canonical is its whole address.
	URL, Canonical string
	// Title is that of the page.
	Title string
	// SiteTitle is that of the site.
	SiteTitle string
}
