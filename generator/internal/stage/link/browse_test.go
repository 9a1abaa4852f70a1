package link

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// withSearch is the schema of the small site with a page to search on.
func withSearch() *schema.Schema {
	s := rules()
	s.Config.Search = &schema.OwnPage{
		Title: schema.Text{"fr": "Recherche", "en": "Search"}, URL: schema.Text{"fr": "/recherche/", "en": "/search/"},
		Span: source.Span{File: "content/site.yaml"},
	}
	return s
}

func titled(s *schema.Schema, key, title string) *content.Entry {
	return entry(s, key, map[string]content.Value{"title": text(title), "tags": list(schema.KindTerm, "eau")})
}

func TestSearchPage(t *testing.T) {
	s := withSearch()
	built, found := resolve(s,
		titled(s, "notes/a.fr", "« Zoo » de papier"), titled(s, "notes/a.en", "A paper zoo"), titled(s, "notes/b.fr", "Œuvres"),
		titled(s, "notes/c.fr", "1 000 chaises"), titled(s, "notes/d.fr", "Été"), titled(s, "notes/e.fr", "entrée"), titled(s, "pages/p.fr", "漢字"),
	)
	if len(found) > 0 {
		t.Fatal(found)
	}
	p := page(t, built, "/recherche/")
	if p.Kind != site.KindSearch || p.Title != "Recherche" || len(p.Breadcrumbs) != 1 || p.Alternates[1].URL != "/en/search/" || !p.Alternates[1].Exists {
		t.Errorf("the page is %+v", p)
	}
	b := p.Browse
	if len(b.Lists) != 1 || b.Lists[0].URL != "/notes/" || b.Lists[0].Count != 5 {
		t.Errorf("the lists are %+v", b.Lists)
	}
	if len(b.Taxonomies) != 1 || b.Taxonomies[0].URL != "/mots/" || len(b.Taxonomies[0].Terms) != 1 || b.Taxonomies[0].Terms[0].Key != "eau" {
		t.Errorf("the taxonomies are %+v", b.Taxonomies)
	}
	var letters []string
	for _, letter := range b.Letters {
		names := []string{letter.Name}
		for _, card := range letter.Cards {
			names = append(names, card.Title)
		}
		if letter.URL != "" || letter.Count != len(letter.Cards) {
			t.Errorf("the letter %+v has pages of its own, or miscounts", letter)
		}
		letters = append(letters, strings.Join(names, "|"))
	}
	want := []string{"0–9|1 000 chaises", "E|entrée|Été", "O|Œuvres", "Z|« Zoo » de papier", "#|漢字"}
	if !slices.Equal(letters, want) {
		t.Errorf("the letters are %q, want %q", letters, want)
	}
	// English has one entry of its own; the others are found in its lists.
	en := page(t, built, "/en/search/").Browse
	if len(en.Letters) != 1 || en.Letters[0].Name != "A" || en.Lists[0].Count != 5 {
		t.Errorf("in English: %+v", en)
	}
}

func TestLetterPages(t *testing.T) {
	s := withSearch()
	var entries []*content.Entry
	for i := range lettersOnPage {
		entries = append(entries, titled(s, fmt.Sprintf("notes/a%02d.fr", i), fmt.Sprintf("Atelier %02d", i)))
	}
	entries = append(entries, titled(s, "notes/a.fr", "ملعب"))
	built, found := resolve(s, entries...)
	if len(found) > 0 {
		t.Fatal(found)
	}
	letters := page(t, built, "/recherche/").Browse.Letters
	if len(letters) != 2 || letters[0].URL != "/recherche/a/" || letters[0].Count != lettersOnPage || letters[0].Cards != nil || letters[1].URL != "/recherche/u0645/" {
		t.Fatalf("the letters are %+v and %+v", letters[0], letters[1])
	}
	first, second := page(t, built, "/recherche/a/"), page(t, built, "/recherche/a/page/2/")
	if first.Kind != site.KindLetter || first.Title != "A" || len(first.Cards) != letterPageSize || len(first.Cards)+len(second.Cards) != lettersOnPage || len(first.Breadcrumbs) != 2 {
		t.Errorf("the pages are %+v and %+v", first, second)
	}
	if other := second.Alternates[1]; other.Exists || other.URL != "/en/" {
		t.Errorf("English has other letters: %+v", other)
	}
}

func TestNoSearchPage(t *testing.T) {
	s := rules()
	built, _ := resolve(s, titled(s, "notes/a.fr", "A"))
	for _, p := range built.Pages {
		if p.Kind == site.KindSearch || p.Kind == site.KindLetter {
			t.Errorf("there is %s", p.URL)
		}
	}
}

func TestSearchPageCollides(t *testing.T) {
	s := withSearch()
	_, found := resolve(s, titled(s, "notes/a.fr", "A"), titled(s, "pages/recherche.fr", "Recherche"))
	if len(found) != 1 || found[0].Msg != "url-collision" || found[0].Args[0] != "/recherche/" {
		t.Errorf("found %+v, want the address to collide", found)
	}
}
