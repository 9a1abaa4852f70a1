package shard

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
// zero in 1/65536, and how many bits it has seen, up to slowest.
type model struct {
	zero uint16
	seen uint8
}

// learn moves the probability towards a bit by 1/(seen+1.5) of the way.
func (m *model) learn(bit int) {
	rate := rates[m.seen]
	if bit == 0 {
		m.zero += uint16((65535 - uint32(m.zero)) * rate >> stateBits)
	} else {
		m.zero -= uint16(uint32(m.zero) * rate >> stateBits)
	}
	if m.seen < slowest {
		m.seen++
	}
}

// rates holds 65536/(n+1.5) for n bits seen.
var rates = func() (r [slowest + 1]uint32) {
	for n := range r {
		r[n] = uint32(2 * 65536 / (2*n + 3))
	}
	return r
}()

// probability is that of a zero in 1/4096, never 0 or 1.
func (m *model) probability() uint32 {
	return min(max(uint32(m.zero)>>(stateBits-probabilityBits), 1), 1<<probabilityBits-1)
}

// A coder is an encoder, which writes the bits that it is given and returns
// them, or a decoder, which returns the bits that it reads. What is written
// with the one is read with the other by the very same lines.
type coder interface {
	// bit codes one bit by a model, which learns it.
	bit(m *model, bit int) int
	// raw codes the lowest n bits of a value, each as likely to be 0 as 1.
	raw(value uint32, n int) uint32
	// over reports whether a decoder has read well past the end of its data.
	over() bool
}

// An encoder writes bits.
type encoder struct {
	out   []byte
	low   uint64
	width uint32
	cache byte
	held  int64
}

func newEncoder() *encoder { return &encoder{width: 1<<32 - 1, held: 1} }

func (e *encoder) bit(m *model, bit int) int {
	bound := (e.width >> probabilityBits) * m.probability()
	if bit == 0 {
		e.width = bound
	} else {
		e.low += uint64(bound)
		e.width -= bound
	}
	m.learn(bit)
	for e.width < 1<<24 {
		e.width <<= 8
		e.shift()
	}
	return bit
}

func (e *encoder) over() bool { return false }

func (e *encoder) raw(value uint32, n int) uint32 {
	for i := n - 1; i >= 0; i-- {
		e.width >>= 1
		if value>>i&1 == 1 {
			e.low += uint64(e.width)
		}
		for e.width < 1<<24 {
			e.width <<= 8
			e.shift()
		}
	}
	return value
}

// shift moves the highest byte out, once it is known whether a carry reaches it.
func (e *encoder) shift() {
	if e.low < 0xFF000000 || e.low > 0xFFFFFFFF {
		carry := byte(e.low >> 32)
		for ; e.held > 0; e.held-- {
			e.out = append(e.out, e.cache+carry)
			e.cache = 0xFF
		}
		e.cache = byte(e.low >> 24)
	}
	e.held++
	e.low = e.low << 8 & 0xFFFFFFFF
}

// finish returns the bytes. The first byte is always 0 and left out; zeros at
// the end are left out too, for a decoder reads zeros after the end.
func (e *encoder) finish() []byte {
	for range 5 {
		e.shift()
	}
	out := e.out[1:]
	for len(out) > 0 && out[len(out)-1] == 0 {
		out = out[:len(out)-1]
	}
	return out
}

// size returns about how many bytes have been written.
func (e *encoder) size() int { return len(e.out) + int(e.held) }

// A decoder reads bits; after the end of the data it reads zeros.
type decoder struct {
	data  []byte
	at    int
	code  uint32
	width uint32
}

func newDecoder(data []byte) *decoder {
	d := &decoder{data: data, width: 1<<32 - 1}
	for range 4 {
		d.code = d.code<<8 | uint32(d.next())
	}
	return d
}

func (d *decoder) next() byte {
	d.at++
	if d.at > len(d.data) {
		return 0
	}
	return d.data[d.at-1]
}

func (d *decoder) over() bool { return d.at > len(d.data)+8 }

func (d *decoder) bit(m *model, _ int) int {
	bound := (d.width >> probabilityBits) * m.probability()
	bit := 0
	if d.code < bound {
		d.width = bound
	} else {
		d.code -= bound
		d.width -= bound
		bit = 1
	}
	m.learn(bit)
	for d.width < 1<<24 {
		d.width <<= 8
		d.code = d.code<<8 | uint32(d.next())
	}
	return bit
}

func (d *decoder) raw(_ uint32, n int) uint32 {
	value := uint32(0)
	for range n {
		d.width >>= 1
		value <<= 1
		if d.code >= d.width {
			d.code -= d.width
			value |= 1
		}
		for d.width < 1<<24 {
			d.width <<= 8
			d.code = d.code<<8 | uint32(d.next())
		}
	}
	return value
}

// newModels returns n models that know nothing.
func newModels(n int) []model {
	list := make([]model, n)
	for i := range list {
		list[i].zero = 1 << (stateBits - 1)
	}
	return list
}
