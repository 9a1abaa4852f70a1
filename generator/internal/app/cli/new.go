package cli

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"essaim/generator/internal/app/report"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/scaffold"
	"essaim/generator/internal/spell"
	"essaim/generator/internal/stage/load"
	"essaim/generator/internal/stage/parse"
	"essaim/generator/internal/stage/parse/settings"
)

func newFlags(f *flag.FlagSet, o *options) { f.StringVar(&o.locale, "locale", "", "") }

// runNew makes a new entry.
func runNew(ctx context.Context, s *session) int {
	tree, rules, code := s.rules(ctx)
	if rules == nil {
		return code
	}
	var types []string
	for _, t := range rules.Types {
		types = append(types, t.Name)
	}
	if len(s.args) != 2 {
		return s.wrongUse(s.text.newUsage, strings.Join(types, ", "))
	}
	t := rules.Type(s.args[0])
	if t == nil {
		s.wrongUse(s.text.noType, s.args[0], strings.Join(types, ", "))
		if nearest := spell.Nearest(s.args[0], types); nearest != "" {
			fmt.Fprintf(s.Stderr, s.text.didYouMean+"\n", nearest)
		}
		return WrongUse
	}
	slug := s.args[1]
	good := schema.Slug(slug)
	if good == "index" { // which is the entry of a folder
		good = ""
	}
	if good != slug || slug == "" {
		return s.wrongUse(s.text.badSlug, slug, cmp.Or(good, "canal-2024"))
	}
	if s.locale == "" {
		s.locale = rules.Config.SourceLocale
	}
	locale := rules.Locale(s.locale)
	if locale == nil {
		var tags []string
		for _, l := range rules.Locales {
			tags = append(tags, l.Tag)
		}
		return s.wrongUse(s.text.noLocale, s.locale, strings.Join(tags, ", "))
	}
	o := scaffold.Options{Schema: rules, Type: t, Locale: locale, Today: s.Now(), Lang: s.lang, Placeholder: textsIn(locale.Tag).placeholder}
	name := path.Join("content", t.Folder, slug+"."+locale.Tag+".md")
	if locale != rules.Source() {
		var from *source.File
		if name, from = sourceOf(tree, t, slug, locale, rules); from == nil {
			return s.wrongUse(s.text.noSource, path.Join("content", t.Folder, slug+"."+rules.Config.SourceLocale+".md"))
		}
		o.Source = parse.File(from, rules)
		if o.Source.Body != nil {
			o.Body = string(from.Data[o.Source.BodySpan.Start:])
		}
	}
	return s.create(name, scaffold.Entry(o))
}

// sourceOf finds the file that a translation is made of, and returns the path
// of the translation beside it.
func sourceOf(tree *source.Tree, t *schema.Type, slug string, locale *schema.Locale, rules *schema.Schema) (name string, from *source.File) {
	for _, stem := range []string{path.Join("content", t.Folder, slug), path.Join("content", t.Folder, slug, "index")} {
		if f := tree.File(stem + "." + rules.Config.SourceLocale + ".md"); f != nil {
			return stem + "." + locale.Tag + ".md", f
		}
	}
	return "", nil
}

// create writes a file that must not exist, through the site's folder.
func (s *session) create(name string, text []byte) int {
	root, err := os.OpenRoot(s.site)
	if err != nil {
		return s.failed(err)
	}
	defer root.Close()
	if err := root.MkdirAll(filepath.FromSlash(path.Dir(name)), 0o777); err != nil {
		return s.failed(err)
	}
	f, err := root.OpenFile(filepath.FromSlash(name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return s.wrongUse(s.text.exists, name)
	}
	if err != nil {
		return s.failed(err)
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return s.failed(err)
	}
	fmt.Fprintf(s.Stdout, s.text.added+"\n", name)
	return Good
}

// rules reads the settings of the site; they are nil when they cannot be used,
// which has then been said.
func (s *session) rules(ctx context.Context) (*source.Tree, *schema.Schema, int) {
	if !s.checkSite() {
		return nil, nil, WrongUse
	}
	tree, err := load.Dir(ctx, s.site, load.Options{})
	if err != nil {
		return nil, nil, s.failed(err)
	}
	rules, found := settings.Read(tree)
	if rules == nil {
		if err := report.Write(s.Stderr, found.Sorted(), tree, report.Options{Format: report.Text, Lang: s.lang, Color: s.color()}); err != nil {
			return nil, nil, s.failed(err)
		}
		return nil, nil, WrongUse
	}
	return tree, rules, Good
}

// sourceLocale returns the tag of the site's source locale, or "" when there
// is no site to ask: an index can be searched without the sources.
func (s *session) sourceLocale(ctx context.Context) string {
	tree, err := load.Dir(ctx, s.site, load.Options{Later: parse.IsEntry})
	if err != nil {
		return ""
	}
	if rules, _ := settings.Read(tree); rules != nil {
		return rules.Config.SourceLocale
	}
	return ""
}
