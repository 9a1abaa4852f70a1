package markdown

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"essaim/generator/internal/model/diag"
)

// broken is [text] or ![text] with an address behind it that makes no link or image.
type broken struct {
	start, closing int // of the whole, and of its ]
	picture        bool
	shape          string // how one is written
}

// maxAddress is how far the end of a broken address is looked for.
const maxAddress = 300

// checkAddress reports [text](…) that is not well written: what is wrong with it, and
// how it is written where that is sure.
func (r *renderer) checkAddress(open, closing int) {
	b := r.brokenAt(open, closing)
	rest := r.src[closing+2 : min(len(r.src), closing+2+maxAddress)]
	if end := bytes.IndexByte(rest, '\n'); end >= 0 {
		rest = bytes.TrimRight(rest[:end], "\r")
	}
	end := closingParenthesis(rest)
	if end < 0 {
		r.unclosedAddress(b, rest)
		return
	}
	inside := rest[:end]
	from := closing + 2 + len(inside) - len(bytes.TrimLeft(inside, " \t"))
	inside = bytes.Trim(inside, " \t")
	if b.picture && r.checkSize(from, inside) || r.checkContact(from, inside) || r.checkTitle(b, from, inside) || r.checkSpaces(b, from, inside) {
		return
	}
	r.reportBroken(b, closing+1+tokenLength(r.src[closing+1:]))
}

func (r *renderer) brokenAt(open, closing int) broken {
	if open > 0 && r.src[open-1] == '!' {
		return broken{open - 1, closing, true, "![…](…)"}
	}
	return broken{open, closing, false, "[…](…)"}
}

// reportBroken reports a link or image of which nothing more is known.
func (r *renderer) reportBroken(b broken, end int) {
	if b.picture {
		r.report("link-syntax/picture", b.start, end)
		return
	}
	r.report("link-syntax", b.start, end)
}

// closingParenthesis returns where the parenthesis closes that was opened before text,
// or -1.
func closingParenthesis(text []byte) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return i
			}
		}
	}
	return -1
}

// meantAs reports whether token was surely meant as the address of b.
func (b broken) meantAs(token []byte) bool {
	return addressLike(token) || bytes.HasPrefix(token, []byte("../")) || bytes.HasPrefix(token, []byte("./")) || b.picture && extended(token)
}

// fileEndings are those of the files that a site links to or shows.
var fileEndings = []string{
	"pdf", "odt", "ods", "odp", "doc", "docx", "xls", "xlsx", "csv", "zip",
	"png", "jpg", "jpeg", "gif", "webp", "svg", "txt",
}

// extended reports whether a path ends as the name of a file does: one of fileEndings,
// or behind a folder any that begins with a letter.
func extended(path []byte) bool {
	dot := bytes.LastIndexByte(path, '.')
	ending := path[dot+1:]
	if dot < 1 || len(ending) < 2 || len(ending) > 5 {
		return false
	}
	folder := bytes.IndexByte(path[:dot], '/') >= 0
	return known(fileEndings, strings.ToLower(string(ending))) ||
		folder && unicode.IsLetter(rune(ending[0])) && nameLength(ending) == len(ending)
}

// isCut reports whether the token at the start of text is longer than tokenLength
// says, so that its end is not known.
func isCut(text []byte) bool {
	length := tokenLength(text)
	return length < len(text) && text[length] > ' '
}

// unclosedAddress reports an address that no parenthesis closes.
func (r *renderer) unclosedAddress(b broken, rest []byte) {
	token := rest[:tokenLength(rest)]
	if end := bytes.IndexByte(token, ']'); end > 0 && b.meantAs(token[:end]) && !bytes.ContainsAny(token[:end], "()[<>{}\"\\") {
		end += b.closing + 2
		r.add(diag.New("link-syntax/close", r.span(b.start, end+1), b.shape).WithFix(r.span(end, end+1), ")"))
		return
	}
	address := bytes.TrimRight(token, ".,;:!?")
	behind := bytes.TrimLeft(rest[len(token):], " \t")
	titled := len(behind) > 0 && strings.ContainsRune("\"'“„«=", runeAt(behind))
	if !b.meantAs(address) || bytes.ContainsAny(token, "()[]<>{}\"\\") || titled || isCut(rest) {
		r.reportBroken(b, b.closing+2+len(token))
		return
	}
	end := b.closing + 2 + len(address)
	r.add(diag.New("link-syntax/close", r.span(b.start, end), b.shape).WithFix(r.span(end, end), ")"))
}

// behindGap returns what follows a closing bracket behind spaces, on its line or the
// next one of the block, or nil.
func (r *renderer) behindGap(block ast.Node, closing int) []byte {
	rest := r.src[closing+1:]
	inner := bytes.TrimLeft(rest, " \t\r\n>")
	gap := rest[:len(rest)-len(inner)]
	if bytes.IndexByte(gap, '\n') < 0 {
		return bytes.TrimLeft(rest, " \t")
	}
	lines := block.Lines()
	if bytes.Count(gap, []byte("\n")) > 1 || lines.Len() == 0 || len(r.src)-len(inner) >= lines.At(lines.Len()-1).Stop {
		return nil
	}
	return inner
}

// aside reports whether words in brackets are what a quotation leaves out or adds, what
// a bibliography says of a title, or a number: they are no text of a link.
func aside(words string) bool {
	switch strings.ToLower(words) {
	case "…", "...", "sic", "en ligne", "online", "pdf":
		return true
	}
	return strings.Trim(words, "0123456789") == ""
}

// checkGap reports what stands between ] and the address of a link, which was to
// touch it; inner is what follows.
func (r *renderer) checkGap(open, closing int, inner []byte) bool {
	at := len(r.src) - len(inner)
	if len(inner) < 3 || inner[0] != '(' {
		return false
	}
	b := r.brokenAt(open, closing)
	rest := inner[1:min(len(inner), maxAddress)]
	address := rest[:tokenLength(rest)]
	end := closingParenthesis(rest)
	if end >= 0 {
		address = address[:min(end, len(address))]
	}
	if !b.meantAs(address) {
		return false
	}
	whole := end == len(address)
	if end > len(address) {
		title := bytes.TrimSpace(rest[len(address):end])
		whole = !isCut(rest) && len(title) > 2 && bytes.IndexByte(title, '\n') < 0 && title[0] == '"' && bytes.IndexByte(title[1:], '"') == len(title)-2
	}
	if !whole {
		r.reportBroken(b, at+1+len(address))
		return true
	}
	d := diag.New("link-syntax/gap", r.span(b.start, at+1+end+1), b.shape)
	r.add(d.WithFix(r.span(closing+1, at), ""))
	return true
}

// inParenthesis reports whether the block opens a parenthesis before at, and does not
// close it there.
func (r *renderer) inParenthesis(block ast.Node, at int) bool {
	from := bytes.LastIndexByte(r.src[:at], '\n') + 1
	if lines := block.Lines(); lines.Len() > 0 {
		from = min(at, lines.At(0).Start)
	}
	depth := 0
	for i := from; i < at; i++ {
		switch r.src[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			depth = max(depth-1, 0)
		}
	}
	return depth > 0
}

// alternative reports whether token is one word behind a bar, and the parenthesis in
// which they stand ends there: (accord [masculin]/féminin).
func (r *renderer) alternative(block ast.Node, open int, token []byte) bool {
	word, _, closed := bytes.Cut(token, []byte(")"))
	rest := bytes.TrimLeftFunc(bytes.TrimPrefix(word, []byte("/")), unicode.IsLetter)
	return closed && len(word) > 1 && word[0] == '/' && len(rest) == 0 && r.inParenthesis(block, open)
}

// checkOpening reports [text]/address), and whether it is that.
func (r *renderer) checkOpening(block ast.Node, open, closing int, token []byte) bool {
	b := r.brokenAt(open, closing)
	end := bytes.IndexByte(token, ')')
	if r.inParenthesis(block, open) {
		return false
	}
	if end < 1 || !b.meantAs(token[:end]) || bytes.ContainsAny(token[:end], "([]{}") {
		return false
	}
	d := diag.New("link-syntax/open", r.span(b.start, closing+1+end+1), b.shape)
	r.add(d.WithFix(r.span(closing+1, closing+1), "("))
	return true
}

// checkSize reports the size of an image behind its address, as other tools have it.
func (r *renderer) checkSize(from int, inside []byte) bool {
	equals := bytes.LastIndex(inside, []byte(" ="))
	if equals < 1 || len(bytes.Trim(inside[equals+2:], "0123456789x×%px*")) > 0 || len(inside) == equals+2 {
		return false
	}
	address := bytes.TrimRight(inside[:equals], " \t")
	d := diag.New("link-syntax/size", r.span(from+equals+1, from+len(inside)), string(inside[equals+1:]))
	if len(bytes.Fields(address)) == 1 {
		d = d.WithFix(r.span(from+len(address), from+len(inside)), "")
	}
	r.add(d)
	return true
}

// checkContact reports the spaces in a mail address or telephone number.
func (r *renderer) checkContact(from int, inside []byte) bool {
	fixed := contact(string(inside))
	if fixed == "" {
		return false
	}
	d := diag.New("link-syntax/spaces", r.span(from, from+len(inside)))
	r.add(d.WithFix(d.Span, fixed))
	return true
}

// contact returns the address of a mail box or telephone without its spaces, or ""
// when there is more wrong with it, or nothing.
func contact(address string) string {
	without := strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return -1
		}
		return c
	}, address)
	if without == address {
		return ""
	}
	if mail, is := strings.CutPrefix(without, "mailto:"); is && mailSyntax(mail) && !strings.Contains(strings.TrimSpace(strings.TrimPrefix(address, "mailto:")), " ") {
		return without
	}
	if number, is := strings.CutPrefix(without, "tel:"); is && number != "" && strings.Trim(number, "+0123456789-.") == "" {
		return without
	}
	return ""
}

// quoting are the signs that stand around a title, or were to.
const quoting = "\"“”„«»‘’"

// checkTitle reports a title or caption whose quotes are not those of Markdown.
func (r *renderer) checkTitle(b broken, from int, inside []byte) bool {
	address := inside[:tokenLength(inside)]
	title := bytes.TrimLeft(inside[len(address):], " \t")
	if isCut(inside) || len(title) == 0 || len(address) == 0 || address[0] == '<' {
		return false
	}
	words := strings.Trim(string(title), quoting)
	quoted := len(words) < len(title)
	words = strings.Trim(words, " \t"+noBreak)
	switch {
	case words == "" || strings.ContainsAny(words, `"\`) || !b.meantAs(address) && !extended(address):
		return false
	case quoted && (strings.HasPrefix(words, "'") || strings.HasSuffix(words, "'")):
		return false
	case !quoted && (!b.picture || !extended(address) || extended([]byte(words))):
		return false // as likely an address with spaces
	}
	if quoted && !strings.ContainsRune(quoting, runeAt(title)) && extended([]byte(words)) {
		return false
	}
	at := from + len(inside) - len(title)
	d := diag.New("link-syntax/quotes", r.span(at, from+len(inside)))
	r.add(d.WithFix(d.Span, `"`+words+`"`))
	return true
}

// checkSpaces reports an address with spaces: the name of a file can have them.
func (r *renderer) checkSpaces(b broken, from int, inside []byte) bool {
	address := inside
	if quote := bytes.IndexByte(inside, '"'); quote > 0 {
		address = bytes.TrimRight(inside[:quote], " \t")
	}
	if !bytes.ContainsAny(address, " \t") || bytes.ContainsAny(address, "<>\"()\\") {
		return false
	}
	place := r.span(from, from+len(address))
	scheme := schemeOf(string(address))
	switch {
	case scheme == "" && extended(address) && !bytes.HasPrefix(address, []byte("www.")):
		r.add(diag.New("link-syntax/angles", place).WithFix(place, "<"+string(address)+">"))
	case b.meantAs(address):
		r.add(diag.New("link-syntax/spaces", place))
	default:
		return false
	}
	return true
}
