package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Token is one word of a text.
type Token struct {
	*Word
	// Start and End are byte offsets in the original text; an article that was
	// dropped is not part of the span.
	Start, End int
	// Position counts words, stop words included; a sentence begins at the next
	// multiple of Window.
	Position int
	// Extra: the token repeats what others hold, in another cut: the joined
	// form of a compound, or a single character of a pair. It counts neither in
	// lengths nor in phrases.
	Extra bool
	// Parts is the number of words that a compound joins, from Position on:
	// « seinesaintdenis » has 3. It is 0 for any other token.
	Parts int
}

// Window is the number of positions in one window. A sentence begins a window,
// so that adding a word moves no other sentence; a longer sentence goes on in
// the next one. Words that share a window are close together.
const Window = 32

// maxParts is the largest number of words joined into one compound.
const maxParts = 5

// A piece is the span of a word in the normalised text.
type piece struct {
	start, end int
	// pairs: the piece is a run of a script without spaces.
	pairs bool
}

// Analyse returns the tokens of a text in the order of their positions. Extra
// tokens follow the one at whose position they stand. The result is good until
// the next call.
func (a *Analyzer) Analyse(text string) []Token {
	a.spans = true
	return a.analyse(text)
}

// Words is Analyse for an index, which does not ask where in the text the tokens
// stand: Start and End say nothing.
func (a *Analyzer) Words(text string) []Token {
	a.spans = false
	return a.analyse(text)
}

func (a *Analyzer) analyse(text string) []Token {
	a.normal.normalise(text, &a.lang, &a.kinds)
	a.cut()
	a.tokens = a.tokens[:0]
	position := 0
	for i := 0; i < len(a.pieces); {
		p := a.pieces[i]
		if i > 0 && sentenceEnds(a.normal.text[:p.start], a.pieces[i-1], a.normal.text[p.start:]) {
			position = (position/Window + 1) * Window
		}
		if p.pairs {
			position = a.appendPairs(p, position)
			i++
			continue
		}
		parts := a.compound(i)
		for k := range parts {
			a.appendWord(a.pieces[i+k], position+k)
			if k == 0 && parts > 1 {
				a.appendJoined(a.pieces[i:i+parts], position)
			}
		}
		position += parts
		i += parts
	}
	return a.tokens
}

// cut finds the words of the normalised text.
//
// A word is a run of letters, marks and numbers. An apostrophe between two of
// them belongs to it, and so does a full stop or a comma between two digits. A
// run of letters of a script without spaces is a piece of its own.
func (a *Analyzer) cut() {
	a.pieces = a.pieces[:0]
	text := a.normal.text
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			if !asciiWord[c] {
				i++
				continue
			}
		} else if !latinLetter(text, i) {
			r, size := utf8.DecodeRune(text[i:])
			if inRun(r) {
				end := i + size
				for end < len(text) {
					r, size := utf8.DecodeRune(text[end:])
					if !inRun(r) {
						break
					}
					end += size
				}
				a.pieces = append(a.pieces, piece{i, end, true})
				i = end
				continue
			}
			if !wordRune(r) {
				i += size
				continue
			}
		}
		end := wordEnd(text, i)
		a.pieces = append(a.pieces, piece{i, end, false})
		i = end
	}
}

// wordEnd returns the end of the word that begins at i.
func wordEnd(text []byte, i int) int {
	for i < len(text) {
		c := text[i]
		switch {
		case c < utf8.RuneSelf && asciiWord[c]:
			i++
		case latinLetter(text, i):
			i += 2
		case c == '\'' && i+1 < len(text) && startsWord(text[i+1:]):
			i++
		case (c == '.' || c == ',') && isDigit(text[i-1]) && i+1 < len(text) && isDigit(text[i+1]):
			i++
		case c >= utf8.RuneSelf && startsWord(text[i:]):
			_, size := utf8.DecodeRune(text[i:])
			i += size
		default:
			return i
		}
	}
	return i
}

// latinLetter reports whether the letter at i is one of those of two bytes that
// the languages of Western and Central Europe write.
func latinLetter(text []byte, i int) bool {
	c := text[i]
	return (c == 0xC3 && text[i+1] != 0x97 && text[i+1] != 0xB7) || c == 0xC4 || c == 0xC5
}

// startsWord reports whether text begins with a character of a word that is not
// in a run.
func startsWord(text []byte) bool {
	if text[0] < utf8.RuneSelf {
		return asciiWord[text[0]]
	}
	r, _ := utf8.DecodeRune(text)
	return wordRune(r) && !inRun(r)
}

// wordRune reports whether a character beyond ASCII belongs to a word.
func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

// asciiWord holds the letters and digits of ASCII.
var asciiWord = func() (table [utf8.RuneSelf]bool) {
	for c := range table {
		table[c] = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
	return table
}()

// sentenceEnds reports whether a sentence ends between a piece and what follows
// it: at a line feed, at a full stop of a script that has its own, or at one of
// . ! ? … before a space and a letter that is not small. A full stop after one
// or two letters is that of an abbreviation.
func sentenceEnds(before []byte, last piece, next []byte) bool {
	gap := before[last.end:]
	if len(gap) <= 1 && (len(gap) == 0 || gap[0] != '\n') {
		return false
	}
	stop := false
	for i := 0; i < len(gap); {
		r, size := utf8.DecodeRune(gap[i:])
		i += size
		switch r {
		case '\n', '。', '！', '？', '؟', '۔', '।':
			return true
		case '.':
			stop = stop || utf8.RuneCount(before[last.start:last.end]) > 2
		case '!', '?', '…':
			stop = true
		case ' ', '\t':
			if stop {
				r, _ := utf8.DecodeRune(next)
				return !unicode.IsLower(r)
			}
		}
	}
	return false
}

// appendWord adds the token of one written word.
func (a *Analyzer) appendWord(p piece, position int) {
	w := a.word(a.normal.text[p.start:p.end])
	if w == nil {
		return
	}
	t := Token{Word: w, Position: position}
	if a.spans {
		t.Start, t.End = a.normal.source(min(p.start+w.cut, p.end), p.end)
	}
	a.tokens = append(a.tokens, t)
}

// compound returns how many pieces from the i-th on are joined by hyphens.
func (a *Analyzer) compound(i int) int {
	n := 1
	for n < maxParts && i+n < len(a.pieces) && !a.pieces[i+n].pairs &&
		a.pieces[i+n-1].end+1 == a.pieces[i+n].start && a.normal.text[a.pieces[i+n-1].end] == '-' {
		n++
	}
	return n
}

// appendJoined adds the joined form of a compound: « e-commerce » can be found
// as « ecommerce » too.
func (a *Analyzer) appendJoined(pieces []piece, position int) {
	var joined strings.Builder
	cut := 0
	for k, p := range pieces {
		w := a.word(a.normal.text[p.start:p.end])
		if w == nil {
			return
		}
		if k == 0 {
			cut = w.cut
		}
		joined.WriteString(w.bare)
	}
	w := a.word([]byte(joined.String()))
	if w == nil {
		return
	}
	start, end := a.normal.source(pieces[0].start+cut, pieces[len(pieces)-1].end)
	a.tokens = append(a.tokens, Token{Word: w, Start: start, End: end, Position: position, Extra: true, Parts: len(pieces)})
}
