// Package report writes diagnostics for those who read them: people at a
// terminal, programs, and the services that show them beside a change.
package report

import (
	"fmt"
	"io"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// Format is one of the forms in which diagnostics are written.
type Format string

// The formats of `essaim check --format`.
const (
	// Text is for people: a sentence, a place, the line and what to do.
	Text Format = "text"
	// JSON is one array of Described.
	JSON Format = "json"
	// GitHub is one workflow command per diagnostic, shown beside the change.
	GitHub Format = "github"
	// SARIF is a log in the Static Analysis Results Interchange Format 2.1.0.
	SARIF Format = "sarif"
)

// Options say how diagnostics are written.
type Options struct {
	Format Format
	// Lang is the language of the sentences, "fr" or "en".
	Lang string
	// Color marks the text format with terminal colours.
	Color bool
	// Most is how many diagnostics the text format shows where there are more: the gravest,
	// those first. Of the others it says how many there are of each code. 0 is all.
	Most int
}

// Write writes ds in their order, which should be that of diag.List.Sorted.
// The tree gives the text around each place; it may be nil. An error is that of
// w, or a format that does not exist.
func Write(w io.Writer, ds diag.List, tree *source.Tree, o Options) error {
	switch o.Format {
	case Text:
		return writeText(w, ds, tree, o)
	case JSON:
		return writeIndented(w, DescribeAll(ds, tree, o.Lang))
	case GitHub:
		return writeGitHub(w, DescribeAll(ds, tree, o.Lang))
	case SARIF:
		return writeSARIF(w, DescribeAll(ds, tree, o.Lang), o.Lang)
	}
	return fmt.Errorf("format %q: one of text, json, github, sarif is expected", o.Format)
}
