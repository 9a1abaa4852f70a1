package spell

import (
	"fmt"
	"path"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"essaim/search/distance"
)

func TestNearest(t *testing.T) {
	for _, test := range []struct {
		word  string
		known []string
		want  string
	}{
		{"titel", []string{"summary", "title", "date"}, "title"},
		{"dat", []string{"title", "date"}, "date"},
		{"reemploi", []string{"emploi", "réemploi"}, "réemploi"},
		{"RÉEMPLOI", []string{"réemploi"}, "réemploi"},
		{"/notes/bb", []string{"/notes", "/notes/b", "/notes/bcd"}, "/notes/b"},
		{"xyz", []string{"title", "date"}, ""},
		{"ab", []string{"ba"}, "ba"},
		{"", []string{"a"}, "a"},
		{"a", nil, ""},
		{"insertion", []string{"insertions", "insertion"}, "insertion"},
		{"tag", []string{"tab", "tan"}, "tab"},
		{"esatt", []string{"eatt", "esat"}, "esat"},
		{"esatt", []string{"esat", "eatt"}, "esat"},
	} {
		if got := Nearest(test.word, test.known); got != test.want {
			t.Errorf("Nearest(%q, %q) = %q, want %q", test.word, test.known, got, test.want)
		}
	}
}

func TestNearestPath(t *testing.T) {
	known := []string{"/initiatives/le-messageur", "/initiatives/le-pave-sieges-recycles", "/news", "/news/le-prix", "/practices/eta-cup", "/practices/eta-cups"}
	for word, want := range map[string]string{
		"/initiatives/le-pave-siege":   "/initiatives/le-pave-sieges-recycles",
		"/initiatives/le-pave":         "/initiatives/le-pave-sieges-recycles",
		"/initiatives/le-mesageur":     "/initiatives/le-messageur",
		"/initiatives/le-prix":         "/news/le-prix",
		"/news/le-messageur":           "/initiatives/le-messageur",
		"/practices/eta-cupz":          "/practices/eta-cup",
		"/new":                         "/news",
		"/initiatives/quelque-chose":   "",
		"/initiatives/le-tout-nouveau": "",
	} {
		if got := NearestPath(word, known); got != want {
			t.Errorf("NearestPath(%q) = %q, want %q", word, got, want)
		}
	}
}

// TestPaths wants of many words what is said of each: what NearestPath finds by looking
// at one known path after the other.
func TestPaths(t *testing.T) {
	oneByOne := func(word string, known []string) (nearest, sure string) {
		folder, name := path.Split(word)
		var longer, elsewhere, near []string
		target := fold(name)
		var rows distance.Rows
		for _, candidate := range known {
			otherFolder, other := path.Split(candidate)
			letters := fold(other)
			limit := max(1, max(len(target), len(letters))/3)
			switch {
			case otherFolder == folder && len(target) >= minPrefix && len(letters) >= len(target) && slices.Equal(letters[:len(target)], target):
				longer = append(longer, candidate)
			case len(target) >= minPrefix && other == name:
				elsewhere = append(elsewhere, candidate)
			case rows.Letters(target, letters, limit) <= limit:
				near = append(near, candidate)
			}
		}
		for _, sure := range [][]string{longer, elsewhere} {
			if len(sure) == 1 {
				return sure[0], sure[0]
			}
		}
		return Nearest(word, slices.Concat(longer, elsewhere, near)), ""
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching("/([ab]/)?([a-cé]{2,7}|abcd[ab]{0,3})")
		known := slices.Compact(slices.Sorted(slices.Values(rapid.SliceOfN(name, 0, 30).Draw(t, "known"))))
		paths := NewPaths(known)
		for _, word := range append(rapid.SliceOfN(name, 1, 20).Draw(t, "words"), known...) {
			nearest, sure := oneByOne(word, known)
			if got := paths.Nearest(word); got != nearest {
				t.Fatalf("%q among %q: %q, want %q", word, known, got, nearest)
			}
			if got := paths.Sure(word); got != sure {
				t.Fatalf("%q among %q: sure is %q, want %q", word, known, got, sure)
			}
		}
	})
}

// BenchmarkRenamedFolder finds what 1,000 links to a folder meant that has another name
// now, among 100,000 paths.
func BenchmarkRenamedFolder(b *testing.B) {
	var known []string
	for i := range 100_000 {
		known = append(known, fmt.Sprintf("/initiatives/the-name-of-an-entry-%06d", i))
	}
	for b.Loop() {
		paths := NewPaths(known)
		for i := range 1000 {
			if word := fmt.Sprintf("/projects/the-name-of-an-entry-%06d", i); paths.Nearest(word) == "" {
				b.Fatal(word)
			}
		}
	}
}
