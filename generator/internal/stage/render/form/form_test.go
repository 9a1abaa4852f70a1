package form

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	fields "essaim/generator/internal/stage/parse/field"
	"essaim/generator/internal/stage/parse/frontmatter"
)

// samples are texts near the borders of the kinds, of which variants are made.
var samples = map[schema.Kind][]string{
	schema.KindDate:     {"2024-07-26", "2024-02-29", "2100-02-29", "2000-02-29", "0000-01-01", "0001-01-01", "2024-04-31", "2024-13-01", "2024-00-10", "2024-07", "2024", "9999-12-31"},
	schema.KindDatetime: {"2024-07-26", "2024-07-26T19:30", "2024-07-26T19:30:00", "2024-07-26T19:30:00Z", "2024-07-26T19:30+02:00", "2024-07-26T24:00", "2024-02-30T10:00", "2024-07-26T23:59:59-11:30"},
	schema.KindURL: {"https://example.org", "https://example.org/", "http://a.fr:80/x?y=z&k#f", "https://exemple.fr/l'été_(1)", "https://xn--a.xn--b", "https://a", "https://a.b", "https://a.fr:65535/", "https://a.fr:64999",
		"https://a.fr:70000", "https://-a.fr", "https://a-.fr", "https://a.fr/%zz", "https://a.fr/%C3%A9", "https://a.fr#a#b", "https://例え.テスト/", "https://user@a.fr", "https://a.fr/a|b", "https://a.fr?x"},
	schema.KindEmail: {"a@example.org", "a.b+c_d@sous.exemple.fr", "o'neil@example.org", "a..b@c.fr", ".a@c.fr", "a@b", "a b@c.fr", "\"a b\"@c.fr", "é@c.fr", "a@é.fr", "a@xn--x.xn--y", "<a@b.fr>", "A <a@b.fr>"},
	schema.KindPhone: {"+33 1 23 45 67 89", "+33123456789", "+1-202-555-0101", "+33 (0)1 23 45 67 89", "01 23 45 67 89", "+33  1 23456789", "+123", "+12345678", "+123456789012345", "+1234567890123456", "+33.1.23.45.67.89"},
}

// TestPatternsAreTaken holds the patterns against what decodes entries: what a
// pattern takes, an entry may have.
func TestPatternsAreTaken(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for kind, texts := range samples {
		taken := 0
		for _, precision := range []string{"day", "month", "year"} {
			f := &schema.Field{Name: "x", Kind: kind, Precision: precision}
			pattern := regexp.MustCompile(one(Options{}, f).Pattern)
			for i := range 6000 {
				text := texts[i%len(texts)]
				for range i / len(texts) % 4 {
					text = mutate(r, text)
				}
				if !pattern.MatchString(text) {
					continue
				}
				taken++
				if found := decode(f, text); len(found) > 0 {
					t.Fatalf("%s (%s): %q fits %s, and an entry with it is wrong: %s", kind, precision, text, pattern, found[0].Message("en"))
				}
			}
		}
		if taken < 500 {
			t.Errorf("%s: %d texts fit", kind, taken)
		}
	}
}

// mutate changes one character of a text.
func mutate(r *rand.Rand, text string) string {
	signs := []rune("0123456789-+.:/@ab é'()%#?ZT_~")
	runes := []rune(text)
	at := r.IntN(len(runes) + 1)
	sign := signs[r.IntN(len(signs))]
	switch {
	case at == len(runes) || r.IntN(3) == 0:
		return string(runes[:at]) + string(sign) + string(runes[at:])
	case r.IntN(2) == 0 && len(runes) > 1:
		return string(runes[:at]) + string(runes[at+1:])
	}
	runes[at] = sign
	return string(runes)
}

// decode says what is wrong with a value of a field, written in quotes.
func decode(f *schema.Field, text string) diag.List {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
	doc, found := new(frontmatter.Reader).Read(&source.File{Path: "content/notes/a.fr.md", Data: []byte("---\nx: \"" + quoted + "\"\n---\n")})
	if len(found) > 0 {
		return found
	}
	rules := &schema.Schema{Config: schema.Config{SourceLocale: "fr"}, Locales: []*schema.Locale{{Tag: "fr"}}}
	d := fields.Decoder{Schema: rules, Locale: rules.Locales[0], Zone: time.UTC}
	d.Entry(doc.Root, &schema.Type{Name: "note", Fields: []*schema.Field{f}})
	return d.Found
}

// TestTextPatterns says what a line, lines and a body may hold.
func TestTextPatterns(t *testing.T) {
	for _, tt := range []struct {
		text              string
		line, lines, body bool
	}{
		{"a", true, true, true}, {"a\nb", false, true, true}, {"", false, false, false}, {" \u200b", false, false, false},
		{"…", true, true, false}, {"🚲", true, true, false}, {"- 1", true, true, true}, {"a\x00", false, false, false}, {"a\u0085b", false, false, false},
		{"a\u2028b", false, true, true}, {"\u00a0é", true, true, true}, {"a\rb", false, false, false},
	} {
		for i, want := range []bool{tt.line, tt.lines, tt.body} {
			pattern := []string{textPattern, markdownPattern, bodyPattern}[i]
			if got := regexp.MustCompile(pattern).MatchString(tt.text); got != want {
				t.Errorf("%q fits %s: %v, want %v", tt.text, pattern, got, want)
			}
		}
	}
}

// TestCountries wants every country that is offered to be one that an entry may
// name.
func TestCountries(t *testing.T) {
	for _, code := range schema.Countries() {
		if found := decode(&schema.Field{Name: "x", Kind: schema.KindCountry}, code); len(found) > 0 {
			t.Errorf("%s: %s", code, found[0].Message("en"))
		}
	}
}

// TestSchema wants the fields in the order of the type, a day that is not asked
// for filled in, and no file.
func TestSchema(t *testing.T) {
	two := 2.0
	note := &schema.Type{Name: "note", BodyRequired: true, Fields: []*schema.Field{
		{Name: "title", Kind: schema.KindText, Required: true, Max: &two, Label: schema.Text{"fr": "Titre"}},
		{Name: "date", Kind: schema.KindDate, Required: true},
		{Name: "day", Kind: schema.KindDate},
		{Name: "photo", Kind: schema.KindImage},
		{Name: "tags", Kind: schema.KindText, Many: true, Required: true},
		{Name: "facts", Kind: schema.KindList, Fields: []*schema.Field{{Name: "value", Kind: schema.KindInteger, Required: true}, {Name: "sheet", Kind: schema.KindFile}}},
		{Name: "see", Kind: schema.KindRef},
	}}
	asked := "body see facts tags title photo"
	n := Schema(Options{
		Type: note, Asks: func(name string) bool { return strings.Contains(asked, name) },
		Choices: func(*schema.Field) []Choice { return nil }, Text: func(t schema.Text) string { return t["fr"] },
	})
	data, err := n.JSON()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{` +
		`"title":{"title":"Titre","type":"string","maxLength":2,"pattern":` + quote(textPattern) + `},` +
		`"date":{"type":"string","format":"date","readOnly":true,"pattern":` + quote(datePattern("day")) + `},` +
		`"tags":{"type":"array","items":{"type":"string","pattern":` + quote(textPattern) + `},"minItems":1,"uniqueItems":true},` +
		`"facts":{"type":"array","items":{"type":"object","properties":{"value":{"type":"integer","minimum":-9007199254740991,"maximum":9007199254740991}},"required":["value"],"additionalProperties":false}},` +
		`"see":{"type":"null"},` +
		`"body":{"type":"string","contentMediaType":"text/markdown","pattern":` + quote(bodyPattern) + `}},` +
		`"required":["title","date","tags","body"],"additionalProperties":false}`
	if string(data) != want {
		t.Errorf("got  %s\nwant %s", data, want)
	}
}

func quote(text string) string {
	b, _ := json.Marshal(text)
	return strings.NewReplacer(`\u0026`, "&").Replace(string(b))
}
