package report

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// Described is a diagnostic in the words of one language and with places as
// people count. It is what the JSON format holds. Sentences and excerpts are
// safe to print: control characters are shown as "·".
type Described struct {
	Code     string `json:"code"`
	Severity string `json:"severity"` // "error", "warning" or "note"
	Place
	Message string `json:"message"`
	// Notes say more, in order; never nil.
	Notes []Note `json:"notes"`
	// Fix sets it right, or is nil when nobody can be sure.
	Fix *Fix `json:"fix"`
	// Excerpt is the line of the place, or nil when there is no text.
	Excerpt *Excerpt `json:"excerpt"`
}

// Place is where something is. A place in a file without text is at line 1,
// column 1; no place at all has an empty File too.
type Place struct {
	// File is slash-separated and relative to the site's folder.
	File string `json:"file"`
	// Lines and columns count from 1; a column is a code point and a byte
	// order mark is none. The end is exclusive.
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"end_line"`
	EndColumn int `json:"end_column"`
	// Offset and Length are in bytes of the whole file.
	Offset int `json:"offset"`
	Length int `json:"length"`
}

// Note is a further sentence. Without a place of its own, File is empty.
type Note struct {
	Message string `json:"message"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	// Excerpt is the line of the place, or nil when it would show nothing new.
	Excerpt *Excerpt `json:"excerpt"`

	place Place
}

// Fix replaces the bytes from Start to End of File, which is exclusive, by
// Text, exactly.
type Fix struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`

	place Place
}

// DescribeAll returns ds in a language, "fr" or "en". It is never nil.
func DescribeAll(ds diag.List, tree *source.Tree, lang string) []Described {
	r := newReader(tree)
	all := make([]Described, 0, len(ds))
	for _, d := range ds {
		all = append(all, r.describe(d, lang))
	}
	return all
}

// reader finds lines, indexing each file once.
type reader struct {
	tree  *source.Tree
	files map[string]*source.LineIndex
}

func newReader(tree *source.Tree) *reader {
	return &reader{tree: tree, files: map[string]*source.LineIndex{}}
}

// lines returns the lines of a file, or nil for a file without text.
func (r *reader) lines(name string) *source.LineIndex {
	lines, known := r.files[name]
	if known || r.tree == nil {
		return lines
	}
	if file := r.tree.File(name); file != nil && len(file.Data) > 0 {
		lines = source.NewLineIndex(file.Data)
	}
	r.files[name] = lines
	return lines
}

func (r *reader) describe(d diag.Diagnostic, lang string) Described {
	x := Described{
		Code:     d.Code(),
		Severity: d.Severity().String(),
		Place:    r.place(d.Span),
		Message:  clean(d.Message(lang)),
		Notes:    []Note{},
		Excerpt:  r.excerpt(d.Span),
	}
	said := false // whether a note tells what to write
	for _, n := range d.Notes {
		x.Notes = append(x.Notes, r.note(n, d.Span, lang))
		said = said || strings.HasPrefix(string(n.Msg), "note/nearest") || n.Msg == "note/write"
	}
	if d.Fix != nil {
		place := r.place(d.Fix.Span)
		x.Fix = &Fix{File: place.File, Start: d.Fix.Span.Start, End: d.Fix.Span.End, Text: d.Fix.Text, place: place}
		if text := r.advice(*d.Fix); !said && text != "" {
			write := diag.Remark{Msg: "note/write", Args: []string{text}}
			x.Notes = append(x.Notes, Note{Message: clean(write.Message(lang))})
		}
	}
	return x
}

// note describes a remark of a diagnostic about span.
func (r *reader) note(n diag.Remark, span source.Span, lang string) Note {
	note := Note{Message: clean(n.Message(lang))}
	if n.Span.IsZero() || n.Span == span {
		return note
	}
	note.place = r.place(n.Span)
	note.File, note.Line, note.Column = note.place.File, note.place.Line, note.place.Column
	// The start of a file stands for the whole file: its first line says
	// nothing. Other remarks are about the place that is shown already.
	switch n.Msg {
	case "note/other", "note/first", "note/defined", "note/source-entry":
		if n.Span.End > 0 {
			note.Excerpt = r.excerpt(n.Span)
		}
	}
	return note
}

// advice returns what to write to make a fix: its text, or the whole line when
// the text alone would be invisible or hang in the air. It is empty for what no
// editor can see, such as a byte order mark.
func (r *reader) advice(fix diag.Fix) string {
	lines := r.lines(fix.Span.File)
	if lines == nil || fix.Span.Start < fix.Span.End && strings.TrimSpace(fix.Text) != "" {
		return strings.TrimRight(fix.Text, "\r\n")
	}
	if strings.Contains(fix.Text, "\n") {
		return "" // a line end has no sign to be shown by: the message says what is asked for
	}
	line, start := lines.Line(fix.Span.Start)
	if fix.Span.Start < start {
		return ""
	}
	from := min(fix.Span.Start-start, len(line))
	to := min(max(from, fix.Span.End-start), len(line))
	whole := slices.Concat(line[:from], []byte(fix.Text), line[to:])
	return strings.TrimSpace(NewExcerpt(whole, from, from+len(fix.Text)).Text)
}

func (r *reader) place(span source.Span) Place {
	p := Place{File: span.File, Line: 1, Column: 1, EndLine: 1, EndColumn: 1, Offset: span.Start, Length: max(0, span.End-span.Start)}
	if lines := r.lines(span.File); lines != nil {
		start, end := lines.Position(span.Start), lines.Position(max(span.Start, span.End))
		p.Line, p.Column, p.EndLine, p.EndColumn = start.Line, start.Column, end.Line, end.Column
	}
	return p
}

// excerpt returns the first line of span, or nil.
func (r *reader) excerpt(span source.Span) *Excerpt {
	lines := r.lines(span.File)
	if lines == nil {
		return nil
	}
	line, start := lines.Line(span.Start)
	x := NewExcerpt(line, span.Start-start, span.End-start)
	return &x
}

// writeIndented writes v as JSON that a person can read too.
func writeIndented(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}
