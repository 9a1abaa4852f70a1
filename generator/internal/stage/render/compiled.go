package render

import (
	"bytes"
	"html/template"
	"reflect"
	"sync"
	"text/template/parse"

	"essaim/generator/internal/stage/render/program"
)

// compiled is the template of one kind of page in one locale, made ready when
// the first of its pages is made.
type compiled struct {
	// fast makes pages, or is nil where a template has something that only
	// html/template knows.
	fast func() *program.Program
	// sure is html/template, which makes the pages that fast does not, and says
	// what is wrong with them.
	sure func() *template.Template
}

// parsedKind is the templates of one kind of page: their trees, the same escaped,
// and the name of the one to begin with.
type parsedKind struct {
	trees   map[string]*parse.Tree
	escaped *program.Escaped
	entry   string
}

// newCompiled returns the templates that ready returns, for a dot of the type of
// dot.
func newCompiled(ready func() parsedKind, dot any, functions template.FuncMap) *compiled {
	return &compiled{
		fast: sync.OnceValue(func() *program.Program {
			k := ready()
			// A template that is not compiled is slower and nothing else.
			fast, _ := program.Compile(k.escaped, k.entry, reflect.TypeOf(dot), functions)
			return fast
		}),
		sure: sync.OnceValue(func() *template.Template {
			k := ready()
			set := template.New(k.entry).Funcs(functions)
			for name, tree := range k.trees {
				// Executing rewrites a tree, and each locale has its own.
				template.Must(set.AddParseTree(name, tree.Copy()))
			}
			return set.Lookup(k.entry)
		}),
	}
}

// execute appends what the template makes of dot to a buffer, which is not used
// any more when there is an error.
func (c *compiled) execute(to []byte, dot any) ([]byte, error) {
	if fast := c.fast(); fast != nil {
		if page, ok := fast.Append(to, dot); ok {
			return page, nil
		}
	}
	page := bytes.NewBuffer(to[:len(to):len(to)])
	err := c.sure().Execute(page, dot)
	return page.Bytes(), err
}
