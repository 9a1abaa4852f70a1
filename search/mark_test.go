package search

import (
	"context"
	"strings"
	"testing"
)

// marked puts brackets around the marks of a text.
func bracketed(text string, marks [][2]int) string {
	var b strings.Builder
	last := 0
	for _, m := range marks {
		b.WriteString(text[last:m[0]] + "[" + text[m[0]:m[1]] + "]")
		last = m[1]
	}
	return b.String() + text[last:]
}

func TestMarks(t *testing.T) {
	long := strings.Repeat("Rien à voir ici, vraiment rien. ", 20)
	ix := openWith(t, french, []Document{
		{ID: "a", Title: "L’école du réemploi", Summary: "Des serviettes réemployées.", Body: long + "Les salarié·e·s de l’École lavent des Serviettes. " + long + "Une serviette de plus."},
		{ID: "b", Title: "Divers", Body: "Rien."},
	})
	for _, c := range []struct{ query, title, summary, fragment string }{
		{"ecole", "L’[école] du réemploi", "Des serviettes réemployées.", "l’[École] lavent"},
		{"serviette", "L’école du réemploi", "Des [serviettes] réemployées.", "[Serviettes]."},
		{"salariees serviettes", "L’école du réemploi", "Des [serviettes] réemployées.", "Les [salarié·e·s] de l’École lavent des [Serviettes]."},
		{"\"école du réemploi\"", "L’[école] du [réemploi]", "Des serviettes réemployées.", "l’[École]"},
	} {
		res, err := ix.Search(context.Background(), Query{Text: c.query})
		if err != nil || len(res.Hits) == 0 {
			t.Fatalf("%s: %v %v", c.query, res, err)
		}
		h := res.Hits[0]
		checkMarks(t, c.query, h)
		if got := bracketed(h.Title, h.TitleMarks); got != c.title {
			t.Errorf("%s: title %s", c.query, got)
		}
		if got := bracketed(h.Summary, h.SummaryMarks); got != c.summary {
			t.Errorf("%s: summary %s", c.query, got)
		}
		if len(h.Fragments) == 0 || !strings.Contains(bracketed(h.Fragments[0].Text, h.Fragments[0].Marks), c.fragment) {
			t.Errorf("%s: fragments %+v, want %s", c.query, h.Fragments, c.fragment)
		}
	}
}
