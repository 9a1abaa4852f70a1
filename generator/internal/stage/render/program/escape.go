package program

import (
	"errors"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"
	"text/template/parse"
)

// Escaped are the trees of a template and of all that it may call, by name, as
// html/template has escaped them.
type Escaped struct {
	trees map[string]*parse.Tree
}

// derivedMark stands in the name that html/template gives to the copy of a
// template which is called elsewhere than in the text of a page: after the name
// of the original, before the context.
const derivedMark = "$htmltemplate_"

// maxRounds is how often Escape looks for further copies: how deep templates
// may call each other within a tag.
const maxRounds = 16

// Escaper has html/template escape the templates of one theme. It is not safe
// for concurrent use.
type Escaper struct {
	// Functions are those that the templates may call beside the built-in ones.
	Functions template.FuncMap
	// derived are the names of the copies that were found to be needed.
	derived map[string]bool
}

// Escape has html/template escape the templates that entry calls. The error is
// a *template.Error when html/template refuses one. trees stay as they are.
// What is returned holds no trees where html/template works in another way than
// this package expects; nothing can then be compiled.
func (x *Escaper) Escape(trees map[string]*parse.Tree, entry string) (*Escaped, error) {
	if x.derived == nil {
		x.derived = map[string]bool{}
	}
	trees = reached(trees, entry)
	for range maxRounds {
		// html/template keeps the copies that it derives to itself, but takes
		// one that is there already.
		known := maps.Clone(trees)
		for name := range x.derived {
			original, _, _ := strings.Cut(name, derivedMark)
			if trees[original] != nil {
				known[name] = trees[original]
			}
		}
		escaped, err := x.escape(known, entry)
		if err != nil || escaped == nil {
			return &Escaped{}, err
		}
		missing := false
		for _, tree := range escaped {
			for _, name := range calls(tree) {
				if known[name] == nil && strings.Contains(name, derivedMark) {
					x.derived[name], missing = true, true
				}
			}
		}
		if !missing {
			return &Escaped{escaped}, nil
		}
	}
	return &Escaped{}, nil
}

// errEscaped ends an execution that only has to escape.
var errEscaped = errors.New("escaped")

// stopFunction is called by the first action of what escape executes.
const stopFunction = "_stop_"

// escape returns escaped copies of trees, or nil when html/template does not
// begin to execute them.
func (x *Escaper) escape(trees map[string]*parse.Tree, entry string) (map[string]*parse.Tree, error) {
	set := template.New(entry).Funcs(x.Functions).Funcs(template.FuncMap{stopFunction: func() (string, error) { return "", errEscaped }})
	copies := map[string]*parse.Tree{}
	for _, name := range slices.Sorted(maps.Keys(trees)) {
		copies[name] = trees[name].Copy() // escaping rewrites them
		if _, err := set.AddParseTree(name, copies[name]); err != nil {
			return nil, err
		}
	}
	root := copies[entry].Root
	if root == nil {
		return nil, nil
	}
	// html/template escapes when it executes. Nothing has to be made, so the
	// first action ends it.
	root.Nodes = append(parsed("{{"+stopFunction+"}}").Root.Nodes, root.Nodes...)
	err := set.ExecuteTemplate(io.Discard, entry, nil)
	if refused, ok := errors.AsType[*template.Error](err); ok {
		return nil, refused
	}
	if !errors.Is(err, errEscaped) {
		return nil, nil
	}
	root.Nodes = root.Nodes[1:]
	return copies, nil
}

// parsed returns the tree of a text, whose functions need not be known yet.
func parsed(text string) *parse.Tree {
	tree, trees := parse.New("value"), map[string]*parse.Tree{}
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(text, "", "", trees); err != nil {
		panic("program: " + text + ": " + err.Error())
	}
	return tree
}

// reached returns the templates that entry calls, and itself.
func reached(trees map[string]*parse.Tree, entry string) map[string]*parse.Tree {
	found := map[string]*parse.Tree{}
	for names := []string{entry}; len(names) > 0; {
		name := names[len(names)-1]
		names = names[:len(names)-1]
		if tree := trees[name]; tree != nil && found[name] == nil {
			found[name] = tree
			names = append(names, calls(tree)...)
		}
	}
	return found
}

// calls returns the names of the templates that one calls.
func calls(t *parse.Tree) []string {
	var names []string
	var list func(l *parse.ListNode)
	branch := func(b parse.BranchNode) {
		list(b.List)
		list(b.ElseList)
	}
	list = func(l *parse.ListNode) {
		if l == nil {
			return
		}
		for _, n := range l.Nodes {
			switch n := n.(type) {
			case *parse.TemplateNode:
				names = append(names, n.Name)
			case *parse.IfNode:
				branch(n.BranchNode)
			case *parse.WithNode:
				branch(n.BranchNode)
			case *parse.RangeNode:
				branch(n.BranchNode)
			case *parse.ListNode:
				list(n)
			}
		}
	}
	list(t.Root)
	return names
}

// writer escapes any value as a chain of html/template's escapers does, by
// having html/template do it.
type writer struct {
	set *template.Template
}

// newWriter returns a writer for the escapers called chain.
func newWriter(chain []string) *writer {
	// In the text of a page html/template appends its escaper for text. That
	// one lets through what is HTML: the last function says that this is.
	const done = "_done_"
	text := "{{. | " + strings.Join(append(slices.Clone(chain), done), " | ") + "}}"
	set := template.New("value").Funcs(template.FuncMap{done: func(s string) template.HTML { return template.HTML(s) }})
	return &writer{template.Must(set.AddParseTree("value", parsed(text)))}
}

// write appends the escaped value to the page.
func (w *writer) write(m *machine, value any) {
	if err := w.set.Execute(m, value); err != nil {
		fail("%v", err)
	}
}
