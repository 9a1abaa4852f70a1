package search

import (
	"strings"
	"unicode/utf8"
)

// A Query is what a visitor asks for.
type Query struct {
	// Text is what was typed. A part in quotation marks is a phrase. The last
	// word counts as unfinished unless something follows it.
	Text string
	// Limit is the largest number of hits to return; 0 means 10. Offset is the
	// number of hits to leave out before them.
	Limit, Offset int
	// Newest orders the hits by date, the newest first; those that match every
	// word still come before the others.
	Newest bool
	// Facets keeps the documents that have, for each facet named, one of the
	// values. Without Text, all such documents are found, the newest first.
	Facets map[string][]string
}

const (
	// defaultLimit is the number of hits for Query.Limit 0.
	defaultLimit = 10
	// maxQuery is the number of characters of a query that are read, and
	// maxClauses the number of its words that count.
	maxQuery   = 1000
	maxClauses = 32
)

// A stretch is a part of a query: a phrase, or loose words.
type stretch struct {
	text   string
	start  int // byte offset in the query
	quoted bool
}

// quotationMarks are all treated alike: people mix them.
const quotationMarks = "\"«»“”„‟"

// cleaned returns the part of a query that is read, as valid UTF-8.
func cleaned(text string) string {
	text = strings.ToValidUTF8(text, " ")
	characters := 0
	for i := range text {
		if characters++; characters > maxQuery {
			return text[:i]
		}
	}
	return text
}

// stretches splits a cleaned query at its quotation marks. A mark that is never
// closed is none; with loose, no mark is.
func stretches(text string, loose bool) []stretch {
	var list []stretch
	start := 0
	add := func(end int, quoted bool) {
		if s := text[start:end]; strings.TrimSpace(s) != "" {
			list = append(list, stretch{text: blank(s), start: start, quoted: quoted})
		}
	}
	for !loose {
		from, after := mark(text, start)
		to, next := mark(text, after)
		if from < 0 || to < 0 {
			break
		}
		add(from, false)
		start = after
		add(to, true)
		start = next
	}
	add(len(text), false)
	return list
}

// mark returns the span of the first quotation mark at or after i, or -1.
func mark(text string, i int) (start, end int) {
	if i < 0 {
		return -1, -1
	}
	k := strings.IndexAny(text[i:], quotationMarks)
	if k < 0 {
		return -1, -1
	}
	_, size := utf8.DecodeRuneInString(text[i+k:])
	return i + k, i + k + size
}

// blank replaces quotation marks by as many spaces as they have bytes.
func blank(text string) string {
	for i, end := mark(text, 0); i >= 0; i, end = mark(text, end) {
		text = text[:i] + strings.Repeat(" ", end-i) + text[end:]
	}
	return text
}
