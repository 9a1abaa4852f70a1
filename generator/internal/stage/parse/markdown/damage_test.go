package markdown

import (
	"strings"
	"testing"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// TestLinksTheWrongWayRound wants links that are written as elsewhere to be told, with the
// text that the fix makes, and nothing of what only looks like one.
func TestLinksTheWrongWayRound(t *testing.T) {
	tests := []struct {
		text  string
		want  diag.Msg
		fixed string
	}{
		{"Voir (le guide)[/guides/x].", "link-syntax/reversed", "Voir [le guide](/guides/x)."},
		{"(le guide)[https://example.org/x]", "link-syntax/reversed", "[le guide](https://example.org/x)"},
		{"Voir [[guide]].", "link-syntax/wiki", ""},
		{"[[guide]]", "link-syntax/wiki", ""},
		{"[le rapport](/media/r.pdf)[#1]", "", ""},
		{"[le rapport](/media/r.pdf)[/x]", "", ""},
		{"un(e)[/des]", "", ""},
		{"(voir)[# 3]", "", ""},
		{"(voir)[#3]", "", ""},
		{"(mot)[sic]", "", ""},
		{"()[/x]", "", ""},
		{"()[]", "", ""},
		{"(voir [a](/b))[/x]", "", ""},
		{"(deux mots)[/x et y]", "", ""},
		{"[[1]](/sources)", "", ""},
	}
	for _, tt := range tests {
		_, found := Parse([]byte(tt.text), source.In("content/a.fr.md", 0, len(tt.text)), Options{Lang: "fr", MinLevel: 2})
		var told diag.List
		for _, d := range found {
			if strings.HasPrefix(string(d.Msg), "link-syntax/reversed") || d.Msg == "link-syntax/wiki" {
				told.Add(d)
			}
		}
		switch {
		case tt.want == "" && len(told) == 0:
		case len(told) != 1 || told[0].Msg != tt.want:
			t.Errorf("%s: got %v, want %q", tt.text, told, tt.want)
		case tt.fixed != "":
			fix := told[0].Fix
			if fix == nil {
				t.Errorf("%s: no fix", tt.text)
			} else if got := tt.text[:fix.Span.Start] + fix.Text + tt.text[fix.Span.End:]; got != tt.fixed {
				t.Errorf("%s: %s, want %s", tt.text, got, tt.fixed)
			}
		}
	}
}
