package render

import (
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/diag"
)

const templateFolder = "themes/solidaire/templates/"

// TestThemeDiagnostics spoils one file of the theme and looks at what is said,
// where, and how to set it right. The place is that of the text between « and »
// in the file.
func TestThemeDiagnostics(t *testing.T) {
	kept := &keeping{values: map[string][]byte{}}
	if _, found := ParseTheme(themeTree(t, nil), testSchema(), kept); len(found) > 0 {
		t.Fatal(summaries(found))
	}
	for _, test := range []struct {
		name, file, text string
		// want begins with what summary writes after the place.
		want string
	}{
		{"field", "404.html", "<h1>{{.Page.«Titel»}}</h1>", "template-field Titel | Page → Title"},
		{"field of the view", "404.html", "<h1>{{.«Pages».Title}}</h1>", "template-field Pages | View → Page"},
		{"field in a branch that no page takes", "404.html", "{{if false}}{{.Site.«Lange»}}{{end}}", "template-field Lange | Site → Lang"},
		{"field of an element", "list.html", "{{range .List.Cards}}{{.«Tilte»}}{{end}}", "template-field Tilte | Card → Title"},
		{"field of a variable", "list.html", "{{$l := .List}}é{{$l.«Totale»}}", "template-field Totale | List → Total"},
		{"field of the redirect", "redirect.html", "<p>{{.URL}} {{.«Page».Title}}</p>", "template-field Page | Redirect"},
		{"field without a like", "404.html", "{{.Page.«Xylophone»}}", "template-field Xylophone | Page"},
		{"function", "404.html", "<h1>{{.Page.Title | «uper»}}</h1>", "template-function uper"},
		{"function with a like", "404.html", "<h1>{{«numbre» 3}}</h1>", "template-function numbre → number"},
		{"built-in function", "404.html", `<h1>{{«prntf» "%d" 3}}</h1>`, "template-function prntf → printf"},
		{"string", "404.html", `<h1>{{t "«notfound.titel»"}}</h1>`, "template-string notfound.titel → notfound.title"},
		{"string in a definition", "404.html", `{{define "x"}}{{t "«skip.contents»"}}{{end}}`, "template-string skip.contents → skip.content"},
		{"string in parentheses", "404.html", `<h1>{{print (t "«nav.hom»")}}</h1>`, "template-string nav.hom → nav.home"},
		{"asset", "404.html", `<img src="{{asset "«img/icons.svg»"}}" alt="">`, "asset-missing img/icons.svg → img/icon.svg"},
		{"asset that is part of another", "404.html", `<img src="{{asset "«css/_text.css»"}}" alt="">`, "asset-missing css/_text.css"},
		{"partial", "404.html", `<p>{{template "«partials/pagers.html»" .}}</p>`, "theme-template partials/pagers.html → partials/pager.html"},
		{"partial that nothing calls", "partials/lone.html", `<p>{{t "«skip.contents»"}}</p>`, "template-string skip.contents → skip.content"},
		{"file that nothing uses", "entrys.html", "«»<p>{{.Page.Title}}</p>", "theme-template/unused entrys.html"},
		{"end without beginning", "404.html", "<p>\n  «{{end}}</p>»", "template-syntax unexpected {{end}}"},
		{"unclosed action", "404.html", "<p>\n  «{{.Page.Title</p>»\n", "template-syntax "},
		{"variable", "404.html", "<p>\n  {{«$nothing»}}</p>", "template-syntax undefined variable"},
		{"defined twice", "partials/twin.html", `«»{{define "partials/pager.html"}}x{{end}}`, `template-syntax "partials/pager.html" is defined twice`},
		{"HTML of two minds in a partial", "partials/mark.html", `<p title="{{if «»true}}x"{{end}}>`, "template-syntax "},
		{"HTML of two minds in the frame", "base.html", `<p title="{{if «».Page.Title}}x"{{end}}>{{template "main" .}}`, "template-syntax "},
		{"HTML that ends in an attribute", "404.html", `<p title="{{if «».Page.Title}}x"{{end}}>`, "template-syntax "},
	} {
		t.Run(test.name, func(t *testing.T) {
			start := strings.Index(test.text, "«")
			text := strings.NewReplacer("«", "", "»", "").Replace(test.text)
			tree := themeTree(t, map[string][]byte{templateFolder + test.file: []byte(text)})
			ParseTheme(tree, testSchema(), kept)
			_, found := ParseTheme(tree, testSchema(), kept) // what is wrong is not kept as good
			if len(found) != 1 {
				t.Fatalf("found %q, want one diagnostic", summaries(found))
			}
			place, said, _ := strings.Cut(summary(found[0]), " ")
			if !strings.HasPrefix(said, test.want) {
				t.Errorf("found %q, want %q", said, test.want)
			}
			if _, fix, wanted := strings.Cut(test.want, " → "); wanted && (found[0].Fix.Span != found[0].Span || found[0].Notes[0].Args[0] != fix) {
				t.Errorf("the fix is at %v and the note on %v", found[0].Fix.Span, found[0].Notes)
			}
			end := strings.Index(test.text, "»") - len("«")
			if span := found[0].Span; span.File != templateFolder+test.file || span.Start != start || span.End != end {
				t.Errorf("found at %s, want %d-%d", place, start, end)
			}
		})
	}
}

// Each template that a theme must have is asked for by name.
func TestMissingTemplates(t *testing.T) {
	for _, name := range []string{"base.html", "home.html", "entry.html", "list.html", "taxonomy.html", "term.html", "404.html", "redirect.html", "feed.html"} {
		_, found := ParseTheme(themeTree(t, map[string][]byte{templateFolder + name: nil}), testSchema(), nil)
		want := templateFolder + name + ":0-0 theme-template " + name
		if !slices.Contains(summaries(found), want) || !found.HasErrors() {
			t.Errorf("without %s found %q, want %q", name, summaries(found), want)
		}
	}
}

// A template of no use is no error, and its nearest name is told.
// What is for a type that the site lacks may be for another site.
func TestUnusedTemplate(t *testing.T) {
	_, found := ParseTheme(themeTree(t, map[string][]byte{templateFolder + "entry-new.html": []byte("x"), templateFolder + "entry-recipe.html": []byte("x")}), testSchema(), nil)
	if len(found) != 1 || found[0].Severity() != diag.Warning || len(found[0].Notes) != 1 || found[0].Notes[0].Args[0] != "entry-news.html" {
		t.Errorf("found %+v", found)
	}
}

// A theme may have templates for types that other sites have.
func TestTemplateOfAnotherSite(t *testing.T) {
	if _, found := ParseTheme(themeTree(t, map[string][]byte{templateFolder + "entry-recipe.html": []byte("x")}), testSchema(), nil); len(found) > 0 {
		t.Errorf("found %+v", found)
	}
}

func TestMissingTheme(t *testing.T) {
	s := testSchema()
	s.Config.Theme = "solidiare"
	s.Config.ThemeSpan.File, s.Config.ThemeSpan.Start, s.Config.ThemeSpan.End = "content/site.yaml", 20, 29
	_, found := ParseTheme(themeTree(t, nil), s, nil)
	if got := summaries(found); len(got) != 1 || got[0] != "content/site.yaml:20-29 theme-missing solidiare → solidaire" {
		t.Errorf("found %q", got)
	}
}

// Every mistake of a theme is told at once, in the order of the files.
func TestAllMistakesAtOnce(t *testing.T) {
	_, found := ParseTheme(themeTree(t, map[string][]byte{
		templateFolder + "404.html":       []byte("{{end}}"),
		templateFolder + "term.html":      []byte(`{{.Term.Lable}}{{t "nope"}}`),
		"themes/solidaire/i18n/en.json":   []byte("{"),
		"themes/solidaire/assets/a/b.css": []byte(`@import "c.css";`),
	}), testSchema(), nil)
	var codes []string
	for _, d := range found {
		if d.Code() != "template-string" || d.Args[0] == "nope" {
			codes = append(codes, d.Code())
		}
	}
	if want := []string{"asset-missing", "settings-json", "template-syntax", "template-field", "template-string"}; !slices.Equal(codes, want) {
		t.Errorf("found %v, want %v", codes, want)
	}
}

// The indentation of a template reaches no page, unless the template has an
// element that shows it.
func TestIndentation(t *testing.T) {
	for text, want := range map[string]string{
		"<p>\n    a\n  </p>":               "<p>\na\n</p>",
		"<pre>\n    a\n  </pre>":           "<pre>\n    a\n  </pre>",
		"{{if true}}\n    a{{end}}\n\n  b": "\na\nb",
	} {
		out := build(t, map[string][]byte{templateFolder + "404.html": []byte(text)}, nil)
		if page := data(t, out, "404.html"); !strings.Contains(page, want) {
			t.Errorf("%q lacks %q in\n%s", text, want, page)
		}
	}
}

// What a page's file defines replaces what the frame defines, on that page only.
func TestDefinitionOfPage(t *testing.T) {
	out := build(t, map[string][]byte{
		templateFolder + "base.html": []byte(`<html><body>{{block "aside" .}}of the frame{{end}} {{template "main" .}}</body></html>`),
		templateFolder + "term.html": []byte(`{{define "aside"}}of the term{{end}}{{.Term.Label}}`),
	}, nil)
	for path, want := range map[string]string{"themes/reemploi/index.html": "of the term Réemploi", "404.html": "of the frame <h1>"} {
		if page := data(t, out, path); !strings.Contains(page, want) {
			t.Errorf("%s is %s, want %q", path, page, want)
		}
	}
}

// What a template calls at run time fails with a reason.
func TestFunctionErrors(t *testing.T) {
	for text, want := range map[string]string{
		`{{number .Page.Kind}}`:       "number takes a number, not 404",
		`{{asset .Page.Kind}}`:        `no asset is called "404"`,
		`{{t .Page.Kind}}`:            `no string is called "404"`,
		`{{t "pager.page" "Nr" "1"}}`: `a value of the string "pager.page" is not given`,
	} {
		_, found := tryBuild(t, map[string][]byte{templateFolder + "404.html": []byte(text)}, nil)
		if len(found) != 3 || found[0].Msg != "template-run" || !strings.Contains(found[0].Args[1], want) || found[0].Span.Start != 2 {
			t.Errorf("%s found %q, want %q", text, summaries(found), want)
		}
	}
}
