package link

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// rules returns the schema of a small site: notes with tags, and pages.
func rules() *schema.Schema {
	note := &schema.Type{
		Name: "note", Span: source.Span{File: "content/_types/note.yaml"}, Folder: "notes", URL: schema.Text{"fr": "/notes/", "en": "/notes/"}, List: true, Feed: true, PageSize: 2,
		Plural: schema.Text{"fr": "Notes", "en": "Notes"}, Sort: []schema.SortKey{{Field: "date", Descending: true}},
		Fields: []*schema.Field{
			{Name: "title", Kind: schema.KindText, Translated: true},
			{Name: "summary", Kind: schema.KindText, Translated: true},
			{Name: "date", Kind: schema.KindDate},
			{Name: "tags", Kind: schema.KindTerm, Vocabulary: "tag", Many: true},
			{Name: "related", Kind: schema.KindRef, Many: true, To: []string{"note"}},
			{Name: "more", Kind: schema.KindMarkdown, Translated: true},
			{Name: "facts", Kind: schema.KindList, Fields: []*schema.Field{
				{Name: "value", Kind: schema.KindNumber}, {Name: "unit", Kind: schema.KindText, Translated: true},
			}},
		},
	}
	page := &schema.Type{
		Name: "page", Folder: "pages", URL: schema.Text{"fr": "/", "en": "/"}, Plural: schema.Text{"fr": "Pages"},
		Fields: []*schema.Field{{Name: "title", Kind: schema.KindText, Translated: true}},
	}
	terms := func(labels ...string) map[string][]schema.Term {
		list := []schema.Term{}
		for i, key := range []string{"eau", "sol"} {
			list = append(list, schema.Term{Key: key, Label: labels[i], Slug: strings.ToLower(labels[i])})
		}
		return map[string][]schema.Term{"tag": list}
	}
	return &schema.Schema{
		Config: schema.Config{
			Title: schema.Text{"fr": "Site"}, BaseURL: "https://essai.example/", SourceLocale: "fr", Home: "pages/home",
			Taxonomies: []*schema.Taxonomy{{Name: "tag", Plural: schema.Text{"fr": "Mots"}, URL: schema.Text{"fr": "/mots/", "en": "/tags/"}}},
			Menus:      map[string][]schema.MenuItem{"main": {{To: "/notes/"}, {To: "/tag/"}, {To: "/notes/a", Label: schema.Text{"fr": "La A"}}}},
		},
		Types: []*schema.Type{note, page},
		Locales: []*schema.Locale{
			{Tag: "fr", Vocabularies: terms("Eau", "Sol")},
			{Tag: "en", Vocabularies: terms("Water", "Soil")},
		},
	}
}

// fieldsOf returns values by name as fields; the names stand nowhere.
func fieldsOf(values map[string]content.Value) content.Fields {
	var fields content.Fields
	for name, v := range values {
		fields = append(fields, content.Field{Name: name, Given: true, Value: v})
	}
	return fields.Sorted()
}

// entry makes a parsed entry from fields written as values.
func entry(s *schema.Schema, key string, fields map[string]content.Value, links ...string) *content.Entry {
	dot := strings.LastIndexByte(key, '.')
	e := &content.Entry{
		File: "content/" + key + ".md", ID: key[:dot], Locale: key[dot+1:], Type: s.TypeOf(key[:dot]),
		Body: &content.Body{},
	}
	all := map[string]content.Value{"title": text("Titre " + key)}
	for name, value := range fields {
		value.Span.File = e.File
		for i := range value.Items {
			value.Items[i].Span = source.In(e.File, 0, len(value.Items[i].Text))
		}
		all[name] = value
	}
	e.Fields = fieldsOf(all)
	for i, link := range links {
		e.Body.Links = append(e.Body.Links, content.Ref{Target: link, Span: source.In(e.File, 100*i, 100*i+len(link))})
	}
	return e
}

func text(s string) content.Value { return content.Value{Kind: schema.KindText, Text: s} }

func list(kind schema.Kind, texts ...string) content.Value {
	v := content.Value{Kind: kind, IsList: true}
	for _, s := range texts {
		v.Items = append(v.Items, content.Value{Kind: kind, Text: s})
	}
	return v
}

func day(d int8) content.Value {
	return content.Value{Kind: schema.KindDate, Date: content.Date{Year: 2024, Month: 7, Day: d}}
}

func instant(s string) content.Value {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return content.Value{Kind: schema.KindDatetime, More: &content.More{Time: t}}
}

var clock = time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC)

// resolve links entries of the small site, with its home page.
func resolve(s *schema.Schema, entries ...*content.Entry) (*site.Site, diag.List) {
	entries = append(entries, entry(s, "pages/home.fr", nil), entry(s, "pages/home.en", nil))
	return Site(context.Background(), entries, s, source.NewTree(nil), Options{Clock: clock})
}

// page returns the page at url, or fails.
func page(t *testing.T, s *site.Site, url site.URL) *site.Page {
	t.Helper()
	for _, p := range s.Pages {
		if p.URL == url {
			return p
		}
	}
	var known []string
	for _, p := range s.Pages {
		known = append(known, string(p.URL))
	}
	t.Fatalf("no page at %s; there are %v", url, known)
	return nil
}

func messages(ds diag.List) []string {
	var list []string
	for _, d := range ds.Sorted() {
		text := fmt.Sprintf("%s:%d %s %s", d.Span.File, d.Span.Start, d.Msg, strings.Join(d.Args, " "))
		if d.Fix != nil {
			text += " -> " + d.Fix.Text
		}
		list = append(list, text)
	}
	return list
}

func TestPagesOfASmallSite(t *testing.T) {
	s := rules()
	linked, ds := resolve(s,
		entry(s, "notes/a.fr", map[string]content.Value{"date": day(1), "tags": list(schema.KindTerm, "eau")}),
		entry(s, "notes/a.en", nil),
		entry(s, "notes/b.fr", map[string]content.Value{"date": day(2)}),
		entry(s, "notes/c.fr", map[string]content.Value{"date": day(3), "slug": text("la-c")}),
	)
	if len(ds) > 0 {
		t.Fatal(messages(ds))
	}
	var urls []string
	for _, p := range linked.Pages {
		urls = append(urls, string(p.URL))
	}
	want := strings.Fields(`/ /404.html /en/ /en/404.html /en/notes/ /en/notes/a/ /en/notes/page/2/ /en/tags/ /en/tags/water/
		/mots/ /mots/eau/ /notes/ /notes/a/ /notes/b/ /notes/la-c/ /notes/page/2/`)
	if !slices.Equal(urls, want) {
		t.Errorf("pages\n got %v\nwant %v", urls, want)
	}
	english := page(t, linked, "/en/notes/")
	if c := english.Cards[0]; c.Lang != "fr" || c.URL != "/notes/la-c/" {
		t.Errorf("an entry without translation is shown as %+v", c)
	}
	if c := page(t, linked, "/en/notes/page/2/").Cards[0]; c.Lang != "" || c.URL != "/en/notes/a/" {
		t.Errorf("a translated entry is shown as %+v", c)
	}
	b := page(t, linked, "/notes/b/").Entry
	if b.Previous.URL != "/notes/la-c/" || b.Next.URL != "/notes/a/" {
		t.Errorf("the neighbours of b are %s and %s", b.Previous.URL, b.Next.URL)
	}
	if items := linked.Menus["en"]["main"]; len(items) != 3 || items[0].Link.URL != "/en/notes/" || items[1].Link.URL != "/en/tags/" || items[2].Label != "La A" {
		t.Errorf("the English menu is %+v", items)
	}
	if alternates := page(t, linked, "/notes/b/").Alternates; alternates[1].Exists || alternates[1].URL != "/en/" {
		t.Errorf("the alternates of an entry without translation are %+v", alternates)
	}
	if feed := linked.Feeds[0]; len(feed.Pages) != 1 || feed.Atom != "/en/notes/feed.xml" || page(t, linked, "/en/notes/").Feed != feed.FeedLink {
		t.Errorf("the English feed is %+v", feed)
	}
}

func TestInheritance(t *testing.T) {
	s := rules()
	fact := func(value float64, unit string) content.Value {
		fields := map[string]content.Value{}
		if value != 0 {
			fields["value"] = content.Value{Kind: schema.KindNumber, Number: value}
		}
		if unit != "" {
			fields["unit"] = text(unit)
		}
		return content.Value{Kind: schema.KindList, Fields: fieldsOf(fields)}
	}
	facts := func(items ...content.Value) content.Value {
		return content.Value{Kind: schema.KindList, IsList: true, Items: items}
	}
	linked, ds := resolve(s,
		entry(s, "notes/a.fr", map[string]content.Value{
			"date": day(1), "tags": list(schema.KindTerm, "eau"), "summary": text("Résumé"), "slug": text("propre"),
			"more": {Kind: schema.KindMarkdown, Text: "plus"}, "facts": facts(fact(39, "emplois"), fact(6000, "mètres")),
		}),
		entry(s, "notes/a.en", map[string]content.Value{"facts": facts(fact(0, "jobs"), fact(0, "metres"))}),
	)
	if len(ds) > 0 {
		t.Fatal(messages(ds))
	}
	got := page(t, linked, "/en/notes/a/").Entry
	var names []string
	for _, f := range got.Fields {
		names = append(names, f.Name)
	}
	if want := []string{"title", "summary", "date", "tags", "facts"}; !slices.Equal(names, want) {
		t.Errorf("the translation has %v, want %v: markdown is not inherited, the rest is", names, want)
	}
	if got.Terms[0].Label != "Water" || got.Terms[0].URL != "/en/tags/water/" {
		t.Errorf("the term of the translation is %+v", got.Terms[0])
	}
	for i, want := range []string{"39 jobs", "6000 metres"} {
		fields := got.Fields[4].Value.Items[i].Fields()
		if text := fmt.Sprintf("%g %s", fields[0].Value.Number, fields[1].Value.Text); text != want {
			t.Errorf("item %d is %q, want %q", i, text, want)
		}
	}
}

func TestLinks(t *testing.T) {
	for _, test := range []struct {
		name, link, want, report string
	}{
		{"entry", "/notes/b", "/notes/b/", ""},
		{"entry with a slash", "/notes/b/", "/notes/b/", ""},
		{"anchor", "/notes/b#un", "/notes/b/#un", ""},
		{"own anchor", "#deux", "", "content/notes/a.fr.md:1 anchor-missing deux content/notes/a.fr.md"},
		{"list", "/notes/", "/notes/", ""},
		{"anchor of a list", "/notes/#un", "/notes/#un", "content/notes/a.fr.md:0 anchor-missing/made /notes/ un"},
		{"term", "/tag/sol", "/mots/sol/", ""},
		{"term without entries", "/tag/eau", "", "content/notes/a.fr.md:0 ref-missing/draft /tag/eau"},
		{"home", "/", "/", ""},
		{"outside", "https://example.org/", "https://example.org/", ""},
		{"page of this site", "https://essai.example/notes/b/#un", "https://essai.example/notes/b/#un", "content/notes/a.fr.md:0 ref-relative/whole https://essai.example/notes/b/#un -> /notes/b#un"},
		{"page of this site in another language, on purpose", "https://essai.example/en/notes/", "https://essai.example/en/notes/", ""},
		{"no page of this site", "https://essai.example/notes/z/", "https://essai.example/notes/z/", ""},
		{"page of the preview", "http://127.0.0.1:1313/notes/b", "http://127.0.0.1:1313/notes/b", "content/notes/a.fr.md:0 ref-relative/whole http://127.0.0.1:1313/notes/b -> /notes/b"},
		{"own machine", "http://127.0.0.1/z", "http://127.0.0.1/z", "content/notes/a.fr.md:0 url-syntax/local http://127.0.0.1/z"},
		{"misspelt", "/notes/bb", "", "content/notes/a.fr.md:0 ref-missing /notes/bb -> /notes/b"},
		{"public address", "/mots/sol/", "", "content/notes/a.fr.md:0 ref-missing /mots/sol/ -> /tag/sol/"},
		{"missing anchor", "/notes/b#une", "/notes/b/#une", "content/notes/a.fr.md:9 anchor-missing une content/notes/b.fr.md -> un"},
		{"draft", "/notes/d", "", "content/notes/a.fr.md:0 ref-missing/draft /notes/d"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := rules()
			b := entry(s, "notes/b.fr", map[string]content.Value{"tags": list(schema.KindTerm, "sol")})
			b.Body.Headings = []content.Heading{{Level: 2, ID: "un"}}
			linked, ds := resolve(s, entry(s, "notes/a.fr", nil, test.link), b,
				entry(s, "notes/d.fr", map[string]content.Value{"draft": {Kind: schema.KindBoolean, Bool: true}}))
			if got := strings.Join(messages(ds), "\n"); got != test.report {
				t.Errorf("reported %q, want %q", got, test.report)
			}
			if got := page(t, linked, "/notes/a/").Entry.Body.Links[0].URL; got != test.want && test.name != "own anchor" {
				t.Errorf("resolved to %q, want %q", got, test.want)
			}
		})
	}
}

func TestPublication(t *testing.T) {
	s := rules()
	linked, _ := resolve(s,
		entry(s, "notes/past.fr", map[string]content.Value{"expire": instant("2024-08-01T00:00:00Z")}),
		entry(s, "notes/now.fr", map[string]content.Value{"publish": instant("2024-08-01T00:00:00Z"), "expire": instant("2024-09-01T00:00:00Z")}),
		entry(s, "notes/next.fr", map[string]content.Value{"publish": instant("2024-08-02T00:00:00Z")}),
		entry(s, "notes/next.en", nil),
	)
	var ids []string
	for _, p := range linked.Pages {
		if p.Kind == site.KindEntry {
			ids = append(ids, p.Entry.ID)
		}
	}
	if want := []string{"notes/now"}; !slices.Equal(ids, want) {
		t.Errorf("published %v, want %v", ids, want)
	}
	if want := clock.Add(24 * time.Hour); !linked.NextChange.Equal(want) {
		t.Errorf("next change at %v, want %v", linked.NextChange, want)
	}
}

func TestAddressesCollide(t *testing.T) {
	for _, test := range []struct {
		name    string
		entries func(s *schema.Schema) []*content.Entry
		want    string
	}{
		{"same slug", func(s *schema.Schema) []*content.Entry {
			return []*content.Entry{entry(s, "notes/a.fr", nil), entry(s, "notes/b.fr", map[string]content.Value{"slug": text("a")})}
		}, "content/notes/b.fr.md:0 url-collision /notes/a/"},
		{"entry and list", func(s *schema.Schema) []*content.Entry {
			return []*content.Entry{entry(s, "notes/a.fr", nil), entry(s, "pages/notes.fr", nil)}
		}, "content/pages/notes.fr.md:0 url-collision /notes/"},
		{"alias of a live page", func(s *schema.Schema) []*content.Entry {
			return []*content.Entry{entry(s, "notes/a.fr", nil), entry(s, "notes/b.fr", map[string]content.Value{"aliases": list(schema.KindText, "/notes/a")})}
		}, "content/notes/b.fr.md:0 alias-live /notes/a"},
		{"alias twice", func(s *schema.Schema) []*content.Entry {
			old := map[string]content.Value{"aliases": list(schema.KindText, "/old/")}
			return []*content.Entry{entry(s, "notes/a.fr", old), entry(s, "notes/b.fr", old)}
		}, "content/notes/b.fr.md:0 alias-duplicate /old/"},
		{"alias that climbs", func(s *schema.Schema) []*content.Entry {
			return []*content.Entry{entry(s, "notes/a.fr", map[string]content.Value{"aliases": list(schema.KindText, "/../x")})}
		}, "content/notes/a.fr.md:0 alias-syntax /../x"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := rules()
			_, ds := resolve(s, test.entries(s)...)
			if got := strings.Join(messages(ds), "\n"); got != test.want {
				t.Errorf("reported %q, want %q", got, test.want)
			}
		})
	}
}

func TestAliasBecomesARedirect(t *testing.T) {
	s := rules()
	linked, _ := resolve(s, entry(s, "notes/a.fr", map[string]content.Value{"aliases": list(schema.KindText, "/vieux/a", "/a.html")}))
	if len(linked.Redirects) != 2 || linked.Redirects[0].From != "/a.html" || linked.Redirects[1].From != "/vieux/a/" || linked.Redirects[1].To != "/notes/a/" {
		t.Errorf("redirects are %+v", linked.Redirects)
	}
}

// The home page shows the types of the main menu; without one, all that have a
// list.
func TestHomeListsAreThoseOfTheMenu(t *testing.T) {
	both := func(menu ...schema.MenuItem) string {
		s := rules()
		draft := *s.Types[0]
		draft.Name, draft.Folder, draft.URL = "brief", "briefs", schema.Text{"fr": "/brefs/", "en": "/briefs/"}
		s.Types = append([]*schema.Type{&draft}, s.Types...)
		s.Config.Menus = map[string][]schema.MenuItem{"main": menu}
		built, found := resolve(s, entry(s, "notes/a.fr", nil), entry(s, "briefs/b.fr", nil))
		if len(found) > 0 {
			t.Fatal(messages(found))
		}
		var names []string
		for _, list := range page(t, built, "/").HomeLists {
			names = append(names, list.Type.Name)
		}
		return strings.Join(names, " ")
	}
	if got := both(schema.MenuItem{To: "/notes/"}); got != "note" {
		t.Errorf("with a menu: %s", got)
	}
	if got := both(); got != "brief note" {
		t.Errorf("without a menu: %s", got)
	}
}

func TestRefs(t *testing.T) {
	s := rules()
	_, ds := resolve(s,
		entry(s, "notes/a.fr", map[string]content.Value{"related": list(schema.KindRef, "/notes/a", "/pages/home", "/notes/z", "/notes/bc")}),
		entry(s, "notes/a.en", nil), // inherits related; reported once, where it is written
		entry(s, "notes/bcd.fr", nil),
	)
	got := strings.Join(messages(ds), "\n")
	for _, want := range []string{"ref-self", "ref-type /pages/home page note", "ref-missing /notes/bc -> /notes/bcd"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing from\n%s", want, got)
		}
	}
	if strings.Contains(got, "a.en.md") {
		t.Errorf("an inherited ref is reported in the translation:\n%s", got)
	}
}

func idsOf(headings []content.Heading) []string {
	var ids []string
	for _, h := range headings {
		ids = append(ids, h.ID)
	}
	return ids
}

func TestHeadingsOfATranslationKeepTheSourceAnchors(t *testing.T) {
	s := rules()
	source := entry(s, "notes/a.fr", nil)
	source.Body.Headings = []content.Heading{{Level: 2, ID: "pourquoi"}, {Level: 3, ID: "comment"}}
	same := entry(s, "notes/a.en", nil, "#comment")
	same.Body.Headings = []content.Heading{{Level: 2, ID: "why"}, {Level: 3, ID: "how"}}
	linked, ds := resolve(s, source, same)
	if len(ds) > 0 {
		t.Fatal(messages(ds))
	}
	if got := page(t, linked, "/en/notes/a/").Entry.Body.Headings; !slices.Equal(idsOf(got), []string{"pourquoi", "comment"}) {
		t.Errorf("anchors %v", got)
	}
	same.Body.Headings[1].Level = 2
	linked, _ = resolve(s, source, same)
	if got := page(t, linked, "/en/notes/a/").Entry.Body.Headings; !slices.Equal(idsOf(got), []string{"why", "how"}) {
		t.Errorf("with another structure, anchors %v", got)
	}
}

func TestRelatedPrefersSharedWordsAndNamedEntries(t *testing.T) {
	s := rules()
	write := func(key, body string, named ...string) *content.Entry {
		e := entry(s, key, map[string]content.Value{"related": list(schema.KindRef, named...)})
		e.Words = content.CountWords(e.Text("title"), "", []byte(body))
		return e
	}
	linked, _ := resolve(s,
		write("notes/a.fr", "serviettes blanchisserie ateliers inclusifs"),
		write("notes/b.fr", "serviettes blanchisserie autre chose"),
		write("notes/c.fr", "gradins plastique recyclage bouchons", "/notes/a"),
		write("notes/d.fr", "gradins plastique recyclage piscine"),
		write("notes/e.fr", "colloque annuel"),
	)
	ids := func(url site.URL) string {
		var list []string
		for _, c := range page(t, linked, url).Entry.Related {
			list = append(list, c.ID)
		}
		return strings.Join(list, " ")
	}
	for url, want := range map[site.URL]string{"/notes/a/": "notes/b", "/notes/c/": "notes/a notes/d", "/notes/d/": "notes/c", "/notes/e/": ""} {
		if got := ids(url); got != want {
			t.Errorf("%s is related to %q, want %q", url, got, want)
		}
	}
}

func TestOrderOfEntriesDoesNotMatter(t *testing.T) {
	s := rules()
	entries := []*content.Entry{
		entry(s, "notes/a.fr", nil, "/notes/b", "/nowhere"), entry(s, "notes/b.fr", map[string]content.Value{"date": day(2)}), entry(s, "notes/a.en", nil),
	}
	first, firstFound := resolve(s, entries...)
	slices.Reverse(entries)
	second, secondFound := resolve(rules(), entries...)
	if !slices.Equal(messages(firstFound), messages(secondFound)) {
		t.Errorf("diagnostics differ:\n%v\n%v", messages(firstFound), messages(secondFound))
	}
	for i, p := range first.Pages {
		if q := second.Pages[i]; p.URL != q.URL || len(p.Cards) != len(q.Cards) {
			t.Errorf("page %d is %s and %s", i, p.URL, q.URL)
		}
	}
}
