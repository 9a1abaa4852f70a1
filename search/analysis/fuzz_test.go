package analysis

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// awkward are texts that break naive readers.
func awkward() []string {
	return []string{
		"", " ", "'", "l'", "l’", "'l'a'", "l'l'a", "d'l'eau", "qu'", "-", "--", "a-", "-a-b-", "e-s", "l'a-b", "l'-a", "·e·s", "(e)s",
		"salarié·", "x(", "x(e", "é·e·s·e", "1 000", "1 000 ", " 000", "10 0000", "1 000 000 000 000", "1.", "1,", "1,,5", "1.5.", "A.", "A.B", "A.B.", ".A.", "É.", "a.b.c",
		"\u0301", "e\u0301\u0301", "a\u0301b", " \u0301a", "'\u0301a", "\xff\xfe", "l\xff", "\xe2\x80", "a\xe2\x80\x99b", "<script>", "a*b", "\x00", "\u202E",
		"ß", "ẞ", "İ", "l'İ", "ı", "ﬁ", "Ⓐ", "ǅ", "ﾞ", "ｶﾞ", "！？", "ก", "กา", "東", "京東", "a東b", "東-京", "々ー", "서", "서울", "👍🏽", "a\u200Db", "𝔄𝔅", "𐐀", "𠀀𠀁", "ͅα", "ΣΑΣ",
		"M. Dupont. A", "a. B! C? D… E\nF", "½", "x²", "Ⅻ", "१२", "a\u0345", "ᾳ", "ŉ", "ΐ", "K", "Å", "ſ", "ﬀ'l", "ʼn",
		strings.Repeat("a", 3000), strings.Repeat("é", 700), strings.Repeat("a-", 500), strings.Repeat("東", 400), strings.Repeat("a. B ", 100),
	}
}

// FuzzAnalyse: any text gives words that lie in it in order, cut no character,
// and are read again as they are.
func FuzzAnalyse(f *testing.F) {
	for _, s := range awkward() {
		f.Add(s)
	}
	analyzers := map[string]*Analyzer{}
	for _, tag := range []string{"fr", "ja", "de", "tr", "th"} {
		analyzers[tag] = analyzerFor(f, tag)
	}
	f.Fuzz(func(t *testing.T, text string) {
		valid := utf8.ValidString(text)
		for tag, a := range analyzers {
			start, position := 0, 0
			for i, tok := range a.Analyse(text) {
				switch {
				case tok.Start < 0 || tok.Start > tok.End || tok.End > len(text):
					t.Errorf("%s: token %d, %q, is at %d to %d of %q", tag, i, tok.Text, tok.Start, tok.End, text)
				case valid && !utf8.ValidString(text[tok.Start:tok.End]):
					t.Errorf("%s: token %q cuts a character: %q", tag, tok.Text, text[tok.Start:tok.End])
				case !tok.Extra && tok.Start < start || tok.Position < position:
					t.Errorf("%s: token %q at %d, position %d, stands before %d, position %d", tag, tok.Text, tok.Start, tok.Position, start, position)
				case tok.Text == "" || !utf8.ValidString(tok.Text):
					t.Errorf("%s: token %q", tag, tok.Text)
				case Fold(tok.Text) != tok.Text:
					t.Errorf("%s: %q folds to %q", tag, tok.Text, Fold(tok.Text))
				case a.Texts()[tok.ID] != tok.Text:
					t.Errorf("%s: %q has the number of %q", tag, tok.Text, a.Texts()[tok.ID])
				}
				if !tok.Extra {
					start = tok.Start
				}
				position = tok.Position
				if r, _ := utf8.DecodeRuneInString(tok.Text); inRun(r) {
					continue
				}
				// A number with accents may have lost its marks and be no word any more.
				if again := a.newWord(tok.Text); again.code == noWord || a.wordOf(again.form()).Text != tok.Text {
					t.Errorf("%s: %q read again is %+v", tag, tok.Text, again)
				}
			}
		}
	})
}
