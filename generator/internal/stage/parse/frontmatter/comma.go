package frontmatter

import (
	"bytes"
	"regexp"
	"strings"

	"essaim/generator/internal/model/diag"
)

var (
	// flowNumber is a number with or without spaces between thousands.
	flowNumber = regexp.MustCompile(`^-?[0-9]+([ \x{00A0}\x{202F}][0-9]{3})*$`)
	// moreDigits are the digits behind a comma that was none between fields.
	moreDigits = regexp.MustCompile(`^([0-9]+)(?:,[0-9]{3})*`)
	// flowName is what can only be a name.
	flowName     = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)
	nameAndColon = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*:`)
	// likelyName is a name with its value that lacks the colon, or the end of a text.
	likelyName = regexp.MustCompile(`, *[a-z_]+ -?[0-9][0-9.]*$`)
)

// nameless reports a part between the commas of braces that has no name: mostly
// the rest of the value before it, which a comma has cut. The part is between the
// offsets.
func (f *flow) nameless(start, end int) {
	part := f.src[start:end]
	d := f.report("front-syntax/pair", start, max(end, start+1))
	name, rest, colon := bytes.Cut(part, []byte(":"))
	switch {
	case colon && len(rest) > 0 && rest[0] != '/' && flowName.Match(name):
		fix, stop := f.spaced(start)
		d = f.report("front-syntax/space", start, end).WithFix(f.span(start, stop), fix)
	case f.last < 0 || colon || end == start:
	case flowNumber.Match(f.before()):
		if digits := moreDigits.Find(f.src[start:]); len(digits) >= len(part) {
			d = f.cutNumber(start, start+len(digits))
		}
	default:
		d = f.report("front-syntax/comma", f.last, end)
		if stop, sure := f.cutText(start); sure {
			d = f.report("front-syntax/comma", f.last, stop).WithFix(f.span(f.last, stop), quote(f.src[f.last:stop]))
		}
	}
	f.found.Add(d)
}

// spaced returns the text from the name at an offset to the last name of its
// braces behind whose colon a space is missing, with these spaces, and where it
// ends.
func (f *flow) spaced(start int) (fix string, stop int) {
	stop = start
	for at, end := start, lineEnd(f.src, start); at < end; at++ {
		name := nameAndColon.Find(f.src[at:end])
		if next := at + len(name); len(name) > 0 && next < end && bytes.IndexByte([]byte(" \t,/}"), f.src[next]) < 0 {
			fix += string(f.src[stop:next]) + " "
			stop = next
		}
		for at += len(name); at < end && f.src[at] != ','; at++ {
			switch c := f.src[at]; {
			case c == '"' || c == '\'':
				at++
				for at < end && f.src[at] != c {
					at++
				}
			case bytes.IndexByte([]byte("[]{}"), c) >= 0:
				return fix, stop
			}
		}
		for at+1 < end && f.src[at+1] == ' ' {
			at++
		}
	}
	return fix, stop
}

// before is the value without quotation marks before the last comma.
func (f *flow) before() []byte { return f.src[f.last:f.lastEnd] }

// cutNumber reports a number with a comma, the digits behind which stand between
// the offsets.
func (f *flow) cutNumber(start, end int) diag.Diagnostic {
	whole := strings.NewReplacer(" ", "", "\u00A0", "", "\u202F", "").Replace(string(f.before()))
	digits := string(f.src[start:end])
	several := strings.Contains(digits, ",")
	if bare := strings.TrimPrefix(whole, "-"); !several && len(digits) == 3 && bare[0] != '0' && len(bare) <= 3 && len(whole) == f.lastEnd-f.last {
		return f.report("front-syntax/comma-grouped", f.last, end, string(f.src[f.last:end]), whole+digits, OtherReading(whole, digits))
	}
	fix := whole + "." + digits
	if several {
		fix = whole + strings.ReplaceAll(digits, ",", "")
	}
	d := f.report("front-syntax/comma-number", f.last, end, fix)
	if start == f.lastEnd+1 {
		d = d.WithFix(f.span(f.last, end), fix)
	}
	return d
}

// OtherReading writes a number with three decimals such that nobody takes them
// for thousands.
func OtherReading(whole, decimals string) string {
	if short := strings.TrimRight(decimals, "0"); short == "" {
		return whole
	} else if len(short) < len(decimals) {
		return whole + "." + short
	}
	return whole + "." + decimals + "0"
}

// cutText returns where a text ends that commas have cut, of which a part begins
// at an offset: before the next name, or before the brace.
func (f *flow) cutText(start int) (stop int, sure bool) {
	end := lineEnd(f.src, start)
	for at := start; at < end; at++ {
		switch c := f.src[at]; {
		case c == '}':
			text := bytes.TrimRight(f.src[f.last:at], " ")
			return f.last + len(text), !likelyName.Match(text)
		case c == ',':
			next := at + 1 + len(f.src[at+1:end]) - len(bytes.TrimLeft(f.src[at+1:end], " "))
			if name, _, isField := key(f.src[next:end]); isField && flowName.Match(f.src[next:next+name]) {
				return at, !likelyName.Match(f.src[f.last:at])
			}
		case bytes.IndexByte([]byte("[]{\"#:"), c) >= 0:
			return start, false
		}
	}
	return start, false
}
