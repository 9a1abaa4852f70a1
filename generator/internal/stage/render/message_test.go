package render

import (
	"strings"
	"testing"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// strings of a small theme, in the locales that the tests need.
var themeStrings = map[string]string{
	"en": `{"plain": "plain en", "only.en": "only en", "empty": "not empty", "count": {"one": "{{.Count}} page", "other": "{{.Count}} pages"}, "hello": "Hello {{.Name}}", "mixed": {"one": "{{.Count}} of {{.Name}}", "other": "{{.Count}} by {{.Name}}"}}`,
	"fr": `{"plain": "plain fr", "only.fr": "only fr", "empty": "", "count": {"one": "{{.Count}} fiche", "other": "{{.Count}} fiches"}, "hello": "Bonjour {{.Name}}", "field.unit": "unité"}`,
	"pt": `{"plain": "plain pt", "count": {"one": "{{.Count}} ficha", "other": "{{.Count}} fichas"}}`,
	"ar": `{"count": {"zero": "لا شيء", "one": "واحد", "two": "اثنان", "few": "{{.Count}} قليل", "many": "{{.Count}} كثير", "other": "{{.Count}} آخر"}}`,
	"la": `{"count": {"one": "one la", "other": "{{.Count}} la"}}`,
}

// catalogueOf reads the strings above for a site with some locales; site are
// the site's own, by locale.
func catalogueOf(t *testing.T, texts map[string]string, site map[string]map[string]schema.Message) (*catalogue, diag.List) {
	t.Helper()
	s := &schema.Schema{Config: schema.Config{SourceLocale: "fr"}}
	for _, tag := range []string{"fr", "ar", "en", "pt-BR", "la"} {
		l := &schema.Locale{Tag: tag, Group: "\u202f", Decimal: ",", Strings: site[tag]}
		if tag == "en" {
			l.Group, l.Decimal = ",", "."
		}
		s.Locales = append(s.Locales, l)
	}
	var files []*source.File
	for tag, text := range texts {
		files = append(files, file("themes/t/i18n/"+tag+".json", []byte(text)))
	}
	return readMessages(files, s)
}

func TestMessages(t *testing.T) {
	c, found := catalogueOf(t, themeStrings, nil)
	if len(found) > 0 {
		t.Fatalf("found %v", summaries(found))
	}
	for _, test := range []struct {
		locale, name string
		args         []any
		want         string
	}{
		{"fr", "plain", nil, "plain fr"},
		{"en", "plain", nil, "plain en"},
		// French counts 0 and 1 as one, English 1 only.
		{"fr", "count", []any{0}, "0 fiche"},
		{"fr", "count", []any{1}, "1 fiche"},
		{"fr", "count", []any{2}, "2 fiches"},
		{"fr", "count", []any{1_000_000}, "1\u202f000\u202f000 fiches"},
		{"en", "count", []any{0}, "0 pages"},
		{"en", "count", []any{1}, "1 page"},
		{"en", "count", []any{1234}, "1,234 pages"},
		{"ar", "count", []any{0}, "لا شيء"},
		{"ar", "count", []any{2}, "اثنان"},
		{"ar", "count", []any{3}, "3 قليل"},
		{"ar", "count", []any{11}, "11 كثير"},
		{"ar", "count", []any{100}, "100 آخر"},
		// A language without known rules has one form.
		{"la", "count", []any{1}, "1 la"},
		{"fr", "hello", []any{"Name", "Zoé"}, "Bonjour Zoé"},
		{"en", "hello", []any{"Name", 1500}, "Hello 1,500"},
		{"en", "mixed", []any{1, "Name", "x"}, "1 of x"},
		{"en", "mixed", []any{2, "Name", "x"}, "2 by x"},
		// The chain: the parent locale, the source locale, English.
		{"pt-BR", "plain", nil, "plain pt"},
		{"pt-BR", "count", []any{2}, "2 fichas"},
		{"pt-BR", "hello", []any{"Name", "x"}, "Bonjour x"},
		{"pt-BR", "only.en", nil, "only en"},
		{"en", "only.fr", nil, "only fr"},
		{"fr", "only.en", nil, "only en"},
		{"la", "plain", nil, "plain fr"},
		// An empty string is missing.
		{"fr", "empty", nil, "not empty"},
		// A string from French is counted as in French, and its numbers are written as in the page's locale.
		{"en", "field.unit", nil, "unité"},
	} {
		got, err := c.locales[test.locale].text(test.name, test.args...)
		if err != nil || got != test.want {
			t.Errorf("%s %s %v is %q (%v), want %q", test.locale, test.name, test.args, got, err, test.want)
		}
	}
}

// A string from another locale is counted by the rules of that one.
func TestPluralOfFallback(t *testing.T) {
	c, _ := catalogueOf(t, map[string]string{"fr": themeStrings["fr"]}, nil)
	for n, want := range map[int]string{0: "0 fiche", 1500: "1,500 fiches"} {
		if got, err := c.locales["en"].text("count", n); err != nil || got != want {
			t.Errorf("%d is %q (%v), want %q", n, got, err, want)
		}
	}
}

func TestMessageErrors(t *testing.T) {
	c, _ := catalogueOf(t, themeStrings, nil)
	for _, test := range []struct {
		name string
		args []any
		want string
	}{
		{"none", nil, `no string is called "none"`},
		{"count", []any{"three"}, "takes a whole number first, not three"},
		{"hello", []any{1, 2, 3}, "2 is no name"},
		{"hello", nil, `a value of the string "hello" is not given`},
		{"hello", []any{"Nam", "x"}, `a value of the string "hello" is not given`},
	} {
		if got, err := c.locales["en"].text(test.name, test.args...); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s %v is %q with the error %v, want %s", test.name, test.args, got, err, test.want)
		}
	}
	for name, want := range map[string]bool{"plain": true, "count": true, "only.fr": true, "mixed": true, "none": false} {
		if c.has(name) != want {
			t.Errorf("has %s: %v, want %v", name, !want, want)
		}
	}
}

// The site's ui.json lies over the strings of the theme.
func TestSiteStrings(t *testing.T) {
	message := func(forms ...string) schema.Message {
		m := schema.Message{Forms: map[string]string{}, Span: source.In("content/_locales/fr/ui.json", 10, 20)}
		for i := 0; i < len(forms); i += 2 {
			m.Forms[forms[i]] = forms[i+1]
		}
		return m
	}
	c, found := catalogueOf(t, themeStrings, map[string]map[string]schema.Message{
		"fr": {
			"plain": message("other", "site fr"), "count": message("one", "{{.Count}} action", "other", "{{.Count}} actions"),
			"hello": message("other", ""), "field.accessed": message("other", "vu le"), "only.fx": message("other", "x"),
		},
		"la": {"count": message("other", "{{.Count}} site la")},
	})
	if got := summaries(found); len(got) != 1 || got[0] != "content/_locales/fr/ui.json:10-20 settings-string only.fx → only.fr" {
		t.Errorf("found %q", got)
	}
	for _, test := range []struct {
		locale, name, want string
		args               []any
	}{
		{"fr", "plain", "site fr", nil},
		{"la", "plain", "site fr", nil},
		{"en", "plain", "plain en", nil},
		{"fr", "count", "1 action", []any{1}},
		{"fr", "count", "2 actions", []any{2}},
		{"la", "count", "1 site la", []any{1}},
		{"fr", "hello", "Bonjour x", []any{"Name", "x"}},
	} {
		if got, err := c.locales[test.locale].text(test.name, test.args...); err != nil || got != test.want {
			t.Errorf("%s %s %v is %q (%v), want %q", test.locale, test.name, test.args, got, err, test.want)
		}
	}
	for _, test := range []struct{ locale, name, label, want string }{
		{"fr", "unit", "Mesure", "Mesure"},
		{"fr", "unit", "unit", "unité"},
		{"fr", "unit", "", "unité"},
		{"fr", "accessed", "accessed", "vu le"},
		{"en", "accessed", "accessed", "vu le"},
		{"fr", "other", "other", "other"},
	} {
		if got := c.locales[test.locale].label(test.name, test.label); got != test.want {
			t.Errorf("the label of %s (%q) in %s is %q, want %q", test.name, test.label, test.locale, got, test.want)
		}
	}
}

// A site's string reaches its pages, escaped.
func TestSiteStringOnPage(t *testing.T) {
	s := testSite()
	s.Schema.Locales[0].Strings = map[string]schema.Message{"skip.content": {Forms: map[string]string{"other": "Sauter <b>"}}}
	theme, found := ParseTheme(themeTree(t, nil), s.Schema, nil)
	if len(found) > 0 {
		t.Fatalf("found %v", summaries(found))
	}
	r := newTestRenderer(s)
	r.theme = theme
	for i, want := range []string{">Sauter &lt;b&gt;</a>", ">Skip to content</a>"} {
		page, failed := r.page(s.Pages[i])
		if len(failed) > 0 || !strings.Contains(string(page.Data), want) {
			t.Errorf("%s lacks %s (%v)", s.Pages[i].URL, want, summaries(failed))
		}
	}
}

func TestMessageFileSyntax(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": "b",}`: "themes/t/i18n/fr.json:10-10 settings-json",
		`{"a": 3}`:    "themes/t/i18n/fr.json:0-0 settings-json",
	} {
		_, found := catalogueOf(t, map[string]string{"fr": text, "en": themeStrings["en"]}, nil)
		if got := summaries(found); len(got) != 1 || !strings.HasPrefix(got[0], want) {
			t.Errorf("%s gives %q, want %q", text, got, want)
		}
	}
}
