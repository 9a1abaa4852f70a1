package link

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// localeState is what linking needs of one locale.
type localeState struct {
	locale *schema.Locale
	// index is the position among the locales.
	index int
	// terms are by vocabulary and key; each exists once, so that its count and
	// URL are seen by every page that shows it.
	terms map[string]map[string]*site.Term
	// ordered are the terms of a vocabulary in the source's order.
	ordered map[string][]*site.Term
	regions display.Namer
	// homeLink leads to the locale's root.
	homeLink site.Link
	// bases are the addresses of the types' lists, below which their entries
	// are; trails are the breadcrumbs of their entries.
	bases  map[*schema.Type]string
	trails map[*schema.Type][]site.Link

	// newest are the versions that the locale shows, of all types, the newest
	// first; lists are those of each listed type in its order; titles are the
	// live entries written in the locale by title. See sort.
	newest []*version
	lists  map[*schema.Type][]*version
	titles []*version
	// narrowed are the lists that can be narrowed, by type.
	narrowed map[*schema.Type]*narrowed
	// feeds are those of types, termFeeds those of terms.
	feeds     map[*schema.Type]*site.FeedLink
	termFeeds map[*site.Term]*site.FeedLink
}

func newLocaleState(s *schema.Schema, locale *schema.Locale, index int) *localeState {
	source := s.Config.SourceLocale
	state := &localeState{
		locale: locale, index: index,
		terms:    map[string]map[string]*site.Term{},
		ordered:  map[string][]*site.Term{},
		regions:  display.Regions(language.Make(locale.Tag)),
		homeLink: site.Link{URL: s.Prefix(locale), Title: s.Config.Title.In(locale.Tag, source)},
		bases:    map[*schema.Type]string{},
		trails:   map[*schema.Type][]site.Link{},
		lists:    map[*schema.Type][]*version{},
		narrowed: map[*schema.Type]*narrowed{},
	}
	for vocabulary, terms := range s.Source().Vocabularies {
		state.terms[vocabulary] = map[string]*site.Term{}
		for _, term := range terms {
			if own := locale.Term(vocabulary, term.Key); own != nil {
				term = *own
			}
			t := &site.Term{Vocabulary: vocabulary, Term: term}
			state.terms[vocabulary][term.Key] = t
			state.ordered[vocabulary] = append(state.ordered[vocabulary], t)
		}
	}
	for _, t := range s.Types {
		base := string(join(s.Prefix(locale), t.URL.In(locale.Tag, source)))
		state.bases[t] = base
		trail := []site.Link{state.homeLink}
		if t.List {
			trail = append(trail, site.Link{URL: base, Title: t.Plural.In(locale.Tag, source)})
		}
		state.trails[t] = trail
	}
	return state
}

// country returns the name of a country in the locale, or its code.
func (s *localeState) country(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil || s.regions == nil {
		return code
	}
	if name := s.regions.Name(region); name != "" {
		return name
	}
	return code
}
