package relevance

import (
	"slices"
	"strings"
	"unicode"
)

// A word is a word of a text.
type word struct {
	text string
	// article is what the text has before it up to the apostrophe, as "l’".
	article string
}

// join writes words as a query.
func join(words []word) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

// holds reports whether a word is among others, whatever its accents and case.
func holds(words []word, w word) bool {
	return slices.ContainsFunc(words, func(other word) bool { return fold(other.text) == fold(w.text) })
}

// content returns the words of a text that say what it is about, each once: no
// stop words, nothing of one or two small letters, no number below 1000, which
// may be a group of digits of a larger one.
func content(lang language, text string) []word {
	var list []word
	for _, piece := range pieces(text) {
		w := word{text: piece}
		if cut := strings.IndexAny(piece, "'’"); cut > 0 && slices.Contains(lang.articles, strings.ToLower(piece[:cut])) {
			end := cut + len("'")
			if strings.HasPrefix(piece[cut:], "’") {
				end = cut + len("’")
			}
			w = word{text: piece[end:], article: piece[:end]}
		}
		runes := []rune(w.text)
		switch {
		case len(runes) < 2, holds(list, w), isStop(lang, w.text):
		case len(runes) < 4 && strings.Trim(w.text, "0123456789") == "":
		case isWide(runes[0]) && !unicode.Is(unicode.Hiragana, runes[0]):
			list = append(list, w)
		case !isWide(runes[0]) && (len(runes) > 2 || !unicode.IsLower(runes[1])):
			list = append(list, w)
		}
	}
	return list
}

// isStop reports whether a word says nothing: it is a stop word, or stop words
// with hyphens between them, as "a-t-il".
func isStop(lang language, text string) bool {
	for part := range strings.SplitSeq(strings.ToLower(text), "-") {
		if !slices.Contains(lang.stop, part) {
			return false
		}
	}
	return true
}

// pieces cuts a text into runs of letters and digits. Marks that people write
// inside words stay in them; a script without spaces is cut where its kind of
// letters changes.
func pieces(text string) []string {
	var list []string
	runes := []rune(text)
	inside := func(i int) bool {
		r := runes[i]
		return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == 'ー'
	}
	for i := 0; i < len(runes); {
		if !inside(i) {
			i++
			continue
		}
		start := i
		for i++; i < len(runes); i++ {
			switch {
			case inside(i) && kind(runes[i]) == kind(runes[start]):
				continue
			case !isWide(runes[start]) && strings.ContainsRune("'’-_.·", runes[i]) && i+1 < len(runes) && inside(i+1) && !isWide(runes[i+1]):
				continue
			}
			break
		}
		list = append(list, string(runes[start:i]))
	}
	return list
}

// kind tells the scripts that are written without spaces from each other and
// from the rest.
func kind(r rune) int {
	switch {
	case unicode.Is(unicode.Hiragana, r):
		return 1
	case unicode.Is(unicode.Katakana, r), r == 'ー':
		return 2
	case unicode.Is(unicode.Han, r):
		return 3
	}
	return 0
}

// isWide reports whether a letter is of a script that is written without spaces.
func isWide(r rune) bool { return kind(r) != 0 }

// fold returns a text in small letters without accents.
func fold(text string) string { return strings.ToLower(withoutAccents(text)) }

// accented are letters with what people type in their place, in both cases.
var accented = strings.NewReplacer(slices.Concat(
	plain("a", "àâäáãåā"), plain("A", "ÀÂÄÁÃÅĀ"), plain("c", "çćč"), plain("C", "ÇĆČ"),
	plain("e", "éèêëē"), plain("E", "ÉÈÊËĒ"), plain("i", "îïíìī"), plain("I", "ÎÏÍÌĪ"),
	plain("n", "ñń"), plain("N", "ÑŃ"), plain("o", "ôöóòõøō"), plain("O", "ÔÖÓÒÕØŌ"),
	plain("s", "šś"), plain("S", "ŠŚ"), plain("u", "ûüùúū"), plain("U", "ÛÜÙÚŪ"),
	plain("y", "ÿý"), plain("Y", "ŸÝ"), plain("z", "žźż"), plain("Z", "ŽŹŻ"),
	[]string{"œ", "oe", "Œ", "OE", "æ", "ae", "Æ", "AE", "ß", "ss"},
)...)

// plain returns pairs of an accented letter and its plain one.
func plain(letter, accented string) []string {
	var pairs []string
	for _, r := range accented {
		pairs = append(pairs, string(r), letter)
	}
	return pairs
}

// withoutAccents leaves accents out, in composed letters and as marks of their
// own.
func withoutAccents(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f {
			return -1
		}
		return r
	}, accented.Replace(text))
}
