package schema

import (
	"strings"
	"unicode"
)

// Slug makes a part of an address from a text: lower-case ASCII letters and
// digits, with single hyphens between them. Accents are dropped and ligatures
// opened ("Œuvre d'été" is "oeuvre-d-ete"). It returns "" when nothing of the
// text can be written in ASCII, as with a text in Arabic.
func Slug(text string) string {
	if isSlug(text) {
		return text
	}
	var b strings.Builder
	pending := false
	for _, r := range text {
		ascii := asciiOf(unicode.ToLower(r))
		if ascii == "" {
			pending = pending || !unicode.Is(unicode.Mn, r)
			continue
		}
		if pending && b.Len() > 0 {
			b.WriteByte('-')
		}
		pending = false
		b.WriteString(ascii)
	}
	return b.String()
}

// isSlug reports whether a text is a slug already, as nearly all that are asked
// for are.
func isSlug(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		case c != '-' || i == 0 || i == len(text)-1 || text[i-1] == '-':
			return false
		}
	}
	return true
}

// asciiOf returns how a lower-case letter or digit is written in ASCII, or "".
func asciiOf(r rune) string {
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return string(r)
	case r < 0x80:
		return ""
	}
	for _, row := range latin {
		if strings.ContainsRune(row.letters, r) {
			return row.ascii
		}
	}
	return ""
}

// latin lists the lower-case letters of the Latin script with their ASCII
// form: those of Latin-1 Supplement, Latin Extended-A and the Romanian and
// Vietnamese letters beyond.
var latin = []struct{ ascii, letters string }{
	{"a", "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"}, {"ae", "æǽ"}, {"c", "çćĉċč"}, {"d", "ďđð"},
	{"e", "èéêëēĕėęěẹẻẽếềểễệ"}, {"g", "ĝğġģ"}, {"h", "ĥħ"}, {"i", "ìíîïĩīĭįıǐỉị"}, {"ij", "ĳ"},
	{"j", "ĵ"}, {"k", "ķĸ"}, {"l", "ĺļľŀł"}, {"n", "ñńņňŉŋ"}, {"o", "òóôõöøōŏőǒọỏốồổỗộơớờởỡợ"},
	{"oe", "œ"}, {"r", "ŕŗř"}, {"s", "śŝşšș"}, {"ss", "ß"}, {"t", "ţťŧț"}, {"th", "þ"},
	{"u", "ùúûüũūŭůűųǔụủưứừửữự"}, {"w", "ŵ"}, {"y", "ýÿŷỳỵỷỹ"}, {"z", "źżž"},
}
