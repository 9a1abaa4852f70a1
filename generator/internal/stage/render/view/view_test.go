package view

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

var (
	french = &schema.Locale{
		Tag: "fr", Name: "Français", Direction: "ltr", Decimal: ",", Group: "\u202f",
		Months: strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
		Date:   map[string]string{"day": "{d} {month} {y}", "first": "1er {month} {y}", "month": "{month} {y}", "year": "{y}"},
	}
	english = &schema.Locale{
		Tag: "en", Name: "English", Direction: "ltr", Decimal: ".", Group: ",",
		Months: strings.Fields("January February March April May June July August September October November December"),
		Date:   map[string]string{"day": "{month} {d}, {y}", "month": "{m}/{y}"},
	}
	bare = &schema.Locale{Tag: "ar", Name: "العربية", Direction: "rtl"}
)

func TestFormatNumber(t *testing.T) {
	for _, test := range []struct {
		n      float64
		locale *schema.Locale
		want   string
	}{
		{0, french, "0"}, {999, french, "999"}, {1000, french, "1\u202f000"}, {2488513, french, "2\u202f488\u202f513"},
		{-1234.5, french, "-1\u202f234,5"}, {0.1, french, "0,1"}, {-12, french, "-12"}, {-123, english, "-123"},
		{1234567.25, english, "1,234,567.25"}, {1e21, english, "1,000,000,000,000,000,000,000"}, {1234.5, bare, "1234.5"},
	} {
		if got := FormatNumber(test.n, test.locale); got != test.want {
			t.Errorf("%v in %s is %q, want %q", test.n, test.locale.Tag, got, test.want)
		}
	}
}

func TestDates(t *testing.T) {
	for _, test := range []struct {
		date      content.Date
		locale    *schema.Locale
		iso, text string
	}{
		{content.Date{Year: 2024, Month: 7, Day: 26}, french, "2024-07-26", "26 juillet 2024"},
		{content.Date{Year: 2024, Month: 8, Day: 1}, french, "2024-08-01", "1er août 2024"},
		{content.Date{Year: 2024, Month: 12}, french, "2024-12", "décembre 2024"},
		{content.Date{Year: 2024}, french, "2024", "2024"},
		{content.Date{Year: 2024, Month: 7, Day: 26}, english, "2024-07-26", "July 26, 2024"},
		{content.Date{Year: 2024, Month: 7, Day: 1}, english, "2024-07-01", "July 1, 2024"},
		{content.Date{Year: 2024, Month: 7}, english, "2024-07", "7/2024"},
		// A locale without a pattern shows the data.
		{content.Date{Year: 2024}, english, "2024", "2024"},
		{content.Date{Year: 2024, Month: 7, Day: 26}, bare, "2024-07-26", "2024-07-26"},
	} {
		if got := date(test.date, test.locale); *got != (Date{ISO: test.iso, Text: test.text, Year: 2024}) {
			t.Errorf("%v in %s is %+v, want %s and %q", test.date, test.locale.Tag, *got, test.iso, test.text)
		}
	}
	if got := date(content.Date{}, french); got != nil {
		t.Errorf("no date is %+v", *got)
	}
}

// An instant is shown in the zone of the site, whatever that of the text.
func TestInstant(t *testing.T) {
	b := NewBuilder(testSite("Europe/Paris"), nil, nil, nil)
	at := time.Date(2024, 12, 31, 23, 30, 0, 0, time.UTC)
	if got := instant(at, b.zone, french); *got != (Date{ISO: "2025-01-01T00:30:00+01:00", Text: "1er janvier 2025, 00:30", Year: 2025}) {
		t.Errorf("the instant is %+v", *got)
	}
	unknown := NewBuilder(testSite("Mars/Olympus"), nil, nil, nil)
	if got := instant(at, unknown.zone, french); got.ISO != "2024-12-31T23:30:00Z" {
		t.Errorf("in an unknown zone the instant is %+v", *got)
	}
}

// testSite is a site of two locales with a menu and nothing else.
func testSite(zone string) *site.Site {
	s := &site.Site{Schema: &schema.Schema{
		Config:  schema.Config{BaseURL: "https://example.org/ess/", SourceLocale: "fr", TimeZone: zone},
		Locales: []*schema.Locale{french, english, bare},
		Types:   []*schema.Type{{Name: "news", Label: schema.Text{"fr": "Actualité"}}},
	}}
	item := func(url string) site.MenuItem {
		return site.MenuItem{Label: url, Link: site.Link{URL: url, Outside: strings.Contains(url, ":")}}
	}
	s.Menus = map[string]map[string][]site.MenuItem{"fr": {"main": {item("/"), item("/a/"), item("/a/b/"), item("/c.html"), item("https://example.org/ess/a/")}}}
	return s
}

func TestSection(t *testing.T) {
	b := NewBuilder(testSite("UTC"), nil, nil, nil)
	for url, want := range map[site.URL]string{
		"/": "/ess/", "/a/": "/ess/a/", "/a/x/": "/ess/a/", "/a/b/c/": "/ess/a/b/", "/c.html": "/ess/c.html", "/ab/": "", "/x/": "",
	} {
		p := &site.Page{Kind: site.KindList, Locale: french, URL: url}
		if got := b.Page(p).Page.Section; got != want {
			t.Errorf("the section of %s is %q, want %q", url, got, want)
		}
	}
}

func TestCards(t *testing.T) {
	b := NewBuilder(testSite("UTC"), nil, nil, nil)
	for _, test := range []struct {
		lang   string
		locale *schema.Locale
		want   string
	}{
		{"", english, ""}, {"fr", english, "fr ltr Français"}, {"ar", english, "ar rtl العربية"},
		{"en", english, ""}, {"xx", english, ""},
	} {
		card := b.card(&site.Card{URL: "/x/", Lang: test.lang, Type: b.site.Schema.Types[0]}, test.locale)
		if got := strings.TrimSpace(card.Lang + " " + card.Dir + " " + card.Language); got != test.want {
			t.Errorf("a card in %q on a page in %s has %q, want %q", test.lang, test.locale.Tag, got, test.want)
		}
		if card.URL != "/ess/x/" || card.Type != "news" || card.TypeLabel != "Actualité" {
			t.Errorf("the card is %+v", card)
		}
	}
}

func TestPager(t *testing.T) {
	for _, test := range []struct {
		number, total int
		// want are the links, the present one in brackets; then those to the
		// pages before and after.
		want, previous, next string
	}{
		{1, 1, "", "", ""},
		{1, 2, "[1] 2", "", "/ess/2/"},
		{2, 2, "1 [2]", "/ess/1/", ""},
		{3, 5, "1 2 [3] 4 5", "/ess/2/", "/ess/4/"},
		{1, 9, "[1] 2 … 9", "", "/ess/2/"},
		{4, 9, "1 2 3 [4] 5 … 9", "/ess/3/", "/ess/5/"},
		{5, 9, "1 … 4 [5] 6 … 9", "/ess/4/", "/ess/6/"},
		{6, 9, "1 … 5 [6] 7 8 9", "/ess/5/", "/ess/7/"},
		{9, 9, "1 … 8 [9]", "/ess/8/", ""},
	} {
		pager := &site.Pager{Number: test.number, Total: test.total, Entries: 10 * test.total}
		for n := range test.total {
			pager.Pages = append(pager.Pages, site.URL(fmt.Sprintf("/%d/", n+1)))
		}
		list := NewBuilder(testSite("UTC"), nil, nil, nil).Page(&site.Page{Kind: site.KindTerm, Locale: french, URL: "/x/", Pager: pager}).List
		var words []string
		for _, link := range list.Pages {
			word := fmt.Sprint(link.Number)
			switch {
			case link.Gap:
				word = "…"
			case link.URL != "/ess/"+word+"/":
				t.Errorf("page %s is at %s", word, link.URL)
			case link.Current:
				word = "[" + word + "]"
			}
			words = append(words, word)
		}
		if got := strings.Join(words, " "); got != test.want || list.Previous != test.previous || list.Next != test.next || list.Entries != 10*test.total {
			t.Errorf("page %d of %d: %q, %q and %q; want %q, %q and %q", test.number, test.total, got, list.Previous, list.Next, test.want, test.previous, test.next)
		}
	}
}

func TestAlternates(t *testing.T) {
	page := func(french_, english_ bool) *site.Page {
		return &site.Page{Alternates: []site.Alternate{{Locale: french, URL: "/a/", Exists: french_}, {Locale: english, URL: "/en/b/", Exists: english_}}}
	}
	for _, test := range []struct {
		page *site.Page
		want string
	}{
		{page(true, true), "fr https://example.org/a/, en https://example.org/en/b/, x-default https://example.org/a/"},
		{page(true, false), "fr https://example.org/a/, x-default https://example.org/a/"},
		{page(false, true), "en https://example.org/en/b/, x-default https://example.org/en/b/"},
		{page(false, false), ""},
	} {
		var words []string
		for _, a := range Alternates(test.page, NewAddresses("https://example.org/")) {
			words = append(words, a.Lang+" "+a.URL)
		}
		if got := strings.Join(words, ", "); got != test.want {
			t.Errorf("the alternates are %q, want %q", got, test.want)
		}
	}
}

func TestOpenGraphLocale(t *testing.T) {
	for tag, want := range map[string]string{"fr": "fr_FR", "en": "en_US", "en-GB": "en_GB", "pt-BR": "pt_BR", "zh-Hant": "zh_TW", "not a tag-x": "not a tag_x"} {
		if got := openGraphLocale(tag); got != want {
			t.Errorf("%s is %s, want %s", tag, got, want)
		}
	}
}

func TestContents(t *testing.T) {
	for levels, want := range map[string]string{
		"2 2": "", "2 3 3": "a(b c)", "2 3 2 3": "a(b) c(d)", "3 2 2": "a b c", "2 4 4": "", "2 4 3 2": "a(c) d", "": "",
	} {
		b := site.Body{Source: &content.Body{}}
		for i, level := range strings.Fields(levels) {
			id := string(rune('a' + i))
			b.Source.Headings = append(b.Source.Headings, content.Heading{Level: int(level[0] - '0'), Text: id})
			b.Headings = append(b.Headings, content.Heading{ID: id})
		}
		var words []string
		for _, h := range contents(b) {
			var children []string
			for _, c := range h.Children {
				children = append(children, c.ID)
			}
			word := h.ID
			if len(children) > 0 {
				word += "(" + strings.Join(children, " ") + ")"
			}
			words = append(words, word)
		}
		if got := strings.Join(words, " "); got != want {
			t.Errorf("headings of the levels %q give %q, want %q", levels, got, want)
		}
	}
}

// Images that Open Graph's readers do not take are left out.
func TestShareImage(t *testing.T) {
	b := NewBuilder(testSite("UTC"), nil, nil, nil)
	for url, want := range map[site.URL]string{"/media/a.png": "https://example.org/ess/media/a.png", "/media/a.svg": ""} {
		p := &site.Page{Kind: site.KindEntry, Locale: french, URL: "/x/", Entry: &site.Entry{Source: &content.Entry{}, Image: &site.Image{URL: url, Alt: "x"}}}
		if got := b.Page(p).Page.Card; got.Image != want || (got.ImageAlt == "") != (want == "") {
			t.Errorf("%s is shared as %q with the text %q", url, got.Image, got.ImageAlt)
		}
	}
}
