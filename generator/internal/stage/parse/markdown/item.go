package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"essaim/generator/internal/model/diag"
)

// An item of a list is a mark and a space. Lines that lack the space, have one
// that does not break, or begin with the mark of a word processor run together
// into one paragraph, without a word from Markdown.

// mayItem marks the first bytes of lines that may have been meant as items.
var mayItem = [256]bool{
	'-': true, '*': true, '1': true, '2': true, '3': true, '4': true, '5': true, '6': true, '7': true, '8': true, '9': true,
	0xC2: true, 0xE2: true, 0xEF: true, // ·; • ‣ – —; marks of Wingdings
}

// bullets are the marks that word processors put before items; the last two stand
// for them in fonts of Microsoft.
const bullets = "•·‣▪◦●➢\uF0B7\uF0A7"

// noBreak are the spaces that do not break a line.
const noBreak = "\u00A0\u202F"

// item is how a line begins that may have been meant as an item of a list; its kind
// is 0 when it was not. Lines of one kind explain each other.
type item struct {
	kind rune
	msg  diag.Msg
	// mark and width are the length of the mark, and with the spaces behind it.
	mark, width int
	// alone reports whether one such line at the start of a block says enough.
	alone bool
}

// checkItems reports lines of a paragraph that were meant as items of a list.
func (r *renderer) checkItems(block ast.Node) {
	lines := block.Lines()
	for i := range lines.Len() {
		if start := lines.At(i).Start; start < len(r.src) && mayItem[r.src[start]] {
			r.checkItemsFrom(block, i)
			return
		}
	}
}

func (r *renderer) checkItemsFrom(block ast.Node, from int) {
	lines := block.Lines()
	list, inItem := ast.Node(nil), false
	if parent, ok := block.Parent().(*ast.ListItem); ok {
		list, inItem = parent.Parent(), true
	}
	broken := false // whether an editor has broken the line before
	at := func(i int) item {
		if i >= lines.Len() {
			return item{}
		}
		line := lines.At(i)
		found := itemAt(r.src[line.Start:line.Stop])
		hard := i+1 < lines.Len() && breaksLine(r.src[line.Start:line.Stop])
		if (hard || broken) && (found.kind == '•' || found.kind == '—') {
			found = item{} // it shows as it stands
		}
		broken = hard
		return found
	}
	var before item
	var dashes []dash
	dialogue := false // whether dashes are told
	begun := false    // whether the line before was told, and its fix makes an item
	for i, here := from, at(from); i < lines.Len(); i++ {
		next := at(i + 1)
		told := here.kind != 0 && (here.kind == before.kind || here.kind == next.kind || i == 0 && here.alone)
		switch {
		case here.kind == 0:
		case inItem && i == 0 && block.PreviousSibling() == nil: // behind the mark of an item
			if told = here.kind == '•'; told {
				here.msg = "list-space/twice"
			}
		case inItem && i > 0:
			l, ok := list.(*ast.List)
			told = told || here.alone || here.kind == '*' && ok && l.Marker == '*'
		}
		if told && here.msg == "list-space" && here.kind != before.kind && here.kind != next.kind && !besideList(block, list, i, here.kind) &&
			!(here.kind == '1' && i+1 < lines.Len() && numbered(r.src[lines.At(i+1).Start:lines.At(i+1).Stop])) {
			here.msg = "list-space/one"
		}
		if here.msg == "list-space/dash" && (told || !inItem || i > 0) {
			line := lines.At(i)
			dashes = append(dashes, dash{line.Start, line.Start + here.mark, line.Start + here.width, line.Stop})
			dialogue = dialogue || told
			told = false
		}
		if !told {
			before, here, begun = here, next, false
			continue
		}
		// A list of numbers interrupts a paragraph only at 1.
		start := lines.At(i).Start
		line := r.src[start:lines.At(i).Stop]
		l, ok := list.(*ast.List)
		begun = here.kind != '1' || i == 0 || begun || line[0] == '1' && here.mark == 2 || ok && l.IsOrdered()
		r.reportItem(here, start, line, begun)
		before, here = here, next
	}
	if dialogue {
		r.reportDashes(dashes)
	}
}

// besideList reports whether a line of a block, told for its mark, has items of that
// kind beside it: the list that it is in, or that begins right below its block.
func besideList(block, list ast.Node, line int, kind rune) bool {
	if line == 0 || list == nil {
		list = block.NextSibling()
		if list == nil || list.HasBlankPreviousLines() {
			return false
		}
	}
	l, ok := list.(*ast.List)
	return ok && (l.IsOrdered() && kind == '1' || rune(l.Marker) == kind)
}

// numbered reports whether a line begins as an item of numbers does.
func numbered(line []byte) bool {
	rest := bytes.TrimLeft(line, "0123456789")
	return len(rest) < len(line) && len(rest) > 2 && (rest[0] == '.' || rest[0] == ')') && rest[1] == ' '
}

// dash is where a line stands that begins with the dash of a dialogue, the end of its
// mark, and of the space behind.
type dash struct{ start, mark, text, end int }

// reportDashes reports the lines of a block that begin with dashes where the first one
// stands. Short ones are a list.
func (r *renderer) reportDashes(dashes []dash) {
	first, last := dashes[0], dashes[len(dashes)-1]
	write, sure := "", true
	from := first.start
	for _, d := range dashes {
		mark := string(r.src[d.start:d.mark])
		sure = sure && mark == "–" && !bytes.Contains(r.src[d.text:d.end], []byte(mark+" "))
		write += string(r.src[from:d.start]) + "- "
		from = d.text
	}
	d := diag.New("list-space/dash", r.span(first.start, first.mark), string(r.src[first.start:first.mark]))
	if sure {
		d = d.WithFix(r.span(first.start, last.text), write)
	}
	r.add(d)
}

// reportItem reports the line that begins at start, with its fix where it is sure.
func (r *renderer) reportItem(i item, start int, line []byte, interrupts bool) {
	mark := string(line[:i.mark])
	shown, write := mark, mark+" "
	switch {
	case i.msg == "list-space/twice":
		write = ""
	case i.kind == '•':
		write = "- "
	case i.kind == '*':
		r.starred = append(r.starred, start)
	}
	if mark == "\uF0B7" || mark == "\uF0A7" {
		shown = "•" // what its author saw
	}
	if i.msg == "list-space/one" { // as likely the end of a word, or a date
		r.report(i.msg, start, start+i.mark, shown, mark[:i.mark-1]+`\`+mark[i.mark-1:])
		return
	}
	d := diag.New(i.msg, r.span(start, start+i.mark), shown)
	sure := interrupts && (write != "" || i.msg == "list-space/twice") && !bytes.Contains(line[i.width:], []byte(mark+" "))
	if sure {
		d = d.WithFix(r.span(start, start+i.width), write)
	}
	r.add(d)
}

// breaksLine reports whether a line ends with what breaks it.
func breaksLine(line []byte) bool {
	line = bytes.TrimRight(line, "\r\n")
	return bytes.HasSuffix(line, []byte("  ")) || bytes.HasSuffix(line, []byte(`\`))
}

// itemAt says how a line begins.
func itemAt(line []byte) item {
	first, width := utf8.DecodeRune(line)
	mark := width
	if '1' <= first && first <= '9' {
		digits := len(line) - len(bytes.TrimLeft(line, "0123456789"))
		if digits > 3 || digits >= len(line) || line[digits] != '.' && line[digits] != ')' {
			return item{}
		}
		first, mark = '1', digits+1
	}
	rest := line[mark:]
	text := bytes.TrimLeft(rest, " \t"+noBreak)
	width = len(line) - len(text)
	next, size := utf8.DecodeRune(text)
	behind, _ := utf8.DecodeRune(rest)
	letter := unicode.IsLetter(next)
	switch {
	case size == 0 || next == '\n' || next == '\r':
	case strings.ContainsRune(bullets, first):
		if letter || unicode.IsNumber(next) || strings.ContainsRune("[*_«“\"(`", next) {
			// A dot between words may stand before the first, too.
			if first != '·' || !bytes.ContainsRune(text, '·') {
				return item{'•', "list-space/bullet", mark, width, true}
			}
		}
	case first == '–' || first == '—':
		if width > mark {
			return item{'—', "list-space/dash", mark, width, false}
		}
	case first != '-' && first != '*' && first != '1':
	case strings.ContainsRune(noBreak, behind):
		return item{first, "list-space/no-break", mark, width, true}
	case width > mark:
	case first == '*':
		if letter && bytes.IndexByte(text, '*') < 0 {
			return item{first, "list-space", mark, width, false}
		}
	case first == '1':
		if letter && !afterNumber(text) {
			return item{first, "list-space", mark, width, true}
		}
	case letter, next == '[', next == '«', bytes.HasPrefix(text, []byte("**")):
		return item{first, "list-space", mark, width, true}
	}
	return item{}
}

// afterNumber reports whether text begins with what belongs to the number and dot
// before it: 1.er, 2.x.
func afterNumber(text []byte) bool {
	end := bytes.IndexFunc(text, func(c rune) bool { return !isWord(c) })
	if end < 0 {
		end = len(text)
	}
	switch string(text[:end]) {
	case "x", "e", "er", "re", "nd", "nde", "ère", "ème":
		return true
	}
	return false
}

// runeAt returns the first character of text, a space at its end.
func runeAt(text []byte) rune {
	r, size := utf8.DecodeRune(text)
	if size == 0 {
		return ' '
	}
	return r
}

// checkIndent warns of a block that an indent alone makes code of.
func (r *renderer) checkIndent(n *ast.CodeBlock) {
	if n.Lines().Len() == 0 {
		return
	}
	text := n.Lines().At(0).Start
	for text < len(r.src) && (r.src[text] == ' ' || r.src[text] == '\t') {
		text++
	}
	start := text
	for start > 0 && (r.src[start-1] == ' ' || r.src[start-1] == '\t') {
		start--
	}
	r.report("code-indent", start, text)
}

// checkUnderline warns of a line of - or = that makes a heading of the paragraph
// above, and reports whether it has. Most who draw it want a line; but a long one below
// a few words is how headings were written before #.
func (r *renderer) checkUnderline(n *ast.Heading) bool {
	lines := n.Lines()
	if lines.Len() == 0 || lines.At(0).Start != n.Pos() {
		return false // a heading of #
	}
	from := lines.At(lines.Len() - 1).Stop
	if r.src[from-1] != '\n' {
		next := bytes.IndexByte(r.src[from:], '\n')
		if next < 0 {
			return false
		}
		from += next + 1
	}
	end := len(r.src)
	if next := bytes.IndexByte(r.src[from:], '\n'); next >= 0 {
		end = from + next
	}
	start, end := trim(r.src, from, end)
	bar := string(r.src[start:end])
	if strings.Trim(bar, "-") != "" || n.Level < r.opt.MinLevel {
		r.add(diag.New("heading-line/level", r.span(start, end), excerpt(r.src[start:end]), strconv.Itoa(n.Level)))
		return true
	}
	text := bytes.TrimRight(r.src[lines.At(0).Start:lines.At(lines.Len()-1).Stop], " \t\r\n")
	titled := lines.Len() == 1 && len(text) > 0 && !endsSentence(text)
	if titled && len(bar) > 3 {
		return false
	}
	d := diag.New("heading-line", r.span(start, end), excerpt(r.src[start:end]))
	if !titled && n.Parent() != nil && n.Parent().Kind() == ast.KindDocument && len(text) > 0 {
		d = d.WithFix(r.span(from, from), lineEnd(r.src, from))
	}
	r.add(d)
	return true
}

// endsSentence reports whether text ends as no heading does.
func endsSentence(text []byte) bool {
	return bytes.IndexByte([]byte(".!?:;,"), text[len(text)-1]) >= 0 || bytes.HasSuffix(text, []byte("…")) || bytes.HasSuffix(text, []byte("»"))
}

// lineEnd returns the end of the line before from.
func lineEnd(src []byte, from int) string {
	if bytes.HasSuffix(src[:from], []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}
