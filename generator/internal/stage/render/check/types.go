package check

import (
	"reflect"
	"slices"
)

// builtIn are the functions of text/template.
var builtIn = []string{
	"and", "break", "call", "continue", "eq", "ge", "gt", "html", "index", "js", "le", "len", "lt", "ne", "not", "or",
	"print", "printf", "println", "slice", "urlquery",
}

// status says whether a type has a member.
type status int

const (
	unknown status = iota
	present
	absent
)

// member returns the type of t's field, method or map element called name; the
// type is nil when it cannot be known.
func member(t reflect.Type, name string) (reflect.Type, status) {
	if t == nil || t.Kind() == reflect.Interface {
		return nil, unknown
	}
	pointer := t
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	} else {
		pointer = reflect.PointerTo(t)
	}
	if method, ok := pointer.MethodByName(name); ok {
		return method.Type.Out(0), present
	}
	switch t.Kind() {
	case reflect.Struct:
		if field, ok := t.FieldByName(name); ok && field.IsExported() {
			return field.Type, present
		}
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			return t.Elem(), present
		}
	}
	return nil, absent
}

// members returns the names that member knows of t, sorted.
func members(t reflect.Type) []string {
	var names []string
	pointer := t
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	} else {
		pointer = reflect.PointerTo(t)
	}
	for i := range pointer.NumMethod() {
		names = append(names, pointer.Method(i).Name)
	}
	if t.Kind() == reflect.Struct {
		for _, field := range reflect.VisibleFields(t) {
			if field.IsExported() {
				names = append(names, field.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// typeName returns how a message calls a type: "Entry", "string".
func typeName(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Name() != "" {
		return t.Name()
	}
	return t.String()
}

// element returns the type of what range gives as dot, or nil.
func element(t reflect.Type) reflect.Type {
	if t == nil {
		return nil
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map, reflect.Chan:
		return t.Elem()
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Uint:
		return t
	}
	return nil
}

// index returns the type of what range gives as its first variable of two.
func index(t reflect.Type) reflect.Type {
	if t == nil {
		return nil
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return reflect.TypeFor[int]()
	case reflect.Map:
		return t.Key()
	}
	return nil
}

// result returns the type that a function returns for arguments of the given
// types, or nil.
func (c *checker) result(name string, args []reflect.Type) reflect.Type {
	if f, own := c.Functions[name]; own {
		return reflect.TypeOf(f).Out(0)
	}
	switch name {
	case "eq", "ne", "lt", "le", "gt", "ge", "not":
		return reflect.TypeFor[bool]()
	case "len":
		return reflect.TypeFor[int]()
	case "print", "printf", "println", "html", "js", "urlquery":
		return reflect.TypeFor[string]()
	case "and", "or":
		return same(args)
	case "slice":
		if len(args) > 0 {
			return args[0]
		}
	case "index":
		return indexed(args)
	}
	return nil
}

// same returns the type that all args have, or nil.
func same(args []reflect.Type) reflect.Type {
	if len(args) == 0 {
		return nil
	}
	for _, t := range args {
		if t != args[0] {
			return nil
		}
	}
	return args[0]
}

// indexed returns the type of index x 1 2.
func indexed(args []reflect.Type) reflect.Type {
	if len(args) == 0 {
		return nil
	}
	t := args[0]
	for range args[1:] {
		if t == nil {
			return nil
		}
		switch t.Kind() {
		case reflect.Slice, reflect.Array, reflect.Map:
			t = t.Elem()
		default:
			return nil
		}
	}
	return t
}
