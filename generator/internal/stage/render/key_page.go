package render

import (
	"math"
	"reflect"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// What thousands of pages have is written here field by field, in a third of the
// time that reflection takes. Every field of these structs stands here, but for
// what the head of key.go says: TestKeysTellOfEveryField finds one that is
// forgotten.

// page writes a page, and returns what others show of its entry: see sums.
func (w *walk) page(p *site.Page) (listed output.Key) {
	start := len(w.out)
	w.text(string(p.Kind))
	w.locale(p.Locale)
	w.text(string(p.URL))
	w.text(p.Title)
	w.text(p.Summary)
	w.kind(p.Type)
	w.text(p.Source)
	if w.flag(p.Entry != nil) {
		w.listed(p.Entry)
		listed = keyOf(w.out[start:])
		w.entry(p.Entry)
	}
	w.number(uint64(len(p.Alternates)))
	for i := range p.Alternates {
		a := &p.Alternates[i]
		w.locale(a.Locale)
		w.text(string(a.URL))
		w.flag(a.Exists)
	}
	w.links(p.Breadcrumbs)
	w.text(string(p.Calendar))
	if c := p.ShareCard; w.flag(c != nil) {
		w.text(string(c.URL))
		for _, text := range [...]string{c.Site, c.Label, c.Badge, c.Title, c.Place, c.Host} {
			w.text(text)
		}
	}
	w.cards(p.Cards)
	if n := p.Pager; w.flag(n != nil) {
		w.number(uint64(n.Number))
		w.number(uint64(n.Total))
		w.number(uint64(n.Entries))
		w.addresses(n.Pages)
	}
	w.flag(p.Places)
	if w.flag(p.Taxonomy != nil) {
		w.text(p.Taxonomy.Name)
	}
	w.terms(p.Terms)
	// The rest few pages have.
	rest := [...]any{p.Term, p.Browse, p.Form, p.HomeLists, p.Narrowing, p.Filter, p.Value, p.Values, p.Feed, p.Subscriptions}
	for _, part := range rest {
		if v := reflect.ValueOf(part); w.flag(!v.IsNil()) {
			w.value(v)
		}
	}
	return listed
}

func (w *walk) locale(l *schema.Locale) {
	if w.flag(l != nil) {
		w.text(l.Tag)
	}
}

func (w *walk) kind(t *schema.Type) {
	if w.flag(t != nil) {
		w.text(t.Name)
	}
}

// listed writes what others show of an entry, and entry all the rest.
func (w *walk) listed(e *site.Entry) {
	w.text(e.ID)
	w.text(e.Title)
	w.text(e.Summary)
	w.date(e.Date)
	w.closing(&e.Closing)
	w.texts(e.Badges)
	w.fields(e.Fields)
	w.series(e.Series)
	w.image(e.Image)
	w.terms(e.Terms)
}

func (w *walk) entry(e *site.Entry) {
	if w.flag(e.Source != nil) {
		w.text(e.Source.File)
		w.text(e.Source.Hash)
	}
	// The body as it was parsed is part of the entry that it was parsed from.
	own := e.Source != nil && e.Body.Source == e.Source.Body
	if w.flag(own) {
		w.resolved(&e.Body)
	} else {
		w.body(&e.Body)
	}
	w.cards(e.Related)
	w.cards([]*site.Card{e.Previous, e.Next})
	w.number(uint64(len(e.Shelves)))
	for i := range e.Shelves {
		s := &e.Shelves[i]
		w.text(s.Field)
		w.flag(s.Doors)
		w.text(s.Title)
		w.linkTo(s.List)
		w.cards(s.Cards)
	}
	w.number(uint64(len(e.Trail)))
	for i := range e.Trail {
		w.link(&e.Trail[i].Link)
		w.text(e.Trail[i].Answer)
	}
	w.number(uint64(e.Step))
}

func (w *walk) date(d content.Date) {
	w.number(uint64(d.Year))
	w.number(uint64(d.Month))
	w.number(uint64(d.Day))
}

func (w *walk) closing(c *site.Closing) {
	w.text(string(c.State))
	w.instant(c.Closes)
	w.date(c.ClosesOn)
}

// texts writes texts by language.
func (w *walk) texts(list []schema.Text) {
	w.number(uint64(len(list)))
	for _, text := range list {
		w.value(reflect.ValueOf(text))
	}
}

func (w *walk) fields(list []site.Field) {
	w.number(uint64(len(list)))
	for i := range list {
		f := &list[i]
		w.text(f.Name)
		w.text(f.Label)
		w.fieldValue(&f.Value)
	}
}

func (w *walk) fieldValue(v *site.Value) {
	w.text(string(v.Kind))
	w.text(v.Text)
	w.text(v.Key)
	w.number(math.Float64bits(v.Number))
	w.flag(v.IsList)
	w.flag(v.Bool)
	w.date(v.Date)
	w.linkTo(v.Link)
	w.term(v.Term)
	w.number(uint64(len(v.Items)))
	for i := range v.Items {
		w.fieldValue(&v.Items[i])
	}
	if w.flag(v.More != nil) {
		w.more(v.More)
	}
}

func (w *walk) more(m *site.More) {
	w.instant(m.Time)
	w.number(math.Float64bits(m.Latitude))
	w.number(math.Float64bits(m.Longitude))
	w.series(m.Series)
	w.image(m.Image)
	if w.flag(m.Body != nil) {
		w.body(m.Body)
	}
	w.fields(m.Fields)
}

// body writes a body, and resolved what link has made of it.
func (w *walk) body(b *site.Body) {
	w.value(reflect.ValueOf(b.Source))
	w.resolved(b)
}

func (w *walk) resolved(b *site.Body) {
	w.links(b.Links)
	w.number(uint64(len(b.Images)))
	for i := range b.Images {
		w.image(&b.Images[i])
	}
	w.number(uint64(len(b.Headings)))
	for i := range b.Headings {
		w.text(b.Headings[i].ID)
	}
	w.number(uint64(len(b.Figures)))
	for i := range b.Figures {
		q := &b.Figures[i]
		w.link(&q.Link)
		w.text(q.Text)
		w.text(q.Title)
	}
}

func (w *walk) links(list []site.Link) {
	w.number(uint64(len(list)))
	for i := range list {
		w.link(&list[i])
	}
}

func (w *walk) linkTo(l *site.Link) {
	if w.flag(l != nil) {
		w.link(l)
	}
}

func (w *walk) link(l *site.Link) {
	w.text(l.URL)
	w.text(l.Title)
	w.text(l.ID)
	w.flag(l.Outside)
	w.text(l.Lang)
}

func (w *walk) image(i *site.Image) {
	if w.flag(i != nil) {
		w.text(string(i.URL))
		w.number(uint64(i.Width))
		w.number(uint64(i.Height))
		w.text(i.Alt)
		w.text(i.Caption)
	}
}

func (w *walk) series(s *site.Series) {
	if w.flag(s != nil) {
		w.value(reflect.ValueOf(s).Elem())
	}
}

func (w *walk) terms(list []*site.Term) {
	w.number(uint64(len(list)))
	for _, t := range list {
		w.term(t)
	}
}

func (w *walk) term(t *site.Term) {
	if w.flag(t != nil) {
		w.remembered(t, func() { w.value(reflect.ValueOf(t).Elem()) })
	}
}

func (w *walk) cards(list []*site.Card) {
	w.number(uint64(len(list)))
	for _, c := range list {
		if w.flag(c != nil) {
			sum, known := w.seen[c]
			if !known {
				sum = w.apart(func() { w.card(c) })
				w.seen[c] = sum
			}
			w.out = append(w.out, sum[:]...)
		}
	}
}

func (w *walk) card(c *site.Card) {
	w.text(c.ID)
	w.text(string(c.URL))
	w.text(c.Title)
	w.text(c.Summary)
	w.date(c.Date)
	w.closing(&c.Closing)
	w.texts(c.Badges)
	w.texts(c.Facts)
	w.kind(c.Type)
	w.terms(c.Terms)
	w.image(c.Image)
	w.text(c.Icon)
	w.series(c.Series)
	w.text(c.Lang)
}
