package markdown

import (
	"html"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
)

// headingID is what the id of a heading is made from.
type headingID struct {
	explicit string
	at       attribute
}

func (r *renderer) heading(n *ast.Heading) {
	before := len(r.plain)
	r.fixed++
	r.prepare(n)
	r.fixed--
	text := strings.TrimSpace(string(r.plain[before:]))
	start, end := n.Pos(), n.Pos()
	if lines := n.Lines(); lines.Len() > 0 {
		start, end = min(start, lines.At(0).Start), lines.At(lines.Len()-1).Stop
		if start < 0 {
			start = lines.At(0).Start
		}
	}
	start, end = trim(r.src, start, end)
	place := r.span(start, end)
	if r.checkUnderline(n) {
		r.level = max(n.Level, r.opt.MinLevel)
	} else {
		r.checkLevel(n.Level, place)
	}
	if text == "" {
		r.add(diag.New("heading-empty", r.span(start, min(start+n.Level, len(r.src)))))
	}
	index := len(r.body.Headings)
	r.body.Headings = append(r.body.Headings, content.Heading{Level: n.Level})
	r.ids = append(r.ids, headingID{})
	r.puts("<h", itoa(n.Level), ` id="`)
	r.hole(content.HeadingHole, index)
	r.put(`"`)
	if list := blockAttributes(n); list != nil {
		r.attributes(list.attributes, true)
	}
	r.put(">")
	shown := len(r.html)
	r.inlines(n)
	r.body.Headings[index].Text = textOf(string(r.html[shown:]))
	r.endBlock()
	r.puts("</h", itoa(n.Level), ">\n")
}

// marks are what stands in the HTML of a heading beside its text: elements, and
// whole calls of footnotes.
var marks = regexp.MustCompile(`<sup class="footnote-ref">.*?</sup>|<[^>]*>`)

// textOf returns the text of HTML that this package wrote: what a table of
// contents shows is what the heading shows, code and typography included.
func textOf(written string) string {
	if strings.IndexByte(written, '<') < 0 && strings.IndexByte(written, '&') < 0 {
		return strings.TrimSpace(written)
	}
	return strings.TrimSpace(html.UnescapeString(marks.ReplaceAllString(written, "")))
}

// checkLevel reports a heading that does not fit into the outline.
func (r *renderer) checkLevel(level int, place spanType) {
	if r.opt.MinLevel == 0 {
		return
	}
	switch {
	case level < r.opt.MinLevel:
		r.add(diag.New("heading-first", place))
	case level > r.level+1:
		r.add(diag.New("heading-skip", place, itoa(level), itoa(r.level)))
	}
	r.level = max(level, r.opt.MinLevel)
}

// explicitID notes the {#id} of the heading that is being written.
func (r *renderer) explicitID(a attribute) {
	id := &r.ids[len(r.ids)-1]
	if id.explicit == "" {
		id.explicit, id.at = a.value, a
	}
}

// settleIDs gives every heading its id: first those written, then those made
// from the text, which give way.
func (r *renderer) settleIDs() {
	if r.taken == nil {
		r.taken = map[string]int{}
	}
	taken := r.taken // how often an id was wanted
	clear(taken)
	var first map[string]attribute
	for i, id := range r.ids {
		if id.explicit == "" {
			continue
		}
		h := &r.body.Headings[i]
		h.ID = id.explicit
		if a, twice := first[id.explicit]; twice {
			r.add(diag.New("heading-id", r.span(id.at.start, id.at.end), id.explicit).
				WithNote("note/first", r.span(a.start, a.end)))
		}
		if first == nil {
			first = map[string]attribute{}
		}
		first[id.explicit] = id.at
		taken[id.explicit]++
	}
	for i, id := range r.ids {
		if id.explicit != "" {
			continue
		}
		h := &r.body.Headings[i]
		base := slug(h.Text)
		if base == "" {
			base = "section"
		}
		base = r.opt.Prefix + base
		h.ID = base
		for taken[h.ID] > 0 {
			taken[base]++
			h.ID = base + "-" + itoa(taken[base])
		}
		taken[h.ID]++
	}
}

// ligatures are letters that Unicode does not decompose and people type as two.
var ligatures = map[rune]string{
	'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i",
}

// slug turns a text into an anchor: lower case, accents folded, letters and
// digits with single hyphens between. Letters of other scripts stay.
func slug(text string) string {
	out := make([]byte, 0, len(text))
	gap := false
	fold := latinFolds()
	for _, r := range text {
		var letter byte
		var letters string
		switch {
		case r < 0x80 && ('a' <= r|0x20 && r|0x20 <= 'z'):
			letter = byte(r | 0x20)
		case '0' <= r && r <= '9':
			letter = byte(r)
		case 0x80 <= r && r < latinEnd:
			letters = fold[r-0x80]
		case r >= latinEnd && (r < 0x2000 || r > 0x206F): // beyond the signs of General Punctuation
			return slugOfAny(text)
		}
		if letter == 0 && letters == "" {
			gap = true
			continue
		}
		if gap && len(out) > 0 {
			out = append(out, '-')
		}
		gap = false
		if letter != 0 {
			out = append(out, letter)
		} else {
			out = append(out, letters...)
		}
	}
	return string(out)
}

// latinEnd is behind Latin-1 Supplement and Latin Extended-A. Letters before it
// can be folded one by one, and nothing that comes of them composes again.
const latinEnd = 0x180

// latinFolds has what slugOfAny makes of each character from 0x80 to latinEnd,
// because asking Unicode about every accent takes longer than all the rest.
var latinFolds = sync.OnceValue(func() *[latinEnd - 0x80]string {
	var folds [latinEnd - 0x80]string
	for i := range folds {
		folds[i] = slugOfAny(string(rune(0x80 + i)))
	}
	return &folds
})

// slugOfAny is slug for texts in any script.
func slugOfAny(text string) string {
	out := make([]byte, 0, len(text))
	gap := false
	add := func(r rune) {
		if gap && len(out) > 0 {
			out = append(out, '-')
		}
		gap = false
		out = utf8.AppendRune(out, r)
	}
	for _, r := range norm.NFD.String(text) {
		switch {
		case r < 0x80 && ('a' <= r|0x20 && r|0x20 <= 'z'):
			add(r | 0x20)
		case '0' <= r && r <= '9':
			add(r)
		case unicode.Is(unicode.Mn, r) && latinMark(r):
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsNumber(r):
			r = unicode.ToLower(r)
			if two, ok := ligatures[r]; ok {
				for _, l := range two {
					add(l)
				}
				continue
			}
			add(r)
		default:
			gap = true
		}
	}
	return norm.NFC.String(string(out))
}

// latinMark reports whether r is an accent of the Latin, Greek and Cyrillic
// scripts, which a slug drops; marks of other scripts are part of the word.
func latinMark(r rune) bool { return 0x0300 <= r && r <= 0x036F }
