package search

import "slices"

// A synonymGroup holds the members of one group of Locale.Synonyms.
type synonymGroup []synonym

// A synonym is one member of a group: the terms of its words and their places.
type synonym struct {
	terms  []string
	places []int
}

// newSynonyms analyses the synonyms of a locale. Members without any term, and
// groups of fewer than two members, say nothing.
func newSynonyms(a *analyzer, groups [][]string) []synonymGroup {
	var list []synonymGroup
	for _, members := range groups {
		var g synonymGroup
		for _, m := range members {
			if terms, places := row(a.analyse(m)); len(terms) > 0 {
				g = append(g, synonym{terms, places})
			}
		}
		if len(g) > 1 {
			list = append(list, g)
		}
	}
	return list
}

// row returns the terms of tokens, and their places relative to the first. The
// joined forms of compounds and the stop words are left out.
func row(tokens []token) (terms []string, places []int) {
	first := 0
	for _, t := range tokens {
		if t.term == "" || t.parts > 0 {
			continue
		}
		if len(terms) == 0 {
			first = t.position
		}
		terms = append(terms, t.term)
		places = append(places, t.position-first)
	}
	return terms, places
}

// A substitution is what may stand for the words from first to last of a query.
type substitution struct {
	first, last int
	others      []synonym
}

// substitutions returns the members of groups that occur among the terms of a
// query, with the other members of their groups.
func substitutions(groups []synonymGroup, terms []string) []substitution {
	var list []substitution
	for _, g := range groups {
		for m, member := range g {
			for i := 0; i+len(member.terms) <= len(terms); i++ {
				if !slices.Equal(member.terms, terms[i:i+len(member.terms)]) {
					continue
				}
				s := substitution{first: i, last: i + len(member.terms) - 1}
				for k, other := range g {
					if k != m && !slices.Equal(other.terms, member.terms) {
						s.others = append(s.others, other)
					}
				}
				list = append(list, s)
			}
		}
	}
	return list
}
