package link

import (
	"cmp"
	"slices"
	"strconv"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// allSeries makes the series of every entry whose type has one.
func (l *linker) allSeries() {
	for _, g := range l.groups {
		if g.kind.Series == nil {
			continue
		}
		for _, v := range g.versions {
			if v != nil {
				v.series = l.seriesOf(v)
			}
		}
	}
	l.values = l.knownValues()
}

func (l *linker) seriesOf(v *version) *site.Series {
	kind, source := v.group.kind, v.group.source()
	s := &site.Series{Values: l.quantities(v, kind.Series.Values)}
	for i, id := range valueIDs(source.fields.Value(kind.Series.Values).Items) {
		if i < len(s.Values) {
			s.Values[i].ID = id
		}
	}
	slices.SortStableFunc(s.Values, func(a, b site.Quantity) int {
		return cmp.Or(cmp.Compare(a.Date.Year, b.Date.Year), cmp.Compare(a.Date.Month, b.Date.Month), cmp.Compare(a.Date.Day, b.Date.Day))
	})
	if kind.Series.Targets != "" {
		s.Targets = l.quantities(v, kind.Series.Targets)
		for i := range s.Targets {
			s.Targets[i].ID = nth("target", i)
		}
	}
	return s
}

// quantities returns the items of a list of a version, in their order.
func (l *linker) quantities(v *version, name string) []site.Quantity {
	field, value := v.group.kind.Field(name), v.fields.Value(name)
	if len(value.Items) == 0 {
		return nil
	}
	list := make([]site.Quantity, len(value.Items))
	for i := range value.Items {
		item := value.Items[i].Fields
		q := site.Quantity{Place: i, Number: item.Value("value").Number, Unit: item.Value("unit").Text, Perimeter: item.Value("perimeter").Text, Date: item.Value("as_of").Date}
		if key := item.Value("qualifier").Text; key != "" {
			q.Qualifier = enumLabel(field.Field("qualifier"), key, v.locale.Tag, l.schema.Config.SourceLocale)
		}
		if address := item.Value("source").Text; address != "" {
			q.Source = &site.Link{URL: address, Title: address, Outside: true}
		}
		list[i] = q
	}
	return list
}

// valueIDs returns the anchors of the items of a series in the source locale:
// their dates, those written before with the plain one.
func valueIDs(items []content.Value) []string {
	ids, times := make([]string, len(items)), map[string]int{}
	for i := range items {
		date := items[i].Fields.Value("as_of").Date.String()
		ids[i] = nth(date, times[date])
		times[date]++
	}
	return ids
}

// nth returns name for the first, then "name-b", "name-c", …, "name-z",
// "name-27".
func nth(name string, i int) string {
	switch {
	case i == 0:
		return name
	case i < 26:
		return name + "-" + string(rune('a'+i))
	}
	return name + "-" + strconv.Itoa(i+1)
}

// freeHeadings returns the headings of an entry with other anchors where those are
// anchors of its values.
func freeHeadings(kind *schema.Type, fields content.Fields, headings []content.Heading) []content.Heading {
	if kind.Series == nil {
		return headings
	}
	taken := valueIDs(fields.Value(kind.Series.Values).Items)
	for i := range fields.Value(kind.Series.Targets).Items {
		taken = append(taken, nth("target", i))
	}
	own := slices.Clone(headings)
	for i := range own {
		for slices.Contains(taken, own[i].ID) {
			own[i].ID += "-text"
		}
	}
	return own
}
