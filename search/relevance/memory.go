package relevance

import (
	"math/rand/v2"
	"slices"
)

// A memory is what there is to remember of an item: the content words of its
// title, and those that begin its summary and are not in the title.
type memory struct{ title, summary []word }

// firstWords is how many words of a summary somebody may remember.
const firstWords = 12

func memorize(lang language, it Item) memory {
	title := content(lang, it.Title)
	summary := slices.DeleteFunc(content(lang, it.Summary), func(w word) bool { return holds(title, w) })
	return memory{title: title, summary: summary[:min(len(summary), firstWords)]}
}

// words returns words to ask with, in the order of the text, or nil when there
// are none that tell the item from another. Words are added to the number
// wanted, up to mostWords, as long as ambiguous holds for them.
func (m memory) words(source Source, ambiguous func([]word) bool, r *rand.Rand) []word {
	const mostWords = 8
	all := slices.Concat(m.title, m.summary)
	taken, want := r.Perm(len(m.title)), 3+r.IntN(3)
	for _, k := range r.Perm(len(m.summary)) {
		taken = append(taken, len(m.title)+k)
	}
	if source == Gist {
		taken = r.Perm(len(all))
	} else if len(m.title) >= 3 {
		want = min(want, len(m.title))
	}
	for n := min(want, len(taken)); n >= 2 && n <= min(mostWords, len(taken)); n++ {
		words := make([]word, n)
		for k, at := range slices.Sorted(slices.Values(taken[:n])) {
			words[k] = all[at]
		}
		if !ambiguous(words) {
			return words
		}
	}
	return nil
}

// holders tell which items have a folded word: their indexes, ascending.
type holders map[string][]int

func (h holders) add(item int, words []word) {
	for _, w := range words {
		key := fold(w.text)
		if list := h[key]; len(list) == 0 || list[len(list)-1] != item {
			h[key] = append(list, item)
		}
	}
}

// another reports whether an item other than one has all the words.
func (h holders) another(words []word, one int) bool {
	left := h[fold(words[0].text)]
	for _, w := range words[1:] {
		with := h[fold(w.text)]
		left = slices.DeleteFunc(slices.Clone(left), func(i int) bool {
			_, found := slices.BinarySearch(with, i)
			return !found
		})
	}
	return slices.ContainsFunc(left, func(i int) bool { return i != one })
}
