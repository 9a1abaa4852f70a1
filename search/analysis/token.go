package analysis

import (
	"unicode"
	"unicode/utf8"
)

// A Token is one word of a text.
type Token struct {
	Word
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

// An Occurrence is a token as an index needs it: without pointers, since there are
// millions.
type Occurrence struct {
	code     uint32 // four times the form, 2 for a stop word and 1 for an extra token
	Position int32
}

// Form is the number of the form, Stop reports whether that has no term, and Extra
// is what it is in a Token.
func (o Occurrence) Form() int32 { return int32(o.code >> 2) }
func (o Occurrence) Stop() bool  { return o.code&2 != 0 }
func (o Occurrence) Extra() bool { return o.code&1 != 0 }

// A span says where in the normalised text a token stands, and how many words it
// joins.
type span struct{ start, end, parts int }

// Window is the number of positions in one window. A sentence begins a window,
// so that adding a word moves no other sentence; a longer sentence goes on in
// the next one. Words that share a window are close together.
const Window = 32

// maxParts is the largest number of words joined into one compound.
const maxParts = 5

// A piece is the span of a word in the normalised text.
type piece struct {
	start, end int32
	// pairs: the piece is a run of a script without spaces.
	pairs bool
}

// Analyse returns the tokens of a text in the order of their positions. Extra
// tokens follow the one at whose position they stand. The result is good until
// the next call.
func (a *Analyzer) Analyse(text string) []Token {
	a.spanned = true
	a.analyse(text)
	a.tokens = a.tokens[:0]
	for i, o := range a.found {
		t := Token{Word: a.wordOf(o.Form()), Position: int(o.Position), Extra: o.Extra(), Parts: a.spans[i].parts}
		t.Start, t.End = a.normal.source(a.spans[i].start, a.spans[i].end)
		a.tokens = append(a.tokens, t)
	}
	return a.tokens
}

// Words is Analyse for an index, which does not ask where in the text the tokens
// stand.
func (a *Analyzer) Words(text string) []Occurrence {
	a.spanned = false
	a.analyse(text)
	return a.found
}

func (a *Analyzer) analyse(text string) {
	a.normal.normalise(text, &a.lang, &a.kinds)
	a.cut()
	a.found, a.spans = a.found[:0], a.spans[:0]
	normal, pieces := a.normal.text, a.pieces
	position := 0
	for i := 0; i < len(pieces); {
		p := pieces[i]
		// One space between words, as nearly everywhere, ends nothing.
		if i > 0 && (p.start != pieces[i-1].end+1 || normal[pieces[i-1].end] == '\n') && sentenceEnds(normal[:p.start], pieces[i-1], normal[p.start:]) {
			position = (position/Window + 1) * Window
		}
		if p.pairs {
			position = a.appendPairs(p, position)
			i++
			continue
		}
		if int(p.end) == len(normal) || normal[p.end] != '-' {
			a.appendWord(p, position)
			position++
			i++
			continue
		}
		parts := a.compound(i)
		for k := range parts {
			a.appendWord(pieces[i+k], position+k)
			if k == 0 && parts > 1 {
				a.appendJoined(pieces[i:i+parts], position)
			}
		}
		position += parts
		i += parts
	}
}

// append adds a token that has been found.
func (a *Analyzer) append(e entry, position int, extra bool, at span) {
	code := uint32(e.form())<<2 | uint32(e.code&1)<<1
	if extra {
		code |= 1
	}
	a.found = append(a.found, Occurrence{code, int32(position)})
	if a.spanned {
		a.spans = append(a.spans, at)
	}
}

// cut finds the words of the normalised text.
//
// A word is a run of letters, marks and numbers. An apostrophe between two of
// them belongs to it, and so does a full stop or a comma between two digits. A
// run of letters of a script without spaces is a piece of its own.
func (a *Analyzer) cut() {
	pieces := a.pieces[:0]
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
				pieces = append(pieces, piece{int32(i), int32(end), true})
				i = end
				continue
			}
			if !wordRune(r) {
				i += size
				continue
			}
		}
		end := wordEnd(text, i)
		pieces = append(pieces, piece{int32(i), int32(end), false})
		i = end
	}
	a.pieces = pieces
}

// wordEnd returns the end of the word that begins at i.
func wordEnd(text []byte, i int) int {
	for i < len(text) {
		c := text[i]
		if asciiWord[c] {
			i++
			continue
		}
		switch {
		case c == ' ':
			return i
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
var asciiWord = func() (table [256]bool) {
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
	if e := a.word(a.normal.text[p.start:p.end]); e.code != noWord {
		a.append(e, position, false, span{min(int(p.start)+int(e.cut), int(p.end)), int(p.end), 0})
	}
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
	a.joined = a.joined[:0]
	cut := 0
	for k, p := range pieces {
		e := a.word(a.normal.text[p.start:p.end])
		if e.code == noWord {
			return
		}
		if k == 0 {
			cut = int(e.cut)
		}
		a.joined = append(a.joined, a.bare(e.form())...)
	}
	if e := a.word(a.joined); e.code != noWord {
		a.append(e, position, true, span{int(pieces[0].start) + cut, int(pieces[len(pieces)-1].end), len(pieces)})
	}
}
