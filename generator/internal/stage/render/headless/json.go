package headless

import (
	"encoding/hex"
	"strconv"
	"unicode/utf8"

	"essaim/generator/internal/model/output"
)

// writer appends JSON to a buffer. A comma is written before whatever does not
// begin an object, a list or a value: the byte before tells.
type writer struct{ out []byte }

func (w *writer) comma() {
	if n := len(w.out); n > 0 {
		switch w.out[n-1] {
		case '{', '[', ':':
		default:
			w.out = append(w.out, ',')
		}
	}
}

// open begins an object or a list, close ends it.
func (w *writer) open(c byte)  { w.comma(); w.out = append(w.out, c) }
func (w *writer) close(c byte) { w.out = append(w.out, c) }

// name writes the name of a member, which needs no escapes unless it comes from
// the settings.
func (w *writer) name(s string) {
	w.text(s)
	w.out = append(w.out, ':')
}

// member writes a member that holds a text.
func (w *writer) member(name, value string) {
	w.name(name)
	w.text(value)
}

// optional writes a member unless its text is empty.
func (w *writer) optional(name, value string) {
	if value != "" {
		w.member(name, value)
	}
}

// hash writes a member that holds a hash, in hexadecimal digits.
func (w *writer) hash(name string, h output.Hash) {
	w.name(name)
	w.comma()
	w.out = append(hex.AppendEncode(append(w.out, '"'), h[:]), '"')
}

func (w *writer) integer(n int) {
	w.comma()
	w.out = strconv.AppendInt(w.out, int64(n), 10)
}

// number writes the shortest decimal that reads back as n. Settings and entries
// hold no infinities.
func (w *writer) number(n float64) {
	w.comma()
	w.out = strconv.AppendFloat(w.out, n, 'f', -1, 64)
}

func (w *writer) boolean(b bool) {
	w.comma()
	w.out = strconv.AppendBool(w.out, b)
}

// raw writes JSON that is there already.
func (w *writer) raw(json []byte) {
	w.comma()
	w.out = append(w.out, json...)
}

const hexadecimal = "0123456789abcdef"

// text writes a string (RFC 8259). What is not UTF-8 becomes U+FFFD.
func (w *writer) text(s string) {
	w.comma()
	if !utf8.ValidString(s) {
		s = string([]rune(s))
	}
	w.out = appendText(w.out, s)
}

// body writes the members for what parse made of a text, which is UTF-8.
func (w *writer) body(html, text []byte) {
	w.name("html")
	w.out = appendText(w.out, html)
	w.name("text")
	w.out = appendText(w.out, text)
}

// escaped are the bytes that do not stand for themselves in a string.
var escaped = func() (table [256]bool) {
	for c := range ' ' {
		table[c] = true
	}
	table['"'], table['\\'] = true, true
	return table
}()

// appendText appends UTF-8 as a string.
func appendText[T string | []byte](out []byte, s T) []byte {
	out = append(out, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !escaped[c] {
			continue
		}
		out = append(out, s[from:i]...)
		switch c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\n':
			out = append(out, '\\', 'n')
		case '\t':
			out = append(out, '\\', 't')
		case '\r':
			out = append(out, '\\', 'r')
		default:
			out = append(out, '\\', 'u', '0', '0', hexadecimal[c>>4], hexadecimal[c&15])
		}
		from = i + 1
	}
	return append(append(out, s[from:]...), '"')
}
