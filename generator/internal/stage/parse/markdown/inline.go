package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// what says which construct an inline node of this package is.
type what int

const (
	// opening is a bracket that waits for its end; none is left in a finished
	// tree.
	opening what = iota
	link
	image
	// address is an address written bare.
	address
	// span is [words]{attributes}.
	span
	// noteCall is [^label].
	noteCall
	// attributesMark is {attributes} after something, or at the end of a block.
	attributesMark
)

// inline is an inline node of this package. One type serves all constructs,
// because what they need of a node is nearly the same: where they stand.
type inline struct {
	ast.BaseInline
	what what
	// start and end cover the whole construct.
	start, end int
	// from and to cover the address of a link or image, or the label of a call.
	from, to int
	// destination and title are as written, with escapes and entities.
	destination, title []byte
	titled             bool
	attributes         []attribute
	note               *note
	// figure is the place of a reference among those of the body, from 1; -1
	// when it is a reference that cannot be resolved.
	figure int

	// Of an opening: whether it begins an image, whether a link may still begin
	// here, and the last delimiter before it.
	isImage, inactive bool
	bottom            ast.Node
}

var kindInline = ast.NewNodeKind("EssaimInline")

// Kind implements ast.Node.
func (n *inline) Kind() ast.NodeKind { return kindInline }

// Dump implements ast.Node.
func (n *inline) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// segment returns the place of an opening bracket.
func (n *inline) segment() text.Segment { return text.NewSegment(n.start, n.end) }
