package view

import (
	"html/template"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/stage/render/sharecard"
)

// Builder makes views of the pages of one site. It is safe for concurrent use.
type Builder struct {
	site      *site.Site
	addresses Addresses
	zone      *time.Location
	// sites are the shared parts by locale tag.
	sites map[string]*Site
	// territories are the locales as Open Graph names them, by tag.
	territories map[string]string
	// roots returns the paths of what a search page begins with, by locale tag.
	roots func() map[string]string
	// prose calls do with what the body of an entry says when it is kept apart.
	prose func(e *content.Entry, do func(content.Prose))
	// unread returns the body of an entry of which the file has only been skimmed.
	unread func(*site.Entry) site.Body
	// buffers are *[]byte, each for a body that is being filled.
	buffers *sync.Pool
	cards   cardCache
	// lists returns where the entries are that share a value.
	lists func() map[valueOf]site.URL
}

// NewBuilder returns a builder for s, which must not change afterwards. roots
// returns what a search page begins with, paths in the output by locale tag; it
// may be nil. prose calls with what the body of an entry says when it is kept apart,
// which is good until that returns, unread the body of one that has not been read.
func NewBuilder(s *site.Site, roots func() map[string]string, prose func(*content.Entry, func(content.Prose)), unread func(*site.Entry) site.Body) *Builder {
	zone, err := time.LoadLocation(s.Schema.Config.TimeZone)
	if err != nil {
		zone = time.UTC // settings report an unknown zone
	}
	lists := sync.OnceValue(func() map[valueOf]site.URL { return narrowedLists(s) })
	return newBuilder(Builder{site: s, lists: lists, roots: roots, prose: prose, unread: unread, buffers: new(sync.Pool), addresses: NewAddresses(s.Schema.Config.BaseURL), zone: zone})
}

func newBuilder(from Builder) *Builder {
	b, s := &from, from.site
	b.sites, b.territories, b.cards = map[string]*Site{}, map[string]string{}, newCardCache(s)
	for _, l := range s.Schema.Locales {
		b.territories[l.Tag] = openGraphLocale(l.Tag)
		b.sites[l.Tag] = b.shared(l)
	}
	return b
}

// Whole returns a builder whose views hold whole addresses, for what is read
// away from the site.
func (b *Builder) Whole() *Builder {
	whole := *b
	whole.addresses = b.addresses.Whole()
	return newBuilder(whole)
}

// Addresses returns the addresses that the views of b hold.
func (b *Builder) Addresses() Addresses { return b.addresses }

// Site returns what all pages of a locale share.
func (b *Builder) Site(l *schema.Locale) *Site { return b.sites[l.Tag] }

func (b *Builder) shared(l *schema.Locale) *Site {
	config := b.site.Schema.Config
	s := &Site{
		Title:       config.Title.In(l.Tag, config.SourceLocale),
		Description: config.Description.In(l.Tag, config.SourceLocale),
		Lang:        l.Tag, Dir: direction(l),
		Home:  b.addresses.Of(site.URL(b.site.Schema.Prefix(l))),
		Menus: map[string][]MenuItem{},
	}
	if search := config.Search; search != nil {
		path := strings.TrimPrefix(search.URL.In(l.Tag, config.SourceLocale), "/")
		s.Search = &Search{
			Title: search.Title.In(l.Tag, config.SourceLocale), URL: s.Home + path,
			Index: b.addresses.Of(site.URL("/search/" + l.Tag + ".json")),
		}
	}
	if config.API != nil && config.API.License != nil {
		s.License = &License{Name: config.API.License.Name.In(l.Tag, config.SourceLocale), URL: config.API.License.URL}
	}
	if feeds := config.Feeds; feeds != nil {
		path := strings.TrimPrefix(feeds.URL.In(l.Tag, config.SourceLocale), "/")
		s.Follow = &Link{Text: feeds.Title.In(l.Tag, config.SourceLocale), URL: template.URL(s.Home + path)}
	}
	for name, items := range b.site.Menus[l.Tag] {
		for _, item := range items {
			s.Menus[name] = append(s.Menus[name], MenuItem{
				Label: item.Label, URL: b.addresses.link(item.Link, ""), Lang: item.Link.Lang, Outside: item.Link.Outside,
			})
		}
	}
	for _, f := range b.site.Feeds {
		if f.Locale == l && f.Type != nil {
			s.Feeds = append(s.Feeds, *b.feed(f.FeedLink))
		}
	}
	return s
}

func direction(l *schema.Locale) string {
	if l.Direction == "rtl" {
		return "rtl"
	}
	return "ltr"
}

func (b *Builder) feed(f *site.FeedLink) *Feed {
	if f == nil {
		return nil
	}
	return &Feed{Title: f.Title, Atom: b.addresses.Of(f.Atom), JSON: b.addresses.Of(f.JSON)}
}

// Redirect returns the view of a former address.
func (b *Builder) Redirect(r site.Redirect) *Redirect {
	s := b.sites[r.Locale.Tag]
	return &Redirect{
		Lang: s.Lang, Dir: s.Dir, URL: b.addresses.Of(r.To), Canonical: b.addresses.Canonical(r.To),
		Title: r.Title, SiteTitle: s.Title,
	}
}

// Page returns the view of a page.
func (b *Builder) Page(p *site.Page) *View {
	v := &View{Site: b.sites[p.Locale.Tag], Page: b.page(p)}
	if p.Entry != nil {
		v.Entry = b.entry(p)
		v.Page.Card = b.ShareCard(p)
	}
	if p.Pager != nil && (p.Kind == site.KindList || p.Kind == site.KindFilters || p.Kind == site.KindFilter || p.Kind == site.KindTerm || p.Kind == site.KindLetter) {
		v.List = b.list(p)
	}
	if p.Term != nil {
		term := b.term(p.Term)
		v.Term = &term
	}
	v.Terms = b.terms(p.Terms)
	b.narrow(v, p)
	b.atlas(v, p)
	for _, h := range p.HomeLists {
		v.Sections = append(v.Sections, Section{Title: h.Title, Type: h.Type.Name, URL: b.addresses.Of(h.URL), Cards: b.cardsOf(h.Cards, p.Locale)})
	}
	if p.Kind == site.KindHandbook {
		v.Handbook = b.handbook(p)
	}
	if p.Browse != nil {
		v.Browse, v.Finder = b.browse(p), b.finder(p.Locale)
	}
	if p.Form != nil {
		v.Form = b.form(p)
	}
	if p.Subscriptions != nil {
		v.Subscriptions = b.subscriptions(p.Subscriptions)
	}
	v.Page.StructuredData = b.structuredData(p, v)
	return v
}

func (b *Builder) page(p *site.Page) *Page {
	v := &Page{
		Kind: string(p.Kind), URL: b.addresses.Of(p.URL), Title: p.Title, Summary: p.Summary,
		Section: b.section(p), Feed: b.feed(p.Feed), Languages: b.languages(p),
		Card: ShareCard{Type: "website", Locale: b.territories[p.Locale.Tag]}, Calendar: b.calendar(p),
	}
	if p.Kind != site.KindNotFound {
		v.Canonical = b.addresses.Canonical(p.URL)
		v.Alternates = Alternates(p, b.addresses)
	}
	if p.Type != nil {
		v.Type = p.Type.Name
	}
	v.Data = b.data(p)
	for _, crumb := range p.Breadcrumbs {
		v.Breadcrumbs = append(v.Breadcrumbs, b.link(crumb, p.URL))
	}
	return v
}

// ShareCard returns an entry as other sites show it.
func (b *Builder) ShareCard(p *site.Page) ShareCard {
	card := ShareCard{Type: "website", Locale: b.territories[p.Locale.Tag]}
	if p.Kind == site.KindEntry && p.Entry.Date.Year != 0 {
		card.Type, card.Published = "article", p.Entry.Date.String()
	}
	if i := p.Entry.Image; i != nil && !strings.HasSuffix(string(i.URL), ".svg") { // Open Graph takes no SVG
		card.Image, card.ImageAlt, card.ImageWidth, card.ImageHeight = b.addresses.Canonical(i.URL), i.Alt, i.Width, i.Height
	} else if c := p.ShareCard; c != nil {
		card.Image, card.ImageWidth, card.ImageHeight = b.addresses.Canonical(c.URL), sharecard.Width, sharecard.Height
		card.ImageAlt = strings.Join(slices.DeleteFunc([]string{c.Label, c.Badge, c.Title, c.Place}, func(text string) bool { return text == "" }), " – ")
	}
	return card
}

// Alternates returns the locales that have a page, with x-default last: the
// page in the source locale, or else the first there is.
func Alternates(p *site.Page, a Addresses) []Alternate {
	list := make([]Alternate, 0, len(p.Alternates)+1)
	for _, other := range p.Alternates {
		if other.Exists {
			list = append(list, Alternate{Lang: other.Locale.Tag, URL: a.Canonical(other.URL)})
		}
	}
	if len(list) == 0 {
		return nil
	}
	return append(list, Alternate{Lang: "x-default", URL: list[0].URL})
}

// languages returns the language switch: the page in each locale, or the
// locale's home page.
func (b *Builder) languages(p *site.Page) []Language {
	list := make([]Language, 0, len(b.site.Schema.Locales))
	for _, l := range b.site.Schema.Locales {
		lang := Language{Tag: l.Tag, Name: l.Name, Dir: direction(l), URL: b.sites[l.Tag].Home, Current: l == p.Locale}
		// Every locale has its own page for an unknown address.
		lang.Translated = p.Kind == site.KindNotFound
		for _, other := range p.Alternates {
			if other.Locale == l && other.Exists {
				lang.URL, lang.Translated = b.addresses.Of(other.URL), true
			}
		}
		list = append(list, lang)
	}
	return list
}

// section returns the address in the main menu that the page is at or below.
func (b *Builder) section(p *site.Page) string {
	here, home, best := b.addresses.Of(p.URL), b.sites[p.Locale.Tag].Home, ""
	for _, item := range b.sites[p.Locale.Tag].Menus["main"] {
		url := string(item.URL)
		below := url == here || (url != home && strings.HasSuffix(url, "/") && strings.HasPrefix(here, url))
		if below && len(url) > len(best) {
			best = url
		}
	}
	return best
}

// openGraphLocale returns "fr_FR" for "fr": Open Graph always names a
// territory, so the likeliest one stands where the tag has none.
func openGraphLocale(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil {
		return strings.ReplaceAll(tag, "-", "_")
	}
	lang, _ := parsed.Base()
	region, _ := parsed.Region()
	return lang.String() + "_" + region.String()
}

func (b *Builder) link(l site.Link, page site.URL) Link {
	text := l.Title
	if text == "" {
		text = l.URL
	}
	return Link{URL: b.addresses.link(l, page), Text: text, Lang: l.Lang, Outside: l.Outside}
}

func (b *Builder) term(t *site.Term) Term {
	return Term{Key: t.Key, Label: t.Label, Description: t.Description, URL: b.addresses.Of(t.URL), Count: t.Count}
}

// Terms returns terms as views show them.
func (b *Builder) Terms(terms []*site.Term) []Term { return b.terms(terms) }

func (b *Builder) terms(terms []*site.Term) []Term {
	if len(terms) == 0 {
		return nil
	}
	list := make([]Term, len(terms))
	for i, t := range terms {
		list[i] = b.term(t)
	}
	return list
}

func (b *Builder) image(i *site.Image) *Image {
	if i == nil {
		return nil
	}
	return &Image{URL: b.addresses.Of(i.URL), Width: i.Width, Height: i.Height, Alt: i.Alt, Caption: i.Caption}
}

func (b *Builder) list(p *site.Page) *List {
	pager := p.Pager
	list := &List{Cards: b.cardsOf(p.Cards, p.Locale), Number: pager.Number, Total: pager.Total, Entries: pager.Entries}
	if pager.Number > 1 {
		list.Previous = b.addresses.Of(pager.Pages[pager.Number-2])
	}
	if pager.Number < len(pager.Pages) {
		list.Next = b.addresses.Of(pager.Pages[pager.Number])
	}
	if pager.Total > 1 {
		list.Pages = b.pageLinks(pager)
	}
	return list
}

// pageLinks returns the first and last page and those next to the present one;
// a gap of a single page is that page.
func (b *Builder) pageLinks(pager *site.Pager) []PageLink {
	var links []PageLink
	from, to := pager.Number-1, pager.Number+1
	for n := 1; n <= len(pager.Pages); n++ {
		near := n >= from && n <= to || n == 1 || n == pager.Total || n == 2 && from == 3 || n == pager.Total-1 && to == pager.Total-2
		if near {
			links = append(links, PageLink{Number: n, URL: b.addresses.Of(pager.Pages[n-1]), Current: n == pager.Number})
			continue
		}
		links = append(links, PageLink{Gap: true})
		// A list may have thousands of pages: go to the end of the gap.
		if n < from {
			n = from - 1
		} else {
			n = pager.Total - 1
		}
	}
	return links
}

// phoneLink returns the address that dials a number.
func phoneLink(number string) template.URL {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
	return template.URL("tel:" + digits)
}
