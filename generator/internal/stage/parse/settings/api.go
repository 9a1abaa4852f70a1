package settings

import (
	"strconv"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse/field"
	"essaim/generator/internal/stage/parse/frontmatter"
)

// api reads what the site offers to programs; `false` offers nothing.
func (r *reader) api(s *schema.Schema, site *mapping) {
	n := site.get("api")
	if n != nil && n.Kind == frontmatter.Scalar && n.Text == "false" {
		return
	}
	s.Config.API = &schema.API{Version: 1}
	m := site.inner("api")
	if m == nil {
		return
	}
	if v := m.number("version"); v != nil {
		if *v != float64(int(*v)) || *v < 1 || *v > schema.MaxVersion {
			r.found.Add(diag.New("settings-kind/whole", m.get("version").Span, "version", "1", strconv.Itoa(schema.MaxVersion)))
		} else {
			s.Config.API.Version = int(*v)
		}
	}
	if license := m.inner("license"); license != nil {
		l := &schema.License{ID: license.text("id"), Name: license.requiredTexts("name", s.Config.SourceLocale)}
		if url := license.required("url"); url != nil {
			if l.URL = url.Text; !field.IsAddress(url.Text) {
				r.found.Add(diag.New("settings-menu/url", url.Span, url.Text))
			}
		}
		license.close()
		s.Config.API.License = l
	}
	m.close()
}

// columnName reports whether a text can head a column of a table everywhere: a
// lower-case ASCII letter, then letters, digits and single underscores.
func columnName(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', i > 0 && '0' <= c && c <= '9':
		case c != '_' || i == 0 || i == len(text)-1 || text[i-1] == '_':
			return false
		}
	}
	return text != ""
}

// export reads the names of a field's columns: one, or two for a point.
func (x *typeReader) export(m *mapping, kind schema.Kind) []string {
	var names []string
	list := m.list("export")
	for _, n := range list {
		if !columnName(n.Text) {
			x.value(n, "export", nil)
			continue
		}
		names = append(names, n.Text)
	}
	want := 1
	if kind == schema.KindPoint {
		want = 2
	}
	if len(list) > 0 && len(list) != want {
		x.value(list[len(list)-1], "export", nil)
		return nil
	}
	return names
}

// columns reports columns of one name in the table of a type.
func (x *typeReader) columns(t *schema.Type) {
	taken := map[string]source.Span{}
	for _, name := range schema.FixedColumns() {
		taken[name] = source.Span{}
	}
	for _, c := range t.Columns() {
		f := c.Field()
		other, twice := taken[c.Name]
		if !twice {
			taken[c.Name] = f.Span
			continue
		}
		d := diag.New("settings-column", f.Span, c.Name)
		if other.File != "" {
			d = d.WithNote("note/other", other)
		}
		x.found.Add(d)
	}
}
