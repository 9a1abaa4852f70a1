// Package analysis turns texts into words that can be looked up, in the same
// way for documents and queries. ANALYSIS.md specifies it; the browser half of
// the search reads queries by the same rules, without the stemmers: an index
// lists which words share a term.
//
//	token.go                a text into tokens: pieces, words, positions
//	normal.go, fold.go      letters as they are compared; without accents
//	pair.go                 scripts without spaces, in pairs of characters
//	word.go, known.go       words and their terms, learned once
//	language.go, french.go  what each language adds; the French stemmer
package analysis

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/token/stop"
	"github.com/blevesearch/bleve/v2/registry"
)

// An Analyzer turns texts of one language into tokens. It remembers the words
// it has seen, which is what makes it fast; it is not safe for concurrent use.
type Analyzer struct {
	lang     language
	kinds    [256]kind // of the bytes of a text
	articles analysis.TokenMap
	stops    analysis.TokenMap
	filters  []analysis.TokenFilter
	known    known
	// numbers has the texts by number, and formOf are the forms of words that are written
	// so, or None. Pairs have forms of their own.
	numbers numbered
	formOf  []int32
	pairs   map[int32]int32
	forms   []Form
	// Of the text that is read:
	normal  normalText
	pieces  []piece
	found   []Occurrence
	spans   []span // of what was found, unless nobody asks for them
	tokens  []Token
	spanned bool
	joined  []byte
	stemmed []byte
}

// New returns an analyzer. The name is one of Names, or any BCP 47 tag: a
// language without rules of its own gets words without accents and stemming.
func New(name string) (*Analyzer, error) {
	a := &Analyzer{lang: languageFor(name), known: newKnown(), numbers: newNumbered(), pairs: map[int32]int32{}}
	a.kinds = a.lang.kinds()
	cache := registry.NewCache()
	var err error
	if a.articles, err = tokenMap(cache, a.lang.articles); err != nil {
		return nil, err
	}
	if a.stops, err = tokenMap(cache, a.lang.stop); err != nil {
		return nil, err
	}
	if a.lang.folded {
		a.stops = foldedMap(a.stops, a.lang.kept)
	}
	for _, name := range a.lang.before {
		if a.filters, err = addFilter(a.filters, cache, name); err != nil {
			return nil, err
		}
	}
	a.filters = append(a.filters, stop.NewStopTokensFilter(a.stops))
	for _, name := range a.lang.after {
		if a.filters, err = addFilter(a.filters, cache, name); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// A Reading is what a second implementation needs to read queries of a language
// by the rules of ANALYSIS.md.
type Reading struct {
	// Articles are dropped before an apostrophe; Stops are words without term.
	// Both are lower case; Stops are folded, without apostrophes, and sorted.
	Articles, Stops []string
	// Endings are groups of endings that alternate, separated by spaces; a
	// group that begins with a space has the empty ending.
	Endings []string
	// Inclusive: endings such as the ·e·s of « salarié·e·s » are dropped.
	Inclusive bool
	// Thousands is the mark between groups of three digits besides the space,
	// or 0.
	Thousands byte
}

// Reading returns the rules of the analyzer's language.
func (a *Analyzer) Reading() Reading {
	r := Reading{Articles: slices.Sorted(maps.Keys(a.articles)), Endings: a.lang.endings, Inclusive: a.lang.inclusive, Thousands: a.lang.thousands}
	for s := range a.stops {
		if e := a.newWord(s); e.code != noWord {
			if w := a.wordOf(e.form()); w.Term == "" && !strings.Contains(w.Text, " ") {
				r.Stops = append(r.Stops, w.Text)
			}
		}
	}
	slices.Sort(r.Stops)
	r.Stops = slices.Compact(r.Stops)
	return r
}

// Texts returns the texts that have numbers, by number.
func (a *Analyzer) Texts() []string { return a.numbers.texts }

// TermOf returns the stem of a word given as its Text, or "" for a stop word.
// In languages whose stemmer reads accents it may differ from the term that the
// word has where it is written with them.
func (a *Analyzer) TermOf(text string) string {
	if r := []rune(text); len(r) <= 2 && len(r) > 0 && inRun(r[0]) {
		return text
	}
	if e := a.word([]byte(text)); e.code != noWord {
		return a.wordOf(e.form()).Term
	}
	return ""
}

// Forms is the number of forms that the analyzer has met.
func (a *Analyzer) Forms() int { return len(a.forms) }

// Form returns the form of a number.
func (a *Analyzer) Form(form int32) Form { return a.forms[form] }

// Own returns the number of TermOf(text), or None for "", for the text of a form.
func (a *Analyzer) Own(form int32) int32 {
	f := &a.forms[form]
	if f.own != unasked {
		return f.own
	}
	text := a.numbers.texts[f.Text]
	own := int32(None)
	if term := a.TermOf(text); term != "" {
		own = a.intern(term)
	}
	a.forms[form].own = own // TermOf may have met a form
	return own
}

// unasked stands for a term that nobody has asked for.
const unasked = -2

func addFilter(list []analysis.TokenFilter, cache *registry.Cache, name string) ([]analysis.TokenFilter, error) {
	f, err := cache.TokenFilterNamed(name)
	if err != nil {
		return nil, fmt.Errorf("token filter %s: %w", name, err)
	}
	return append(list, f), nil
}

// tokenMap returns a word list by name: one of Bleve's, this package's "fr",
// or an empty one for "".
func tokenMap(cache *registry.Cache, name string) (analysis.TokenMap, error) {
	m := analysis.NewTokenMap()
	switch name {
	case "":
	case "fr":
		for _, article := range [...]string{"l", "d", "c", "j", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"} {
			m.AddToken(article)
		}
	default:
		var err error
		if m, err = cache.TokenMapNamed(name); err != nil {
			return nil, fmt.Errorf("word list %s: %w", name, err)
		}
	}
	return m, nil
}

func foldedMap(words analysis.TokenMap, kept []string) analysis.TokenMap {
	m := analysis.NewTokenMap()
	for w := range words {
		if f := fold(w); !slices.Contains(kept, f) {
			m.AddToken(f)
		}
	}
	return m
}
