package settings

import (
	"cmp"
	"slices"
	"strings"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse/field"
	"essaim/generator/internal/stage/parse/frontmatter"
)

// forms reads the pages that ask for an entry. It comes after the types, whose
// fields they ask for.
func (r *reader) forms(s *schema.Schema, m *mapping) {
	if m == nil {
		return
	}
	for _, p := range m.node.Pairs {
		m.get(p.Name)
		inner := m.of(p.Value, p.Name)
		if inner == nil {
			continue
		}
		if schema.Slug(p.Name) != p.Name {
			r.fatal(diag.New("file-name/slug", p.Span, p.Name))
			continue
		}
		if f := r.form(s, inner, p); f != nil {
			s.Config.Forms = append(s.Config.Forms, f)
		}
	}
	slices.SortFunc(s.Config.Forms, func(a, b *schema.Form) int { return cmp.Compare(a.Name, b.Name) })
}

// form reads one of them. It returns nil when its type is not known.
func (r *reader) form(s *schema.Schema, m *mapping, p frontmatter.Pair) *schema.Form {
	locale := s.Config.SourceLocale
	f := &schema.Form{
		Name: p.Name, Span: p.Span,
		Title: m.requiredTexts("title", locale), Summary: m.texts("summary", locale), Intro: m.texts("intro", locale),
		Review: m.requiredTexts("review", locale), Body: m.texts("body", locale),
	}
	f.URL = r.addresses(m, locale)
	f.Steps = m.textList("steps", locale)
	f.Email = r.formEmail(m)
	f.Repository = r.repository(m.inner("repository"))
	if f.Email == "" && f.Repository == nil && m.get("email") == nil && m.get("repository") == nil && m.complete {
		r.found.Add(diag.New("settings-form/nowhere", p.Span, p.Name))
	}
	name := m.required("type")
	asked := m.list("fields")
	m.close()
	if name == nil {
		return nil
	}
	if f.Type = s.Type(name.Text); f.Type == nil {
		var names []string
		for _, t := range s.Types {
			names = append(names, t.Name)
		}
		r.value(name, "type", names)
		return nil
	}
	r.asked(f, asked)
	return f
}

// textList reads a list of texts per locale.
func (m *mapping) textList(name, source string) []schema.Text {
	n := m.get(name)
	switch {
	case n == nil:
		return nil
	case n.Kind != frontmatter.List:
		m.kind(n, "settings-kind/list", name)
		return nil
	}
	var list []schema.Text
	for _, item := range n.Items {
		m.inSource(item, name, source)
		list = append(list, m.textsOf(item, name, source))
	}
	return list
}

func (r *reader) formEmail(m *mapping) string {
	n := m.get("email")
	if n == nil {
		return ""
	}
	if n.Kind != frontmatter.Scalar || !field.IsEmail(n.Text) {
		r.found.Add(diag.New("settings-form/email", n.Span, n.Text))
		return ""
	}
	return n.Text
}

// repository reads where the content is kept.
func (r *reader) repository(m *mapping) *schema.Repository {
	if m == nil {
		return nil
	}
	hosts := schema.RepositoryHosts()
	x := &schema.Repository{Branch: "main"}
	if m.required("host") != nil {
		x.Host = m.oneOf("host", hosts...)
	}
	if n := m.required("url"); n != nil {
		if x.URL = strings.TrimRight(n.Text, "/"); !field.IsAddress(x.URL) || strings.ContainsAny(x.URL, "?#") {
			r.found.Add(diag.New("settings-form/repository", n.Span, n.Text))
		}
	}
	if n := m.get("branch"); n != nil {
		x.Branch = m.text("branch")
	}
	m.close()
	return x
}

// asked decides what a form asks: what it lists, or all that it can. What the
// type requires must be among it, or no answer would make a good entry.
func (r *reader) asked(f *schema.Form, list []*frontmatter.Node) {
	var known []string
	for _, x := range f.Type.Fields {
		if x.CanBeAsked() {
			known = append(known, x.Name)
		}
	}
	known = append(known, schema.FormBody)
	if len(list) == 0 {
		f.Fields = known
	}
	for _, n := range list {
		if x := f.Type.Field(n.Text); x != nil && !x.CanBeAsked() {
			r.found.Add(diag.New("settings-form/kind", n.Span, n.Text, string(x.Kind)))
		} else if !slices.Contains(known, n.Text) {
			r.value(n, "fields", known)
		} else if !f.Asks(n.Text) {
			f.Fields = append(f.Fields, n.Text)
		}
	}
	for _, x := range f.Type.Fields {
		if x.Required && !f.Asks(x.Name) && !x.FilledIn() {
			r.found.Add(diag.New("settings-form/required", f.Span, f.Name, x.Name, f.Type.Name).WithNote("note/defined", x.Span))
		}
		r.inside(f, x)
	}
	if f.Type.BodyRequired && !f.Asks(schema.FormBody) {
		r.found.Add(diag.New("settings-form/required", f.Span, f.Name, schema.FormBody, f.Type.Name).WithNote("note/defined", source.In(f.Type.Span.File, 0, 0)))
	}
}

// inside reports a file that an object which is asked for requires.
func (r *reader) inside(f *schema.Form, outer *schema.Field) {
	if !f.Asks(outer.Name) {
		return
	}
	for _, x := range outer.Fields {
		if x.Required && !x.CanBeAsked() {
			r.found.Add(diag.New("settings-form/required", f.Span, f.Name, outer.Name+"."+x.Name, f.Type.Name).WithNote("note/defined", x.Span))
		}
	}
}
