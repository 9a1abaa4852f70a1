package frontmatter

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// Kind is the shape of a node.
type Kind int

// The shapes of nodes.
const (
	// Bad is a value that was written and is damaged; it has been reported.
	Bad Kind = iota
	// Null is no value: nothing, ~ or null.
	Null
	// Scalar is a text, number or other single value.
	Scalar
	// Mapping is names with values.
	Mapping
	// List is values.
	List
)

// Node is a value and its place.
type Node struct {
	Kind Kind
	// Text is the value of a Scalar, quotes and escapes undone.
	Text string
	// Span is where the value stands: without the quotation marks of a text,
	// with the brackets of a list.
	Span source.Span
	// Pairs are the entries of a Mapping, in the order of the file.
	Pairs []Pair
	// Items are the values of a List.
	Items []*Node
	// Block reports whether a Mapping or List stands on lines of its own,
	// without brackets.
	Block bool
	// Plain reports whether a Scalar is written on one line without quotation
	// marks.
	Plain bool

	// Marked reports whether a List has marks that are none of YAML, which has
	// been reported.
	Marked bool

	// lines holds where each line of Text stands in the file, when the text in
	// the file is that of Text byte for byte; nil when it is written otherwise
	// (escaped, folded).
	lines []int
}

// Place returns where a range of Text, in bytes, stands in the file: the exact
// bytes for a text that is written as it is read, else the whole value.
func (n *Node) Place(start, end int) source.Span {
	if n.lines == nil || end < start || end > len(n.Text) {
		return n.Span
	}
	return source.In(n.Span.File, n.offset(start), n.offset(end))
}

func (n *Node) offset(at int) int {
	line := strings.Count(n.Text[:at], "\n")
	column := at - (strings.LastIndexByte(n.Text[:at], '\n') + 1)
	if line >= len(n.lines) { // behind the last line end
		return n.Span.End
	}
	return n.lines[line] + column
}

// Pair is one entry of a mapping.
type Pair struct {
	Name  string
	Span  source.Span
	Value *Node
}

// Get returns the value with the given name, or nil.
func (n *Node) Get(name string) *Node {
	for _, p := range n.Pairs {
		if p.Name == name {
			return p.Value
		}
	}
	return nil
}

// tree reads the cleaned text, with the YAML library unless it is simple. It
// returns nil for a text without entries.
func (s *scanner) tree() *Node {
	if root := s.simple(); root != nil {
		return root
	}
	return s.library()
}

// library reads the cleaned text with the YAML library.
func (s *scanner) library() *Node {
	var root yaml.Node
	if err := yaml.Unmarshal(s.uncut(), &root); err != nil {
		// The scan should have found what the library objects to; when it did
		// not, the first line of what it read is the best place known.
		if len(s.found) == 0 {
			end := lineEnd(s.src, 0)
			s.drop(0, end, s.report("front-syntax", 0, end, err.Error()))
		}
		s.lost = true
		return nil
	}
	if root.Kind != yaml.DocumentNode || len(root.Content) == 0 {
		return nil
	}
	c := converter{scanner: s, lines: lineStarts(s.clean)}
	return c.node(root.Content[0])
}

// converter turns the library's nodes, with lines and columns, into nodes with
// offsets.
type converter struct {
	*scanner
	lines []int
}

// offset returns the offset of a line and a column, both counted from 1, the
// column in characters.
func (c *converter) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(c.lines) {
		return len(c.clean)
	}
	at := c.lines[n.Line-1]
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(c.clean[at:])
		at += size
		if end, is := c.cuts[at]; is {
			at = end
		}
	}
	return at
}

func (c *converter) node(n *yaml.Node) *Node {
	start := c.offset(n)
	end, known := c.ends[start]
	if !known {
		end = start
	}
	out := &Node{Span: c.span(start, end)}
	switch {
	case c.bad[start] && n.Kind == yaml.ScalarNode:
		out.Kind = Bad
	case n.Kind == yaml.MappingNode:
		out.Kind = Mapping
		c.pairs(out, n)
		out.Block = n.Style&yaml.FlowStyle == 0
	case n.Kind == yaml.SequenceNode:
		out.Kind = List
		out.Marked = c.bad[start]
		out.Block = n.Style&yaml.FlowStyle == 0
		for _, item := range n.Content {
			out.Items = append(out.Items, c.node(item))
		}
	case n.Kind == yaml.ScalarNode && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		out.Kind, out.Text = Scalar, n.Value
		out.Span = c.span(start+1, max(start+1, end-1))
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		out.Kind = Null
	case n.Kind == yaml.ScalarNode:
		out.Kind, out.Text = Scalar, n.Value
		out.Plain = n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0 && !strings.Contains(c.textAt(out.Span), "\n")
	}
	if out.Kind == Mapping || out.Kind == List {
		out.Span = c.span(start, max(end, c.last(out)))
	}
	switch {
	case out.Kind != Scalar:
	case c.textAt(out.Span) == out.Text:
		out.lines = []int{out.Span.Start}
	case n.Style&yaml.LiteralStyle != 0:
		out.lines = c.blockLines(start)
	}
	return out
}

// pairs reads the entries of a mapping. A name that is written twice is
// reported, and the first one counts.
func (c *converter) pairs(out *Node, n *yaml.Node) {
	first := map[string]source.Span{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := c.node(n.Content[i])
		if key.Kind != Scalar && key.Kind != Null {
			continue
		}
		key.Text = n.Content[i].Value
		if other, twice := first[key.Text]; twice {
			c.found.Add(diag.New("front-duplicate", key.Span, key.Text).WithNote("note/first", other))
			continue
		}
		first[key.Text] = key.Span
		value := c.node(n.Content[i+1])
		if value.Kind == Null && n.Content[i+1].Value == "" {
			value.Span = key.Span // nothing is written, so it stands nowhere
		}
		out.Pairs = append(out.Pairs, Pair{Name: key.Text, Span: key.Span, Value: value})
	}
}

// last returns where the last part of a collection ends.
func (c *converter) last(n *Node) int {
	end := 0
	for _, p := range n.Pairs {
		end = max(end, p.Span.End, p.Value.Span.End)
	}
	for _, item := range n.Items {
		end = max(end, item.Span.End)
	}
	return end - c.at.Start
}

// blockLines returns where the lines of the | block at an offset begin, their
// common indent left out.
func (c *converter) blockLines(start int) []int {
	var lines []int
	indent := -1
	for at := nextLine(c.src, start); at < c.ends[start]; at = nextLine(c.src, at) {
		line := lineAt(c.src, at)
		width := len(line) - len(bytes.TrimLeft(line, " "))
		if indent < 0 && width < len(line) {
			indent = width
		}
		lines = append(lines, c.at.Start+at+min(len(line), max(indent, 0)))
	}
	return lines
}

func (c *converter) textAt(span source.Span) string {
	return string(c.src[span.Start-c.at.Start : span.End-c.at.Start])
}

func lineStarts(data []byte) []int {
	starts := []int{0}
	for at := nextLine(data, 0); at < len(data); at = nextLine(data, at) {
		starts = append(starts, at)
	}
	return starts
}
