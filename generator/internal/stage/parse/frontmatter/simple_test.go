package frontmatter

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"essaim/generator/internal/model/source"
)

// TestSimpleIsWhatTheLibraryReads reads front matter made of pieces that are
// simple, or nearly so, in both ways.
func TestSimpleIsWhatTheLibraryReads(t *testing.T) {
	names := []string{"title", "date", "a-b", "a.b", "x_1", "null", "true", "A", "1", "été", "- a", " a", "title "}
	values := []string{
		`"Un titre, simple"`, `"a: b # c"`, `""`, `"a" # b`, `"a\"b"`, `"a "`, `"a""`, `'l''an'`, `'a'`, `' a  b '`, `'a`, "2024-05-17", "12:30", "12", "1.5", "-3", "true", "null", "Null", "~", "",
		"[]", "[a]", "[a, b-c, 2024]", "[ a , b ]", "[a,b]", "[a, ]", "[a,, b]", "[null]", "[a b]", `["a"]`, "[a]b", "[-a]", "[.a]", "[a: b]", "[a\n  b]",
		"Un texte: deux", "Un texte simple", "élan", "Un  texte", "Un texte # court", "mot # court", "a\u2028b", "a\u0085b", "a\ufeffb", "a\tb", "a\rb", "a\u00a0b", "a’b", "日本", "|\n  x", "\n  - a\n  - b", "\n  a: b", "a\n  b", "https://example.org/a#b", "@a", "%a", "&a b", "*a", "!a b", "? a", "a\r", ".inf", ".5", "0x1F", "1_000",
	}
	fast := 0
	r := rand.New(rand.NewPCG(1, 2))
	for range 60_000 {
		var b strings.Builder
		for range 1 + r.IntN(4) {
			name := names[r.IntN(len(names))]
			if r.IntN(3) > 0 {
				name = names[r.IntN(5)]
			}
			b.WriteString(name + ":" + strings.Repeat(" ", 1+r.IntN(2)) + values[r.IntN(len(values))] + "\n")
		}
		text := []byte(b.String())
		at := source.In("a.md", 10, 10+len(text))
		s := scan(text, at, r.IntN(2) == 0)
		got := s.simple()
		if got == nil {
			continue
		}
		fast++
		want := s.library()
		if !reflect.DeepEqual(got, want) || len(s.found) > 0 {
			t.Fatalf("%q: %+v, not %+v; %v", text, got, want, s.found)
		}
	}
	if fast < 5000 {
		t.Errorf("only %d of them were simple", fast)
	}
}
