// Package sharecard draws what other sites show of a page: an image of 1200 by
// 630 pixels with its title. SHARECARD.md says how it is laid out.
//
// Invariant: equal cards give equal bytes on one kind of processor.
package sharecard

import (
	"image"
	"image/color"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// Width and Height are those that Open Graph asks for.
const (
	Width  = 1200
	Height = 630
)

// Version changes with every change of what a card looks like.
const Version = "1"

// Card is what stands on an image. A text with a character that the font does
// not have is left out: no card shows boxes.
type Card struct {
	// Site is the title of the site, Label what the page is ("Initiative
	// exemplaire"), Badge what it must not be mistaken for, or "".
	Site, Label, Badge string
	Title              string
	// Place is where it is about, or "". Host is where it is read.
	Place, Host string
}

// Colours are those of a card.
type Colours struct {
	Ground, Ink, Quiet, Accent, Warm color.RGBA
}

// Painter draws cards in some colours. It is safe for concurrent use.
type Painter struct {
	palette color.Palette
	// pens are those that nobody uses: each has glyphs that it has drawn before.
	pens sync.Pool
}

// The palette: the ground, then each colour in steps towards it, for the edges of
// letters. With sixteen colours a pixel takes four bits.
const (
	groundIndex = 0
	inkSteps    = 5
	quietSteps  = 3
	accentSteps = 4
	warmSteps   = 3
)

// ramp is the place of a colour in the palette: first+steps-1 is the colour
// itself.
type ramp struct{ first, steps uint8 }

// shades returns the place of the colour where it covers so much of a pixel, of
// 255; the ground is where it covers nearly nothing.
func (r ramp) shades() (places [256]uint8) {
	for covered := range places {
		if step := uint8((covered*int(r.steps) + 127) / 255); step > 0 {
			places[covered] = r.first + step - 1
		}
	}
	return places
}

var (
	ink    = ramp{1, inkSteps}
	quiet  = ramp{1 + inkSteps, quietSteps}
	accent = ramp{1 + inkSteps + quietSteps, accentSteps}
	warm   = ramp{1 + inkSteps + quietSteps + accentSteps, warmSteps}
)

// NewPainter returns a painter.
func NewPainter(c Colours) *Painter {
	p := &Painter{palette: color.Palette{c.Ground}}
	for _, one := range []struct {
		colour color.RGBA
		steps  int
	}{{c.Ink, inkSteps}, {c.Quiet, quietSteps}, {c.Accent, accentSteps}, {c.Warm, warmSteps}} {
		for step := 1; step <= one.steps; step++ {
			p.palette = append(p.palette, between(c.Ground, one.colour, step, one.steps))
		}
	}
	return p
}

// between returns the colour at step of steps from a to b.
func between(a, b color.RGBA, step, steps int) color.RGBA {
	mix := func(x, y uint8) uint8 { return uint8((int(x)*(steps-step) + int(y)*step + steps/2) / steps) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xFF}
}

// The layout, in pixels.
const (
	margin   = 84
	measure  = Width - 2*margin
	bar      = 18
	topLine  = 112
	label    = 206
	footLine = Height - 62
	// The title stands between the label and the foot.
	titleTop    = 236
	titleBottom = footLine - 58
)

// Draw returns a card as PNG.
func (p *Painter) Draw(c Card) []byte {
	pen, _ := p.pens.Get().(*pen)
	if pen == nil {
		pen = newPen()
	}
	defer p.pens.Put(pen)
	pen.begin(p.palette)
	pen.fill(image.Rect(0, 0, bar, Height), accent)
	pen.mark(margin, topLine-34)
	pen.line(bold, 36, margin+62, topLine, c.Site, ink)
	x := pen.line(bold, 30, margin, label, c.Label, accent)
	if c.Badge != "" && pen.has(bold, c.Badge) {
		if x > margin {
			x += 28
		}
		pen.line(bold, 30, x, label, c.Badge, warm)
	}
	pen.title(c.Title)
	end := Width - margin
	if c.Host != "" && pen.has(regular, c.Host) {
		end -= pen.width(regular, 28, c.Host)
		pen.line(regular, 28, end, footLine, c.Host, quiet)
	}
	pen.line(regular, 28, margin, footLine, pen.shortened(regular, 28, c.Place, end-margin-40), quiet)
	return pen.encode()
}

// titleSizes are tried from the largest.
var titleSizes = []struct {
	size, leading, lines int
}{{80, 92, 2}, {72, 82, 3}, {62, 72, 4}, {54, 63, 4}}

// title sets the title as large as it fits, its lines of about one length.
func (p *pen) title(title string) {
	title = strings.Join(strings.FieldsFunc(norm.NFC.String(title), isBreak), " ")
	if title == "" || !p.has(bold, title) {
		return
	}
	for i, s := range titleSizes {
		lines := p.wrap(bold, s.size, title, measure)
		last := i == len(titleSizes)-1
		if len(lines) > s.lines && !last {
			continue
		}
		if len(lines) > s.lines {
			lines[s.lines-1] = p.shortened(bold, s.size, strings.Join(lines[s.lines-1:], " "), measure)
			lines = lines[:s.lines]
		} else {
			lines = p.balanced(bold, s.size, title, len(lines))
		}
		// In the middle of its room, a little high.
		height := (len(lines)-1)*s.leading + s.size
		y := titleTop + (titleBottom-titleTop-height)*2/5 + s.size*17/20
		for n, line := range lines {
			p.line(bold, s.size, margin, y+n*s.leading, line, ink)
		}
		return
	}
}

// isBreak reports whether a line may end at r; a space that does not break is
// part of a word.
func isBreak(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }
