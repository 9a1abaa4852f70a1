package main

import (
	"reflect"
	"testing"

	"essaim/search/indexer"
)

func TestDocument(t *testing.T) {
	const page = `<body><main><nav><p>no</p></nav><article class="entry"><header>
<p class="kicker">Guide · <time datetime="2020-04-16">16 avril 2020</time></p><h1>Un <em>titre</em></h1><p class="lead">Le résumé.</p>
<ul class="terms"><li><a href="/themes/eau/">Eau</a></li><li><a href="/territoires/brest/">Brest</a></li></ul></header>
<nav><a href="/other/page/">no</a></nav>
<div class="prose"><p>Un mot<sup class="footnote-ref"><a href="#fn:1">1</a></sup>, deux</p><div><p>trois</p></div><h2 id="a">Partie l’une</h2><p>fin</p></div>
</article><section class="related"><p>no</p></section></main></body>`
	want := indexer.Document{
		ID: "guides/x", URL: "/guides/x/", Type: "guide", TypeLabel: "guide", Title: "Un titre", Summary: "Le résumé.", Date: "2020-04-16",
		Body: "\nUn mot, deux\n\n\ntrois\n\n\nPartie l’une\n\nfin\n", Headings: []string{"Partie l’une"},
		Facets: []indexer.Facet{{Name: "themes", Keys: []string{"eau"}}, {Name: "territoires", Keys: []string{"brest"}}, {Name: "type", Keys: []string{"guide"}}, {Name: "year", Keys: []string{"2020"}}},
	}
	if got := document("guides/x", []byte(page)); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	for _, path := range []string{"guides", "."} {
		if got := document(path, []byte(page)); got.ID != "" {
			t.Errorf("%s is a document: %+v", path, got)
		}
	}
	if got := document("themes/eau", []byte(`<main><h1>Eau</h1><ul><li>a</li></ul></main>`)); got.ID != "" {
		t.Errorf("a list is a document: %+v", got)
	}
}
