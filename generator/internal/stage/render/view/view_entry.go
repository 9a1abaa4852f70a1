package view

import (
	"html/template"

	"essaim/generator/internal/stage/render/chart"
)

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
