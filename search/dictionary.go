package search

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"essaim/search/analysis"
	"essaim/search/distance"
	"essaim/search/schema"
	"essaim/search/shard"
)

// A dictionary is the list of the words that the texts of an index hold, in
// order, and of the classes of words that find each other.
type dictionary struct {
	entries []entry
	// members are the indices of the words of each class.
	members [][]int
	// shown maps a word to its usual spelling, where it differs.
	shown map[string]string
	// stops are the words without term.
	stops map[string]bool
}

// An entry is one word and the number of documents whose text holds it.
type entry struct {
	word    string
	count   int
	classes []int
	letters int
	// mask has one bit for each letter, so that most words that differ in more
	// than a few letters are told apart without being compared.
	mask uint64
}

// readDictionary reads the words from the index.
func (ix *Index) readDictionary() (*dictionary, error) {
	a, giveBack := ix.borrow()
	defer giveBack()
	d := &dictionary{stops: map[string]bool{}}
	spellings := map[string]int{}
	err := ix.eachTerm(schema.Body, func(text string, count int) {
		if analysis.Fold(text) != text {
			spellings[text] = count
			return
		}
		d.entries = append(d.entries, entry{word: text, count: count, letters: utf8.RuneCountInString(text), mask: letterMask(text)})
	})
	slices.SortFunc(d.entries, func(a, b entry) int { return shard.Compare(a.word, b.word) })
	classes := map[string]int{}
	for i := range d.entries {
		e := &d.entries[i]
		terms, ok := ix.manifest.Forms[e.word]
		if !ok {
			terms = []string{a.TermOf(e.word)}
		}
		for _, t := range terms {
			class, ok := classes[t]
			if !ok {
				class = len(d.members)
				classes[t] = class
				d.members = append(d.members, nil)
			}
			d.members[class] = append(d.members[class], i)
			e.classes = append(e.classes, class)
		}
	}
	d.addStems(classes)
	d.shown = usual(spellings, d.count)
	for _, s := range a.Reading().Stops {
		if d.count(s) == 0 {
			d.stops[s] = true
		}
	}
	return d, err
}

// addStems adds, with no document, the stems that stand inside a word of their
// class: so that in Arabic a word finds those that have an article before it.
func (d *dictionary) addStems(classes map[string]int) {
	var added []entry
	for _, term := range slices.Sorted(maps.Keys(classes)) {
		if _, ok := d.find(term); ok || !slices.ContainsFunc(d.members[classes[term]], func(i int) bool { return strings.Index(d.entries[i].word, term) > 0 }) {
			continue
		}
		added = append(added, entry{word: term, classes: []int{classes[term]}, letters: utf8.RuneCountInString(term)})
	}
	if len(added) == 0 {
		return
	}
	// The members are indices, which the new words move.
	words := make([]string, len(d.entries))
	for i := range d.entries {
		words[i] = d.entries[i].word
	}
	d.entries = append(d.entries, added...)
	slices.SortFunc(d.entries, func(a, b entry) int { return shard.Compare(a.word, b.word) })
	for _, members := range d.members {
		for k, i := range members {
			members[k], _ = d.find(words[i])
		}
	}
	for _, e := range added {
		i, _ := d.find(e.word)
		class := e.classes[0]
		d.members[class] = append(d.members[class], i)
		slices.Sort(d.members[class])
	}
}

// usual returns the usual spelling of words, where it has accents: the most
// frequent accented one, if at least half of the documents that hold the word
// have it so.
func usual(spellings map[string]int, count func(word string) int) map[string]string {
	shown, best := map[string]string{}, map[string]int{}
	for s, n := range spellings {
		word := analysis.Fold(s)
		if n*2 < count(word) {
			continue
		}
		if n > best[word] || n == best[word] && s < shown[word] {
			shown[word], best[word] = s, n
		}
	}
	return shown
}

// eachTerm calls f with every term of a field in byte order and the number of
// documents that hold it.
func (ix *Index) eachTerm(field string, f func(term string, count int)) error {
	dict, err := ix.reader.FieldDict(field)
	if err != nil {
		return err
	}
	for {
		e, err := dict.Next()
		if err != nil || e == nil {
			return cmp.Or(err, dict.Close())
		}
		// The strings of the iterator lie in memory that it may use again.
		f(strings.Clone(e.Term), int(e.Count))
	}
}

// find returns the index of the first entry not before word.
func (d *dictionary) find(word string) (int, bool) {
	return slices.BinarySearchFunc(d.entries, word, func(e entry, w string) int { return shard.Compare(e.word, w) })
}

// count returns the number of documents that hold a word.
func (d *dictionary) count(word string) int {
	if i, ok := d.find(word); ok {
		return d.entries[i].count
	}
	return 0
}

// holds reports whether a word is a word of the texts or a stem that stands for
// some.
func (d *dictionary) holds(word string) bool {
	_, ok := d.find(word)
	return ok
}

// classes returns the classes of a word, each as its words in order.
func (d *dictionary) classes(word string) [][]string {
	i, ok := d.find(word)
	if !ok {
		return nil
	}
	var list [][]string
	for _, c := range d.entries[i].classes {
		var words []string
		for _, m := range d.members[c] {
			words = append(words, d.entries[m].word)
		}
		list = append(list, words)
	}
	return list
}

// spelling returns the usual spelling of a word, accents included.
func (d *dictionary) spelling(word string) string {
	return cmp.Or(d.shown[word], word)
}

// prefixed returns the most frequent words that begin with prefix and go on, at
// most shard.Completions of them; equally frequent ones in order.
func (d *dictionary) prefixed(prefix string) []string {
	i, _ := d.find(prefix)
	var longer []entry
	for ; i < len(d.entries) && strings.HasPrefix(d.entries[i].word, prefix); i++ {
		if len(d.entries[i].word) > len(prefix) {
			longer = append(longer, d.entries[i])
		}
	}
	slices.SortStableFunc(longer, func(a, b entry) int { return cmp.Compare(b.count, a.count) })
	var words []string
	for _, e := range longer[:min(shard.Completions, len(longer))] {
		words = append(words, e.word)
	}
	return words
}

// A guess is a word of the dictionary at a distance from a word that was typed.
type guess struct {
	word            string
	class, distance int
}

// spellable reports whether a word may be what a mistyped word was meant to be.
func (e *entry) spellable() bool { return e.letters >= 3 && e.count > 0 }

// near returns the words that a word was meant to be: those that share the first
// two letters or the last three with it and are not more changes away than
// allowed says for the longer of the two. The nearest come first, then by class
// of frequency, then in order; at most limit of them. The word itself is none.
func (d *dictionary) near(word string, allowed func(letters int) int, limit int) []guess {
	typed := []rune(word)
	if len(typed) < 3 || numbered(word) {
		return nil
	}
	begin, end := string(typed[:2]), string(typed[len(typed)-3:])
	mask := letterMask(word)
	var rows distance.Rows
	var guesses []guess
	for i := range d.entries {
		e := &d.entries[i]
		most := allowed(max(e.letters, len(typed)))
		if e.letters < len(typed)-most || e.letters > len(typed)+most || bits.OnesCount64(e.mask^mask) > 2*most ||
			!e.spellable() || !strings.HasPrefix(e.word, begin) && !strings.HasSuffix(e.word, end) {
			continue
		}
		if k := rows.Between(typed, e.word, most); k > 0 && k <= most {
			guesses = append(guesses, guess{word: e.word, class: shard.FrequencyClass(e.count), distance: k})
		}
	}
	slices.SortFunc(guesses, func(a, b guess) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(b.class, a.class), shard.Compare(a.word, b.word))
	})
	return guesses[:min(limit, len(guesses))]
}

func letterMask(word string) uint64 {
	var mask uint64
	for _, r := range word {
		mask |= 1 << (uint32(r) % 64)
	}
	return mask
}
