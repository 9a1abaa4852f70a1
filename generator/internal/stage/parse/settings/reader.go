package settings

import (
	"slices"
	"strconv"
	"strings"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
	"essaim/generator/internal/stage/parse/frontmatter"
)

// reader reads the settings of one site.
type reader struct {
	tree  *source.Tree
	found diag.List
	// useless reports that the rules cannot be used: without them every entry
	// would have mistakes that are none.
	useless bool
	// tags are the places where a text names a locale.
	tags []frontmatter.Pair
}

// fatal reports what makes the rules useless.
func (r *reader) fatal(d diag.Diagnostic) {
	r.found.Add(d)
	r.useless = true
}

// file reads one settings file as a mapping. It returns nil when there is
// none, or none of use, which has been reported.
func (r *reader) file(f *source.File) *mapping {
	root, complete := r.root(f)
	if root == nil {
		return nil
	}
	if root.Kind != frontmatter.Mapping {
		r.fatal(diag.New("settings-kind/mapping", root.Span, f.Path))
		return nil
	}
	return &mapping{reader: r, node: root, known: map[string]bool{}, complete: complete}
}

// needed reads a settings file that a site cannot be without.
func (r *reader) needed(f *source.File) *mapping {
	before := len(r.found)
	m := r.file(f)
	if m == nil && len(r.found) == before { // nothing but comments
		r.found.Add(diag.New("file-empty", source.In(f.Path, 0, 0)))
	}
	r.useless = r.useless || m == nil
	return m
}

// root reads a file; complete reports whether everything that is written is in
// the node.
func (r *reader) root(f *source.File) (root *frontmatter.Node, complete bool) {
	text, broken := frontmatter.Text(f)
	r.found.Add(broken...)
	r.useless = r.useless || len(broken) > 0
	if text == nil {
		return nil, false
	}
	doc, found := frontmatter.ReadSettings(text)
	r.found.Add(found...)
	// What is missing may stand in a damaged line.
	r.useless = r.useless || !doc.Complete || found.HasErrors()
	return doc.Root, doc.Complete
}

// mapping is names with values, of which each is asked for once. What was
// never asked for does not exist.
type mapping struct {
	*reader
	node  *frontmatter.Node
	known map[string]bool
	order []string
	// complete reports whether a name that is not there was never written.
	complete bool
}

// get returns the value with the given name, or nil.
func (m *mapping) get(name string) *frontmatter.Node {
	if !m.known[name] {
		m.known[name] = true
		m.order = append(m.order, name)
	}
	n := m.node.Get(name)
	if n == nil || n.Kind == frontmatter.Bad || n.Kind == frontmatter.Null {
		return nil
	}
	return n
}

// close reports every name that was not asked for. One that was to be a required name is
// one mistake, not two.
func (m *mapping) close() {
	for _, p := range m.node.Pairs {
		if m.known[p.Name] {
			continue
		}
		free := slices.DeleteFunc(slices.Clone(m.order), func(name string) bool { return m.node.Get(name) != nil })
		nearest := spell.Nearest(p.Name, free)
		m.misspelt(p, nearest)
	}
}

// misspelt reports a name that was to be another, if that is not empty.
func (m *mapping) misspelt(p frontmatter.Pair, name string) {
	missing := m.missing(name)
	m.found = slices.DeleteFunc(m.found, func(d diag.Diagnostic) bool {
		return d.Msg == missing.Msg && d.Span == missing.Span && slices.Equal(d.Args, missing.Args)
	})
	m.found.Add(diag.New("settings-unknown", p.Span, p.Name).WithNearest(name, name))
}

// missing says that a required name is not there.
func (m *mapping) missing(name string) diag.Diagnostic {
	return diag.New("settings-required", source.In(m.node.Span.File, m.node.Span.Start, m.node.Span.Start), name)
}

// required reports a name that is not there.
func (m *mapping) required(name string) *frontmatter.Node {
	n := m.get(name)
	if n == nil {
		if written := m.node.Get(name); m.complete && (written == nil || written.Kind == frontmatter.Null) {
			m.fatal(m.missing(name))
		}
		m.useless = true
	}
	return n
}

// kind reports a value that is not of the kind that msg says, unless it has
// been reported as damaged.
func (m *mapping) kind(n *frontmatter.Node, msg diag.Msg, name string) {
	if n.Kind != frontmatter.Bad && m.complete {
		m.found.Add(diag.New(msg, n.Span, name))
	}
}

// text returns a text, or "".
func (m *mapping) text(name string) string {
	n := m.get(name)
	if n == nil {
		return ""
	}
	if n.Kind != frontmatter.Scalar {
		m.kind(n, "settings-kind/text", name)
		return ""
	}
	return n.Text
}

// texts returns a text per locale: "{fr: …, en: …}", or one text for the
// source locale.
func (m *mapping) texts(name string, source string) schema.Text {
	n := m.get(name)
	if n == nil {
		return nil
	}
	return m.textsOf(n, name, source)
}

// requiredTexts returns a text per locale that the source locale must have: the
// others show it when they have none.
func (m *mapping) requiredTexts(name, source string) schema.Text {
	n := m.required(name)
	if n == nil {
		return nil
	}
	m.inSource(n, name, source)
	return m.textsOf(n, name, source)
}

// inSource wants a text in the source locale.
func (m *mapping) inSource(n *frontmatter.Node, name, source string) {
	if n.Kind != frontmatter.Mapping || !m.complete {
		return
	}
	if own := n.Get(source); own == nil || own.Kind == frontmatter.Null || own.Kind == frontmatter.Scalar && own.Text == "" {
		m.fatal(diag.New("settings-required", n.Span, name+"."+source))
	}
}

func (m *mapping) textsOf(n *frontmatter.Node, name, source string) schema.Text {
	if n.Kind == frontmatter.Scalar {
		return schema.Text{source: n.Text}
	}
	if n.Kind != frontmatter.Mapping {
		m.kind(n, "settings-kind/texts", name)
		return nil
	}
	text := schema.Text{}
	m.tags = append(m.tags, n.Pairs...)
	for _, p := range n.Pairs {
		switch p.Value.Kind {
		case frontmatter.Scalar:
			text[p.Name] = p.Value.Text
		case frontmatter.Mapping, frontmatter.List:
			m.kind(p.Value, "settings-kind/text", p.Name)
		}
	}
	return text
}

// boolean returns true or false, or otherwise when nothing is written.
func (m *mapping) boolean(name string, otherwise bool) bool {
	n := m.get(name)
	switch {
	case n == nil:
		return otherwise
	case n.Kind == frontmatter.Scalar && (n.Text == "true" || n.Text == "false"):
		return n.Text == "true"
	}
	m.kind(n, "settings-kind/boolean", name)
	return otherwise
}

// number returns a number, or nil.
func (m *mapping) number(name string) *float64 {
	n := m.get(name)
	if n == nil {
		return nil
	}
	if n.Kind == frontmatter.Scalar {
		if number, err := strconv.ParseFloat(n.Text, 64); err == nil {
			return &number
		}
	}
	m.kind(n, "settings-kind/number", name)
	return nil
}

// list returns the texts of a list; a single text is a list of one.
func (m *mapping) list(name string) []*frontmatter.Node {
	n := m.get(name)
	switch {
	case n == nil:
		return nil
	case n.Kind == frontmatter.Scalar:
		return []*frontmatter.Node{n}
	case n.Kind != frontmatter.List:
		m.kind(n, "settings-kind/list", name)
		return nil
	}
	var items []*frontmatter.Node
	for _, item := range n.Items {
		if item.Kind == frontmatter.Scalar {
			items = append(items, item)
		} else {
			m.kind(item, "settings-kind/text", name)
		}
	}
	return items
}

// inner returns the mapping with the given name, or nil.
func (m *mapping) inner(name string) *mapping {
	n := m.get(name)
	if n == nil {
		return nil
	}
	return m.of(n, name)
}

// of takes a node as a mapping, or reports it.
func (m *mapping) of(n *frontmatter.Node, name string) *mapping {
	if n.Kind != frontmatter.Mapping {
		m.kind(n, "settings-kind/mapping", name)
		return nil
	}
	return &mapping{reader: m.reader, node: n, known: map[string]bool{}, complete: m.complete}
}

// oneOf returns a text that is one of values, or the first of them.
func (m *mapping) oneOf(name string, values ...string) string {
	n := m.get(name)
	if n == nil {
		return values[0]
	}
	if n.Kind == frontmatter.Scalar && slices.Contains(values, n.Text) {
		return n.Text
	}
	m.value(n, name, values)
	return values[0]
}

// value reports a text that is not one of values.
func (r *reader) value(n *frontmatter.Node, name string, values []string) {
	if n.Kind != frontmatter.Scalar {
		r.found.Add(diag.New("settings-kind/text", n.Span, name))
		return
	}
	nearest := spell.Nearest(n.Text, values)
	if nearest == n.Text {
		nearest = "" // it is known, and cannot be used here
	}
	d := diag.New("settings-value", n.Span, n.Text, name).WithNearest(nearest, nearest)
	if len(values) > 0 {
		d = d.WithNote("note/known", source.Span{}, joined(values))
	}
	r.found.Add(d)
}

// joined lists values for a message, the first dozen of them.
func joined(values []string) string {
	const most = 12
	if len(values) > most {
		values = append(slices.Clone(values[:most]), "…")
	}
	return strings.Join(values, ", ")
}
