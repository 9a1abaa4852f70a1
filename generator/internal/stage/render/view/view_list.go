package view

import (
	"essaim/generator/internal/stage/render/chart"
)

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

// CardList is what the function cards returns: cards and the level of the
// headings that their titles are.
type CardList struct {
	Items []*Card
	Level int
}
