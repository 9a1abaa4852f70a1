package link

import (
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// handbookPath is what a link says to lead to the handbook; "/<type>" below it
// leads to the page of a type.
const handbookPath = "/handbook"

// handbookPages makes the pages that explain the fields: one that lists the
// types, and one for each. What they say depends on the settings alone.
func (l *linker) handbookPages() {
	if l.schema.Config.Handbook == nil {
		return
	}
	for _, state := range l.locales {
		top := l.handbookLink(state, "")
		l.handbookPage(site.Page{Locale: state.locale, Title: top.Title, Breadcrumbs: []site.Link{state.homeLink}}, state, "")
		for _, t := range l.schema.Types {
			l.handbookPage(site.Page{
				Locale: state.locale, Type: t, Title: l.handbookLink(state, t.Name).Title, Breadcrumbs: []site.Link{state.homeLink, top},
			}, state, t.Name)
		}
	}
}

func (l *linker) handbookPage(model site.Page, state *localeState, name string) {
	model.Kind = site.KindHandbook
	first := func(other *localeState) site.URL { return site.URL(l.handbookLink(other, name).URL) }
	l.paginate(model, state, first, nil, 1, l.schema.Config.Handbook.Span)
}

// handbookLink leads to the page of a type, or of all types when name is "".
func (l *linker) handbookLink(state *localeState, name string) site.Link {
	link := l.ownLink(l.schema.Config.Handbook, state)
	if name != "" {
		link.URL += schema.Slug(name) + "/"
		link.Title = l.schema.Type(name).Label.In(state.locale.Tag, l.schema.Config.SourceLocale)
	}
	return link
}
