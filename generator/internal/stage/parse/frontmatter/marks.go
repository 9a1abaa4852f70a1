package frontmatter

import (
	"bytes"
	"maps"
	"slices"
	"unicode"
	"unicode/utf8"
)

// own makes the text that is scanned one that may be changed: where one sign is
// taken for another, both the scan and the library go on with the right one.
func (s *scanner) own() {
	if !s.owned {
		s.src, s.owned = bytes.Clone(s.src), true
	}
}

// become writes a text over a range that is no shorter, and spaces behind it.
func (s *scanner) become(start, end int, text string) {
	s.own()
	for i := start; i < end; i++ {
		s.src[i] = ' '
	}
	copy(s.src[start:end], text)
	copy(s.clean[start:end], s.src[start:end])
}

// cut leaves the spaces between two offsets out of what the library reads, and of
// the indent of what follows on the line: they fill the bytes of a sign that is
// narrower in an editor than in the file.
func (s *scanner) cut(start, end int) {
	if end <= start {
		return
	}
	if s.cuts == nil {
		s.cuts = map[int]int{}
	}
	s.cuts[start] = end
}

// columns counts how far apart two offsets of a line are for what follows them.
func (s *scanner) columns(start, end int) int {
	n := end - start
	for from, to := range s.cuts {
		if start <= from && to <= end {
			n -= to - from
		}
	}
	return n
}

// uncut returns the clean copy without what is cut.
func (s *scanner) uncut() []byte {
	if len(s.cuts) == 0 {
		return s.clean
	}
	text, from := make([]byte, 0, len(s.clean)), 0
	for _, at := range slices.Sorted(maps.Keys(s.cuts)) {
		text = append(text, s.clean[from:at]...)
		from = s.cuts[at]
	}
	return append(text, s.clean[from:]...)
}

// bullets are what stands before an item of a list in other programs.
var bullets = []string{"–", "—", "−", "‐", "‑", "•", "·", "‣", "◦", "▪", "* ", "+ "}

// bullet returns the width of the mark at the start of a text that was meant to
// be the dash of a list and is none, without the space behind it.
func bullet(text []byte) int {
	if len(text) > 1 && text[0] == '-' && text[1] != ' ' && text[1] != '\t' && text[1] != '-' {
		return 1
	}
	if len(text) == 0 || text[0] < utf8.RuneSelf && text[0] != '*' && text[0] != '+' {
		return 0
	}
	for _, mark := range bullets {
		if bytes.HasPrefix(text, []byte(mark)) && len(text) > len(mark) {
			return len(bytes.TrimRight([]byte(mark), " "))
		}
	}
	return 0
}

// inList reports whether an item of a list can stand at an indent: below a name
// that has no value yet, or in an open list.
func (s *scanner) inList(indent int) bool {
	at := len(s.levels) - 1
	for at >= 0 && s.levels[at].indent > indent {
		at--
	}
	if at < 0 {
		return false
	}
	l := s.levels[at]
	return l.indent == indent && (l.list || l.pending) || l.indent < indent && l.pending && at == len(s.levels)-1
}

// opens reports whether an item of a list at an indent would be its first.
func (s *scanner) opens(indent int) bool {
	return !slices.ContainsFunc(s.levels, func(l level) bool { return l.list && l.indent == indent })
}

// number returns how long the negative number at the start of a text is, with its
// minus, or 0: that may be no dash.
func number(text []byte) int {
	if len(text) < 2 || text[0] != '-' || text[1] < '0' || text[1] > '9' {
		return 0
	}
	return len(text) - len(bytes.TrimLeft(text, "-0123456789.,"))
}

// more reports whether the next line at the indent of the one at an offset is an
// item of a list, too, whatever its mark.
func (s *scanner) more(at, indent int) bool {
	for at = nextLine(s.src, at); at < len(s.src); at = nextLine(s.src, at) {
		line := lineAt(s.src, at)
		rest := bytes.TrimLeft(line, " ")
		if deep := len(line) - len(rest); len(rest) > 0 && deep <= indent {
			return deep == indent && (bullet(rest) > 0 || bytes.HasPrefix(rest, []byte("- ")))
		}
	}
	return false
}

// dash reports a line of a list that begins with another mark than a dash and a
// space, the first of each list, with the fix for all of it. It reports whether
// the line is done with; else it is an item now.
func (s *scanner) dash(line, text, end, indent int) (done bool) {
	width := bullet(s.src[text:end])
	if width == 0 || !s.inList(indent) {
		return false
	}
	digits := number(s.src[text:end])
	more := digits == 0 || s.more(text, indent)
	if !more && s.opens(indent) {
		return false // a single value below its name
	}
	if !s.enter(line, text, end, indent, true) {
		return true
	}
	if !s.top().marked {
		s.top().marked = true
		s.bad[s.top().start] = true
		d := s.report("front-syntax/dash", text, text+width)
		if width > 1 || s.src[text] != '-' {
			d = s.report("front-syntax/bullet", text, text+width, string(s.src[text:text+width]))
		}
		if fix, stop := s.dashes(text, indent); !more || digits == end-text {
			// A number alone may be a negative one.
		} else if stop > text+width || s.top().start < text || !bytes.HasPrefix(s.src[text:], []byte("–")) && !bytes.HasPrefix(s.src[text:], []byte("—")) {
			// A long dash alone may begin what somebody says.
			d = d.WithFix(s.span(text, stop), fix)
		}
		s.found.Add(d)
	}
	if width > 1 || s.src[text+width] == ' ' {
		s.become(text, text+width, "-")
		room := 1 // what follows the mark without a space gets one
		if s.src[text+width] == ' ' {
			room = 0
		}
		s.cut(text+1, text+width-room)
		return false
	}
	// There is no room for the space: the item is lost, with what belongs to it.
	if end-text > 2 {
		s.replace(text+2, end)
		s.clean[text+1] = ' '
	} else {
		s.blank(text, end)
	}
	for s.pos < len(s.src) {
		line := lineAt(s.src, s.pos)
		if rest := bytes.TrimLeft(line, " "); len(rest) > 0 && len(line)-len(rest) <= indent {
			break
		}
		s.blank(s.pos, s.pos+len(line))
		s.pos = nextLine(s.src, s.pos)
	}
	s.top().pending = false
	return true
}

// dashes returns the text from the mark at start to the last one of its list, with
// dashes in the place of all marks, and where it ends.
func (s *scanner) dashes(start, indent int) (fix string, stop int) {
	var b []byte
	done := start
	for at := start; at < len(s.src); {
		if width := bullet(lineAt(s.src, at)); width > 0 {
			b = append(append(b, s.src[done:at]...), '-')
			done = at + width
			if next, _ := utf8.DecodeRune(s.src[done:]); next != ' ' {
				b = append(b, ' ')
			}
		}
		for next := nextLine(s.src, at); ; next = nextLine(s.src, next) {
			line := lineAt(s.src, next)
			rest := bytes.TrimLeft(line, " ")
			deep := len(line) - len(rest)
			if next == len(s.src) || len(rest) > 0 && deep < indent || len(rest) > 0 && deep == indent && bullet(rest) == 0 && rest[0] != '-' {
				return string(b), done
			}
			if len(rest) > 0 && deep == indent {
				at = next + deep
				break
			}
		}
	}
	return string(b), done
}

// noBreak returns the width of a no-break space at the start of a text, or 0.
func noBreak(text []byte) int {
	switch {
	case bytes.HasPrefix(text, []byte("\u00A0")):
		return 2
	case bytes.HasPrefix(text, []byte("\u202F")):
		return 3
	}
	return 0
}

// spaces returns how long the spaces of all kinds at the start of a text are, and
// whether one of them is a no-break space.
func spaces(text []byte) (length int, unbroken bool) {
	for length < len(text) {
		width := noBreak(text[length:])
		if width == 0 && text[length] != ' ' && text[length] != '\t' {
			break
		}
		unbroken = unbroken || width > 0
		length += max(1, width)
	}
	return length, unbroken
}

// unbreak reports no-break spaces where YAML wants a space or nothing: around the
// colon behind a name, and behind the dash of a list. Editors type them without
// seeing it, as French wants them before a colon.
func (s *scanner) unbreak(text, end int) {
	item := false
	for text < end && s.src[text] == '-' {
		item = true
		n, unbroken := spaces(s.src[text+1 : end])
		if n == 0 {
			return
		}
		if unbroken && s.wants(text+1, text+1+n, end) {
			s.found.Add(s.report("front-syntax/no-break", text+1, text+1+n).WithFix(s.span(text+1, text+1+n), " "))
			s.become(text+1, text+1+n, "")
			s.cut(text+2, text+1+n)
		}
		text += 1 + n
	}
	if item && (text == end || s.src[text] < 'a' || s.src[text] > 'z') {
		return // rather a text with a colon than a name
	}
	s.unbreakColon(text, end)
}

// unbreakColon reports no-break spaces around the colon behind the name of one
// word that a text begins with.
func (s *scanner) unbreakColon(text, end int) {
	name := text
	for name < end {
		r, size := utf8.DecodeRune(s.src[name:end])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' && r != '.' {
			break
		}
		name += size
	}
	before, unbrokenBefore := spaces(s.src[name:end])
	colon := name + before
	if name == text || colon >= end || s.src[colon] != ':' {
		return
	}
	after, unbrokenAfter := spaces(s.src[colon+1 : end])
	stop := colon + 1 + after
	unbrokenAfter = unbrokenAfter && s.wants(colon+1, stop, end)
	switch {
	case after == 0 && stop < end:
		return
	case unbrokenBefore && unbrokenAfter:
		s.found.Add(s.report("front-syntax/no-break-colon", name, stop).WithFix(s.span(name, stop), ": "))
	case unbrokenBefore:
		s.found.Add(s.report("front-syntax/no-break-colon", name, colon).WithFix(s.span(name, colon), ""))
	case unbrokenAfter:
		s.found.Add(s.report("front-syntax/no-break", colon+1, stop).WithFix(s.span(colon+1, stop), " "))
	default:
		return
	}
	s.become(name, colon, "")
	if unbrokenAfter {
		s.become(colon+1, stop, "")
	}
}

// wants reports whether the spaces between two offsets must be ordinary ones: the
// first is, or a sign that means something follows. Else they are only trimmed.
func (s *scanner) wants(start, stop, end int) bool {
	return s.src[start] != ' ' || stop < end && bytes.IndexByte([]byte("\"'[{|>"), s.src[stop]) >= 0
}
