package codec

import (
	"bytes"
	"slices"

	"essaim/generator/internal/model/content"
)

// SameOutline reports whether other entries see the same of e as of former:
// everything but what the body says, its own links and images included. Where
// things stand in the file before the body counts too, for messages show it.
func SameOutline(e, former *content.Entry) bool {
	return bytes.Equal((&encoder{}).outline(e, e.Fields), (&encoder{}).outline(former, former.Fields))
}

// SameButTitle reports whether e differs from former in what it is called and says
// at most, title, summary and body, wherever things stand in the file.
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
