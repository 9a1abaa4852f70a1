package shard

import (
	"fmt"
	"reflect"
	"slices"
)

// A Change says how a root differs from a former one of the same locale, for readers
// that have that one: FORMAT.md, 11. Its JSON is what they are told.
type Change struct {
	// Totals are the sums of the lengths of the fields.
	Totals    []int       `json:"totals"`
	Words     RangeChange `json:"words"`
	Spelling  RangeChange `json:"spelling"`
	Reversed  RangeChange `json:"reversed"`
	Positions []Splice    `json:"positions"`
	Cards     []Splice    `json:"cards"`
	Facets    string      `json:"facets"`
	Lengths   []Splice    `json:"lengths"`
}

// A RangeChange says how a list of files that is divided by keys differs.
type RangeChange struct {
	Keys []Splice `json:"keys"`
	Sums []Splice `json:"sums"`
}

// A Splice says where a list differs, how many elements of the former one go there,
// and then which ones come.
type Splice []any

// Since returns how the root differs from a former one, or nil when something is
// another that an edited text leaves alone.
func (r *Root) Since(former *Root) *Change {
	if !reflect.DeepEqual(r.still(), former.still()) {
		return nil
	}
	c := &Change{
		Words: changedRange(former.Words, r.Words), Spelling: changedRange(former.Spelling, r.Spelling), Reversed: changedRange(former.Reversed, r.Reversed),
		Positions: changedSums(former.Positions, r.Positions), Cards: changedSums(former.Cards, r.Cards), Facets: digits(r.Facets),
		Lengths: splices(former.Lengths, r.Lengths, func(a, b int) bool { return a == b }, func(length int) any { return length }),
	}
	for _, f := range r.Fields {
		c.Totals = append(c.Totals, f.Length)
	}
	return c
}

// still returns what a Change does not tell of.
func (r *Root) still() *Root {
	s := &Root{
		Tag: r.Tag, Documents: r.Documents, Fields: slices.Clone(r.Fields), Types: r.Types, Reading: r.Reading,
		Synonyms: r.Synonyms, Boosts: r.Boosts, PositionsEach: r.PositionsEach, CardsEach: r.CardsEach,
	}
	for i := range s.Fields {
		s.Fields[i].Length = 0
	}
	if r.Lengths != nil {
		s.Lengths = []int{}
	}
	return s
}

func changedRange(former, next []Entry) RangeChange {
	return RangeChange{
		splices(former, next, func(a, b Entry) bool { return a.Key == b.Key }, func(e Entry) any { return e.Key }),
		splices(former, next, func(a, b Entry) bool { return a.Sum == b.Sum }, func(e Entry) any { return digits(e.Sum) }),
	}
}

func changedSums(former, next []uint32) []Splice {
	return splices(former, next, func(a, b uint32) bool { return a == b }, func(sum uint32) any { return digits(sum) })
}

// digits returns a checksum as names have it.
func digits(sum uint32) string { return fmt.Sprintf("%06x", sum) }

// splices returns how a list differs from a former one: of the same length element
// by element, else between what both begin and end with.
func splices[T any](former, next []T, same func(a, b T) bool, shown func(T) any) []Splice {
	list := []Splice{}
	splice := func(first, end, formerEnd int) {
		s := Splice{first, formerEnd - first}
		for _, e := range next[first:end] {
			s = append(s, shown(e))
		}
		list = append(list, s)
	}
	if len(former) != len(next) {
		shorter, first, last := min(len(former), len(next)), 0, 0
		for first < shorter && same(former[first], next[first]) {
			first++
		}
		for last < shorter-first && same(former[len(former)-1-last], next[len(next)-1-last]) {
			last++
		}
		splice(first, len(next)-last, len(former)-last)
		return list
	}
	for first := 0; first < len(next); first++ {
		end := first
		for end < len(next) && !same(former[end], next[end]) {
			end++
		}
		if end > first {
			splice(first, end, end)
			first = end
		}
	}
	return list
}
