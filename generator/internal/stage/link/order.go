package link

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/search/spread"
)

// sort orders the versions that each locale shows, once for all that lists
// them. Of an entry that is not translated a locale shows the source.
func (l *linker) sort() {
	var work []func()
	for _, state := range l.locales {
		byType := map[*schema.Type][]*version{}
		state.newest = make([]*version, 0, len(l.groups))
		for _, g := range l.groups {
			v := g.in(state)
			if v == nil {
				continue
			}
			state.newest = append(state.newest, v)
			if g.id == l.schema.Config.Home {
				continue
			}
			if v.localeState == state && !g.kind.Unsearched {
				state.titles = append(state.titles, v)
			}
			if g.kind.List {
				byType[g.kind] = append(byType[g.kind], v)
			}
		}
		state.lists = byType
		work = append(work, func() { slices.SortFunc(state.newest, newestFirst) }, func() { slices.SortFunc(state.titles, titleFirst) })
		for t, list := range byType {
			work = append(work, func() { sortList(list, t) })
		}
	}
	spread.Each(len(work), func(i int) { work[i]() })
}

// sortList orders the list of a type.
func sortList(list []*version, t *schema.Type) {
	if t.Closing != nil && len(t.Sort) == 0 {
		slices.SortFunc(list, soonestFirst)
		return
	}
	sortByKeys(list, t.Sort)
	if t.Closing != nil {
		slices.SortStableFunc(list, openFirst)
	}
}

// newestFirst orders entries of any type for term pages, the home page and
// feeds.
func newestFirst(a, b *version) int {
	if order := compareDates(b.date, a.date); order != 0 {
		return order
	}
	return titleFirst(a, b)
}

// titleFirst orders entries by title as readers of their locale expect.
func titleFirst(a, b *version) int {
	if order := strings.Compare(a.titleKey, b.titleKey); order != 0 {
		return order
	}
	return strings.Compare(a.group.id, b.group.id)
}

// newest returns the first versions of a list of at most count, the newest
// first; with only, those written in that locale.
func newest(list []*version, count int, only *localeState) []*version {
	first := make([]*version, 0, count+1)
	for _, v := range list {
		if only != nil && v.localeState != only || len(first) == count && newestFirst(v, first[count-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(first, v, newestFirst)
		first = slices.Insert(first, at, v)
		first = first[:min(count, len(first))]
	}
	return first
}

// sortKey is what one field of a version says about its place: titles by the
// rules of the locale, numbers by value, dates by day, anything else by its
// text.
type sortKey struct {
	number float64
	date   content.Date
	time   time.Time
	text   string
}

func (a *sortKey) compare(b *sortKey) int {
	if order := cmp.Compare(a.number, b.number); order != 0 {
		return order
	}
	if order := compareDates(a.date, b.date); order != 0 {
		return order
	}
	if order := a.time.Compare(b.time); order != 0 {
		return order
	}
	return strings.Compare(a.text, b.text)
}

// sortByKeys sorts versions by the keys of their type, then by identity.
func sortByKeys(list []*version, fields []schema.SortKey) {
	type sortable struct {
		*version
		keys []sortKey
	}
	all := make([]sortable, len(list))
	chunk := make([]sortKey, len(list)*len(fields))
	for i, v := range list {
		keys := chunk[i*len(fields) : (i+1)*len(fields)]
		for j, f := range fields {
			if f.Field == "title" {
				keys[j].text = v.titleKey
			} else {
				value := v.fields.Value(f.Field)
				keys[j] = sortKey{value.Number, value.Date, value.Time(), value.Text}
			}
		}
		all[i] = sortable{v, keys}
	}
	slices.SortFunc(all, func(a, b sortable) int {
		for j := range fields {
			order := a.keys[j].compare(&b.keys[j])
			if order == 0 {
				continue
			}
			if fields[j].Descending {
				return -order
			}
			return order
		}
		return strings.Compare(a.group.id, b.group.id)
	})
	for i := range all {
		list[i] = all[i].version
	}
}

func compareDates(a, b content.Date) int {
	switch {
	case a.Year != b.Year:
		return cmp.Compare(a.Year, b.Year)
	case a.Month != b.Month:
		return cmp.Compare(a.Month, b.Month)
	}
	return cmp.Compare(a.Day, b.Day)
}

// finish sorts what was gathered.
func (l *linker) finish() {
	slices.SortFunc(l.site.Pages, func(a, b *site.Page) int { return strings.Compare(string(a.URL), string(b.URL)) })
	slices.SortFunc(l.site.Feeds, func(a, b *site.Feed) int { return cmp.Compare(a.Atom, b.Atom) })
	slices.SortFunc(l.site.Narrowed, func(a, b *site.Narrowed) int { return cmp.Compare(a.Data, b.Data) })
	slices.SortFunc(l.site.Calendars, func(a, b *site.Calendar) int { return cmp.Compare(a.URL, b.URL) })
	slices.SortFunc(l.site.Redirects, func(a, b site.Redirect) int { return cmp.Compare(a.From, b.From) })
	if l.site.Files = l.usedFiles(); l.options.Unread != nil {
		l.site.Files = l.allFiles()
	}
}
