package link

import (
	"slices"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
)

// laterFields returns the names of the fields that are asked for when all
// versions have been resolved, by type: what lists are sorted and narrowed by,
// what shelves show and choose by, and what leads to or from other pages.
func (l *linker) laterFields() map[*schema.Type][]string {
	later := map[*schema.Type][]string{}
	for _, t := range l.schema.Types {
		names := append([]string{"related", "aliases"}, t.Cards...)
		for _, key := range t.Sort {
			names = append(names, key.Field)
		}
		for _, f := range t.Filters {
			names = append(names, f.Name)
		}
		if point := t.Point(); point != nil {
			names = append(names, point.Name)
		}
		if t.Show != "" {
			names = append(names, t.Show)
		}
		later[t] = names
	}
	for _, g := range l.groups {
		if g.kind.Show == "" {
			continue
		}
		for _, v := range g.versions {
			if v == nil {
				continue
			}
			for _, item := range v.fields.Value(g.kind.Show).Items {
				if t := l.schema.Type(item.Fields.Value(schema.ShowType).Text); t != nil {
					later[t] = append(later[t], item.Fields.Value(schema.ShowField).Text)
				}
			}
		}
	}
	return later
}

// letGo lets go of what was written in a version that has been resolved, but for
// the fields that are asked for later. The answers of a tree are shown by other
// versions, which may be in work.
func (r *resolver) letGo(v *version) {
	v.entry.Fields = nil
	if b := v.entry.Body; b != nil {
		b.Links, b.Images, b.Figures, b.Numbers = nil, nil, nil, nil
	}
	if v.group.kind.Tree != nil {
		return
	}
	names := r.later[v.group.kind]
	later := func(f *content.Field) bool { return f.Given && slices.Contains(names, f.Name) }
	n := 0
	for i := range v.fields {
		if later(&v.fields[i]) {
			n++
		}
	}
	kept := r.memory.later.Take(n)[:0]
	for i := range v.fields {
		if f := &v.fields[i]; later(f) {
			kept = append(kept, *f)
		}
	}
	v.fields = kept
}
