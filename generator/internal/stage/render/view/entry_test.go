package view

import (
	"reflect"
	"slices"
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// entryWith returns the view of an entry with the given fields and body.
func entryWith(body site.Body, fields ...site.Field) *Entry {
	s := testSite("Europe/Paris")
	p := &site.Page{Kind: site.KindEntry, Locale: french, URL: "/x/", Type: s.Schema.Types[0], Entry: &site.Entry{Source: &content.Entry{}, Title: "X", Fields: fields, Body: body}}
	return NewBuilder(s, nil, nil, nil).Page(p).Entry
}

func text(s string) site.Value { return site.Value{Kind: schema.KindText, Text: s} }

func number(n float64) site.Value { return site.Value{Kind: schema.KindNumber, Number: n} }

func address(url, title string) site.Value {
	return site.Value{Kind: schema.KindURL, Link: &site.Link{URL: url, Title: title, Outside: true}}
}

func markdown(text, anchor string) site.Value {
	source := &content.Body{Prose: content.Prose{Text: []byte(text), Segments: []content.Segment{{HTML: []byte(`<h2 id="`)}, {Hole: content.HeadingHole}, {HTML: []byte(`">` + text + "</h2>")}}}}
	return site.Value{Kind: schema.KindMarkdown, More: &site.More{Body: &site.Body{Source: source, Headings: []content.Heading{{ID: anchor}}}}}
}

func list(items ...site.Value) site.Value {
	return site.Value{Kind: items[0].Kind, IsList: true, Items: items}
}

// item is an object of a list: names and values by turns.
func item(parts ...any) site.Value {
	v := site.Value{Kind: schema.KindList}
	for i := 0; i < len(parts); i += 2 {
		fields := &v.Own().Fields
		*fields = append(*fields, site.Field{Name: parts[i].(string), Value: parts[i+1].(site.Value)})
	}
	return v
}

// A short value is text, whatever its kind; Link, Date and Point add to it.
func TestValues(t *testing.T) {
	link := func(k schema.Kind, url, title, lang string) site.Value {
		return site.Value{Kind: k, Link: &site.Link{URL: url, Title: title, Lang: lang, Outside: url != "" && url[0] != '/'}}
	}
	term := site.Value{Kind: schema.KindObject, More: &site.More{Fields: []site.Field{{Name: "t", Value: site.Value{
		Kind: schema.KindTerm, Text: "Eau", Key: "eau", Term: &site.Term{Term: schema.Term{Label: "Eau"}, URL: "/themes/eau/"},
	}}}}}
	for _, test := range []struct {
		name  string
		value site.Value
		want  []Value
	}{
		{"text", text("a <b>"), []Value{{Kind: "text", Text: "a <b>"}}},
		{"several", list(text("a"), text("b")), []Value{{Kind: "text", Text: "a"}, {Kind: "text", Text: "b"}}},
		{"number", number(-1234.5), []Value{{Kind: "number", Text: "-1\u202f234,5", Number: -1234.5}}},
		{"boolean", site.Value{Kind: schema.KindBoolean, Bool: true}, []Value{{Kind: "boolean", Text: "true"}}},
		{"enum", site.Value{Kind: schema.KindEnum, Text: "Fini", Key: "done"}, []Value{{Kind: "enum", Text: "Fini", Key: "done"}}},
		{"address", address("https://example.com/a/", ""), []Value{{Kind: "url", Text: "example.com/a", Link: &Link{URL: "https://example.com/a/", Text: "https://example.com/a/", Outside: true}}}},
		{"address that runs", address("javascript:x", ""), []Value{{Kind: "url", Text: "", Link: &Link{Text: "javascript:x", Outside: true}}}},
		{"reference", link(schema.KindRef, "/en/a/", "A", "en"), []Value{{Kind: "ref", Text: "A", Link: &Link{URL: "/ess/en/a/", Text: "A", Lang: "en"}}}},
		{"file", link(schema.KindFile, "/media/a.pdf", "", ""), []Value{{Kind: "file", Text: "/media/a.pdf", Link: &Link{URL: "/ess/media/a.pdf", Text: "/media/a.pdf"}}}},
		{"phone", site.Value{Kind: schema.KindPhone, Text: "+33 (0)1 23"}, []Value{{Kind: "phone", Text: "+33\u00a0(0)1\u00a023", Link: &Link{URL: "tel:+330123", Text: "+33\u00a0(0)1\u00a023", Outside: true}}}},
		{"point", site.Value{Kind: schema.KindPoint, More: &site.More{Latitude: -48.5, Longitude: 2}}, []Value{{Kind: "point", Text: "-48.5, 2", Point: &Point{-48.5, 2}, Link: &Link{URL: "https://www.openstreetmap.org/?mlat=-48.5&mlon=2#map=13/-48.5/2", Text: "-48.5, 2", Outside: true}}}},
		{"day", site.Value{Kind: schema.KindDate, Date: content.Date{Year: 2024, Month: 7, Day: 1}}, []Value{{Kind: "date", Text: "1er juillet 2024", Date: &Date{"2024-07-01", "1er juillet 2024", 2024}}}},
	} {
		facts := entryWith(site.Body{}, site.Field{Name: "f", Label: "F", Value: test.value}).Facts
		if want := []Field{{Name: "f", Label: "F", Values: test.want}}; !reflect.DeepEqual(facts, want) {
			t.Errorf("%s is %+v, want %+v", test.name, facts, want)
		}
	}
	table := entryWith(site.Body{}, site.Field{Name: "o", Value: term}).After[0].Table
	if want := (Value{Kind: "term", Text: "Eau", Key: "eau", Link: &Link{URL: "/ess/themes/eau/", Text: "Eau"}}); !reflect.DeepEqual(table.Rows[0][0].Values, []Value{want}) {
		t.Errorf("a term in an object is %+v, want %+v", table.Rows[0][0].Values, want)
	}
}

// Fields with a place of their own are not shown twice.
func TestFieldsShownElsewhere(t *testing.T) {
	var fields []site.Field
	for _, name := range []string{"title", "summary", "date", "related", "image", "other"} {
		fields = append(fields, site.Field{Name: name, Value: text(name)})
	}
	fields = append(fields, site.Field{Name: "themes", Value: site.Value{Kind: schema.KindTerm}})
	e := entryWith(site.Body{}, fields...)
	if len(e.Facts) != 1 || e.Facts[0].Name != "other" || len(e.Before)+len(e.After) != 0 {
		t.Errorf("the facts are %+v, the blocks %+v and %+v", e.Facts, e.Before, e.After)
	}
}

func TestFigures(t *testing.T) {
	e := entryWith(site.Body{}, site.Field{Name: "results", Label: "Résultats", Value: list(
		item("value", number(6000), "unit", text("m²"), "as_of", site.Value{Kind: schema.KindDate, Date: content.Date{Year: 2024}},
			"source", address("https://example.com/", ""), "low", number(5000), "note", text("environ"), "by", list(text("a"), text("b"))),
		item("value", number(2)),
	)})
	if len(e.Before) != 1 || len(e.After)+len(e.Facts) != 0 || e.Before[0].Kind != "figures" {
		t.Fatalf("the blocks are %+v and %+v", e.Before, e.After)
	}
	want := []Figure{
		{
			Value: "6\u202f000", Number: 6000, Unit: "m²", Date: &Date{"2024", "2024", 2024}, Source: &Link{URL: "https://example.com/", Text: "https://example.com/", Outside: true},
			More: []Field{
				{Name: "low", Values: []Value{{Kind: "number", Text: "5\u202f000", Number: 5000}}}, {Name: "note", Values: []Value{{Kind: "text", Text: "environ"}}},
				{Name: "by", Values: []Value{{Kind: "text", Text: "a"}, {Kind: "text", Text: "b"}}},
			},
		},
		{Value: "2", Number: 2},
	}
	if got := e.Before[0].Figures; !reflect.DeepEqual(got, want) {
		t.Errorf("the figures are %+v, want %+v", got, want)
	}
}

func TestReferences(t *testing.T) {
	foreign := site.Value{Kind: schema.KindRef, Link: &site.Link{URL: "/en/a/", Title: "The A", Lang: "en"}}
	e := entryWith(site.Body{}, site.Field{Name: "sources", Value: list(
		item("title", text("Le A"), "page", foreign, "seen", number(3), "by", list(text("a"))), item("page", foreign), item("url", address("https://example.com/b", "")),
	)})
	want := []Reference{
		{Link: Link{URL: "/ess/en/a/", Text: "Le A"}, More: []Field{{Name: "seen", Values: []Value{{Kind: "number", Text: "3", Number: 3}}}, {Name: "by", Values: []Value{{Kind: "text", Text: "a"}}}}},
		{Link: Link{URL: "/ess/en/a/", Text: "The A", Lang: "en"}},
		{Link: Link{URL: "https://example.com/b", Text: "https://example.com/b", Outside: true}},
	}
	if len(e.After) != 1 || e.After[0].Kind != "links" || !reflect.DeepEqual(e.After[0].Links, want) {
		t.Errorf("the blocks are %+v, want links %+v", e.After, want)
	}
}

// A list of anything else is a table; a cell of Markdown keeps its anchors
// apart from those of the body.
func TestTable(t *testing.T) {
	body := *markdown("Body", "a").Body()
	e := entryWith(body, site.Field{Name: "steps", Value: list(
		item("name", text("un")), item("name", text("deux"), "text", markdown("Cell", "a")),
		item("more", item("inner", text("x"), "long", markdown("Long", "b"))),
	)})
	if len(e.After) != 1 || e.After[0].Kind != "table" {
		t.Fatalf("the blocks are %+v", e.After)
	}
	table := e.After[0].Table
	if want := []Column{{Name: "name"}, {Name: "text"}, {Name: "more"}}; !slices.Equal(table.Columns, want) {
		t.Errorf("the columns are %+v, want %+v", table.Columns, want)
	}
	values := func(texts ...string) (list []Value) {
		for _, s := range texts {
			list = append(list, Value{Kind: "text", Text: s})
		}
		return list
	}
	want := [][]Cell{
		{{Values: values("un")}, {}, {}},
		{{Values: values("deux")}, {Text: `<h2 id="text-a">Cell</h2>`}, {}},
		{{}, {}, {Values: values("x", "Long")}},
	}
	if !reflect.DeepEqual(table.Rows, want) {
		t.Errorf("the rows are %+v, want %+v", table.Rows, want)
	}
}

func TestTextAndImages(t *testing.T) {
	picture := site.Value{Kind: schema.KindImage, More: &site.More{Image: &site.Image{URL: "/media/a.png", Width: 4, Height: 3, Alt: "A", Caption: "C"}}}
	e := entryWith(site.Body{},
		site.Field{Name: "notes", Value: list(markdown("Un", "a"), markdown("Deux", "a"), site.Value{Kind: schema.KindMarkdown})},
		site.Field{Name: "photos", Value: list(picture, site.Value{Kind: schema.KindImage})},
	)
	want := []Block{
		{Kind: "text", Name: "notes", Text: `<h2 id="a">Un</h2><h2 id="notes-a">Deux</h2>`},
		{Kind: "images", Name: "photos", Images: []Image{{URL: "/ess/media/a.png", Width: 4, Height: 3, Alt: "A", Caption: "C"}}},
	}
	if !reflect.DeepEqual(e.After, want) {
		t.Errorf("the blocks are %+v, want %+v", e.After, want)
	}
}

// What a list can be narrowed by leads to the entries that share it; a term with a
// page of its own leads there, and what is not worth a list leads nowhere.
func TestFactsLeadToTheirLists(t *testing.T) {
	s := testSite("Europe/Paris")
	news := s.Schema.Types[0]
	s.Narrowed = []*site.Narrowed{{Locale: french, Narrowing: &site.Narrowing{Type: news, Filters: []*site.Filter{
		{Name: "kind", Values: []*site.FilterValue{{Key: "coop", URL: "/news/kind/coop/"}}},
		{Name: "city", Values: []*site.FilterValue{{Key: "Nice", URL: "/news/city/nice/"}}},
		{Name: "themes", Values: []*site.FilterValue{{Key: "eau", URL: "/news/themes/eau/"}, {Key: "air", URL: "/news/themes/air/"}}},
	}}}}
	term := func(key string, url site.URL) site.Value {
		return site.Value{Kind: schema.KindTerm, Text: key, Key: key, Term: &site.Term{Term: schema.Term{Label: key}, URL: url}}
	}
	enum := func(key string) site.Value { return site.Value{Kind: schema.KindEnum, Key: key, Text: key + "!"} }
	fields := []site.Field{
		{Name: "kind", Value: list(enum("coop"), enum("none"))}, {Name: "city", Value: text("Nice")}, {Name: "place", Value: text("Nice")},
		{Name: "themes", Value: list(term("eau", "/eau/"), term("air", ""))},
	}
	for locale, want := range map[*schema.Locale][]string{
		french:  {"/ess/news/kind/coop/", "", "/ess/news/city/nice/", "", "/ess/eau/", "/ess/news/themes/air/"},
		english: {"", "", "", "", "/ess/eau/", ""},
	} {
		p := &site.Page{Kind: site.KindEntry, Locale: locale, URL: "/x/", Type: news, Entry: &site.Entry{Source: &content.Entry{}, Title: "X", Fields: fields}}
		e := NewBuilder(s, nil, nil, nil).Page(p).Entry
		var got []string
		for _, f := range append(e.Facts, e.Topics...) {
			for _, value := range f.Values {
				url := ""
				if value.Link != nil {
					url = string(value.Link.URL)
				}
				got = append(got, url)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("facts and topics in %s lead to %q, want %q", locale.Tag, got, want)
		}
	}
}
