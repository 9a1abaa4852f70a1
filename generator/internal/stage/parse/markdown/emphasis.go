package markdown

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"

	"essaim/generator/internal/model/diag"
)

// delimiter is a run of marks of emphasis, src[start:end], that has no partner, or
// of which a part has none.
type delimiter struct {
	start, end    int
	before, after rune
	// told reports whether it was surely meant as a mark: one star or underscore
	// inside a word, or alone between spaces, is a sign like any other.
	told bool
}

// apart reports whether spaces stand on both sides.
func (d delimiter) apart() bool { return unicode.IsSpace(d.before) && unicode.IsSpace(d.after) }

func (d delimiter) width() int { return d.end - d.start }

// leave notes the marks of emphasis or code at i that have no partner, and returns
// the last of them. What is told of them depends on the next ones, so that two that
// miss each other are one mistake.
func (r *renderer) leave(i, stop int) int {
	sign := r.src[i]
	end := i
	for end < stop && r.src[end] == sign {
		end++
	}
	if sign == '`' {
		r.report("markdown-unclosed", i, end, string(r.src[i:end]))
		return end - 1
	}
	if last := len(r.left) - 1; last >= 0 && r.left[last].end == i && r.src[i-1] == sign {
		i = r.left[last].start // goldmark parts texts anywhere
		r.left = r.left[:last]
	}
	d := delimiter{start: i, end: end, before: ' ', after: ' '}
	if i > 0 {
		d.before, _ = utf8.DecodeLastRune(r.src[:i])
	}
	if end < len(r.src) {
		d.after, _ = utf8.DecodeRune(r.src[end:])
	}
	wordBefore, wordAfter := isWord(d.before), isWord(d.after)
	switch d.width() {
	case 1:
		d.told = sign != '~' && wordAfter && !wordBefore
	case 2:
		d.told = !unicode.IsSpace(d.before) && !unicode.IsSpace(d.after) || wordBefore || wordAfter
	case 3:
		d.told = wordBefore || wordAfter
	}
	r.left = append(r.left, d)
	return end - 1
}

// checkDelimiters reports the marks of emphasis of a block that have no partner.
func (r *renderer) checkDelimiters() {
	for k := 0; k < len(r.left); k++ {
		d := r.left[k]
		if start, end := r.wholeRun(d); end-start > d.width() {
			r.report("markdown-unclosed/count", start, end, string(r.src[start:start+1]))
			continue
		}
		if k+1 < len(r.left) && r.checkMissed(d, r.left[k+1]) {
			k++
			continue
		}
		switch {
		case !d.told || r.isStarred(d.start):
		case !unicode.IsSpace(d.before) && !isWord(d.after):
			r.report("markdown-unclosed/never-opened", d.start, d.end, string(r.src[d.start:d.end]))
		default:
			r.report("markdown-unclosed", d.start, d.end, string(r.src[d.start:d.end]))
		}
	}
}

// isStarred reports whether a star was told as the mark of an item.
func (r *renderer) isStarred(at int) bool {
	_, found := slices.BinarySearch(r.starred, at)
	return found
}

// wholeRun returns the place of the run in the source that d is left of: that of d
// itself, unless another part of it has found a partner.
func (r *renderer) wholeRun(d delimiter) (start, end int) {
	sign := r.src[d.start]
	start, end = d.start, d.end
	for start > 0 && r.src[start-1] == sign && !(start > 1 && r.src[start-2] == '\\') {
		start--
	}
	for end < len(r.src) && r.src[end] == sign {
		end++
	}
	return start, end
}

// checkMissed reports two marks that were meant for each other, as one mistake, and
// whether they were.
func (r *renderer) checkMissed(a, b delimiter) bool {
	sign := string(r.src[a.start:a.end])
	inner := r.src[a.end:b.start]
	words := bytes.Trim(inner, " \t"+noBreak)
	if b.end-b.start != len(sign) || r.src[b.start] != sign[0] || len(words) == 0 || len(words) > 200 || len(sign) > 3 ||
		words[0] == '\n' || words[len(words)-1] == '\n' || r.isStarred(a.start) || r.isStarred(b.start) {
		return false
	}
	if sign == "~" {
		return r.checkTildes(a, b, words)
	}
	opens, closes := !isWord(a.before), !isWord(b.after)
	first, _ := utf8.DecodeRune(words)
	last, _ := utf8.DecodeLastRune(words)
	bold := len(sign) == 2 && !a.apart() && !b.apart() && len(words) >= 3 && unicode.IsLetter(first) && unicode.IsLetter(last) // no power of numbers
	if !a.told && !b.told && !bold {
		return false
	}
	switch {
	case len(sign) == 2 && opens && !closes && isWord(first) && last != ',' && r.src[a.end] == words[0] &&
		len(words) < len(inner) && bytes.IndexByte(words, '\n') < 0:
		d := diag.New("markdown-unclosed/spaces", r.span(a.start, b.end), sign)
		r.add(d.WithFix(d.Span, sign+string(words)+sign+string(inner[len(words):]))) // the space goes behind
	case len(words) < len(inner):
		// A star alone may be a product, or call a note below.
		alone := len(sign) == 1 && (bytes.IndexByte(words, '\n') >= 0 || unicode.IsDigit(last) || len(words) > 60 || r.beforeNumber(b.end))
		if !opens || !closes || alone || !isWord(first) && isWord(a.before) || !isWord(last) && isWord(b.after) {
			return false
		}
		d := diag.New("markdown-unclosed/spaces", r.span(a.start, b.end), sign)
		r.add(d.WithFix(d.Span, sign+string(words)+sign))
	case sign[0] != '*' || opens == closes:
		return false
	case opens && !isWord(last):
		r.add(diag.New("markdown-unclosed/word", r.span(b.start, b.end), sign).WithFix(r.span(b.end, b.end), " "))
	case closes && !isWord(first):
		r.add(diag.New("markdown-unclosed/word", r.span(a.start, a.end), sign).WithFix(r.span(a.start, a.start), " "))
	default:
		return false
	}
	return true
}

// beforeNumber reports whether a number follows the spaces at i.
func (r *renderer) beforeNumber(i int) bool {
	return unicode.IsDigit(runeAt(bytes.TrimLeft(r.src[i:min(i+8, len(r.src))], " "+noBreak)))
}

// checkTildes warns of what other tools strike or put below the line.
func (r *renderer) checkTildes(a, b delimiter, words []byte) bool {
	if r.src[a.end] != words[0] || r.src[b.start-1] != words[len(words)-1] { // spaces within
		return false
	}
	first, _ := utf8.DecodeRune(words)
	switch {
	case unicode.IsLetter(a.before) && len(bytes.Trim(words, "0123456789")) == 0 && len(words) <= 3:
		below := lowered.Replace(string(words))
		d := diag.New("markdown-unknown/index", r.span(a.start, b.end), string(r.src[a.start:b.end]), below)
		r.add(d.WithFix(d.Span, below))
	case !isWord(a.before) && unicode.IsLetter(first) && isWord(b.before) && !isWord(b.after):
		d := diag.New("markdown-unclosed/strike", r.span(a.start, b.end))
		r.add(d.WithFix(d.Span, "~~"+string(words)+"~~"))
	default:
		return false
	}
	return true
}
