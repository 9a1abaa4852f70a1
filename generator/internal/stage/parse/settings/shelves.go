package settings

import (
	"slices"
	"strings"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/stage/parse/frontmatter"
)

// shelves reads which fields are shown as cards and what a card says, and the
// tree that they may make.
func (x *typeReader) shelves(m *mapping, t *schema.Type) {
	for _, n := range m.list("card_facts") {
		if x.fits(n, "card_facts", t, fitsCard) {
			t.CardFacts = append(t.CardFacts, n.Text)
		}
	}
	for _, n := range m.list("cards") {
		if x.fits(n, "cards", t, namesEntries) {
			t.Cards = append(t.Cards, n.Text)
		}
	}
	if n := m.get("show"); n != nil && x.fits(n, "show", t, namesTypes) {
		t.Show = n.Text
	}
	inner := m.inner("tree")
	if inner == nil {
		return
	}
	defer inner.close()
	start, next, ends := inner.required("start"), inner.required("next"), inner.required("ends")
	if start == nil || next == nil || ends == nil {
		return
	}
	asks := x.fits(next, "next", t, func(f *schema.Field) bool { return f.Kind == schema.KindList && f.Ref() != nil })
	if x.fits(ends, "ends", t, func(f *schema.Field) bool { return f.Kind == schema.KindRef }) && asks {
		t.Tree = &schema.Tree{Start: strings.Trim(start.Text, "/"), StartSpan: start.Span, Next: next.Text, Ends: ends.Text}
	}
}

// fitsCard reports whether the values of a field are short enough for a card.
func fitsCard(f *schema.Field) bool {
	return f.Kind == schema.KindText || f.Kind == schema.KindEnum
}

// namesEntries reports whether a field can be shown as cards.
func namesEntries(f *schema.Field) bool {
	return f.Kind == schema.KindRef || f.Kind == schema.KindList && f.Ref() != nil
}

// namesTypes reports whether the items of a field can name types.
func namesTypes(f *schema.Field) bool {
	inner := f.Field(schema.ShowType)
	return f.Kind == schema.KindList && inner != nil && inner.Kind == schema.KindText
}

// fits wants n, the value of a key, to be the name of a field of t that is fit.
func (x *typeReader) fits(n *frontmatter.Node, key string, t *schema.Type, fit func(*schema.Field) bool) bool {
	var names []string
	for _, f := range t.Fields {
		if fit(f) {
			names = append(names, f.Name)
		}
	}
	if n.Kind == frontmatter.Scalar && slices.Contains(names, n.Text) {
		return true
	}
	x.value(n, key, names)
	return false
}
