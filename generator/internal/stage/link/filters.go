package link

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/search/spread"
)

const (
	// fewValues is up to how many values of a filter a list shows them all; of
	// more it shows the topValues with the most entries.
	fewValues = 6
	topValues = 5
	// filterPageSize is how many values a page of a filter shows: all
	// départements.
	filterPageSize = 120
)

// narrowed is a list with its filters while it is linked.
type narrowed struct {
	*site.Narrowed
	// filters are the makers of Filters.
	filters []*filter
}

// filter gathers the values of one filter in one locale.
type filter struct {
	*site.Filter
	schema *schema.Filter
	// values are by key.
	values map[string]*filterValue
	// defined reports whether only values that are defined lead somewhere.
	defined bool
}

// filterValue is one value while its filter is gathered.
type filterValue struct {
	*site.FilterValue
	// index is its place in the order of its definition, then in Values.
	index int
	slug  string
	cards []*site.Card
	// latest is the version that was counted last.
	latest *version
	// owner is what an address of the value is blamed on.
	owner source.Span
}

// narrow finds out how each list can be narrowed, in time linear in the entries.
func (l *linker) narrow() {
	entries := map[*schema.Type][]*group{}
	for _, g := range l.groups {
		if len(g.kind.Filters) > 0 && g.kind.List && g.id != l.schema.Config.Home {
			entries[g.kind] = append(entries[g.kind], g)
		}
	}
	told := map[[2]source.Span]bool{}
	for _, t := range l.schema.Types {
		if len(entries[t]) == 0 {
			continue
		}
		made := make([]*narrowed, len(l.locales))
		spread.Each(len(l.locales), func(i int) { made[i] = l.narrowing(t, l.locales[i], entries[t]) })
		for i, state := range l.locales {
			if n := made[i]; len(n.Filters) > 0 {
				state.narrowed[t] = n
				l.site.Narrowed = append(l.site.Narrowed, n.Narrowed)
				l.claim(n.Data, t.Span)
				l.settleSlugs(n, told)
			}
		}
		l.filterTargets(t)
	}
}

// narrowing counts the values of the filters of a type in a locale.
func (l *linker) narrowing(t *schema.Type, state *localeState, entries []*group) *narrowed {
	n := &narrowed{Narrowed: &site.Narrowed{Locale: state.locale, Narrowing: &site.Narrowing{
		Type: t, URL: site.URL(state.bases[t]), Title: l.plural(t, state), Data: join(state.bases[t], "filters.json"),
	}}}
	var shown []*version
	for _, g := range entries {
		if v := g.in(state); v != nil {
			shown = append(shown, v)
		}
	}
	n.Entries = len(shown)
	for _, definition := range t.Filters {
		f := l.filter(t, definition, state)
		for _, v := range shown {
			f.count(v, state)
		}
		if f.settle(state); len(f.Values) > 0 {
			n.filters, n.Filters = append(n.filters, f), append(n.Filters, f.Filter)
		}
	}
	return n
}

// filterTargets lets editors name the filters of a type: /structures/department
// and, by its key, a value: /structures/department/93.
func (l *linker) filterTargets(t *schema.Type) {
	n := l.locales[0].narrowed[t]
	if n == nil {
		return
	}
	for _, f := range n.filters {
		path := "/" + t.Folder + "/" + f.Name
		l.targets[path] = target{kind: t, filter: f.Name}
		for key, value := range f.values {
			name := key
			if f.Kind == schema.KindText {
				name = value.slug
			}
			l.targets[path+"/"+name] = target{kind: t, filter: f.Name, value: key}
		}
	}
}

// toFilter returns the link that leads to a filter or to one of its values.
func (l *linker) toFilter(state *localeState, to target) site.Link {
	f := state.filter(to.kind, to.filter)
	if f == nil {
		return site.Link{}
	}
	if to.value == "" {
		return site.Link{URL: string(f.URL), Title: f.Label}
	}
	if value := f.values[to.value]; value != nil {
		return site.Link{URL: string(value.URL), Title: value.Label}
	}
	return site.Link{}
}

// deal gives each value the cards of the entries that have it, in the order of
// the list.
func (n *narrowed) deal(state *localeState) {
	list := state.lists[n.Type]
	n.Cards, n.Has = cards(list, state), make([][][]int, len(list))
	for _, f := range n.filters {
		for _, value := range f.values {
			value.cards = make([]*site.Card, 0, value.Count)
		}
	}
	for i, v := range list {
		n.Has[i] = make([][]int, len(n.filters))
		for j, f := range n.filters {
			for key := range f.keys(v) {
				value := f.values[key]
				if value == nil || slices.Contains(n.Has[i][j], value.index) {
					continue
				}
				n.Has[i][j] = append(n.Has[i][j], value.index)
				value.cards = append(value.cards, n.Cards[i])
			}
		}
	}
}

// filter begins a filter of a type.
func (l *linker) filter(t *schema.Type, definition *schema.Filter, state *localeState) *filter {
	original := l.schema.Config.SourceLocale
	f := &filter{
		Filter: &site.Filter{Name: definition.Name, Label: definition.Label.In(state.locale.Tag, original)},
		schema: definition, values: map[string]*filterValue{},
	}
	field := t.Field(definition.Name)
	if field != nil {
		f.Kind, f.Vocabulary = field.Kind, field.Vocabulary
		f.Label = cmp.Or(f.Label, field.Label.In(state.locale.Tag, original))
	}
	f.Label = cmp.Or(f.Label, definition.Name)
	f.URL = join(state.bases[t], cmp.Or(schema.Slug(f.Label), definition.Name)+"/")
	define := func(key, label, slug string, owner source.Span) {
		f.values[key] = &filterValue{FilterValue: &site.FilterValue{Key: key, Label: label}, index: len(f.values), slug: slug, owner: owner}
	}
	switch f.Kind {
	case schema.KindTerm:
		for _, term := range state.ordered[f.Vocabulary] {
			define(term.Key, term.Label, term.Slug, term.Span)
		}
	case schema.KindEnum:
		for _, value := range field.Values {
			define(value.Key, enumLabel(field, value.Key, state.locale.Tag, original), "", field.Span)
		}
	}
	f.defined = definition.Named(t) != nil || f.Kind == schema.KindEnum || f.Kind == schema.KindTerm
	for _, value := range definition.Values {
		define(value.Key, cmp.Or(value.Label.In(state.locale.Tag, original), value.Key), "", definition.Span)
	}
	return f
}

// keys yields the keys of the values of v, with where each is written.
func (f *filter) keys(v *version) func(func(string, source.Span) bool) {
	return func(yield func(string, source.Span) bool) {
		value, has := v.fields.Get(f.Name)
		switch {
		case f.Kind == "" && f.Name == schema.StateFacet:
			yield(string(v.closing.State), f.schema.Span)
		case f.Kind == "":
			if v.date.Year != 0 {
				yield(strconv.Itoa(int(v.date.Year)), f.schema.Span)
			}
		case !has:
		case f.Kind == schema.KindBoolean:
			yield(strconv.FormatBool(value.Bool), f.schema.Span)
		default:
			for _, item := range value.Each() {
				if !yield(item.Text, item.Span) {
					return
				}
			}
		}
	}
}

// count counts the values of v.
func (f *filter) count(v *version, state *localeState) {
	for key, written := range f.keys(v) {
		value := f.values[key]
		if value == nil {
			if f.defined {
				continue // reported where it stands, or not worth a page
			}
			label := key
			if f.Kind == schema.KindCountry {
				label = state.country(key)
			}
			value = &filterValue{FilterValue: &site.FilterValue{Key: key, Label: label}, owner: written}
			f.values[key] = value
		}
		if value.latest != v { // not written twice in one entry
			value.latest = v
			value.Count++
		}
	}
}

// settle puts the values that have entries in order. Open and closed stay without:
// on the day on which the last entry closes, nobody has written anything, and what
// leads to the open ones still has to lead somewhere.
func (f *filter) settle(state *localeState) {
	var values []*filterValue
	byTime := f.Kind == "" && f.Name == schema.StateFacet
	for key, value := range f.values {
		if value.Count == 0 && !byTime {
			delete(f.values, key)
			continue
		}
		values = append(values, value)
	}
	switch {
	case f.defined:
		slices.SortFunc(values, func(a, b *filterValue) int { return cmp.Compare(a.index, b.index) })
	case f.Kind == "": // years, the latest first
		slices.SortFunc(values, func(a, b *filterValue) int {
			return cmp.Or(cmp.Compare(len(b.Key), len(a.Key)), cmp.Compare(b.Key, a.Key))
		})
	default:
		collator := collate.New(language.Make(state.locale.Tag))
		slices.SortFunc(values, func(a, b *filterValue) int {
			return cmp.Or(collator.CompareString(a.Label, b.Label), cmp.Compare(a.Key, b.Key))
		})
	}
	for i, value := range values {
		value.index = i
		value.slug = cmp.Or(value.slug, schema.Slug(value.Label), schema.Slug(value.Key), hexadecimal(value.Key))
		value.slug = value.slug[:min(len(value.slug), maxSegment)]
		value.URL = join(string(f.URL), value.slug+"/")
		f.Values = append(f.Values, value.FilterValue)
	}
	f.Top = f.Values
	if len(f.Values) > fewValues {
		f.Top = slices.Clone(f.Values)
		slices.SortStableFunc(f.Top, func(a, b *site.FilterValue) int { return cmp.Compare(b.Count, a.Count) })
		f.Top = f.Top[:topValues]
	}
}

// hexadecimal names a text that no letter of an address can write.
func hexadecimal(text string) string { return fmt.Sprintf("u%x", text) }

// settleSlugs reports values of one filter that would have one address. The
// rarer one, which is to be written like the other, gets no pages.
func (l *linker) settleSlugs(n *narrowed, told map[[2]source.Span]bool) {
	for _, f := range n.filters {
		first := map[string]*filterValue{}
		for _, value := range f.Values {
			own := f.values[value.Key]
			other := first[own.slug]
			if other == nil {
				first[own.slug] = own
				continue
			}
			if own.Count > other.Count || own.Count == other.Count && own.owner.File < other.owner.File {
				first[own.slug] = own
				own, other = other, own
			}
			if at := [2]source.Span{own.owner, other.owner}; !told[at] { // once, not once per locale
				told[at] = true
				l.diagnostics.Add(diag.New("url-collision/value", own.owner, own.Label, other.Label, string(other.URL)).WithNote("note/other", other.owner))
			}
			own.URL = ""
		}
	}
}

// filterPages makes the pages of each filter and of each of its values.
func (l *linker) filterPages() {
	for _, t := range l.schema.Types {
		for _, state := range l.locales {
			n := state.narrowed[t]
			if n == nil {
				continue
			}
			n.deal(state)
			for _, f := range n.filters {
				l.pagesOf(n, f, state)
			}
		}
	}
}

// pagesOf makes the pages of one filter and of its values.
func (l *linker) pagesOf(n *narrowed, f *filter, state *localeState) {
	trail := []site.Link{state.homeLink, {URL: string(n.URL), Title: n.Title}}
	model := site.Page{
		Kind: site.KindFilters, Locale: state.locale, Type: n.Type, Title: f.Label + " – " + n.Title,
		Narrowing: n.Narrowing, Filter: f.Filter, Breadcrumbs: trail,
	}
	of := func(other *localeState) (site.URL, int) {
		if same := other.filter(n.Type, f.Name); same != nil {
			return same.URL, len(same.Values)
		}
		return "", 0
	}
	l.pages(model, state, of, filterPageSize, f.schema.Span, func(p *site.Page, from, to int) { p.Values = f.Values[from:to] })
	trail = append(trail, site.Link{URL: string(f.URL), Title: f.Label})
	for _, value := range f.Values {
		own := f.values[value.Key]
		if own.URL == "" {
			continue
		}
		model := model
		model.Kind, model.Title, model.Value, model.Breadcrumbs = site.KindFilter, value.Label+" – "+n.Title, value, trail
		of := func(other *localeState) (site.URL, int) {
			if same := other.filter(n.Type, f.Name); same != nil && same.values[value.Key] != nil {
				return same.values[value.Key].URL, same.values[value.Key].Count
			}
			return "", 0
		}
		l.pages(model, state, of, n.Type.PageSize, own.owner, func(p *site.Page, from, to int) { p.Cards = own.cards[from:to] })
	}
}

// filter returns the filter of a type with the given name in s, or nil.
func (s *localeState) filter(t *schema.Type, name string) *filter {
	n := s.narrowed[t]
	if n == nil {
		return nil
	}
	for _, f := range n.filters {
		if f.Name == name {
			return f
		}
	}
	return nil
}
