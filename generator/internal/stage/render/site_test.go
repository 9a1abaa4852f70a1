package render

import (
	"context"
	"encoding/xml"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// build renders the site of the fixture, after edit changed it, with the theme
// solidaire, after changes to its files. Neither may be at fault.
func build(t *testing.T, changes map[string][]byte, edit func(*site.Site)) *output.Tree {
	t.Helper()
	out, found := tryBuild(t, changes, edit)
	if len(found) > 0 {
		t.Fatalf("the build found %v", summaries(found))
	}
	return out
}

// tryBuild is build for a site that may be at fault while it is rendered.
func tryBuild(t *testing.T, changes map[string][]byte, edit func(*site.Site)) (*output.Tree, diag.List) {
	t.Helper()
	s := testSite()
	if edit != nil {
		edit(s)
	}
	theme, found := ParseTheme(themeTree(t, changes), s.Schema, nil)
	if len(found) > 0 {
		t.Fatalf("the theme is at fault: %v", summaries(found))
	}
	out := &output.Tree{}
	found, err := Site(context.Background(), s, theme, out, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return out, found
}

// data returns the content of an output, which must be there.
func data(t *testing.T, out *output.Tree, path string) string {
	t.Helper()
	f := out.File(path)
	if f == nil {
		t.Fatalf("there is no output %s", path)
	}
	return string(f.Data)
}

var betweenTags = regexp.MustCompile(`>\s+<`)

// markup is data without the white space between elements.
func markup(t *testing.T, out *output.Tree, path string) string {
	t.Helper()
	return betweenTags.ReplaceAllString(data(t, out, path), "><")
}

// expect reports each of wanted that text lacks and each of unwanted that it
// holds.
func expect(t *testing.T, text string, wanted, unwanted []string) {
	t.Helper()
	at := func(f string) int { return strings.Index(text, f) }
	for _, f := range wanted {
		if at(f) < 0 {
			t.Errorf("lacks %q", f)
		}
	}
	for _, f := range unwanted {
		if at(f) >= 0 {
			t.Errorf("holds %q", f)
		}
	}
	if t.Failed() {
		t.Logf("the text:\n%s", text)
	}
}

func TestOutputs(t *testing.T) {
	out := build(t, nil, nil)
	for _, test := range []struct {
		path, origin string
		order        output.Order
	}{
		{"index.html", "content/pages/home.fr.md", output.Page},
		{"actualites/ouverture/index.html", "content/news/ouverture.fr.md", output.Page},
		{"en/news/index.html", "themes/solidaire/templates/list.html", output.Page},
		{"ancien/index.html", "themes/solidaire/templates/redirect.html", output.Page},
		{"ar/404.html", "themes/solidaire/templates/404.html", output.Page},
		{"ar/actualites/feed.xml", "content/_types/news.yaml", output.Index},
		{"actualites/feed.json", "content/_types/news.yaml", output.Index},
		{"media/carte.0123abcd.png", "content/media/carte.png", output.Asset},
		{"sitemap.xml", "", output.Index},
	} {
		f := out.File(test.path)
		if f == nil {
			t.Errorf("there is no %s", test.path)
			continue
		}
		if f.Origin.File != test.origin || f.Order != test.order {
			t.Errorf("%s comes from %s in order %d, want %s in order %d", test.path, f.Origin.File, f.Order, test.origin, test.order)
		}
		if f.From == "" && (f.Hash != output.HashOf(f.Data) || f.Size != int64(len(f.Data))) {
			t.Errorf("%s has a hash or a size that is not its own", test.path)
		}
	}
	picture := out.File("media/carte.0123abcd.png")
	if picture.From != "content/media/carte.png" || !picture.Local || picture.Data != nil {
		t.Errorf("the picture is %+v, not a copy of the site's file", picture)
	}
}

// Two builds give the same bytes, whatever the number of processors.
func TestDeterminism(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first map[string]output.Hash
	for i, processors := range []int{1, 8, 8} {
		runtime.GOMAXPROCS(processors)
		made := map[string]output.Hash{}
		for _, f := range build(t, nil, nil).Files() {
			made[f.Path] = f.Hash
		}
		if i == 0 {
			first = made
		} else if !maps.Equal(made, first) {
			t.Errorf("run %d on %d processors differs from the first on one", i+1, processors)
		}
	}
}

func TestSiteStopsWithItsContext(t *testing.T) {
	s := testSite()
	theme, _ := ParseTheme(themeTree(t, nil), s.Schema, nil)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	out := &output.Tree{}
	if found, err := Site(ctx, s, theme, out, Options{}); err != nil || len(found) > 0 {
		t.Errorf("a build that was stopped reports %v", summaries(found))
	}
	if out.File("index.html") != nil {
		t.Error("a page was made after the context was done")
	}
}

func TestOutputCollision(t *testing.T) {
	const taken = "actualites/ouverture/index.html"
	for _, test := range []struct {
		name, want, other string
		edit              func(*site.Site)
	}{
		{
			"redirect", "themes/solidaire/templates/redirect.html:0-0 output-collision " + taken, "content/news/ouverture.fr.md",
			func(s *site.Site) { s.Redirects[0].From = "/actualites/ouverture/" },
		},
		{
			"page", "content/news/seule.fr.md:0-0 output-collision " + taken, "content/news/ouverture.fr.md",
			func(s *site.Site) { s.Pages[2].URL = "/actualites/ouverture/" },
		},
		{
			"media", "content/news/ouverture.fr.md:0-0 output-collision " + taken, "content/media/index.html",
			func(s *site.Site) {
				s.Files = append(s.Files, &site.File{URL: "/" + taken, Source: file("content/media/index.html", nil)})
			},
		},
		{
			"file of the program", ":0-0 output-collision sitemap.xml", "content/media/sitemap.xml",
			func(s *site.Site) {
				s.Files = append(s.Files, &site.File{URL: "/sitemap.xml", Source: file("content/media/sitemap.xml", nil)})
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, found := tryBuild(t, nil, test.edit)
			if len(found) != 1 || summary(found[0]) != test.want {
				t.Fatalf("found %q, want %q", summaries(found), test.want)
			}
			if notes := found[0].Notes; len(notes) != 1 || notes[0].Msg != "note/other" || notes[0].Span.File != test.other {
				t.Errorf("the notes are %v, want the other in %s", notes, test.other)
			}
		})
	}
}

func TestSitemap(t *testing.T) {
	type link struct {
		Rel  string `xml:"rel,attr"`
		Lang string `xml:"hreflang,attr"`
		URL  string `xml:"href,attr"`
	}
	var got struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []struct {
			Loc   string `xml:"loc"`
			Links []link `xml:"http://www.w3.org/1999/xhtml link"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(data(t, build(t, nil, nil), "sitemap.xml")), &got); err != nil {
		t.Fatal(err)
	}
	alternates := map[string][]link{}
	for _, u := range got.URLs {
		alternates[u.Loc] = u.Links
	}
	const base = "https://example.org/ess/"
	both := []link{{"alternate", "fr", base + "actualites/ouverture/"}, {"alternate", "en", base + "en/news/ouverture/"}, {"alternate", "x-default", base + "actualites/ouverture/"}}
	for loc, want := range map[string][]link{
		base + "actualites/ouverture/": both,
		base + "en/news/ouverture/":    both,
		base + "actualites/seule/":     {{"alternate", "fr", base + "actualites/seule/"}, {"alternate", "x-default", base + "actualites/seule/"}},
		base + "ar/":                   {{"alternate", "fr", base}, {"alternate", "ar", base + "ar/"}, {"alternate", "en", base + "en/"}, {"alternate", "x-default", base}},
	} {
		if !slices.Equal(alternates[loc], want) {
			t.Errorf("%s has the alternates %v, want %v", loc, alternates[loc], want)
		}
	}
	pages := 0
	for _, p := range testSite().Pages {
		if p.Kind != site.KindNotFound {
			pages++
		}
	}
	if len(got.URLs) != pages || len(alternates) != pages {
		t.Errorf("%d addresses, %d different ones; want one for each of %d pages", len(got.URLs), len(alternates), pages)
	}
	for loc := range alternates {
		if strings.Contains(loc, "404") || strings.Contains(loc, "ancien") {
			t.Errorf("%s is in the sitemap", loc)
		}
	}
}

// A sitemap beyond the limit of the protocol becomes several and an index.
func TestSitemapIndex(t *testing.T) {
	s := testSite()
	one := s.Pages[0]
	s.Pages = slices.Repeat([]*site.Page{one}, sitemapURLs+1)
	r := newTestRenderer(s)
	files := r.sitemaps()
	var paths []string
	for _, f := range files {
		paths = append(paths, f.Path)
	}
	if !slices.Equal(paths, []string{"sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"}) {
		t.Fatalf("the sitemaps are %v", paths)
	}
	for i, want := range []int{sitemapURLs, 1} {
		if n := strings.Count(string(files[i].Data), "<url>"); n != want {
			t.Errorf("%s has %d addresses, want %d", paths[i], n, want)
		}
	}
	expect(t, string(files[2].Data), []string{
		"<sitemapindex ", "<sitemap><loc>https://example.org/ess/sitemap-1.xml</loc></sitemap>", "<loc>https://example.org/ess/sitemap-2.xml</loc>",
	}, []string{"<url>"})
}

func TestHostFiles(t *testing.T) {
	root := func(s *site.Site) { s.Schema.Config.BaseURL = "https://example.org/" }
	for _, test := range []struct {
		name, path       string
		edit             func(*site.Site)
		wanted, unwanted []string
	}{
		{"robots", "robots.txt", nil, []string{"User-agent: *\nAllow: /\n", "\nSitemap: https://example.org/ess/sitemap.xml\n"}, nil},
		{"robots at the root", "robots.txt", root, []string{"Sitemap: https://example.org/sitemap.xml\n"}, nil},
		{"redirects", "_redirects", nil, []string{"/ess/ancien/ /ess/actualites/ouverture/ 301\n"}, nil},
		{"redirects at the root", "_redirects", root, []string{"/ancien/ /actualites/ouverture/ 301\n"}, []string{"ess/"}},
		{"headers", "_headers", nil, []string{
			"/ess/*\n  Content-Security-Policy: default-src 'none'; script-src 'self';", "frame-ancestors 'none'\n", "  X-Content-Type-Options: nosniff\n",
			"/ess/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n", "/ess/media/*\n  Cache-Control: public, max-age=31536000, immutable\n",
			"/ess/search/ar/*\n  Cache-Control: public, max-age=31536000, immutable\n", "/ess/search/ar.json\n  Cache-Control: public, max-age=0, must-revalidate\n",
			"/ess/\n  Cache-Control: public, max-age=0, must-revalidate\n", "/ess/:level1/:level2/:level3/:level4/\n  Cache-Control: ",
		}, []string{"unsafe", ":level5"}},
		{"headers at the root", "_headers", root, []string{"\n/assets/*\n", "\n/\n", "\n/:level1/\n"}, []string{"ess/"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			expect(t, data(t, build(t, nil, test.edit), test.path), test.wanted, test.unwanted)
		})
	}
}

// No path may match two rules with Cache-Control: hosts join the two values.
func TestOneCacheRulePerPath(t *testing.T) {
	out := build(t, nil, nil)
	var patterns []*regexp.Regexp
	for block := range strings.SplitSeq(strings.ReplaceAll(data(t, out, "_headers"), "\n  ", " "), "\n") {
		if path, _, cached := strings.Cut(block, " Cache-Control:"); cached {
			path = regexp.MustCompile(`:\w+`).ReplaceAllString(strings.ReplaceAll(path, "*", ".*"), "[^/]+")
			patterns = append(patterns, regexp.MustCompile("^"+path+"$"))
		}
	}
	paths := []string{"search/en.json", "search/en/words-0123abcd.bin"}
	for _, f := range out.Files() {
		if f.Order != output.Index && !strings.HasSuffix(f.Path, "404.html") {
			paths = append(paths, f.Path)
		}
	}
	for _, path := range paths {
		path = "/ess/" + strings.TrimSuffix(path, "index.html")
		matches := 0
		for _, p := range patterns {
			if p.MatchString(path) {
				matches++
			}
		}
		if matches != 1 {
			t.Errorf("%s matches %d rules with Cache-Control, want 1", path, matches)
		}
	}
}

// A template that fails says on which page, and where in the template.
func TestTemplateRun(t *testing.T) {
	const name = "themes/solidaire/templates/taxonomy.html"
	template := "<h1>{{.Page.Title}}</h1>\n<p>{{index .Terms 7}}</p>\n"
	_, found := tryBuild(t, map[string][]byte{name: []byte(template)}, nil)
	if len(found) != 3 {
		t.Fatalf("found %v, want one for each locale", summaries(found))
	}
	at := strings.Index(template, "index")
	if d := found[0]; d.Msg != "template-run" || d.Span != source.In(name, at, at) || d.Args[0] != "/themes/" || !strings.Contains(d.Args[1], "out of range") {
		t.Errorf("found %s", summary(d))
	}
}
