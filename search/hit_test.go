package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"essaim/search/indexer"
)

// bracketed puts brackets around the marks of a text.
func bracketed(text string, marks [][2]int) string {
	var b strings.Builder
	last := 0
	for _, m := range marks {
		b.WriteString(text[last:m[0]] + "[" + text[m[0]:m[1]] + "]")
		last = m[1]
	}
	return b.String() + text[last:]
}

// checkMarks checks that marks are ascending, do not overlap, and cut no
// character.
func checkMarks(t testing.TB, query string, h Hit) {
	t.Helper()
	for text, marks := range map[string][][2]int{h.Title: h.TitleMarks, h.Summary: h.SummaryMarks} {
		last := 0
		for _, m := range marks {
			if m[0] < last || m[1] <= m[0] || m[1] > len(text) || !utf8.ValidString(text[m[0]:m[1]]) {
				t.Errorf("%q: marks %v in %q", query, marks, text)
				break
			}
			last = m[1]
		}
	}
}

func TestMarks(t *testing.T) {
	ix := openWith(t, french, []indexer.Document{
		{ID: "a", Title: "L’école du réemploi", Summary: "Des serviettes réemployées : les salarié·e·s de l’École lavent une SERVIETTE.", Body: "En seconde vie, l’ESS."},
		{ID: "b", Title: "La Seine-Saint-Denis et l’économie sociale, solidaire", Summary: "Seine, saint, Denis, 10\u202F000 E.S.A.T.", Body: "ESAT"},
		{ID: "c", Title: "東京都へ", Summary: "京都と東", Body: "Qui êtes-vous ?"},
		{ID: "d", Title: "Qui sommes-nous ?", Summary: "Qui sait ?", Body: "Rien."},
	})
	for _, c := range []struct{ query, id, title, summary string }{
		{"ecole", "a", "L’[école] du réemploi", "Des serviettes réemployées : les salarié·e·s de l’[École] lavent une SERVIETTE."},
		{"serviette", "a", "L’école du réemploi", "Des [serviettes] réemployées : les salarié·e·s de l’École lavent une [SERVIETTE]."},
		{"salariees", "a", "L’école du réemploi", "Des serviettes réemployées : les [salarié·e·s] de l’École lavent une SERVIETTE."},
		{"\"école du réemploi\"", "a", "L’[école] du [réemploi]", "Des serviettes réemployées : les salarié·e·s de l’[École] lavent une SERVIETTE."},
		{"sreviette ", "a", "L’école du réemploi", "Des [serviettes] réemployées : les salarié·e·s de l’École lavent une [SERVIETTE]."},
		{"seine-saint-denis ", "b", "La [Seine-Saint-Denis] et l’économie sociale, solidaire", "[Seine], [saint], [Denis], 10\u202F000 E.S.A.T."},
		{"seinesaintdenis ", "b", "La [Seine-Saint-Denis] et l’économie sociale, solidaire", "Seine, saint, Denis, 10\u202F000 E.S.A.T."},
		{"10000 esat", "b", "La Seine-Saint-Denis et l’économie sociale, solidaire", "Seine, saint, Denis, [10\u202F000] [E.S.A.T.]"},
		{"ess b économie", "b", "La Seine-Saint-Denis et l’[économie] [sociale], [solidaire]", "Seine, saint, Denis, 10\u202F000 E.S.A.T."},
		{"東京都", "c", "[東京都]へ", "[京都]と東"},
		{"東", "c", "[東]京都へ", "京都と[東]"},
		{"qui sommes", "d", "[Qui] [sommes]-nous ?", "[Qui] sait ?"},
	} {
		for _, h := range ask(t, ix, Query{Text: c.query}).Hits {
			checkMarks(t, c.query, h)
			if h.ID != c.id {
				continue
			}
			if got := bracketed(h.Title, h.TitleMarks); got != c.title {
				t.Errorf("%s: title %s", c.query, got)
			}
			if got := bracketed(h.Summary, h.SummaryMarks); got != c.summary {
				t.Errorf("%s: summary %s", c.query, got)
			}
			c.id = ""
		}
		if c.id != "" {
			t.Errorf("%s does not find %s", c.query, c.id)
		}
	}
}
