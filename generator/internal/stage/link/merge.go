package link

import (
	"slices"

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
//
// Definitions are the fields of the type, the built-in ones included.
func effective(definitions []*schema.Field, source, entry *content.Entry) content.Fields {
	if source == entry {
		return entry.Fields
	}
	fields := inherit(definitions, source.Fields, entry.Fields)
	fields = slices.DeleteFunc(fields, func(f content.Field) bool { return isOwn(f.Name) })
	for i := range entry.Fields {
		if f := &entry.Fields[i]; f.Given && isOwn(f.Name) {
			fields = append(fields, *f)
		}
	}
	return fields.Sorted()
}

// isOwn reports whether a field belongs to the file it stands in.
func isOwn(field string) bool {
	return field == "slug" || field == "aliases" || field == "translation"
}

// inherit completes the values of an entry or object from those of its source.
func inherit(definitions []*schema.Field, base, own content.Fields) content.Fields {
	fields := make(content.Fields, 0, len(base))
	for _, f := range definitions {
		value, has := own.Get(f.Name)
		from, inherits := base.Get(f.Name)
		inherits = inherits && f.Kind != schema.KindMarkdown
		switch {
		case has && inherits:
			value = complete(f, from, value)
		case inherits:
			value = from
		case !has:
			continue
		}
		fields = append(fields, content.Field{Name: f.Name, Given: true, Value: value})
	}
	return fields.Sorted()
}

// complete fills own from base.
func complete(f *schema.Field, base, own content.Value) content.Value {
	switch {
	case len(f.Fields) == 0:
	case own.IsList:
		// A list of another length has been reported by validate.
		own.Items = slices.Clone(own.Items)
		for i := range min(len(own.Items), len(base.Items)) {
			own.Items[i].Fields = inherit(f.Fields, base.Items[i].Fields, own.Items[i].Fields)
		}
	default:
		own.Fields = inherit(f.Fields, base.Fields, own.Fields)
	}
	return own
}

// anchored returns the headings that have the anchors of a translation's body: those
// of the source when both have the same structure, so that a link to an anchor leads
// to the same place in every locale.
func anchored(source, body *content.Body) []content.Heading {
	if body == nil {
		return nil
	}
	if source != nil && slices.EqualFunc(source.Headings, body.Headings, func(a, b content.Heading) bool { return a.Level == b.Level }) {
		return source.Headings
	}
	return body.Headings
}
