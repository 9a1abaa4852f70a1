package schema

import (
	"fmt"
	"slices"
	"strings"

	"essaim/search/analysis"
	"essaim/search/shard"
)

// NewAnalyzer returns the analyzer of the texts of the index. The error is about a
// name that is none.
func (m *Manifest) NewAnalyzer() (*analysis.Analyzer, error) {
	if m.Analyzer == "" {
		return analysis.New(m.Tag)
	}
	if known := analysis.Names(); !slices.Contains(known, m.Analyzer) {
		return nil, fmt.Errorf("no analyzer %q; known are %s", m.Analyzer, strings.Join(known, ", "))
	}
	return analysis.New(m.Analyzer)
}

// Members returns the groups of synonyms as the analyzer reads them. Members without
// any term, and groups of fewer than two members, say nothing.
func (m *Manifest) Members(a *analysis.Analyzer) [][]shard.Member {
	var list [][]shard.Member
	for _, members := range m.Synonyms {
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

// row returns the words of tokens that have terms, and their positions relative to
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
		m.Positions = append(m.Positions, t.Position-first)
	}
	return m
}
