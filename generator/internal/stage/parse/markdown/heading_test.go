package markdown

import "testing"

// TestSlugOfLatin wants the table of folded letters to agree with Unicode, and
// texts beyond it to be slugs of any script.
func TestSlugOfLatin(t *testing.T) {
	for r := rune(1); r < 0x2100; r++ {
		for _, text := range []string{string(r), "L’é" + string(r) + "b É", "e" + string(r), string(r) + "\u0301"} {
			if got, want := slug(text), slugOfAny(text); got != want {
				t.Fatalf("U+%04X in %q: %q, want %q", r, text, got, want)
			}
		}
	}
}
