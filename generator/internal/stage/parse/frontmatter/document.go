// Package frontmatter reads the YAML of a site: the lines between --- at the
// start of an entry, and whole settings files. It returns a tree of nodes of
// which each knows its place.
//
// YAML forgives too much for people who write it by hand: a lost quotation
// mark swallows the next line, a stray space makes another structure. So a
// strict scan comes before the YAML library. The scan reports what is damaged on
// the line where it is damaged, replaces it in a copy of the same length, and the
// library then sees only what is sound. One mistake so hides no other.
//
// What is refused on purpose, because no editor needs it and some of it is
// dangerous: anchors, aliases, merge keys, tags, several documents, tabs as
// indents.
//
//	document.go  entries and settings taken apart
//	delimit.go   the --- lines, damaged ones included
//	text.go      characters that no text holds
//	scan.go      the strict scan, line by line
//	flow.go      values between quotes, brackets and braces
//	quotes.go    backslashes and quotation marks within texts
//	marks.go     dashes of lists, no-break spaces
//	comma.go     commas that cut a number or a text between braces
//	node.go      the library's tree, with places
//	simple.go    simple front matter, without the library
package frontmatter

import (
	"bufio"
	"bytes"
	"strconv"

	"github.com/adrg/frontmatter"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

const (
	// maxSize bounds front matter, in bytes.
	maxSize = 64 << 10
	// maxDepth bounds how deep mappings and lists are nested, the outermost
	// mapping included.
	maxDepth = 32
)

// Document is a file taken apart.
type Document struct {
	// Root is the mapping at the top; nil when there is none to speak of.
	Root *Node
	// Complete reports whether every field that was written is in Root. When
	// false a missing field says nothing: it may stand in a damaged line.
	Complete bool
	// Front covers the lines between the --- lines.
	Front source.Span
	// Body covers what follows them; its End is the end of the file.
	Body source.Span
	// BodyKnown is false when the place where the text begins is a guess.
	BodyKnown bool
}

// Reader reads one entry after the other in the memory of the last. The zero
// value is ready. It is for one goroutine at a time.
type Reader struct {
	text     bytes.Reader
	buffered *bufio.Reader // of text
}

// Read takes an entry apart: front matter and text. The data must be valid
// UTF-8.
func (r *Reader) Read(f *source.File) (Document, diag.List) {
	data, offset, found := WithoutMark(f)
	d, problems := delimit(data)
	for _, p := range problems {
		found.Add(p.diagnostic(f.Path, offset))
	}
	doc := Document{Body: source.In(f.Path, offset+d.body, len(f.Data)), BodyKnown: d.closed}
	if !d.found {
		return doc, found
	}
	front := r.split(data, d)
	start := offset + d.front
	doc.Front = source.In(f.Path, start, start+len(front))
	if len(front) > maxSize {
		opening := source.In(f.Path, offset+d.open.start, offset+d.open.end)
		found.Add(diag.New("front-too-large", opening, strconv.Itoa(maxSize>>10)+" Kio"))
		return doc, found
	}
	s := scan(front, source.In(f.Path, start, start+len(front)), false)
	doc.Root, doc.Complete = s.tree(), !s.lost && d.closed
	return doc, append(found, s.found...)
}

// ReadSettings reads a file that is YAML as a whole. Root is nil when the file
// holds nothing that can be used. The data must be valid UTF-8.
func ReadSettings(f *source.File) (Document, diag.List) {
	data, offset, found := WithoutMark(f)
	at := source.In(f.Path, offset, len(f.Data))
	s := scan(data, at, true)
	return Document{Root: s.tree(), Complete: !s.lost, Front: at}, append(found, s.found...)
}

// WithoutMark returns the text of a file behind its byte order mark, which is
// reported, and the offset at which the text begins.
func WithoutMark(f *source.File) (data []byte, offset int, found diag.List) {
	mark := []byte("\uFEFF")
	if !bytes.HasPrefix(f.Data, mark) {
		return f.Data, 0, nil
	}
	span := source.In(f.Path, 0, len(mark))
	return f.Data[len(mark):], len(mark), diag.List{diag.New("front-bom", span).WithFix(span, "")}
}

// split lets the front matter library take the delimiters off and returns what
// stands between them. Delimiters that were damaged, and reported, are given
// to it as they stand; without a closing one there is nothing to split.
func (r *Reader) split(data []byte, d delimiters) []byte {
	if !d.closed {
		return data[d.front:d.body]
	}
	var front []byte
	format := frontmatter.NewFormat(string(d.open.text), string(d.close.text), func(between []byte, _ any) error {
		front = between // in memory that the library made for this text
		return nil
	})
	// The library would copy what follows, too. It takes a buffered reader of
	// this size as it is.
	r.text.Reset(data[:d.body])
	if r.buffered == nil {
		r.buffered = bufio.NewReaderSize(nil, 4096)
	}
	r.buffered.Reset(&r.text)
	defer r.text.Reset(nil)
	if _, err := frontmatter.Parse(r.buffered, nil, format); err != nil || front == nil {
		return data[d.front:d.close.line]
	}
	return front
}
