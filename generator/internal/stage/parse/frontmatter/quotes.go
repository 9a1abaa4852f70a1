package frontmatter

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// escapes are what may follow a backslash between double quotes and is seen, or
// joins lines. Tabs, line ends and other controls are not among them: nobody who
// writes a page wants one, and who writes a path of Windows gets them unasked.
const escapes = " \"/\\N_\t\n\r"

// controls are the escapes of YAML for characters that nobody sees.
const controls = "0abtnvfreLP"

// wrongEscape returns what a backslash at an offset begins when it cannot stand
// there, without the backslash, and whether YAML has a character for it.
func wrongEscape(src []byte, at int) (name string, known bool) {
	rest := src[at+1:]
	if len(rest) == 0 || bytes.IndexByte([]byte(escapes), rest[0]) >= 0 {
		return "", true
	}
	_, size := utf8.DecodeRune(rest)
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[rest[0]]
	if digits == 0 || len(rest) <= digits {
		return string(rest[:size]), bytes.IndexByte([]byte(controls), rest[0]) >= 0
	}
	code, err := strconv.ParseUint(string(rest[1:1+digits]), 16, 32)
	if err != nil {
		return string(rest[:size]), false
	}
	if code > unicode.MaxRune || !utf8.ValidRune(rune(code)) {
		return string(rest[:1+digits]), false
	}
	if r := rune(code); r == '\t' || r == '\n' || r == '\r' || forbidden(r) {
		return string(rest[:1+digits]), true
	}
	return "", true
}

// escaped reports the escapes at the given offsets, of one text between double
// quotes: one message, as one path of Windows has many. The fix doubles all
// backslashes, and drops those before apostrophes. It reports false where they may
// stay: line ends in settings, which are written by who knows YAML.
func (s *scanner) escaped(start int, at []int) bool {
	name, known := wrongEscape(s.src, at[0])
	lines := true
	for _, i := range at {
		lines = lines && s.src[i+1] == 'n'
	}
	last := at[len(at)-1]
	if text := s.src[start : last+1]; lines && !bytes.Contains(text, []byte(`:\`)) && !bytes.Contains(text, []byte(`\\`)) {
		// Who knows YAML may have meant a line end.
		if !s.settings {
			s.found.Add(s.report("front-syntax/escape-line", at[0], at[0]+2))
		}
		return !s.settings
	}
	d := s.report("front-syntax/escape", at[0], at[0]+1+len(name), name)
	exported := false // by a program that writes a backslash before apostrophes
	for _, i := range at {
		exported = exported || beforeApostrophe(s.src, i)
	}
	if beforeApostrophe(s.src, at[0]) {
		known = true
		d = s.report("front-syntax/escape-apostrophe", at[0], at[0]+1)
	} else if known {
		d = s.report("front-syntax/escape-control", at[0], at[0]+1+len(name), name)
	}
	if !known && len(name) > 1 {
		s.found.Add(d) // half of a character, as JSON writes it: no backslash was meant
		return true
	}
	var fix []byte
	from := at[0]
	for _, i := range at {
		fix = append(fix, s.src[from:i]...)
		from = i + 1
		switch {
		case beforeApostrophe(s.src, i):
		case exported && bytes.IndexByte([]byte("ntr"), s.src[from]) >= 0:
			s.found.Add(d) // which such programs write for ends of lines and tabs
			return true
		default:
			fix = append(fix, '\\', '\\')
		}
	}
	s.found.Add(d.WithFix(s.span(at[0], last+1), string(fix)))
	return true
}

// beforeApostrophe reports whether what follows the backslash at an offset is an
// apostrophe.
func beforeApostrophe(src []byte, at int) bool {
	return bytes.HasPrefix(src[at+1:], []byte("'")) || bytes.HasPrefix(src[at+1:], []byte("’"))
}

// inner reports a quotation mark that was to be part of the text that begins at
// start and ended it, at stop, when the text surely goes on to the quotation mark
// before last.
func (s *scanner) inner(start, stop, last int) bool {
	mark := s.src[start]
	if mark != '"' && mark != '\'' || last <= stop || s.src[last-1] != mark || bytes.IndexByte(s.src[start:last], '\n') >= 0 {
		return false
	}
	text := s.src[start+1 : last-1]
	fix := ""
	if mark == '"' {
		whole, sure := escapeQuotations(text)
		if !sure {
			return false
		}
		fix = `"` + string(whole) + `"`
	} else {
		if !apostrophes(text) {
			return false
		}
		fix = quote(bytes.ReplaceAll(text, []byte("''"), []byte("'")))
	}
	s.found.Add(s.report("front-syntax/quote-inner", stop-1, stop).WithFix(s.span(start, last), fix))
	return true
}

// innerFlow is inner for a text between brackets or braces. It returns where the
// text ends.
func (f *flow) innerFlow(start, stop int) int {
	end := lineEnd(f.src, stop)
	if f.src[stop-1] != f.src[start] || endsValue(f.src[stop:end]) {
		return stop
	}
	for at := stop; at < end; at++ {
		if f.src[at] == f.src[start] && f.src[at-1] != '\\' && endsValue(f.src[at+1:end]) && f.inner(start, stop, at+1) {
			f.replace(start, at+1)
			return at + 1
		}
	}
	return stop
}

// endsValue reports whether what follows a text between brackets or braces ends
// it.
func endsValue(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " \t\r")
	return len(rest) == 0 || bytes.IndexByte([]byte(",]}:#"), rest[0]) >= 0
}

// escapeQuotations writes a backslash before the quotation marks in a text. It is
// sure when they are pairs around words.
func escapeQuotations(text []byte) (escaped []byte, sure bool) {
	open, pairs := false, 0
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			escaped = append(escaped, text[i], text[i+1])
			i++
			continue
		}
		if text[i] != '"' {
			escaped = append(escaped, text[i])
			continue
		}
		before, _ := utf8.DecodeLastRune(text[:i])
		after, _ := utf8.DecodeRune(text[i+1:])
		atStart, atEnd := i == 0, i+1 == len(text)
		switch {
		case !open && (atEnd || unicode.IsSpace(after) || !atStart && !unicode.IsSpace(before) && !unicode.Is(unicode.Ps, before) && before != '\'' && before != '’' && before != '-'):
			return nil, false
		case open && (atStart || unicode.IsSpace(before) || !atEnd && (unicode.IsLetter(after) || unicode.IsDigit(after))):
			return nil, false
		case open:
			pairs++
		}
		open = !open
		escaped = append(escaped, '\\', '"')
	}
	return escaped, !open && pairs > 0
}

// apostrophes reports whether the apostrophes in a text surely are such: there is
// a letter on either side.
func apostrophes(text []byte) bool {
	some := false
	for i := 0; i < len(text); i++ {
		if text[i] != '\'' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '\'' {
			i++
			continue
		}
		before, _ := utf8.DecodeLastRune(text[:i])
		after, _ := utf8.DecodeRune(text[i+1:])
		if !unicode.IsLetter(before) || !unicode.IsLetter(after) {
			return false
		}
		some = true
	}
	return some
}

// typographic are the pairs of quotation marks that people write and YAML takes
// for a part of the text.
var typographic = [][2]string{{"“", "”"}, {"«", "»"}, {"‘", "’"}, {"„", "“"}, {"„", "”"}, {"‹", "›"}}

// Unquoted returns what stands between the typographic quotation marks around a
// text, and whether the whole text stands between two that belong together.
func Unquoted(text string) (inside string, is bool) {
	if text == "" || text[0] < utf8.RuneSelf {
		return "", false
	}
	for _, pair := range typographic {
		if len(text) <= len(pair[0])+len(pair[1]) || text[:len(pair[0])] != pair[0] || text[len(text)-len(pair[1]):] != pair[1] {
			continue
		}
		inside = text[len(pair[0]) : len(text)-len(pair[1])]
		for _, other := range typographic {
			if strings.Contains(inside, other[0]) || other[1] != "’" && strings.Contains(inside, other[1]) {
				return "", false
			}
		}
		if pair[1] == "’" && strings.Contains(inside, "’") {
			return "", false
		}
		inside = strings.TrimSpace(inside)
		return inside, inside != ""
	}
	return "", false
}

// Titled reports whether a text begins with a quotation mark that is typed on
// purpose, as around a title in French: no program writes it for a straight one.
func Titled(text string) bool { return strings.HasPrefix(text, "«") || strings.HasPrefix(text, "‹") }

// quote returns a text between double quotation marks, as YAML reads them, in the
// place of typographic ones around it that are not there on purpose.
func quote(text []byte) string {
	if inside, is := Unquoted(string(text)); is && !Titled(string(text)) {
		text = []byte(inside)
	}
	text = bytes.ReplaceAll(text, []byte(`\`), []byte(`\\`))
	text = bytes.ReplaceAll(text, []byte(`"`), []byte(`\"`))
	return `"` + string(text) + `"`
}
