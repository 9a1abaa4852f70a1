package render

import (
	"bytes"
	"strings"
	"testing"

	"essaim/generator/internal/model/site"
	"essaim/generator/internal/stage/render/view"
)

// sameBytes makes every page of a site twice, by program and by html/template.
func sameBytes(t *testing.T, s *site.Site, theme *Theme) {
	t.Helper()
	for name, c := range theme.pages {
		if c.fast() == nil {
			t.Errorf("the template %s is not compiled", name.name)
		}
	}
	check := func(which page, dot any, url site.URL) {
		c := theme.pages[which]
		fast, ok := c.fast().Append(nil, dot)
		var sure bytes.Buffer
		if err := c.sure().Execute(&sure, dot); err != nil {
			t.Fatalf("%s: %v", url, err)
		}
		if !ok || !bytes.Equal(fast, sure.Bytes()) {
			at := 0
			for at < min(len(fast), sure.Len()) && fast[at] == sure.Bytes()[at] {
				at++
			}
			t.Fatalf("%s (%s): made %t, differs at byte %d: %.200q\nwant %.200q", url, which.name, ok, at, fast[at:], sure.Bytes()[at:])
		}
	}
	views := view.NewBuilder(s, nil, nil, nil)
	whole := views.Whole()
	for _, p := range s.Pages {
		check(page{theme.templateName(p), p.Locale.Tag}, views.Page(p), p.URL)
		if p.Entry != nil {
			check(page{feedKind, p.Locale.Tag}, whole.Page(p), p.URL)
		}
	}
	for _, from := range s.Redirects {
		check(page{redirectKind, from.Locale.Tag}, views.Redirect(from), from.From)
	}
}

// Programs make what html/template makes: every page of a site with all there
// is, of the reference site, and of a generated one in three languages.
func TestSamePages(t *testing.T) {
	t.Run("fixture", func(t *testing.T) {
		s := testSite()
		theme, found := ParseTheme(themeTree(t, nil), s.Schema, nil)
		if len(found) > 0 {
			t.Fatal(summaries(found))
		}
		sameBytes(t, s, theme)
	})
	t.Run("known to be good", func(t *testing.T) {
		s, kept := testSite(), &keeping{values: map[string][]byte{}}
		if _, found := ParseTheme(themeTree(t, nil), s.Schema, kept); len(found) > 0 {
			t.Fatal(summaries(found))
		}
		theme, found := ParseTheme(themeTree(t, nil), s.Schema, kept)
		if len(found) > 0 {
			t.Fatal(summaries(found))
		}
		sameBytes(t, s, theme)
	})
	t.Run("reference", func(t *testing.T) {
		s, theme, _ := siteOf(t, "../../../..")
		if len(s.Pages) < 50 {
			t.Fatalf("%d pages: the test looks in the wrong place", len(s.Pages))
		}
		sameBytes(t, s, theme)
	})
	t.Run("corpus", func(t *testing.T) {
		s, theme, _ := siteIn(t, 60, "fr", "en", "ar")
		sameBytes(t, s, theme)
	})
}

// What no program does, html/template does: a template that is not compiled, and
// a page that a program gives up.
func TestWithoutProgram(t *testing.T) {
	for text, want := range map[string]string{
		`{{$x := 1}}{{$x = "two"}}<p>{{$x}}</p>`:               "<p>two</p>",
		`<p>{{or .Page.Canonical .Site.Feeds .Page.Kind}}</p>`: "<p>[{",
		`<p>{{.Site.Menus.nowhere}}</p>`:                       "<p></p>",
	} {
		out := build(t, map[string][]byte{templateFolder + "404.html": []byte(text)}, nil)
		if page := data(t, out, "404.html"); !strings.Contains(page, want) {
			t.Errorf("%s makes %s, want %s", text, page, want)
		}
	}
}

// Templates that call each other without end are told where.
func TestEndlessCalls(t *testing.T) {
	text := `<p>{{define "x"}}{{template "x" .}}{{end}}{{template "x" .}}</p>`
	_, found := tryBuild(t, map[string][]byte{templateFolder + "404.html": []byte(text)}, nil)
	if len(found) == 0 || found[0].Msg != "template-run" || !strings.Contains(found[0].Args[1], "maximum template depth") || found[0].Span.Start != strings.Index(text, `"x" .}}{{end`) {
		t.Errorf("found %q", summaries(found))
	}
}
