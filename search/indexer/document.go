package indexer

import (
	"fmt"
	"strings"

	"essaim/search/schema"
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
	// Title and Summary are searched and shown.
	Title, Summary string
	// Fields are further texts, such as the name of an organisation or a place.
	Fields []Field
	// Body is the whole text of the page without the title and the summary, and
	// Headings are its headings. A heading that is no line of Body is searched
	// as well.
	Body     string
	Headings []string
	// Load, if it is not nil, returns what stands in place of Body, Headings and
	// the texts of Fields, so that they need not stay in memory. It is called
	// when they are analysed, by several goroutines at once for different
	// documents, and not at all while what was made of them is at hand; Hash
	// tells that. An error of Load fails the build.
	Load func() (Text, error)
	// Hash identifies all that Load returns: texts that differ have others.
	// Without Load it is not looked at.
	Hash string
	// Size is about how many bytes of text the document has, 0 for a few: a large one
	// is analysed with fewer others.
	Size int
	// Date is a day such as "2026-11-24", or "".
	Date string
	// Facets are those that the document is in, in any order and each once.
	Facets []Facet
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

// A Facet is the keys that a document has in the facet of a name.
type Facet struct {
	Name string
	Keys []string
}

// A Text is what is read of a document only when it is analysed.
type Text struct {
	Body     string
	Headings []string
	// Fields are the texts of Document.Fields, in their order.
	Fields []string
}

// load returns the text of the document.
func (d *Document) load() (Text, error) {
	if d.Load == nil {
		t := Text{Body: d.Body, Headings: d.Headings}
		for _, f := range d.Fields {
			t.Fields = append(t.Fields, f.Text)
		}
		return t, nil
	}
	t, err := d.Load()
	if err == nil && len(t.Fields) != len(d.Fields) {
		err = fmt.Errorf("%d texts were loaded for %d fields", len(t.Fields), len(d.Fields))
	}
	if err != nil {
		err = fmt.Errorf("document %q: %w", d.ID, err)
	}
	return t, err
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

// separator stands between the parts of a document's text. No rule of analysis
// joins words over it.
const separator = "\n"

// parts returns every text of the document that can be found, title first.
func (d *Document) parts(t *Text) []string {
	parts := append([]string{d.Title}, t.Fields...)
	parts = append(parts, d.Summary)
	at := 0 // after the heading before: they mostly come in order
	for _, h := range t.Headings {
		end := lineEnd(t.Body, h, at)
		if end < 0 && at > 0 {
			end = lineEnd(t.Body, h, 0)
		}
		if end < 0 {
			parts = append(parts, h)
			continue
		}
		at = end
	}
	return append(parts, t.Body)
}

// lineEnd returns where one of the lines of a text from an offset on ends that is
// the given one, or -1. The offset is where a line begins or ends.
func lineEnd(text, line string, at int) int {
	for {
		i := strings.Index(text[at:], line)
		if i < 0 {
			return -1
		}
		at += i
		end := at + len(line)
		if (at == 0 || text[at-1] == '\n') && (end == len(text) || text[end] == '\n') {
			return end
		}
		if end == len(text) {
			return -1
		}
		at++
	}
}

// text returns the text that a field of an index holds of the document.
func (d *Document) text(t *Text, field string) string {
	switch field {
	case schema.Body:
		return strings.Join(d.parts(t), separator)
	case schema.Title:
		return d.Title
	case schema.Summary:
		return d.Summary
	case schema.Headings:
		return strings.Join(t.Headings, separator)
	}
	var texts []string
	for i, f := range d.Fields {
		if extraField(f.Name) == field {
			texts = append(texts, t.Fields[i])
		}
	}
	return strings.Join(texts, separator)
}
