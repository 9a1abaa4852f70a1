package render

import (
	"sync"

	"essaim/generator/internal/codec"
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/site"
)

// prose reads what bodies say. One that several files show is read once while it
// is held. It is safe for concurrent use.
type prose struct {
	read  func(*content.Entry, *codec.ProseMemory) content.Prose
	mutex sync.Mutex
	held  map[*content.Entry]*said
	// free are those that nobody holds: their memory is for others.
	free []*said
}

// said is what the body of an entry says.
type said struct {
	memory codec.ProseMemory
	// holders is how many hold it, behind the mutex of all.
	holders int
	once    *sync.Once
	prose   content.Prose
}

func newProse(read func(*content.Entry, *codec.ProseMemory) content.Prose) *prose {
	return &prose{read: read, held: map[*content.Entry]*said{}}
}

// say calls do with what the body of an entry says, which is good until do is done.
func (p *prose) say(e *content.Entry, do func(content.Prose)) {
	s := p.take(e)
	defer p.release(e, s)
	s.once.Do(func() { s.prose = p.read(e, &s.memory) })
	do(s.prose)
}

// hold makes the body of the entry of a page be read once until it is released,
// when somebody asks for it.
func (p *prose) hold(page *site.Page) (release func()) {
	if page.Entry == nil || page.Entry.Source == nil {
		return func() {}
	}
	e := page.Entry.Source
	s := p.take(e)
	return func() { p.release(e, s) }
}

func (p *prose) take(e *content.Entry) *said {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	s := p.held[e]
	if s == nil {
		if n := len(p.free); n > 0 {
			s, p.free = p.free[n-1], p.free[:n-1]
		} else {
			s = &said{}
		}
		s.once, p.held[e] = new(sync.Once), s
	}
	s.holders++
	return s
}

func (p *prose) release(e *content.Entry, s *said) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if s.holders--; s.holders == 0 {
		delete(p.held, e)
		s.prose = content.Prose{}
		p.free = append(p.free, s)
	}
}
