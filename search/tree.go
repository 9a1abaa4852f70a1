package search

import (
	"fmt"
	"strings"
)

// An op says how a node of the tree finds and scores documents.
type op int

const (
	// opTerm finds the documents with one term.
	opTerm op = iota
	// opPhrase finds the documents with all terms at their places.
	opPhrase
	// opBest finds the documents that any kid finds, with the best score.
	opBest
	// opSum finds the documents that any kid finds, with the sum of the scores.
	opSum
	// opEvery finds the documents that all kids find, with the sum of the scores.
	opEvery
)

// A group is a set of fields that are searched and scored together.
type group int

const (
	// inTerms are the fields of terms; phrases are looked for in the text.
	inTerms group = iota
	// inWords are the fields of words; phrases are looked for in the title.
	inWords
)

// A node is a part of the tree that a query is turned into.
type node struct {
	op    op
	boost float64
	group group
	terms []string // one for opTerm
	// floor is the least number of documents that a term is taken to be in when
	// its rarity is computed.
	floor int
	// places are the positions of the terms of a phrase, relative to the first.
	places []int
	kids   []*node
}

// A plan is the whole tree. Documents that every clause finds come first.
type plan struct {
	clauses []*node
	// terms and words are what to mark in the texts of the hits.
	terms, words map[string]bool
	// phrases: some clause is a phrase, and might be read as loose words.
	phrases bool
	// typed are the loose words of the query, with their spans in it.
	typed []token
}

func leaf(g group, term string, boost float64) *node {
	return &node{op: opTerm, boost: boost, group: g, terms: []string{term}}
}

func join(o op, boost float64, kids ...*node) *node {
	if len(kids) == 1 && boost == 1 {
		return kids[0]
	}
	return &node{op: o, boost: boost, kids: kids}
}

// phrase returns the node of terms in a row; one term is no phrase.
func phrase(g group, boost float64, terms []string, places []int) *node {
	if len(terms) == 1 {
		return leaf(g, terms[0], boost)
	}
	return &node{op: opPhrase, boost: boost, group: g, terms: terms, places: places}
}

// String returns the tree in one line, for tests and for reading.
func (n *node) String() string {
	var b strings.Builder
	name := [...]string{"", "phrase", "best", "sum", "every"}[n.op]
	switch n.op {
	case opTerm, opPhrase:
		if n.group == inWords {
			b.WriteString("=")
		}
		b.WriteString(name)
		for i, t := range n.terms {
			if n.op == opPhrase {
				fmt.Fprintf(&b, "/%d:", n.places[i])
			}
			b.WriteString(t)
		}
	default:
		b.WriteString(name + "(")
		for i, k := range n.kids {
			if i > 0 {
				b.WriteString(" ")
			}
			b.WriteString(k.String())
		}
		b.WriteString(")")
	}
	if n.boost != 1 {
		fmt.Fprintf(&b, "^%.3g", n.boost)
	}
	return b.String()
}

func (p *plan) String() string {
	parts := make([]string, len(p.clauses))
	for i, c := range p.clauses {
		parts[i] = c.String()
	}
	return strings.Join(parts, " | ")
}
