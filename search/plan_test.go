package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"essaim/search/indexer"
)

// planOf returns the tree of a query.
func planOf(t testing.TB, ix *Index, text string, loose bool) *plan {
	t.Helper()
	words, err := ix.dictionary()
	if err != nil {
		t.Fatal(err)
	}
	a, giveBack := ix.borrow()
	defer giveBack()
	return ix.newPlanner(a, words).plan(cleaned(text), loose)
}

// TestPlan shows the tree of a query: clauses are parted by bars, the words of a
// class by slashes; the word after an equals sign is the one typed.
func TestPlan(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	for _, c := range []struct{ query, want string }{
		{"", ""},
		{"?!", ""},
		{"mobilier ", "mobilier=mobilier"},
		{"Le réemploi du mobilier ", "reemploi=reemploi | mobilier=mobilier"},
		{"l’été ", "ete=ete"},
		{"places ", "place^0.9"},
		{"formation ", "formation/formations/forme=formation"},
		{"16 000 lits ", "16000=16000 | lits=lits"},
		// Stop words alone.
		{"qui sommes ", "title:qui | title:sommes"},
		{"m", "title:m"},
		{"\"qui sommes\"", "every(title:qui title:sommes)"},
		{"\"qui\" mobilier ", "mobilier=mobilier"},
		{"qui \"mobilier\"", "mobilier"},
		// The last word may be unfinished.
		{"mobil", "mobilier^0.8"},
		{"mobil ", "best()"},
		{"mo", "best(mobilier^0.8 moins^0.8 mot^0.8)"},
		{"mobil table", "best() | tables^0.8"},
		{"part", "best(part/partie=part partage^0.15 partenaires^0.15 partir^0.15)"},
		{"form", "formation/formations/forme^0.8"},
		{"vill", "ville^0.8"},
		{"ville", "ville=ville"},
		{"recycl", "best(recyclage^0.8 recycle^0.8)"},
		// Hyphens, and words put together or parted.
		{"e-commerce ", "best(e=e ecommerce^0.5) | best(commerce=commerce ecommerce^0.5)"},
		{"e commerce ", "best(e=e ecommerce^0.5) | best(commerce=commerce ecommerce^0.5)"},
		{"ecommerce ", "ecommerce=ecommerce"},
		{"Seine-Saint-Denis ", "best(seine=seine seinesaintdenis^0.333) | best(saint=saint seinesaintdenis^0.333 saintdenis^0.5) | best(denis=denis seinesaintdenis^0.333 saintdenis^0.5)"},
		{"mobilierlits ", "every(mobilier lits)^0.6"},
		// Synonyms.
		{"ESS ", "best(ess=ess near:economie/economique:sociale/sociaux:solidaire^0.7)"},
		{"Jeux olympiques ", "best(jeux=jeux jo^0.7) | best(jo^0.35 jeux^0.35)"},
		{"jo ", "best(jo=jo jeux^0.7)"},
		{"deuxième vie", "near:seconde:vie^0.35 | best(vie=vie near:seconde:vie^0.35)"},
		// Unknown words.
		{"facilitatrices ", "facilitateurs^0.9"},
		{"lile ", "ile^0.8"},
		{"mobilire ", "mobilier^0.6"},
		{"blanchiserrie ", "blanchisserie^0.36"},
		{"16001 ", "best()"},
		{"zzzz ", "best()"},
		// Phrases.
		{"\"réemploi du mobilier\"", "phrase:0:reemploi:2:mobilier"},
		{"\"réemploi\"", "reemploi"},
		{"\"mobilier", "mobilier=mobilier"},
		{"lits «seconde vie» \"bois", "lits=lits | phrase:0:seconde:1:vie | best()"},
		{"\"e-commerce solidaire\"", "phrase:0:e:1:commerce:2:solidaire"},
	} {
		if got := planOf(t, ix, c.query, false).String(); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.query, got, c.want)
		}
	}
	if n := len(planOf(t, ix, strings.Repeat("un mot de trop ", 60), false).clauses); n != maxClauses {
		t.Errorf("a long query has %d clauses, want %d", n, maxClauses)
	}
	if got, want := planOf(t, ix, "\"lits mobilier\" ", true).String(), "lits=lits | mobilier=mobilier"; got != want {
		t.Errorf("loose: got %s, want %s", got, want)
	}
}

// TestPlanWords: what is marked in the texts, and the spans of what was typed.
func TestPlanWords(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	for _, c := range []struct {
		query, words, typed string
	}{
		{"les formations «seconde vie» l’île", "formation formations forme ile seconde vie", "formations île"},
		{"ESS", "economie economique ess sociale sociaux solidaire", "ESS"},
		{"qui sommes", "qui sommes", ""},
		{"Le zzzz", "", "zzzz"},
	} {
		pl := planOf(t, ix, c.query, false)
		var words, typed []string
		for w := range pl.words {
			words = append(words, w)
		}
		slices.Sort(words)
		for _, s := range pl.typed {
			typed = append(typed, c.query[s.start:s.end])
		}
		if strings.Join(words, " ") != c.words || strings.Join(typed, " ") != c.typed {
			t.Errorf("%s: words %q, typed %q", c.query, words, typed)
		}
	}
}

func TestStretches(t *testing.T) {
	for _, c := range []struct {
		query string
		loose bool
		want  string
	}{
		{"a b", false, "0:a b"},
		{"a \"b c\" d", false, "0:a  3:[b c] 7: d"},
		{"“a” «b» „c“", false, "3:[a] 10:[b] 17:[c]"},
		{"\"a\"\"b\"", false, "1:[a] 4:[b]"},
		{"\"\" a", false, "2: a"},
		{"a \"b", false, "0:a  b"},
		{"\"a\" \"", false, "1:[a] 3:  "},
		{"«a b» c", true, "0:  a b   c"},
		{"", false, ""},
	} {
		var got []string
		for _, s := range stretches(c.query, c.loose) {
			text := s.text
			if s.quoted {
				text = "[" + text + "]"
			}
			got = append(got, fmt.Sprintf("%d:%s", s.start, text))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %q, want %q", c.query, strings.Join(got, " "), c.want)
		}
	}
}

func TestCleaned(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "l’île": "l’île", "a\xffb": "a b", "\xe2\x80": " ",
		strings.Repeat("é", maxQuery): strings.Repeat("é", maxQuery), strings.Repeat("é", maxQuery+1): strings.Repeat("é", maxQuery),
	} {
		if got := cleaned(text); got != want {
			t.Errorf("%.20q: %.20q, %d bytes", text, got, len(got))
		}
	}
}

func TestEndings(t *testing.T) {
	groups := []string{" s", "al aux", "eur euse"}
	for word, want := range map[string]string{
		"local": "locals locaux", "locaux": "locauxs local", "lits": "litss lit", "vendeur": "vendeurs vendeuse", "mal": "mals", "as": "ass", "al": "als", "a": "", "": "",
	} {
		if got := strings.Join(endings(word, groups), " "); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

func TestTypos(t *testing.T) {
	for letters, want := range map[int]int{0: 0, 4: 0, 5: 1, 8: 1, 9: 2, 40: 2} {
		if got := typos(letters); got != want {
			t.Errorf("%d letters: %d, want %d", letters, got, want)
		}
	}
	for word, want := range map[string]bool{"": false, "lits": false, "ete2024": true, "½": true, "a1b": true} {
		if got := numbered(word); got != want {
			t.Errorf("%s: %t, want %t", word, got, want)
		}
	}
}

// TestDictionaryNear: nearest first, then the more frequent by class, then in
// order; two letters at the beginning or three at the end are right.
func TestDictionaryNear(t *testing.T) {
	docs := []indexer.Document{
		{ID: "a", Body: "maison raison saison liaison toison moisson mais"},
		{ID: "b", Body: "raison saison maisons"},
		{ID: "c", Body: "raison pomme lac"}, {ID: "d", Body: "raison saison"},
	}
	ix := openWith(t, indexer.Locale{Tag: "xx"}, docs)
	d, err := ix.dictionary()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		word            string
		distance, limit int
		want            string
	}{
		{"naison", 1, 5, "[{raison 2 1} {saison 1 1} {maison 0 1}]"},
		{"naison", 1, 2, "[{raison 2 1} {saison 1 1}]"},
		{"maison", 1, 5, "[{raison 2 1} {saison 1 1} {maisons 0 1}]"},
		{"maisno", 1, 5, "[{maison 0 1}]"},
		{"maisno", 0, 5, "[]"},
		{"ma", 1, 5, "[]"},
		{"mais0n", 2, 5, "[]"},
		{"axison", 2, 5, "[{raison 2 2} {saison 1 2} {maison 0 2} {toison 0 2}]"},
	} {
		if got := fmt.Sprint(d.near(c.word, func(int) int { return c.distance }, c.limit)); got != c.want {
			t.Errorf("%s: %s, want %s", c.word, got, c.want)
		}
	}
	// The longer of the two words says how much may differ.
	if got := fmt.Sprint(d.near("pome", typos, 5), d.near("lace", typos, 5), d.near("pomm", typos, 5)); got != "[{pomme 0 1}] [] [{pomme 0 1}]" {
		t.Errorf("by the longer word: %s", got)
	}
	if got := fmt.Sprint(d.prefixed("mai")); got != "[mais maison maisons]" {
		t.Errorf("mai… %s", got)
	}
	if got := fmt.Sprint(d.prefixed("mais"), d.prefixed("zz")); got != "[maison maisons] []" {
		t.Errorf("mais…, zz… %s", got)
	}
}

// TestDictionaryShown: the usual spelling of a word has the accents that at
// least half of the documents give it.
func TestDictionaryShown(t *testing.T) {
	ix := openWith(t, indexer.Locale{Tag: "fr"}, []indexer.Document{
		{ID: "a", Body: "Réemploi pâte l’école aujourd’hui cote"}, {ID: "b", Body: "reemploi pâté École Aujourd'hui cote"},
		{ID: "c", Body: "réemploi pate ecole côte"}, {ID: "d", Body: "pate"}, {ID: "e", Body: "pate"},
	})
	d, err := ix.dictionary()
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{"reemploi": "réemploi", "pate": "pate", "ecole": "école", "aujourdhui": "aujourd'hui", "cote": "cote", "unknown": "unknown"} {
		if got := d.spelling(word); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

// String returns the tree in one line.
func (n *node) String() string {
	var b strings.Builder
	switch n.Op {
	case opWords:
		b.WriteString(strings.Join(n.Words, "/"))
		if n.Exact != "" {
			b.WriteString("=" + n.Exact)
		}
	case opTitle:
		b.WriteString("title:" + n.Words[0])
	case opPhrase:
		b.WriteString("phrase")
		for i, w := range n.Words {
			fmt.Fprintf(&b, ":%d:%s", n.Positions[i], w)
		}
	case opNear:
		b.WriteString("near")
		for _, s := range n.Sets {
			b.WriteString(":" + strings.Join(s, "/"))
		}
	default:
		b.WriteString(string(n.Op) + "(")
		for i, k := range n.Kids {
			if i > 0 {
				b.WriteString(" ")
			}
			b.WriteString(k.String())
		}
		b.WriteString(")")
	}
	if n.Boost != 1 {
		fmt.Fprintf(&b, "^%.3g", n.Boost)
	}
	return b.String()
}

func (p *plan) String() string {
	parts := make([]string, len(p.clauses))
	for i, c := range p.clauses {
		parts[i] = c.String()
	}
	return strings.Join(parts, " | ")
}
