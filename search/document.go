package search

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"essaim/search/analysis"
	"essaim/search/shard"
)

// A Document is one entry of the index: what can be found and what the result
// list shows of it. All texts are plain text, never HTML.
type Document struct {
	// ID is the stable identity of the entry, such as "initiatives/lil-o". It is
	// unique within a locale, and orders documents of one date.
	ID string
	// URL is the address of the page; it is returned as it was given.
	URL string
	// Type is the key of the content type and TypeLabel its name for readers.
	Type, TypeLabel string
	// Title, Summary and Body are searched and shown. Body is the whole text of
	// the page without the title and the summary.
	Title, Summary, Body string
	// Fields are further texts, such as the name of an organisation or a place.
	Fields []Field
	// Headings are the headings of the page. A heading that is no line of Body
	// is searched as well.
	Headings []string
	// Date is a day such as "2026-11-24", or "".
	Date string
	// Facets maps the name of a facet to the keys that the document has in it.
	Facets map[string][]string
	// Boost is a factor on the score, for documents that are worth more by
	// themselves, such as recent news. Zero means 1.
	Boost float64
}

// A Field is a named text of a document with its weight in ranking, relative to
// the weight 1 of the body. Zero means 1. When documents disagree on the weight
// of a field, the largest counts, for the weight belongs to the field.
type Field struct {
	Name, Text string
	Weight     float64
}

// A Locale says how the texts of one index are read.
type Locale struct {
	// Tag is the BCP 47 tag of the language, such as "fr" or "pt-BR".
	Tag string
	// Analyzer names the analysis to use: one of the languages listed in
	// ANALYSIS.md, or "" to choose by Tag.
	Analyzer string
	// Synonyms are groups of words or groups of words that mean the same, such
	// as {"ESS", "économie sociale et solidaire"}. Each member finds the others.
	Synonyms [][]string
	// Weights replace the weights in ranking of "title", "summary", "headings"
	// and "text"; nil keeps those of RANKING.md.
	Weights map[string]float64
}

// Built describes an index that has been built.
type Built struct {
	// Documents is the number of documents read back from the finished index.
	Documents int
	// Terms is the number of different words in it, without regard to accents.
	Terms int
	// Bytes is the size of all files, and Files is their number.
	Bytes int64
	Files int
	// Shards are the files for the browser, the root first: what it answers from
	// is the same as what the index holds.
	Shards []shard.File
}

// separator stands between the parts of a document's text. No rule of analysis
// joins words over it.
const separator = "\n"

// parts returns every text of the document that can be found, title first.
func (d *Document) parts() []string {
	parts := []string{d.Title}
	for _, f := range d.Fields {
		parts = append(parts, f.Text)
	}
	parts = append(parts, d.Summary)
	for _, h := range d.Headings {
		if !strings.Contains("\n"+d.Body+"\n", "\n"+h+"\n") {
			parts = append(parts, h)
		}
	}
	return append(parts, d.Body)
}

// facetValues returns the values of one facet in order and without repeats.
func (d *Document) facetValues(name string) []string {
	values := slices.Clone(d.Facets[name])
	slices.Sort(values)
	return slices.Compact(values)
}

// sorted returns the documents in the order of the index: those without a date
// first, then by date, then by ID. New documents mostly come last, so that they
// move few others; and the order by date is that of the numbers. It fails if an
// ID is missing or used twice.
func sorted(docs []Document) ([]Document, error) {
	docs = slices.Clone(docs)
	slices.SortFunc(docs, func(a, b Document) int { return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.ID, b.ID)) })
	seen := make(map[string]bool, len(docs))
	for _, d := range docs {
		if d.ID == "" {
			return nil, errors.New("a document has no ID")
		}
		if seen[d.ID] {
			return nil, fmt.Errorf("two documents have the ID %q", d.ID)
		}
		seen[d.ID] = true
	}
	return docs, nil
}

// newAnalyzer returns the analyzer of the locale.
func (l Locale) newAnalyzer() (*analysis.Analyzer, error) {
	if l.Analyzer == "" {
		return analysis.New(l.Tag)
	}
	if !slices.Contains(Analyzers(), l.Analyzer) {
		return nil, fmt.Errorf("no analyzer %q; known are %s", l.Analyzer, strings.Join(Analyzers(), ", "))
	}
	return analysis.New(l.Analyzer)
}

// Analyzers returns the names that Locale.Analyzer accepts, sorted.
func Analyzers() []string { return analysis.Names() }
