package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// brackets parses links, images, spans and note calls: all that begins with a
// bracket. It replaces goldmark's link parser, which does not say where an
// address stands, knows no spans, and takes quadratic time on nested brackets.
//
// See https://spec.commonmark.org/0.31.2/#an-algorithm-for-parsing-nested-emphasis-and-links.
type brackets struct{}

// Trigger implements parser.InlineParser.
func (brackets) Trigger() []byte { return []byte{'!', '[', ']'} }

// Parse implements parser.InlineParser.
func (brackets) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	s := pc.(*state)
	line, at := block.PeekLine()
	switch {
	case line[0] == ']':
		return s.closeBracket(parent, block)
	case line[0] == '[' && len(line) > 1 && line[1] == '^':
		if n := s.noteCall(line, at); n != nil {
			block.Advance(n.end - n.start)
			return n
		}
		return s.openBracket(block, at.Start, 1, pc)
	case line[0] == '[':
		return s.openBracket(block, at.Start, 1, pc)
	case len(line) > 1 && line[1] == '[' && !(len(line) > 2 && line[2] == '^'):
		return s.openBracket(block, at.Start, 2, pc)
	}
	return nil
}

// CloseBlock implements parser.CloseBlocker: what is still open is text.
func (brackets) CloseBlock(_ ast.Node, _ text.Reader, pc parser.Context) {
	s := pc.(*state)
	for _, b := range s.open {
		ast.MergeOrReplaceTextSegment(b.Parent(), b, b.segment())
	}
	s.open, s.delimiters = s.open[:0], 0
}

func (s *state) openBracket(block text.Reader, start, width int, pc parser.Context) ast.Node {
	b := &inline{what: opening, start: start, end: start + width, isImage: width == 2}
	b.SetPos(start)
	if last := pc.LastDelimiter(); last != nil {
		b.bottom = last
	}
	s.open = append(s.open, b)
	block.Advance(width)
	return b
}

// maxNoteLabel is the longest label of a footnote, in bytes.
const maxNoteLabel = 100

// noteCall reads [^label]. A label that is not defined is reported and stays in
// the text.
func (s *state) noteCall(line []byte, at text.Segment) *inline {
	if at.Padding != 0 {
		return nil
	}
	label := line[2:min(len(line), 2+maxNoteLabel)]
	end := bytes.IndexAny(label, "[] \t\n")
	if end <= 0 || label[end] != ']' {
		return nil
	}
	label = label[:end]
	n := &inline{what: noteCall, start: at.Start, from: at.Start + 2, to: at.Start + 2 + end, note: s.notes[string(label)]}
	n.end = n.to + 1
	n.SetPos(n.start)
	if n.note == nil {
		s.noteMissing(string(label), n.from, n.to)
	}
	return n
}

// closeBracket ends the innermost open bracket: as a link, an image or a span,
// or as nothing.
func (s *state) closeBracket(parent ast.Node, block text.Reader) ast.Node {
	if len(s.open) == 0 {
		return nil
	}
	b := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	_, closing := block.PeekLine()
	block.Advance(1)

	n := s.construct(b, closing.Start, block)
	if n == nil {
		ast.MergeOrReplaceTextSegment(parent, b, b.segment())
		return nil
	}
	n.start = b.start
	n.SetPos(n.start)
	parser.ProcessDelimiters(b.bottom, s)
	for c := b.NextSibling(); c != nil; {
		next := c.NextSibling()
		parent.RemoveChild(parent, c)
		n.AppendChild(n, c)
		c = next
	}
	parent.RemoveChild(parent, b)
	if n.what == link {
		s.deactivate()
	}
	return n
}

// deactivate keeps the open brackets from beginning a link, because a link
// holds no link. All below an inactive bracket are inactive already, images
// apart.
func (s *state) deactivate() {
	for i := len(s.open) - 1; i >= 0; i-- {
		b := s.open[i]
		if b.isImage {
			continue
		}
		if b.inactive {
			return
		}
		b.inactive = true
	}
}

// construct reads what follows the closing bracket at closing and returns the
// node it makes with the text since b, or nil. The reader is left after it.
func (s *state) construct(b *inline, closing int, block text.Reader) *inline {
	kind := link
	if b.isImage {
		kind = image
	}
	line, position := block.Position()
	if block.Peek() == '{' && !b.isImage {
		if found, width := s.attributesAhead(block); width > 0 {
			block.Advance(width)
			return &inline{what: span, attributes: found, end: endOf(block)}
		}
	}
	if b.inactive {
		return nil
	}
	if block.Peek() == '(' {
		if n := inlineAddress(block); n != nil {
			n.what = kind
			s.trailingAttributes(n, block)
			return n
		}
		block.SetPosition(line, position)
	}
	if len(s.definitions) == 0 {
		return nil
	}
	var own []byte // the text between the brackets, which may be its own label
	if closing-b.end <= maxLabel {
		own = block.Value(text.NewSegment(b.end, closing))
	}
	var d *definition
	if block.Peek() == '[' {
		if label, ok := bracketLabel(block); ok {
			if util.IsBlank(label) {
				label = own
			}
			if d = s.definition(label); d == nil {
				return nil
			}
		} else {
			block.SetPosition(line, position)
		}
	}
	if d == nil {
		if d = s.definition(own); d == nil {
			return nil
		}
	}
	n := &inline{what: kind, from: d.from, to: d.to, destination: d.destination, title: d.title, titled: d.titled}
	n.end = endOf(block)
	s.trailingAttributes(n, block)
	return n
}

// trailingAttributes takes {attributes} right after a link or image.
func (s *state) trailingAttributes(n *inline, block text.Reader) {
	if block.Peek() != '{' {
		return
	}
	if found, width := s.attributesAhead(block); width > 0 {
		block.Advance(width)
		n.attributes, n.end = found, endOf(block)
	}
}

// endOf returns the offset at which the reader stands.
func endOf(block text.Reader) int {
	_, position := block.Position()
	return position.Start
}

// bracketLabel reads [label], at most maxLabel bytes.
func bracketLabel(block text.Reader) ([]byte, bool) {
	var label []byte
	block.Advance(1)
	for len(label) <= maxLabel {
		line, _ := block.PeekLine()
		if line == nil {
			return nil, false
		}
		for i := 0; i < len(line) && len(label)+i <= maxLabel; i++ {
			switch line[i] {
			case '\\':
				i++
			case '[':
				return nil, false
			case ']':
				block.Advance(i + 1)
				return append(label, line[:i]...), true
			}
		}
		label = append(label, line...)
		block.AdvanceLine()
	}
	return nil, false
}

// inlineAddress reads (address "title"), or returns nil with the reader
// anywhere.
func inlineAddress(block text.Reader) *inline {
	n := &inline{}
	block.Advance(1)
	block.SkipSpaces()
	if block.Peek() == ')' {
		n.from, n.to = endOf(block), endOf(block)
		block.Advance(1)
		n.end = endOf(block)
		return n
	}
	line, at := block.PeekLine()
	from, to, width := addressIn(line)
	if width == 0 {
		return nil
	}
	n.destination, n.from, n.to = line[from:to], at.Start+from-at.Padding, at.Start+to-at.Padding
	block.Advance(width)
	_, spaces, ok := block.SkipSpaces()
	if !ok {
		return nil
	}
	if block.Peek() != ')' {
		if spaces == 0 {
			return nil
		}
		if n.title, n.titled = quotedTitle(block); !n.titled {
			return nil
		}
		if block.SkipSpaces(); block.Peek() != ')' {
			return nil
		}
	}
	block.Advance(1)
	n.end = endOf(block)
	return n
}

// addressIn finds the address at the start of line: its place, and how much of
// the line it takes with its angle brackets; 0 when there is none.
func addressIn(line []byte) (from, to, width int) {
	if len(line) > 0 && line[0] == '<' {
		for i := 1; i < len(line); i++ {
			switch line[i] {
			case '\\':
				i++
			case '<', '\n':
				return 0, 0, 0
			case '>':
				return 1, i, i + 1
			}
		}
		return 0, 0, 0
	}
	const maxParentheses = 32 // by CommonMark, at least this many levels
	depth := 0
	i := 0
scan:
	for ; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && util.IsPunct(line[i+1]):
			i++
		case c == '(':
			if depth++; depth > maxParentheses {
				return 0, 0, 0
			}
		case c == ')':
			if depth--; depth < 0 {
				break scan
			}
		case c <= ' ' || c == 0x7F:
			break scan
		}
	}
	if depth > 0 {
		return 0, 0, 0
	}
	return 0, i, i
}

// quotedTitle reads a title in "", ” or (), which may span lines.
func quotedTitle(block text.Reader) ([]byte, bool) {
	opener := block.Peek()
	closer := opener
	switch opener {
	case '"', '\'':
	case '(':
		closer = ')'
	default:
		return nil, false
	}
	block.Advance(1)
	var title []byte
	for {
		line, _ := block.PeekLine()
		if line == nil {
			return nil, false
		}
		for i := 0; i < len(line); i++ {
			switch c := line[i]; {
			case c == '\\':
				i++
			case c == closer:
				block.Advance(i + 1)
				return append(title, line[:i]...), true
			case c == '(' && opener == '(':
				return nil, false
			}
		}
		title = append(title, line...)
		block.AdvanceLine()
	}
}
