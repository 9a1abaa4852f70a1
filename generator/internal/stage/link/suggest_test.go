package link

import (
	"fmt"
	"strings"
	"testing"

	"essaim/generator/internal/model/content"
)

// TestManySuggestions links to many pages that are not there. What is sure is told of
// each; what is only near is looked for on behalf of the first paths in order, wherever
// they stand.
func TestManySuggestions(t *testing.T) {
	s := rules()
	const more = 100
	var links []string
	for i := range mostCompared + more {
		links = append(links, fmt.Sprintf("/notes/zzzz-%04d", i))
	}
	entries := []*content.Entry{entry(s, "pages/home.fr", nil, "/pages/only-there", "/notes/only")}
	// The last paths stand in the first entry.
	for i := range 11 {
		n := len(links) / 11
		entries = append(entries, entry(s, fmt.Sprintf("notes/a%02d.fr", i), nil, links[len(links)-(i+1)*n:len(links)-i*n]...))
	}
	entries = append(entries, entry(s, "notes/only-there.fr", nil), entry(s, "notes/zzzy-0007.fr", nil), entry(s, "notes/zzzy-1050.fr", nil))
	_, ds := resolve(s, entries...)
	answers := map[string]string{}
	for _, line := range messages(ds) {
		if _, text, missing := strings.Cut(line, " ref-missing "); missing {
			path, answer, _ := strings.Cut(text, " -> ")
			answers[path] = answer
		}
	}
	if len(answers) != len(links)+2 {
		t.Errorf("%d links lead nowhere, want %d", len(answers), len(links)+2)
	}
	for path, want := range map[string]string{
		"/pages/only-there": "/notes/only-there", "/notes/only": "/notes/only-there",
		"/notes/zzzz-0007": "/notes/zzzy-0007", "/notes/zzzz-1050": "",
	} {
		if got := answers[path]; got != want {
			t.Errorf("%s is answered by %q, want %q", path, got, want)
		}
	}
}
