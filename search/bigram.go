package search

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// bigrams returns the tokens of the text just normalised, in a language that
// does not separate words by spaces, or whose particles stick to the words.
//
// A run of such letters becomes its overlapping pairs, or itself if it is one
// letter. They have a term but no word. The words that Bleve's own tokenizer
// finds have a word but, unless they are of another script, no term.
func (a *analyzer) bigrams() []token {
	var tokens []token
	text := a.normal.text
	position := 0
	for i := 0; i < len(text); {
		end := i
		for end < len(text) {
			r, size := utf8.DecodeRune(text[end:])
			if !inRun(r) {
				break
			}
			end += size
		}
		if end > i {
			tokens = a.appendPairs(tokens, i, end, &position)
			i = end
		}
		for end < len(text) {
			r, size := utf8.DecodeRune(text[end:])
			if inRun(r) {
				break
			}
			end += size
		}
		for _, t := range a.split.Tokenize(text[i:end]) {
			t.Start, t.End = t.Start+i, t.End+i
			tokens = a.appendWord(tokens, t, position)
			position++
		}
		i = end
	}
	slices.SortStableFunc(tokens, func(a, b token) int { return cmp.Compare(a.position, b.position) })
	return tokens
}

// appendPairs adds the pairs of one run, and the words in it.
func (a *analyzer) appendPairs(tokens []token, i, end int, position *int) []token {
	run := a.normal.text[i:end]
	first := *position
	for k := 0; k < len(run); {
		_, size := utf8.DecodeRune(run[k:])
		pair := size
		if k+size < len(run) {
			_, next := utf8.DecodeRune(run[k+size:])
			pair += next
		} else if k > 0 {
			break
		}
		start, stop := a.normal.source(i+k, i+k+pair)
		tokens = append(tokens, token{vocable: &vocable{term: string(run[k : k+pair])}, start: start, end: stop, position: *position})
		*position++
		k += size
	}
	for _, t := range a.split.Tokenize(run) {
		if v := a.vocable(t.Term); v != nil {
			start, stop := a.normal.source(i+t.Start, i+t.End)
			tokens = append(tokens, token{vocable: &vocable{word: v.word, spellings: v.spellings}, start: start, end: stop, position: first})
		}
	}
	return tokens
}

// inRun reports whether a letter belongs to a script written without spaces, or
// to Korean, whose particles stick to the words.
func inRun(r rune) bool {
	if r < 0xE00 {
		return false
	}
	return r == 'ー' || r == '々' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
