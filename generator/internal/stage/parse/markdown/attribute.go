package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/language"

	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
)

// attribute is one of {#id .class name=value}; #id and .class have the names
// "id" and "class".
type attribute struct {
	name, value string
	// start and end cover the attribute, valueStart begins its value.
	start, end, valueStart int
}

// classes are the classes that an editor may write; the theme styles them.
var classes = []string{"decorative", "lead", "small", "wide"}

// attributeMarks parses {attributes} that follow something else than a bracket:
// emphasis or code, or a block.
type attributeMarks struct{}

// Trigger implements parser.InlineParser.
func (attributeMarks) Trigger() []byte { return []byte{'{'} }

// Parse implements parser.InlineParser.
func (attributeMarks) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	s := pc.(*state)
	found, width := s.attributesAhead(block)
	if width == 0 {
		return nil
	}
	n := &inline{what: attributesMark, start: endOf(block), attributes: found}
	block.Advance(width)
	n.end = endOf(block)
	n.SetPos(n.start)
	return n
}

// attributesAhead reads {attributes} where the reader stands, without moving
// it, and returns how many bytes they take; 0 when there are none.
func (s *state) attributesAhead(block text.Reader) ([]attribute, int) {
	line, at := block.PeekLine()
	if at.Padding != 0 || len(line) == 0 || line[0] != '{' {
		return nil, 0
	}
	var found []attribute
	for i := 1; ; {
		for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
			i++
		}
		if i < len(line) && line[i] == '}' && len(found) > 0 {
			return found, i + 1
		}
		a, width := oneAttribute(line[i:])
		if width == 0 {
			return nil, 0
		}
		a.start, a.end, a.valueStart = at.Start+i, at.Start+i+width, at.Start+i+a.valueStart
		found = append(found, a)
		i += width
	}
}

// oneAttribute reads one attribute at the start of line; valueStart counts from
// there.
func oneAttribute(line []byte) (a attribute, width int) {
	if len(line) == 0 {
		return a, 0
	}
	if line[0] == '#' || line[0] == '.' {
		width = 1 + nameLength(line[1:])
		if width == 1 {
			return a, 0
		}
		a.name = "class"
		if line[0] == '#' {
			a.name = "id"
		}
		a.value, a.valueStart = string(line[1:width]), 1
		return a, width
	}
	equals := nameLength(line)
	if equals == 0 || equals+1 >= len(line) || line[equals] != '=' {
		return a, 0
	}
	a.name = string(line[:equals])
	start := equals + 1
	if line[start] == '"' {
		end := strings.IndexByte(string(line[start+1:]), '"')
		if end < 0 {
			return a, 0
		}
		a.value, a.valueStart = string(line[start+1:start+1+end]), start+1
		return a, start + end + 2
	}
	width = nameLength(line[start:])
	if width == 0 {
		return a, 0
	}
	a.value, a.valueStart = string(line[start:start+width]), start
	return a, start + width
}

// nameLength returns how many bytes of line form a name or bare value.
func nameLength(line []byte) int {
	for i, c := range line {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c >= 0x80
		if !letter {
			return i
		}
	}
	return len(line)
}

// attributes checks the attributes of one element and writes those allowed,
// each with a leading space. An id is allowed on headings only, where it is
// noted and not written (explicitID).
func (r *renderer) attributes(list []attribute, heading bool) {
	var written []string
	for _, a := range list {
		switch {
		case a.name == "id" && heading:
			r.explicitID(a)
		case a.name == "class" && known(classes, a.value):
			written = append(written, a.value)
		case a.name == "class":
			r.unknownAttribute(a, "."+a.value, classes, ".")
		case a.name == "lang":
			r.language(a)
		case a.name == "dir" && (a.value == "ltr" || a.value == "rtl" || a.value == "auto"):
			r.put(` dir="` + a.value + `"`)
		default:
			r.unknownAttribute(a, a.name, []string{"lang", "dir", "class"}, "")
		}
	}
	if len(written) > 0 {
		r.put(` class="` + strings.Join(written, " ") + `"`)
	}
}

func (r *renderer) unknownAttribute(a attribute, shown string, words []string, sign string) {
	d := newDiagnostic("attribute-unknown", r.span(a.start, a.end), shown)
	if near := spell.Nearest(strings.TrimPrefix(shown, "."), words); near != "" && sign != "" {
		d = d.WithNearest(sign+near, sign+near)
	} else if sign != "" {
		d = d.WithNote("note/known", source.Span{}, "."+strings.Join(words, ", ."))
	} else if near != "" {
		d = d.WithNote("note/nearest", r.span(a.start, a.start), near).WithFix(r.span(a.start, a.start+len(a.name)), near)
	}
	r.add(d)
}

// language writes lang, and dir when the language runs the other way than the
// text around it.
func (r *renderer) language(a attribute) {
	tag, ok := languageTag(a.value)
	if !ok {
		r.report("span-lang", a.valueStart, a.valueStart+len(a.value), a.value)
		return
	}
	r.put(` lang="` + a.value + `"`)
	if direction := direction(tag); direction != r.direction {
		r.put(` dir="` + direction + `"`)
	}
}

// languageTag parses a BCP 47 tag whose language is registered.
func languageTag(value string) (language.Tag, bool) {
	tag, err := language.Parse(value)
	return tag, err == nil && !strings.Contains(value, "_") && tag != language.Und
}

// direction returns the direction of the script that a language is written in.
func direction(tag language.Tag) string {
	script, _ := tag.Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr":
		return "rtl"
	}
	return "ltr"
}

// typographyOf returns the micro-typography of words in another language.
func typographyOf(value string) string {
	base, _, _ := strings.Cut(strings.ToLower(value), "-")
	if base == "fr" || base == "en" {
		return base
	}
	return "none"
}

// langOf returns the value of the attribute lang, or "".
func langOf(list []attribute) string {
	for _, a := range list {
		if a.name == "lang" {
			return a.value
		}
	}
	return ""
}

// hasClass reports whether list holds the class name.
func hasClass(list []attribute, name string) bool {
	for _, a := range list {
		if a.name == "class" && a.value == name {
			return true
		}
	}
	return false
}
