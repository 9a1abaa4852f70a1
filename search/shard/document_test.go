package shard

import (
	"encoding/hex"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func format(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// exampleSet is the set of FORMAT.md, 13.
func exampleSet() *Set {
	s := &Set{
		Tag: "en", Lengths: []int{3, 2},
		Documents: []Card{
			{ID: "t/a", URL: "/t/a/", Type: "t", Title: "Red fox"},
			{ID: "t/b", URL: "/t/b/", Type: "t", Title: "The fox", Date: "2026-11-24"},
		},
		Fields:  []Field{{"body", 1, 0.75, 5}, {"title", 5, 0.3, 3}},
		Types:   []Type{{"t", "Texts"}},
		Reading: Reading{Stops: []string{"the"}, Endings: []string{" s es"}, Thousands: ','},
		Facets:  []Facet{{"type", []string{"t"}, [][]uint32{{0, 1}}}},
	}
	title := func(length int) []FieldHit { return []FieldHit{{1, 1, length}} }
	var postings [][]Posting
	for _, w := range []struct {
		text     string
		classes  []int32
		postings []Posting
	}{
		{"fox", []int32{0}, []Posting{{Document: 0, Freq: 1, Positions: []int{1}, Fields: title(2)}, {Document: 1, Freq: 2, Positions: []int{1, 32}, Fields: title(1)}}},
		{"foxes", []int32{0}, []Posting{{Document: 0, Freq: 1, Positions: []int{32}}}},
		{"red", []int32{1}, []Posting{{Document: 0, Freq: 1, Positions: []int{0}, Fields: title(2)}}},
		{"the", nil, []Posting{{Document: 1, Fields: title(1)}}},
	} {
		s.Words = append(s.Words, Word{Text: w.text, Classes: w.classes})
		postings = append(postings, w.postings)
	}
	s.give(postings, func(int) int { return 1 })
	return s
}

// replay encodes the values of an example: model and value by turns, what
// follows a # left out.
func replay(t *testing.T, trace string) []byte {
	t.Helper()
	e := newEncoder()
	models := map[string]any{}
	of := func(name string, new func() any) any {
		if models[name] == nil {
			models[name] = new()
		}
		return models[name]
	}
	trace = regexp.MustCompile(`(?m)#.*$`).ReplaceAllString(trace, "")
	for _, pair := range regexp.MustCompile(`(\S+) ("[^"]*"|\S+)`).FindAllStringSubmatch(trace, -1) {
		name, value := pair[1], pair[2]
		base, _, _ := strings.Cut(name, ":")
		n, notNumber := strconv.Atoi(value)
		tree := func(bits int) {
			of(name, func() any { return newTree(bits) }).(*tree).code(e, n)
		}
		switch base {
		case "more", "compound", "extra", "present", "windows":
			m := of(name, func() any { return &newModels(1)[0] }).(*model)
			for _, bit := range value {
				e.bit(m, int(bit-'0'))
			}
		case "text", "others", "t", "keys":
			written, err := strconv.Unquote(value)
			if err != nil {
				t.Fatalf("%s %s: %v", name, value, err)
			}
			of(name, func() any { return newText() }).(*text).code(e, written)
		case "window":
			tree(3)
		case "class":
			tree(5)
		case "lengths":
			tree(8)
		case "sum":
			v, err := strconv.ParseUint(value, 16, 24)
			if err != nil {
				t.Fatalf("%s %s: %v", name, value, err)
			}
			e.raw(uint32(v), 24)
		default:
			if notNumber != nil {
				t.Fatalf("%s %s: %v", name, value, notNumber)
			}
			of(name, func() any { return newNumber() }).(*number).code(e, n)
		}
	}
	return e.finish()
}

// TestDocumentExample builds the set of FORMAT.md and compares the bytes of every
// file with those on the page; and it encodes the values that the page lists,
// which must give the same bytes.
func TestDocumentExample(t *testing.T) {
	files, err := Build(exampleSet(), Default(2), nil)
	if err != nil {
		t.Fatal(err)
	}
	page := format(t)
	for _, f := range files {
		told := regexp.MustCompile("(?s)`" + regexp.QuoteMeta(f.Name) + "`[^`]*```\n(.*?)```(?:\n+```\n(.*?)```)?").FindStringSubmatch(page)
		if told == nil {
			t.Errorf("FORMAT.md does not show %s: % x", f.Name, f.Data)
			continue
		}
		if strings.HasSuffix(f.Name, ".json") {
			if strings.TrimSpace(told[1]) != string(f.Data) {
				t.Errorf("%s is %s", f.Name, f.Data)
			}
			continue
		}
		data, err := hex.DecodeString(strings.Join(strings.Fields(told[1]), ""))
		if err != nil || string(data) != string(f.Data) {
			t.Errorf("%s is % x; %v", f.Name, f.Data, err)
		}
		body := f.Data
		switch f.Name[0] {
		case 'r':
			body = body[4:]
		case 'p':
			body = body[2+int(body[1]):]
		}
		if got := replay(t, told[2]); string(got) != string(body) {
			t.Errorf("%s: its values give % x, not % x", f.Name, got, body)
		}
	}
}

// TestDocumentSizes compares the table of FORMAT.md, 10, with the sizes used.
func TestDocumentSizes(t *testing.T) {
	_, rest, _ := strings.Cut(format(t), "| | Below 20,000 documents |")
	rest, _, _ = strings.Cut(rest, "\n\n")
	rows := strings.Split(rest, "\n")[2:]
	for column, documents := range []int{19_999, 20_000, 100_000} {
		s := Default(documents)
		words, lengths := fmt.Sprint(s.Words), "root"
		if documents >= 20_000 {
			if lengths = "postings"; s.Words == documents/5 {
				words = "*N*/5"
			}
		}
		if s.Inline != 20_000 {
			t.Errorf("lengths leave the root at %d documents", s.Inline)
		}
		want := []string{words, fmt.Sprint(s.Spelling), fmt.Sprint(s.Positions), fmt.Sprint(s.Cards), lengths}
		for i, row := range rows {
			cells := strings.Split(row, "|")
			if got := strings.TrimSpace(cells[2+min(column, 1)]); i >= len(want) || got != want[i] {
				t.Errorf("%d documents: FORMAT.md says %s for %s, the code %v", documents, got, strings.TrimSpace(cells[1]), want)
			}
		}
	}
}
