package link

import (
	"slices"
	"strings"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// taxonomyURL returns the address of the list of terms.
func (l *linker) taxonomyURL(x *schema.Taxonomy, locale *schema.Locale) site.URL {
	return join(l.schema.Prefix(locale), x.URL.In(locale.Tag, l.schema.Config.SourceLocale))
}

// termURL returns the address of the first page of a term.
func (l *linker) termURL(x *schema.Taxonomy, term *site.Term, locale *schema.Locale) site.URL {
	return join(string(l.taxonomyURL(x, locale)), term.Slug+"/")
}

// countTerms counts the live entries of each term, before anything links to a
// term. Lists fall back to the source locale, so the counts are the same in
// every locale.
func (l *linker) countTerms() {
	for _, g := range l.groups {
		v := g.source(l.schema)
		if v == nil || !v.live {
			continue
		}
		for _, locale := range l.schema.Locales {
			seen := map[*site.Term]bool{}
			for _, term := range l.terms(l.in(g, locale)) {
				own := l.locale[locale.Tag].terms[term.Vocabulary][term.Key]
				if !seen[own] {
					seen[own] = true
					own.Count++
				}
			}
		}
	}
	for _, x := range l.schema.Config.Taxonomies {
		for _, locale := range l.schema.Locales {
			for _, term := range l.locale[locale.Tag].ordered[x.Name] {
				if term.Count > 0 {
					term.URL = l.termURL(x, term, locale)
				}
			}
		}
	}
}

// used reports whether a live entry has the term.
func (l *linker) used(vocabulary, key string) bool {
	term := l.locale[l.schema.Config.SourceLocale].terms[vocabulary][key]
	return term != nil && term.Count > 0
}

// taxonomies makes the page of each taxonomy and the pages of each term.
func (l *linker) taxonomies() {
	source := l.schema.Config.SourceLocale
	for _, x := range l.schema.Config.Taxonomies {
		for _, locale := range l.schema.Locales {
			byTerm := l.entriesByTerm(x, locale)
			first := func(locale *schema.Locale) site.URL { return l.taxonomyURL(x, locale) }
			title := x.Plural.In(locale.Tag, source)
			page := site.Page{Kind: site.KindTaxonomy, Locale: locale, Taxonomy: x, Title: title, Breadcrumbs: []site.Link{l.homeLink(locale)}}
			for _, term := range l.locale[locale.Tag].ordered[x.Name] {
				if term.Count > 0 {
					page.Terms = append(page.Terms, term)
				}
			}
			l.paginate(page, first, nil, 1, x.Span)
			for _, term := range page.Terms {
				model := site.Page{
					Kind: site.KindTerm, Locale: locale, Taxonomy: x, Term: term, Title: term.Label, Summary: term.Description,
					Breadcrumbs: []site.Link{l.homeLink(locale), {URL: string(first(locale)), Title: title}},
				}
				firstOf := func(locale *schema.Locale) site.URL {
					return l.termURL(x, l.locale[locale.Tag].terms[x.Name][term.Key], locale)
				}
				l.paginate(model, firstOf, byTerm[term.Key], termPageSize, term.Span)
			}
		}
	}
}

// entriesByTerm returns the cards of each term of a taxonomy in a locale, the
// newest first.
func (l *linker) entriesByTerm(x *schema.Taxonomy, locale *schema.Locale) map[string][]*site.Card {
	byTerm := map[string][]*version{}
	for _, g := range l.groups {
		v := l.in(g, locale)
		if v == nil {
			continue
		}
		for _, term := range l.terms(v) {
			list := byTerm[term.Key]
			if term.Vocabulary == x.Name && (len(list) == 0 || list[len(list)-1] != v) {
				byTerm[term.Key] = append(list, v)
			}
		}
	}
	result := make(map[string][]*site.Card, len(byTerm))
	for key, versions := range byTerm {
		slices.SortFunc(versions, newestFirst)
		result[key] = cards(versions, locale)
	}
	return result
}

// trimSlash makes the key of a target from a path as written.
func trimSlash(path string) string { return strings.TrimSuffix(path, "/") }
