package sharecard

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var light = Colours{
	Ground: color.RGBA{0xfa, 0xf7, 0xf1, 0xff}, Ink: color.RGBA{0x1c, 0x25, 0x30, 0xff}, Quiet: color.RGBA{0x4e, 0x57, 0x63, 0xff},
	Accent: color.RGBA{0x0b, 0x53, 0x58, 0xff}, Warm: color.RGBA{0x8a, 0x3d, 0x0c, 0xff},
}

// titles are of every length and of several scripts.
var titles = []string{
	"ESAT",
	"L'Atelier exemple",
	"Le Pavé : onze mille sièges en plastique recyclé",
	"Accueil et surveillance d'un musée des Alpes-Maritimes (exemple)",
	"Une fédération d'entreprises d'insertion lave le linge de quatorze mille athlètes, pendant tout l'été",
	"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
	strings.Repeat("Un titre qui n'en finit pas, parce que personne ne l'a relu, ", 6),
	"10\u202f000 personnes, 25\u00a0% des montants : « ce qui compte »",
	"Ελληνικός τίτλος και русский заголовок",
}

func card(title string) Card {
	return Card{Site: "Essaim solidaire", Label: "Initiative exemplaire", Title: title, Place: "Seine-Saint-Denis (93)", Host: "essaim.example"}
}

// rows returns the first and the last row of an image with a pixel of a colour,
// within some columns and rows.
func rows(m image.Image, c color.RGBA, in image.Rectangle) (first, last, left, right int) {
	first, last, left, right = -1, -1, Width, -1
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			if m.At(x, y) == c {
				if first < 0 {
					first = y
				}
				last, left, right = y, min(left, x), max(right, x)
			}
		}
	}
	return first, last, left, right
}

func TestTitlesStayInTheirRoom(t *testing.T) {
	p := NewPainter(light)
	for i, title := range titles {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			data := p.Draw(card(title))
			m, err := png.Decode(bytes.NewReader(data))
			if err != nil || m.Bounds() != image.Rect(0, 0, Width, Height) {
				t.Fatalf("%v, %v", err, m.Bounds())
			}
			if dir := os.Getenv("ESSAIM_CARDS"); dir != "" { // to be looked at
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("card-%d.png", i)), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			first, last, left, right := rows(m, light.Ink, image.Rect(0, label+8, Width, Height))
			if first < titleTop-4 || last > titleBottom+16 || left < margin-4 || right > Width-margin+4 {
				t.Errorf("the title takes the rows %d to %d and the columns %d to %d", first, last, left, right)
			}
			if len(data) > 40_000 {
				t.Errorf("%d bytes", len(data))
			}
		})
	}
}

func TestWhatTheFontLacksIsLeftOut(t *testing.T) {
	p := NewPainter(light)
	for _, title := range []string{"مبادرة نموذجية", "Une initiative 模範", "示范", "🌱 Semer", ""} {
		c := card(title)
		c.Title = ""
		if !bytes.Equal(p.Draw(card(title)), p.Draw(c)) {
			t.Errorf("the title %q is drawn", title)
		}
	}
	c := Card{Site: "موقع", Label: "مبادرة", Badge: "مثال", Title: "A", Place: "باريس", Host: "مثال"}
	if !bytes.Equal(p.Draw(c), p.Draw(Card{Title: "A"})) {
		t.Error("a text that the font lacks is drawn")
	}
}

// A painter gives the same whatever it has drawn before, at once or in turn.
func TestSameCardSameBytes(t *testing.T) {
	want := map[string][]byte{}
	for _, title := range titles {
		want[title] = NewPainter(light).Draw(card(title))
	}
	p := NewPainter(light)
	done := make(chan error)
	for n := range 4 {
		go func() {
			var err error
			for i := range titles {
				title := titles[(i*(n+1)+n)%len(titles)]
				if !bytes.Equal(p.Draw(card(title)), want[title]) {
					err = fmt.Errorf("%q is another", title)
				}
			}
			done <- err
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestLinesAreBalanced(t *testing.T) {
	p := newPen()
	for _, title := range titles[3:5] {
		lines := p.balanced(bold, 54, title, len(p.wrap(bold, 54, title, measure)))
		if strings.Join(lines, " ") != title {
			t.Errorf("%q became %q", title, lines)
		}
		for _, line := range lines {
			if got := p.width(bold, 54, line); got > measure {
				t.Errorf("%q is %d pixels long", line, got)
			}
		}
		short, long := p.width(bold, 54, lines[0]), p.width(bold, 54, lines[0])
		for _, line := range lines[1:] {
			short, long = min(short, p.width(bold, 54, line)), max(long, p.width(bold, 54, line))
		}
		if short*2 < long {
			t.Errorf("the lines %q are from %d to %d pixels long", lines, short, long)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	p := NewPainter(light)
	size := 0
	for i := 0; b.Loop(); i++ {
		size = len(p.Draw(card(titles[i%5])))
	}
	b.ReportMetric(float64(size), "bytes")
}

// A line is as long as its words and what is between them.
func TestGap(t *testing.T) {
	p := newPen()
	for _, title := range append(titles, " a  Vé ", "T.  A") {
		for i, r := range title {
			if r != ' ' {
				continue
			}
			before, after := title[:i], title[i+1:]
			sum := p.length(bold, 54, before) + p.gap(bold, 54, before, after) + p.length(bold, 54, after)
			if want := p.length(bold, 54, title); sum != want {
				t.Errorf("%q and %q are %v long, want %v", before, after, sum, want)
			}
		}
	}
}
