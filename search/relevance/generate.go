package relevance

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
)

// Generate makes queries for each item, at most one for each source and variant
// and in the order of the items. A variant that would change nothing is left
// out. So is an item whose words another holds as well, in its title or, for
// Gist, in its title and summary: nobody could say which one is wanted.
//
// Tag is the BCP 47 tag of the items' language. Inflection and keyboards are
// known for de, en, es, fr, it and pt.
func Generate(tag string, items []Item, seed uint64) []Query {
	lang := languageOf(tag)
	memories := make([]memory, len(items))
	titles, texts := holders{}, holders{}
	for i, it := range items {
		memories[i] = memorize(lang, it)
		titles.add(i, memories[i].title)
		texts.add(i, memories[i].title)
		texts.add(i, memories[i].summary)
	}
	var queries []Query
	for i, it := range items {
		for _, source := range Sources() {
			rivals := titles
			if source == Gist {
				rivals = texts
			}
			base := memories[i].words(source, func(words []word) bool { return rivals.another(words, i) }, random(seed, it.ID, source, ""))
			if base == nil {
				continue
			}
			for _, variant := range Variants() {
				if text := spell(lang, variant, base, random(seed, it.ID, source, variant)); text != "" {
					queries = append(queries, Query{Source: source, Variant: variant, Text: text, Want: it.ID})
				}
			}
		}
	}
	return queries
}

// random returns the chance for one query, so that a new item or variant leaves
// the other queries as they are.
func random(seed uint64, id string, source Source, variant Variant) *rand.Rand {
	return rand.New(rand.NewPCG(seed, hashOf(id, string(source), string(variant))))
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
