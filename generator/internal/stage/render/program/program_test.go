package program

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"testing"
	"text/template/parse"
)

// pair is a template made ready both ways.
type pair struct {
	set *template.Template
	// refused is what html/template or the program says against the template;
	// program is then nil.
	refused error
	program *Program
}

// newPair reads the template text, which may define others.
func newPair(t testing.TB, text string, dot reflect.Type, functions template.FuncMap) pair {
	t.Helper()
	tree, trees := parse.New("page"), map[string]*parse.Tree{}
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(text, "", "", trees); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	set := template.New("page").Funcs(functions)
	for name, tree := range trees {
		template.Must(set.AddParseTree(name, tree.Copy()))
	}
	p := pair{set: set.Lookup("page")}
	e, err := (&Escaper{Functions: functions}).Escape(trees, "page")
	if err == nil {
		p.program, err = Compile(e, "page", dot, functions)
	}
	p.refused = err
	return p
}

// outcome is what html/template and the program make of a dot.
type outcome struct {
	sure   string
	failed error
	fast   string
	made   bool
}

func (p pair) execute(dot any) outcome {
	var o outcome
	var sure bytes.Buffer
	o.failed = p.set.Execute(&sure, dot)
	o.sure = sure.String()
	if p.program == nil {
		return o
	}
	for range 2 { // what the first leaves behind must not show in the second
		page, made := p.program.Append(nil, dot)
		o.fast, o.made = string(page), made
	}
	return o
}

// want fails unless the outcome is good: what the program makes, html/template
// makes.
func (o outcome) want(t testing.TB, text string) {
	t.Helper()
	switch {
	case !o.made:
	case o.failed != nil:
		t.Errorf("%s: html/template fails with %v, the program makes %.300q", text, o.failed, o.fast)
	case o.fast != o.sure:
		t.Errorf("%s: %.300q, want %.300q", text, o.fast, o.sure)
	}
}

type word string

type speaker struct{ Name string }

func (s speaker) String() string { return "<" + s.Name + ">" }

type spoken string

func (s spoken) String() string { return "“" + string(s) + "”" }

type wrong string

func (w wrong) Error() string { return "wrong " + string(w) }

type verbose string

func (v verbose) Format(f fmt.State, verb rune) { fmt.Fprintf(f, "%c:%s", verb, string(v)) }

// contexts are the places of an action in a page.
var contexts = []string{
	`<p>{{.V}}</p>`, `<title>{{.V}}</title>`, `<textarea>{{.V}}</textarea>`, `<p title="{{.V}}">`, `<p title='{{.V}}'>`, `<p title={{.V}}>`, `<p {{.V}}>`, `<p {{.V}}="x">`,
	`<a href="{{.V}}">`, `<a href='{{.V}}'>`, `<a href={{.V}}>`, `<a href="/x/{{.V}}">`, `<a href="/x?q={{.V}}">`, `<a href="#{{.V}}">`, `<a href="{{.V}}{{.V}}">`, `<img src="{{.V}}">`,
	`<img srcset="{{.V}}">`, `<img srcset="{{.V}} 2x, /a/{{.V}}.png 3x">`, `<meta content="{{.V}}">`, `<meta http-equiv="refresh" content="0; url={{.V}}">`, `<meta name="description" content="x {{.V}}">`,
	`<script>let x = {{.V}};</script>`, `<script>let x = "{{.V}}";</script>`, "<script>let x = `{{.V}}`;</script>", `<script>let x = /{{.V}}/;</script>`,
	`<script type="application/ld+json">{{.V}}</script>`, `<script type="application/json">{"x":{{.V}},"y":"{{.V}}"}</script>`, `<style>p { color: {{.V}} }</style>`, `<style>p { background: url("{{.V}}") }</style>`,
	`<p style="color: {{.V}}">`, `<p onclick="f({{.V}})">`, `<p onclick="f('{{.V}}')">`, `<!-- {{.V}} --><p>`, `<input value="{{.V}}" data-x="{{.V}}" id={{.V}}>`, `<svg><path d="{{.V}}"/></svg>`,
	`{{html .V}}`, `<p title="{{.V | html}}">`, `<a href="?q={{.V | urlquery}}">`, `{{js .V}}`, `{{print .V}}`, `{{printf "%v %q" .V .V}}`, `{{println .V}}`,
	`{{.V | print | html}}`, `<p title="{{print .V .V}}">`,
}

// hold returns a pointer to a struct whose field V has the type and value of v.
func hold(v any) any {
	t := reflect.StructOf([]reflect.StructField{{Name: "V", Type: reflect.TypeOf(v)}})
	p := reflect.New(t)
	p.Elem().Field(0).Set(reflect.ValueOf(v))
	return p.Interface()
}

// texts holds every byte, alone and between letters, and what the standards
// treat in a way of its own.
func texts() []string {
	list := []string{
		"", "plain", "L’été à l’œuvre", "https://example.org/a?b=c&d=e#f", "HTTP://x", "mailto:a@b.c", "javascript:alert(1)", "JavaScript:x", "data:text/html,x", "tel:+33 1", "x:y/z", "/x:y", "?a:b",
		"//example.org/%zz%41%4", "a b\tc\nd", "<b>x</b> &amp; &lt;", "<script>x</script><!-- y -->", `a"b'c` + "`d", "\u2028\u2029", "\ufeff", "\ufdd0\ufdef\ufff0\uffff", "\u0000\u0001\u007f\u0080\u009f", "👩‍🚀", "\xff\xfe", "a\xc3", "\xed\xa0\x80",
		"1e+06", "+33", "100%", "-1", "0x1F", "expression(x)", "url(x)", "*/", "</", "]]>", "a.png 2x, b.png", "{{x}}", "\\", "\r\n", "İıſK",
	}
	for b := range 256 {
		list = append(list, string([]byte{byte(b)}), "a"+string([]byte{byte(b)})+"b", string(rune(b)), "a"+string(rune(b))+"%"+string(rune(b)))
	}
	for _, r := range []rune{0x100, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfdcf, 0xfdd0, 0xfdf0, 0xffef, 0xfffd, 0xfffe, 0x10000, 0x1fffe, 0x10ffff} {
		list = append(list, "x"+string(r)+"<"+string(r))
	}
	return list
}

// Whatever is written, wherever, the bytes are those of html/template.
func TestEscapers(t *testing.T) {
	every := strings.Join(texts(), "|")
	pointer, number := &every, 7
	values := []any{
		every, "", "javascript:x", "a b", word(every), template.HTML(every), template.HTML("<b title='x'>a &amp; b</b><!-- c --><script>d</script>"), template.HTMLAttr(`title="x"`), template.URL(every), template.URL("javascript:x"), template.JS(`{"a": 1}`), template.JSStr(`a\n`),
		template.CSS("color: red"), template.Srcset("a.png 2x"), speaker{"x"}, &speaker{"x"}, spoken("<x>"), wrong("<x>"), verbose("<x>"),
		0, -12, 300, int8(-5), int64(1 << 40), uint(3), 1.5, 1e30, 1e-9, float32(0.1), true, false, &number, pointer, &pointer, (*int)(nil), (*string)(nil), (*speaker)(nil),
		[]string{"<a>", "b"}, []string(nil), map[string]int{"b<": 1, "a": 2}, map[string]int(nil), struct{ A, B string }{"<", "&"}, []byte("<x>"), 'x', complex(1, 2), [2]int{1, 2},
	}
	made := 0
	for _, context := range contexts {
		for _, v := range values {
			dot := hold(v)
			p := newPair(t, context, reflect.TypeOf(dot), nil)
			o := p.execute(dot)
			o.want(t, fmt.Sprintf("%s of %T %.60q", context, v, fmt.Sprint(v)))
			if o.made {
				made++
			} else if o.failed == nil && context != `{{html .V}}` {
				t.Errorf("%s of %T is not made: %v", context, v, p.refused)
			}
		}
	}
	if made < 40*len(values) {
		t.Errorf("%d values were written", made)
	}
}

// What is written often is written here: every text, wherever that is so.
func TestFrequentEscapers(t *testing.T) {
	for _, context := range []string{
		`<p>{{.V}}</p>`, `<title>{{.V}}</title>`, `<p title="{{.V}}">`, `<p title='{{.V}}'>`, `<a href="{{.V}}">`, `<a href="/x/{{.V}}">`, `<a href="?q={{.V}}">`, `<a href="{{.V}}/{{.V}}">`,
		`<meta http-equiv="refresh" content="0; url={{.V}}">`,
	} {
		frequent := func(convert func(string) any) {
			p := newPair(t, context, reflect.TypeOf(hold(convert(""))), nil)
			for _, s := range texts() {
				o := p.execute(hold(convert(s)))
				if o.want(t, fmt.Sprintf("%s of %T %q", context, convert(s), s)); !o.made {
					t.Errorf("%s of %T %q is not made: %v", context, convert(s), s, p.refused)
				}
			}
		}
		frequent(func(s string) any { return s })
		frequent(func(s string) any { return word(s) })
		frequent(func(s string) any { return template.URL(s) })
		frequent(func(s string) any { return template.HTML(s) })
		frequent(func(s string) any { return template.JS(s) })
	}
}
