package indexer

import (
	"maps"
	"slices"

	"essaim/search/inverted"
	"essaim/search/lexicon"
	"essaim/search/shard"
)

// newSet returns what the files for the browser are made of. Lengths are those of
// the fields of all documents together.
func newSet(now *latest, words *lexicon.Table, files []*inverted.Kept, lengths []int64) (*shard.Set, error) {
	m := now.manifest
	a, err := m.NewAnalyzer()
	if err != nil {
		return nil, err
	}
	set := &shard.Set{
		Tag: m.Tag, Reading: shard.Reading(a.Reading()), Boosts: m.Boosts, Synonyms: m.Members(a),
		Facets: now.facets(), Documents: now.cards, Types: now.types,
	}
	words.Fill(set)
	for _, f := range files {
		for d := range f.Documents() {
			set.Lengths = append(set.Lengths, inverted.Quantised(f.Length(d, 0)))
		}
	}
	for i, f := range m.Fields {
		set.Fields = append(set.Fields, shard.Field{Name: f.Name, Weight: f.Weight, B: f.B, Length: int(lengths[i])})
	}
	set.Reading.Stops = slices.DeleteFunc(set.Reading.Stops, func(s string) bool {
		i, found := slices.BinarySearchFunc(set.Words, s, func(w shard.Word, t string) int { return shard.Compare(w.Text, t) })
		return found && set.Words[i].Documents > 0
	})
	return set, nil
}

// lengthsOf returns the length of each of the first fields in all documents together,
// in tokens.
func lengthsOf(files []*inverted.Kept, fields int) []int64 {
	lengths := make([]int64, fields)
	for _, f := range files {
		for d := range f.Documents() {
			for i := range lengths {
				lengths[i] += int64(f.Length(d, i))
			}
		}
	}
	return lengths
}

// cardsOf returns what the list of results shows of documents, and their types.
func cardsOf(docs []Document) ([]shard.Card, []shard.Type) {
	cards, labels := make([]shard.Card, 0, len(docs)), map[string]string{}
	for i := range docs {
		d := &docs[i]
		labels[d.Type] = d.TypeLabel
		cards = append(cards, shard.Card{ID: d.ID, URL: d.URL, Type: d.Type, Title: d.Title, Summary: d.Summary, Date: d.Date})
	}
	var types []shard.Type
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		types = append(types, shard.Type{Key: key, Label: labels[key]})
	}
	return cards, types
}

// facetLists returns the documents of each value of each facet.
func (m *manifest) facetLists() []shard.Facet {
	var facets []shard.Facet
	for k, name := range m.Facets {
		at := map[string]int{} // of values in lists
		f := shard.Facet{Name: name}
		var lists [][]uint32
		for document, values := range m.values[k] {
			for _, v := range values {
				i, ok := at[v]
				if !ok {
					i = len(lists)
					at[v] = i
					lists = append(lists, nil)
				}
				lists[i] = append(lists[i], uint32(document))
			}
		}
		f.Values = slices.Sorted(maps.Keys(at))
		for _, v := range f.Values {
			f.Documents = append(f.Documents, lists[at[v]])
		}
		facets = append(facets, f)
	}
	return facets
}
