package field

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse/frontmatter"
)

const path = "content/notes/a.fr.md"

// note has a field of every kind.
var note = &schema.Type{Name: "note", Folder: "notes", Fields: []*schema.Field{
	{Name: "title", Kind: schema.KindText, Translated: true, Label: schema.Text{"fr": "Intitulé", "en": "Title"}},
	{Name: "code", Kind: schema.KindText},
	{Name: "names", Kind: schema.KindText, Many: true},
	{Name: "more", Kind: schema.KindMarkdown, Translated: true},
	{Name: "date", Kind: schema.KindDate, Precision: "day"},
	{Name: "month", Kind: schema.KindDate, Precision: "month"},
	{Name: "year", Kind: schema.KindDate, Precision: "year"},
	{Name: "when", Kind: schema.KindDatetime},
	{Name: "count", Kind: schema.KindInteger},
	{Name: "ratio", Kind: schema.KindNumber},
	{Name: "open", Kind: schema.KindBoolean},
	{Name: "site", Kind: schema.KindURL, Label: schema.Text{"fr": "Lien"}},
	{Name: "mail", Kind: schema.KindEmail},
	{Name: "phone", Kind: schema.KindPhone},
	{Name: "state", Kind: schema.KindEnum, Span: source.In("content/_types/note.yaml", 10, 15), Values: []schema.EnumValue{
		{Key: "planned", Label: schema.Text{"fr": "Prévu", "en": "Planned"}}, {Key: "done", Label: schema.Text{"fr": "Terminé"}},
	}},
	{Name: "theme", Kind: schema.KindTerm, Vocabulary: "theme"},
	{Name: "tags", Kind: schema.KindTerm, Vocabulary: "theme", Many: true},
	{Name: "see", Kind: schema.KindRef, Label: schema.Text{"fr": "Lien"}},
	{Name: "land", Kind: schema.KindCountry},
	{Name: "photo", Kind: schema.KindImage},
	{Name: "photos", Kind: schema.KindImage, Many: true},
	{Name: "sheet", Kind: schema.KindFile},
	{Name: "place", Kind: schema.KindPoint},
	{Name: "places", Kind: schema.KindPoint, Many: true},
	{Name: "address", Kind: schema.KindObject, Fields: []*schema.Field{
		{Name: "city", Kind: schema.KindText, Translated: true, Label: schema.Text{"fr": "Commune"}}, {Name: "at", Kind: schema.KindPoint},
	}},
	{Name: "facts", Kind: schema.KindList, Fields: []*schema.Field{
		{Name: "value", Kind: schema.KindNumber}, {Name: "unit", Kind: schema.KindText, Translated: true},
		{Name: "years", Kind: schema.KindList, Fields: []*schema.Field{{Name: "year", Kind: schema.KindInteger}}},
	}},
}}

// rules is the schema of a site in the given source locale.
func rules(sourceLocale string) *schema.Schema {
	theme := map[string][]schema.Term{"theme": {{Key: "water", Label: "Eau douce"}, {Key: "soil", Label: "Sols vivants"}, {Key: "01", Label: "Ain (01)"}, {Key: "2A", Label: "Corse-du-Sud (2A)"}, {Key: "93", Label: "Seine-Saint-Denis (93)"}}}
	return &schema.Schema{
		Config: schema.Config{SourceLocale: sourceLocale},
		Types:  []*schema.Type{note},
		Locales: []*schema.Locale{
			{Tag: sourceLocale, Typography: "fr", Months: []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"}, Vocabularies: theme, TermsFile: "content/_locales/" + sourceLocale + "/terms.yaml"},
			{Tag: "de", Typography: "none", Months: []string{"January", "February", "March", "April", "May", "June", "July"}},
		},
	}
}

// decode reads the lines of a front matter with the locale of a schema.
func decode(t *testing.T, s *schema.Schema, l *schema.Locale, lines string) (content.Fields, diag.List) {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	text := "---\n" + lines + "\n---\n"
	doc, found := new(frontmatter.Reader).Read(&source.File{Path: path, Data: []byte(text)})
	if len(found) > 0 {
		t.Fatalf("%q: %v", lines, found)
	}
	d := Decoder{Schema: s, Locale: l, Zone: zone}
	o := d.Entry(doc.Root, note)
	return o.Fields, d.Found
}

// marked takes the marks ‹ and › out of lines and returns their places in the
// file that decode makes of them.
func marked(t *testing.T, lines string) (plain string, span source.Span) {
	t.Helper()
	before, rest, ok := strings.Cut(lines, "‹")
	inside, after, closed := strings.Cut(rest, "›")
	if !ok || !closed {
		t.Fatalf("no marks in %q", lines)
	}
	start := len("---\n") + len(before)
	return before + inside + after, source.In(path, start, start+len(inside))
}

// says shows what a value holds.
func says(v content.Value) string {
	switch {
	case v.IsList:
		items := []string{}
		for _, item := range v.Items {
			items = append(items, says(item))
		}
		return "[" + strings.Join(items, "; ") + "]"
	case v.Fields != nil:
		parts := []string{}
		for _, f := range v.Fields {
			if f.Given {
				parts = append(parts, f.Name+": "+says(f.Value))
			}
		}
		return "{" + strings.Join(parts, "; ") + "}"
	}
	switch v.Kind {
	case schema.KindDate:
		return v.Date.String()
	case schema.KindDatetime:
		return v.Time().Format("2006-01-02T15:04:05 MST")
	case schema.KindInteger, schema.KindNumber:
		return fmt.Sprint(v.Number)
	case schema.KindBoolean:
		return fmt.Sprint(v.Bool)
	case schema.KindPoint:
		latitude, longitude := v.Point()
		return fmt.Sprint(latitude, " ", longitude)
	case schema.KindImage:
		return fmt.Sprintf("%s|%s|%t|%s", v.Text, v.Alt(), v.HasAlt, v.Caption())
	}
	return v.Text
}

func TestAccepted(t *testing.T) {
	tests := []struct{ line, want string }{
		{"date: 2024-07-26", "2024-07-26"},
		{"date: '2024-02-29'", "2024-02-29"},
		{"month: 2024-07-26", "2024-07-26"},
		{"month: 2024-07", "2024-07"},
		{"year: 2024-07", "2024-07"},
		{"year: 2024", "2024"},

		// Paris is an hour ahead of UTC in winter and two in summer.
		{"when: 2024-07-26T10:30:15+05:00", "2024-07-26T05:30:15 UTC"},
		{"when: 2024-07-26T10:30Z", "2024-07-26T10:30:00 UTC"},
		{"when: 2024-07-26T10:30:15", "2024-07-26T08:30:15 UTC"},
		{"when: 2024-07-26T10:30", "2024-07-26T08:30:00 UTC"},
		{"when: 2024-01-26 10:30:15", "2024-01-26T09:30:15 UTC"},
		{"when: 2024-01-26 10:30", "2024-01-26T09:30:00 UTC"},
		{"when: 2024-07-26", "2024-07-25T22:00:00 UTC"},
		{"publish: 2024-07-26 10:30", "2024-07-26T08:30:00 UTC"},

		{"count: -12", "-12"},
		{"count: 0", "0"},
		{"ratio: 0.5", "0.5"},
		{"ratio: -3", "-3"},
		{"ratio: 10", "10"},
		{"ratio: 0.125", "0.125"},
		{"ratio: 12.50", "12.5"},
		{"ratio: 12.5000", "12.5"},
		{"ratio: 1234.567", "1234.567"},
		{"ratio: 12.3450", "12.345"},
		{"open: true", "true"},
		{"open: false", "false"},
		{"draft: 'true'", "true"},

		{"site: https://exemple.org", "https://exemple.org"},
		{"site: http://a-b.exemple.org:8080/a/b?c=d&e=(f)#g", "http://a-b.exemple.org:8080/a/b?c=d&e=(f)#g"},
		{"site: https://réemploi.fr/l'été", "https://réemploi.fr/l'été"},
		{"site: https://exemple.xn--p1ai/", "https://exemple.xn--p1ai/"},
		{"site: https://exemple.org?q=%C3%A9", "https://exemple.org?q=%C3%A9"},
		{"mail: contact+a@exemple.org", "contact+a@exemple.org"},
		{"mail: a.b@réemploi.fr", "a.b@réemploi.fr"},
		{"phone: +33 1 23 45 67 89", "+33 1 23 45 67 89"},
		{"phone: +33123456789", "+33123456789"},
		{"phone: +1 (212) 555-0100", "+1 (212) 555-0100"},
		{"phone: +32.2.555.12.34", "+32.2.555.12.34"},

		{"state: done", "done"},
		{"theme: water", "water"},
		{"tags: [01, \"93\", 2A, 93]", "[01; 93; 2A; 93]"},
		{"tags: [soil, water]", "[soil; water]"},
		{"tags:\n  - soil\n  - water", "[soil; water]"},
		{"tags: []", "[]"},
		{"see: /notes/nowhere", "/notes/nowhere"},
		{"sheet: plan.pdf", "plan.pdf"},
		{"land: FR", "FR"},
		{"land: GB", "GB"},

		{"photo: a.jpg", "a.jpg||false|"},
		{"photo: {src: a.jpg, alt: \"\"}", "a.jpg||true|"},
		{"photo: {src: a.jpg, alt: Une mare, caption: \"Vue : nord\"}", "a.jpg|Une mare|true|Vue\u00A0: nord"},
		{"photos:\n  - a.jpg\n  - src: b.jpg\n    alt: Un pré", "[a.jpg||false|; b.jpg|Un pré|true|]"},
		{"place: [48.85, -2.35]", "48.85 -2.35"},
		{"place: [90, 180]", "90 180"},
		{"place: [-90, -180]", "-90 -180"},
		{"place:\n  - 1\n  - 2.5", "1 2.5"},
		{"places: [[1, 2], [3, 4]]", "[1 2; 3 4]"},

		{"names: [a, \"b : c\"]", "[a; b\u00A0: c]"},
		{"aliases: [/ancien/]", "[/ancien/]"},
		{"address: {city: Lille, at: [50.6, 3.1]}", "{at: 50.6 3.1; city: Lille}"},
		{"address: {}", "{}"},
		{"facts:\n  - value: 3\n    unit: km\n    years: [{year: 1}, {year: 2}]\n  - value: 4", "[{unit: km; value: 3; years: [{year: 1}; {year: 2}]}; {value: 4}]"},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			s := rules("fr")
			values, found := decode(t, s, s.Source(), tt.line)
			name, _, _ := strings.Cut(tt.line, ":")
			v, has := values.Get(name)
			if len(found) > 0 || !has || says(v) != tt.want {
				t.Errorf("got %q %t with %v, want %q", says(v), has, found, tt.want)
			}
		})
	}
}

// TestRefused wants one diagnostic at the place between ‹ and ›, with its fix,
// and no value where one was refused.
func TestRefused(t *testing.T) {
	tests := []struct {
		name, lines string
		want        diag.Msg
		fix         string
	}{
		{"day first", "date: ‹26/07/2024›", "field-date", "2024-07-26"},
		{"day first without zeros", "date: ‹6.7.2024›", "field-date", "2024-07-06"},
		{"year first without zeros", "date: ‹2024-7-6›", "field-date", "2024-07-06"},
		{"year first with slashes", "date: '‹2024/07/26›'", "field-date", "2024-07-26"},
		{"day first of no calendar", "date: ‹31/02/2024›", "field-date", ""},
		{"in words", "date: ‹26 juillet 2024›", "field-date", "2024-07-26"},
		{"in words, the first", "date: ‹1er Aout\u00A02026›", "field-date", "2026-08-01"},
		{"in words, month first", "date: ‹July 4th, 2024›", "field-date", "2024-07-04"},
		{"in words of no month", "date: ‹26 thermidor 2024›", "field-date", ""},
		{"in words where a day is wanted", "date: ‹juillet 2024›", "field-date", ""},
		{"month in words", "month: ‹juillet 2024›", "field-date/precision", "2024-07"},
		{"month first", "month: ‹07/2024›", "field-date/precision", "2024-07"},
		{"month without a zero", "year: ‹2024-7›", "field-date/precision", "2024-07"},
		{"month first where a day is wanted", "date: ‹07/2024›", "field-date", ""},
		{"other hyphens", "date: ‹2024\u201107\u201126›", "field-date", "2024-07-26"},
		{"en dashes", "date: ‹2024–07–26›", "field-date", "2024-07-26"},
		{"month where a day is wanted", "date: ‹2024-07›", "field-date", ""},
		{"year where a month is wanted", "month: ‹2024›", "field-date/precision", ""},
		{"words where a year is wanted", "year: ‹l'an dernier›", "field-date/precision", ""},
		{"day first where a year will do", "year: ‹26-07-2024›", "field-date/precision", "2024-07-26"},
		{"no such day", "date: ‹2023-02-29›", "field-date/calendar", ""},
		{"no such month", "month: ‹2024-13›", "field-date/calendar", ""},
		{"month zero", "month: ‹2024-00›", "field-date/calendar", ""},
		{"day zero", "date: ‹2024-01-00›", "field-date/calendar", ""},
		{"year zero", "year: ‹0000›", "field-date/calendar", ""},
		{"a list of dates", "date: ‹[2024-07-26]›", "field-kind/single", ""},
		{"a mapping for a date", "date: ‹{day: 1}›", "field-kind/text", ""},

		{"hour of no clock", "when: ‹2024-07-26T25:00›", "field-date/datetime", ""},
		{"day of no calendar", "when: ‹2024-02-30 10:00›", "field-date/datetime", ""},
		{"instant day first", "publish: ‹26/07/2024 10:00›", "field-date/datetime", "2024-07-26 10:00"},
		{"instant day first, without a clock", "publish: ‹26/7/2024›", "field-date/datetime", "2024-07-26"},
		{"instant with an h", "when: ‹2024-07-26 09h00›", "field-date/datetime", "2024-07-26 09:00"},
		{"instant with a spaced h", "when: ‹26 juillet 2024 à 9\u202Fh\u202F30›", "field-date/datetime", "2024-07-26 09:30"},
		{"instant of a whole hour", "when: ‹2024-07-26, 19h›", "field-date/datetime", "2024-07-26 19:00"},
		{"instant in words, without a clock", "when: ‹26 juillet 2024›", "field-date/datetime", "2024-07-26"},
		{"instant day first of no clock", "publish: ‹26/07/2024 25:00›", "field-date/datetime", ""},

		{"decimal comma", "ratio: ‹3,5›", "field-kind/number", "3.5"},
		{"thousands", "ratio: ‹1 234,5›", "field-kind/number", "1234.5"},
		{"thousands, narrow", "ratio: ‹12\u202F345›", "field-kind/number", "12345"},
		{"two commas", "ratio: ‹1,234,567›", "field-kind/number", "1234567"},
		{"two points", "ratio: ‹1.234.567›", "field-kind/number", "1234567"},
		{"comma and point", "ratio: ‹1,234.5›", "field-kind/number", "1234.5"},
		{"point and comma", "ratio: ‹-1.234,567›", "field-kind/number", "-1234.567"},
		{"apostrophe", "ratio: ‹12'500›", "field-kind/number", "12500"},
		{"groups of two", "ratio: ‹1,23,456›", "field-kind/number", ""},
		{"thousands or decimals", "ratio: ‹12.500›", "field-kind/number-grouped", ""},
		{"thousands or decimals, comma", "ratio: \"‹-1,234›\"", "field-kind/number-grouped", ""},
		{"thousands or decimals of a whole number", "count: ‹12.000›", "field-kind/number-grouped", ""},
		{"thousands of a whole number", "count: ‹12.500›", "field-kind/integer", ""},
		{"thousands of a whole number, twice", "count: ‹1.234.567›", "field-kind/integer", "1234567"},
		{"less than one with a comma", "ratio: ‹0,125›", "field-kind/number", "0.125"},
		{"exponent", "ratio: ‹1e5›", "field-kind/number", ""},
		{"not a number", "ratio: ‹NaN›", "field-kind/number", ""},
		{"plus", "ratio: ‹+5›", "field-kind/number", ""},
		{"octal", "count: ‹010›", "field-kind/integer", ""},
		{"hexadecimal", "count: ‹0x10›", "field-kind/integer", ""},
		{"unit", "count: ‹12 km›", "field-kind/integer", ""},
		{"whole number with decimals", "count: ‹3.0›", "field-kind/integer", ""},
		{"whole number with a comma", "count: ‹3,0›", "field-kind/integer", ""},
		{"whole number with thousands", "count: ‹10 000›", "field-kind/integer", "10000"},

		{"typographic quotes around a day", "date: ‹“2026-10-01”›", "field-kind/quotes", "2026-10-01"},
		{"typographic quotes in straight ones around a day", "date: \"‹« 2026-10-01 »›\"", "field-kind/quotes", "2026-10-01"},
		{"typographic quotes around a key", "tags: [‹“soil”›, water]", "field-kind/quotes", "soil"},
		{"typographic quotes around one for many", "tags: ‹“soil”›", "field-kind/list", "[soil]"},
		{"typographic quotes around an image", "photo: ‹“a.jpg”›", "field-kind/quotes", "a.jpg"},
		{"typographic quotes around a slug", "slug: ‹“soil”›", "field-kind/quotes", "soil"},

		{"yes", "open: ‹yes›", "field-kind/boolean", "true"},
		{"oui", "open: ‹Oui›", "field-kind/boolean", "true"},
		{"True", "open: ‹True›", "field-kind/boolean", "true"},
		{"non", "open: \"‹non›\"", "field-kind/boolean", "false"},
		{"off", "draft: ‹off›", "field-kind/boolean", "false"},
		{"one", "open: ‹1›", "field-kind/boolean", ""},

		{"no scheme", "site: ‹exemple.org/a›", "field-kind/url", "https://exemple.org/a"},
		{"scheme of mail", "site: ‹mailto:a@exemple.org›", "field-kind/url", ""},
		{"capital scheme", "site: ‹HTTPS://exemple.org›", "field-kind/url", ""},
		{"scheme twice", "site: ‹https://http://exemple.org›", "field-kind/url", ""},
		{"script", "site: \"‹javascript:alert(1)›\"", "field-kind/url", ""},
		{"one slash", "site: ‹https:/exemple.org›", "field-kind/url", ""},
		{"host of one label", "site: ‹https://localhost/›", "field-kind/url", ""},
		{"host of numbers", "site: ‹https://127.0.0.1/›", "field-kind/url", ""},
		{"host with a hyphen at its end", "site: ‹https://a-.org/›", "field-kind/url", ""},
		{"host with an empty label", "site: ‹https://a..org/›", "field-kind/url", ""},
		{"user", "site: ‹https://a:b@exemple.org/›", "field-kind/url", ""},
		{"port of words", "site: ‹https://exemple.org:http/›", "field-kind/url", ""},
		{"port too large", "site: ‹https://exemple.org:65536/›", "field-kind/url", ""},
		{"port empty", "site: ‹https://exemple.org:/›", "field-kind/url", ""},
		{"space", "site: ‹https://exemple.org/a b›", "field-kind/url", ""},
		{"markup", "site: ‹https://exemple.org/<b>›", "field-kind/url", ""},
		{"bad escape", "site: ‹https://exemple.org/%zz›", "field-kind/url", ""},
		{"two anchors", "site: ‹https://exemple.org/#a#b›", "field-kind/url", ""},

		{"no at", "mail: ‹exemple.org›", "field-kind/email", ""},
		{"name and address", "mail: ‹Halte <a@exemple.org>›", "field-kind/email", ""},
		{"domain of one label", "mail: ‹a@exemple›", "field-kind/email", ""},
		{"two addresses", "mail: ‹a@exemple.org, b@exemple.org›", "field-kind/email", ""},

		{"national number", "phone: ‹01 23 45 67 89›", "field-kind/phone", "+33 1 23 45 67 89"},
		{"national number, dots", "phone: ‹06.12.34.56.78›", "field-kind/phone", "+33 6.12.34.56.78"},
		{"national number, short", "phone: ‹01 23 45 67›", "field-kind/phone", ""},
		{"international, short", "phone: ‹+33 1 23›", "field-kind/phone", ""},
		{"international, long", "phone: ‹+33 1234 5678 9012 3456›", "field-kind/phone", ""},
		{"letters", "phone: ‹+33 1 23 45 HALTE›", "field-kind/phone", ""},
		{"two separators", "phone: ‹+33  1 23 45 67 89›", "field-kind/phone", ""},

		{"near a value", "state: ‹plannd›", "enum-unknown", "planned"},
		{"label of a value", "state: ‹Terminé›", "enum-unknown", "done"},
		{"near a label", "state: ‹prevu›", "enum-unknown", "planned"},
		{"no value", "state: ‹abandonné›", "enum-unknown", ""},
		{"near a term", "theme: ‹watter›", "term-unknown", "water"},
		{"label of a term", "tags: [soil, ‹eau douce›]", "term-unknown", "water"},
		{"code without its zero", "theme: ‹1›", "term-unknown", "01"},
		{"code in small letters", "theme: ‹2a›", "term-unknown", "2A"},
		{"name of a code", "theme: ‹Ain›", "term-unknown", "01"},
		{"near the name of a code", "theme: ‹seine saint-denis›", "term-unknown", "93"},
		{"code near another", "theme: ‹96›", "term-unknown", ""},
		{"no term", "theme: ‹forêt›", "term-unknown", ""},
		{"small country", "land: ‹fr›", "country-unknown", "FR"},
		{"other code of a country", "land: ‹UK›", "country-unknown", "GB"},
		{"three letters", "land: ‹FRA›", "country-unknown", ""},
		{"name of a country", "land: ‹France›", "country-unknown", ""},
		{"no country", "land: ‹ZZ›", "country-unknown", ""},

		{"image without path", "photo: ‹{alt: Une mare}›", "field-kind/image", ""},
		{"image as list", "photo: ‹[a.jpg]›", "field-kind/image", ""},
		{"image with a list for a path", "photos: [{src: a.jpg, alt: ‹[b]›}]", "field-kind/text", ""},
		{"image with another name", "photo: {src: a.jpg, alt: b, ‹capton›: c}", "field-unknown/object", "caption"},
		{"images as one", "photos: ‹a.jpg›", "field-kind/list", "[a.jpg]"},

		{"one number", "place: ‹[48.85]›", "field-kind/point", ""},
		{"three numbers", "place: ‹[48.85, 2.35, 100]›", "field-kind/point", ""},
		{"latitude", "place: ‹[90.01, 0]›", "field-kind/point", ""},
		{"longitude", "place: ‹[0, -180.5]›", "field-kind/point", ""},
		{"words", "place: ‹[nord, est]›", "field-kind/point", ""},
		{"point as text", "place: ‹48.85 2.35›", "field-kind/point", ""},
		{"point without brackets", "place: ‹48.85, 2.35›", "field-kind/point", "[48.85, 2.35]"},
		{"point with decimal commas", "place: ‹[48,93, -2,34]›", "field-kind/point", "[48.93, -2.34]"},
		{"point with decimal commas, too large", "place: ‹[148,93, 2,34]›", "field-kind/point", ""},
		{"exponents", "place: ‹[1e1, 2]›", "field-kind/point", ""},
		{"point of points", "places: [‹1›]", "field-kind/point", ""},

		{"one for many", "tags: ‹water›", "field-kind/list", "[water]"},
		{"some for many", "tags: ‹water, soil›", "field-kind/list", "[water, soil]"},
		{"unknown ones for many", "tags: ‹water, fire›", "field-kind/list", ""},
		{"texts for many", "names: ‹Emmaüs, Paris›", "field-kind/list", ""},
		{"mapping for many", "tags: ‹{a: b}›", "field-kind/list", ""},
		{"empty item", "tags: [water, ‹~›]", "field-missing/empty", ""},
		{"list in many", "names: [a, ‹[b]›]", "field-kind/text", ""},
		{"list for a text", "title: ‹[a, b]›", "field-kind/text", ""},
		{"mapping for a text", "title: ‹{a: b}›", "field-kind/text", ""},
		{"text for an object", "address: ‹Lille›", "field-kind/object", ""},
		{"list for an object", "address: ‹[{city: Lille}]›", "field-kind/object", ""},
		{"object for a list", "facts: ‹{value: 3}›", "field-kind/list", ""},
		{"text for a list", "facts: ‹trois›", "field-kind/list", ""},
		{"text in a list", "facts: [{value: 3}, ‹quatre›]", "field-kind/object", ""},
		{"wrong inside a list", "facts:\n  - value: 3\n  - value: ‹3,5›", "field-kind/number", "3.5"},
		{"wrong inside both lists", "facts: [{years: [{year: 1}, {year: ‹un›}]}]", "field-kind/integer", ""},

		{"unknown name", "‹titel›: a", "field-unknown", "title"},
		{"label for a name", "‹Intitule›: a", "field-unknown", "title"},
		{"label of two names", "‹Lien›: a", "field-unknown", ""},
		{"label of a name that is written", "title: a\n‹intitulé›: a", "field-unknown", ""},
		{"label inside", "address: {‹Commune›: Lille}", "field-unknown/object", "city"},
		{"unknown name, the near one used", "title: a\n‹titel›: b", "field-unknown", ""},
		{"name near a built-in one", "‹pubish›: a", "field-unknown", "publish"},
		{"unknown name inside", "address: {‹citty›: Lille}", "field-unknown/object", "city"},
		{"unknown name in a built-in one", "translation: {of: a, ‹digset›: b}", "field-unknown/object", "digest"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := rules("fr")
			lines, span := marked(t, tt.lines)
			values, found := decode(t, s, s.Source(), lines)
			if len(found) != 1 || found[0].Msg != tt.want || found[0].Span != span {
				t.Fatalf("got %v, want %s at %v", found, tt.want, span)
			}
			fix := ""
			if found[0].Fix != nil {
				fix = found[0].Fix.Text
				if found[0].Fix.Span != span {
					t.Errorf("the fix stands at %v", found[0].Fix.Span)
				}
			}
			if fix != tt.fix {
				t.Errorf("fix %q, want %q", fix, tt.fix)
			}
			name, rest, _ := strings.Cut(tt.lines, ":")
			if v, has := values.Get(name); has && strings.HasPrefix(rest, " ‹") {
				t.Errorf("a refused value is kept: %s", says(v))
			}
		})
	}
}

// TestTypographicQuotes wants a text between typographic quotation marks kept and
// doubted, unless straight ones show that they are meant.
func TestTypographicQuotes(t *testing.T) {
	s := rules("fr")
	for _, tt := range []struct{ line, fix string }{
		{"title: ‹“L'Atelier”›", "L'Atelier"},
		{"title: ‹“L'Atelier,”›", `"L'Atelier,"`},
		{"address: {city: ‹‘Saint-Denis’›}", "Saint-Denis"},
	} {
		line, span := marked(t, tt.line)
		values, found := decode(t, s, s.Source(), line)
		if len(found) != 1 || found[0].Msg != "field-kind/quotes-text" || found[0].Span != span || found[0].Fix.Text != tt.fix || len(values) == 0 || !values[0].Given {
			t.Errorf("%s: %v", line, found)
		}
	}
	for _, line := range []string{"title: « Vivre ensemble »", "address: {city: ‹Saint-Denis›}", `title: "“L'Atelier”"`, "title: “L'Atelier” et “la Halte”", "title: ‘L’Atelier’", "title: “L'Atelier»", "title: L'Atelier,", "more: « Une mare »"} {
		if _, found := decode(t, s, s.Source(), line); len(found) > 0 {
			t.Errorf("%s: %v", line, found)
		}
	}
}

// TestLength counts what is written, not what the micro-typography makes of it.
func TestLength(t *testing.T) {
	s, bound := rules("fr"), func(n float64) *float64 { return &n }
	for _, tt := range []struct {
		kind       schema.Kind
		text, want string
	}{
		{schema.KindText, "\"é\"", "field-range/min-text 1 2"},
		{schema.KindText, "\"éé\"", ""},
		{schema.KindText, "'\"a\" ; b'", ""}, // becomes longer
		{schema.KindText, "\"" + strings.Repeat("é", 8) + "\"", ""},
		{schema.KindText, "\"" + strings.Repeat("é", 9) + "\"", "field-range/max-text 9 8"},
		{schema.KindMarkdown, "\"" + strings.Repeat("é", 9) + "\"", "field-range/max-text 9 8"},
	} {
		f := &schema.Field{Name: "x", Kind: tt.kind, Min: bound(2), Max: bound(8)}
		text := "---\nx: " + tt.text + "\n---\n"
		doc, _ := new(frontmatter.Reader).Read(&source.File{Path: path, Data: []byte(text)})
		d := Decoder{Schema: s, Locale: s.Locales[0], Zone: time.UTC}
		d.Entry(doc.Root, &schema.Type{Name: "note", Fields: []*schema.Field{f}})
		got := ""
		for _, x := range d.Found {
			got += string(x.Msg) + " " + x.Args[1] + " " + x.Args[2]
		}
		if got != tt.want {
			t.Errorf("%s %s: got %q, want %q", tt.kind, tt.text, got, tt.want)
		}
	}
}
