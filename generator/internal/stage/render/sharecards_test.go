package render

import (
	"strings"
	"testing"

	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
)

func withCard(s *site.Site) {
	p := pageAt(s, "/actualites/ouverture/")
	p.Entry.Image = nil
	p.ShareCard = &site.ShareCard{URL: "/actualites/ouverture/card-01234567.png", Site: "Essai", Label: "Actualité", Title: p.Title, Place: "Paris"}
}

func TestShareCards(t *testing.T) {
	out := build(t, nil, withCard)
	const name = "actualites/ouverture/card-01234567.png"
	if text := data(t, out, name); !strings.HasPrefix(text, "\x89PNG\r\n") {
		t.Errorf("the card begins with %.8q", text)
	}
	if f := out.File(name); f.Order != output.Asset {
		t.Error("a page may be there before its card")
	}
	expect(t, data(t, out, "actualites/ouverture/index.html"), []string{
		`<meta property="og:image" content="https://example.org/ess/` + name + `">`, `<meta property="og:image:width" content="1200">`,
		`<meta property="og:image:height" content="630">`, `<meta property="og:image:alt" content="Actualité – Ouverture &amp; fête – Paris">`,
		`<meta name="twitter:card" content="summary_large_image">`,
	}, nil)
	expect(t, data(t, out, "actualites/feed.json"), nil, []string{"card-01234567"})
}

// A card is known by its texts and colours: nothing else makes it anew.
func TestShareCardKey(t *testing.T) {
	const name = "actualites/ouverture/card-01234567.png"
	const styles = "themes/solidaire/assets/css/_text.css"
	key := func(changes map[string][]byte, edit func(*site.Site)) output.Key {
		return build(t, changes, func(s *site.Site) { withCard(s); edit(s) }).File(name).Key
	}
	none := func(*site.Site) {}
	first := key(nil, none)
	if first == (output.Key{}) || first != key(map[string][]byte{styles: []byte("a{color:red}")}, none) {
		t.Error("a style makes the card anew")
	}
	if first == key(map[string][]byte{"themes/solidaire/card.json": []byte(`{"ink": "#ff0000"}`)}, none) {
		t.Error("a colour does not make the card anew")
	}
	if first == key(nil, func(s *site.Site) { pageAt(s, "/actualites/ouverture/").ShareCard.Title = "Autre" }) {
		t.Error("a title does not make the card anew")
	}
}
