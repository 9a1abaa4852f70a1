package search

import (
	"maps"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/standard"
	"github.com/blevesearch/bleve/v2/mapping"
)

// Names of Bleve fields. The fields of words are made for any Bleve program:
// they are mapped to Bleve's standard analyzer, the only one for running text
// that every program has without further imports, and they hold each word as
// that analyzer would ask for it. The fields of terms hold stems; only this
// package asks for them.
const (
	fieldTitle   = "title"
	fieldSummary = "summary"
	fieldBody    = "body" // the words of the whole page, title first

	fieldURL       = "url"
	fieldType      = "type"
	fieldTypeLabel = "type_label"
	fieldDate      = "date"

	termText     = "text_terms" // the terms of the whole page, with positions
	termTitle    = "title_terms"
	termHeadings = "headings_terms"
	termSummary  = "summary_terms"

	facetPrefix = "facet_"
	termSuffix  = "_terms"
	extraPrefix = "field_"
)

// textB and shortB say how much the length of a field matters. Titles and
// headings differ in length for reasons that say little about relevance.
const (
	textB  = 0.75
	shortB = 0.3
)

// newManifest returns the manifest of an index before anything is counted.
func newManifest(loc Locale, docs []Document) *manifest {
	weight := func(name string, standard float64) float64 {
		if w, ok := loc.Weights[name]; ok && w >= 0 {
			return w
		}
		return standard
	}
	m := &manifest{
		Version: FormatVersion, Tag: loc.Tag, Analyzer: loc.Analyzer,
		Synonyms: loc.Synonyms, Documents: len(docs),
		Ranked: []rankedField{
			{Name: termText, Weight: weight("text", 1), B: textB},
			{Name: termTitle, Weight: weight("title", 6), B: shortB},
			{Name: termHeadings, Weight: weight("headings", 1.5), B: shortB},
			{Name: termSummary, Weight: weight("summary", 1.5), B: shortB},
		},
		Words: []rankedField{
			{Name: fieldBody, Weight: 1, B: textB},
			{Name: fieldTitle, Weight: 3, B: shortB},
		},
	}
	facets, extras := map[string]bool{}, map[string]float64{}
	for _, d := range docs {
		for name := range d.Facets {
			facets[name] = true
		}
		for _, f := range d.Fields {
			w := f.Weight
			if w <= 0 {
				w = 1
			}
			extras[f.Name] = max(extras[f.Name], w)
		}
	}
	m.Facets = slices.Sorted(maps.Keys(facets))
	for _, name := range slices.Sorted(maps.Keys(extras)) {
		m.Ranked = append(m.Ranked, rankedField{Name: extraField(name), Weight: extras[name], B: shortB})
	}
	return m
}

// extraField returns the Bleve field for the terms of Document.Fields. Bleve
// reads a dot in a name as a path.
func extraField(name string) string {
	return extraPrefix + strings.ReplaceAll(name, ".", "_") + termSuffix
}

// facetField returns the Bleve field for the keys of a facet.
func facetField(name string) string {
	return facetPrefix + strings.ReplaceAll(name, ".", "_")
}

// bleveMapping returns the mapping stored in the index, by which any Bleve
// program analyses its queries.
func bleveMapping(m *manifest) mapping.IndexMapping {
	doc := mapping.NewDocumentStaticMapping()
	add := func(name, analyzer string, stored bool) {
		f := mapping.NewTextFieldMapping()
		f.Analyzer, f.Store = analyzer, stored
		f.IncludeInAll, f.DocValues = false, strings.HasPrefix(name, facetPrefix)
		f.IncludeTermVectors = name == fieldTitle || name == termText
		doc.AddFieldMappingsAt(name, f)
	}
	for _, name := range []string{fieldTitle, fieldSummary, fieldBody} {
		add(name, standard.Name, true)
	}
	for _, name := range []string{fieldURL, fieldType, fieldTypeLabel, fieldDate} {
		add(name, keyword.Name, true)
	}
	for _, f := range m.Ranked {
		add(f.Name, keyword.Name, false)
	}
	for _, name := range m.Facets {
		add(facetField(name), keyword.Name, true)
	}
	im := mapping.NewIndexMapping()
	im.DefaultMapping = doc
	im.DefaultField = fieldBody
	im.DefaultAnalyzer = standard.Name
	im.IndexDynamic, im.StoreDynamic, im.DocValuesDynamic = false, false, false
	return im
}
