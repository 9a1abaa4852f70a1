package markdown

import (
	"strings"
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/source"
)

// FuzzParse wants no panic, no raw HTML in the output and every place inside
// the text, whatever the text.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"## A {#b}\n\n> [!NOTE]\n> x[^1]\n\n[^1]: y\n", "| a | b |\n|---|---|\n| ![x](y.png \"z\") |\n", "[a]{lang=en} <script> [b](javascript:x)\n",
		"a\n: b\n\n- [ ] c\n  1. d\n", "[x]: /y\n[x][] ~~z~~ `code` www.example.org &#106;",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		at := source.In("content/a.fr.md", 100, 100+len(text))
		body, found := Parse([]byte(text), at, Options{Typography: "fr", Lang: "fr", MinLevel: 2})
		spans := []source.Span{}
		for _, d := range found {
			spans = append(spans, d.Span)
			for _, n := range d.Notes {
				spans = append(spans, n.Span)
			}
		}
		if body != nil {
			for _, s := range body.Segments {
				if s.Hole == content.NoHole && strings.Contains(strings.ToLower(string(s.HTML)), "<script") {
					t.Fatalf("a script in %q", s.HTML)
				}
			}
			for _, l := range body.Links {
				spans = append(spans, l.Span)
			}
			for _, i := range body.Images {
				spans = append(spans, i.Span)
			}
		}
		for _, s := range spans {
			if !s.IsZero() && (s.Start < at.Start || s.End < s.Start || s.End > at.End) {
				t.Fatalf("span %v of a text at %v", s, at)
			}
		}
	})
}
