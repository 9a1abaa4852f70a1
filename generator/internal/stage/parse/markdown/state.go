package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
)

// state is goldmark's context of one text, with what the parsers of this
// package learn about it.
type state struct {
	parser.Context
	src   []byte
	at    source.Span
	found diag.List

	// open are the brackets of the current block that wait for their end.
	open []*inline
	// notes are the footnotes that are defined, by label; noteOrder in order.
	notes     map[string]*note
	noteOrder []*note
	// definitions are the link references that are defined, by folded label.
	definitions     map[string]*definition
	definitionOrder []*definition
	// alerts are the quotations that are alerts.
	alerts map[ast.Node]alert

	// delimiters counts the marks of emphasis in the current block.
	delimiters int
	// noHTMLEnd and htmlMisses bound the search for the end of inline HTML.
	noHTMLEnd, htmlMisses int
}

// note is a footnote.
type note struct {
	label string
	node  ast.Node
	// start and end cover [^label]: where it is defined.
	start, end int
	// number counts from 1 in the order of the calls; 0 when never called.
	number int
	// calls is how often it has been called so far.
	calls int
}

// definition is the definition of a link reference: [label]: address "title".
type definition struct {
	label              []byte
	destination, title []byte
	titled             bool
	start, end         int // of [label]
	from, to           int // of the address
	used               bool
}

// alert is the first line of a quotation: [!NOTE].
type alert struct {
	kind       string
	title      []byte
	start, end int
}

// begin forgets the text before and returns s.
func (s *state) begin(src []byte, at source.Span) *state {
	*s = state{Context: parser.NewContext(), src: src, at: at, open: s.open[:0]}
	return s
}

// end lets go of what the text took, its memory excepted.
func (s *state) end() { *s = state{open: s.open[:0]} }

func itoa(i int) string { return strconv.Itoa(i) }

// span returns the place of src[start:end] in the file.
func (s *state) span(start, end int) source.Span {
	return source.In(s.at.File, s.at.Start+start, s.at.Start+end)
}

// maxReports is how many diagnostics one text can have. Nobody reads more, and
// a damaged file of megabytes must not take gigabytes.
const maxReports = 500

// add adds a diagnostic.
func (s *state) add(d diag.Diagnostic) {
	if len(s.found) < maxReports {
		s.found = append(s.found, d)
	}
}

// report adds a diagnostic about src[start:end].
func (s *state) report(msg diag.Msg, start, end int, args ...string) {
	s.add(diag.New(msg, s.span(start, end), args...))
}

// IsInLinkLabel implements parser.Context.
func (s *state) IsInLinkLabel() bool { return len(s.open) > 0 }

// addNote notes the definition of a footnote.
func (s *state) addNote(node ast.Node) {
	def, ok := node.(*extast.Footnote)
	if !ok {
		return
	}
	start := node.Pos()
	n := &note{label: string(def.Ref), node: node, start: start, end: start + len("[^]:") + len(def.Ref)}
	if first, twice := s.notes[n.label]; twice {
		s.add(diag.New("footnote-duplicate", s.span(n.start, n.end), n.label).
			WithNote("note/first", s.span(first.start, first.end)))
		return
	}
	if s.notes == nil {
		s.notes = map[string]*note{}
	}
	s.notes[n.label] = n
	s.noteOrder = append(s.noteOrder, n)
}

// addDefinition notes the definition of a link reference. The first of several
// with one label counts.
func (s *state) addDefinition(d *definition) {
	if s.definitions == nil {
		s.definitions = map[string]*definition{}
	}
	key := util.ToLinkReference(d.label)
	if _, twice := s.definitions[key]; !twice {
		s.definitions[key] = d
	}
	s.definitionOrder = append(s.definitionOrder, d)
}

// definition returns the link reference that label names, or nil.
func (s *state) definition(label []byte) *definition {
	if len(s.definitions) == 0 || len(label) > maxLabel {
		return nil
	}
	d := s.definitions[util.ToLinkReference(label)]
	if d != nil {
		d.used = true
	}
	return d
}

// maxLabel is the longest label of a link reference, by CommonMark, in bytes.
const maxLabel = 999

// alertKinds are the kinds of alerts, as they are written.
var alertKinds = []string{"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"}

// alertLine takes the first line of paragraph when it is that of an alert:
// "[!KIND] title", first in a quotation. Start is where the bracket stands, end
// where the line ends.
func (s *state) alertLine(paragraph *ast.Paragraph, start, end int) bool {
	quotation, ok := paragraph.Parent().(*ast.Blockquote)
	if !ok || paragraph.PreviousSibling() != nil || !bytes.HasPrefix(s.src[start:end], []byte("[!")) {
		return false
	}
	line := bytes.TrimRight(s.src[start:end], " \t\r\n")
	closing := bytes.IndexByte(line, ']')
	if closing < 0 {
		return false
	}
	kind := strings.ToUpper(string(line[2:closing]))
	a := alert{kind: kind, title: bytes.TrimSpace(line[closing+1:]), start: start, end: start + closing + 1}
	if !known(alertKinds, kind) {
		s.add(diag.New("alert-unknown", s.span(start+2, start+closing), string(line[2:closing])).
			WithNearest(spell.Nearest(kind, alertKinds), spell.Nearest(kind, alertKinds)).
			WithNote("note/known", source.Span{}, strings.Join(alertKinds, ", ")))
		a.kind = "NOTE"
	}
	if s.alerts == nil {
		s.alerts = map[ast.Node]alert{}
	}
	s.alerts[quotation] = a
	lines := paragraph.Lines()
	if lines.Len() == 1 {
		quotation.RemoveChild(quotation, paragraph)
		return true
	}
	lines.SetSliced(1, lines.Len())
	return true
}

// maxDepth is how many containers (quotations, lists) a line may open. Without
// a limit, a line of a hundred thousand ">" would take minutes.
const maxDepth = 32

// tooDeep returns the start of the first line that opens more containers than
// maxDepth.
func tooDeep(src []byte) (line int, found bool) {
	for start := 0; start < len(src); {
		depth, end := containers(src[start:])
		if depth > maxDepth && !thematicBreak(src[start:]) {
			return start, true
		}
		end += start
		next := bytes.IndexByte(src[end:], '\n')
		if next < 0 {
			break
		}
		start = end + next + 1
	}
	return 0, false
}

// maxColumns bounds the columns of a table: every row is filled up to as many
// cells, so a short text could become an endless page.
const maxColumns = 64

// tooWide finds the first line that rules a table of more than maxColumns
// columns, and returns where it begins.
func tooWide(src []byte) (line int, found bool) {
	for start := 0; start < len(src); {
		end := start + len(src[start:])
		if next := bytes.IndexByte(src[start:], '\n'); next >= 0 {
			end = start + next + 1
		}
		rule := src[start:end]
		if len(rule) > maxColumns && bytes.Count(rule, []byte("|")) > maxColumns && len(bytes.Trim(rule, "|:- \t\r\n>")) == 0 {
			return start, true
		}
		start = end
	}
	return 0, false
}

// containers counts the marks of containers at the start of a line, and returns
// where they end. An indent counts as the lists that it can stand in.
func containers(line []byte) (depth, end int) {
	spaces := 0
	defer func() {
		if depth > 0 {
			depth += spaces / 8
		}
	}()
	for i, c := range line {
		spaced := i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t')
		switch {
		case c == '>' || c == ':', spaced && (c == '-' || c == '*' || c == '+' || c == '.' || c == ')'):
			depth++
		case c == ' ' || c == '\t':
			spaces++
		case '0' <= c && c <= '9':
		default:
			return depth, i
		}
	}
	return depth, len(line)
}

// thematicBreak reports whether the first line of src holds one sign only.
func thematicBreak(src []byte) bool {
	line, _, _ := bytes.Cut(src, []byte("\n"))
	line = bytes.Join(bytes.Fields(line), nil)
	return len(line) > 0 && line[0] != '>' && len(bytes.Trim(line, string(line[:1]))) == 0
}

func known(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}
