package link

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

const (
	// lettersOnPage is how many entries the search page itself lists by letter;
	// with more of them every letter gets pages of its own.
	lettersOnPage = 60
	// letterPageSize is how many entries a page of a letter shows.
	letterPageSize = 50
)

// digits names the entries whose title begins with a digit.
const digits = "0–9"

// searchPages makes the page to search on of every locale.
func (l *linker) searchPages() {
	search := l.schema.Config.Search
	if search == nil {
		return
	}
	for _, locale := range l.schema.Locales {
		first := func(locale *schema.Locale) site.URL { return l.searchURL(locale) }
		l.paginate(site.Page{
			Kind: site.KindSearch, Locale: locale, Title: search.Title.In(locale.Tag, l.schema.Config.SourceLocale),
			Browse: l.browse(locale), Breadcrumbs: []site.Link{l.homeLink(locale)},
		}, first, nil, 1, search.Span)
	}
}

func (l *linker) searchURL(locale *schema.Locale) site.URL {
	return join(l.schema.Prefix(locale), l.schema.Config.Search.URL.In(locale.Tag, l.schema.Config.SourceLocale))
}

func (l *linker) browse(locale *schema.Locale) *site.Browse {
	source := l.schema.Config.SourceLocale
	b := &site.Browse{Letters: l.letters(locale)}
	for _, t := range l.homeTypes() {
		b.Lists = append(b.Lists, site.ListLink{Type: t, URL: l.listURL(t, locale), Title: t.Plural.In(locale.Tag, source), Count: len(l.shown(t, locale))})
	}
	for _, x := range l.schema.Config.Taxonomies {
		link := site.TaxonomyLink{Taxonomy: x, URL: l.taxonomyURL(x, locale), Title: x.Plural.In(locale.Tag, source)}
		for _, term := range l.locale[locale.Tag].ordered[x.Name] {
			if term.Count > 0 {
				link.Terms = append(link.Terms, term)
			}
		}
		if len(link.Terms) > 0 {
			b.Taxonomies = append(b.Taxonomies, link)
		}
	}
	return b
}

// letters returns the entries written in a locale by the first letter of their
// title. When they are many each letter has pages of its own.
func (l *linker) letters(locale *schema.Locale) []*site.Letter {
	var own []*version
	for _, g := range l.groups {
		if v := g.versions[locale.Tag]; v != nil && v.live && g.id != l.schema.Config.Home {
			own = append(own, v)
		}
	}
	slices.SortFunc(own, func(a, b *version) int {
		return cmp.Or(bytes.Compare(a.titleKey, b.titleKey), cmp.Compare(a.group.id, b.group.id))
	})
	var letters []*site.Letter
	byName := map[string]*site.Letter{}
	for _, v := range own {
		name := letterOf(v.fields["title"].Text)
		if byName[name] == nil {
			byName[name] = &site.Letter{Name: name}
			letters = append(letters, byName[name])
		}
		byName[name].Count++
		byName[name].Cards = append(byName[name].Cards, v.card)
	}
	// Quotes and brackets before a title are no part of its letter.
	collator := collate.New(language.Make(locale.Tag))
	slices.SortStableFunc(letters, func(a, b *site.Letter) int {
		if a.Name == site.OtherLetters || b.Name == site.OtherLetters {
			return cmp.Compare(strings.Count(a.Name, site.OtherLetters), strings.Count(b.Name, site.OtherLetters))
		}
		return collator.CompareString(a.Name, b.Name)
	})
	if len(own) > lettersOnPage {
		for _, letter := range letters {
			l.letterPages(locale, letter)
		}
	}
	return letters
}

// letterPages moves the entries of a letter to pages of their own. Another
// locale has other letters.
func (l *linker) letterPages(locale *schema.Locale, letter *site.Letter) {
	search := l.searchURL(locale)
	letter.URL = join(string(search), letterSlug(letter.Name)+"/")
	first := func(other *schema.Locale) site.URL {
		if other != locale {
			return ""
		}
		return letter.URL
	}
	title := l.schema.Config.Search.Title.In(locale.Tag, l.schema.Config.SourceLocale)
	l.paginate(site.Page{
		Kind: site.KindLetter, Locale: locale, Title: letter.Name,
		Breadcrumbs: []site.Link{l.homeLink(locale), {URL: string(search), Title: title}},
	}, first, letter.Cards, letterPageSize, l.schema.Config.Search.Span)
	letter.Cards = nil
}

// letterOf returns the letter that a title is found under: a capital without
// accents, the first of a ligature.
func letterOf(title string) string {
	for _, r := range norm.NFD.String(title) {
		switch {
		case unicode.IsDigit(r):
			return digits
		case unicode.Is(unicode.Han, r):
			return site.OtherLetters // thousands of letters help nobody
		case unicode.IsLetter(r):
			if ascii := schema.Slug(string(r)); ascii != "" {
				return strings.ToUpper(ascii[:1])
			}
			return string(unicode.ToUpper(r))
		}
	}
	return site.OtherLetters
}

// letterSlug returns the part of an address that names a letter.
func letterSlug(name string) string {
	switch name {
	case digits:
		return "0-9"
	case site.OtherLetters:
		return "other"
	}
	if ascii := schema.Slug(name); ascii != "" {
		return ascii
	}
	var b strings.Builder
	for _, r := range name {
		fmt.Fprintf(&b, "u%04x", r)
	}
	return b.String()
}
