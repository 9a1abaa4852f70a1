package relevance

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"essaim/search/distance"
)

// letters returns the letters of a word, or nil when it has anything else: names
// of files and numbers are copied rather than typed.
func letters(text string) []rune {
	runes := []rune(text)
	if slices.ContainsFunc(runes, func(r rune) bool { return !unicode.Is(unicode.Latin, r) }) {
		return nil
	}
	return runes
}

// withSlips makes one slip of the finger in a word of at least five letters, or
// two in one of at least nine.
func withSlips(lang language, words []word, slips int, r *rand.Rand) string {
	least := 5
	if slips > 1 {
		least = 9
	}
	var rows distance.Rows
	for _, i := range r.Perm(len(words)) {
		right := letters(words[i].text)
		if len(right) < least {
			continue
		}
		// A second slip may undo the first.
		for range 20 {
			wrong := right
			for range slips {
				wrong = slip(lang, wrong, r)
			}
			if rows.Between(right, string(wrong), slips) == slips {
				words[i].text = string(wrong)
				return join(words)
			}
		}
	}
	return join(words)
}

// slip makes one slip: a neighbouring key, two letters exchanged, a letter left
// out, one of a double letter left out.
func slip(lang language, word []rune, r *rand.Rand) []rune {
	word = slices.Clone(word)
	at := r.IntN(len(word))
	switch r.IntN(4) {
	case 0:
		near := lang.neighbours(word[at])
		if near == "" {
			return word
		}
		key := rune(near[r.IntN(len(near))])
		if unicode.IsUpper(word[at]) {
			key = unicode.ToUpper(key)
		}
		word[at] = key
	case 1:
		at = r.IntN(len(word) - 1)
		word[at], word[at+1] = word[at+1], word[at]
	case 2:
		word = slices.Delete(word, at, at+1)
	case 3:
		for k := 1; k < len(word); k++ {
			if word[k] == word[k-1] {
				return slices.Delete(word, k, k+1)
			}
		}
		// Without a double letter, another one is left out.
		word = slices.Delete(word, at, at+1)
	}
	return word
}

// neighbours returns the letters beside one on the keyboard, in the same row and
// straight above or below.
func (lang language) neighbours(letter rune) string {
	plain := fold(string(letter))
	if len(plain) != 1 {
		return ""
	}
	var near strings.Builder
	for row, keys := range lang.keyboard {
		at := strings.Index(keys, plain)
		if at < 0 {
			continue
		}
		for _, place := range [][2]int{{row, at - 1}, {row, at + 1}, {row - 1, at}, {row + 1, at}} {
			if place[0] >= 0 && place[0] < len(lang.keyboard) && place[1] >= 0 && place[1] < len(lang.keyboard[place[0]]) {
				near.WriteByte(lang.keyboard[place[0]][place[1]])
			}
		}
	}
	return near.String()
}
