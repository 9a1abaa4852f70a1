package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"essaim/generator/internal/model/diag"
)

// plainMarks are the elements that Markdown has a mark for.
var plainMarks = map[string]string{
	"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~", "code": "`", "tt": "`", "kbd": "`",
}

// raised and lowered are the digits above and below the line.
var (
	raised  = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹", "-", "⁻", "−", "⁻")
	lowered = strings.NewReplacer("0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄", "5", "₅", "6", "₆", "7", "₇", "8", "₈", "9", "₉")
)

// Attributes of elements that have a form in Markdown.
var (
	hrefOf = regexp.MustCompile(`(?i)\shref\s*=\s*["']([^"'\s()<>\\]+)["']`)
	srcOf  = regexp.MustCompile(`(?i)\ssrc\s*=\s*["']([^"'\s()<>\\:]+)["']`)
	nameOf = regexp.MustCompile(`(?i)^<a\s(?:[^>]*\s)?(?:id|name)\s*=`)
	altOf  = regexp.MustCompile(`(?i)\salt\s*=\s*["']([^"'\[\]<>\\]+)["']`)
)

// rawInline reports HTML in a line and writes nothing. A pair is reported where it
// begins.
func (r *renderer) rawInline(n *ast.RawHTML) {
	start := n.Segments.At(0).Start
	end := n.Segments.At(n.Segments.Len() - 1).Stop
	start, end = trim(r.src, start, end)
	if slices.Contains(r.paired, start) || len(r.found) >= maxReports {
		return
	}
	tag := r.src[start:end]
	from, to, paired := r.partner(n)
	if paired {
		r.paired = append(r.paired, from)
	}
	name := tagName(tag)
	mark := plainMarks[name]
	place, shown := r.span(start, end), excerpt(tag)
	d, write, sure := diag.Diagnostic{}, "", false
	switch {
	case bytes.HasPrefix(tag, []byte("<!--")):
		r.comment(start, end, end)
		return
	case name == "br" && oneLine(n):
		r.report("html-raw/line", start, end)
		return
	case name == "br":
		d = diag.New("html-raw/break", place)
		r.add(r.lineBreak(d, n, start, end))
		return
	case name == "img":
		d = diag.New("html-raw/write", place, shown, "![…](…)")
		if write, sure = rewrittenImage(tag); sure {
			d = d.WithFix(place, write)
		}
		r.add(d)
		return
	case bytes.HasPrefix(tag, []byte("</")):
		d = diag.New("html-raw", place, shown)
	case mark != "":
		d = diag.New("html-raw/write", place, shown, mark+"…"+mark)
		if paired {
			write, sure = r.marked(start, end, from, to, mark)
		}
	case anchored(tag):
		d = diag.New("html-raw/anchor", place, shown)
	case name == "a":
		d = diag.New("html-raw/write", place, shown, "[…](…)")
		if href := hrefOf.FindSubmatch(tag); paired && href != nil {
			inner := bytes.TrimSpace(r.src[end:from])
			write, sure = "["+string(inner)+"]("+string(href[1])+")", len(inner) > 0 && !bytes.ContainsAny(inner, "[]\n")
		}
	case name == "sup" || name == "sub":
		d = diag.New("html-raw/raised", place, shown)
		if paired {
			write, sure = r.rewrittenIndex(name, start, r.src[end:from])
		}
	default:
		d = diag.New("html-raw", place, shown)
	}
	if sure {
		d = d.WithFix(r.span(start, to), write)
	}
	r.add(d)
}

// maxPartner is how many inlines further on the end of an element is looked for.
const maxPartner = 1000

// partner returns where the end of the element stands that n begins, and whether
// there is one.
func (r *renderer) partner(n *ast.RawHTML) (start, end int, found bool) {
	name := tagName(r.src[n.Segments.At(0).Start:])
	depth, seen := 0, 0
	for c := n.NextSibling(); c != nil && seen < maxPartner; c = c.NextSibling() {
		seen++
		other, ok := c.(*ast.RawHTML)
		if !ok || name == "" {
			continue
		}
		at := other.Segments.At(0).Start
		tag := r.src[at:]
		switch {
		case tagName(tag) != name:
		case tag[1] != '/':
			depth++
		case depth > 0:
			depth--
		default:
			return at, other.Segments.At(other.Segments.Len() - 1).Stop, r.src[n.Segments.At(0).Start+1] != '/'
		}
	}
	return 0, 0, false
}

// tagName returns the name of the element that a tag begins or ends.
func tagName(tag []byte) string {
	tag = bytes.TrimPrefix(bytes.TrimPrefix(tag, []byte("<")), []byte("/"))
	end := 0
	for end < len(tag) && end < 20 && (tag[end]|0x20 >= 'a' && tag[end]|0x20 <= 'z' || end > 0 && '0' <= tag[end] && tag[end] <= '9') {
		end++
	}
	return strings.ToLower(string(tag[:end]))
}

// marked writes what an element of HTML holds between marks of Markdown, and reports
// whether they will work there.
func (r *renderer) marked(start, end, from, to int, mark string) (string, bool) {
	inner := r.src[end:from]
	words := bytes.Trim(inner, " ")
	if len(words) == 0 || bytes.Contains(words, []byte(mark[:1])) || words[0] == '\n' || words[len(words)-1] == '\n' ||
		mark == "`" && bytes.ContainsAny(words, "\\*_~[<&\n") {
		return "", false
	}
	lead, trail := inner[:bytes.Index(inner, words)], inner[bytes.Index(inner, words)+len(words):]
	before, after := ' ', ' '
	if start > 0 && len(lead) == 0 {
		before, _ = utf8.DecodeLastRune(r.src[:start])
	}
	if to < len(r.src) && len(trail) == 0 {
		after, _ = utf8.DecodeRune(r.src[to:])
	}
	first, _ := utf8.DecodeRune(words)
	last, _ := utf8.DecodeLastRune(words)
	works := mark == "`" || flanks(before, first) && flanks(after, last)
	return string(lead) + mark + string(words) + mark + string(trail), works && before != rune(mark[0]) && after != rune(mark[0])
}

// flanks reports whether a mark of emphasis works between what is outside of it and
// what is inside.
//
// See https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run.
func flanks(outside, inside rune) bool {
	sign := func(c rune) bool { return unicode.IsPunct(c) || unicode.IsSymbol(c) }
	return !unicode.IsSpace(inside) && (!sign(inside) || unicode.IsSpace(outside) || sign(outside))
}

// rewrittenIndex returns what stands for words above or below the line: digits that
// Unicode has, and the ends of ordinals and titles as they are typed.
func (r *renderer) rewrittenIndex(name string, start int, inner []byte) (string, bool) {
	words := string(inner)
	number := strings.TrimPrefix(strings.TrimPrefix(words, "-"), "−")
	switch {
	case words == "":
		return "", false
	case number != "" && strings.Trim(number, "0123456789") == "" && name == "sup":
		return raised.Replace(words), true
	case strings.Trim(words, "0123456789") == "":
		return lowered.Replace(words), true
	}
	switch words {
	case "e", "er", "re", "ère", "ème", "nd", "nde", "st", "th", "rd", "me", "lle", "r":
		before, _ := r.at1(start - 1)
		return words, name == "sup" && bytes.IndexByte([]byte("0123456789IVXLCDM"), before) >= 0
	}
	return "", false
}

// rewrittenImage returns an image of the site as Markdown has it.
func rewrittenImage(tag []byte) (string, bool) {
	src, alt := srcOf.FindSubmatch(tag), altOf.FindSubmatch(tag)
	if src == nil || alt == nil || bytes.HasPrefix(src[1], []byte("//")) {
		return "", false
	}
	return "![" + string(alt[1]) + "](" + string(src[1]) + ")", true
}

// lineBreak gives a <br> its fix: a backslash, and the end of the line where it does
// not follow.
func (r *renderer) lineBreak(d diag.Diagnostic, n ast.Node, start, end int) diag.Diagnostic {
	p, ok := n.Parent().(*ast.Paragraph)
	if !ok || n.NextSibling() == nil || n.PreviousSibling() == nil {
		return d
	}
	for start > 0 && r.src[start-1] == ' ' {
		start--
	}
	rest := r.src[end:]
	text := bytes.TrimLeft(rest, " ")
	if len(text) > 0 && (text[0] == '\n' || text[0] == '\r') {
		return d.WithFix(r.span(start, end+len(rest)-len(text)), `\`)
	}
	if p.Parent() == nil || p.Parent().Kind() != ast.KindDocument {
		return d
	}
	if next := runeAt(text); unicode.IsLetter(next) || next == '«' || next == '"' {
		d = d.WithFix(r.span(start, end+len(rest)-len(text)), `\`+r.newLine(end))
	}
	return d
}

// newLine returns the end of the lines of the file, as the one around at has it.
func (r *renderer) newLine(at int) string {
	if next := bytes.IndexByte(r.src[at:], '\n'); next >= 0 {
		return lineEnd(r.src, at+next+1)
	}
	return lineEnd(r.src, bytes.LastIndexByte(r.src[:at], '\n')+1)
}

// oneLine reports whether n stands where lines cannot be broken: in a heading or the
// cell of a table.
func oneLine(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindHeading || p.Kind() == east.KindTableCell {
			return true
		}
	}
	return false
}

// anchored reports whether tag is a place to link to, and no link.
func anchored(tag []byte) bool { return nameOf.Match(tag) && !hrefOf.Match(tag) }

// comment reports a comment, src[start:end], with the fix that deletes it; the place
// is its first line, up to shown.
func (r *renderer) comment(start, shown, end int) {
	if next := bytes.IndexByte(r.src[start:shown], '\n'); next >= 0 {
		_, shown = trim(r.src, start, start+next)
	}
	d := diag.New("html-raw/comment", r.span(start, shown))
	if before, after := r.spaceAt(start-1), r.spaceAt(end); before && after && start > 0 && r.src[start-1] == ' ' {
		start--
	}
	r.add(d.WithFix(r.span(start, end), ""))
}

// spaceAt reports whether a space or an end stands at i.
func (r *renderer) spaceAt(i int) bool {
	c, ok := r.at1(i)
	return !ok || c == ' ' || c == '\n' || c == '\r'
}

// rawBlock reports a block of HTML and writes nothing.
func (r *renderer) rawBlock(n *ast.HTMLBlock) {
	var first, last [2]int
	lines := n.Lines()
	if lines.Len() > 0 {
		first = [2]int{lines.At(0).Start, lines.At(0).Stop}
		last = [2]int{first[0], lines.At(lines.Len() - 1).Stop}
	} else if n.HasClosure() {
		first = [2]int{n.ClosureLine.Start, n.ClosureLine.Stop}
		last = first
	}
	if n.HasClosure() {
		last[1] = max(last[1], n.ClosureLine.Stop)
	}
	start, end := trim(r.src, first[0], first[1])
	_, whole := trim(r.src, last[0], last[1])
	text := r.src[start:max(start, whole)]
	switch closing := bytes.Index(text, []byte("-->")); {
	case bytes.HasPrefix(text, []byte("<!--")) && closing == len(text)-3:
		r.comment(start, end, whole)
		return
	case tagName(text) == "img":
		d := diag.New("html-raw/write", r.span(start, end), excerpt(r.src[start:end]), "![…](…)")
		if write, sure := rewrittenImage(r.src[start:end]); sure && start+len(text) == end && bytes.Count(text, []byte("<")) == 1 {
			d = d.WithFix(d.Span, write)
		}
		r.add(d)
		return
	case anchored(text):
		r.report("html-raw/anchor", start, end, excerpt(r.src[start:end]))
		return
	case tagName(text) == "br" && bytes.Count(text, []byte("<")) == 1:
		r.report("html-raw/break", start, end)
		return
	}
	r.report("html-raw", start, end, excerpt(r.src[start:end]))
}
