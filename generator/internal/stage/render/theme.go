package render

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
	"essaim/generator/internal/stage/render/sharecard"
	"essaim/generator/internal/stage/render/view"
)

// Theme is a theme made ready for the pages of one site. It is safe for
// concurrent use.
type Theme struct {
	// folder is "themes/<name>/".
	folder    string
	addresses view.Addresses
	messages  *catalogue
	assets    *assets
	// pages are the compiled templates by kind of page and locale.
	pages map[page]*compiled
	// cards draws share cards in cardColours.
	cards       *sharecard.Painter
	cardColours sharecard.Colours
	// rules are what it was read with, and key identifies its files.
	rules *schema.Schema
	key   output.Key
	// texts are the templates as written, by name, to find places in them.
	texts map[string]string
}

// page names a compiled template: "entry" or "entry-news", in a locale.
type page struct {
	name, locale string
}

// ParseTheme reads the theme that the settings name: its templates, assets and
// strings, all checked without making a page. The theme is of use only when no
// diagnostic is an error. kept spares it what a former run has made, and may be
// nil.
func ParseTheme(tree *source.Tree, s *schema.Schema, kept Kept) (*Theme, diag.List) {
	t := &Theme{
		folder: "themes/" + s.Config.Theme + "/", addresses: view.NewAddresses(s.Config.BaseURL),
		pages: map[page]*compiled{}, rules: s, key: themeKey(tree, s),
	}
	if len(tree.Below(t.folder)) == 0 {
		return t, diag.List{missingTheme(tree, s.Config)}
	}
	var found, more diag.List
	t.messages, found = readMessages(withExtension(tree.Below(t.folder+"i18n"), ".json"), s)
	t.assets, more = readAssets(tree.Below(t.folder+"assets"), t.folder+"assets/", kept)
	found.Add(more...)
	found.Add(t.readCard(tree.File(t.folder + cardFile))...)
	templates := withExtension(tree.Below(t.folder+"templates"), ".html")
	if kept == nil {
		found.Add(t.readTemplates(templates, s, false)...)
		return t, found.Sorted()
	}
	key := templatesKey(tree, t.key)
	_, good := kept.Get(key)
	wrong := t.readTemplates(templates, s, good)
	if len(wrong) == 0 && !good {
		kept.Put(key, []byte{1})
	}
	found.Add(wrong...)
	return t, found.Sorted()
}

// templatesKey is where it is kept that there is nothing to say of the templates
// of a theme. It identifies all that they are checked against: the theme, and the
// settings of the site, its strings among them.
func templatesKey(tree *source.Tree, theme output.Key) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "templates\n%x\n", theme)
	for _, f := range tree.Below("content") {
		if f.Path == "content/site.yaml" || strings.HasPrefix(f.Path, "content/_") {
			fmt.Fprintf(sum, "%q %s %d\n", f.Path, f.Hash, f.Problem)
		}
	}
	return string(sum.Sum(nil))
}

// Is reports whether ParseTheme would read just this theme again. There is no
// such theme before the first.
func (t *Theme) Is(tree *source.Tree, s *schema.Schema) bool {
	return t != nil && t.rules == s && t.key == themeKey(tree, s)
}

// withExtension returns the files that were read and whose names end so.
func withExtension(files []*source.File, extension string) []*source.File {
	return slices.DeleteFunc(slices.Clone(files), func(f *source.File) bool {
		return f.Problem != source.OK || !strings.HasSuffix(f.Path, extension)
	})
}

func missingTheme(tree *source.Tree, c schema.Config) diag.Diagnostic {
	var names []string
	for _, f := range tree.Below("themes") {
		if other, _, inFolder := strings.Cut(strings.TrimPrefix(f.Path, "themes/"), "/"); inFolder {
			names = append(names, other)
		}
	}
	nearest := spell.Nearest(c.Theme, slices.Compact(names))
	return diag.New("theme-missing", c.ThemeSpan, c.Theme).WithNearest(nearest, nearest)
}

// templateName returns the name of the template that makes a page: that of its
// kind, or of the entry's type when the theme has one.
func (t *Theme) templateName(p *site.Page) string {
	if p.Kind == site.KindEntry && p.Type != nil {
		if own := entryOf(p.Type.Name); t.pages[page{own, p.Locale.Tag}] != nil {
			return own
		}
	}
	return string(p.Kind)
}

// entryOf returns the name of the template for entries of one type.
func entryOf(typeName string) string { return string(site.KindEntry) + "-" + typeName }
