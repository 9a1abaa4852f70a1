package content

import "strings"

// Chunk gives out small slices that are cut from larger pieces of memory: of a
// hundred thousand entries the collector then looks at some hundred pieces. What
// is cut from one piece stays until all of it is let go, so it is for what lives
// equally long. The first piece is as large as is asked for, and each as large
// as two of the former. The zero Chunk is ready.
type Chunk[T any] struct {
	free []T
	size int
}

// Take returns a slice of n zeros, from a piece of at most about most.
func (c *Chunk[T]) Take(n, most int) []T {
	if n > len(c.free) {
		c.size = max(n, min(2*c.size, most))
		c.free = make([]T, c.size)
	}
	part := c.free[:n:n]
	c.free = c.free[n:]
	return part
}

// The sizes of pieces: about 64 KB each.
const (
	mostItems = 256
	mostWords = 16 << 10
	mostText  = 64 << 10
)

// Memory is where entries are decoded to, one after the other. The zero Memory is
// ready.
type Memory struct {
	// Wordless leaves the words of entries where they are: DecodeWords reads them.
	Wordless bool

	entries  Chunk[Entry]
	bodies   Chunk[Body]
	fields   Chunk[Field]
	values   Chunk[Value]
	headings Chunk[Heading]
	links    Chunk[Ref]
	words    Chunk[Word]
	// text is that of entries, and refs that of what they refer to.
	text, refs Texts
	names      map[string]string
}

// name returns one text for all that are equal to it.
func (m *Memory) name(text string) string {
	known, ok := m.names[text]
	if !ok {
		if m.names == nil {
			m.names = map[string]string{}
		}
		known = strings.Clone(text)
		m.names[known] = known
	}
	return known
}

// Texts is Chunk for texts. The zero Texts is ready.
type Texts struct {
	piece *strings.Builder
	size  int
}

// Keep returns data as a text.
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
