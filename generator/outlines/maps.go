package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// move places rings on the map: what is at from is then at to, enlarged.
func move(rings []ring, from, to point, scale float64) []ring {
	moved := make([]ring, len(rings))
	for i, r := range rings {
		for _, p := range r {
			moved[i] = append(moved[i], point{to.x + (p.x-from.x)*scale, to.y + (p.y-from.y)*scale})
		}
	}
	return moved
}

// bounds returns the corners of rings.
func bounds(rings []ring) (low, high point) {
	low, high = point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, r := range rings {
		for _, p := range r {
			low.x, low.y = min(low.x, p.x), min(low.y, p.y)
			high.x, high.y = max(high.x, p.x), max(high.y, p.y)
		}
	}
	return low, high
}

// into places rings in the middle of a box, with a margin.
func into(rings []ring, b box, margin float64) []ring {
	low, high := bounds(rings)
	scale := min((b.Width-2*margin)/(high.x-low.x), (b.Height-2*margin)/(high.y-low.y))
	middle := point{(low.x + high.x) / 2, (low.y + high.y) / 2}
	return move(rings, middle, point{b.X + b.Width/2, b.Y + b.Height/2}, scale)
}

// The map of France: the métropole to scale, Paris and the départements around
// it enlarged at the top, those overseas in boxes at the bottom, each to its own
// scale. The source is 613 by 585.
const (
	franceScale = 1.55
	franceShift = 40
)

var (
	franceSize = point{1000, 920}
	parisBox   = box{6, 6, 190, 204}
	// overseasPlaces are by code: where to look on Earth (degrees), and where
	// on the map.
	overseasPlaces = []struct {
		code                     string
		west, east, south, north float64
		at                       box
	}{
		{"971", -62, -60.9, 15.7, 16.7, box{6, 500, 118, 112}},
		{"972", -61.3, -60.7, 14.3, 15, box{130, 500, 118, 112}},
		{"973", -55, -51, 2, 6, box{6, 618, 118, 140}},
		{"974", 55, 56, -21.5, -20.8, box{130, 618, 118, 140}},
		{"976", 44.9, 45.4, -13.1, -12.6, box{6, 764, 118, 112}},
	}
)

func france(svg []byte, world *topology) ([]byte, error) {
	source, err := readPaths(svg)
	if err != nil {
		return nil, err
	}
	var areas, around []area
	for _, a := range source {
		areas = append(areas, area{a.code, move(a.rings, point{}, point{franceShift, 6}, franceScale)})
		if slices.Contains([]string{"75", "92", "93", "94"}, a.code) {
			around = append(around, a)
		}
	}
	main := cut(areas)
	main.simplify(14)
	main.drop(24, 0)

	// The enlarged part is cut by itself: its arcs are simplified less.
	var all []ring
	for _, a := range around {
		all = append(all, a.rings...)
	}
	placed := into(all, parisBox, 14)
	for i := range around {
		n := len(around[i].rings)
		around[i].rings, placed = placed[:n], placed[n:]
	}
	near := cut(around)
	near.simplify(10)

	var far []area
	insets := []box{parisBox}
	for _, place := range overseasPlaces {
		rings, err := world.within("250", place.west, place.east, place.south, place.north)
		if err != nil {
			return nil, err
		}
		if len(rings) == 0 {
			return nil, fmt.Errorf("nothing at the place of %s", place.code)
		}
		far = append(far, area{place.code, into(rings, place.at, 14)})
		insets = append(insets, place.at)
	}
	overseas := cut(far)
	overseas.simplify(12)
	overseas.drop(20, 0)

	main.join(near)
	main.join(overseas)
	slices.SortStableFunc(main.areas, func(a, b shape) int { return strings.Compare(a.code, b.code) })
	return main.topoJSON(franceSize.x, franceSize.y, insets)
}

// join adds the areas of another drawing; an area that both have has the rings
// of both.
func (s *shapes) join(other *shapes) {
	shift := len(s.arcs)
	s.arcs = append(s.arcs, other.arcs...)
	for _, a := range other.areas {
		for _, r := range a.rings {
			for i := range r {
				if r[i] < 0 {
					r[i] -= shift
				} else {
					r[i] += shift
				}
			}
		}
		if at := slices.IndexFunc(s.areas, func(b shape) bool { return b.code == a.code }); at >= 0 {
			s.areas[at].rings = append(s.areas[at].rings, a.rings...)
		} else {
			s.areas = append(s.areas, a)
		}
	}
}

// within returns the rings of a country that begin within bounds in degrees,
// with the longitudes drawn together as they are at that latitude and north up.
func (t *topology) within(id string, west, east, south, north float64) ([]ring, error) {
	var found []ring
	narrow := math.Cos((south + north) / 2 * math.Pi / 180)
	for _, g := range t.Objects.Countries.Geometries {
		if g.ID != id {
			continue
		}
		rings, err := t.rings(g)
		if err != nil {
			return nil, err
		}
		for _, r := range rings {
			if r[0].x < west || r[0].x > east || r[0].y < south || r[0].y > north {
				continue
			}
			placed := make(ring, len(r))
			for i, p := range r {
				placed[i] = point{p.x * narrow, -p.y}
			}
			found = append(found, placed)
		}
	}
	return found, nil
}

const worldWidth = 1000

// equalEarth projects degrees so that areas are true to one another (Šavrič,
// Patterson, Jenny 2018); y is downwards.
func equalEarth(p point) point {
	const a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
	t := math.Asin(math.Sqrt(3) / 2 * math.Sin(p.y*math.Pi/180))
	t2 := t * t
	t6 := t2 * t2 * t2
	x := 2 * math.Sqrt(3) * p.x * math.Pi / 180 * math.Cos(t) / (3 * (9*a4*t6*t2 + 7*a3*t6 + 3*a2*t2 + a1))
	return point{x, -t * (a4*t6*t2 + a3*t6 + a2*t2 + a1)}
}

// world draws every country but Antarctica, which would take a third of the
// height. One that has become smaller than a dot is a dot.
func world(t *topology) ([]byte, error) {
	var areas []area
	var all []ring
	for _, g := range t.Objects.Countries.Geometries {
		if g.ID == "010" {
			continue
		}
		rings, err := t.rings(g)
		if err != nil {
			return nil, err
		}
		code := ""
		if g.ID != "" {
			region, err := language.ParseRegion(g.ID)
			if err != nil {
				return nil, fmt.Errorf("country %s: %w", g.ID, err)
			}
			code = region.String()
		}
		rings = projected(rings)
		all = append(all, rings...)
		// An outlying territory may bear the code of its country.
		if at := slices.IndexFunc(areas, func(a area) bool { return code != "" && a.code == code }); at >= 0 {
			areas[at].rings = append(areas[at].rings, rings...)
			continue
		}
		areas = append(areas, area{code, rings})
	}
	low, high := bounds(all)
	scale := (worldWidth - 8) / (high.x - low.x)
	var europe []area
	for i := range areas {
		areas[i].rings = move(areas[i].rings, low, point{4, 4}, scale)
		if rings := clip(areas[i].rings, europeFrom); len(rings) > 0 {
			enlarged := europeBox.Width / europeFrom.Width
			europe = append(europe, area{areas[i].code, move(rings, point{europeFrom.X, europeFrom.Y}, point{europeBox.X, europeBox.Y}, enlarged)})
		}
	}
	s := cut(areas)
	s.simplify(4)
	s.drop(8, 12)
	near := cut(europe)
	near.simplify(9)
	near.drop(14, 0)
	s.join(near)
	for i := range s.areas {
		if d := s.areas[i].dot; d != nil && europeBox.holds(*d) {
			s.areas[i].dot = nil // it would seem to lie in Europe
		}
	}
	s.areas = slices.DeleteFunc(s.areas, func(a shape) bool { return len(a.rings) == 0 && a.dot == nil })
	slices.SortStableFunc(s.areas, func(a, b shape) int { return strings.Compare(a.code, b.code) })
	return s.topoJSON(worldWidth, math.Ceil((high.y-low.y)*scale+8), []box{europeBox})
}

// Western and central Europe, where countries are small: what of the map is
// enlarged, and where in the Pacific it stands.
var (
	europeFrom = box{466, 45, 84, 76}
	europeBox  = box{4, 216, 252, 228}
)

// projected returns rings of degrees on the plane, cut where they cross the
// 180th meridian.
func projected(rings []ring) []ring {
	var out []ring
	for _, r := range rings {
		whole := make(ring, len(r)) // longitudes go on beyond 180
		for i, p := range r {
			if i > 0 {
				for p.x-whole[i-1].x > 180 {
					p.x -= 360
				}
				for p.x-whole[i-1].x < -180 {
					p.x += 360
				}
			}
			whole[i] = p
		}
		for _, turn := range []float64{-360, 0, 360} {
			for _, part := range clip(move([]ring{whole}, point{}, point{turn, 0}, 1), box{-180, -90, 360, 180}) {
				for i := range part {
					part[i] = equalEarth(part[i])
				}
				out = append(out, part)
			}
		}
	}
	return out
}

// clip returns what of rings lies in a box (Sutherland and Hodgman 1974): a ring
// that leaves it goes along its edge.
func clip(rings []ring, b box) []ring {
	var out []ring
	for _, r := range rings {
		for _, edge := range []struct {
			inside func(point) bool
			cross  func(p, q point) point
		}{
			{func(p point) bool { return p.x >= b.X }, func(p, q point) point { return atX(p, q, b.X) }},
			{func(p point) bool { return p.x <= b.X+b.Width }, func(p, q point) point { return atX(p, q, b.X+b.Width) }},
			{func(p point) bool { return p.y >= b.Y }, func(p, q point) point { return atY(p, q, b.Y) }},
			{func(p point) bool { return p.y <= b.Y+b.Height }, func(p, q point) point { return atY(p, q, b.Y+b.Height) }},
		} {
			var kept ring
			for i, p := range r {
				before := r[(i+len(r)-1)%len(r)]
				if edge.inside(p) != edge.inside(before) {
					kept = append(kept, edge.cross(before, p))
				}
				if edge.inside(p) {
					kept = append(kept, p)
				}
			}
			r = slices.Compact(kept)
		}
		if len(r) > 2 {
			out = append(out, r)
		}
	}
	return out
}

func (b box) holds(p point) bool {
	return p.x >= b.X && p.x <= b.X+b.Width && p.y >= b.Y && p.y <= b.Y+b.Height
}

// atX and atY return the point of a line at a coordinate, the same whichever end
// is first.
func atX(p, q point, x float64) point {
	if compare(q, p) < 0 {
		p, q = q, p
	}
	return point{x, p.y + (q.y-p.y)*(x-p.x)/(q.x-p.x)}
}

func atY(p, q point, y float64) point {
	if compare(q, p) < 0 {
		p, q = q, p
	}
	return point{p.x + (q.x-p.x)*(y-p.y)/(q.y-p.y), y}
}
