package frontmatter

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// Text returns f with text that can be read: bytes that are not UTF-8 and
// characters that no text holds are reported, once each kind, and replaced one
// byte for one, so that every place stays the same. It returns nil when there
// are no bytes to read, with the reason.
func Text(f *source.File) (*source.File, diag.List) {
	if f.Problem != source.OK {
		return nil, diag.List{problemOf(f)}
	}
	if len(f.Data) == 0 {
		return nil, diag.List{diag.New("file-empty", source.In(f.Path, 0, 0))}
	}
	if at, end := conflict(f.Data); end > 0 {
		return nil, diag.List{diag.New("file-conflict", source.In(f.Path, at, end))}
	}
	var found diag.List
	found.Add(twice(f)...)
	var clean []byte
	replace := func(msg diag.Msg, at, size int, arg string) {
		if clean == nil {
			clean = append([]byte(nil), f.Data...)
		}
		for i := range size {
			clean[at+i] = '?'
		}
		for _, d := range found {
			if d.Msg == msg {
				return
			}
		}
		found.Add(diag.New(msg, source.In(f.Path, at, at+size), arg))
	}
	for at := 0; at < len(f.Data); {
		if c := f.Data[at]; printable[c] {
			at++
			continue
		} else if c >= 0xC3 && c < 0xE0 && at+1 < len(f.Data) && f.Data[at+1]&0xC0 == 0x80 { // U+00C0 to U+07FF
			at += 2
			continue
		}
		r, size := utf8.DecodeRune(f.Data[at:])
		switch {
		case r == utf8.RuneError && size == 1:
			replace("file-encoding", at, 1, fmt.Sprintf("0x%02X", f.Data[at]))
		case r == utf8.RuneError:
			replace("file-encoding/lost", at, size, "")
		case forbidden(r) && (r != '\uFEFF' || at > 0):
			replace("file-control", at, size, fmt.Sprintf("U+%04X", r))
		}
		at += size
	}
	if clean == nil {
		return f, found
	}
	readable := *f
	readable.Data = clean
	return &readable, found
}

// conflict returns the line with which the first of two versions begins of which git has
// found none to be the right one; another line parts them, and one ends the second.
func conflict(data []byte) (start, end int) {
	start = lineBeginning(data, 0, "<<<<<<< ")
	if start < 0 {
		return 0, 0
	}
	end = start + len(lineAt(data, start))
	middle := lineBeginning(data, end, "=======")
	if middle < 0 || lineBeginning(data, middle, ">>>>>>> ") < 0 {
		return 0, 0
	}
	return start, end
}

// lineBeginning returns where the first line from an offset on begins that has a
// beginning, or -1.
func lineBeginning(data []byte, from int, beginning string) int {
	for at := from; ; at++ {
		i := bytes.Index(data[at:], []byte(beginning))
		if i < 0 {
			return -1
		}
		if at += i; at == 0 || data[at-1] == '\n' {
			return at
		}
	}
}

// twice reports the first letter of a text that was made UTF-8 although it was already:
// its two bytes became two characters. Of those that may follow Ã and Â in a word of
// capitals, a no-break space and a closing guillemet, nothing is said.
func twice(f *source.File) diag.List {
	for _, lead := range []string{"\u00C3\xC2", "\u00C2\xC2"} {
		for at := 0; ; at += len(lead) {
			i := bytes.Index(f.Data[at:], []byte(lead))
			if i < 0 || at+i+4 > len(f.Data) {
				break
			}
			at += i
			if second := f.Data[at+3]; second != 0xA0 && second != 0xBB {
				first, _ := utf8.DecodeRune(f.Data[at:])
				meant, _ := utf8.DecodeRune([]byte{byte(first), second})
				return diag.List{diag.New("file-encoding/twice", source.In(f.Path, at, at+4), string(f.Data[at:at+4]), string(meant))}
			}
		}
	}
	return nil
}

// printable are the bytes of ASCII that are seen, and the line feed.
var printable = func() (table [256]bool) {
	for c := ' '; c < 0x7F; c++ {
		table[c] = true
	}
	table['\n'] = true
	return table
}()

// forbidden reports whether a character is invisible and has no business in a
// text: controls, byte order marks, the overrides that show a line in another
// order than it is read, and what Unicode calls no character.
func forbidden(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return false
	case r < ' ', r >= 0x7F && r < 0xA0:
		return true
	}
	return r == '\uFEFF' || r == '\u202D' || r == '\u202E' || r&0xFFFE == 0xFFFE
}

// problemOf says why load could not take a file.
func problemOf(f *source.File) diag.Diagnostic {
	span := source.In(f.Path, 0, 0)
	switch f.Problem {
	case source.TooLarge:
		limit := int64(source.MaxText)
		if f.Size > source.MaxMedia {
			limit = source.MaxMedia
		}
		return diag.New("file-too-large", span, megabytes(f.Size), megabytes(limit))
	case source.LinkOutside:
		return diag.New("file-link/outside", span)
	case source.LinkLoop:
		return diag.New("file-link/loop", span)
	case source.LinkBroken:
		return diag.New("file-link/broken", span)
	case source.BadName:
		return diag.New("file-name", span, f.Path, strconv.QuoteToASCII(f.Path))
	}
	return diag.New("file-irregular", span)
}

func megabytes(size int64) string {
	return strconv.FormatFloat(float64(size)/(1<<20), 'f', 1, 64) + " Mio"
}
