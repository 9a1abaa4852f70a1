package schema

import (
	"slices"

	"essaim/generator/internal/model/source"
)

// Type is one file of content/_types.
type Type struct {
	// Name is the file's name without its extension ("initiative").
	Name          string
	Label, Plural Text
	// Folder is below content/, without slashes at its ends ("initiatives").
	Folder string
	// URL is the address of the list per locale, below the locale's root, with
	// a slash at either end; an entry is at URL + slug + "/".
	URL Text
	// List reports whether the type has list pages at URL.
	List bool
	// Feed reports whether the type has feeds; it needs a field "date".
	Feed bool
	// Sort orders lists: field names, descending after "-". Empty for a type with
	// Closing that writes no order of its own: what closes soonest is then first.
	Sort []SortKey
	// Closing says when an entry closes by itself, or is nil.
	Closing *Closing
	// ShareCard reports whether an image is drawn of each entry that has none, for
	// other sites to show; CardPlace is the field that says where it is about, or
	// "".
	ShareCard bool
	CardPlace string
	// Structured is what search engines are told, or nil.
	Structured *Structured
	// PageSize is how many entries a list page shows.
	PageSize int
	// Fields are in the order of the file.
	Fields []*Field
	// BodyRequired reports whether the Markdown body must not be empty.
	BodyRequired bool
	Search       Search
	// Unsearched keeps the entries out of the search, and of what is
	// browsed by title (`search: false`).
	Unsearched bool
	// CardFacts are the fields whose values a card shows in place of the day:
	// of kind text or enum.
	CardFacts []string
	// Cards are the fields whose entries are shown as cards: of kind ref, or
	// lists whose items hold one.
	Cards []string
	// Show is a list whose items name types, of which the latest entries are
	// shown as cards; "" when there is none.
	Show string
	// Tree makes the entries questions and answers; nil for other types.
	Tree *Tree
	// Filters are what the list may be narrowed by, in the order of the file.
	Filters []*Filter
	// Map says on what map the entries are counted, or nil.
	Map *Map
	// Series says which fields hold dated values of an indicator, or nil.
	Series *Series
	// Review is the field that holds the day on which somebody must look at an
	// entry again, or "".
	Review string
	Span   source.Span
}

// Map says that the page of a filter has a map.
type Map struct {
	// Field is the filter whose values are areas.
	Field string
	// Outlines is the name of what the map is drawn on.
	Outlines string
}

// Outlines are what a map may be drawn on.
type Outlines struct {
	Name string
	// Kinds are those of the fields whose values are areas of it: codes of
	// départements (Insee) for "france", of ISO 3166-1 alpha-2 for "world".
	Kinds []Kind
}

// AllOutlines returns what maps may be drawn on.
func AllOutlines() []Outlines {
	return []Outlines{{"france", []Kind{KindTerm, KindEnum, KindText}}, {"world", []Kind{KindCountry}}}
}

// Series names the list fields that hold the dated values of an indicator and
// its targets. Their items hold what SeriesFields lists.
type Series struct {
	// Values is always set; Targets may be "".
	Values, Targets string
}

// IsIndicator reports whether a field names entries with a series and no others:
// pages then show what it names as charts.
func (s *Schema) IsIndicator(f *Field) bool {
	if f.Kind != KindRef || len(f.To) == 0 {
		return false
	}
	for _, name := range f.To {
		if t := s.Type(name); t == nil || t.Series == nil {
			return false
		}
	}
	return true
}

// SeriesField is a field that an item of a series holds.
type SeriesField struct {
	Name     string
	Kind     Kind
	Optional bool
}

// SeriesFields returns what each item of a series holds: a number with its
// unit, of when it is and who says so; how exact it is, and what enters the
// count.
func SeriesFields() []SeriesField {
	return []SeriesField{
		{"value", KindNumber, false}, {"unit", KindText, false}, {"as_of", KindDate, false}, {"source", KindURL, false},
		{"qualifier", KindEnum, true}, {"perimeter", KindText, true},
	}
}

// Tree says how the entries of a type lead from a first question to an end.
type Tree struct {
	// Start is the identity of the first entry ("questions/depart"); its place
	// is StartSpan.
	Start     string
	StartSpan source.Span
	// Next is a list whose items name the entries that follow, by their first
	// ref.
	Next string
	// Ends is a ref of the entries in which a path ends.
	Ends string
}

// The inner fields of the items of Type.Show, by name. Only ShowType is needed.
const (
	// ShowType is the name of a type.
	ShowType = "type"
	// ShowTitle replaces the type's plural label.
	ShowTitle = "title"
	// ShowLimit is how many entries are shown, ShowDefault unless written.
	ShowLimit   = "limit"
	ShowDefault = 3
	// ShowField and ShowValue keep the entries whose field has the value.
	ShowField, ShowValue = "field", "value"
)

// SortKey is one key of Type.Sort.
type SortKey struct {
	Field      string
	Descending bool
}

// Closing says when an entry of a type is no longer open: it stays, marked so.
type Closing struct {
	// Field is the date at the end of which, or the instant at which, it closes.
	Field string
	// When are the values of enums with which it is closed whatever the date.
	When []FieldValues
}

// FieldValues are some of the values of an enum field, by their keys.
type FieldValues struct {
	Field string
	Keys  []string
}

// StateFacet is what filters call whether an entry is open, in types that close
// and have no field of that name.
const StateFacet = "state"

// Search says how a type is indexed.
type Search struct {
	// Weights by field name, "body" included; a field without a weight is not
	// searched. Larger counts more.
	Weights map[string]float64
	// Facets are names of fields, "year" for the year of the field "date", or
	// StateFacet.
	Facets []string
	// Recency is the age in days at which an entry, counted from the latest
	// date of its type, no longer gains from being recent. From 1 to MaxRecency;
	// 0 when dates do not count.
	Recency int
}

// Filter is one thing that the list of a type may be narrowed by.
type Filter struct {
	// Name is a field, whose kind is one of FilterKinds, or FilterYear or
	// StateFacet.
	Name string
	// Label replaces that of the field.
	Label Text
	// Values name those that lead somewhere, in order, where Named returns any.
	Values []EnumValue
	Span   source.Span
}

// Named returns the keys of the values that have no label but in Filter.Values:
// those of a boolean, and whether an entry is open.
func (f *Filter) Named(t *Type) []string {
	field := t.Field(f.Name)
	switch {
	case field == nil && f.Name == StateFacet:
		return []string{"open", "closed"}
	case field != nil && field.Kind == KindBoolean:
		return []string{"true", "false"}
	}
	return nil
}

// FilterYear is the filter by the year of the field "date".
const FilterYear = "year"

// FilterKinds returns the kinds of fields that a list may be narrowed by.
func FilterKinds() []Kind {
	return []Kind{KindTerm, KindEnum, KindCountry, KindText, KindBoolean}
}

// MaxRecency is the largest Search.Recency, about a century.
const MaxRecency = 36500

// Field returns the field with the given name, or nil.
func (t *Type) Field(name string) *Field { return fieldNamed(t.Fields, name) }

// Field says what one field may hold.
type Field struct {
	Name     string
	Kind     Kind
	Label    Text
	Help     Text
	Required bool
	// Many makes a scalar field take a list of values.
	Many bool
	// Min and Max bound the number of items when the field is a list or Many,
	// the number of characters of a text, or the value of a number. Nil means
	// no bound.
	Min, Max *float64
	// Precision of a date: "day" (default), "month" or "year" is the coarsest
	// that is accepted.
	Precision string
	// Vocabulary is the vocabulary of a term ("theme").
	Vocabulary string
	// To lists the types that a ref may name; empty means any. Lists lets it name
	// a list, a taxonomy or a term too.
	To    []string
	Lists bool
	// Values are the values of an enum, in the order of the file.
	Values []EnumValue
	// Fields are those of an object, or of each item of a list.
	Fields []*Field
	// Translated reports whether a translation writes its own value. Text and
	// markdown are translated unless `translate: false`; other kinds are
	// inherited unless `translate: true`.
	Translated bool
	// Export are the names of the field's columns in tables: one, or two for a
	// point, its latitude first. Empty for the name of the field.
	Export []string
	// Badge reports whether cards show it in short: the label of a boolean that
	// is true, or that of the value of an enum.
	Badge bool
	Span  source.Span
}

// Field returns the inner field with the given name, or nil.
func (f *Field) Field(name string) *Field { return fieldNamed(f.Fields, name) }

// IsList reports whether the value is written as a list.
func (f *Field) IsList() bool { return f.Many || f.Kind == KindList }

// Ref returns the first inner field of kind ref, or nil.
func (f *Field) Ref() *Field {
	for _, inner := range f.Fields {
		if inner.Kind == KindRef && !inner.Many {
			return inner
		}
	}
	return nil
}

// Value returns the enum value with the given key, or nil.
func (f *Field) Value(key string) *EnumValue {
	for i := range f.Values {
		if f.Values[i].Key == key {
			return &f.Values[i]
		}
	}
	return nil
}

// EnumValue is one value of an enum.
type EnumValue struct {
	Key   string
	Label Text
}

func fieldNamed(fields []*Field, name string) *Field {
	for _, f := range fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Kind says what a value may be.
type Kind string

// The kinds of fields. Kinds lists them; ARCHITECTURE.md, "Where to add", lists the
// places where a new one needs a case.
const (
	KindText     Kind = "text"
	KindMarkdown Kind = "markdown"
	KindDate     Kind = "date"
	KindDatetime Kind = "datetime"
	KindInteger  Kind = "integer"
	KindNumber   Kind = "number"
	KindBoolean  Kind = "boolean"
	KindURL      Kind = "url"
	KindEmail    Kind = "email"
	KindPhone    Kind = "phone"
	KindEnum     Kind = "enum"
	KindTerm     Kind = "term"
	KindRef      Kind = "ref"
	KindCountry  Kind = "country"
	KindImage    Kind = "image"
	KindFile     Kind = "file"
	KindPoint    Kind = "point"
	KindObject   Kind = "object"
	KindList     Kind = "list"
)

// Kinds returns every kind, in the order of the documentation.
func Kinds() []Kind {
	return []Kind{KindText, KindMarkdown, KindDate, KindDatetime, KindInteger, KindNumber, KindBoolean, KindURL, KindEmail, KindPhone, KindEnum, KindTerm, KindRef, KindCountry, KindImage, KindFile, KindPoint, KindObject, KindList}
}

// builtIn are the fields that every entry accepts.
var builtIn = []*Field{
	{Name: "draft", Kind: KindBoolean},
	{Name: "publish", Kind: KindDatetime},
	{Name: "expire", Kind: KindDatetime},
	{Name: "slug", Kind: KindText, Translated: true},
	{Name: "aliases", Kind: KindText, Many: true, Translated: true},
	{Name: "translation", Kind: KindObject, Translated: true, Fields: []*Field{
		{Name: "of", Kind: KindText}, {Name: "digest", Kind: KindText}, {Name: "blocks", Kind: KindText, Many: true},
	}},
}

// BuiltIn returns the fields that every entry accepts, whatever its type. They
// are the same at each call, and not to be changed.
func BuiltIn() []*Field { return slices.Clone(builtIn) }

// IsBuiltIn reports whether a name is that of a field of every type.
func IsBuiltIn(name string) bool {
	return slices.ContainsFunc(builtIn, func(f *Field) bool { return f.Name == name })
}
