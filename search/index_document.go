package search

import (
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
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

// analysed gives Bleve tokens that are already made.
type analysed analysis.TokenStream

func (a analysed) Analyze([]byte) analysis.TokenStream { return analysis.TokenStream(a) }

const (
	// plain fields have frequencies and lengths; placed ones have positions too.
	plain  = index.IndexField
	placed = index.IndexField | index.IncludeTermVectors
	stored = index.StoreField
)

// mapDocument returns the Bleve document of d, analysed.
func (m *mapper) mapDocument(d *Document) index.Document {
	doc := document.NewDocument(d.ID)
	add := func(name, value string, tokens analysis.TokenStream, options index.FieldIndexingOptions) {
		f := document.NewTextFieldCustom(name, nil, []byte(value), options, analysed(tokens))
		f.Analyze()
		if options.IsIndexed() {
			m.lengths[name] += int64(f.AnalyzedLength())
		}
		doc.AddField(f)
	}
	title := m.analyzer.analyse(d.Title)
	summary := m.analyzer.analyse(d.Summary)
	text := m.analyzer.analyse(strings.Join(d.parts(), separator))
	m.noteForms(text)

	add(fieldTitle, d.Title, words(title), placed|stored)
	add(fieldSummary, d.Summary, words(summary), plain|stored)
	add(fieldBody, d.Body, words(text), plain|stored)
	add(termText, "", terms(text), placed)
	add(termTitle, "", terms(title), plain)
	add(termSummary, "", terms(summary), plain)
	add(termHeadings, "", terms(m.analyzer.analyse(strings.Join(d.Headings, separator))), plain)
	for _, name := range extraNames(d) {
		add(extraField(name), "", terms(m.analyzer.analyse(extraText(d, name))), plain)
	}
	for _, f := range [][2]string{{fieldURL, d.URL}, {fieldType, d.Type}, {fieldTypeLabel, d.TypeLabel}, {fieldDate, d.Date}} {
		add(f[0], f[1], whole(f[1]), plain|stored)
	}
	for _, facet := range m.manifest.Facets {
		for _, value := range d.facetValues(facet) {
			add(facetField(facet), value, whole(value), plain|stored|index.DocValues)
		}
	}
	doc.AddIDField()
	doc.Fields[len(doc.Fields)-1].Analyze()
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

// words returns the tokens of a field of words: each word in the form that
// ranks, and in the spellings that other programs may ask for.
func words(tokens []token) analysis.TokenStream {
	stream := make(analysis.TokenStream, 0, len(tokens)+len(tokens)/4)
	for _, t := range tokens {
		if t.word == "" {
			continue
		}
		stream = append(stream, tokenAt(t.word, t.position))
		for _, s := range t.spellings {
			stream = append(stream, tokenAt(s, t.position))
		}
	}
	return stream
}

// terms returns the tokens of a field of terms: stems, without stop words,
// whose places stay empty.
func terms(tokens []token) analysis.TokenStream {
	stream := make(analysis.TokenStream, 0, len(tokens))
	for _, t := range tokens {
		if t.term != "" {
			stream = append(stream, tokenAt(t.term, t.position))
		}
	}
	return stream
}

// whole returns a value as one token, or none if it is empty.
func whole(value string) analysis.TokenStream {
	if value == "" {
		return nil
	}
	return analysis.TokenStream{tokenAt(value, 0)}
}

// tokenAt returns a Bleve token without offsets: the text of the field of the
// whole page is not stored in one piece, so that offsets would point nowhere.
func tokenAt(term string, position int) *analysis.Token {
	return &analysis.Token{Term: []byte(term), Position: position + 1, Type: analysis.AlphaNumeric}
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
