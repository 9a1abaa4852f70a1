package main

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
)

// An arc is a line that one area has or two neighbours share. Simplified once,
// it fits both.
type arc []point

// shapes are areas cut into shared arcs.
type shapes struct {
	arcs []arc
	// areas have rings of arcs: i, or ^i for the arc i backwards.
	areas []shape
	index map[[4]float64]int
}

type shape struct {
	code  string
	rings [][]int
	// dot stands for an area that is too small to have an outline.
	dot *point
}

// cut finds the points where the borders of areas meet, and cuts the rings
// there.
func cut(areas []area) *shapes {
	meets := meetings(areas)
	s := &shapes{index: map[[4]float64]int{}}
	for _, a := range areas {
		out := shape{code: a.code}
		for _, r := range a.rings {
			out.rings = append(out.rings, s.cutRing(r, meets))
		}
		s.areas = append(s.areas, out)
	}
	return s
}

// meetings returns the points at which rings part: those whose neighbours are
// not the same pair on every ring that passes.
func meetings(areas []area) map[point]bool {
	type pair struct{ a, b point }
	neighbours, meets := map[point]pair{}, map[point]bool{}
	for _, a := range areas {
		for _, r := range a.rings {
			for i, p := range r {
				n := pair{r[(i+len(r)-1)%len(r)], r[(i+1)%len(r)]}
				if compare(n.b, n.a) < 0 {
					n.a, n.b = n.b, n.a
				}
				if known, seen := neighbours[p]; seen && known != n {
					meets[p] = true
				}
				neighbours[p] = n
			}
		}
	}
	return meets
}

func compare(a, b point) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) }

func (s *shapes) cutRing(r ring, meets map[point]bool) []int {
	start := slices.IndexFunc(r, func(p point) bool { return meets[p] })
	if start < 0 {
		// A ring that meets nothing, or the whole of an enclave: both sides
		// must begin at the same point.
		start = 0
		for i, p := range r {
			if compare(p, r[start]) < 0 {
				start = i
			}
		}
	}
	var arcs []int
	line := arc{r[start]}
	for i := 1; i <= len(r); i++ {
		p := r[(start+i)%len(r)]
		line = append(line, p)
		if meets[p] || i == len(r) {
			arcs = append(arcs, s.add(line))
			line = arc{p}
		}
	}
	return arcs
}

// add returns the number of an arc, known or new. An arc is known by its ends
// and the points next to them.
func (s *shapes) add(a arc) int {
	forward := [4]float64{a[0].x, a[0].y, a[1].x, a[1].y}
	if i, known := s.index[forward]; known {
		return i
	}
	n := len(a)
	if i, known := s.index[[4]float64{a[n-1].x, a[n-1].y, a[n-2].x, a[n-2].y}]; known && same(s.arcs[i], a) {
		return ^i
	}
	s.arcs = append(s.arcs, a)
	s.index[forward] = len(s.arcs) - 1
	return len(s.arcs) - 1
}

// same reports whether b is a backwards.
func same(a, b arc) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[len(b)-1-i] {
			return false
		}
	}
	return true
}

// simplify leaves points out whose triangle with those beside them is smaller
// than area (Visvalingam and Whyatt 1993), the ends of arcs never; of an arc
// that closes on itself at least a triangle stays.
func (s *shapes) simplify(area float64) {
	for i, a := range s.arcs {
		least := 2
		if a[0] == a[len(a)-1] {
			least = 4
		}
		for len(a) > least {
			at, smallest := -1, area
			for j := 1; j < len(a)-1; j++ {
				if t := triangle(a[j-1], a[j], a[j+1]); t < smallest {
					at, smallest = j, t
				}
			}
			if at < 0 {
				break
			}
			a = slices.Delete(slices.Clone(a), at, at+1)
		}
		s.arcs[i] = a
	}
}

func triangle(a, b, c point) float64 {
	return math.Abs((b.x-a.x)*(c.y-a.y)-(c.x-a.x)*(b.y-a.y)) / 2
}

func (s *shapes) ring(arcs []int) ring {
	var r ring
	for _, i := range arcs {
		a := s.arcs[max(i, ^i)]
		if i < 0 {
			a = slices.Clone(a)
			slices.Reverse(a)
		}
		r = append(r, a[:len(a)-1]...)
	}
	return r
}

// size is the area of a ring.
func (r ring) size() float64 {
	sum := 0.0
	for i, p := range r {
		q := r[(i+1)%len(r)]
		sum += p.x*q.y - q.x*p.y
	}
	return math.Abs(sum) / 2
}

func (r ring) middle() point {
	var sum point
	for _, p := range r {
		sum.x, sum.y = sum.x+p.x, sum.y+p.y
	}
	return point{sum.x / float64(len(r)), sum.y / float64(len(r))}
}

// drop leaves out islands smaller than area. The largest ring of an area stays
// while it has the size dot; else the area is a dot.
func (s *shapes) drop(area, dot float64) {
	shared := map[int]int{}
	for _, a := range s.areas {
		for _, r := range a.rings {
			for _, i := range r {
				shared[max(i, ^i)]++
			}
		}
	}
	for i := range s.areas {
		a := &s.areas[i]
		var largest []int
		biggest := -1.0
		for _, r := range a.rings {
			if size := s.ring(r).size(); size > biggest {
				largest, biggest = r, size
			}
		}
		middle := s.ring(largest).middle()
		a.rings = slices.DeleteFunc(a.rings, func(r []int) bool {
			if slices.ContainsFunc(r, func(i int) bool { return shared[max(i, ^i)] > 1 }) {
				return false // a neighbour would have a hole
			}
			size := s.ring(r).size()
			return size < area && (size < biggest || size < dot)
		})
		if biggest < dot && a.code != "" {
			a.dot = &middle
		}
	}
	s.areas = slices.DeleteFunc(s.areas, func(a shape) bool { return len(a.rings) == 0 && a.dot == nil })
}

// A box is a rectangle of the map.
type box struct {
	X, Y, Width, Height float64
}

// topoJSON writes the shapes as TopoJSON whose units are those of the map, as
// whole numbers: insets are the enlarged parts of it, which the format's
// readers pass over.
func (s *shapes) topoJSON(width, height float64, insets []box) ([]byte, error) {
	type object struct {
		Type        string  `json:"type"`
		ID          string  `json:"id,omitempty"`
		Arcs        [][]int `json:"arcs,omitempty"`
		Coordinates []int   `json:"coordinates,omitempty"`
	}
	type collection struct {
		Type       string   `json:"type"`
		Geometries []object `json:"geometries"`
	}
	out := struct {
		Type      string `json:"type"`
		Transform struct {
			Scale     [2]int `json:"scale"`
			Translate [2]int `json:"translate"`
		} `json:"transform"`
		BBox    [4]float64            `json:"bbox"`
		Insets  [][4]float64          `json:"insets,omitempty"`
		Objects map[string]collection `json:"objects"`
		Arcs    [][][2]int            `json:"arcs"`
	}{Type: "Topology", BBox: [4]float64{0, 0, width, height}}
	out.Transform.Scale = [2]int{1, 1}
	for _, b := range insets {
		out.Insets = append(out.Insets, [4]float64{b.X, b.Y, b.Width, b.Height})
	}
	number := map[int]int{}
	areas, dots := collection{Type: "GeometryCollection"}, collection{Type: "GeometryCollection"}
	for _, a := range s.areas {
		if a.dot != nil {
			dots.Geometries = append(dots.Geometries, object{Type: "Point", ID: a.code, Coordinates: []int{whole(a.dot.x), whole(a.dot.y)}})
		}
		if len(a.rings) == 0 {
			continue
		}
		// One polygon of all rings: the even-odd rule makes holes of those
		// inside another, so nobody needs to know which is in which.
		g := object{Type: "Polygon", ID: a.code}
		for _, r := range a.rings {
			var ring []int
			for _, i := range r {
				n, known := number[max(i, ^i)]
				if !known {
					n = len(out.Arcs)
					number[max(i, ^i)] = n
					out.Arcs = append(out.Arcs, deltas(s.arcs[max(i, ^i)]))
				}
				if i < 0 {
					n = ^n
				}
				ring = append(ring, n)
			}
			g.Arcs = append(g.Arcs, ring)
		}
		areas.Geometries = append(areas.Geometries, g)
	}
	out.Objects = map[string]collection{"areas": areas}
	if len(dots.Geometries) > 0 {
		out.Objects["dots"] = dots
	}
	data, err := json.Marshal(out)
	return append(data, '\n'), err
}

func whole(f float64) int { return int(math.Round(f)) }

// deltas returns an arc as the steps from point to point, those of no length
// left out.
func deltas(a arc) [][2]int {
	x, y := whole(a[0].x), whole(a[0].y)
	steps := [][2]int{{x, y}}
	for i, p := range a[1:] {
		dx, dy := whole(p.x)-x, whole(p.y)-y
		if dx == 0 && dy == 0 && (i < len(a)-2 || len(steps) > 1) {
			continue
		}
		steps = append(steps, [2]int{dx, dy})
		x, y = x+dx, y+dy
	}
	return steps
}
