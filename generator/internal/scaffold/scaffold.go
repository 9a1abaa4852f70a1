// Package scaffold writes the first text of a new entry: every field of its
// type with its help, and values that already pass every check, so that an
// editor begins with a draft that builds.
package scaffold

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
)

// Options say what is written.
type Options struct {
	Schema *schema.Schema
	Type   *schema.Type
	Locale *schema.Locale
	// Source is the entry that is translated, or nil in the source locale.
	Source *content.Entry
	// Body is the Markdown of Source.
	Body string
	// Today is the value of dates.
	Today time.Time
	// Lang is the language of the help, "fr" or "en".
	Lang string
	// Placeholder is the text of required texts that have no label.
	Placeholder string
	// Only are the fields of an entry that somebody fills in by hand in place of
	// a form, beside those that it fills in itself; nil means all.
	Only []string
	// Day stands for every day, in place of Today; "" means Today.
	Day string
}

// writes reports whether a field is part of the entry.
func (o Options) writes(f *schema.Field) bool {
	return o.Only == nil || slices.Contains(o.Only, f.Name) || f.FilledIn()
}

// Entry returns the text of a new entry, a draft. In the source locale it has every
// field. A translation has the fields that are translated, with the texts of the source
// to be replaced: published before that, it would be a page in the wrong language.
func Entry(o Options) []byte {
	w := &writer{Options: o}
	w.line("---")
	w.line("draft: true")
	for _, f := range o.Type.Fields {
		if o.Source == nil && o.writes(f) || o.Source != nil && w.translates(f) {
			w.field(f)
		}
	}
	w.line("---")
	if o.Body != "" {
		w.WriteString(o.Body)
	} else if o.Type.BodyRequired {
		w.line(o.Placeholder + ".")
	}
	return []byte(w.String())
}

// mostChoices is how many keys the help of a field names.
const mostChoices = 30

type writer struct {
	strings.Builder
	Options
}

func (w *writer) line(text string) { w.WriteString(text + "\n") }

// translates reports whether a translation writes a field: one that is a text
// of its own, or required and never inherited, and that the source has.
func (w *writer) translates(f *schema.Field) bool {
	has := w.Source.Fields.Has(f.Name)
	return f.Translated && has
}

// help returns the label and the help of a field, in the language of the
// editor.
func (w *writer) help(f *schema.Field) string {
	sourceLocale := w.Schema.Config.SourceLocale
	label, help := f.Label.In(w.Lang, sourceLocale), f.Help.In(w.Lang, sourceLocale)
	var choice []string
	for _, v := range f.Values {
		choice = append(choice, v.Key)
	}
	for _, t := range w.Schema.Source().Vocabularies[f.Vocabulary] {
		choice = append(choice, t.Key)
	}
	if len(choice) > mostChoices {
		choice = append(choice[:mostChoices:mostChoices], "…")
	}
	parts := []string{}
	for _, part := range []string{label, help, strings.Join(choice, ", ")} {
		if part != "" {
			parts = append(parts, strings.TrimSuffix(part, "."))
		}
	}
	var b strings.Builder
	for i, part := range parts {
		if i > 0 && strings.HasSuffix(parts[i-1], "?") {
			b.WriteString(" ")
		} else if i > 0 {
			b.WriteString(". ")
		}
		b.WriteString(part)
	}
	return b.String()
}

// field writes one field below its help. A field that is not required has no
// value.
func (w *writer) field(f *schema.Field) {
	if help := w.help(f); help != "" {
		w.line("# " + strings.ReplaceAll(help, "\n", " "))
	}
	switch {
	case w.Source != nil:
		w.translation(f)
	case f.Required || f.Min != nil && f.IsList():
		w.line(assign(f.Name, w.value(f, "  ")))
	default:
		w.line(f.Name + ":")
	}
}

// translation writes what a translation has to say of a field.
func (w *writer) translation(f *schema.Field) {
	v := w.Source.Fields.Value(f.Name)
	switch {
	case f.Kind == schema.KindMarkdown:
		for line := range strings.Lines(v.Text) {
			w.line(strings.TrimRight("#   "+line, " \n"))
		}
		w.line(f.Name + ": |\n  " + w.Placeholder + ".")
	case f.Kind == schema.KindList && v.IsList:
		w.line(f.Name + ":")
		for _, item := range v.Items {
			w.line("  - " + translatedItem(f, item))
		}
	case f.Kind == schema.KindObject && !v.IsList:
		w.line(f.Name + ":")
		for _, part := range translatedParts(f, v) {
			w.line("  " + part)
		}
	default:
		w.line(assign(f.Name, translated(f, v)))
	}
}

// translated returns the texts of a value on one line.
func translated(f *schema.Field, v content.Value) string {
	if !v.IsList {
		return translatedItem(f, v)
	}
	var items []string
	for _, item := range v.Items {
		items = append(items, translatedItem(f, item))
	}
	return "[" + strings.Join(items, ", ") + "]"
}

// translatedItem is translated for a value that is no list.
func translatedItem(f *schema.Field, v content.Value) string {
	if len(f.Fields) > 0 {
		return "{" + strings.Join(translatedParts(f, v), ", ") + "}"
	}
	return quote(v.Written())
}

// translatedParts returns the fields of an object that are translated.
func translatedParts(f *schema.Field, v content.Value) []string {
	var parts []string
	for _, inner := range f.Fields {
		if value, has := v.Fields.Get(inner.Name); has && inner.Translated {
			parts = append(parts, assign(inner.Name, translated(inner, value)))
		}
	}
	return parts
}

// value returns a value that is accepted.
func (w *writer) value(f *schema.Field, indent string) string {
	if !f.IsList() {
		return w.one(f, indent)
	}
	items := 1
	if f.Min != nil {
		items = max(1, int(*f.Min))
	}
	if f.Kind != schema.KindList {
		var values []string
		for i := range items {
			values = append(values, w.nth(f, i))
		}
		return "[" + strings.Join(values, ", ") + "]"
	}
	var b strings.Builder
	for range items {
		b.WriteString("\n" + indent + "- " + w.object(f, indent+"  "))
	}
	return b.String()
}

// nth returns the i-th of several different values.
func (w *writer) nth(f *schema.Field, i int) string {
	switch terms := w.Schema.Source().Vocabularies[f.Vocabulary]; {
	case f.Kind == schema.KindTerm && i < len(terms):
		return terms[i].Key
	case f.Kind == schema.KindEnum && i < len(f.Values):
		return f.Values[i].Key
	case f.Kind == schema.KindText && i > 0:
		return quote(fmt.Sprintf("%s %d", w.Placeholder, i+1))
	}
	return w.one(f, "  ")
}

// object writes the fields of an object, on lines of their own below the first.
func (w *writer) object(f *schema.Field, indent string) string {
	var lines []string
	for _, inner := range f.Fields {
		if inner.Required || inner.Min != nil && inner.IsList() {
			lines = append(lines, assign(inner.Name, w.value(inner, indent+"  ")))
		} else {
			lines = append(lines, inner.Name+":")
		}
	}
	return strings.Join(lines, "\n"+indent)
}

// one returns a single value that is accepted.
func (w *writer) one(f *schema.Field, indent string) string {
	switch f.Kind {
	case schema.KindText:
		return quote(w.text(f))
	case schema.KindMarkdown:
		return "|\n" + indent + w.text(f) + "."
	case schema.KindDate:
		return cmp.Or(w.Day, w.Today.Format(time.DateOnly))
	case schema.KindDatetime:
		return cmp.Or(w.Day, w.Today.Format(time.RFC3339))
	case schema.KindInteger, schema.KindNumber:
		switch {
		case f.Min != nil && !f.IsList():
			return fmt.Sprint(*f.Min)
		case f.Max != nil && !f.IsList():
			return fmt.Sprint(min(0, *f.Max))
		}
		return "0"
	case schema.KindBoolean:
		return "false"
	case schema.KindURL:
		return "https://example.org/"
	case schema.KindEmail:
		return "contact@example.org"
	case schema.KindPhone:
		return quote("+33 1 23 45 67 89")
	case schema.KindEnum, schema.KindTerm:
		return w.nth(f, 0)
	case schema.KindCountry:
		return "FR"
	case schema.KindPoint:
		return "[48.93, 2.34]"
	case schema.KindObject:
		return "\n" + indent + w.object(f, indent)
	}
	return "" // a ref, an image, a file: only the editor knows one
}

// text returns a text within the bounds of f, which those of a list are not.
func (w *writer) text(f *schema.Field) string {
	text := cmp.Or(f.Label.In(w.Lang, w.Schema.Config.SourceLocale), w.Placeholder)
	if f.IsList() {
		return text
	}
	for f.Min != nil && utf8.RuneCountInString(text) < int(*f.Min) {
		text += " " + w.Placeholder
	}
	if runes := []rune(text); f.Max != nil && len(runes) > int(*f.Max) {
		text = string(runes[:int(*f.Max)])
	}
	return text
}

// assign writes a key with its value, which may begin on the next line.
func assign(name, value string) string {
	if strings.HasPrefix(value, "\n") {
		return name + ":" + value
	}
	return name + ": " + value
}

// quote writes a text between double quotation marks.
func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(text) + `"`
}
