package search

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"essaim/search/analysis"
	"essaim/search/indexer"
	"essaim/search/inverted"
	"essaim/search/schema"
	"essaim/search/shard"
)

// A halves holds both halves: an index and the shards that were made with it.
type halves struct {
	ix      *Index
	words   *dictionary
	shards  *shard.Contents
	members map[string][][]string
	byWord  map[string]shard.ReadWord
	order   []string
}

// buildBoth builds an index and reads both of its halves.
func buildBoth(t *testing.T, loc indexer.Locale, docs []indexer.Document, sizes shard.Sizes) *halves {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	built, err := sized(sizes).Build(context.Background(), dir, loc, docs, nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &halves{members: map[string][][]string{}, byWord: map[string]shard.ReadWord{}}
	if b.shards, err = shard.Read(built.Shards); err != nil {
		t.Fatal(err)
	}
	if b.ix, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.ix.Close() })
	if b.words, err = b.ix.dictionary(); err != nil {
		t.Fatal(err)
	}
	for _, s := range b.shards.Shards {
		classes := make([][]string, len(s.Elsewhere))
		for i := range classes {
			classes[i] = slices.Clone(s.Elsewhere[i])
		}
		for _, w := range s.Words {
			for _, c := range w.Classes {
				classes[c] = append(classes[c], w.Text)
			}
		}
		for i := range classes {
			slices.SortFunc(classes[i], shard.Compare)
		}
		for _, w := range s.Words {
			b.byWord[w.Text] = w
			b.order = append(b.order, w.Text)
			for _, c := range w.Classes {
				b.members[w.Text] = append(b.members[w.Text], classes[c])
			}
		}
	}
	return b
}

// formed are documents in a language whose stemmer reads accents.
func formed() []indexer.Document {
	return []indexer.Document{
		{ID: "a", Title: "Los años", Body: "Años y anos. El niño y la niña; el papá y el papa.", Date: "2026-01-02"},
		{ID: "b", Title: "Anos", Body: "Ano, año. Papas, papás, niños: organización, organizaciones. ¿Qué hacía? Hacia allá."},
		{ID: "c", Title: "Papá", Summary: "El año organizacion", Body: "Él trabaja más que tú. Tu casa, mas no mi casa."},
	}
}

// TestShardsHoldTheIndex compares all that the shards hold with what the Bleve
// reader says.
func TestShardsHoldTheIndex(t *testing.T) {
	small := shard.Sizes{Words: 200, Spelling: 20, Positions: 3, Cards: 3, Inline: 1 << 20}
	inline := small
	inline.Inline = 1
	boosted := readFixture(t, "fr.txt")
	for i := range boosted {
		boosted[i].Boost = []float64{0, 1.25, 1, 0.5}[i%4]
		boosted[i].Date = []string{"", "2026-11-24", "2025-01-01"}[i%3]
		boosted[i].Headings = []string{"Le " + boosted[(i+1)%len(boosted)].Title, "Seine-Saint-Denis", "Qui êtes-vous ?"}
	}
	for _, c := range []struct {
		name  string
		loc   indexer.Locale
		docs  []indexer.Document
		sizes shard.Sizes
	}{
		{"fr", french, boosted, small},
		{"fr whole", french, boosted, shard.Default(100)},
		{"en", indexer.Locale{Tag: "en", Synonyms: [][]string{{"social enterprise", "laundry"}}}, readFixture(t, "en.txt"), small},
		{"ja", indexer.Locale{Tag: "ja", Synonyms: [][]string{{"東京", "首都"}, {"再利用", "リサイクル"}}}, readFixture(t, "ja.txt"), inline},
		{"es", indexer.Locale{Tag: "es"}, formed(), inline},
		// A stop word without its accent is a word like any other.
		{"de", indexer.Locale{Tag: "de"}, []indexer.Document{{ID: "a", Title: "Fur und Pelz", Body: "Ein Fur. Für alle."}, {ID: "b", Title: "Für Elise", Body: "Wir können, konnen, Können."}}, small},
		{"nothing", french, nil, shard.Default(100)},
	} {
		t.Run(c.name, func(t *testing.T) { checkBoth(t, c.loc, c.docs, c.sizes) })
	}
}

func checkBoth(t *testing.T, loc indexer.Locale, docs []indexer.Document, sizes shard.Sizes) {
	t.Helper()
	b := buildBoth(t, loc, docs, sizes)
	b.checkRoot(t)
	b.checkPostings(t)
	b.checkFields(t)
	b.checkWords(t)
	b.checkSpelling(t)
	b.checkCards(t)
	b.checkFacets(t)
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if a, b := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); a != b {
		t.Errorf("%s:\n got %.300s\nwant %.300s", what, a, b)
	}
}

func (b *halves) checkRoot(t *testing.T) {
	t.Helper()
	r, m := b.shards.Root, b.ix.manifest
	same(t, "tag", r.Tag, m.Tag)
	same(t, "documents", r.Documents, b.ix.documents)
	same(t, "boosts", r.Boosts, m.Boosts)
	same(t, "synonyms", r.Synonyms, b.ix.synonyms)
	var fields []shard.Field
	for _, f := range m.Fields {
		fields = append(fields, shard.Field{Name: f.Name, Weight: f.Weight, B: f.B, Length: int(f.Length)})
	}
	same(t, "fields", r.Fields, fields)
	a, giveBack := b.ix.borrow()
	defer giveBack()
	reading := a.Reading()
	reading.Stops = slices.DeleteFunc(reading.Stops, func(s string) bool { return !b.words.stops[s] })
	same(t, "reading", r.Reading, shard.Reading(reading))
	if len(r.Reading.Stops) != len(b.words.stops) {
		t.Errorf("%d stop words, want %d", len(r.Reading.Stops), len(b.words.stops))
	}
}

// checkPostings: frequencies, lengths, positions and windows of every word.
func (b *halves) checkPostings(t *testing.T) {
	t.Helper()
	s := b.ix.newScorer(context.Background())
	lengths := map[int]int{}
	for _, word := range b.order {
		w := b.byWord[word]
		// By field, what the postings say.
		got := map[string][]hitCount{}
		p := &positions{scorer: s}
		for i, posting := range w.Postings {
			doc := uint32(posting.Document)
			length := 0
			if b.shards.Root.Lengths != nil {
				length = b.shards.Root.Lengths[doc]
			} else {
				length = w.Lengths[i]
			}
			if known, ok := lengths[posting.Document]; ok && known != length {
				t.Errorf("document %d has the lengths %d and %d", doc, known, length)
			}
			lengths[posting.Document] = length
			if posting.Freq > 0 {
				got[schema.Body] = append(got[schema.Body], hitCount{doc, posting.Freq, length})
			}
			for _, h := range posting.Fields {
				name := b.ix.manifest.Fields[h.Field].Name
				got[name] = append(got[name], hitCount{doc, h.Freq, h.Length})
			}
			at, err := p.of(doc, word)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(at, posting.Positions) {
				t.Errorf("%q in %d stands at %v, want %v", word, doc, posting.Positions, at)
			}
			windows, err := p.windows(doc, []string{word})
			if err != nil || windows != posting.Windows {
				t.Errorf("%q in %d: windows %08b, want %08b; %v", word, doc, posting.Windows, windows, err)
			}
		}
		p.close()
		for _, f := range b.ix.manifest.Fields {
			want, err := s.counts(f.Name, word)
			if err != nil {
				t.Fatal(err)
			}
			want = slices.Clone(want)
			for i := range want {
				want[i].length = inverted.Quantised(want[i].length)
			}
			same(t, word+" in "+f.Name, got[f.Name], want)
		}
	}
}

// checkFields: every term of every field is a word of the shards, or an
// accented spelling of one.
func (b *halves) checkFields(t *testing.T) {
	t.Helper()
	for _, f := range b.ix.manifest.Fields {
		n := 0
		err := b.ix.eachTerm(f.Name, func(term string, _ int) {
			n++
			if _, ok := b.byWord[analysis.Fold(term)]; !ok {
				t.Errorf("%s: %q is in no shard", f.Name, term)
			}
		})
		if err != nil || n == 0 && b.ix.documents > 0 && f.Name == schema.Body {
			t.Errorf("%s: %d terms, %v", f.Name, n, err)
		}
	}
}

// checkWords: classes, and completions of every prefix.
func (b *halves) checkWords(t *testing.T) {
	t.Helper()
	if !slices.IsSortedFunc(b.order, shard.Compare) || len(slices.Compact(slices.Clone(b.order))) != len(b.order) {
		t.Error("the words of the shards are not in order")
	}
	counts := map[string]int{}
	prefixes := map[string]bool{}
	compounds := map[string]bool{}
	for _, e := range b.words.entries {
		for i := range e.word {
			if b.words.count(e.word[:i]) > 0 && b.words.count(e.word[i:]) > 0 {
				compounds[e.word[:i]] = true
			}
		}
	}
	for _, word := range b.order {
		if got := b.byWord[word].Compound; got != compounds[word] {
			t.Errorf("%q begins a compound: %t, want %t", word, got, compounds[word])
		}
		for _, p := range b.byWord[word].Postings {
			if p.Freq > 0 {
				counts[word]++
			}
		}
		if counts[word] != b.words.count(word) {
			t.Errorf("%q is in %d documents, want %d", word, counts[word], b.words.count(word))
		}
		if (len(b.members[word]) == 0) != (counts[word] == 0) {
			t.Errorf("%q is in %d documents and has the classes %v", word, counts[word], b.members[word])
		}
		// The order of the classes is that of the trees, by which scores are added.
		same(t, "classes of "+word, b.members[word], b.words.classes(word))
		for i := range word {
			if len([]rune(word[:i])) >= minPrefix {
				prefixes[word[:i]] = true
			}
		}
	}
	for p := range prefixes {
		at := 0
		for i, e := range b.shards.Root.Words {
			if shard.Compare(e.Key, p) <= 0 {
				at = i
			}
		}
		s := b.shards.Shards[at]
		got, ok := s.Completions[p]
		if !ok {
			for _, w := range s.Words {
				if len(w.Classes) > 0 && w.Text != p && strings.HasPrefix(w.Text, p) {
					got = append(got, w.Text)
				}
			}
			slices.SortStableFunc(got, func(a, b string) int { return counts[b] - counts[a] })
			got = got[:min(len(got), shard.Completions)]
		}
		same(t, "completions of "+p, got, b.words.prefixed(p))
	}
}

// checkSpelling: the words that may have been meant, as they are usually
// written.
func (b *halves) checkSpelling(t *testing.T) {
	t.Helper()
	var want []string
	for i := range b.words.entries {
		if e := &b.words.entries[i]; e.spellable() {
			want = append(want, fmt.Sprint(b.words.spelling(e.word), " ", shard.FrequencyClass(e.count)))
		}
	}
	backwards := func(s string) string {
		r := []rune(s)
		slices.Reverse(r)
		return string(r)
	}
	slices.Sort(want)
	for name, files := range map[string][][]shard.Spelling{"spelling": b.shards.Spelling, "reversed": b.shards.Reversed} {
		var got []string
		for _, s := range slices.Concat(files...) {
			shown := s.Shown
			if name == "reversed" {
				shown = backwards(shown)
			}
			got = append(got, fmt.Sprint(shown, " ", s.Class))
		}
		slices.Sort(got)
		same(t, name, got, want)
	}
}

func (b *halves) checkCards(t *testing.T) {
	t.Helper()
	labels := map[string]string{}
	for _, k := range b.shards.Root.Types {
		labels[k.Key] = k.Label
	}
	a, giveBack := b.ix.borrow()
	defer giveBack()
	for doc, got := range b.shards.Cards {
		h, err := b.ix.hit(candidate{doc: uint32(doc)}, &plan{}, a)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "card", got, shard.Card{ID: h.ID, URL: h.URL, Type: h.Type, Title: h.Title, Summary: h.Summary, Date: h.Date})
		if labels[h.Type] != h.TypeLabel {
			t.Errorf("type %q is called %q, want %q", h.Type, labels[h.Type], h.TypeLabel)
		}
	}
}

func (b *halves) checkFacets(t *testing.T) {
	t.Helper()
	columns, err := b.ix.facets()
	if err != nil {
		t.Fatal(err)
	}
	var want []shard.Facet
	for _, c := range columns {
		want = append(want, shard.Facet{Name: c.name, Values: c.values, Documents: c.docs})
	}
	same(t, "facets", b.shards.Facets, want)
}

// TestShardsKeepTheirNames: changing one word of one document gives other names
// only to the files of the words that changed.
func TestShardsKeepTheirNames(t *testing.T) {
	docs := generated(120)
	const edited = 57
	sizes := shard.Sizes{Words: 1500, Spelling: 200, Positions: 4, Cards: 4, Inline: 1 << 20}
	before := buildBoth(t, french, docs, sizes)
	old := before.names()
	if len(before.shards.Shards) < 30 || len(old) < 100 {
		t.Fatalf("%d shards, %d files: too few to tell", len(before.shards.Shards), len(old))
	}
	words := strings.Fields(docs[edited].Body)
	// A word of the middle of a line, by whether it is wanted.
	word := func(wanted func(w string) bool) int {
		for i, w := range words {
			if i > 100 && wanted(w) && strings.Contains(docs[edited].Body, " "+words[i-1]+" "+w+" "+words[i+1]+" ") {
				return i
			}
		}
		t.Fatal("no such word")
		return 0
	}
	count := func(least, most int) func(string) bool {
		return func(w string) bool {
			n := before.words.count(analysis.Fold(w))
			return least <= n && n <= most
		}
	}
	for _, c := range []struct {
		name string
		at   int
		with string
	}{
		{"a common word becomes another", word(count(80, 120)), "formation"},
		{"a rare word becomes a common one", word(count(1, 1)), "emploi"},
		{"a common word becomes a new one", word(count(100, 120)), "xylophone"},
		{"a rare word becomes a new one", word(count(2, 3)), "aquarelle"},
		{"a word in the middle of the alphabet", word(count(4, 9)), "mandarine"},
		{"a stop word becomes another", word(func(w string) bool { return w == "le" }), "la"},
		{"a word loses its accent", word(func(w string) bool { return w == "écologie" }), "ecologie"},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := slices.Clone(docs)
			from := " " + words[c.at-1] + " " + words[c.at] + " " + words[c.at+1] + " "
			changed[edited].Body = strings.Replace(docs[edited].Body, from, " "+words[c.at-1]+" "+c.with+" "+words[c.at+1]+" ", 1)
			after := buildBoth(t, french, changed, sizes)
			after.checkNames(t, before, []string{analysis.Fold(words[c.at]), analysis.Fold(c.with)})
		})
	}
	t.Run("a title", func(t *testing.T) {
		changed := slices.Clone(docs)
		changed[edited].Title = strings.Replace(docs[edited].Title, strings.Fields(docs[edited].Title)[0], "xylophone", 1)
		after := buildBoth(t, french, changed, sizes)
		n := 0
		for i, sum := range after.shards.Root.Cards {
			if sum != before.shards.Root.Cards[i] {
				n++
				if i != edited/sizes.Cards {
					t.Errorf("card file %d changed", i)
				}
			}
		}
		if n != 1 {
			t.Errorf("%d card files changed", n)
		}
	})
}

// names returns the names of the files.
func (b *halves) names() map[string]bool {
	names := map[string]bool{}
	r := b.shards.Root
	add := func(kind string, sums ...uint32) {
		for _, s := range sums {
			names[shard.Name(kind, s)] = true
		}
	}
	for _, e := range r.Words {
		add("w", e.Sum)
	}
	for _, e := range slices.Concat(r.Spelling, r.Reversed) {
		add("s", e.Sum)
	}
	add("p", r.Positions...)
	add("c", r.Cards...)
	add("f", r.Facets)
	return names
}

// checkNames compares the names of files after some words have changed.
func (b *halves) checkNames(t *testing.T, before *halves, words []string) {
	t.Helper()
	old := before.names()
	// The words that a shard may hold to be another one: those that changed,
	// those that share a class with them, and what their prefixes are looked up by.
	touched := slices.Clone(words)
	for _, w := range words {
		for _, of := range []*halves{before, b} {
			touched = append(touched, slices.Concat(of.members[w]...)...)
		}
		for i := range w {
			if i > 1 {
				touched = append(touched, w[:i])
			}
		}
	}
	may := map[int]bool{}
	for _, w := range touched {
		for i, e := range slices.Backward(b.shards.Root.Words) {
			if shard.Compare(e.Key, w) <= 0 {
				may[i] = true
				break
			}
		}
	}
	n := 0
	for i, e := range b.shards.Root.Words {
		if !old[shard.Name("w", e.Sum)] {
			n++
			// Where a shard has grown, the boundary to the next may move.
			if !may[i] && !(may[i-1] && !slices.ContainsFunc(before.shards.Root.Words, func(b shard.Entry) bool { return b.Key == e.Key })) {
				t.Errorf("shard %d, from %q, changed with %q", i, e.Key, words)
			}
		}
	}
	for i, sum := range b.shards.Root.Positions {
		if old[shard.Name("p", sum)] {
			continue
		}
		each := b.shards.Root.PositionsEach
		if !slices.ContainsFunc(b.shards.Root.Words[i*each:min((i+1)*each, len(b.shards.Root.Words))], func(e shard.Entry) bool { return !old[shard.Name("w", e.Sum)] }) {
			t.Errorf("positions %d changed, and none of their words did", i)
		}
	}
	if (n == 0) != (before.words.stops[words[0]] && before.words.stops[words[1]] || words[0] == words[1]) || n > 6 {
		t.Errorf("%d shards changed with %q", n, words)
	}
	for i, sum := range b.shards.Root.Cards {
		if !old[shard.Name("c", sum)] {
			t.Errorf("card file %d changed", i)
		}
	}
	if !old[shard.Name("f", b.shards.Root.Facets)] {
		t.Error("the facets changed")
	}
	spellings := 0
	for _, e := range slices.Concat(b.shards.Root.Spelling, b.shards.Root.Reversed) {
		if !old[shard.Name("s", e.Sum)] {
			spellings++
		}
	}
	if spellings > 2*len(words) {
		t.Errorf("%d files of spellings changed", spellings)
	}
	t.Logf("%d of %d shards, %d spellings", n, len(b.shards.Root.Words), spellings)
}
