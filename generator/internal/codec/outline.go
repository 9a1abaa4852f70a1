package codec

import (
	"bytes"
	"slices"

	"essaim/generator/internal/model/content"
)

// SameOutline reports whether e and former differ at most in what the body says, its
// links and images included: then the pages of other entries cannot tell them apart.
// Where things stand in the file before the body counts too, for messages show it.
func SameOutline(e, former *content.Entry) bool {
	return bytes.Equal((&encoder{}).outline(e, e.Fields), (&encoder{}).outline(former, former.Fields))
}

// SameButTitle reports whether e and former differ at most in title, summary and body,
// and in where things stand in the file.
func SameButTitle(e, former *content.Entry) bool {
	outline := func(e *content.Entry) []byte {
		others := slices.DeleteFunc(slices.Clone(e.Fields), func(f content.Field) bool { return f.Given && (f.Name == "title" || f.Name == "summary") })
		return (&encoder{placeless: true}).outline(e, others)
	}
	return bytes.Equal(outline(e), outline(former))
}

// outline returns what pages of other entries can depend on: see SameOutline. Fields
// are those of the entry, or some of them.
func (e *encoder) outline(entry *content.Entry, fields content.Fields) []byte {
	e.text(entry.File)
	e.text(entry.ID)
	e.text(entry.Locale)
	e.flag(entry.Type != nil)
	if entry.Type != nil {
		e.text(entry.Type.Name)
	}
	e.fields(fields, entry.File)
	e.span(entry.FrontSpan, entry.File)
	e.flag(entry.Body != nil)
	if entry.Body != nil {
		for _, h := range entry.Body.Headings {
			e.int(h.Level)
			e.text(h.ID)
		}
	}
	return e.out
}
