package shard

import (
	"encoding/binary"
	"slices"
)

// The files are written by an adaptive binary range coder. FORMAT.md specifies
// it; the arithmetic is on 32-bit integers so that any language gives the same.

const (
	// probabilityBits is the precision of a probability when a bit is coded,
	// and stateBits that in which it is learned.
	probabilityBits = 12
	stateBits       = 16
	// slowest is the number of bits after which a model learns no slower.
	slowest = 30
)

// A model is what has been learned about one kind of bit: the probability of a
// zero in 1/65536, above how many bits it has seen, up to slowest. It is one
// number, for most of what a coder does is to fetch models and to put them back.
type model uint32

const (
	seenBits = 16
	// unseen is a model that knows nothing.
	unseen model = 1 << (seenBits + stateBits - 1)
)

// paces holds 65536/(n+1.5) for n bits seen, above how many more are seen after the
// next.
var paces = func() (list [32]uint32) {
	for n := range uint32(slowest + 1) {
		list[n] = 2*65536/(2*n+3)<<seenBits | min(slowest-n, 1)
	}
	return list
}()

// A coder writes the bits that it is given and returns them, or reads bits and
// returns those. What is written with the one is read with the other by the very
// same lines.
type coder struct {
	reading bool
	width   uint32
	// Of one that writes: out is what is written, low the lower end of the
	// range, whose bit 32 is still to be added to out.
	out []byte
	low uint64
	// Of one that reads. After the end of the data it reads zeros.
	data []byte
	at   int
	code uint32
}

func newEncoder() *coder {
	c := &coder{}
	c.reset()
	return c
}

// reset makes an encoder of c, whose memory is used again: what finish returned
// before is lost.
func (c *coder) reset() { *c = coder{width: 1<<32 - 1, out: slices.Grow(c.out[:0], 4096)} }

func newDecoder(data []byte) *coder {
	c := &coder{reading: true, data: data, width: 1<<32 - 1}
	for range 4 {
		c.code = c.code<<8 | uint32(c.next())
	}
	return c
}

// split returns the part of a width that is for a zero.
func (m model) split(width uint32) uint32 {
	return (width >> probabilityBits) * max(uint32(m)>>(seenBits+stateBits-probabilityBits), 1)
}

// part returns the part of a range that is for a bit, given as 32 of it. What is
// chosen between two numbers is no branch, which no processor could foretell.
func (m model) part(low uint64, width, bits uint32) (uint64, uint32) {
	bound := m.split(width)
	chosen, other := bound, width-bound
	if bits != 0 {
		chosen = other
	}
	return low + uint64(bound&bits), chosen
}

// learned returns the model after a bit, given as 32 of it: the probability has
// moved towards it by 1/(seen+1.5) of the way.
func (m model) learned(bits uint32) model {
	pace := paces[m&31]
	one := bits >> (32 - stateBits) // 65535 for a bit of 1, which moves what is below 0 up to the next
	way := (one^(1<<stateBits-1)-uint32(m)>>seenBits)*(pace>>seenBits) + one
	return m + model(way&^(1<<stateBits-1)|pace&1)
}

// bit codes one bit by a model, which learns it.
func (c *coder) bit(m *model, bit int) int {
	bound := m.split(c.width)
	if c.reading {
		bit = 0
		if c.code >= bound {
			bit = 1
			c.code -= bound
		}
	} else if bit != 0 {
		c.low += uint64(bound)
	}
	if bit == 0 {
		c.width = bound
	} else {
		c.width -= bound
	}
	*m = m.learned(uint32(-bit))
	if c.width < 1<<24 {
		c.normalise()
	}
	return bit
}

func (c *coder) normalise() {
	if !c.reading {
		c.low, c.width = c.shift(c.low, c.width)
		return
	}
	for c.width < 1<<24 {
		c.width <<= 8
		c.code = c.code<<8 | uint32(c.next())
	}
}

// shift moves bytes out until a width is wide enough again. It returns the range
// that is left.
func (c *coder) shift(low uint64, width uint32) (uint64, uint32) {
	if n := len(c.out); n > 0 { // there is no carry before the first byte
		last := uint64(c.out[n-1]) + low>>32
		if c.out[n-1] = byte(last); last > 0xFF {
			c.carry(n - 2)
		}
	}
	low &= 1<<32 - 1
	for {
		c.out = append(c.out, byte(low>>24))
		low = low << 8 & (1<<32 - 1)
		if width <<= 8; width >= 1<<24 {
			return low, width
		}
	}
}

// carry adds one to what is written up to a byte.
func (c *coder) carry(i int) {
	for ; c.out[i] == 0xFF; i-- {
		c.out[i] = 0
	}
	c.out[i]++
}

// raw codes the lowest n bits of a value, each as likely to be 0 as 1.
func (c *coder) raw(value uint32, n int) uint32 {
	result := uint32(0)
	for i := n - 1; i >= 0; i-- {
		c.width >>= 1
		bit := value >> i & 1
		if c.reading {
			bit = 0
			if c.code >= c.width {
				bit = 1
				c.code -= c.width
			}
		} else {
			c.low += uint64(c.width & -bit)
		}
		result = result<<1 | bit
		if c.width < 1<<24 {
			c.normalise()
		}
	}
	return result
}

// over reports whether a reader is well past the end of its data.
func (c *coder) over() bool { return c.reading && c.at > len(c.data)+8 }

func (c *coder) next() byte {
	c.at++
	if c.at > len(c.data) {
		return 0
	}
	return c.data[c.at-1]
}

// finish returns the bytes written, which are good until the encoder is reset.
// Zeros at the end are left out, for a reader reads zeros after the end.
func (c *coder) finish() []byte {
	if c.low >= 1<<32 {
		c.carry(len(c.out) - 1)
	}
	out := binary.BigEndian.AppendUint32(c.out, uint32(c.low))
	for len(out) > 0 && out[len(out)-1] == 0 {
		out = out[:len(out)-1]
	}
	return out
}

// size returns about how many bytes have been written.
func (c *coder) size() int { return len(c.out) + 1 }

// newModels returns n models that know nothing.
func newModels(n int) []model {
	list := make([]model, n)
	forget(list)
	return list
}

// forget makes models know nothing.
func forget(list []model) {
	for i := range list {
		list[i] = unseen
	}
}
