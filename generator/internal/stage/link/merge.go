package link

import (
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
)

// effective returns the values that hold for a translation: its own, completed
// from the source entry. For the source entry itself, source == entry.
//
// The rules, by kind:
//
//   - markdown is never inherited: a paragraph in another language would pass
//     for a translation;
//   - other values are inherited when the translation does not write them;
//   - an object is completed field by field, and a list of objects item by
//     item, so that a translation writes only the texts inside;
//   - slug, aliases and translation belong to the file they stand in.
func effective(t *schema.Type, source, entry *content.Entry) map[string]content.Value {
	if source == entry {
		return entry.Fields
	}
	fields := make(map[string]content.Value, len(source.Fields))
	for _, f := range append(schema.BuiltIn(), t.Fields...) {
		own, has := entry.Fields[f.Name]
		base, inherits := source.Fields[f.Name]
		if isOwn(f) {
			inherits = false
		}
		switch {
		case has && inherits:
			fields[f.Name] = complete(f, base, own)
		case has:
			fields[f.Name] = own
		case inherits:
			fields[f.Name] = base
		}
	}
	return fields
}

// isOwn reports whether a field is never inherited.
func isOwn(f *schema.Field) bool {
	switch f.Name {
	case "slug", "aliases", "translation":
		return true
	}
	return f.Kind == schema.KindMarkdown
}

// complete fills own from base.
func complete(f *schema.Field, base, own content.Value) content.Value {
	if len(f.Fields) == 0 {
		return own
	}
	if own.IsList {
		// A list of another length has been reported by validate.
		items := make([]content.Value, len(own.Items))
		for i, item := range own.Items {
			if i < len(base.Items) {
				item = completeObject(f, base.Items[i], item)
			}
			items[i] = item
		}
		own.Items = items
		return own
	}
	return completeObject(f, base, own)
}

func completeObject(f *schema.Field, base, own content.Value) content.Value {
	fields := make(map[string]content.Value, len(base.Fields))
	for _, inner := range f.Fields {
		value, has := own.Fields[inner.Name]
		inherited, inherits := base.Fields[inner.Name]
		switch {
		case has && inherits:
			fields[inner.Name] = complete(inner, inherited, value)
		case has:
			fields[inner.Name] = value
		case inherits:
			fields[inner.Name] = inherited
		}
	}
	own.Fields = fields
	return own
}

// headingIDs returns the anchors of a translation's body: those of the source
// when both have the same structure, so that a link to an anchor leads to the
// same place in every locale.
func headingIDs(source, body *content.Body) []string {
	if body == nil {
		return nil
	}
	ids := make([]string, len(body.Headings))
	for i, h := range body.Headings {
		ids[i] = h.ID
	}
	if source == nil || len(source.Headings) != len(body.Headings) {
		return ids
	}
	for i, h := range source.Headings {
		if h.Level != body.Headings[i].Level {
			return ids
		}
	}
	for i, h := range source.Headings {
		ids[i] = h.ID
	}
	return ids
}
