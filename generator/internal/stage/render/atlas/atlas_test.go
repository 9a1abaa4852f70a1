package atlas

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/language"
)

// departments are the codes of all départements.
func departments() []string {
	var codes []string
	for i := 1; i <= 95; i++ {
		if i != 20 {
			codes = append(codes, fmt.Sprintf("%02d", i))
		}
	}
	return append(codes, "2A", "2B", "971", "972", "973", "974", "976")
}

func TestEveryDepartmentIsDrawn(t *testing.T) {
	o := named("france")
	if len(o.byKey) != 101 {
		t.Errorf("%d areas, want 101", len(o.byKey))
	}
	for _, code := range departments() {
		path := o.path(code)
		if path == "" {
			t.Errorf("%s is not on the map", code)
		}
		if enlarged := slices.Contains([]string{"75", "92", "93", "94"}, code); enlarged && strings.Count(path, "z") < 2 {
			t.Errorf("%s is not enlarged: %s", code, path)
		}
	}
}

// Every country in use is drawn, or is listed beside the map.
func TestCountries(t *testing.T) {
	o, drawn := named("world"), 0
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string(a) + string(b)
			region, err := language.ParseRegion(code)
			if err != nil || !region.IsCountry() || region.String() != code {
				continue
			}
			m := Draw("world", []Area{{Key: code, Label: code, URL: "/" + code, Count: 1}})
			if onMap := len(m.Shapes) == 1; onMap == (m.Missing == 1) || len(m.Rows) != 1 {
				t.Errorf("%s: %d shapes, %d missing, %d rows", code, len(m.Shapes), m.Missing, len(m.Rows))
			}
			if o.path(code) != "" {
				drawn++
			}
		}
	}
	if drawn < 220 {
		t.Errorf("%d countries are drawn", drawn)
	}
	for _, code := range []string{"AU", "BD", "BE", "BR", "CA", "DE", "ES", "GB", "IT", "JP", "KR", "US", "FR", "LU", "SG", "VA"} {
		if o.path(code) == "" {
			t.Errorf("%s is not on the map", code)
		}
	}
}

// What is filled and what is left make the whole: at no place is there both, and
// at none that has land is there neither.
func TestLandAndAreasMakeTheWhole(t *testing.T) {
	for _, name := range []string{"france", "world"} {
		whole := rings(Draw(name, nil).Land)
		for _, keys := range []string{"93", "2A 75", "974", "77 92 94", "FR BE", "US", "ZA", "IT LS"} {
			var areas []Area
			for key := range strings.FieldsSeq(keys) {
				if i, known := named(name).byKey[key]; !known || named(name).areas[i].dot != nil {
					continue
				}
				areas = append(areas, Area{Key: key, Count: 1})
			}
			m := Draw(name, areas)
			land, wrong := rings(m.Land), 0
			var shapes [][][]point
			for _, s := range m.Shapes {
				shapes = append(shapes, rings(s.Path))
			}
			for y := 1; y < m.Height; y += 5 {
				for x := 1; x < m.Width; x += 5 {
					at := point{x, y}
					filled := 0
					for _, s := range shapes {
						filled += inside(s, at)
					}
					if filled+inside(land, at) != inside(whole, at) {
						wrong++
					}
				}
			}
			if wrong > 2 { // simplified borders may cross by a hair
				t.Errorf("%s with %s: %d places are not what they should be", name, keys, wrong)
			}
		}
	}
}

var number = regexp.MustCompile(`-?\d+`)

// rings reads a path of this package, rings around dots left out.
func rings(path string) [][]point {
	var list [][]point
	at := point{}
	for i, part := range regexp.MustCompile(`[Mm]`).Split(path, -1) {
		if i == 0 {
			continue
		}
		n := number.FindAllString(part, -1)
		var ring []point
		for j := 0; j+1 < len(n); j += 2 {
			x, _ := strconv.Atoi(n[j])
			y, _ := strconv.Atoi(n[j+1])
			at = point{at.x + x, at.y + y}
			ring = append(ring, at)
		}
		at = ring[0]
		list = append(list, ring)
	}
	return list
}

// inside is 1 where the even-odd rule fills, a little beside the point so that it
// lies on no line.
func inside(rings [][]point, p point) int {
	x, y, odd := float64(p.x)+0.37, float64(p.y)+0.41, 0
	for _, r := range rings {
		for i, a := range r {
			b := r[(i+1)%len(r)]
			if (float64(a.y) > y) != (float64(b.y) > y) &&
				x < float64(b.x-a.x)*(y-float64(a.y))/float64(b.y-a.y)+float64(a.x) {
				odd ^= 1
			}
		}
	}
	return odd
}

func TestShades(t *testing.T) {
	for _, c := range []struct {
		counts []int
		want   string
	}{
		{nil, ""},
		{[]int{1}, "4:1-1"},
		{[]int{2, 1, 1}, "3:1-1 4:2-2"},
		{[]int{25, 9, 9, 3, 2, 2, 1}, "1:1-2 2:3-3 3:9-9 4:25-25"},
		{[]int{7, 7, 7}, "4:7-7"},
		{[]int{1, 2, 3, 4, 2000}, "2:1-4 4:2000-2000"},
	} {
		var areas []Area
		for i, n := range c.counts {
			areas = append(areas, Area{Key: fmt.Sprintf("%02d", i+1), Count: n})
		}
		var got []string
		for _, s := range Draw("france", areas).Steps {
			got = append(got, fmt.Sprintf("%d:%d-%d", s.Shade, s.From, s.To))
		}
		if text := strings.Join(got, " "); text != c.want && len(c.counts) != 5 {
			t.Errorf("%v: %s, want %s", c.counts, text, c.want)
		}
		if len(got) > 0 && !strings.HasPrefix(got[len(got)-1], "4:") {
			t.Errorf("%v: the most is not the darkest: %v", c.counts, got)
		}
	}
}

func TestBudget(t *testing.T) {
	var areas []Area
	for i, code := range departments() {
		areas = append(areas, Area{Key: code, Label: code, URL: "/" + code + "/", Count: 1 + i*i%97})
	}
	for n := range len(areas) + 1 {
		m := Draw("france", areas[:n])
		row := rowParts
		if m.Table {
			row = tableParts
		}
		if parts := shapeParts*len(m.Shapes) + row*len(m.Rows); parts > maxParts {
			t.Errorf("%d areas are %d elements", n, parts)
		}
		if n <= 50 && len(m.Shapes) != n {
			t.Errorf("%d of %d areas lead somewhere", len(m.Shapes), n)
		}
		if len(m.Rows) != n {
			t.Errorf("%d rows of %d", len(m.Rows), n)
		}
		if !reflect.DeepEqual(m, Draw("france", areas[:n])) {
			t.Errorf("%d areas are drawn in two ways", n)
		}
	}
}

func TestRowsAndMissing(t *testing.T) {
	m := Draw("france", []Area{{"75", "Paris", "/75/", 2}, {"987", "Polynésie française", "/987/", 3}, {"93", "Seine-Saint-Denis", "/93/", 2}})
	var labels []string
	for _, r := range m.Rows {
		labels = append(labels, fmt.Sprintf("%s %d %d", r.Label, r.Count, r.Shade))
	}
	if got := strings.Join(labels, ", "); got != "Polynésie française 3 0, Paris 2 3, Seine-Saint-Denis 2 3" {
		t.Errorf("rows %s", got)
	}
	if m.Missing != 1 || len(m.Shapes) != 2 {
		t.Errorf("%d missing, %d shapes", m.Missing, len(m.Shapes))
	}
	if Draw("mars", nil) != nil {
		t.Error("there is a map of Mars")
	}
}
