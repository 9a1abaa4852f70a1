package view

import (
	"html/template"
	"strings"

	"essaim/generator/internal/model/site"
)

// Subscriptions is everything that can be followed in a locale.
type Subscriptions struct {
	// Types have a feed, a calendar or both.
	Types []Subscription
	// Terms are the feeds of the terms of each taxonomy that has some.
	Terms []TermFeeds
}

// Subscription is what can be followed of a type. URL is its list; Feed and
// Calendar may be nil.
type Subscription struct {
	Title, URL string
	Feed       *Feed
	Calendar   *Calendar
}

// TermFeeds are the feeds of the terms of a taxonomy. URL is the page of its
// terms, which lead to the feeds when Feeds is empty.
type TermFeeds struct {
	Title, URL string
	Feeds      []Feed
	// Count is how many there are.
	Count int
}

// Calendar is where to follow deadlines.
type Calendar struct {
	// URL is the address of a file that any calendar takes in.
	URL string
	// Subscribe is the same for a calendar that keeps itself up to date.
	Subscribe template.URL
}

func (b *Builder) subscriptions(s *site.Subscriptions) *Subscriptions {
	v := &Subscriptions{}
	for _, of := range s.Types {
		v.Types = append(v.Types, Subscription{of.Title, b.addresses.Of(of.Page), b.feed(of.Feed), b.calendarAt(of.Calendar)})
	}
	for _, of := range s.Terms {
		terms := TermFeeds{Title: of.Title, URL: b.addresses.Of(of.Page), Count: of.Count}
		for _, f := range of.Feeds {
			terms.Feeds = append(terms.Feeds, *b.feed(f))
		}
		v.Terms = append(v.Terms, terms)
	}
	return v
}

// calendar returns where to follow the deadlines of a page, or nil. That of an
// entry which is closed is of no use.
func (b *Builder) calendar(p *site.Page) *Calendar {
	if p.Entry != nil && p.Entry.Closed() {
		return nil
	}
	return b.calendarAt(p.Calendar)
}

func (b *Builder) calendarAt(u site.URL) *Calendar {
	if u == "" {
		return nil
	}
	_, rest, _ := strings.Cut(b.addresses.Canonical(u), "://")
	return &Calendar{URL: b.addresses.Of(u), Subscribe: template.URL("webcal://" + rest)}
}

// Deadline is until when an entry is open, in words.
type Deadline struct {
	Closes *Date
	Badges []string
}

// Deadline returns until when the entry of a page is open.
func (b *Builder) Deadline(p *site.Page) Deadline {
	return Deadline{b.closes(p.Entry.Closing, p.Locale), b.badges(p.Entry.Badges, p.Locale)}
}
