package view

import (
	"strings"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/stage/render/chart"
)

// writer writes the numbers and dates of charts for the readers of a locale.
type writer struct{ locale *schema.Locale }

// Number writes a percentage with its sign, and any other number alone.
func (w writer) Number(n float64, unit string) string {
	q := site.Quantity{Number: n}
	if strings.HasPrefix(unit, "%") {
		q.Unit = "%"
	}
	return q.Text(w.locale)
}

func (w writer) Date(d content.Date) string { return d.Words(w.locale) }

// chartValues are quantities as charts take them.
func chartValues(list []site.Quantity, l *schema.Locale) []chart.Value {
	out := make([]chart.Value, len(list))
	for i, q := range list {
		short := q
		if short.Unit = ""; strings.HasPrefix(q.Unit, "%") {
			short.Unit = "%"
		}
		out[i] = chart.Value{Number: q.Number, Unit: q.Unit, Date: q.Date, Text: short.Text(l)}
	}
	return out
}

// charts draws a series, which may be nil.
func charts(s *site.Series, l *schema.Locale) []*chart.Chart {
	if s == nil {
		return nil
	}
	return chart.Draw(chartValues(s.Values, l), chartValues(s.Targets, l), writer{l})
}

// indicators are the entries that a field names, with their series drawn.
func (x *entryBuilder) indicators(items []site.Value) []Indicator {
	var list []Indicator
	for _, item := range items {
		if item.Link == nil || item.Series() == nil {
			continue
		}
		series := x.newSeries(item.Series(), x.page.Locale)
		for _, list := range [][]Quantity{series.Values, series.Targets} {
			for i := range list {
				list[i].ID = "" // anchors are on the page of the entry, and two series have some alike
			}
		}
		list = append(list, Indicator{Link: x.link(*item.Link, x.page.URL), Series: series, Charts: charts(item.Series(), x.page.Locale)})
	}
	return list
}

// latest adds to a card what the latest value of its series is; of several of one
// date, none says more than the others.
func (b *Builder) latest(card *Card, s *site.Series, l *schema.Locale) {
	if s == nil {
		return
	}
	if q, only := s.Latest(); only {
		latest := b.quantity(q, l)
		card.Latest = &latest
		card.Spark = chart.NewSpark(chartValues(s.Values, l), chartValues(s.Targets, l))
	}
}
