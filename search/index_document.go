package search

import (
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// A mapper turns documents into what Bleve stores. One mapper serves one
// goroutine.
type mapper struct {
	analyzer *analyzer
	manifest *manifest
	lengths  map[string]int64
	// forms collects, by word, the terms that the word has with its accents.
	forms map[string][]string
}

func newMapper(loc Locale, m *manifest) (*mapper, error) {
	a, err := newAnalyzer(loc)
	return &mapper{analyzer: a, manifest: m, lengths: map[string]int64{}, forms: map[string][]string{}}, err
}

const (
	// plain fields have frequencies and lengths; placed ones have positions too.
	plain  = index.IndexField
	placed = index.IndexField | index.IncludeTermVectors
	stored = index.StoreField
)

// mapDocument returns the Bleve document of d, analysed.
func (m *mapper) mapDocument(d *Document) index.Document {
	doc := document.NewDocument(d.ID)
	add := func(f *field) {
		m.lengths[f.name] += int64(f.length)
		doc.AddField(f)
	}
	title := m.analyzer.analyse(d.Title)
	summary := m.analyzer.analyse(d.Summary)
	text := m.analyzer.analyse(strings.Join(d.parts(), separator))
	m.noteForms(text)

	add(wordField(fieldTitle, d.Title, title, placed|stored))
	add(wordField(fieldSummary, d.Summary, summary, plain|stored))
	add(wordField(fieldBody, d.Body, text, plain|stored))
	add(termField(termText, text, placed))
	add(termField(termTitle, title, plain))
	add(termField(termSummary, summary, plain))
	add(termField(termHeadings, m.analyzer.analyse(strings.Join(d.Headings, separator)), plain))
	for _, name := range extraNames(d) {
		add(termField(extraField(name), m.analyzer.analyse(extraText(d, name)), plain))
	}
	for _, f := range [][2]string{{fieldURL, d.URL}, {fieldType, d.Type}, {fieldTypeLabel, d.TypeLabel}, {fieldDate, d.Date}} {
		add(keyField(f[0], f[1], plain|stored))
	}
	for _, facet := range m.manifest.Facets {
		for _, value := range d.facetValues(facet) {
			add(keyField(facetField(facet), value, plain|stored|index.DocValues))
		}
	}
	doc.AddField(keyField("_id", d.ID, plain|stored))
	return doc
}

// noteForms remembers the words that would lose their term without accents.
func (m *mapper) noteForms(tokens []token) {
	if m.analyzer.lang.folded || m.analyzer.lang.bigrams {
		return
	}
	for _, t := range tokens {
		if t.term == "" || len(t.spellings) == 0 || slices.Contains(m.forms[t.word], t.term) {
			continue
		}
		if v := m.analyzer.vocable([]byte(t.word)); v == nil || v.term != t.term {
			m.forms[t.word] = append(m.forms[t.word], t.term)
		}
	}
}

// extraNames returns the names of the further fields of a document, sorted.
func extraNames(d *Document) []string {
	var names []string
	for _, f := range d.Fields {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// extraText returns the texts of the further fields of one name.
func extraText(d *Document, name string) string {
	var texts []string
	for _, f := range d.Fields {
		if f.Name == name {
			texts = append(texts, f.Text)
		}
	}
	return strings.Join(texts, separator)
}
