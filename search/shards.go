package search

import (
	"maps"
	"slices"

	"essaim/search/shard"
)

// shards returns the files for the browser.
func (in *inverted) shards(loc Locale, m *manifest, docs []Document, sizes shard.Sizes) ([]shard.File, error) {
	a, err := loc.newAnalyzer()
	if err != nil {
		return nil, err
	}
	set := &shard.Set{
		Tag: m.Tag, Lengths: in.lengths, Words: collect(in.parts, in.terms), Reading: shard.Reading(a.Reading()),
		Boosts: m.Boosts, Synonyms: newSynonyms(a, m.Synonyms), Facets: facetLists(m.Facets, docs),
	}
	for _, f := range m.Fields {
		set.Fields = append(set.Fields, shard.Field{Name: f.Name, Weight: f.Weight, B: f.B, Length: int(f.Length)})
	}
	labels := map[string]string{}
	for _, d := range docs {
		labels[d.Type] = d.TypeLabel
		set.Documents = append(set.Documents, shard.Card{ID: d.ID, URL: d.URL, Type: d.Type, Title: d.Title, Summary: d.Summary, Date: d.Date})
	}
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		set.Types = append(set.Types, shard.Type{Key: key, Label: labels[key]})
	}
	in.complete(set)
	return shard.Build(set, sizes)
}

// complete counts the documents of each word and gives it its usual spelling.
func (in *inverted) complete(set *shard.Set) {
	counts := make(map[string]int, len(set.Words))
	for i := range set.Words {
		counts[set.Words[i].Text] = set.Words[i].Count()
	}
	shown := usual(in.accented, func(word string) int { return counts[word] })
	for i := range set.Words {
		set.Words[i].Shown = shown[set.Words[i].Text]
	}
	set.Reading.Stops = slices.DeleteFunc(set.Reading.Stops, func(s string) bool { return counts[s] > 0 })
}

// facetLists returns the documents of each value of each facet.
func facetLists(names []string, docs []Document) []shard.Facet {
	var facets []shard.Facet
	for _, name := range names {
		lists := map[string][]uint32{}
		for i := range docs {
			for _, v := range docs[i].facetValues(name) {
				lists[v] = append(lists[v], uint32(i))
			}
		}
		f := shard.Facet{Name: name, Values: slices.Sorted(maps.Keys(lists))}
		for _, v := range f.Values {
			f.Documents = append(f.Documents, lists[v])
		}
		facets = append(facets, f)
	}
	return facets
}
