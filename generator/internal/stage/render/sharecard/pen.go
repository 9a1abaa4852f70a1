package sharecard

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/color"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// weight is one of the fonts.
type weight int

const (
	regular weight = iota
	bold
)

// fonts are the Go fonts: open, and part of a module that the program needs
// anyway. They hold Latin, Greek and Cyrillic.
var fonts = sync.OnceValue(func() [2]*sfnt.Font {
	var parsed [2]*sfnt.Font
	for w, data := range [2][]byte{regular: goregular.TTF, bold: gobold.TTF} {
		f, err := sfnt.Parse(data)
		if err != nil {
			panic("sharecard: the font that is part of the program cannot be read: " + err.Error())
		}
		parsed[w] = f
	}
	return parsed
})

// pen draws one card after the other and keeps the glyphs that it has drawn.
type pen struct {
	picture *image.Paletted
	buffer  sfnt.Buffer
	faces   map[faceKey]font.Face
	glyphs  map[glyphKey]*glyph
	// packed, row and deflate are what encode works with; a row begins with the
	// number of its filter, none.
	packed  bytes.Buffer
	row     [1 + Width/2]byte
	deflate *zlib.Writer
}

type faceKey struct {
	weight weight
	size   int
}

type glyphKey struct {
	faceKey
	r rune
}

// glyph is a drawn letter: how dark each pixel is, from its place on the line.
type glyph struct {
	at      image.Rectangle
	alpha   []uint8
	advance fixed.Int26_6
}

func newPen() *pen {
	return &pen{
		picture: image.NewPaletted(image.Rect(0, 0, Width, Height), nil),
		faces:   map[faceKey]font.Face{}, glyphs: map[glyphKey]*glyph{},
	}
}

func (p *pen) begin(palette color.Palette) {
	clear(p.picture.Pix)
	p.picture.Palette = palette
}

// plain returns the letter that stands for r: the font has no narrow spaces.
func plain(r rune) rune {
	switch r {
	case '\u00a0', '\u202f', '\u2009', '\u2007', '\u2060':
		return ' '
	case '\u2011':
		return '-'
	}
	return r
}

// has reports whether the font has every character of a text.
func (p *pen) has(w weight, text string) bool {
	for _, r := range text {
		if i, err := fonts()[w].GlyphIndex(&p.buffer, plain(r)); err != nil || i == 0 {
			return false
		}
	}
	return true
}

func (p *pen) face(w weight, size int) font.Face {
	key := faceKey{w, size}
	face := p.faces[key]
	if face == nil {
		var err error
		if face, err = opentype.NewFace(fonts()[w], &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone}); err != nil {
			panic("sharecard: " + err.Error())
		}
		p.faces[key] = face
	}
	return face
}

// glyph returns a drawn letter.
func (p *pen) glyph(w weight, size int, r rune) *glyph {
	key := glyphKey{faceKey{w, size}, r}
	g := p.glyphs[key]
	if g != nil {
		return g
	}
	g = &glyph{}
	at, mask, from, advance, _ := p.face(w, size).Glyph(fixed.Point26_6{}, plain(r))
	g.at, g.advance = at, advance
	if r == '\u202f' || r == '\u2009' {
		g.advance = advance * 2 / 3
	}
	g.alpha = make([]uint8, at.Dx()*at.Dy())
	if alpha, is := mask.(*image.Alpha); is {
		for y := range at.Dy() {
			copy(g.alpha[y*at.Dx():(y+1)*at.Dx()], alpha.Pix[alpha.PixOffset(from.X, from.Y+y):])
		}
	}
	p.glyphs[key] = g
	return g
}

// each calls do with every letter of a text and the place of it from its
// beginning, and returns how long the text is.
func (p *pen) each(w weight, size int, text string, do func(*glyph, fixed.Int26_6)) fixed.Int26_6 {
	face := p.face(w, size)
	x, before := fixed.Int26_6(0), rune(-1)
	for _, r := range text {
		if before >= 0 {
			x += face.Kern(plain(before), plain(r))
		}
		g := p.glyph(w, size, r)
		do(g, x)
		x += g.advance
		before = r
	}
	return x
}

// width returns how many pixels a text is long.
func (p *pen) width(w weight, size int, text string) int { return p.length(w, size, text).Ceil() }

// length returns how long a text is.
func (p *pen) length(w weight, size int, text string) fixed.Int26_6 {
	return p.each(w, size, text, func(*glyph, fixed.Int26_6) {})
}

// line writes a text on the line at y and returns where it ends; one that the
// font cannot write is left out.
func (p *pen) line(w weight, size, x, y int, text string, colour ramp) int {
	if text == "" || !p.has(w, text) {
		return x
	}
	shades := colour.shades()
	end := p.each(w, size, text, func(g *glyph, at fixed.Int26_6) { p.stamp(g, x+at.Round(), y, &shades) })
	return x + end.Ceil()
}

func (p *pen) stamp(g *glyph, x, y int, shades *[256]uint8) {
	at := g.at.Add(image.Pt(x, y))
	seen := at.Intersect(p.picture.Rect)
	for row := seen.Min.Y; row < seen.Max.Y; row++ {
		alpha := g.alpha[(row-at.Min.Y)*at.Dx()+seen.Min.X-at.Min.X:][:seen.Dx()]
		pixels := p.picture.Pix[p.picture.PixOffset(seen.Min.X, row):][:len(alpha)]
		for i, a := range alpha {
			pixels[i] = max(pixels[i], shades[a])
		}
	}
}

func (p *pen) fill(r image.Rectangle, colour ramp) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := p.picture.Pix[p.picture.PixOffset(r.Min.X, y):][:r.Dx()]
		for i := range row {
			row[i] = colour.first + colour.steps - 1
		}
	}
}

// swarm are the circles of the mark: where, and how large, in tenths of a pixel
// of an image of 32 by 32.
var swarm = [][3]int{
	{160, 160, 38}, {70, 118, 28}, {94, 240, 26}, {228, 228, 30}, {152, 54, 24}, {245, 100, 22}, {288, 156, 14}, {32, 199, 15}, {168, 288, 14},
}

// mark draws a swarm that opens, 46 pixels wide.
func (p *pen) mark(x, y int) {
	const width, fine = 46, 4
	for _, c := range swarm {
		cx, cy, r := c[0]*width*fine/320, c[1]*width*fine/320, c[2]*width*fine/320
		for py := (cy - r) / fine; py <= (cy+r)/fine; py++ {
			for px := (cx - r) / fine; px <= (cx+r)/fine; px++ {
				inside := 0
				for s := range fine * fine {
					dx, dy := px*fine+s%fine-cx, py*fine+s/fine-cy
					if dx*dx+dy*dy <= r*r {
						inside++
					}
				}
				if step := uint8((inside*int(accent.steps) + fine*fine/2) / (fine * fine)); step > 0 {
					p.picture.Pix[p.picture.PixOffset(x+px, y+py)] = accent.first + step - 1
				}
			}
		}
	}
}

// wrap breaks a text into lines no longer than most pixels; a word that is
// longer is broken where it must be.
func (p *pen) wrap(w weight, size int, text string, most int) []string {
	var lines []string
	line, end := "", fixed.Int26_6(0) // how long the line is
	for word := range strings.SplitSeq(text, " ") {
		for {
			longer, long := word, p.length(w, size, word)
			if line != "" {
				longer, long = line+" "+word, end+p.gap(w, size, line, word)+long
			}
			if long.Ceil() <= most {
				line, end = longer, long
				break
			}
			if line != "" {
				lines, line = append(lines, line), ""
				continue
			}
			cut := p.fitting(w, size, word, most)
			lines, word = append(lines, word[:cut]), word[cut:]
			if word == "" {
				break
			}
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// gap returns how long a space between two texts is.
func (p *pen) gap(w weight, size int, before, after string) fixed.Int26_6 {
	face := p.face(w, size)
	gap := p.glyph(w, size, ' ').advance
	if before != "" {
		last, _ := utf8.DecodeLastRuneInString(before)
		gap += face.Kern(plain(last), ' ')
	}
	if after != "" {
		first, _ := utf8.DecodeRuneInString(after)
		gap += face.Kern(' ', plain(first))
	}
	return gap
}

// fitting returns how many bytes of a text fit, at least one character.
func (p *pen) fitting(w weight, size int, text string, most int) int {
	cut := 0
	for i, r := range text {
		end := i + len(string(r))
		if cut > 0 && p.width(w, size, text[:end]) > most {
			break
		}
		cut = end
	}
	return cut
}

// balanced breaks a text into as many lines, the longest as short as can be.
func (p *pen) balanced(w weight, size int, text string, count int) []string {
	low, high := measure/3, measure
	for word := range strings.SplitSeq(text, " ") { // narrower, it would be broken
		low = min(max(low, p.width(w, size, word)), high)
	}
	for low < high {
		middle := (low + high) / 2
		if len(p.wrap(w, size, text, middle)) <= count {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return p.wrap(w, size, text, high)
}

// shortened returns a text, or as much of its beginning as fits with an ellipsis
// behind it.
func (p *pen) shortened(w weight, size int, text string, most int) string {
	if text == "" || p.width(w, size, text) <= most {
		return text
	}
	cut := p.fitting(w, size, text, most-p.width(w, size, "…"))
	return strings.TrimRight(text[:cut], " \u00a0\u202f,;:.") + "…"
}
