package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
)

// renderer writes a parsed text as HTML with holes. It walks the tree once;
// inside a block with text it walks twice, first to gather and set the text of
// all its pieces as one (text.go), then to write them.
type renderer struct {
	*state
	opt       Options
	direction string
	words     phrases
	body      *content.Body
	// headings, links, images and segments are memory for those of the body.
	headings []content.Heading
	links    []content.Ref
	images   []content.Image
	segments []content.Segment

	// html is all HTML so far; holes are the places in it where one stands.
	html  []byte
	holes []hole
	// plain is the plain text so far.
	plain []byte

	units []unit
	set   []byte
	runs  []run
	// next is the run that is written next.
	next int
	// damage holds the texts of the block in which a mark may be left over.
	damage []ast.Node
	// starred are the stars of the block that were meant as marks of items.
	starred []int
	// paired are the ends of HTML of which the beginnings have been told.
	paired []int
	// left are the marks of emphasis of the block that have no partner.
	left []delimiter

	// fixed counts the links and headings around what is gathered: no reference
	// can stand there.
	fixed int

	level  int // of the last heading
	ids    []headingID
	taken  map[string]int // of settleIDs, kept for its memory
	tables int
	// called are the footnotes in the order of their first call.
	called []*note
}

// hole is a hole of the body before the HTML has been cut into segments.
type hole struct {
	at    int
	kind  content.Hole
	index int
}

// begin forgets the text before, keeps its memory, and returns r.
func (r *renderer) begin(s *state, opt Options) *renderer {
	if r.words.table == "" || r.opt.Lang != opt.Lang {
		r.direction, r.words = "ltr", phrasesFor(opt.Lang)
		if tag, ok := languageTag(opt.Lang); ok {
			r.direction = direction(tag)
		}
	}
	*r = renderer{
		state: s, opt: opt, direction: r.direction, words: r.words,
		body:     &content.Body{Headings: r.headings[:0], Links: r.links[:0], Images: r.images[:0]},
		headings: r.headings, links: r.links, images: r.images, segments: r.segments,
		html: r.html[:0], holes: r.holes[:0], plain: r.plain[:0],
		units: r.units[:0], set: r.set[:0], runs: r.runs[:0], damage: r.damage[:0], starred: r.starred[:0], paired: r.paired[:0], left: r.left[:0], ids: r.ids[:0], taken: r.taken, called: r.called[:0],
	}
	r.level = max(0, opt.MinLevel-1)
	return r
}

func newDiagnostic(msg diag.Msg, span spanType, args ...string) diag.Diagnostic {
	return diag.New(msg, span, args...)
}

func (r *renderer) put(html string) { r.html = append(r.html, html...) }

func (r *renderer) puts(html ...string) {
	for _, s := range html {
		r.html = append(r.html, s...)
	}
}

func (r *renderer) hole(kind content.Hole, index int) {
	r.holes = append(r.holes, hole{at: len(r.html), kind: kind, index: index})
}

// endBlock ends a block of the plain text.
func (r *renderer) endBlock() {
	n := len(r.plain)
	for n > 0 && r.plain[n-1] == ' ' {
		n--
	}
	r.plain = r.plain[:n]
	if n > 0 && r.plain[n-1] != '\n' {
		r.plain = append(r.plain, '\n')
	}
}

// document writes the blocks of a text and then its footnotes.
func (r *renderer) document(root ast.Node) {
	r.blocks(root)
	r.notes()
	r.unused()
	r.settleIDs()
}

func (r *renderer) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		r.block(n)
	}
}

func (r *renderer) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		r.paragraph(n)
	case *ast.TextBlock:
		r.prepare(n)
		r.inlines(n)
		r.endBlock()
		if n.NextSibling() != nil && n.FirstChild() != nil {
			r.put("\n")
		}
	case *ast.Heading:
		r.heading(n)
	case *ast.List:
		r.list(n)
	case *ast.Blockquote:
		r.quotation(n)
	case *ast.ThematicBreak:
		r.put("<hr>\n")
	case *ast.FencedCodeBlock:
		r.fenced(n)
	case *ast.CodeBlock:
		r.checkIndent(n)
		r.put("<pre><code>")
		r.code(n)
	case *ast.HTMLBlock:
		r.rawBlock(n)
	case *extast.Table:
		r.table(n)
	case *extast.DefinitionList:
		r.put("<dl>\n")
		r.blocks(n)
		r.put("</dl>\n")
	case *extast.DefinitionTerm:
		r.prepare(n)
		r.put("<dt>")
		r.inlines(n)
		r.endBlock()
		r.put("</dt>\n")
	case *extast.DefinitionDescription:
		r.put("<dd>")
		if !n.IsTight {
			r.put("\n")
		}
		r.blocks(n)
		r.put("</dd>\n")
	case *extast.FootnoteList, *ast.LinkReferenceDefinition:
		// Footnotes come at the end, in the order of their calls.
	default:
		panic("markdown: no HTML for a block of kind " + n.Kind().String())
	}
}

func (r *renderer) paragraph(n *ast.Paragraph) {
	if img := loneImage(n); img != nil && img.titled {
		r.figure(img)
		return
	}
	r.prepare(n)
	r.put("<p")
	if marks := blockAttributes(n); marks != nil {
		r.attributes(marks.attributes, false)
	}
	r.put(">")
	r.inlines(n)
	r.endBlock()
	r.put("</p>\n")
}

// loneImage returns the image of a paragraph that holds nothing else, or nil.
func loneImage(n *ast.Paragraph) *inline {
	img, ok := n.FirstChild().(*inline)
	if !ok || img.what != image || img.NextSibling() != nil {
		return nil
	}
	return img
}

// figure writes an image alone in its paragraph with its title as a caption.
func (r *renderer) figure(img *inline) {
	r.put("<figure>")
	r.image(img)
	caption := decode(nil, img.title)
	r.put("<figcaption>")
	r.plain = append(r.plain, plainImage(r.src, img)...)
	r.endBlock()
	r.plain = append(append(r.plain, caption...), '\n')
	r.html = appendEscaped(r.html, setText(caption, r.opt.Typography))
	r.put("</figcaption></figure>\n")
	r.checkJoints(img)
}

func (r *renderer) list(n *ast.List) {
	tag := "ul"
	if n.IsOrdered() {
		tag = "ol"
	}
	r.puts("<", tag)
	if n.IsOrdered() && n.Start != 1 {
		r.puts(` start="`, itoa(n.Start), `"`)
	}
	r.put(">\n")
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		r.put("<li>")
		if first := item.FirstChild(); first != nil {
			if _, tight := first.(*ast.TextBlock); !tight {
				r.put("\n")
			}
		}
		r.blocks(item)
		r.put("</li>\n")
	}
	r.puts("</", tag, ">\n")
}

func (r *renderer) quotation(n *ast.Blockquote) {
	a, ok := r.alerts[n]
	if !ok {
		r.put("<blockquote>\n")
		r.blocks(n)
		r.put("</blockquote>\n")
		return
	}
	r.puts(`<aside class="alert alert-`, strings.ToLower(a.kind), `" role="note"><p class="alert-title">`)
	if len(a.title) > 0 {
		r.html = appendEscaped(r.html, setText(decode(nil, a.title), r.opt.Typography))
	} else {
		r.put(r.words.alerts[a.kind])
	}
	r.put("</p>\n")
	r.blocks(n)
	r.put("</aside>\n")
}

func (r *renderer) fenced(n *ast.FencedCodeBlock) {
	r.put("<pre><code")
	if language := n.Language(r.src); len(language) > 0 {
		r.put(` class="language-`)
		r.html = appendEscaped(r.html, decode(nil, language))
		r.put(`"`)
	}
	r.put(">")
	r.checkFence(n)
	r.code(n)
}

// code writes the lines of a block of code and ends it.
func (r *renderer) code(n ast.Node) {
	lines := n.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		text := decodeNothing(line.Value(r.src))
		r.html = appendEscaped(r.html, text)
		r.plain = appendOneLine(r.plain, text)
	}
	r.endBlock()
	r.put("</code></pre>\n")
}

// trim returns the place of src[start:end] without the spaces around it.
func trim(src []byte, start, end int) (int, int) {
	for start < end && (src[start] == ' ' || src[start] == '\t' || src[start] == '>') {
		start++
	}
	for end > start && (src[end-1] == ' ' || src[end-1] == '\t' || src[end-1] == '\n' || src[end-1] == '\r') {
		end--
	}
	return start, end
}

// excerpt returns at most 40 characters of text.
func excerpt(text []byte) string {
	shown := []rune(strings.ToValidUTF8(string(text), "\uFFFD"))
	if len(shown) <= 40 {
		return string(shown)
	}
	return string(shown[:39]) + "…"
}

func (r *renderer) table(n *extast.Table) {
	r.tables++
	r.puts(`<div class="table" role="region" aria-label="`, r.words.table, " ", itoa(r.tables), `" tabindex="0"><table>`, "\n")
	open := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		_, header := row.(*extast.TableHeader)
		switch {
		case header:
			r.put("<thead>\n")
		case !open:
			r.put("<tbody>\n")
			open = true
		}
		r.checkRow(row, len(n.Alignments))
		r.put("<tr>\n")
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			r.cell(c.(*extast.TableCell), header)
		}
		r.endBlock()
		r.put("</tr>\n")
		if header {
			r.put("</thead>\n")
		}
	}
	if open {
		r.put("</tbody>\n")
	}
	r.put("</table></div>\n")
}

func (r *renderer) cell(c *extast.TableCell, header bool) {
	tag := "td"
	if header && c.FirstChild() != nil {
		tag = "th"
	}
	r.puts("<", tag)
	if tag == "th" {
		r.put(` scope="col"`)
	}
	if c.Alignment != extast.AlignNone {
		r.puts(` class="align-`, c.Alignment.String(), `"`)
	}
	r.put(">")
	if c.FirstChild() != nil {
		if n := len(r.plain); n > 0 && r.plain[n-1] != '\n' {
			r.plain = append(r.plain, ' ')
		}
		r.prepare(c)
		r.inlines(c)
	}
	r.puts("</", tag, ">\n")
}

// notes writes the footnotes that are called, in the order of their calls; a
// call inside a footnote may add to them.
func (r *renderer) notes() {
	if len(r.called) == 0 {
		return
	}
	r.puts(`<section class="footnotes" role="doc-endnotes" aria-label="`, r.words.notes, `"><ol>`, "\n")
	for i := 0; i < len(r.called); i++ {
		n := r.called[i]
		r.puts(`<li id="`, r.noteID(n), `">`, "\n")
		last := n.node.LastChild()
		for c := n.node.FirstChild(); c != nil; c = c.NextSibling() {
			if p, ok := c.(*ast.Paragraph); ok && c == last {
				r.prepare(p)
				r.put("<p>")
				r.inlines(p)
				r.endBlock()
				r.backlinks(n)
				r.put("</p>\n")
				continue
			}
			r.block(c)
		}
		if _, ok := last.(*ast.Paragraph); !ok {
			r.put("<p>")
			r.backlinks(n)
			r.put("</p>\n")
		}
		r.put("</li>\n")
	}
	r.put("</ol></section>\n")
}

func (r *renderer) noteID(n *note) string { return r.opt.Prefix + "fn:" + itoa(n.number) }

func (r *renderer) callID(n *note, call int) string {
	id := r.opt.Prefix + "fnref:" + itoa(n.number)
	if call > 1 {
		id += ":" + itoa(call)
	}
	return id
}

// backlinks writes the ways back from a footnote to its calls.
func (r *renderer) backlinks(n *note) {
	for call := 1; call <= n.calls; call++ {
		r.put("\u00A0" + `<a href="`)
		r.hole(content.PageHole, 0)
		r.puts("#", r.callID(n, call), `" class="footnote-backref" role="doc-backlink" aria-label="`, r.words.back, " ", itoa(n.number))
		if n.calls > 1 {
			r.puts(" (", itoa(call), ")")
		}
		r.put("\">↩\uFE0E</a>")
	}
}

// finish cuts the HTML at its holes. What the body says stays in the memory of r.
func (r *renderer) finish() *content.Body {
	b := r.body
	r.headings, b.Headings = b.Headings, exactly(b.Headings)
	r.links, b.Links = b.Links, exactly(b.Links)
	r.images, b.Images = b.Images, exactly(b.Images)
	all, done := r.html, 0
	b.Segments = slices.Grow(r.segments[:0], 2*len(r.holes)+1)
	for _, h := range r.holes {
		if h.at > done {
			b.Segments = append(b.Segments, content.Segment{HTML: all[done:h.at:h.at]})
			done = h.at
		}
		b.Segments = append(b.Segments, content.Segment{Hole: h.kind, Index: h.index})
	}
	if done < len(all) {
		b.Segments = append(b.Segments, content.Segment{HTML: all[done:]})
	}
	r.segments = b.Segments
	b.Text = bytes.TrimRight(r.plain, "\n")
	b.HasWords = bytes.ContainsFunc(b.Text, isWord)
	return b
}

// exactly returns a copy of a list that takes no more memory than its items,
// for entries live as long as the site.
func exactly[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return append(make([]T, 0, len(list)), list...)
}
