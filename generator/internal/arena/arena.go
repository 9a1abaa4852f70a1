// Package arena gives out small pieces of memory that are cut from larger ones: of
// what a hundred thousand entries hold the collector then looks at some hundred
// pieces. What is cut from one piece stays until all of it is let go, so it is for
// what lives equally long. An arena is for one goroutine at a time.
package arena

import "strings"

// Slices gives out slices. The first piece is as large as is asked for, and each as
// large as two of the former. The zero Slices is ready.
type Slices[T any] struct {
	free []T
	size int // of the last piece
}

// Take returns a slice of n zeros, from a piece of at most about most. Appending to
// it does not reach into the next.
func (s *Slices[T]) Take(n, most int) []T {
	if n > len(s.free) {
		s.size = max(n, min(2*s.size, most))
		s.free = make([]T, s.size)
	}
	part := s.free[:n:n]
	s.free = s.free[n:]
	return part
}

// mostText is the length of a piece for texts, in bytes, unless one text is longer.
const mostText = 64 << 10

// Texts gives out texts. The zero Texts is ready.
type Texts struct {
	piece *strings.Builder
	size  int // of the last piece
}

// Keep returns data as a text, which shares no memory with it.
func (t *Texts) Keep(data []byte) string {
	if t.piece == nil || len(data) > t.piece.Cap()-t.piece.Len() {
		t.size = max(len(data), min(2*t.size, mostText))
		t.piece = &strings.Builder{}
		t.piece.Grow(t.size)
	}
	start := t.piece.Len()
	t.piece.Write(data)
	return t.piece.String()[start:]
}
