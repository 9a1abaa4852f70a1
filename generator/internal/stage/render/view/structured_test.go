package view

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// toldOf returns what is told of an entry with fields, the breadcrumbs aside, as
// JSON.
func toldOf(t *testing.T, rule *schema.Structured, fields ...site.Field) string {
	t.Helper()
	s := testSite("Europe/Paris")
	kind := *s.Schema.Types[0]
	kind.Structured = rule
	p := &site.Page{
		Kind: site.KindEntry, Locale: french, URL: "/liste/x/", Title: "X & <Y>", Type: &kind, Breadcrumbs: []site.Link{{URL: "/", Title: "Site"}, {URL: "/liste/", Title: "Liste"}},
		Entry: &site.Entry{Source: &content.Entry{}, Title: "X & <Y>", Date: content.Date{Year: 2024}, Fields: fields},
	}
	data := string(NewBuilder(s, nil, nil, nil).Page(p).Page.StructuredData)
	if strings.ContainsAny(data, "<>&") {
		t.Errorf("%s could end the element that holds it", data)
	}
	var graph struct {
		Things []json.RawMessage `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(data), &graph); err != nil {
		t.Fatal(err)
	}
	if len(graph.Things) < 2 {
		return ""
	}
	return string(graph.Things[1])
}

func TestStructuredValues(t *testing.T) {
	point := site.Value{Kind: schema.KindPoint, More: &site.More{Latitude: 48.5, Longitude: 2.25}}
	ref := site.Value{Kind: schema.KindRef, Link: &site.Link{URL: "/liste/y/", Title: "Y"}}
	term := site.Value{Kind: schema.KindTerm, Key: "sol", Term: &site.Term{Term: schema.Term{Key: "sol", Label: "Sol"}, URL: "/mots/sol/"}}
	fields := []site.Field{
		{Name: "city", Value: text("Lyon")}, {Name: "place", Value: point}, {Name: "structure", Value: ref}, {Name: "themes", Value: list(term, term)},
		{Name: "since", Value: site.Value{Kind: schema.KindDate, Date: content.Date{Year: 2024, Month: 7}}},
		{Name: "until", Value: site.Value{Kind: schema.KindDatetime, More: &site.More{Time: time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC)}}},
		{Name: "count", Value: number(39.5)}, {Name: "website", Value: address("https://example.net/", "")},
		{Name: "contact", Value: site.Value{Kind: schema.KindObject, More: &site.More{Fields: []site.Field{{Name: "email", Value: text("a@example.net")}}}}},
		{Name: "rows", Value: list(item("name", text("Un"), "size", number(1)), item("name", text("Deux")))},
	}
	property := func(p schema.Property) *schema.Structured {
		p.Name = "about"
		return &schema.Structured{Type: "Thing", Properties: []schema.Property{p}}
	}
	of := func(kind, each string, properties ...schema.Property) schema.Property {
		return schema.Property{Type: kind, Each: each, Properties: properties}
	}
	from := func(name, field string) schema.Property { return schema.Property{Name: name, Field: field} }
	for _, test := range []struct {
		name string
		p    schema.Property
		want string
	}{
		{"text", from("", "city"), `"Lyon"`},
		{"point", from("", "place"), `{"@type":"GeoCoordinates","latitude":48.5,"longitude":2.25}`},
		{"ref", from("", "structure"), `"https://example.org/ess/liste/y/"`},
		{"terms", from("", "themes"), `["Sol","Sol"]`},
		{"month", from("", "since"), `"2024-07"`},
		{"instant before clocks go back", from("", "until"), `"2026-10-25T02:30:00+02:00"`},
		{"number", from("", "count"), `39.5`},
		{"address", from("", "website"), `"https://example.net/"`},
		{"field of an object", from("", "contact.email"), `"a@example.net"`},
		{"fixed", schema.Property{Text: "FR"}, `"FR"`},
		{"page", from("", "$url"), `"https://example.org/ess/liste/x/"`},
		{"list", from("", "$list"), `"https://example.org/ess/liste/"`},
		{"thing", of("Place", "", from("name", "city"), schema.Property{Name: "addressCountry", Text: "FR"}), `{"@type":"Place","addressCountry":"FR","name":"Lyon"}`},
		{"thing of fixed texts alone", of("Place", "", from("name", "nothing"), schema.Property{Name: "addressCountry", Text: "FR"}), ``},
		{"each term", of("DefinedTerm", "themes", from("name", "$value"), from("url", "$link")), `[{"@type":"DefinedTerm","name":"Sol","url":"https://example.org/ess/mots/sol/"},{"@type":"DefinedTerm","name":"Sol","url":"https://example.org/ess/mots/sol/"}]`},
		{"each of one", of("Organization", "structure", from("name", "$title"), from("url", "$link")), `{"@type":"Organization","name":"Y","url":"https://example.org/ess/liste/y/"}`},
		{"each of a list", of("PropertyValue", "rows", from("name", "name"), from("value", "size")), `[{"@type":"PropertyValue","name":"Un","value":1},{"@type":"PropertyValue","name":"Deux"}]`},
		{"nothing", from("", "missing"), ``},
	} {
		t.Run(test.name, func(t *testing.T) {
			var told map[string]json.RawMessage
			if err := json.Unmarshal([]byte(toldOf(t, property(test.p), fields...)), &told); err != nil {
				t.Fatal(err)
			}
			if got := string(told["about"]); got != test.want {
				t.Errorf("it is %s, want %s", got, test.want)
			}
			if string(told["url"]) != `"https://example.org/ess/liste/x/"` {
				t.Errorf("the page is %s", told["url"])
			}
		})
	}
}

// What is made up is not told of; a thing with an address of its own is not the
// page, even where it has none.
func TestStructuredEntries(t *testing.T) {
	made := site.Field{Name: "made_up", Value: site.Value{Kind: schema.KindBoolean, Bool: true}}
	rule := &schema.Structured{
		Type: "Organization", Unless: []schema.FieldValues{{Field: "made_up", Keys: []string{"true"}}},
		Properties: []schema.Property{{Name: "url", Field: "website"}},
	}
	if got := toldOf(t, rule, made); got != "" {
		t.Errorf("what is made up is told as %s", got)
	}
	made.Value.Bool = false
	for _, test := range []struct {
		fields []site.Field
		want   string
	}{
		{[]site.Field{made}, `{"@type":"Organization","mainEntityOfPage":"https://example.org/ess/liste/x/","name":"X \u0026 \u003cY\u003e"}`},
		{[]site.Field{{Name: "website", Value: address("https://example.net/", "")}}, `{"@type":"Organization","mainEntityOfPage":"https://example.org/ess/liste/x/","name":"X \u0026 \u003cY\u003e","url":"https://example.net/"}`},
	} {
		if got := toldOf(t, rule, test.fields...); got != test.want {
			t.Errorf("told %s, want %s", got, test.want)
		}
	}
	article := toldOf(t, &schema.Structured{Type: "NewsArticle"})
	for _, want := range []string{`"headline":"X \u0026`, `"mainEntityOfPage":"https://example.org/ess/liste/x/"`, `"publisher":{"@type":"Organization"`} {
		if !strings.Contains(article, want) {
			t.Errorf("%s lacks %s", article, want)
		}
	}
}
