package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// plainText takes the text up to the next byte that may be a mark, at the start
// of a line and at spaces. goldmark, left alone, asks of each byte what it is,
// and parts the text at every full stop, in case it stands in an address.
type plainText struct{}

// Trigger implements parser.InlineParser.
func (plainText) Trigger() []byte { return []byte{' '} }

// mayMark are the bytes at which another parser may have something to do, or the
// line ends.
var mayMark = [256]bool{
	'\n': true, '\\': true, '`': true, '*': true, '_': true, '~': true, '<': true, '[': true, ']': true, '{': true,
	'!': true, '.': true, ':': true, '@': true,
}

// isMark reports whether another parser has something to do at a byte that may
// mark, between before and after.
func isMark(before []byte, c byte, after []byte) bool {
	switch c {
	case '!':
		return bytes.HasPrefix(after, []byte("["))
	case '.':
		return bytes.HasSuffix(before, []byte("www"))
	case ':':
		return bytes.HasSuffix(before, []byte("http")) || bytes.HasSuffix(before, []byte("https"))
	}
	return true
}

// Parse implements parser.InlineParser.
func (plainText) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	s := pc.(*state)
	line, at := block.PeekLine()
	if at.Padding != 0 || at.Start > 0 && s.src[at.Start-1] == '\\' { // which may take from what follows that it is a mark
		return nil
	}
	n := 0
	for n < len(line) && !(mayMark[line[n]] && isMark(s.src[:at.Start+n], line[n], line[n+1:])) {
		n++
	}
	if n == 0 {
		return nil
	}
	t, ok := parent.LastChild().(*ast.Text)
	if !ok || t.Segment.Stop != at.Start || t.SoftLineBreak() || t.HardLineBreak() {
		t = ast.NewTextSegment(at.WithStop(at.Start))
	}
	t.Segment.Stop = at.Start + n
	if n < len(line) && line[n] != '\n' {
		block.Advance(n)
		return t
	}
	endLine(t, s.src, n < len(line))
	block.AdvanceLine()
	return t
}

// endLine ends a line with t; another may follow, and two spaces before it break
// the line.
//
// See https://spec.commonmark.org/0.31.2/#hard-line-breaks.
func endLine(t *ast.Text, src []byte, goesOn bool) {
	hard := goesOn && bytes.HasSuffix(bytes.TrimSuffix(t.Segment.Value(src), []byte("\r")), []byte("  "))
	t.Segment = t.Segment.TrimRightSpace(src)
	t.SetSoftLineBreak(goesOn && !hard)
	t.SetHardLineBreak(hard)
}
