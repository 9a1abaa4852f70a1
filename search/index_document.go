package search

import (
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"essaim/search/analysis"
)

// A mapper turns documents into what Bleve stores, and collects on the way what
// the shards are made of. One mapper serves one goroutine.
type mapper struct {
	analyzer *analysis.Analyzer
	manifest *manifest
	inverter inverter
	counter  counter
	lengths  []int64 // by field of manifest.Fields
	// terms are the terms that a word has in the documents, by Word.ID.
	terms [][]string
	// accented counts the documents that hold an accented spelling, by its number.
	accented []int
}

func newMapper(loc Locale, m *manifest) (*mapper, error) {
	a, err := loc.newAnalyzer()
	return &mapper{analyzer: a, manifest: m, lengths: make([]int64, len(m.Fields))}, err
}

const (
	// plain fields have frequencies and lengths; placed ones have positions too.
	plain  = index.IndexField
	placed = index.IndexField | index.IncludeTermVectors
	stored = index.StoreField
)

// mapDocument returns the Bleve document of d, analysed.
// It sets length to the quantised length of its text.
func (m *mapper) mapDocument(number int, d *Document, length *int) (index.Document, error) {
	texts, err := d.load()
	if err != nil {
		return nil, err
	}
	doc := document.NewDocument(d.ID)
	for i, f := range m.manifest.Fields {
		text := d.text(&texts, f.Name)
		tokens := m.analyzer.Analyse(text)
		options := plain
		value := ""
		switch f.Name {
		case fieldBody:
			options = placed
			m.noteTerms(tokens)
		case fieldTitle:
			options, value = placed|stored, d.Title
		case fieldSummary:
			options, value = plain|stored, d.Summary
		}
		m.counter.count(tokens, m.analyzer, f.Name == fieldTitle)
		m.lengths[i] += int64(m.counter.length)
		m.inverter.add(i, &m.counter)
		if i == 0 {
			m.noteAccents()
		}
		if i == 0 {
			*length = quantised(m.counter.length)
		}
		if len(m.counter.words) > 0 || value != "" {
			doc.AddField(m.counter.field(f.Name, value, options, m.analyzer.Texts()))
		}
	}
	m.inverter.endDocument(number)
	for _, f := range [][2]string{{fieldURL, d.URL}, {fieldType, d.Type}, {fieldTypeLabel, d.TypeLabel}, {fieldDate, d.Date}} {
		doc.AddField(keyField(f[0], f[1], plain|stored))
	}
	for _, facet := range m.manifest.Facets {
		for _, value := range d.facetValues(facet) {
			doc.AddField(keyField(facetField(facet), value, plain|stored|index.DocValues))
		}
	}
	doc.AddField(keyField("_id", d.ID, plain|stored))
	return doc, nil
}

// noteTerms remembers which terms the words of a text have.
func (m *mapper) noteTerms(tokens []analysis.Token) {
	if n := len(m.analyzer.Texts()); len(m.terms) < n {
		m.terms = append(m.terms, make([][]string, n-len(m.terms))...)
	}
	for _, t := range tokens {
		if t.Term == "" {
			continue
		}
		list := m.terms[t.ID]
		if len(list) == 0 || list[0] != t.Term && !slices.Contains(list, t.Term) {
			m.terms[t.ID] = append(list, t.Term)
		}
	}
}

// noteAccents counts the accented spellings of the text just counted.
func (m *mapper) noteAccents() {
	if n := len(m.analyzer.Texts()); len(m.accented) < n {
		m.accented = append(m.accented, make([]int, n-len(m.accented))...)
	}
	for _, id := range m.counter.accented {
		m.accented[id]++
	}
}

// text returns the text that a field of an index holds of the document.
func (d *Document) text(t *Text, field string) string {
	switch field {
	case fieldBody:
		return strings.Join(d.parts(t), separator)
	case fieldTitle:
		return d.Title
	case fieldSummary:
		return d.Summary
	case fieldHeadings:
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
