package segment

import (
	"cmp"
	"iter"
	"slices"
)

// Keys returns the terms and the lengths of a field whose values are one term
// each, such as identities, addresses and facets. of gives the values of a
// document, of which those that are empty are left out; it is called once for
// each document.
func Keys(documents int, of func(document int) []string) (iter.Seq2[[]byte, List], []uint32) {
	type key struct {
		text     string
		document uint32
	}
	var keys []key
	lengths := make([]uint32, documents)
	for d := range documents {
		for _, text := range of(d) {
			if text != "" {
				keys = append(keys, key{text, uint32(d)})
				lengths[d]++
			}
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.text, b.text), cmp.Compare(a.document, b.document))
	})
	return func(yield func([]byte, List) bool) {
		var list List
		var term []byte
		for i, k := range keys {
			if n := len(list.Postings); n > 0 && list.Postings[n-1].Document == k.document {
				list.Postings[n-1].Frequency++
			} else {
				list.Postings = append(list.Postings, Posting{Document: k.document, Frequency: 1})
			}
			if i+1 == len(keys) || keys[i+1].text != k.text {
				term = append(term[:0], k.text...)
				if !yield(term, list) {
					return
				}
				list.Postings = list.Postings[:0]
			}
		}
	}, lengths
}
