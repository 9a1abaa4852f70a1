package search

import (
	"essaim/search/analysis"
	"essaim/search/shard"
)

// newSynonyms analyses the synonyms of a locale. Members without any term, and
// groups of fewer than two members, say nothing.
func newSynonyms(a *analysis.Analyzer, groups [][]string) [][]shard.Member {
	var list [][]shard.Member
	for _, members := range groups {
		var g []shard.Member
		for _, text := range members {
			if m := row(a.Analyse(text)); len(m.Words) > 0 {
				g = append(g, m)
			}
		}
		if len(g) > 1 {
			list = append(list, g)
		}
	}
	return list
}

// row returns the words of tokens that have terms, and their places relative to
// the first. Extra tokens are left out.
func row(tokens []analysis.Token) shard.Member {
	var m shard.Member
	first := 0
	for _, t := range tokens {
		if t.Term == "" || t.Extra {
			continue
		}
		if len(m.Words) == 0 {
			first = t.Position
		}
		m.Words = append(m.Words, t.Text)
		m.Places = append(m.Places, t.Position-first)
	}
	return m
}
