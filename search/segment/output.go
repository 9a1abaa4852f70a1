package segment

import (
	"encoding/binary"
	"hash/crc32"
	"io"
)

// bufferSize is how many bytes an output collects before it writes them.
const bufferSize = 1 << 16

// An output counts the bytes that are written and sums them up. After an error
// it writes nothing any more; flush returns the error.
type output struct {
	w       io.Writer
	buffer  []byte
	flushed uint64
	sum     uint32
	err     error
}

// offset is that of the next byte in the file.
func (o *output) offset() uint64 { return o.flushed + uint64(len(o.buffer)) }

// room makes sure that n bytes, fewer than bufferSize, go into the buffer.
func (o *output) room(n int) {
	if len(o.buffer)+n > bufferSize {
		o.flush()
	}
}

func (o *output) bytes(b []byte) {
	if len(b) <= bufferSize {
		o.room(len(b))
		o.buffer = append(o.buffer, b...)
		return
	}
	o.flush()
	o.emit(b)
}

func (o *output) string(s string) {
	if len(s) <= bufferSize {
		o.room(len(s))
		o.buffer = append(o.buffer, s...)
		return
	}
	o.bytes([]byte(s))
}

func (o *output) uvarint(v uint64) {
	o.room(binary.MaxVarintLen64)
	o.buffer = binary.AppendUvarint(o.buffer, v)
}

func (o *output) uint16(v uint16) {
	o.room(2)
	o.buffer = binary.BigEndian.AppendUint16(o.buffer, v)
}

func (o *output) uint32(v uint32) {
	o.room(4)
	o.buffer = binary.BigEndian.AppendUint32(o.buffer, v)
}

func (o *output) uint64(v uint64) {
	o.room(8)
	o.buffer = binary.BigEndian.AppendUint64(o.buffer, v)
}

// emit writes bytes past the buffer, which must be empty.
func (o *output) emit(b []byte) {
	o.flushed += uint64(len(b))
	if o.err != nil || len(b) == 0 {
		return
	}
	o.sum = crc32.Update(o.sum, crc32.IEEETable, b)
	_, o.err = o.w.Write(b)
}

func (o *output) flush() error {
	o.emit(o.buffer)
	o.buffer = o.buffer[:0]
	return o.err
}
