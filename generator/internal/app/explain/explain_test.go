package explain

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// textOnly are the codes whose page has no example, with the reason.
var textOnly = map[string]string{
	"internal":         "a bug of the program",
	"file-too-large":   "a file too large for a page",
	"file-link":        "a symbolic link is no text",
	"file-irregular":   "a device is no text",
	"file-encoding":    "bytes that are no text",
	"file-control":     "a character that nobody sees",
	"front-bom":        "a character that nobody sees",
	"front-too-large":  "fields too long for a page",
	"output-collision": "addresses are compared before; only a theme could cause it",
}

// absent are the codes of which the place is a file that does not exist, so
// that nothing in the wrong example can mark it.
var absent = map[string]string{"settings-missing": "content/_locales/de/locale.yaml"}

func TestEveryCodeHasAPage(t *testing.T) {
	for _, code := range Codes() {
		p, ok := read(code)
		if !ok {
			t.Errorf("%s has no page", code)
			continue
		}
		for lang, text := range map[string]string{"fr": p.fr, "en": p.en} {
			title, body, _ := strings.Cut(text, "\n\n")
			lines := strings.Count(strings.TrimSpace(body), "\n") + 1
			if !strings.HasPrefix(title, "# ") || lines < 2 || lines > 6 {
				t.Errorf("%s in %s: a title and 2 to 6 lines are expected, got %q and %d lines", code, lang, title, lines)
			}
			for line := range strings.Lines(text) {
				if len([]rune(line)) > 80 { // with its end
					t.Errorf("%s in %s: a long line: %s", code, lang, line)
				}
			}
		}
		if reason := textOnly[code]; (reason == "") != (len(p.wrong) > 0) || len(p.wrong) > 0 != (len(p.right) > 0) {
			t.Errorf("%s: %d wrong and %d right files, reason for none: %q", code, len(p.wrong), len(p.right), reason)
		}
	}
}

func TestEveryPageHasACode(t *testing.T) {
	files, err := pages.ReadDir("pages")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		code := strings.TrimSuffix(f.Name(), ".txtar")
		if code != "_site" && !slices.Contains(Codes(), code) {
			t.Errorf("%s explains no code", f.Name())
		}
	}
}

// TestExamples builds the wrong example of each page, which must be reported at
// the place that is marked, and the right one, which must have nothing wrong.
func TestExamples(t *testing.T) {
	// Those that run side by side lend each other what builds keep: the theme, the
	// same in all, takes longer to read than the rest.
	kept := make(chan *build.Cache, runtime.GOMAXPROCS(0))
	for range cap(kept) {
		kept <- &build.Cache{}
	}
	t.Cleanup(func() {
		for range cap(kept) {
			if err := (<-kept).Close(); err != nil {
				t.Error(err)
			}
		}
	})
	for _, code := range Codes() {
		p, ok := read(code)
		if !ok || len(p.wrong) == 0 {
			continue
		}
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			cache := <-kept
			defer func() { kept <- cache }()
			span := source.Span{File: absent[code]}
			for _, e := range p.wrong {
				if e.marked {
					span = e.span
				}
			}
			result := check(t, p.wrong, cache)
			if !slices.ContainsFunc(result.Diagnostics, func(d diag.Diagnostic) bool { return d.Code() == code && d.Span == span }) {
				t.Errorf("the wrong example is not reported at %v:\n%s", span, all(result))
			}
			if result := check(t, p.right, cache); len(result.Diagnostics) > 0 {
				t.Errorf("the right example is reported:\n%s", all(result))
			}
		})
	}
}

// TestPage wants the form of a page, to the letter.
func TestPage(t *testing.T) {
	const want = `span-lang: this is not the code of a language

[some words]{lang=fr} says in which language these words are, so that screen
readers pronounce them well. A language is written as its code: fr, en, pt-BR…
Replace the name by the code.

Wrong

  content/news/fete.fr.md

    1 | ---
    2 | title: Fête du quartier
    3 | date: 2024-06-21
    4 | ---
    5 | Une [block party]{lang=anglais}.
      |                        ^^^^^^^

Right

  content/news/fete.fr.md

    1 | ---
    2 | title: Fête du quartier
    3 | date: 2024-06-21
    4 | ---
    5 | Une [block party]{lang=en}.
`
	if got, ok := Page("span-lang", "en"); !ok || got != want {
		t.Errorf("got %v\n%s", ok, got)
	}
	for _, name := range []string{"nowhere", "", "_site", "../pages/span-lang"} {
		if text, ok := Page(name, "en"); ok {
			t.Errorf("%q has the page %q", name, text)
		}
	}
}

// TestPagesAreWhole wants every page in both languages, without the marks of
// its source, and with the place of the mistake shown when it is in a line.
func TestPagesAreWhole(t *testing.T) {
	for _, code := range Codes() {
		p, _ := read(code)
		inLine := slices.ContainsFunc(p.wrong, func(e example) bool { return e.marked && e.span.End > 0 && e.span.Start < len(e.data) })
		for lang, labels := range map[string][2]string{"fr": {"\nFaux\n", "\nJuste\n"}, "en": {"\nWrong\n", "\nRight\n"}} {
			text, _ := Page(code, lang)
			if strings.ContainsAny(text, "‹›") || !strings.HasPrefix(text, code+": ") {
				t.Errorf("%s in %s is not a page:\n%s", code, lang, text)
			}
			if strings.Contains(text, "\n      | ") != inLine {
				t.Errorf("%s in %s: a place is shown: %v, want %v\n%s", code, lang, !inLine, inLine, text)
			}
			for _, label := range labels {
				if strings.Contains(text, label) != (textOnly[code] == "") {
					t.Errorf("%s in %s: %q is there: %v", code, lang, label, textOnly[code] != "")
				}
			}
		}
	}
}

// check builds the common site with the files of an example, and what an earlier
// build has kept.
func check(t *testing.T, files []example, cache *build.Cache) *build.Result {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "themes"), os.DirFS("../../../../themes")); err != nil {
		t.Fatal(err)
	}
	data, err := pages.ReadFile("pages/_site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse(data).Files {
		writeFile(t, dir, f.Name, f.Data)
	}
	for _, f := range files {
		writeFile(t, dir, f.path, f.data)
	}
	clock := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	result, err := build.Run(context.Background(), build.Options{Root: dir, Clock: clock, Check: true, Cache: cache})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func writeFile(t *testing.T, dir, path string, data []byte) {
	t.Helper()
	name := filepath.Join(dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// all is what a build found, one diagnostic per line.
func all(result *build.Result) string {
	var b strings.Builder
	for _, d := range result.Diagnostics {
		fmt.Fprintf(&b, "%s %v: %s\n", d.Code(), d.Span, d.Message("en"))
	}
	return b.String()
}
