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

// unread reports whether the body of v is not known: it has not been read, or that
// which its anchors are of has not.
func (v *version) unread() bool {
	is := func(e *content.Entry) bool { return e.Body != nil && e.Body.Unread }
	return is(v.entry) || is(v.group.source().entry)
}

// Body returns the body of an entry of the site as it is once it is read. read
// returns an entry with its body, or one without when that cannot be had. What is
// wrong with the body is not told here: the run that reads all bodies tells it.
func (u *Unread) Body(e *site.Entry, read func(*content.Entry) *content.Entry) site.Body {
	v := u.linker.versionOf(e.Source)
	whole, source := *v, v.group.source().entry
	for _, e := range []**content.Entry{&whole.entry, &source} {
		if (*e).Body != nil && (*e).Body.Unread {
			*e = read(*e)
		}
	}
	whole.headings = freeHeadings(v.group.kind, v.group.source().fields, anchored(source.Body, whole.entry.Body))
	r := &resolver{linker: u.linker}
	return r.body(&whole, whole.entry.Body, whole.headings)
}
