package site

import "essaim/generator/internal/model/schema"

// FeedLink leads to a feed.
type FeedLink struct {
	Locale *schema.Locale
	// Type is set for the feed of a type, Term for that of a term.
	Type *schema.Type
	Term *Term
	// Atom and JSON are the addresses of the two formats; Page is the list.
	Atom, JSON, Page URL
	Title            string
}

// Feed is the latest dated entries of a locale: those of a type, or those with a
// term of the types that have feeds.
type Feed struct {
	*FeedLink
	// Pages are at most 20 entry pages, the latest first.
	Pages []*Page
}

// Calendar is the deadlines still to come of a type in a locale.
type Calendar struct {
	Locale *schema.Locale
	Type   *schema.Type
	// URL is that of the file, Page that of the list.
	URL, Page URL
	Title     string
	// Pages are the entries that have them, the soonest first.
	Pages []*Page
}

// Subscriptions is everything that can be followed in a locale.
type Subscriptions struct {
	// Types have a feed, a calendar or both.
	Types []Subscription
	// Terms are the feeds of the terms of each taxonomy that has some.
	Terms []TermFeeds
}

// Subscription is what can be followed of a type.
type Subscription struct {
	Title string
	// Page is the list.
	Page URL
	// Feed may be nil, Calendar "".
	Feed     *FeedLink
	Calendar URL
}

// TermFeeds are the feeds of the terms of a taxonomy.
type TermFeeds struct {
	Title string
	// Page lists the terms.
	Page URL
	// Feeds are in the order of the vocabulary; none when they are too many for
	// one page.
	Feeds []*FeedLink
	Count int
}
