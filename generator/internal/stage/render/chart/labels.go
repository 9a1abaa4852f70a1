package chart

import (
	"unicode"
	"unicode/utf8"
)

// width is at least how wide a text is, set bold at its size on a phone: digits
// and letters are two thirds as wide as high, those of Asia as wide.
func width(text string) int {
	sum := 0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana):
			sum += Em
		case r == ' ' || r == '\u00a0' || r == '\u202f' || r == ',' || r == '.' || r == ':':
			sum += Em * 36 / 100
		default:
			sum += Em * 66 / 100
		}
	}
	return sum
}

// labels are the places that are taken.
type labels struct {
	boxes [][4]int
}

func (l *labels) block(x1, y1, x2, y2 int) { l.boxes = append(l.boxes, [4]int{x1, y1, x2, y2}) }

// stroke takes the place of a line, bit by bit.
func (l *labels) stroke(a, b point) {
	steps := max(abs(b.x-a.x), abs(b.y-a.y))/16 + 1
	for i := range steps + 1 {
		x, y := a.x+(b.x-a.x)*i/steps, a.y+(b.y-a.y)*i/steps
		l.block(x-3, y-3, x+3, y+3)
	}
}

func abs(n int) int { return max(n, -n) }

// extent is what a label covers: its baseline is at y.
func extent(x, y int, anchor, text string) [4]int {
	w := width(text)
	switch anchor {
	case "middle":
		x -= w / 2
	case "end":
		x -= w
	}
	return [4]int{x, y - Em*8/10, x + w, y + Em*2/10}
}

// free reports whether a label would be within the drawing and lie on nothing.
func (l *labels) free(x, y int, anchor, text string) bool {
	e := extent(x, y, anchor, text)
	if e[0] < -4 || e[2] > Width+4 || e[1] < 0 {
		return false
	}
	for _, b := range l.boxes {
		if e[0] < b[2] && b[0] < e[2] && e[1] < b[3] && b[1] < e[3] {
			return false
		}
	}
	return true
}

func (l *labels) place(x, y int, anchor, text string) {
	e := extent(x, y, anchor, text)
	l.block(e[0]-4, e[1], e[2]+4, e[3])
}

// wrap breaks a text into lines that fit the drawing; a word that is wider than
// it stands alone.
func wrap(text string) []string {
	var lines []string
	line, last := "", 0
	for i, r := range text {
		if r != ' ' && i+utf8.RuneLen(r) < len(text) {
			continue
		}
		end := i
		if r != ' ' {
			end = len(text)
		}
		word := text[last:end]
		last = end + 1
		switch {
		case word == "":
		case line == "":
			line = word
		case width(line+" "+word) <= Width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
