// Package markdown turns Markdown into HTML with holes (content.Body) and
// reports what an editor wrote that would not do what it says.
//
// The language is CommonMark with GFM's tables, strikethrough, task lists and
// bare addresses, footnotes, definition lists, and five additions:
//
//	> [!NOTE]                        an alert; also TIP, IMPORTANT, WARNING, CAUTION
//	![text](map.png "caption")       alone in its paragraph: a figure
//	[words]{lang=en}                 words of another language
//	[=short](/figures/x#2024)       the value of a series; ../figure/FIGURES.md
//	## Title {#anchor}               attributes: #id on headings; .class, lang, dir anywhere
//
// Goldmark reads blocks and inlines; what it is given besides, and what becomes of its
// tree:
//
//	engine.go      goldmark and its extensions, put together
//	bracket.go, bare.go, attribute.go, figure.go
//	               links, images and notes; bare addresses; {…}; quoted values
//	plain.go       text without marks, in one stretch
//	state.go       what one parse gathers: notes, definitions, alerts
//	render.go      blocks into HTML with holes
//	text.go, inline.go
//	               inlines into HTML, set in type as one text
//	heading.go     levels and anchors
//	address.go, decode.go
//	               addresses and characters as they are meant; unsafe ones
//	damage.go      marks that do nothing, which an editor surely did not mean
//	emphasis.go, item.go, raw.go, rewrite.go
//	               emphasis; lines that make no list, or a heading or code; HTML; links
//	phrases.go     the words that the package writes itself
//
// Invariants: raw HTML is reported and never output; an address is output only
// when its scheme is allowed after decoding; what depends on other files is a
// hole; every diagnostic has the exact bytes it is about.
package markdown

import (
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse/figure"
)

// Options say how a text is written.
type Options struct {
	// Typography names the micro-typography of the locale: "fr", "en" or "none".
	Typography string
	// Lang is the BCP 47 tag of the locale. It decides the words of alerts,
	// notes and tables, and which spans are of another direction.
	Lang string
	// MinLevel is the level at which headings begin: 2 below a page's title.
	// 0 allows any level, and any step between levels.
	MinLevel int
	// Prefix begins every id that is made here (headings without {#id}, notes),
	// so that several bodies can stand on one page. It is ASCII letters, digits
	// and hyphens, or empty.
	Prefix string
	// Numbers finds the numbers that may be values of series; nil when nobody
	// asks for them.
	Numbers *figure.Reader
}

// Parser parses one text after the other in the memory of the last: most of
// what parsing takes is only needed until the body is made. The zero value is
// ready. It is for one goroutine at a time.
type Parser struct {
	state    state
	renderer renderer
}

// Parse is that of a new Parser.
func Parse(src []byte, at source.Span, opt Options) (*content.Body, diag.List) {
	var p Parser
	return p.Parse(src, at, opt)
}

// Parse turns src into a body. At says where src stands: src[0] is byte
// at.Start of at.File, and every span counts from the start of that file. It
// never fails: what is wrong is in the list, in no order. The body is nil only
// for a text that no page could hold: nested too deep, a table too wide. What it
// says is good until the next text is parsed.
func (p *Parser) Parse(src []byte, at source.Span, opt Options) (*content.Body, diag.List) {
	s := p.state.begin(src, at)
	defer s.end()
	if line, ok := tooDeep(src); ok {
		s.report("markdown-deep", line, line, itoa(maxDepth))
		return nil, s.found
	}
	if line, ok := tooWide(src); ok {
		s.report("table-cells/wide", line, line, itoa(maxColumns))
		return nil, s.found
	}
	root := engine().Parse(text.NewReader(src), parser.WithContext(s))
	r := p.renderer.begin(s, opt)
	r.document(root)
	return r.finish(), s.found
}
