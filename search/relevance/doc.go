// Package relevance measures how well the search finds a document that somebody
// knows and asks for in their own spelling.
//
// A known item is a document whose title one half remembers. Queries are made
// from the documents' own titles and summaries, then spelled the way people
// spell: without accents, in the plural, with a slip of the finger. What is
// measured is how often that document comes first, how often it is among the
// first ten, and the mean of 1/rank.
//
// Two sources of words: the title, which a search should nearly always get
// right, and the gist, which tells good rankings from better ones.
//
//	items ─Generate→ queries ─Run→ report ─Table→ text
//
// Items and queries are in item.go, their making in generate.go, with the variants of
// word.go, inflect.go and typo.go, by language.go; memory.go is what somebody remembers
// of a title. run.go asks and counts.
//
// Equal items, language and seed give equal queries: nothing depends on the
// order of a map or on the other queries. A document's queries belong to one of
// two halves, chosen by its ID: one to look at while the ranking is worked on,
// the other to say how well that work carries over.
//
//	go test ./search/relevance -update                        accept a change on the reference site
//	ESSAIM_RELEVANCE=~/texts/fr go test ./search/relevance -run TestOutside -v
package relevance
