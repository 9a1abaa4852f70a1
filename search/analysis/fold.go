package analysis

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the form under which a lower-case word is looked up: without
// accents and apostrophes. The word must not begin with an article.
func Fold(word string) string { return plain(fold(word)) }

// fold returns a lower-case word without accents: the form under which a word
// is looked up when it was typed without care. Marks that make a different
// letter, such as the vowel signs of Indian scripts, are kept.
func fold(word string) string {
	if ascii(word) {
		return word
	}
	var b strings.Builder
	b.Grow(len(word))
	for _, r := range word {
		if int(r) >= len(foldedLetters) {
			return foldAny(word)
		}
		b.WriteString(foldedLetters[r])
	}
	return b.String()
}

// foldedLetters are the folded forms of the letters of Western and Central
// Europe. None of them combines with another.
var foldedLetters = func() (letters [0x180]string) {
	for r := range letters {
		letters[r] = foldAny(string(rune(r)))
	}
	return letters
}()

// foldAny is fold for a word of any letters.
func foldAny(word string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(word) {
		if isAccent(r) {
			continue
		}
		if s := foldLetter(r); s != "" {
			b.WriteString(s)
		} else {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// foldLetter returns the plain spelling of a letter that does not decompose
// into a letter and accents, or "".
func foldLetter(r rune) string {
	switch r {
	case 'œ', 'Œ':
		return "oe"
	case 'æ', 'Æ':
		return "ae"
	case 'ø', 'Ø':
		return "o"
	case 'đ', 'Đ', 'ð', 'Ð':
		return "d"
	case 'ł', 'Ł':
		return "l"
	case 'ß', 'ẞ':
		return "ss"
	case 'þ', 'Þ':
		return "th"
	case 'ı':
		return "i"
	case 'ħ', 'Ħ':
		return "h"
	case 'ŋ', 'Ŋ':
		return "n"
	case 'ς':
		return "σ"
	}
	return ""
}

// isAccent reports whether a combining mark may be left out when typing:
// Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels and the
// Arabic lengthening stroke.
func isAccent(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r <= 0x36F:
		return true
	case r >= 0x591 && r <= 0x5C7:
		return r != 0x5BE && r != 0x5C0 && r != 0x5C3 && r != 0x5C6
	case r >= 0x64B && r <= 0x65F, r == 0x670, r == 0x640:
		return true
	}
	return false
}

// ascii reports whether s holds ASCII bytes only.
func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
