package link

import (
	"slices"
	"strings"
	"time"

	"essaim/generator/internal/codec"
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// mostAgain is how many entries may have changed for a site to be taken over:
// with more, all is linked as soon.
const mostAgain = 100

// Memory keeps between the links of one process what the next can take over.
// The zero Memory is empty and ready. It is for one link at a time.
type Memory struct {
	// former is the latest link, nil when it was stopped, and entries are what
	// it linked.
	former  *linker
	entries []*content.Entry
	related *relatedEntries
	// partial tells that former shows entries elsewhere as they were; see
	// Options.Soon.
	partial bool
}

// Partial reports whether the latest site shows entries elsewhere as they were.
func (m *Memory) Partial() bool { return m != nil && m.partial }

// keep remembers a link that has come to its end.
func (m *Memory) keep(l *linker, entries []*content.Entry) {
	if m == nil {
		return
	}
	l.claims = nil // what only a link in work needs
	for _, state := range l.locales {
		state.newest, state.lists, state.titles = nil, nil, nil
		state.feeds, state.termFeeds = nil, nil
	}
	m.former, m.entries, m.partial = l, entries, false
}

// forget lets go of the latest link, behind which there is another one that cannot be
// kept: what related entries are found by has gone on.
func (m *Memory) forget() {
	if m != nil {
		m.former, m.entries, m.partial = nil, nil, false
	}
}

// Forget lets go of all that is kept.
func (m *Memory) Forget() { *m = Memory{} }

// relatedEntries returns what related entries were found by, to be updated.
func (m *Memory) relatedEntries() *relatedEntries {
	if m == nil {
		return &relatedEntries{}
	}
	if m.related == nil {
		m.related = &relatedEntries{}
	}
	return m.related
}

// again links entries when nothing but the texts of some bodies has changed since the
// latest link: it makes the pages of these entries and those whose related entries
// change with them, and takes over all others. It returns nil when more has changed;
// see Options.Soon. The former site is not touched, for it may still be shown.
func (m *Memory) again(entries []*content.Entry, s *schema.Schema, tree *source.Tree, o Options) *linker {
	if m == nil || m.former == nil || m.partial && !o.Soon || o.Unread != nil || !m.former.holds(s, tree, o) {
		return nil
	}
	groups, ok := m.changed(entries, o.Soon)
	if !ok {
		return nil
	}
	l := m.former
	m.entries, l.tree = entries, tree
	replaced := map[*site.Page]*site.Page{}
	r := &resolver{linker: l}
	for _, g := range groups {
		for _, v := range g.versions {
			if v == nil {
				continue
			}
			former := v.page
			l.read(v, nil)
			r.again(v)
			if v.live {
				replaced[former] = v.page
			}
		}
	}
	l.relateAgain(replaced)
	l.site = l.siteWith(replaced, o.Clock)
	return l
}

// holds reports whether what l knows of the schema, the media and the time is
// still so.
func (l *linker) holds(s *schema.Schema, tree *source.Tree, o Options) bool {
	next := l.site.NextChange
	return l.schema == s && l.options.Drafts == o.Drafts &&
		!o.Clock.Before(l.options.Clock) && (next.IsZero() || o.Clock.Before(next)) &&
		source.SameFiles(l.tree.Below("content"), tree.Below("content"), content.IsMedia)
}

// changed gives the versions of m the entries that are new, and returns their
// groups. It is not ok when one differs in what others see of it, if soon in more
// than its title, and then changes nothing.
func (m *Memory) changed(entries []*content.Entry, soon bool) ([]*group, bool) {
	if len(entries) != len(m.entries) {
		return nil, false
	}
	var versions []*version
	var with []*content.Entry
	partial := m.partial
	for i, e := range entries {
		former := m.entries[i]
		if e == former {
			continue
		}
		if len(versions) == mostAgain {
			return nil, false
		}
		if !codec.SameOutline(e, former) {
			if partial = true; !soon || !codec.SameButTitle(e, former) {
				return nil, false
			}
		}
		v := m.former.versionOf(former)
		if v == nil {
			return nil, false
		}
		versions, with = append(versions, v), append(with, e)
	}
	m.partial = partial
	var groups []*group
	for i, v := range versions {
		v.entry = with[i]
		if !slices.Contains(groups, v.group) {
			groups = append(groups, v.group)
		}
	}
	return groups, true
}

// versionOf returns the version that an entry is, or nil.
func (l *linker) versionOf(e *content.Entry) *version {
	g, locale := l.byID[e.ID], l.localeOf(e)
	if g == nil || locale == nil || g.versions[locale.index] == nil || g.versions[locale.index].entry != e {
		return nil
	}
	return g.versions[locale.index]
}

// again makes the page of v anew; its card and what else other pages see of it stay.
func (r *resolver) again(v *version) {
	for _, f := range v.files {
		f.used.Add(-1)
	}
	r.diagnostics, r.check, v.files = nil, !v.live, nil
	r.texts(v)
	former := v.page
	if v.live {
		r.card(v) // the same again, but for what is wrong with it
	}
	made := r.page(v)
	v.found = r.diagnostics
	if !v.live {
		return
	}
	made.HomeLists, made.Feed, made.Calendar = former.HomeLists, former.Feed, former.Calendar
	made.Entry.Shelves = former.Entry.Shelves
	made.Entry.Related, made.Entry.Previous, made.Entry.Next = former.Entry.Related, former.Entry.Previous, former.Entry.Next
	v.page = made
}

// relateAgain replaces the pages whose related entries have changed by pages that
// differ in these alone.
func (l *linker) relateAgain(replaced map[*site.Page]*site.Page) {
	r := l.options.Memory.relatedEntries()
	for _, i := range r.update(l.groups) {
		for _, v := range r.groups[i].versions {
			if v == nil || !v.live {
				continue
			}
			former := v.page
			related := l.relatedCards(v, r, r.near[i], nil)
			if slices.Equal(related, former.Entry.Related) {
				continue
			}
			page, entry := *former, *former.Entry
			entry.Related, page.Entry = related, &entry
			v.page = &page
			replaced[former] = v.page
		}
	}
}

// siteWith returns the site of l with other pages at the same addresses. A page
// may have been replaced twice.
func (l *linker) siteWith(replaced map[*site.Page]*site.Page, now time.Time) *site.Site {
	next := *l.site
	next.Clock = now
	if len(replaced) > 0 {
		latest := func(p *site.Page) *site.Page {
			for other := replaced[p]; other != nil; other = replaced[p] {
				p = other
			}
			return p
		}
		next.Pages = slices.Clone(next.Pages)
		for former := range replaced {
			at, found := slices.BinarySearchFunc(next.Pages, former, func(a, b *site.Page) int { return strings.Compare(string(a.URL), string(b.URL)) })
			if found {
				next.Pages[at] = latest(next.Pages[at])
			}
		}
		others := func(pages []*site.Page) []*site.Page {
			if !slices.ContainsFunc(pages, func(p *site.Page) bool { return replaced[p] != nil }) {
				return nil
			}
			list := make([]*site.Page, len(pages))
			for i, p := range pages {
				list[i] = latest(p)
			}
			return list
		}
		next.Feeds = slices.Clone(next.Feeds)
		for i, f := range next.Feeds {
			if pages := others(f.Pages); pages != nil {
				next.Feeds[i] = &site.Feed{FeedLink: f.FeedLink, Pages: pages}
			}
		}
		next.Calendars = slices.Clone(next.Calendars)
		for i, c := range next.Calendars {
			if pages := others(c.Pages); pages != nil {
				calendar := *c
				calendar.Pages = pages
				next.Calendars[i] = &calendar
			}
		}
	}
	next.Files = l.usedFiles()
	return &next
}
