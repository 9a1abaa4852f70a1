package settings

import (
	"strings"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse/frontmatter"
)

// phrases reads what is not written in a locale. A mistake in it makes no entry
// seem wrong, so none is fatal.
func (r *reader) phrases(l *schema.Locale, f *source.File) {
	if f == nil {
		return
	}
	root, complete := r.root(f)
	if root == nil {
		return
	}
	if root.Kind != frontmatter.List {
		r.found.Add(diag.New("settings-kind/list", root.Span, f.Path))
		return
	}
	whole := &mapping{reader: r, complete: complete}
	for _, item := range root.Items {
		m := whole.of(item, f.Path)
		if m == nil {
			continue
		}
		p := schema.Phrase{Text: strings.TrimSpace(m.text("phrase")), Say: strings.TrimSpace(m.text("say"))}
		for _, n := range m.list("unless") {
			p.Unless = append(p.Unless, n.Text)
		}
		if p.Text == "" {
			m.nothing("phrase")
		}
		if p.Say == "" {
			m.nothing("say")
		}
		m.close()
		if p.Text != "" && p.Say != "" {
			l.Phrases = append(l.Phrases, p)
		}
	}
}
