package link

import (
	"fmt"
	"strings"
	"testing"

	"essaim/generator/internal/model/content"
)

// TestManySuggestions links to many pages that are not there. What is only near is looked
// for on behalf of the first links that are shown, and what is sure is told of each.
func TestManySuggestions(t *testing.T) {
	s := rules()
	const files, more = 11, 100
	var links []string
	for i := range mostCompared + more {
		links = append(links, fmt.Sprintf("/notes/zzzz-%04d", i))
	}
	entries := []*content.Entry{
		entry(s, "notes/only-there.fr", nil), entry(s, "notes/zzzy-0007.fr", nil), entry(s, "notes/zzzy-1050.fr", nil),
		entry(s, "pages/home.fr", nil, "/pages/only-there", "/notes/only"), // the last file
	}
	for i := range files { // the last paths stand in the first file
		n := len(links) / files
		entries = append(entries, entry(s, fmt.Sprintf("notes/a%02d.fr", i), nil, links[len(links)-(i+1)*n:len(links)-i*n]...))
	}
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
		"/notes/zzzz-1050": "/notes/zzzy-1050", "/notes/zzzz-0007": "",
	} {
		if got := answers[path]; got != want {
			t.Errorf("%s is answered by %q, want %q", path, got, want)
		}
	}
}
