package link

import (
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// An entry of a type that asks for it gets a card in each locale, at an address
// that is another when a text on it is.
func TestShareCards(t *testing.T) {
	card := func(edit func(*schema.Schema, *content.Entry)) *site.ShareCard {
		s := rules()
		s.Config.BaseURL = "https://example.org/ess/"
		s.Types[0].ShareCard, s.Types[0].CardPlace = true, "tags"
		e := entry(s, "notes/a.fr", map[string]content.Value{"tags": list(schema.KindTerm, "eau", "sol")})
		if edit != nil {
			edit(s, e)
		}
		linked, _ := resolve(s, e)
		return page(t, linked, "/notes/a/").ShareCard
	}
	first := card(nil)
	if first == nil || first.Place != "Eau, Sol" || first.Host != "example.org" || first.Site != "Site" {
		t.Fatalf("the card is %+v", first)
	}
	if again := card(nil); *again != *first {
		t.Errorf("the same card is %+v, then %+v", first, again)
	}
	if other := card(func(_ *schema.Schema, e *content.Entry) { e.Fields.Find("title").Value = text("B") }); other.URL == first.URL {
		t.Error("another title has the same address")
	}
	if none := card(func(s *schema.Schema, _ *content.Entry) { s.Types[0].ShareCard = false }); none != nil {
		t.Errorf("nobody asks for %+v", none)
	}
}
