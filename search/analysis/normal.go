package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A normalText is a text with one spelling for what can be spelled in several
// ways, and the way back to the original.
type normalText struct {
	text []byte
	// origins say where stretches of text came from, the last where it ends.
	// Each byte of a stretch came from one byte further on.
	origins []origin
	// found is an origin that was asked for lately.
	found int
}

// An origin says that text from at on came from the original from source on.
type origin struct{ at, source int32 }

// source returns the span of the original that text[start:end] came from.
func (n *normalText) source(start, end int) (int, int) { return n.offset(start), n.offset(end) }

// offset returns where a character of text came from. It is quick when it is
// asked for one after the other.
func (n *normalText) offset(at int) int {
	for int(n.origins[n.found].at) > at {
		n.found--
	}
	for n.found+1 < len(n.origins) && int(n.origins[n.found+1].at) <= at {
		n.found++
	}
	o := n.origins[n.found]
	return int(o.source) + at - int(o.at)
}

// from notes that what is added to text next came from an offset.
func (n *normalText) from(offset int) {
	at := len(n.text)
	if k := len(n.origins); k == 0 || int(n.origins[k-1].source)+at-int(n.origins[k-1].at) != offset {
		n.origins = append(n.origins, origin{int32(at), int32(offset)})
	}
}

// emit adds characters that all came from one offset.
func (n *normalText) emit(s string, offset int) {
	for _, r := range s {
		n.from(offset)
		n.text = utf8.AppendRune(n.text, r)
	}
}

// copy adds a stretch of the original as it is.
func (n *normalText) copy(s string, start, end int) {
	if start < end {
		n.from(start)
		n.text = append(n.text, s[start:end]...)
	}
}

// emitCluster emits what became of a cluster: marks that have been composed with
// the letter came from where it stands, and others from where they stand.
func (n *normalText) emitCluster(text, cluster string, offset int) {
	if len(text) != len(cluster) {
		n.emit(text, offset)
		return
	}
	if text != "" {
		n.from(offset)
		n.text = append(n.text, text...)
	}
}

// A kind says what has to be looked at where a byte of a text stands.
type kind uint8

const (
	asIs    kind = iota // nothing
	latin               // two bytes that stay as they are, but for marks
	digit               // groups of digits, if a space or a mark of thousands follows
	dot                 // acronyms, groups of digits, inclusive endings
	mark                // inclusive endings
	decoded             // everything
)

// kinds returns what each byte of a text of a language means.
func (lang *language) kinds() (kinds [256]kind) {
	for c := utf8.RuneSelf; c < len(kinds); c++ {
		kinds[c] = decoded
	}
	kinds[0xC3], kinds[0xC4], kinds[0xC5] = latin, latin, latin
	kinds['`'] = decoded
	for c := '0'; c <= '9'; c++ {
		kinds[c] = digit
	}
	kinds['.'] = dot
	if lang.inclusive {
		kinds['('], kinds['-'], kinds['/'] = mark, mark, mark
	}
	return kinds
}

// beginsEnding holds the first bytes of what inclusiveEnd finds.
var beginsEnding = func() (table [256]bool) {
	for _, c := range []byte("enirtlvscx\xc3") {
		table[c] = true
	}
	return table
}()

// normalise reads a text into n, whose memory is used again.
//
// Composed characters, one apostrophe, one hyphen, one space; soft hyphens and
// invisible characters dropped; digits grouped by three joined; dotted acronyms
// joined; inclusive endings dropped where the language has them.
//
// Most of a text is as it should be, and is copied from start to i; a rule is
// asked only where what stands around i does not rule it out.
func (n *normalText) normalise(s string, lang *language, kinds *[256]kind) {
	n.text, n.origins, n.found = n.text[:0], n.origins[:0], 0
	start := 0
	for i := 0; i < len(s); {
		end := i // of what a rule reads from i on
		switch kinds[s[i]] {
		case asIs:
			for i++; i < len(s); i++ {
				if k := kinds[s[i]]; k == latin && i+1 < len(s) && s[i+1]&0xC0 == 0x80 {
					i++
				} else if k != asIs {
					break
				}
			}
			continue
		case latin:
			if i+1 < len(s) && s[i+1]&0xC0 == 0x80 {
				i += 2
				continue
			}
		case digit:
			if i++; i == len(s) || s[i] != ' ' && (s[i] != lang.thousands || s[i] == '.') {
				continue
			}
			end = n.rewrite(s, i, lang)
		case dot:
			if first := beforeStop(s, start, i); first < i {
				if e := acronym(s, first); e > first {
					n.copy(s, start, first)
					n.emitLetters(s, first, e)
					start, i = e, e
					continue
				}
			}
			if i > 0 && isDigit(s[i-1]) || i+1 < len(s) && beginsEnding[s[i+1]] {
				end = n.rewrite(s, i, lang)
			}
		case mark:
			if i+1 < len(s) && beginsEnding[s[i+1]] {
				end = n.rewrite(s, i, lang)
			}
		case decoded:
			if start < i && markFollows(s, i) {
				_, size := utf8.DecodeLastRuneInString(s[start:i])
				i -= size // the letter of the cluster
			} else if e := n.rewrite(s, i, lang); e > i {
				end = e
				break
			}
			n.copy(s, start, i)
			i = n.cluster(s, i)
			start = i
			continue
		}
		switch {
		case end > i:
			n.copy(s, start, i)
			start, i = end, end
		case s[i] < utf8.RuneSelf:
			i++
		default: // no character at all
			n.copy(s, start, i)
			i = n.cluster(s, i)
			start = i
		}
	}
	n.copy(s, start, len(s))
	n.from(len(s))
}

// cluster reads a character with its marks and returns its end.
func (n *normalText) cluster(s string, i int) int {
	r, size := utf8.DecodeRuneInString(s[i:])
	end := i + size
	for markFollows(s, end) {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	n.emitCluster(plainRune(s[i:end], r), s[i:end], i)
	return end
}

// beforeStop returns where the letter before a full stop begins, if it may be the
// first of an acronym and stands after start, or i.
func beforeStop(s string, start, i int) int {
	if i+1 == len(s) || s[i+1] < utf8.RuneSelf && !asciiWord[s[i+1]] {
		return i
	}
	if i > start && s[i-1] < utf8.RuneSelf && asciiWord[s[i-1]] && !isDigit(s[i-1]) {
		return i - 1
	}
	if i > start+1 && s[i-2] == 0xC3 {
		return i - 2
	}
	return i
}

// emitLetters emits an acronym without its full stops.
func (n *normalText) emitLetters(s string, start, end int) {
	for j, r := range s[start:end] {
		if r != '.' {
			n.emit(string(r), start+j)
		}
	}
}

// rewrite applies the rules for marks between words and digits at offset i. It
// returns the offset to go on from, or i if no rule applies.
func (n *normalText) rewrite(s string, i int, lang *language) int {
	if c := s[i]; c == ' ' || c == 0xC2 || c == 0xE2 || c == lang.thousands && c != 0 {
		if end := digitGroup(s, i, lang.thousands); end > i {
			return end
		}
	}
	if lang.inclusive {
		return inclusiveEnd(s, i)
	}
	return i
}

// markFollows reports whether the cluster goes on at i: with a combining mark, or
// with the second half of a letter that some systems write in two, as they do
// with the voiced kana, the syllables of Korean and a vowel of Burmese.
func markFollows(s string, i int) bool {
	if i >= len(s) || s[i] < 0xCC {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	switch r {
	case 'ﾞ', 'ﾟ', 0x3099, 0x309A, 0x102E:
		return true
	}
	return r >= 0x300 && r <= 0x36F || r >= 0x1161 && r <= 0x1175 || r >= 0x11A8 && r <= 0x11C2
}

// plainRune returns the one spelling of a character, given as the cluster of
// its letter r and its combining marks.
func plainRune(cluster string, r rune) string {
	switch r {
	case '’', 'ʼ', '′', '‘', '`', '´', '＇':
		return "'"
	case '\u2010', '\u2011', '\u2212':
		return "-"
	case '\u00AD', '\u200B', '\u2060', '\uFEFF', '\u200E', '\u200F', '\u202A', '\u202B', '\u202C':
		return ""
	case '\u00A0', '\u202F', '\u2009', '\u2007', '\u200C', utf8.RuneError:
		// The zero-width non-joiner separates the parts of a Persian word.
		return " "
	}
	if r < 0x300 && utf8.RuneLen(r) == len(cluster) {
		return cluster
	}
	// The wide marks end a sentence without the space that the narrow ones need.
	if r >= 0xFB00 && r <= 0xFFEF && r != '！' && r != '？' {
		return norm.NFKC.String(cluster)
	}
	return norm.NFC.String(cluster)
}

// digitGroup returns the end of the mark at i if it stands between groups of
// digits of one number, as in « 10 000 ».
func digitGroup(s string, i int, thousands byte) int {
	before := 0
	for before < 4 && i-before > 0 && isDigit(s[i-before-1]) {
		before++
	}
	if before == 0 || before > 3 {
		return i
	}
	end := i + 1
	if s[i] != ' ' && s[i] != thousands {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r != '\u00A0' && r != '\u202F' && r != '\u2009' {
			return i
		}
		end = i + size
	}
	if len(s) < end+3 || !isDigit(s[end]) || !isDigit(s[end+1]) || !isDigit(s[end+2]) {
		return i
	}
	if len(s) > end+3 && isDigit(s[end+3]) {
		return i
	}
	return end
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// acronym returns the end of an acronym with dots that begins at i, such as
// « E.S.A.T. » or « J.O », or i.
func acronym(s string, i int) int {
	// Nearly every letter of a text fails this first look.
	if _, size := utf8.DecodeRuneInString(s[i:]); i+size >= len(s) || s[i+size] != '.' || wordBefore(s, i) {
		return i
	}
	letters, end := 0, i
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		if !unicode.IsLetter(r) {
			break
		}
		letters++
		end += size
		if end >= len(s) || s[end] != '.' {
			break
		}
		end++
	}
	if letters < 2 || wordAt(s, end) {
		return i
	}
	return end
}

// wordBefore and wordAt report whether a letter or a digit ends or begins at i.
func wordBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return i > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func wordAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return i < len(s) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// inclusiveEnd returns the end of an ending in inclusive spelling that begins
// with its mark at i, or i. The word is read in its short form:
// « salarié·e·s », « salarié.e.s », « salarié(e)s » and « salarié-e-s » are
// all read as « salarié ».
func inclusiveEnd(s string, i int) int {
	c := s[i]
	if c != '.' && c != '(' && c != '-' && c != '/' && c != 0xC2 && c != 0xE2 {
		return i
	}
	mark, size := utf8.DecodeRuneInString(s[i:])
	if !strings.ContainsRune("·⋅•‧.(-/\u2010\u2011", mark) {
		return i
	}
	if before, _ := utf8.DecodeLastRuneInString(s[:i]); !unicode.IsLower(before) {
		return i
	}
	// A hyphen and a slash also join ordinary words, so fewer endings count.
	strict := mark == '-' || mark == '/' || mark >= '\u2010' && mark <= '\u2011'
	length := endingLength(s[i+size:], strict)
	if length == 0 {
		if plural := s[i+size:]; mark != '(' || !strings.HasPrefix(plural, "s)") && !strings.HasPrefix(plural, "x)") {
			return i
		}
		length = 1
	}
	end := i + size + length
	if mark == '(' {
		if !strings.HasPrefix(s[end:], ")") {
			return i
		}
		end++
		if strings.HasPrefix(s[end:], "s") {
			end++
		}
	} else if again, size := utf8.DecodeRuneInString(s[end:]); again == mark {
		if strings.HasPrefix(s[end+size:], "s") && !wordAt(s, end+size+1) {
			end += size + 1
		} else if strict {
			return i
		}
	}
	if wordAt(s, end) {
		return i
	}
	return end
}

// endingLength returns the length of the longest feminine ending, singular or
// plural, that s begins with and that ends where a word ends, or 0.
func endingLength(s string, strict bool) int {
	common := [...]string{"e", "ne", "ice", "rice", "trice", "euse", "ere", "ère"}
	loose := [...]string{"le", "te", "ve", "ive", "se", "sse", "esse", "ée", "teuse", "che"}
	longest := matchEnding(s, common[:])
	if !strict {
		longest = max(longest, matchEnding(s, loose[:]))
	}
	return longest
}

func matchEnding(s string, endings []string) int {
	longest := 0
	for _, ending := range endings {
		if rest, ok := strings.CutPrefix(s, ending); ok {
			rest = strings.TrimPrefix(rest, "s")
			if !wordAt(rest, 0) {
				longest = max(longest, len(s)-len(rest))
			}
		}
	}
	return longest
}
