package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/spell"
)

// Markdown has no errors: a link that lacks one character is silently text. The
// checks of this file look at what is left in a text after parsing, where marks
// stand only when they have no partner, and report what was surely meant as
// more than text. An editor who means the sign itself writes it with a
// backslash.

// mark is a sign left over in the text of a block.
type mark struct {
	at   int
	sign byte
}

// checkDamage looks at the texts of a block in which a sign is left over.
func (r *renderer) checkDamage(block ast.Node) {
	r.left = r.left[:0]
	var open []mark
	var pairs [][2]int
	for _, n := range r.damage {
		t := n.(*ast.Text)
		start, stop := t.Segment.Start, t.Segment.Stop
		if block.Lines().Len() > 0 && start == block.Lines().At(0).Start {
			r.checkStart(block, start, stop)
		}
		for i := start; i < stop; i++ {
			switch c := r.src[i]; c {
			case '\\':
				i++
			case '[':
				open = append(open, mark{i, c})
			case ']':
				if len(open) == 0 {
					r.unopened(i)
					continue
				}
				pairs = append(pairs, [2]int{open[len(open)-1].at, i})
				open = open[:len(open)-1]
			case ')':
				if i == start && afterInline(t) {
					r.checkParenthesis(block, i)
				}
			case '}':
				if i == start && afterInline(t) {
					r.report("attribute-unknown/syntax", i, i+1)
				}
			case '{':
				r.checkBrace(i, stop)
			case '*', '_', '~', '`':
				i = r.leave(i, stop)
			}
		}
	}
	r.checkDelimiters()
	for _, m := range open {
		r.report("markdown-unclosed", m.at, m.at+1, "[")
	}
	for _, p := range pairs {
		r.checkPair(block, p[0], p[1])
	}
}

// unopened reports a bracket that closes nothing, or the broken link it is of.
func (r *renderer) unopened(at int) {
	if next, ok := r.at1(at + 1); ok && next == '(' {
		r.report("link-syntax/start", at, at+2)
		return
	}
	from := at
	for from > 0 && at-from < maxAddress && r.src[from-1] > ' ' && bytes.IndexByte([]byte("()[]"), r.src[from-1]) < 0 {
		from--
	}
	if from > 1 && r.src[from-1] == '(' && r.src[from-2] == ']' {
		return // the link is told, whose address it was to end
	}
	r.report("markdown-unclosed/never-opened", at, at+1, "]")
}

// at1 returns the byte of the source at i.
func (r *renderer) at1(i int) (byte, bool) {
	if i < 0 || i >= len(r.src) {
		return 0, false
	}
	return r.src[i], true
}

// checkStart reports signs that mean something only at the start of a block,
// and are not well written there.
func (r *renderer) checkStart(block ast.Node, start, stop int) {
	line := r.src[start:stop]
	switch {
	case bytes.HasPrefix(line, []byte("##")):
		width := len(line) - len(bytes.TrimLeft(line, "#"))
		if width < len(line) && width <= 6 {
			d := diag.New("heading-space", r.span(start, start+width), string(line[:width]))
			r.add(d.WithFix(r.span(start, start+width), string(line[:width])+" "))
		}
	case line[0] == '|' && block.Kind() == ast.KindParagraph:
		r.report("table-cells/rule", start, stop)
	case bytes.HasPrefix(line, []byte(":::")):
		r.report("markdown-unknown", start, start+3, ":::")
	}
}

// checkBrace reports attributes and short codes that are not what they seem.
func (r *renderer) checkBrace(at, stop int) {
	rest := r.src[at:stop]
	switch {
	case bytes.HasPrefix(rest, []byte("{{")):
		if at == 0 || r.src[at-1] != '{' {
			r.report("markdown-unknown", at, at+2, "{{")
		}
	case len(rest) > 1 && (rest[1] == '#' || rest[1] == '.' || rest[1] == ':'), bytes.Contains(rest[:min(len(rest), 40)], []byte("=")):
		r.report("attribute-unknown/syntax", at, at+1)
	}
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// afterInline reports whether a text follows a link, image or span directly.
func afterInline(t *ast.Text) bool {
	n, ok := t.PreviousSibling().(*inline)
	return ok && n.what != noteCall && n.what != address
}

// checkParenthesis reports a closing parenthesis right after a link that no
// opening one in the block before it explains.
func (r *renderer) checkParenthesis(block ast.Node, at int) {
	depth := 0
	var walk func(n ast.Node)
	walk = func(n ast.Node) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				text := r.src[t.Segment.Start:min(t.Segment.Stop, max(at, t.Segment.Start))]
				depth += bytes.Count(text, []byte("(")) - bytes.Count(text, []byte(")"))
				depth = max(depth, 0)
				continue
			}
			walk(c)
		}
	}
	walk(block)
	if depth == 0 {
		r.report("link-syntax/extra", at, at+1)
	}
}

// checkPair looks at [text] left over between open and closing: whether it was
// meant as a link, a note, a reference or an alert.
func (r *renderer) checkPair(block ast.Node, open, closing int) {
	content := string(r.src[open+1 : closing])
	rest := r.src[closing+1:]
	token := rest[:tokenLength(rest)]
	inner := r.behindGap(block, closing)
	apart := len(inner) > 0 && len(inner) < len(rest) && !aside(content)
	switch {
	case r.reversed(open, closing):
	case open > 0 && r.src[open-1] == '[' && len(rest) > 0 && rest[0] == ']' && !(len(rest) > 1 && bytes.IndexByte([]byte("([{:"), rest[1]) >= 0):
		r.report("link-syntax/wiki", open-1, closing+2)
	case strings.HasPrefix(content, "!") && known(alertKinds, strings.ToUpper(content[1:])):
		r.report("alert-unknown/place", open, closing+1, "["+content+"]")
	case open > 0 && r.src[open-1] == '!' && known(alertKinds, strings.ToUpper(content)):
		r.report("alert-unknown/place", open-1, closing+1, "[!"+content+"]")
	case nearAlert(block, open, content) && known(alertKinds, strings.ToUpper(content)):
		d := diag.New("alert-unknown/mark", r.span(open+1, closing), strings.ToUpper(content))
		r.add(d.WithFix(d.Span, "!"+strings.ToUpper(content)))
	case nearAlert(block, open, content):
		r.report("alert-unknown", open+1, closing, content)
	case strings.HasPrefix(content, "^"):
		r.report("link-syntax/footnote", open, closing+1, strings.TrimSpace(strings.TrimPrefix(content, "^")))
	case len(rest) > 0 && rest[0] == '(':
		r.checkAddress(open, closing)
	case len(rest) > 1 && rest[0] == '[' && bytes.IndexByte(rest, ']') > 0:
		r.referenceMissing(content, closing+2, closing+1+bytes.IndexByte(rest, ']'))
	case len(rest) > 0 && rest[0] == '{':
		r.report("attribute-unknown/syntax", closing+1, closing+2)
	case len(rest) > 0 && rest[0] == ':' && block.Lines().Len() > 0 && block.Lines().At(0).Start == open:
		r.report("link-syntax/definition", open, closing+2, content)
	case apart && r.checkGap(open, closing, inner):
	case apart && addressLike(inner):
		r.report("link-syntax", open, closing+1+len(rest)-len(inner)+tokenLength(inner))
	case r.checkOpening(block, open, closing, token), r.alternative(block, open, token):
	case addressInside(token):
		r.report("link-syntax", open, closing+1+len(token))
	default:
		r.checkLabel(content, open, closing+1)
	}
}

// reversed reports (text)[/address], with the fix, and whether there is one: what stands
// in brackets is an address, and the parentheses before it are neither those of a link nor
// of a word.
func (r *renderer) reversed(open, closing int) bool {
	content := r.src[open+1 : closing]
	if open == 0 || r.src[open-1] != ')' || !addressLike(content) || bytes.ContainsAny(content, " \t\n") ||
		bytes.HasPrefix(content, []byte("#")) || bytes.HasPrefix(content, []byte("lang=")) {
		return false
	}
	line := r.src[bytes.LastIndexByte(r.src[:open], '\n')+1 : open-1]
	from := bytes.LastIndexByte(line, '(')
	if from < 0 || len(bytes.TrimSpace(line[from+1:])) == 0 || bytes.ContainsAny(line[from+1:], "[]()\\") ||
		from > 0 && line[from-1] != ' ' && line[from-1] != '\t' {
		return false
	}
	d := newDiagnostic("link-syntax/reversed", r.span(open-1-len(line)+from, closing+1))
	r.add(d.WithFix(d.Span, "["+string(line[from+1:])+"]("+string(content)+")"))
	return true
}

// tokenLength returns the length of rest up to a space, at most 200 bytes.
func tokenLength(rest []byte) int {
	for i, c := range rest[:min(len(rest), 200)] {
		if c <= ' ' {
			return i
		}
	}
	return min(len(rest), 200)
}

// addressLike reports whether text begins as an address does.
func addressLike(text []byte) bool {
	for _, prefix := range []string{"/", "#", "http:", "https:", "www.", "mailto:", "tel:", "lang="} {
		if bytes.HasPrefix(text, []byte(prefix)) {
			return true
		}
	}
	return false
}

// addressInside reports whether what touches a closing bracket looks like an
// address that has lost its parenthesis, or attributes that have lost a brace.
func addressInside(token []byte) bool {
	return bytes.ContainsAny(token, "/{}=") ||
		bytes.Count(token, []byte(")")) > bytes.Count(token, []byte("(")) && len(bytes.TrimRight(token, ").,;:!?")) > 0
}

// nearAlert reports whether [content] stands where the first line of an alert
// does and is one character away from one.
func nearAlert(block ast.Node, open int, content string) bool {
	quotation, ok := block.Parent().(*ast.Blockquote)
	if !ok || quotation.FirstChild() != block || block.Lines().Len() == 0 || block.Lines().At(0).Start != open {
		return false
	}
	for _, kind := range alertKinds {
		if spell.Distance(strings.ToUpper(content), "!"+kind, 1) <= 1 {
			return true
		}
	}
	return false
}

// checkLabel reports [content] when it is one character away from the call of a
// footnote that exists, or from a link reference that is defined.
func (r *renderer) checkLabel(content string, open, end int) {
	if len(content) > maxNoteLabel {
		return
	}
	for _, n := range r.noteOrder {
		if spell.Distance(content, "^"+n.label, 1) <= 1 {
			d := diag.New("link-syntax/footnote", r.span(open, end), n.label)
			r.add(d.WithNearest("[^"+n.label+"]", "[^"+n.label+"]"))
			return
		}
	}
	for _, d := range r.definitionOrder {
		if spell.Distance(content, string(d.label), 1) <= 1 {
			r.referenceMissing("", open+1, end-1)
			return
		}
	}
}

// referenceMissing reports the label of a link reference that is not defined.
// An empty label is that of [text][].
func (r *renderer) referenceMissing(content string, from, to int) {
	label := string(r.src[from:to])
	if label == "" {
		from, to, label = from-2-len(content), from-2, content
	}
	labels := make([]string, 0, len(r.definitionOrder))
	for _, d := range r.definitionOrder {
		labels = append(labels, string(d.label))
	}
	near := spell.Nearest(label, labels)
	r.add(diag.New("reference-missing", r.span(from, to), label).WithNearest(near, near))
}

// noteMissing reports the label of a footnote that is not defined.
func (s *state) noteMissing(label string, from, to int) {
	labels := make([]string, 0, len(s.noteOrder))
	for _, n := range s.noteOrder {
		labels = append(labels, n.label)
	}
	near := ""
	if _, err := strconv.Atoi(label); err != nil {
		near = spell.Nearest(label, labels) // one number is as near as any other
	}
	s.add(diag.New("footnote-missing", s.span(from, to), label).WithNearest(near, near))
}

// unused reports footnotes and link references that nothing calls.
func (r *renderer) unused() {
	for _, n := range r.noteOrder {
		if n.number == 0 {
			r.report("footnote-unused", n.start, n.end, n.label)
		}
	}
	for _, d := range r.definitionOrder {
		if !d.used {
			r.report("reference-unused", d.start, d.end, string(d.label))
			r.link(d.destination, d.from, d.to)
		}
	}
}

// checkJoints warns of a link or span that touches a word or a sign which needs
// a space there: a character was lost, or has changed sides with a bracket.
func (r *renderer) checkJoints(n *inline) {
	before, _ := utf8.DecodeLastRune(r.src[:n.start])
	after, _ := utf8.DecodeRune(r.src[n.end:])
	if spacedScript(before) || strings.ContainsRune("0123456789.,;!?^#{}]", before) && n.start > 0 {
		r.report("link-syntax/word", n.start, n.start+1)
	}
	if spacedScript(after) || strings.ContainsRune("0123456789^#{(", after) && n.end < len(r.src) && !r.callAt(n.end) {
		r.report("link-syntax/word", n.end-1, n.end)
	}
}

// callAt reports whether the call of a footnote stands at i.
func (r *renderer) callAt(i int) bool { return bytes.HasPrefix(r.src[i:], []byte("[^")) }

// spacedScript reports whether r is a letter of a script that puts spaces
// between words.
func spacedScript(r rune) bool {
	return unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
}

// checkRow reports a row of a table whose cells do not match its columns: GFM
// drops what is too much without a word.
func (r *renderer) checkRow(row ast.Node, columns int) {
	start := row.FirstChild().Pos() // after the bar that begins the row, if any
	if start < 0 {
		return
	}
	end := len(r.src)
	if i := bytes.IndexByte(r.src[start:], '\n'); i >= 0 {
		end = start + i
	}
	_, end = trim(r.src, start, end)
	cells := 1
	for i := start; i < end-1; i++ {
		if r.src[i] == '|' && r.src[i-1] != '\\' {
			cells++
		}
	}
	start, _ = trim(r.src, bytes.LastIndexByte(r.src[:start], '\n')+1, start)
	switch {
	case cells > columns:
		r.report("table-cells/many", start, end, itoa(cells), itoa(columns))
	case cells < columns:
		r.report("table-cells/few", start, end, itoa(cells), itoa(columns))
	}
}

// checkFence reports a fence of code that nothing closes.
func (r *renderer) checkFence(n *ast.FencedCodeBlock) {
	start := n.Pos()
	if start < 0 || start >= len(r.src) {
		return
	}
	fence := r.src[start]
	width := 0
	for start+width < len(r.src) && r.src[start+width] == fence {
		width++
	}
	last := start
	if lines := n.Lines(); lines.Len() > 0 {
		last = lines.At(lines.Len()-1).Stop - 1
	}
	if next := bytes.IndexByte(r.src[last:], '\n'); next >= 0 {
		line, _, _ := bytes.Cut(r.src[last+next+1:], []byte("\n"))
		line = bytes.Trim(line, " \t\r>")
		if len(line) >= width && width > 0 && len(bytes.Trim(line, string(fence))) == 0 {
			return
		}
	}
	r.report("markdown-unclosed", start, start+width, string(r.src[start:start+width]))
}
