package view

import (
	"strings"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// series returns the series of an entry, or nil. Its anchors are the page's
// from then on, so that no heading takes them.
func (x *entryBuilder) series(s *site.Series) *Series {
	if s == nil {
		return nil
	}
	for _, list := range [][]site.Quantity{s.Values, s.Targets} {
		for i := range list {
			x.ids[list[i].ID] = true
		}
	}
	return x.newSeries(s, x.page.Locale)
}

func (b *Builder) newSeries(s *site.Series, l *schema.Locale) *Series {
	out := &Series{Values: b.quantities(s.Values, l), Targets: b.quantities(s.Targets, l)}
	if _, only := s.Latest(); only {
		out.Latest = &out.Values[len(out.Values)-1]
	}
	return out
}

func (b *Builder) quantities(list []site.Quantity, l *schema.Locale) []Quantity {
	out := make([]Quantity, len(list))
	for i := range list {
		out[i] = b.quantity(&list[i], l)
	}
	return out
}

func (b *Builder) quantity(q *site.Quantity, l *schema.Locale) Quantity {
	out := Quantity{
		ID: q.ID, Number: q.Number, Value: l.FormatNumber(q.Number), Amount: q.Amount(l), Text: q.Text(l),
		Qualifier: q.Qualifier, Unit: q.Unit, Perimeter: q.Perimeter, Date: date(q.Date, l),
	}
	if q.Source != nil {
		link := b.link(*q.Source, "")
		link.Text, _, _ = strings.Cut(shortAddress(q.Source.URL), "/") // the rest names no one
		out.Source = &link
	}
	return out
}

// anchors gives the figures of a field of a series the anchors of its values, and
// reports whether it is one.
func (x *entryBuilder) anchors(field string, figures []Figure) bool {
	series, kind := x.page.Entry.Series, x.page.Type
	if series == nil || kind.Series == nil {
		return false
	}
	var list []site.Quantity
	switch field {
	case kind.Series.Values:
		list = series.Values
	case kind.Series.Targets:
		list = series.Targets
	default:
		return false
	}
	for i := range list {
		if at := list[i].Place; at < len(figures) {
			figures[at].ID = list[i].ID
		}
	}
	return true
}
