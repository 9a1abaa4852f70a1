package link

import (
	"context"
	"iter"
	"runtime"

	"essaim/generator/internal/arena"
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/search/spread"
)

// resolve makes the page and the card of every live version, on all
// processors: each version depends on what is settled before. Versions that are
// not live are resolved for their diagnostics alone: a mistake in a draft is
// told while it is written, not on the day it goes out.
func (l *linker) resolve(ctx context.Context) {
	stopped := spread.Try(ctx, runtime.GOMAXPROCS(0), len(l.groups), func(share iter.Seq[int]) error {
		r := &resolver{linker: l}
		for i := range share {
			for _, v := range l.groups[i].versions {
				if v != nil {
					r.version(v)
				}
			}
		}
		return nil
	})
	if stopped != nil {
		return
	}
	l.site.Pages = make([]*site.Page, 0, len(l.groups)*len(l.locales)*5/4)
	for _, g := range l.groups {
		for _, v := range g.versions {
			if v != nil && v.live {
				l.site.Pages = append(l.site.Pages, v.page)
			}
		}
	}
}

// resolver resolves versions; each processor has one.
type resolver struct {
	*linker
	// diagnostics are those of the version in work.
	diagnostics diag.List
	// check makes the resolver look for mistakes only: nothing that it
	// resolves becomes part of the site.
	check bool
	// scratch holds the fields of the objects in work, the inner ones last.
	scratch []site.Field
	memory  memory
	// termLists are the lists of terms that were made; keys is memory to name one.
	termLists map[termList][]site.Value
	keys      []byte
}

// termList names a list of terms: many entries have the same, and share it.
type termList struct {
	field  *schema.Field
	locale *localeState
	keys   string
}

// memory is where pages are made that live equally long.
type memory struct {
	pages      arena.Slices[madePage]
	cards      arena.Slices[site.Card]
	fields     arena.Slices[site.Field]
	values     arena.Slices[site.Value]
	links      arena.Slices[site.Link]
	alternates arena.Slices[site.Alternate]
	// later are the fields that are asked for after a version is resolved.
	later arena.Slices[content.Field]
}

// madePage is a page with its entry.
type madePage struct {
	page  site.Page
	entry site.Entry
}

// take returns n zeros; where a next link may make some pages anew and leave the
// others, each has memory of its own.
func take[T any](l *linker, from *arena.Slices[T], n int) []T {
	if !l.options.Last || n == 0 {
		return make([]T, n)
	}
	return from.Take(n)
}

// version makes page and card of v, or only finds what is wrong with it.
func (r *resolver) version(v *version) {
	r.diagnostics, r.check = nil, !v.live
	r.texts(v)
	if v.live {
		v.card = r.card(v)
		v.marked = r.marked(v)
		v.page = r.page(v)
	} else {
		r.page(v)
	}
	v.found = r.diagnostics
	if r.options.Last && !r.options.Roomy {
		r.letGo(v)
	}
}

// card makes the short form of v.
func (r *resolver) card(v *version) *site.Card {
	card := &take(r.linker, &r.memory.cards, 1)[0]
	*card = site.Card{
		ID: v.group.id, URL: v.url, Type: v.group.kind,
		Title: v.title, Summary: v.summary, Date: v.date, Closing: v.closing, Badges: v.badges(), Facts: v.cardFacts(r.schema.Config.SourceLocale), Terms: v.terms, Series: v.series,
	}
	if image, ok := v.fields.Get("image"); ok && image.Kind == schema.KindImage && !image.IsList {
		card.Image = r.image(v, &image)
	}
	return card
}

// marked returns the card for the locales that v is not translated to, or nil
// when it is translated to all.
func (r *resolver) marked(v *version) *site.Card {
	if v != v.group.source() {
		return nil
	}
	for _, other := range v.group.versions {
		if other == nil || !other.live {
			marked := *v.card
			marked.Lang = v.locale.Tag
			return &marked
		}
	}
	return nil
}

// page makes the page of v.
func (r *resolver) page(v *version) *site.Page {
	made := &take(r.linker, &r.memory.pages, 1)[0]
	e := &made.entry
	*e = site.Entry{
		Source: v.entry, ID: v.group.id, Title: v.title, Summary: v.summary, Date: v.date, Closing: v.closing,
		Fields: r.fieldsOf(v, v.group.kind.Fields, v.fields),
		Series: v.series,
	}
	if v.unread() {
		e.Body.Source = &content.Body{Unread: true}
	} else {
		e.Body = r.body(v, v.entry.Body, v.headings)
	}
	if v.card != nil {
		e.Image, e.Terms, e.Badges = v.card.Image, v.card.Terms, v.card.Badges
	}
	if v.group.step > 0 {
		e.Step, e.Trail = v.group.step, r.trail(v)
	}
	made.page = site.Page{
		Kind: site.KindEntry, Locale: v.locale, URL: v.url, Title: v.title, Summary: v.summary, Type: v.group.kind,
		Entry: e, Alternates: r.alternates(v), Breadcrumbs: v.trails[v.group.kind], Source: v.entry.File,
	}
	made.page.ShareCard = r.shareCard(v, e)
	if v.group.id == r.schema.Config.Home {
		made.page.Kind, made.page.Breadcrumbs = site.KindHome, nil
	}
	return &made.page
}

// alternates returns the page in every locale.
func (r *resolver) alternates(v *version) []site.Alternate {
	alternates := take(r.linker, &r.memory.alternates, len(r.locales))
	for i, state := range r.locales {
		other := v.group.versions[i]
		if other != nil && other.live {
			alternates[i] = site.Alternate{Locale: state.locale, URL: other.url, Exists: true}
		} else {
			alternates[i] = site.Alternate{Locale: state.locale, URL: site.URL(state.homeLink.URL)}
		}
	}
	return alternates
}

// fieldsOf resolves values in the order of their definitions.
func (r *resolver) fieldsOf(v *version, definitions []*schema.Field, values content.Fields) []site.Field {
	begin := len(r.scratch)
	for _, f := range definitions {
		value, has := values.Get(f.Name)
		if !has {
			continue
		}
		resolved, ok := r.value(v, f, &value)
		if !ok {
			continue
		}
		label := f.Label.In(v.locale.Tag, r.schema.Config.SourceLocale)
		if label == "" {
			label = f.Name
		}
		r.scratch = append(r.scratch, site.Field{Name: f.Name, Label: label, Value: resolved})
	}
	var fields []site.Field
	if len(r.scratch) > begin {
		fields = take(r.linker, &r.memory.fields, len(r.scratch)-begin)
		copy(fields, r.scratch[begin:])
	}
	r.scratch = r.scratch[:begin]
	return fields
}

// value resolves one value; ok is false when nothing is left to show, which
// has then been reported.
func (r *resolver) value(v *version, f *schema.Field, value *content.Value) (resolved site.Value, ok bool) {
	if !value.IsList {
		return r.single(v, f, value)
	}
	if f.Kind == schema.KindTerm {
		items := r.termItems(v, f, value)
		return site.Value{Kind: f.Kind, IsList: true, Items: items}, len(items) > 0
	}
	resolved = site.Value{Kind: f.Kind, IsList: true, Items: take(r.linker, &r.memory.values, len(value.Items))[:0]}
	for i := range value.Items {
		if one, ok := r.single(v, f, &value.Items[i]); ok {
			resolved.Items = append(resolved.Items, one)
		}
	}
	return resolved, len(resolved.Items) > 0
}

// termItems resolves a list of terms.
func (r *resolver) termItems(v *version, f *schema.Field, value *content.Value) []site.Value {
	r.keys = r.keys[:0]
	for i := range value.Items {
		r.keys = append(append(r.keys, value.Items[i].Text...), 0)
	}
	if list, made := r.termLists[termList{f, v.localeState, string(r.keys)}]; made {
		return list
	}
	list := take(r.linker, &r.memory.values, len(value.Items))[:0]
	for i := range value.Items {
		if one, ok := r.single(v, f, &value.Items[i]); ok {
			list = append(list, one)
		}
	}
	if r.termLists == nil {
		r.termLists = map[termList][]site.Value{}
	}
	r.termLists[termList{f, v.localeState, string(r.keys)}] = list
	return list
}

func (r *resolver) single(v *version, f *schema.Field, value *content.Value) (site.Value, bool) {
	out := site.Value{
		Kind: f.Kind, Text: value.Text, Number: value.Number, Bool: value.Bool, Date: value.Date,
	}
	switch f.Kind {
	case schema.KindDatetime:
		out.Own().Time = value.Time()
	case schema.KindPoint:
		own := out.Own()
		own.Latitude, own.Longitude = value.Point()
	case schema.KindText:
		out.Text = r.text(v, f, value)
	case schema.KindURL:
		out.Link = &site.Link{URL: value.Text, Title: value.Text, Outside: true}
	case schema.KindEnum:
		out.Key, out.Text = value.Text, enumLabel(f, value.Text, v.locale.Tag, r.schema.Config.SourceLocale)
	case schema.KindTerm:
		if out.Term = v.localeState.terms[f.Vocabulary][value.Text]; out.Term == nil {
			return out, false
		}
		out.Key, out.Text = out.Term.Key, out.Term.Label
	case schema.KindCountry:
		out.Key, out.Text = value.Text, v.country(value.Text)
	case schema.KindRef:
		link, shown, ok := r.ref(v, f, value)
		if !ok {
			return out, false
		}
		out.Link, out.Text = link, link.Title
		if shown != nil && shown.series != nil && r.schema.IsIndicator(f) {
			out.Own().Series = shown.series
		}
	case schema.KindImage:
		image := r.image(v, value)
		if image == nil {
			return out, false
		}
		out.Own().Image = image
	case schema.KindFile:
		file := r.file(v, value.Text)
		if file == nil {
			return out, false
		}
		out.Link = &site.Link{URL: string(file.URL), Title: value.Text}
	case schema.KindMarkdown:
		body := r.body(v, value.Body(), anchored(nil, value.Body()))
		out.Own().Body = &body
	case schema.KindObject, schema.KindList:
		out.Own().Fields = r.fieldsOf(v, f.Fields, value.Fields)
	}
	return out, true
}

func enumLabel(f *schema.Field, key, locale, source string) string {
	if v := f.Value(key); v != nil {
		if label := v.Label.In(locale, source); label != "" {
			return label
		}
	}
	return key
}
