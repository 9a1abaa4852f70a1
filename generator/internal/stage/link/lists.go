package link

import (
	"slices"
	"strconv"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

const (
	// latest is how many entries the home page shows of a type.
	latest = 3
	// termPageSize is how many entries a page of a term shows.
	termPageSize = 20
)

// cards returns the cards that a locale's list shows; an entry that is not
// translated is marked with its language.
func cards(versions []*version, state *localeState) []*site.Card {
	list := make([]*site.Card, len(versions))
	for i, v := range versions {
		list[i] = v.cardIn(state)
	}
	return list
}

// lists makes the list pages of every type in every locale.
func (l *linker) lists() {
	for _, t := range l.schema.Types {
		if !t.List {
			continue
		}
		first := func(state *localeState) site.URL { return site.URL(state.bases[t]) }
		for _, state := range l.locales {
			model := site.Page{
				Kind: site.KindList, Locale: state.locale, Type: t, Title: l.plural(t, state), Places: hasPlaces(t, state.lists[t]),
				Breadcrumbs: []site.Link{state.homeLink},
			}
			if n := state.narrowed[t]; n != nil {
				model.Narrowing = n.Narrowing
			}
			l.paginate(model, state, first, cards(state.lists[t], state), t.PageSize, t.Span)
		}
	}
}

// hasPlaces reports whether one of the entries of a type has a place.
func hasPlaces(t *schema.Type, list []*version) bool {
	point := t.Point()
	return point != nil && slices.ContainsFunc(list, func(v *version) bool {
		return v.fields.Has(point.Name)
	})
}

func (l *linker) plural(t *schema.Type, state *localeState) string {
	return t.Plural.In(state.locale.Tag, l.schema.Config.SourceLocale)
}

// paginate adds the pages of one list: model with its cards, at least one
// page. first returns the address of the first page in a locale, or "" for a
// locale that has no such list.
func (l *linker) paginate(model site.Page, state *localeState, first func(*localeState) site.URL, list []*site.Card, size int, owner source.Span) {
	// Every locale lists every entry, so each has the same pages.
	as := func(other *localeState) (site.URL, int) { return first(other), len(list) }
	l.pages(model, state, as, size, owner, func(p *site.Page, from, to int) { p.Cards = list[from:to] })
}

// pages adds pages of at most size items, at least one page: model with what
// fill gives it of the items from one to before another. of returns the address
// of the first page in a locale, or "" where there is none, and how many items
// there are.
func (l *linker) pages(model site.Page, state *localeState, of func(*localeState) (site.URL, int), size int, owner source.Span, fill func(p *site.Page, from, to int)) {
	firsts, totals := make([]site.URL, len(l.locales)), make([]int, len(l.locales))
	items := 0
	for i, other := range l.locales {
		url, n := of(other)
		firsts[i], totals[i] = url, max(1, (n+size-1)/size)
		if other == state {
			items = n
		}
	}
	total := totals[state.index]
	urls := make([]site.URL, total)
	for i := range urls {
		urls[i] = pageURL(firsts[state.index], i+1)
	}
	for i, url := range urls {
		page := model
		page.URL = url
		fill(&page, min(i*size, items), min((i+1)*size, items))
		page.Pager = &site.Pager{Number: i + 1, Total: total, Entries: items, Pages: urls}
		page.Alternates = make([]site.Alternate, len(l.locales))
		for j, other := range l.locales {
			alternate := site.Alternate{Locale: other.locale, URL: site.URL(other.homeLink.URL)}
			switch {
			case other == state:
				alternate.URL, alternate.Exists = url, true
			case firsts[j] != "" && i < totals[j]:
				alternate.URL, alternate.Exists = pageURL(firsts[j], i+1), true
			}
			page.Alternates[j] = alternate
		}
		if l.claim(url, owner) {
			l.site.Pages = append(l.site.Pages, &page)
		}
	}
}

// pageURL returns the address of the n-th page of a list, counted from 1.
func pageURL(first site.URL, n int) site.URL {
	if n == 1 {
		return first
	}
	return join(string(first), "page/"+strconv.Itoa(n)+"/")
}

// neighbours links the previous and the next entry of each listed type, within
// a locale.
func (l *linker) neighbours() {
	for _, state := range l.locales {
		for _, list := range state.lists {
			var before *version
			for _, v := range list {
				if v.localeState != state {
					continue
				}
				if before != nil {
					before.page.Entry.Next, v.page.Entry.Previous = v.card, before.card
				}
				before = v
			}
		}
	}
}

// homeLists adds the latest entries to the home pages, of the types that the main
// menu names; where it names none, of each listed type. A home page that says
// itself what it shows has none.
func (l *linker) homeLists() {
	if l.home == nil {
		return
	}
	types := l.menuTypes()
	if len(types) == 0 {
		types = l.listedTypes()
	}
	for _, v := range l.home.versions {
		if v == nil || !v.live {
			continue
		}
		if chosen := v.fields.Has(v.group.kind.Show); chosen {
			continue
		}
		for _, t := range types {
			first := newest(v.lists[t], latest, nil)
			if t.Closing != nil {
				first = next(v.lists[t], latest)
			}
			v.page.HomeLists = append(v.page.HomeLists, site.HomeList{
				Type: t, URL: site.URL(v.bases[t]), Title: l.plural(t, v.localeState), Cards: cards(first, v.localeState),
			})
		}
	}
}

// menuTypes returns the types whose lists the main menu names, in its order: what
// a site puts first.
func (l *linker) menuTypes() []*schema.Type {
	var types []*schema.Type
	for _, item := range l.schema.Config.Menus["main"] {
		if to, _ := l.lookup(trimSlash(item.To)); to.kind != nil && !to.handbook && to.filter == "" {
			types = append(types, to.kind)
		}
	}
	return types
}

// listedTypes returns the listed types in the order of the main menu, then by
// name.
func (l *linker) listedTypes() []*schema.Type {
	types := l.menuTypes()
	for _, t := range l.schema.Types {
		if t.List && !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	return types
}

// notFound makes the page that a server shows for an unknown address, one per
// locale.
func (l *linker) notFound() {
	for _, state := range l.locales {
		url := join(state.homeLink.URL, "404.html")
		if l.claim(url, source.Span{File: "content/site.yaml"}) {
			l.site.Pages = append(l.site.Pages, &site.Page{Kind: site.KindNotFound, Locale: state.locale, URL: url, Breadcrumbs: []site.Link{state.homeLink}})
		}
	}
}

// menus resolves the menus in every locale.
func (l *linker) menus() {
	for _, state := range l.locales {
		menus := map[string][]site.MenuItem{}
		for name, items := range l.schema.Config.Menus {
			for _, item := range items {
				link, ok := l.menuLink(item, state)
				if !ok {
					continue
				}
				label := item.Label.In(state.locale.Tag, l.schema.Config.SourceLocale)
				if label == "" {
					label = link.Title
				}
				menus[name] = append(menus[name], site.MenuItem{Label: label, Link: link})
			}
		}
		l.site.Menus[state.locale.Tag] = menus
	}
}

func (l *linker) menuLink(item schema.MenuItem, state *localeState) (site.Link, bool) {
	if item.To == "" {
		return site.Link{URL: item.URL, Outside: true}, true
	}
	to, found := l.lookup(trimSlash(item.To))
	if !found {
		if state.index == 0 { // once, not once per locale
			l.diagnostics.Add(l.withNearestPath(diag.New("settings-menu", item.Span, item.To), item.To))
		}
		return site.Link{}, false
	}
	if to.group == nil {
		link := l.toList(state, to)
		return link, link.URL != ""
	}
	v := to.group.in(state)
	if v == nil {
		return site.Link{}, false
	}
	link := site.Link{URL: string(v.url), Title: v.title}
	if v.localeState != state {
		link.Lang = v.locale.Tag
	}
	return link, true
}
