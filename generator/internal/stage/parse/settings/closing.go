package settings

import (
	"slices"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/stage/parse/frontmatter"
)

// closing reads when entries close by themselves: the name of a field, or
// {at: field, when: {field: [values]}}.
func (x *typeReader) closing(m *mapping, t *schema.Type) {
	n := m.get("closes")
	if n == nil {
		return
	}
	if n.Kind == frontmatter.Scalar {
		x.closesAt(n, t)
		return
	}
	inner := m.of(n, "closes")
	if inner == nil {
		return
	}
	if at := inner.required("at"); at != nil {
		x.closesAt(at, t)
	}
	if when := inner.inner("when"); when != nil && t.Closing != nil {
		t.Closing.When = x.fieldValues(when, t, false)
	}
	inner.close()
}

// closesAt takes the field of a single date or instant.
func (x *typeReader) closesAt(n *frontmatter.Node, t *schema.Type) {
	isDate := func(f *schema.Field) bool {
		return (f.Kind == schema.KindDate || f.Kind == schema.KindDatetime) && !f.Many
	}
	if x.fits(n, "closes", t, isDate) {
		t.Closing = &schema.Closing{Field: n.Text}
	}
}

// fieldValues reads values of enums by the names of the fields, and with booleans
// theirs too.
func (x *typeReader) fieldValues(m *mapping, t *schema.Type, booleans bool) []schema.FieldValues {
	var all []schema.FieldValues
	for _, f := range t.Fields {
		var known []string
		switch {
		case f.Kind == schema.KindEnum:
			for _, v := range f.Values {
				known = append(known, v.Key)
			}
		case f.Kind == schema.KindBoolean && booleans:
			known = []string{"true", "false"}
		default:
			continue
		}
		with := schema.FieldValues{Field: f.Name}
		for _, n := range m.list(f.Name) {
			if !slices.Contains(known, n.Text) {
				x.value(n, f.Name, known)
				continue
			}
			with.Keys = append(with.Keys, n.Text)
		}
		if len(with.Keys) > 0 {
			all = append(all, with)
		}
	}
	m.close()
	return all
}

// shareCard reads whether images are drawn of entries: true, or {place: field}.
func (x *typeReader) shareCard(m *mapping, t *schema.Type) {
	n := m.get("share_card")
	if n == nil {
		return
	}
	if n.Kind == frontmatter.Scalar {
		t.ShareCard = m.boolean("share_card", false)
		return
	}
	inner := m.of(n, "share_card")
	if inner == nil {
		return
	}
	t.ShareCard = true
	if place := inner.get("place"); place != nil && x.fits(place, "place", t, func(*schema.Field) bool { return true }) {
		t.CardPlace = place.Text
	}
	inner.close()
}
