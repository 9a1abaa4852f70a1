package atlas

import (
	_ "embed" // the outlines
	"encoding/json"
	"strconv"
	"sync"
)

// The outlines are TopoJSON, made by generator/outlines; see ATLAS.md.
var (
	//go:embed france.json
	franceJSON []byte
	//go:embed world.json
	worldJSON []byte

	france = sync.OnceValue(func() *outlines { return read(franceJSON) })
	world  = sync.OnceValue(func() *outlines { return read(worldJSON) })
)

// named returns the outlines of a name of schema.Outlines, or nil.
func named(name string) *outlines {
	switch name {
	case "france":
		return france()
	case "world":
		return world()
	}
	return nil
}

type point struct{ x, y int }

// outlines are areas whose borders are shared arcs.
type outlines struct {
	width, height int
	frames        string
	// arcs are lines of at least two points.
	arcs [][]point
	// areas are in the order of the file; one without a code is land only.
	areas []outline
	byKey map[string]int
}

// outline is one area: rings of arcs, i or ^i for the arc i backwards, and a
// point where it is too small for a shape.
type outline struct {
	key   string
	rings [][]int
	dot   *point
}

// read decodes a file of this package. One that is not sound is a mistake of
// generator/outlines, found by the tests.
func read(data []byte) *outlines {
	var file struct {
		BBox    [4]float64
		Insets  [][4]float64
		Objects map[string]struct {
			Geometries []struct {
				ID          string
				Arcs        [][]int
				Coordinates []int
			}
		}
		Arcs [][][2]int
	}
	if err := json.Unmarshal(data, &file); err != nil {
		panic("atlas: the outlines are not JSON: " + err.Error())
	}
	o := &outlines{width: int(file.BBox[2]), height: int(file.BBox[3]), byKey: map[string]int{}}
	for _, b := range file.Insets {
		o.frames += "M" + strconv.Itoa(int(b[0])) + " " + strconv.Itoa(int(b[1])) + "h" + strconv.Itoa(int(b[2])) + "v" + strconv.Itoa(int(b[3])) + "h-" + strconv.Itoa(int(b[2])) + "z"
	}
	for _, steps := range file.Arcs {
		var at point
		line := make([]point, len(steps))
		for i, s := range steps {
			at.x, at.y = at.x+s[0], at.y+s[1]
			line[i] = at
		}
		o.arcs = append(o.arcs, line)
	}
	for _, g := range file.Objects["areas"].Geometries {
		if g.ID != "" {
			o.byKey[g.ID] = len(o.areas)
		}
		o.areas = append(o.areas, outline{key: g.ID, rings: g.Arcs})
	}
	for _, g := range file.Objects["dots"].Geometries {
		i, known := o.byKey[g.ID]
		if !known {
			i = len(o.areas)
			o.byKey[g.ID] = i
			o.areas = append(o.areas, outline{key: g.ID})
		}
		o.areas[i].dot = &point{g.Coordinates[0], g.Coordinates[1]}
	}
	return o
}

// dotSize is the radius of the ring around an area that is too small to be seen.
const dotSize = 6

// path returns the outline of an area, "" when it is not on the map.
func (o *outlines) path(key string) string {
	i, known := o.byKey[key]
	if !known || key == "" {
		return ""
	}
	var w pathWriter
	for _, ring := range o.areas[i].rings {
		w.ring(o.line(ring))
	}
	if dot := o.areas[i].dot; dot != nil {
		w.circle(*dot, dotSize)
	}
	return string(w.out)
}

// line joins the arcs of a ring; its last point, which is its first, is left out.
func (o *outlines) line(ring []int) []point {
	var points []point
	for _, i := range ring {
		a := o.arcs[max(i, ^i)]
		for j := range len(a) - 1 {
			if i < 0 {
				points = append(points, a[len(a)-1-j])
			} else {
				points = append(points, a[j])
			}
		}
	}
	return points
}

// land returns the areas that are not filled as one: the path around them, and
// that of the borders between them. Each arc is written once, which makes the
// map half as long.
func (o *outlines) land(filled map[string]bool) (around, between string) {
	uses := make([]int, len(o.arcs))
	for _, a := range o.areas {
		if a.key != "" && filled[a.key] {
			continue
		}
		for _, ring := range a.rings {
			for _, i := range ring {
				uses[max(i, ^i)]++
			}
		}
	}
	var borders pathWriter
	next := map[point][]int{} // arcs not yet walked, by both ends
	for i, n := range uses {
		a := o.arcs[i]
		switch {
		case n > 1:
			borders.open(a)
		case n == 1:
			next[a[0]] = append(next[a[0]], i)
			next[a[len(a)-1]] = append(next[a[len(a)-1]], ^i)
		}
	}
	// What is left bounds the whole, so as many of its arcs meet at each point
	// as leave it: any walk along them closes, and by the even-odd rule any set
	// of walks fills the same.
	var w pathWriter
	walked := make([]bool, len(o.arcs))
	for i, n := range uses {
		if n != 1 || walked[i] {
			continue
		}
		var ring []int
		for step := i; ; {
			ring = append(ring, step)
			walked[max(step, ^step)] = true
			end := o.end(step)
			onward, found := 0, false
			for _, j := range next[end] {
				if !walked[max(j, ^j)] {
					onward, found = j, true
					break
				}
			}
			if !found {
				break
			}
			step = onward
		}
		w.ring(o.line(ring))
	}
	return string(w.out), string(borders.out)
}

// end returns the last point of an arc, walked forwards or backwards.
func (o *outlines) end(i int) point {
	a := o.arcs[max(i, ^i)]
	if i < 0 {
		return a[0]
	}
	return a[len(a)-1]
}

// A pathWriter writes path data in as few bytes as whole numbers take: a minus
// sign parts numbers by itself, and pairs after the first of a move are lines.
type pathWriter struct {
	out []byte
	at  point
	// begun is set once a part has been written: the next one is relative.
	begun bool
}

func (w *pathWriter) number(n int, first bool) {
	if !first && n >= 0 {
		w.out = append(w.out, ' ')
	}
	w.out = strconv.AppendInt(w.out, int64(n), 10)
}

func (w *pathWriter) move(p point) {
	if w.begun {
		w.out = append(w.out, 'm')
		w.number(p.x-w.at.x, true)
		w.number(p.y-w.at.y, false)
	} else {
		// Absolute, so that paths can follow one another.
		w.out = append(w.out, 'M')
		w.number(p.x, true)
		w.number(p.y, false)
		w.begun = true
	}
	w.at = p
}

func (w *pathWriter) lines(points []point) {
	for i, p := range points {
		if i == 0 {
			w.out = append(w.out, 'l')
		}
		w.number(p.x-w.at.x, i == 0)
		w.number(p.y-w.at.y, false)
		w.at = p
	}
}

func (w *pathWriter) ring(points []point) {
	if len(points) < 3 {
		return
	}
	w.move(points[0])
	w.lines(points[1:])
	w.out = append(w.out, 'z')
	w.at = points[0]
}

func (w *pathWriter) open(points []point) {
	w.move(points[0])
	w.lines(points[1:])
}

func (w *pathWriter) circle(centre point, radius int) {
	w.move(point{centre.x - radius, centre.y})
	r, d := strconv.Itoa(radius), strconv.Itoa(2*radius)
	w.out = append(w.out, "a"+r+" "+r+" 0 1 0 "+d+" 0a"+r+" "+r+" 0 1 0-"+d+" 0z"...)
}
