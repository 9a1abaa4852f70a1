package render

import (
	"fmt"
	"html/template"
	"slices"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/stage/render/check"
	"essaim/generator/internal/stage/render/view"
)

// functions returns what templates may call, beside the functions of Go's
// templates, for pages of one locale:
//
//	t "key"                      the string "key" of the user interface
//	t "key" .Entries             … in the plural that a number asks for; {{.Count}} is the number
//	t "key" "Name" .Title        … with {{.Name}} filled; after the number, if there is one
//	strings "found."             all strings whose name begins so, for a script: see strings
//	number .Count                a number as the page's readers write it
//	asset "css/main.css"         the address of a file of assets/
//	label .Name .Label           the label of a field, or the string "field.<name>" when it has none
//	cards .List.Cards 2          cards with the level of their headings, for a partial
//	only .Entry.Facts "city"     the fields of these names, in the order of the names
//	without .Entry.Facts "city"  the others
func (t *Theme) functions(l *schema.Locale) template.FuncMap {
	m := t.messages.locales[l.Tag]
	return template.FuncMap{
		"t":       m.text,
		"strings": m.strings,
		"number":  func(n any) (string, error) { return number(n, l) },
		"asset":   t.assetURL,
		"label":   m.label,
		"only":    only,
		"without": without,
		"cards":   func(list []*view.Card, level int) view.CardList { return view.CardList{Items: list, Level: level} },
	}
}

// only and without are for the templates of single types, which know fields by
// their names.
func only(fields []view.Field, names ...string) []view.Field {
	var list []view.Field
	for _, name := range names {
		for _, f := range fields {
			if f.Name == name {
				list = append(list, f)
			}
		}
	}
	return list
}

func without(fields []view.Field, names ...string) []view.Field {
	var list []view.Field
	for _, f := range fields {
		if !slices.Contains(names, f.Name) {
			list = append(list, f)
		}
	}
	return list
}

func number(n any, l *schema.Locale) (string, error) {
	switch n := n.(type) {
	case int:
		return view.FormatNumber(float64(n), l), nil
	case float64:
		return view.FormatNumber(n, l), nil
	}
	return "", fmt.Errorf("number takes a number, not %v", n)
}

func (t *Theme) assetURL(name string) (string, error) {
	url := t.assets.url(name)
	if url == "" {
		return "", fmt.Errorf("no asset is called %q", name)
	}
	return t.addresses.Of(url), nil
}

// constants are the functions whose constant argument is checked before any
// page is made.
func (t *Theme) constants() map[string]check.Constant {
	return map[string]check.Constant{
		"t":       {Msg: "template-string", Known: t.messages.has, Names: t.messages.names},
		"strings": {Msg: "template-string", Known: t.messages.hasBelow, Names: t.messages.groups()},
		"asset":   {Msg: "asset-missing", Known: t.assets.has, Names: t.assets.names()},
	}
}
