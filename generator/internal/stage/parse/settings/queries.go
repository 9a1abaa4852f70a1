package settings

import (
	"strconv"
	"strings"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse/frontmatter"
)

// defaultWithin is the place that an answer must reach when the list says
// nothing: what a visitor sees without scrolling.
const defaultWithin = 3

// queries reads the judged queries of a locale. A mistake in them makes no
// entry seem wrong, so none is fatal.
func (r *reader) queries(l *schema.Locale, f *source.File) {
	whole, items := r.items(f)
	for _, item := range items {
		m := whole.of(item, f.Path)
		if m == nil {
			continue
		}
		q, sound := m.query()
		m.close()
		if sound {
			l.Queries = append(l.Queries, q)
		}
	}
}

// query reads one item of the list; sound reports whether it can be asked.
func (m *mapping) query() (q schema.Query, sound bool) {
	q, sound = schema.Query{Text: strings.TrimSpace(m.text("query")), Within: defaultWithin}, true
	if n := m.get("query"); n != nil {
		q.Span = n.Span
	}
	if q.Text == "" {
		m.nothing("query")
		sound = false
	}
	for _, n := range m.list("answers") {
		id := strings.Trim(strings.TrimSpace(n.Text), "/")
		if id == "" {
			m.found.Add(diag.New("settings-required", n.Span, "answers"))
			sound = false
			continue
		}
		q.Answers = append(q.Answers, schema.Answer{ID: id, Span: n.Span})
	}
	if len(q.Answers) == 0 && sound {
		m.nothing("answers")
		sound = false
	}
	if within := m.number("within"); within != nil {
		q.Within = int(*within)
		if *within != float64(q.Within) || q.Within < 1 || q.Within > schema.MaxWithin {
			m.found.Add(diag.New("settings-kind/whole", m.get("within").Span, "within", "1", strconv.Itoa(schema.MaxWithin)))
			sound = false
		}
	}
	return q, sound
}

// nothing reports a required name that has no value, or an empty one; a value
// of another kind has been reported.
func (m *mapping) nothing(name string) {
	at := source.In(m.node.Span.File, m.node.Span.Start, m.node.Span.Start)
	if n := m.node.Get(name); n != nil && n.Kind != frontmatter.Null {
		if n.Kind != frontmatter.Scalar && (n.Kind != frontmatter.List || len(n.Items) > 0) {
			return
		}
		at = n.Span
	}
	if m.complete {
		m.found.Add(diag.New("settings-required", at, name))
	}
}
