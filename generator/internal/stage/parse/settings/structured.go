package settings

import (
	"regexp"
	"slices"
	"strings"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/stage/parse/frontmatter"
)

// The shape of the names of schema.org: classes begin with a capital, properties
// do not. Whether there is such a name is for schema.org to say.
var (
	className    = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
	propertyName = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)
)

// commonClasses are named when a class cannot be one.
func commonClasses() []string {
	return []string{"Article", "NewsArticle", "Organization", "Event", "Dataset", "DefinedTerm", "Service", "JobPosting", "Place", "Thing"}
}

// structured reads what search engines are told: a class, or a mapping.
func (x *typeReader) structured(m *mapping, t *schema.Type) {
	n := m.get("structured")
	if n == nil {
		return
	}
	s := &schema.Structured{}
	if n.Kind == frontmatter.Scalar {
		if s.Type = x.class(n, "structured"); s.Type != "" {
			t.Structured = s
		}
		return
	}
	inner := m.of(n, "structured")
	if inner == nil {
		return
	}
	if class := inner.required("type"); class != nil {
		s.Type = x.class(class, "type")
	}
	if list := inner.get("list"); list != nil {
		s.List = x.class(list, "list")
	}
	if unless := inner.inner("unless"); unless != nil {
		s.Unless = x.fieldValues(unless, t, true)
	}
	if properties := inner.inner("properties"); properties != nil {
		s.Properties = x.properties(properties, t.Fields)
	}
	inner.close()
	if s.Type != "" {
		t.Structured = s
	}
}

// class reads the name of a class, or reports it.
func (x *typeReader) class(n *frontmatter.Node, name string) string {
	if n.Kind != frontmatter.Scalar || !className.MatchString(n.Text) {
		x.value(n, name, commonClasses())
		return ""
	}
	return n.Text
}

// properties reads where values come from; fields are those in reach.
func (x *typeReader) properties(m *mapping, fields []*schema.Field) []schema.Property {
	var all []schema.Property
	for _, p := range m.node.Pairs {
		if !propertyName.MatchString(p.Name) {
			continue // close reports it
		}
		m.get(p.Name)
		property := schema.Property{Name: p.Name}
		switch p.Value.Kind {
		case frontmatter.Scalar:
			if text, fixed := strings.CutPrefix(p.Value.Text, "="); fixed {
				property.Text = text
			} else if property.Field = p.Value.Text; !x.isTold(p.Value, p.Name, fields) {
				continue
			}
		default:
			if inner := m.of(p.Value, p.Name); inner == nil || !x.nested(inner, &property, fields) {
				continue
			}
		}
		all = append(all, property)
	}
	m.close()
	return all
}

// nested reads a value with properties of its own.
func (x *typeReader) nested(m *mapping, p *schema.Property, fields []*schema.Field) bool {
	if class := m.required("type"); class != nil {
		p.Type = x.class(class, "type")
	}
	if each := m.get("each"); each != nil {
		f := fieldAt(fields, each.Text)
		if each.Kind != frontmatter.Scalar || f == nil || !f.IsList() {
			var lists []string
			for _, f := range fields {
				if f.IsList() {
					lists = append(lists, f.Name)
				}
			}
			x.value(each, "each", lists)
		} else if p.Each = each.Text; f.Kind == schema.KindList {
			fields = f.Fields
		}
	}
	if properties := m.get("properties"); properties != nil {
		if inner := m.of(properties, "properties"); inner != nil {
			p.Properties = x.properties(inner, fields)
		}
	}
	m.close()
	return p.Type != "" && len(p.Properties) > 0
}

// isTold reports whether a property can take its value from what n names.
func (x *typeReader) isTold(n *frontmatter.Node, name string, fields []*schema.Field) bool {
	if slices.Contains(schema.StructuredNames(), n.Text) {
		return true
	}
	if f := fieldAt(fields, n.Text); f != nil && isPlain(f) {
		return true
	}
	var known []string
	for _, f := range fields {
		if isPlain(f) {
			known = append(known, f.Name)
		}
	}
	x.value(n, name, append(known, schema.StructuredNames()...))
	return false
}

// isPlain reports whether the values of a field are no texts with markup and have
// no fields of their own.
func isPlain(f *schema.Field) bool {
	return f.Kind != schema.KindMarkdown && f.Kind != schema.KindObject && f.Kind != schema.KindList
}

// fieldAt returns the field at a path: "contact.email".
func fieldAt(fields []*schema.Field, path string) *schema.Field {
	name, rest, below := strings.Cut(path, ".")
	for _, f := range fields {
		if f.Name == name && !below {
			return f
		} else if f.Name == name && f.Kind == schema.KindObject {
			return fieldAt(f.Fields, rest)
		}
	}
	return nil
}
