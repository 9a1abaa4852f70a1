// Package diag holds what is wrong with the content: diagnostics, made for the
// person who can act on them. A diagnostic names a code, a place and the words
// that vary; its sentence is looked up in a catalogue in French and in English
// when it is shown. Nothing here is a Go error: errors are for the machine.
package diag

import (
	"cmp"
	"slices"
	"strings"

	"essaim/generator/internal/model/source"
)

// Severity orders diagnostics by what they stop.
type Severity int

// An Error stops writing; a Warning does not; a Note only informs.
const (
	Error Severity = iota
	Warning
	Note
)

// String returns "error", "warning" or "note", as the machine formats spell it.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return "note"
}

// Msg is a key of the catalogue: a code ("ref-missing") or a code and a variant
// of its sentence ("field-kind/date").
type Msg string

// Code returns the stable code that a Msg belongs to: what is printed in
// brackets, explained by `essaim explain` and never renamed.
func (m Msg) Code() string {
	code, _, _ := strings.Cut(string(m), "/")
	return code
}

// Diagnostic is one thing that is wrong with the content. Two diagnostics with
// equal fields are the same diagnostic.
type Diagnostic struct {
	Msg  Msg
	Span source.Span
	// Args fill the places {0}, {1}, … of the sentence.
	Args []string
	// Notes say more: the second place of a collision, the nearest known word.
	Notes []Remark
	// Fix is the exact replacement that sets it right, or nil when unsure.
	Fix *Fix
}

// Remark is a further sentence of a diagnostic, with its own place or none.
type Remark struct {
	Msg  Msg
	Span source.Span
	Args []string
}

// Fix replaces the bytes of Span by Text.
type Fix struct {
	Span source.Span
	Text string
}

// New returns a diagnostic. It panics when the catalogue lacks msg, because
// that is a mistake in the program.
func New(msg Msg, span source.Span, args ...string) Diagnostic {
	lookup(msg)
	return Diagnostic{Msg: msg, Span: span, Args: args}
}

// WithNote returns d with one more remark.
func (d Diagnostic) WithNote(msg Msg, span source.Span, args ...string) Diagnostic {
	lookup(msg)
	d.Notes = append(slices.Clone(d.Notes), Remark{Msg: msg, Span: span, Args: args})
	return d
}

// WithFix returns d with the exact replacement that sets it right.
func (d Diagnostic) WithFix(span source.Span, text string) Diagnostic {
	d.Fix = &Fix{Span: span, Text: text}
	return d
}

// WithNearest returns d with the remark "did you mean …?" and the fix that
// replaces d.Span by replacement, or d itself when nearest is empty.
func (d Diagnostic) WithNearest(nearest, replacement string) Diagnostic {
	if nearest == "" {
		return d
	}
	return d.WithNote("note/nearest", source.Span{}, nearest).WithFix(d.Span, replacement)
}

// Code returns the stable code of d.
func (d Diagnostic) Code() string { return d.Msg.Code() }

// Severity returns how much d stops.
func (d Diagnostic) Severity() Severity { return lookup(d.Msg).severity }

// Message returns the sentence of d in a language, "fr" or "en".
func (d Diagnostic) Message(lang string) string { return sentence(d.Msg, lang, d.Args) }

// Message returns the sentence of r in a language, "fr" or "en".
func (r Remark) Message(lang string) string { return sentence(r.Msg, lang, r.Args) }

// List is diagnostics in the order in which they were found.
type List []Diagnostic

// Add appends diagnostics.
func (l *List) Add(ds ...Diagnostic) { *l = append(*l, ds...) }

// HasErrors reports whether any diagnostic is an Error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity() == Error })
}

// Sorted returns l by file, place, code and words, each diagnostic once: the
// order in which they are shown, whatever order found them.
func (l List) Sorted() List {
	sorted := slices.Clone(l)
	slices.SortStableFunc(sorted, compare)
	return slices.CompactFunc(sorted, func(a, b Diagnostic) bool { return compare(a, b) == 0 })
}

func compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.Span.File, b.Span.File),
		cmp.Compare(a.Span.Start, b.Span.Start),
		cmp.Compare(a.Span.End, b.Span.End),
		cmp.Compare(a.Msg, b.Msg),
		slices.Compare(a.Args, b.Args),
	)
}
