package link

import (
	"math"
	"math/bits"
	"slices"

	"essaim/generator/internal/model/content"
	"essaim/search/spread"
)

// The parameters of keywords; RELATED.md says what they mean. Everything here
// is counted in whole numbers, so that it comes out the same on any machine.
const (
	keywordsPerEntry = 24
	// commonAbove is the share of entries, as 1 in n, above which a word says
	// nothing.
	commonAbove = 5
	// weightOne is the length of an entry's vector.
	weightOne = 1 << 10
)

// logCount is 16 (1 + ln n) for a word that occurs n times.
var logCount = [content.MaxWordCount + 1]uint32{0, 16, 27, 34, 38, 42, 45, 47, 49, 51, 53, 54, 56, 57, 58, 59}

// keyword is a word of an entry by its number, and its part of the entry's
// vector.
type keyword struct {
	word   uint32
	weight uint32
}

// wordTable counts in how many entries each word is. The words are cut by
// their first bits into parts that fit the processor's cache and can be counted
// at the same time; each part is a hash table without lists.
type wordTable struct {
	// entries is how many there are; steps is the rarity of a word by how many
	// entries hold it: 0 when it can be no keyword.
	entries int
	steps   []uint8
	parts   [1 << partBits]tablePart
}

// tablePart is the words whose hash begins with its number.
type tablePart struct {
	slots []wordSlot
	used  int
	// first is the number of the word in slots[0].
	first uint32
}

// wordSlot is a word and how many entries hold it; key is 0 when it is free.
type wordSlot struct {
	key    uint32 // the hash, plus 1
	holder uint32
}

const (
	partBits = 4
	restBits = content.WordHashBits - partBits
	// leastSlots is how many places a part has at first.
	leastSlots = 1 << 8
)

func newWordTable(entries int) *wordTable {
	t := &wordTable{entries: entries, steps: make([]uint8, max(2, entries/commonAbove)+1)}
	for n := range t.steps {
		if n > 1 {
			// Half powers of two: where one more entry holds a word, little
			// changes elsewhere.
			t.steps[n] = uint8(logRatio(entries+1, n, 1))
		}
	}
	return t
}

// step returns the rarity of a word that n entries hold.
func (t *wordTable) step(n uint32) uint32 {
	if int(n) < len(t.steps) {
		return uint32(t.steps[n])
	}
	return 0
}

// count counts the words of all entries.
func (t *wordTable) count(entries [][]content.Word) {
	spread.Each(len(t.parts), func(number int) {
		part := &t.parts[number]
		part.slots = make([]wordSlot, leastSlots)
		from, end := content.Word(number)<<(32-partBits), uint64(number+1)<<(32-partBits)
		for _, words := range entries {
			i, _ := slices.BinarySearch(words, from)
			for ; i < len(words) && uint64(words[i]) < end; i++ {
				part.slots[part.at(words[i].Hash())].holder++
			}
		}
	})
	t.place()
}

// place numbers the words: part after part.
func (t *wordTable) place() {
	first := uint32(0)
	for i := range t.parts {
		t.parts[i].first = first
		first += uint32(len(t.parts[i].slots))
	}
}

// at returns the slot of a word, and takes one if it has none.
func (p *tablePart) at(hash uint32) int {
	i := p.find(hash)
	if p.slots[i].key == 0 {
		if 4*p.used >= 3*len(p.slots) {
			p.grow()
			i = p.find(hash)
		}
		p.used++
		p.slots[i].key = hash + 1
	}
	return i
}

// find returns the slot of a word, or the free one where it would be.
func (p *tablePart) find(hash uint32) int {
	mask := len(p.slots) - 1
	// By the bits that follow those of the part: words come in their order, and
	// so do the slots.
	i := int(uint64(hash&(1<<restBits-1)) * uint64(len(p.slots)) >> restBits)
	for p.slots[i].key != 0 && p.slots[i].key != hash+1 {
		i = (i + 1) & mask
	}
	return i
}

func (p *tablePart) grow() {
	old := p.slots
	p.slots = make([]wordSlot, 2*len(old))
	for _, slot := range old {
		if slot.key != 0 {
			p.slots[p.find(slot.key-1)] = slot
		}
	}
}

// size is one more than the largest number of a word.
func (t *wordTable) size() int {
	last := t.parts[len(t.parts)-1]
	return int(last.first) + len(last.slots)
}

// keywords appends the keywords of an entry with the given words, in ascending
// order of number.
func (t *wordTable) keywords(list []keyword, words []content.Word) []keyword {
	// heap holds the heaviest so far, the lightest of them first: the weight,
	// then what makes the smaller hash the heavier.
	var heap [keywordsPerEntry]uint64
	size := 0
	for _, w := range words {
		hash := w.Hash()
		part := &t.parts[hash>>restBits]
		slot := part.slots[part.find(hash)]
		step := t.step(slot.holder)
		if step == 0 {
			continue
		}
		key := uint64(logCount[w.Count()]*step)<<32 | uint64(^hash)
		if size < len(heap) {
			heap[size] = key
			if size++; size == len(heap) {
				slices.Sort(heap[:])
			}
		} else if key > heap[0] {
			heap[0] = key
			sink(heap[:])
		}
	}
	squares := 0
	for _, key := range heap[:size] {
		squares += int(key>>32) * int(key>>32)
	}
	begin := len(list)
	for _, key := range heap[:size] {
		hash := ^uint32(key)
		part := &t.parts[hash>>restBits]
		weight := float64(key>>32) * weightOne / math.Sqrt(float64(squares))
		list = append(list, keyword{part.first + uint32(part.find(hash)), uint32(math.Round(weight))})
	}
	slices.SortFunc(list[begin:], func(a, b keyword) int { return int(a.word) - int(b.word) })
	return list
}

// sink moves the first key down to where the heap is in order again.
func sink(heap []uint64) {
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(heap) {
			return
		}
		if child+1 < len(heap) && heap[child+1] < heap[child] {
			child++
		}
		if heap[i] <= heap[child] {
			return
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}

// logRatio returns the logarithm of a/b to the base 2, in units of 1/2^fraction,
// rounded down; 0 when a is below b. It calculates in whole numbers.
func logRatio(a, b, fraction int) int {
	if b <= 0 || a < b {
		return 0
	}
	ratio := uint64(a) << 31 / uint64(b)
	whole := bits.Len64(ratio) - 32
	mantissa := ratio >> whole // from 1 to 2, in units of 2^-31
	result := whole
	for range fraction {
		result *= 2
		mantissa = mantissa * mantissa >> 31
		if mantissa >= 1<<32 {
			mantissa >>= 1
			result++
		}
	}
	return result
}
