package frontmatter

import (
	"bytes"
	"strconv"
)

// quoted finds the end of the quoted text that begins at start; limit is where
// it must have ended. A line that goes on with it is indented more than the
// entry that it belongs to. When false it has been reported.
func (s *scanner) quoted(start, limit, indent int) (stop int, ok bool) {
	mark := s.src[start]
	var wrong []int // backslashes
	for i := start + 1; i < limit; i++ {
		switch c := s.src[i]; {
		case c == mark && mark == '\'' && i+1 < limit && s.src[i+1] == '\'':
			i++
		case c == mark:
			s.ends[start] = i + 1
			s.resume(i)
			if wrong != nil && s.escaped(start, wrong) {
				s.replace(start, i+1)
			}
			return i + 1, true
		case c == '\\' && mark == '"':
			if name, _ := wrongEscape(s.src, i); name != "" {
				wrong = append(wrong, i)
			}
			i++
		case c == '\n':
			if s.goesOn(i+1, indent) {
				continue
			}
			limit = i
		}
	}
	if end := start + len(bytes.TrimRight(s.src[start:min(limit, lineEnd(s.src, start))], " \t")); wrong != nil {
		if bytes.HasSuffix(s.src[start:end], []byte(`\"`)) {
			// "C:\temp\" is closed, but for the last backslash.
			s.escaped(start, append(wrong, end-2))
			return limit, false
		}
		s.escaped(start, wrong)
	}
	d := s.report("front-syntax/quote", start, start+1)
	if end := start + len(bytes.TrimRight(lineAt(s.src, start), " \t")); mark == '"' && wrong == nil {
		for _, other := range []string{"”", "“", "»", "''"} {
			// A program has written the second one as it does in prose.
			if bytes.HasSuffix(s.src[start:end], []byte(other)) && !bytes.ContainsAny(s.src[start+1:end-len(other)], "\"“”«»") {
				d = d.WithFix(s.span(end-len(other), end), `"`)
			}
		}
	}
	s.found.Add(d)
	return limit, false
}

// goesOn reports whether the line at an offset can go on with a value of an
// entry with the given indent.
func (s *scanner) goesOn(at, indent int) bool {
	for ; at < len(s.src); at = nextLine(s.src, at) {
		line := lineAt(s.src, at)
		text := bytes.TrimLeft(line, " ")
		if len(text) == 0 {
			continue
		}
		return len(line)-len(text) > indent
	}
	return false
}

// flow reads a value between brackets or braces.
type flow struct {
	*scanner
	pos, indent int
	// last and lastEnd are where the last value of these braces without quotation
	// marks stands; last is -1 when there is none.
	last, lastEnd int
}

// collection reads what stands between the bracket or brace at pos and its
// partner. When false something has been reported and the whole is lost.
func (f *flow) collection(depth int) bool {
	start := f.pos
	if depth > maxDepth {
		f.found.Add(f.report("front-too-deep", start, start+1, strconv.Itoa(maxDepth)))
		f.skip(start)
		return false
	}
	closing := byte(']')
	mapping := f.src[start] == '{'
	if mapping {
		closing = '}'
	}
	f.pos++
	f.last = -1
	for wanted := true; ; {
		if !f.space() {
			f.found.Add(f.report("front-syntax/bracket", start, start+1))
			return false
		}
		switch c := f.src[f.pos]; {
		case c == closing:
			f.pos++
			f.ends[start] = f.pos
			return true
		case c == ']' || c == '}':
			f.found.Add(f.report("front-syntax/bracket", start, start+1).WithNote("note/other", f.span(f.pos, f.pos+1)))
			return false
		case c == ',' && !wanted:
			f.pos++
			wanted = true
			continue
		case c == ',':
			f.found.Add(f.report("front-syntax/separator", f.pos, f.pos+1).WithFix(f.span(f.pos, f.pos+1), ""))
			return false
		case !wanted:
			f.found.Add(f.report("front-syntax/separator", f.pos, f.pos+1))
			return false
		}
		wanted = false
		if mapping && !f.pair(depth) || !mapping && !f.item(depth) {
			return false
		}
	}
}

// skip goes past a collection that is too deep to be read.
func (f *flow) skip(start int) {
	for f.pos = start; f.pos < len(f.src) && f.src[f.pos] != '\n'; f.pos++ {
	}
}

// pair reads "name: value".
func (f *flow) pair(depth int) bool {
	if n, unbroken := spaces(f.src[f.pos:lineEnd(f.src, f.pos)]); unbroken {
		f.found.Add(f.report("front-syntax/no-break", f.pos, f.pos+n).WithFix(f.span(f.pos, f.pos+n), " "))
		f.become(f.pos, f.pos+n, "")
		f.pos += n
	}
	start := f.pos
	if c := f.src[start]; c == '"' || c == '\'' {
		if !f.text() {
			return false
		}
	} else {
		f.unbreakColon(start, lineEnd(f.src, start))
		for f.pos < len(f.src) && bytes.IndexByte([]byte(",[]{}\n\r"), f.src[f.pos]) < 0 && !f.colon() {
			f.pos++
		}
		f.ends[start] = start + len(bytes.TrimRight(f.src[start:f.pos], " "))
	}
	name := f.ends[start]
	if !f.space() {
		return true // the missing bracket is reported
	}
	if f.src[f.pos] != ':' || name == start {
		f.nameless(start, name)
		return false
	}
	f.pos++
	f.last = -1
	if !f.space() || f.src[f.pos] == ',' || f.src[f.pos] == '}' {
		return true
	}
	if string(f.src[start:name]) == "<<" {
		f.found.Add(f.report("front-yaml-feature/merge", start, name))
		f.clean[start], f.clean[start+1] = '~', ' '
		f.bad[start] = true
	}
	value := f.pos
	ok := f.item(depth)
	f.last, f.lastEnd = -1, f.ends[value]
	if bytes.IndexByte([]byte("[{\"'"), f.src[value]) < 0 && f.lastEnd > value {
		f.last = value
	}
	return ok
}

// colon reports whether a colon that ends a name stands at pos.
func (f *flow) colon() bool {
	return f.src[f.pos] == ':' && (f.pos+1 == len(f.src) || bytes.IndexByte([]byte(" ,[]{}\n\r"), f.src[f.pos+1]) >= 0)
}

// item reads one value.
func (f *flow) item(depth int) bool {
	f.pos = f.features(f.pos, lineEnd(f.src, f.pos))
	if f.pos == lineEnd(f.src, f.pos) {
		return f.space()
	}
	switch f.src[f.pos] {
	case '[', '{':
		return f.collection(depth + 1)
	case '"', '\'':
		return f.text()
	}
	return f.word()
}

// text reads a quoted text.
func (f *flow) text() bool {
	start := f.pos
	stop, ok := f.quoted(start, len(f.src), f.indent)
	f.pos = stop
	if ok {
		f.pos = f.innerFlow(start, stop)
	}
	return ok
}

// word reads a text without quotes.
func (f *flow) word() bool {
	start := f.pos
	if c := f.src[start]; bytes.IndexByte([]byte("@`%|>&*!#"), c) >= 0 || (c == '-' || c == '?') && start+1 < len(f.src) && bytes.IndexByte([]byte(" ,]}"), f.src[start+1]) >= 0 {
		f.found.Add(f.report("front-syntax/reserved", start, start+1, string(c)))
		return false
	}
	for f.pos < len(f.src) && bytes.IndexByte([]byte(",[]{}\n\r"), f.src[f.pos]) < 0 {
		if f.colon() {
			end := f.pos + len(bytes.TrimRight(lineAt(f.src, f.pos), " "))
			for i := f.pos; i < end; i++ {
				if bytes.IndexByte([]byte(",]}"), f.src[i]) >= 0 {
					end = i
				}
			}
			f.found.Add(f.report("front-syntax/colon", start, end))
			return false
		}
		if f.src[f.pos] == '#' && f.src[f.pos-1] == ' ' {
			f.found.Add(f.report("front-syntax/comment", f.pos, lineEnd(f.src, f.pos)))
			return false
		}
		f.pos++
	}
	f.ends[start] = start + len(bytes.TrimRight(f.src[start:f.pos], " \t"))
	return true
}

// space goes past spaces, comments and line ends. It reports false at the end
// of the text and before a line that cannot belong to the value.
func (f *flow) space() bool {
	for f.pos < len(f.src) {
		switch c := f.src[f.pos]; {
		case c == ' ' || c == '\t' || c == '\r':
			f.pos++
		case c == '#' && f.pos > 0 && (f.src[f.pos-1] == ' ' || f.src[f.pos-1] == '\n'):
			end := lineEnd(f.src, f.pos)
			f.blank(f.pos, end)
			f.pos = end
		case c == '\n':
			if !f.goesOn(f.pos+1, f.indent) && !f.closes(f.pos+1) {
				return false
			}
			f.pos++
		default:
			return true
		}
	}
	return false
}

// closes reports whether the line at an offset begins with a closing bracket:
// it may stand as far left as its entry.
func (f *flow) closes(at int) bool {
	text := bytes.TrimLeft(lineAt(f.src, at), " ")
	return len(text) > 0 && (text[0] == ']' || text[0] == '}')
}
