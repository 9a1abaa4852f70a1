package link

import (
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// forms makes the pages that ask for an entry. It comes after all that takes
// addresses by itself, which a new entry must not take.
func (l *linker) forms() {
	source := l.schema.Config.SourceLocale
	for _, f := range l.schema.Config.Forms {
		first := func(state *localeState) site.URL { return l.formURL(f, state) }
		taken := l.taken(f.Type)
		for _, state := range l.locales {
			url := first(state)
			form := &site.Form{Form: f, Taken: taken, Schema: join(string(url), "schema.json"), Names: join(string(url), "names.json")}
			form.Entries, form.Countries, form.Examples = l.formEntries(f, state), l.countries(f, state), l.examples(f, state)
			l.claim(form.Schema, f.Span)
			l.claim(form.Names, f.Span)
			l.paginate(site.Page{
				Kind: site.KindForm, Locale: state.locale, Form: form,
				Title: f.Title.In(state.locale.Tag, source), Summary: f.Summary.In(state.locale.Tag, source),
				Breadcrumbs: l.formTrail(state, url),
			}, state, first, nil, 1, f.Span)
		}
	}
}

func (l *linker) formURL(f *schema.Form, state *localeState) site.URL {
	return join(state.homeLink.URL, f.URL.In(state.locale.Tag, l.schema.Config.SourceLocale))
}

// formTrail leads to a form by the page that its address is below, if there is
// one.
func (l *linker) formTrail(state *localeState, url site.URL) []site.Link {
	trail := []site.Link{state.homeLink}
	above := strings.Trim(path.Dir(strings.TrimSuffix(string(url), "/")), "/")
	if v := l.addresses()[above].entry; v != nil && v.live && v.localeState == state && string(v.url) != state.homeLink.URL {
		trail = append(trail, site.Link{URL: string(v.url), Title: v.title})
	}
	return trail
}

// eachField calls do with every field that a form asks for, inner ones
// included.
func eachField(f *schema.Form, do func(*schema.Field)) {
	var inside func([]*schema.Field)
	inside = func(fields []*schema.Field) {
		for _, x := range fields {
			do(x)
			inside(x.Fields)
		}
	}
	for _, x := range f.Type.Fields {
		if f.Asks(x.Name) {
			do(x)
			inside(x.Fields)
		}
	}
}

// formEntries returns the entries that the fields of a form may name, by type.
func (l *linker) formEntries(f *schema.Form, state *localeState) map[string][]*site.Card {
	wanted := map[string]bool{}
	eachField(f, func(x *schema.Field) {
		if x.Kind != schema.KindRef {
			return
		}
		to := x.To
		if len(to) == 0 {
			for _, t := range l.schema.Types {
				to = append(to, t.Name)
			}
		}
		for _, name := range to {
			wanted[name] = true
		}
	})
	if len(wanted) == 0 {
		return nil
	}
	entries := map[string][]*site.Card{}
	for _, g := range l.groups {
		if v := g.in(state); v != nil && wanted[g.kind.Name] {
			entries[g.kind.Name] = append(entries[g.kind.Name], v.cardIn(state))
		}
	}
	collator := collate.New(language.Make(state.locale.Tag))
	for _, cards := range entries {
		slices.SortStableFunc(cards, func(a, b *site.Card) int { return collator.CompareString(a.Title, b.Title) })
	}
	return entries
}

// examples returns the texts by which the entries of a type are found.
func (l *linker) examples(f *schema.Form, state *localeState) map[string][]string {
	examples := map[string][]string{}
	for _, definition := range f.Type.Filters {
		field := f.Type.Field(definition.Name)
		if field == nil || field.Kind != schema.KindText || !f.Asks(field.Name) {
			continue
		}
		texts := []string{}
		if made := state.filter(f.Type, definition.Name); made != nil {
			texts = slices.AppendSeq(texts, maps.Keys(made.values))
			slices.Sort(texts)
		}
		examples[field.Name] = texts
	}
	return examples
}

// countries returns the countries of the world, when a form asks for one.
func (l *linker) countries(f *schema.Form, state *localeState) []site.Country {
	var list []site.Country
	eachField(f, func(x *schema.Field) {
		if x.Kind != schema.KindCountry || list != nil {
			return
		}
		for _, code := range schema.Countries() {
			list = append(list, site.Country{Code: code, Name: state.country(code)})
		}
	})
	collator := collate.New(language.Make(state.locale.Tag))
	slices.SortStableFunc(list, func(a, b site.Country) int { return collator.CompareString(a.Name, b.Name) })
	return list
}

// taken returns what a new entry of a type cannot be called: the file or the
// address would be that of another.
func (l *linker) taken(t *schema.Type) []string {
	names := map[string]bool{}
	add := func(below string) {
		if name, _, _ := strings.Cut(below, "/"); name != "" {
			names[name] = true
		}
	}
	for _, g := range l.groups {
		if rest, in := strings.CutPrefix(g.id, t.Folder+"/"); in {
			add(rest)
		}
	}
	for _, state := range l.locales {
		for _, c := range l.claims {
			if rest, below := strings.CutPrefix(string(c.url), state.bases[t]); below {
				add(rest)
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}
