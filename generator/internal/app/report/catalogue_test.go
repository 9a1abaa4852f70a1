package report_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// sentences returns the keys of the catalogue with the French and the English
// sentence, as they are in its source: the package shows only filled ones.
func sentences(t *testing.T) map[diag.Msg][2]string {
	t.Helper()
	files, err := filepath.Glob("../../model/diag/catalogue*.go")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[diag.Msg][2]string{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			row, ok := n.(*ast.CompositeLit)
			if !ok || row.Type != nil || len(row.Elts) != 4 {
				return true
			}
			var texts []string
			for _, i := range []int{0, 2, 3} {
				if literal, ok := row.Elts[i].(*ast.BasicLit); ok {
					text, err := strconv.Unquote(literal.Value)
					if err != nil {
						t.Fatal(err)
					}
					texts = append(texts, text)
				}
			}
			if len(texts) == 3 {
				rows[diag.Msg(texts[0])] = [2]string{texts[1], texts[2]}
			}
			return true
		})
	}
	return rows
}

var gap = regexp.MustCompile(`\{\d+\}`)

// gaps returns the places of a sentence, sorted, each once.
func gaps(text string) []string {
	found := gap.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// TestSentences wants every sentence of the catalogue whole in both languages:
// they say the same things and nothing is left to fill in.
func TestSentences(t *testing.T) {
	rows := sentences(t)
	codes := map[string]bool{}
	for msg, row := range rows {
		codes[msg.Code()] = true
		fr, en := gaps(row[0]), gaps(row[1])
		if !slices.Equal(fr, en) {
			t.Errorf("%s: the French has %v, the English %v", msg, fr, en)
		}
		var args []string
		if len(fr) > 0 {
			last, err := strconv.Atoi(strings.Trim(fr[len(fr)-1], "{}"))
			if err != nil {
				t.Fatal(err)
			}
			args = slices.Repeat([]string{"mot"}, last+1)
		}
		d := diag.New("body-empty", source.Span{}).WithNote(msg, source.Span{}, args...)
		for _, lang := range []string{"fr", "en"} {
			if text := describe(d, nil, lang).Notes[0].Message; text == "" || gap.MatchString(text) {
				t.Errorf("%s: %q is not a whole sentence", msg, text)
			}
		}
	}
	for _, code := range diag.Codes() {
		if !codes[code] {
			t.Errorf("no sentence of %s was read", code)
		}
	}
}
