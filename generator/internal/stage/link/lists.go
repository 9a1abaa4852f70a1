package link

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"essaim/generator/internal/model/content"
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

// listURL returns the address of the first list page of a type.
func (l *linker) listURL(t *schema.Type, locale *schema.Locale) site.URL {
	return join(l.schema.Prefix(locale), l.typeURL(t, locale))
}

// shown returns the versions that a locale's list of a type shows: every live
// entry, in the locale when it is translated, else in the source locale; in
// the order of the type.
func (l *linker) shown(t *schema.Type, locale *schema.Locale) []*version {
	var versions []*version
	for _, g := range l.groups {
		if g.kind != t || g.id == l.schema.Config.Home {
			continue
		}
		if v := l.in(g, locale); v != nil {
			versions = append(versions, v)
		}
	}
	slices.SortStableFunc(versions, func(a, b *version) int { return byKeys(t.Sort, a, b) })
	return versions
}

// byKeys compares two versions by the keys of a type, then by identity.
func byKeys(keys []schema.SortKey, a, b *version) int {
	for _, key := range keys {
		order := compareField(key.Field, a, b)
		if key.Descending {
			order = -order
		}
		if order != 0 {
			return order
		}
	}
	return cmp.Compare(a.group.id, b.group.id)
}

// compareField compares one field: titles by the rules of the locale, numbers
// by value, dates by day, anything else by its text.
func compareField(field string, a, b *version) int {
	if field == "title" {
		return bytes.Compare(a.titleKey, b.titleKey)
	}
	x, y := a.fields[field], b.fields[field]
	return cmp.Or(
		cmp.Compare(x.Number, y.Number),
		compareDates(x.Date, y.Date),
		x.Time.Compare(y.Time),
		cmp.Compare(x.Text, y.Text),
	)
}

func compareDates(a, b content.Date) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Day, b.Day))
}

// newestFirst orders entries of any type for term pages, the home page and
// feeds.
func newestFirst(a, b *version) int {
	return cmp.Or(
		-compareDates(a.fields["date"].Date, b.fields["date"].Date),
		bytes.Compare(a.titleKey, b.titleKey),
		cmp.Compare(a.group.id, b.group.id),
	)
}

// cards returns the cards that a locale's list shows; an entry that is not
// translated is marked with its language.
func cards(versions []*version, locale *schema.Locale) []*site.Card {
	list := make([]*site.Card, len(versions))
	for i, v := range versions {
		list[i] = v.card
		if v.locale != locale {
			marked := *v.card
			marked.Lang = v.locale.Tag
			list[i] = &marked
		}
	}
	return list
}

// lists makes the list pages of every type in every locale.
func (l *linker) lists() {
	source := l.schema.Config.SourceLocale
	for _, t := range l.schema.Types {
		if !t.List {
			continue
		}
		for _, locale := range l.schema.Locales {
			model := site.Page{
				Kind: site.KindList, Locale: locale, Type: t, Title: t.Plural.In(locale.Tag, source),
				Breadcrumbs: []site.Link{l.homeLink(locale)},
			}
			first := func(locale *schema.Locale) site.URL { return l.listURL(t, locale) }
			l.paginate(model, first, cards(l.shown(t, locale), locale), t.PageSize, t.Span)
		}
	}
}

// paginate adds the pages of one list: model with its cards, at least one
// page. first returns the address of the first page in a locale, or "" for a
// locale that has no such list.
func (l *linker) paginate(model site.Page, first func(*schema.Locale) site.URL, list []*site.Card, size int, owner source.Span) {
	total := max(1, (len(list)+size-1)/size)
	urls := make([]site.URL, total)
	for i := range urls {
		urls[i] = pageURL(first(model.Locale), i+1)
	}
	for i, url := range urls {
		page := model
		page.URL = url
		page.Cards = list[min(i*size, len(list)):min((i+1)*size, len(list))]
		page.Pager = &site.Pager{Number: i + 1, Total: total, Entries: len(list), Pages: urls}
		for _, locale := range l.schema.Locales {
			other := site.Alternate{Locale: locale, URL: site.URL(l.schema.Prefix(locale))}
			if url := first(locale); url != "" {
				// Every locale lists every entry, so each has the same pages.
				other.URL, other.Exists = pageURL(url, i+1), true
			}
			page.Alternates = append(page.Alternates, other)
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
	return join(string(first), fmt.Sprintf("page/%d/", n))
}

// neighbours links the previous and the next entry of each listed type, within
// a locale.
func (l *linker) neighbours() {
	for _, t := range l.schema.Types {
		if !t.List {
			continue
		}
		for _, locale := range l.schema.Locales {
			own := slices.DeleteFunc(l.shown(t, locale), func(v *version) bool { return v.locale != locale })
			for i, v := range own {
				if i > 0 {
					v.page.Entry.Previous = own[i-1].card
				}
				if i+1 < len(own) {
					v.page.Entry.Next = own[i+1].card
				}
			}
		}
	}
}

// home adds the latest entries of each type to the home pages.
func (l *linker) home() {
	g := l.byID[l.schema.Config.Home]
	if g == nil {
		return
	}
	source := l.schema.Config.SourceLocale
	for _, v := range g.sorted(l.schema) {
		if !v.live {
			continue
		}
		for _, t := range l.homeTypes() {
			newest := l.shown(t, v.locale)
			slices.SortFunc(newest, newestFirst)
			newest = newest[:min(latest, len(newest))]
			v.page.HomeLists = append(v.page.HomeLists, site.HomeList{
				Type: t, URL: l.listURL(t, v.locale), Title: t.Plural.In(v.locale.Tag, source), Cards: cards(newest, v.locale),
			})
		}
	}
}

// homeTypes returns the listed types in the order of the main menu, then by
// name.
func (l *linker) homeTypes() []*schema.Type {
	var types []*schema.Type
	for _, item := range l.schema.Config.Menus["main"] {
		if to := l.targets[trimSlash(item.To)]; to.kind != nil {
			types = append(types, to.kind)
		}
	}
	for _, t := range l.schema.Types {
		if t.List && !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	return types
}

// feeds makes a feed per type with dates and per locale; a feed holds only
// entries written in its locale.
func (l *linker) feeds() {
	for _, t := range l.schema.Types {
		if !t.Feed || !t.List {
			continue
		}
		for _, locale := range l.schema.Locales {
			list := l.listURL(t, locale)
			own := slices.DeleteFunc(l.shown(t, locale), func(v *version) bool { return v.locale != locale })
			slices.SortFunc(own, newestFirst)
			feed := &site.Feed{
				Locale: locale, Type: t, Page: list, Atom: join(string(list), "feed.xml"), JSON: join(string(list), "feed.json"),
				Title: t.Plural.In(locale.Tag, l.schema.Config.SourceLocale),
			}
			for _, v := range own[:min(20, len(own))] {
				feed.Pages = append(feed.Pages, v.page)
			}
			l.claim(feed.Atom, t.Span)
			l.claim(feed.JSON, t.Span)
			l.site.Feeds = append(l.site.Feeds, feed)
			for _, p := range l.site.Pages {
				if p.Locale == locale && p.Type == t && (p.Kind == site.KindList || p.Kind == site.KindEntry) {
					p.Feed = feed
				}
			}
		}
	}
}

// notFound makes the page that a server shows for an unknown address, one per
// locale.
func (l *linker) notFound() {
	for _, locale := range l.schema.Locales {
		url := join(l.schema.Prefix(locale), "404.html")
		if l.claim(url, source.Span{File: "content/site.yaml"}) {
			l.site.Pages = append(l.site.Pages, &site.Page{Kind: site.KindNotFound, Locale: locale, URL: url, Breadcrumbs: []site.Link{l.homeLink(locale)}})
		}
	}
}

// menus resolves the menus in every locale.
func (l *linker) menus() {
	for _, locale := range l.schema.Locales {
		menus := map[string][]site.MenuItem{}
		for name, items := range l.schema.Config.Menus {
			for _, item := range items {
				link, ok := l.menuLink(item, locale)
				if !ok {
					continue
				}
				label := item.Label.In(locale.Tag, l.schema.Config.SourceLocale)
				if label == "" {
					label = link.Title
				}
				menus[name] = append(menus[name], site.MenuItem{Label: label, Link: link})
			}
		}
		l.site.Menus[locale.Tag] = menus
	}
}

func (l *linker) menuLink(item schema.MenuItem, locale *schema.Locale) (site.Link, bool) {
	if item.To == "" {
		return site.Link{URL: item.URL, Outside: true}, true
	}
	to, found := l.targets[trimSlash(item.To)]
	if !found {
		if locale == l.schema.Source() { // once, not once per locale
			l.diagnostics.Add(l.withNearestPath(diag.New("settings-menu", item.Span, item.To), item.To))
		}
		return site.Link{}, false
	}
	if to.group == nil {
		link := l.toList(locale, to)
		return link, link.URL != ""
	}
	v := l.in(to.group, locale)
	if v == nil {
		return site.Link{}, false
	}
	link := site.Link{URL: string(v.url), Title: v.fields["title"].Text}
	if v.locale != locale {
		link.Lang = v.locale.Tag
	}
	return link, true
}
