package analysis

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// maxKnown bounds the memory of an analyzer, in words.
const maxKnown = 200_000

// A known holds the words that an analyzer has met, by how they were written. It
// is a hash table with open addressing: it is asked once for each word of each
// text. The garbage collector finds nothing to follow in it but the long words.
type known struct {
	slots []slot // a power of two, at most half full
	words int
	// long are the words that are longer than a key.
	long []string
}

// A slot holds a word; it is empty if the code of that is 0. The smaller it is, the
// more of them are near.
type slot struct {
	key  headKey
	code int32  // of the entry
	more uint32 // its cut, and 256 times the index in known.long
}

func (s *slot) entry() entry { return entry{s.code, uint8(s.more)} }

// A headKey is a word of at most 16 bytes, which has no byte 0; or a checksum of
// a longer one, and 1.
type headKey struct{ low, high uint64 }

const headSize = 16

// Numbers to mix with: odd, with as many ones as zeros.
const (
	mix0 = 0xA0761D6478BD642F
	mix1 = 0xE7037ED1A0B428DB
)

func keyOf(written []byte) (k headKey) {
	switch n := len(written); {
	case n > headSize:
		for ; len(written) > 8; written = written[8:] {
			high, low := bits.Mul64(k.low^binary.LittleEndian.Uint64(written)^mix0, mix1)
			k.low = high ^ low
		}
		rest := keyOf(written)
		return headKey{k.low ^ rest.low, 1}
	case cap(written) >= headSize:
		head := written[:headSize] // what follows the word is masked
		k = headKey{binary.LittleEndian.Uint64(head), binary.LittleEndian.Uint64(head[8:])}
		if n <= 8 {
			return headKey{k.low & (1<<(8*n) - 1), 0}
		}
		k.high &= 1<<(8*(n-8)) - 1
	default:
		var head [headSize]byte
		copy(head[:], written)
		k = headKey{binary.LittleEndian.Uint64(head[:]), binary.LittleEndian.Uint64(head[8:])}
	}
	return k
}

func newKnown() known { return known{slots: make([]slot, 1<<10)} }

// place returns the slot of a key, or the empty one where it belongs. Words
// longer than a key are told apart by how they are written.
func (k *known) place(key headKey, written []byte) *slot {
	for at := key.hash(); ; at++ {
		s := &k.slots[at&uint64(len(k.slots)-1)]
		if s.code == 0 || s.key == key && (len(written) <= headSize || k.long[s.more>>8] == string(written)) {
			return s
		}
	}
}

func (key headKey) hash() uint64 {
	high, low := bits.Mul64(key.low^mix0, key.high^mix1)
	return high ^ low
}

// add adds a word that is not known, and forgets all others if they are too many.
// It returns what is known of it.
func (k *known) add(key headKey, written []byte, e entry) entry {
	if k.words >= maxKnown {
		clear(k.slots)
		clear(k.long)
		k.words, k.long = 0, k.long[:0]
	}
	if 2*k.words >= len(k.slots) {
		old := k.slots
		k.slots = make([]slot, 2*len(old))
		for i := range old {
			if old[i].code != 0 {
				*k.free(old[i].key) = old[i]
			}
		}
	}
	k.words++
	s := slot{key, e.code, uint32(e.cut)}
	if len(written) > headSize {
		s.more |= uint32(len(k.long)) << 8
		k.long = append(k.long, string(written))
	}
	*k.free(key) = s
	return e
}

// free returns the empty slot where what is not known belongs.
func (k *known) free(key headKey) *slot {
	for at := key.hash(); ; at++ {
		if s := &k.slots[at&uint64(len(k.slots)-1)]; s.code == 0 {
			return s
		}
	}
}

// A numbered numbers texts. It is found in like a known; an empty slot has number 0,
// others the number of their text and one more. Slots are small, for a table that
// grows is laid out again.
type numbered struct {
	texts []string
	slots []textSlot // a power of two, at most half full
}

type textSlot struct {
	hash   uint32 // of its key
	number int32
}

func newNumbered() numbered { return numbered{slots: make([]textSlot, 1<<10)} }

// find returns the slot of a text, or the empty one where it belongs.
func (t *numbered) find(hash uint32, text []byte) *textSlot {
	for at := int(hash); ; at++ {
		s := &t.slots[at&(len(t.slots)-1)]
		if s.number == 0 || s.hash == hash && t.texts[s.number-1] == string(text) {
			return s
		}
	}
}

// number returns the number of a text, and whether it is a new one.
func (t *numbered) number(text []byte) (number int32, fresh bool) {
	hash := uint32(keyOf(text).hash())
	s := t.find(hash, text)
	if s.number > 0 {
		return s.number - 1, false
	}
	if 2*len(t.texts) >= len(t.slots) {
		old := t.slots
		t.slots = make([]textSlot, 2*len(old))
		t.texts = slices.Grow(t.texts, len(old))
		for _, s := range old {
			if s.number == 0 {
				continue
			}
			at := int(s.hash)
			for t.slots[at&(len(t.slots)-1)].number > 0 {
				at++
			}
			t.slots[at&(len(t.slots)-1)] = s
		}
		s = t.find(hash, text)
	}
	t.texts = append(t.texts, string(text))
	*s = textSlot{hash, int32(len(t.texts))}
	return s.number - 1, true
}
