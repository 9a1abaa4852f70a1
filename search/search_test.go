package search

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// TestSearchFrench judges what French visitors type: the document that must come
// first, "" for none.
func TestSearchFrench(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	for _, c := range []struct{ query, first, why string }{
		{"serviettes", "pratiques/serviettes-reemployees", "a title beats many mentions"},
		{"serviette", "pratiques/serviettes-reemployees", "singular"},
		{"Le Pave", "initiatives/le-pave", "no accent, with article"},
		{"LE PAVÉ", "initiatives/le-pave", "capitals"},
		{"l'Ile Saint Denis", "initiatives/lil-o", "straight apostrophe, no accents, no hyphens"},
		{"L’Île-Saint-Denis", "initiatives/lil-o", "as written"},
		{"ile saint-denis", "initiatives/lil-o", "half of the hyphens"},
		{"seine saint denis", "initiatives/blanchisserie-solidaire", "spaces for hyphens"},
		{"seinesaintdenis", "initiatives/blanchisserie-solidaire", "joined"},
		{"ESAT", "initiatives/esat-de-la-plaine", "acronym"},
		{"E.S.A.T.", "initiatives/esat-de-la-plaine", "acronym with dots"},
		{"esat marchés", "pratiques/achats-responsables", "acronym with dots in the text"},
		{"réemploi", "pratiques/reemploi-mobilier", "accent"},
		{"reemploi", "pratiques/reemploi-mobilier", "without it"},
		{"RÉEMPLOIS", "pratiques/reemploi-mobilier", "plural in capitals"},
		{"entreprises inclusives", "pratiques/achats-responsables", "two words of a title"},
		{"entreprise inclusive", "pratiques/achats-responsables", "singular"},
		{"entreprises inclus", "pratiques/achats-responsables", "last word unfinished"},
		{"serviet", "pratiques/serviettes-reemployees", "unfinished"},
		{"sreviettes", "pratiques/serviettes-reemployees", "two letters exchanged"},
		{"blanchiserie", "initiatives/blanchisserie-solidaire", "one letter missing"},
		{"blanchiserrie", "initiatives/blanchisserie-solidaire", "two typos"},
		{"économie sociale et solidaire marchés", "pratiques/achats-responsables", "the words of an acronym"},
		{"ess jeux", "news/bilan-ess", "acronym"},
		{"bilan économie sociale solidaire", "news/bilan-ess", "expansion finds acronym"},
		{"bilan JO", "news/bilan-ess", "dots left out"},
		{"salariés insertion", "initiatives/lil-o", "inclusive ending"},
		{"salariées", "initiatives/lil-o", "feminine finds inclusive"},
		{"10 000 sièges", "initiatives/le-pave", "number with a space"},
		{"10000 sieges", "initiatives/le-pave", "number without"},
		{"16000 lits", "pratiques/reemploi-mobilier", "number without"},
		{"coeur ville", "news/vaisselle", "ligature"},
		{"oeufs", "news/vaisselle", "ligature in capitals or not"},
		{"été île", "initiatives/lil-o", "a season that is also a verb"},
		{"l'école", "initiatives/lil-o", "article"},
		{"lecole", "initiatives/lil-o", "article without apostrophe"},
		{"ecommerce", "pages/qui-sommes-nous", "hyphen left out"},
		{"e-commerce", "pages/qui-sommes-nous", "hyphen"},
		{"e commerce", "pages/qui-sommes-nous", "space"},
		{"\"politique de la ville\"", "pages/qui-sommes-nous", "phrase"},
		{"« seconde vie »", "pratiques/serviettes-reemployees", "phrase in guillemets"},
		{"deuxième vie", "pratiques/serviettes-reemployees", "synonym of several words"},
		{"qui sommes nous", "pages/qui-sommes-nous", "only stop words"},
		{"\"qui sommes-nous\"", "pages/qui-sommes-nous", "phrase of stop words"},
		{"vie seconde serviettes", "pratiques/serviettes-reemployees", "order"},
		{"mobilierreemploi", "pratiques/reemploi-mobilier", "space left out"},
		{"formations financées", "pratiques/clauses-sociales", "feminine plural"},
		{"aujourd'hui", "pages/mentions", "apostrophe inside a word"},
		{"zzzzqqq", "", "nothing"},
	} {
		ids := find(t, ix, c.query)
		if c.first == "" && len(ids) > 0 || c.first != "" && (len(ids) == 0 || ids[0] != c.first) {
			t.Errorf("%-30s (%s): got %v, want %s first", c.query, c.why, ids[:min(3, len(ids))], c.first)
		}
	}
}

func TestSearchEnglish(t *testing.T) {
	ix := openWith(t, Locale{Tag: "en-GB"}, readFixture(t, "en.txt"))
	for _, c := range []struct{ query, first string }{
		{"laundry", "initiatives/inclusive-laundry"},
		{"laundries", "initiatives/inclusive-laundry"},
		{"reuse", "practices/furniture-reuse"},
		{"reusing furniture", "practices/furniture-reuse"},
		{"towels", "practices/towels"},
		{"company’s workshop", "practices/towels"},
		{"le pave", "initiatives/le-pave"},
		{"16000 beds", "practices/furniture-reuse"},
		{"16,000 beds", "practices/furniture-reuse"},
		{"esat", "news/esat"},
	} {
		if ids := find(t, ix, c.query); len(ids) == 0 || ids[0] != c.first {
			t.Errorf("%q: got %v, want %s first", c.query, ids, c.first)
		}
	}
}

// TestSearchOrder checks the promises on order one by one, on documents made for
// the purpose.
func TestSearchOrder(t *testing.T) {
	filler := strings.Repeat("Des mots sans rapport remplissent la page entière. ", 5)
	for _, c := range []struct {
		name, query string
		docs        []Document
	}{
		{"every word before one word often", "jardin partagé", []Document{
			{ID: "z", Title: "Un lieu", Body: "Ici un jardin. " + filler + " Il est partagé."},
			{ID: "a", Title: "Jardin", Summary: "Jardin", Body: "Jardin, jardin, jardin."},
		}},
		{"title before body", "compost", []Document{
			{ID: "z", Title: "Le compost", Body: filler},
			{ID: "a", Title: "Autre chose", Body: "Compost, compost, compost, compost, compost, compost."},
		}},
		{"close together before far apart", "jardin partagé", []Document{
			{ID: "z", Title: "Un", Body: filler + "Un jardin partagé. " + filler},
			{ID: "a", Title: "Un", Body: filler + "Jardin. " + filler + "Partagé."},
		}},
		{"the form typed before another", "pavés", []Document{
			{ID: "z", Title: "Un", Body: "Des pavés anciens."},
			{ID: "a", Title: "Un", Body: "Ce pavé ancien."},
		}},
		{"a whole word before a longer one", "port", []Document{
			{ID: "z", Title: "Un", Body: "Le port de la ville."},
			{ID: "a", Title: "Un", Body: "La portion de la ville."},
		}},
		{"equal documents by ID", "jardin", []Document{
			{ID: "a", Title: "Jardin"},
			{ID: "b", Title: "Jardin"},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			// Documents that hold none of the words make the words rare.
			docs := slices.Clone(c.docs)
			for _, id := range []string{"m", "n", "o", "p"} {
				docs = append(docs, Document{ID: id, Title: "Divers", Body: filler})
			}
			if ids := find(t, openWith(t, Locale{Tag: "fr"}, docs), c.query); len(ids) == 0 || ids[0] != c.docs[0].ID {
				t.Errorf("%q: got %v, want %s first", c.query, ids, c.docs[0].ID)
			}
		})
	}
}

func TestSearchPhrase(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	for _, c := range []struct {
		query string
		want  int
	}{
		{"\"seconde vie\"", 2},
		{"\"vie seconde\"", 0},
		{"\"entreprises inclusives\"", 1},
		{"“politique de la ville”", 2},
		{"\"politique ville\"", 0},
	} {
		res, err := ix.Search(context.Background(), Query{Text: c.query})
		if err != nil {
			t.Fatal(err)
		}
		got := res.Total
		if res.Relaxed {
			got = 0
		}
		if got != c.want {
			t.Errorf("%s: %d documents, want %d", c.query, got, c.want)
		}
		if c.want == 0 && !res.Relaxed {
			t.Errorf("%s: no document without the quotation marks", c.query)
		}
	}
}

func TestSearchSuggests(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	for query, want := range map[string]string{
		"handikab":        "handicap",
		"conpsotgae":      "compostage",
		"  handikab zzzz": "  handicap zzzz",
		"rémploa!":        "réemploi!",
	} {
		res, err := ix.Search(context.Background(), Query{Text: query})
		if err != nil {
			t.Fatal(err)
		}
		if res.Total > 0 {
			t.Errorf("%q finds %s", query, res.Hits[0].ID)
		} else if !slices.Contains(res.Suggestions, want) {
			t.Errorf("%q: suggests %q, want %q", query, res.Suggestions, want)
		}
	}
}

func TestSearchFacets(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	search := func(q Query) Result {
		res, err := ix.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	count := func(r Result, facet, value string) int {
		for _, c := range r.Facets[facet] {
			if c.Value == value {
				return c.Count
			}
		}
		return 0
	}
	all := search(Query{Text: "entreprise"})
	some := search(Query{Text: "entreprise", Facets: map[string][]string{"theme": {"emploi"}}})
	if some.Total != count(all, "theme", "emploi") || some.Total == 0 || some.Total >= all.Total {
		t.Errorf("theme emploi: %d of %d, counted %d", some.Total, all.Total, count(all, "theme", "emploi"))
	}
	if got, want := count(some, "theme", "reemploi"), count(all, "theme", "reemploi"); got != want || got == 0 {
		t.Errorf("a filter narrows its own facet: %d, want %d", got, want)
	}
	if got := count(some, "type", "practice"); got >= count(all, "type", "practice")+1 || got == 0 {
		t.Errorf("a filter does not narrow another facet: %d", got)
	}
	two := search(Query{Facets: map[string][]string{"theme": {"reemploi", "handicap"}, "type": {"initiative"}}})
	if two.Total != 2 || two.Hits[0].ID != "initiatives/esat-de-la-plaine" || two.Hits[1].ID != "initiatives/le-pave" {
		t.Errorf("facets without words: %+v", two.Hits)
	}
	for _, f := range []map[string][]string{{"theme": {"nothing"}}, {"nothing": {"emploi"}}} {
		if r := search(Query{Text: "entreprise", Facets: f}); r.Total != 0 {
			t.Errorf("facets %v: %d documents", f, r.Total)
		}
	}
	if r := search(Query{}); r.Total != 0 {
		t.Errorf("empty query: %d documents", r.Total)
	}
}

func TestSearchStopsWhenCancelled(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ix.Search(ctx, Query{Text: "pavé"}); err == nil {
		t.Error("no error")
	}
}
