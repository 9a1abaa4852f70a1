package field

import (
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// TestTypography wants the spaces and apostrophes of French in prose only:
// texts, and what is said about an image; never in what names something.
func TestTypography(t *testing.T) {
	const written, set = "L'eau : où ?", "L’eau\u00A0: où\u202F?"
	s := rules("fr")
	tests := []struct{ name, line, french, german string }{
		{"translated", "title: \"%\"", set, written},
		{"not translated", "code: \"%\"", set, written},
		{"many", "names: [\"%\"]", "[" + set + "]", "[" + written + "]"},
		{"address", "slug: \"%\"", written, written},
		{"aliases", "aliases: [\"%\"]", "[" + written + "]", "[" + written + "]"},
		{"inside an object", "address: {city: \"%\"}", "{city: " + set + "}", "{city: " + written + "}"},
		{"inside a list", "facts: [{unit: \"%\"}]", "[{unit: " + set + "}]", "[{unit: " + written + "}]"},
		{"image", "photo: {src: \"%\", alt: \"%\", caption: \"%\"}", written + "|" + set + "|true|" + set, written + "|" + written + "|true|" + written},
		{"ref", "see: \"%\"", written, written},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			name, _, _ := strings.Cut(tt.line, ":")
			for i, want := range []string{tt.french, tt.german} {
				values, found := decode(t, s, s.Locales[i], strings.ReplaceAll(tt.line, "%", written))
				if got := says(values.Value(name)); len(found) > 0 || got != want {
					t.Errorf("in %s: got %q with %v, want %q", s.Locales[i].Tag, got, found, want)
				}
			}
		})
	}
}

// TestEmpty wants no value and no complaint for a field left empty: validate
// knows whether it may be.
func TestEmpty(t *testing.T) {
	s := rules("fr")
	values, found := decode(t, s, s.Source(), "title:\ncode: \"\"\nnames: ~\ndate: \" \"\nphoto:\nplaces:\naddress:\nfacts:\nmore:")
	if slices.ContainsFunc(values, func(f content.Field) bool { return f.Given || !f.Empty }) || len(found) > 0 {
		t.Errorf("got %v with %v", values, found)
	}
	if len(values) != 9 {
		t.Errorf("%d names were written, want 9", len(values))
	}
}

// TestSpans wants the place of every name that was written, whatever became of
// its value, and that of each value without its quotation marks.
func TestSpans(t *testing.T) {
	const lines = "title: \"Là-bas\"\ncount: douze\naddress:\n  city: Lille\nnames: [un, 'deux']\nphoto: {src: \"a.jpg\", alt: b}"
	s := rules("fr")
	values, _ := decode(t, s, s.Source(), lines)
	shown := func(span source.Span) string { return ("---\n" + lines)[span.Start:span.End] }
	at := func(fields content.Fields, name string) string {
		span, _ := fields.Span(name, path)
		return shown(span)
	}
	for _, name := range []string{"title", "count", "address", "names", "photo"} {
		if got := at(values, name); got != name {
			t.Errorf("the name %s stands at %q", name, got)
		}
	}
	if got := at(values.Value("address").Fields, "city"); got != "city" {
		t.Errorf("the name city stands at %q", got)
	}
	for _, tt := range []struct {
		value content.Value
		want  string
	}{
		{values.Value("title"), "Là-bas"},
		{values.Value("address"), "city: Lille"},
		{values.Value("address").Fields.Value("city"), "Lille"},
		{values.Value("names"), "[un, 'deux']"},
		{values.Value("names").Items[1], "deux"},
		{values.Value("photo"), "a.jpg"},
	} {
		if got := shown(tt.value.Span); got != tt.want {
			t.Errorf("a value stands at %q, want %q", got, tt.want)
		}
	}
}

// TestNotes wants what helps to set a value right, besides its fix.
func TestNotes(t *testing.T) {
	s := rules("fr")
	tests := []struct {
		name, lines string
		want        []diag.Remark
	}{
		{"how to write it", "date: ‹26/07/2024›", []diag.Remark{{Msg: "note/write", Args: []string{"2024-07-26"}}}},
		{"values of an enum", "state: ‹abandonné›", []diag.Remark{{Msg: "note/known", Span: source.In("content/_types/note.yaml", 10, 15), Args: []string{"planned, done"}}}},
		{"near value of an enum", "state: ‹dome›", []diag.Remark{
			{Msg: "note/nearest", Args: []string{"done"}},
			{Msg: "note/known", Span: source.In("content/_types/note.yaml", 10, 15), Args: []string{"planned, done"}},
		}},
		{"where the terms are", "theme: ‹forêt›", []diag.Remark{{Msg: "note/terms-file", Args: []string{"content/_locales/fr/terms.yaml"}}}},
		{"near term", "theme: ‹sol›", []diag.Remark{{Msg: "note/nearest", Args: []string{"soil"}}}},
		{"country", "land: ‹fr›", []diag.Remark{{Msg: "note/nearest", Args: []string{"FR"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines, _ := marked(t, tt.lines)
			_, found := decode(t, s, s.Source(), lines)
			if len(found) != 1 {
				t.Fatal(found)
			}
			same := func(got, want diag.Remark) bool {
				return got.Msg == want.Msg && got.Span == want.Span && slices.Equal(got.Args, want.Args)
			}
			if !slices.EqualFunc(found[0].Notes, tt.want, same) {
				t.Errorf("notes %v, want %v", found[0].Notes, tt.want)
			}
		})
	}
}

// TestBlockNames wants both lines of lines that do not belong to their name.
func TestBlockNames(t *testing.T) {
	s := rules("fr")
	lines, name := marked(t, "‹title›:\n  - a\n  - b")
	_, found := decode(t, s, s.Source(), lines)
	if len(found) != 1 || found[0].Msg != "field-kind/text" || len(found[0].Notes) != 1 || found[0].Notes[0].Msg != "note/other" || found[0].Notes[0].Span != name {
		t.Errorf("got %v, want a note at the name", found)
	}
	_, found = decode(t, s, s.Source(), "title: [a, b]")
	if len(found) != 1 || len(found[0].Notes) > 0 {
		t.Errorf("got %v, want no note: one line holds both", found)
	}
}

// TestPhoneOutsideFrance wants no guess of the country.
func TestPhoneOutsideFrance(t *testing.T) {
	s := rules("en")
	_, found := decode(t, s, s.Source(), "phone: 01 23 45 67 89")
	if len(found) != 1 || found[0].Msg != "field-kind/phone" || found[0].Fix != nil {
		t.Errorf("got %v", found)
	}
}

// TestLongTextIsCut wants a message that stays short.
func TestLongTextIsCut(t *testing.T) {
	s := rules("fr")
	for _, tt := range []struct{ line, want string }{
		{"count: " + strings.Repeat("é", 60), strings.Repeat("é", 60)},
		{"count: " + strings.Repeat("é", 61), strings.Repeat("é", 60) + "…"},
		{"address: [" + strings.Repeat("a, ", 60) + "a]", "[…]"},
		{"title: {a: b}", "{…}"},
	} {
		_, found := decode(t, s, s.Source(), tt.line)
		if len(found) != 1 || found[0].Args[1] != tt.want {
			t.Errorf("got %v, want %q", found, tt.want)
		}
	}
}

// TestMarkdown wants what is wrong in a text at its place in the file, however
// the text is written. Where that place is not known exactly, a replacement
// would hit the wrong bytes, so there is none.
func TestMarkdown(t *testing.T) {
	tests := []struct {
		name, lines string
		want        diag.Msg
		fixed       bool
	}{
		{"block", "more: |\n  Une mare\n\n  et ‹<b>›un pré.\ntitle: a", "html-raw/write", false},
		{"block with deeper lines", "more: |\n    Une mare\n\n    - un\n      ‹<b>›deux\ntitle: a", "html-raw/write", false},
		{"one line", "more: Une mare ‹<b>›un pré.", "html-raw/write", false},
		{"quotation marks", "more: \"Une mare ‹<b>›un pré.\"", "html-raw/write", false},
		{"escapes: the whole value", "more: \"‹Une mare \\u2014 <b>un pré.›\"", "html-raw/write", false},
		{"lines joined: the whole value", "more: ‹Une mare\n  <b>un pré.›", "html-raw/write", false},
		{"block with a fix", "more: |\n  Une mare\n\n  ‹###›Un pré\ntitle: a", "heading-space", true},
		{"block with a fix of lines", "more: |\n  Une mare.‹<br>›Un pré.\n", "html-raw/break", false},
		{"block with a line below", "more: |\n  Une mare\n\n  Un pré.\n  ‹===›\n", "heading-line/level", false},
		{"block with a fix of HTML", "more: |\n  Une ‹<b>›mare</b>.\n", "html-raw/write", true},
		{"one line with a fix", "more: Une ‹<b>›mare</b>.", "html-raw/write", true},
		{"one line with a fix of its start", "more: \"‹-›\u00A0carte\"", "list-space/no-break", true},
		{"one line without quotation marks", "more: ‹-›\u00A0carte", "list-space/no-break", false},
		{"quotation marks in a fix", "more: \"Un ![x](/a.png ‹« un »›)\"", "link-syntax/quotes", false},
		{"escapes with a fix", "more: \"‹###Un pr\\u00e9›\"", "heading-space", false},
		{"level of the page", "more: |\n  ‹## Un pré›\n", "heading-first", false},
	}
	s := rules("fr")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines, span := marked(t, tt.lines)
			values, found := decode(t, s, s.Source(), lines)
			if len(found) != 1 || found[0].Msg != tt.want || found[0].Span != span {
				t.Fatalf("got %v, want %s at %v", found, tt.want, span)
			}
			if fix := found[0].Fix; (fix != nil) != tt.fixed {
				t.Errorf("fix %v", fix)
			}
			if values.Value("more").Body() == nil {
				t.Error("no body")
			}
		})
	}
}

// TestMarkdownPlaces wants headings, links and images at their place in the
// file, and ids that begin with the name of the field.
func TestMarkdownPlaces(t *testing.T) {
	const lines = "title: a\nmore: |\n  ### Un pré {#pre}\n\n  [L'eau](/notes/eau)\n\n  ![Une mare](mare.jpg)\ncode: b"
	s := rules("fr")
	values, found := decode(t, s, s.Source(), lines)
	if len(found) > 0 {
		t.Fatal(found)
	}
	at := func(span source.Span) string { return ("---\n" + lines)[span.Start:span.End] }
	body := values.Value("more").Body()
	if len(body.Headings) != 1 || len(body.Links) != 1 || len(body.Images) != 1 {
		t.Fatalf("%+v", body)
	}
	if h := body.Headings[0]; h.Text != "Un pré" || h.Level != 3 {
		t.Errorf("heading %q of level %d", h.Text, h.Level)
	}
	if l := body.Links[0]; at(l.Span) != "/notes/eau" {
		t.Errorf("link at %q", at(l.Span))
	}
	if i := body.Images[0]; at(i.Span) != "mare.jpg" {
		t.Errorf("image at %q", at(i.Span))
	}
	values, _ = decode(t, s, s.Source(), "more: |\n  ### Un pré\n")
	if id := values.Value("more").Body().Headings[0].ID; id != "more-un-pre" {
		t.Errorf("id %q", id)
	}
}

// TestMarkdownNotes wants the other place of a mistake in the file too.
func TestMarkdownNotes(t *testing.T) {
	s := rules("fr")
	lines, first := marked(t, "more: |\n  ### Un {‹#a›}\n\n  ### Deux {#a}\n")
	_, found := decode(t, s, s.Source(), lines)
	if len(found) != 1 || found[0].Msg != "heading-id" || len(found[0].Notes) != 1 || found[0].Notes[0].Span != first {
		t.Errorf("got %v, want a note at %v", found, first)
	}
}
