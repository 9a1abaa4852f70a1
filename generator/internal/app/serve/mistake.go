package serve

import (
	"fmt"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/app/report"
	"essaim/generator/internal/model/diag"
)

// mistake is a diagnostic as the overlay shows it. Everything in it is plain
// text in the editor's language.
type mistake struct {
	// Code is the stable code ("ref-missing"), empty for notes and failures.
	Code    string `json:"code,omitempty"`
	Message string `json:"message"`
	// Place is "file:line:column", or empty.
	Place string `json:"place,omitempty"`
	// Line is the text of the line around the place, and Caret what stands
	// below it to point at the place; both may be empty.
	Line  string    `json:"line,omitempty"`
	Caret string    `json:"caret,omitempty"`
	Notes []mistake `json:"notes,omitempty"`
}

// mistakesOf returns the errors of a result in their order; warnings and notes
// stop nothing and are left to the terminal and to `essaim check`.
func mistakesOf(result *build.Result, lang string) []mistake {
	var all []mistake
	for _, d := range report.DescribeAll(result.Diagnostics, result.Tree, lang) {
		if d.Severity != diag.Error.String() {
			continue
		}
		m := mistakeAt(d.File, d.Line, d.Column, d.Message, d.Excerpt)
		m.Code = d.Code
		for _, n := range d.Notes {
			m.Notes = append(m.Notes, mistakeAt(n.File, n.Line, n.Column, n.Message, n.Excerpt))
		}
		all = append(all, m)
	}
	return all
}

func mistakeAt(file string, line, column int, message string, excerpt *report.Excerpt) mistake {
	m := mistake{Message: message}
	if file != "" {
		m.Place = fmt.Sprintf("%s:%d:%d", file, line, column)
	}
	if excerpt != nil {
		m.Line, m.Caret = excerpt.Text, excerpt.Caret
	}
	return m
}
