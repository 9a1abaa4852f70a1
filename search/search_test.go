package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"essaim/search/indexer"
)

// ask answers a query that must not fail.
func ask(t testing.TB, ix *Index, q Query) Result {
	t.Helper()
	res, err := ix.Search(context.Background(), q)
	if err != nil {
		t.Fatalf("Search(%+v): %v", q, err)
	}
	return res
}

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
		{"re\u0301emploi", "pratiques/reemploi-mobilier", "accent in two characters"},
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
		{"10.000 sièges", "initiatives/le-pave", "number with a full stop"},
		{"16000 lits", "pratiques/reemploi-mobilier", "number without"},
		{"coeur ville", "news/vaisselle", "ligature"},
		{"oeufs", "news/vaisselle", "ligature in capitals or not"},
		{"été île", "initiatives/lil-o", "a season that is also a verb"},
		{"l'école", "initiatives/lil-o", "article"},
		{"lile", "initiatives/lil-o", "article without apostrophe"},
		{"ecommerce", "pages/qui-sommes-nous", "hyphen left out"},
		{"e-commerce", "pages/qui-sommes-nous", "hyphen"},
		{"e commerce", "pages/qui-sommes-nous", "space"},
		{"\"politique de la ville\"", "pages/qui-sommes-nous", "phrase"},
		{"« seconde vie »", "pratiques/serviettes-reemployees", "phrase in guillemets"},
		{"deuxième vie", "pratiques/serviettes-reemployees", "synonym of several words"},
		{"qui sommes nous", "pages/qui-sommes-nous", "only stop words"},
		{"\"qui sommes nous\"", "pages/qui-sommes-nous", "phrase of stop words"},
		{"vie seconde serviettes", "pratiques/serviettes-reemployees", "order"},
		{"mobilierreemploi", "pratiques/reemploi-mobilier", "space left out"},
		{"formations financées", "pratiques/clauses-sociales", "feminine plural"},
		{"facilitatrices", "pratiques/clauses-sociales", "a form that no text holds"},
		{"aujourd'hui", "pages/mentions", "apostrophe inside a word"},
		{"aujourdhui", "pages/mentions", "left out"},
		{"zzzzqqq", "", "nothing"},
		{"???", "", "no word"},
		{"de la", "initiatives/esat-de-la-plaine", "stop words stand in titles"},
	} {
		ids := find(t, ix, c.query)
		if c.first == "" && len(ids) > 0 || c.first != "" && (len(ids) == 0 || ids[0] != c.first) {
			t.Errorf("%-30s (%s): got %v, want %s first", c.query, c.why, ids[:min(3, len(ids))], c.first)
		}
	}
}

func TestSearchEnglish(t *testing.T) {
	ix := openWith(t, indexer.Locale{Tag: "en-GB"}, readFixture(t, "en.txt"))
	for _, c := range []struct{ query, first string }{
		{"laundry", "initiatives/inclusive-laundry"},
		{"laundries", "initiatives/inclusive-laundry"},
		{"reuse", "practices/furniture-reuse"},
		{"reusing furniture", "practices/furniture-reuse"},
		{"towels", "practices/towels"},
		{"company’s workshop", "practices/towels"},
		{"companys workshop", "practices/towels"},
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
		docs        []indexer.Document
	}{
		{"every word before one word often", "jardin partagé", []indexer.Document{
			{ID: "a", Title: "Un lieu", Body: "Ici un jardin. " + filler + " Il est partagé."},
			{ID: "z", Title: "Jardin", Summary: "Jardin", Body: "Jardin, jardin, jardin."},
		}},
		{"title before body", "compost", []indexer.Document{
			{ID: "a", Title: "Le compost", Body: filler},
			{ID: "z", Title: "Autre chose", Body: "Compost, compost, compost, compost, compost, compost."},
		}},
		{"close together before far apart", "jardin partagé", []indexer.Document{
			{ID: "a", Title: "Un", Body: filler + "Un jardin partagé. " + filler},
			{ID: "z", Title: "Un", Body: filler + "Jardin. " + filler + "Partagé."},
		}},
		{"the form typed before another", "pavés", []indexer.Document{
			{ID: "a", Title: "Un", Body: "Des pavés anciens."},
			{ID: "z", Title: "Un", Body: "Ce pavé ancien."},
		}},
		{"a whole word before a longer one", "port", []indexer.Document{
			{ID: "a", Title: "Un", Body: "Le port de la ville."},
			{ID: "z", Title: "Un", Body: "La portion de la ville."},
		}},
		{"a word before its typo", "jardin", []indexer.Document{
			{ID: "a", Title: "Un", Body: "Un jardin."},
			{ID: "z", Title: "Un", Body: "Un jadrin."},
		}},
		{"the newest of equals", "jardin", []indexer.Document{
			{ID: "a", Title: "Jardin", Date: "2026-02-01"},
			{ID: "b", Title: "Jardin", Date: "2026-01-31"},
			{ID: "z", Title: "Jardin"},
		}},
		{"the last of equals of one day", "jardin", []indexer.Document{
			{ID: "b", Title: "Jardin", Date: "2026-02-01"},
			{ID: "a", Title: "Jardin", Date: "2026-02-01"},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			// Documents that hold none of the words make the words rare.
			docs := slices.Clone(c.docs)
			for _, id := range []string{"m", "n", "o", "p"} {
				docs = append(docs, indexer.Document{ID: id, Title: "Divers", Body: filler})
			}
			if ids := find(t, openWith(t, indexer.Locale{Tag: "fr"}, docs), c.query); len(ids) == 0 || ids[0] != c.docs[0].ID {
				t.Errorf("%q: got %v, want %s first", c.query, ids, c.docs[0].ID)
			}
		})
	}
}

// TestSearchPages: hits by date, left out and limited.
func TestSearchPages(t *testing.T) {
	var docs []indexer.Document
	for i := range 25 {
		docs = append(docs, indexer.Document{
			ID: fmt.Sprintf("d/%02d", i), Title: "Jardin", Body: strings.Repeat("jardin ", i*7%25) + []string{"", "partagé"}[i%2],
			Date: fmt.Sprintf("2026-01-%02d", 1+i*11%25), Facets: []indexer.Facet{{Name: "theme", Keys: []string{"a"}}},
		})
	}
	ix := openWith(t, indexer.Locale{Tag: "fr"}, docs)
	all := ask(t, ix, Query{Text: "jardin", Limit: 100})
	if all.Total != 25 || all.Complete != 25 || len(all.Hits) != 25 {
		t.Fatalf("%d found, %d complete, %d hits", all.Total, all.Complete, len(all.Hits))
	}
	if n := len(ask(t, ix, Query{Text: "jardin"}).Hits); n != defaultLimit {
		t.Errorf("%d hits without a limit", n)
	}
	for _, c := range []struct{ offset, limit, from, to int }{{0, 3, 0, 3}, {10, 10, 10, 20}, {20, 10, 20, 25}, {25, 5, 25, 25}, {1000, 5, 25, 25}, {-3, 2, 0, 2}} {
		got := ask(t, ix, Query{Text: "jardin", Offset: c.offset, Limit: c.limit})
		if fmt.Sprint(got.Hits) != fmt.Sprint(all.Hits[c.from:c.to]) || got.Total != 25 {
			t.Errorf("from %d, %d: %d hits of %d", c.offset, c.limit, len(got.Hits), got.Total)
		}
	}
	newest := ask(t, ix, Query{Text: "jardin partagé", Newest: true, Limit: 100})
	if newest.Total != 25 || newest.Complete != 12 {
		t.Fatalf("%d found, %d complete", newest.Total, newest.Complete)
	}
	for i, h := range newest.Hits {
		if h.Complete != (i < 12) || i > 0 && i != 12 && newest.Hits[i-1].Date <= h.Date {
			t.Errorf("hit %d: %s, complete %t", i, h.Date, h.Complete)
		}
	}
	browse := ask(t, ix, Query{Facets: map[string][]string{"theme": {"a"}}, Limit: 100})
	for i, h := range browse.Hits {
		if i > 0 && browse.Hits[i-1].Date <= h.Date || !h.Complete || h.Score != 0 {
			t.Errorf("without words, hit %d: %+v", i, h)
		}
	}
}

func TestSearchPhrase(t *testing.T) {
	docs := append(readFixture(t, "fr.txt"),
		indexer.Document{ID: "x/plural", Title: "Pluriel", Body: "De secondes vies pour tous."},
		indexer.Document{ID: "x/sentences", Title: "Phrases", Body: "La première, puis la seconde. Vie nouvelle."},
		indexer.Document{ID: "x/title", Title: "Les clauses d’insertion", Body: "Rien."})
	ix := openWith(t, french, docs)
	for _, c := range []struct {
		query string
		want  string
	}{
		{"\"seconde vie\"", "pratiques/serviettes-reemployees pratiques/reemploi-mobilier"},
		{"\"secondes vies\"", "x/plural"},
		{"\"vie seconde\"", ""},
		{"\"entreprises inclusives\"", "pratiques/achats-responsables"},
		{"\"entreprise inclusive\"", ""},
		{"“politique de la ville”", "pages/qui-sommes-nous news/vaisselle"},
		{"\"politique en une ville\"", "pages/qui-sommes-nous news/vaisselle"},
		{"\"politique ville\"", ""},
		{"\"clauses d'insertion\"", "x/title"},
		{"\"CLAUSES INSERTION\"", "x/title"},
		{"„capitale“ «recherche par mot»", "pages/qui-sommes-nous"},
		{"\"pluriel\"", "x/plural"},
		{"\"qui sommes\"", "pages/qui-sommes-nous"},
	} {
		res := ask(t, ix, Query{Text: c.query})
		var got []string
		for _, h := range res.Hits {
			if !res.Relaxed {
				got = append(got, h.ID)
			}
		}
		slices.Sort(got)
		want := strings.Fields(c.want)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", c.query, got, want)
		}
		if c.want == "" && (!res.Relaxed || res.Total == 0) {
			t.Errorf("%s: no document without the quotation marks", c.query)
		}
	}
}

// TestSearchStopWords: stop words count in titles, and only if there is nothing
// else to look for.
func TestSearchStopWords(t *testing.T) {
	ix := openWith(t, indexer.Locale{Tag: "fr"}, []indexer.Document{
		{ID: "title", Title: "Qui sommes-nous ?", Body: "Un site."},
		{ID: "body", Title: "Divers", Body: "Qui sommes-nous ? Qui êtes-vous ?"},
		{ID: "both", Title: "À qui", Body: "Nous."},
	})
	for query, want := range map[string]string{
		"qui": "[title both]", "qui sommes": "[title both]", "nous sommes": "[title]", "\"qui sommes\"": "[title]", "qui site": "[title]", "divers qui": "[body]", "le": "[]",
	} {
		if got := fmt.Sprint(find(t, ix, query)); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	res := ask(t, ix, Query{Text: "qui sommes"})
	if res.Complete != 1 || fmt.Sprint(res.Words) != "[qui sommes]" {
		t.Errorf("%+v", res)
	}
}

func TestSearchSuggests(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	for query, want := range map[string]string{
		"handikab":        "handicap",
		"conpsotgae":      "compostage",
		"  handikab zzzz": "  handicap zzzz",
		"rémploa!":        "réemploi!",
		"l’handikab":      "l’handicap",
	} {
		res := ask(t, ix, Query{Text: query})
		if res.Total > 0 {
			t.Errorf("%q finds %s", query, res.Hits[0].ID)
		} else if !slices.Contains(res.Suggestions, want) || len(res.Suggestions) > maxSuggestions {
			t.Errorf("%q: suggests %q, want %q", query, res.Suggestions, want)
		}
	}
	for _, query := range []string{"", "zz", "zzzzzzzz", "20255", "serviettes"} {
		if res := ask(t, ix, Query{Text: query}); len(res.Suggestions) > 0 {
			t.Errorf("%q: suggests %q", query, res.Suggestions)
		}
	}
}

func TestSearchFacets(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	count := func(r Result, facet, value string) int {
		for _, c := range r.Facets[facet] {
			if c.Value == value {
				return c.Count
			}
		}
		return 0
	}
	all := ask(t, ix, Query{Text: "entreprise"})
	some := ask(t, ix, Query{Text: "entreprise", Facets: map[string][]string{"theme": {"emploi"}}})
	if some.Total != count(all, "theme", "emploi") || some.Total == 0 || some.Total >= all.Total {
		t.Errorf("theme emploi: %d of %d, counted %d", some.Total, all.Total, count(all, "theme", "emploi"))
	}
	if got, want := count(some, "theme", "reemploi"), count(all, "theme", "reemploi"); got != want || got == 0 {
		t.Errorf("a filter narrows its own facet: %d, want %d", got, want)
	}
	if got := count(some, "type", "practice"); got >= count(all, "type", "practice")+1 || got == 0 {
		t.Errorf("a filter does not narrow another facet: %d", got)
	}
	for name, list := range all.Facets {
		if !slices.IsSortedFunc(list, func(a, b FacetCount) int { return b.Count - a.Count }) {
			t.Errorf("the values of %s are not in order: %v", name, list)
		}
	}
	two := ask(t, ix, Query{Facets: map[string][]string{"theme": {"reemploi", "handicap"}, "type": {"initiative"}}})
	if two.Total != 2 || two.Hits[0].ID != "initiatives/le-pave" || two.Hits[1].ID != "initiatives/esat-de-la-plaine" {
		t.Errorf("facets without words: %+v", two.Hits)
	}
	for _, f := range []map[string][]string{{"theme": {"nothing"}}, {"nothing": {"emploi"}}} {
		if r := ask(t, ix, Query{Text: "entreprise", Facets: f}); r.Total != 0 {
			t.Errorf("facets %v: %d documents", f, r.Total)
		}
	}
	for _, q := range []Query{{}, {Text: "  "}, {Text: "zzzzqqq", Facets: map[string][]string{"theme": {"emploi"}}}} {
		if r := ask(t, ix, q); r.Total != 0 {
			t.Errorf("%+v: %d documents", q, r.Total)
		}
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
