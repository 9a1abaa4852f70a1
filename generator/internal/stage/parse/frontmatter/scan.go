package frontmatter

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// scanner reads YAML line by line, strictly, before the YAML library does. All
// offsets count from the start of src.
type scanner struct {
	src []byte
	// clean is what the library will read: src with everything damaged
	// replaced, byte for byte, so that all places stay the same.
	clean []byte
	at    source.Span
	// owned reports whether src is a copy, which may be changed.
	owned bool
	// settings reports whether this is a file of settings, where a comment may
	// follow a text without quotes, and a text have escaped line ends.
	settings bool

	levels []level
	// pos is the offset of the line that is read next.
	pos int
	// ends is where the value that begins at an offset ends.
	ends map[int]int
	// bad are the offsets of values that were replaced.
	bad map[int]bool
	// cuts are where what stands between two offsets is not read, by the first.
	cuts map[int]int
	// tabbed reports whether the line before was dropped for its tabs.
	tabbed bool
	// lost reports whether whole lines, and so perhaps fields, were dropped.
	lost  bool
	found diag.List
}

// level is an open mapping or list.
type level struct {
	indent int
	list   bool
	// compact reports a list at the same indent as the name it belongs to.
	compact bool
	// pending reports that the last entry has no value yet, so that a deeper
	// line may give it one.
	pending bool
	// marked reports a list with another mark than a dash and a space, which has
	// been reported.
	marked bool
	// start is where the first entry stands.
	start int
}

// scan reads src, which stands at a place of a file.
func scan(src []byte, at source.Span, settings bool) *scanner {
	s := &scanner{src: src, clean: bytes.Clone(src), at: at, settings: settings, ends: map[int]int{}, bad: map[int]bool{}}
	if settings && bytes.HasPrefix(src, []byte("---\n")) {
		s.blank(0, 3)
		s.pos = 4
	}
	for s.pos < len(src) {
		line := lineAt(src, s.pos)
		start := s.pos
		s.pos = nextLine(src, s.pos)
		s.line(start, start+len(line))
	}
	return s
}

// line reads the line between two offsets, and the lines of a value that
// begins on it.
func (s *scanner) line(start, end int) {
	width, unbroken := spaces(s.src[start:end])
	text := start + width
	if text == end || s.src[text] == '#' {
		s.blank(start, end)
		return
	}
	if tab := bytes.IndexByte(s.src[start:text], '\t'); tab >= 0 {
		s.tabs(start, end, start+tab, text)
		return
	}
	if unbroken {
		s.unbrokenIndent(start, end, text)
		return
	}
	if s.tabbed && text > start {
		s.blank(start, end) // it may have been indented as far as a dropped line
		return
	}
	s.tabbed = false
	end = start + len(bytes.TrimRight(s.src[start:end], " \t"))
	switch whole := s.src[text:end]; {
	case text == start && (bytes.Equal(whole, []byte("...")) || bytes.HasPrefix(whole, []byte("---"))):
		s.drop(start, end, s.report("front-yaml-feature/document", text, end))
		return
	case s.src[text] == '%':
		s.drop(start, end, s.report("front-syntax/reserved", text, text+1, "%"))
		return
	}
	s.unbreak(text, end)
	s.entry(start, text, end, text-start)
}

// tabs reports the tabs of an indent. Nobody knows how far they reach, so the
// line is dropped, and so are the indented lines that follow.
func (s *scanner) tabs(start, end, first, text int) {
	last := start + bytes.LastIndexByte(s.src[start:text], '\t') + 1
	span := s.span(first, last)
	fix := bytes.ReplaceAll(s.src[first:last], []byte("\t"), []byte("  "))
	s.drop(start, end, diag.New("front-tab", span).WithFix(span, string(fix)))
	s.tabbed = true
}

// unbrokenIndent reports the no-break spaces of an indent. The library would take
// them for text, and no shorter space can stand in their place: the line is
// dropped as for tabs.
func (s *scanner) unbrokenIndent(start, end, text int) {
	count := utf8.RuneCount(s.src[start:text])
	span := s.span(start, text)
	s.drop(start, end, diag.New("front-syntax/no-break", span).WithFix(span, strings.Repeat(" ", count)))
	s.tabbed = true
}

// entry reads "name: value" or "- value" that begins at text, where indent
// counts from the start of the line.
func (s *scanner) entry(line, text, end, indent int) {
	if s.dash(line, text, end, indent) {
		return
	}
	if s.src[text] == '-' && (text+1 == end || s.src[text+1] == ' ') {
		if !s.enter(line, text, end, indent, true) {
			return
		}
		rest := text + 1
		for rest < end && s.src[rest] == ' ' {
			rest++
		}
		s.top().pending = true
		switch {
		case rest == end || s.src[rest] == '#':
			s.blank(rest, end)
		case s.src[rest] == '-' && (rest+1 == end || s.src[rest+1] == ' '):
			s.entry(line, rest, end, indent+s.columns(text, rest))
		default:
			if _, _, isField := key(s.src[rest:end]); isField {
				s.entry(line, rest, end, indent+s.columns(text, rest))
				return
			}
			s.top().pending = false
			s.value(rest, end, indent)
		}
		return
	}
	name, value, isField := key(s.src[text:end])
	if !isField {
		s.notAField(line, text, end)
		return
	}
	name, value = text+name, text+value
	if !s.enter(line, text, end, indent, false) {
		return
	}
	s.ends[text] = text + len(bytes.TrimRight(s.src[text:name], " "))
	if string(s.src[text:name]) == "<<" {
		s.drop(text, end, s.report("front-yaml-feature/merge", text, name))
		return
	}
	for value < end && (s.src[value] == ' ' || s.src[value] == '\t') {
		value++
	}
	if value == end || s.src[value] == '#' && (value+1 == end || s.src[value+1] == ' ') {
		s.blank(value, end)
		s.top().pending = true
		return
	}
	s.top().pending = false
	s.value(value, end, indent)
}

// notAField reports a line that is neither "name: value" nor "- value".
func (s *scanner) notAField(line, text, end int) {
	span := s.span(text, end)
	d := diag.New("front-syntax/mapping", span)
	if len(s.levels) > 0 && s.top().pending && text-line > s.top().indent {
		d = diag.New("front-syntax/below", span)
	}
	colon := bytes.IndexByte(s.src[text:end], ':')
	if colon > 0 && !bytes.ContainsAny(s.src[text:text+colon], " \"'[]{}") && text+colon+1 < end {
		// Only the space after the colon is missing.
		at := text + colon + 1
		d = diag.New("front-syntax/space", span).WithFix(s.span(at, at), " ")
	}
	if c := s.src[text]; c == '"' || c == '\'' {
		if stop := text + 1 + max(0, bytes.IndexByte(s.src[text+1:end], c)); stop+1 < end && s.src[stop+1] == ':' {
			if name := string(s.src[text+1 : stop]); plainName(name) {
				d = s.report("front-syntax/name", text, stop+1).WithFix(s.span(text, stop+1), name)
			}
		}
	}
	s.drop(line, end, d)
}

// plainName reports whether a name is the same without quotation marks.
func plainName(name string) bool {
	end, _, ok := key([]byte(name + ":"))
	return ok && end == len(name)
}

// enter opens and closes levels for an entry with the given indent. It reports
// and drops the line when the indent fits nothing.
func (s *scanner) enter(line, text, end, indent int, list bool) bool {
	var closed *level
	for len(s.levels) > 0 && s.top().indent > indent {
		last := *s.top()
		closed = &last
		s.levels = s.levels[:len(s.levels)-1]
	}
	if len(s.levels) > 0 && s.top().indent == indent && s.top().compact && !list {
		s.levels = s.levels[:len(s.levels)-1]
	}
	opened := level{indent: indent, list: list, start: text}
	switch {
	case len(s.levels) == 0 && indent == 0:
	case len(s.levels) == 0:
		s.misplaced(line, text, end, nil)
		return false
	case s.top().indent == indent && s.top().list == list:
		return true
	case s.top().indent == indent && list && s.top().pending:
		opened.compact = true
	case s.top().indent < indent && s.top().pending:
	case closed != nil && s.top().indent < indent:
		s.misplaced(line, text, end, closed)
		return false
	default:
		s.misplaced(line, text, end, s.top())
		return false
	}
	if len(s.levels) > 0 {
		s.top().pending = false
	}
	if len(s.levels) == maxDepth {
		s.drop(line, end, s.report("front-too-deep", text, text+1, strconv.Itoa(maxDepth)))
		return false
	}
	s.levels = append(s.levels, opened)
	return true
}

// misplaced reports an indent that fits nothing, with the line that it was
// compared with: one of the two is wrong.
func (s *scanner) misplaced(line, text, end int, near *level) {
	d := diag.New("front-syntax/indent", s.span(line, text))
	if line == text {
		d = diag.New("front-syntax/mapping", s.span(text, end))
	}
	if near != nil {
		d = d.WithNote("note/other", s.span(near.start, near.start))
	}
	s.drop(line, end, d)
}

func (s *scanner) top() *level { return &s.levels[len(s.levels)-1] }

// value reads the value that begins at start on a line that ends at end, and
// which belongs to an entry with the given indent.
func (s *scanner) value(start, end, indent int) {
	start = s.features(start, end)
	if start == end {
		return
	}
	switch c := s.src[start]; c {
	case '"', '\'':
		stop, ok := s.quoted(start, len(s.src), indent)
		if !ok {
			s.replace(start, end)
			return
		}
		s.after(start, stop)
	case '[', '{':
		f := flow{scanner: s, pos: start, indent: indent}
		if !f.collection(len(s.levels) + 1) {
			s.replace(start, max(end, lineEnd(s.src, f.pos)))
			s.resume(f.pos)
			return
		}
		s.after(start, f.pos)
	case '|', '>':
		s.block(start, end, indent)
	default:
		s.plain(start, end, indent)
	}
}

// features reports and takes away what YAML can and an entry must not: anchors,
// aliases and tags. It returns where the value begins then.
func (s *scanner) features(start, end int) int {
	for start < end {
		c := s.src[start]
		if c != '&' && c != '*' && c != '!' {
			return start
		}
		stop := start + 1
		for stop < end && bytes.IndexByte([]byte(" ,[]{}"), s.src[stop]) < 0 {
			stop++
		}
		name := string(s.src[start+1 : stop])
		switch {
		case name == "" || c == '*' && stop < end && s.src[stop] == ' ':
			// "* text" or "*text* and more" is no alias.
			return start
		case c == '&':
			s.found.Add(s.report("front-yaml-feature/anchor", start, stop, name))
		case c == '*':
			s.found.Add(s.report("front-yaml-feature/alias", start, stop, name))
			s.replace(start, stop)
			return end
		default:
			s.found.Add(s.report("front-yaml-feature/tag", start, stop, "!"+name))
		}
		for stop < end && s.src[stop] == ' ' {
			stop++
		}
		s.blank(start, stop)
		start = stop
	}
	return start
}

// after wants nothing but a comment behind a quoted text or a bracket.
func (s *scanner) after(start, stop int) {
	end := lineEnd(s.src, stop)
	rest := bytes.TrimRight(s.src[stop:end], " \t")
	text := bytes.TrimLeft(rest, " \t")
	switch {
	case len(text) == 0 || text[0] == '#' && len(text) < len(rest):
		s.blank(stop, end)
	case s.inner(start, stop, stop+len(rest)):
		s.replace(start, end)
	case len(bytes.Trim(text, ",;]} \t")) == 0:
		from := stop + len(rest) - len(text)
		s.found.Add(s.report("front-syntax/extra", from, stop+len(rest), string(text)).WithFix(s.span(stop, stop+len(rest)), ""))
		s.blank(stop, end)
	default:
		from := stop + len(rest) - len(text)
		d := s.report("front-syntax/quote-after", from, stop+len(rest), string(s.src[stop-1]))
		s.found.Add(d.WithNote("note/other", s.span(start, start)))
		s.replace(start, end)
	}
	s.resume(stop)
}

// resume goes on with the line after the one that holds an offset.
func (s *scanner) resume(at int) { s.pos = max(s.pos, nextLine(s.src, min(at, len(s.src)))) }

// block reads a text that | or > begins.
func (s *scanner) block(start, end, indent int) {
	header := start + 1
	for header < end && bytes.IndexByte([]byte("+-123456789"), s.src[header]) >= 0 {
		header++
	}
	if rest := bytes.TrimLeft(s.src[header:end], " "); len(rest) > 0 && rest[0] != '#' {
		s.found.Add(s.report("front-syntax/reserved", start, start+1, string(s.src[start])).WithFix(s.span(start, end), quote(s.src[start:end])))
		s.replace(start, end)
		return
	}
	s.ends[start] = header
	first, firstText := -1, 0
	for s.pos < len(s.src) {
		line := lineAt(s.src, s.pos)
		text := bytes.TrimLeft(line, " ")
		width := len(line) - len(text)
		if len(text) > 0 && width <= indent {
			return
		}
		if len(text) > 0 {
			if first < 0 {
				first, firstText = width, s.pos+width
			}
			if width < first {
				s.drop(s.pos, s.pos+len(line), s.report("front-syntax/indent", s.pos, s.pos+width).WithNote("note/other", s.span(firstText, firstText)))
				s.blank(s.pos, s.pos+len(line))
			}
			s.ends[start] = s.pos + len(line)
		}
		s.pos = nextLine(s.src, s.pos)
	}
}

// plain reads a text without quotes, and the deeper lines that go on with it.
func (s *scanner) plain(start, end, indent int) {
	if c := s.src[start]; bytes.IndexByte([]byte("@`%,]}&*!#"), c) >= 0 || (c == '-' || c == '?') && (start+1 == end || s.src[start+1] == ' ') {
		d := s.report("front-syntax/reserved", start, start+1, string(c))
		if end > start+1 { // who writes a dash alone may mean that there is nothing
			d = d.WithFix(s.span(start, end), quote(s.src[start:end]))
		}
		s.found.Add(d)
		s.replace(start, end)
		return
	}
	if s.src[end-1] == '"' && !opened(s.src[start:end]) {
		d := s.report("front-syntax/quote-lost", end-1, end)
		for _, other := range []string{"“", "„", "”", "«"} {
			if text := s.src[start:end]; bytes.HasPrefix(text, []byte(other)) && !bytes.ContainsAny(text[len(other):len(text)-1], "\"“”«»\\") {
				d = d.WithFix(s.span(start, start+len(other)), `"`)
			}
		}
		s.found.Add(d)
		s.replace(start, end)
		return
	}
	stop, ok := s.plainLine(start, start, end)
	for ok && s.pos < len(s.src) {
		line := lineAt(s.src, s.pos)
		text := bytes.TrimLeft(line, " ")
		width := len(line) - len(text)
		if len(text) == 0 || text[0] == '#' || width <= indent {
			break
		}
		if _, _, isField := key(line); isField || bytes.HasPrefix(text, []byte("- ")) || text[0] == '\t' {
			break // its indent will be reported
		}
		stop, ok = s.plainLine(start, s.pos+width, s.pos+len(bytes.TrimRight(line, " \t")))
		s.pos = nextLine(s.src, s.pos)
	}
	s.ends[start] = stop
}

// plainLine checks one line of a text without quotes, and returns where it
// ends. When false the whole text is replaced.
func (s *scanner) plainLine(whole, start, end int) (int, bool) {
	text := s.src[start:end]
	for i := range text {
		switch {
		case text[i] == ':' && (i+1 == len(text) || text[i+1] == ' '):
			d := s.report("front-syntax/colon", start, end)
			if whole == start && bytes.IndexByte([]byte("]}\"'"), text[len(text)-1]) < 0 {
				d = d.WithFix(s.span(start, end), quote(text))
			}
			s.found.Add(d)
			s.replace(whole, end)
			return end, false
		case text[i] == '#' && i > 0 && (text[i-1] == ' ' || text[i-1] == '\t'):
			value := bytes.TrimRight(text[:i], " \t")
			if s.settings || whole == start && isWord(value) {
				s.blank(start+len(value), end)
				return start + len(value), true
			}
			d := s.report("front-syntax/comment", start+i, end)
			if whole == start {
				d = d.WithFix(s.span(start, end), quote(text))
			}
			s.found.Add(d)
			s.replace(whole, end)
			return end, false
		}
	}
	return end, true
}

// opened reports whether the quotation mark at the end of a text has a partner
// that could open a quotation: at the start of a word.
func opened(text []byte) bool {
	first := bytes.IndexByte(text, '"')
	return bytes.Count(text, []byte(`"`))%2 == 0 && (first == 0 || bytes.IndexByte([]byte(" ('’"), text[first-1]) >= 0)
}

// isWord reports whether a text is a key, a number, a date or an address,
// behind which a comment cannot be the rest of a sentence.
func isWord(text []byte) bool {
	for _, c := range text {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && bytes.IndexByte([]byte("-_./:+@?=&%"), c) < 0 {
			return false
		}
	}
	return true
}

func (s *scanner) span(start, end int) source.Span {
	return source.In(s.at.File, s.at.Start+start, s.at.Start+end)
}

func (s *scanner) report(msg diag.Msg, start, end int, args ...string) diag.Diagnostic {
	return diag.New(msg, s.span(start, end), args...)
}

// replace puts a null in the place of a damaged value, so that its field is
// known to be written.
func (s *scanner) replace(start, end int) {
	s.blank(start, end)
	s.clean[start] = '~'
	s.bad[start] = true
	s.ends[start] = end
}

// drop takes lines away for which no field is known.
func (s *scanner) drop(start, end int, d diag.Diagnostic) {
	s.found.Add(d)
	s.blank(start, end)
	s.lost = true
}

// blank writes spaces over a range, line ends excepted.
func (s *scanner) blank(start, end int) {
	for i := start; i < end && i < len(s.clean); i++ {
		if c := s.clean[i]; c != '\n' && c != '\r' {
			s.clean[i] = ' '
		}
	}
}

// lineEnd returns the offset at which the line that holds an offset ends.
func lineEnd(data []byte, at int) int {
	at = min(at, len(data))
	return at + len(lineAt(data, at))
}
