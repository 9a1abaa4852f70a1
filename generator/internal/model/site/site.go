// Package site holds the resolved site: every page with its address, and what
// leads from one to another. Link makes it; from then on it is read only, and
// safe for concurrent use.
package site

import (
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// Site is every page of every locale.
type Site struct {
	Schema *schema.Schema
	// Pages is sorted by URL. URLs are unique.
	Pages []*Page
	// Redirects are the former addresses of pages, sorted by From.
	Redirects []Redirect
	// Files are the media that pages show or link to, sorted by URL.
	Files []*File
	// Menus are by locale tag and menu name.
	Menus map[string]map[string][]MenuItem
	// Feeds are sorted by URL.
	Feeds []*Feed
	// Narrowed are the lists that can be narrowed in the browser, sorted by the
	// URL of their data.
	Narrowed []*Narrowed
	// Calendars are sorted by URL.
	Calendars []*Calendar
	// Clock is the instant that decided what is published.
	Clock time.Time
	// NextChange is the first instant after Clock at which an entry will be
	// published, will close, will expire or will have to be reviewed; zero when
	// there is none.
	NextChange time.Time
}

// URL is the address of a page below the base URL's path: it begins and ends
// with "/", or ends with a file name ("/404.html"). Segments hold unreserved
// ASCII characters only, so it needs no escaping.
type URL string

// File returns the path of the output file of u: "/a/" is "a/index.html",
// "/feed.xml" is "feed.xml".
func (u URL) File() string {
	if u == "" || u[len(u)-1] == '/' {
		return string(u[1:]) + "index.html"
	}
	return string(u[1:])
}

// Kind says what a page shows.
type Kind string

// The kinds of pages. Each has a template of the same name in the theme.
const (
	// KindHome shows the home entry at the locale's root.
	KindHome Kind = "home"
	// KindEntry shows an entry.
	KindEntry Kind = "entry"
	// KindList shows one page of the entries of a type.
	KindList Kind = "list"
	// KindTaxonomy shows the terms of a taxonomy.
	KindTaxonomy Kind = "taxonomy"
	// KindTerm shows one page of the entries with a term.
	KindTerm Kind = "term"
	// KindSearch is where visitors search, or choose from what there is.
	KindSearch Kind = "search"
	// KindFilters shows the values of one filter of a type.
	KindFilters Kind = "filters"
	// KindFilter shows one page of the entries of a type with a value of a filter.
	KindFilter Kind = "filter"
	// KindLetter shows one page of the entries whose title begins with a
	// letter.
	KindLetter Kind = "letter"
	// KindForm asks for an entry.
	KindForm Kind = "form"
	// KindFeeds leads to all feeds and calendars.
	KindFeeds Kind = "feeds"
	// KindHandbook explains the fields of a type, or leads to those that do.
	KindHandbook Kind = "handbook"
	// KindNotFound is 404.html.
	KindNotFound Kind = "404"
)

// Page is one page in one locale.
type Page struct {
	Kind   Kind
	Locale *schema.Locale
	URL    URL
	// Title and Summary are plain text; a list page has its plural label, a
	// letter page its letter.
	Title, Summary string
	// Type is that of the entry or of the list, or the one that a page of the
	// handbook explains; nil for all others.
	Type *schema.Type
	// Entry is set for KindEntry and KindHome.
	Entry *Entry
	// Taxonomy is set for KindTaxonomy and KindTerm, Term for KindTerm.
	Taxonomy *schema.Taxonomy
	Term     *Term
	// Terms are those of a taxonomy page with at least one entry, in the order
	// of the vocabulary.
	Terms []*Term
	// Browse is set for KindSearch.
	Browse *Browse
	// Form is set for KindForm.
	Form *Form
	// Cards are the entries of a list, term or letter page. On the home page they are
	// the latest entries, by type in HomeLists.
	Cards []*Card
	// HomeLists are the latest entries of the types that the main menu names, or
	// of each listed type; KindHome only.
	HomeLists []HomeList
	Pager     *Pager
	// Places reports, on KindList, that an entry of the whole list has a place.
	Places bool
	// Narrowing is how the list can be narrowed: on KindFilters and KindFilter,
	// and on KindList where its type has filters with values.
	Narrowing *Narrowing
	// Filter is set for KindFilters and KindFilter, Value for KindFilter. A
	// KindFilters page shows Values, one page of those of Filter.
	Filter *Filter
	Value  *FilterValue
	Values []*FilterValue
	// Alternates are the same page in every locale that has it, this one
	// included, source locale first. Empty for 404 pages.
	Alternates []Alternate
	// Breadcrumbs lead from the home page to the parent of this page.
	Breadcrumbs []Link
	// Feed is the feed that the page announces, or nil.
	Feed *FeedLink
	// Calendar is the address of the deadlines of a list, or of that of an entry;
	// "" when there is none.
	Calendar URL
	// ShareCard is the image that is drawn of an entry, or nil.
	ShareCard *ShareCard
	// Subscriptions are set for KindFeeds.
	Subscriptions *Subscriptions
	// Source is the file that the page comes from, for messages; empty for
	// pages made by the program.
	Source string
}

// HomeList is the latest entries of a type.
type HomeList struct {
	Type  *schema.Type
	URL   URL
	Title string
	Cards []*Card
}

// Browse is everything of a locale by what it is, what it is about and how its
// title begins, for those who would rather look than search.
type Browse struct {
	// Lists are the listed types, in the order of the main menu.
	Lists []ListLink
	// Taxonomies have at least one term with an entry.
	Taxonomies []TaxonomyLink
	// Letters are in the order of the titles.
	Letters []*Letter
}

// ListLink leads to the list of a type.
type ListLink struct {
	Type  *schema.Type
	URL   URL
	Title string
	// Count is how many entries the list shows.
	Count int
}

// TaxonomyLink leads to the terms of a taxonomy.
type TaxonomyLink struct {
	Taxonomy *schema.Taxonomy
	URL      URL
	Title    string
	Terms    []*Term
}

// Letter is the entries written in a locale whose title begins with a letter.
type Letter struct {
	// Name is the letter, "0–9" or OtherLetters.
	Name string
	// Count is how many entries there are.
	Count int
	// Cards are all of them, or nil when they have pages of their own at URL.
	Cards []*Card
	URL   URL
}

// OtherLetters names the entries whose title begins with neither a letter nor a
// digit.
const OtherLetters = "#"

// Entry is an entry with everything resolved.
type Entry struct {
	// Source is the parsed entry of this locale.
	Source *content.Entry
	ID     string
	Title  string
	// Summary is plain text.
	Summary string
	// Date is the field "date", zero when absent.
	Date content.Date
	Closing
	// Badges are as on the card.
	Badges []schema.Text
	// Fields are in the order of the type, those without value left out;
	// title, summary, date and image included.
	Fields []Field
	Body   Body
	// Series is the dated values of an entry whose type has a series, else nil.
	Series *Series
	// Image is the field "image", or nil.
	Image *Image
	// Related are at most four entries, the nearest first: those named in a
	// field "related", then by shared terms and text.
	Related []*Card
	// Previous and Next are the neighbours in the type's order, or nil.
	Previous, Next *Card
	// Terms are those of every term field, in the order of the fields.
	Terms []*Term
	// Shelves are the fields that are shown as cards, in the order of the type.
	Shelves []Shelf
	// Trail leads to an entry of a tree from the first question; empty for that
	// one and for other types. Step counts from 1, 0 outside of trees.
	Trail []TrailStep
	Step  int
}

// Shelf is a field whose entries are shown as cards.
type Shelf struct {
	Field string
	// Doors reports whether the items have words of their own: then Cards are
	// what leads there rather than what is there.
	Doors bool
	// Title is what the cards stand below.
	Title string
	// List leads to what holds more of the same, or is nil.
	List  *Link
	Cards []*Card
}

// TrailStep is a question on the way, and the answer that led on.
type TrailStep struct {
	Link   Link
	Answer string
}

// Field is one resolved field of an entry.
type Field struct {
	Name  string
	Label string
	Value Value
}

// Value is a resolved value. Kind says which fields hold it; a list holds
// Items, an object Fields.
type Value struct {
	Kind schema.Kind
	// Text holds text, email and phone; the label of an enum value; the name
	// of a country in the page's language.
	Text string
	// Key is the key of an enum value or term, or the code of a country.
	Key    string
	Number float64
	// IsList tells a list (Items) from a single value.
	IsList, Bool bool
	Date         content.Date
	// Link holds url, ref and file.
	Link  *Link
	Term  *Term
	Items []Value
	// More is what few values have, nil where this one has none of it; it is read
	// through the methods of its names.
	More *More
}

// More is what few values have.
type More struct {
	// Time holds datetime; Latitude and Longitude hold point, in degrees.
	Time                time.Time
	Latitude, Longitude float64
	// Series is that of the entry that a ref names, if it has one.
	Series *Series
	Image  *Image
	Body   *Body
	// Fields holds an object, in the order of the type.
	Fields []Field
}

// more returns what v has of More.
func (v Value) more() More {
	if v.More == nil {
		return More{}
	}
	return *v.More
}

// Own returns the More of v to be filled in.
func (v *Value) Own() *More {
	if v.More == nil {
		v.More = &More{}
	}
	return v.More
}

// Time returns a datetime.
func (v Value) Time() time.Time { return v.more().Time }

// Point returns the latitude and longitude of a point, in degrees.
func (v Value) Point() (latitude, longitude float64) {
	m := v.more()
	return m.Latitude, m.Longitude
}

// Series returns that of the entry that a ref names, if it has one.
func (v Value) Series() *Series { return v.more().Series }

// Image returns an image, or nil.
func (v Value) Image() *Image { return v.more().Image }

// Body returns the body of markdown, or nil.
func (v Value) Body() *Body { return v.more().Body }

// Fields returns those of an object, in the order of the type.
func (v Value) Fields() []Field { return v.more().Fields }

// Each returns the values of v as a slice: its items, or itself.
func (v Value) Each() []Value {
	if v.IsList {
		return v.Items
	}
	return []Value{v}
}

// Body is a parsed body with its links resolved.
type Body struct {
	Source *content.Body
	// Links, Images, Headings and Figures answer the holes of Source, by index.
	Links  []Link
	Images []Image
	// Headings have the IDs that the page has; the rest is that of those of Source,
	// or of the entry that it translates.
	Headings []content.Heading
	Figures  []Quote
}

// Quote is the value of a series in a text.
type Quote struct {
	// Link leads to the value.
	Link Link
	// Text is what the text shows; Title says the whole of it: the value with
	// its qualifier, its unit and its date.
	Text, Title string
}

// Plain returns the plain text of a body, whose prose is given. It may share the
// memory of that.
func (b *Body) Plain(prose content.Prose) []byte {
	if len(b.Figures) == 0 {
		return prose.Text
	}
	return []byte(b.Filled(string(prose.Text)))
}

// Filled returns a plain text of a body with its figures in it.
func (b *Body) Filled(text string) string {
	return content.FillFigures(text, len(b.Figures), func(i int) string { return b.Figures[i].Text })
}

// Link is a resolved reference.
type Link struct {
	// URL is a URL of this site with its fragment ("/a/#b"), or an outside
	// address.
	URL   string
	Title string
	// ID is the identity of the entry that it leads to, or "".
	ID string
	// Outside reports whether the address is not of this site.
	Outside bool
	// Lang is the tag of the page's locale when it differs from the locale of
	// the page that links, else "".
	Lang string
}

// Image is a resolved image.
type Image struct {
	// URL is that of the file in the output.
	URL URL
	// Width and Height are in pixels; 0 for an SVG without size.
	Width, Height int
	Alt           string
	Caption       string
}

// File is a media file copied to the output.
type File struct {
	URL    URL
	Source *source.File
}

// Card is an entry as a list shows it.
type Card struct {
	ID      string
	URL     URL
	Title   string
	Summary string
	Date    content.Date
	Closing
	// Badges are what the type wants cards to show in short, in every language,
	// and Facts what it wants them to say in place of Date.
	Badges, Facts []schema.Text
	Type          *schema.Type
	Terms         []*Term
	Image         *Image
	// Icon is the key of the first enum of an item with words of its own, for a
	// pictogram; else "".
	Icon string
	// Series is that of an entry whose type has one, else nil.
	Series *Series
	// Lang is the tag of the locale shown when the entry is not translated to
	// the list's locale, else "". Its URL then leads to the source page.
	Lang string
}

// Term is a term of a vocabulary in one locale.
type Term struct {
	Vocabulary string
	schema.Term
	// URL is the first page of the term, or "" when its vocabulary is no
	// taxonomy or no entry has it.
	URL URL
	// Count is how many entries of the locale have it.
	Count int
}

// Pager links the pages of one list.
type Pager struct {
	// Number counts from 1 to Total.
	Number, Total int
	// Entries is how many entries all pages have together.
	Entries int
	// Pages are the URLs of all pages, the first at index 0.
	Pages []URL
}

// Alternate is a page in another locale.
type Alternate struct {
	Locale *schema.Locale
	URL    URL
	// Exists is false when the locale lacks the page; URL is then its home.
	Exists bool
}

// MenuItem is a resolved item of a menu.
type MenuItem struct {
	Label string
	Link  Link
}

// Redirect is a former address.
type Redirect struct {
	// From begins with "/"; To is the page's present URL.
	From, To URL
	Locale   *schema.Locale
	Title    string
}
