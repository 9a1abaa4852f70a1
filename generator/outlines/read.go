package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// A point is in the units of whatever it is read from, then of the map.
type point struct{ x, y float64 }

// A ring is closed: its last point leads back to the first, which is not
// repeated.
type ring []point

// An area is what a code names: its outer rings and holes alike, which the
// even-odd rule tells apart.
type area struct {
	// code is that of a département or ISO 3166-1 alpha-2; "" for land that has
	// none.
	code  string
	rings []ring
}

var (
	svgPath   = regexp.MustCompile(`(?s)<path\s+id="(\w+)"\s+aria-label="[^"]*"\s+d="([^"]*)"`)
	svgNumber = regexp.MustCompile(`-?[0-9.]+(?:e-?[0-9]+)?`)
)

// readPaths reads the paths of an SVG that have an id. Their data is of
// relative moves and closings alone, a pair of numbers after the first of a
// move being a line: anything else is an error.
func readPaths(svg []byte) ([]area, error) {
	var areas []area
	near := &snapper{cells: map[[2]int][]point{}}
	for _, m := range svgPath.FindAllSubmatch(svg, -1) {
		a := area{code: string(m[1])}
		at := point{}
		data := string(m[2])
		if rest := strings.Trim(svgNumber.ReplaceAllString(data, ""), " ,mz"); strings.Trim(rest, " ,mz\n\t") != "" {
			return nil, fmt.Errorf("path of %s: %q is neither m nor z", a.code, rest)
		}
		for _, part := range strings.Split(data, "m")[1:] {
			var r ring
			numbers := svgNumber.FindAllString(part, -1)
			for i := 0; i+1 < len(numbers); i += 2 {
				dx, _ := strconv.ParseFloat(numbers[i], 64)
				dy, _ := strconv.ParseFloat(numbers[i+1], 64)
				at.x, at.y = at.x+dx, at.y+dy
				p := near.snap(at)
				if len(r) == 0 || r[len(r)-1] != p {
					r = append(r, p)
				}
			}
			if len(r) == 0 {
				return nil, fmt.Errorf("path of %s has an empty part", a.code)
			}
			at = r[0] // a closing leads back to where the part began
			if len(r) > 1 && r[len(r)-1] == r[0] {
				r = r[:len(r)-1]
			}
			a.rings = append(a.rings, r)
		}
		areas = append(areas, a)
	}
	if len(areas) == 0 {
		return nil, fmt.Errorf("no path with an id")
	}
	return areas, nil
}

// snap is how near two points are one and the same, in the units of the paths:
// steps are rounded to a hundredth, so neighbours differ by as much.
const snap = 0.04

// A snapper makes one point of those that are near.
type snapper struct{ cells map[[2]int][]point }

func (s *snapper) snap(p point) point {
	x, y := int(math.Floor(p.x/snap)), int(math.Floor(p.y/snap))
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			for _, q := range s.cells[[2]int{x + dx, y + dy}] {
				if math.Hypot(p.x-q.x, p.y-q.y) <= snap {
					return q
				}
			}
		}
	}
	s.cells[[2]int{x, y}] = append(s.cells[[2]int{x, y}], p)
	return p
}

// A topology is TopoJSON (https://github.com/topojson/topojson-specification),
// quantised, with one object called "countries".
type topology struct {
	Transform struct {
		Scale, Translate [2]float64
	}
	Arcs    [][][2]float64
	Objects struct {
		Countries struct {
			Geometries []geometry
		}
	}
}

type geometry struct {
	Type string
	// ID is ISO 3166-1 numeric, or "".
	ID   string
	Arcs json.RawMessage
}

func readTopology(file string) (*topology, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	t := &topology{}
	if err := json.Unmarshal(data, t); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return t, nil
}

// rings returns the rings of a geometry in degrees, longitude first.
func (t *topology) rings(g geometry) ([]ring, error) {
	var polygons [][][]int
	switch g.Type {
	case "Polygon":
		polygons = make([][][]int, 1)
		if err := json.Unmarshal(g.Arcs, &polygons[0]); err != nil {
			return nil, err
		}
	case "MultiPolygon":
		if err := json.Unmarshal(g.Arcs, &polygons); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("geometry %s is a %q", g.ID, g.Type)
	}
	var rings []ring
	for _, polygon := range polygons {
		for _, arcs := range polygon {
			var r ring
			for _, i := range arcs {
				arc := t.arc(i)
				if len(r) > 0 {
					arc = arc[1:]
				}
				r = append(r, arc...)
			}
			rings = append(rings, r[:len(r)-1])
		}
	}
	return rings, nil
}

// arc returns an arc in degrees; ^i is the arc i backwards.
func (t *topology) arc(i int) []point {
	backwards := i < 0
	if backwards {
		i = ^i
	}
	points := make([]point, len(t.Arcs[i]))
	var x, y float64
	for j, step := range t.Arcs[i] {
		x, y = x+step[0], y+step[1]
		at := j
		if backwards {
			at = len(points) - 1 - j
		}
		points[at] = point{x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1]}
	}
	return points
}
