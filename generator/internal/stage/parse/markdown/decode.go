package markdown

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// needsDecoding marks the bytes that mean something else than themselves.
var needsDecoding = [256]bool{'&': true, '\\': true, 0: true}

// decode appends raw to dst with its escapes and entities resolved.
func decode(dst, raw []byte) []byte { return decodeText(dst, raw, false) }

// firstShield is the first of 32 noncharacters of Unicode, one for each sign of
// ASCII, that stand for a sign written with a backslash: micro-typography must
// leave that as it is. They are replaced before anything is output.
const firstShield = '\uFDD0'

// signs are the signs of ASCII in order; a sign's place is that of its shield.
const signs = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

// decodeText appends raw to dst with its entities resolved, and its escapes
// resolved or shielded. A noncharacter that an editor wrote is replaced, so
// that it cannot pass for a shield.
func decodeText(dst, raw []byte, shield bool) []byte {
	done := 0
	for i := 0; i < len(raw); {
		c := raw[i]
		if !needsDecoding[c] && c != 0xEF {
			i++
			continue
		}
		with, width := replacement(raw[i:], shield)
		if width == 0 {
			i++
			continue
		}
		dst = append(dst, raw[done:i]...)
		dst = append(dst, with...)
		i += width
		done = i
	}
	return append(dst, raw[done:]...)
}

// replacement returns what the start of raw stands for, and how much of raw
// that takes; 0 when it stands for itself.
func replacement(raw []byte, shield bool) (with string, width int) {
	switch raw[0] {
	case 0:
		return "\uFFFD", 1
	case '\\':
		if len(raw) < 2 || !util.IsPunct(raw[1]) {
			return "", 0
		}
		if shield {
			return string(rune(firstShield + bytes.IndexByte([]byte(signs), raw[1]))), 2
		}
		return string(raw[1:2]), 2
	case '&':
		return entity(raw)
	}
	if shield && isShield(raw) {
		return "\uFFFD", 3
	}
	return "", 0
}

// isShield reports whether text begins with one of the 32 noncharacters.
func isShield(text []byte) bool {
	return len(text) >= 3 && text[0] == 0xEF && text[1] == 0xB7 && 0x90 <= text[2] && text[2] <= 0xAF
}

// entity resolves an entity or numeric reference at the start of raw.
func entity(raw []byte) (with string, width int) {
	end := bytes.IndexByte(raw[:min(len(raw), maxEntity)], ';')
	if end < 2 {
		return "", 0
	}
	name := raw[1:end]
	if name[0] != '#' {
		found, ok := util.LookUpHTML5EntityByName(string(name))
		if !ok {
			return "", 0
		}
		return string(found.Characters), end + 1
	}
	digits, base, limit := name[1:], 10, 7
	if len(digits) > 0 && digits[0]|0x20 == 'x' {
		digits, base, limit = digits[1:], 16, 6
	}
	if len(digits) == 0 || len(digits) > limit {
		return "", 0
	}
	value, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil {
		return "", 0
	}
	r := util.ToValidRune(rune(value))
	if r >= firstShield && r < firstShield+rune(len(signs)) {
		r = utf8.RuneError
	}
	return string(r), end + 1
}

// maxEntity is the length of the longest entity, "&CounterClockwiseContourIntegral;".
const maxEntity = 33

// unshield replaces shields by their signs, in place.
func unshield(text []byte) []byte {
	if bytes.IndexByte(text, 0xEF) < 0 {
		return text
	}
	out := text[:0]
	for i := 0; i < len(text); {
		if isShield(text[i:]) {
			out = append(out, signs[text[i+2]-0x90])
			i += 3
			continue
		}
		out = append(out, text[i])
		i++
	}
	return out
}

// escapes are the characters of HTML that are written as entities.
var escapes = ['>' + 1]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;"}

// escaped are those characters.
var escaped = func() (table [256]bool) {
	for c, with := range escapes {
		table[c] = with != ""
	}
	return table
}()

// appendEscaped appends text to dst as the content of an element or attribute.
func appendEscaped(dst, text []byte) []byte {
	done := 0
	for i, c := range text {
		if !escaped[c] { // nearly all of a text
			continue
		}
		dst = append(append(dst, text[done:i]...), escapes[c]...)
		done = i + 1
	}
	return append(dst, text[done:]...)
}
