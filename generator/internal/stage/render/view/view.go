// Package view holds what templates show: plain data, made from the resolved
// site. The doc comments of this file are the manual of a theme's author.
//
// A template gets a *View as its dot, except redirect.html, which gets a
// *Redirect. Every address of a view is ready to be written into a page: it
// begins with the path of the site's base URL, or is an outside address. Every
// text is plain text unless its type is template.HTML. Dates and numbers come
// twice: as data, and as the readers of the page's language write them.
//
// What a series holds is in series.go.
//
// Invariant: a view depends on the resolved site alone, never on the theme, and
// two equal views give the same page with the same theme.
package view

import (
	"html/template"

	"essaim/generator/internal/stage/render/atlas"
	"essaim/generator/internal/stage/render/chart"
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

// Entry is an entry with all its fields sorted by how they read.
type Entry struct {
	// ID is the entry's identity ("initiatives/lil-o"), the same in every
	// locale.
	ID             string
	Title, Summary string
	// TypeLabel is the type as a reader names it ("Initiative exemplaire"); ""
	// for a type without lists, such as plain pages.
	TypeLabel string
	// Date is nil when the entry has none.
	Date *Date
	// State and Closes are as on its card.
	State  string
	Closes *Date
	// Badges say in short what the entry is, as on its card.
	Badges []string
	// Image is the field "image", or nil.
	Image *Image
	// Terms are those of all term fields, Topics the same by field.
	Terms  []Term
	Topics []Field
	// Contents are the headings of the body of level 2, with those of level 3
	// below them: a table of contents. Empty when the body has fewer than
	// three of them.
	Contents []Heading
	Body     template.HTML
	// Series is the dated values of an entry whose type has a series (`series:`
	// in its file), else nil. They stand in Before too, by their kind: blocks
	// that are InSeries.
	Series *Series
	// Charts are the drawings of Series, in the forms that suit it; none for a
	// single number. See the package chart for what a drawing holds.
	Charts []*chart.Chart
	// Facts are the short fields (text, number, date, place, address, …). What a
	// list can be narrowed by leads to the entries that share it, as in Topics.
	Facts []Field
	// Before are the blocks that are read before the body: figures, doors.
	Before []Block
	// After are the blocks that follow the body, in the order of the type.
	After []Block
	// Related are entries to read next.
	Related []*Card
	// Previous and Next are the neighbours in the list of the type, or nil.
	Previous, Next *Card
	// Step counts from 1 in the entries of a tree, 0 in others; Trail leads there
	// from the first. Back is the question before, First the first one; nil there
	// and in others.
	Step        int
	Trail       []TrailStep
	Back, First *Link
}

// TrailStep is a question on the way, and the answer that led on.
type TrailStep struct {
	Question Link
	Answer   string
}

// Heading is one line of a table of contents.
type Heading struct {
	// ID is the anchor, without "#".
	ID, Text string
	Children []Heading
}

// Field is a short field with one value or more.
type Field struct {
	// Name is the field's name in the type; Label is what readers see, or
	// Name when the type gives no label: see the function label.
	Name, Label string
	Values      []Value
}

// Value is one value. Text is always set; Link, Date and Image add to it.
type Value struct {
	// Kind is the kind of the field ("text", "number", "country", …).
	Kind string
	// Text is the value as the page's readers write it: a number with its
	// separators, a date in words, the label of an enum value, the name of a
	// country; for a boolean "true" or "false".
	Text string
	// Key is the key of an enum value or term, or the code of a country.
	Key string
	// Number is the value of a number or integer.
	Number float64
	// Link is set for url, email, phone, ref, file and term.
	Link *Link
	// Date is set for date and datetime.
	Date *Date
	// Point is set for point; Link then leads to a map on another site.
	Point *Point
	// Image is set for image.
	Image *Image
}

// Point is a place on Earth in degrees.
type Point struct {
	Latitude, Longitude float64
}

// Block is a long field: one with a heading of its own. Kind says which of the
// others is set.
type Block struct {
	// Kind is "figures", "charts", "text", "links", "table", "images", "cards" or
	// "doors".
	Kind string
	// Name and Label are as in Field.
	Name, Label string
	// Figures: a list whose items hold a number.
	Figures []Figure
	// InSeries reports whether Figures are those of Entry.Series.
	InSeries bool
	// Indicators (kind "charts"): a field that can name entries with a series only.
	Indicators []Indicator
	// Text: a markdown field.
	Text template.HTML
	// Links: a list whose items hold an address.
	Links []Reference
	// Table: any other list, and an object.
	Table *Table
	// Images: a field of images other than "image".
	Images []Image
	// Cards: entries that the field names, or the latest of a type, whose List
	// has more. Doors: ways on with words, and maybe a pictogram, of the page's
	// own.
	Cards []*Card
	List  *Link
}

// Figure is one number worth reading.
type Figure struct {
	// ID is the anchor of the number in a series (see Quantity), else "".
	ID string
	// Value is the number as it is written ("6 000"), Number the same as data.
	Value  string
	Number float64
	// Qualifier says before the number how exact it is ("environ"), or is "".
	Qualifier string
	// Unit is what was counted.
	Unit string
	// Date is when, or nil.
	Date *Date
	// Source is where it comes from, or nil.
	Source *Link
	// More are the other fields of the item.
	More []Field
}

// Reference is a link with a title, such as a source.
type Reference struct {
	Link Link
	// More are the other fields of the item.
	More []Field
}

// Table is a list of objects; a column that no row fills is left out.
type Table struct {
	Columns []Column
	// Rows have one cell per column, of no value where the item has none.
	Rows [][]Cell
}

// Column is the head of a column. Name and Label are as in Field.
type Column struct {
	Name, Label string
}

// Cell is the values of one field of one item.
type Cell struct {
	Values []Value
	// Text is a markdown value.
	Text template.HTML
}

// Date is a day, a month, a year or an instant.
type Date struct {
	// ISO is for the attribute datetime ("2024-07-26", "2024-07", "2024").
	ISO string
	// Text is in words ("26 juillet 2024").
	Text string
	// Year is the year alone.
	Year int
}

// Image is an image with its size, so that nothing moves while it loads.
type Image struct {
	URL string
	// Width and Height are in pixels, 0 when unknown.
	Width, Height int
	// Alt is "" for an image that only decorates.
	Alt, Caption string
}

// Term is a word of a vocabulary.
type Term struct {
	Key, Label, Description string
	// URL is the page of the term, or "" when it has none.
	URL string
	// Count is how many entries have it.
	Count int
}

// Section is the latest entries of a type.
type Section struct {
	Title string
	// Type is the type's name.
	Type string
	// URL is the list of all of them.
	URL   string
	Cards []*Card
}

// Narrowing is how the list of a type can be narrowed.
type Narrowing struct {
	// Title and URL are those of the whole list, Entries how many it has.
	Title, URL string
	Entries    int
	// Filters have the values to choose first: all when they are few, else those
	// with the most entries.
	Filters []Filter
	// Map is the page with a map of the entries, or "".
	Map string
	// Closes reports whether the entries close at a date.
	Closes bool
	// Data is the address of what a script narrows the list with; see
	// stage/render/FILTERS.md.
	Data string
}

// Filter is one thing that a list can be narrowed by.
type Filter struct {
	// Name is that of the field, "year" or "state". Kind is the kind of the field
	// ("term", "enum", "country", "text", "boolean"), "" for the other two, and
	// Vocabulary that of a term ("department").
	Name, Kind, Vocabulary string
	Label                  string
	// URL is the page of all its values.
	URL string
	// Values are some of them in Narrowing; in View.Filter all, terms and values
	// of enums in the order of their definition, years from the latest, others
	// by label.
	Values []FilterValue
	// Total is how many values it has in all.
	Total int
	// Shown are the Values that a page "filters" lists: all but on the pages of
	// a filter with more than 120.
	Shown []FilterValue
}

// FilterValue is one value of a filter.
type FilterValue struct {
	// Key is that of a term or enum value, the code of a country, the text
	// itself, "true", "false", the year, "open" or "closed".
	Key, Label string
	// Count is how many entries have it, at least 1.
	Count int
	// URL is the page of those entries.
	URL string
	// Current reports whether the page is of this value.
	Current bool
}

// Browse is everything of the locale by what it is, what it is about and how its
// title begins.
type Browse struct {
	Lists      []BrowseList
	Taxonomies []BrowseTaxonomy
	Letters    []Letter
}

// BrowseList is the list of a type.
type BrowseList struct {
	Title, URL string
	// Count is how many entries it has.
	Count int
}

// BrowseTaxonomy is a taxonomy with its terms that have entries.
type BrowseTaxonomy struct {
	Title, URL string
	Terms      []Term
}

// Letter is the entries whose title begins with a letter.
type Letter struct {
	// Name is the letter, "0–9", or "#" for anything else.
	Name  string
	Count int
	// URL is the first of the pages that list the entries, or "" when Cards are
	// all of them.
	URL   string
	Cards []*Card
}

// Card is an entry as lists show it.
type Card struct {
	ID        string
	URL       string
	Title     string
	Summary   string
	Type      string
	TypeLabel string
	// Date is nil where the type wants Facts in its place.
	Date *Date
	// State is "open" or "closed" for the entries of a type with `closes`, else "".
	State string
	// Closes is the last day or the instant of closing, or nil when the entry has
	// none.
	Closes *Date
	// Badges say in short what the entry is: the labels of the fields that the
	// type shows on cards ("Made-up example"). Facts say more of it, in place of
	// Date ("Association", "Bobigny").
	Badges, Facts []string
	Image         *Image
	Terms         []Term
	// Latest is the latest value of the entry's series, or nil: when it has none,
	// or several of that date. Its anchor is on the page of the entry.
	Latest *Quantity
	// Spark is the way the values went, or nil when they are fewer than two.
	Spark *chart.Spark
	// Icon names a pictogram, or is "".
	Icon string
	// Lang, Dir and Language (the language's own name) are set when the entry
	// is not translated: Title and Summary are then in that language, and URL
	// leads to the page in it.
	Lang, Dir, Language string
}

// List is one page of a list.
type List struct {
	Cards []*Card
	// Number counts pages from 1 to Total.
	Number, Total int
	// Entries is how many entries all pages have together.
	Entries int
	// Pages are the numbered pages to link to: the first, the last and those
	// near this one. Empty when there is one page only.
	Pages []PageLink
	// Previous and Next are addresses, or "".
	Previous, Next string
}

// PageLink is one number of a pager. A Gap stands for the pages between.
type PageLink struct {
	Number  int
	URL     string
	Current bool
	Gap     bool
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

// CardList is what the function cards returns: cards and the level of the
// headings that their titles are.
type CardList struct {
	Items []*Card
	Level int
}
