package search

import "slices"

// An op says how a node of the tree finds and scores documents.
type op string

const (
	// opWords finds the documents whose text holds one of a set of words.
	opWords op = "words"
	// opTitle finds the documents whose title holds a word.
	opTitle op = "title"
	// opPhrase finds the documents whose text holds all words at their relative positions.
	opPhrase op = "phrase"
	// opNear finds the documents in which a word of each set shares a window.
	opNear op = "near"
	// opBest finds the documents that any kid finds, with the best score.
	opBest op = "best"
	// opEvery finds the documents that all kids find, with the sum of the scores.
	opEvery op = "every"
)

// A node is a part of the tree that a query is turned into. RANKING.md says what
// each kind finds and how it scores.
type node struct {
	Op    op      `json:"op"`
	Boost float64 `json:"boost"`
	// Words are the set of opWords, the word of opTitle, the words of opPhrase.
	Words []string `json:"words,omitempty"`
	// Exact is the word of opWords that was typed, worth a little more, or "".
	Exact string `json:"exact,omitempty"`
	// Floor is the least number of documents that the words are taken to be in
	// when their rarity is computed.
	Floor int `json:"floor,omitempty"`
	// Positions are the positions of the words of a phrase, relative to the first.
	Positions []int `json:"positions,omitempty"`
	// Sets are the sets of opNear.
	Sets [][]string `json:"sets,omitempty"`
	Kids []*node    `json:"kids,omitempty"`
}

// A plan is the whole tree. Documents that every clause finds come first.
type plan struct {
	clauses []*node
	// words are what to mark in the texts of the hits.
	words map[string]bool
	// phrases: some clause is a phrase, and might be read as loose words.
	phrases bool
	// typed are the loose words of the query, with their spans in it.
	typed []span
}

// A span is a word of the query with its byte offsets.
type span struct {
	word       string
	start, end int
}

func join(o op, boost float64, kids ...*node) *node {
	if len(kids) == 1 && boost == 1 {
		return kids[0]
	}
	return &node{Op: o, Boost: boost, Kids: kids}
}

// leafWords adds the words below a node to a list.
func (n *node) leafWords(list []string) []string {
	add := func(words []string) {
		for _, w := range words {
			if !slices.Contains(list, w) {
				list = append(list, w)
			}
		}
	}
	if n.Op != opTitle {
		add(n.Words)
	}
	for _, s := range n.Sets {
		add(s)
	}
	for _, k := range n.Kids {
		list = k.leafWords(list)
	}
	return list
}
