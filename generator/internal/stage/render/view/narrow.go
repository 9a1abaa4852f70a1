package view

import (
	"cmp"
	"html/template"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// narrow adds to the view of p how its list can be narrowed.
func (b *Builder) narrow(v *View, p *site.Page) {
	n := p.Narrowing
	if n == nil {
		return
	}
	v.Narrowing = &Narrowing{
		Title: n.Title, URL: b.addresses.Of(n.URL), Entries: n.Entries, Data: b.addresses.Of(n.Data), Closes: n.Type.Closing != nil,
		Filters: make([]Filter, len(n.Filters)),
	}
	for i, f := range n.Filters {
		v.Narrowing.Filters[i] = b.filter(f, f.Top, p)
	}
	if p.Filter != nil {
		whole := b.filter(p.Filter, p.Filter.Values, p)
		whole.Shown = b.filterValues(p.Values, p)
		v.Filter = &whole
	}
	if p.Value != nil {
		value := b.filterValue(p.Value, p)
		v.Value = &value
	}
}

// filter returns the view of a filter with some of its values.
func (b *Builder) filter(f *site.Filter, values []*site.FilterValue, p *site.Page) Filter {
	return Filter{
		Name: f.Name, Kind: string(f.Kind), Vocabulary: f.Vocabulary, Label: f.Label, URL: b.addresses.Of(f.URL),
		Values: b.filterValues(values, p), Total: len(f.Values),
	}
}

func (b *Builder) filterValues(values []*site.FilterValue, p *site.Page) []FilterValue {
	if len(values) == 0 {
		return nil
	}
	list := make([]FilterValue, len(values))
	for i, value := range values {
		list[i] = b.filterValue(value, p)
	}
	return list
}

func (b *Builder) filterValue(value *site.FilterValue, p *site.Page) FilterValue {
	return FilterValue{Key: value.Key, Label: value.Label, Count: value.Count, URL: b.addresses.Of(value.URL), Current: value == p.Value}
}

// valueOf names a value that lists are narrowed by.
type valueOf struct {
	kind               *schema.Type
	locale, field, key string
}

// narrowedLists returns the address of each list of what shares a value.
func narrowedLists(s *site.Site) map[valueOf]site.URL {
	lists := map[valueOf]site.URL{}
	for _, n := range s.Narrowed {
		for _, f := range n.Filters {
			for _, value := range f.Values {
				lists[valueOf{n.Type, n.Locale.Tag, f.Name, value.Key}] = value.URL
			}
		}
	}
	return lists
}

// fact returns a field whose values lead to the lists of what shares them. No key
// of a page need say so: that this entry has a value is enough for its list to be
// there, at an address that comes from the value and the settings.
func (x *entryBuilder) fact(f site.Field) Field {
	fact := x.field(f)
	items := f.Value.Each()
	if len(items) != len(fact.Values) {
		return fact // inner fields have no lists
	}
	for i := range fact.Values {
		value := &fact.Values[i]
		of := valueOf{x.page.Type, x.page.Locale.Tag, f.Name, cmp.Or(items[i].Key, items[i].Text)}
		if url := x.lists()[of]; url != "" && value.Link == nil {
			value.Link = &Link{URL: template.URL(x.addresses.Of(url)), Text: value.Text}
		}
	}
	return fact
}
