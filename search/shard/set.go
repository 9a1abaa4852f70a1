package shard

import "errors"

// A Set is all that the files of one locale are made of.
type Set struct {
	Tag string
	// Documents are in the order of their numbers, Lengths are the quantised
	// lengths of their texts.
	Documents []Card
	Lengths   []int
	// Fields are the fields that rank, the text first.
	Fields []Field
	// Words are sorted by Compare. Edits are how they differ from those of the set
	// before of the same Memory, in the same order; nil where that is not known.
	Words []Word
	Edits []Edit
	// Base names the words that Edits lead from, where another process has kept them;
	// Noted those that are kept for the next process, if Edits lead from them or they
	// are Words. Else they are "".
	Base, Noted string
	Reading     Reading
	Synonyms    [][]Member
	Facets      []Facet
	Boosts      []Boost
	// Types are the keys and the labels of the types of documents.
	Types []Type
	// Lists gives the postings of the words from one on: each call of what it
	// returns those of the next. Several goroutines call it at once.
	Lists func(first int) func() []Piece
}

// A Card is what the result list shows of a document.
type Card struct {
	ID, URL, Type, Title, Summary, Date string
}

// A Type is a type of documents and its name for readers.
type Type struct{ Key, Label string }

// A Field is a field that counts in ranking.
type Field struct {
	Name   string
	Weight float64
	// B is how much the length of the field matters, from 0 to 1.
	B float64
	// Length is the sum of the lengths of the field in all documents.
	Length int
}

// A Reading is what the browser needs to read queries; package analysis says
// what each part means.
type Reading struct {
	Articles, Stops, Endings []string
	Inclusive                bool
	Thousands                byte
}

// A Member is one member of a group of synonyms: its words that have terms, and
// the position of each, relative to the first.
type Member struct {
	Words     []string
	Positions []int
}

// A Facet is a named list of values with the documents that have them.
type Facet struct {
	Name   string
	Values []string
	// Documents are, by value, the numbers of documents, ascending.
	Documents [][]uint32
}

// A Boost is a factor on the scores of some documents.
type Boost struct {
	Factor    float64 `json:"factor"`
	Documents []int   `json:"documents"`
}

var errDamaged = errors.New("the file is damaged")

// Completions is how many completions of a prefix are looked at.
const Completions = 8

// separator returns the shortest beginning of next, in whole characters, that
// comes after last.
func separator(last, next string) string {
	for i := range next {
		if i > 0 && Compare(next[:i], last) > 0 {
			return next[:i]
		}
	}
	return next
}
