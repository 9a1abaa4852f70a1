package render

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/site"
)

// What a reader sees of both formats.
type (
	atomRead struct {
		atomFeed
		Entries []atomEntry
	}
	jsonRead struct {
		jsonFeed
		Items []jsonItem `json:"items"`
	}
)

// read reads both formats of a feed: each must be well formed.
func read(t *testing.T, edit func(*site.Site), folder string) (atomRead, jsonRead) {
	t.Helper()
	out := build(t, nil, edit)
	var atom atomRead
	text := data(t, out, folder+"feed.xml")
	if !strings.HasPrefix(text, xml.Header) {
		t.Errorf("the Atom feed begins with %.40q", text)
	}
	var entries struct {
		Entries []atomEntry `xml:"entry"`
	}
	if err := errors.Join(xml.Unmarshal([]byte(text), &entries), xml.Unmarshal([]byte(text), &atom.atomFeed)); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	atom.Entries = entries.Entries
	var items jsonRead
	if err := json.Unmarshal([]byte(data(t, out, folder+"feed.json")), &items); err != nil {
		t.Fatal(err)
	}
	return atom, items
}

func TestFeeds(t *testing.T) {
	atom, items := read(t, nil, "actualites/")
	const base, entry = "https://example.org/ess/", "https://example.org/ess/actualites/ouverture/"
	if len(atom.Entries) != 2 || len(items.Items) != 2 {
		t.Fatalf("%d Atom entries and %d JSON items, want 2 of each", len(atom.Entries), len(items.Items))
	}
	a, j := atom.Entries[0], items.Items[0]
	for _, test := range []struct{ name, got, want string }{
		{"Atom id", atom.ID, base + "actualites/feed.xml"},
		{"Atom title", atom.Title, "Essai & compagnie – Actualités"},
		{"Atom subtitle", atom.Subtitle, "Un site d'essai."},
		{"Atom updated", atom.Updated, "2024-01-01T00:00:00Z"},
		{"Atom author", atom.Author.Name + " " + atom.Author.URI, "Essai & compagnie " + base},
		{"entry id", a.ID, entry},
		{"entry title", a.Title, "Ouverture & fête"},
		{"entry summary", a.Summary, "Un résumé <court>."},
		{"entry published", a.Published, "2024-01-01T00:00:00Z"},
		{"entry updated", a.Updated, "2024-01-01T00:00:00Z"},
		{"entry link", a.Link.Rel + " " + a.Link.Type + " " + a.Link.Href, "alternate text/html " + entry},
		{"entry content", a.Content.Type, "html"},
		{"date of a month", atom.Entries[1].Published, "2023-05-01T00:00:00Z"},
		{"JSON version", items.Version, "https://jsonfeed.org/version/1.1"},
		{"JSON title", items.Title, atom.Title},
		{"JSON home", items.HomePage, base + "actualites/"},
		{"JSON address", items.Feed, base + "actualites/feed.json"},
		{"JSON language", items.Language + " " + j.Language, "fr fr"},
		{"item", j.ID + " " + j.URL, entry + " " + entry},
		{"item title", j.Title, a.Title},
		{"item content", j.HTML, a.Content.Text},
		{"item image", j.Image, base + "media/carte.0123abcd.png"},
		{"item published", j.Published, a.Published},
		{"item tags", strings.Join(j.Tags, " "), "Réemploi"},
	} {
		if test.got != test.want {
			t.Errorf("%s is %q, want %q", test.name, test.got, test.want)
		}
	}
	if want := []atomLink{{"self", "application/atom+xml", base + "actualites/feed.xml"}, {"alternate", "text/html", base + "actualites/"}}; !slices.Equal(atom.Links, want) {
		t.Errorf("the links of the feed are %v, want %v", atom.Links, want)
	}
	if want := []atomCategory{{"reemploi", "Réemploi"}}; !slices.Equal(a.Categories, want) {
		t.Errorf("the categories are %v, want %v", a.Categories, want)
	}
	expect(t, a.Content.Text, []string{
		`<img src="` + base + `media/carte.0123abcd.png"`, `href="` + base + `actualites/#a&amp;b"`, `href="` + entry + `#deux"`, `href="` + entry + `#fn:1"`,
		`<h2>Résultats</h2>`, `<h2 id="un">Un</h2>`, ">Le Monde</a>",
	}, []string{"<html", "<header"})
}

// A feed is read away from the site: every address in it is whole.
func TestFeedAddressesAreWhole(t *testing.T) {
	for _, folder := range []string{"actualites/", "en/news/"} {
		atom, _ := read(t, nil, folder)
		addresses := 0
		z := html.NewTokenizer(strings.NewReader(atom.Entries[0].Content.Text))
		for z.Next() != html.ErrorToken {
			for _, a := range z.Token().Attr {
				if a.Key != "href" && a.Key != "src" {
					continue
				}
				addresses++
				if !strings.HasPrefix(a.Val, "https://example.") {
					t.Errorf("%s: %s is %q", folder, a.Key, a.Val)
				}
			}
		}
		if addresses < 8 {
			t.Errorf("%s: only %d addresses were seen", folder, addresses)
		}
	}
}

func TestFeedLanguages(t *testing.T) {
	out := build(t, nil, nil)
	expect(t, data(t, out, "en/news/feed.xml"), []string{` xml:lang="en"`, "<title>Trial &amp; company – News</title>", "6,000", "July 2024", "<uri>https://example.org/ess/en/</uri>"}, []string{"Seule en", "juillet"})
	expect(t, data(t, out, "en/news/feed.json"), []string{`"language":"en"`}, []string{`"fr"`})
	// A feed without entries stays one, and tells nothing of the build's time.
	expect(t, data(t, out, "ar/actualites/feed.xml"), []string{` xml:lang="ar"`, "<updated>1970-01-01T00:00:00Z</updated>"}, []string{"<entry>"})
	expect(t, data(t, out, "ar/actualites/feed.json"), []string{`"items":[]`}, nil)
}

func TestFeedInstant(t *testing.T) {
	for want, date := range map[string]content.Date{
		"2024-07-26T00:00:00Z": {Year: 2024, Month: 7, Day: 26},
		"2024-07-01T00:00:00Z": {Year: 2024, Month: 7},
		"2024-01-01T00:00:00Z": {Year: 2024},
		"1970-01-01T00:00:00Z": {},
	} {
		if got := feedInstant(date); got != want {
			t.Errorf("%v is %s, want %s", date, got, want)
		}
	}
}

// The newest entry dates a feed, wherever it stands.
func TestFeedUpdated(t *testing.T) {
	atom, _ := read(t, func(s *site.Site) {
		s.Pages[2].Entry.Date = content.Date{Year: 2025}
	}, "actualites/")
	if atom.Updated != "2025-01-01T00:00:00Z" {
		t.Errorf("the feed is of %s", atom.Updated)
	}
}

func TestHostileFeeds(t *testing.T) {
	const text = hostile + "\x01"
	atom, items := read(t, func(s *site.Site) { write(s, text) }, "actualites/")
	shown := strings.ReplaceAll(text, "\x01", "\uFFFD") // no XML can hold it
	if atom.Title != shown+" – "+shown || atom.Entries[0].Title != shown || atom.Entries[0].Summary != shown || atom.Entries[0].Categories[0].Label != shown {
		t.Errorf("the Atom feed changes the text: %+v", atom)
	}
	if items.Title != text+" – "+text || items.Items[0].Title != text || items.Items[0].Summary != text || items.Items[0].Tags[0] != text {
		t.Errorf("the JSON feed changes the text: %+v", items)
	}
	for _, tag := range elements(t, items.Items[0].HTML) {
		if strings.Contains(tag, "script") || strings.Contains(tag, "onload") {
			t.Errorf("the content of an item has %s", tag)
		}
	}
}

func TestFeedThatFails(t *testing.T) {
	_, found := tryBuild(t, map[string][]byte{"themes/solidaire/templates/feed.html": []byte("{{index .Entry.Terms 1}}")}, nil)
	// Two formats of two feeds with entries.
	if len(found) != 4 {
		t.Fatalf("found %v", summaries(found))
	}
	if d := found[0]; d.Msg != "template-run" || d.Span.File != "themes/solidaire/templates/feed.html" || d.Span.Start != 2 || d.Args[0] != "/actualites/ouverture/" {
		t.Errorf("found %s", summary(d))
	}
}
