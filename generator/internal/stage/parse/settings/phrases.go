package settings

import (
	"strings"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// phrases reads what is not written in a locale. A mistake in it makes no entry
// seem wrong, so none is fatal.
func (r *reader) phrases(l *schema.Locale, f *source.File) {
	whole, items := r.items(f)
	for _, item := range items {
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
