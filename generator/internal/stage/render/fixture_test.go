package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/render/view"
)

// themeFolder is where the theme of the reference site stands for these tests.
const themeFolder = "../../../../themes/solidaire"

// themeTree returns the theme solidaire as load would hand it on, with changes:
// files to replace or add, by path; nil removes one.
func themeTree(t *testing.T, changes map[string][]byte) *source.Tree {
	t.Helper()
	contents := map[string][]byte{}
	err := filepath.WalkDir(themeFolder, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(themeFolder, name)
		if err != nil {
			return err
		}
		contents["themes/solidaire/"+filepath.ToSlash(relative)], err = os.ReadFile(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	contents["content/site.yaml"] = []byte("title: Essai\ntheme: solidaire\n")
	for name, data := range changes {
		if delete(contents, name); data != nil {
			contents[name] = data
		}
	}
	var files []*source.File
	for name, data := range contents {
		files = append(files, file(name, data))
	}
	return source.NewTree(files)
}

func file(name string, data []byte) *source.File {
	sum := sha256.Sum256(data)
	f := &source.File{Path: name, Size: int64(len(data)), Hash: hex.EncodeToString(sum[:])}
	if strings.HasSuffix(name, ".svg") || strings.HasSuffix(name, ".png") {
		f.Head = data
	} else {
		f.Data = data
	}
	return f
}

var months = strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")

// testSchema has a source locale, a second one, and one written from right to
// left that translates nothing but its settings.
func testSchema() *schema.Schema {
	both := func(fr, en string) schema.Text { return schema.Text{"fr": fr, "en": en} }
	field := func(name string, k schema.Kind) *schema.Field {
		return &schema.Field{Name: name, Kind: k, Label: both(strings.ToUpper(name[:1])+name[1:], name)}
	}
	news := &schema.Type{
		Name: "news", Label: both("Actualité", "News item"), Plural: both("Actualités", "News"), Folder: "news",
		URL: both("/actualites/", "/news/"), List: true, Feed: true, PageSize: 2, Structured: &schema.Structured{Type: "NewsArticle"}, Span: source.Span{File: "content/_types/news.yaml"},
	}
	for _, k := range schema.Kinds() {
		news.Fields = append(news.Fields, field("a-"+string(k), k))
	}
	news.Fields = append(news.Fields,
		&schema.Field{Name: "results", Kind: schema.KindList, Fields: []*schema.Field{field("value", schema.KindNumber), field("unit", schema.KindText)}},
		&schema.Field{Name: "sources", Kind: schema.KindList, Fields: []*schema.Field{field("title", schema.KindText), field("url", schema.KindURL)}},
	)
	return &schema.Schema{
		Config: schema.Config{
			Title: both("Essai & compagnie", "Trial & company"), Description: both("Un site d'essai.", "A trial site."),
			BaseURL: "https://example.org/ess/", SourceLocale: "fr", TimeZone: "Europe/Paris", Theme: "solidaire",
			Search:     &schema.OwnPage{Title: both("Recherche", "Search"), URL: both("/recherche/", "/search/")},
			Taxonomies: []*schema.Taxonomy{{Name: "theme", Label: both("Thème", "Theme"), Plural: both("Thèmes", "Themes"), URL: both("/themes/", "/themes/")}},
		},
		Types: []*schema.Type{news, {Name: "page", Label: both("Page", "Page"), Plural: both("Pages", "Pages"), Folder: "pages", URL: both("/", "/")}},
		Locales: []*schema.Locale{
			{
				Tag: "fr", Name: "Français", Direction: "ltr", Months: months, Decimal: ",", Group: "\u202f",
				Date: map[string]string{"day": "{d} {month} {y}", "first": "1er {month} {y}", "month": "{month} {y}", "year": "{y}"},
			},
			{Tag: "ar", Name: "العربية", Direction: "rtl", Decimal: "٫", Group: "٬"},
			{
				Tag: "en", Name: "English", Direction: "ltr", Decimal: ".", Group: ",",
				Months: strings.Fields("January February March April May June July August September October November December"),
				Date:   map[string]string{"day": "{d} {month} {y}", "month": "{month} {y}", "year": "{y}"},
			},
		},
	}
}

// testSite is a small site with every kind of page and of field, an entry that
// is translated and one that is not.
func testSite() *site.Site {
	s := testSchema()
	fr, ar, en := s.Locales[0], s.Locales[1], s.Locales[2]
	news := s.Type("news")
	picture := file("content/media/carte.png", []byte("not really a picture"))
	image := &site.Image{URL: "/media/carte.0123abcd.png", Width: 800, Height: 600, Alt: `Une "carte" <simple>`, Caption: "La carte"}

	built := &site.Site{
		Schema: s, Clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		Files:     []*site.File{{URL: "/media/carte.0123abcd.png", Source: picture}},
		Redirects: []site.Redirect{{From: "/ancien/", To: "/actualites/ouverture/", Locale: fr, Title: "Ouverture & fête"}},
		Menus:     map[string]map[string][]site.MenuItem{},
	}
	homes := map[*schema.Locale]site.URL{fr: "/", ar: "/ar/", en: "/en/"}
	lists := map[*schema.Locale]site.URL{fr: "/actualites/", ar: "/ar/actualites/", en: "/en/news/"}
	searches := map[*schema.Locale]site.URL{fr: "/recherche/", ar: "/ar/recherche/", en: "/en/search/"}
	letters := map[*schema.Locale][]*site.Letter{
		fr: {{Name: "O", Count: 1, Cards: []*site.Card{testCard(fr, news, lists[fr])}}},
		en: {{Name: "O", Count: 61, URL: "/en/search/o/"}, {Name: site.OtherLetters, Count: 3, URL: "/en/search/other/"}},
	}
	themes := map[*schema.Locale]site.URL{fr: "/themes/", ar: "/ar/themes/", en: "/en/themes/"}
	alternates := func(urls map[*schema.Locale]site.URL, suffix string, missing ...*schema.Locale) []site.Alternate {
		var list []site.Alternate
		for _, l := range s.Locales {
			exists := true
			for _, m := range missing {
				exists = exists && m != l
			}
			url := urls[l] + site.URL(suffix)
			if !exists {
				url = homes[l]
			}
			list = append(list, site.Alternate{Locale: l, URL: url, Exists: exists})
		}
		return list
	}

	translated := map[*schema.Locale]*site.Page{}
	for _, l := range []*schema.Locale{fr, en} {
		translated[l] = &site.Page{
			Kind: site.KindEntry, Locale: l, URL: lists[l] + "ouverture/", Title: "Ouverture & fête", Summary: "Un résumé <court>.", Type: news,
			Entry: testEntry(l, image, lists[l]), Alternates: alternates(lists, "ouverture/", ar), Source: "content/news/ouverture." + l.Tag + ".md",
			Breadcrumbs: []site.Link{{URL: string(homes[l]), Title: "Essai"}, {URL: string(lists[l]), Title: news.Plural[l.Tag]}},
		}
	}
	lone := &site.Page{
		Kind: site.KindEntry, Locale: fr, URL: "/actualites/seule/", Title: "Seule en français", Summary: "Pas traduite.", Type: news,
		Entry: &site.Entry{
			Source: &content.Entry{}, ID: "news/seule", Title: "Seule en français", Summary: "Pas traduite.", Date: content.Date{Year: 2023, Month: 5},
			Body: site.Body{Source: &content.Body{}}, Previous: testCard(fr, news, lists[fr]),
		},
		Alternates: alternates(lists, "seule/", ar, en), Source: "content/news/seule.fr.md",
		Breadcrumbs: []site.Link{{URL: "/", Title: "Essai"}, {URL: "/actualites/", Title: "Actualités"}},
	}
	built.Pages = append(built.Pages, translated[fr], translated[en], lone)

	for _, l := range s.Locales {
		feed := &site.Feed{FeedLink: &site.FeedLink{Locale: l, Type: news, Page: lists[l], Atom: lists[l] + "feed.xml", JSON: lists[l] + "feed.json", Title: news.Plural.In(l.Tag, "fr")}}
		if p := translated[l]; p != nil {
			feed.Pages = append(feed.Pages, p)
		}
		if l == fr {
			feed.Pages = append(feed.Pages, lone)
		}
		built.Feeds = append(built.Feeds, feed)
		cards := []*site.Card{testCard(l, news, lists[l]), {
			ID: "news/seule", URL: lone.URL, Title: lone.Title, Summary: lone.Summary, Date: lone.Entry.Date, Type: news,
		}}
		if l != fr {
			cards[1].Lang = "fr"
		}
		if l == ar {
			cards[0].Lang, cards[0].URL = "fr", "/actualites/ouverture/"
		}
		term := testTerm(themes[l])
		home := []site.Link{{URL: string(homes[l]), Title: "Essai"}}
		pages := []site.URL{lists[l], lists[l] + "page/2/"}
		built.Pages = append(built.Pages,
			&site.Page{
				Kind: site.KindHome, Locale: l, URL: homes[l], Title: "Accueil", Summary: "Bienvenue.", Type: s.Type("page"),
				Entry:      &site.Entry{Source: &content.Entry{}, ID: "pages/home", Title: "Accueil", Summary: "Bienvenue.", Body: site.Body{Source: &content.Body{Prose: content.Prose{Segments: []content.Segment{{HTML: []byte("<p>Bonjour.</p>\n")}}}}}},
				Alternates: alternates(homes, ""), HomeLists: []site.HomeList{{Type: news, URL: lists[l], Title: feed.Title, Cards: cards}}, Source: "content/pages/home." + l.Tag + ".md",
			},
			&site.Page{Kind: site.KindList, Locale: l, URL: pages[0], Title: feed.Title, Type: news, Cards: cards, Pager: &site.Pager{Number: 1, Total: 2, Entries: 4, Pages: pages}, Alternates: alternates(lists, ""), Breadcrumbs: home, Feed: feed.FeedLink},
			&site.Page{Kind: site.KindList, Locale: l, URL: pages[1], Title: feed.Title, Type: news, Cards: cards, Pager: &site.Pager{Number: 2, Total: 2, Entries: 4, Pages: pages}, Alternates: alternates(lists, "page/2/"), Breadcrumbs: home, Feed: feed.FeedLink},
			&site.Page{Kind: site.KindTaxonomy, Locale: l, URL: themes[l], Title: "Thèmes", Taxonomy: s.Config.Taxonomies[0], Terms: []*site.Term{term}, Pager: &site.Pager{Number: 1, Total: 1, Pages: []site.URL{themes[l]}}, Alternates: alternates(themes, ""), Breadcrumbs: home},
			&site.Page{Kind: site.KindTerm, Locale: l, URL: term.URL, Title: term.Label, Taxonomy: s.Config.Taxonomies[0], Term: term, Cards: cards[:1], Pager: &site.Pager{Number: 1, Total: 1, Entries: 1, Pages: []site.URL{term.URL}}, Alternates: alternates(themes, "reemploi/"), Breadcrumbs: home},
			&site.Page{
				Kind: site.KindSearch, Locale: l, URL: searches[l], Title: "Recherche & co", Breadcrumbs: home, Alternates: alternates(searches, ""),
				Browse: &site.Browse{
					Lists:      []site.ListLink{{Type: news, URL: lists[l], Title: feed.Title, Count: 1234}},
					Taxonomies: []site.TaxonomyLink{{Taxonomy: s.Config.Taxonomies[0], URL: themes[l], Title: "Thèmes", Terms: []*site.Term{term}}},
					Letters:    letters[l],
				},
			},
			&site.Page{Kind: site.KindLetter, Locale: l, URL: searches[l] + "other/", Title: site.OtherLetters, Cards: cards, Pager: &site.Pager{Number: 1, Total: 1, Entries: 2, Pages: []site.URL{searches[l] + "other/"}}, Breadcrumbs: home},
			&site.Page{Kind: site.KindNotFound, Locale: l, URL: homes[l] + "404.html", Breadcrumbs: home},
		)
		built.Menus[l.Tag] = map[string][]site.MenuItem{
			"main":   {{Label: feed.Title, Link: site.Link{URL: string(lists[l]), Title: feed.Title}}, {Label: "Thèmes", Link: site.Link{URL: string(themes[l])}}},
			"footer": {{Label: "Ailleurs", Link: site.Link{URL: "https://example.com/", Outside: true}}},
		}
	}
	translated[fr].Feed = built.Feeds[0].FeedLink
	return built
}

func testTerm(themes site.URL) *site.Term {
	return &site.Term{Vocabulary: "theme", Term: schema.Term{Key: "reemploi", Label: "Réemploi", Slug: "reemploi", Description: "Deux fois."}, URL: themes + "reemploi/", Count: 2}
}

func testCard(l *schema.Locale, news *schema.Type, list site.URL) *site.Card {
	return &site.Card{ID: "news/ouverture", URL: list + "ouverture/", Title: "Ouverture & fête", Summary: "Un résumé <court>.", Date: content.Date{Year: 2024, Month: 1, Day: 1}, Type: news}
}

// testEntry has a field of every kind, a body with every hole, and a heading
// whose anchor the field markdown has too.
func testEntry(l *schema.Locale, image *site.Image, list site.URL) *site.Entry {
	body := &content.Body{
		Prose: content.Prose{Segments: []content.Segment{
			{HTML: []byte(`<h2 id="`)}, {Hole: content.HeadingHole, Index: 0}, {HTML: []byte(`">Un</h2>` + "\n<p><a")}, {Hole: content.LinkHole, Index: 0},
			{HTML: []byte(`>dedans</a> <a`)}, {Hole: content.LinkHole, Index: 1}, {HTML: []byte(`>dehors</a> <a`)}, {Hole: content.LinkHole, Index: 2},
			{HTML: []byte(`>ici</a></p>` + "\n<p>")}, {Hole: content.ImageHole, Index: 0}, {HTML: []byte(`</p>` + "\n" + `<h3 id="`)}, {Hole: content.HeadingHole, Index: 1},
			{HTML: []byte(`">Deux</h3>` + "\n" + `<h2 id="`)}, {Hole: content.HeadingHole, Index: 2}, {HTML: []byte(`">Trois</h2>` + "\n" + `<p>Su<sup><a href="`)}, {Hole: content.PageHole}, {HTML: []byte(`#fn:1">1</a></sup></p>`)},
		}},
		Headings: []content.Heading{{Level: 2, Text: "Un"}, {Level: 3, Text: "Deux"}, {Level: 2, Text: "Trois"}},
	}
	inner := &content.Body{Prose: content.Prose{Segments: []content.Segment{{HTML: []byte(`<h2 id="`)}, {Hole: content.HeadingHole, Index: 0}, {HTML: []byte(`">Un encore</h2>`)}}}}
	link := func(url, title string) *site.Link {
		return &site.Link{URL: url, Title: title, Outside: strings.Contains(url, ":")}
	}
	value := func(k schema.Kind) site.Value { return site.Value{Kind: k, Text: "texte " + string(k)} }
	values := map[schema.Kind]site.Value{}
	for _, k := range schema.Kinds() {
		values[k] = value(k)
	}
	set := func(k schema.Kind, change func(*site.Value)) {
		v := values[k]
		change(&v)
		values[k] = v
	}
	set(schema.KindMarkdown, func(v *site.Value) { v.Own().Body = &site.Body{Source: inner, Headings: []content.Heading{{ID: "un"}}} })
	set(schema.KindDate, func(v *site.Value) { v.Date = content.Date{Year: 2024, Month: 7, Day: 26} })
	set(schema.KindDatetime, func(v *site.Value) { v.Own().Time = time.Date(2024, 7, 26, 17, 30, 0, 0, time.UTC) })
	set(schema.KindInteger, func(v *site.Value) { v.Number = 2488513 })
	set(schema.KindNumber, func(v *site.Value) { v.Number = -1234.5 })
	set(schema.KindBoolean, func(v *site.Value) { v.Bool = true })
	set(schema.KindURL, func(v *site.Value) { v.Link = link("https://example.com/a?b=1&c=2", "") })
	set(schema.KindEmail, func(v *site.Value) { v.Text = "ici@example.com" })
	set(schema.KindPhone, func(v *site.Value) { v.Text = "+33 1 23 45 67 89" })
	set(schema.KindTerm, func(v *site.Value) { v.Term, v.Text = testTerm("/themes/"), "Réemploi" })
	set(schema.KindRef, func(v *site.Value) { v.Link = &site.Link{URL: "/actualites/seule/", Title: "Seule", Lang: "fr"} })
	set(schema.KindImage, func(v *site.Value) { v.Own().Image = image })
	set(schema.KindFile, func(v *site.Value) { v.Link = link("/media/carte.0123abcd.png", "carte.png") })
	set(schema.KindPoint, func(v *site.Value) { v.Own().Latitude, v.Own().Longitude = 48.93, 2.34 })
	object := []site.Field{{Name: "name", Label: "Nom", Value: value(schema.KindText)}, {Name: "seats", Label: "Places", Value: site.Value{Kind: schema.KindInteger, Number: 12000}}}
	set(schema.KindObject, func(v *site.Value) { v.Own().Fields = object })
	set(schema.KindList, func(v *site.Value) {
		v.IsList, v.Items = true, []site.Value{{Kind: schema.KindList, More: &site.More{Fields: object}}, {Kind: schema.KindList, More: &site.More{Fields: object[:1]}}}
	})

	e := &site.Entry{
		Source: &content.Entry{}, ID: "news/ouverture", Title: "Ouverture & fête", Summary: "Un résumé <court>.", Date: content.Date{Year: 2024, Month: 1, Day: 1},
		Image: image, Terms: []*site.Term{testTerm("/themes/")}, Next: &site.Card{ID: "news/seule", URL: "/actualites/seule/", Title: "Seule"}, Related: []*site.Card{{ID: "news/seule", URL: "/actualites/seule/", Title: "Seule", Lang: "fr"}},
		Body: site.Body{
			Source: body, Headings: []content.Heading{{ID: "un"}, {ID: "deux"}, {ID: "trois"}}, Images: []site.Image{*image},
			Links: []site.Link{{URL: string(list) + "#a&b", Lang: "ar"}, {URL: `https://example.com/?q="x"&r=1`, Outside: true}, {URL: "#deux"}},
		},
	}
	for _, k := range schema.Kinds() {
		e.Fields = append(e.Fields, site.Field{Name: "a-" + string(k), Label: "Champ " + string(k), Value: values[k]})
	}
	number := site.Value{Kind: schema.KindNumber, Number: 6000}
	e.Fields = append(e.Fields,
		site.Field{Name: "results", Label: "Résultats", Value: site.Value{Kind: schema.KindList, IsList: true, Items: []site.Value{{Kind: schema.KindList, More: &site.More{Fields: []site.Field{
			{Name: "value", Label: "value", Value: number}, {Name: "unit", Label: "unit", Value: site.Value{Kind: schema.KindText, Text: "m² de fleurs"}},
			{Name: "as_of", Label: "as_of", Value: site.Value{Kind: schema.KindDate, Date: content.Date{Year: 2024, Month: 7}}},
			{Name: "source", Label: "source", Value: site.Value{Kind: schema.KindURL, Link: link("https://example.com/chiffre", "")}},
		}}}}}},
		site.Field{Name: "sources", Label: "Sources", Value: site.Value{Kind: schema.KindList, IsList: true, Items: []site.Value{{Kind: schema.KindList, More: &site.More{Fields: []site.Field{
			{Name: "title", Label: "title", Value: site.Value{Kind: schema.KindText, Text: "Le Monde"}},
			{Name: "url", Label: "url", Value: site.Value{Kind: schema.KindURL, Link: link("https://example.com/article", "")}},
			{Name: "accessed", Label: "accessed", Value: site.Value{Kind: schema.KindDate, Date: content.Date{Year: 2025, Month: 3, Day: 1}}},
		}}}}}},
	)
	return e
}

// summary returns a diagnostic as "file:start-end msg args → fix".
func summary(d diag.Diagnostic) string {
	text := fmt.Sprintf("%s:%d-%d %s %s", d.Span.File, d.Span.Start, d.Span.End, d.Msg, strings.Join(d.Args, " | "))
	if d.Fix != nil {
		text += " → " + d.Fix.Text
	}
	return text
}

// summaries returns the summary of each diagnostic.
func summaries(found diag.List) []string {
	var list []string
	for _, d := range found {
		list = append(list, summary(d))
	}
	return list
}

// newTestRenderer returns what Site works with, without a theme.
func newTestRenderer(s *site.Site) *renderer {
	r := &renderer{site: s, views: view.NewBuilder(s, nil, nil, nil)}
	r.whole = r.views.Whole()
	return r
}
