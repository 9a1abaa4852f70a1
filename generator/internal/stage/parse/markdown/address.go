package markdown

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"essaim/generator/internal/model/diag"
)

// schemes are the schemes that an address may have. Everything else is refused,
// after decoding: a list of what is dangerous would never be complete.
var schemes = map[string]bool{"http": true, "https": true, "mailto": true, "tel": true}

// link checks the address of a link, decoded but for its place, and reports
// what is wrong with it. It returns the address to resolve, and whether there
// is one.
func (r *renderer) link(raw []byte, from, to int) (target string, ok bool) {
	target = string(decode(nil, raw))
	if target == "" {
		return "", false // reported with the whole link
	}
	scheme, fine := r.address(target, from, to)
	switch {
	case !fine:
		return "", false
	case scheme == "http", scheme == "https":
		ok = webSyntax(target)
	case scheme == "mailto":
		ok = mailSyntax(target[len("mailto:"):])
	case scheme == "tel":
		number := target[len("tel:"):]
		ok = number != "" && strings.Trim(number, "+0123456789-.()") == ""
	case target[0] == '/' || target[0] == '#':
		return unescapePath(target), true
	default:
		return target, true // link says what it was to be: it knows what there is
	}
	if !ok {
		d := diag.New("url-syntax", r.span(from, to), target)
		if fixed := contact(target); fixed != "" && string(r.src[from:to]) == target {
			d = d.WithFix(d.Span, fixed)
		}
		r.add(d)
	}
	return target, ok
}

// imageSource checks the address of an image, which is a path on this site.
func (r *renderer) imageSource(raw []byte, from, to int) (src string, ok bool) {
	src = string(decode(nil, raw))
	if src == "" {
		return "", false // reported with the whole image
	}
	scheme, fine := r.address(src, from, to)
	switch {
	case !fine:
		return "", false
	case scheme != "":
		r.report("url-scheme/image", from, to, scheme)
		return "", false
	case strings.ContainsAny(src, "?#"):
		r.report("url-syntax", from, to, src)
		return "", false
	}
	return unescapePath(src), true
}

// address refuses what no address of this site may be: control characters and
// spaces, a host without a scheme, and schemes outside the list. It returns the
// scheme in lower case, "" when there is none.
func (r *renderer) address(target string, from, to int) (scheme string, ok bool) {
	if strings.ContainsFunc(target, func(c rune) bool { return c < ' ' || c == 0x7F || c == '\\' || c == utf8.RuneError }) {
		if hidden := schemeOf(withoutControls(target)); hidden != "" && !schemes[hidden] {
			r.report("url-scheme", from, to, hidden)
		} else {
			r.report("url-syntax", from, to, printable(target))
		}
		return "", false
	}
	if strings.HasPrefix(target, "//") {
		r.report("url-scheme/host", from, to, target)
		return "", false
	}
	scheme = schemeOf(target)
	if scheme == "" {
		scheme = schemeOf(strings.TrimSpace(unescapeAll(target)))
		if schemes[scheme] {
			scheme = "" // an allowed scheme is written plainly, or it is a path
		}
	}
	if scheme != "" && !schemes[scheme] {
		r.report("url-scheme", from, to, scheme)
		return "", false
	}
	return scheme, true
}

// schemeOf returns the scheme of an address in lower case, or "" (RFC 3986).
func schemeOf(target string) string {
	for i := 0; i < len(target); i++ {
		c := target[i]
		switch {
		case c == ':' && i > 0:
			return strings.ToLower(target[:i])
		case 'a' <= c|0x20 && c|0x20 <= 'z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return ""
		}
	}
	return ""
}

func withoutControls(s string) string {
	return strings.Map(func(c rune) rune {
		if c <= ' ' || c == 0x7F || c == utf8.RuneError {
			return -1
		}
		return c
	}, s)
}

func printable(s string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7F {
			return '\uFFFD'
		}
		return c
	}, s)
}

// unescapeAll decodes percent escapes until none is left, at most three times.
func unescapeAll(s string) string {
	for range 3 {
		plain, err := url.PathUnescape(s)
		if err != nil || plain == s {
			break
		}
		s = plain
	}
	return s
}

// unescapePath decodes the percent escapes of a path, so that it can be
// compared with names of files and headings. It keeps a path whose decoded form
// would mean something else.
func unescapePath(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	plain, err := url.PathUnescape(s)
	if err != nil || !utf8.ValidString(plain) || strings.ContainsFunc(plain, func(c rune) bool { return c <= ' ' && c != ' ' || c == 0x7F || c == '\\' }) ||
		strings.Count(plain, "#") != strings.Count(s, "#") || strings.Count(plain, "?") != strings.Count(s, "?") || strings.Count(plain, "%") > 0 {
		return s
	}
	return plain
}

// webSyntax reports whether an http or https address is whole: a host with a
// dot, no user, a sensible port.
func webSyntax(target string) bool {
	_, rest, _ := strings.Cut(target, ":")
	if !strings.HasPrefix(rest, "//") {
		return false
	}
	u, err := url.Parse(target)
	if err != nil || u.User != nil || strings.ContainsAny(target, " \"<>\\^`{|}") { // RFC 3986 has none of these
		return false
	}
	if port := u.Port(); port == "" && strings.HasSuffix(u.Host, ":") {
		return false
	}
	return hostLength([]byte(u.Hostname())) == len(u.Hostname()) && u.Hostname() != ""
}

// mailSyntax reports whether a mail address is name@host, with or without
// headers after a question mark.
func mailSyntax(address string) bool {
	address, _, _ = strings.Cut(address, "?")
	name, host, found := strings.Cut(address, "@")
	return found && name != "" && !strings.ContainsAny(address, " ,;<>") && hostLength([]byte(host)) == len(host) && host != ""
}
