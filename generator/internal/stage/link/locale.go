package link

import (
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// localeState is what linking needs of one locale.
type localeState struct {
	locale *schema.Locale
	// terms are by vocabulary and key; each exists once, so that its count and
	// URL are seen by every page that shows it.
	terms map[string]map[string]*site.Term
	// ordered are the terms of a vocabulary in the source's order.
	ordered map[string][]*site.Term
	regions display.Namer
}

func newLocaleState(s *schema.Schema, locale *schema.Locale) *localeState {
	state := &localeState{
		locale:  locale,
		terms:   map[string]map[string]*site.Term{},
		ordered: map[string][]*site.Term{},
		regions: display.Regions(language.Make(locale.Tag)),
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

// collate gives every version the key that sorts its title as readers of its
// locale expect.
func (l *linker) collate() {
	for _, locale := range l.schema.Locales {
		collator := collate.New(language.Make(locale.Tag))
		var buffer collate.Buffer
		for _, g := range l.groups {
			if v := g.versions[locale.Tag]; v != nil {
				key := collator.KeyFromString(&buffer, v.fields["title"].Text)
				v.titleKey = append([]byte(nil), key...)
				buffer.Reset()
			}
		}
	}
}
