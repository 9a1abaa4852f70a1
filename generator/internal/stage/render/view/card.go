package view

import (
	"hash/maphash"
	"sync/atomic"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// maxCards is how many cards a builder keeps: with about 600 bytes each, less
// than 12 MiB.
const maxCards = 16 << 10

// cardCache keeps the views of cards. An entry is a card in every list that it
// is in and on the pages of its neighbours, a dozen times in all.
type cardCache struct {
	seed maphash.Seed
	// slots hold a card where its hash says, until another takes the place.
	slots []atomic.Pointer[keptCard]
}

// cardKey is what a card depends on.
type cardKey struct {
	card   *site.Card
	locale *schema.Locale
}

type keptCard struct {
	cardKey
	view Card
}

func newCardCache(s *site.Site) cardCache {
	return cardCache{maphash.MakeSeed(), make([]atomic.Pointer[keptCard], min(maxCards, 1+2*len(s.Pages)))}
}

// Card returns the view of c for the pages of a locale.
func (b *Builder) Card(c *site.Card, l *schema.Locale) *Card { return b.card(c, l) }

// card returns the view of c for the pages of a locale, which may be that of
// other pages too.
func (b *Builder) card(c *site.Card, l *schema.Locale) *Card {
	key := cardKey{c, l}
	slot := &b.cards.slots[maphash.Comparable(b.cards.seed, key)%uint64(len(b.cards.slots))]
	kept := slot.Load()
	if kept == nil || kept.cardKey != key {
		kept = &keptCard{key, b.newCard(c, l)}
		slot.Store(kept)
	}
	return &kept.view
}

func (b *Builder) newCard(c *site.Card, l *schema.Locale) Card {
	source := b.site.Schema.Config.SourceLocale
	card := Card{
		ID: c.ID, URL: b.addresses.Of(c.URL), Title: c.Title, Summary: c.Summary, Date: date(c.Date, l),
		State: string(c.State), Closes: b.closes(c.Closing, l), Badges: b.badges(c.Badges, l), Facts: b.badges(c.Facts, l), Image: b.image(c.Image), Terms: b.terms(c.Terms), Icon: c.Icon,
	}
	b.latest(&card, c.Series, l)
	if c.Type != nil {
		card.Type, card.TypeLabel = c.Type.Name, c.Type.Label.In(l.Tag, source)
		if len(c.Type.CardFacts) > 0 {
			card.Date = nil
		}
	}
	if other := b.site.Schema.Locale(c.Lang); other != nil && other != l {
		card.Lang, card.Dir, card.Language = other.Tag, direction(other), other.Name
	}
	return card
}

// badges returns labels in the language of l; one that nobody has written says
// nothing.
func (b *Builder) badges(labels []schema.Text, l *schema.Locale) []string {
	var texts []string
	for _, label := range labels {
		if text := label.In(l.Tag, b.site.Schema.Config.SourceLocale); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// closes returns when an entry closes, as the readers of l write it.
func (b *Builder) closes(c site.Closing, l *schema.Locale) *Date {
	if c.ClosesOn != (content.Date{}) || c.Closes.IsZero() {
		return date(c.ClosesOn, l)
	}
	return instant(c.Closes, b.zone, l)
}

func (b *Builder) cardsOf(list []*site.Card, l *schema.Locale) []*Card {
	if len(list) == 0 {
		return nil
	}
	cards := make([]*Card, len(list))
	for i, c := range list {
		cards[i] = b.card(c, l)
	}
	return cards
}
