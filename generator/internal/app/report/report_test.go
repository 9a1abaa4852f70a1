package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"essaim/generator/internal/app/report"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

var update = flag.Bool("update", false, "write testdata/*.golden")

// site is a tree and the places in it. A place stands between ‹ and › in the
// text of a file.
type site struct {
	files []*source.File
	spans map[string]source.Span
}

// describe returns one diagnostic in a language.
func describe(d diag.Diagnostic, tree *source.Tree, lang string) report.Described {
	return report.DescribeAll(diag.List{d}, tree, lang)[0]
}

func newSite(files ...string) *site {
	s := &site{spans: map[string]source.Span{}}
	for i := 0; i < len(files); i += 2 {
		path, text := files[i], files[i+1]
		if before, rest, marked := strings.Cut(text, "‹"); marked {
			inside, after, _ := strings.Cut(rest, "›")
			s.spans[path] = source.In(path, len(before), len(before)+len(inside))
			text = before + inside + after
		}
		s.files = append(s.files, &source.File{Path: path, Data: []byte(text)})
	}
	return s
}

func (s *site) tree() *source.Tree { return source.NewTree(s.files) }

const (
	monter = "content/guides/monter.fr.md"
	bis    = "content/guides/monter-bis.fr.md"
	latin  = "content/news/latin, un:essai %.fr.md"
	espace = "content/news/espace.fr.md"
	types  = "content/_types/guide.yaml"
)

// mixed are diagnostics of every kind: with notes with and without places,
// fixes told and untold, files of several lines and files that do not exist.
func mixed() (diag.List, *source.Tree) {
	s := newSite(
		monter, "---\ntitle: Monter\n---\n"+strings.Repeat("\n", 10)+"Avant de monter, lisez [l'installation](‹/guides/instal›).\n",
		bis, "---\n‹slug: monter›\n---\n",
		types, "fields:\n  guide: {kind: ref, ‹to: guide›}\n",
		espace, "---\n---\n‹##›Titre\n",
		latin, "un\ndeux ‹\xE9\ntrois› quatre\n",
	)
	at := s.spans
	var ds diag.List
	ds.Add(
		diag.New("ref-missing", at[monter], "/guides/instal").
			WithNote("note/nearest-file", source.Span{}, "/guides/install", "content/guides/install.fr.md").
			WithFix(at[monter], "/guides/install"),
		diag.New("url-collision", source.In(monter, 4, 9), "/guides/monter/").WithNote("note/other", at[bis]),
		diag.New("entry-duplicate", at[bis]).WithNote("note/other", source.In(monter, 0, 0)),
		diag.New("ref-type", at[monter], "/news/a", "news", "guide").
			WithNote("note/defined", at[types]).
			WithNote("note/known", source.Span{}, "guide, page"),
		diag.New("heading-space", at[espace], "##").WithFix(source.In(espace, at[espace].End, at[espace].End), " "),
		diag.New("file-encoding", at[latin], "0xE9"),
		diag.New("term-unknown", at[bis], "theme", "x\x1b[31m").WithNote("note/terms-file", at[bis], "terms.yaml"),
		diag.New("front-syntax/colon", at[bis]).WithFix(at[bis], `slug: "monter"`),
		diag.New("translation-same", at[types], "to"),
		diag.New("ref-missing/draft", at[monter], "/guides/instal"),
		diag.New("settings-missing", source.In("content/site.yaml", 0, 0), "content/site.yaml"),
		diag.New("theme-missing", source.Span{}, "solidair"),
	)
	return ds.Sorted(), s.tree()
}

func TestGolden(t *testing.T) {
	ds, tree := mixed()
	for name, o := range map[string]report.Options{
		"text.fr":  {Format: report.Text, Lang: "fr"},
		"text.en":  {Format: report.Text, Lang: "en"},
		"color.fr": {Format: report.Text, Lang: "fr", Color: true},
		"json.fr":  {Format: report.JSON, Lang: "fr"},
		"github":   {Format: report.GitHub, Lang: "en"},
		"sarif":    {Format: report.SARIF, Lang: "en"},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := report.Write(&b, ds, tree, o); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(golden, b.Bytes(), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(b.Bytes(), want) {
				t.Errorf("differs from %s:\n%s", golden, b.Bytes())
			}
		})
	}
}

// TestTextForm wants the form that the design shows, to the letter.
func TestTextForm(t *testing.T) {
	ds, tree := mixed()
	const want = `erreur: aucune page à « /guides/instal »
  content/guides/monter.fr.md:14:41  [ref-missing]

   14 | Avant de monter, lisez [l'installation](/guides/instal).
      |                                         ^^^^^^^^^^^^^^

  Vouliez-vous dire « /guides/install » ?  (content/guides/install.fr.md)

`
	for _, d := range ds {
		if d.Msg != "ref-missing" {
			continue
		}
		var b strings.Builder
		if err := report.Write(&b, diag.List{d}, tree, report.Options{Format: report.Text, Lang: "fr"}); err != nil {
			t.Fatal(err)
		}
		if got, summary := b.String(), "1 erreur dans 1 fichier\n"; got != want+summary {
			t.Errorf("got\n%s\nwant\n%s", got, want+summary)
		}
	}
}

func TestExcerpt(t *testing.T) {
	word := strings.Repeat("mot ", 40)
	for name, c := range map[string]struct{ text, want, caret string }{
		"plain":             {"un ‹mot› là", "un mot là", "   ^^^"},
		"accents":           {"été ‹île› là", "été île là", "    ^^^"},
		"combining":         {"e\u0301te\u0301 ‹i\u0302le›", "e\u0301te\u0301 i\u0302le", "    ^^^"},
		"wide":              {"日本‹語x›", "日本語x", "    ^^^"},
		"tab before":        {"\ta:\t‹b›", "    a:  b", "        ^"},
		"tab marked":        {"a‹\t›b", "a   b", " ^^^"},
		"point":             {"un ‹›mot", "un mot", "   ^"},
		"point at the end":  {"un‹›", "un", "  ^"},
		"empty line":        {"‹›\nun", "", "^"},
		"several lines":     {"un ‹deux\ntrois› quatre", "un deux", "   ^^^^"},
		"control":           {"un ‹\x1b›[31m\u202Emot", "un ·[31m·mot", "   ^"},
		"foreign byte":      {"un ‹\xE9›t", "un \uFFFDt", "   ^"},
		"byte order mark":   {"\uFEFFun ‹mot›", "un mot", "   ^^^"},
		"half a character":  {"e‹\u0301›t", "e\u0301t", "^"},
		"soft hyphen":       {"un\u00ADmot ‹là›", "un\u00ADmot là", "      ^^"},
		"long before":       {word + "‹ici›", "…" + word[len(word)-50:] + "ici", strings.Repeat(" ", 51) + "^^^"},
		"long after":        {"‹ici› " + word, "ici " + word[:106] + "…", "^^^"},
		"both long":         {word + "‹" + word[:58] + "› " + word, "…" + word[len(word)-50:] + word[:58] + " " + word[:19] + "…", strings.Repeat(" ", 51) + strings.Repeat("^", 58)},
		"long marked":       {"un ‹" + word + "› mot", "un " + word[:60] + "…", "   " + strings.Repeat("^", 60)},
		"long and very far": {strings.Repeat("é", 5000) + "‹ici›" + strings.Repeat("é", 5000), "…" + strings.Repeat("é", 50) + "ici" + strings.Repeat("é", 57) + "…", strings.Repeat(" ", 51) + "^^^"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(monter, c.text)
			d := describe(diag.New("body-empty", s.spans[monter]), s.tree(), "fr")
			if d.Excerpt == nil || d.Excerpt.Text != c.want || d.Excerpt.Caret != c.caret {
				t.Errorf("got\n%+v\nwant\n%q\n%q", d.Excerpt, c.want, c.caret)
			}
		})
	}
}

func TestDescribe(t *testing.T) {
	s := newSite(monter, "\uFEFFun\ndeux ‹mots\nici› là")
	span := s.spans[monter]
	got := describe(diag.New("body-empty", span), s.tree(), "en")
	want := report.Place{File: monter, Line: 2, Column: 6, EndLine: 3, EndColumn: 4, Offset: 11, Length: 8}
	if got.Place != want || got.Code != "body-empty" || got.Severity != "error" || got.Message != "the text of the page is empty" {
		t.Errorf("got %+v, want the place %+v", got, want)
	}
	for _, tree := range []*source.Tree{s.tree(), nil} {
		got := describe(diag.New("body-empty", source.In("content/x.md", 5, 7)), tree, "en")
		if want := (report.Place{File: "content/x.md", Line: 1, Column: 1, EndLine: 1, EndColumn: 1, Offset: 5, Length: 2}); got.Place != want || got.Excerpt != nil {
			t.Errorf("got %+v, want the place %+v and no excerpt", got, want)
		}
	}
}

// TestAdvice wants a fix to be told once, in a form that can be typed.
func TestAdvice(t *testing.T) {
	s := newSite(monter, "\uFEFF‹##›Titre\n")
	span := s.spans[monter]
	point := func(at int) source.Span { return source.In(monter, at, at) }
	d := diag.New("heading-space", span, "##")
	for name, c := range map[string]struct {
		d    diag.Diagnostic
		want string
	}{
		"a text":            {d.WithFix(span, "###"), "Écrivez : ###"},
		"a space":           {d.WithFix(point(span.End), " "), "Écrivez : ## Titre"},
		"less":              {d.WithFix(span, ""), "Écrivez : Titre"},
		"a byte order mark": {d.WithFix(source.In(monter, 0, 3), ""), ""},
		"an empty line":     {d.WithFix(point(span.Start), "\n"), ""},
		"a line end":        {d.WithFix(span, "\\\n"), "Écrivez : \\"},
		"told by nearest":   {d.WithNearest("###", "###"), "Vouliez-vous dire « ### » ?"},
		"told by write":     {d.WithNote("note/write", span, "# T").WithFix(span, "# "), "Écrivez : # T"},
		"no fix":            {d, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var notes []string
			for _, n := range describe(c.d, s.tree(), "fr").Notes {
				notes = append(notes, n.Message)
			}
			if got := strings.Join(notes, "|"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSummary(t *testing.T) {
	errorAt := func(file string) diag.Diagnostic { return diag.New("body-empty", source.In(file, 0, 0)) }
	warning := diag.New("footnote-unused", source.In("a.md", 0, 0), "1")
	note := diag.New("translation-same", source.In("a.md", 0, 0), "x")
	for _, c := range []struct {
		ds     diag.List
		fr, en string
	}{
		{nil, "Rien à corriger.", "Nothing to correct."},
		{diag.List{errorAt("a.md")}, "1 erreur dans 1 fichier", "1 error in 1 file"},
		{diag.List{errorAt("a.md"), errorAt("b.md"), errorAt("b.md"), warning}, "3 erreurs, 1 avertissement dans 2 fichiers", "3 errors, 1 warning in 2 files"},
		{diag.List{warning, warning, note, note}, "2 avertissements, 2 notes dans 1 fichier", "2 warnings, 2 notes in 1 file"},
		{diag.List{note}, "1 note dans 1 fichier", "1 note in 1 file"},
		{diag.List{diag.New("theme-missing", source.Span{}, "x")}, "1 erreur", "1 error"},
	} {
		for lang, want := range map[string]string{"fr": c.fr, "en": c.en} {
			var b strings.Builder
			if err := report.Write(&b, c.ds, nil, report.Options{Format: report.Text, Lang: lang}); err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
			if got := lines[len(lines)-1]; got != want {
				t.Errorf("%s: got %q, want %q", lang, got, want)
			}
		}
	}
}

// TestMost shows the gravest of more diagnostics than are wanted, and counts the others.
func TestMost(t *testing.T) {
	at := func(n int) source.Span { return source.In("a.md", n, n) }
	ds := diag.List{
		diag.New("translation-same", at(0), "x"), diag.New("footnote-unused", at(1), "1"), diag.New("body-empty", at(2)),
		diag.New("footnote-unused", at(3), "2"), diag.New("footnote-unused", at(4), "3"), diag.New("file-folder", at(5), "x"),
	}
	for most, want := range map[int]string{
		1: "file-folder|… and 5 more; essaim check, with the same options, shows all. By code:|       3  footnote-unused|       1  body-empty|       1  translation-same",
		3: "file-folder|body-empty|footnote-unused|… and 3 more; essaim check, with the same options, shows all. By code:|       2  footnote-unused|       1  translation-same",
		5: "file-folder|body-empty|footnote-unused|footnote-unused|footnote-unused|… and 1 more; essaim check, with the same options, shows all. By code:|       1  translation-same",
		6: "translation-same|footnote-unused|body-empty|footnote-unused|footnote-unused|file-folder",
		0: "translation-same|footnote-unused|body-empty|footnote-unused|footnote-unused|file-folder",
	} {
		var b strings.Builder
		if err := report.Write(&b, ds, nil, report.Options{Format: report.Text, Lang: "en", Most: most}); err != nil {
			t.Fatal(err)
		}
		var got []string
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		for _, line := range lines[:len(lines)-1] {
			if _, code, found := strings.Cut(line, "  ["); found {
				got = append(got, strings.TrimSuffix(code, "]"))
			} else if strings.HasPrefix(line, "… and ") || strings.HasPrefix(line, "      ") {
				got = append(got, line)
			}
		}
		if got := strings.Join(got, "|"); got != want {
			t.Errorf("most %d:\n got %s\nwant %s", most, got, want)
		}
		if last, want := lines[len(lines)-1], "2 errors, 3 warnings, 1 note in 1 file"; last != want {
			t.Errorf("most %d: it ends with %q, want %q", most, last, want)
		}
	}
}

// TestNothing wants each format to be whole without diagnostics.
func TestNothing(t *testing.T) {
	for format, want := range map[report.Format]string{report.JSON: "[]\n", report.GitHub: ""} {
		var b strings.Builder
		if err := report.Write(&b, nil, nil, report.Options{Format: format, Lang: "fr"}); err != nil || b.String() != want {
			t.Errorf("%s: got %q (%v), want %q", format, b.String(), err, want)
		}
	}
	var b bytes.Buffer
	if err := report.Write(&b, nil, nil, report.Options{Format: report.SARIF, Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	var log struct{ Runs []struct{ Results []any } }
	if err := json.Unmarshal(b.Bytes(), &log); err != nil || len(log.Runs) != 1 || log.Runs[0].Results == nil {
		t.Errorf("not a run without results: %s (%v)", b.Bytes(), err)
	}
}

// TestControls wants no character that acts on a terminal in the formats that
// people see as they are.
func TestControls(t *testing.T) {
	const path = "content/\x1b[2J\u009b.md"
	s := newSite(path, "un ‹\x1b[31m\u009b1m\u202Emot›\n")
	at := s.spans[path]
	ds := diag.List{diag.New("file-control", at, "\x1b]0;x\a\r\n").WithNote("note/other", source.In(path, 1, 2)).WithNote("note/nearest", source.Span{}, "\x9b1m")}
	for _, format := range []report.Format{report.Text, report.GitHub} {
		var b strings.Builder
		if err := report.Write(&b, ds, s.tree(), report.Options{Format: format, Lang: "en"}); err != nil {
			t.Fatal(err)
		}
		if i := strings.IndexAny(b.String(), "\x1b\a\r\u009b\u202E"); i >= 0 {
			t.Errorf("%s: a control character at byte %d of %q", format, i, b.String())
		}
	}
}

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, errClosed }

var errClosed = errors.New("closed")

func TestWriteFails(t *testing.T) {
	ds, tree := mixed()
	for _, format := range []report.Format{report.Text, report.JSON, report.GitHub, report.SARIF} {
		if err := report.Write(closed{}, ds, tree, report.Options{Format: format}); !errors.Is(err, errClosed) {
			t.Errorf("%s: got the error %v", format, err)
		}
	}
	if err := report.Write(&bytes.Buffer{}, ds, tree, report.Options{Format: "xml"}); err == nil {
		t.Error("the format xml is no error")
	}
}
