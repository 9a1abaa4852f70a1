package main

import (
	"bytes"
	"testing"
)

// two squares that share a side with a bump, drawn in opposite directions, and an
// island.
const drawing = `<path id="A" aria-label="A" d="m 0,0 100,0 0,40 10,10 -10,10 0,40 -100,0 z"/>
<path id="B" aria-label="B" d="m 200,0 0,100 -100,0 0.004,-40 10,-10 -10,-10 0,-40 z m 50,200 1,0 0,1 z"/>`

func TestNeighboursShareABorder(t *testing.T) {
	areas, err := readPaths([]byte(drawing))
	if err != nil {
		t.Fatal(err)
	}
	s := cut(areas)
	uses := map[int]int{}
	for _, a := range s.areas {
		for _, r := range a.rings {
			for _, i := range r {
				uses[max(i, ^i)]++
			}
		}
	}
	shared := 0
	for i, n := range uses {
		if n == 2 {
			shared++
			if len(s.arcs[i]) != 5 {
				t.Errorf("the border has %d points: %v", len(s.arcs[i]), s.arcs[i])
			}
		}
	}
	if shared != 1 || len(s.arcs) != 4 {
		t.Errorf("%d borders are shared, of %d arcs", shared, len(s.arcs))
	}
	s.simplify(200)
	s.drop(10, 0)
	if len(s.areas[1].rings) != 1 {
		t.Errorf("the island is still there: %v", s.areas[1].rings)
	}
	if a, b := s.ring(s.areas[0].rings[0]).size(), s.ring(s.areas[1].rings[0]).size(); a+b != 20000 {
		t.Errorf("%g and %g leave a gap", a, b)
	}
}

func TestOddPathsAreRefused(t *testing.T) {
	if _, err := readPaths([]byte(`<path id="A" aria-label="A" d="m 0,0 c 1,1 2,2 3,3 z"/>`)); err == nil {
		t.Error("a curve was read as lines")
	}
	if _, err := readPaths(nil); err == nil {
		t.Error("nothing was read")
	}
}

func TestClipAndMeridian(t *testing.T) {
	square := ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}}
	if got := clip([]ring{square}, box{5, 5, 20, 20}); len(got) != 1 || got[0].size() != 25 {
		t.Errorf("%v", got)
	}
	if got := clip([]ring{square}, box{50, 50, 20, 20}); len(got) != 0 {
		t.Errorf("%v", got)
	}
	// An island on both sides of the 180th meridian becomes two.
	if got := projected([]ring{{{179, 0}, {-179, 0}, {-179, 5}, {179, 5}}}); len(got) != 2 {
		t.Errorf("%d rings: %v", len(got), got)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	var made [2][]byte
	for i := range made {
		areas, err := readPaths([]byte(drawing))
		if err != nil {
			t.Fatal(err)
		}
		if made[i], err = cut(areas).topoJSON(200, 300, []box{{1, 2, 3, 4}}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(made[0], made[1]) {
		t.Error("two runs differ")
	}
}
