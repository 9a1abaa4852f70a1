package program

import (
	"errors"
	"fmt"
	"html/template"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// sample is the dot of random templates: it has something of everything.
type sample struct {
	Title, Empty string
	Body         template.HTML
	URL          template.URL
	Script       template.JS
	Word         word
	Count, Zero  int
	Ratio        float64
	Yes, No      bool
	Items, None  []item
	Pointers     []*item
	One, Nil     *item
	Names        map[string]string
	Lists, NoMap map[string][]item
	Words        []string
	Numbers      []int
	Pair         [2]string
	Inner        inner
	Said         speaker
}

type inner struct{ One *item }

type item struct {
	Name, URL string
	N         int
	On        bool
	Kids      []item
	Next      *item
}

func newSample() *sample {
	leaf := item{Name: "<leaf> & co", URL: "/leaf?a=b&c", N: 3}
	kid := item{Name: "kid", N: -1, On: true, Next: &leaf, Kids: []item{leaf, {}}}
	return &sample{
		Title: `A "title" <b>`, Body: "<p>body</p>", URL: "https://example.org/é?x=1&y", Script: `{"a":1}`, Word: "wörd'", Count: 12, Ratio: 2.5, Yes: true,
		Items: []item{leaf, kid, {Name: "javascript:x", URL: "javascript:x"}}, Pointers: []*item{&leaf, &kid}, One: &kid, Names: map[string]string{"b": "B", "a": "A<"},
		Lists: map[string][]item{"main": {leaf, kid}, "none": {}}, Words: []string{"x", "<y>"}, Numbers: []int{1, 0, 300}, Pair: [2]string{"p", "q"}, Inner: inner{&leaf}, Said: speaker{"s"},
	}
}

var sampleFunctions = template.FuncMap{
	"t": func(name string, args ...any) (string, error) {
		if name == "missing" {
			return "", errors.New("no such string")
		}
		return "[" + name + fmt.Sprint(args...) + "]", nil
	},
	"number": func(n any) (string, error) {
		if i, ok := n.(int); ok {
			return fmt.Sprintf("%d,", i), nil
		}
		return "", errors.New("not a number")
	},
	"label":  func(a, b string) string { return a + ":" + b },
	"first":  func(list []item, n int) []item { return list[:min(n, len(list))] },
	"named":  func(name string) item { return item{Name: name, URL: "/" + name} },
	"table":  func(prefix string) map[string]any { return map[string]any{prefix: "v<", "n": 1} },
	"upper":  strings.ToUpper,
	"broken": func() (string, error) { return "", errors.New("broken") },
	"panics": func(s string) string { panic(s) },
}

// author writes random templates, most of which make a page.
type author struct {
	*rand.Rand
	// dot and the variables say what can be used: "sample" or "item".
	dot       string
	variables []string
	kinds     map[string]string
	depth     int
	inRange   int
}

func (a *author) pick(choices ...string) string { return choices[a.IntN(len(choices))] }

// root is something whose fields can be used, of the kind wanted, or "".
func (a *author) root(kind string) string {
	list := []string{}
	if kind == a.dot {
		list = append(list, "")
	}
	for _, v := range a.variables {
		if a.kinds[v] == kind {
			list = append(list, v)
		}
	}
	if len(list) == 0 {
		return "?"
	}
	return a.pick(list...)
}

func (a *author) text() string {
	if r := a.root("item"); r != "?" && a.IntN(2) == 0 {
		return r + a.pick(".Name", ".URL", ".Name", ".Next.Name")
	}
	if r := a.root("sample"); r != "?" {
		switch a.IntN(9) {
		case 0:
			return r + a.pick(".One.Name", ".Inner.One.URL", ".One.Next.Name", ".Nil.Name")
		case 1:
			return "(index " + r + ".Items " + a.pick("0", "1", "2", "7") + ").Name"
		case 2:
			return "(index " + r + ".Names " + a.pick(`"a"`, `"z"`) + ")"
		case 3:
			return "(index " + r + a.pick(".Words 1", ".Pair 0", ".Pair "+r+".Zero") + ")"
		}
		return r + a.pick(".Title", ".Empty", ".Title", ".Word", ".Names.a", ".Names.z")
	}
	return a.pick(`"lit<"`, `"a b"`, "`raw`")
}

func (a *author) number() string {
	if r := a.root("item"); r != "?" && a.IntN(2) == 0 {
		return r + ".N"
	}
	if r := a.root("sample"); r != "?" && a.IntN(3) > 0 {
		return a.pick(r+".Count", r+".Zero", "(len "+r+".Items)", "(len "+r+".Title)", "(len "+r+".Names)", "(index "+r+".Numbers 1)")
	}
	return a.pick("0", "1", "2", "-3", "12")
}

func (a *author) list() string {
	if r := a.root("sample"); r != "?" && a.IntN(3) > 0 {
		return r + a.pick(".Items", ".None", ".Items", ".Lists.main", ".Lists.none", ".Lists.zzz", ".NoMap.a", ".One.Kids")
	}
	if r := a.root("item"); r != "?" {
		return r + ".Kids"
	}
	return `(first (index table "x") 2)`
}

// value is anything that can be written.
func (a *author) value() string {
	a.depth++
	defer func() { a.depth-- }()
	if a.depth > 4 {
		return a.text()
	}
	switch a.IntN(16) {
	case 0:
		return a.number()
	case 1:
		return a.pick("number ", "number ", "print ") + a.number()
	case 2:
		return a.pick(`t "plain"`, `t "x" `+a.number(), `t "x" "Name" `+a.text(), `label "k" `+a.text(), `label `+a.text()+` `+a.text(), `upper (print `+a.text()+`)`, `t "missing"`, `panics "x"`)
	case 3:
		return "print " + a.text() + " " + a.number() + " " + a.text()
	case 4:
		return `printf "%s-%d" ` + a.text() + " " + a.number()
	case 5:
		return a.text() + " | " + a.pick("print", "len", `label "x"`, `printf "%q"`, "print 1")
	case 6:
		return a.pick("or ", "and ") + a.text() + " " + a.text()
	case 7:
		return "(named " + a.pick(`"lit"`, a.text()) + ")" + a.pick(".Name", ".URL", ".N")
	case 8:
		if r := a.root("sample"); r != "?" {
			return r + a.pick(".Body", ".URL", ".Ratio", ".Yes", ".Words", ".One.On", ".Script", ".Said", ".Zero", ".Pair")
		}
	case 9:
		return "not " + a.condition()
	case 10:
		return a.condition()
	case 11:
		return `index (table "k") "k"`
	case 12:
		return "slice " + a.text() + " " + a.pick("0 1", "1", "", "2 1", "0 99")
	}
	return a.text()
}

func (a *author) condition() string {
	a.depth++
	defer func() { a.depth-- }()
	if a.depth > 4 {
		return a.text()
	}
	r := a.root("sample")
	switch c := a.IntN(9); {
	case c == 0:
		return "(" + a.pick("eq", "ne", "lt", "le", "gt", "ge") + " " + a.number() + " " + a.number() + ")"
	case c == 1:
		return "(" + a.pick("eq", "ne", "lt", "ge") + " " + a.text() + " " + a.text() + ")"
	case c == 2:
		return `(eq ` + a.text() + ` "kid" ` + a.text() + ` "x")`
	case c == 3:
		return "(" + a.pick("and", "or") + " " + a.condition() + " " + a.pick(a.condition(), a.list(), a.number()) + ")"
	case c == 4:
		return "(not " + a.condition() + ")"
	case c == 5:
		return a.list()
	case c == 6 && r != "?":
		return r + a.pick(".Yes", ".No", ".One", ".Nil", ".Ratio", ".Inner", ".Names", ".Names.zz", ".Lists.zzz", ".Body")
	case c == 7:
		return a.pick("true", "false", `"x"`, "0")
	}
	return a.text()
}

// declare names a variable for an item, a text or nothing.
func (a *author) declare(kind string) string {
	name := fmt.Sprintf("$v%d", len(a.variables))
	if other := a.pick(append(a.variables, name)...); other != "$" && a.IntN(4) == 0 {
		name = other // it may hide another
	}
	a.variables = append(a.variables, name)
	a.kinds[name] = kind
	return name
}

// within writes a list in a scope of its own.
func (a *author) within(dot string) string {
	outer, count, kinds := a.dot, len(a.variables), map[string]string{}
	for name, kind := range a.kinds {
		kinds[name] = kind
	}
	a.dot = dot
	text := a.nodes()
	a.dot, a.variables, a.kinds = outer, a.variables[:count], kinds
	return text
}

func (a *author) nodes() string {
	a.depth++
	defer func() { a.depth-- }()
	var b strings.Builder
	for range 1 + a.IntN(4) {
		b.WriteString(a.node())
	}
	return b.String()
}

func (a *author) node() string {
	if a.depth > 4 {
		return "<i>{{" + a.text() + "}}</i>"
	}
	scope := func(write func() string) string {
		count, kinds := len(a.variables), map[string]string{}
		for name, kind := range a.kinds {
			kinds[name] = kind
		}
		text := write()
		a.variables, a.kinds = a.variables[:count], kinds
		return text
	}
	switch a.IntN(15) {
	case 0:
		return "<a href=\"" + a.pick("", "/p/", "?q=") + "{{" + a.value() + "}}\" title='{{" + a.value() + "}}'>x</a>"
	case 1, 2:
		return "{{if " + a.condition() + "}}" + a.within(a.dot) + a.pick("", "{{else}}"+a.within(a.dot), "{{else if "+a.condition()+"}}"+a.within(a.dot)+"{{else}}e") + "{{end}}"
	case 3:
		return "{{with " + a.pick(a.text(), a.number()) + "}}<b>{{.}}</b>{{else}}" + a.within(a.dot) + "{{end}}"
	case 4:
		return scope(func() string {
			if r := a.root("sample"); r != "?" {
				return "{{with " + r + a.pick(".One", ".Nil", ".Inner.One") + "}}" + a.within("item") + "{{else}}" + a.within(a.dot) + "{{end}}"
			}
			return "{{with .Next}}" + a.within("item") + "{{end}}"
		})
	case 5, 6:
		return scope(func() string {
			list, head := a.list(), ""
			switch a.IntN(3) {
			case 0:
				head = a.declare("item") + " := "
			case 1:
				index := a.declare("number")
				head = index + ", " + a.declare("item") + " := "
			}
			a.inRange++
			body := a.within("item")
			if a.IntN(4) == 0 {
				body += "{{if " + a.condition() + "}}{{" + a.pick("break", "continue") + "}}{{end}}tail"
			}
			a.inRange--
			return "{{range " + head + list + "}}" + body + a.pick("", "{{else}}none") + "{{end}}"
		})
	case 7:
		if r := a.root("sample"); r != "?" {
			return a.pick("{{range "+r+".Words}}<i>{{.}}</i>{{end}}", "{{range $k, $w := "+r+".Names}}{{$k}}={{$w}};{{end}}", "{{range $i, $n := "+r+".Numbers}}{{if $i}}, {{end}}{{$n}}{{end}}",
				"{{range "+r+".Pointers}}{{.Name}}{{end}}", "{{range 3}}{{.}}{{end}}", "{{range $i := "+r+".Count}}{{$i}}{{else}}-{{end}}", "{{range "+r+".Pair}}{{.}}{{end}}")
		}
	case 8:
		return "{{" + a.declare("text") + " := " + a.value() + "}}"
	case 9:
		if r := a.root("item"); r != "?" && r != "" {
			return "{{" + a.declare("item") + " := " + r + "}}"
		}
		name := a.declare("text")
		return "{{" + name + " := " + a.text() + "}}{{if " + a.condition() + "}}{{" + name + " = " + a.text() + "}}{{end}}{{" + name + "}}"
	case 10:
		if a.dot == "item" {
			return a.pick(`{{template "item" .}}`, `<p title="{{template "item" .}}">`, `{{template "deep" .}}`, `<textarea>{{template "item" .}}</textarea>`)
		}
		return a.pick(`{{template "item" .One}}`, `{{template "sample" .}}`, `<p title="{{template "label" .Title}}">`, `{{template "none"}}`, `<a href="{{template "label" .URL}}">x</a>`)
	case 11:
		return "<script>var x = {{" + a.value() + "}};</script>"
	case 12:
		return "<p class={{" + a.text() + "}}>"
	}
	return "<p>{{" + a.value() + "}}</p>\n"
}

// called are templates that random ones call.
const called = `{{define "item"}}{{.Name}}/{{.N}}{{if .On}}!{{end}}{{end}}` +
	`{{define "deep"}}<ul>{{range .Kids}}<li>{{.Name}}{{template "deep" .}}</li>{{end}}</ul>{{with .Next}}{{template "deep" .}}{{end}}{{end}}` +
	`{{define "sample"}}{{$.Title}}{{with .One}}{{$.Count}}{{template "item" .}}{{end}}{{end}}` +
	`{{define "label"}}{{if .}}{{.}}{{else}}-{{end}}{{end}}{{define "none"}}<hr>{{t "fixed"}}{{end}}`

// Programs make what html/template makes of thousands of templates, and fail
// where it fails.
func TestRandomTemplates(t *testing.T) {
	const count = 2000
	made, sound, reasons := 0, 0, map[string]int{}
	for seed := range uint64(count) {
		a := &author{Rand: rand.New(rand.NewPCG(seed, 1)), dot: "sample", kinds: map[string]string{}}
		if a.IntN(2) == 0 {
			a.variables, a.kinds["$"] = []string{"$"}, "sample"
		}
		text := called + a.nodes()
		p := newPair(t, text, reflect.TypeFor[*sample](), sampleFunctions)
		o := p.execute(newSample())
		if o.want(t, text); t.Failed() {
			return
		}
		if o.failed == nil {
			if sound++; o.made {
				made++
			} else {
				reasons[fmt.Sprint(p.refused)]++
			}
		}
	}
	t.Logf("%d of %d sound templates were made by a program", made, sound)
	// The others have what programs refuse: a variable of two types, a value
	// that is not there.
	if made < sound*6/10 || sound < count/2 {
		t.Errorf("%d of %d sound templates were made by a program; the others: %v", made, sound, reasons)
	}
}
