package markdown

import (
	"github.com/yuin/goldmark/ast"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse/figure"
)

// figureName returns what stands behind the "=" of a reference, and whether the
// link is one.
func figureName(src []byte, n *inline) (name string, is bool) {
	text, ok := n.FirstChild().(*ast.Text)
	if !ok || text.NextSibling() != nil {
		return "", false
	}
	written := text.Segment.Value(src)
	if !figure.IsReference(written) {
		return "", false
	}
	return string(written[1:]), true
}

// gatherFigure notes a reference to the value of a series. Nothing of it is
// written but its hole.
func (r *renderer) gatherFigure(n *inline, unit int, name string) {
	n.figure = -1
	r.checkJoints(n)
	form, nearest, known := figure.Form(name)
	target, ok := r.link(n.destination, n.from, n.to)
	nameAt := n.start + len("[=")
	switch {
	case r.fixed > 0:
		r.report("figure-form/place", n.start, n.end)
		return
	case !known:
		d := newDiagnostic("figure-form", r.span(nameAt, nameAt+len(name)), name).WithNearest(nearest, nearest)
		r.add(d.WithNote("note/known", source.Span{}, figure.Known()))
		return
	case len(n.destination) == 0:
		r.report("link-empty", n.start, n.end)
		return
	case !ok:
		return // reported
	case target[0] != '/' && target[0] != '#':
		r.report("figure-missing/outside", n.from, n.to, target)
		return
	}
	if n.titled {
		r.report("figure-form/title", n.start, n.end)
	}
	for _, a := range n.attributes {
		r.unknownAttribute(a, a.name, nil, "")
	}
	// A digit in its place: micro-typography keeps what follows a number beside
	// it.
	r.units[unit].text = append(r.units[unit].text, '0')
	r.plain = append(r.plain, content.FigureMark...)
	r.body.Figures = append(r.body.Figures, content.FigureRef{Form: form, Target: target, Span: r.span(n.from, n.to)})
	n.figure = len(r.body.Figures)
}

// numbers notes the numbers in src[start:end].
func (r *renderer) numbers(start, end int) {
	r.opt.Numbers.Numbers(r.src, start, end, func(n content.Number, from, digitsEnd, to int) {
		n.Span, n.End, n.Replaceable = r.span(from, to), r.at.Start+digitsEnd, r.fixed == 0
		r.body.Numbers = append(r.body.Numbers, n)
	})
}
