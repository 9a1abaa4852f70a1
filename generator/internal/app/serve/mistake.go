package serve

import (
	"fmt"
	"strings"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// mistake is a diagnostic as the overlay shows it. Everything in it is plain
// text in the editor's language.
type mistake struct {
	// Code is the stable code ("ref-missing"), empty for notes and failures.
	Code    string `json:"code,omitempty"`
	Message string `json:"message"`
	// Place is "file:line:column", or the file alone, or empty.
	Place string `json:"place,omitempty"`
	// Line is the text of the line around the place, and Caret what stands
	// below it to point at the place; both may be empty.
	Line  string    `json:"line,omitempty"`
	Caret string    `json:"caret,omitempty"`
	Notes []mistake `json:"notes,omitempty"`
}

// mistakesOf returns the errors of a result in their order; warnings and notes
// stop nothing and are left to the terminal.
func mistakesOf(result *build.Result, lang string) []mistake {
	places := newPlaces(result.Tree)
	var all []mistake
	for _, d := range result.Diagnostics {
		if d.Severity() != diag.Error {
			continue
		}
		m := places.mistake(d.Span)
		m.Code, m.Message = d.Code(), d.Message(lang)
		for _, note := range d.Notes {
			n := places.mistake(note.Span)
			n.Message = note.Message(lang)
			m.Notes = append(m.Notes, n)
		}
		all = append(all, m)
	}
	return all
}

// places finds lines, indexing each file once.
type places struct {
	tree    *source.Tree
	indexes map[string]*source.LineIndex
}

func newPlaces(tree *source.Tree) *places {
	return &places{tree, map[string]*source.LineIndex{}}
}

// index returns the lines of a text, or nil for what is none.
func (p *places) index(name string) *source.LineIndex {
	index, known := p.indexes[name]
	if known || p.tree == nil {
		return index
	}
	if file := p.tree.File(name); file != nil && file.Data != nil {
		index = source.NewLineIndex(file.Data)
	}
	p.indexes[name] = index
	return index
}

// mistake returns the part of a mistake that says where.
func (p *places) mistake(span source.Span) mistake {
	index := p.index(span.File)
	if index == nil {
		return mistake{Place: span.File}
	}
	at := index.Position(span.Start)
	line, caret := excerpt(index, span)
	return mistake{Place: fmt.Sprintf("%s:%d:%d", span.File, at.Line, at.Column), Line: line, Caret: caret}
}

// How many characters of a line are shown: a paragraph is often one line.
const (
	maxBefore = 50
	maxMarked = 60
	maxAfter  = 50
)

// excerpt returns the line at the start of span, shortened around it, and a
// line of carets to stand below.
func excerpt(index *source.LineIndex, span source.Span) (text, caret string) {
	line, start := index.Line(span.Start)
	from := max(0, min(span.Start-start, len(line)))
	to := max(from, min(span.End-start, len(line)))
	before, marked, after := []rune(string(line[:from])), []rune(string(line[from:to])), []rune(string(line[to:]))
	if n := len(before) - maxBefore; n > 0 {
		before = append([]rune("…"), before[n:]...)
	}
	if len(marked) > maxMarked {
		marked, after = append(marked[:maxMarked:maxMarked], '…'), nil
	}
	if len(after) > maxAfter {
		after = append(after[:maxAfter:maxAfter], '…')
	}
	var below strings.Builder
	for _, r := range before {
		if r != '\t' {
			r = ' '
		}
		below.WriteRune(r)
	}
	below.WriteString(strings.Repeat("^", max(1, len(marked))))
	return string(before) + string(marked) + string(after), below.String()
}
