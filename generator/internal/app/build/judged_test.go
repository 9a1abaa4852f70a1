package build_test

import (
	"context"
	"slices"
	"testing"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/stage/index"
	"essaim/search"
)

// judged are queries on the reference site with the entries that answer them:
// the first hit must be one of them. Two entries are named where a person
// would find either as good.
var judged = []struct {
	locale, query string
	first         []string
}{
	{"fr", "serviettes", []string{"initiatives/resilience-serviettes"}},
	{"fr", "Le Pave", []string{"initiatives/le-pave-sieges-recycles"}},
	{"fr", "le pavé", []string{"initiatives/le-pave-sieges-recycles"}},
	// The two have the town in their titles: the place, and who comes from it.
	{"fr", "l'Ile Saint Denis", []string{"initiatives/lilo-friche-ferme-florale", "initiatives/halage-village-athletes"}},
	{"fr", "L’Île-Saint-Denis", []string{"initiatives/lilo-friche-ferme-florale", "initiatives/halage-village-athletes"}},
	{"fr", "ESAT", []string{"initiatives/esat-glycines-aubagne"}},
	{"fr", "esat", []string{"initiatives/esat-glycines-aubagne"}},
	{"fr", "réemploi", []string{"initiatives/emmaus-defi-mobilier"}},
	{"fr", "reemploi", []string{"initiatives/emmaus-defi-mobilier"}},
	// The one entry that says it is run by a network of such enterprises.
	{"fr", "entreprises inclusives", []string{"initiatives/resilience-serviettes"}},
	{"fr", "médailles", []string{"practices/tokyo-medailles"}},
	{"fr", "gobelets", []string{"practices/eta-cup"}},
	{"en", "laundry", []string{"initiatives/laveries-solidaires"}},
	{"en", "reuse", []string{"initiatives/emmaus-defi-mobilier"}},
	{"en", "medals", []string{"practices/tokyo-medailles"}},
}

func TestJudgedQueries(t *testing.T) {
	out := t.TempDir()
	runClean(t, build.Options{Root: repository, Out: out})
	for _, tag := range []string{"fr", "en"} {
		folder, err := index.Locate(out, tag)
		if err != nil {
			t.Fatal(err)
		}
		ix, err := search.Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range judged {
			if j.locale != tag {
				continue
			}
			result, err := ix.Search(context.Background(), search.Query{Text: j.query, Limit: 5})
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, hit := range result.Hits {
				ids = append(ids, hit.ID)
			}
			if len(ids) == 0 || !slices.Contains(j.first, ids[0]) {
				t.Errorf("%s %q: %v, want one of %v first", tag, j.query, ids, j.first)
			}
		}
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	}
}
