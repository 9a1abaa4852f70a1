package indexer

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/standard"
	"github.com/blevesearch/bleve/v2/mapping"

	"essaim/search/schema"
	"essaim/search/shard"
)

// textB and shortB say how much the length of a field matters. Titles and
// headings differ in length for reasons that say little about relevance.
const (
	textB  = 0.75
	shortB = 0.3
)

// A manifest is that of an index that is made.
type manifest struct {
	schema.Manifest
	// values are those of the documents in each facet, in order and without
	// repeats. They are not in the file.
	values [][][]string
}

// newManifest returns the manifest of an index before anything is counted.
func newManifest(loc Locale, docs []Document) *manifest {
	weight := func(name string, standard float64) float64 {
		if w, ok := loc.Weights[name]; ok && w >= 0 {
			return w
		}
		return standard
	}
	m := &manifest{Manifest: schema.Manifest{
		Version: schema.Version, Tag: loc.Tag, Analyzer: loc.Analyzer,
		Synonyms: loc.Synonyms, Documents: len(docs),
		Fields: []schema.Field{
			{Name: schema.Body, Weight: weight("text", 1), B: textB},
			{Name: schema.Title, Weight: weight("title", 5), B: shortB},
			{Name: schema.Headings, Weight: weight("headings", 1.5), B: shortB},
			{Name: schema.Summary, Weight: weight("summary", 3), B: shortB},
		},
		Boosts: boosts(docs),
	}}
	extras := map[string]float64{}
	for i := range docs {
		d := &docs[i]
		m.addFacets(i, d.Facets)
		for _, f := range d.Fields {
			w := f.Weight
			if w <= 0 {
				w = 1
			}
			extras[f.Name] = max(extras[f.Name], w)
		}
	}
	m.sortFacets()
	fields := map[string]float64{}
	for name, w := range extras {
		fields[extraField(name)] = max(fields[extraField(name)], w)
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		m.Fields = append(m.Fields, schema.Field{Name: name, Weight: fields[name], B: shortB})
	}
	return m
}

// counted returns the manifest with what is known once all texts have been read: the
// terms of the words that have others than the analyzer gives them, and the lengths of
// the fields of all documents together.
func (m manifest) counted(forms map[string][]string, lengths []int64) *manifest {
	m.Forms, m.Fields = forms, slices.Clone(m.Fields)
	for i, n := range lengths {
		m.Fields[i].Length = n
	}
	return &m
}

// addFacets reads the facets of a document.
func (m *manifest) addFacets(document int, facets []Facet) {
	for _, facet := range facets {
		f := slices.Index(m.Facets, facet.Name)
		if f < 0 {
			f = len(m.Facets)
			m.Facets, m.values = append(m.Facets, facet.Name), append(m.values, make([][]string, m.Documents))
		}
		m.values[f][document] = distinct(facet.Keys)
	}
}

// sortFacets puts the facets in order.
func (m *manifest) sortFacets() {
	columns := map[string][][]string{}
	for f, name := range m.Facets {
		columns[name] = m.values[f]
	}
	slices.Sort(m.Facets)
	for f, name := range m.Facets {
		m.values[f] = columns[name]
	}
}

// boosts returns the factors of documents, other than 1, ascending.
func boosts(docs []Document) []shard.Boost {
	by := map[float64][]int{}
	for i := range docs {
		if d := &docs[i]; d.Boost > 0 && d.Boost != 1 && !math.IsInf(d.Boost, 0) {
			by[d.Boost] = append(by[d.Boost], i)
		}
	}
	var list []shard.Boost
	for _, factor := range slices.Sorted(maps.Keys(by)) {
		list = append(list, shard.Boost{Factor: factor, Documents: by[factor]})
	}
	return list
}

// extraField returns the Bleve field for the words of Document.Fields. Bleve
// reads a dot in a name as a path.
func extraField(name string) string { return "field_" + strings.ReplaceAll(name, ".", "_") }

// bleveMapping returns the mapping stored in the index, by which any Bleve
// program analyses its queries.
func bleveMapping(m *manifest) mapping.IndexMapping {
	doc := mapping.NewDocumentStaticMapping()
	add := func(name, analyzer string, stored, values bool) {
		f := mapping.NewTextFieldMapping()
		f.Analyzer, f.Store = analyzer, stored
		f.IncludeInAll, f.DocValues = false, values
		f.IncludeTermVectors = name == schema.Title || name == schema.Body
		doc.AddFieldMappingsAt(name, f)
	}
	for _, f := range m.Fields {
		add(f.Name, standard.Name, f.Name == schema.Title || f.Name == schema.Summary, false)
	}
	for _, name := range []string{schema.URL, schema.Type, schema.TypeLabel, schema.Date} {
		add(name, keyword.Name, true, false)
	}
	for _, name := range m.Facets {
		add(schema.Facet(name), keyword.Name, true, true)
	}
	im := mapping.NewIndexMapping()
	im.DefaultMapping = doc
	im.DefaultField = schema.Body
	im.DefaultAnalyzer = standard.Name
	im.IndexDynamic, im.StoreDynamic, im.DocValuesDynamic = false, false, false
	return im
}

// distinct returns values in order and without repeats.
func distinct(values []string) []string {
	for i := 1; i < len(values); i++ {
		if values[i-1] >= values[i] {
			values = slices.Clone(values)
			slices.Sort(values)
			return slices.Compact(values)
		}
	}
	return values
}
