package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Excerpt is a line of a file, shortened around a place.
type Excerpt struct {
	// Text is the line as it is printed: tabs are spaces, and what is cut
	// away is "…".
	Text string `json:"text"`
	// Caret stands below Text in a fixed-width font: spaces, then "^" below
	// each column of the place.
	Caret string `json:"caret"`
}

// How much of a line is shown, in columns of the terminal: a paragraph is often
// one line.
const (
	maxBefore = 50
	maxMarked = 60
	minAfter  = 20
	maxWidth  = 110 // what follows the place fills it
	tabStop   = 4
	// window bounds the bytes that are looked at on either side of the place.
	window = 1 << 10
)

// cell is what one or more columns of the terminal show: a character with the
// marks that stand on it, or one space of a tab.
type cell struct {
	text  string
	width int
	// end is the byte of the line after it.
	end int
}

// NewExcerpt shows a line, without its end, and marks its bytes from start to
// end, which may lie beyond the line.
func NewExcerpt(line []byte, start, end int) Excerpt {
	start = min(max(start, 0), len(line))
	end = min(max(end, start), len(line))
	low, high := start-window, min(end, start+window)+window
	for low > 0 && low < len(line) && !utf8.RuneStart(line[low]) {
		low--
	}
	low, high = max(low, 0), min(high, len(line))
	cells := cellsOf(line[low:high], low)

	first := 0
	for first < len(cells) && cells[first].end <= start {
		first++
	}
	last, covered := first, start
	for last < len(cells) && covered < end {
		covered = cells[last].end
		last++
	}
	for last > first && last < len(cells) && cells[last].end == covered {
		last++ // the other spaces of a tab
	}
	before, cutBefore := fit(cells[:first], maxBefore, true)
	marked, cutMarked := fit(cells[first:last], maxMarked, false)
	after, cutAfter := fit(cells[last:], max(minAfter, maxWidth-widthOf(before)-widthOf(marked)), false)
	if cutMarked {
		after, cutAfter = nil, true
	}

	x := Excerpt{}
	indent, carets := widthOf(before), max(1, widthOf(marked))
	if cutBefore || low > 0 {
		x.Text = "…"
		indent++
	}
	x.Text += join(before) + join(marked) + join(after)
	if cutAfter || high < len(line) {
		x.Text += "…"
	}
	x.Caret = strings.Repeat(" ", indent) + strings.Repeat("^", carets)
	return x
}

// cellsOf splits a part of a line that begins at byte offset of the line.
func cellsOf(text []byte, offset int) []cell {
	var cells []cell
	column := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		i += size
		if r == '\t' {
			for range tabStop - column%tabStop {
				cells = append(cells, cell{" ", 1, offset + i})
				column++
			}
			continue
		}
		r = visible(r)
		n := columns(r)
		if n == 0 && len(cells) > 0 {
			cells[len(cells)-1].text += string(r)
			cells[len(cells)-1].end = offset + i
			continue
		}
		cells = append(cells, cell{string(r), n, offset + i})
		column += n
	}
	return cells
}

// fit returns the cells at the beginning or at the end that take at most limit
// columns, and whether some were left off.
func fit(cells []cell, limit int, fromEnd bool) (kept []cell, cut bool) {
	n, total := 0, 0
	for n < len(cells) {
		next := cells[n]
		if fromEnd {
			next = cells[len(cells)-1-n]
		}
		if total += next.width; total > limit {
			break
		}
		n++
	}
	if fromEnd {
		return cells[len(cells)-n:], n < len(cells)
	}
	return cells[:n], n < len(cells)
}

func widthOf(cells []cell) int {
	total := 0
	for _, c := range cells {
		total += c.width
	}
	return total
}

func join(cells []cell) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(c.text)
	}
	return b.String()
}

// columns returns how many columns a terminal gives a character.
func columns(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1160 && r <= 0x11FF: // vowels and finals that join a Hangul syllable
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// visible returns r, or "·" for a character that would act on the terminal
// instead of being shown: controls, line separators, and the invisible ones
// that turn the direction of the text. Those that only join or divide letters
// (ZWNJ, ZWJ, the soft hyphen) are harmless.
func visible(r rune) rune {
	switch {
	case r == '\u00AD' || r == '\u200C' || r == '\u200D':
		return r
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
		return '·'
	}
	return r
}

// maxSentence bounds a sentence, in characters: it may quote a whole value.
const maxSentence = 400

// clean makes a sentence safe to print on one line.
func clean(sentence string) string {
	sentence = strings.Map(visible, sentence)
	if utf8.RuneCountInString(sentence) > maxSentence {
		sentence = string([]rune(sentence)[:maxSentence]) + "…"
	}
	return sentence
}
