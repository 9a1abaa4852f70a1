package search

import (
	"cmp"
	"context"
	"slices"

	"essaim/search/schema"
)

// A FacetCount says how many documents of a result have one value of a facet.
type FacetCount struct {
	Value string
	Count int
}

// A facetColumn holds the documents of each value of one facet.
type facetColumn struct {
	name   string
	values []string
	docs   [][]uint32
}

// readFacets reads all facets of the index.
func (ix *Index) readFacets() ([]facetColumn, error) {
	s := ix.newScorer(context.Background())
	var columns []facetColumn
	for _, name := range ix.manifest.Facets {
		c := facetColumn{name: name}
		err := ix.eachTerm(schema.Facet(name), func(value string, _ int) { c.values = append(c.values, value) })
		for _, value := range c.values {
			var list []hitCount
			if err == nil {
				list, err = s.counts(schema.Facet(name), value)
			}
			c.docs = append(c.docs, numbers(list))
		}
		if err != nil {
			return nil, err
		}
		columns = append(columns, c)
	}
	return columns, nil
}

// A facetFilter knows, for each document, how many of the facets asked for it
// lacks, and which one if it is only one.
type facetFilter struct {
	// asked: some facet is asked for.
	asked   bool
	missing []uint8
	only    []uint8
}

// newFacetFilter reads the facets of a query. An unknown facet or value finds
// no document.
func newFacetFilter(columns []facetColumn, documents int, want map[string][]string) *facetFilter {
	f := &facetFilter{missing: make([]uint8, documents), only: make([]uint8, documents)}
	known := 0
	for c, column := range columns {
		values := want[column.name]
		if len(values) == 0 {
			continue
		}
		known++
		has := make([]bool, documents)
		for v, value := range column.values {
			if slices.Contains(values, value) {
				for _, doc := range column.docs[v] {
					has[doc] = true
				}
			}
		}
		f.lack(has, uint8(c))
	}
	for _, values := range want {
		if len(values) > 0 {
			f.asked = true
			known--
		}
	}
	if known < 0 { // a facet that the index does not have
		f.lack(make([]bool, documents), 0)
		f.lack(make([]bool, documents), 0)
	}
	return f
}

// lack notes that all documents but those of has lack a facet.
func (f *facetFilter) lack(has []bool, column uint8) {
	for doc, ok := range has {
		if !ok {
			if f.missing[doc] < 2 {
				f.missing[doc]++
			}
			f.only[doc] = column
		}
	}
}

// counts returns the numbers of found documents by facet and value, the most
// frequent first. The values of a facet are counted as if that facet were not
// asked for, so that a visitor sees what else could be chosen.
func (f *facetFilter) counts(columns []facetColumn, found []bool) map[string][]FacetCount {
	all := map[string][]FacetCount{}
	for c, column := range columns {
		var list []FacetCount
		for v, value := range column.values {
			n := 0
			for _, doc := range column.docs[v] {
				if found[doc] && (f.missing[doc] == 0 || f.missing[doc] == 1 && f.only[doc] == uint8(c)) {
					n++
				}
			}
			if n > 0 {
				list = append(list, FacetCount{value, n})
			}
		}
		slices.SortStableFunc(list, func(a, b FacetCount) int { return cmp.Compare(b.Count, a.Count) })
		if len(list) > 0 {
			all[column.name] = list
		}
	}
	return all
}
