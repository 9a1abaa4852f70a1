package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// json reports a file that is not JSON, at the word where it stops to be, with what
// translators do wrong said in their words.
func (r *reader) json(f *source.File, err error) {
	at := len(f.Data)
	var whole json.RawMessage
	cut := json.NewDecoder(bytes.NewReader(f.Data)).Decode(&whole) // which tells it from a last sign that is wrong
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok && !errors.Is(cut, io.ErrUnexpectedEOF) {
		at = max(0, min(at, int(syntax.Offset)-1))
	}
	r.found.Add(jsonMistake(f, at))
}

// jsonMistake says what is wrong with a JSON file of which the bytes before at are right,
// if nothing is said of what follows.
func jsonMistake(f *source.File, at int) diag.Diagnostic {
	wants, last := jsonBefore(f.Data[:at])
	rest := f.Data[at:]
	word := at + max(wordLength(rest), min(1, len(rest)))
	next, _ := utf8.DecodeRune(rest)
	here := source.In(f.Path, at, word)
	behind := source.In(f.Path, last+1, last+1) // where what is missing belongs
	insert := func(msg diag.Msg, text string) diag.Diagnostic {
		return diag.New(msg, source.In(f.Path, max(last, 0), last+1)).WithFix(behind, text)
	}
	switch {
	case wants == aString && (next == '\n' || next == '\r'):
		line := max(last, bytes.LastIndexByte(f.Data[:at], '\n')+1)
		return diag.New("settings-json/open", source.In(f.Path, line, at))
	case wants == aString && next != utf8.RuneError && next >= ' ' && f.Data[at-1] == '\\':
		return diag.New("settings-json/escape", source.In(f.Path, at-1, at)).WithFix(source.In(f.Path, at-1, at), `\\`)
	case len(rest) == 0 && wants == aComma:
		return insert("settings-json/end", "\n}")
	case strings.ContainsRune("“”„«»‘’'`", next), (wants == aName || wants == aValue) && isLetter(next) && !jsonWord(rest):
		return diag.New("settings-json/quotes", here)
	case wants == aName && next == '}' && last >= 0 && f.Data[last] == ',':
		comma := source.In(f.Path, last, last+1)
		return diag.New("settings-json/last", comma).WithFix(comma, "")
	case wants == aColon && next == '"':
		return insert("settings-json/colon", ":")
	case wants == aColon && (next == '=' || next == ','):
		return diag.New("settings-json/colon", here).WithFix(here, ":")
	case wants == aComma && last == at-1 && f.Data[last] == '"' && next != ';':
		return diag.New("settings-json/inner", source.In(f.Path, last, last+1))
	case wants == aComma && next == '"':
		return insert("settings-json/comma", ",")
	case wants == aComma && (next == ';' || next == '.'):
		return diag.New("settings-json/comma", here).WithFix(here, ",")
	case wants == nothing:
		return diag.New("settings-json/after", here)
	}
	return diag.New("settings-json", here)
}

// wanted is what may come next in JSON.
type wanted int

const (
	aValue wanted = iota
	aName
	aColon
	aComma // or the end of what is open
	aString
	nothing
)

// jsonBefore returns what must follow the beginning of a JSON text, and where its last
// byte is that is no space, or -1. Within a string that is where it begins.
func jsonBefore(data []byte) (wants wanted, last int) {
	last = -1
	var open []byte
	for i := 0; i < len(data); i++ {
		switch c := data[i]; c {
		case ' ', '\t', '\n', '\r':
			continue
		case '{':
			open, wants = append(open, c), aName
		case '[':
			open, wants = append(open, c), aValue
		case '}', ']':
			open, wants = open[:max(0, len(open)-1)], aComma
		case ':':
			wants = aValue
		case ',':
			wants = aValue
			if len(open) > 0 && open[len(open)-1] == '{' {
				wants = aName
			}
		case '"':
			start := i
			for i++; i < len(data) && data[i] != '"'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
			if i >= len(data) {
				return aString, start
			}
			if wants == aName {
				wants = aColon
			} else {
				wants = aComma
			}
		default: // a number or a word
			wants = aComma
		}
		last = i
		if len(open) == 0 && wants == aComma {
			wants = nothing
		}
	}
	return wants, last
}

// wordLength returns the length of text up to a sign that JSON knows, or a space.
func wordLength(text []byte) int {
	if end := bytes.IndexAny(text, " \t\r\n,:{}[]\""); end >= 0 {
		return end
	}
	return len(text)
}

// jsonWord reports whether text begins with a word that stands without quotes.
func jsonWord(text []byte) bool {
	switch string(text[:wordLength(text)]) {
	case "true", "false", "null":
		return true
	}
	return false
}

func isLetter(c rune) bool {
	return c != utf8.RuneError && (c >= utf8.RuneSelf || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_')
}
