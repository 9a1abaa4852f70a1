package markdown

import (
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// engine returns the parser of all texts. It is built once because its tables
// are large beside a text; it is never changed after that, and all that belongs
// to one text is in the state that travels with it, so goroutines share it.
var engine = sync.OnceValue(func() parser.Parser { return newEngine(util.Prioritized(plainText{}, 1000)) })

// newEngine returns a parser with more parsers of what stands in a line.
func newEngine(more ...util.PrioritizedValue) parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(extension.NewDefinitionListParser(), 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewHTMLBlockParser(), 900),
			util.Prioritized(noteBlocks{extension.NewFootnoteBlockParser()}, 999),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(brackets{}, 200),
			util.Prioritized(attributeMarks{}, 250),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(rawHTML{parser.NewRawHTMLParser()}, 400),
			util.Prioritized(emphasis{parser.NewEmphasisParser()}, 500),
			util.Prioritized(emphasis{doubled{extension.NewStrikethroughParser()}}, 500),
			util.Prioritized(bareAddresses{}, 999),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(paragraphStarts{}, 100),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
		),
		parser.WithInlineParsers(more...),
	)
}

// noteBlocks notes where the definitions of footnotes stand.
type noteBlocks struct{ parser.BlockParser }

func (p noteBlocks) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(node, reader, pc)
	pc.(*state).addNote(node)
}

// paragraphStarts takes definitions of link references, and the first line of
// an alert, from the start of a paragraph.
type paragraphStarts struct{}

func (paragraphStarts) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	s := pc.(*state)
	lines := node.Lines()
	if lines.Len() == 0 {
		return
	}
	first := lines.At(0)
	start := first.Start
	for start < first.Stop && s.src[start] == ' ' {
		start++
	}
	if start >= first.Stop || s.src[start] != '[' {
		return
	}
	if s.alertLine(node, start, first.Stop) {
		return
	}
	taken := s.definitionLines(text.NewBlockReader(s.src, lines))
	if taken > 0 {
		// A list is loose when a blank line stands before definitions, too.
		place := ast.NewLinkReferenceDefinition(nil, nil, nil)
		place.Lines().Append(first)
		place.SetBlankPreviousLines(node.HasBlankPreviousLines())
		node.Parent().InsertBefore(node.Parent(), node, place)
	}
	switch {
	case taken == lines.Len():
		node.Parent().RemoveChild(node.Parent(), node)
	case taken > 0:
		lines.SetSliced(taken, lines.Len())
	}
}

// definitionLines reads the definitions at the start of a paragraph and returns
// how many lines they take.
//
// See https://spec.commonmark.org/0.31.2/#link-reference-definitions.
func (s *state) definitionLines(block text.Reader) (taken int) {
	for block.SkipSpaces(); block.Peek() == '['; block.SkipSpaces() {
		d := readDefinition(block)
		if d == nil {
			break
		}
		s.addDefinition(d)
		taken, _ = block.Position()
	}
	return taken
}

// readDefinition reads one definition and leaves the reader at the start of the
// line after it; or returns nil with the reader anywhere.
func readDefinition(block text.Reader) *definition {
	d := &definition{start: endOf(block)}
	var ok bool
	if d.label, ok = bracketLabel(block); !ok || util.IsBlank(d.label) || block.Peek() != ':' {
		return nil
	}
	d.end = endOf(block)
	block.Advance(1)
	block.SkipSpaces()
	line, at := block.PeekLine()
	from, to, width := addressIn(line)
	if width == 0 {
		return nil
	}
	d.destination, d.from, d.to = line[from:to], at.Start+from-at.Padding, at.Start+to-at.Padding
	block.Advance(width)
	rest, _ := block.PeekLine()
	alone := util.IsBlank(rest) // so that a title that is none can be text
	if !alone && !util.IsSpace(rest[0]) {
		return nil
	}
	number, position := block.Position()
	block.SkipSpaces()
	if d.title, d.titled = quotedTitle(block); d.titled {
		if rest, _ = block.PeekLine(); util.IsBlank(rest) {
			block.AdvanceLine()
			return d
		}
	}
	if !alone {
		return nil
	}
	d.title, d.titled = nil, false
	block.SetPosition(number, position)
	block.AdvanceLine()
	return d
}

// emphasis keeps goldmark's parser of emphasis, which looks back at every open
// mark, from taking quadratic time on a block of thousands of marks. What is
// beyond the limit is text, and reported as marks without a partner.
type emphasis struct{ parser.InlineParser }

// maxDelimiters is how many marks of emphasis one block can have.
const maxDelimiters = 1000

func (p emphasis) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	s := pc.(*state)
	if s.delimiters >= maxDelimiters {
		return nil
	}
	s.delimiters++
	return p.InlineParser.Parse(parent, block, pc)
}

// doubled keeps goldmark's parser of struck words from a single tilde, which means
// about, or between: ~20, 10~30.
type doubled struct{ parser.InlineParser }

func (p doubled) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if line, _ := block.PeekLine(); len(line) < 2 || line[1] != '~' {
		return nil
	}
	return p.InlineParser.Parse(parent, block, pc)
}

// rawHTML keeps goldmark's parser of inline HTML from searching the rest of a
// text again and again for an end that it has not.
type rawHTML struct{ parser.InlineParser }

func (p rawHTML) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	s := pc.(*state)
	_, at := block.PeekLine()
	if at.Start < s.noHTMLEnd {
		return nil
	}
	node := p.InlineParser.Parse(parent, block, pc)
	if node == nil && at.Start+1 < len(s.src) && (s.src[at.Start+1] == '!' || s.src[at.Start+1] == '?') {
		s.htmlMisses++
		if s.htmlMisses > 20 {
			s.noHTMLEnd = len(s.src)
		}
	}
	return node
}
