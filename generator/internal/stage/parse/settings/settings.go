// Package settings reads what a site may contain: content/site.yaml,
// content/_types and content/_locales become a schema.Schema. Every key is
// checked; SETTINGS.md lists them all.
//
// reader.go reads a key of any file; the others are named after what they read:
//
//	settings.go    site.yaml; of it api.go and forms.go
//	types.go       _types; of them filters.go, series.go, closing.go, map.go, shelves.go
//	               and structured.go
//	locale.go      _locales; of them queries.go and phrases.go; json.go, what is no JSON
//	typography.go  texts set in the micro-typography of their locale, when all is read
package settings

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
	"essaim/generator/internal/stage/parse/field"
	"essaim/generator/internal/stage/parse/frontmatter"
)

const (
	siteFile      = "content/site.yaml"
	typesFolder   = "content/_types"
	localesFolder = "content/_locales"
)

// Read reads the settings of a site. The schema is nil when they cannot be
// used; what is wrong is then an error of the list.
func Read(tree *source.Tree) (*schema.Schema, diag.List) {
	r := &reader{tree: tree}
	s := &schema.Schema{}
	site := r.site(s)
	if site == nil {
		return nil, r.found
	}
	s.Hash = hash(tree, s.Config)
	r.locales(s, site)
	if len(s.Locales) == 0 {
		return nil, r.found
	}
	if title := site.get("title"); title != nil {
		site.inSource(title, "title", s.Config.SourceLocale)
	}
	r.taxonomies(s, site)
	r.search(s, site)
	r.api(s, site)
	s.Config.Feeds, s.Config.Handbook = r.ownPage(site, "feeds", s), r.ownPage(site, "handbook", s)
	r.menus(s, site)
	forms := site.inner("forms")
	site.close()
	r.types(s)
	r.forms(s, forms)
	if r.useless {
		return nil, r.found
	}
	r.checkTags(s)
	setTexts(s)
	return s, r.found
}

// checkTags reports texts in a locale that the site does not have.
func (r *reader) checkTags(s *schema.Schema) {
	var known []string
	for _, l := range s.Locales {
		known = append(known, l.Tag)
	}
	for _, p := range r.tags {
		if s.Locale(p.Name) == nil {
			d := diag.New("settings-locale/text", p.Span, p.Name)
			r.found.Add(d.WithNote("note/known", source.Span{}, joined(known)))
		}
	}
}

// hash returns the SHA-256 of what entries are read by: of site.yaml, which is edited
// most, what schema.Config.Reading leaves; of all other settings the files.
func hash(tree *source.Tree, c schema.Config) string {
	h := sha256.New()
	fmt.Fprintf(h, "%+v\n", c.Reading())
	for _, folder := range []string{typesFolder, localesFolder} {
		for _, f := range tree.Below(folder) {
			fmt.Fprintf(h, "%q %s\n", f.Path, f.Hash)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// site reads content/site.yaml, what needs the locales excepted. It returns nil when there is nothing to go on with.
func (r *reader) site(s *schema.Schema) *mapping {
	f := r.tree.File(siteFile)
	if f == nil {
		r.fatal(diag.New("settings-missing", source.In(siteFile, 0, 0), siteFile))
		return nil
	}
	m := r.needed(f)
	if m == nil {
		return nil
	}
	c := &s.Config
	c.SourceLocale = m.text("source_locale")
	if m.required("source_locale") == nil { // all others need it
		for _, p := range m.node.Pairs {
			if !m.known[p.Name] && spell.Nearest(p.Name, []string{"source_locale"}) != "" {
				m.misspelt(p, "source_locale")
			}
		}
		return nil
	}
	c.Title = m.texts("title", c.SourceLocale)
	m.required("title")
	c.Description = m.texts("description", c.SourceLocale)
	c.BaseURL = r.baseURL(m.required("base_url"))
	c.TimeZone, c.ZoneRules = r.zone(m.get("time_zone"))
	c.Theme = m.text("theme")
	if n := m.required("theme"); n != nil {
		c.ThemeSpan = n.Span
	}
	if n := m.required("home"); n != nil {
		c.Home, c.HomeSpan = strings.Trim(n.Text, "/"), n.Span
	}
	return m
}

// baseURL checks the address of the site and returns it with a slash at its
// end.
func (r *reader) baseURL(n *frontmatter.Node) string {
	if n == nil {
		return ""
	}
	u, err := url.Parse(n.Text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		r.fatal(diag.New("settings-base-url", n.Span, n.Text))
		return ""
	}
	return strings.TrimSuffix(n.Text, "/") + "/"
}

// zone returns the name of the time zone and what identifies its rules.
func (r *reader) zone(n *frontmatter.Node) (name, rules string) {
	if n == nil {
		return "UTC", ""
	}
	zone, err := time.LoadLocation(n.Text)
	if err != nil || n.Text == "" || n.Text == "Local" {
		r.found.Add(diag.New("settings-zone", n.Span, n.Text))
		return "UTC", ""
	}
	return n.Text, zoneRules(zone)
}

// zoneRules identifies the rules of a zone: the hash of when in two centuries its clocks
// are changed, and to what.
func zoneRules(zone *time.Location) string {
	h := sha256.New()
	last := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	for t := time.Date(1900, 1, 1, 0, 0, 0, 0, zone); t.Before(last); {
		name, offset := t.Zone()
		_, end := t.ZoneBounds()
		fmt.Fprintln(h, name, offset, end.Unix())
		if end.IsZero() {
			break
		}
		if t = t.Add(24 * time.Hour); end.After(t) { // on the last day of some years it is that day
			t = end
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// taxonomies reads the vocabularies that get pages.
func (r *reader) taxonomies(s *schema.Schema, site *mapping) {
	m := site.inner("taxonomies")
	if m == nil {
		return
	}
	for _, p := range m.node.Pairs {
		m.get(p.Name)
		inner := m.of(p.Value, p.Name)
		if inner == nil {
			continue
		}
		if s.Source().Vocabularies[p.Name] == nil {
			r.vocabulary(p.Name, p.Span, s)
			continue
		}
		x := &schema.Taxonomy{Name: p.Name, Span: p.Span}
		x.Label = inner.requiredTexts("label", s.Config.SourceLocale)
		x.Plural = inner.requiredTexts("plural", s.Config.SourceLocale)
		x.URL = r.addresses(inner, s.Config.SourceLocale)
		inner.close()
		s.Config.Taxonomies = append(s.Config.Taxonomies, x)
	}
	slices.SortFunc(s.Config.Taxonomies, func(a, b *schema.Taxonomy) int { return cmp.Compare(a.Name, b.Name) })
}

// vocabulary reports a vocabulary that the source locale lacks.
func (r *reader) vocabulary(name string, span source.Span, s *schema.Schema) {
	file := path.Join(localesFolder, s.Config.SourceLocale, "terms.yaml")
	var names []string
	for known := range s.Source().Vocabularies {
		names = append(names, known)
	}
	slices.Sort(names)
	nearest := spell.Nearest(name, names)
	r.fatal(diag.New("settings-vocabulary", span, name, file).WithNearest(nearest, nearest))
}

// search reads the page where visitors search, or that there is no search.
func (r *reader) search(s *schema.Schema, site *mapping) {
	if n := site.get("search"); n != nil && n.Kind == frontmatter.Scalar && n.Text == "false" {
		s.Config.NoIndex = true
		return
	}
	s.Config.Search = r.ownPage(site, "search", s)
}

// ownPage reads the title and the address of a page that is made of the site
// itself; nil where the site has none.
func (r *reader) ownPage(site *mapping, name string, s *schema.Schema) *schema.OwnPage {
	m := site.inner(name)
	if m == nil {
		return nil
	}
	defer m.close()
	return &schema.OwnPage{
		Title: m.requiredTexts("title", s.Config.SourceLocale), URL: r.addresses(m, s.Config.SourceLocale), Span: m.node.Span,
	}
}

// ownFolders are where the files that belong to no page are: below the root of
// the site, where the pages of the source locale are too.
var ownFolders = []string{"assets", "media", "search", "api"}

// addresses reads the required "url": an address of a list per locale.
func (r *reader) addresses(m *mapping, sourceLocale string) schema.Text {
	n := m.required("url")
	if n == nil {
		return nil
	}
	check := func(tag string, value *frontmatter.Node) {
		if value.Kind != frontmatter.Scalar {
			return
		}
		text := value.Text
		sound := strings.HasPrefix(text, "/") && strings.HasSuffix(text, "/")
		for segment := range strings.SplitSeq(strings.Trim(text, "/"), "/") {
			sound = sound && (text == "/" || segment != "" && schema.Slug(segment) == segment)
		}
		first, _, _ := strings.Cut(strings.Trim(text, "/"), "/")
		switch {
		case !sound:
			r.fatal(diag.New("settings-url", value.Span, text))
		case tag == sourceLocale && slices.Contains(ownFolders, first):
			r.fatal(diag.New("settings-url/reserved", value.Span, "/"+first+"/"))
		}
	}
	if n.Kind == frontmatter.Scalar {
		check(sourceLocale, n)
	}
	for _, p := range n.Pairs {
		check(p.Name, p.Value)
	}
	return m.textsOf(n, "url", sourceLocale)
}

// menuNames are the menus that themes show; a theme may have others.
var menuNames = []string{"main", "footer"}

// menuItem wants a page of the site, or an outside address with a label.
func (r *reader) menuItem(m *mapping, item schema.MenuItem) {
	url := m.get("url")
	switch {
	case url == nil:
		m.required("to")
	case item.To != "":
		r.found.Add(diag.New("settings-menu/both", url.Span))
	case !field.IsAddress(item.URL):
		r.found.Add(diag.New("settings-menu/url", url.Span, item.URL))
	default:
		m.required("label")
	}
}

// menus reads the menus by name.
func (r *reader) menus(s *schema.Schema, site *mapping) {
	m := site.inner("menus")
	if m == nil {
		return
	}
	s.Config.Menus = map[string][]schema.MenuItem{}
	for _, p := range m.node.Pairs {
		if nearest := spell.Nearest(p.Name, menuNames); nearest != p.Name && nearest != "" && m.node.Get(nearest) == nil {
			m.found.Add(diag.New("settings-unknown", p.Span, p.Name).WithNearest(nearest, nearest))
			continue
		}
		m.get(p.Name)
		if p.Value.Kind != frontmatter.List {
			m.kind(p.Value, "settings-kind/list", p.Name)
			continue
		}
		items := []schema.MenuItem{}
		for _, n := range p.Value.Items {
			inner := m.of(n, p.Name)
			if inner == nil {
				continue
			}
			item := schema.MenuItem{To: inner.text("to"), URL: inner.text("url"), Label: inner.texts("label", s.Config.SourceLocale), Span: n.Span}
			if to := inner.get("to"); to != nil {
				item.Span = to.Span
			}
			r.menuItem(inner, item)
			inner.close()
			items = append(items, item)
		}
		s.Config.Menus[p.Name] = items
	}
}
