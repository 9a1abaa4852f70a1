package link

import (
	"strconv"
	"strings"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/spell"
)

// fewUnpublished is up to how many pages that answer in a locale and are not published
// in it are told one by one. Who copies the queries of another locale has one thing to do,
// not hundreds.
const fewUnpublished = 5

// queries reports the answers of judged queries that no search can find,
// whatever is typed. Whether a query finds its answer is for the index to say.
func (l *linker) queries() {
	for _, state := range l.locales {
		var unpublished []schema.Answer
		pages := map[string]bool{}
		for _, q := range state.locale.Queries {
			for _, a := range q.Answers {
				if l.unpublished(state, a) {
					unpublished, pages[a.ID] = append(unpublished, a), true
				}
			}
		}
		if len(pages) > fewUnpublished {
			first := unpublished[0]
			l.diagnostics.Add(diag.New("query-entry/drafts", first.Span, first.ID, strconv.Itoa(len(pages)-1), state.locale.Tag))
			continue
		}
		for _, a := range unpublished {
			l.diagnostics.Add(diag.New("query-entry/draft", a.Span, a.ID, state.locale.Tag))
		}
	}
}

// unpublished reports whether an answer is an entry that is not published in the
// locale. It reports one that is no entry at all.
func (l *linker) unpublished(state *localeState, a schema.Answer) bool {
	to, found := l.lookup("/" + a.ID)
	switch {
	case !found:
		l.diagnostics.Add(l.withNearestAnswer(diag.New("query-entry", a.Span, a.ID), state, a.ID))
	case to.group == nil:
		l.diagnostics.Add(diag.New("query-entry/list", a.Span, a.ID))
	default:
		v := to.group.versions[state.index]
		return v == nil || !v.live
	}
	return false
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
	sure := nearest != ""
	if !sure {
		nearest = spell.NearestPath(id, known)
	}
	if nearest == "" {
		return d
	}
	d = nearestFile(d, nearest, byID[nearest].entry.File)
	if !sure && !isMisspelt(l.paths(), "/"+id, "/"+nearest) {
		d.Fix = nil
	}
	return d
}
