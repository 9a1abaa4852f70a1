package segment

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"strings"
)

// A transducer writes the dictionary of a field: the bytes that vellum gives with
// the options of zapx, Encoder 1 and RegistryTableSize 0, which shares no ends of
// terms. Values ascend with the terms here, as offsets do, so that what the first
// term with a beginning has put on the way to it stays there.
type transducer struct {
	out []byte
	// path are the states on the way to the last term, the root first; those of
	// states after it are memory.
	path  []state
	depth int
	terms int
	last  uint64 // the value
	// written is the address of the state that was written last.
	written int
}

// A state has transitions to states that are written; the last one, to the next
// state of the path, is open.
type state struct {
	transitions []transition
	// ends: a term ends here, with a further value if that is the empty term.
	ends  bool
	value uint64

	open bool
	by   byte
	adds uint64
}

// A transition leads by a byte to a state, and adds to the value.
type transition struct {
	adds    uint64
	address int
	by      byte
}

// Addresses of no state, and of one where a term ends and nothing follows.
const (
	noState  = 1
	endState = 0
)

// Bits of the first byte of a state, which is written last.
const (
	oneTransition = 1 << 7
	toTheNext     = 1 << 6
	endsHere      = 1 << 6
	inFirstByte   = 1<<6 - 1
)

// commonBytes are those that stand in the first byte of a state with one
// transition: their place here and one more.
const commonBytes = "te/oasripcnw.hlm-du012g=:bf3y5&_4v9678k%?xCDASFIBEjPTzRNM+LOqHG"

var commonByte = func() (numbers [256]byte) {
	for b := range numbers {
		numbers[b] = byte(strings.IndexByte(commonBytes, byte(b)) + 1)
	}
	return numbers
}()

// start begins a dictionary.
func (t *transducer) start() {
	t.out = append(t.out[:0], 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) // version and type
	t.depth, t.terms, t.last, t.written = 0, 0, 0, noState
	t.push()
}

// push adds an empty state to the path.
func (t *transducer) push() *state {
	if t.depth == len(t.path) {
		t.path = append(t.path, state{})
	}
	s := &t.path[t.depth]
	*s = state{transitions: s.transitions[:0]}
	t.depth++
	return s
}

// insert adds a term, which must come after the last.
func (t *transducer) insert(term []byte, value uint64) error {
	if value < t.last {
		return errors.New("values do not ascend")
	}
	t.last = value
	t.terms++
	if len(term) == 0 {
		t.path[0].ends, t.path[0].value = true, value
		return nil
	}
	shared := 0
	for shared < len(term) && shared < t.depth && t.path[shared].open && t.path[shared].by == term[shared] {
		value -= t.path[shared].adds
		shared++
	}
	t.freeze(shared)
	last := &t.path[shared]
	for _, b := range term[shared:] {
		last.open, last.by, last.adds = true, b, value
		last, value = t.push(), 0
	}
	last.ends = true
	return nil
}

// freeze writes the states of the path below a depth.
func (t *transducer) freeze(depth int) {
	address := noState
	for t.depth > depth+1 {
		t.depth--
		s := &t.path[t.depth]
		s.close(address)
		address = t.write(s)
	}
	t.path[depth].close(address)
}

// close ends the open transition of a state.
func (s *state) close(address int) {
	if s.open {
		s.transitions = append(s.transitions, transition{s.adds, address, s.by})
		s.open = false
	}
}

// finish returns the dictionary.
func (t *transducer) finish() []byte {
	t.freeze(0)
	root := t.write(&t.path[0])
	t.out = binary.LittleEndian.AppendUint64(t.out, uint64(t.terms))
	t.out = binary.LittleEndian.AppendUint64(t.out, uint64(root))
	return t.out
}

// write writes a state and returns its address.
func (t *transducer) write(s *state) int {
	switch {
	case s.ends && len(s.transitions) == 0 && s.value == 0:
		return endState
	case s.ends || len(s.transitions) != 1:
		t.writeMany(s)
	default:
		t.writeOne(&s.transitions[0])
	}
	t.written = len(t.out) - 1
	return t.written
}

func (t *transducer) writeOne(to *transition) {
	next := byte(0)
	if to.adds == 0 && to.address == t.written {
		next = toTheNext
	} else {
		start := len(t.out)
		addSize := 0
		if to.adds != 0 {
			addSize = packedSize(to.adds)
			t.packed(to.adds, addSize)
		}
		back := distance(start, to.address)
		backSize := packedSize(back)
		t.packed(back, backSize)
		t.out = append(t.out, byte(backSize<<4|addSize))
	}
	common := commonByte[to.by]
	if common == 0 {
		t.out = append(t.out, to.by)
	}
	t.out = append(t.out, oneTransition|next|common)
}

func (t *transducer) writeMany(s *state) {
	start := len(t.out)
	backSize, addSize, adds := 0, packedSize(s.value), s.value != 0
	for i := range s.transitions {
		to := &s.transitions[i]
		backSize = max(backSize, packedSize(distance(start, to.address)))
		addSize = max(addSize, packedSize(to.adds))
		adds = adds || to.adds != 0
	}
	n := len(s.transitions)
	if !adds {
		addSize = 0
	} else {
		if s.ends {
			t.packed(s.value, addSize)
		}
		for i := n - 1; i >= 0; i-- {
			t.packed(s.transitions[i].adds, addSize)
		}
	}
	for i := n - 1; i >= 0; i-- {
		t.packed(distance(start, s.transitions[i].address), backSize)
	}
	for i := n - 1; i >= 0; i-- {
		t.out = append(t.out, s.transitions[i].by)
	}
	t.out = append(t.out, byte(backSize<<4|addSize))
	first := byte(0)
	switch {
	case n == 256: // which does not fit a byte, and 1 would stand in the first one
		t.out = append(t.out, 1)
	case n == 0 || n > inFirstByte:
		t.out = append(t.out, byte(n))
	default:
		first = byte(n)
	}
	if s.ends {
		first |= endsHere
	}
	t.out = append(t.out, first)
}

// distance is how far before an address a state stands, or 0 for endState.
func distance(from, address int) uint64 {
	if address == endState {
		return 0
	}
	return uint64(from - address)
}

// packed writes the lowest bytes of a number, the lowest first.
func (t *transducer) packed(v uint64, size int) {
	t.out = binary.LittleEndian.AppendUint64(t.out, v)
	t.out = t.out[:len(t.out)-8+size]
}

// packedSize is the number of bytes of a number, at least one.
func packedSize(v uint64) int { return (bits.Len64(v|1) + 7) / 8 }
