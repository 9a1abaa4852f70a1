package link

import (
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/site"
)

// Unread resolves bodies that had not been read when their entries were linked,
// one by one, when somebody looks at them. The zero Unread is for Options. Once
// the site is linked it is safe for concurrent use.
type Unread struct {
	// linker is that of the site. Nothing changes it any more.
	linker *linker
}

// Body returns the body of an entry of the site as it is once it is read. read
// returns an entry with its body, or one without when that cannot be had. What is
// wrong with the body is not told: who reads all of them finds it.
func (u *Unread) Body(e *site.Entry, read func(*content.Entry) *content.Entry) site.Body {
	v := u.linker.versionOf(e.Source)
	whole, source := *v, v.group.source().entry
	whole.entry = read(v.entry)
	if source == v.entry {
		source = whole.entry
	} else if source.Body != nil && source.Body.Unread {
		source = read(source)
	}
	whole.headings = freeHeadings(v.group.kind, v.group.source().fields, headingIDs(source.Body, whole.entry.Body))
	r := &resolver{linker: u.linker}
	return r.body(&whole, whole.entry.Body, whole.headings)
}
