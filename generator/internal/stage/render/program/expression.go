package program

import (
	"cmp"
	"iter"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
)

// expression is a translated value.
type expression struct {
	// typ is the type of the value, which is no interface unless the value is
	// constant.
	typ reflect.Type
	// optional reports whether there may be no value: a key that a map lacks.
	// get then returns the invalid Value.
	optional bool
	get      func(*machine) reflect.Value
	// constant is the value when it is the same on every page.
	constant reflect.Value
	// text, number and holds are get for strings, signed integers and bools,
	// where there is a shorter way; nil otherwise.
	text   func(*machine) string
	number func(*machine) int64
	holds  func(*machine) bool
	// path is where the value is when it is a field of a variable's value.
	path *path
}

// path leads from a variable to a field.
type path struct {
	slot  int
	steps []field
}

// field is one step of a path: pointers to follow, then a field.
type field struct {
	pointers, index int
}

// get follows the path.
func (p *path) get(m *machine) reflect.Value {
	v := m.frame[p.slot]
	for _, f := range p.steps {
		for range f.pointers {
			if v.IsNil() {
				fail("nil pointer")
			}
			v = v.Elem()
		}
		v = v.Field(f.index)
	}
	return v
}

func constant(v reflect.Value) expression {
	return expression{typ: v.Type(), constant: v, get: func(*machine) reflect.Value { return v }}
}

// value returns get where there must be a value.
func (e expression) value() func(*machine) reflect.Value {
	if !e.optional {
		return e.get
	}
	return func(m *machine) reflect.Value {
		v := e.get(m)
		if !v.IsValid() {
			fail("no value")
		}
		return v
	}
}

// string returns how to get the text of a value whose kind is String.
func (e expression) string() func(*machine) string {
	if e.text != nil {
		return e.text
	}
	if e.constant.IsValid() {
		text := e.constant.String()
		return func(*machine) string { return text }
	}
	if p := e.path; p != nil {
		return func(m *machine) string { return p.get(m).String() }
	}
	get := e.value()
	return func(m *machine) string { return get(m).String() }
}

// integer returns how to get the value of a signed integer.
func (e expression) integer() func(*machine) int64 {
	if e.number != nil {
		return e.number
	}
	get := e.value()
	return func(m *machine) int64 { return get(m).Int() }
}

// condition is what if asks.
type condition struct {
	// constant reports whether the answer is always holds; else test tells.
	constant, holds bool
	test            func(*machine) bool
}

// asked returns whether e is true in the sense of if.
func (e expression) asked() condition {
	test := truth(e.typ)
	switch {
	case e.constant.IsValid():
		return condition{constant: true, holds: test(e.constant)}
	case e.holds != nil:
		return condition{test: e.holds}
	case e.text != nil:
		return condition{test: func(m *machine) bool { return e.text(m) != "" }}
	case e.number != nil:
		return condition{test: func(m *machine) bool { return e.number(m) != 0 }}
	case e.optional:
		return condition{test: func(m *machine) bool {
			v := e.get(m)
			return v.IsValid() && test(v)
		}}
	}
	get := e.get
	return condition{test: func(m *machine) bool { return test(get(m)) }}
}

// condition translates a pipeline of which only the truth counts: and, or and
// not then need no common type.
func (s *scope) condition(p *parse.PipeNode) condition {
	if len(p.Decl) == 0 && len(p.Cmds) == 1 {
		command := p.Cmds[0]
		switch n := command.Args[0].(type) {
		case *parse.IdentifierNode:
			if s.functions[n.Ident] == nil && len(command.Args) > 1 {
				switch n.Ident {
				case "not":
					if len(command.Args) == 2 {
						return not(s.asks(command.Args[1]))
					}
				case "and", "or":
					return s.connected(n.Ident == "or", command.Args[1:])
				}
			}
		case *parse.PipeNode:
			if len(command.Args) == 1 {
				return s.condition(n)
			}
		}
	}
	return s.pipeline(p).asked()
}

// asks is condition for an argument.
func (s *scope) asks(n parse.Node) condition {
	if p, ok := n.(*parse.PipeNode); ok {
		return s.condition(p)
	}
	return s.operand(n, nil).asked()
}

func not(c condition) condition {
	if c.constant {
		return condition{constant: true, holds: !c.holds}
	}
	return condition{test: func(m *machine) bool { return !c.test(m) }}
}

// connected translates and, and or: the first argument whose truth is stop
// decides.
func (s *scope) connected(stop bool, args []parse.Node) condition {
	var tests []func(*machine) bool
	for _, n := range args {
		c := s.asks(n)
		if c.constant && c.holds != stop {
			continue
		}
		if c.constant && len(tests) == 0 {
			return c
		}
		if c.constant {
			c.test = func(*machine) bool { return stop }
		}
		tests = append(tests, c.test)
	}
	if len(tests) == 0 {
		return condition{constant: true, holds: !stop}
	}
	return condition{test: func(m *machine) bool {
		for _, test := range tests {
			if test(m) == stop {
				return stop
			}
		}
		return !stop
	}}
}

// pipeline translates a pipeline that declares nothing.
func (s *scope) pipeline(p *parse.PipeNode) expression {
	if len(p.Decl) > 0 {
		fail("%s: %s", s.file, p)
	}
	return s.commands(p.Cmds)
}

// commands translates commands, each of which gets the value of the one before.
func (s *scope) commands(list []*parse.CommandNode) expression {
	var value *expression
	for _, n := range list {
		next := s.command(n, value)
		value = &next
	}
	return *value
}

func (s *scope) command(n *parse.CommandNode, final *expression) expression {
	name, isFunction := n.Args[0].(*parse.IdentifierNode)
	switch {
	case isFunction:
		return s.function(name.Ident, n.Args[1:], final)
	case len(n.Args) > 1 || final != nil:
		fail("%s: arguments in %s", s.file, n)
	}
	return s.operand(n.Args[0], nil)
}

// operand translates an argument. A constant takes the type want, unless that is
// nil.
func (s *scope) operand(n parse.Node, want reflect.Type) expression {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.read(s.dot)
	case *parse.FieldNode:
		return s.fields(s.read(s.dot), n.Ident)
	case *parse.VariableNode:
		return s.fields(s.read(s.variable(n.Ident[0])), n.Ident[1:])
	case *parse.ChainNode:
		return s.fields(s.operand(n.Node, nil), n.Field)
	case *parse.PipeNode:
		return s.pipeline(n)
	case *parse.IdentifierNode:
		return s.function(n.Ident, nil, nil)
	case *parse.StringNode, *parse.BoolNode, *parse.NumberNode:
		return constant(s.literal(n, want))
	}
	fail("%s: %s", s.file, n)
	return expression{}
}

// literal returns a constant as it is written.
func (s *scope) literal(n parse.Node, want reflect.Type) reflect.Value {
	var v reflect.Value
	switch n := n.(type) {
	case *parse.StringNode:
		v = reflect.ValueOf(n.Text)
	case *parse.BoolNode:
		v = reflect.ValueOf(n.True)
	case *parse.NumberNode:
		switch text := strings.TrimLeft(n.Text, "+-"); {
		case n.IsInt && strings.Trim(text, "0123456789_") == "" && int64(int(n.Int64)) == n.Int64:
			v = reflect.ValueOf(int(n.Int64))
		case n.IsFloat && !n.IsComplex && strings.Trim(text, "0123456789_.") == "" && strings.Contains(text, "."):
			v = reflect.ValueOf(n.Float64)
		}
	}
	if !v.IsValid() || want != nil && !v.Type().AssignableTo(want) {
		fail("%s: %s is no %s", s.file, n, want)
	}
	return v
}

// read translates the use of a variable.
func (s *scope) read(v variable) expression {
	if v.typ == nil {
		fail("%s: the value of %s has no type", s.file, cmp.Or(v.name, "."))
	}
	slot := v.slot
	e := expression{typ: v.typ, optional: v.optional, get: func(m *machine) reflect.Value { return m.frame[slot] }}
	if !v.optional {
		e.path = &path{slot: slot}
	}
	return e
}

// fields translates .A.B after a value.
func (s *scope) fields(e expression, names []string) expression {
	for _, name := range names {
		e = s.known(s.field(e, name), name)
	}
	return e
}

// known returns e with what is in an interface, and fails when that differs from
// page to page.
func (s *scope) known(e expression, name string) expression {
	if e.typ.Kind() != reflect.Interface {
		return e
	}
	if !e.constant.IsValid() || e.constant.IsNil() {
		fail("%s: %s is of unknown type", s.file, name)
	}
	return constant(e.constant.Elem())
}

func (s *scope) field(e expression, name string) expression {
	t, pointers := e.typ, 0
	for t.Kind() == reflect.Pointer {
		t, pointers = t.Elem(), pointers+1
	}
	if _, isMethod := reflect.PointerTo(t).MethodByName(name); isMethod {
		fail("%s: %s is a method", s.file, name)
	}
	switch t.Kind() {
	case reflect.Struct:
		f, ok := t.FieldByName(name)
		if !ok || !f.IsExported() || len(f.Index) != 1 {
			fail("%s: no field %s in %s", s.file, name, t)
		}
		return e.then(field{pointers, f.Index[0]}, f.Type)
	case reflect.Map:
		if t.Key() != reflect.TypeFor[string]() {
			break
		}
		get, key := e.value(), reflect.ValueOf(name)
		return expression{typ: t.Elem(), optional: true, get: func(m *machine) reflect.Value {
			return follow(get(m), pointers).MapIndex(key)
		}}
	}
	fail("%s: no field %s in %s", s.file, name, t)
	return expression{}
}

// then returns a field of the value of e.
func (e expression) then(f field, typ reflect.Type) expression {
	if e.path != nil {
		p := &path{slot: e.path.slot, steps: append(slices.Clone(e.path.steps), f)}
		return expression{typ: typ, path: p, get: p.get}
	}
	get := e.value()
	return expression{typ: typ, get: func(m *machine) reflect.Value {
		return follow(get(m), f.pointers).Field(f.index)
	}}
}

// follow returns what v points to.
func follow(v reflect.Value, pointers int) reflect.Value {
	for range pointers {
		if v.IsNil() {
			fail("nil pointer")
		}
		v = v.Elem()
	}
	return v
}

// truth returns what if says of values of a type.
func truth(t reflect.Type) func(reflect.Value) bool {
	switch t.Kind() {
	case reflect.String, reflect.Slice, reflect.Map, reflect.Array:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.Bool:
		return reflect.Value.Bool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) bool { return v.Int() != 0 }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return func(v reflect.Value) bool { return v.Uint() != 0 }
	case reflect.Float32, reflect.Float64:
		return func(v reflect.Value) bool { return v.Float() != 0 }
	case reflect.Pointer:
		return func(v reflect.Value) bool { return !v.IsNil() }
	case reflect.Struct:
		return func(reflect.Value) bool { return true }
	}
	fail("%s is neither true nor false", t)
	return nil
}

// rangeTypes returns the types of the keys and elements that range gives for a
// type; element is nil when it cannot be iterated over here, key when there is
// none.
func rangeTypes(t reflect.Type) (key, element reflect.Type) {
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return reflect.TypeFor[int](), t.Elem()
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			return t.Key(), t.Elem()
		}
	case reflect.Int:
		return nil, t
	}
	return nil, nil
}

func isEmpty(v reflect.Value) bool {
	if v.Kind() == reflect.Int {
		return v.Int() <= 0
	}
	return v.Len() == 0
}

// elements returns how to go through the values of a type that is no slice.
func elements(t reflect.Type) func(v reflect.Value) iter.Seq2[reflect.Value, reflect.Value] {
	if t.Kind() == reflect.Map {
		return func(v reflect.Value) iter.Seq2[reflect.Value, reflect.Value] {
			keys := v.MapKeys()
			slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
			return func(yield func(key, element reflect.Value) bool) {
				for _, key := range keys {
					if !yield(key, v.MapIndex(key)) {
						return
					}
				}
			}
		}
	}
	return func(v reflect.Value) iter.Seq2[reflect.Value, reflect.Value] {
		return func(yield func(key, element reflect.Value) bool) {
			for i := range v.Int() {
				if !yield(reflect.Value{}, reflect.ValueOf(int(i)).Convert(t)) {
					return
				}
			}
		}
	}
}
