package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
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
	d := jsonMistake(f, at)
	if fix := d.Fix; fix != nil {
		mended := slices.Concat(f.Data[:fix.Span.Start], []byte(fix.Text), f.Data[fix.Span.End:])
		if !json.Valid(mended) {
			d.Fix = nil // there is more, and the editor sees to it
		}
	}
	r.found.Add(d)
}

// jsonMistake says what is wrong with a JSON file of which the bytes before at are right,
// if nothing is said of what follows. The fix is for when nothing else is wrong.
func jsonMistake(f *source.File, at int) diag.Diagnostic {
	wants, last, open := jsonBefore(f.Data[:at])
	if wants != aString && at < len(f.Data) && isWord(f.Data[at]) { // the beginning of a word may have been that of true
		for at > 0 && isWord(f.Data[at-1]) {
			at--
		}
		wants, last, open = jsonBefore(f.Data[:at])
	}
	rest := f.Data[at:]
	next, size := utf8.DecodeRune(rest)
	here := source.In(f.Path, at, at+max(wordLength(rest), min(1, len(rest))))
	// insert reports what is missing behind the last sign.
	insert := func(msg diag.Msg, text string) diag.Diagnostic {
		return diag.New(msg, source.In(f.Path, max(last, 0), last+1)).WithFix(source.In(f.Path, last+1, last+1), text)
	}
	switch {
	case wants == aString && (len(rest) == 0 || next == '\n' || next == '\r'):
		return diag.New("settings-json/open", source.In(f.Path, last, at))
	case wants == aString && f.Data[at-1] == '\\':
		backslash := source.In(f.Path, at-1, at)
		return diag.New("settings-json/escape", backslash).WithFix(backslash, `\\`)
	case wants == aString:
		return diag.New("settings-json", here)
	case len(rest) == 0 && wants == aComma:
		return insert("settings-json/end", "\n"+closing(open))
	case len(rest) == 0 && last >= 0 && f.Data[last] == ',':
		comma := source.In(f.Path, last, last+1)
		return diag.New("settings-json/end", comma).WithFix(comma, "\n"+closing(open))
	case next >= utf8.RuneSelf && unicode.IsSpace(next):
		space := source.In(f.Path, at, at+size)
		return diag.New("settings-json/space", space).WithFix(space, " ")
	case strings.ContainsRune("“”„«»‘’'`", next), (wants == aName || wants == aValue) && (unicode.IsLetter(next) || next == '_'):
		return diag.New("settings-json/quotes", here)
	case wants == aName && next == '}' && last >= 0 && f.Data[last] == ',':
		comma := source.In(f.Path, last, last+1)
		return diag.New("settings-json/last", comma).WithFix(comma, "")
	case wants == aColon && next == '"':
		return insert("settings-json/colon", ":")
	case wants == aColon && (next == '=' || next == ','):
		return diag.New("settings-json/colon", here).WithFix(here, ":")
	case wants == aComma && last == at-1 && f.Data[last] == '"' && !strings.ContainsRune(";]}", next):
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

// jsonBefore returns what must follow the beginning of a JSON text; where its last byte is
// that is no space, or -1; and the braces and brackets that are open. Within a string, last
// is where that begins.
func jsonBefore(data []byte) (wants wanted, last int, open []byte) {
	last = -1
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
				return aString, start, open
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
	return wants, last, open
}

// closing returns what closes all that is open.
func closing(open []byte) string {
	var text strings.Builder
	for _, c := range slices.Backward(open) {
		text.WriteByte(map[byte]byte{'{': '}', '[': ']'}[c])
	}
	return text.String()
}

// isWord reports whether a byte may stand in a word.
func isWord(c byte) bool {
	return c >= utf8.RuneSelf || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_'
}

// wordLength returns the length of text up to a sign that JSON knows, or a space.
func wordLength(text []byte) int {
	if end := bytes.IndexAny(text, " \t\r\n,:{}[]\""); end >= 0 {
		return end
	}
	return len(text)
}
