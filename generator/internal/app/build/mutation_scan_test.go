package build_test

import (
	"regexp"
	"strings"

	"essaim/generator/internal/model/schema"
)

// token is a stretch of a file whose damage counts. Stretches of prose are
// tokens too, so that an insertion beside them is known to be prose.
type token struct {
	start, end int
	// category is the row of the report.
	category string
	// kind is set for values that are not prose.
	kind schema.Kind
	// prose: the characters are free text, any other text is as good.
	prose bool
}

// scanner finds the tokens of one well-formed file of the reference site. It
// reads the text by itself: what it expects must not come from the parser that
// is being tested.
type scanner struct {
	text   string
	fields []*schema.Field
	tokens []token
}

// tokensOf returns the tokens of a file in order.
func tokensOf(text string, t *schema.Type) []token {
	s := &scanner{text: text, fields: append(schema.BuiltIn(), t.Fields...)}
	end := strings.Index(text, "\n---\n") + 1
	s.add(0, 4, "delimiter")
	s.frontMatter(4, end)
	s.add(end, end+4, "delimiter")
	s.markdown(end+4, len(text))
	return s.tokens
}

func (s *scanner) add(start, end int, category string) {
	if start < end {
		s.tokens = append(s.tokens, token{start: start, end: end, category: category})
	}
}

// frontMatter scans whole lines: "key: value", "  - {…}", and the lines of a
// block text, which are Markdown below an indent.
func (s *scanner) frontMatter(pos, end int) {
	var field *schema.Field
	block := false
	for pos < end {
		line := s.text[pos : pos+strings.IndexByte(s.text[pos:], '\n')]
		indent := len(line) - len(strings.TrimLeft(line, " "))
		next := pos + len(line) + 1
		if indent > 0 && block {
			s.add(pos, pos+2, "indent")
			s.markdown(pos+2, next-1)
			pos = next
			continue
		}
		s.add(pos, pos+indent, "indent")
		pos += indent
		if strings.HasPrefix(line[indent:], "- ") {
			s.add(pos, pos+2, "dash")
			pos += 2
		} else if line != "" {
			field, pos = s.key(s.fields, pos)
			block = strings.HasPrefix(s.text[pos:], "|")
		}
		if block {
			s.add(pos, pos+1, "punctuation")
			pos++
		} else {
			pos = s.value(field, pos, "\n")
		}
		s.add(pos, next, "line end")
		pos = next
	}
}

// key scans "key: " and returns the field it names.
func (s *scanner) key(fields []*schema.Field, pos int) (*schema.Field, int) {
	colon := pos + strings.IndexByte(s.text[pos:], ':')
	name := s.text[pos:colon]
	s.add(pos, colon, "key")
	after := colon + 1
	for s.text[after] == ' ' {
		after++
	}
	s.add(colon, after, "colon")
	for _, f := range fields {
		if f.Name == name {
			return f, after
		}
	}
	panic("mutation scan: no field " + name)
}

// value scans a value up to one of the bytes of stop and returns where it
// ends.
func (s *scanner) value(field *schema.Field, pos int, stop string) int {
	switch s.text[pos] {
	case '\n':
		return pos
	case '"':
		end := pos + 1
		for s.text[end] != '"' {
			if s.text[end] == '\\' {
				end++
			}
			end++
		}
		s.add(pos, pos+1, "quote")
		s.scalar(field, pos+1, end)
		s.add(end, end+1, "quote")
		return end + 1
	case '[':
		return s.flow(pos, "]", func(pos int) int { return s.value(field, pos, ",]") })
	case '{':
		return s.flow(pos, "}", func(pos int) int {
			inner, pos := s.key(innerFields(field), pos)
			return s.value(inner, pos, ",}")
		})
	}
	end := pos + strings.IndexAny(s.text[pos:], stop)
	s.scalar(field, pos, end)
	return end
}

// innerFields are the fields of an object, a list of objects or an image.
func innerFields(field *schema.Field) []*schema.Field {
	if field.Kind == schema.KindImage {
		return []*schema.Field{{Name: "src", Kind: schema.KindImage}, {Name: "alt", Kind: schema.KindText}, {Name: "caption", Kind: schema.KindText}}
	}
	return field.Fields
}

// flow scans "[…]" or "{…}", whose items are scanned by item.
func (s *scanner) flow(pos int, closing string, item func(pos int) int) int {
	s.add(pos, pos+1, "bracket")
	for pos++; !strings.HasPrefix(s.text[pos:], closing); {
		pos = item(pos)
		from := pos
		for s.text[pos] == ',' || s.text[pos] == ' ' {
			pos++
		}
		s.add(from, pos, "comma")
	}
	s.add(pos, pos+1, "bracket")
	return pos + 1
}

// scalar adds one value.
func (s *scanner) scalar(field *schema.Field, start, end int) {
	t := token{start: start, end: end, category: "value: " + string(field.Kind), kind: field.Kind}
	if field.Kind == schema.KindText || field.Kind == schema.KindMarkdown {
		t.prose, t.category = true, "prose"
	}
	s.tokens = append(s.tokens, t)
}

// What is scanned of Markdown: links and images, calls and definitions of
// footnotes, boxes, and stretches with a language.
var markdownMarks = regexp.MustCompile(`(?m)(\[\^[^\]\n]+\]:?)|^> (\[![A-Z]+\])|(!?\[)([^\[\]\n]*)(\]\()([^()\s]+)(\))|(\[)([^\[\]\n]*)(\]\{lang=)([^{}\n]+)(\})`)

// markdown scans a stretch of Markdown.
func (s *scanner) markdown(start, end int) {
	for _, m := range markdownMarks.FindAllStringSubmatchIndex(s.text[start:end], -1) {
		group := func(n int) (from, to int, has bool) { return start + m[2*n], start + m[2*n+1], m[2*n] >= 0 }
		categories := []string{"", "footnote", "box", "link mark", "prose", "link mark", "link target", "link mark", "language mark", "prose", "language mark", "language", "language mark"}
		for n, category := range categories {
			from, to, has := group(n)
			if n == 0 || !has || from == to {
				continue
			}
			t := token{start: from, end: to, category: category, prose: category == "prose"}
			if category == "link target" {
				t.kind = kindTarget
			}
			s.tokens = append(s.tokens, t)
		}
	}
}

// kindTarget stands for the address of a Markdown link.
const kindTarget schema.Kind = "link target"
