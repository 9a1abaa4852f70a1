package link

import (
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"essaim/generator/internal/arena"
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/search/spread"
)

// group is one identity in all its locales.
type group struct {
	id   string
	kind *schema.Type
	// versions are in the order of the locales, nil where there is none; the
	// source's, the first, exists when the group is sound.
	versions []*version
	// step and before are its place in a tree; see trees.
	step   int
	before []before
}

// source returns the version in the source locale, or nil.
func (g *group) source() *version { return g.versions[0] }

// version is a group in one locale.
type version struct {
	group *group
	*localeState
	entry *content.Entry
	// fields are the effective values: the entry's own, then those inherited.
	fields content.Fields
	// title, summary and date are of the fields.
	title, summary string
	date           content.Date
	// closing is until when it is open, at the clock of the site.
	closing site.Closing
	// terms are those of every term field, in the order of the type's fields.
	terms []*site.Term
	// series is that of an entry whose type has one, else nil.
	series *site.Series
	live   bool
	url    site.URL
	// headings have the final anchors of the body.
	headings []content.Heading
	page     *site.Page
	// card is for pages of the version's own locale; marked, with its language,
	// for those of other locales, nil where none shows it.
	card, marked *site.Card
	// titleKey orders by title as the locale's readers expect.
	titleKey string
	// files are the media that page and card name.
	files []*mediaFile
	// found is what is wrong with the version.
	found diag.List
}

// group gathers the locales of each identity. Entries without a type or of an
// unknown locale have been reported by parse and are left out.
func (l *linker) group(entries []*content.Entry) {
	l.byID = make(map[string]*group, len(entries))
	l.groups = make([]*group, 0, len(entries))
	for _, e := range entries {
		locale := l.localeOf(e)
		if e.Type == nil || locale == nil {
			continue
		}
		g := l.byID[e.ID]
		if g == nil {
			// Looked up by name: a cached entry points into an earlier schema.
			g = &group{id: e.ID, kind: l.schema.Type(e.Type.Name), versions: make([]*version, len(l.locales))}
			l.byID[e.ID] = g
			l.groups = append(l.groups, g)
		}
		if g.versions[locale.index] == nil { // a second file is reported by validate
			g.versions[locale.index] = &version{group: g, localeState: locale, entry: e}
		}
	}
	slices.SortFunc(l.groups, func(a, b *group) int { return strings.Compare(a.id, b.id) })
	l.groups = slices.DeleteFunc(l.groups, func(g *group) bool {
		if g.source() == nil {
			clear(g.versions) // orphans, reported by validate
		}
		return g.source() == nil
	})
}

func (l *linker) localeOf(e *content.Entry) *localeState {
	for _, state := range l.locales {
		if state.locale.Tag == e.Locale {
			return state
		}
	}
	return nil
}

// in returns the live version of g to show in a locale: its own, else the
// source's; nil when the group is not published.
func (g *group) in(locale *localeState) *version {
	if v := g.versions[locale.index]; v != nil && v.live {
		return v
	}
	if v := g.source(); v != nil && v.live {
		return v
	}
	return nil
}

// cardIn returns the card that pages of a locale show of v.
func (v *version) cardIn(locale *localeState) *site.Card {
	if v.localeState != locale {
		return v.marked
	}
	return v.card
}

// preparer prepares versions; each processor has one.
type preparer struct {
	*linker
	// collators are by the index of the locale.
	collators []*collate.Collator
	buffer    collate.Buffer
	terms     arena.Slices[*site.Term]
	urls      arena.Texts
	// next is the first instant after the clock that changes what is live.
	next time.Time
}

// prepare finds out of each version what depends on its group alone: its
// fields, whether it is live, its address, its place among other titles. A
// translation is live only while its source is.
func (l *linker) prepare() {
	var mutex sync.Mutex
	spread.Over(len(l.groups), func(share iter.Seq[int]) {
		p := &preparer{linker: l}
		for _, state := range l.locales {
			p.collators = append(p.collators, collate.New(language.Make(state.locale.Tag)))
		}
		for i := range share {
			for _, v := range l.groups[i].versions {
				if v != nil {
					p.version(v)
				}
			}
		}
		mutex.Lock()
		defer mutex.Unlock()
		if !p.next.IsZero() && (l.site.NextChange.IsZero() || p.next.Before(l.site.NextChange)) {
			l.site.NextChange = p.next
		}
	})
}

func (p *preparer) version(v *version) {
	p.read(v, &p.terms)
	source := v.group.source()
	v.live = p.isLive(v) && (v == source || source.live)
	p.review(v)
	v.url = p.entryURL(v)
	if p.options.Last {
		v.url = site.URL(p.urls.Keep([]byte(v.url)))
	}
	v.titleKey = string(p.collators[v.index].KeyFromString(&p.buffer, v.title))
	p.buffer.Reset()
}

// read takes from the entry of v what is used often, with room for its terms.
func (l *linker) read(v *version, room *arena.Slices[*site.Term]) {
	source := v.group.source()
	v.fields = effective(l.fields[v.group.kind], source.entry, v.entry)
	v.title, v.summary, v.date = v.fields.Value("title").Text, v.fields.Value("summary").Text, v.fields.Value("date").Date
	v.closing = l.closing(v)
	v.terms = l.terms(v, room)
	v.headings = freeHeadings(v.group.kind, source.fields, anchored(source.entry.Body, v.entry.Body))
}

func (p *preparer) isLive(v *version) bool {
	if v.fields.Value("draft").Bool && !p.options.Drafts {
		return false
	}
	publish, expire := v.fields.Value("publish").Time(), v.fields.Value("expire").Time()
	// A deadline that passes tells even of what a value has closed before: no
	// calendar has to say any more that it does not matter.
	for _, instant := range []time.Time{publish, v.closing.Closes, expire} {
		if instant.After(p.options.Clock) && (p.next.IsZero() || instant.Before(p.next)) {
			p.next = instant
		}
	}
	return !publish.After(p.options.Clock) && (expire.IsZero() || expire.After(p.options.Clock))
}

// terms returns every term of v, in the order of the type's fields.
func (l *linker) terms(v *version, room *arena.Slices[*site.Term]) []*site.Term {
	var onStack [16]*site.Term
	terms := onStack[:0]
	for _, f := range v.group.kind.Fields {
		if f.Kind != schema.KindTerm {
			continue
		}
		value, has := v.fields.Get(f.Name)
		if !has {
			continue
		}
		items := value.Each()
		for i := range items {
			if t := v.localeState.terms[f.Vocabulary][items[i].Text]; t != nil {
				terms = append(terms, t)
			}
		}
	}
	if len(terms) == 0 {
		return nil
	}
	own := take(l, room, len(terms))
	copy(own, terms)
	return own
}
