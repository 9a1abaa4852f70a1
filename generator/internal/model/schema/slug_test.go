package schema

import "testing"

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"Œuvre d'été":            "oeuvre-d-ete",
		"  Réemploi & textile  ": "reemploi-textile",
		"L'Île-Saint-Denis (93)": "l-ile-saint-denis-93",
		"e\u0301cole":            "ecole",
		"STRASSE ẞ ß":            "strasse-ss-ss",
		"عربي":                   "",
		"a -- b":                 "a-b",
	} {
		if got := Slug(text); got != want {
			t.Errorf("Slug(%q) = %q, want %q", text, got, want)
		}
		if again := Slug(Slug(text)); again != Slug(text) {
			t.Errorf("Slug is not idempotent on %q: %q", text, again)
		}
	}
}
