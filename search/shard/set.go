package shard

import (
	"errors"
	"slices"
	"strings"
)

// A Set is all that the files of one locale are made of.
type Set struct {
	Tag string
	// Documents are in the order of their numbers, Lengths are the quantised
	// lengths of their texts.
	Documents []Card
	Lengths   []int
	// Fields are the fields that rank, the text first.
	Fields []Field
	// Words are sorted by Compare.
	Words    []Word
	Reading  Reading
	Synonyms [][]Member
	Facets   []Facet
	Boosts   []Boost
	// Types are the keys and the labels of the types of documents.
	Types []Type

	marks  []Mark
	firsts map[string][]string // completions by prefix
	// compounds are the words that some word begins with and goes on as another.
	compounds map[string]bool
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
	Words  []string
	Places []int
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

// prepare computes what several files need.
func (s *Set) prepare() (members [][]int32) {
	for i := range s.Words {
		for _, c := range s.Words[i].Classes {
			for int(c) >= len(members) {
				members = append(members, nil)
			}
			members[c] = append(members[c], int32(i))
		}
	}
	s.firsts = map[string][]string{}
	s.findCompounds()
	s.marks = nil
	for g, group := range s.Synonyms {
		for m, member := range group {
			for k, text := range member.Words {
				if w := s.find(text); w != nil {
					for _, c := range w.Classes {
						s.marks = append(s.marks, Mark{int(c), g, m, k})
					}
				}
			}
		}
	}
	return members
}

// findCompounds finds the words that are written together with another in one.
func (s *Set) findCompounds() {
	known := make(map[string]bool, len(s.Words))
	for i := range s.Words {
		known[s.Words[i].Text] = s.Words[i].Documents > 0
	}
	s.compounds = map[string]bool{}
	for i := range s.Words {
		text := s.Words[i].Text
		if !known[text] {
			continue
		}
		for at := range text {
			if known[text[:at]] && known[text[at:]] {
				s.compounds[text[:at]] = true
			}
		}
	}
}

// find returns a word by its text, or nil.
func (s *Set) find(text string) *Word {
	i, ok := slices.BinarySearchFunc(s.Words, text, func(w Word, t string) int { return Compare(w.Text, t) })
	if !ok {
		return nil
	}
	return &s.Words[i]
}

// Completions is how many completions of a prefix are looked at.
const Completions = 8

// completions returns the words that begin with a prefix and go on, most
// frequent first, then in the order of Compare; stop words are none.
func (s *Set) completions(prefix string) []string {
	if list, ok := s.firsts[prefix]; ok {
		return list
	}
	i, _ := slices.BinarySearchFunc(s.Words, prefix, func(w Word, t string) int { return Compare(w.Text, t) })
	var found []*Word
	for ; i < len(s.Words) && strings.HasPrefix(s.Words[i].Text, prefix); i++ {
		if w := &s.Words[i]; w.Text != prefix && len(w.Classes) > 0 {
			found = append(found, w)
		}
	}
	slices.SortStableFunc(found, func(a, b *Word) int { return b.Documents - a.Documents })
	var list []string
	for _, w := range found[:min(len(found), Completions)] {
		list = append(list, w.Text)
	}
	s.firsts[prefix] = list
	return list
}

// boundary returns the key from which on words are looked up in the shard that
// begins with a word: as much of the word as tells it from the one before.
func (s *Set) boundary(first int) string {
	if first == 0 {
		return ""
	}
	return separator(s.Words[first-1].Text, s.Words[first].Text)
}

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
