// Package program executes templates many times faster than html/template does,
// to the same byte.
//
// html/template stays the parser and the escaper: it decides what every action
// needs where it stands. What it leaves, the parse trees with the escapers in
// them, is translated into a program: a tree of Go functions that append to a
// buffer. The translation knows the type of every value, because the type of
// the first dot is known and the types of a view hold no interface; so it finds
// fields once instead of on every page, calls functions directly, and works out
// beforehand whatever depends on no page. A call such as {{t "nav.main"}}
// becomes text.
//
//	program.go     what a program is, and how it runs
//	escape.go      html/template's trees; the calls of its escapers
//	list.go        trees into steps: text, actions, if, with, range, template
//	expression.go  pipelines, fields, variables, constants
//	function.go    calls of functions
//	builtin.go     the functions of text/template
//	write.go       values into the page: the frequent escapers
//
// Invariant: a program never writes anything else than html/template. What the
// translation does not know, it refuses (Compile returns an error). What goes
// wrong on a page, an index out of range or a pointer that is nil, ends the run
// without a page (Execute reports false). In both cases the caller has the page
// made by html/template, which also words the error.
package program

import (
	"fmt"
	"reflect"
	"slices"
	"sync"
)

// Program is a template ready to run. It is safe for concurrent use.
type Program struct {
	main *routine
	dot  reflect.Type
	// machines are those that no page is being made with.
	machines sync.Pool
}

// Compile translates the template called entry, with all that it calls, for a
// dot of type dot. functions are those that templates may call beside the
// built-in ones; each must depend on its arguments alone. The error says what
// keeps the template from being translated.
func Compile(e *Escaped, entry string, dot reflect.Type, functions map[string]any) (*Program, error) {
	c := &compiler{escaped: e, functions: functions, routines: map[signature]*routine{}, writers: map[string]*writer{}}
	main, err := c.compile(entry, dot)
	if err != nil {
		return nil, err
	}
	return &Program{main: main, dot: dot, machines: sync.Pool{New: func() any { return &machine{} }}}, nil
}

// Append appends what the template makes of dot to a buffer, which is lost when
// it reports false: the page cannot be made.
func (p *Program) Append(to []byte, dot any) (page []byte, ok bool) {
	m := p.machines.Get().(*machine)
	defer func() {
		// A panic is the way out of a page that fails, and what the functions
		// and reflect do with a value they cannot use. The machine is then in
		// the middle of something, and is left to the garbage collector.
		if recover() != nil {
			page, ok = nil, false
		}
	}()
	value := reflect.ValueOf(dot)
	if value.Type() != p.dot {
		fail("the dot has the wrong type")
	}
	m.out = to
	m.call(p.main, value)
	page, m.out = m.out, nil
	clear(m.stack[:cap(m.stack)]) // it must not keep the page's view
	p.machines.Put(m)
	return page, true
}

// machine runs a program once.
type machine struct {
	out []byte
	// stack holds the variables of the templates that are being executed;
	// frame is the part of the innermost one.
	stack, frame []reflect.Value
	depth        int
}

// Write appends to the page.
func (m *machine) Write(p []byte) (int, error) {
	m.out = append(m.out, p...)
	return len(p), nil
}

// step does a piece of work and says how to go on.
type step func(*machine) flow

// flow says what follows a step.
type flow uint8

const (
	next flow = iota
	leave
	again
)

// block is steps to do in their order.
type block []step

func (b block) run(m *machine) flow {
	for _, do := range b {
		if f := do(m); f != next {
			return f
		}
	}
	return next
}

// routine is a translated template, for one type of dot.
type routine struct {
	body block
	// slots is how many variables it has. The first is its dot, "$".
	slots int
}

// maxDepth is how deep templates may call each other here. html/template goes
// deeper and then says which template calls itself without end.
const maxDepth = 1000

func (m *machine) call(r *routine, dot reflect.Value) {
	if m.depth++; m.depth > maxDepth {
		fail("templates call each other without end")
	}
	caller, top := m.frame, len(m.stack)
	m.stack = slices.Grow(m.stack, r.slots)[:top+r.slots]
	m.frame = m.stack[top:]
	m.frame[0] = dot
	r.body.run(m)
	m.stack, m.frame = m.stack[:top], caller
	m.depth--
}

// failure is what ends a run or a translation.
type failure struct{ reason string }

// fail ends the run of a page, or the translation of a template.
func fail(format string, args ...any) { panic(failure{fmt.Sprintf(format, args...)}) }
