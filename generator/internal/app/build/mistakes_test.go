package build_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// mistake is one mistake that an editor makes in the site of
// testdata/site.txtar.
type mistake struct {
	// name is also the name of the entry that has the mistake.
	name string
	// want is the key of the sentence that must be shown.
	want diag.Msg
	edits
	// fixed reports whether the diagnostic must carry an exact fix.
	fixed bool
	// alone keeps the mistake out of the run of all together: it hides or
	// causes other diagnostics by its nature.
	alone bool
}

// edits are changes by file. A file "fr" or "en" is the mistake's own copy of
// the entry news/ouverture; any other is a path.
type edits []edit

// edit replaces old, which must be there once, by new; with old empty, new is
// the whole file. The place of the diagnostic stands between ‹ and › in new.
type edit struct{ file, old, new string }

func fr(old, new string) edits       { return edits{{"fr", old, new}} }
func en(old, new string) edits       { return edits{{"fr", "", ""}, {"en", old, new}} }
func at(file, old, new string) edits { return edits{{file, old, new}} }
func (e edits) and(more edits) edits { return append(slices.Clone(e), more...) }
func (m mistake) path(file string) string {
	switch file {
	case "fr", "en":
		return "content/news/" + m.name + "." + file + ".md"
	}
	return file
}

// goodSite returns the files of the good site.
func goodSite(t testing.TB) map[string]string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"content/media/plan.png": picture(t)}
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	return files
}

func picture(t testing.TB) string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// siteFolder writes files and the theme into a new folder.
func siteFolder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "themes"), os.DirFS(filepath.Join(repository, "themes"))); err != nil {
		t.Fatal(err)
	}
	writeFiles(t, dir, files)
	return dir
}

// apply makes the mistake in files and returns where its diagnostic stands.
func (m mistake) apply(t *testing.T, files map[string]string) source.Span {
	t.Helper()
	span := source.Span{}
	for _, e := range m.edits {
		path := m.path(e.file)
		text, exists := files[path]
		if !exists && (e.file == "fr" || e.file == "en") {
			text = files["content/news/ouverture."+e.file+".md"]
		}
		switch {
		case e.old != "" && strings.Count(text, e.old) != 1:
			t.Fatalf("%s: %q is not once in %s", m.name, e.old, path)
		case e.old != "":
			text = strings.Replace(text, e.old, e.new, 1)
		case e.new != "":
			text = e.new
		}
		if start := strings.Index(text, "‹"); start >= 0 {
			text = strings.Replace(text, "‹", "", 1)
			end := strings.Index(text, "›")
			text = strings.Replace(text, "›", "", 1)
			span = source.In(path, start, end)
		}
		files[path] = text
	}
	if span.IsZero() {
		t.Fatalf("%s: the mistake marks no place", m.name)
	}
	return span
}

// place is where a span begins, as an editor shows it.
func place(tree *source.Tree, span source.Span) string {
	if tree == nil || tree.File(span.File) == nil {
		return span.File
	}
	p := source.NewLineIndex(tree.File(span.File).Data).Position(span.Start)
	return fmt.Sprintf("%s:%d:%d", span.File, p.Line, p.Column)
}

// exact names the sentence and the exact place of a diagnostic.
func exact(tree *source.Tree, msg diag.Msg, span source.Span) string {
	return fmt.Sprintf("%s %s, %d bytes", msg, place(tree, span), span.End-span.Start)
}

func TestMistakesOneAtATime(t *testing.T) {
	lend := lending(t)
	for _, m := range mistakes() {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			cache := lend(t)
			files := goodSite(t)
			span := m.apply(t, files)
			dir := siteFolder(t, files)
			out := filepath.Join(dir, "public")
			result := run(t, build.Options{Root: dir, Out: out, Cache: cache})

			want := exact(result.Tree, m.want, span)
			if len(result.Diagnostics) != 1 || exact(result.Tree, result.Diagnostics[0].Msg, result.Diagnostics[0].Span) != want {
				t.Errorf("want exactly %s", want)
				for _, d := range result.Diagnostics {
					t.Errorf("got %s (%s)", exact(result.Tree, d.Msg, d.Span), d.Message("fr"))
				}
				return
			}
			d := result.Diagnostics[0]
			checkSentences(t, d)
			if _, err := os.Stat(out); d.Severity() == diag.Error && !os.IsNotExist(err) {
				t.Error("something was written")
			}
			if (d.Fix != nil) != m.fixed {
				t.Fatalf("fix: %v, want one: %v", d.Fix, m.fixed)
			}
			if m.fixed {
				checkFix(t, files, *d.Fix, cache)
			}
		})
	}
}

// checkSentences wants whole sentences in both languages.
func checkSentences(t *testing.T, d diag.Diagnostic) {
	for _, lang := range []string{"fr", "en"} {
		sentences := []string{d.Message(lang)}
		for _, n := range d.Notes {
			sentences = append(sentences, n.Message(lang))
		}
		for _, sentence := range sentences {
			if sentence == "" || strings.Contains(sentence, "{0}") || strings.Contains(sentence, "{1}") || strings.Contains(sentence, "{2}") {
				t.Errorf("%s: %q is not a whole sentence", lang, sentence)
			}
		}
	}
}

// checkFix applies a fix: nothing may be wrong afterwards.
func checkFix(t *testing.T, files map[string]string, fix diag.Fix, cache *build.Cache) {
	text := files[fix.Span.File]
	files[fix.Span.File] = text[:fix.Span.Start] + fix.Text + text[fix.Span.End:]
	result := run(t, build.Options{Root: siteFolder(t, files), Check: true, Cache: cache})
	for _, d := range result.Diagnostics {
		t.Errorf("after the fix %q: %s", fix.Text, shown(result.Tree, d))
	}
}

// TestMistakesAllTogether wants the same diagnostics when all mistakes are
// made at once: none hides another.
func TestMistakesAllTogether(t *testing.T) {
	files := goodSite(t)
	type expectation struct {
		mistake
		span source.Span
	}
	var expected []expectation
	for _, m := range mistakes() {
		if !m.alone {
			expected = append(expected, expectation{m, m.apply(t, files)})
		}
	}
	dir := siteFolder(t, files)
	out := filepath.Join(dir, "public")
	result := run(t, build.Options{Root: dir, Out: out})
	got := map[string]bool{}
	for _, d := range result.Diagnostics {
		got[exact(result.Tree, d.Msg, d.Span)] = true
	}
	for _, e := range expected {
		// Settings have several mistakes in one file: only the first span of
		// each is still exact after the edits of the others.
		if !strings.HasPrefix(e.span.File, "content/news/") {
			if !slices.ContainsFunc(result.Diagnostics, func(d diag.Diagnostic) bool { return d.Msg == e.want && d.Span.File == e.span.File }) {
				t.Errorf("%s: no %s in %s", e.name, e.want, e.span.File)
			}
			continue
		}
		if want := exact(result.Tree, e.want, e.span); !got[want] {
			t.Errorf("%s: no %s", e.name, want)
		}
	}
	t.Logf("%d mistakes, %d diagnostics", len(expected), len(result.Diagnostics))
	if !result.Diagnostics.HasErrors() {
		t.Error("no error among them")
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Error("something was written")
	}
}

// TestGoodSite keeps the ground under the mistakes good.
func TestGoodSite(t *testing.T) {
	runClean(t, build.Options{Root: siteFolder(t, goodSite(t)), Check: true})
}

// TestMistakesCoverEveryCode wants a mistake for every code that content can
// cause, here or in one of the tests named.
func TestMistakesCoverEveryCode(t *testing.T) {
	covered := map[string]bool{}
	for _, m := range mistakes() {
		covered[m.want.Code()] = true
	}
	for _, code := range diag.Codes() {
		reason, elsewhere := coveredElsewhere[code]
		switch {
		case covered[code] && elsewhere:
			t.Errorf("%s has a mistake: remove it from coveredElsewhere (%s)", code, reason)
		case !covered[code] && !elsewhere:
			t.Errorf("no mistake causes %s", code)
		}
	}
	t.Logf("%d mistakes, %d codes of %d", len(mistakes()), len(covered), len(diag.Codes()))
}
