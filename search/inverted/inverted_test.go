package inverted

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf16"
)

// A document of the tests: words by field, with the terms and accents that an
// analyzer might have given them.
type document struct {
	key    Key
	fields [][]string
}

const testFields = 3

var vocabulary = []string{"a", "ab", "abc", "achat", "école", "zone", "\uE000", "\U00010000", "été", "insertion", "marché", "x"}

func randomDocuments(r *rand.Rand, n int) []document {
	docs := make([]document, n)
	for i := range docs {
		d := &docs[i]
		binary.LittleEndian.PutUint64(d.key[:], r.Uint64())
		d.fields = make([][]string, testFields)
		for f := range d.fields {
			for range r.IntN(6) {
				d.fields[f] = append(d.fields[f], vocabulary[r.IntN(len(vocabulary))])
			}
		}
	}
	return docs
}

// write makes the file of documents as plainly as can be.
func write(docs []document) []byte {
	w := NewWriter(len(docs), testFields)
	for i, d := range docs {
		lengths := make([]int, testFields)
		for f := range lengths {
			lengths[f] = len(d.fields[f])
		}
		w.Document(i, d.key, lengths)
	}
	words := slices.Clone(vocabulary)
	slices.SortFunc(words, Compare[string])
	for _, word := range words {
		if e, spots := entryOf(docs, word); len(spots) > 0 {
			w.AddSpots(&e, spots)
		}
	}
	return w.Bytes()
}

func positions(text []string, word string) []int32 {
	var list []int32
	for i, w := range text {
		if w == word {
			list = append(list, int32(i))
		}
	}
	return list
}

func entryOf(docs []document, word string) (Entry, []Spot) {
	e := Entry{Text: word}
	var spots []Spot
	long, other := Term{Text: word + "s"}, Term{Text: "own", Own: true}
	accent := Accent{Text: word + "\u0301"}
	for i := range docs {
		for f, text := range docs[i].fields {
			at := positions(text, word)
			if len(at) == 0 {
				continue
			}
			for _, p := range at {
				spots = append(spots, NewSpot(i, f, p))
			}
			if f > 0 {
				accent.Others = append(accent.Others, Place{int32(i), int32(f)})
				continue
			}
			accent.Documents = append(accent.Documents, int32(i))
			// Some words have one term, some two, some none.
			switch {
			case len(word) == 1:
			case len(word) == 2 || docs[i].key[0]%2 == 0:
				long.Documents = append(long.Documents, int32(i))
			default:
				other.Documents = append(other.Documents, int32(i))
			}
		}
	}
	for _, t := range []Term{long, other} {
		if len(t.Documents) > 0 {
			e.Terms = append(e.Terms, t)
		}
	}
	slices.SortFunc(e.Terms, func(a, b Term) int { return bytes.Compare([]byte(a.Text), []byte(b.Text)) })
	if len(word) > 3 {
		e.Accents = []Accent{accent}
	}
	return e, spots
}

func open(t *testing.T, data []byte) *File {
	t.Helper()
	f, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestReadsWhatWasWritten compares every posting, term and spelling with the
// documents that the file was made of.
func TestReadsWhatWasWritten(t *testing.T) {
	docs := randomDocuments(rand.New(rand.NewPCG(1, 2)), 40)
	f := open(t, write(docs))
	if f.documents != len(docs) || f.Fields() != testFields {
		t.Fatalf("%d documents, %d fields", f.documents, f.fields)
	}
	for i, d := range docs {
		if f.Key(i) != d.key {
			t.Errorf("document %d has another key", i)
		}
		for field, text := range d.fields {
			if got := f.Length(i, field); got != len(text) {
				t.Errorf("document %d, field %d: length %d, want %d", i, field, got, len(text))
			}
		}
	}
	var record Record
	var reader Reader
	var p Posting
	for i := range f.Words() {
		word := string(f.Text(i))
		if at, found := f.Find([]byte(word)); !found || at != i {
			t.Errorf("%q is found at %d, %t; want %d", word, at, found, i)
		}
		f.Record(i, &record)
		reader.Reset(record.Body, record.Other)
		bodies, postings := 0, 0
		for reader.Next(&p) {
			postings++
			text := docs[p.Document].fields
			if got, want := fmt.Sprint(p.Positions), fmt.Sprint(positions(text[0], word)); got != want {
				t.Errorf("%q in document %d: positions %s, want %s", word, p.Document, got, want)
			}
			if len(p.Positions) > 0 {
				bodies++
			}
			hits := 0
			for field := 1; field < testFields; field++ {
				at := positions(text[field], word)
				if len(at) == 0 {
					continue
				}
				want := Hit{Field: field, Freq: len(at), Length: Quantised(len(text[field]))}
				if field == Placed {
					want.Positions = at
				}
				if hits == len(p.Hits) || fmt.Sprint(p.Hits[hits]) != fmt.Sprint(want) {
					t.Errorf("%q in document %d: hits %v, want %v at %d", word, p.Document, p.Hits, want, hits)
				}
				hits++
			}
		}
		want, spots := entryOf(docs, word)
		texts := 0
		for i, s := range spots {
			if s.InText() && (i == 0 || s.Place() != spots[i-1].Place()) {
				texts++
			}
		}
		if bodies != texts || bodies != record.Documents || postings != record.Postings {
			t.Errorf("%q: %d texts and %d documents read, %d texts written; the record says %d and %d", word, bodies, postings, texts, record.Documents, record.Postings)
		}
		terms := record.Terms()
		if len(want.Terms) == 1 {
			want.Terms[0].Documents = nil // all of them
		}
		if fmt.Sprint(terms) != fmt.Sprint(want.Terms) {
			t.Errorf("%q: terms %v, want %v", word, terms, want.Terms)
		}
		if got := record.Accents(); fmt.Sprint(got) != fmt.Sprint(want.Accents) {
			t.Errorf("%q: accents %v, want %v", word, got, want.Accents)
		}
		record.EachAccent(func(text []byte, documents int) {
			if string(text) != want.Accents[0].Text || documents != len(want.Accents[0].Documents) {
				t.Errorf("%q: accent %q of %d documents, want %v", word, text, documents, want.Accents[0])
			}
		})
	}
}

// TestMergeIsWhatTheDocumentsGive spreads documents over files with others in
// between and takes them together again, in any order.
func TestMergeIsWhatTheDocumentsGive(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 60 {
		docs := randomDocuments(r, 1+r.IntN(30))
		order := r.Perm(len(docs))
		sources := 1 + r.IntN(4)
		parts, numbers := make([][]document, sources), make([][]int32, sources)
		for _, n := range order {
			s := r.IntN(sources)
			if r.IntN(3) == 0 { // one that is left out
				parts[s], numbers[s] = append(parts[s], randomDocuments(r, 1)...), append(numbers[s], -1)
			}
			parts[s], numbers[s] = append(parts[s], docs[n]), append(numbers[s], int32(n))
		}
		var list []Source
		for s := range parts {
			list = append(list, Source{File: open(t, write(parts[s])), Numbers: numbers[s]})
		}
		if got, want := Merge(len(docs), list), write(docs); !bytes.Equal(got, want) {
			t.Fatalf("round %d: %d documents of %d files: other bytes than those of the documents", round, len(docs), sources)
		}
	}
}

// TestEditedIsWhatTheDocumentsGive gives documents other texts, one after the other,
// and reads the file whole, word by word and by the words that are looked for.
func TestEditedIsWhatTheDocumentsGive(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for round := range 60 {
		docs := randomDocuments(r, 1+r.IntN(6))
		data := write(docs)
		kept := Keep(open(t, data))
		if round%2 == 1 {
			kept = KeepApart(open(t, slices.Clone(data)), bytes.NewReader(data))
		}
		for edits := range 12 {
			n := r.IntN(len(docs))
			was, is := docs[n], randomDocuments(r, 1)[0]
			docs[n] = is
			next, changed, err := kept.Edited(n, open(t, write([]document{was})), open(t, write([]document{is})))
			if err != nil {
				t.Fatal(err)
			}
			want := open(t, write(docs))
			whole, err := next.File(nil)
			if err != nil || !bytes.Equal(whole.data, want.data) {
				t.Fatalf("round %d, edit %d: other bytes than those of the documents, error %v", round, edits, err)
			}
			if next.Words() != want.Words() || next.Key(n) != is.key || next.Length(n, 2) != len(is.fields[2]) {
				t.Fatalf("round %d, edit %d: another head", round, edits)
			}
			former, window := kept.Window(), next.Window()
			var others []string
			for _, word := range append(slices.Clone(vocabulary), "", "aa", "\U0010FFFF") {
				at, found := window.Find([]byte(word))
				if number, is := want.Find([]byte(word)); at != number || found != is {
					t.Fatalf("round %d, edit %d: %q is word %d, %t, want %d, %t", round, edits, word, at, found, number, is)
				}
				had := []byte{}
				if at, found := former.Find([]byte(word)); found {
					had = slices.Clone(former.raw(at, 0))
				}
				if found {
					has := window.raw(at, 0)
					if !bytes.Equal(has, want.Raw(at)) {
						t.Fatalf("round %d, edit %d: %q is another record", round, edits, word)
					}
					if bytes.Equal(had, has) {
						continue
					}
				} else if len(had) == 0 {
					continue
				}
				others = append(others, word)
			}
			slices.SortFunc(others, Compare[string])
			for _, word := range others {
				if !slices.ContainsFunc(changed, func(c []byte) bool { return string(c) == word }) {
					t.Fatalf("round %d, edit %d: %q has changed, but only %q is told", round, edits, word, changed)
				}
			}
			if !slices.IsSortedFunc(changed, Compare[[]byte]) {
				t.Fatalf("%q is not in order", changed)
			}
			kept = next
		}
	}
	kept := Keep(open(t, write(randomDocuments(r, 3))))
	other := randomDocuments(r, 1)
	other[0].fields[0] = make([]string, 9)
	if _, _, err := kept.Edited(1, open(t, write(other)), open(t, write(other))); err == nil {
		t.Error("a document that the file does not hold was taken out")
	}
}

// TestOrderIsThatOfJavaScript compares words with their UTF-16 units.
func TestOrderIsThatOfJavaScript(t *testing.T) {
	words := append(slices.Clone(vocabulary), "", "\uFFFD", "\U0010FFFF", "\uD7FF", "ab\U00010000", "ab\uE000")
	for _, a := range words {
		for _, b := range words {
			want := slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
			if got := Compare(a, b); (got < 0) != (want < 0) || (got > 0) != (want > 0) {
				t.Errorf("Compare(%q, %q) is %d, want the sign of %d", a, b, got, want)
			}
			if p, q := Prefix(a), Prefix(b); p != q && (p < q) != (want < 0) {
				t.Errorf("the prefixes of %q and %q are not in their order", a, b)
			}
		}
	}
}

// TestWrongSizesAreDamage opens files that are cut off, too long or of another
// version.
func TestWrongSizesAreDamage(t *testing.T) {
	whole := write(randomDocuments(rand.New(rand.NewPCG(5, 6)), 5))
	for n := range whole {
		if _, err := Open(whole[:n]); err == nil {
			t.Fatalf("a file cut off after %d of %d bytes is opened", n, len(whole))
		}
	}
	if _, err := Open(append(slices.Clone(whole), 0)); err == nil {
		t.Error("a file with a byte too many is opened")
	}
	other := slices.Clone(whole)
	other[3]++
	if _, err := Open(other); err == nil {
		t.Error("a file of another version is opened")
	}
}

// TestSumTellsNeighbours flips each bit of some data and cuts it.
func TestSumTellsNeighbours(t *testing.T) {
	data := []byte("économie sociale et solidaire")
	seen := map[uint64]string{Sum(data, 0): "itself", Sum(data, 1): "another seed"}
	add := func(sum uint64, what string) {
		if other, ok := seen[sum]; ok {
			t.Errorf("%s has the sum of %s", what, other)
		}
		seen[sum] = what
	}
	for i := range len(data) * 8 {
		flipped := slices.Clone(data)
		flipped[i/8] ^= 1 << (i % 8)
		add(Sum(flipped, 0), fmt.Sprintf("bit %d flipped", i))
	}
	for n := range data {
		add(Sum(data[:n], 0), fmt.Sprintf("the first %d bytes", n))
	}
	add(Sum(append(slices.Clone(data), 0), 0), "a zero more")
}

func TestQuantised(t *testing.T) {
	for length, want := range map[int]int{0: 0, 7: 7, 8: 8, 9: 8, 15: 14, 16: 16, 17: 16, 31: 28, 32: 32, 39: 32, 40: 40, 750: 640, 1024: 1024} {
		if got := Quantised(length); got != want {
			t.Errorf("%d: %d, want %d", length, got, want)
		}
	}
}
