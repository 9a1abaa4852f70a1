package link

import (
	"fmt"
	"slices"
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
	for _, d := range ds {
		if d.Msg == "ref-missing" {
			answers[d.Args[0]] = ""
		}
		if len(d.Notes) > 0 {
			answers[d.Args[0]] = d.Notes[0].Args[0]
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

// TestFixes wants a fix where a path is misspelt, and none where it is of something that
// has gone: another entry of the same name was not meant.
func TestFixes(t *testing.T) {
	s := rules()
	_, ds := resolve(s,
		entry(s, "notes/gone-too.fr", nil, "/pages/gone-too"), // what is at hand is the file itself
		entry(s, "notes/lasting.fr", nil), entry(s, "pages/other.fr", nil),
		entry(s, "pages/home.fr", nil, "/notes/lastinq", "/note/lasting", "/pages/lasting", "/articles/lasting"),
	)
	var got []string
	for _, d := range ds.Sorted() {
		if d.Msg != "ref-missing" {
			continue // the menu's
		}
		text := d.Args[0]
		for _, n := range d.Notes {
			text += " ? " + n.Args[0]
		}
		if d.Fix != nil {
			text += " -> " + d.Fix.Text
		}
		got = append(got, text)
	}
	want := []string{
		"/pages/gone-too",
		"/notes/lastinq ? /notes/lasting -> /notes/lasting", "/note/lasting ? /notes/lasting -> /notes/lasting",
		"/pages/lasting ? /notes/lasting", "/articles/lasting ? /notes/lasting",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
