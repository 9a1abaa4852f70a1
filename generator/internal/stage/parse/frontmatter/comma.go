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
	flowName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)
)

// nameless reports a part between the commas of braces that has no name: mostly
// the rest of the value before it, which a comma has cut. The part is between the
// offsets.
func (f *flow) nameless(start, end int) {
	part := f.src[start:end]
	d := f.report("front-syntax/mapping", start, max(end, start+1))
	name, rest, colon := bytes.Cut(part, []byte(":"))
	switch {
	case colon && len(rest) > 0 && rest[0] != '/' && flowName.Match(name):
		at := start + len(name) + 1
		d = f.report("front-syntax/space", start, end).WithFix(f.span(at, at), " ")
	case f.last < 0 || colon || end == start:
	case flowNumber.Match(f.before()):
		if digits := moreDigits.Find(f.src[start:]); start == f.lastEnd+1 && len(digits) >= len(part) {
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
	return f.report("front-syntax/comma-number", f.last, end, fix).WithFix(f.span(f.last, end), fix)
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
			return f.last + len(bytes.TrimRight(f.src[f.last:at], " ")), at > start && !bytes.Contains(f.src[f.last:at], []byte("://"))
		case c == ',':
			next := at + 1 + len(f.src[at+1:end]) - len(bytes.TrimLeft(f.src[at+1:end], " "))
			if name, _, isField := key(f.src[next:end]); isField && flowName.Match(f.src[next:next+name]) {
				return at, !bytes.Contains(f.src[f.last:at], []byte("://"))
			}
		case bytes.IndexByte([]byte("[]{\"#:"), c) >= 0:
			return start, false
		}
	}
	return start, false
}
