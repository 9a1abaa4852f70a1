package frontmatter

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// delimiter is the line --- or what is left of it.
type delimiter struct {
	// line is the offset of the line; start and end are those of its text.
	line, start, end int
	// text is the line without the space around it, in the memory of the file.
	text []byte
}

// exact reports whether the delimiter is not damaged.
func (d delimiter) exact() bool { return string(d.text) == "---" }

// delimiters is where front matter begins and ends, as offsets into a file.
type delimiters struct {
	// found reports whether there is front matter; closed, whether its end is
	// known.
	found, closed bool
	open, close   delimiter
	// front is the offset of the first line between; body is that of the first
	// line after.
	front, body int
}

// problem is a diagnostic before the file is known.
type problem struct {
	msg        diag.Msg
	start, end int
	args       []string
	fix        string
	// hint is where the missing line would be written.
	hint int
}

func (p problem) diagnostic(file string, offset int) diag.Diagnostic {
	span := source.In(file, p.start+offset, p.end+offset)
	d := diag.New(p.msg, span, p.args...)
	if p.fix != "" {
		d = d.WithFix(span, p.fix)
	}
	if p.hint > 0 {
		d = d.WithNote("note/write", source.In(file, p.hint+offset, p.hint+offset), "---")
	}
	return d
}

// delimit finds the --- lines of data, damaged ones included: a line that was
// surely meant as a delimiter ends the front matter, so that its text is not
// read as fields nor its fields as text.
func delimit(data []byte) (delimiters, []problem) {
	var d delimiters
	at := 0
	for at < len(data) && len(bytes.TrimSpace(lineAt(data, at))) == 0 {
		at = nextLine(data, at)
	}
	if at == len(data) {
		return d, []problem{{msg: "front-missing"}}
	}
	d.open = delimiterAt(data, at)
	if !d.open.exact() && !damagedDelimiter(d.open.text) {
		if !fieldsFollow(data, at) {
			return d, []problem{{msg: "front-missing", start: d.open.start, end: d.open.start}}
		}
		// The first line is a field: only its delimiter is missing.
		return d, []problem{{msg: "front-missing", start: at, end: at, fix: "---\n"}}
	}
	var problems []problem
	if !d.open.exact() {
		problems = append(problems, d.open.damaged())
	}
	d.found, d.front = true, nextLine(data, at)
	for at = d.front; at < len(data); at = nextLine(data, at) {
		line := delimiterAt(data, at)
		damaged := !line.exact() && damagedDelimiter(line.text) && (line.start == at || len(bytes.Trim(line.text, "-")) == 0)
		if !line.exact() && !damaged {
			continue
		}
		d.closed, d.close, d.body = true, line, nextLine(data, at)
		if damaged {
			problems = append(problems, line.damaged())
		} else if closesSoon(data, d.body) && fieldsFollow(data, d.body) {
			problems = append(problems, problem{msg: "front-delimiter/early", start: line.start, end: line.end})
		}
		return d, problems
	}
	d.body = d.guess(data)
	hint := len(bytes.TrimRight(data[:d.body], " \t\r\n"))
	return d, append(problems, problem{msg: "front-open", start: d.open.start, end: d.open.end, hint: hint})
}

// damaged reports a delimiter that is not exactly ---.
func (d delimiter) damaged() problem {
	text := string(d.text)
	shown := text
	if utf8.RuneCountInString(shown) > 20 {
		shown = string([]rune(shown)[:20]) + "…"
	}
	fix := "---"
	if rest := strings.TrimLeft(text, "-–— "); len([]rune(rest)) > 2 {
		// More than a slip stands on the line: it is kept, below.
		fix = "---\n" + rest
	}
	return problem{msg: "front-delimiter", start: d.start, end: d.end, args: []string{shown}, fix: fix}
}

// damagedDelimiter reports whether a line without the space around it can only
// have been meant as ---: it begins with two dashes, or is at most four
// characters long of which two are dashes.
func damagedDelimiter(text []byte) bool {
	switch {
	case string(text) == "—" || string(text) == "–":
		return true
	case bytes.HasPrefix(text, []byte("--")), bytes.HasSuffix(text, []byte("---")):
		return true
	case len(text) > 4*utf8.UTFMax || utf8.RuneCount(text) > 4:
		return false
	}
	return bytes.Count(text, []byte("-"))+bytes.Count(text, []byte("–"))+bytes.Count(text, []byte("—")) >= 2
}

// fieldsFollow reports whether the lines from at on begin with fields that a
// --- line ends.
func fieldsFollow(data []byte, at int) bool {
	if _, _, isField := key(lineAt(data, at)); !isField {
		return false
	}
	for ; at < len(data) && at < maxSize; at = nextLine(data, at) {
		if delimiterAt(data, at).exact() {
			return true
		}
	}
	return false
}

// closesSoon reports whether a --- line ends the lines from at on before the
// first empty one: they are fields then, and no text.
func closesSoon(data []byte, at int) bool {
	for ; at < len(data); at = nextLine(data, at) {
		switch string(delimiterAt(data, at).text) {
		case "---":
			return true
		case "":
			return false
		}
	}
	return false
}

// guess returns where the text surely begins when no delimiter says so: after
// the last line that looks like front matter.
func (d delimiters) guess(data []byte) int {
	end := d.front
	for at := d.front; at < len(data); at = nextLine(data, at) {
		line := lineAt(data, at)
		_, _, isField := key(line)
		isItem := bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("- ")) && line[0] == ' '
		if !isField && !isItem {
			break
		}
		end = nextLine(data, at)
	}
	return end
}

func delimiterAt(data []byte, at int) delimiter {
	line := lineAt(data, at)
	text := bytes.TrimSpace(line)
	start := at + bytes.Index(line, text)
	return delimiter{line: at, start: start, end: start + len(text), text: text}
}

// lineAt returns the line that begins at an offset, without its end.
func lineAt(data []byte, at int) []byte {
	line := data[at:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	return bytes.TrimRight(line, "\r")
}

// nextLine returns the offset of the line after the one at an offset.
func nextLine(data []byte, at int) int {
	if end := bytes.IndexByte(data[at:], '\n'); end >= 0 {
		return at + end + 1
	}
	return len(data)
}

// key finds the name at the start of a line "name: value" and returns where
// the name and the colon end, relative to the line.
func key(line []byte) (nameEnd, valueStart int, ok bool) {
	start := len(line) - len(bytes.TrimLeft(line, " "))
	if start == len(line) || bytes.IndexByte([]byte("#-[]{}\"'&*!|>%@`,"), line[start]) >= 0 && !bytes.HasPrefix(line[start:], []byte("<<")) {
		return 0, 0, false
	}
	for i := start; i < len(line); i++ {
		if line[i] == '#' && i > start && line[i-1] == ' ' {
			return 0, 0, false
		}
		if line[i] == ':' && (i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\t') {
			return i, i + 1, i > start
		}
	}
	return 0, 0, false
}
