package segment_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	index "github.com/blevesearch/bleve_index_api"

	"essaim/search/segment"
)

// write writes one segment.
func write(w io.Writer, in segment.Input) error { return new(segment.Writer).Write(w, in) }

const (
	plain  = index.IndexField
	placed = index.IndexField | index.IncludeTermVectors
	stored = index.StoreField
)

// A shape says what random documents are like.
type shape struct {
	documents  int
	vocabulary int // different words
	words      int // at most, in one text
	absent     float64
}

// someTerms returns different terms, some of which are no text.
func someTerms(r *rand.Rand, n int) []string {
	letters := []string{"a", "b", "c", "e", "é", "t", "ion", "ment", "日", "\x00", "\xff", "ſ", "-"}
	seen := map[string]bool{}
	var terms []string
	for len(terms) < n {
		var b strings.Builder
		for range 1 + r.IntN(7) {
			b.WriteString(letters[r.IntN(len(letters))])
		}
		if !seen[b.String()] {
			seen[b.String()] = true
			terms = append(terms, b.String())
		}
	}
	return terms
}

// counted returns random words, with positions if the field has them; some stand
// without, as accented spellings do, some in nearly every text, most in few.
func counted(r *rand.Rand, s shape, terms []string, options index.FieldIndexingOptions) ([]word, int) {
	var words []word
	seen := map[string]bool{}
	length, position := 0, 0
	for range r.IntN(s.words + 1) {
		w := word{term: terms[int(float64(len(terms))*r.Float64()*r.Float64()*r.Float64())]}
		if seen[w.term] {
			continue
		}
		seen[w.term] = true
		w.frequency = 1 + r.IntN(2)*r.IntN(4)
		length += w.frequency
		if options.IncludeTermVectors() && r.IntN(9) > 0 {
			for range w.frequency {
				position += 1 + r.IntN(3)*r.IntN(200)
				w.positions = append(w.positions, position)
			}
		}
		words = append(words, w)
	}
	return words, length
}

func key(name, value string, options index.FieldIndexingOptions) text {
	t := text{name: name, value: value, options: options}
	if value != "" {
		t.words, t.length = []word{{term: value, frequency: 1}}, 1
	}
	return t
}

// someDocuments returns documents with the kinds of fields that the index has.
func someDocuments(r *rand.Rand, s shape) [][]text {
	terms := someTerms(r, s.vocabulary)
	docs := make([][]text, s.documents)
	for d := range docs {
		add := func(t text) { docs[d] = append(docs[d], t) }
		for _, f := range []struct {
			name    string
			options index.FieldIndexingOptions
		}{{"body", placed}, {"title", placed | stored}, {"summary", plain | stored}, {"headings", plain}, {"~place", plain}} {
			if r.Float64() < s.absent {
				continue
			}
			words, length := counted(r, s, terms, f.options)
			add(text{name: f.name, options: f.options, value: strings.Repeat("Un texte. ", r.IntN(20)), words: words, length: length})
		}
		if r.Float64() >= s.absent {
			add(key("url", fmt.Sprintf("/doc/%d/", d), plain|stored))
			add(key("date", []string{"", "2026-11-24", "2026-11-25"}[r.IntN(3)], plain|stored))
		}
		for _, facet := range []string{"facet.theme", "facet.year", "Facet"} {
			for range r.IntN(4) {
				if r.Float64() >= s.absent {
					add(key(facet, fmt.Sprint(r.IntN(6)), plain|stored|index.DocValues))
				}
			}
		}
		add(key("_id", fmt.Sprintf("%x/%d", r.IntN(1000), d), plain|stored))
	}
	return docs
}

// TestBytesAreThoseOfZapx is what this package promises.
func TestBytesAreThoseOfZapx(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		docs := someDocuments(r, shape{documents: 1 + r.IntN(40), vocabulary: 1 + r.IntN(200), words: r.IntN(60), absent: []float64{0, 0.3, 0.9, 1}[seed%4]})
		compare(t, docs)
	}
}

// TestBytesOfChunks crosses the limits of chunks: 1024 documents with a term,
// 1024 documents with doc values, 4096 in a bitmap.
func TestBytesOfChunks(t *testing.T) {
	for _, s := range []shape{
		{documents: 1023, vocabulary: 30, words: 40},
		{documents: 1024, vocabulary: 5, words: 40},
		{documents: 1025, vocabulary: 5, words: 40},
		{documents: 2049, vocabulary: 4, words: 20, absent: 0.1},
		{documents: 3100, vocabulary: 300, words: 12, absent: 0.97},
		{documents: 5000, vocabulary: 6, words: 9, absent: 0.05},
	} {
		compare(t, someDocuments(rand.New(rand.NewPCG(uint64(s.documents), 2)), s))
	}
}

// TestBytesOfManyDocuments has more documents than one container of a bitmap is
// for, fills one, and has some at the limit between its two forms.
func TestBytesOfManyDocuments(t *testing.T) {
	docs := make([][]text, 1<<16+300)
	for d := range docs {
		docs[d] = []text{key("_id", fmt.Sprintf("%x", d*7919%len(docs)), plain|stored), key("all", "x", plain)}
		switch {
		case d < 1<<16:
			docs[d] = append(docs[d], key("first", "x", plain))
		case d%3 == 0:
			docs[d] = append(docs[d], key("last", "x", plain|index.DocValues))
		}
		for _, n := range []int{4095, 4096, 4097} {
			if d < n {
				docs[d] = append(docs[d], key("some", fmt.Sprint(n), plain))
			}
		}
	}
	compare(t, docs)
}

func TestBytesOfSpecialDocuments(t *testing.T) {
	id := key("_id", "a", plain|stored)
	long := strings.Repeat("long ", 40_000)
	for name, docs := range map[string][][]text{
		"an identity alone":           {{id}},
		"an empty identity":           {{key("_id", "", plain|stored)}},
		"a field without terms":       {{id, {name: "body", options: placed}}},
		"doc values without terms":    {{id, {name: "f", options: plain | index.DocValues}}},
		"doc values of the last only": append(repeat(id, 3000), []text{id, key("f", "x", plain|index.DocValues)}),
		"an empty term":               {{id, {name: "f", options: plain, length: 1, words: []word{{term: "", frequency: 1}, {term: "b", frequency: 2}}}}},
		"a value twice":               {{id, key("f", "x", plain|stored|index.DocValues), key("f", "x", plain|stored|index.DocValues)}},
		"large numbers":               {{id, {name: "f", options: placed, length: 1 << 29, words: []word{{term: "b", frequency: 1, positions: []int{1<<31 - 1}}}}}},
		"more than the buffer":        {{id, {name: long, options: plain | stored, value: long, length: 1, words: []word{{term: long, frequency: 1}}}}},
	} {
		t.Run(name, func(t *testing.T) { compare(t, docs) })
	}
}

func repeat(f text, n int) [][]text {
	docs := make([][]text, n)
	for i := range docs {
		docs[i] = []text{f}
	}
	return docs
}

// TestBytesOfManyFields has so many fields that their numbers take two bytes.
func TestBytesOfManyFields(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	docs := make([][]text, 30)
	for d := range docs {
		docs[d] = []text{key("_id", fmt.Sprint(d), plain|stored)}
		for i := range 300 {
			docs[d] = append(docs[d], text{name: fmt.Sprint("field", i), options: placed | stored, value: "v", length: 1, words: []word{{term: fmt.Sprint(r.IntN(5)), frequency: 1, positions: []int{1 + d}}}})
		}
	}
	compare(t, docs)
}

func TestKeys(t *testing.T) {
	values := [][]string{{"b", "a"}, nil, {""}, {"b", "b"}, {"c", "a"}}
	terms, lengths := segment.Keys(len(values), func(d int) []string { return values[d] })
	var got []string
	for term, list := range terms {
		got = append(got, fmt.Sprint(string(term), list.Postings))
	}
	if s, want := strings.Join(got, " "), "a[{0 1 0} {4 1 0}] b[{0 1 0} {3 2 0}] c[{4 1 0}]"; s != want {
		t.Errorf("%s, not %s", s, want)
	}
	if s := fmt.Sprint(lengths); s != "[2 0 0 2 2]" {
		t.Errorf("lengths %s", s)
	}
	for term := range terms { // it can be left, and begun again
		if string(term) != "a" {
			t.Errorf("the first is %q", term)
		}
		break
	}
}

func TestKeysWriteWhatDocumentsDo(t *testing.T) {
	values := [][]string{{"b", "a"}, nil, {"a"}, {"c"}}
	docs := make([][]text, len(values))
	for d, list := range values {
		docs[d] = []text{key("_id", fmt.Sprint(9-d), plain|stored)}
		for _, v := range list {
			docs[d] = append(docs[d], key("facet", v, plain|index.DocValues))
		}
	}
	want := zapWrite(t, bleveDocuments(docs))
	canonise(t, want)
	id := func(d int) string { return fmt.Sprint(9 - d) }
	ids, _ := segment.Keys(len(values), func(d int) []string { return []string{id(d)} })
	terms, lengths := segment.Keys(len(values), func(d int) []string { return values[d] })
	var got bytes.Buffer
	err := write(&got, segment.Input{
		Documents: len(values),
		Fields: []segment.Field{
			{Name: "facet", Options: segment.Indexed | segment.DocValues, Lengths: lengths, Terms: terms},
			{Name: segment.ID, Terms: ids},
		},
		Stored: func(d int, to []segment.Value) []segment.Value {
			return append(to, segment.Value{Field: 1, Text: id(d)})
		},
	})
	if err != nil || !bytes.Equal(got.Bytes(), want) {
		t.Errorf("other bytes than zapx, %v", err)
	}
}

// full fails after some bytes, and must not be written to after that.
type full struct {
	room   int
	failed bool
	again  bool
}

var errFull = errors.New("full")

func (f *full) Write(b []byte) (int, error) {
	f.again = f.again || f.failed
	if f.room -= len(b); f.room < 0 {
		f.failed = true
		return 0, errFull
	}
	return len(b), nil
}

func TestErrors(t *testing.T) {
	lists := func(terms []string, l segment.List) segment.Field {
		return segment.Field{Name: "f", Terms: func(yield func([]byte, segment.List) bool) {
			for _, term := range terms {
				if !yield([]byte(term), l) {
					return
				}
			}
		}}
	}
	one := segment.List{Postings: []segment.Posting{{Document: 0, Frequency: 1}}}
	postings := func(p ...segment.Posting) segment.Field {
		return lists([]string{"a"}, segment.List{Postings: p, Positions: []uint32{4}})
	}
	id := func(_ int, to []segment.Value) []segment.Value { return append(to, segment.Value{Text: "x"}) }
	for want, in := range map[string]segment.Input{
		`0 documents`:                         {},
		`no field "_id"`:                      {Documents: 2},
		`field "_id" is given twice`:          {Fields: []segment.Field{{Name: segment.ID}}},
		`document 0 has no _id`:               {Stored: func(_ int, to []segment.Value) []segment.Value { return to }},
		`document 0 has 2 _id`:                {Stored: func(d int, to []segment.Value) []segment.Value { return id(d, id(d, to)) }},
		`for a field that is not stored`:      {Fields: []segment.Field{{Name: "f"}}, Stored: func(d int, to []segment.Value) []segment.Value { return append(id(d, to), segment.Value{Field: 1}) }},
		`document 0: a stored value`:          {Stored: func(d int, to []segment.Value) []segment.Value { return append(id(d, to), segment.Value{Field: 7}) }},
		`1 lengths for 2 documents`:           {Fields: []segment.Field{{Name: "f", Lengths: []uint32{1}}}},
		`unknown options 0x10`:                {Fields: []segment.Field{{Name: "f", Options: segment.Indexed | 16}}},
		`term "b" comes after "b"`:            {Fields: []segment.Field{lists([]string{"a", "b", "b"}, one)}},
		`term "a" comes after "b"`:            {Fields: []segment.Field{lists([]string{"b", "a"}, one)}},
		`term "" comes after ""`:              {Fields: []segment.Field{lists([]string{"", ""}, one)}},
		`no document has it`:                  {Fields: []segment.Field{lists([]string{"a"}, segment.List{})}},
		`3 postings for 2 documents`:          {Fields: []segment.Field{postings(make([]segment.Posting, 3)...)}},
		`document 2 is out of order`:          {Fields: []segment.Field{postings(segment.Posting{Document: 2, Frequency: 1, Positions: 1})}},
		`document 1 is out of order`:          {Fields: []segment.Field{postings(segment.Posting{Document: 1, Frequency: 1, Positions: 1}, segment.Posting{Document: 1, Frequency: 1})}},
		`frequency 0 and 1 positions of 1`:    {Fields: []segment.Field{postings(segment.Posting{Positions: 1})}},
		`frequency 2 and 2 positions of 1`:    {Fields: []segment.Field{postings(segment.Posting{Frequency: 2, Positions: 2})}},
		`1 positions belong to no posting`:    {Fields: []segment.Field{postings(segment.Posting{Frequency: 2})}},
		`field "f": term "a": document 5 is `: {Fields: []segment.Field{postings(segment.Posting{Document: 5})}},
	} {
		if in.Documents == 0 && want != "0 documents" {
			in.Documents = 2
			in.Fields = append([]segment.Field{{Name: segment.ID}}, in.Fields...)
		}
		if in.Stored == nil {
			in.Stored = id
		}
		if err := write(io.Discard, in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, not %s", err, want)
		}
	}
}

// TestFullDisk fails at every buffer that is written.
func TestFullDisk(t *testing.T) {
	in := invert(someDocuments(rand.New(rand.NewPCG(4, 4)), shape{documents: 400, vocabulary: 900, words: 100}))
	var whole bytes.Buffer
	if err := write(&whole, in); err != nil {
		t.Fatal(err)
	}
	if whole.Len() < 1<<18 {
		t.Fatalf("%d bytes: too small to test this", whole.Len())
	}
	for room := range whole.Len() {
		if room%20_011 != 0 && room != whole.Len()-1 {
			continue
		}
		disk := &full{room: room}
		if err := write(disk, in); !errors.Is(err, errFull) || disk.again {
			t.Fatalf("after %d bytes of %d: %v, written to again: %t", room, whole.Len(), err, disk.again)
		}
	}
}
