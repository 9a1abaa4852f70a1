package codec

import (
	"strings"

	"essaim/generator/internal/arena"
	"essaim/generator/internal/model/content"
)

// Memory is where entries are decoded to, one after the other. The zero Memory is
// ready.
type Memory struct {
	// Wordless leaves the words of entries where they are: AppendWords reads them.
	Wordless bool

	entries  arena.Slices[content.Entry]
	bodies   arena.Slices[content.Body]
	fields   arena.Slices[content.Field]
	values   arena.Slices[content.Value]
	headings arena.Slices[content.Heading]
	links    arena.Slices[content.Ref]
	words    arena.Slices[content.Word]
	// text is that of entries, and refs that of what they refer to.
	text, refs arena.Texts
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
