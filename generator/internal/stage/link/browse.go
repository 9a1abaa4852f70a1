package link

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	for _, state := range l.locales {
		l.paginate(site.Page{
			Kind: site.KindSearch, Locale: state.locale, Title: l.ownLink(search, state).Title,
			Browse: l.browse(state), Breadcrumbs: []site.Link{state.homeLink},
		}, state, l.searchURL, nil, 1, search.Span)
	}
}

func (l *linker) searchURL(state *localeState) site.URL {
	return site.URL(l.ownLink(l.schema.Config.Search, state).URL)
}

func (l *linker) browse(state *localeState) *site.Browse {
	b := &site.Browse{Letters: l.letters(state)}
	for _, t := range l.listedTypes() {
		b.Lists = append(b.Lists, site.ListLink{Type: t, URL: site.URL(state.bases[t]), Title: l.plural(t, state), Count: len(state.lists[t])})
	}
	for _, x := range l.schema.Config.Taxonomies {
		link := site.TaxonomyLink{Taxonomy: x, URL: l.taxonomyURL(x, state), Title: x.Plural.In(state.locale.Tag, l.schema.Config.SourceLocale)}
		for _, term := range state.ordered[x.Name] {
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
func (l *linker) letters(state *localeState) []*site.Letter {
	var letters []*site.Letter
	byName := map[string]*site.Letter{}
	for _, v := range state.titles {
		name := letterOf(v.title)
		letter := byName[name]
		if letter == nil {
			letter = &site.Letter{Name: name}
			byName[name] = letter
			letters = append(letters, letter)
		}
		letter.Count++
		letter.Cards = append(letter.Cards, v.card)
	}
	// Quotes and brackets before a title are no part of its letter.
	collator := collate.New(language.Make(state.locale.Tag))
	slices.SortStableFunc(letters, func(a, b *site.Letter) int {
		if a.Name == site.OtherLetters || b.Name == site.OtherLetters {
			return cmp.Compare(strings.Count(a.Name, site.OtherLetters), strings.Count(b.Name, site.OtherLetters))
		}
		return collator.CompareString(a.Name, b.Name)
	})
	if len(state.titles) > lettersOnPage {
		for _, letter := range letters {
			l.letterPages(state, letter)
		}
	}
	return letters
}

// letterPages moves the entries of a letter to pages of their own. Another
// locale has other letters.
func (l *linker) letterPages(state *localeState, letter *site.Letter) {
	search := l.searchURL(state)
	letter.URL = join(string(search), letterSlug(letter.Name)+"/")
	first := func(other *localeState) site.URL {
		if other != state {
			return ""
		}
		return letter.URL
	}
	title := l.schema.Config.Search.Title.In(state.locale.Tag, l.schema.Config.SourceLocale)
	l.paginate(site.Page{
		Kind: site.KindLetter, Locale: state.locale, Title: letter.Name,
		Breadcrumbs: []site.Link{state.homeLink, {URL: string(search), Title: title}},
	}, state, first, letter.Cards, letterPageSize, l.schema.Config.Search.Span)
	letter.Cards = nil
}

// letterOf returns the letter that a title is found under: a capital without
// accents, the first of a ligature.
func letterOf(title string) string {
	for _, r := range title {
		if r < utf8.RuneSelf {
			switch {
			case '0' <= r && r <= '9':
				return digits
			case 'a' <= r && r <= 'z':
				return capitals[r-'a' : r-'a'+1]
			case 'A' <= r && r <= 'Z':
				return capitals[r-'A' : r-'A'+1]
			}
			continue
		}
		for _, part := range norm.NFD.String(string(r)) {
			if name := letterName(part); name != "" {
				return name
			}
		}
	}
	return site.OtherLetters
}

const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// letterName returns what a title is found under that begins with r; "" when r
// is neither letter nor digit.
func letterName(r rune) string {
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
	return ""
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
