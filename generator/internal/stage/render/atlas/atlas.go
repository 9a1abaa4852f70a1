// Package atlas draws maps of how many entries there are where: outlines, a
// shade per area by its count, and what leads to each. ATLAS.md says where the
// outlines come from, how shades are chosen and how a map is laid out.
//
// Equal input gives an equal drawing. A map never depends on the theme: it has no
// colour and no word of its own.
package atlas

import (
	"cmp"
	"math"
	"slices"
)

// Area is an area with entries: what is known of it before the map is drawn.
type Area struct {
	// Key is a code of the outlines: of a département (Insee), or of a country
	// (ISO 3166-1 alpha-2).
	Key, Label string
	// URL is the page of its entries.
	URL string
	// Count is how many there are, at least 1.
	Count int
}

// Map is one drawing.
type Map struct {
	// Outlines is what it is drawn on: "france" or "world".
	Outlines string
	// Width and Height are those of the viewBox.
	Width, Height int
	// Land is the path of all areas without entries together, Borders of the
	// lines between them. Frames is the path of the frames of enlarged parts.
	Land, Borders, Frames string
	// Shapes are the areas that lead to their page, the most entries last, so
	// that what matters is drawn over the rest.
	Shapes []Shape
	// Fills are the areas that do not, one per shade: those beyond what a page
	// may hold. Rows has them all.
	Fills []Fill
	// Steps are the shades in use, from few entries to many.
	Steps []Step
	// Rows are all areas with entries, those with most first, then by label as
	// they were given.
	Rows []Row
	// Table reports whether a page has room for the rows as a table; else a list
	// takes half as many elements.
	Table bool
	// Missing is how many areas of Rows are not on the map.
	Missing int
}

// Shape is an area on the map.
type Shape struct {
	Label, URL string
	Count      int
	// Shade is from 1 (few) to 4 (many).
	Shade int
	// Path is its outline, with its copy in an enlarged part; a ring where it is
	// too small to be seen.
	Path string
}

// Fill is areas of one shade in one path.
type Fill struct {
	Shade int
	Path  string
}

// Step is one shade of the legend: the least and the largest count that have it.
type Step struct {
	Shade, From, To int
}

// Row is one line of the table.
type Row struct {
	Label, URL string
	Count      int
	// Shade is that of the area, 0 when it is not on the map.
	Shade int
}

// maxParts is how many elements the areas of a map and of its table may be: two
// thirds of what a page may have, the rest being its frame. A shape is three, a
// row of a table four, one of a list two.
const (
	maxParts   = 250
	shapeParts = 3
	tableParts = 4
	rowParts   = 2
)

// Draw draws areas on outlines, or nothing when no outlines have that name. The
// order of areas is that of labels.
func Draw(outlines string, areas []Area) *Map {
	o := named(outlines)
	if o == nil {
		return nil
	}
	m := &Map{Outlines: outlines, Width: o.width, Height: o.height, Frames: o.frames}
	ranked := slices.Clone(areas)
	slices.SortStableFunc(ranked, func(a, b Area) int { return cmp.Compare(b.Count, a.Count) })
	shade := m.shades(ranked)
	filled := map[string]bool{}
	// A table leaves room for every shape, so rows are reckoned as a list here.
	room := max(0, (maxParts-rowParts*len(ranked))/shapeParts)
	merged := make([]string, shadesMax+1)
	for _, a := range ranked {
		row := Row{Label: a.Label, URL: a.URL, Count: a.Count, Shade: shade(a.Count)}
		path := o.path(a.Key)
		switch {
		case path == "":
			row.Shade = 0
			m.Missing++
		case len(m.Shapes) < room:
			m.Shapes = append(m.Shapes, Shape{Label: a.Label, URL: a.URL, Count: a.Count, Shade: row.Shade, Path: path})
		default:
			merged[row.Shade] += path
		}
		filled[a.Key] = true
		m.Rows = append(m.Rows, row)
	}
	slices.Reverse(m.Shapes)
	for i, path := range merged {
		if path != "" {
			m.Fills = append(m.Fills, Fill{i, path})
		}
	}
	m.Table = (shapeParts+tableParts)*len(m.Rows) <= maxParts
	m.Land, m.Borders = o.land(filled)
	return m
}

// shadesMax is how many shades the eye tells apart in a legend.
const shadesMax = 4

// shades makes the steps: a count each while they are few, else steps that are
// equally long or grow by the same factor, whichever spreads the areas better. It
// returns the shade of a count.
func (m *Map) shades(ranked []Area) func(int) int {
	var counts []int
	for _, a := range ranked {
		counts = append(counts, max(a.Count, 1))
	}
	slices.Sort(counts)
	distinct := slices.Compact(slices.Clone(counts))
	if len(distinct) == 0 {
		return func(int) int { return 0 }
	}
	low, high := float64(distinct[0]), float64(distinct[len(distinct)-1])
	step := func(n int) int { return slices.Index(distinct, n) }
	if len(distinct) > shadesMax {
		grown := func(n int) int { return rung(math.Log(float64(n)/low) / math.Log(high/low)) }
		equal := func(n int) int { return rung((float64(n) - low) / (high - low)) }
		if step = grown; crowd(counts, equal) < crowd(counts, grown) {
			step = equal
		}
	}
	// Steps that nothing falls in are left out; the darkest is always the last.
	var used []int
	for _, n := range distinct {
		if s := step(n); !slices.Contains(used, s) {
			used = append(used, s)
		}
	}
	shade := func(n int) int { return shadesMax - len(used) + slices.Index(used, step(max(n, 1))) + 1 }
	for _, n := range distinct {
		s := shade(n)
		if k := len(m.Steps); k > 0 && m.Steps[k-1].Shade == s {
			m.Steps[k-1].To = n
		} else {
			m.Steps = append(m.Steps, Step{s, n, n})
		}
	}
	return shade
}

// rung returns the step of a share of the way, from 0 to shadesMax-1.
func rung(share float64) int { return min(int(share*shadesMax+1e-9), shadesMax-1) }

// crowd returns how many counts the fullest step has.
func crowd(counts []int, step func(int) int) int {
	var full [shadesMax]int
	for _, n := range counts {
		full[step(n)]++
	}
	return slices.Max(full[:])
}
