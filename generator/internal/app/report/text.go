package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// words are what the text format says besides the sentences of the catalogue.
type words struct {
	labels map[string]string
	// Counts are in the singular and the plural, with the number as %d.
	counts  map[string][2]string
	files   [2]string
	more    [2]string
	nothing string
	// many reports whether a number takes the plural.
	many func(n int) bool
}

func wordsOf(lang string) words {
	if lang == "fr" {
		return words{
			labels:  map[string]string{"error": "erreur", "warning": "attention", "note": "note"},
			counts:  map[string][2]string{"error": {"%d erreur", "%d erreurs"}, "warning": {"%d avertissement", "%d avertissements"}, "note": {"%d note", "%d notes"}},
			files:   [2]string{" dans %d fichier", " dans %d fichiers"},
			more:    [2]string{"… et %d autre ; essaim check, avec les mêmes options, montre tout. Par code :", "… et %d autres ; essaim check, avec les mêmes options, montre tout. Par code :"},
			nothing: "Rien à corriger.",
			many:    func(n int) bool { return n > 1 },
		}
	}
	return words{
		labels:  map[string]string{"error": "error", "warning": "warning", "note": "note"},
		counts:  map[string][2]string{"error": {"%d error", "%d errors"}, "warning": {"%d warning", "%d warnings"}, "note": {"%d note", "%d notes"}},
		files:   [2]string{" in %d file", " in %d files"},
		more:    [2]string{"… and %d more; essaim check, with the same options, shows all. By code:", "… and %d more; essaim check, with the same options, shows all. By code:"},
		nothing: "Nothing to correct.",
		many:    func(n int) bool { return n != 1 },
	}
}

func (w words) count(forms [2]string, n int) string {
	if w.many(n) {
		return fmt.Sprintf(forms[1], n)
	}
	return fmt.Sprintf(forms[0], n)
}

// summary is the last line: how many of each severity, in how many files.
func (w words) summary(ds diag.List) string {
	if len(ds) == 0 {
		return w.nothing
	}
	found, files := map[diag.Severity]int{}, map[string]bool{}
	for i := range ds {
		found[ds[i].Severity()]++
		if file := ds[i].Span.File; file != "" {
			files[file] = true
		}
	}
	var parts []string
	for _, severity := range severities {
		if n := found[severity]; n > 0 {
			parts = append(parts, w.count(w.counts[severity.String()], n))
		}
	}
	line := strings.Join(parts, ", ")
	if len(files) > 0 {
		line += w.count(w.files, len(files))
	}
	return line
}

// The colours of a terminal, by severity.
var colors = map[string]string{"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "note": "\x1b[1;36m"}

const colorEnd = "\x1b[0m"

// severities begin with the worst.
var severities = []diag.Severity{diag.Error, diag.Warning, diag.Note}

func writeText(w io.Writer, ds diag.List, tree *source.Tree, o Options) error {
	words := wordsOf(o.Lang)
	t := textWriter{Writer: bufio.NewWriter(w)}
	shown, others := ds, diag.List(nil)
	if o.Most > 0 && len(ds) > o.Most {
		shown, others = gravest(ds, o.Most)
	}
	for _, d := range DescribeAll(shown, tree, o.Lang) {
		if o.Color {
			t.color = colors[d.Severity]
		}
		t.diagnostic(d, words.labels[d.Severity])
	}
	if len(others) > 0 {
		fmt.Fprintln(t, words.count(words.more, len(others)))
		t.codes(others)
	}
	fmt.Fprintln(t, words.summary(ds))
	return t.Flush()
}

// gravest parts ds into so many, the gravest first, and the others. What is wrong with a
// whole file goes before all else: of a folder with a name that no type has come
// hundreds of links that lead nowhere, and they are not what is to be set right.
func gravest(ds diag.List, most int) (shown, others diag.List) {
	rank := func(d diag.Diagnostic) int {
		if d.Severity() == diag.Error && strings.HasPrefix(d.Code(), "file-") {
			return -1
		}
		return int(d.Severity())
	}
	sorted := slices.Clone(ds)
	slices.SortStableFunc(sorted, func(a, b diag.Diagnostic) int { return cmp.Compare(rank(a), rank(b)) })
	return sorted[:most], sorted[most:]
}

// codes writes how many there are of each code, most first.
func (t textWriter) codes(ds diag.List) {
	found := map[string]int{}
	for i := range ds {
		found[ds[i].Code()]++
	}
	byNumber := func(a, b string) int { return cmp.Or(cmp.Compare(found[b], found[a]), cmp.Compare(a, b)) }
	for _, code := range slices.SortedFunc(maps.Keys(found), byNumber) {
		fmt.Fprintf(t, "%8d  %s\n", found[code], code)
	}
	fmt.Fprintln(t)
}

// textWriter writes for people. Its errors are those of Flush.
type textWriter struct {
	*bufio.Writer
	// color marks what matters in the diagnostic at hand; empty without
	// colours.
	color string
}

func (t textWriter) diagnostic(d Described, label string) {
	fmt.Fprintf(t, "%s: %s\n", t.colored(label), d.Message)
	if d.File != "" {
		fmt.Fprintf(t, "  %s:%d:%d  [%s]\n\n", clean(d.File), d.Line, d.Column, d.Code)
	} else {
		fmt.Fprintf(t, "  [%s]\n\n", d.Code)
	}
	t.excerpt(d.Excerpt, d.Line)
	for _, n := range d.Notes {
		if n.File == "" {
			fmt.Fprintf(t, "  %s\n", n.Message)
			continue
		}
		fmt.Fprintf(t, "  %s  (%s:%d:%d)\n", n.Message, clean(n.File), n.Line, n.Column)
		if n.Excerpt != nil {
			fmt.Fprintln(t)
			t.excerpt(n.Excerpt, n.Line)
		}
	}
	if n := len(d.Notes); n > 0 && d.Notes[n-1].Excerpt == nil {
		fmt.Fprintln(t)
	}
}

// excerpt writes a line with its number, the carets below it and an empty line.
func (t textWriter) excerpt(x *Excerpt, line int) {
	if x == nil {
		return
	}
	number := "   " + strconv.Itoa(line)
	indent := len(x.Caret) - len(strings.TrimLeft(x.Caret, " "))
	fmt.Fprintln(t, strings.TrimRight(number+" | "+x.Text, " "))
	fmt.Fprintf(t, "%s | %s%s\n\n", strings.Repeat(" ", len(number)), x.Caret[:indent], t.colored(x.Caret[indent:]))
}

func (t textWriter) colored(text string) string {
	if t.color == "" {
		return text
	}
	return t.color + text + colorEnd
}
