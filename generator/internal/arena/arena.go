// Package arena gives out small pieces of memory that are cut from larger ones: of
// what a hundred thousand entries hold the collector then looks at some hundred
// pieces. What is cut from one piece stays until all of it is let go, so it is for
// what lives equally long. An arena is for one goroutine at a time.
package arena

import (
	"strings"
	"unsafe"
)

// mostBytes is the size of a piece, unless one thing is larger. Go's runtime rounds
// what it gives out at this size up to a multiple of 8 KiB, so pieces are counted in
// bytes: as many items as fit leave next to nothing over.
const mostBytes = 64 << 10

// Slices gives out slices. The first piece is as large as is asked for, and each as
// large as two of the former, up to mostBytes. The zero Slices is ready.
type Slices[T any] struct {
	free []T
	size int // of the last piece
}

// Take returns a slice of n zeros. Appending to it does not reach into the next.
func (s *Slices[T]) Take(n int) []T {
	if n > len(s.free) {
		var item T
		s.size = max(n, min(2*s.size, mostBytes/int(max(1, unsafe.Sizeof(item)))))
		s.free = make([]T, s.size)
	}
	part := s.free[:n:n]
	s.free = s.free[n:]
	return part
}

// Texts gives out texts. The zero Texts is ready.
type Texts struct {
	piece *strings.Builder
	size  int // of the last piece
}

// Keep returns data as a text, which shares no memory with it.
func (t *Texts) Keep(data []byte) string {
	if t.piece == nil || len(data) > t.piece.Cap()-t.piece.Len() {
		t.size = max(len(data), min(2*t.size, mostBytes))
		t.piece = &strings.Builder{}
		t.piece.Grow(t.size)
	}
	start := t.piece.Len()
	t.piece.Write(data)
	return t.piece.String()[start:]
}
