// Package schema holds what a site may contain: its settings, its locales and
// its content types, as read from content/site.yaml, content/_locales and
// content/_types. Everything that depends on the shape of content (validator,
// `essaim new`, search mapping) reads these structs, so adding a field to a
// type touches no Go code.
//
//	schema.go               the site, its locales, menus and taxonomies
//	type.go                 types, their fields and kinds
//	form.go, structured.go  forms; what search engines are told
//	api.go, contract.go     what programs get; what has been promised to them
//	table.go                the columns of tables
//	slug.go, format.go, country.go
//	                        addresses made of titles; numbers as readers write them; codes
package schema

import (
	"strings"

	"essaim/generator/internal/model/source"
)

// Schema is the whole of a site's rules, immutable after parse.
type Schema struct {
	Config Config
	// Types is sorted by Name.
	Types []*Type
	// Locales has the source locale first, the others by tag.
	Locales []*Locale
	// Hash changes when anything that parse depends on, other than the parsed
	// file, changes. Lower-case hexadecimal.
	Hash string
}

// Source returns the source locale.
func (s *Schema) Source() *Locale { return s.Locales[0] }

// Locale returns the locale with the given tag, or nil.
func (s *Schema) Locale(tag string) *Locale {
	for _, l := range s.Locales {
		if l.Tag == tag {
			return l
		}
	}
	return nil
}

// Type returns the type with the given name, or nil.
func (s *Schema) Type(name string) *Type {
	for _, t := range s.Types {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// TypeOf returns the type whose folder holds the entry with the given identity
// ("initiatives/lil-o"), or nil. The longest folder wins.
func (s *Schema) TypeOf(id string) *Type {
	var best *Type
	for _, t := range s.Types {
		if len(id) > len(t.Folder)+1 && id[:len(t.Folder)+1] == t.Folder+"/" && (best == nil || len(t.Folder) > len(best.Folder)) {
			best = t
		}
	}
	return best
}

// Language returns the language of a locale tag: "pt" of "pt-BR".
func Language(tag string) string {
	return strings.ToLower(tag[:strings.IndexAny(tag+"-", "-_")])
}

// Text is a text per locale tag.
type Text map[string]string

// In returns the text for locale, or that of the source locale.
func (t Text) In(locale, source string) string {
	if text := t[locale]; text != "" {
		return text
	}
	return t[source]
}

// Config is content/site.yaml after defaults.
type Config struct {
	Title, Description Text
	// BaseURL is where the site will be served, with a trailing slash. It may
	// hold a path ("https://example.org/ess/").
	BaseURL string
	// SourceLocale is the tag of the locale that entries are written in.
	SourceLocale string
	// TimeZone is an IANA name; dates without an offset are read in it.
	TimeZone string
	// ZoneRules identify what the machine knows of the zone: when its clocks were changed
	// and will be. States change their minds, and an update of the system follows.
	ZoneRules string
	// Theme is a folder of themes/; ThemeSpan is where it is named.
	Theme     string
	ThemeSpan source.Span
	// Home is the identity of the entry shown at each locale's root, without a
	// leading slash ("pages/home"); its place is HomeSpan.
	Home     string
	HomeSpan source.Span
	// Taxonomies are the vocabularies that get pages, sorted by Name.
	Taxonomies []*Taxonomy
	// Search is the page where visitors search, or nil.
	Search *OwnPage
	// Handbook is where the fields of every type are explained, or nil.
	Handbook *OwnPage
	// Feeds is the page that leads to all feeds and calendars, or nil.
	Feeds *OwnPage
	// NoIndex leaves out the index and what a browser searches in.
	NoIndex bool
	// API is what the site offers to programs, or nil.
	API *API
	// Menus are by name ("main", "footer").
	Menus map[string][]MenuItem
	// Forms are the pages that ask for an entry, sorted by Name.
	Forms []*Form
}

// Reading returns what of c the parsing of an entry depends on, the rest empty.
func (c *Config) Reading() Config {
	return Config{SourceLocale: c.SourceLocale, TimeZone: c.TimeZone, ZoneRules: c.ZoneRules}
}

// Taxonomy is a vocabulary with a page per term.
type Taxonomy struct {
	// Name is the vocabulary's key in terms.yaml ("theme").
	Name          string
	Label, Plural Text
	// URL is the address of the list of terms per locale, below the locale's
	// root, with a slash at either end.
	URL  Text
	Span source.Span
}

// OwnPage is a page that is made of the site itself.
type OwnPage struct {
	Title Text
	// URL is its address per locale, below the locale's root, with a slash at
	// either end.
	URL  Text
	Span source.Span
}

// MenuItem is one item of a menu, as written.
type MenuItem struct {
	// To is an internal path ("/news/", "/pages/about"), or empty.
	To string
	// URL is an outside address, or empty.
	URL string
	// Label replaces the title of what To names.
	Label Text
	Span  source.Span
}

// Locale is one folder of content/_locales.
type Locale struct {
	// Tag is the folder's name, a BCP 47 tag ("fr", "pt-BR").
	Tag string
	// Name is the locale's name in itself ("Français").
	Name string
	// Direction is "ltr" or "rtl".
	Direction string
	// Analyzer names the search analyzer; empty chooses by Tag.
	Analyzer string
	// Typography names the micro-typography: "fr", "en" or "none".
	Typography string
	// Months has twelve names, January first.
	Months []string
	// Date has the patterns "day", "first" (first of the month, optional),
	// "month" and "year", with {d}, {month}, {m} and {y}.
	Date map[string]string
	// Decimal and Group are the separators of numbers.
	Decimal, Group string
	// Scales are the words for large numbers, from the smallest to the largest.
	Scales []Scale
	// Vocabularies is terms.yaml: by name, each in the order of the file.
	Vocabularies map[string][]Term
	// Synonyms is synonyms.yaml: groups of words that stand for one another.
	Synonyms [][]string
	// Queries is queries.yaml: judged queries, in the order of the file.
	Queries []Query
	// Phrases is phrases.yaml: what is not written, in the order of the file.
	Phrases []Phrase
	// Strings is ui.json, by message identifier.
	Strings map[string]Message
	// TermsFile is the path of terms.yaml.
	TermsFile string
}

// Scale is a word that stands for a large number: "million".
type Scale struct {
	// From is what the word stands for.
	From float64
	// One is the word behind less than two, Other behind two and more.
	One, Other string
}

// Query is one judged query: what a visitor would type, and the entries that
// answer it. Any one of the answers is enough.
type Query struct {
	Text string
	// Span is the place of Text.
	Span source.Span
	// Answers has at least one item.
	Answers []Answer
	// Within is how many hits may stand at most from the first to the best of
	// the answers, both included: 1 wants it first. From 1 to MaxWithin.
	Within int
}

// Phrase is what the editors of a site have agreed not to write.
type Phrase struct {
	// Text is the phrase as phrases.yaml writes it; Say is what to write instead.
	Text, Say string
	// Unless are words that make it something else.
	Unless []string
}

// MaxWithin is the last place that a Query may ask for: nobody looks further,
// and no answer is looked for beyond it.
const MaxWithin = 100

// Answer is an entry named by a Query.
type Answer struct {
	// ID is the identity of the entry, without a slash at its ends
	// ("initiatives/lil-o"). Link checks that it exists.
	ID   string
	Span source.Span
}

// Prefix returns the path that begins every URL of the locale: "/" for the
// source locale, "/en/" for another.
func (s *Schema) Prefix(l *Locale) string {
	if l.Tag == s.Config.SourceLocale {
		return "/"
	}
	return "/" + l.Tag + "/"
}

// Term is one word of a vocabulary in one locale.
type Term struct {
	// Key is the same in every locale.
	Key         string
	Label       string
	Slug        string
	Description string
	Span        source.Span
}

// Message is one go-i18n v2 string: a text by CLDR plural category ("one",
// "other", …). A message without plurals has only "other".
type Message struct {
	Forms map[string]string
	Span  source.Span
}

// Term returns the term with the given key, or nil.
func (l *Locale) Term(vocabulary, key string) *Term {
	terms := l.Vocabularies[vocabulary]
	for i := range terms {
		if terms[i].Key == key {
			return &terms[i]
		}
	}
	return nil
}
