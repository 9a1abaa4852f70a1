package check

import (
	"fmt"
	"html/template"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"essaim/generator/internal/model/diag"
)

// The types of a dot, one for each way in which a template can reach a value.
type (
	root struct {
		Name  string
		Child *child
		Items []child
		Named map[string]child
		Any   any
		Count int
		Where struct{ City string }
		Text  strings.Reader
	}
	child struct {
		base
		Title string
		Next  *child
	}
	base struct{ ID string }
)

// Upper and Up are methods, on the value and on the pointer.
func (c child) Upper() string { return strings.ToUpper(c.Title) }

// Up returns the child above.
func (c *child) Up() *child { return c.Next }

var functions = map[string]any{
	"t":     func(string, ...any) string { return "" },
	"first": func(list []child) child { return child{} },
	"any":   func() any { return nil },
}

// run parses the templates, checks the one called "main.html" and returns what
// is found, as "msg word | … → fix", and the spans.
func run(t *testing.T, texts map[string]string, dot reflect.Type) (diag.List, []string) {
	t.Helper()
	trees := map[string]*parse.Tree{}
	for name, text := range texts {
		tree := parse.New(name)
		tree.Mode = parse.SkipFuncCheck
		if _, err := tree.Parse(text, "", "", trees); err != nil {
			t.Fatal(err)
		}
	}
	theme := Theme{Folder: "t/", Texts: texts, Functions: functions, Constants: map[string]Constant{
		"t": {Msg: "template-string", Known: func(name string) bool { return name == "hello" }, Names: []string{"hello"}},
	}}
	found := Templates(theme, trees, "main.html", dot)
	if dot == nil {
		found = Unused(theme, trees, slices.Sorted(maps.Keys(trees)))
	}
	var list []string
	for _, d := range found {
		text := fmt.Sprintf("%s %s", d.Msg, strings.Join(d.Args, " | "))
		if d.Fix != nil {
			text += " → " + d.Fix.Text
			if d.Fix.Span != d.Span {
				t.Errorf("the fix of %s is at %v, not at %v", text, d.Fix.Span, d.Span)
			}
		}
		list = append(list, text)
	}
	return found, list
}

// TestMistakes checks templates with one mistake each, between « and ».
func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		`{{.«Nam»}}`:                                                     "template-field Nam | root → Name",
		`é{{/* note */}}{{ .«Nam» }}`:                                    "template-field Nam | root → Name",
		`{{.Text.«prevRune»}}`:                                           "template-field prevRune | Reader",
		`{{.Child.«Titel»}}`:                                             "template-field Titel | child → Title",
		`{{.Child.Next.Next.«Titel».More}}`:                              "template-field Titel | child → Title",
		`{{.«Chidl».Title}}`:                                             "template-field Chidl | root → Child",
		`{{.Name.«Length»}}`:                                             "template-field Length | string",
		`{{.Child.Up.«Uper»}}`:                                           "template-field Uper | child → Upper",
		`{{.Child.«Id»}}`:                                                "template-field Id | child → ID",
		`{{.Where.«Citty»}}`:                                             `template-field Citty | struct { City string } → City`,
		`{{.Named.paris.«Titre»}}`:                                       "template-field Titre | child → Title",
		`{{range .Items}}{{.«Titel»}}{{end}}`:                            "template-field Titel | child → Title",
		`{{range .Items}}{{$.«Titel»}}{{end}}`:                           "template-field Titel | root",
		`{{range $i, $c := .Items}}{{$c.«Titel»}}{{end}}`:                "template-field Titel | child → Title",
		`{{range $i, $c := .Items}}{{$i.«Titel»}}{{end}}`:                "template-field Titel | int",
		`{{range $c := .Items}}{{$c.Next.«Titel»}}{{end}}`:               "template-field Titel | child → Title",
		`{{range $k, $c := .Named}}{{$k.«Titel»}}{{end}}`:                "template-field Titel | string",
		`{{range .Count}}{{.«Titel»}}{{end}}`:                            "template-field Titel | int",
		`{{range .Items}}{{else}}{{.«Nam»}}{{end}}`:                      "template-field Nam | root → Name",
		`{{with .Child}}{{.«Titel»}}{{end}}`:                             "template-field Titel | child → Title",
		`{{with .Child}}{{else}}{{.«Nam»}}{{end}}`:                       "template-field Nam | root → Name",
		`{{with $c := .Child}}{{$c.«Titel»}}{{end}}`:                     "template-field Titel | child → Title",
		`{{if .«Nam»}}{{end}}`:                                           "template-field Nam | root → Name",
		`{{if false}}{{else if true}}{{.«Nam»}}{{end}}`:                  "template-field Nam | root → Name",
		`{{$c := .Child}}{{if true}}{{$c.«Titel»}}{{end}}`:               "template-field Titel | child → Title",
		`{{(first .Items).«Titel»}}`:                                     "template-field Titel | child → Title",
		`{{(index .Items 1).«Titel»}}`:                                   "template-field Titel | child → Title",
		`{{(index (slice .Items 1) 1).«Titel»}}`:                         "template-field Titel | child → Title",
		`{{(or .Child .Child.Next).«Titel»}}`:                            "template-field Titel | child → Title",
		`{{(print .Name).«Titel»}}`:                                      "template-field Titel | string",
		`{{(eq 1 2).«Titel»}}`:                                           "template-field Titel | bool",
		`{{(len .Items).«Titel»}}`:                                       "template-field Titel | int",
		`{{(.Child).Next.«Titel»}}`:                                      "template-field Titel | child → Title",
		`{{print (len .«Itms»)}}`:                                        "template-field Itms | root → Items",
		`{{.Name | «uper»}}`:                                             "template-function uper",
		`{{«frist» .Items}}`:                                             "template-function frist → first",
		`{{print («lenn» .Items)}}`:                                      "template-function lenn → len",
		`{{t "«helo»"}}`:                                                 "template-string helo → hello",
		"{{t `«helo»` 1}}":                                               "template-string helo → hello",
		`{{template "«main.htm»" .}}`:                                    "theme-template main.htm → main.html",
		`{{template "«main.htm»"}}`:                                      "theme-template main.htm → main.html",
		`{{define "x"}}{{.«Titel»}}{{end}}{{template "x" .Child}}`:       "template-field Titel | child → Title",
		`{{block "x" .Child}}{{.«Titel»}}{{end}}`:                        "template-field Titel | child → Title",
		`{{define "x"}}{{$.«Titel»}}{{end}}{{template "x" .Child.Next}}`: "template-field Titel | child → Title",
	} {
		t.Run(text, func(t *testing.T) {
			start, end := strings.Index(text, "«"), strings.Index(text, "»")-len("«")
			plain := strings.NewReplacer("«", "", "»", "").Replace(text)
			found, list := run(t, map[string]string{"main.html": plain}, reflect.TypeFor[*root]())
			if !slices.Equal(list, []string{want}) {
				t.Fatalf("found %q, want %q", list, want)
			}
			if span := found[0].Span; span.File != "t/main.html" || span.Start != start || span.End != end {
				t.Errorf("found at %v, want %d-%d", span, start, end)
			}
		})
	}
}

// Nothing that would work is reported: each of these runs.
func TestNoFalseAlarm(t *testing.T) {
	dot := &root{Child: &child{Next: &child{}}, Items: []child{{}}, Named: map[string]child{"paris": {}}, Any: child{Title: "x"}, Count: 2}
	for _, text := range []string{
		`{{.Any.Title}}{{.Any.Upper}}`, `{{with any}}{{.X}}{{end}}`, `{{.Child.Upper}}{{.Child.Up.Title}}{{.Child.ID}}`,
		`{{.Where.City}}`, `{{range .Named}}{{.Title}}{{end}}`, `{{.Named.nowhere.Title}}`,
		`{{$x := .Name}}{{$x = .Child}}{{$x.Title}}`, `{{$x := .Child}}{{if not .Child}}{{$x = .Name}}{{end}}{{$x.Title}}`, `{{$x := .Child}}{{range .Items}}{{$x = .Next}}{{end}}`,
		`{{$x := .Child}}{{with .Name}}{{$x := .}}{{print $x}}{{end}}{{$x.Title}}`,
		`{{$x := .Child}}{{if .Name}}{{$x := .Name}}{{print $x}}{{else}}{{$x.Title}}{{end}}`,
		`{{(or .Any .Child).Title}}`, `{{range $i, $c := .Items}}{{if $i}}{{continue}}{{end}}{{$c.Title}}{{break}}{{end}}`,
		`{{define "x"}}{{.}}{{end}}{{template "x" .Name}}{{template "x" .Child.Title}}{{template "x"}}`,
		`{{t "hello"}}{{t .Name}}{{"helo" | t}}`, `{{range 3}}{{.}}{{end}}`, `{{range $i := .Count}}{{$i}}{{end}}`,
		`{{printf "%s" .Name | print}}`, `{{(index .Named "paris").Title}}`, `{{and .Name .Child.Title | len}}`, `{{true}}{{1.5}}`,
		`{{define "r"}}{{.Title}}{{with .Next}}{{template "r" .}}{{end}}{{end}}{{template "r" .Child}}`,
	} {
		if _, list := run(t, map[string]string{"main.html": text}, reflect.TypeFor[*root]()); len(list) > 0 {
			t.Errorf("%s: found %q", text, list)
		}
		if err := template.Must(template.New("main.html").Funcs(functions).Parse(text)).Execute(io.Discard, dot); err != nil {
			t.Errorf("%s does not run: %v", text, err)
		}
	}
}

// A partial is checked with every type of dot it is called with, in its own file.
func TestPartials(t *testing.T) {
	found, list := run(t, map[string]string{
		"main.html":   `{{template "card.html" .Child}} {{template "card.html" .}} {{template "card.html" .Child.Next}} {{template "card.html" .Any}}`,
		"card.html":   `<b>{{.Name}}</b>`,
		"unused.html": `{{.Whatever}} {{t "helo"}}`,
	}, reflect.TypeFor[*root]())
	if !slices.Equal(list, []string{"template-field Name | child"}) || found[0].Span.File != "t/card.html" || found[0].Span.Start != 6 {
		t.Errorf("found %q at %v, want one mistake in card.html", list, found)
	}
}

// Of a template that no page calls the dot is unknown: only names are checked.
func TestUnused(t *testing.T) {
	found, list := run(t, map[string]string{
		"a.html": `{{.Whatever}}{{t "helo"}}`, "b.html": `{{nothing 1}}{{range .X}}{{.Y}}{{end}}`, "c.html": `{{template "a.htm" .}}`,
	}, nil)
	want := []string{"template-string helo → hello", "template-function nothing", "theme-template a.htm → a.html"}
	if !slices.Equal(list, want) {
		t.Fatalf("found %q, want %q", list, want)
	}
	for i, file := range []string{"t/a.html", "t/b.html", "t/c.html"} {
		if found[i].Span.File != file {
			t.Errorf("mistake %d is in %s, want %s", i, found[i].Span.File, file)
		}
	}
}
