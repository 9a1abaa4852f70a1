package link

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/site"
)

// dump writes out a site to the last value, a page or diagnostic a line.
// Entries, types and locales, which link does not make, are named.
func dump(tb testing.TB, s *site.Site, ds diag.List) []string {
	tb.Helper()
	var lines []string
	write := func(name string, v any) {
		data, err := json.Marshal(v)
		if err != nil {
			tb.Fatal(err)
		}
		lines = append(lines, name+" "+string(data))
	}
	for _, p := range s.Pages {
		shown := *p
		feed, kind, entry, locale := "", "", "", p.Locale.Tag
		if p.Feed != nil {
			feed = string(p.Feed.Atom) + " " + string(p.Feed.JSON) + " " + string(p.Feed.Page) + " " + p.Feed.Title + " " + p.Feed.Locale.Tag
		}
		if p.Type != nil {
			kind = p.Type.Name
		}
		if p.Entry != nil {
			e := *p.Entry
			entry = e.Source.File + " " + e.Source.Hash
			e.Source, e.Body.Source = nil, nil
			shown.Entry = &e
		}
		shown.Feed, shown.Type, shown.Locale = nil, nil, nil
		shown.Alternates = nil
		for _, a := range p.Alternates {
			entry += fmt.Sprint(" ", a.Locale.Tag, a.URL, a.Exists)
		}
		write(fmt.Sprintf("page %s %s %s %s", locale, kind, feed, entry), shown)
	}
	for _, f := range s.Feeds {
		line := "feed " + string(f.Atom) + " " + f.Title
		for _, p := range f.Pages {
			line += " " + string(p.URL) + " " + p.Entry.Source.Hash
		}
		lines = append(lines, line)
	}
	for _, r := range s.Redirects {
		lines = append(lines, fmt.Sprint("redirect ", r.From, r.To, r.Locale.Tag, r.Title))
	}
	for _, f := range s.Files {
		lines = append(lines, fmt.Sprint("file ", f.URL, f.Source.Path))
	}
	write("menus", s.Menus)
	write("clock", s.Clock)
	write("next", s.NextChange)
	for _, d := range ds.Sorted() {
		write("diagnostic", d)
	}
	return lines
}

// difference returns the lines that two dumps do not share.
func difference(got, want []string) string {
	var b strings.Builder
	for _, line := range got {
		if !slices.Contains(want, line) {
			fmt.Fprintln(&b, "+", line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			fmt.Fprintln(&b, "-", line)
		}
	}
	if b.Len() == 0 && !slices.Equal(got, want) {
		return "another order"
	}
	return b.String()
}

// plainWords are the words of an entry of random text.
func plainWords(e *content.Entry, text string) []content.Word {
	return content.CountWords(e.Text("title"), e.Text("summary"), text)
}
