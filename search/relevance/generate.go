package relevance

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
)

// Generate makes queries for each item, at most one for each variant and in the
// order of the items: three to five words of its title, or of its title and its
// summary when the title is short. An item whose words another title holds as
// well has no queries: nobody could say which one is wanted. A variant that
// would change nothing is left out.
//
// Tag is the BCP 47 tag of the items' language. Inflection and keyboards are
// known for de, en, es, fr, it and pt.
func Generate(tag string, items []Item, seed uint64) []Query {
	lang := languageOf(tag)
	titles := indexTitles(lang, items)
	var queries []Query
	for i, it := range items {
		base := titles.choose(lang, i, it, random(seed, it.ID, ""))
		if base == nil {
			continue
		}
		for _, variant := range Variants() {
			if text := spell(lang, variant, base, random(seed, it.ID, variant)); text != "" {
				queries = append(queries, Query{Variant: variant, Text: text, Want: it.ID})
			}
		}
	}
	return queries
}

// random returns the chance for one variant of one item, so that a new item or
// variant leaves the other queries as they are.
func random(seed uint64, id string, variant Variant) *rand.Rand {
	return rand.New(rand.NewPCG(seed, hashOf(id, string(variant))))
}

// titles tells which items have a word in their title.
type titles struct {
	items []Item
	with  map[string][]int // folded word to indexes of items, ascending
}

func indexTitles(lang language, items []Item) titles {
	t := titles{items: items, with: map[string][]int{}}
	for i, it := range items {
		for _, w := range content(lang, it.Title) {
			key := fold(w.text)
			if list := t.with[key]; len(list) == 0 || list[len(list)-1] != i {
				t.with[key] = append(list, i)
			}
		}
	}
	return t
}

const (
	// minWords and maxWords are how many words a query has.
	minWords, maxWords = 3, 5
	// mostWords is the largest number of words spent to tell an item from another.
	mostWords = 8
	// firstWords is how many words of a summary somebody may remember.
	firstWords = 12
)

// choose returns the words that the queries for item i are made of, or nil when
// no choice tells it from the others.
func (t titles) choose(lang language, i int, it Item, r *rand.Rand) []word {
	title := content(lang, it.Title)
	summary := slices.DeleteFunc(content(lang, it.Summary), func(w word) bool { return holds(title, w) })
	summary = summary[:min(len(summary), firstWords)]
	want := minWords + r.IntN(maxWords-minWords+1)

	// Words are taken in a random order and put in the order of the text.
	all := slices.Concat(title, summary)
	taken := r.Perm(len(title))
	if len(title) < minWords {
		for _, k := range r.Perm(len(summary)) {
			taken = append(taken, len(title)+k)
		}
	}
	n := min(want, len(taken))
	chosen := func() []word {
		order := slices.Sorted(slices.Values(taken[:n]))
		words := make([]word, len(order))
		for k, at := range order {
			words[k] = all[at]
		}
		return words
	}
	if len(title) >= minWords {
		for _, k := range r.Perm(len(summary)) {
			taken = append(taken, len(title)+k)
		}
	}
	if n < 2 {
		return nil
	}
	for t.another(chosen(), i) {
		if n++; n > min(len(taken), mostWords) {
			return nil
		}
	}
	return chosen()
}

// another reports whether the title of an item other than i holds all words.
func (t titles) another(words []word, i int) bool {
	left := t.with[fold(words[0].text)]
	for _, w := range words[1:] {
		with := t.with[fold(w.text)]
		left = slices.DeleteFunc(slices.Clone(left), func(k int) bool {
			_, found := slices.BinarySearch(with, k)
			return !found
		})
	}
	return slices.ContainsFunc(left, func(k int) bool { return k != i })
}

// spell writes words in the manner of a variant, or returns "" when that changes
// nothing.
func spell(lang language, variant Variant, words []word, r *rand.Rand) string {
	words = slices.Clone(words)
	exact := join(words)
	var text string
	switch variant {
	case Exact:
		return exact
	case Accents:
		text = withoutAccents(exact)
	case Capitals:
		text = strings.ToUpper(exact)
		if r.IntN(2) == 0 {
			text = withoutAccents(text)
		}
	case Inflected:
		text = inflected(lang, words, r)
	case Elided:
		text = elided(lang, words, r)
	case Order:
		text = reordered(words, r)
	case StopWords:
		text = withStopWords(lang, words, r)
	case Truncated:
		text = truncated(words, r)
	case Typo:
		text = withSlips(lang, words, 1, r)
	case TwoTypos:
		text = withSlips(lang, words, 2, r)
	}
	if text == exact {
		return ""
	}
	return text
}

// inflected changes the number or gender of one or two words.
func inflected(lang language, words []word, r *rand.Rand) string {
	left := 1 + r.IntN(2)
	for _, i := range r.Perm(len(words)) {
		if form := lang.inflect(words[i].text); form != "" && left > 0 {
			words[i].text = form
			left--
		}
	}
	return join(words)
}

// elided puts an article before a word that begins with a vowel: its own, with
// either apostrophe, or one that fits.
func elided(lang language, words []word, r *rand.Rand) string {
	if len(lang.elisions) == 0 {
		return join(words)
	}
	for _, i := range r.Perm(len(words)) {
		w := &words[i]
		article := w.article
		switch {
		case article != "" && r.IntN(2) == 0:
			article = strings.TrimRight(article, "'’") + []string{"'", "’"}[r.IntN(2)]
		case article != "":
		case strings.ContainsRune("aeiou", []rune(fold(w.text))[0]) && unicode.IsLower([]rune(w.text + "x")[1]):
			article = lang.elisions[r.IntN(len(lang.elisions))]
		default:
			continue
		}
		w.text = article + w.text
		break
	}
	return join(words)
}

// reordered changes the order of the words.
func reordered(words []word, r *rand.Rand) string {
	exact := join(words)
	for range 3 {
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		if join(words) != exact {
			break
		}
	}
	return join(words)
}

// withStopWords puts one to three small words before or between the words.
func withStopWords(lang language, words []word, r *rand.Rand) string {
	if len(lang.added) == 0 {
		return join(words)
	}
	for range 1 + r.IntN(3) {
		small := word{text: lang.added[r.IntN(len(lang.added))]}
		words = slices.Insert(words, r.IntN(len(words)), small)
	}
	return join(words)
}

// truncated ends with a word that is not finished: at least four of its letters,
// or two of a script without spaces. A last word that is too short goes before
// the others.
func truncated(words []word, r *rand.Rand) string {
	exact := join(words)
	for range words {
		last := &words[len(words)-1]
		runes, least := []rune(last.text), 4
		if isWide(runes[0]) {
			least = 2
		}
		if len(runes) > least {
			keep := least + r.IntN(len(runes)-least)
			if unicode.IsLetter(runes[keep-1]) {
				last.text = string(runes[:keep])
				return join(words)
			}
		}
		words = slices.Concat(words[len(words)-1:], words[:len(words)-1])
	}
	return exact
}
