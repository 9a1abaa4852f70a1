package shard

// facetFile encodes the values of every document: for each facet its name and
// values, then for each document how many values it has, and which.
func facetFile(facets []Facet, documents int) []byte {
	e := newEncoder()
	codeFacets(e, facets, documents)
	return e.finish()
}

func codeFacets(c *coder, facets []Facet, documents int) []Facet {
	t, n := newText(), newNumber()
	var result []Facet
	for range n.code(c, len(facets)) {
		f := Facet{}
		if len(facets) > 0 {
			f, facets = facets[0], facets[1:]
		}
		f.Name = t.code(c, f.Name)
		f.Values = t.list(c, n, f.Values)
		if c.over() {
			break
		}
		f.Documents = codeColumn(c, f, documents)
		result = append(result, f)
	}
	return result
}

// codeColumn codes one facet. How many values a document has is learned by how
// many the document before has, and its first value by the first of the last
// document that had any; the others are differences, ascending.
func codeColumn(c *coder, f Facet, documents int) [][]uint32 {
	// The values by document; there are none when the facet is read.
	var lists [][]int
	for v, docs := range f.Documents {
		if lists == nil {
			lists = make([][]int, documents)
		}
		for _, d := range docs {
			lists[d] = append(lists[d], v)
		}
	}
	counts, next := newNumbers(3), newNumber()
	first := make([]*number, len(f.Values)+1)
	result := make([][]uint32, len(f.Values))
	before, last := 0, 0
	for d := 0; d < documents && !c.over(); d++ {
		var list []int
		if lists != nil {
			list = lists[d]
		}
		before = counts[min(before, 2)].code(c, len(list))
		value := -1
		for i := range before {
			want := 0
			if i < len(list) {
				want = list[i] - value - 1
			}
			if i == 0 {
				if first[last] == nil {
					first[last] = newNumber()
				}
				value = first[last].code(c, want)
				last = min(value, len(f.Values)-1) + 1
			} else {
				value += 1 + next.code(c, want)
			}
			if value >= len(f.Values) || c.over() {
				return result
			}
			result[value] = append(result[value], uint32(d))
		}
	}
	return result
}
