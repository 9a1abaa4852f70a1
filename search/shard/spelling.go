package shard

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode/utf8"

	"essaim/search/inverted"
)

// A Spelling is a word of a spelling file: its usual spelling, from which its
// text follows by folding, and the class of its frequency: floor(log2(documents)).
type Spelling struct {
	Shown string
	Class int
}

// codeSpellings codes words in the order given; one that reads returns them.
func codeSpellings(c *coder, list []Spelling) (result []Spelling) {
	t, n := newText(), newNumber()
	class := newTree(5)
	count := n.code(c, len(list))
	for i := 0; i < count && !c.over(); i++ {
		s := Spelling{}
		if i < len(list) {
			s = list[i]
		}
		s.Shown = t.code(c, s.Shown)
		s.Class = class.code(c, min(s.Class, 31))
		if c.reading {
			result = append(result, s)
		}
	}
	return result
}

// A spelled is a word that a mistyped word may have been meant to be: one with
// terms, of three characters or more.
type spelled struct {
	text, shown string // shown is the usual spelling
	prefix      uint64 // of the reversed text
	sum         uint64 // of the spelling
	place       uint32 // among all, while they are saved
	class       uint8
	gone        bool
}

// spelledEach is how many words are made room for at a time: there are as many as
// words, and they come and go with them.
const spelledEach = 256

func (w *spelled) set(text, shown string, class int) {
	w.text, w.shown, w.class = text, shown, uint8(class)
	w.sum = inverted.Mix(inverted.Sum(shown, 's'), uint64(class))
	var onStack [64]byte
	w.prefix = inverted.Prefix(appendReversed(onStack[:0], text))
}

// A side is what a spelling file holds of a word: the word as it is or reversed.
type side struct {
	kind uint64 // tells the checksums of one side from those of the other
	turn func(string) string
}

var (
	asItIs     = side{'s', func(s string) string { return s }}
	turnedBack = side{'r', reversed}
)

func (s side) spelling(w *spelled) Spelling {
	return Spelling{s.turn(w.shown), int(w.class)}
}

// compareReversed orders words by their reversed texts.
func compareReversed(a, b *spelled) int {
	if a.prefix != b.prefix {
		return cmp.Compare(a.prefix, b.prefix)
	}
	var one, other [64]byte
	return inverted.Compare(appendReversed(one[:0], a.text), appendReversed(other[:0], b.text))
}

// A speller holds the words that can be meant, in the order of their texts and
// in that of their reversed texts.
type speller struct {
	words, reversed []*spelled
	// former is the order that another process has found, and other how many words
	// have come or gone since. To sort the words takes much longer than to see that
	// they are sorted.
	former formerOrder
	other  int
}

// A formerOrder has the checksums of words, in the order of their texts, and their
// places there in the order of their reversed texts.
type formerOrder struct{ sums, places []uint32 }

// mostOther is how many words may have come or gone before the order is kept
// anew.
const mostOther = 1024

// update takes the words of a set.
func (p *speller) update(s *Set) {
	words := make([]*spelled, 0, max(len(p.words), len(s.Words)))
	var fresh []*spelled
	if len(p.words) == 0 {
		fresh = make([]*spelled, 0, len(s.Words))
	}
	var room []spelled
	old, gone := p.words, 0
	drop := func() { old[0].gone, gone, old = true, gone+1, old[1:] }
	for i := range s.Words {
		w := &s.Words[i]
		as, ok := w.spelling()
		if !ok {
			continue
		}
		for len(old) > 0 && Compare(old[0].text, w.Text) < 0 {
			drop()
		}
		var e *spelled
		if len(old) > 0 && old[0].text == w.Text {
			e, old = old[0], old[1:]
			if e.shown != as.shown || int(e.class) != as.class {
				e.set(w.Text, as.shown, as.class)
			}
		} else {
			if len(room) == 0 {
				room = make([]spelled, spelledEach)
			}
			e, room = &room[0], room[1:]
			e.set(w.Text, as.shown, as.class)
			fresh = append(fresh, e)
		}
		words = append(words, e)
	}
	for len(old) > 0 {
		drop()
	}
	if gone > 0 {
		p.reversed = slices.DeleteFunc(p.reversed, func(e *spelled) bool { return e.gone })
	}
	if len(p.words) == 0 {
		p.reversed, fresh = p.former.arrange(fresh)
		gone, p.former = len(p.former.places)-len(p.reversed), formerOrder{}
	}
	p.words, p.other = words, p.other+gone+len(fresh)
	if len(fresh) == 0 {
		return
	}
	slices.SortFunc(fresh, compareReversed)
	merged := make([]*spelled, 0, len(p.reversed)+len(fresh))
	for _, e := range p.reversed {
		for len(fresh) > 0 && compareReversed(fresh[0], e) < 0 {
			merged, fresh = append(merged, fresh[0]), fresh[1:]
		}
		merged = append(merged, e)
	}
	p.reversed = append(merged, fresh...)
}

// isShort reports whether a word has less than three characters.
func isShort(text string) bool { return len(text) < 12 && utf8.RuneCountInString(text) < 3 }

func shortSum(text string) uint32 { return uint32(inverted.Sum(text, 0)) }

// mostSkipped is how many words in a row may have come or gone for those behind
// them to be found again.
const mostSkipped = 32

// arrange returns the words that the order has and that are in order so, and those
// that are left. words are in the order of their texts.
func (o *formerOrder) arrange(words []*spelled) (sorted, left []*spelled) {
	if len(o.places) == 0 {
		return nil, words
	}
	// Both lists are gone through side by side. What is taken for another word
	// stands where it does not belong, and is left.
	at := make([]*spelled, len(o.sums))
	for i, n := 0, 0; i < len(words) && n < len(o.sums); i, n = i+1, n+1 {
		sum := shortSum(words[i].text)
		if sum == o.sums[n] {
			at[n] = words[i]
			continue
		}
		ahead := o.sums[n:min(n+mostSkipped, len(o.sums))]
		if gone := slices.Index(ahead, sum); gone >= 0 {
			n += gone
			at[n] = words[i]
		} else {
			n-- // the word has come
		}
	}
	sorted = make([]*spelled, 0, len(words))
	for _, place := range o.places {
		w := at[place]
		if w == nil || w.gone || len(sorted) > 0 && compareReversed(sorted[len(sorted)-1], w) >= 0 {
			continue
		}
		sorted = append(sorted, w)
		w.gone = true // for now: it is in
	}
	left = slices.DeleteFunc(words, func(w *spelled) bool { return w.gone })
	for _, w := range sorted {
		w.gone = false
	}
	return sorted, left
}

// save puts the order of the reversed texts into a store, unless what is there
// is good enough: of each word its checksum, then its place.
func (p *speller) save(store Store, name string) {
	if p.other <= mostOther {
		return
	}
	data := make([]byte, 0, 8*len(p.words))
	for i, w := range p.words {
		data = binary.LittleEndian.AppendUint32(data, shortSum(w.text))
		w.place = uint32(i)
	}
	for _, w := range p.reversed {
		data = binary.LittleEndian.AppendUint32(data, w.place)
	}
	store.Put("reversed/"+name, data)
	p.other = 0
}

// load takes the order that save has put.
func (p *speller) load(store Store, name string) {
	data, _ := store.Get("reversed/" + name)
	n := len(data) / 8
	o := formerOrder{make([]uint32, n), make([]uint32, n)}
	for i := range n {
		o.sums[i] = binary.LittleEndian.Uint32(data[4*i:])
		if o.places[i] = binary.LittleEndian.Uint32(data[4*(n+i):]); int(o.places[i]) >= n {
			return
		}
	}
	p.former = o
}

// FrequencyClass returns the floor of the binary logarithm of a number of
// documents: frequencies of one class count as equal between spellings.
func FrequencyClass(documents int) int { return bits.Len(uint(documents)) - 1 }

// reversed returns a text with its characters in reverse order.
func reversed(s string) string {
	var onStack [64]byte
	return string(appendReversed(onStack[:0], s))
}

func appendReversed(to []byte, s string) []byte {
	to = append(to, s...)
	for at := len(to); len(s) > 0; {
		if s[0] < utf8.RuneSelf {
			at--
			to[at], s = s[0], s[1:]
			continue
		}
		_, size := utf8.DecodeRuneInString(s)
		at -= size
		copy(to[at:], s[:size])
		s = s[size:]
	}
	return to
}
