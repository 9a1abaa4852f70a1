package program

import (
	"reflect"
	"slices"
	"text/template/parse"
)

// signature names a routine: a template with the type of its dot, nil for none.
type signature struct {
	name string
	dot  reflect.Type
}

// compiler translates the templates of one set.
type compiler struct {
	escaped   *Escaped
	functions map[string]any
	routines  map[signature]*routine
	// writers are html/template's own escapers, by their names.
	writers map[string]*writer
}

// compile translates a template; the error is why that cannot be done.
func (c *compiler) compile(name string, dot reflect.Type) (r *routine, err error) {
	defer func() {
		if f := recover(); f != nil {
			reason, ok := f.(failure)
			if !ok {
				panic(f)
			}
			err = refusal(reason.reason)
		}
	}()
	return c.routine(name, dot), nil
}

// refusal is what keeps a template from being translated.
type refusal string

func (r refusal) Error() string { return "program: " + string(r) }

// routine returns the translation of a template.
func (c *compiler) routine(name string, dot reflect.Type) *routine {
	key := signature{name, dot}
	if r := c.routines[key]; r != nil {
		return r // complete, or calling itself
	}
	tree := c.escaped.trees[name]
	if tree == nil || tree.Root == nil {
		fail("no template is called %q", name)
	}
	r := &routine{}
	c.routines[key] = r
	s := &scope{compiler: c, file: tree.ParseName}
	s.dot = variable{slot: s.slot(), typ: dot}
	s.variables = []variable{{name: "$", slot: s.dot.slot, typ: dot}}
	out := &builder{}
	s.list(tree.Root, out)
	r.body, r.slots = out.block(), s.slots
	return r
}

// scope is a template while it is translated.
type scope struct {
	*compiler
	// file is where the template is written, for messages.
	file string
	// slots counts the variables; each has a place of its own.
	slots int
	// variables are those that can be seen, the innermost last.
	variables []variable
	dot       variable
}

// variable is a place for a value.
type variable struct {
	name string
	slot int
	// typ is nil when the value cannot be used.
	typ reflect.Type
	// optional reports whether there may be no value.
	optional bool
}

func (s *scope) slot() int {
	s.slots++
	return s.slots - 1
}

// variable returns the variable that a name stands for.
func (s *scope) variable(name string) variable {
	for _, v := range slices.Backward(s.variables) {
		if v.name == name {
			return v
		}
	}
	fail("%s: no variable %s", s.file, name)
	return variable{}
}

// builder collects steps; what is written as it stands is put together.
type builder struct {
	steps block
	text  []byte
}

func (b *builder) write(text []byte) { b.text = append(b.text, text...) }

func (b *builder) add(do step) {
	b.flush()
	b.steps = append(b.steps, do)
}

func (b *builder) flush() {
	if len(b.text) == 0 {
		return
	}
	text := string(b.text)
	b.text = b.text[:0]
	b.steps = append(b.steps, func(m *machine) flow {
		m.out = append(m.out, text...)
		return next
	})
}

func (b *builder) block() block {
	b.flush()
	return slices.Clip(b.steps)
}

// list translates nodes, and forgets the variables that they declare.
func (s *scope) list(l *parse.ListNode, out *builder) {
	if l == nil {
		return
	}
	depth := len(s.variables)
	for _, n := range l.Nodes {
		s.node(n, out)
	}
	s.variables = s.variables[:depth]
}

// inner translates nodes into a block of their own.
func (s *scope) inner(l *parse.ListNode, dot variable) block {
	outer := s.dot
	s.dot = dot
	out := &builder{}
	s.list(l, out)
	s.dot = outer
	return out.block()
}

func (s *scope) node(n parse.Node, out *builder) {
	switch n := n.(type) {
	case *parse.TextNode:
		out.write(n.Text)
	case *parse.CommentNode:
	case *parse.ActionNode:
		s.action(n, out)
	case *parse.IfNode:
		s.branch(&n.BranchNode, out)
	case *parse.WithNode:
		s.branch(&n.BranchNode, out)
	case *parse.RangeNode:
		s.loop(n, out)
	case *parse.TemplateNode:
		s.call(n, out)
	case *parse.BreakNode:
		out.add(func(*machine) flow { return leave })
	case *parse.ContinueNode:
		out.add(func(*machine) flow { return again })
	default:
		fail("%s: %s", s.file, n)
	}
}

// action translates {{pipeline}}.
func (s *scope) action(n *parse.ActionNode, out *builder) {
	commands, chain := n.Pipe.Cmds, []string(nil)
	if len(n.Pipe.Decl) > 0 {
		out.add(s.declare(n.Pipe))
		return
	}
	for len(commands) > 1 {
		last := commands[len(commands)-1]
		name, ok := last.Args[0].(*parse.IdentifierNode)
		if !ok || len(last.Args) > 1 || !isEscaper(name.Ident) {
			break
		}
		chain = append(chain, name.Ident)
		commands = commands[:len(commands)-1]
	}
	slices.Reverse(chain)
	if len(chain) == 0 && !escapesItself(commands) {
		fail("%s: %s is not escaped", s.file, n)
	}
	s.output(s.commands(commands), chain, out)
}

// escapesItself reports whether a pipeline ends with html or urlquery, to which
// html/template may have nothing to add.
func escapesItself(commands []*parse.CommandNode) bool {
	name, ok := commands[len(commands)-1].Args[0].(*parse.IdentifierNode)
	return ok && (name.Ident == "html" || name.Ident == "urlquery")
}

// declare translates {{$x := pipeline}} and {{$x = pipeline}}.
func (s *scope) declare(p *parse.PipeNode) step {
	if len(p.Decl) != 1 {
		fail("%s: %s", s.file, p)
	}
	value := s.commands(p.Cmds)
	get := value.value()
	var to variable
	if name := p.Decl[0].Ident[0]; p.IsAssign {
		if to = s.variable(name); to.typ != value.typ {
			fail("%s: %s changes its type", s.file, name)
		}
	} else {
		to = variable{name: name, slot: s.slot(), typ: value.typ}
		s.variables = append(s.variables, to)
	}
	return func(m *machine) flow {
		m.frame[to.slot] = get(m)
		return next
	}
}

// branch translates if and with.
func (s *scope) branch(n *parse.BranchNode, out *builder) {
	defer func(depth int) { s.variables = s.variables[:depth] }(len(s.variables))
	if n.NodeType == parse.NodeIf && len(n.Pipe.Decl) == 0 {
		holds := s.condition(n.Pipe)
		if holds.constant {
			s.list(map[bool]*parse.ListNode{true: n.List, false: n.ElseList}[holds.holds], out)
			return
		}
		then, otherwise, test := s.inner(n.List, s.dot), s.inner(n.ElseList, s.dot), holds.test
		out.add(func(m *machine) flow {
			if test(m) {
				return then.run(m)
			}
			return otherwise.run(m)
		})
		return
	}
	value := s.commands(n.Pipe.Cmds)
	to, depth := variable{slot: s.slot(), typ: value.typ}, len(s.variables)
	if len(n.Pipe.Decl) > 0 {
		if to.name = n.Pipe.Decl[0].Ident[0]; n.Pipe.IsAssign || len(n.Pipe.Decl) > 1 {
			fail("%s: %s", s.file, n.Pipe)
		}
		s.variables = append(s.variables, to)
	}
	dot := s.dot
	if n.NodeType == parse.NodeWith {
		dot = to
	}
	then := s.inner(n.List, dot)
	for i := depth; i < len(s.variables); i++ {
		s.variables[i].optional = value.optional
	}
	otherwise := s.inner(n.ElseList, s.dot)
	get, test := value.get, truth(value.typ)
	out.add(func(m *machine) flow {
		v := get(m)
		m.frame[to.slot] = v
		if v.IsValid() && test(v) {
			return then.run(m)
		}
		return otherwise.run(m)
	})
}

// loop translates range.
func (s *scope) loop(n *parse.RangeNode, out *builder) {
	if n.Pipe.IsAssign {
		fail("%s: %s", s.file, n.Pipe)
	}
	value := s.commands(n.Pipe.Cmds)
	key, element := rangeTypes(value.typ)
	if element == nil || element.Kind() == reflect.Interface {
		fail("%s: range over %s", s.file, value.typ)
	}
	depth := len(s.variables)
	item, index := variable{slot: s.slot(), typ: element}, -1
	switch len(n.Pipe.Decl) {
	case 1:
		item.name = n.Pipe.Decl[0].Ident[0]
		s.variables = append(s.variables, item)
	case 2:
		if key == nil {
			fail("%s: %s", s.file, n.Pipe)
		}
		index, item.name = s.slot(), n.Pipe.Decl[1].Ident[0]
		s.variables = append(s.variables, variable{name: n.Pipe.Decl[0].Ident[0], slot: index, typ: key}, item)
	}
	body := s.inner(n.List, item)
	for i := depth; i < len(s.variables); i++ {
		s.variables[i].typ = nil // they then hold what was to be iterated over
	}
	otherwise := s.inner(n.ElseList, s.dot)
	s.variables = s.variables[:depth]

	get := value.get
	if kind := value.typ.Kind(); kind == reflect.Slice || kind == reflect.Array {
		out.add(func(m *machine) flow {
			v := get(m)
			if !v.IsValid() || v.Len() == 0 {
				return otherwise.run(m)
			}
			for i := range v.Len() {
				m.frame[item.slot] = v.Index(i)
				if index >= 0 {
					m.frame[index] = reflect.ValueOf(i)
				}
				if body.run(m) == leave {
					break
				}
			}
			return next
		})
		return
	}
	list := elements(value.typ)
	out.add(func(m *machine) flow {
		v := get(m)
		if !v.IsValid() || isEmpty(v) {
			return otherwise.run(m)
		}
		for key, element := range list(v) {
			m.frame[item.slot] = element
			if index >= 0 {
				m.frame[index] = key
			}
			if body.run(m) == leave {
				break
			}
		}
		return next
	})
}

// call translates {{template "name" pipeline}}.
func (s *scope) call(n *parse.TemplateNode, out *builder) {
	if n.Pipe == nil {
		r := s.routine(n.Name, nil)
		out.add(func(m *machine) flow {
			m.call(r, reflect.Value{})
			return next
		})
		return
	}
	if len(n.Pipe.Decl) > 0 {
		fail("%s: %s", s.file, n.Pipe)
	}
	dot := s.commands(n.Pipe.Cmds)
	r, get := s.routine(n.Name, dot.typ), dot.value()
	out.add(func(m *machine) flow {
		m.call(r, get(m))
		return next
	})
}
