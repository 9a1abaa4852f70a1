package search

import "unicode/utf8"

const (
	maxSuggestions = 3
	// minSuggested is the number of letters from which a word has a neighbour
	// that is not a mere coincidence.
	minSuggested = 3
)

// suggestions returns the query with its first unknown word replaced by the
// nearest words of the index. It allows one change more than the planner does,
// for here a visitor looks before choosing.
func suggestions(words *dictionary, pl *plan, text string) []string {
	for _, t := range pl.typed {
		letters := utf8.RuneCountInString(t.word)
		if letters < minSuggested || words.count(t.word) > 0 || words.stops[t.word] {
			continue
		}
		// Fewer than half of the letters typed may change.
		allowed := func(longer int) int { return min(typos(longer)+1, (letters-1)/2) }
		var list []string
		for _, g := range words.near(t.word, allowed, maxSuggestions) {
			list = append(list, text[:t.start]+words.spelling(g.word)+text[t.end:])
		}
		if len(list) > 0 {
			return list
		}
	}
	return nil
}
