package source

import (
	"bytes"
	"unicode/utf8"
)

// Span is a range of bytes in a file. The zero Span is "no place"; a Span with
// a File and Start == End marks a point (for a missing thing, where it should
// have been).
type Span struct {
	// File is a path as in File.Path.
	File string
	// Start and End are byte offsets into the whole file, front matter and
	// byte order mark included; End is exclusive.
	Start, End int
}

// In returns the span of length bytes at offset in file.
func In(file string, start, end int) Span { return Span{File: file, Start: start, End: end} }

// IsZero reports whether s names no place at all.
func (s Span) IsZero() bool { return s.File == "" }

// Position is a place as people count: the first line and column are 1, and a
// column is one character (code point), not one byte.
type Position struct {
	Line, Column int
}

// LineIndex finds lines in a text. Positions are computed only when something
// is printed, so parsing pays nothing for them.
type LineIndex struct {
	data   []byte
	starts []int
}

// NewLineIndex indexes data, which must not change afterwards. A line ends
// with \n, \r\n or \r.
func NewLineIndex(data []byte) *LineIndex {
	starts := []int{0}
	for i := 0; i < len(data); i++ {
		switch {
		case data[i] == '\n':
			starts = append(starts, i+1)
		case data[i] == '\r' && (i+1 >= len(data) || data[i+1] != '\n'):
			starts = append(starts, i+1)
		}
	}
	return &LineIndex{data: data, starts: starts}
}

// Position returns the line and column of a byte offset. An offset outside the
// text is moved to its nearest end; a byte order mark has no width.
func (x *LineIndex) Position(offset int) Position {
	offset = max(0, min(offset, len(x.data)))
	line := x.lineOf(offset)
	before := x.data[x.starts[line]:offset]
	if line == 0 {
		before = bytes.TrimPrefix(before, []byte("\uFEFF"))
	}
	return Position{Line: line + 1, Column: utf8.RuneCount(before) + 1}
}

// Line returns the text of the line that holds offset, without its end and
// without a byte order mark, and the offset at which that text starts.
func (x *LineIndex) Line(offset int) (text []byte, start int) {
	offset = max(0, min(offset, len(x.data)))
	line := x.lineOf(offset)
	start = x.starts[line]
	end := len(x.data)
	if line+1 < len(x.starts) {
		end = x.starts[line+1]
	}
	text = bytes.TrimRight(x.data[start:end], "\r\n")
	if line == 0 && bytes.HasPrefix(text, []byte("\uFEFF")) {
		text, start = text[3:], start+3
	}
	return text, start
}

func (x *LineIndex) lineOf(offset int) int {
	low, high := 0, len(x.starts)
	for low+1 < high {
		middle := (low + high) / 2
		if x.starts[middle] <= offset {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}
