package codec

import (
	"encoding/binary"
	"math"

	"essaim/generator/internal/model/content"
)

// ProseMemory is memory for what bodies say, one after the other: there are many,
// they are large, and each is needed for a moment. The zero ProseMemory is ready.
type ProseMemory struct {
	// Bytes are those that AppendProse made of one.
	Bytes    []byte
	segments []content.Segment
}

// Prose returns the prose of Bytes. It is valid until they change.
func (m *ProseMemory) Prose() (content.Prose, error) {
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
		return content.Prose{}, errDamaged
	}
	return content.Prose{Segments: m.segments, Text: text}, nil
}

// Text returns the text alone of the prose that AppendProse turned into bytes.
func Text(data []byte) (string, error) {
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

func (r *proseReader) segment() content.Segment {
	return content.Segment{Hole: content.Hole(r.number()), Index: r.number(), HTML: r.text()}
}
