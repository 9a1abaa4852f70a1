package program

import (
	"reflect"
	"text/template/parse"
)

// function translates a call. final is the value of the command before, the
// last argument.
func (s *scope) function(name string, args []parse.Node, final *expression) expression {
	if own, has := s.functions[name]; has {
		return s.apply(name, own, args, final)
	}
	return s.builtIn(name, args, final)
}

// arguments translates arguments whose types do not matter.
func (s *scope) arguments(args []parse.Node, final *expression) []expression {
	var list []expression
	for _, n := range args {
		list = append(list, s.operand(n, nil))
	}
	if final != nil {
		list = append(list, *final)
	}
	return list
}

// apply translates the call of a Go function.
func (s *scope) apply(name string, function any, args []parse.Node, final *expression) expression {
	fn := reflect.ValueOf(function)
	t, count := fn.Type(), len(args)
	if final != nil {
		count++
	}
	if fixed := t.NumIn(); count != fixed && !t.IsVariadic() || t.IsVariadic() && count < fixed-1 {
		fail("%s: the number of arguments of %s", s.file, name)
	}
	list, same := make([]expression, count), true
	for i := range list {
		want := t.In(min(i, t.NumIn()-1))
		if t.IsVariadic() && i >= t.NumIn()-1 {
			want = t.In(t.NumIn() - 1).Elem()
		}
		if i < len(args) {
			list[i] = s.assign(s.operand(args[i], want), want)
		} else {
			list[i] = s.assign(*final, want)
		}
		same = same && list[i].constant.IsValid()
	}
	call := reflected(fn, list)
	if same {
		return s.known(fold(expression{typ: t.Out(0), get: call}), name)
	}
	if direct := directly(function, list); direct != nil {
		return ofText(direct)
	}
	return s.known(expression{typ: t.Out(0), get: call}, name)
}

// assign returns e as an argument of type want.
func (s *scope) assign(e expression, want reflect.Type) expression {
	if e.typ.AssignableTo(want) {
		return e
	}
	if e.typ.Kind() != reflect.Pointer || !e.typ.Elem().AssignableTo(want) {
		fail("%s: an argument is %s, not %s", s.file, e.typ, want)
	}
	get := e.value()
	return expression{typ: e.typ.Elem(), get: func(m *machine) reflect.Value { return follow(get(m), 1) }}
}

// fold returns e worked out, for one that is the same on every page. What fails
// now is left to fail on the page that needs it.
func fold(e expression) (result expression) {
	defer func() {
		if recover() != nil {
			result = e
		}
	}()
	return constant(e.get(&machine{}))
}

// folded returns e, worked out when all its arguments are constant.
func folded(e expression, args ...expression) expression {
	for _, a := range args {
		if !a.constant.IsValid() {
			return e
		}
	}
	return fold(e)
}

// reflected returns a call of any function.
func reflected(fn reflect.Value, args []expression) func(*machine) reflect.Value {
	gets := make([]func(*machine) reflect.Value, len(args))
	for i, a := range args {
		gets[i] = a.value()
	}
	return func(m *machine) reflect.Value {
		values := make([]reflect.Value, len(gets))
		for i, get := range gets {
			values[i] = get(m)
		}
		results := fn.Call(values)
		if len(results) > 1 && !results[1].IsNil() {
			fail("%v", results[1])
		}
		return results[0]
	}
}

// directly returns a call of a function of one of the frequent types, or nil.
func directly(function any, args []expression) func(*machine) string {
	switch f := function.(type) {
	case func(string, string) string:
		first, second := args[0].string(), args[1].string()
		return func(m *machine) string { return f(first(m), second(m)) }
	case func(any) (string, error):
		value := boxed(args[0])
		return func(m *machine) string { return must(f(value(m))) }
	case func(string) (string, error):
		text := args[0].string()
		return func(m *machine) string { return must(f(text(m))) }
	case func(string, ...any) (string, error):
		first, rest := args[0].string(), allBoxed(args[1:])
		return func(m *machine) string { return must(f(first(m), rest(m)...)) }
	case func(string, ...any) string:
		first, rest := args[0].string(), allBoxed(args[1:])
		return func(m *machine) string { return f(first(m), rest(m)...) }
	case func(...any) string:
		all := allBoxed(args)
		return func(m *machine) string { return f(all(m)...) }
	}
	return nil
}

func must(text string, err error) string {
	if err != nil {
		fail("%v", err)
	}
	return text
}

// boxed returns how to get the value of e in an interface.
func boxed(e expression) func(*machine) any {
	if e.constant.IsValid() {
		value := e.constant.Interface()
		return func(*machine) any { return value }
	}
	if e.typ == reflect.TypeFor[string]() {
		text := e.string()
		return func(m *machine) any { return text(m) }
	}
	if e.typ == reflect.TypeFor[int]() {
		number := e.integer()
		return func(m *machine) any { return int(number(m)) }
	}
	get := e.value()
	return func(m *machine) any { return get(m).Interface() }
}

func allBoxed(list []expression) func(*machine) []any {
	each := make([]func(*machine) any, len(list))
	for i, e := range list {
		each[i] = boxed(e)
	}
	return func(m *machine) []any {
		values := make([]any, len(each))
		for i, get := range each {
			values[i] = get(m)
		}
		return values
	}
}

// ofText, ofInteger and ofTruth are expressions of Go values.

func ofText(text func(*machine) string) expression {
	return expression{typ: reflect.TypeFor[string](), text: text, get: func(m *machine) reflect.Value { return reflect.ValueOf(text(m)) }}
}

func ofInteger(number func(*machine) int64) expression {
	return expression{typ: reflect.TypeFor[int](), number: number, get: func(m *machine) reflect.Value { return reflect.ValueOf(int(number(m))) }}
}

func ofTruth(c condition) expression {
	if c.constant {
		return constant(reflect.ValueOf(c.holds))
	}
	return expression{typ: reflect.TypeFor[bool](), holds: c.test, get: func(m *machine) reflect.Value { return reflect.ValueOf(c.test(m)) }}
}
