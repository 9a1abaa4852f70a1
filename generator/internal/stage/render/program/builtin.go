package program

import (
	"fmt"
	"reflect"
	"text/template"
	"text/template/parse"
)

// joinArguments is what html/template calls with the arguments of html and
// urlquery.
const joinArguments = "_eval_args_"

// builtIn translates a call of one of the functions of text/template.
func (s *scope) builtIn(name string, args []parse.Node, final *expression) expression {
	switch name {
	case "print", joinArguments:
		list := s.arguments(args, final)
		if len(list) == 1 && isText(list[0].typ) {
			return folded(ofText(list[0].string()), list...)
		}
		if name == joinArguments {
			fail("%s: html or urlquery of what is no text", s.file)
		}
		return s.apply(name, fmt.Sprint, args, final)
	case "printf":
		return s.apply(name, fmt.Sprintf, args, final)
	case "println":
		return s.apply(name, fmt.Sprintln, args, final)
	case "html":
		return s.apply(name, template.HTMLEscaper, args, final)
	case "js":
		return s.apply(name, template.JSEscaper, args, final)
	case "urlquery":
		return s.apply(name, template.URLQueryEscaper, args, final)
	}
	list := s.arguments(args, final)
	atLeast := map[string]int{"and": 1, "or": 1, "not": 1, "len": 1, "index": 1, "slice": 1}
	least, known := atLeast[name]
	if !known {
		least = 2 // a comparison
	}
	if len(list) < least || len(list) > least && (name == "not" || name == "len" || !known && name != "eq") {
		fail("%s: the number of arguments of %s", s.file, name)
	}
	switch name {
	case "and", "or":
		return s.choice(name == "or", list)
	case "not":
		return ofTruth(not(list[0].asked()))
	case "len":
		return s.length(list[0])
	case "index":
		return s.index(list[0], list[1:])
	case "slice":
		return s.slice(list[0], list[1:])
	}
	return s.comparison(name, list)
}

// choice translates and, and or, of values of one type.
func (s *scope) choice(stop bool, list []expression) expression {
	result := expression{typ: list[0].typ}
	test := truth(result.typ)
	gets := make([]func(*machine) reflect.Value, len(list))
	for i, e := range list {
		if e.typ != result.typ {
			fail("%s: and, or between %s and %s", s.file, result.typ, e.typ)
		}
		result.optional = result.optional || e.optional
		gets[i] = e.get
	}
	result.get = func(m *machine) reflect.Value {
		var v reflect.Value
		for _, get := range gets {
			v = get(m)
			if (v.IsValid() && test(v)) == stop {
				break
			}
		}
		return v
	}
	return folded(result, list...)
}

func (s *scope) length(e expression) expression {
	switch e.typ.Kind() {
	case reflect.String, reflect.Slice, reflect.Array, reflect.Map:
	default:
		fail("%s: len of %s", s.file, e.typ)
	}
	get := e.value()
	return folded(ofInteger(func(m *machine) int64 { return int64(get(m).Len()) }), e)
}

// index translates index x 1 "key" …
func (s *scope) index(e expression, indexes []expression) expression {
	args := append([]expression{e}, indexes...)
	for _, at := range indexes {
		e = s.element(e, at)
	}
	return s.known(folded(e, args...), "index")
}

func (s *scope) element(e, at expression) expression {
	t, pointers := e.typ, 0
	for t.Kind() == reflect.Pointer {
		t, pointers = t.Elem(), pointers+1
	}
	get := e.value()
	switch {
	case (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) && at.typ.Kind() == reflect.Int:
		number := at.integer()
		return expression{typ: t.Elem(), get: func(m *machine) reflect.Value {
			v, i := follow(get(m), pointers), number(m)
			if i < 0 || i >= int64(v.Len()) {
				fail("index out of range")
			}
			return v.Index(int(i))
		}}
	case t.Kind() == reflect.Map && at.typ.AssignableTo(t.Key()):
		key, none := at.value(), reflect.Zero(t.Elem())
		return expression{typ: t.Elem(), get: func(m *machine) reflect.Value {
			if v := follow(get(m), pointers).MapIndex(key(m)); v.IsValid() {
				return v
			}
			return none
		}}
	}
	fail("%s: index of %s by %s", s.file, e.typ, at.typ)
	return expression{}
}

// slice translates slice x 1 2.
func (s *scope) slice(e expression, indexes []expression) expression {
	if e.typ.Kind() != reflect.String && e.typ.Kind() != reflect.Slice || len(indexes) > 2 {
		fail("%s: slice of %s", s.file, e.typ)
	}
	get, bounds := e.value(), make([]func(*machine) int64, len(indexes))
	for i, at := range indexes {
		if at.typ.Kind() != reflect.Int {
			fail("%s: slice by %s", s.file, at.typ)
		}
		bounds[i] = at.integer()
	}
	return folded(expression{typ: e.typ, get: func(m *machine) reflect.Value {
		v := get(m)
		limits := [2]int64{0, int64(v.Len())}
		for i, bound := range bounds {
			limits[i] = bound(m)
		}
		if limits[0] < 0 || limits[0] > limits[1] || limits[1] > int64(v.Len()) {
			fail("slice out of range")
		}
		return v.Slice(int(limits[0]), int(limits[1]))
	}}, append(indexes, e)...)
}

// comparison translates eq, ne, lt, le, gt and ge.
func (s *scope) comparison(name string, list []expression) expression {
	less, equal := s.order(name, list[0], list[1])
	var test func(*machine) bool
	switch name {
	case "eq":
		test = equal
		for _, other := range list[2:] {
			_, equal := s.order(name, list[0], other)
			before := test
			test = func(m *machine) bool {
				found := before(m)
				return equal(m) || found // every argument is worked out
			}
		}
	case "ne":
		test = func(m *machine) bool { return !equal(m) }
	case "lt":
		test = less
	case "le":
		test = func(m *machine) bool { return less(m) || equal(m) }
	case "gt":
		test = func(m *machine) bool { return !less(m) && !equal(m) }
	case "ge":
		test = func(m *machine) bool { return !less(m) }
	default:
		fail("%s: the function %s", s.file, name)
	}
	return folded(ofTruth(condition{test: test}), list...)
}

// order returns how to compare two values of one kind.
func (s *scope) order(name string, a, b expression) (less, equal func(*machine) bool) {
	kind := basicKind(a.typ)
	if kind == reflect.Invalid || kind != basicKind(b.typ) || kind == reflect.Bool && name != "eq" && name != "ne" {
		fail("%s: %s of %s and %s", s.file, name, a.typ, b.typ)
	}
	x, y := a.value(), b.value()
	switch kind {
	case reflect.String:
		x, y := a.string(), b.string()
		return func(m *machine) bool { return x(m) < y(m) }, func(m *machine) bool { return x(m) == y(m) }
	case reflect.Int:
		x, y := a.integer(), b.integer()
		return func(m *machine) bool { return x(m) < y(m) }, func(m *machine) bool { return x(m) == y(m) }
	case reflect.Uint:
		return func(m *machine) bool { return x(m).Uint() < y(m).Uint() }, func(m *machine) bool { return x(m).Uint() == y(m).Uint() }
	case reflect.Float64:
		return func(m *machine) bool { return x(m).Float() < y(m).Float() }, func(m *machine) bool { return x(m).Float() == y(m).Float() }
	}
	return nil, func(m *machine) bool { return x(m).Bool() == y(m).Bool() }
}

// basicKind returns one kind for those that can be compared with each other.
func basicKind(t reflect.Type) reflect.Kind {
	switch t.Kind() {
	case reflect.Bool, reflect.String:
		return t.Kind()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return reflect.Int
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return reflect.Uint
	case reflect.Float32, reflect.Float64:
		return reflect.Float64
	}
	return reflect.Invalid
}
