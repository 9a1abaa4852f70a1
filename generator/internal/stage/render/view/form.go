package view

import (
	"cmp"
	"regexp"
	"strings"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/scaffold"
	"essaim/generator/internal/stage/render/form"
)

// Form is what a form page asks. Nothing of it is sent: a script makes the text
// of an entry of the answers.
type Form struct {
	// Name is the form's key in site.yaml.
	Name string
	// Intro is what to know before, Review says who reads what is sent, Steps
	// what happens then. Intro and Steps may be empty.
	Intro, Review string
	Steps         []string
	// Fields are what is asked, in order.
	Fields []FormField
	// Email is where an entry may be sent, or "".
	Email string
	// Repository is where an entry may be proposed, or nil.
	Repository *Repository
	// Folder is where a new entry stands ("content/structures/").
	Folder string
	// Template is the text of an entry to fill in by hand.
	Template string
	// Data is for a script.
	Data FormData
}

// Repository is where the site's content is kept.
type Repository struct {
	// Host is "github", "gitlab", "forgejo" or "gitea".
	Host string `json:"host"`
	// URL is that of the repository; Name is its host ("git.example.org").
	URL    string `json:"url"`
	Name   string `json:"-"`
	Branch string `json:"branch"`
}

// FormData is what a script that makes entries has to know. A template writes it
// as JSON.
type FormData struct {
	// Schema and Names are the addresses of the JSON Schema of an answer, and of
	// the names that are taken.
	Schema string `json:"schema"`
	Names  string `json:"names"`
	// Type is the name of the type; a new entry is Folder + name + Suffix.
	Type   string `json:"type"`
	Folder string `json:"folder"`
	Suffix string `json:"suffix"`
	// Subject is that of a message.
	Subject    string      `json:"subject"`
	Email      string      `json:"email,omitempty"`
	Repository *Repository `json:"repository,omitempty"`
}

// FormField is one thing that a form asks.
type FormField struct {
	// ID is unique in the page; ID-help is for the element that holds Help.
	ID string
	// Name and Label are as in Field; Help is what the type says of the field.
	Name, Label, Help string
	// Control is how it is asked:
	//
	//	text, textarea, number, date, datetime, url, email, phone
	//	yesno     one of yes and no
	//	select    one of Choices
	//	checks    any of Choices
	//	pick      one of many, which the script offers while somebody types
	//	point     a latitude and a longitude
	//	group     the Fields together
	//	list      any number of times the Fields, of which the page has one
	Control  string
	Required bool
	// Most is the largest number of characters of a text, 0 for no limit. Part
	// reports that a date may be without its day, or month.
	Most int
	Part bool
	// Step is that of a number: "1" or "any".
	Step    string
	Choices []FormChoice
	Fields  []FormField
	// Single reports that the items of a list are one field each, which has the
	// label of the list.
	Single bool
}

// FormChoice is one value that may be chosen.
type FormChoice struct {
	Key, Label string
}

// mostChoices is how many choices a page shows; more of them are offered by the
// script.
const mostChoices = 24

func (b *Builder) form(p *site.Page) *Form {
	f, s := p.Form, b.site.Schema
	text := func(t schema.Text) string { return t.In(p.Locale.Tag, s.Config.SourceLocale) }
	v := &Form{
		Name: f.Name, Intro: text(f.Intro), Review: text(f.Review), Email: f.Email,
		Folder: "content/" + f.Type.Folder + "/",
	}
	for _, step := range f.Steps {
		v.Steps = append(v.Steps, text(step))
	}
	if r := f.Repository; r != nil {
		name, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(r.URL, "https://"), "http://"), "/")
		v.Repository = &Repository{Host: r.Host, URL: r.URL, Name: name, Branch: r.Branch}
	}
	v.Data = FormData{
		Schema: b.addresses.Of(f.Schema), Names: b.addresses.Of(f.Names),
		Type: f.Type.Name, Folder: v.Folder, Suffix: "." + p.Locale.Tag + ".md", Subject: p.Title + " – " + b.sites[p.Locale.Tag].Title,
		Email: v.Email, Repository: v.Repository,
	}
	x := formBuilder{page: p, schema: s}
	for _, name := range f.Fields {
		if name == schema.FormBody {
			v.Fields = append(v.Fields, FormField{ID: "f-body", Name: name, Help: text(f.Body), Control: "textarea", Required: f.Type.BodyRequired})
			continue
		}
		field := x.field(f.Type.Field(name), "f-"+name)
		v.Fields = append(v.Fields, field)
	}
	v.Template = string(scaffold.Entry(scaffold.Options{
		Schema: s, Type: f.Type, Locale: p.Locale, Lang: p.Locale.Tag, Placeholder: "…", Only: f.Fields, Day: dayPlaceholder(p.Locale),
	}))
	return v
}

// dayPlaceholder stands for a day that nobody knows yet. It is no date, so that
// it cannot stay by mistake.
func dayPlaceholder(l *schema.Locale) string {
	if strings.HasPrefix(l.Tag, "fr") {
		return "AAAA-MM-JJ"
	}
	return "YYYY-MM-DD"
}

// formBuilder makes the fields of one form.
type formBuilder struct {
	page   *site.Page
	schema *schema.Schema
}

func (x formBuilder) help(t schema.Text) string { return helpText(x.text(t)) }

// helpText returns a help with the apostrophes of running text. Its quotes stay:
// they may be those of what an editor writes.
func helpText(text string) string { return apostrophe.ReplaceAllString(text, "$1’$2") }

var apostrophe = regexp.MustCompile(`(\pL)'(\pL)`)

func (x formBuilder) text(t schema.Text) string {
	return t.In(x.page.Locale.Tag, x.schema.Config.SourceLocale)
}

// controls are the kinds that are asked by a control of their own.
var controls = map[schema.Kind]string{
	schema.KindText: "text", schema.KindMarkdown: "textarea", schema.KindDate: "date", schema.KindDatetime: "datetime",
	schema.KindInteger: "number", schema.KindNumber: "number", schema.KindBoolean: "yesno",
	schema.KindURL: "url", schema.KindEmail: "email", schema.KindPhone: "phone", schema.KindPoint: "point",
	schema.KindObject: "group", schema.KindList: "list",
}

func (x formBuilder) field(f *schema.Field, id string) FormField {
	v := FormField{ID: id, Name: f.Name, Label: cmp.Or(x.text(f.Label), f.Name), Help: x.help(f.Help), Required: f.Required, Control: controls[f.Kind]}
	choices := x.choices(f)
	switch {
	case v.Control != "" && !f.Many:
		x.detail(&v, f)
	case v.Control == "" && len(choices) <= mostChoices:
		v.Control = "select"
		if f.Many {
			v.Control = "checks"
		}
		for _, c := range choices {
			v.Choices = append(v.Choices, FormChoice{c.Const, c.Title})
		}
	case !f.Many:
		v.Control = "pick"
	default:
		single := *f
		single.Many, single.Required = false, false
		item := x.field(&single, id+"-0")
		item.Help = ""
		v.Control, v.Single, v.Fields = "list", true, []FormField{item}
	}
	return v
}

// detail adds what a control of its own has.
func (x formBuilder) detail(v *FormField, f *schema.Field) {
	id := v.ID
	switch f.Kind {
	case schema.KindText, schema.KindMarkdown:
		if f.Max != nil && !f.IsList() {
			v.Most = int(*f.Max)
		}
		if f.Kind == schema.KindText && v.Most > 160 {
			v.Control = "textarea"
		}
	case schema.KindDate:
		if v.Part = f.Precision == "month" || f.Precision == "year"; v.Part {
			v.Control = "text"
		}
	case schema.KindInteger:
		v.Step = "1"
	case schema.KindNumber:
		v.Step = "any"
	case schema.KindList:
		id += "-0"
		fallthrough
	case schema.KindObject:
		for _, inner := range f.Fields {
			if inner.CanBeAsked() {
				v.Fields = append(v.Fields, x.field(inner, id+"-"+inner.Name))
			}
		}
	}
}

// choices returns what a field may be, in the words of the page.
func (x formBuilder) choices(f *schema.Field) []form.Choice {
	var list []form.Choice
	switch f.Kind {
	case schema.KindEnum:
		for _, v := range f.Values {
			list = append(list, form.Choice{Const: v.Key, Title: x.text(v.Label)})
		}
	case schema.KindTerm:
		for _, term := range x.schema.Source().Vocabularies[f.Vocabulary] {
			if own := x.page.Locale.Term(f.Vocabulary, term.Key); own != nil {
				term = *own
			}
			list = append(list, form.Choice{Const: term.Key, Title: term.Label})
		}
	case schema.KindCountry:
		for _, c := range x.page.Form.Countries {
			list = append(list, form.Choice{Const: c.Code, Title: c.Name})
		}
	case schema.KindRef:
		to := f.To
		for _, t := range x.schema.Types {
			if len(f.To) == 0 {
				to = append(to, t.Name)
			}
		}
		for _, name := range to {
			for _, card := range x.page.Form.Entries[name] {
				list = append(list, form.Choice{Const: "/" + card.ID, Title: card.Title})
			}
		}
	}
	for i := range list {
		if list[i].Title == "" {
			list[i].Title = list[i].Const
		}
	}
	return list
}

// examples returns what entries have in a field of the type itself.
func (x formBuilder) examples(f *schema.Field) []string {
	if x.page.Form.Type.Field(f.Name) != f {
		return nil
	}
	return x.page.Form.Examples[f.Name]
}

// FormSchema returns the JSON Schema of an answer to the form of a page.
func (b *Builder) FormSchema(p *site.Page) *form.Node {
	x := formBuilder{page: p, schema: b.site.Schema}
	n := form.Schema(form.Options{Type: p.Form.Type, Asks: p.Form.Asks, Choices: x.choices, Examples: x.examples, Text: x.text})
	n.ID, n.Title, n.Description = b.addresses.Canonical(p.Form.Schema), p.Title, p.Summary
	return n
}
