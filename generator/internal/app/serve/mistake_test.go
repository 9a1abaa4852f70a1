package serve

import (
	"fmt"
	"strings"
	"testing"

	"essaim/generator/internal/model/source"
)

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("é", 80)
	for _, c := range []struct {
		text, mark      string
		line, caretLine string
	}{
		{"a\nbéta gamma\nc", "gamma", "béta gamma", "     ^^^^^"},
		{"\tx: y", "y", "\tx: y", "\t   ^"},
		{"a\nb\n", "a\nb", "a", "^"},
		{"\uFEFFtitle: x", "title", "title: x", "^^^^^"},
		{long + "!" + long, "!", "…" + long[:100] + "!" + long[:100] + "…", strings.Repeat(" ", 51) + "^"},
		{"! " + long, long, "! " + long[:120] + "…", "  " + strings.Repeat("^", 61)},
	} {
		at := strings.Index(c.text, c.mark)
		line, caret := excerpt(source.NewLineIndex([]byte(c.text)), source.In("a.md", at, at+len(c.mark)))
		if line != c.line || caret != c.caretLine {
			t.Errorf("%q in %q:\n%s\n%s\nwant\n%s\n%s", c.mark, c.text, line, caret, c.line, c.caretLine)
		}
	}
	for _, at := range []int{-5, 0, 3, 99} { // a place that a changed file no longer has
		if _, caret := excerpt(source.NewLineIndex([]byte("ab")), source.In("a.md", at, at)); !strings.HasSuffix(caret, "^") {
			t.Errorf("no caret for the offset %d", at)
		}
	}
}

func TestManyMistakesAreCut(t *testing.T) {
	s := shown{base: "/"}
	for i := range maxShown + 7 {
		s.mistakes = append(s.mistakes, mistake{Message: fmt.Sprint(i)})
	}
	for lang, want := range map[string]string{"fr": "57 erreurs à corriger … et 7 de plus.", "en": "57 mistakes to fix … and 7 more."} {
		h := &handler{words: wordsIn(lang)}
		if e := h.event(s, "/"); len(e.Mistakes) != maxShown || e.Title+" "+e.More != want {
			t.Errorf("%d mistakes shown, %q", len(e.Mistakes), e.Title+" "+e.More)
		}
	}
}
