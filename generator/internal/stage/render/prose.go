package render

import (
	"sync"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/site"
)

// prose reads what bodies say. One that several files show is read once while it
// is held. It is safe for concurrent use.
type prose struct {
	read func(*content.Entry) content.Prose
	// held are func() content.Prose, by *content.Entry.
	held sync.Map
}

// of returns what the body of an entry says.
func (p *prose) of(e *content.Entry) content.Prose {
	if once, held := p.held.Load(e); held {
		return once.(func() content.Prose)()
	}
	return p.read(e)
}

// hold makes the body of the entry of a page be read once until it is released,
// when somebody asks for it.
func (p *prose) hold(page *site.Page) (release func()) {
	if page.Entry == nil || page.Entry.Source == nil {
		return func() {}
	}
	e := page.Entry.Source
	p.held.Store(e, sync.OnceValue(func() content.Prose { return p.read(e) }))
	return func() { p.held.Delete(e) }
}
