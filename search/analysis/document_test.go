package analysis

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The tables of ANALYSIS.md are read here and compared with the code, so that
// the document says what is true.

// table returns the rows of the table of ANALYSIS.md whose first heading is
// given, each as its cells without the marks of code.
func table(t *testing.T, heading string) [][]string {
	t.Helper()
	data, err := os.ReadFile("ANALYSIS.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(data), "\n| "+heading+" |")
	if !ok {
		t.Fatalf("ANALYSIS.md has no table of %q", heading)
	}
	rest, _, _ = strings.Cut(rest, "\n\n")
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSpace(rest), "\n")[2:] {
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i, cell := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cell), "`")
		}
		rows = append(rows, cells)
	}
	if len(rows) == 0 {
		t.Fatalf("the table of %q is empty", heading)
	}
	return rows
}

// shown writes tokens as the examples do: the text, and the term if it differs,
// or "–" for none; extra tokens after a plus; "/" before a word that begins a
// sentence.
func shown(tokens []Token) string {
	var list []string
	last := 0
	for _, t := range tokens {
		word := t.Text
		if t.Term == "" {
			word += ":–"
		} else if t.Term != t.Text {
			word += ":" + t.Term
		}
		if t.Extra {
			word = "+" + word
		} else if t.Position/Window > last/Window && t.Position%Window == 0 {
			list = append(list, "/")
		}
		last = t.Position
		list = append(list, word)
	}
	return strings.Join(list, " ")
}

// TestDocumentExamples reads every example of ANALYSIS.md.
func TestDocumentExamples(t *testing.T) {
	locales := map[string]bool{}
	for _, row := range table(t, "Locale") {
		locales[row[0]] = true
		text, err := strconv.Unquote(`"` + row[1] + `"`)
		if err != nil {
			t.Fatalf("%s: %v", row[1], err)
		}
		if got := shown(analyzerFor(t, row[0]).Analyse(text)); got != row[2] {
			t.Errorf("%s %s:\n       it reads %s\nANALYSIS.md says %s", row[0], row[1], got, row[2])
		}
	}
	for _, tag := range strings.Fields("fr en es it de pt ar he ja zh ko th") {
		if !locales[tag] {
			t.Errorf("ANALYSIS.md has no example of %s", tag)
		}
	}
}

// TestDocumentLanguages compares the table of languages with the rules.
func TestDocumentLanguages(t *testing.T) {
	all := languages()
	for _, row := range table(t, "Language") {
		for _, tag := range strings.Fields(row[0]) {
			l, ok := all[tag]
			if !ok {
				t.Errorf("ANALYSIS.md has rules for %s, the code has none", tag)
				continue
			}
			delete(all, tag)
			named := func(cell string) string { return strings.ReplaceAll(cell, "*", tag) }
			folds := map[bool]string{true: "yes", false: "no"}[l.folded]
			thousands := ""
			if l.thousands != 0 {
				thousands = string(rune(l.thousands))
			}
			got := []string{folds, l.articles, strings.Join(l.before, " "), l.stop, strings.Join(l.after, " "), thousands}
			for i, cell := range row[1:] {
				if cell = named(cell); cell != got[i] {
					t.Errorf("%s: ANALYSIS.md says %q, the code %q", tag, cell, got[i])
				}
			}
		}
	}
	for tag := range all {
		t.Errorf("ANALYSIS.md has no row for %s", tag)
	}
}

// TestDocumentEndings compares the groups of endings.
func TestDocumentEndings(t *testing.T) {
	all := languages()
	for _, row := range table(t, "Endings of") {
		var groups []string
		for _, group := range strings.Split(row[1], ",") {
			groups = append(groups, strings.ReplaceAll(strings.Join(strings.Fields(group), " "), "∅", ""))
		}
		if want := all[row[0]].endings; !slices.Equal(groups, want) {
			t.Errorf("%s: ANALYSIS.md says %q, the code %q", row[0], groups, want)
		}
		delete(all, row[0])
	}
	for tag, l := range all {
		if len(l.endings) > 0 {
			t.Errorf("ANALYSIS.md lacks the endings of %s", tag)
		}
	}
}

// TestDocumentPositions compares the examples of positions.
func TestDocumentPositions(t *testing.T) {
	for _, row := range table(t, "Positions in") {
		text, err := strconv.Unquote(`"` + row[1] + `"`)
		if err != nil {
			t.Fatalf("%s: %v", row[1], err)
		}
		var list []string
		for _, token := range analyzerFor(t, row[0]).Analyse(text) {
			list = append(list, fmt.Sprint(token.Text, "@", token.Position))
		}
		if got := strings.Join(list, " "); got != row[2] {
			t.Errorf("%s %s:\n       it reads %s\nANALYSIS.md says %s", row[0], row[1], got, row[2])
		}
	}
}
