package content

import (
	"bytes"
	"slices"

	"essaim/generator/internal/model/source"
)

// Body is Markdown turned into HTML with holes. Markdown runs once per changed
// file; what depends on other files (where a link leads, how large an image
// is, which id a heading has, where it is read) is a hole that render fills. No HTML is parsed
// again.
type Body struct {
	Prose
	// Apart reports that the prose is not here but where the entries of the
	// site are kept, because it is large and few need it: those who make the
	// page, and those who index it.
	Apart bool
	// Unread reports that the file has only been skimmed: nothing but this is known
	// of the body.
	Unread bool
	// Headings are in the order of the text.
	Headings []Heading
	// Links are every link of the text, internal and outside.
	Links []Ref
	// Images are every image of the text.
	Images []Image
	// Figures are every reference to the value of a series.
	Figures []FigureRef
	// Numbers are those of the text that may be values of series; none in a
	// site without series.
	Numbers []Number
	// HasWords reports whether the text has a letter or a digit of any script.
	HasWords bool
	// Sum is the checksum of the Markdown without white space around it (CRC-32C): a
	// translation that has that of its source has not been translated.
	Sum uint32
}

// Prose is what a body says: by far the most of it. Its bytes may stand in memory
// that is used again: whoever makes it tells until when they are good.
type Prose struct {
	// Segments are the HTML and the holes, in order.
	Segments []Segment
	// Text is the plain text for search: one block a line, marks removed,
	// alternative texts of images included. A FigureMark stands for each of the
	// Figures.
	Text []byte
}

// Clone returns p in memory of its own.
func (p Prose) Clone() Prose {
	own := Prose{slices.Clone(p.Segments), bytes.Clone(p.Text)}
	for i := range own.Segments {
		own.Segments[i].HTML = bytes.Clone(own.Segments[i].HTML)
	}
	return own
}

// Empty reports whether the body shows nothing, as far as it has been read.
func (b *Body) Empty() bool { return b == nil || len(b.Segments) == 0 && !b.Apart }

// Segment is a piece of a body: HTML to copy, or a hole.
type Segment struct {
	// HTML is copied as it is when Hole is NoHole.
	HTML []byte
	Hole Hole
	// Index is the position in Links, Images, Headings or Figures.
	Index int
}

// Hole says what fills a segment.
type Hole int

// The holes of a body. Render writes for each, and nothing else:
//
//	LinkHole     the attributes of an <a>, with a leading space:
//	             ` href="/en/news/x/"` plus hreflang or rel as needed
//	ImageHole    a whole <img …> with src, alt, width, height, loading
//	HeadingHole  the value of a heading's id, without quotes
//	FigureHole   a whole <a …> with the value of a series as its text
//	PageHole     before a "#": nothing on the page itself, its whole address
//	             where the body is read elsewhere
const (
	NoHole Hole = iota
	LinkHole
	ImageHole
	HeadingHole
	PageHole
	FigureHole
)

// Heading is one heading of a body.
type Heading struct {
	// Level is 1 to 6.
	Level int
	// ID is the anchor made from the text, or written as {#id}; unique in the
	// body. Link replaces it by that of the source entry's heading when the
	// two have the same structure, so that anchors survive translation.
	ID string
	// Text is plain.
	Text string
}

// Ref is a link as written, before it is resolved.
type Ref struct {
	// Target is the address as written after decoding: "/initiatives/lil-o#id",
	// "#id", "https://…", "mailto:…".
	Target string
	// Span is where the address stands.
	Span source.Span
	// Bare reports that the address is the text of the link, too.
	Bare bool
}

// Internal reports whether the ref leads to this site.
func (r Ref) Internal() bool {
	if len(r.Target) >= 2 && r.Target[:2] == "//" {
		return false
	}
	return r.Target != "" && (r.Target[0] == '/' || r.Target[0] == '#')
}

// Image is an image of a body, as written.
type Image struct {
	// Src is a path below content/ ("/media/map.png") or relative to the
	// entry's folder ("map.png"); never an outside address.
	Src string
	// Alt is the alternative text, "" when Decorative.
	Alt        string
	Decorative bool
	Span       source.Span
}
