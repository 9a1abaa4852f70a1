package parse

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// rules is the schema of a small site: notes, and briefs in a folder of theirs.
func rules() *schema.Schema {
	fields := []*schema.Field{
		{Name: "title", Kind: schema.KindText, Translated: true, Required: true},
		{Name: "count", Kind: schema.KindInteger},
		{Name: "when", Kind: schema.KindDatetime},
	}
	return &schema.Schema{
		Config: schema.Config{SourceLocale: "fr", TimeZone: "Europe/Paris"},
		Types: []*schema.Type{
			{Name: "brief", Folder: "notes/briefs", Fields: fields},
			{Name: "note", Folder: "notes", Fields: fields},
		},
		Locales: []*schema.Locale{{Tag: "fr", Typography: "fr"}, {Tag: "pt-BR", Typography: "none"}},
	}
}

const sound = "---\ntitle: Une mare\n---\nDu texte.\n"

func file(path, text string) *source.File {
	return &source.File{Path: path, Data: []byte(text), Size: int64(len(text)), Hash: "hash of " + path}
}

func messages(ds diag.List) []string {
	var list []string
	for _, d := range ds.Sorted() {
		text := fmt.Sprintf("%s:%d-%d %s %s", d.Span.File, d.Span.Start, d.Span.End, d.Msg, strings.Join(d.Args, " "))
		for _, n := range d.Notes {
			text += fmt.Sprintf(" (%s %s)", n.Msg, strings.Join(n.Args, " "))
		}
		list = append(list, text)
	}
	return list
}

func TestIdentity(t *testing.T) {
	tests := []struct{ path, id, locale, kind string }{
		{"content/notes/a.fr.md", "notes/a", "fr", "note"},
		{"content/notes/a.pt-BR.md", "notes/a", "pt-BR", "note"},
		{"content/notes/a/index.fr.md", "notes/a", "fr", "note"},
		{"content/notes/2024/a.fr.md", "notes/2024/a", "fr", "note"},
		{"content/notes/briefs/a.fr.md", "notes/briefs/a", "fr", "brief"},
		{"content/notes/briefs-old/a.fr.md", "notes/briefs-old/a", "fr", "note"},
		{"content/notes/briefs/index.fr.md", "notes/briefs", "fr", "note"},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			e := File(file(tt.path, sound), rules())
			if len(e.Diagnostics) > 0 {
				t.Fatal(messages(e.Diagnostics))
			}
			if e.File != tt.path || e.ID != tt.id || e.Locale != tt.locale || e.Type == nil || e.Type.Name != tt.kind || e.Hash != "hash of "+tt.path {
				t.Errorf("got %+v", e)
			}
		})
	}
}

// TestNames wants what is wrong with the name of a file, at its start, and what
// can still be read of it.
func TestNames(t *testing.T) {
	tests := []struct {
		path string
		want []string
	}{
		{"content/notes/a.md", []string{"file-name/locale a.fr.md (note/known fr, pt-BR)"}},
		{"content/notes/.fr.md", []string{"file-name/locale .fr.fr.md (note/known fr, pt-BR)"}},
		{"content/notes/a..md", []string{"file-name/locale a..fr.md (note/known fr, pt-BR)"}},
		{"content/notes/a.fe.md", []string{"file-locale fe (note/nearest fr) (note/known fr, pt-BR)"}},
		{"content/notes/a.swahili.md", []string{"file-locale swahili (note/known fr, pt-BR)"}},
		{"content/note/a.fr.md", []string{"file-folder note (note/nearest notes) (note/known notes/briefs, notes)"}},
		{"content/photos/a.fr.md", []string{"file-folder photos (note/known notes/briefs, notes)"}},
		{"content/a.fr.md", []string{"file-folder . (note/known notes/briefs, notes)"}},
		{"content/notes.fr.md", []string{"file-folder . (note/known notes/briefs, notes)"}},
		{"content/notes/index.fr.md", []string{"file-folder . (note/known notes/briefs, notes)"}},
		{"content/notes/Une Mare.fr.md", []string{"file-name/slug Une Mare (note/nearest une-mare)"}},
		{"content/notes/été/a_b.fr.md", []string{"file-name/slug a_b (note/nearest a-b)", "file-name/slug été (note/nearest ete)"}},
		{"content/notes/ماء.fr.md", []string{"file-name/slug ماء"}},
		{"content/notes/a.b.fr.md", []string{"file-name/slug a.b (note/nearest a-b)"}},
		{"content/photo/a.fe.md", []string{"file-folder photo (note/known notes/briefs, notes)", "file-locale fe (note/nearest fr) (note/known fr, pt-BR)"}},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			e := File(file(tt.path, sound), rules())
			var want []string
			for _, text := range tt.want {
				want = append(want, tt.path+":0-0 "+text)
			}
			if got := messages(e.Diagnostics); !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// TestPlaces wants the lines between the delimiters, and what follows them.
func TestPlaces(t *testing.T) {
	for _, bom := range []string{"", "\uFEFF"} {
		text := bom + sound
		e := File(file("content/notes/a.fr.md", text), rules())
		if front := text[e.FrontSpan.Start:e.FrontSpan.End]; front != "title: Une mare\n" {
			t.Errorf("front matter %q", front)
		}
		if body := text[e.BodySpan.Start:e.BodySpan.End]; body != "Du texte.\n" || string(e.Body.Text) != "Du texte." {
			t.Errorf("body %q, text %q", body, e.Body.Text)
		}
		if span := e.Fields.Value("title").Span; text[span.Start:span.End] != "Une mare" {
			t.Errorf("title at %q", text[span.Start:span.End])
		}
	}
}

// TestLocale wants the typography of the entry's locale and the zone of the
// site.
func TestLocale(t *testing.T) {
	const text = "---\ntitle: \"Où ?\"\nwhen: 2024-07-26 10:00\n---\nLà ?\n"
	for locale, want := range map[string][2]string{"fr": {"Où\u202F?", "<p>Là\u202F?</p>"}, "pt-BR": {"Où ?", "<p>Là ?</p>"}} {
		e := File(file("content/notes/a."+locale+".md", text), rules())
		html := ""
		for _, segment := range e.Body.Segments {
			html += string(segment.HTML)
		}
		if e.Text("title") != want[0] || strings.TrimSpace(html) != want[1] {
			t.Errorf("%s: title %q, text %q", locale, e.Text("title"), html)
		}
		if when := e.Fields.Value("when").Time().Format("15:04"); when != "08:00" {
			t.Errorf("%s: %s in UTC", locale, when)
		}
	}
	s := rules()
	s.Config.TimeZone = "Europe/Nowhere"
	if e := File(file("content/notes/a.fr.md", text), s); e.Fields.Value("when").Time().Format("15:04") != "10:00" {
		t.Error("an unknown zone is not UTC")
	}
}

// TestDamage wants an entry of which a missing field says nothing: FrontSpan is
// zero when it may stand in a damaged line.
func TestDamage(t *testing.T) {
	tests := []struct {
		name, text string
		want       diag.Msg
		complete   bool
		body       bool
	}{
		{"sound", sound, "", true, true},
		{"wrong value", "---\ntitle: a\ncount: douze\n---\nDu texte.\n", "field-kind/integer", true, true},
		{"empty front matter", "---\n---\nDu texte.\n", "", true, true},
		{"damaged value", "---\ntitle: Une mare: douze\n---\nDu texte.\n", "front-syntax/colon", true, true},
		{"line without name", "---\ntitre Une mare\n---\nDu texte.\n", "front-syntax/mapping", false, true},
		{"not closed", "---\ntitle: a\n", "front-open", false, false},
		{"list", "---\n- title\n---\nDu texte.\n", "front-syntax/mapping", false, true},
		{"no front matter", "Du texte.\n", "front-missing", false, false},
		{"nothing", "", "file-empty", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := File(file("content/notes/a.fr.md", tt.text), rules())
			if tt.want == "" && len(e.Diagnostics) > 0 || tt.want != "" && (len(e.Diagnostics) != 1 || e.Diagnostics[0].Msg != tt.want) {
				t.Fatalf("got %v, want %q", messages(e.Diagnostics), tt.want)
			}
			if !e.FrontSpan.IsZero() != tt.complete {
				t.Errorf("front matter at %v", e.FrontSpan)
			}
			if (e.Body != nil) != tt.body {
				t.Errorf("body %v", e.Body)
			}
		})
	}
}

func TestSlug(t *testing.T) {
	e := File(file("content/notes/a.fr.md", "---\ntitle: a\nslug: la-mare\n---\n"), rules())
	if len(e.Diagnostics) > 0 || e.Slug() != "la-mare" {
		t.Errorf("slug %q with %v", e.Slug(), messages(e.Diagnostics))
	}
	const text = "---\ntitle: a\nslug: La mare !\n---\n"
	e = File(file("content/notes/a.fr.md", text), rules())
	if len(e.Diagnostics) != 1 || e.Slug() != "a" {
		t.Fatalf("slug %q with %v", e.Slug(), messages(e.Diagnostics))
	}
	d := e.Diagnostics[0]
	if d.Msg != "file-name/slug" || text[d.Span.Start:d.Span.End] != "La mare !" || d.Fix == nil || d.Fix.Text != "la-mare" {
		t.Errorf("got %+v", d)
	}
}

// TestProblems wants a diagnostic for every file that could not be taken, entry
// or not, and no entry made of it.
func TestProblems(t *testing.T) {
	for problem, want := range map[source.Problem]diag.Msg{
		source.TooLarge: "file-too-large", source.LinkOutside: "file-link/outside", source.LinkLoop: "file-link/loop",
		source.LinkBroken: "file-link/broken", source.Irregular: "file-irregular", source.BadName: "file-name",
	} {
		for _, path := range []string{"content/notes/a.fr.md", "content/map.png", "content/_types/x.yaml", "themes/plain/a.css"} {
			tree := source.NewTree([]*source.File{{Path: path, Problem: problem}})
			got := all(tree, rules())
			if len(got) != 1 || len(got[0].Diagnostics) != 1 || got[0].Diagnostics[0].Msg != want || got[0].Diagnostics[0].Span != source.In(path, 0, 0) || got[0].Fields != nil {
				t.Errorf("%s: got %+v, want %s", path, got, want)
			}
		}
	}
}

// TestBug wants a bug of the parser to be told of the file it happens in, and
// of no other.
func TestBug(t *testing.T) {
	s := rules()
	s.Types[1].Fields = append(s.Types[1].Fields, nil) // a schema that settings never make
	tree := source.NewTree([]*source.File{
		file("content/notes/a.fr.md", "---\ntitle: a\ncolour: red\n---\n"), file("content/notes/briefs/b.fr.md", sound),
	})
	got := all(tree, s)
	if len(got) != 2 || len(got[0].Diagnostics) != 1 || got[0].Diagnostics[0].Msg != "internal" || got[0].Diagnostics[0].Span != source.In("content/notes/a.fr.md", 0, 0) {
		t.Fatalf("got %+v", got)
	}
	if len(got[1].Diagnostics) > 0 || got[1].Text("title") != "Une mare" {
		t.Errorf("got %+v", got[1])
	}
}

// all parses the files of a tree that are entries.
func all(tree *source.Tree, s *schema.Schema) []*content.Entry {
	var entries []*content.Entry
	for _, f := range Files(tree) {
		entries = append(entries, File(f, s))
	}
	return entries
}

func many(n int) *source.Tree {
	list := []*source.File{
		file("content/site.yaml", "a: b\n"), file("content/_types/note.yaml", "a: b\n"), file("content/_drafts/a.fr.md", sound),
		file("content/notes/map.png", ""), file("themes/plain/a.md", sound),
	}
	for i := range n {
		list = append(list, file(fmt.Sprintf("content/notes/n%03d.fr.md", i), sound))
	}
	return source.NewTree(list)
}

func TestAll(t *testing.T) {
	tree := many(100)
	got := all(tree, rules())
	if len(got) != 100 {
		t.Fatalf("%d entries, want 100", len(got))
	}
	for i, e := range got {
		if want := fmt.Sprintf("notes/n%03d", i); e.ID != want || len(e.Diagnostics) > 0 {
			t.Fatalf("at %d: %s with %v, want %s", i, e.ID, messages(e.Diagnostics), want)
		}
	}
	if got := all(source.NewTree(nil), rules()); len(got) != 0 {
		t.Errorf("entries of an empty site: %v", got)
	}
}
