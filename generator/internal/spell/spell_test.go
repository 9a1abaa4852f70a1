package spell

import "testing"

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
