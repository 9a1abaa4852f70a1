package field

import (
	"bytes"
	"strings"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse/figure"
	"essaim/generator/internal/stage/parse/frontmatter"
	"essaim/generator/internal/stage/parse/phrase"
	"essaim/generator/internal/stage/parse/typography"
)

// text sets a text, of which references to figures are taken out first.
func (d *Decoder) text(f *schema.Field, n *frontmatter.Node, v *content.Value) {
	if f.Name == "title" || f.Name == "summary" {
		d.said(n)
	}
	if d.Numbers != nil && f.Name == "summary" {
		d.Numbers.Numbers([]byte(n.Text), 0, len(n.Text), func(x content.Number, start, digitsEnd, end int) {
			x.Span, x.End, x.Replaceable = source.In(n.Span.File, start, end), digitsEnd, true
			placeNumber(n, &x)
			v.Own().Numbers = append(v.Own().Numbers, x)
		})
	}
	if !strings.Contains(v.Text, "[=") {
		d.length(f, *v, v.Text)
		v.Text = typography.Text(v.Text, d.Locale.Typography)
		return
	}
	// Micro-typography sees a digit in the place of each reference.
	var text []byte
	var marks []int
	trimmed := strings.TrimSpace(n.Text)
	done := strings.Index(n.Text, trimmed)
	written := n.Text[:done+len(trimmed)]
	for at := done; ; {
		p, found, ok := figure.Next(written, at)
		if !found {
			break
		}
		at = p.End
		ref, ok := d.reference(n, p, ok)
		if !ok {
			continue
		}
		text = append(text, written[done:p.Start]...)
		marks = append(marks, len(text), len(text)+1)
		text = append(text, '0')
		v.Own().Figures = append(v.Own().Figures, ref)
		done = p.End
	}
	text = append(text, written[done:]...)
	d.length(f, *v, string(text)) // a reference counts as one character
	set := typography.Append(nil, text, marks, d.Locale.Typography)
	var b bytes.Buffer
	from := 0
	for i := 0; i < len(marks); i += 2 {
		b.Write(set[from:marks[i]])
		b.WriteString(content.FigureMark)
		from = marks[i+1]
	}
	b.Write(set[from:])
	v.Text = b.String()
}

// said reports phrases that are not written.
func (d *Decoder) said(n *frontmatter.Node) {
	if d.Phrases != nil {
		d.Phrases.Find([]byte(n.Text), func(m phrase.Match) { d.Found.Add(m.Diagnostic(n.Place(m.Start, m.End))) })
	}
}

// reference reads a reference in a text, or reports what is wrong with it.
func (d *Decoder) reference(n *frontmatter.Node, p figure.Piece, written bool) (content.FigureRef, bool) {
	whole := n.Place(p.Start, p.End)
	if !written {
		d.Found.Add(diag.New("figure-form/syntax", whole))
		return content.FigureRef{}, false
	}
	if d.fixed {
		d.Found.Add(diag.New("figure-form/place", whole))
		return content.FigureRef{}, false
	}
	form, nearest, known := figure.Form(p.Name)
	if !known {
		x := diag.New("figure-form", n.Place(p.NameStart, p.NameStart+len(p.Name)), p.Name)
		if x.Span != n.Span {
			x = x.WithNearest(nearest, nearest)
		}
		d.Found.Add(x.WithNote("note/known", source.Span{}, figure.Known()))
		return content.FigureRef{}, false
	}
	at := n.Place(p.TargetStart, p.TargetStart+len(p.Target))
	if p.Target == "" || p.Target[0] != '/' && p.Target[0] != '#' || strings.HasPrefix(p.Target, "//") {
		d.Found.Add(diag.New("figure-missing/outside", at, p.Target))
		return content.FigureRef{}, false
	}
	return content.FigureRef{Form: form, Target: p.Target, Span: at}, true
}

// placeNumber replaces the place of a number in the text of n by that in the
// file. Where a text is not written as it is read, no reference can be put in
// exactly.
func placeNumber(n *frontmatter.Node, x *content.Number) {
	digits := n.Place(x.Span.Start, x.End)
	x.Span = n.Place(x.Span.Start, x.Span.End)
	x.End = digits.End
	x.Replaceable = x.Replaceable && x.Span != n.Span
}
