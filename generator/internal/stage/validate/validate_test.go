package validate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse"
)

func bound(x float64) *float64 { return &x }

// small is the schema of a site with one type, whose fields are all ruled.
func small() *schema.Schema {
	inner := []*schema.Field{
		{Name: "value", Kind: schema.KindNumber, Required: true, Max: bound(100)},
		{Name: "unit", Kind: schema.KindText, Required: true, Translated: true},
		{Name: "icon", Kind: schema.KindImage},
	}
	note := &schema.Type{Name: "note", Folder: "notes", BodyRequired: true, Fields: []*schema.Field{
		{Name: "title", Kind: schema.KindText, Required: true, Translated: true, Min: bound(2), Max: bound(20)},
		{Name: "date", Kind: schema.KindDate, Required: true},
		{Name: "summary", Kind: schema.KindMarkdown, Required: true, Translated: true, Max: bound(30)},
		{Name: "count", Kind: schema.KindInteger, Min: bound(1), Max: bound(9)},
		{Name: "ratio", Kind: schema.KindNumber, Min: bound(-0.5)},
		{Name: "names", Kind: schema.KindText, Many: true, Min: bound(2), Max: bound(3)},
		{Name: "colour", Kind: schema.KindText},
		{Name: "photo", Kind: schema.KindImage},
		{Name: "photos", Kind: schema.KindImage, Many: true},
		{Name: "sheet", Kind: schema.KindFile},
		{Name: "address", Kind: schema.KindObject, Translated: true, Fields: inner},
		{Name: "facts", Kind: schema.KindList, Translated: true, Max: bound(3), Fields: inner},
		{Name: "sizes", Kind: schema.KindList, Fields: []*schema.Field{{Name: "size", Kind: schema.KindInteger}}},
	}}
	return &schema.Schema{
		Config:  schema.Config{SourceLocale: "fr", TimeZone: "UTC"},
		Types:   []*schema.Type{note},
		Locales: []*schema.Locale{{Tag: "fr", Typography: "none"}, {Tag: "en", Typography: "none"}},
	}
}

// whole is what the rules ask of every source page.
const whole = "title: Une mare\ndate: 2024-07-26\nsummary: Une mare.\n"

// page makes an entry's text of the lines of its front matter.
func page(lines string) string { return "---\n" + lines + "\n---\nDu texte.\n" }

// translation is page in another language.
func translation(lines string) string { return "---\n" + lines + "\n---\nSome text.\n" }

// check parses and validates a site of these files. What parse finds is left
// out.
func check(files map[string]string) diag.List {
	var list []*source.File
	for path, text := range files {
		list = append(list, &source.File{Path: path, Data: []byte(text), Size: int64(len(text)), Hash: path})
	}
	tree, s := source.NewTree(list), small()
	var entries []*content.Entry
	for _, f := range parse.Files(tree) {
		entries = append(entries, parse.File(f, s))
	}
	return All(entries, s, tree, nil)
}

func messages(ds diag.List) []string {
	var list []string
	for _, d := range ds.Sorted() {
		text := fmt.Sprintf("%s:%d-%d %s %s", d.Span.File, d.Span.Start, d.Span.End, d.Msg, strings.Join(d.Args, " "))
		if d.Fix != nil {
			text += " -> " + d.Fix.Text
		}
		list = append(list, strings.TrimSpace(text))
	}
	return list
}

const (
	french  = "content/notes/a.fr.md"
	english = "content/notes/a.en.md"
)

// marked takes the marks ‹ and › out of a text and returns their place.
func marked(t *testing.T, path, text string) (plain string, span source.Span) {
	t.Helper()
	before, rest, ok := strings.Cut(text, "‹")
	inside, after, closed := strings.Cut(rest, "›")
	if !ok || !closed {
		t.Fatalf("no marks in %q", text)
	}
	return before + inside + after, source.In(path, len(before), len(before)+len(inside))
}

// TestSource wants one diagnostic of a source page, at the place between ‹ and
// ›.
func TestSource(t *testing.T) {
	const rest = "date: 2024-07-26\nsummary: Une mare.\n"
	tests := []struct {
		name, text string
		want       diag.Msg
		args       string
	}{
		{"field missing", "---\n‹›" + rest + "---\nTexte.\n", "field-missing", "title"},
		{"field empty", "---\n‹title›:\n" + rest + "---\nTexte.\n", "field-missing/empty", "title"},
		{"field null", "---\n‹title›: ~\n" + rest + "---\nTexte.\n", "field-missing/empty", "title"},
		{"field of quotation marks", "---\n‹title›: \"\"\n" + rest + "---\nTexte.\n", "field-missing/empty", "title"},
		{"field empty before a comment", "---\n‹title›: # plus tard\n" + rest + "---\nTexte.\n", "field-missing/empty", "title"},
		{"number small", page(whole + "count: ‹0›"), "field-range/min-number", "count 0 1"},
		{"number large", page(whole + "count: ‹10›"), "field-range/max-number", "count 10 9"},
		{"decimal small", page(whole + "ratio: ‹-0.75›"), "field-range/min-number", "ratio -0.75 -0.5"},
		{"few items", page(whole + "names: ‹[a]›"), "field-range/min-items", "names 1 2"},
		{"many items", page(whole + "names: ‹[a, b, c, d]›"), "field-range/max-items", "names 4 3"},
		{"many items of a list", page(whole + "facts: ‹[{value: 1, unit: a}, {value: 1, unit: a}, {value: 1, unit: a}, {value: 1, unit: a}]›"), "field-range/max-items", "facts 4 3"},
		{"twice", page(whole + "names: [a, b, ‹a›]"), "field-repeat", "names a"},
		{"missing inside an object", page(whole + "address: ‹{value: 3}›"), "field-missing", "unit"},
		{"missing inside a list", page(whole + "facts:\n  - value: 3\n    unit: km\n  - ‹unit: km›"), "field-missing", "value"},
		{"empty inside a list", page(whole + "facts: [{value: 3, ‹unit›: }]"), "field-missing/empty", "unit"},
		{"bound inside a list", page(whole + "facts: [{value: ‹101›, unit: km}]"), "field-range/max-number", "value 101 100"},
		{"body empty", "---\n" + whole + "---\n\n‹›", "body-empty", ""},
		{"alternative text", page(whole + "photo: ‹/media/map.png›"), "image-alt", ""},
		{"alternative text in a list", page(whole + "photos: [{src: /media/map.png, alt: a}, ‹/media/plan.png›]"), "image-alt", ""},
		{"image", page(whole + "photo: {src: ‹/media/mapp.png›, alt: a}"), "image-missing", "/media/mapp.png"},
		{"image inside", page(whole + "address: {value: 1, unit: a, icon: {src: ‹/media/no.svg›, alt: a}}"), "image-missing", "/media/no.svg"},
		{"image of markdown", page("title: Une mare\ndate: 2024-07-26\nsummary: \"![a](‹/no.png›)\""), "image-missing", "/no.png"},
		{"image of the body", "---\n" + whole + "---\n![Une mare](‹b.png›)\n", "image-missing", "b.png"},
		{"file", page(whole + "sheet: ‹no.pdf›"), "file-missing", "no.pdf"},
		{"settings as a file", page(whole + "sheet: ‹/site.yaml›"), "file-missing", "/site.yaml"},
		{"entry as a file", page(whole + "sheet: ‹a.fr.md›"), "file-missing", "a.fr.md"},
		{"path that leaves the content", page(whole + "sheet: ‹../../themes/plain/a.css›"), "file-missing", "../../themes/plain/a.css"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, span := marked(t, french, tt.text)
			found := check(map[string]string{
				french: text, "content/site.yaml": "a: b\n", "themes/plain/a.css": "", "content/media/map.png": "", "content/media/plan.png": "", "content/notes/a.png": "",
			})
			if len(found) != 1 || found[0].Msg != tt.want || found[0].Span != span || strings.Join(found[0].Args, " ") != tt.args {
				t.Errorf("got %q, want %s %s at %v", messages(found), tt.want, tt.args, span)
			}
		})
	}
}

// TestSound wants no complaint about the bounds themselves, nor about what is
// left out and not required.
func TestSound(t *testing.T) {
	for _, lines := range []string{
		"", "count: 1", "count: 9", "ratio: -0.5", "names: [a, b]", "names: [a, b, c]", "address: {value: 100, unit: km}", "facts: []",
		"facts: [{value: 1, unit: a}, {value: 1, unit: a}]", "sheet: /media/plan.pdf", "sheet: plan.pdf", "sheet: ../media/plan.pdf", "draft: true",
		"publish: 2024-07-26\nexpire: 2024-07-27", "publish: 2024-07-27", "expire: 2024-07-27", "count:", "names: ~",
	} {
		found := check(map[string]string{french: page(whole + lines), "content/media/plan.pdf": "", "content/notes/plan.pdf": ""})
		if len(found) > 0 {
			t.Errorf("%q: got %q", lines, messages(found))
		}
	}
	for _, title := range []string{"ab", strings.Repeat("é", 20)} {
		if found := check(map[string]string{french: page(strings.Replace(whole, "Une mare", title, 1))}); len(found) > 0 {
			t.Errorf("%q: got %q", title, messages(found))
		}
	}
}

// TestSaidOnce wants no second complaint about what parse has reported.
func TestSaidOnce(t *testing.T) {
	tests := []struct{ name, path, text string }{
		{"wrong value", french, page(strings.Replace(whole, "2024-07-26", "hier", 1))},
		{"list for a text", french, page(strings.Replace(whole, "Une mare", "[a]", 1))},
		{"damaged value", french, page(strings.Replace(whole, "Une mare", "Une mare: deux", 1))},
		{"damaged line", french, page(strings.Replace(whole, "title: ", "title ", 1))},
		{"no front matter", french, "Du texte.\n"},
		{"not closed", french, "---\n" + whole},
		{"nothing", french, ""},
		{"unknown folder", "content/photos/a.fr.md", page("title: a")},
		{"unknown locale", "content/notes/a.de.md", page("title: a")},
		{"no locale", "content/notes/a.md", page("title: a")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if found := check(map[string]string{tt.path: tt.text}); len(found) > 0 {
				t.Errorf("got %q", messages(found))
			}
		})
	}
}

// TestNearestFile wants the file that was meant, written as it was written.
func TestNearestFile(t *testing.T) {
	files := map[string]string{"content/media/map.png": "", "content/notes/plan.pdf": "", "content/notes/deep/map.png": ""}
	for _, tt := range []struct{ line, want string }{
		{"photo: {src: /media/mpa.png, alt: a}", "/media/map.png"},
		{"photo: {src: deep/mapp.png, alt: a}", "deep/map.png"},
		{"sheet: plann.pdf", "plan.pdf"},
		{"sheet: /notes/Plan.pdf", "/notes/plan.pdf"},
		{"sheet: budget.xlsx", ""},
	} {
		files[french] = page(whole + tt.line)
		found := check(files)
		if len(found) != 1 {
			t.Fatalf("%s: got %q", tt.line, messages(found))
		}
		fix := ""
		if found[0].Fix != nil {
			fix = found[0].Fix.Text
		}
		if fix != tt.want {
			t.Errorf("%s: fix %q, want %q", tt.line, fix, tt.want)
		}
	}
}

func TestRepeatNote(t *testing.T) {
	text, first := marked(t, french, page(whole+"names: [‹a›, b, \"a\"]"))
	found := check(map[string]string{french: text})
	if len(found) != 1 || found[0].Msg != "field-repeat" || found[0].Notes[0].Span != first {
		t.Errorf("got %v, want a note at %v", found, first)
	}
}

func TestPublishOrder(t *testing.T) {
	for _, expire := range []string{"2024-07-26", "2024-07-25T23:00"} {
		text, publish := marked(t, french, page(whole+"publish: ‹2024-07-26›\nexpire: "+expire))
		found := check(map[string]string{french: text})
		at := strings.LastIndex(text, expire)
		if len(found) != 1 || found[0].Msg != "publish-order" || found[0].Span != source.In(french, at, at+len(expire)) || found[0].Notes[0].Span != publish {
			t.Errorf("%s: got %v", expire, found)
		}
	}
}

// TestDuplicate wants the second file of a page, in order of path, with the
// place of the first.
func TestDuplicate(t *testing.T) {
	const index = "content/notes/a/index.fr.md"
	found := check(map[string]string{french: page(whole), index: page(whole), english: translation("title: A pond\nsummary: A pond.")})
	if len(found) != 1 || found[0].Msg != "entry-duplicate" || found[0].Span != source.In(index, 0, 0) || found[0].Notes[0].Span != source.In(french, 0, 0) {
		t.Errorf("got %v", found)
	}
}

// TestOrphan wants a translation without source page reported, and no guess of
// what it would inherit.
func TestOrphan(t *testing.T) {
	found := check(map[string]string{english: translation("title: A pond"), "content/notes/b.fr.md": page(whole)})
	want := []string{english + ":0-0 translation-orphan content/notes/a.fr.md"}
	if got := messages(found); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestTranslation checks a translation against a source page with every kind of
// field. The note of the diagnostic leads to the source page.
func TestTranslation(t *testing.T) {
	const base = whole + "colour: vert\nnames: [a, b]\naddress: {value: 1, unit: pas}\nfacts:\n  - {value: 1, unit: pas}\n  - {value: 2, unit: lieues}\nsizes: [{size: 1}]"
	const own = "title: A pond\nsummary: A pond.\n"
	tests := []struct {
		name, lines string
		want        diag.Msg
		args        string
	}{
		{"inherits the rest", own, "", ""},
		{"inherits a required field", own + "count: 3", "", ""},
		{"inherits a title", "summary: A pond.", "", ""},
		{"does not inherit a text of Markdown", "‹›title: A pond", "field-missing", "summary"},
		{"writes the texts of a list", own + "facts: [{unit: steps}, {unit: leagues}]", "", ""},
		{"writes the texts of an object", own + "address: {unit: steps}", "", ""},
		{"inherits items whole", own + "facts: [{}, {unit: leagues}]", "", ""},
		{"own value of an inherited field", own + "colour: green", "", ""},
		{"repeats a text that may be the same", strings.Replace(own, "A pond", "Une mare", 1), "", ""},
		{"repeats a date", own + "‹date›: 2024-07-26", "translation-same", "date"},
		{"repeats an untranslated text", own + "‹colour›: \"vert\"", "translation-same", "colour"},
		{"repeats many", own + "‹names›: [a, b]", "translation-same", "names"},
		{"many in another order", own + "names: [b, a]", "", ""},
		{"repeats a list", own + "‹sizes›: [{size: 1}]", "translation-same", "sizes"},
		{"fewer items", own + "‹facts›: [{unit: steps}]", "translation-list", "facts 1 2"},
		{"no items", own + "‹facts›: []", "translation-list", "facts 0 2"},
		{"bound of its own value", own + "count: ‹10›", "field-range/max-number", "count 10 9"},
		{"empties a required field", own + "‹date›:", "field-missing/empty", "date"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, span := translation(tt.lines), source.Span{}
			if tt.want != "" {
				text, span = marked(t, english, text)
			}
			found := check(map[string]string{french: page(base), english: text})
			if tt.want == "" {
				if len(found) > 0 {
					t.Errorf("got %q", messages(found))
				}
				return
			}
			if len(found) != 1 || found[0].Msg != tt.want || found[0].Span != span || strings.Join(found[0].Args, " ") != tt.args {
				t.Fatalf("got %q, want %s %s at %v", messages(found), tt.want, tt.args, span)
			}
			if strings.HasPrefix(string(tt.want), "translation-") {
				name, _, _ := strings.Cut(tt.args, " ")
				at := strings.Index(page(base), "\n"+name+":") + 1
				if n := found[0].Notes; len(n) != 1 || n[0].Msg != "note/source-entry" || n[0].Span != source.In(french, at, at+len(name)) {
					t.Errorf("notes %v", n)
				}
			}
		})
	}
}

// TestMoreItems wants the items that the source page lacks to be told by the
// length of the list, once, and what they miss themselves.
func TestMoreItems(t *testing.T) {
	found := check(map[string]string{
		french:  page(whole + "facts: [{value: 1, unit: pas}]"),
		english: translation("title: A pond\nsummary: A pond.\nfacts: [{unit: steps}, {value: 2, unit: leagues}]"),
	})
	if len(found) != 1 || found[0].Msg != "translation-list" || strings.Join(found[0].Args, " ") != "facts 2 1" {
		t.Errorf("got %q", messages(found))
	}
}

// TestBrokenSource wants a translation not to be blamed for a value of its
// source page that is wrong.
func TestBrokenSource(t *testing.T) {
	for _, text := range []string{page(strings.Replace(whole, "2024-07-26", "hier", 1)), page(strings.Replace(whole, "2024-07-26", "hier: soir", 1)), "---\n" + whole} {
		found := check(map[string]string{french: text, english: translation("title: A pond\nsummary: A pond.")})
		if len(found) > 0 {
			t.Errorf("%q: got %q", text, messages(found))
		}
	}
}

// TestPublishOrderAcrossFiles has a translation that would never be live.
func TestPublishOrderAcrossFiles(t *testing.T) {
	for lines, want := range map[string][]string{
		"publish: 2027-01-01": {english + ":44-54 publish-order 2027-01-01 2026-01-01"},
		"publish: 2025-01-01": nil,
		"expire: 2027-01-01":  nil,
	} {
		got := messages(check(map[string]string{french: page(whole + "expire: 2026-01-01"), english: translation("title: A pond\nsummary: A pond.\n" + lines)}))
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", lines, got, want)
		}
	}
}

// TestUntranslated wants a text that was left as it is in the source page reported in a
// translation that is published: not in a draft, nor where it may be a name.
func TestUntranslated(t *testing.T) {
	const long, front = "Une mare où viennent boire les oiseaux du quartier.\n", "---\ntitle: A pond\nsummary: A pond.\n"
	source := "---\ntitle: Une mare\ndate: 2024-07-26\nsummary: Une mare.\n---\n"
	for _, test := range []struct {
		french, english string
		want            []string
	}{
		{source + long, front + "---\n\n" + long + "\n", []string{english + ":39-39 translation-missing"}},
		{source + long, front + "draft: true\n---\n" + long, nil},
		{source + long, front + "---\nA pond where the birds of the neighbourhood drink.\n", nil},
		{source + "Emmaüs\n", front + "---\nEmmaüs\n", nil},
	} {
		if got := messages(check(map[string]string{french: test.french, english: test.english})); !slices.Equal(got, test.want) {
			t.Errorf("%q: got %q, want %q", test.english, got, test.want)
		}
	}
}

// TestEmptyHoweverSpelled wants a required field without a value reported at
// its name, in every spelling that YAML has for nothing.
func TestEmptyHoweverSpelled(t *testing.T) {
	for _, nothing := range []string{"", " ~", " null", ` ""`, " ''", " |", " >-", ` "\u00a0"`, ` "  "`, ` "\u200b"`} {
		lines := "title:" + nothing + "\ndate: 2024-07-26\nsummary: Une mare."
		got := messages(check(map[string]string{french: page(lines)}))
		if want := []string{french + ":4-9 field-missing/empty title"}; !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", nothing, got, want)
		}
	}
}

// TestDamagedSource damages the source page: its translation, which inherits
// from what cannot be read, is not to blame.
func TestDamagedSource(t *testing.T) {
	for _, damaged := range []string{
		"Du texte.\n",
		"---\ntitle: Une mare\ndate 2024-07-26\nsummary: Une mare.\n---\nDu texte.\n",
		page(whole + "facts: [oops, {value: 1, unit: m}]"),
	} {
		got := check(map[string]string{french: damaged, english: translation("title: A pond\nsummary: A pond.\nfacts: [{unit: m}, {unit: yd}]")})
		for _, d := range got {
			if d.Span.File == english {
				t.Errorf("%q: %s is said of the translation", damaged, d.Msg)
			}
		}
	}
}
