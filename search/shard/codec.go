package shard

import (
	"math/bits"
	"strings"
)

// The models of a kind of value, and the one function that codes it in both
// directions. FORMAT.md names them: number, text, tree.

// A number codes whole numbers below 2^31, small ones in few bits: the count of
// bits of value+1 less one in unary, each step by a model; then the two highest
// bits below the leading one by models, the others raw.
type number struct {
	steps [maxSteps + 1]model       // one a count
	high  [3 * (maxSteps + 1)]model // three a count
}

const maxSteps = 31

func newNumber() *number { return &newNumbers(1)[0] }

func newNumbers(n int) []number {
	list := make([]number, n)
	forgetNumbers(list)
	return list
}

// forgetNumbers makes numbers know nothing.
func forgetNumbers(list []number) {
	for i := range list {
		list[i] = unlearned
	}
}

// unlearned is a number that knows nothing.
var unlearned = func() (m number) {
	copy(m.steps[:], newModels(len(m.steps)))
	copy(m.high[:], newModels(len(m.high)))
	return m
}()

func (m *number) code(c *coder, value int) int {
	if !c.reading {
		m.write(c, uint32(value)+1)
		return value
	}
	v := uint32(value) + 1
	want := bits.Len32(v) - 1
	n := 0
	for n < maxSteps {
		more := 0
		if n < want {
			more = 1
		}
		if c.bit(&m.steps[n], more) == 0 {
			break
		}
		n++
	}
	result := uint32(1)
	node := 0
	for i := n - 1; i >= 0; i-- {
		if i < n-2 {
			rest := i + 1
			result = result<<rest | c.raw(v&(1<<rest-1), rest)
			break
		}
		b := c.bit(&m.high[3*n+node], int(v>>i&1))
		result = result<<1 | uint32(b)
		node = 1 + b
	}
	return int(result - 1)
}

// write is code for one that writes value+1: the same steps, without a call for
// each bit, for most of what is written are numbers.
func (m *number) write(c *coder, v uint32) {
	n := bits.Len32(v) - 1
	low, width := c.low, c.width
	for k := range n {
		step := m.steps[k]
		bound := step.split(width)
		low += uint64(bound)
		width -= bound
		m.steps[k] = step.learned(^uint32(0))
		if width < 1<<24 {
			low, width = c.shift(low, width)
		}
	}
	if n < maxSteps {
		step := m.steps[n]
		width = step.split(width)
		m.steps[n] = step.learned(0)
		if width < 1<<24 {
			low, width = c.shift(low, width)
		}
	}
	v <<= 31 - n // its highest bit is the highest
	node := 3 * n
	for range min(n, 2) {
		high := &m.high[node]
		v <<= 1
		bit := v >> 31
		low, width = high.part(low, width, -bit)
		*high = high.learned(-bit)
		if width < 1<<24 {
			low, width = c.shift(low, width)
		}
		node = 3*n + 1 + int(bit)
	}
	for range n - 2 {
		v <<= 1
		width >>= 1
		low += uint64(width & -(v >> 31))
		if width < 1<<24 {
			low, width = c.shift(low, width)
		}
	}
	c.low, c.width = low, width
}

// A tree codes values of a fixed number of bits, at most eight, the highest first,
// each by a model of its own for all that stands before it.
type tree struct {
	bits  int
	nodes [256]model
}

func newTree(bits int) *tree {
	t := &tree{bits: bits}
	t.forget()
	return t
}

// forget makes a tree know nothing.
func (m *tree) forget() { forget(m.nodes[:1<<m.bits]) }

func (m *tree) code(c *coder, value int) int {
	if !c.reading {
		m.write(c, value)
		return value
	}
	node := 1
	for i := m.bits - 1; i >= 0; i-- {
		node = node<<1 | c.bit(&m.nodes[uint8(node)], value>>i&1)
	}
	return node - 1<<m.bits
}

// write is code for one that writes; see number.write.
func (m *tree) write(c *coder, value int) { c.low, c.width = m.writeIn(c, c.low, c.width, value) }

// writeIn is write where the range of the coder is at hand.
func (m *tree) writeIn(c *coder, low uint64, width uint32, value int) (uint64, uint32) {
	// The node stands from bit 32 on, and below it what of the value is to be coded.
	at := uint64(1<<m.bits|value) << (32 - m.bits)
	for end := uint64(1) << (32 + m.bits); at < end; at <<= 1 {
		by := &m.nodes[uint8(at>>32)]
		bits := uint32(int32(at) >> 31)
		low, width = by.part(low, width, bits)
		*by = by.learned(bits)
		if width < 1<<24 {
			low, width = c.shift(low, width)
		}
	}
	return low, width
}

// A text codes strings: how many bytes of UTF-8 they share with the one before,
// then the others, each by the byte before it, and a zero byte. Zero bytes and
// what follows them are lost.
type text struct {
	shared *number
	bytes  [256]*tree
	last   []byte
}

func newText() *text { return &text{shared: newNumber()} }

// forget makes a text know nothing, in the memory that it has.
func (m *text) forget() {
	*m.shared, m.last = unlearned, m.last[:0]
	for _, t := range m.bytes {
		if t != nil {
			t.forget()
		}
	}
}

// after returns the tree of the bytes that stand after one.
func (m *text) after(b byte) *tree {
	if m.bytes[b] == nil {
		m.bytes[b] = newTree(8)
	}
	return m.bytes[b]
}

// maxText bounds the bytes of a string, so that damage cannot fill the memory.
const maxText = 1 << 16

func (m *text) code(c *coder, value string) string {
	if !c.reading {
		m.write(c, value)
		return value
	}
	shared := min(m.shared.code(c, 0), len(m.last))
	m.last = m.last[:shared]
	before := byte(0)
	if shared > 0 {
		before = m.last[shared-1]
	}
	for len(m.last) < maxText && !c.over() {
		b := byte(m.after(before).code(c, 0))
		if b == 0 {
			break
		}
		m.last = append(m.last, b)
		before = b
	}
	return string(m.last)
}

// write is code for one that writes; see number.write.
func (m *text) write(c *coder, value string) {
	if end := strings.IndexByte(value, 0); end >= 0 {
		value = value[:end]
	}
	value = value[:min(len(value), maxText)]
	shared := 0
	for shared < len(value) && shared < len(m.last) && value[shared] == m.last[shared] {
		shared++
	}
	m.shared.write(c, uint32(shared)+1)
	before := byte(0)
	if shared > 0 {
		before = value[shared-1]
	}
	low, width := c.low, c.width
	for _, b := range []byte(value[shared:]) {
		low, width = m.after(before).writeIn(c, low, width, int(b))
		before = b
	}
	if len(value) < maxText {
		low, width = m.after(before).writeIn(c, low, width, 0)
	}
	c.low, c.width = low, width
	m.last = append(m.last[:shared], value[shared:]...)
}

// list codes a list of strings.
func (m *text) list(c *coder, count *number, list []string) []string {
	n := count.code(c, len(list))
	result := make([]string, 0, min(n, 16))
	for i := 0; i < n && !c.over(); i++ {
		value := ""
		if i < len(list) {
			value = list[i]
		}
		result = append(result, m.code(c, value))
	}
	return result
}
