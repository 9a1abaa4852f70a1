package program

import (
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
)

// The names of html/template's escapers that are written again here.
const (
	escaperPrefix = "_html_template_"
	inText        = escaperPrefix + "htmlescaper"
	inTitle       = escaperPrefix + "rcdataescaper"
	inAttribute   = escaperPrefix + "attrescaper"
	urlFilter     = escaperPrefix + "urlfilter"
	urlNormalizer = escaperPrefix + "urlnormalizer"
	urlEscaper    = escaperPrefix + "urlescaper"
	inScript      = escaperPrefix + "jsvalescaper"
)

func isEscaper(name string) bool { return strings.HasPrefix(name, escaperPrefix) }

// output translates the writing of a value through a chain of escapers.
func (s *scope) output(e expression, chain []string, out *builder) {
	if e.constant.IsValid() {
		// It is written now; what fails must fail on the page.
		if text, ok := s.rehearse(e, chain); ok {
			out.write(text)
			return
		}
	}
	if write := s.frequent(e, chain); write != nil {
		out.add(write)
		return
	}
	w, value := s.writer(chain), e.value()
	out.add(func(m *machine) flow {
		w.write(m, value(m).Interface())
		return next
	})
}

// rehearse returns what is written of a constant.
func (s *scope) rehearse(e expression, chain []string) (text []byte, ok bool) {
	w := s.writer(chain)
	defer func() { ok = recover() == nil }()
	m := &machine{}
	w.write(m, e.constant.Interface())
	return m.out, true
}

// writer returns html/template's own escapers.
func (s *scope) writer(chain []string) *writer {
	name := strings.Join(chain, "|")
	if s.writers[name] == nil {
		s.writers[name] = newWriter(chain)
	}
	return s.writers[name]
}

// frequent returns how to write what most actions write, or nil.
func (s *scope) frequent(e expression, chain []string) step {
	name := strings.Join(chain, "|")
	switch {
	case e.typ == reflect.TypeFor[template.HTML]() && name == inText, e.typ == reflect.TypeFor[template.JS]() && name == inScript:
		text := e.string()
		return func(m *machine) flow {
			m.out = append(m.out, text(m)...)
			return next
		}
	case e.typ == reflect.TypeFor[template.HTML]():
		return nil // its tags are taken out of attributes
	case isText(e.typ):
		return textWriter(e, name)
	case isInteger(e.typ) && (name == inText || name == inTitle || name == inAttribute):
		number := e.integer()
		return func(m *machine) flow {
			m.out = strconv.AppendInt(m.out, number(m), 10)
			return next
		}
	}
	return nil
}

// textWriter returns how to write a text that is no HTML.
func textWriter(e expression, chain string) step {
	text := e.string()
	switch chain {
	case inText, inTitle, inAttribute:
		return func(m *machine) flow {
			m.out = appendHTML(m.out, text(m))
			return next
		}
	case urlFilter + "|" + urlNormalizer + "|" + inAttribute:
		trusted := e.typ == reflect.TypeFor[template.URL]()
		return func(m *machine) flow {
			url := text(m)
			if !trusted && !isSafe(url) {
				url = unsafeURL
			}
			m.out = appendHTML(m.out, normalized(url, true))
			return next
		}
	case urlFilter + "|" + inAttribute:
		trusted := e.typ == reflect.TypeFor[template.URL]()
		return func(m *machine) flow {
			url := text(m)
			if !trusted && !isSafe(url) {
				url = unsafeURL
			}
			m.out = appendHTML(m.out, url)
			return next
		}
	case urlNormalizer + "|" + inAttribute:
		return func(m *machine) flow {
			m.out = appendHTML(m.out, normalized(text(m), true))
			return next
		}
	case urlEscaper + "|" + inAttribute:
		whole := e.typ == reflect.TypeFor[template.URL]()
		return func(m *machine) flow {
			m.out = appendHTML(m.out, normalized(text(m), whole))
			return next
		}
	}
	return nil
}

// isText reports whether a value of type t is written as its bytes.
func isText(t reflect.Type) bool { return t.Kind() == reflect.String && !writesItself(t) }

// isInteger reports whether a value of type t is written as a decimal number.
func isInteger(t reflect.Type) bool { return basicKind(t) == reflect.Int && !writesItself(t) }

// writesItself reports whether a type has methods that fmt would call.
func writesItself(t reflect.Type) bool {
	return t.Implements(reflect.TypeFor[fmt.Stringer]()) || t.Implements(reflect.TypeFor[error]()) || t.Implements(reflect.TypeFor[fmt.Formatter]())
}

// appendHTML appends text as html/template writes it between tags and in quoted
// attributes. Bytes that are no UTF-8 stay as they are.
func appendHTML(out []byte, text string) []byte {
	done := 0
	for i := range len(text) {
		c := text[i]
		if !htmlEscaped[c] {
			continue
		}
		out = append(append(out, text[done:i]...), htmlEscapes[c]...)
		done = i + 1
	}
	return append(out, text[done:]...)
}

// htmlEscapes are written in the place of a byte.
var htmlEscapes = [...]string{
	0:    "\uFFFD",
	'"':  "&#34;",
	'&':  "&amp;",
	'\'': "&#39;",
	'+':  "&#43;",
	'<':  "&lt;",
	'>':  "&gt;",
}

// htmlEscaped are those bytes.
var htmlEscaped = func() (table [256]bool) {
	for c, with := range htmlEscapes {
		table[c] = with != ""
	}
	return table
}()

// unsafeURL stands for an address whose scheme might run code.
const unsafeURL = "#ZgotmplZ"

// isSafe reports whether an address has one of the schemes that only navigate,
// or none.
func isSafe(url string) bool {
	scheme, _, has := strings.Cut(url, ":")
	return !has || strings.Contains(scheme, "/") ||
		strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto")
}

// normalized returns url with the bytes percent-encoded that may not be in an
// address; unless it is whole, also those with a meaning in one.
func normalized(url string, whole bool) string {
	at := 0
	for at < len(url) && ('a' <= url[at] && url[at] <= 'z' || staysInURL(url, at, whole)) {
		at++
	}
	if at == len(url) {
		return url
	}
	const digits = "0123456789abcdef"
	out := append(make([]byte, 0, len(url)+16), url[:at]...)
	for ; at < len(url); at++ {
		if c := url[at]; staysInURL(url, at, whole) {
			out = append(out, c)
		} else {
			out = append(out, '%', digits[c>>4], digits[c&15])
		}
	}
	return string(out)
}

func staysInURL(url string, at int, whole bool) bool {
	switch c := url[at]; c {
	case '!', '#', '$', '&', '*', '+', ',', '/', ':', ';', '=', '?', '@', '[', ']':
		return whole
	case '-', '.', '_', '~':
		return true
	case '%':
		return whole && at+2 < len(url) && isHex(url[at+1]) && isHex(url[at+2])
	default:
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
