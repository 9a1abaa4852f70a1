package view

import (
	"strings"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/stage/render/chart"
)

// Series is the dated values of an indicator and the targets set for it.
type Series struct {
	// Values are in order of date, the oldest first; those of one date as they
	// are written. A year comes before the months in it.
	Values []Quantity
	// Latest is the value of the latest date; nil when several have it, or none.
	Latest *Quantity
	// Targets are as they are written.
	Targets []Quantity
}

// Quantity is a number with what it counts, when, and who says so.
type Quantity struct {
	// ID is its anchor, which whoever shows the number sets: id="{{.ID}}". Texts
	// link to it. "2024-06", "2024-06-b" for a second value of that date;
	// "target", "target-b". "" in an Indicator.
	ID string
	// Number is the value in the unit; Value is that with its separators
	// ("2 600 000"), Amount with the qualifier before it too ("environ
	// 2 600 000"), Text with the unit behind it too ("environ 2 600 000 heures").
	Number              float64
	Value, Amount, Text string
	// Qualifier is how exact the number is ("environ", "plus de"), or "".
	Qualifier string
	// Unit is what was counted ("heures", "% des montants"). Values of another
	// unit do not belong on the same line of a chart.
	Unit string
	// Perimeter is who and what enters the count, or "".
	Perimeter string
	// Date is when; nil only for a target without one.
	Date *Date
	// Source is where it comes from, or nil.
	Source *Link
}

// Indicator is an entry with a series, as another page shows it.
type Indicator struct {
	Link   Link
	Series *Series
	// Charts may be empty: Series.Latest says then what there is.
	Charts []*chart.Chart
}

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
