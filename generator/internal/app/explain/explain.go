// Package explain holds one page per diagnostic code: what it means, why it
// matters and what to do, with a wrong and a right example.
//
// The pages are pages/<code>.txtar. Their files fr.md and en.md begin with a
// title ("# …"); the files below wrong/ and right/ are those by which an example
// differs from the site of pages/_site.txtar. In wrong files the place that the
// diagnostic names stands between ‹ and ›.
package explain

import (
	"bytes"
	"embed"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"essaim/generator/internal/app/report"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

//go:embed pages/*.txtar
var pages embed.FS

// Codes returns every code that has a page, sorted.
func Codes() []string { return diag.Codes() }

// Page returns the page of a code in a language, "fr" or "en", as plain text
// for a terminal. It is not ok when there is no such code.
func Page(code, lang string) (text string, ok bool) {
	p, ok := read(code)
	if !ok {
		return "", false
	}
	body, wrong, right := p.en, "Wrong", "Right"
	if lang == "fr" {
		body, wrong, right = p.fr, "Faux", "Juste"
	}
	title, body, _ := strings.Cut(body, "\n")
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n%s\n", code, strings.TrimPrefix(title, "# "), strings.TrimSpace(body))
	show(&b, wrong, p.wrong)
	show(&b, right, p.right)
	return b.String(), true
}

// page is a page as its file holds it.
type page struct {
	fr, en       string
	wrong, right []example
}

// example is a file of an example.
type example struct {
	path string
	data []byte
	// marked reports whether the diagnostic is in this file, at span.
	marked bool
	span   source.Span
}

// read returns the page of a code.
func read(code string) (page, bool) {
	if !slices.Contains(Codes(), code) {
		return page{}, false
	}
	data, err := pages.ReadFile("pages/" + code + ".txtar")
	if err != nil {
		return page{}, false
	}
	var p page
	for _, f := range txtar.Parse(data).Files {
		folder, path, _ := strings.Cut(f.Name, "/")
		switch folder {
		case "fr.md":
			p.fr = string(f.Data)
		case "en.md":
			p.en = string(f.Data)
		case "wrong":
			p.wrong = append(p.wrong, unmark(path, f.Data))
		case "right":
			p.right = append(p.right, example{path: path, data: f.Data})
		}
	}
	return p, true
}

// unmark returns an example without the marks of its place.
func unmark(path string, data []byte) example {
	before, rest, marked := bytes.Cut(data, []byte("‹"))
	if !marked {
		return example{path: path, data: data}
	}
	inside, after, _ := bytes.Cut(rest, []byte("›"))
	if bytes.HasSuffix(data, []byte("\n‹›\n")) || string(data) == "‹›\n" {
		after = nil // the end of the file, after its last line
	}
	return example{
		path:   path,
		data:   bytes.Join([][]byte{before, inside, after}, nil),
		marked: true,
		span:   source.In(path, len(before), len(before)+len(inside)),
	}
}

// show writes the files of an example with their lines numbered and the place
// marked. A mistake at the very start of a file is that of the file as a whole,
// which its path shows.
func show(b *strings.Builder, label string, files []example) {
	if len(files) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", label)
	for _, f := range files {
		fmt.Fprintf(b, "\n  %s\n\n", f.path)
		offset := 0
		for i, line := range bytes.SplitAfter(f.data, []byte("\n")) {
			start, end := f.span.Start-offset, f.span.End-offset
			offset += len(line)
			here := f.marked && f.span.End > 0 && start >= 0 && start < len(line)
			text := strings.TrimRight(string(line), "\r\n")
			switch {
			case here:
				x := report.NewExcerpt([]byte(text), start, end)
				fmt.Fprintf(b, "%5d | %s\n      | %s\n", i+1, x.Text, x.Caret)
			case len(line) > 0: // not what follows the last line
				fmt.Fprintln(b, strings.TrimRight(fmt.Sprintf("%5d | %s", i+1, text), " "))
			}
		}
	}
}
