// Package check finds mistakes in templates without running them: a field that
// the view does not have, a function or template that does not exist, a
// constant argument that names nothing. It looks at every branch, also at
// those that no page takes.
//
// Invariant: it never reports what would work. Where a type cannot be known
// (an interface, a mix of types), nothing below it is checked.
package check

import (
	"maps"
	"reflect"
	"slices"
	"text/template/parse"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
)

// Theme is what the templates of a theme have in common.
type Theme struct {
	// Folder holds the files: a tree parsed as "base.html" stands in
	// Folder + "base.html".
	Folder string
	// Texts are the templates as written, by parse name.
	Texts map[string]string
	// Functions are those that templates may call, beside the built-in ones.
	Functions map[string]any
	// Constants check the first argument of a function when it is a constant.
	Constants map[string]Constant
}

// Constant says what the constant argument of a function may be.
type Constant struct {
	// Msg is the diagnostic for one that names nothing; its first argument is
	// the constant.
	Msg diag.Msg
	// Known reports whether it names something; Names are for suggestions.
	Known func(string) bool
	Names []string
}

// checker is one call of Templates.
type checker struct {
	Theme
	trees map[string]*parse.Tree
	seen  map[visit]bool
	found diag.List
	// file is the parse name of the template that is being checked.
	file string
	vars []variable
}

// visit is a template with the type of its dot.
type visit struct {
	name string
	dot  reflect.Type
}

type variable struct {
	name string
	is   reflect.Type
}

// Templates checks the template called entry with a dot of type dot, and all
// templates that it calls, each with the type of dot it is called with.
func Templates(theme Theme, trees map[string]*parse.Tree, entry string, dot reflect.Type) diag.List {
	c := &checker{Theme: theme, trees: trees, seen: map[visit]bool{}}
	c.template(entry, dot)
	return c.found
}

// Unused checks the templates with some names, which entry-point checks may not
// reach, and those that they call: with a dot of unknown type, so only names are
// checked.
func Unused(theme Theme, trees map[string]*parse.Tree, names []string) diag.List {
	c := &checker{Theme: theme, trees: trees, seen: map[visit]bool{}}
	for _, name := range names {
		c.template(name, nil)
	}
	return c.found
}

func (c *checker) template(name string, dot reflect.Type) {
	tree := c.trees[name]
	if tree == nil || tree.Root == nil || c.seen[visit{name, dot}] {
		return
	}
	c.seen[visit{name, dot}] = true
	file, vars := c.file, c.vars
	c.file, c.vars = tree.ParseName, []variable{{"$", dot}}
	c.list(tree.Root, dot)
	c.file, c.vars = file, vars
}

// list checks nodes; variables declared in it end with it.
func (c *checker) list(l *parse.ListNode, dot reflect.Type) {
	if l == nil {
		return
	}
	depth := len(c.vars)
	for _, n := range l.Nodes {
		c.node(n, dot)
	}
	c.vars = c.vars[:depth]
}

func (c *checker) node(n parse.Node, dot reflect.Type) {
	switch n := n.(type) {
	case *parse.ActionNode:
		c.pipe(n.Pipe, dot, nil)
	case *parse.IfNode:
		c.branch(n.BranchNode, dot, func(reflect.Type) reflect.Type { return dot })
	case *parse.WithNode:
		c.branch(n.BranchNode, dot, func(value reflect.Type) reflect.Type { return value })
	case *parse.RangeNode:
		c.branch(n.BranchNode, dot, element)
	case *parse.TemplateNode:
		c.call(n, dot)
	case *parse.ListNode:
		c.list(n, dot)
	}
}

// branch checks if, with and range; inner gives the dot of the first list.
func (c *checker) branch(n parse.BranchNode, dot reflect.Type, inner func(reflect.Type) reflect.Type) {
	depth := len(c.vars)
	var ranged func(reflect.Type) (reflect.Type, reflect.Type)
	if n.NodeType == parse.NodeRange {
		ranged = func(t reflect.Type) (reflect.Type, reflect.Type) { return index(t), element(t) }
	}
	value := c.pipe(n.Pipe, dot, ranged)
	c.list(n.List, inner(value))
	c.list(n.ElseList, dot)
	c.vars = c.vars[:depth]
}

func (c *checker) call(n *parse.TemplateNode, dot reflect.Type) {
	var argument reflect.Type
	if n.Pipe != nil {
		argument = c.pipe(n.Pipe, dot, nil)
	}
	if c.trees[n.Name] == nil {
		span := c.span(int(n.Pos)+1, len(n.Name))
		nearest := spell.Nearest(n.Name, slices.Sorted(maps.Keys(c.trees)))
		c.found.Add(diag.New("theme-template", span, n.Name).WithNearest(nearest, nearest))
		return
	}
	c.template(n.Name, argument)
}

// pipe checks a pipeline, declares its variables and returns its type. ranged
// is set for range: it gives the types of index and element.
func (c *checker) pipe(p *parse.PipeNode, dot reflect.Type, ranged func(reflect.Type) (reflect.Type, reflect.Type)) reflect.Type {
	if p == nil {
		return nil
	}
	var value reflect.Type
	for _, command := range p.Cmds {
		value = c.command(command, dot)
	}
	types := []reflect.Type{value}
	if ranged != nil {
		index, element := ranged(value)
		types = []reflect.Type{index, element}
		if len(p.Decl) == 1 {
			types = []reflect.Type{element}
		}
	}
	for i, decl := range p.Decl {
		if p.IsAssign {
			c.assign(decl.Ident[0], types[i])
		} else {
			c.vars = append(c.vars, variable{decl.Ident[0], types[i]})
		}
	}
	return value
}

// assign records that a variable got another value: one of another type makes
// its type unknown.
func (c *checker) assign(name string, value reflect.Type) {
	for i := len(c.vars) - 1; i >= 0; i-- {
		if c.vars[i].name == name {
			if c.vars[i].is != value {
				c.vars[i].is = nil
			}
			return
		}
	}
}

func (c *checker) variable(name string) reflect.Type {
	for i := len(c.vars) - 1; i >= 0; i-- {
		if c.vars[i].name == name {
			return c.vars[i].is
		}
	}
	return nil
}

// command checks a command and returns its type.
func (c *checker) command(n *parse.CommandNode, dot reflect.Type) reflect.Type {
	types := make([]reflect.Type, len(n.Args))
	for i, arg := range n.Args {
		types[i] = c.operand(arg, dot)
	}
	name, ok := n.Args[0].(*parse.IdentifierNode)
	if !ok {
		return types[0]
	}
	c.constant(name.Ident, n.Args[1:])
	return c.result(name.Ident, types[1:])
}

// constant checks the first argument of a function that wants a name.
func (c *checker) constant(function string, args []parse.Node) {
	rule, has := c.Constants[function]
	if !has || len(args) == 0 {
		return
	}
	text, ok := args[0].(*parse.StringNode)
	if !ok || rule.Known(text.Text) {
		return
	}
	span := c.span(int(text.Pos)+1, len(text.Quoted)-2)
	nearest := spell.Nearest(text.Text, rule.Names)
	c.found.Add(diag.New(rule.Msg, span, text.Text).WithNearest(nearest, nearest))
}

// operand checks one argument and returns its type.
func (c *checker) operand(n parse.Node, dot reflect.Type) reflect.Type {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return c.fields(dot, n.Ident, c.start(int(n.Pos), "", n.Ident))
	case *parse.VariableNode:
		return c.fields(c.variable(n.Ident[0]), n.Ident[1:], c.start(int(n.Pos), n.Ident[0], n.Ident[1:])+len(n.Ident[0]))
	case *parse.ChainNode:
		return c.fields(c.operand(n.Node, dot), n.Field, int(n.Pos))
	case *parse.PipeNode:
		return c.pipe(n, dot, nil)
	case *parse.IdentifierNode:
		c.function(n)
		return c.result(n.Ident, nil)
	case *parse.StringNode:
		return reflect.TypeFor[string]()
	case *parse.BoolNode:
		return reflect.TypeFor[bool]()
	case *parse.NumberNode:
		return reflect.TypeFor[int]()
	}
	return nil
}

// start returns where ".A.B" begins, given the position of the node: the
// parser keeps that of the last token but one when there are several fields.
func (c *checker) start(pos int, variable string, fields []string) int {
	written := variable
	for _, f := range fields {
		written += "." + f
	}
	text := c.Texts[c.file]
	for back := range len(written) {
		at := pos - back
		if at >= 0 && at+len(written) <= len(text) && text[at:at+len(written)] == written {
			return at
		}
	}
	return pos
}

// fields follows .A.B from a value of type t; at is where the first "." is.
func (c *checker) fields(t reflect.Type, names []string, at int) reflect.Type {
	for _, name := range names {
		next, status := member(t, name)
		if status == absent {
			span := c.span(at+1, len(name))
			nearest := spell.Nearest(name, members(t))
			c.found.Add(diag.New("template-field", span, name, typeName(t)).WithNearest(nearest, nearest))
		}
		t = next
		at += 1 + len(name)
	}
	return t
}

// function reports a function that does not exist.
func (c *checker) function(n *parse.IdentifierNode) {
	_, own := c.Functions[n.Ident]
	if own || slices.Contains(builtIn, n.Ident) {
		return
	}
	names := append(slices.Sorted(maps.Keys(c.Functions)), builtIn...)
	nearest := spell.Nearest(n.Ident, names)
	c.found.Add(diag.New("template-function", c.span(int(n.Pos), len(n.Ident)), n.Ident).WithNearest(nearest, nearest))
}

func (c *checker) span(at, length int) source.Span {
	return source.In(c.Folder+c.file, at, at+length)
}
