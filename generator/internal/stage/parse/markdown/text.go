package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse/typography"
)

type spanType = source.Span

// unit is text that is set as one: that of a block, or that of words in another
// language inside it.
type unit struct {
	name string // of the micro-typography
	text []byte
	// marks are the start and end in text of each piece; ids say which run of
	// the block each piece is.
	marks, ids []int
}

// run is a piece of text ready to be written: set[start:end].
type run struct{ start, end int }

// object stands in a unit for what is not text.
const object = string(typography.Object)

// suspicious marks the bytes that are left in a text only when a mark has no
// partner, or because they are meant.
var suspicious = [256]bool{
	'[': true, ']': true, '{': true, '}': true, '*': true, '_': true, '~': true, '`': true, '|': true, '#': true, ')': true,
}

// prepare gathers the text of a block, sets it, and looks for marks left over.
func (r *renderer) prepare(block ast.Node) {
	r.set, r.runs, r.next, r.damage = r.set[:0], r.runs[:0], 0, r.damage[:0]
	r.units, r.starred = r.units[:0], r.starred[:0]
	switch block.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		r.checkItems(block)
	}
	r.gather(block, r.newUnit(r.opt.Typography))
	for i := range r.units {
		u := &r.units[i]
		r.set = typography.Append(r.set, u.text, u.marks, u.name)
		for k, id := range u.ids {
			r.runs[id] = run{u.marks[2*k], u.marks[2*k+1]}
		}
	}
	if len(r.damage) > 0 {
		r.checkDamage(block)
	}
}

// newUnit returns the place of a fresh unit, reusing the memory of an old one.
func (r *renderer) newUnit(name string) int {
	n := len(r.units)
	if n < cap(r.units) {
		r.units = r.units[:n+1]
		u := &r.units[n]
		u.text, u.marks, u.ids = u.text[:0], u.marks[:0], u.ids[:0]
	} else {
		r.units = append(r.units, unit{})
	}
	r.units[n].name = name
	return n
}

// gather adds the text below n to a unit and to the plain text.
func (r *renderer) gather(n ast.Node, unit int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			r.gatherText(c, unit)
		case *ast.CodeSpan:
			r.gatherObject(unit)
			r.plain = appendOneLine(r.plain, codeOf(r.src, c))
		case *ast.AutoLink:
			r.gatherObject(unit)
			r.plain = append(r.plain, c.Label(r.src)...)
		case *ast.Emphasis, *extast.Strikethrough:
			r.gather(c, unit)
		case *inline:
			r.gatherInline(c, unit)
		}
	}
}

func (r *renderer) gatherObject(unit int) { r.units[unit].text = append(r.units[unit].text, object...) }

func (r *renderer) gatherText(n *ast.Text, unit int) {
	u := &r.units[unit]
	raw := n.Segment.Value(r.src)
	decoded, odd, digits := false, false, false
	for _, c := range raw {
		digits = digits || c-'0' <= 9
		decoded = decoded || needsDecoding[c] || c == 0xEF
		odd = odd || suspicious[c]
	}
	if odd {
		r.damage = append(r.damage, n)
	}
	if digits && r.opt.Numbers != nil {
		r.numbers(n.Segment.Start, n.Segment.Stop)
	}
	start := len(u.text)
	if decoded {
		u.text = decodeText(u.text, raw, true)
		r.plain = decode(r.plain, raw)
	} else {
		u.text = append(u.text, raw...)
		r.plain = append(r.plain, raw...)
	}
	if mark := nextAttributes(n); mark != nil {
		trimmed := bytes.TrimRight(u.text[start:], " \t")
		u.text = u.text[:start+len(trimmed)]
	}
	u.marks = append(u.marks, start, len(u.text))
	u.ids = append(u.ids, len(r.runs))
	r.runs = append(r.runs, run{})
	if n.SoftLineBreak() || n.HardLineBreak() {
		u.text = append(u.text, '\n')
		r.plain = append(r.plain, ' ')
	}
}

func (r *renderer) gatherInline(n *inline, unit int) {
	switch n.what {
	case link:
		if name, is := figureName(r.src, n); is {
			r.gatherFigure(n, unit, name)
			return
		}
		r.fixed++
		r.gather(n, unit)
		r.fixed--
	case image:
		r.gatherObject(unit)
		r.plain = append(r.plain, plainImage(r.src, n)...)
	case address:
		r.gatherObject(unit)
		r.plain = append(r.plain, r.src[n.start:n.end]...)
	case noteCall:
		r.gatherObject(unit)
	case span:
		lang := langOf(n.attributes)
		if lang == "" || typographyOf(lang) == r.units[unit].name {
			r.gather(n, unit)
			return
		}
		r.gatherObject(unit)
		name := typographyOf(lang)
		if r.opt.Typography == "none" {
			name = "none"
		}
		r.gather(n, r.newUnit(name))
	}
}

// inlines writes what stands in a block that has been prepared.
func (r *renderer) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			r.text(c)
		case *ast.CodeSpan:
			r.element("code", c)
			r.html = appendEscaped(r.html, codeOf(r.src, c))
			r.put("</code>")
		case *ast.Emphasis:
			tag := "em"
			if c.Level == 2 {
				tag = "strong"
			}
			r.element(tag, c)
			r.inlines(c)
			r.puts("</", tag, ">")
		case *extast.Strikethrough:
			r.element("del", c)
			r.inlines(c)
			r.put("</del>")
		case *ast.AutoLink:
			r.autoLink(c)
		case *ast.RawHTML:
			r.rawInline(c)
		case *extast.TaskCheckBox:
			if c.IsChecked {
				r.puts(`<input type="checkbox" disabled checked aria-label="`, r.words.done, `"> `)
			} else {
				r.puts(`<input type="checkbox" disabled aria-label="`, r.words.todo, `"> `)
			}
		case *inline:
			r.inline(c)
		default:
			panic("markdown: no HTML for an inline of kind " + c.Kind().String())
		}
	}
}

// element opens an element with the attributes that follow it in the text.
func (r *renderer) element(tag string, n ast.Node) {
	r.puts("<", tag)
	if mark, ok := n.NextSibling().(*inline); ok && mark.what == attributesMark {
		r.attributes(mark.attributes, false)
	}
	r.put(">")
}

func (r *renderer) text(n *ast.Text) {
	piece := r.runs[r.next]
	r.next++
	r.html = appendEscaped(r.html, unshield(r.set[piece.start:piece.end]))
	switch {
	case nextAttributes(n) != nil:
	case n.HardLineBreak():
		r.put("<br>\n")
	case n.SoftLineBreak():
		r.put("\n")
	}
}

func (r *renderer) inline(n *inline) {
	switch n.what {
	case link:
		switch {
		case n.figure > 0:
			r.hole(content.FigureHole, n.figure-1)
		case n.figure == 0:
			r.linkElement(n)
		}
	case image:
		r.image(n)
	case address:
		r.addressElement(n.destination, r.src[n.start:n.end], n.from, n.to)
	case span:
		r.put("<span")
		r.attributes(n.attributes, false)
		r.put(">")
		r.inlines(n)
		r.put("</span>")
		r.checkJoints(n)
	case noteCall:
		r.callElement(n)
	case attributesMark:
		if !attached(n) {
			r.report("attribute-unknown/place", n.start, n.end, string(r.src[n.start:n.end]))
		}
	}
}

// attached reports whether attributes belong to the element before them or to
// the block that they end.
func attached(n *inline) bool {
	switch n.PreviousSibling().(type) {
	case *ast.Emphasis, *ast.CodeSpan, *extast.Strikethrough:
		return true
	}
	return blockAttributes(n.Parent()) == n
}

// blockAttributes returns the attributes that stand at the end of a heading, or
// alone on the last line of a paragraph; or nil.
func blockAttributes(block ast.Node) *inline {
	mark, ok := block.LastChild().(*inline)
	if !ok || mark.what != attributesMark {
		return nil
	}
	previous, isText := mark.PreviousSibling().(*ast.Text)
	switch block.(type) {
	case *ast.Heading:
		switch mark.PreviousSibling().(type) {
		case *ast.Emphasis, *ast.CodeSpan, *extast.Strikethrough:
			return nil
		}
		return mark
	case *ast.Paragraph:
		if isText && (previous.SoftLineBreak() || previous.HardLineBreak()) {
			return mark
		}
	}
	return nil
}

// nextAttributes returns the attributes of the block when they follow n, so
// that the space before them goes.
func nextAttributes(n *ast.Text) *inline {
	mark, ok := n.NextSibling().(*inline)
	if ok && mark.what == attributesMark && blockAttributes(n.Parent()) == mark {
		return mark
	}
	return nil
}

func (r *renderer) linkElement(n *inline) {
	target, ok := r.link(n.destination, n.from, n.to)
	if len(n.destination) == 0 || len(bytes.TrimSpace(plainOf(nil, r.src, n))) == 0 {
		r.report("link-empty", n.start, n.end)
	}
	r.checkJoints(n)
	if !ok {
		r.inlines(n)
		return
	}
	r.put("<a")
	r.hole(content.LinkHole, len(r.body.Links))
	r.body.Links = append(r.body.Links, content.Ref{Target: target, Span: r.span(n.from, n.to)})
	if n.titled {
		r.put(` title="`)
		r.html = appendEscaped(r.html, decode(nil, n.title))
		r.put(`"`)
	}
	r.attributes(n.attributes, false)
	r.put(">")
	r.inlines(n)
	r.put("</a>")
	if imagePath(target) && n.FirstChild() != nil && n.FirstChild().Kind() == ast.KindText {
		r.report("link-syntax/image", n.start, n.end)
	}
}

// imagePath reports whether a link leads to an image of this site.
func imagePath(target string) bool {
	dot := strings.LastIndexByte(target, '.')
	if dot < 0 || target[0] != '/' {
		return false
	}
	switch strings.ToLower(target[dot:]) {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif":
		return true
	}
	return false
}

func (r *renderer) autoLink(n *ast.AutoLink) {
	label := n.Label(r.src)
	destination := label
	if n.AutoLinkType == ast.AutoLinkEmail {
		destination = append([]byte("mailto:"), label...)
	}
	r.addressElement(destination, label, n.Pos()+1, n.Pos()+1+len(label))
}

// addressElement writes a link whose text is its address; the address has no
// escapes and no entities.
func (r *renderer) addressElement(destination, label []byte, from, to int) {
	target, ok := r.link(bytes.ReplaceAll(destination, []byte(`\`), []byte("%5C")), from, to)
	if ok {
		r.put("<a")
		r.hole(content.LinkHole, len(r.body.Links))
		r.body.Links = append(r.body.Links, content.Ref{Target: target, Span: r.span(from, to), Bare: true})
		r.put(">")
	}
	r.html = appendEscaped(r.html, label)
	if ok {
		r.put("</a>")
	}
}

func (r *renderer) image(n *inline) {
	r.checkJoints(n)
	src, ok := r.imageSource(n.destination, n.from, n.to)
	alt := strings.Join(strings.Fields(string(plainOf(nil, r.src, n))), " ")
	decorative := hasClass(n.attributes, "decorative")
	switch {
	case len(n.destination) == 0:
		r.report("link-empty/image", n.start, n.end)
	case alt == "" && !decorative:
		r.report("image-alt/markdown", n.start, n.end)
	}
	for _, a := range n.attributes {
		if a.name != "class" || a.value != "decorative" {
			r.unknownAttribute(a, a.name, nil, "")
		}
	}
	if n.titled && !captioned(n) {
		r.report("link-syntax/caption", n.start, n.end, string(decode(nil, n.title)))
	}
	if !ok {
		return
	}
	if decorative {
		alt = ""
	}
	r.hole(content.ImageHole, len(r.body.Images))
	r.body.Images = append(r.body.Images, content.Image{Src: src, Alt: alt, Decorative: decorative, Span: r.span(n.from, n.to)})
}

// captioned reports whether the title of an image is shown: whether the image
// is alone in its paragraph.
func captioned(img *inline) bool {
	p, ok := img.Parent().(*ast.Paragraph)
	return ok && loneImage(p) == img
}

func (r *renderer) callElement(n *inline) {
	if n.note == nil {
		r.html = appendEscaped(r.html, r.src[n.start:n.end])
		return
	}
	if n.note.number == 0 {
		r.called = append(r.called, n.note)
		n.note.number = len(r.called)
	}
	n.note.calls++
	r.put(`<sup class="footnote-ref"><a href="`)
	r.hole(content.PageHole, 0)
	r.puts("#", r.noteID(n.note), `" id="`, r.callID(n.note, n.note.calls), `" role="doc-noteref">`, itoa(n.note.number), "</a></sup>")
}

// plainOf appends the plain text below n.
func plainOf(dst, src []byte, n ast.Node) []byte {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			dst = decode(dst, c.Segment.Value(src))
			if c.SoftLineBreak() || c.HardLineBreak() {
				dst = append(dst, ' ')
			}
		case *ast.CodeSpan:
			dst = append(dst, codeOf(src, c)...)
		case *ast.AutoLink:
			dst = append(dst, c.Label(src)...)
		case *inline:
			if c.what == address {
				dst = append(dst, src[c.start:c.end]...)
			} else {
				dst = plainOf(dst, src, c)
			}
		default:
			dst = plainOf(dst, src, c)
		}
	}
	return dst
}

// plainImage returns the alternative text of an image.
func plainImage(src []byte, n *inline) []byte {
	if hasClass(n.attributes, "decorative") {
		return nil
	}
	return plainOf(nil, src, n)
}

// codeOf returns the text of a code span, its line ends as spaces.
func codeOf(src []byte, n *ast.CodeSpan) []byte {
	var code []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		segment := c.(*ast.Text).Segment
		value := segment.Value(src)
		code = append(code, decodeNothing(bytes.TrimSuffix(value, []byte("\n")))...)
		if bytes.HasSuffix(value, []byte("\n")) {
			code = append(code, ' ')
		}
	}
	return code
}

// decodeNothing returns text with NUL replaced, as CommonMark asks everywhere.
func decodeNothing(text []byte) []byte {
	if bytes.IndexByte(text, 0) < 0 {
		return text
	}
	return bytes.ReplaceAll(text, []byte{0}, []byte("\uFFFD"))
}

// appendOneLine appends text with its line ends as spaces.
func appendOneLine(dst, text []byte) []byte {
	for _, c := range text {
		if c == '\n' || c == '\r' {
			c = ' '
		}
		dst = append(dst, c)
	}
	return dst
}

// setText sets a text that stands alone.
func setText(text []byte, name string) []byte { return typography.Append(nil, text, nil, name) }
