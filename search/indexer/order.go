package indexer

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// An order is the order of the documents of an index: those without a date first,
// then by date, then by ID. New documents mostly come last, so that they move few
// others; and the order by date is that of the numbers.
type order struct {
	ids   []string // of the documents as they were given
	given []int32  // by number, which of these a document is
}

// sort returns the documents in order. It fails if an ID is missing or used
// twice. Where the IDs are those of the last time, their order mostly is too.
func (o *order) sort(docs []Document) ([]Document, error) {
	if !slices.EqualFunc(docs, o.ids, func(d Document, id string) bool { return d.ID == id }) {
		seen := make(map[string]struct{}, len(docs))
		o.ids, o.given = make([]string, len(docs)), make([]int32, len(docs))
		for i := range docs {
			id := docs[i].ID
			if _, found := seen[id]; found || id == "" {
				o.ids = nil
				if found {
					return nil, fmt.Errorf("two documents have the ID %q", id)
				}
				return nil, errors.New("a document has no ID")
			}
			seen[id] = struct{}{}
			o.ids[i], o.given[i] = id, int32(i)
		}
	}
	compare := func(a, b int32) int {
		return cmp.Or(cmp.Compare(docs[a].Date, docs[b].Date), cmp.Compare(docs[a].ID, docs[b].ID))
	}
	if !slices.IsSortedFunc(o.given, compare) {
		slices.SortFunc(o.given, compare)
	}
	return o.list(docs), nil
}

// list returns the documents in the order of the last time.
func (o *order) list(docs []Document) []Document {
	list := make([]Document, len(docs))
	for number, i := range o.given {
		list[number] = docs[i]
	}
	return list
}
