package link

import (
	"slices"
	"strings"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
)

// shelves adds to pages the cards of the entries that their fields name, and the
// latest entries of types. It follows resolve, which makes the cards.
func (l *linker) shelves() {
	for _, g := range l.groups {
		if len(g.kind.Cards) == 0 && g.kind.Show == "" {
			continue
		}
		for _, v := range g.versions {
			if v == nil {
				continue
			}
			shelves := l.shelvesOf(v)
			if v.live {
				v.page.Entry.Shelves = shelves
			}
		}
	}
}

func (l *linker) shelvesOf(v *version) []site.Shelf {
	var shelves []site.Shelf
	for _, f := range v.group.kind.Fields {
		value, has := v.fields.Get(f.Name)
		shown := slices.Contains(v.group.kind.Cards, f.Name)
		if !has || !shown && f.Name != v.group.kind.Show {
			continue
		}
		if !shown {
			for i := range value.Items {
				if shelf := l.latest(v, f, &value.Items[i]); len(shelf.Cards) > 0 {
					shelves = append(shelves, shelf)
				}
			}
			continue
		}
		shelf := site.Shelf{Field: f.Name, Title: f.Label.In(v.locale.Tag, l.schema.Config.SourceLocale), Doors: f.Kind == schema.KindList}
		for _, item := range value.Each() {
			if card := l.shelfCard(v, f, item); card != nil {
				shelf.Cards = append(shelf.Cards, card)
			}
		}
		if len(shelf.Cards) > 0 {
			shelves = append(shelves, shelf)
		}
	}
	return shelves
}

// shelfCard returns the card of what one item names, or nil. An item of a list
// has words of its own: its first text is the title, its second the summary.
func (l *linker) shelfCard(v *version, f *schema.Field, item content.Value) *site.Card {
	target := item
	if f.Kind == schema.KindList {
		target = item.Fields.Value(f.Ref().Name)
	}
	to, found := l.lookup(trimSlash(target.Text))
	if target.Text == "" || !found {
		return nil
	}
	var card *site.Card
	if to.group == nil {
		link := l.toList(v.localeState, to)
		card = &site.Card{URL: site.URL(link.URL), Title: link.Title}
	} else if shown := to.group.in(v.localeState); shown != nil {
		card = shown.cardIn(v.localeState)
	}
	if card == nil || card.URL == "" || f.Kind != schema.KindList {
		return card
	}
	own := &site.Card{ID: card.ID, URL: card.URL, Type: card.Type, Title: card.Title}
	texts := 0
	for _, inner := range f.Fields {
		text := item.Fields.Value(inner.Name).Text
		switch {
		case inner.Kind == schema.KindText && texts == 0 && text != "":
			own.Title, texts = text, 1
		case inner.Kind == schema.KindText && texts == 1:
			own.Summary, texts = text, 2
		case inner.Kind == schema.KindEnum && own.Icon == "":
			own.Icon = text
		}
	}
	return own
}

// latest returns the newest entries of the type that an item names, with more
// of them at its list.
func (l *linker) latest(v *version, f *schema.Field, item *content.Value) site.Shelf {
	shelf := site.Shelf{Field: f.Name, Title: item.Fields.Value(schema.ShowTitle).Text}
	name := item.Fields.Value(schema.ShowType)
	t := l.schema.Type(name.Text)
	// An inherited item is checked where it is written, in the source entry.
	report := name.Span.File == v.entry.File
	if t == nil || !t.List {
		if report && name.Text != "" {
			var names []string
			for _, t := range l.schema.Types {
				if t.List {
					names = append(names, t.Name)
				}
			}
			l.diagnostics.Add(withNearest(diag.New("show-unknown", name.Span, name.Text), name, names))
		}
		return shelf
	}
	if shelf.Title == "" {
		shelf.Title = l.plural(t, v.localeState)
	}
	shelf.List = &site.Link{URL: v.bases[t], Title: l.plural(t, v.localeState)}
	list := v.lists[t]
	if field, has := item.Fields.Get(schema.ShowField); has {
		keep, d := l.keeping(t, field, item.Fields.Value(schema.ShowValue))
		if d.Msg != "" && report {
			l.diagnostics.Add(d)
		}
		list = slices.DeleteFunc(slices.Clone(list), func(other *version) bool { return !keep(other) })
		// Where the list can be narrowed just so, that is where the rest is.
		value := item.Fields.Value(schema.ShowValue)
		if to, _ := l.lookup("/" + t.Folder + "/" + field.Text + "/" + value.Text); to.filter != "" {
			if link := l.toList(v.localeState, to); link.URL != "" {
				shelf.List = &site.Link{URL: link.URL, Title: shelf.List.Title + " – " + link.Title}
			}
		}
	}
	limit := schema.ShowDefault
	if n, has := item.Fields.Get(schema.ShowLimit); has {
		limit = max(1, int(n.Number))
	}
	first := newest(list, limit, nil)
	if item.Fields.Value(schema.ShowValue).Text == string(site.StateOpen) && t.Closing != nil {
		first = next(list, limit) // what closes soonest is what one comes for
	}
	shelf.Cards = cards(first, v.localeState)
	return shelf
}

// keeping returns what keeps the entries of t whose field has a value, and what
// is wrong with the two, if anything is.
func (l *linker) keeping(t *schema.Type, field, value content.Value) (func(*version) bool, diag.Diagnostic) {
	none := func(*version) bool { return false }
	f := t.Field(field.Text)
	if f == nil && field.Text == schema.StateFacet && t.Closing != nil {
		states := []string{string(site.StateOpen), string(site.StateClosed)}
		if !slices.Contains(states, value.Text) {
			return none, withNearest(diag.New("show-unknown/value", value.Span, value.Text, field.Text), value, states)
		}
		return func(v *version) bool { return string(v.closing.State) == value.Text }, diag.Diagnostic{}
	}
	if f == nil {
		var names []string
		for _, f := range t.Fields {
			names = append(names, f.Name)
		}
		return none, withNearest(diag.New("show-unknown/field", field.Span, field.Text, t.Name), field, names)
	}
	var known []string
	switch f.Kind {
	case schema.KindBoolean:
		known = []string{"true", "false"}
	case schema.KindEnum:
		for _, v := range f.Values {
			known = append(known, v.Key)
		}
	case schema.KindTerm:
		for _, term := range l.schema.Source().Vocabularies[f.Vocabulary] {
			known = append(known, term.Key)
		}
	}
	if known != nil && !slices.Contains(known, value.Text) {
		return none, withNearest(diag.New("show-unknown/value", value.Span, value.Text, f.Name), value, known)
	}
	return func(v *version) bool {
		own, has := v.fields.Get(f.Name)
		if f.Kind == schema.KindBoolean {
			return has && own.Bool == (value.Text == "true")
		}
		return has && slices.ContainsFunc(own.Each(), func(item content.Value) bool { return item.Text == value.Text })
	}, diag.Diagnostic{}
}

func withNearest(d diag.Diagnostic, at content.Value, known []string) diag.Diagnostic {
	nearest := spell.Nearest(at.Text, known)
	return d.WithNearest(nearest, nearest).WithNote("note/known", source.Span{}, strings.Join(known, ", "))
}
