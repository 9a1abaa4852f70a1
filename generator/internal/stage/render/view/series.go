package view

import "essaim/generator/internal/model/site"

// series returns the series of an entry, or nil. Its anchors are the page's
// from then on, so that no heading takes them.
func (x *entryBuilder) series(s *site.Series) *Series {
	if s == nil {
		return nil
	}
	out := &Series{Values: x.quantities(s.Values), Targets: x.quantities(s.Targets)}
	if n := len(out.Values); n > 0 {
		out.Latest = &out.Values[n-1]
	}
	return out
}

func (x *entryBuilder) quantities(list []site.Quantity) []Quantity {
	out := make([]Quantity, len(list))
	for i := range list {
		q, l := &list[i], x.page.Locale
		x.ids[q.ID] = true
		out[i] = Quantity{
			ID: q.ID, Number: q.Number, Value: l.FormatNumber(q.Number), Amount: q.Amount(l), Text: q.Text(l),
			Qualifier: q.Qualifier, Unit: q.Unit, Perimeter: q.Perimeter, Date: date(q.Date, l),
		}
		if q.Source != nil {
			link := x.link(*q.Source, x.page.URL)
			link.Text = shortAddress(q.Source.URL)
			out[i].Source = &link
		}
	}
	return out
}

// anchors gives the figures of a field of a series the anchors of its values.
func (x *entryBuilder) anchors(field string, figures []Figure) {
	series, kind := x.page.Entry.Series, x.page.Type
	if series == nil || kind.Series == nil {
		return
	}
	var list []site.Quantity
	switch field {
	case kind.Series.Values:
		list = series.Values
	case kind.Series.Targets:
		list = series.Targets
	}
	for i := range list {
		if at := list[i].Place; at < len(figures) {
			figures[at].ID = list[i].ID
		}
	}
}
