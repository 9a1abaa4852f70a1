package view

import (
	"cmp"
	"time"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/scaffold"
)

// Handbook is a page for editors, made of the types: it says what each field
// takes.
type Handbook struct {
	// Types are all types, on the page that leads to them.
	Types []HandbookType
	// Type is the one that the page explains, or nil.
	Type *HandbookType
}

// HandbookType is a type as its editors see it.
type HandbookType struct {
	// Name is what commands call it ("news"); File is its file.
	Name, File string
	// Label and Plural are what readers call it.
	Label, Plural string
	// Folder is where its entries are, below the site's folder.
	Folder string
	// URL is its page of the handbook.
	URL string
	// Count is how many fields it has.
	Count  int
	Fields []HandbookField
	// Body reports whether a text is required.
	Body bool
	// Example is the front matter of a new entry, as `essaim new` writes it.
	Example string
}

// HandbookField is one field.
type HandbookField struct {
	Name string
	// Label is what readers see, or Name; Help is for editors, and may be "".
	Label, Help string
	// Kind is a key of schema.Kinds: "text", "ref", …
	Kind string
	// Many reports whether it takes several values.
	Required, Many bool
	// Translated reports whether a translation writes its own value. Inherited
	// whether it has the source's otherwise; a markdown field has neither.
	Translated, Inherited bool
	// Least and Most bound the items when Items is true, else the characters of
	// a text or the value of a number; "" for no bound.
	Least, Most string
	Items       bool
	// Precision of a date: "day", "month" or "year" is the coarsest accepted.
	Precision string
	// Values are the keys with their labels, where they are few.
	Values []HandbookValue
	// Vocabulary is the name of the terms, Terms how many there are.
	Vocabulary string
	Terms      int
	// To are the types that a reference may name; none for any.
	To []string
	// Fields are those of an object, or of each item of a list.
	Fields []HandbookField
}

// HandbookValue is one value of an enum or vocabulary.
type HandbookValue struct {
	Key, Label string
}

// mostValues is how many terms of a vocabulary are listed.
const mostValues = 40

// exampleDay is the date in examples: a page does not change with the day.
var exampleDay = time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)

// handbook returns what a page of the handbook shows.
func (b *Builder) handbook(p *site.Page) *Handbook {
	if p.Type != nil {
		t := b.handbookType(p.Type, p)
		for _, f := range p.Type.Fields {
			t.Fields = append(t.Fields, b.handbookField(f, p.Locale))
		}
		t.Example = string(scaffold.Entry(scaffold.Options{
			Schema: b.site.Schema, Type: p.Type, Locale: b.site.Schema.Source(), Today: exampleDay, Lang: p.Locale.Tag, Placeholder: t.Label,
		}))
		return &Handbook{Type: &t}
	}
	book := &Handbook{}
	for _, t := range b.site.Schema.Types {
		one := b.handbookType(t, p)
		one.URL = b.addresses.Of(p.URL + site.URL(schema.Slug(t.Name)) + "/")
		book.Types = append(book.Types, one)
	}
	return book
}

func (b *Builder) handbookType(t *schema.Type, p *site.Page) HandbookType {
	source := b.site.Schema.Config.SourceLocale
	return HandbookType{
		Name: t.Name, File: t.Span.File, Label: t.Label.In(p.Locale.Tag, source), Plural: t.Plural.In(p.Locale.Tag, source),
		Folder: "content/" + t.Folder, URL: b.addresses.Of(p.URL), Count: len(t.Fields), Body: t.BodyRequired,
	}
}

func (b *Builder) handbookField(f *schema.Field, l *schema.Locale) HandbookField {
	rules := b.site.Schema
	source := rules.Config.SourceLocale
	out := HandbookField{
		Name: f.Name, Label: cmp.Or(f.Label.In(l.Tag, source), f.Name), Help: helpText(f.Help.In(l.Tag, source)), Kind: string(f.Kind),
		Required: f.Required, Many: f.Many, Translated: f.Translated, Inherited: f.Kind != schema.KindMarkdown,
		Precision: f.Precision, Vocabulary: f.Vocabulary, Items: f.IsList(),
	}
	if f.Min != nil {
		out.Least = FormatNumber(*f.Min, l)
	}
	if f.Max != nil {
		out.Most = FormatNumber(*f.Max, l)
	}
	for _, v := range f.Values {
		out.Values = append(out.Values, HandbookValue{v.Key, v.Label.In(l.Tag, source)})
	}
	terms := rules.Source().Vocabularies[f.Vocabulary]
	out.Terms = len(terms)
	for _, term := range terms {
		if len(terms) > mostValues {
			break
		}
		label := term.Label
		if own := l.Term(f.Vocabulary, term.Key); own != nil {
			label = own.Label
		}
		out.Values = append(out.Values, HandbookValue{term.Key, label})
	}
	for _, name := range f.To {
		out.To = append(out.To, rules.Type(name).Label.In(l.Tag, source))
	}
	for _, inner := range f.Fields {
		out.Fields = append(out.Fields, b.handbookField(inner, l))
	}
	return out
}
