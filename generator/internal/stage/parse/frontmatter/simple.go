package frontmatter

import (
	"bytes"

	"essaim/generator/internal/model/source"
)

// Most front matter is simple: names at the start of a line, each with a text of
// one line or with keys between brackets. Everybody reads that in the same way,
// and the YAML library takes longer for it than for the rest of reading a file.

// simple reads a text in which the scan has found nothing wrong, when it is
// simple; else it returns nil and the library decides. What it returns is what
// the library would have.
func (s *scanner) simple() *Node {
	if len(s.found) > 0 || s.lost || len(s.bad) > 0 {
		return nil
	}
	root := &Node{Kind: Mapping, Block: true, Pairs: make([]Pair, 0, 8)}
	for at := 0; at < len(s.clean); at = nextLine(s.clean, at) {
		line := bytes.TrimRight(lineAt(s.clean, at), " ")
		if len(line) == 0 {
			continue
		}
		width := wordLength(line)
		if width == 0 || line[0] < 'a' || !bytes.HasPrefix(line[width:], []byte(": ")) {
			return nil
		}
		name := string(line[:width])
		if isNull(name) || root.Get(name) != nil {
			return nil
		}
		start := width + 1
		for start < len(line) && line[start] == ' ' {
			start++
		}
		value := s.simpleValue(line[start:], at+start)
		if value == nil {
			return nil
		}
		root.Pairs = append(root.Pairs, Pair{Name: name, Span: s.span(at, at+width), Value: value})
	}
	if len(root.Pairs) == 0 {
		return nil
	}
	root.Span = source.In(s.at.File, root.Pairs[0].Span.Start, root.Pairs[len(root.Pairs)-1].Value.Span.End)
	return root
}

// simpleValue reads the value that ends a line and begins at an offset, or
// returns nil.
func (s *scanner) simpleValue(text []byte, at int) *Node {
	switch c := text[0]; {
	case c == '[':
		return s.simpleList(text, at)
	case c == '"' || c == '\'':
		end := len(text) - 1
		if end == 0 || text[end] != c || bytes.IndexByte(text[1:end], c) >= 0 || c == '"' && bytes.IndexByte(text, '\\') >= 0 || !simpleText(text) {
			return nil
		}
		return s.simpleScalar(text[1:end], at+1, false)
	case wordByte[c] && c != '-' && c != '.' || c >= 0xC3:
		if isNull(string(text)) || !simpleText(text) {
			return nil
		}
		return s.simpleScalar(text, at, true)
	}
	return nil
}

// simpleList reads keys between brackets.
func (s *scanner) simpleList(text []byte, at int) *Node {
	if text[len(text)-1] != ']' {
		return nil
	}
	list := &Node{Kind: List, Span: s.span(at, at+len(text))}
	for i, end := 1, len(text)-1; i < end; {
		for i < end && text[i] == ' ' {
			i++
		}
		width := wordLength(text[i:end])
		if width == 0 || text[i] == '-' || text[i] == '.' || isNull(string(text[i:i+width])) {
			return nil
		}
		list.Items = append(list.Items, s.simpleScalar(text[i:i+width], at+i, true))
		for i += width; i < end && text[i] == ' '; i++ {
		}
		if i < end && text[i] != ',' {
			return nil
		}
		i++
	}
	return list
}

// simpleScalar returns a text that stands in the file as it is read.
func (s *scanner) simpleScalar(text []byte, at int, plain bool) *Node {
	span := s.span(at, at+len(text))
	return &Node{Kind: Scalar, Text: string(text), Span: span, Plain: plain, lines: []int{span.Start}}
}

// wordByte are the bytes of which keys, numbers and dates consist.
var wordByte = func() (table [256]bool) {
	for c := range table {
		table[c] = 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.'
	}
	return table
}()

func wordLength(text []byte) int {
	n := 0
	for n < len(text) && wordByte[text[n]] {
		n++
	}
	return n
}

// isNull reports whether a plain text is no value.
func isNull(text string) bool {
	return text == "null" || text == "Null" || text == "NULL" || text == "~"
}

// simpleText reports whether a text has only characters that mean nothing to
// YAML: no controls, no line ends of Unicode, no byte order mark.
func simpleText(text []byte) bool {
	for i, c := range text {
		switch {
		case c < ' ' || c == 0x7F || c == 0xEF:
			return false
		case c == 0xC2 && text[i+1] < 0xA0, c == 0xE2 && text[i+1] == 0x80 && text[i+2]&^1 == 0xA8:
			return false
		}
	}
	return true
}
