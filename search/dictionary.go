package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// A dictionary is the list of all words of an index, without accents, in order.
type dictionary struct {
	entries []entry
	// shown maps a word without accents to its usual spelling, where it differs.
	shown map[string]string
}

// An entry is one word and the number of documents that hold it.
type entry struct {
	word    string
	count   int
	letters int
	// mask has one bit for each letter, so that most words that differ in more
	// than a few letters are told apart without being compared.
	mask uint64
}

// readDictionary reads the words from the index.
func (ix *Index) readDictionary() (*dictionary, error) {
	a, giveBack := ix.borrow()
	defer giveBack()
	d := &dictionary{shown: map[string]string{}}
	best := map[string]int{}
	err := ix.eachTerm(fieldBody, func(spelling string, count int) {
		if bare, _ := a.elide(spelling); bare != spelling {
			return
		}
		if word := fold(spelling); word != spelling {
			if count > best[word] {
				best[word], d.shown[word] = count, spelling
			}
			return
		}
		d.entries = append(d.entries, entry{word: spelling, count: count, letters: utf8.RuneCountInString(spelling), mask: letterMask(spelling)})
	})
	// An accented spelling is the usual one if most documents have it.
	for _, e := range d.entries {
		if best[e.word]*2 < e.count {
			delete(d.shown, e.word)
		}
	}
	return d, err
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

// countWords returns the number of different words, without regard to accents.
func (ix *Index) countWords() (int, error) {
	d, err := ix.dictionary()
	if err != nil {
		return 0, err
	}
	return len(d.entries), nil
}

// find returns the index of the first entry not before word.
func (d *dictionary) find(word string) (int, bool) {
	return slices.BinarySearchFunc(d.entries, word, func(e entry, w string) int { return cmp.Compare(e.word, w) })
}

// count returns the number of documents that hold a word.
func (d *dictionary) count(word string) int {
	if i, ok := d.find(word); ok {
		return d.entries[i].count
	}
	return 0
}

// spelling returns the usual spelling of a word, accents included.
func (d *dictionary) spelling(word string) string {
	return cmp.Or(d.shown[word], word)
}

// prefixed returns the most frequent words that begin with prefix and go on,
// at most limit of them; equally frequent ones in byte order.
func (d *dictionary) prefixed(prefix string, limit int) []string {
	i, _ := d.find(prefix)
	var found []entry
	for ; i < len(d.entries) && strings.HasPrefix(d.entries[i].word, prefix); i++ {
		if len(d.entries[i].word) > len(prefix) {
			found = append(found, d.entries[i])
		}
	}
	slices.SortStableFunc(found, func(a, b entry) int { return cmp.Compare(b.count, a.count) })
	return entryWords(found[:min(limit, len(found))])
}

func entryWords(entries []entry) []string {
	words := make([]string, len(entries))
	for i, e := range entries {
		words[i] = e.word
	}
	return words
}

// A guess is a word of the dictionary at a distance from a word that was typed.
type guess struct {
	word            string
	count, distance int
}

// near returns the words at most distance changes away, nearest first, then the
// most frequent, then in byte order; at most limit of them. The word itself is
// not among them.
func (d *dictionary) near(word string, distance, limit int) []guess {
	if distance < 1 {
		return nil
	}
	typed := []rune(word)
	mask := letterMask(word)
	var row editRows
	var found []guess
	for _, e := range d.entries {
		if e.letters < len(typed)-distance || e.letters > len(typed)+distance || bits.OnesCount64(e.mask^mask) > 2*distance {
			continue
		}
		if k := row.distance(typed, e.word, distance); k > 0 && k <= distance {
			found = append(found, guess{word: e.word, count: e.count, distance: k})
		}
	}
	slices.SortFunc(found, func(a, b guess) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(b.count, a.count), cmp.Compare(a.word, b.word))
	})
	return found[:min(limit, len(found))]
}

func letterMask(word string) uint64 {
	var mask uint64
	for _, r := range word {
		mask |= 1 << (uint32(r) % 64)
	}
	return mask
}

// editRows is the memory of a comparison, used again for the next one.
type editRows struct {
	word            []rune
	before, row, at []int
}

// distance returns the number of changes between two words: a letter left out,
// added or replaced, or two neighbours exchanged, each stretch of letters being
// changed once (optimal string alignment). Above limit it may return limit+1.
func (e *editRows) distance(a []rune, word string, limit int) int {
	e.word = e.word[:0]
	for _, r := range word {
		e.word = append(e.word, r)
	}
	b := e.word
	if n := len(b) + 1; cap(e.at) < n {
		e.before, e.row, e.at = make([]int, n), make([]int, n), make([]int, n)
	}
	before, row, at := e.before[:len(b)+1], e.row[:len(b)+1], e.at[:len(b)+1]
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		at[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			at[j] = min(row[j]+1, at[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				at[j] = min(at[j], before[j-2]+1)
			}
			least = min(least, at[j])
		}
		if least > limit {
			return limit + 1
		}
		before, row, at = row, at, before
	}
	return row[len(b)]
}
