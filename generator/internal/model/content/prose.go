package content

import (
	"encoding/binary"
	"math"
)

// ProseMemory is memory for what bodies say, one after the other: there are many,
// they are large, and each is needed for a moment. The zero ProseMemory is ready.
type ProseMemory struct {
	// Bytes are those that Prose.Append made of one.
	Bytes    []byte
	segments []Segment
}

// Prose returns the prose of Bytes. It is good until they are others.
func (m *ProseMemory) Prose() (Prose, error) {
	r := proseReader{in: m.Bytes}
	m.segments = m.segments[:0]
	for range r.number() {
		m.segments = append(m.segments, r.segment())
		if r.failed {
			break
		}
	}
	text := r.text()
	if r.failed || len(r.in) > 0 {
		return Prose{}, errDamaged
	}
	return Prose{m.segments, text}, nil
}

// DecodeText returns the text alone of the prose that Append turned into bytes.
func DecodeText(data []byte) (string, error) {
	r := proseReader{in: data}
	for range r.number() {
		if r.segment(); r.failed {
			break
		}
	}
	text := r.text()
	if r.failed || len(r.in) > 0 {
		return "", errDamaged
	}
	return string(text), nil
}

// proseReader reads what encoder.prose wrote, without a copy. After the first failure
// everything reads as empty.
type proseReader struct {
	in     []byte
	failed bool
}

func (r *proseReader) number() int {
	n, size := binary.Varint(r.in)
	if size <= 0 || n < 0 || n > math.MaxInt32 {
		r.in, r.failed = nil, true
		return 0
	}
	r.in = r.in[size:]
	return int(n)
}

func (r *proseReader) text() []byte {
	n := r.number()
	if n == 0 {
		return nil
	}
	if n > len(r.in) {
		r.in, r.failed = nil, true
		return nil
	}
	text := r.in[:n:n]
	r.in = r.in[n:]
	return text
}

func (r *proseReader) segment() Segment {
	return Segment{Hole: Hole(r.number()), Index: r.number(), HTML: r.text()}
}
