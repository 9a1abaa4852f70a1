package render

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// TestPages looks for what each kind of page must show, and must not.
func TestPages(t *testing.T) {
	out := build(t, nil, nil)
	const base = "https://example.org/ess/"
	for _, test := range []struct {
		name, path       string
		wanted, unwanted []string
	}{
		{"entry: head", "actualites/ouverture/index.html", []string{
			`<html lang="fr" dir="ltr">`, "<title>Ouverture &amp; fête – Essai &amp; compagnie</title>",
			`<meta name="description" content="Un résumé &lt;court&gt;.">`, `<link rel="canonical" href="` + base + `actualites/ouverture/">`,
		}, []string{"noindex"}},
		{"entry: alternates", "en/news/ouverture/index.html", []string{
			`<link rel="alternate" hreflang="fr" href="` + base + `actualites/ouverture/">` +
				`<link rel="alternate" hreflang="en" href="` + base + `en/news/ouverture/">` +
				`<link rel="alternate" hreflang="x-default" href="` + base + `actualites/ouverture/">`,
		}, []string{`rel="alternate" hreflang="ar"`}},
		{"entry: one language", "actualites/seule/index.html", []string{
			`<link rel="alternate" hreflang="fr" href="` + base + `actualites/seule/"><link rel="alternate" hreflang="x-default" href="` + base + `actualites/seule/">`,
		}, []string{`rel="alternate" hreflang="en"`, `type="application/atom+xml" title=`}},
		{"entry: Open Graph", "actualites/ouverture/index.html", []string{
			`property="og:site_name" content="Essai &amp; compagnie">`, `property="og:title" content="Ouverture &amp; fête">`,
			`property="og:description" content="Un résumé &lt;court&gt;.">`, `property="og:type" content="article">`,
			`property="og:url" content="` + base + `actualites/ouverture/">`, `property="og:locale" content="fr_FR">`,
			`property="article:published_time" content="2024-01-01">`, `property="og:image" content="` + base + `media/carte.0123abcd.png">`,
			`property="og:image:alt" content="Une &#34;carte&#34; &lt;simple&gt;">`,
		}, nil},
		{"entry: feeds", "actualites/ouverture/index.html", []string{
			`<link rel="alternate" type="application/atom+xml" title="Actualités" href="/ess/actualites/feed.xml">`,
			`<link rel="alternate" type="application/feed+json" title="Actualités" href="/ess/actualites/feed.json">`,
			`<a href="/ess/actualites/feed.xml" type="application/atom+xml">Actualités</a>`,
		}, nil},
		{"entry: breadcrumbs", "actualites/ouverture/index.html", []string{
			`aria-label="Fil d’Ariane"><ol><li><a href="/ess/">Accueil</a></li><li><a href="/ess/actualites/">Actualités</a></li></ol>`,
		}, nil},
		{"entry: menu", "actualites/ouverture/index.html", []string{
			`<li><a href="/ess/actualites/" aria-current="true">Actualités</a></li><li><a href="/ess/themes/">Thèmes</a></li>`,
			`<li><a href="https://example.com/">Ailleurs</a></li>`,
		}, []string{`aria-current="page"`}},
		{"entry: languages", "actualites/ouverture/index.html", []string{
			`<li><a href="/ess/actualites/ouverture/" lang="fr" hreflang="fr" aria-current="true">Français</a></li>`,
			`<li><a href="/ess/ar/" lang="ar" hreflang="ar">العربية</a><small>(page non traduite)</small></li>`,
			`<li><a href="/ess/en/news/ouverture/" lang="en" hreflang="en">English</a></li>`,
		}, nil},
		{"entry: related and neighbours", "actualites/ouverture/index.html", []string{
			`<h2>À lire aussi</h2><ul class="cards"><li class="card"><h3><a href="/ess/actualites/seule/">Seule</a></h3>`,
			`aria-label="Fiches voisines"><a class="next" rel="next" href="/ess/actualites/seule/"><span>Suivant</span> Seule</a></nav>`,
		}, []string{`rel="prev"`}},
		{"entry: previous only", "actualites/seule/index.html", []string{
			`<a class="previous" rel="prev" href="/ess/actualites/ouverture/"><span>Précédent</span> Ouverture &amp; fête</a></nav>`,
		}, []string{`rel="next"`, "À lire aussi"}},
		{"entry: related in another language", "en/news/ouverture/index.html", []string{
			`<h3><a href="/ess/actualites/seule/" hreflang="fr" lang="fr" dir="ltr">Seule</a></h3><p class="meta"><span class="badge">Not translated: Français</span></p>`,
		}, nil},
		{"entry: fields", "actualites/ouverture/index.html", []string{
			"<dt>Champ integer</dt><dd>2\u202f488\u202f513</dd>", "<dt>Champ number</dt><dd>-1\u202f234,5</dd>", "<dt>Champ boolean</dt><dd>oui</dd>",
			`<dt>Champ date</dt><dd><time datetime="2024-07-26">26 juillet 2024</time></dd>`,
			`<time datetime="2024-07-26T19:30:00&#43;02:00">26 juillet 2024, 19:30</time>`,
			`<a href="https://example.com/a?b=1&amp;c=2">example.com/a?b=1&amp;c=2</a>`, `<a href="mailto:ici@example.com">ici@example.com</a>`,
			"<a href=\"tel:&#43;33123456789\">&#43;33\u00a01\u00a023\u00a045\u00a067\u00a089</a>",
			`<a href="/ess/actualites/seule/" hreflang="fr" lang="fr">Seule</a>`, `<dd><a href="https://www.openstreetmap.org/?mlat=48.93&amp;mlon=2.34#map=13/48.93/2.34">voir sur OpenStreetMap</a></dd>`,
			"<strong>6\u202f000</strong> m² de fleurs", `<time datetime="2024-07">juillet 2024</time> · <a href="https://example.com/chiffre">Source</a>`,
			"<tr><th scope=\"col\">Nom</th><th scope=\"col\">Places</th></tr></thead><tbody><tr><td>texte text</td><td>12\u202f000</td></tr><tr><td>texte text</td><td></td></tr></tbody>",
			`<li><a href="https://example.com/article">Le Monde</a><span class="more">consulté le <time datetime="2025-03-01">1er mars 2025</time></span></li>`,
			`<ul class="terms" aria-label="Champ term"><li><a href="/ess/themes/reemploi/">Réemploi</a>`,
		}, nil},
		{"entry: fields in English", "en/news/ouverture/index.html", []string{
			"<dd>2,488,513</dd>", "<dd>-1,234.5</dd>", "<dd>yes</dd>", ">26 July 2024</time>", ">26 July 2024, 19:30</time>",
			"<strong>6,000</strong>", ">July 2024</time>", "accessed <time datetime=\"2025-03-01\">1 March 2025</time>", "News item · <time datetime=\"2024-01-01\">1 January 2024</time>",
		}, []string{"juillet"}},
		{"entry: holes", "actualites/ouverture/index.html", []string{
			`<h2 id="un">Un</h2>`, `<h3 id="deux">Deux</h3>`, `<h2 id="a-markdown-un">Un encore</h2>`,
			`<a href="/ess/actualites/#a&amp;b" hreflang="ar">dedans</a>`, `<a href="https://example.com/?q=&#34;x&#34;&amp;r=1">dehors</a>`, `<a href="#deux">ici</a>`,
			`<img src="/ess/media/carte.0123abcd.png" alt="Une &#34;carte&#34; &lt;simple&gt;" width="800" height="600" loading="lazy" decoding="async"></p>`,
			`<a href="#fn:1">1</a>`, `<li><a href="#un">Un</a><ul><li><a href="#deux">Deux</a></li></ul></li><li><a href="#trois">Trois</a></li>`,
		}, nil},
		{"home", "index.html", []string{
			"<title>Essai &amp; compagnie – Accueil</title>", `<link rel="canonical" href="` + base + `">`, `property="og:type" content="website"`,
			`<div class="prose home-text"><p>Bonjour.</p>`, `<h2>Actualités</h2><ul class="cards"><li class="card"><h3><a href="/ess/actualites/ouverture/">`,
			"<a href=\"/ess/actualites/\">Tout voir\u00a0: Actualités</a>",
		}, []string{"article:published_time", `class="breadcrumbs"`, `aria-current="page"`}},
		{"list, first page", "actualites/index.html", []string{
			"<title>Actualités – Essai &amp; compagnie</title>", "<h1>Actualités</h1>", "<p class=\"count\">4\u00a0fiches · page 1 sur 2</p>",
			`<h2><a href="/ess/actualites/ouverture/">Ouverture &amp; fête</a></h2><p class="meta"><time datetime="2024-01-01">1er janvier 2024</time></p><p class="summary">Un résumé &lt;court&gt;.</p>`,
			`<a href="/ess/actualites/" aria-label="page 1" aria-current="page">1</a></li><li><a href="/ess/actualites/page/2/" aria-label="page 2">2</a>`,
			`<a rel="next" href="/ess/actualites/page/2/">Page suivante</a>`, `<link rel="canonical" href="` + base + `actualites/">`,
			`<a href="/ess/actualites/" aria-current="page">Actualités</a>`, `title="Actualités" href="/ess/actualites/feed.json">`,
			`name="description" content="Un site d&#39;essai."`,
		}, []string{`rel="prev"`}},
		{"list, last page", "en/news/page/2/index.html", []string{
			"<title>News – page 2 – Trial &amp; company</title>", `<p class="count">4 entries · page 2 of 2</p>`,
			`<a rel="prev" href="/ess/en/news/">Previous page</a>`, `<link rel="canonical" href="` + base + `en/news/page/2/">`,
			`hreflang="fr" href="` + base + `actualites/page/2/"`, `<a href="/ess/en/news/" aria-current="true">News</a>`,
		}, []string{`rel="next"`}},
		{"list: entry that is not translated", "en/news/index.html", []string{
			`<h2><a href="/ess/actualites/seule/" hreflang="fr" lang="fr" dir="ltr">Seule en français</a></h2>` +
				`<p class="meta"><time datetime="2023-05">May 2023</time><span class="badge">Not translated: Français</span></p>` +
				`<p class="summary" lang="fr" dir="ltr">Pas traduite.</p>`,
			`<h2><a href="/ess/en/news/ouverture/">Ouverture &amp; fête</a></h2>`,
		}, nil},
		{"taxonomy", "themes/index.html", []string{
			"<h1>Thèmes</h1>", "<h2><a href=\"/ess/themes/reemploi/\">Réemploi</a></h2><p class=\"meta\">2\u00a0fiches</p><p class=\"summary\">Deux fois.</p>",
			`<link rel="canonical" href="` + base + `themes/">`,
		}, []string{`class="pager"`, "article:published_time"}},
		{"term", "en/themes/reemploi/index.html", []string{
			"<title>Réemploi – Trial &amp; company</title>", `<h1>Réemploi</h1><p class="lead">Deux fois.</p><p class="count">1 entry</p>`,
			`<h2><a href="/ess/en/news/ouverture/">`, `hreflang="fr" href="` + base + `themes/reemploi/"`,
		}, []string{`class="pager"`, "page 1"}},
		{"right to left", "ar/index.html", []string{
			`<html lang="ar" dir="rtl">`, `property="og:locale" content="ar_EG"`, `href="/ess/ar/actualites/"`,
			`<a href="/ess/actualites/ouverture/" hreflang="fr" lang="fr" dir="ltr">`, "<time datetime=\"2024-01-01\">2024-01-01</time>",
		}, nil},
		{"404", "404.html", []string{
			"<title>Page introuvable – Essai &amp; compagnie</title>", `<meta name="robots" content="noindex">`, `<p><a href="/ess/">Revenir à l’accueil</a></p>`,
			`<a href="/ess/en/" lang="en" hreflang="en">English</a></li>`, `href="/ess/assets/main.`,
		}, []string{"canonical", `rel="alternate" hreflang`, "og:", "ld+json", "(page non traduite)"}},
		{"404 in English", "en/404.html", []string{
			`<html lang="en" dir="ltr">`, "<h1>Page not found</h1>", `<a href="/ess/en/">Back to the home page</a>`,
		}, []string{"canonical"}},
		{"former address", "ancien/index.html", []string{
			`<html lang="fr" dir="ltr">`, `<meta name="robots" content="noindex">`, `<meta http-equiv="refresh" content="0; url=/ess/actualites/ouverture/">`,
			`<link rel="canonical" href="` + base + `actualites/ouverture/">`, `<a href="/ess/actualites/ouverture/">Ouverture &amp; fête</a>`,
			"<title>La page a changé d’adresse – Essai &amp; compagnie</title>",
		}, nil},
	} {
		t.Run(test.name, func(t *testing.T) { expect(t, markup(t, out, test.path), test.wanted, test.unwanted) })
	}
}

// structured returns the JSON-LD of a page, by type.
func structured(t *testing.T, page string) map[string]map[string]any {
	t.Helper()
	_, rest, found := strings.Cut(page, `<script type="application/ld+json">`)
	text, _, closed := strings.Cut(rest, "</script>")
	if !found || !closed {
		t.Fatal("there is no JSON-LD")
	}
	var graph struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(text), &graph); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	if graph.Context != "https://schema.org" {
		t.Errorf("the context is %q", graph.Context)
	}
	things := map[string]map[string]any{}
	for _, thing := range graph.Graph {
		things[thing["@type"].(string)] = thing
	}
	return things
}

func TestStructuredData(t *testing.T) {
	out := build(t, nil, nil)
	things := structured(t, data(t, out, "actualites/ouverture/index.html"))
	for key, want := range map[string]string{
		"headline": "Ouverture & fête", "description": "Un résumé <court>.", "datePublished": "2024-01-01", "inLanguage": "fr",
		"mainEntityOfPage": "https://example.org/ess/actualites/ouverture/", "image": "https://example.org/ess/media/carte.0123abcd.png",
	} {
		if got := things["NewsArticle"][key]; got != want {
			t.Errorf("%s is %v, want %s", key, got, want)
		}
	}
	crumbs, _ := things["BreadcrumbList"]["itemListElement"].([]any)
	want := []string{"Essai https://example.org/ess/", "Actualités https://example.org/ess/actualites/", "Ouverture & fête https://example.org/ess/actualites/ouverture/"}
	if len(crumbs) != len(want) {
		t.Fatalf("there are %d breadcrumbs, want %d", len(crumbs), len(want))
	}
	for i, c := range crumbs {
		item := c.(map[string]any)
		if got := item["name"].(string) + " " + item["item"].(string); got != want[i] || item["position"] != float64(i+1) {
			t.Errorf("breadcrumb %d is %q at %v, want %q", i+1, got, item["position"], want[i])
		}
	}
	home := structured(t, data(t, out, "en/index.html"))
	if got := home["WebSite"]["url"]; got != "https://example.org/ess/en/" || home["WebSite"]["name"] != "Trial & company" || home["BreadcrumbList"] != nil {
		t.Errorf("the home page is %v", home)
	}
	if list := structured(t, data(t, out, "actualites/index.html")); len(list) != 1 || list["BreadcrumbList"] == nil {
		t.Errorf("a list is %v, want breadcrumbs alone", list)
	}
}

// hostile is a text that breaks out of everything that does not escape it.
const hostile = `</script></title><script>alert(1)</script>"' onload=x ]]>&{{.}}` + "\u2028"

// write puts a text in every place that an editor can write to.
func write(s *site.Site, text string) {
	s.Schema.Config.Title, s.Schema.Config.Description = schema.Text{"fr": text}, schema.Text{"fr": text}
	term := &site.Term{Vocabulary: "theme", Term: schema.Term{Key: text, Label: text, Description: text}, URL: "/themes/reemploi/"}
	image := &site.Image{URL: "/media/carte.0123abcd.png", Alt: text, Caption: text}
	cards := func(list []*site.Card) {
		for _, c := range list {
			c.Title, c.Summary, c.Terms = text, text, []*site.Term{term}
		}
	}
	for _, p := range s.Pages {
		p.Title, p.Summary = text, text
		for i := range p.Breadcrumbs {
			p.Breadcrumbs[i].Title = text
		}
		cards(p.Cards)
		for i := range p.HomeLists {
			p.HomeLists[i].Title = text
			cards(p.HomeLists[i].Cards)
		}
		if p.Term != nil {
			p.Term = term
		}
		if p.Terms != nil {
			p.Terms = []*site.Term{term}
		}
		if e := p.Entry; e != nil {
			e.Title, e.Summary, e.Image, e.Terms = text, text, image, []*site.Term{term}
			cards(e.Related)
			for i := range e.Fields {
				e.Fields[i].Label = text
				if e.Fields[i].Value.Text != "" {
					e.Fields[i].Value.Text = text
				}
			}
			e.Body.Images = []site.Image{*image}
			if e.Body.Links != nil {
				e.Body.Links = []site.Link{{URL: "https://example.com/" + text, Outside: true}, {URL: "javascript:alert(1)", Outside: true}, {URL: "#" + text}}
			}
		}
	}
	for _, f := range s.Feeds {
		f.Title = text
	}
	for _, menus := range s.Menus {
		for _, items := range menus {
			for i := range items {
				items[i].Label = text
			}
		}
	}
	s.Redirects[0].Title = text
}

// elements returns the tags of a page with the names of their attributes.
func elements(t *testing.T, page string) []string {
	t.Helper()
	var list []string
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		if token.Type == html.TextToken {
			continue
		}
		item := token.Type.String() + " " + token.Data
		for _, a := range token.Attr {
			item += " " + a.Key
			if strings.HasPrefix(a.Val, "javascript:") {
				t.Errorf("the page runs %s", a.Val)
			}
		}
		list = append(list, item)
	}
	return list
}

// A text never changes the elements of a page, nor their attributes.
func TestHostileTexts(t *testing.T) {
	plain := build(t, nil, func(s *site.Site) { write(s, "simple") })
	out := build(t, nil, func(s *site.Site) { write(s, hostile) })
	for _, f := range out.Files() {
		if !strings.HasSuffix(f.Path, ".html") {
			continue
		}
		page := string(f.Data)
		if !slices.Equal(elements(t, page), elements(t, data(t, plain, f.Path))) {
			t.Errorf("%s has other elements than with a plain text:\n%s", f.Path, page)
		}
		if !strings.Contains(page, "&lt;script&gt;alert(1)") {
			t.Errorf("%s does not show the text", f.Path)
		}
	}
	for _, path := range []string{"index.html", "actualites/ouverture/index.html", "actualites/index.html", "themes/reemploi/index.html"} {
		found := false
		for _, thing := range structured(t, data(t, out, path)) {
			list, _ := thing["itemListElement"].([]any)
			found = found || thing["headline"] == hostile || thing["name"] == hostile || len(list) > 0 && list[0].(map[string]any)["name"] == hostile
		}
		if !found {
			t.Errorf("the JSON-LD of %s does not hold the text as it is", path)
		}
	}
}

// A site at the root of its host has no path before its addresses.
func TestBaseURLWithoutPath(t *testing.T) {
	out := build(t, nil, func(s *site.Site) { s.Schema.Config.BaseURL = "https://example.org/" })
	for path, wanted := range map[string][]string{
		"en/news/ouverture/index.html": {
			`rel="canonical" href="https://example.org/en/news/ouverture/"`, `<a class="brand" href="/en/">`, `href="/assets/main.`, `src="/media/carte.0123abcd.png"`, `href="/en/news/#a&amp;b"`,
		},
		"ancien/index.html":   {`url=/actualites/ouverture/"`},
		"actualites/feed.xml": {"<id>https://example.org/actualites/feed.xml</id>"},
		"sitemap.xml":         {"<loc>https://example.org/en/</loc>"},
	} {
		t.Run(path, func(t *testing.T) { expect(t, data(t, out, path), wanted, []string{"/ess/", "//en", "org//"}) })
	}
}

// The entries of a type have a template of their own when the theme has one;
// it stands in the frame like the others.
func TestTemplateOfType(t *testing.T) {
	out := build(t, map[string][]byte{"themes/solidaire/templates/entry-news.html": []byte(`<p id="own">{{.Entry.Title}}</p>`)}, func(s *site.Site) {
		s.Pages[2].Type = s.Schema.Type("page")
	})
	for path, own := range map[string]bool{"actualites/ouverture/index.html": true, "en/news/ouverture/index.html": true, "actualites/seule/index.html": false, "index.html": false} {
		page := data(t, out, path)
		if strings.Contains(page, `<p id="own">`) != own || !strings.Contains(page, `<body class="page-`) {
			t.Errorf("%s: its own template %v, want %v, in the frame:\n%s", path, !own, own, page)
		}
	}
}

// An entry without anything but a title shows no empty element.
func TestBareEntry(t *testing.T) {
	out := build(t, nil, func(s *site.Site) {
		s.Pages[2].Entry = &site.Entry{Source: &content.Entry{}, ID: "news/seule", Title: "Seule"}
		s.Pages[2].Summary, s.Pages[2].Breadcrumbs = "", nil
	})
	expect(t, markup(t, out, "actualites/seule/index.html"), []string{"<h1>Seule</h1>", `content="Un site d&#39;essai."`, `og:type" content="website"`}, []string{
		"<time", `class="prose"`, `class="side"`, `class="lead"`, `class="terms"`, "og:image", "ld+json", `class="neighbours"`, `class="breadcrumbs"`, "published_time",
	})
}
