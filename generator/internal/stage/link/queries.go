package link

import (
	"strings"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/spell"
)

// queries reports the answers of judged queries that no search can find,
// whatever is typed. Whether a query finds its answer is for the index to say.
func (l *linker) queries() {
	for _, state := range l.locales {
		for _, q := range state.locale.Queries {
			for _, a := range q.Answers {
				l.answer(state, a)
			}
		}
	}
}

func (l *linker) answer(state *localeState, a schema.Answer) {
	to, found := l.lookup("/" + a.ID)
	switch {
	case !found:
		l.diagnostics.Add(l.withNearestAnswer(diag.New("query-entry", a.Span, a.ID), state, a.ID))
	case to.group == nil:
		l.diagnostics.Add(diag.New("query-entry/list", a.Span, a.ID))
	default:
		if v := to.group.versions[state.index]; v == nil || !v.live {
			l.diagnostics.Add(diag.New("query-entry/draft", a.Span, a.ID, state.locale.Tag))
		}
	}
}

// withNearestAnswer adds the entry that id was most likely meant to be, among
// those that a search in the locale can find. A public address is answered by
// the path of its entry.
func (l *linker) withNearestAnswer(d diag.Diagnostic, state *localeState, id string) diag.Diagnostic {
	byID := map[string]*version{}
	var known []string
	nearest := ""
	for _, g := range l.groups {
		v := g.versions[state.index]
		if v == nil || !v.live {
			continue
		}
		byID[g.id] = v
		known = append(known, g.id)
		if strings.Trim(string(v.url), "/") == id {
			nearest = g.id
		}
	}
	if nearest == "" {
		nearest = spell.NearestPath(id, known)
	}
	if nearest == "" {
		return d
	}
	return nearestFile(d, nearest, byID[nearest].entry.File)
}
