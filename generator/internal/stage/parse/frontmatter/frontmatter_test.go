package frontmatter

import (
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

func file(text string) *source.File {
	return &source.File{Path: "content/a.fr.md", Data: []byte(text), Size: int64(len(text))}
}

// marked takes the marks ‹ and › out of a text and returns their places.
func marked(t *testing.T, text string) (plain string, start, end int) {
	t.Helper()
	before, rest, ok := strings.Cut(text, "‹")
	inside, after, closed := strings.Cut(rest, "›")
	if !ok || !closed {
		t.Fatalf("no marks in %q", text)
	}
	return before + inside + after, len(before), len(before) + len(inside)
}

// TestDamage wants one diagnostic for each mistake, at the place between ‹ and
// ›, and the fields named still read. The line before the first field and the
// last one are there so that damage could spread to either side.
func TestDamage(t *testing.T) {
	const whole = "first: a\n%\nlast: z\n"
	tests := []struct {
		name, lines string
		want        diag.Msg
		fix         string
	}{
		{"colon in text", "title: ‹Aide: comment faire›", "front-syntax/colon", `"Aide: comment faire"`},
		{"colon in a quoted title", "title: ‹« Aide : comment »›", "front-syntax/colon", `"« Aide : comment »"`},
		{"colon in typographic quotes", "title: ‹“Aide : comment”›", "front-syntax/colon", `"Aide : comment"`},
		{"colon at the end", "title: ‹Aide :›", "front-syntax/colon", `"Aide :"`},
		{"open quote", `title: ‹"›Halte`, "front-syntax/quote", ""},
		{"open apostrophe", `title: ‹'›Halte`, "front-syntax/quote", ""},
		{"quote over lines", "list:\n  - title: ‹\"›Halte\n    url: \"x\"", "front-syntax/quote", ""},
		{"text after quote", `title: "Halte" ‹ouverte›`, "front-syntax/quote-after", ""},
		{"apostrophe", `title: 'L‹'›eau est là'`, "front-syntax/quote-inner", `"L'eau est là"`},
		{"apostrophes", `title: 'L‹'›eau d''Anne "là"' `, "front-syntax/quote-inner", `"L'eau d'Anne \"là\""`},
		{"two texts in apostrophes", `title: 'a'‹, 'b'›`, "front-syntax/quote-after", ""},
		{"quotation", `title: "L'Atelier ‹"›exemple" : du bois"`, "front-syntax/quote-inner", `"L'Atelier \"exemple\" : du bois"`},
		{"quotation at the end", `title: "L'Atelier ‹"›exemple""`, "front-syntax/quote-inner", `"L'Atelier \"exemple\""`},
		{"quotation at the start", `title: "‹"›Exemple" (\"a\")"`, "front-syntax/quote-inner", `"\"Exemple\" (\"a\")"`},
		{"one inner quote", `title: "Un écran 15" ‹plat"›`, "front-syntax/quote-after", ""},
		{"two texts", `title: "a"‹, "b"›`, "front-syntax/quote-after", ""},
		{"quotation in braces", `title: {a: "L'Atelier ‹"›exemple", du bois", b: "c"}`, "front-syntax/quote-inner", `"L'Atelier \"exemple\", du bois"`},
		{"apostrophe in brackets", `title: ['a', 'L‹'›eau', 'b']`, "front-syntax/quote-inner", `"L'eau"`},
		{"text after bracket", `title: [a]‹]›`, "front-syntax/extra", ""},
		{"comma after quote", `title: "a"‹,›`, "front-syntax/extra", ""},
		{"comma after bracket", `title: [a, b] ‹,›`, "front-syntax/extra", ""},
		{"brace after brace", `title: {a: "b"}‹}›`, "front-syntax/extra", ""},
		{"escape", `title: "a ‹\q› b"`, "front-syntax/escape", `\\`},
		{"escape of a control", `title: "Dossier C:‹\t›emp\nouveau\là"`, "front-syntax/escape-control", `\\temp\\nouveau\\`},
		{"escape of a control before the end", `title: "C:‹\t›emp\"`, "front-syntax/escape-control", `\\temp\\`},
		{"escape of letters", `title: "C:‹\u›sers"`, "front-syntax/escape", `\\`},
		{"escape of a code", `title: "a‹\x07›"`, "front-syntax/escape-control", `\\`},
		{"escape of a line end", `title: "Un‹\n›Deux"`, "front-syntax/escape-line", ""},
		{"escape over lines", "title: \"C:‹\\t›emp\n  et \\a\"", "front-syntax/escape-control", "\\\\temp\n  et \\\\"},
		{"escape in braces", `title: {a: "‹\e›", b: c}`, "front-syntax/escape-control", `\\`},
		{"open bracket", "title: ‹[›a, b", "front-syntax/bracket", ""},
		{"open brace", "title: {a: ‹[›b, c}", "front-syntax/bracket", ""},
		{"double comma", "title: [a,‹,› b]", "front-syntax/separator", ""},
		{"no comma", "title: [\"a\" ‹\"›b\"]", "front-syntax/separator", ""},
		{"colon in brackets", "title: {fr: ‹a: b›, en: c}", "front-syntax/colon", ""},
		{"brace without name", "title: {‹a›, b: c}", "front-syntax/pair", ""},
		{"lost brace", "title: ‹fr: a, en: b}›", "front-syntax/colon", ""},
		{"indent", "‹ ›title: a", "front-syntax/indent", ""},
		{"indent of item", "list:\n  - a: b\n‹   ›c: d", "front-syntax/indent", ""},
		{"list where a value is", "list: a\n‹  ›- b", "front-syntax/indent", ""},
		{"reserved", "title: ‹@›halte", "front-syntax/reserved", `"@halte"`},
		{"bold", "title: ‹*›*Halte** ouverte", "front-syntax/reserved", `"**Halte** ouverte"`},
		{"dash as value", "title: ‹-› a", "front-syntax/reserved", `"- a"`},
		{"name in quotes", "‹\"01\"›: Ain", "front-syntax/name", "01"},
		{"name in apostrophes", "list:\n  ‹'2A'›: {a: b}", "front-syntax/name", "2A"},
		{"no name", "‹trente-neuf›", "front-syntax/mapping", ""},
		{"no space", "‹title:\"a\"›", "front-syntax/space", " "},
		{"no space in braces", "title: {‹value:40›,unit:t, a: b,c:\"d,e:f\"}", "front-syntax/space", "value: 40,unit: t, a: b,c: "},
		{"no space in braces, later", "title: {unit: t, ‹value:40›}", "front-syntax/space", "value: "},
		{"decimal comma in braces", "title: {value: ‹12,5›, unit: t}", "front-syntax/comma-number", "12.5"},
		{"decimal comma and thousands in braces", "title: {value: ‹-1 234,567›}", "front-syntax/comma-number", "-1234.567"},
		{"thousands in braces", "title: {value: ‹1,234,567›, unit: t}", "front-syntax/comma-number", "1234567"},
		{"decimals or thousands in braces", "title: {value: ‹12,500›, unit: t}", "front-syntax/comma-grouped", ""},
		{"less than one in braces", "title: {value: ‹0,125›, unit: t}", "front-syntax/comma-number", "0.125"},
		{"comma in a text in braces", "title: {title: ‹Bilan, annexe›, url: a}", "front-syntax/comma", `"Bilan, annexe"`},
		{"commas in a text in braces", "title: {url: a, title: ‹Bilan, annexe, l'été›}", "front-syntax/comma", `"Bilan, annexe, l'été"`},
		{"comma in typographic quotes in braces", "title: {title: ‹“Bilan, annexe”›, url: a}", "front-syntax/comma", `"Bilan, annexe"`},
		{"comma before an address in braces", "title: {title: ‹Bilan, url le site›, see: a}", "front-syntax/comma", `"Bilan, url le site"`},
		{"a name alone behind a number", "title: {value: 3, ‹unit›}", "front-syntax/pair", ""},
		{"a name without a colon in braces", "title: {unit: ‹t, value 3›}", "front-syntax/comma", ""},
		{"decimal comma and a space in braces", "title: {value: ‹12, 5›, unit: t}", "front-syntax/comma-number", ""},
		{"dash alone", "title: ‹-›", "front-syntax/reserved", ""},
		{"escape of an apostrophe", `title: "L‹\›'association d\'été"`, "front-syntax/escape-apostrophe", `'association d`},
		{"escape of a typographic apostrophe", `title: {a: "L‹\›’association", b: c}`, "front-syntax/escape-apostrophe", ""},
		{"escape of an apostrophe and of others", `title: "L‹\›'association \d"`, "front-syntax/escape-apostrophe", `'association \\`},
		{"escape of an apostrophe and of a line end", `title: "L‹\›'association\n"`, "front-syntax/escape-apostrophe", ""},
		{"half a character", `title: "‹\ud83d›\ude00"`, "front-syntax/escape", ""},
		{"single long dash", "title:\n  ‹–› un", "front-syntax/bullet", ""},
		{"long dash in a list", "title:\n  - un\n  ‹–›deux\n  - trois", "front-syntax/bullet", "- "},
		{"single bullet", "title:\n  ‹•› un", "front-syntax/bullet", "-"},
		{"no-break space before a quote", "title:‹ \u00A0›\"a\"", "front-syntax/no-break", " "},
		{"dash without a space", "title:\n  ‹-›un\n  - deux\n  -trois", "front-syntax/dash", "- un\n  - deux\n  - "},
		{"dash without a space, later", "title:\n- un\n‹-›{a: b}\n-c", "front-syntax/dash", "- {a: b}\n- "},
		{"dash without a space before fields", "title:\n‹-›a: b\n c: d", "front-syntax/dash", "- "},
		{"bullets", "title:\n  ‹•› un\n  – deux\n  —trois", "front-syntax/bullet", "- un\n  - deux\n  - "},
		{"long dashes before fields", "title:\n  ‹–› a: b\n    c: d\n  – a: e\n    c: f", "front-syntax/bullet", "- a: b\n    c: d\n  -"},
		{"bullets before fields", "title:\n‹•› a: b\n  c: {d: e,\n   f: g}\n·  a: e\n   c: f", "front-syntax/bullet", "- a: b\n  c: {d: e,\n   f: g}\n-"},
		{"bullets without a space before fields", "title:\n  ‹•›a: b\n    c: d\n  •a: e\n    c: f", "front-syntax/bullet", "- a: b\n    c: d\n  - "},
		{"no-break space between the dash and fields", "title:\n  -‹\u202F›a: b\n    c: d", "front-syntax/no-break", " "},
		{"number below a name", "title:\n  ‹-5 degrés›", "front-syntax/below", ""},
		{"number below a name, no deeper", "title:\n‹-5 degrés›", "front-syntax/mapping", ""},
		{"numbers below a name", "title:\n  ‹-›5 degrés\n  -6 degrés", "front-syntax/dash", "- 5 degrés\n  - "},
		{"a number before an item", "title:\n  ‹-›1er mai\n  - 2 mai", "front-syntax/dash", "- "},
		{"numbers alone", "title:\n  ‹-›5\n  -6,5", "front-syntax/dash", ""},
		{"number behind an item", "title:\n  - a: b\n  ‹-›5 degrés", "front-syntax/dash", ""},
		{"stars", "title:\n  ‹*› un\n  * deux", "front-syntax/bullet", "- un\n  -"},
		{"no-break indent", "title:\n‹\u00A0\u202F›- un", "front-syntax/no-break", "  "},
		{"no-break space before the colon", "title‹\u00A0›: a", "front-syntax/no-break-colon", ""},
		{"no-break spaces around the colon", "title‹\u00A0:\u202F›a", "front-syntax/no-break-colon", ": "},
		{"no-break space after the colon", "title:‹\u00A0›a", "front-syntax/no-break", " "},
		{"no-break space after the dash", "title:\n  -‹\u00A0›un", "front-syntax/no-break", " "},
		{"no-break space before a colon in braces", "title: {a: b, c‹\u00A0›: d}", "front-syntax/no-break-colon", ""},
		{"no-break space after a colon in braces", "title: {a:‹\u00A0›b, c: d}", "front-syntax/no-break", " "},
		{"no-break space after a comma in braces", "title: {a: b,‹\u00A0›c: d}", "front-syntax/no-break", " "},
		{"comment in text", "title: Halte ‹# 1 ouverte›", "front-syntax/comment", `"Halte # 1 ouverte"`},
		{"comment as value", "title: ‹#›1", "front-syntax/reserved", `"#1"`},
		{"tab", "list:\n‹\t›- a", "front-tab", "  "},
		{"duplicate", "title: a\n‹title›: b", "front-duplicate", ""},
		{"duplicate inside", "title: {a: b, ‹a›: c}", "front-duplicate", ""},
		{"anchor", "title: ‹&a› b", "front-yaml-feature/anchor", ""},
		{"alias", "title: ‹*a›", "front-yaml-feature/alias", ""},
		{"alias in list", "title: [b, ‹*a›]", "front-yaml-feature/alias", ""},
		{"tag", "title: ‹!!int› 3", "front-yaml-feature/tag", ""},
		{"merge", "‹<<›: {a: b}", "front-yaml-feature/merge", ""},
		{"merge inside", "title: {‹<<›: {a: b}, c: d}", "front-yaml-feature/merge", ""},
		{"document", "‹...›", "front-yaml-feature/document", ""},
		{"directive", "‹%›YAML 1.2", "front-syntax/reserved", ""},
		{"block indent", "text: |\n    a\n‹  ›b", "front-syntax/indent", ""},
		{"block header", "text: ‹|› a", "front-syntax/reserved", `"| a"`},
		{"depth", "title: " + strings.Repeat("[", 31) + "‹[›" + strings.Repeat("]", 32), "front-too-deep", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, start, end := marked(t, "---\n"+strings.Replace(whole, "%", tt.lines, 1)+"---\nBody.\n")
			doc, found := new(Reader).Read(file(text))
			if len(found) != 1 || found[0].Msg != tt.want || found[0].Span != source.In("content/a.fr.md", start, end) {
				t.Fatalf("got %v, want %s at %d to %d", found, tt.want, start, end)
			}
			fix := ""
			if found[0].Fix != nil {
				fix = found[0].Fix.Text
			}
			if fix != tt.fix {
				t.Errorf("fix %q, want %q", fix, tt.fix)
			}
			for name, want := range map[string]string{"first": "a", "last": "z"} {
				if v := doc.Root.Get(name); v == nil || v.Text != want {
					t.Errorf("%s: %+v, want %q", name, v, want)
				}
			}
			if body := text[doc.Body.Start:doc.Body.End]; body != "Body.\n" {
				t.Errorf("body %q", body)
			}
		})
	}
}

// TestNarrowMarks wants what follows a wide mark of a list read where it stands.
func TestNarrowMarks(t *testing.T) {
	const text = "---\nlist:\n  – title: été\n    url: x\n  • - [b, \"c\"]\n    - d\n  -\u00A0title: e\n    url: f\nlast: z\n---\n"
	doc, _ := new(Reader).Read(file(text))
	want := []string{"title=été", "url=x", "b", "c", "d", "title=e", "url=f", "last=z"}
	var got []string
	var walk func(n *Node)
	walk = func(n *Node) {
		for _, p := range n.Pairs {
			if p.Value.Kind == Scalar {
				got = append(got, text[p.Span.Start:p.Span.End]+"="+text[p.Value.Span.Start:p.Value.Span.End])
			}
			walk(p.Value)
		}
		for _, item := range n.Items {
			if item.Kind == Scalar {
				got = append(got, text[item.Span.Start:item.Span.End])
			}
			walk(item)
		}
	}
	walk(doc.Root)
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// TestNoBreakSpacesWithin wants no-break spaces left alone where a value or a text
// may have them.
func TestNoBreakSpacesWithin(t *testing.T) {
	for _, line := range []string{"title: \u00A0Halte", "title: Halte\u00A0?", "title: {a: b\u00A0c, d: e}", "title: |\n  \u00A0a", "list:\n  - Halte\u00A0!", "\u00A0\ntitle: a"} {
		if _, found := new(Reader).Read(file("---\n" + line + "\n---\nBody.\n")); len(found) > 0 {
			t.Errorf("%q: %v", line, found)
		}
	}
}

// TestLineEndsInSettings wants escapes of line ends read there, and others not.
func TestLineEndsInSettings(t *testing.T) {
	doc, found := ReadSettings(file(`help: "Un\nDeux"`))
	if len(found) > 0 || doc.Root.Get("help").Text != "Un\nDeux" {
		t.Errorf("%v", found)
	}
	if _, found := ReadSettings(file(`help: "C:\temp\nouveau"`)); len(found) != 1 || found[0].Msg != "front-syntax/escape-control" {
		t.Errorf("%v", found)
	}
}

func TestDelimiters(t *testing.T) {
	tests := []struct {
		name, text string
		want       diag.Msg
		body       string
	}{
		{"none", "‹›Un paragraphe.\n", "front-missing", ""},
		{"only the first missing", "‹›title: a\n---\nBody.\n", "front-missing", ""},
		{"not closed", "‹---›\ntitle: a\n\nBody.\n", "front-open", "\nBody.\n"},
		{"opening with a space", "‹-- -›\ntitle: a\n---\nBody.\n", "front-delimiter", "Body.\n"},
		{"opening too short", "‹--›\ntitle: a\n---\nBody.\n", "front-delimiter", "Body.\n"},
		{"closing too short", "---\ntitle: a\n‹--›\nBody.\n", "front-delimiter", "Body.\n"},
		{"closing too long", "---\ntitle: a\n‹----›\nBody.\n", "front-delimiter", "Body.\n"},
		{"closing damaged, a rule below", "---\ntitle: a\n‹--x›\nBody.\n\n---\n\nMore.\n", "front-delimiter", "Body.\n\n---\n\nMore.\n"},
		{"closing and text", "---\ntitle: a\n‹---Body.›\n", "front-delimiter", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, start, end := marked(t, tt.text)
			doc, found := new(Reader).Read(file(text))
			if len(found) != 1 || found[0].Msg != tt.want || found[0].Span != source.In("content/a.fr.md", start, end) {
				t.Fatalf("got %v, want %s at %d to %d", found, tt.want, start, end)
			}
			if got := text[doc.Body.Start:doc.Body.End]; doc.Root != nil && got != tt.body {
				t.Errorf("body %q, want %q", got, tt.body)
			}
			if doc.Root != nil && (doc.Root.Get("title") == nil || doc.Root.Get("title").Text != "a") {
				t.Error("the title is lost")
			}
		})
	}
}

// TestPlaces wants the exact bytes of every kind of value.
func TestPlaces(t *testing.T) {
	const text = "\uFEFF---\r\n# comment\r\nplain: deux mots   \r\nquoted: \"L\\\"été\"\nsingle: 'a''b'\nempty:\nnull: ~\nflow: [é, \"b\", {c: d}]\n" +
		"list:\n- un\n-   deux\nnested:\n  - name: x # why\n    list: [1,\n      2]\nblock: |\n  une\n\n  deux\nfolded: un\n  deux\nlong: \"un\n  deux\"\n--- \nBody"
	doc, found := new(Reader).Read(file(text))
	if len(found) != 1 || found[0].Msg != "front-bom" {
		t.Fatal(found)
	}
	var got []string
	var walk func(name string, n *Node)
	walk = func(name string, n *Node) {
		got = append(got, name+" = "+text[n.Span.Start:n.Span.End]+" = "+n.Text)
		for _, p := range n.Pairs {
			if text[p.Span.Start:p.Span.End] != p.Name {
				t.Errorf("the name %q stands at %q", p.Name, text[p.Span.Start:p.Span.End])
			}
			walk(name+"."+p.Name, p.Value)
		}
		for _, item := range n.Items {
			walk(name+"[]", item)
		}
	}
	for _, p := range doc.Root.Pairs {
		walk(p.Name, p.Value)
	}
	want := []string{
		"plain = deux mots = deux mots", `quoted = L\"été = L"été`, "single = a''b = a'b", "empty = empty = ", "null = ~ = ",
		`flow = [é, "b", {c: d}] = `, "flow[] = é = é", "flow[] = b = b", "flow[] = {c: d} = ", "flow[].c = d = d",
		"list = - un\n-   deux = ", "list[] = un = un", "list[] = deux = deux",
		"nested = - name: x # why\n    list: [1,\n      2] = ", "nested[] = name: x # why\n    list: [1,\n      2] = ", "nested[].name = x = x",
		"nested[].list = [1,\n      2] = ", "nested[].list[] = 1 = 1", "nested[].list[] = 2 = 2",
		"block = |\n  une\n\n  deux = une\n\ndeux\n", "folded = un\n  deux = un deux", "long = un\n  deux = un deux",
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("at %d:\ngot  %q\nwant %q", i, got[min(i, len(got)-1):], want[min(i, len(want)-1):])
		}
	}
	if body := text[doc.Body.Start:doc.Body.End]; body != "Body" {
		t.Errorf("body %q", body)
	}
}

// TestPlace wants the bytes of a word inside a text, where they can be known.
func TestPlace(t *testing.T) {
	const text = "---\na: un mot\nb: \"un mot\"\nc: |\n\n    un\n      autre mot\n\n    là\nd: \"l\\u00e0 un mot\"\n---\n"
	doc, found := new(Reader).Read(file(text))
	if len(found) > 0 {
		t.Fatal(found)
	}
	for _, p := range doc.Root.Pairs {
		at := strings.Index(p.Value.Text, "mot")
		span := p.Value.Place(at, at+3)
		want := "mot"
		if p.Name == "d" {
			want = `l\u00e0 un mot`
		}
		if got := text[span.Start:span.End]; got != want {
			t.Errorf("%s: %q, want %q", p.Name, got, want)
		}
	}
}

// FuzzRead wants no panic and every place inside the file, whatever the file.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"---\na: b\n---\n", "---\n- [a, {b: 'c'}]\n\t- |\n  x\n--", "a: \"b\n  c\" # d\n---", "---\na: &x *y !z\n<<: {\n---"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		for _, read := range []func(*source.File) (Document, diag.List){new(Reader).Read, ReadSettings} {
			doc, found := read(file(text))
			spans := []source.Span{doc.Body, doc.Front}
			for _, d := range found {
				spans = append(spans, d.Span)
			}
			var walk func(n *Node)
			walk = func(n *Node) {
				spans = append(spans, n.Span)
				for _, p := range n.Pairs {
					spans = append(spans, p.Span)
					walk(p.Value)
				}
				for _, item := range n.Items {
					walk(item)
				}
			}
			if doc.Root != nil {
				walk(doc.Root)
			}
			for _, span := range spans {
				if !span.IsZero() && (span.Start < 0 || span.End < span.Start || span.End > len(text)) {
					t.Fatalf("span %v of a text of %d bytes", span, len(text))
				}
			}
		}
	})
}
