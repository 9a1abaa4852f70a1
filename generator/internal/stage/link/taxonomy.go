package link

import (
	"slices"
	"strings"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/search/spread"
)

// taxonomyURL returns the address of the list of terms.
func (l *linker) taxonomyURL(x *schema.Taxonomy, state *localeState) site.URL {
	return join(state.homeLink.URL, x.URL.In(state.locale.Tag, l.schema.Config.SourceLocale))
}

// termURL returns the address of the first page of a term.
func (l *linker) termURL(x *schema.Taxonomy, term *site.Term, state *localeState) site.URL {
	return join(string(l.taxonomyURL(x, state)), term.Slug+"/")
}

// countTerms counts the live entries of each term, before anything links to a
// term. Lists fall back to the source locale, so the counts are the same in
// every locale.
func (l *linker) countTerms() {
	for _, state := range l.locales {
		for _, g := range l.groups {
			v := g.in(state)
			if v == nil {
				continue
			}
			for i, term := range v.terms {
				if !slices.Contains(v.terms[:i], term) {
					state.own(v, term).Count++
				}
			}
		}
	}
	for _, x := range l.schema.Config.Taxonomies {
		for _, state := range l.locales {
			for _, term := range state.ordered[x.Name] {
				if term.Count > 0 {
					term.URL = l.termURL(x, term, state)
				}
			}
		}
	}
}

// own returns the locale's term for a term of v, which may be in another
// locale.
func (s *localeState) own(v *version, term *site.Term) *site.Term {
	if v.localeState == s {
		return term
	}
	return s.terms[term.Vocabulary][term.Key]
}

// used reports whether a live entry has the term.
func (l *linker) used(vocabulary, key string) bool {
	term := l.locales[0].terms[vocabulary][key]
	return term != nil && term.Count > 0
}

// taxonomies makes the page of each taxonomy and the pages of each term.
func (l *linker) taxonomies() {
	byTerm := make([]map[*site.Term][]*site.Card, len(l.locales))
	spread.Each(len(l.locales), func(i int) { byTerm[i] = l.locales[i].cardsByTerm() })
	source := l.schema.Config.SourceLocale
	for _, x := range l.schema.Config.Taxonomies {
		first := func(state *localeState) site.URL { return l.taxonomyURL(x, state) }
		for i, state := range l.locales {
			title := x.Plural.In(state.locale.Tag, source)
			page := site.Page{Kind: site.KindTaxonomy, Locale: state.locale, Taxonomy: x, Title: title, Breadcrumbs: []site.Link{state.homeLink}}
			for _, term := range state.ordered[x.Name] {
				if term.Count > 0 {
					page.Terms = append(page.Terms, term)
				}
			}
			l.paginate(page, state, first, nil, 1, x.Span)
			trail := []site.Link{state.homeLink, {URL: string(first(state)), Title: title}}
			for _, term := range page.Terms {
				model := site.Page{
					Kind: site.KindTerm, Locale: state.locale, Taxonomy: x, Term: term, Title: term.Label, Summary: term.Description,
					Breadcrumbs: trail,
				}
				firstOf := func(other *localeState) site.URL { return l.termURL(x, other.terms[x.Name][term.Key], other) }
				l.paginate(model, state, firstOf, byTerm[i][term], termPageSize, term.Span)
			}
		}
	}
}

// cardsByTerm returns the cards that the locale shows of each of its terms, the
// newest first.
func (s *localeState) cardsByTerm() map[*site.Term][]*site.Card {
	byTerm := map[*site.Term][]*site.Card{}
	for _, v := range s.newest {
		for i, term := range v.terms {
			if slices.Contains(v.terms[:i], term) {
				continue
			}
			own := s.own(v, term)
			list := byTerm[own]
			if list == nil {
				list = make([]*site.Card, 0, own.Count)
			}
			byTerm[own] = append(list, v.cardIn(s))
		}
	}
	return byTerm
}

// trimSlash makes the key of a target from a path as written.
func trimSlash(path string) string { return strings.TrimSuffix(path, "/") }
