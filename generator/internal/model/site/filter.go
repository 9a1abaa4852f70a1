package site

import "essaim/generator/internal/model/schema"

// Narrowing is how the list of a type can be narrowed in one locale.
type Narrowing struct {
	Type *schema.Type
	// URL is the first page of the whole list, Title its title.
	URL   URL
	Title string
	// Entries is how many entries the whole list has.
	Entries int
	// Filters have at least one value each, and there is at least one.
	Filters []*Filter
	// Data is the address of what a script narrows the list with.
	Data URL
}

// Filter is one thing that a list can be narrowed by.
type Filter struct {
	// Name is that of schema.Filter, Kind the kind of its field, or empty for
	// one of no field; Vocabulary is that of a term.
	Name       string
	Kind       schema.Kind
	Vocabulary string
	Label      string
	// URL is the page of its values.
	URL URL
	// Values have at least one entry each. Terms and values of enums are in the
	// order of their definition, years from the latest, others by label.
	Values []*FilterValue
	// Top are the values with the most entries, the most first; all of them, in
	// their order, when they are few.
	Top []*FilterValue
}

// FilterValue is one value of a filter.
type FilterValue struct {
	// Key is that of a term or enum value, the code of a country, the text
	// itself, "true" or "false", the year, "open" or "closed".
	Key   string
	Label string
	// Count is how many entries of the list have it, at least 1.
	Count int
	// URL is the first page of those entries.
	URL URL
}

// Narrowed is all that a script narrows a list with.
type Narrowed struct {
	*Narrowing
	Locale *schema.Locale
	// Cards are all entries of the list, in its order.
	Cards []*Card
	// Has has an item per card, with the values of each filter as indexes into
	// its Values, in no order and each once.
	Has [][][]int
}
