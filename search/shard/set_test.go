package shard

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"essaim/search/inverted"
)

// small are sizes that make many files of few words.
var small = Sizes{Words: 150, Spelling: 10, Positions: 3, Cards: 3, Inline: 1 << 20}

// pack writes the postings of a word, in pieces.
func pack(postings []Posting, pieces int) []Piece {
	var all []Piece
	for part := range slices.Chunk(postings, max(1, (len(postings)+pieces-1)/pieces)) {
		base, fields := part[0].Document, 1
		for _, p := range part {
			for _, f := range p.Fields {
				fields = max(fields, f.Field+1)
			}
		}
		w := inverted.NewWriter(part[len(part)-1].Document-base+1, fields)
		var spots []inverted.Spot
		for _, p := range part {
			for _, position := range p.Positions {
				spots = append(spots, inverted.NewSpot(p.Document-base, 0, int32(position)))
			}
			lengths := make([]int, fields)
			for _, f := range p.Fields {
				lengths[f.Field] = f.Length
				for range f.Freq {
					spots = append(spots, inverted.NewSpot(p.Document-base, f.Field, 0))
				}
			}
			w.Document(p.Document-base, inverted.Key{}, lengths)
		}
		w.AddSpots(&inverted.Entry{Text: "x"}, spots)
		f, err := inverted.Open(w.Bytes())
		if err != nil {
			panic(err)
		}
		var r inverted.Record
		f.Record(0, &r)
		all = append(all, Piece{base, r.Body, r.Other})
	}
	return all
}

// give sets the postings of the words of a set, in so many pieces.
func (s *Set) give(postings [][]Posting, pieces func(word int) int) {
	var all [][]Piece
	for i, list := range postings {
		all = append(all, pack(list, pieces(i)))
		w := &s.Words[i]
		w.Postings, w.Documents = len(list), 0
		for _, p := range list {
			w.Documents += min(p.Freq, 1)
		}
		w.Sum = inverted.Sum(fmt.Sprint(list), 0)
		for _, p := range list {
			w.LengthSum = inverted.Mix(w.LengthSum, uint64(s.Lengths[p.Document]))
		}
	}
	s.Lists = func(first int) func() []Piece {
		return func() []Piece {
			first++
			return all[first-1]
		}
	}
}

// randomPostings returns the postings of a word in some of the documents.
func randomPostings(r *rand.Rand, documents, fields int, share float64, stop bool) []Posting {
	var list []Posting
	for d := range documents {
		if r.Float64() >= share {
			continue
		}
		p := Posting{Document: d}
		if !stop {
			p.Freq = 1 + int(r.ExpFloat64()*1.5)
		}
		for range p.Freq {
			p.Positions = append(p.Positions, r.IntN(900))
		}
		slices.Sort(p.Positions)
		for _, at := range p.Positions {
			p.Windows |= 1 << (at / 32 % 8)
		}
		if p.Freq > 3 {
			p.Windows = 255
		}
		for f := 1; f < fields; f++ {
			if r.IntN(4) == 0 || stop && f == 1 {
				p.Fields = append(p.Fields, FieldHit{f, 1 + r.IntN(3), lengthOf(r.IntN(40))})
			}
		}
		list = append(list, p)
	}
	return list
}

// randomSet returns a set, and the postings of its words.
func randomSet(seed uint64, documents, words int) (*Set, [][]Posting) {
	r := rand.New(rand.NewPCG(seed, 11))
	s := &Set{
		Tag:    "fr-CA",
		Fields: []Field{{"body", 1, 0.75, 123456}, {"title", 6, 0.3, 900}, {"headings", 1.5, 0.3, 0}, {"field_place", 2.25, 0.3, 31}},
		Types:  []Type{{"news", "Actualités"}, {"page", ""}, {"été", "日本"}},
		Reading: Reading{
			Articles: []string{"d", "l", "qu"}, Stops: []string{"a", "aux", "le"}, Endings: []string{" s", "al aux", "eur euse"}, Inclusive: true, Thousands: '.',
		},
		Boosts: []Boost{{1.25, []int{0, 3, documents - 1}}, {0.5, []int{2}}},
	}
	for d := range documents {
		id := fmt.Sprintf("t/%d", d)
		s.Documents = append(s.Documents, Card{
			ID: id, URL: []string{"/fr/" + id + "/", "/" + id + "/", "https://e.example/fr/" + id + "/", "/fr/" + id + ".html"}[d%4],
			Type: s.Types[d%3].Key, Title: "Le <b> & « " + strconv.Itoa(d), Summary: strings.Repeat("é", d%5), Date: []string{"", "2026-11-24"}[d%2],
		})
		s.Lengths = append(s.Lengths, lengthOf(r.IntN(70)))
	}
	texts := map[string]bool{}
	alphabet := []string{"a", "b", "e", "t", "er", "s", "1", "東", "\uffff", "\U00020000", "ß"}
	for len(texts) < words {
		var b strings.Builder
		for range 1 + r.IntN(5) {
			b.WriteString(alphabet[min(r.IntN(len(alphabet)), r.IntN(len(alphabet)))])
		}
		texts[b.String()] = true
	}
	var postings [][]Posting
	for text := range texts {
		s.Words = append(s.Words, Word{Text: text})
	}
	slices.SortFunc(s.Words, func(a, b Word) int { return Compare(a.Text, b.Text) })
	classes := words * 2 / 3
	for i := range s.Words {
		w := &s.Words[i]
		stop := r.IntN(20) == 0
		list := randomPostings(r, documents, len(s.Fields), min(1, r.ExpFloat64()*0.1), stop)
		if len(list) == 0 {
			list = []Posting{{Document: r.IntN(documents), Freq: 1, Positions: []int{5}, Windows: 1}}
			stop = false
		}
		for !stop && len(w.Classes) < 1+i%7/5 {
			// Most members of a class are neighbours, some are not.
			class := int32(i * 2 / 3)
			if r.IntN(6) == 0 || len(w.Classes) > 0 {
				class = int32(r.IntN(classes))
			}
			if !slices.Contains(w.Classes, class) {
				w.Classes = append(w.Classes, class)
			}
		}
		slices.Sort(w.Classes)
		if i%5 == 0 {
			w.Shown = strings.ToUpper(w.Text) + "é"
		}
		postings = append(postings, list)
	}
	s.give(postings, func(i int) int { return 1 + i%3 })
	word := func(i int) string { return s.Words[i*7919%words].Text }
	s.Synonyms = [][]Member{
		{{[]string{word(1)}, []int{0}}, {[]string{word(2), word(3)}, []int{0, 2}}},
		{{[]string{word(1), "unknown"}, []int{0, 1}}, {[]string{word(4)}, []int{0}}, {[]string{word(2)}, []int{0}}},
	}
	for f := range 3 {
		facet := Facet{Name: []string{"theme", "année", "vide"}[f]}
		for v := range []int{5, 20, 0}[f] {
			facet.Values = append(facet.Values, fmt.Sprintf("v%02d é", v))
			var docs []uint32
			for d := range documents {
				if r.IntN(3+v) == 0 {
					docs = append(docs, uint32(d))
				}
			}
			facet.Documents = append(facet.Documents, docs)
		}
		s.Facets = append(s.Facets, facet)
	}
	return s, postings
}

// lookUp returns the index of the file in which a key is looked up.
func lookUp(entries []Entry, key string) int {
	at := 0
	for i, e := range entries {
		if Compare(e.Key, key) <= 0 {
			at = i
		}
	}
	return at
}

func build(t testing.TB, s *Set, sizes Sizes) ([]File, *Contents) {
	t.Helper()
	files, err := Build(s, sizes, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Read(files)
	if err != nil {
		t.Fatal(err)
	}
	return files, c
}

// same compares two values in which an empty list is as good as none.
func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if a, b := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); a != b {
		t.Errorf("%s:\n got %.400s\nwant %.400s", what, a, b)
	}
}

func TestSet(t *testing.T) {
	inline := small
	inline.Inline = 1
	for name, sizes := range map[string]Sizes{"small": small, "default": Default(100), "lengths inline": inline} {
		t.Run(name, func(t *testing.T) {
			s, postings := randomSet(1, 50, 400)
			files, c := build(t, s, sizes)
			if name != "default" && (len(c.Shards) < 10 || len(c.Root.Spelling) < 10 || len(c.Root.Positions) < 3) {
				t.Errorf("%d shards, %d spellings, %d positions: too few to test anything", len(c.Shards), len(c.Root.Spelling), len(c.Root.Positions))
			}
			checkRoot(t, s, c, sizes)
			checkWords(t, s, c, postings)
			checkCompletions(t, s, c)
			checkSpelling(t, s, c)
			same(t, "cards", c.Cards, s.Documents)
			same(t, "facets", c.Facets, s.Facets)
			if files[0].Name[0] != 'r' || !slices.IsSortedFunc(files[1:], func(a, b File) int { return strings.Compare(a.Name, b.Name) }) {
				t.Error("the files are not in order")
			}
			for _, f := range files {
				if want := Name(f.Name[:1], Sum(f.Data)); f.Name != want {
					t.Errorf("%s should be %s", f.Name, want)
				}
			}
		})
	}
}

func checkRoot(t *testing.T, s *Set, c *Contents, sizes Sizes) {
	t.Helper()
	r := c.Root
	same(t, "tag", r.Tag, s.Tag)
	same(t, "documents", r.Documents, len(s.Documents))
	same(t, "fields", r.Fields, s.Fields)
	same(t, "types", r.Types, s.Types)
	same(t, "reading", r.Reading, s.Reading)
	same(t, "synonyms", r.Synonyms, s.Synonyms)
	same(t, "boosts", r.Boosts, s.Boosts)
	if len(s.Documents) < sizes.Inline {
		same(t, "lengths", r.Lengths, s.Lengths)
	} else if r.Lengths != nil {
		t.Error("the lengths stand in the root and in the postings")
	}
	for what, list := range map[string][]Entry{"words": r.Words, "spelling": r.Spelling, "reversed": r.Reversed} {
		if list[0].Key != "" || !slices.IsSortedFunc(list, func(a, b Entry) int { return Compare(a.Key, b.Key) }) {
			t.Errorf("the keys of %s are not in order: %v", what, list)
		}
	}
	// What was read is written as it was.
	if data := r.encode(); !bytes.Equal(data, c.Root.encode()) || Sum(data) != Sum(r.encode()) {
		t.Error("writing a root twice gives other bytes")
	}
}

func checkWords(t *testing.T, s *Set, c *Contents, postings [][]Posting) {
	t.Helper()
	members := map[int32][]string{}
	for _, w := range s.Words {
		for _, class := range w.Classes {
			members[class] = append(members[class], w.Text)
		}
	}
	at := 0
	for n, shard := range c.Shards {
		// The members of a class are those in the shard and those elsewhere.
		classes := make([][]string, len(shard.Elsewhere))
		for i, list := range shard.Elsewhere {
			classes[i] = slices.Clone(list)
		}
		for _, w := range shard.Words {
			for _, class := range w.Classes {
				classes[class] = append(classes[class], w.Text)
			}
		}
		for i := range classes {
			slices.SortFunc(classes[i], Compare)
		}
		marks := map[string]bool{}
		for _, m := range shard.Marks {
			marks[fmt.Sprint(classes[m.Class], m.Group, m.Member, m.Word)] = true
		}
		for _, got := range shard.Words {
			want := s.Words[at]
			if got.Text != want.Text {
				t.Fatalf("word %d is %q, want %q", at, got.Text, want.Text)
			}
			if found := lookUp(c.Root.Words, got.Text); found != n {
				t.Errorf("%q is in shard %d and looked up in %d", got.Text, n, found)
			}
			same(t, "postings of "+got.Text, got.Postings, postings[at])
			var wantLengths []int
			if c.Root.Lengths == nil {
				for _, p := range postings[at] {
					wantLengths = append(wantLengths, s.Lengths[p.Document])
				}
			}
			same(t, "lengths of "+got.Text, got.Lengths, wantLengths)
			for i, class := range want.Classes {
				same(t, "members of "+got.Text, classes[got.Classes[i]], members[class])
				for g, group := range s.Synonyms {
					for m, member := range group {
						for k, text := range member.Words {
							if slices.Contains(members[class], text) && !marks[fmt.Sprint(members[class], g, m, k)] {
								t.Errorf("shard %d does not say that %s stands for word %d of member %d of group %d", n, got.Text, k, m, g)
							}
						}
					}
				}
			}
			if len(got.Classes) != len(want.Classes) {
				t.Errorf("%q has %d classes, want %d", got.Text, len(got.Classes), len(want.Classes))
			}
			at++
		}
	}
	if at != len(s.Words) {
		t.Errorf("%d words, want %d", at, len(s.Words))
	}
}

// checkCompletions: the shard in which a prefix is looked up knows the most
// frequent words that go on from it.
func checkCompletions(t *testing.T, s *Set, c *Contents) {
	t.Helper()
	prefixes := map[string]bool{}
	for _, w := range s.Words {
		letters := []rune(w.Text)
		for n := 2; n <= len(letters); n++ {
			prefixes[string(letters[:n])] = true
		}
	}
	complete := func(prefix string, words []ReadWord, counts map[string]int) []string {
		var list []string
		for _, w := range words {
			if len(w.Classes) > 0 && len(w.Text) > len(prefix) && strings.HasPrefix(w.Text, prefix) {
				list = append(list, w.Text)
			}
		}
		slices.SortStableFunc(list, func(a, b string) int { return counts[b] - counts[a] })
		return list[:min(len(list), Completions)]
	}
	counts := map[string]int{}
	var all []ReadWord
	for _, shard := range c.Shards {
		all = append(all, shard.Words...)
	}
	for _, w := range s.Words {
		counts[w.Text] = w.Documents
	}
	known := 0
	for p := range prefixes {
		shard := c.Shards[lookUp(c.Root.Words, p)]
		got, ok := shard.Completions[p]
		if !ok {
			got = complete(p, shard.Words, counts)
		} else {
			known++
		}
		same(t, "completions of "+p, got, complete(p, all, counts))
	}
	if len(c.Shards) > 10 && known == 0 {
		t.Error("no prefix goes on in another shard: nothing is tested")
	}
}

// checkSpelling: every word that may have been meant is found by its first two
// letters and by its last three.
func checkSpelling(t *testing.T, s *Set, c *Contents) {
	t.Helper()
	find := func(entries []Entry, files [][]Spelling, key, shown string, class int) {
		first := lookUp(entries, key)
		last := first
		for last+1 < len(entries) && (Compare(entries[last+1].Key, key) <= 0 || strings.HasPrefix(entries[last+1].Key, key)) {
			last++
		}
		if all := slices.Concat(files[first : last+1]...); !slices.ContainsFunc(all, func(sp Spelling) bool { return sp.Shown == shown && sp.Class == class }) {
			t.Errorf("%q, class %d, is in no file looked at for %q", shown, class, key)
		}
	}
	n := 0
	for _, w := range s.Words {
		shown := w.Shown
		if shown == "" {
			shown = w.Text
		}
		letters := []rune(w.Text)
		if len(w.Classes) == 0 || len(letters) < 3 {
			continue
		}
		n++
		class := FrequencyClass(w.Documents)
		find(c.Root.Spelling, c.Spelling, string(letters[:2]), shown, class)
		find(c.Root.Reversed, c.Reversed, reversed(string(letters[len(letters)-3:])), reversed(shown), class)
	}
	if a, b := len(slices.Concat(c.Spelling...)), len(slices.Concat(c.Reversed...)); a != n || b != n {
		t.Errorf("%d and %d spellings, want %d", a, b, n)
	}
}

func TestSetSameBytes(t *testing.T) {
	var want []File
	for i := range 3 {
		s, _ := randomSet(4, 40, 300)
		files, _ := build(t, s, small)
		if i == 0 {
			want = files
		} else if !reflect.DeepEqual(files, want) {
			t.Error("the same set gives other files")
		}
	}
}

func TestSetEmpty(t *testing.T) {
	files, c := build(t, &Set{Tag: "xx", Fields: []Field{{Name: "body"}}}, Default(100))
	if c.Root.Documents != 0 || len(c.Shards) != 1 || len(c.Shards[0].Words) != 0 || len(files) != 3 {
		t.Errorf("%+v, %d files", c.Root, len(files))
	}
	if c.Root.Lengths == nil {
		t.Error("an empty set holds its lengths in the postings")
	}
}

// TestSetRoot: a root that is read is written as the same bytes.
func TestSetRoot(t *testing.T) {
	s, _ := randomSet(2, 30, 200)
	files, c := build(t, s, small)
	if !bytes.Equal(c.Root.encode(), files[0].Data) {
		t.Error("a root that was read is written otherwise")
	}
}

// TestCardID: an ID is left out of a card only if its URL tells it.
func TestCardID(t *testing.T) {
	for _, c := range []struct{ url, id, want string }{
		{"/fr/initiatives/lil-o/", "initiatives/lil-o", `["/fr/initiatives/lil-o/","","","",0]`},
		{"/initiatives/lil-o/", "initiatives/lil-o", `["/initiatives/lil-o/","","","",0]`},
		{"/fr/initiatives/lil-o/", "lil-o", `["/fr/initiatives/lil-o/","","","",0,"lil-o"]`},
		{"/lil-o/", "lil-o", `["/lil-o/","","","",0,"lil-o"]`},
		{"/fr/a/b/c/", "a/b/c", `["/fr/a/b/c/","","","",0,"a/b/c"]`},
		{"/fr/a/b", "a/b", `["/fr/a/b","","","",0,"a/b"]`},
		{"/fr//b/", "fr/b", `["/fr//b/","","","",0,"fr/b"]`},
		{"", "a<b", `["","","","",0,"a<b"]`},
	} {
		s := &Set{Types: []Type{{Key: "t"}}, Documents: []Card{{ID: c.id, URL: c.url, Type: "t"}}}
		files, err := s.cards(16, NewMemory())
		if err != nil || string(files[0].data) != "["+c.want+"]" {
			t.Errorf("%s at %s: %s %v, want [%s]", c.id, c.url, files[0].data, err, c.want)
			continue
		}
		cards, err := readCards(files[0].data, s.Types)
		if err != nil || cards[0].ID != c.id {
			t.Errorf("%s at %s: read as %+v %v", c.id, c.url, cards, err)
		}
	}
}

// TestCollision: two files with one checksum get different names.
func TestCollision(t *testing.T) {
	seen := map[uint32]string{}
	var a, b string
	for i := 0; a == ""; i++ {
		text := "file " + strconv.Itoa(i)
		if other, ok := seen[Sum([]byte(text))]; ok {
			a, b = other, text
		}
		seen[Sum([]byte(text))] = text
	}
	for _, kind := range []string{"w", "c"} {
		bd := &builder{files: map[fileID]named{}}
		first, second, again := bd.add(kind, named{data: []byte(a), sum: Sum([]byte(a))}), bd.add(kind, named{data: []byte(b), sum: Sum([]byte(b))}), bd.add(kind, named{data: []byte(a), sum: Sum([]byte(a))})
		if first == second || first != again || len(bd.files) != 2 {
			t.Errorf("%s: sums %08x %08x %08x, %d files", kind, first, second, again, len(bd.files))
		}
		for _, f := range bd.sorted() {
			if f.Name != Name(kind, Sum(f.Data)) {
				t.Errorf("%s has the sum %08x", f.Name, Sum(f.Data))
			}
		}
		if third := bd.add(kind, named{data: []byte(b), sum: Sum([]byte(b))}); third != second {
			t.Errorf("%s: the second file again has the sum %08x, want %08x", kind, third, second)
		}
	}
}

// TestReadReports names the file that is missing or damaged.
func TestReadReports(t *testing.T) {
	s, _ := randomSet(3, 20, 100)
	files, _ := build(t, s, small)
	for i, f := range files {
		without := slices.Delete(slices.Clone(files), i, i+1)
		want := f.Name + " is missing"
		if i == 0 {
			want = "no root"
		}
		if _, err := Read(without); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("without %s: %v", f.Name, err)
		}
		for what, data := range map[string][]byte{"cut short": f.Data[:len(f.Data)/2], "empty": nil, "changed": append([]byte{^f.Data[0]}, f.Data[1:]...)} {
			damaged := slices.Clone(files)
			damaged[i].Data = data
			if _, err := Read(damaged); err == nil || i > 0 && !strings.Contains(err.Error(), f.Name) {
				t.Errorf("%s %s: %v", f.Name, what, err)
			}
		}
	}
}

func TestSections(t *testing.T) {
	for _, want := range [][][]byte{{nil}, {[]byte("a")}, {[]byte("abc"), nil, []byte("d"), nil}, {bytes.Repeat([]byte("x"), 70_000), []byte("y")}} {
		got, err := sections(join(want), len(want))
		if err != nil || !slices.EqualFunc(got, want, bytes.Equal) {
			t.Errorf("%d sections: %q, want %q; %v", len(want), got, want, err)
		}
	}
}

// TestFormat: the bytes of one set. If they change on purpose, so do FORMAT.md,
// Version and the browser's half.
func TestFormat(t *testing.T) {
	s, _ := randomSet(5, 40, 300)
	inline := small
	inline.Inline = 1
	for _, c := range []struct {
		sizes Sizes
		want  string
	}{{small, "003a7006"}, {inline, "00c27882"}} {
		var all []byte
		files, _ := build(t, s, c.sizes)
		for _, f := range files {
			all = append(all, f.Data...)
		}
		if got := fmt.Sprintf("%08x", Sum(all)); got != c.want {
			t.Errorf("version %d has the sum %s, want %s", Version, got, c.want)
		}
	}
}
