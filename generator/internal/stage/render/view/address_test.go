package view

import (
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/site"
)

func TestAddresses(t *testing.T) {
	for _, test := range []struct{ base, url, of, canonical string }{
		{"https://example.org/", "/", "/", "https://example.org/"},
		{"https://example.org", "/en/news/", "/en/news/", "https://example.org/en/news/"},
		{"https://example.org/ess/", "/", "/ess/", "https://example.org/ess/"},
		{"https://example.org/ess", "/feed.xml", "/ess/feed.xml", "https://example.org/ess/feed.xml"},
		{"http://localhost:8080/a/b/", "/c/", "/a/b/c/", "http://localhost:8080/a/b/c/"},
	} {
		a := NewAddresses(test.base)
		if got := a.Of(site.URL(test.url)); got != test.of {
			t.Errorf("%s below %s is %s, want %s", test.url, test.base, got, test.of)
		}
		for _, got := range []string{a.Canonical(site.URL(test.url)), a.Whole().Of(site.URL(test.url))} {
			if got != test.canonical {
				t.Errorf("the whole address of %s below %s is %s, want %s", test.url, test.base, got, test.canonical)
			}
		}
		if got := a.Of("") + a.Whole().Of(""); got != "" {
			t.Errorf("no page has the address %s", got)
		}
	}
}

func TestLinks(t *testing.T) {
	a := NewAddresses("https://example.org/ess/")
	for _, test := range []struct {
		url         string
		outside     bool
		want, whole string
	}{
		{"/a/#b", false, "/ess/a/#b", "https://example.org/ess/a/#b"},
		{"#b", false, "#b", "https://example.org/ess/page/#b"},
		{"https://example.com/x?a=b:c", true, "https://example.com/x?a=b:c", "https://example.com/x?a=b:c"},
		{"HTTPS://example.com/", true, "HTTPS://example.com/", "HTTPS://example.com/"},
		{"mailto:a@example.com", true, "mailto:a@example.com", "mailto:a@example.com"},
		{"tel:+33", true, "tel:+33", "tel:+33"},
		{"?a=b:c", true, "?a=b:c", "?a=b:c"},
		{"", false, "", ""},
		{"javascript:alert(1)", true, "", ""},
		{"JavaScript:alert(1)", true, "", ""},
		{" javascript:alert(1)", true, "", ""},
		{"java\nscript:alert(1)", true, "", ""},
		{"data:text/html,x", true, "", ""},
		{"vbscript:x", true, "", ""},
	} {
		link := site.Link{URL: test.url, Outside: test.outside}
		if got := string(a.link(link, "/page/")); got != test.want {
			t.Errorf("%q is %q, want %q", test.url, got, test.want)
		}
		if got := string(a.Whole().link(link, "/page/")); got != test.whole {
			t.Errorf("%q is %q in a feed, want %q", test.url, got, test.whole)
		}
	}
}

// bodyOf returns a body of one hole in a <p>, or of HTML alone.
func bodyOf(hole content.Hole, index int) site.Body {
	return site.Body{
		Source: &content.Body{Prose: content.Prose{Segments: []content.Segment{{HTML: []byte("<p>")}, {Hole: hole, Index: index}, {HTML: []byte("</p>")}}}},
		Links: []site.Link{
			{URL: "/a/?b=1&c"}, {URL: "/en/a/", Lang: "en"}, {URL: `https://example.com/"x"`, Outside: true}, {URL: "javascript:x", Outside: true}, {URL: "#up"},
		},
		Images:   []site.Image{{URL: "/media/a.png", Width: 3, Height: 2, Alt: `"<&`}, {URL: "/media/b.svg", Width: 3}},
		Headings: []content.Heading{{ID: "first"}, {ID: "été"}},
	}
}

func TestHoles(t *testing.T) {
	for _, test := range []struct {
		hole        content.Hole
		index       int
		want, whole string
	}{
		{content.NoHole, 0, "", ""},
		{content.LinkHole, 0, ` href="/ess/a/?b=1&amp;c"`, ` href="https://example.org/ess/a/?b=1&amp;c"`},
		{content.LinkHole, 1, ` href="/ess/en/a/" hreflang="en"`, ` href="https://example.org/ess/en/a/" hreflang="en"`},
		{content.LinkHole, 2, ` href="https://example.com/&#34;x&#34;"`, ` href="https://example.com/&#34;x&#34;"`},
		{content.LinkHole, 3, "", ""},
		{content.LinkHole, 4, ` href="#up"`, ` href="https://example.org/ess/page/#up"`},
		{content.LinkHole, 9, "", ""},
		{
			content.ImageHole, 0, `<img src="/ess/media/a.png" alt="&#34;&lt;&amp;" width="3" height="2" loading="lazy" decoding="async">`,
			`<img src="https://example.org/ess/media/a.png" alt="&#34;&lt;&amp;" width="3" height="2" loading="lazy" decoding="async">`,
		},
		{
			content.ImageHole, 1, `<img src="/ess/media/b.svg" alt="" loading="lazy" decoding="async">`,
			`<img src="https://example.org/ess/media/b.svg" alt="" loading="lazy" decoding="async">`,
		},
		{content.ImageHole, 9, "", ""},
		{content.HeadingHole, 0, "first", "first"},
		{content.HeadingHole, 1, "été", "été"},
		{content.HeadingHole, 9, "", ""},
		{content.PageHole, 0, "", "https://example.org/ess/page/"},
	} {
		a, body := NewAddresses("https://example.org/ess/"), bodyOf(test.hole, test.index)
		for i, want := range []string{test.want, test.whole} {
			if got := string(a.fill(nil, body, body.Source.Prose, "/page/", "", map[string]bool{})); got != "<p>"+want+"</p>" {
				t.Errorf("hole %d %d, whole %v: %s, want %s", test.hole, test.index, i == 1, got, want)
			}
			a = a.Whole()
		}
	}
}

// Of headings with one id on one page, those of a field get its name before it.
func TestHeadingsOfOneID(t *testing.T) {
	a, used := NewAddresses("https://example.org/"), map[string]bool{}
	heading := bodyOf(content.HeadingHole, 0)
	for i, want := range []string{"first", "more-first", "more-more-first", "other-first"} {
		prefix := []string{"", "more", "more", "other"}[i]
		if got := string(a.fill(nil, heading, heading.Source.Prose, "/", prefix, used)); got != "<p>"+want+"</p>" {
			t.Errorf("heading %d is %s, want %s", i, got, want)
		}
	}
	if got := a.fill(nil, site.Body{}, content.Prose{}, "/", "", used); len(got) > 0 {
		t.Errorf("a body without text is %q", got)
	}
}
