package search

import (
	"testing"

	"essaim/search/indexer"
	"essaim/search/shard"
)

func TestSearchArticleAndEnding(t *testing.T) {
	// The text has « les écoles » alone.
	if ids := find(t, openWith(t, french, readFixture(t, "fr.txt")), "lecole"); len(ids) == 0 || ids[0] != "initiatives/lil-o" {
		t.Errorf("lecole: %v", ids)
	}
}

func TestSearchCompoundOfStopWords(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	for _, query := range []string{"qui sommes-nous", "sommes-nous", "\"qui sommes-nous\""} {
		if ids := find(t, ix, query); len(ids) == 0 || ids[0] != "pages/qui-sommes-nous" {
			t.Errorf("%s: %v", query, ids)
		}
	}
}

func TestSearchBoost(t *testing.T) {
	ix := openWith(t, indexer.Locale{Tag: "fr"}, []indexer.Document{{ID: "a", Title: "Jardin", Boost: 1.5}, {ID: "m", Title: "Autre"}, {ID: "z", Title: "Jardin"}})
	res := ask(t, ix, Query{Text: "jardin"})
	if len(res.Hits) != 2 || res.Hits[0].ID != "a" || res.Hits[0].Score != 1.5*res.Hits[1].Score {
		t.Errorf("%+v", res.Hits)
	}
}

func TestSearchFacetWithoutValues(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	if r := ask(t, ix, Query{Facets: map[string][]string{"theme": nil}}); r.Total != 0 {
		t.Errorf("%d documents", r.Total)
	}
}

func TestSearchArabicArticle(t *testing.T) {
	ix := openWith(t, indexer.Locale{Tag: "ar"}, []indexer.Document{{ID: "it", Body: "الكتاب في المدرسة الكبيرة"}, {ID: "other", Body: "zzz"}})
	for _, query := range []string{"كتاب", "مدرسة"} {
		if ids := find(t, ix, query); len(ids) == 0 || ids[0] != "it" {
			t.Errorf("%s: %v", query, ids)
		}
	}
}

func TestShardsHoldTheIndexOfManyBatches(t *testing.T) {
	checkBoth(t, french, manyDocuments(t, 2100), shard.Default(100))
}
