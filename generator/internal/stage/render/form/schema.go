// Package form makes the JSON Schema of what somebody may answer to a form: the
// front matter of an entry as an editor would write it, and its text. It is made
// from the type alone, so a field that is added there is asked for and checked
// without any change here. FORMS.md specifies the subset that it uses and the
// file that the browser makes of an answer.
package form

import (
	"bytes"
	"encoding/json"

	"essaim/generator/internal/model/schema"
)

// Dialect is the version of JSON Schema that is written.
const Dialect = "https://json-schema.org/draft/2020-12/schema"

// Node is a schema. Keys that are not set are not written.
type Node struct {
	Dialect     string `json:"$schema,omitempty"`
	ID          string `json:"$id,omitempty"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Type        string `json:"type,omitempty"`
	// Format and ContentMediaType say what a text is, and check nothing: Pattern
	// does.
	Format           string `json:"format,omitempty"`
	ContentMediaType string `json:"contentMediaType,omitempty"`
	// Examples are texts by which entries are found: one that differs by its
	// spelling alone is to be written like it. Empty where there are none yet.
	Examples []string `json:"examples,omitzero"`
	// ReadOnly marks a day that is filled in.
	ReadOnly    bool       `json:"readOnly,omitempty"`
	MinLength   *int       `json:"minLength,omitempty"`
	MaxLength   *int       `json:"maxLength,omitempty"`
	Pattern     string     `json:"pattern,omitempty"`
	Minimum     *float64   `json:"minimum,omitempty"`
	Maximum     *float64   `json:"maximum,omitempty"`
	OneOf       []Choice   `json:"oneOf,omitempty"`
	PrefixItems []*Node    `json:"prefixItems,omitempty"`
	Items       any        `json:"items,omitempty"`
	MinItems    *int       `json:"minItems,omitempty"`
	MaxItems    *int       `json:"maxItems,omitempty"`
	UniqueItems bool       `json:"uniqueItems,omitempty"`
	Properties  Properties `json:"properties,omitempty"`
	Required    []string   `json:"required,omitempty"`
	Additional  *bool      `json:"additionalProperties,omitempty"`
}

// Choice is one value of several, with what readers call it.
type Choice struct {
	Const string `json:"const"`
	Title string `json:"title,omitempty"`
}

// Property is a field of an object.
type Property struct {
	Name string
	*Node
}

// Properties are the fields of an object, in the order in which an entry has
// them.
type Properties []Property

// MarshalJSON writes an object in the order of the list.
func (p Properties) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, property := range p {
		if i > 0 {
			b = append(b, ',')
		}
		name, err := json.Marshal(property.Name)
		if err != nil {
			return nil, err
		}
		value, err := compact(property.Node)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, name...), ':'), value...)
	}
	return append(b, '}'), nil
}

// compact is JSON in which <, > and & stand for themselves.
func compact(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// Options are what a schema needs beside the type.
type Options struct {
	Type *schema.Type
	// Asks reports whether a field of the type is asked for; schema.FormBody
	// stands for the text. A required date that is not asked for is in the schema
	// all the same: it is filled in.
	Asks func(name string) bool
	// Choices returns what a field of kind enum, term, country or ref may be, in
	// the order in which they are shown.
	Choices func(*schema.Field) []Choice
	// Examples returns what entries have in a text by which they are found, or nil
	// for another field.
	Examples func(*schema.Field) []string
	// Text returns a text of the type in the language of the form.
	Text func(schema.Text) string
}

// Schema returns the schema of an answer. It has neither an identifier nor a
// title.
func Schema(o Options) *Node {
	var fields []*schema.Field
	for _, f := range o.Type.Fields {
		if o.Asks(f.Name) && f.CanBeAsked() || f.FilledIn() {
			fields = append(fields, f)
		}
	}
	n := object(o, fields)
	for _, p := range n.Properties {
		p.ReadOnly = !o.Asks(p.Name)
	}
	n.Dialect = Dialect
	if o.Asks(schema.FormBody) {
		n.Properties = append(n.Properties, Property{schema.FormBody, &Node{Type: "string", ContentMediaType: markdownType, Pattern: bodyPattern}})
		if o.Type.BodyRequired {
			n.Required = append(n.Required, schema.FormBody)
		}
	}
	return n
}

func object(o Options, fields []*schema.Field) *Node {
	n := &Node{Type: "object", Additional: new(bool)}
	for _, f := range fields {
		if !f.CanBeAsked() {
			continue
		}
		x := field(o, f)
		x.Title, x.Description = o.Text(f.Label), o.Text(f.Help)
		n.Properties = append(n.Properties, Property{f.Name, x})
		if f.Required {
			n.Required = append(n.Required, f.Name)
		}
	}
	return n
}

func field(o Options, f *schema.Field) *Node {
	if !f.IsList() {
		return one(o, f)
	}
	n := &Node{Type: "array", Items: one(o, f), MinItems: whole(f.Min), MaxItems: whole(f.Max)}
	if f.Required && (n.MinItems == nil || *n.MinItems == 0) {
		n.MinItems = number(1) // an empty list is not written
	}
	n.UniqueItems = f.Kind != schema.KindList && f.Kind != schema.KindObject
	return n
}

// one returns the schema of a single value.
func one(o Options, f *schema.Field) *Node {
	n := &Node{Type: "string"}
	switch f.Kind {
	case schema.KindText:
		n.Pattern = textPattern
		bounds(n, f)
		if o.Examples != nil {
			n.Examples = o.Examples(f)
		}
	case schema.KindMarkdown:
		n.Pattern, n.ContentMediaType = markdownPattern, markdownType
		bounds(n, f)
	case schema.KindDate:
		n.Pattern = datePattern(f.Precision)
		if f.Precision == "day" || f.Precision == "" {
			n.Format = "date"
		}
	case schema.KindDatetime:
		n.Format, n.Pattern = "date-time", datetimePattern
	case schema.KindInteger, schema.KindNumber:
		n.Type, n.Minimum, n.Maximum = "number", float(-mostNumber), float(mostNumber)
		if f.Kind == schema.KindInteger {
			n.Type = "integer"
		}
		if f.Min != nil && !f.IsList() {
			n.Minimum = f.Min
		}
		if f.Max != nil && !f.IsList() {
			n.Maximum = f.Max
		}
	case schema.KindBoolean:
		n.Type = "boolean"
	case schema.KindURL:
		n.Format, n.Pattern, n.MaxLength = "uri", urlPattern, number(mostAddress)
	case schema.KindEmail:
		n.Format, n.Pattern, n.MaxLength = "email", emailPattern, number(mostEmail)
	case schema.KindPhone:
		n.Format, n.Pattern = "phone", phonePattern
	case schema.KindEnum, schema.KindTerm, schema.KindCountry, schema.KindRef:
		n = &Node{OneOf: o.Choices(f)}
		if len(n.OneOf) == 0 { // nothing can be chosen; an empty oneOf is no schema
			n = &Node{Type: "null"}
		}
	case schema.KindPoint:
		degrees := func(most float64) *Node { return &Node{Type: "number", Minimum: float(-most), Maximum: float(most)} }
		n = &Node{Type: "array", PrefixItems: []*Node{degrees(90), degrees(180)}, Items: false, MinItems: number(2), MaxItems: number(2)}
	case schema.KindObject, schema.KindList:
		return object(o, f.Fields)
	}
	return n
}

// bounds sets the number of characters; those of a list bound its items.
func bounds(n *Node, f *schema.Field) {
	if !f.IsList() {
		n.MinLength, n.MaxLength = whole(f.Min), whole(f.Max)
	}
}

func whole(f *float64) *int {
	if f == nil {
		return nil
	}
	return number(max(0, int(*f)))
}

func number(n int) *int               { return &n }
func float(f float64) *float64        { return &f }
func (n *Node) JSON() ([]byte, error) { return compact(n) }
