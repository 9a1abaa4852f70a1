package link

import (
	"slices"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

const (
	// feedSize is how many entries a feed has.
	feedSize = 20
	// feedsOnPage is how many feeds of terms the page of all feeds names; beyond,
	// it leads to the page of the terms.
	feedsOnPage = 150
)

// feeds makes the feeds of each locale: one per type with dates, and one per
// term that an entry of such a type has. A feed holds only entries written in
// its locale.
func (l *linker) feeds() {
	for _, state := range l.locales {
		state.feeds = map[*schema.Type]*site.FeedLink{}
		state.termFeeds = map[*site.Term]*site.FeedLink{}
		for _, t := range l.schema.Types {
			if !t.Feed || !t.List {
				continue
			}
			feed := l.feed(&site.FeedLink{Locale: state.locale, Type: t, Page: site.URL(state.bases[t]), Title: l.plural(t, state)})
			for _, v := range newest(state.lists[t], feedSize, state) {
				feed.Pages = append(feed.Pages, v.page)
			}
			l.claim(feed.Atom, t.Span)
			l.claim(feed.JSON, t.Span)
			state.feeds[t] = feed.FeedLink
		}
		l.feedsOfTerms(state)
	}
	for _, p := range l.site.Pages {
		state := l.stateOf(p.Locale)
		switch p.Kind {
		case site.KindList, site.KindEntry:
			p.Feed = state.feeds[p.Type]
		case site.KindTerm:
			p.Feed = state.termFeeds[p.Term]
		}
	}
}

// feed adds an empty feed.
func (l *linker) feed(link *site.FeedLink) *site.Feed {
	link.Atom, link.JSON = join(string(link.Page), "feed.xml"), join(string(link.Page), "feed.json")
	feed := &site.Feed{FeedLink: link}
	l.site.Feeds = append(l.site.Feeds, feed)
	return feed
}

// feedsOfTerms makes the feeds of the terms of a locale that have pages.
func (l *linker) feedsOfTerms(state *localeState) {
	byTerm := map[*site.Term]*site.Feed{}
	for _, v := range state.newest {
		if v.localeState != state || state.feeds[v.group.kind] == nil || v.date.Year == 0 {
			continue
		}
		for i, term := range v.terms {
			if term.URL == "" || slices.Contains(v.terms[:i], term) {
				continue
			}
			feed := byTerm[term]
			if feed == nil {
				feed = l.feed(&site.FeedLink{Locale: state.locale, Term: term, Page: term.URL, Title: term.Label})
				l.claim(feed.Atom, term.Span)
				l.claim(feed.JSON, term.Span)
				byTerm[term], state.termFeeds[term] = feed, feed.FeedLink
			}
			if len(feed.Pages) < feedSize {
				feed.Pages = append(feed.Pages, v.page)
			}
		}
	}
}

// stateOf returns what linking needs of a locale.
func (l *linker) stateOf(locale *schema.Locale) *localeState {
	for _, state := range l.locales {
		if state.locale == locale {
			return state
		}
	}
	return nil
}

// calendars makes the calendar of the deadlines of each type that closes, and
// gives each entry with a deadline one of its own.
func (l *linker) calendars() {
	for _, t := range l.schema.Types {
		if t.Closing == nil || !t.List {
			continue
		}
		for _, state := range l.locales {
			c := &site.Calendar{
				Locale: state.locale, Type: t, Page: site.URL(state.bases[t]), Title: l.plural(t, state),
				URL: join(state.bases[t], "calendar.ics"),
			}
			l.claim(c.URL, t.Span)
			l.site.Calendars = append(l.site.Calendars, c)
			coming := slices.DeleteFunc(slices.Clone(state.lists[t]), func(v *version) bool {
				return v.localeState != state || !v.closing.Closes.After(l.options.Clock)
			})
			slices.SortFunc(coming, func(a, b *version) int {
				if order := a.closing.Closes.Compare(b.closing.Closes); order != 0 {
					return order
				}
				return titleFirst(a, b)
			})
			for _, v := range coming {
				c.Pages = append(c.Pages, v.page)
			}
			for _, v := range state.lists[t] {
				if v.localeState != state || v.closing.Closes.IsZero() {
					continue
				}
				if own := join(string(v.url), "calendar.ics"); l.claim(own, l.addressSpan(v)) {
					v.page.Calendar = own
				}
			}
		}
	}
	for _, p := range l.site.Pages {
		if p.Kind == site.KindList && p.Type.Closing != nil {
			p.Calendar = join(l.stateOf(p.Locale).bases[p.Type], "calendar.ics")
		}
	}
}

// feedsPages makes the page that leads to all feeds and calendars.
func (l *linker) feedsPages() {
	page := l.schema.Config.Feeds
	if page == nil {
		return
	}
	first := func(state *localeState) site.URL { return site.URL(l.ownLink(page, state).URL) }
	for _, state := range l.locales {
		l.paginate(site.Page{
			Kind: site.KindFeeds, Locale: state.locale, Title: l.ownLink(page, state).Title,
			Subscriptions: l.subscriptions(state), Breadcrumbs: []site.Link{state.homeLink},
		}, state, first, nil, 1, page.Span)
	}
}

func (l *linker) subscriptions(state *localeState) *site.Subscriptions {
	s := &site.Subscriptions{}
	for _, t := range l.listedTypes() {
		to := site.Subscription{Title: l.plural(t, state), Page: site.URL(state.bases[t]), Feed: state.feeds[t]}
		if t.Closing != nil {
			to.Calendar = join(state.bases[t], "calendar.ics")
		}
		if t.List && (to.Feed != nil || to.Calendar != "") {
			s.Types = append(s.Types, to)
		}
	}
	for _, x := range l.schema.Config.Taxonomies {
		of := site.TermFeeds{Title: x.Plural.In(state.locale.Tag, l.schema.Config.SourceLocale), Page: l.taxonomyURL(x, state)}
		for _, term := range state.ordered[x.Name] {
			if feed := state.termFeeds[term]; feed != nil {
				of.Feeds = append(of.Feeds, feed)
			}
		}
		if of.Count = len(of.Feeds); of.Count > feedsOnPage {
			of.Feeds = nil
		}
		if of.Count > 0 {
			s.Terms = append(s.Terms, of)
		}
	}
	return s
}
