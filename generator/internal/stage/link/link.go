// Package link resolves parsed entries into a site: it decides what is
// published, gives every page its address, fills translations from their
// source, and turns every reference into a link or into a diagnostic.
//
// Invariant: the returned site is never changed afterwards, and it depends on
// the entries, the schema, the media files and the clock only.
package link

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// Options decide which entries are part of the site.
type Options struct {
	// Clock is the present: an entry is live from its `publish` until just
	// before its `expire`.
	Clock time.Time
	// Drafts makes drafts live.
	Drafts bool
}

// Site resolves entries. The diagnostics are in no particular order; the site
// is whole even when some of them are errors, except for what they name; when
// ctx is done it is empty.
func Site(ctx context.Context, entries []*content.Entry, s *schema.Schema, tree *source.Tree, o Options) (*site.Site, diag.List) {
	l := newLinker(s, tree, o)
	l.group(entries)
	l.publish()
	l.countTerms()
	l.address()
	l.collate()
	if l.resolve(ctx); ctx.Err() != nil {
		return newLinker(s, tree, o).site, l.diagnostics
	}
	l.lists()
	l.taxonomies()
	l.neighbours()
	l.relate()
	l.feeds()
	l.home()
	l.searchPages()
	l.notFound()
	l.menus()
	l.queries()
	l.aliases()
	return l.finish(), l.diagnostics
}

// linker is the state of one call of Site.
type linker struct {
	schema      *schema.Schema
	tree        *source.Tree
	options     Options
	site        *site.Site
	diagnostics diag.List

	// groups are the entries by identity, in order of identity.
	groups []*group
	byID   map[string]*group
	// targets are what an internal path may name, by path without a slash at
	// its end ("/news", "/news/x", "/theme/reemploi").
	targets map[string]target
	// paths are the keys of targets that are live, for suggestions.
	paths []string
	// claims are the owners of addresses, folded so that two addresses that a
	// file system may confuse are one key.
	claims map[string]claim
	files  map[string]*site.File
	locale map[string]*localeState

	mutex sync.Mutex
}

// group is one identity in all its locales.
type group struct {
	id   string
	kind *schema.Type
	// versions are by locale tag; the source's exists when the group is sound.
	versions map[string]*version
}

// source returns the version in the source locale, or nil.
func (g *group) source(s *schema.Schema) *version { return g.versions[s.Config.SourceLocale] }

// version is a group in one locale.
type version struct {
	group  *group
	locale *schema.Locale
	entry  *content.Entry
	// fields are the effective values: the entry's own, then those inherited.
	fields map[string]content.Value
	live   bool
	url    site.URL
	// headings are the final anchors of the body.
	headings []string
	page     *site.Page
	card     *site.Card
	// titleKey orders by title as the locale's readers expect.
	titleKey []byte
}

// target is what an internal path names.
type target struct {
	group    *group
	kind     *schema.Type
	taxonomy *schema.Taxonomy
	term     string
}

func newLinker(s *schema.Schema, tree *source.Tree, o Options) *linker {
	l := &linker{
		schema: s, tree: tree, options: o,
		site:    &site.Site{Schema: s, Clock: o.Clock, Menus: map[string]map[string][]site.MenuItem{}},
		byID:    map[string]*group{},
		targets: map[string]target{},
		claims:  map[string]claim{},
		files:   map[string]*site.File{},
		locale:  map[string]*localeState{},
	}
	for _, locale := range s.Locales {
		l.locale[locale.Tag] = newLocaleState(s, locale)
	}
	return l
}

// group gathers the locales of each identity. Entries without a type or of an
// unknown locale have been reported by parse and are left out.
func (l *linker) group(entries []*content.Entry) {
	for _, e := range entries {
		locale := l.schema.Locale(e.Locale)
		if e.Type == nil || locale == nil {
			continue
		}
		g := l.byID[e.ID]
		if g == nil {
			// Looked up by name: a cached entry points into an earlier schema.
			g = &group{id: e.ID, kind: l.schema.Type(e.Type.Name), versions: map[string]*version{}}
			l.byID[e.ID] = g
			l.groups = append(l.groups, g)
		}
		if g.versions[e.Locale] == nil { // a second file is reported by validate
			g.versions[e.Locale] = &version{group: g, locale: locale, entry: e}
		}
	}
	slices.SortFunc(l.groups, func(a, b *group) int { return cmp.Compare(a.id, b.id) })
	for _, g := range l.groups {
		source := g.source(l.schema)
		for _, v := range g.sorted(l.schema) {
			if source == nil {
				delete(g.versions, v.locale.Tag) // an orphan, reported by validate
				continue
			}
			v.fields = effective(g.kind, source.entry, v.entry)
		}
	}
	l.groups = slices.DeleteFunc(l.groups, func(g *group) bool { return len(g.versions) == 0 })
}

// sorted returns the versions of g, the source locale first.
func (g *group) sorted(s *schema.Schema) []*version {
	var versions []*version
	for _, locale := range s.Locales {
		if v := g.versions[locale.Tag]; v != nil {
			versions = append(versions, v)
		}
	}
	return versions
}

// in returns the live version of g to show in a locale: its own, else the
// source's; nil when the group is not published.
func (l *linker) in(g *group, locale *schema.Locale) *version {
	if v := g.versions[locale.Tag]; v != nil && v.live {
		return v
	}
	if v := g.source(l.schema); v != nil && v.live {
		return v
	}
	return nil
}

// publish decides what is live at the clock, and when that changes next. A
// translation is live only while its source is.
func (l *linker) publish() {
	for _, g := range l.groups {
		source := g.source(l.schema)
		for _, v := range g.sorted(l.schema) {
			v.live = l.live(v) && (v == source || source.live)
		}
	}
}

func (l *linker) live(v *version) bool {
	if v.fields["draft"].Bool && !l.options.Drafts {
		return false
	}
	publish, expire := v.fields["publish"].Time, v.fields["expire"].Time
	for _, instant := range []time.Time{publish, expire} {
		if instant.After(l.options.Clock) && (l.site.NextChange.IsZero() || instant.Before(l.site.NextChange)) {
			l.site.NextChange = instant
		}
	}
	return !publish.After(l.options.Clock) && (expire.IsZero() || expire.After(l.options.Clock))
}

// resolve makes the page and the card of every live version, on all
// processors: each version depends on what is settled before.
func (l *linker) resolve(ctx context.Context) {
	var live []*version
	for _, g := range l.groups {
		for _, v := range g.sorted(l.schema) {
			if v.live {
				v.headings = headingIDs(g.source(l.schema).entry.Body, v.entry.Body)
				live = append(live, v)
			}
		}
	}
	l.parallel(ctx, live, func(r *resolver, v *version) { v.card = r.card(v) })
	l.parallel(ctx, live, func(r *resolver, v *version) { v.page = r.page(v) })
	for _, v := range live {
		l.site.Pages = append(l.site.Pages, v.page)
	}
	l.checkUnpublished(ctx)
}

// checkUnpublished resolves the versions that are not live for their
// diagnostics alone: a mistake in a draft is told while it is written, not on
// the day it goes out.
func (l *linker) checkUnpublished(ctx context.Context) {
	var waiting []*version
	for _, g := range l.groups {
		for _, v := range g.sorted(l.schema) {
			if !v.live {
				v.headings = headingIDs(g.source(l.schema).entry.Body, v.entry.Body)
				waiting = append(waiting, v)
			}
		}
	}
	l.parallel(ctx, waiting, func(r *resolver, v *version) { r.check = true; r.page(v) })
}

// parallel calls do for every version with a resolver of its own per worker,
// then gathers what the resolvers found.
func (l *linker) parallel(ctx context.Context, versions []*version, do func(*resolver, *version)) {
	workers := min(runtime.GOMAXPROCS(0), max(1, len(versions)))
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			r := &resolver{linker: l}
			for i := w; i < len(versions) && ctx.Err() == nil; i += workers {
				do(r, versions[i])
			}
			l.mutex.Lock()
			defer l.mutex.Unlock()
			l.diagnostics.Add(r.diagnostics...)
		})
	}
	group.Wait()
}

// finish sorts what was gathered.
func (l *linker) finish() *site.Site {
	slices.SortFunc(l.site.Pages, func(a, b *site.Page) int { return cmp.Compare(a.URL, b.URL) })
	slices.SortFunc(l.site.Feeds, func(a, b *site.Feed) int { return cmp.Compare(a.Atom, b.Atom) })
	slices.SortFunc(l.site.Redirects, func(a, b site.Redirect) int { return cmp.Compare(a.From, b.From) })
	for _, f := range l.files {
		l.site.Files = append(l.site.Files, f)
	}
	slices.SortFunc(l.site.Files, func(a, b *site.File) int { return cmp.Compare(a.URL, b.URL) })
	return l.site
}

// join makes a URL of a prefix that ends with "/" and a path.
func join(prefix, path string) site.URL {
	return site.URL(strings.TrimSuffix(prefix, "/") + "/" + strings.TrimPrefix(path, "/"))
}
