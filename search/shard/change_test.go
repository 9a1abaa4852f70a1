package shard

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// TestChange follows changes, as a reader is told them, from root to root.
func TestChange(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	sums := func(n int) []uint32 {
		list := make([]uint32, n)
		for i := range list {
			list[i] = uint32(r.IntN(3))
		}
		return list
	}
	entries := func() []Entry {
		var list []Entry
		for i, sum := range sums(1 + r.IntN(6)) {
			list = append(list, Entry{fmt.Sprint(i + r.IntN(2)), sum})
		}
		return list
	}
	root := func() *Root {
		return &Root{
			Tag: "fr", Documents: 4, Fields: []Field{{Name: "body", Weight: 1, B: 0.75, Length: r.IntN(9)}},
			Words: entries(), Spelling: entries(), Reversed: entries(), Positions: sums(r.IntN(4)), Cards: sums(2), Facets: uint32(r.IntN(9)), Lengths: []int{1, r.IntN(3), 3, r.IntN(3)},
		}
	}
	former := root()
	for range 200 {
		next := root()
		data, err := json.Marshal(next.Since(former))
		if err != nil {
			t.Fatal(err)
		}
		if got := followed(t, *former, data); !reflect.DeepEqual(got, next) {
			t.Fatalf("%s makes\n%+v of\n%+v and not\n%+v", data, got, former, next)
		}
		former = next
	}
	for name, change := range map[string]func(*Root){
		"a document":    func(r *Root) { r.Documents++ },
		"a stop word":   func(r *Root) { r.Reading.Stops = []string{"le"} },
		"a weight":      func(r *Root) { r.Fields[0].Weight++ },
		"where lengths": func(r *Root) { r.Lengths = nil },
	} {
		next := *former
		next.Fields = slices.Clone(former.Fields)
		if change(&next); next.Since(former) != nil {
			t.Errorf("%s is told as a change", name)
		}
	}
}

// followed returns a root with a change, as its JSON tells it.
func followed(t *testing.T, root Root, data []byte) *Root {
	t.Helper()
	var c Change
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	splice := func(list []string, splices []Splice) []string {
		for _, s := range splices {
			var come []string
			for _, e := range s[2:] {
				come = append(come, fmt.Sprint(e))
			}
			at := int(s[0].(float64))
			list = slices.Replace(list, at, at+int(s[1].(float64)), come...)
		}
		return list
	}
	sum := func(text string) (sum uint32) {
		_, err := fmt.Sscanf(text, "%06x", &sum)
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	sums := func(list []uint32, splices []Splice) []uint32 {
		var texts []string
		for _, s := range list {
			texts = append(texts, digits(s))
		}
		made := []uint32{}
		for _, text := range splice(texts, splices) {
			made = append(made, sum(text))
		}
		return made
	}
	entries := func(list []Entry, c RangeChange) []Entry {
		var keys, names []string
		for _, e := range list {
			keys, names = append(keys, e.Key), append(names, digits(e.Sum))
		}
		keys, names = splice(keys, c.Keys), splice(names, c.Sums)
		var made []Entry
		for i, key := range keys {
			made = append(made, Entry{key, sum(names[i])})
		}
		return made
	}
	root.Fields = slices.Clone(root.Fields)
	for i, total := range c.Totals {
		root.Fields[i].Length = total
	}
	root.Words, root.Spelling, root.Reversed = entries(root.Words, c.Words), entries(root.Spelling, c.Spelling), entries(root.Reversed, c.Reversed)
	root.Positions, root.Cards, root.Facets = sums(root.Positions, c.Positions), sums(root.Cards, c.Cards), sum(c.Facets)
	lengths := make([]string, len(root.Lengths))
	for i, n := range root.Lengths {
		lengths[i] = fmt.Sprint(n)
	}
	root.Lengths = nil
	for _, text := range splice(lengths, c.Lengths) {
		var n int
		if _, err := fmt.Sscan(text, &n); err != nil {
			t.Fatal(err)
		}
		root.Lengths = append(root.Lengths, n)
	}
	return &root
}
