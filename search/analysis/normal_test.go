package analysis

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// plainly is normalise without the haste: it asks every rule at every character.
// It returns the text, and by byte where the character came from that the byte
// belongs to.
func plainly(s string, lang *language) (text []byte, at []int) {
	emit := func(s string, offset int) {
		text = append(text, s...)
		for range len(s) {
			at = append(at, offset)
		}
	}
	n := &normalText{}
	for i := 0; i < len(s); {
		if c := s[i]; c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == 0xC3 {
			if end := acronym(s, i); end > i {
				for j, r := range s[i:end] {
					if r != '.' {
						emit(string(r), i+j)
					}
				}
				i = end
				continue
			}
		}
		if end := n.rewrite(s, i, lang); end > i {
			i = end
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		end := i + size
		for markFollows(s, end) {
			_, size := utf8.DecodeRuneInString(s[end:])
			end += size
		}
		cluster := s[i:end]
		if plain := plainRune(cluster, r); len(plain) == len(cluster) {
			for j, r := range plain {
				emit(string(r), i+j)
			}
		} else {
			emit(plain, i)
		}
		i = end
	}
	return text, append(at, len(s))
}

func compareNormal(t *testing.T, s string) {
	t.Helper()
	for _, tag := range []string{"fr", "en", "de", "ja"} {
		lang := languageFor(tag)
		kinds := lang.kinds()
		n := &normalText{}
		n.normalise(s, &lang, &kinds)
		want, at := plainly(s, &lang)
		if string(n.text) != string(want) {
			t.Errorf("%s: %q is %q instead of %q", tag, s, n.text, want)
			continue
		}
		for i := range at {
			if i == len(want) || utf8.RuneStart(want[i]) {
				if got := n.offset(i); got != at[i] {
					t.Errorf("%s: %q: byte %d of %q came from %d instead of %d", tag, s, i, want, got, at[i])
				}
			}
		}
	}
}

// TestNormaliseRandom: texts of what the rules look at are read as by asking
// every rule everywhere.
func TestNormaliseRandom(t *testing.T) {
	for _, s := range awkward() {
		compareNormal(t, s)
	}
	pieces := append(strings.Split("a b é è œ E s t ne ice e s) x( . , - / ( ) · ⋅ ’ ' ` 0 1 12 123 1000 A É × ÷ « » \u0301 \u00a0 \u202f \u00ad \u200b ﬁ ﾞ 東 😀 \xff \xc3 \xe2\x80 … ! \n", " "), " ", "J.O", ".e.s", "·e·s", " 000")
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range 1 + r.IntN(12) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		compareNormal(t, b.String())
		if t.Failed() {
			return
		}
	}
}

// TestStays: the characters that are copied without a look stay as they are.
func TestStays(t *testing.T) {
	for r := rune(0); r < 0x300; r++ {
		if s := string(r); norm.NFC.String(s) != s {
			t.Errorf("%q becomes %q", s, norm.NFC.String(s))
		}
		if s := string(r); s[0] >= 0xC3 && s[0] <= 0xC5 && plainRune(s, r) != s {
			t.Errorf("%q is read as %q", s, plainRune(s, r))
		}
	}
}

// TestFold: letters of a table fold as all do, alone and beside each other.
func TestFold(t *testing.T) {
	for a := rune(0); a < 0x180; a++ {
		for b := rune(0); b < 0x180; b++ {
			if word := string([]rune{a, b}); fold(word) != foldAny(word) {
				t.Errorf("%q folds to %q, not %q", word, fold(word), foldAny(word))
			}
		}
	}
}

func FuzzNormalise(f *testing.F) {
	for _, s := range awkward() {
		f.Add(s)
	}
	f.Fuzz(compareNormal)
}

// TestWords: an index reads a text as a query does, but for where words stand.
func TestWords(t *testing.T) {
	a := analyzerFor(t, "fr")
	for _, s := range append(awkward(), "L’Île-Saint-Denis accueille 10 000 salarié·e·s. Aujourd’hui, l’été") {
		want := a.Analyse(s)
		got := a.Words(s)
		if len(got) != len(want) {
			t.Errorf("%q: %d words instead of %d", s, len(got), len(want))
			continue
		}
		for i, o := range got {
			f, w := a.Form(o.Form()), &want[i]
			if a.Texts()[f.Text] != w.Text || int(o.Position) != w.Position || o.Extra() != w.Extra || o.Stop() != (w.Term == "") {
				t.Errorf("%q: %v instead of %v", s, o, w)
			}
		}
	}
}
