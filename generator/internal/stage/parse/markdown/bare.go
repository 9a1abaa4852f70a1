package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// bareAddresses makes links of addresses written bare: https://…, www.… and
// name@host. It replaces goldmark's, which looks at every word of a text, by
// one that looks back from the signs that every address has.
//
// See https://github.github.com/gfm/#autolinks-extension-.
type bareAddresses struct{}

// Trigger implements parser.InlineParser.
func (bareAddresses) Trigger() []byte { return []byte{':', '.', '@'} }

// Parse implements parser.InlineParser.
func (bareAddresses) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	s := pc.(*state)
	line, at := block.PeekLine()
	last, ok := parent.LastChild().(*ast.Text)
	if !ok || at.Padding != 0 || last.Segment.Stop != at.Start || len(s.open) > 0 {
		return nil
	}
	before := s.src[last.Segment.Start:at.Start]
	head, end := 0, 0
	prefix := ""
	switch line[0] {
	case ':':
		head, end = webAddress(before, line)
	case '.':
		if head, end = worldWideWeb(before, line); end > 0 {
			prefix = "http://"
		}
	case '@':
		if head, end = mailAddress(before, line); end > 0 {
			prefix = "mailto:"
		}
	}
	if end == 0 || !startsWord(before[:len(before)-head]) {
		return nil
	}
	start := at.Start - head
	n := &inline{what: address, start: start, end: at.Start + end, from: start, to: at.Start + end}
	n.destination = append([]byte(prefix), s.src[n.start:n.end]...)
	n.SetPos(n.start)
	if last.Segment.Stop = start; last.Segment.Stop == last.Segment.Start {
		parent.RemoveChild(parent, last)
	}
	block.Advance(end)
	return n
}

// startsWord reports whether an address may begin after before.
func startsWord(before []byte) bool {
	r, _ := utf8.DecodeLastRune(before)
	return len(before) == 0 || !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '/' && r != '\\' && r != '@' && r != '.'
}

// webAddress reads http:// and https:// at the colon that begins line. It
// returns how much of before and of line they take.
func webAddress(before, line []byte) (head, end int) {
	switch {
	case bytes.HasSuffix(before, []byte("https")):
		head = len("https")
	case bytes.HasSuffix(before, []byte("http")):
		head = len("http")
	default:
		return 0, 0
	}
	if !bytes.HasPrefix(line, []byte("://")) {
		return 0, 0
	}
	host := hostLength(line[3:])
	if host == 0 {
		return 0, 0
	}
	return head, 3 + host + tailLength(line[3+host:])
}

// worldWideWeb reads www.host at the dot that begins line.
func worldWideWeb(before, line []byte) (head, end int) {
	if !bytes.HasSuffix(before, []byte("www")) {
		return 0, 0
	}
	host := hostLength(line[1:])
	if host == 0 {
		return 0, 0
	}
	return len("www"), 1 + host + tailLength(line[1+host:])
}

// maxLocalPart is the longest part of a mail address before the @, by RFC 5321.
const maxLocalPart = 64

// mailAddress reads name@host at the @ that begins line.
func mailAddress(before, line []byte) (head, end int) {
	for head < len(before) && head < maxLocalPart && localByte(before[len(before)-1-head]) {
		head++
	}
	host := hostLength(line[1:])
	if head == 0 || host == 0 || line[host] == '-' {
		return 0, 0
	}
	return head, 1 + host
}

func localByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '.' || c == '-' || c == '_' || c == '+'
}

// maxHost is the longest name of a host, by RFC 1035.
const maxHost = 253

// hostLength returns the length of the host name with at least one dot at the
// start of line, or 0.
func hostLength(line []byte) int {
	end, dots := 0, 0
	for end < len(line) && end < maxHost {
		c := line[end]
		if c == '.' && end > 0 && end+1 < len(line) && hostByte(line[end+1]) && line[end-1] != '.' {
			dots++
		} else if !hostByte(c) {
			break
		}
		end++
	}
	if dots == 0 {
		return 0
	}
	return end
}

func hostByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' || c >= 0x80 && c != 0xC2 && c != 0xE2
}

// tailLength returns the length of what follows the host: port, path, query and
// fragment, without the punctuation of the sentence.
func tailLength(line []byte) int {
	if len(line) == 0 || line[0] != '/' && line[0] != ':' && line[0] != '?' && line[0] != '#' {
		return 0
	}
	end, depth := 0, 0
	good := 0 // the end without trailing punctuation
	for end < len(line) {
		r, width := utf8.DecodeRune(line[end:])
		if r == '<' || r <= ' ' || r >= utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			break
		}
		switch r {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return good
			}
		}
		end += width
		switch r {
		case '?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '"':
		default:
			good = end
		}
	}
	return good
}
