package search

import (
	"context"
	"strings"
	"testing"
)

// planOf returns the tree of a query.
func planOf(t *testing.T, ix *Index, text string, loose bool) *plan {
	t.Helper()
	words, err := ix.dictionary()
	if err != nil {
		t.Fatal(err)
	}
	a, giveBack := ix.borrow()
	defer giveBack()
	return ix.newPlanner(a, words, ix.newScorer(context.Background())).plan(cleaned(text), loose)
}

// TestPlan shows the tree of a query: clauses are parted by bars, a word looked
// up in the fields of words begins with an equals sign.
func TestPlan(t *testing.T) {
	ix := openWith(t, french, readFixture(t, "fr.txt"))
	for _, c := range []struct{ query, want string }{
		{"", ""},
		{"mobilier ", "sum(mobili =mobilier^0.25)"},
		{"Le réemploi du mobilier ", "sum(remploi =reemploi^0.25) | sum(mobili =mobilier^0.25)"},
		{"qui sommes ", "=qui | =sommes"},
		{"mobil", "best(sum(mobil =mobil^0.25) mobili^0.8)"},
		{"e-commerce ", "best(sum(e =e^0.25) ecomerc^0.5) | best(sum(comerc =commerce^0.25) ecomerc^0.5)"},
		{"ESS ", "best(sum(ess =ess^0.25) phrase/0:econom/1:social/3:solidair^0.7)"},
		{"mobilire ", "best(sum(mobilir =mobilire^0.25) mobili^0.6)"},
		{"mobilierlits ", "best(sum(mobilierlit =mobilierlits^0.25) every(mobili lit)^0.6)"},
		{"\"réemploi du mobilier\"", "best(=phrase/0:reemploi/1:du/2:mobilier every(=reemploi^0.1 =du^0.1 =mobilier^0.1 phrase/0:remploi/2:mobili))"},
		{"\"mobilier", "sum(mobili =mobilier^0.25)"},
	} {
		if got := planOf(t, ix, c.query, false).String(); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.query, got, c.want)
		}
	}
	if n := len(planOf(t, ix, strings.Repeat("un mot de trop ", 60), false).clauses); n != maxClauses {
		t.Errorf("a long query has %d clauses, want %d", n, maxClauses)
	}
	if got, want := planOf(t, ix, "\"lits mobilier\" ", true).String(), "sum(lit =lits^0.25) | sum(mobili =mobilier^0.25)"; got != want {
		t.Errorf("loose: got %s, want %s", got, want)
	}
}

func TestDistance(t *testing.T) {
	var rows editRows
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"serviette", "serviette", 0},
		{"serviette", "sreviette", 1}, {"serviette", "serviete", 1}, {"serviette", "servietttes", 2},
		{"serviette", "zerviette", 1}, {"ca", "abc", 3}, {"ab", "ba", 1}, {"école", "ecole", 1},
	} {
		if got := rows.distance([]rune(c.a), c.b, 9); got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := rows.distance([]rune(c.b), c.a, 9); got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
