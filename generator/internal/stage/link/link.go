// Package link resolves parsed entries into a site: it decides what is
// published, gives every page its address, fills translations from their
// source, and turns every reference into a link or into a diagnostic.
//
// Site links everything, in the order of (*linker).link:
//
//	version.go                an entry in each locale: what is published, and its terms
//	merge.go                  what a translation takes from its source
//	series.go, figure.go      dated values, and the texts that quote them
//	address.go                public addresses, each claimed once; aliases
//	tree.go                   questions that lead to an answer
//	filters.go                what lists can be narrowed by
//	related.go, keywords.go   the nearest entries by their words; RELATED.md
//	resolve.go                fields into values, entries into pages and cards
//	refs.go, media.go         references into links, images and files
//	outside.go                references that were to lead to this site
//	suggest.go                what was meant by a reference that leads nowhere
//	order.go, lists.go        lists, their pages and neighbours, menus
//	taxonomy.go, shelves.go   terms; entries shown as cards on other pages
//	feeds.go, closing.go      feeds and calendars; entries that close
//	browse.go, form.go, handbook.go, sharecard.go, queries.go
//	                          the search page, forms, the handbook, drawn images, judged
//	                          queries
//	locale.go                 what belongs to one locale while a site is linked
//
// and what spares the next link of the same or another process its work:
//
//	again.go, reweigh.go      bodies have changed in this process; related entries then
//	recall.go                 how another process found related entries
//	unread.go, later.go       bodies that are read later; what can be let go of when
//
// Invariant: the returned site is never changed afterwards, and it depends on
// the entries, the schema, the media files and the clock only.
package link

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
)

// Options decide which entries are part of the site.
type Options struct {
	// Clock is the present: an entry is live from its `publish` until just
	// before its `expire`.
	Clock time.Time
	// Drafts makes drafts live.
	Drafts bool
	// Memory keeps what the next link of the same process can take over; nil for
	// a single one.
	Memory *Memory
	// Soon may leave what other pages show of an entry as it was when its title or
	// summary has changed, so that its own page can be shown at once; Memory.Partial
	// tells whether it has. The next link without it makes all of them.
	Soon bool
	// Last tells that nobody will link these entries again, nor ask them for what
	// they were made of: link lets go of their fields, words, links and numbers as
	// soon as it has used them. A large site then never holds both what was
	// written and what became of it.
	Last bool
	// Roomy tells that a Last link need not let go of fields and links, for which there
	// is memory until the run ends.
	Roomy bool
	// Words appends the words of an entry that has been read without; nil where all
	// have theirs.
	Words func(e *content.Entry, to []content.Word) []content.Word
	// Unread tells that the bodies of some entries have not been read, and is made
	// ready to resolve those; nil when all have.
	Unread *Unread
}

// Site resolves entries. The diagnostics are in no particular order; the site
// is whole even when some of them are errors, except for what they name; when
// ctx is done it is empty.
func Site(ctx context.Context, entries []*content.Entry, s *schema.Schema, tree *source.Tree, o Options) (*site.Site, diag.List) {
	if l := o.Memory.again(entries, s, tree, o); l != nil {
		return l.site, l.found(ctx)
	}
	l := newLinker(s, tree, o)
	l.link(ctx, entries)
	switch {
	case ctx.Err() != nil:
		l = newLinker(s, tree, o)
	case o.Unread != nil:
		o.Unread.linker = l
		o.Memory.forget()
	case !o.Last:
		o.Memory.keep(l, entries)
	}
	return l.site, l.found(ctx)
}

// link makes the site of entries.
func (l *linker) link(ctx context.Context, entries []*content.Entry) {
	l.group(entries)
	l.prepare()
	l.allSeries()
	l.countTerms()
	l.address()
	l.trees()
	l.narrow()
	near := l.nearest()
	l.later = l.laterFields()
	if l.resolve(ctx); ctx.Err() != nil {
		return
	}
	l.sort()
	l.lists()
	l.filterPages()
	l.taxonomies()
	l.neighbours()
	l.relate(near)
	l.feeds()
	l.calendars()
	l.feedsPages()
	l.homeLists()
	l.shelves()
	l.searchPages()
	l.handbookPages()
	l.notFound()
	l.forms()
	l.menus()
	l.queries()
	l.aliases()
	l.finish()
}

// linker is the state of linking one site.
type linker struct {
	schema  *schema.Schema
	tree    *source.Tree
	options Options
	site    *site.Site
	// diagnostics are what no single entry can answer for; the others are with
	// their versions.
	diagnostics diag.List

	// groups are the entries by identity, in order of identity.
	groups []*group
	byID   map[string]*group
	// targets are what an internal path may name beside an entry, by path
	// without a slash at its end ("/news", "/theme/reemploi"); see lookup.
	targets map[string]target
	// home is the entry that "/" names, or nil.
	home *group
	// paths are all that an internal path may name, for suggestions; see
	// knownPaths.
	paths func() *spell.Paths
	// series are those of entries with a series, for suggestions.
	series func() *spell.Paths
	// mediaPaths are all files that a link may name, for suggestions.
	mediaPaths func() *spell.Paths
	// addresses are pages by public address; see knownAddresses.
	addresses func() map[string]addressed
	// claims are the owners of addresses, folded so that two addresses that a
	// file system may confuse are one key.
	claims map[string]claim
	// files are the media that entries name, *mediaFile by path.
	files sync.Map
	// locales are in the order of the schema, the source first.
	locales []*localeState
	// zone is that of dates.
	zone *time.Location
	// values are those of all series, by what they are; see literals.
	values map[float64][]known
	// host is where the site is read: that of the base URL.
	host string
	// fields are those that an entry of a type may have, the built-in ones
	// included.
	fields map[*schema.Type][]*schema.Field
	// later are the names of those that are asked for after an entry is resolved.
	later map[*schema.Type][]string
}

// target is what an internal path names.
type target struct {
	group    *group
	kind     *schema.Type
	taxonomy *schema.Taxonomy
	term     string
	// handbook is a page of the handbook, of the type kind, or of all of them.
	handbook bool
	// feeds is the page that leads to all feeds and calendars.
	feeds bool
	form  *schema.Form
	// filter is one of kind, by name, and value one of its values, by key.
	filter, value string
}

func newLinker(s *schema.Schema, tree *source.Tree, o Options) *linker {
	l := &linker{
		schema: s, tree: tree, options: o,
		site:    &site.Site{Schema: s, Clock: o.Clock, Menus: map[string]map[string][]site.MenuItem{}},
		byID:    map[string]*group{},
		targets: map[string]target{},
		claims:  map[string]claim{},
		fields:  map[*schema.Type][]*schema.Field{},
	}
	_, l.host, _ = strings.Cut(s.Config.BaseURL, "://")
	l.host, _, _ = strings.Cut(l.host, "/")
	var err error
	if l.zone, err = time.LoadLocation(s.Config.TimeZone); err != nil {
		l.zone = time.UTC // settings report an unknown zone
	}
	l.paths, l.series, l.addresses = sync.OnceValue(l.knownPaths), sync.OnceValue(l.knownSeries), sync.OnceValue(l.knownAddresses)
	l.mediaPaths = sync.OnceValue(l.knownMedia)
	for i, locale := range s.Locales {
		l.locales = append(l.locales, newLocaleState(s, locale, i))
	}
	for _, t := range s.Types {
		l.fields[t] = append(schema.BuiltIn(), t.Fields...)
	}
	return l
}

// found returns every diagnostic.
func (l *linker) found(ctx context.Context) diag.List {
	all := slices.Clone(l.diagnostics)
	for _, g := range l.groups {
		for _, v := range g.versions {
			if v != nil {
				all.Add(v.found...)
			}
		}
	}
	l.suggest(ctx, all)
	return all
}

// lookup returns what an internal path names; path has no slash at its end.
// The path of an entry goes before that of a list.
func (l *linker) lookup(path string) (target, bool) {
	if path == "" {
		return target{group: l.home}, l.home != nil
	}
	if path[0] == '/' {
		if g := l.byID[path[1:]]; g != nil && g.source() != nil {
			return target{group: g}, true
		}
	}
	to, found := l.targets[path]
	return to, found
}

// join makes a URL of a prefix that ends with "/" and a path.
func join(prefix, path string) site.URL {
	return site.URL(strings.TrimSuffix(prefix, "/") + "/" + strings.TrimPrefix(path, "/"))
}
