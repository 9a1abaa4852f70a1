package render

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
	"essaim/generator/internal/stage/render/view"
)

// fallbackTag is the locale whose strings every theme has: the last of each
// chain.
const fallbackTag = "en"

// fieldLabels is the prefix of the strings that name fields whose type gives no
// label ("field.accessed"). A site may add its own, so they are never unknown.
const fieldLabels = "field."

// catalogue is the user interface's strings in every locale.
type catalogue struct {
	locales map[string]*messages
	// names are the keys that some locale has, sorted.
	names []string
}

// messages are the strings of one locale; each may come from another locale
// along the chain, and is then counted by the rules of that one.
type messages struct {
	locale *schema.Locale
	// plain are the strings without plural or place to fill.
	plain map[string]string
	// filled are the localizers of the others, in the locale they come from;
	// written are the same messages before anything is filled in.
	filled  map[string]*i18n.Localizer
	written map[string]*i18n.Message
}

// readMessages reads the strings of a theme, one go-i18n v2 JSON file per
// locale, and lays those of the site over them. An empty string is missing: it
// is looked for in the parent locale, the source locale, then in English.
func readMessages(files []*source.File, s *schema.Schema) (*catalogue, diag.List) {
	var found diag.List
	byTag := map[string]map[string]*i18n.Message{}
	for _, f := range files {
		tag := strings.TrimSuffix(f.Path[strings.LastIndexByte(f.Path, '/')+1:], ".json")
		parsed, err := i18n.ParseMessageFileBytes(f.Data, tag+".json", nil)
		if err != nil {
			found.Add(diag.New("settings-json/theme", jsonSpan(f, err), err.Error()))
			continue
		}
		byTag[tag] = map[string]*i18n.Message{}
		// The library reads nested names in the order of a map: of two messages
		// with one name, the same one must win each time.
		slices.SortFunc(parsed.Messages, func(a, b *i18n.Message) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Other, b.Other)) })
		for _, m := range parsed.Messages {
			byTag[tag][m.ID] = m
		}
	}
	found.Add(overlay(byTag, s)...)

	c := &catalogue{locales: map[string]*messages{}}
	names := map[string]bool{}
	localizers := map[string]*i18n.Localizer{}
	for tag, own := range byTag {
		for name, m := range own {
			complete(m)
			names[name] = names[name] || m.Other != ""
		}
		localizers[tag] = localizer(tag, own)
	}
	c.names = slices.Sorted(maps.Keys(names))
	for _, l := range s.Locales {
		c.locales[l.Tag] = c.chain(l, s.Config.SourceLocale, byTag, localizers)
	}
	return c, found
}

// overlay lays the strings of the site over those of the theme.
func overlay(byTag map[string]map[string]*i18n.Message, s *schema.Schema) diag.List {
	var found diag.List
	known := map[string]bool{}
	for _, own := range byTag {
		for name := range own {
			known[name] = true
		}
	}
	names := slices.Sorted(maps.Keys(known))
	for _, l := range s.Locales {
		if byTag[l.Tag] == nil {
			byTag[l.Tag] = map[string]*i18n.Message{}
		}
		for _, name := range slices.Sorted(maps.Keys(l.Strings)) {
			m := l.Strings[name]
			if !known[name] && !strings.HasPrefix(name, fieldLabels) {
				nearest := spell.Nearest(name, names)
				found.Add(diag.New("settings-string", m.Span, name).WithNearest(nearest, nearest))
			}
			if d, wrong := wrongPlaces(m, placesOf(byTag, name)); wrong {
				found.Add(d)
				continue // the theme's text is shown instead
			}
			own := &i18n.Message{
				ID: name, Zero: m.Forms["zero"], One: m.Forms["one"], Two: m.Forms["two"],
				Few: m.Forms["few"], Many: m.Forms["many"], Other: m.Forms["other"],
			}
			if complete(own); own.Other != "" {
				byTag[l.Tag][name] = own
			}
		}
	}
	return found
}

// place finds what a text has filled in: {{.Count}}.
var place = regexp.MustCompile(`\{\{\s*\.([A-Za-z]+)\s*\}\}`)

// placesOf returns what a theme's texts of one name have filled in, in any
// locale, sorted.
func placesOf(byTag map[string]map[string]*i18n.Message, name string) []string {
	known := map[string]bool{}
	for _, own := range byTag {
		m := own[name]
		if m == nil {
			continue
		}
		for _, text := range []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other} {
			for _, match := range place.FindAllStringSubmatch(text, -1) {
				known[match[1]] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(known))
}

// wrongPlaces reports a site's text that has something else filled in than the
// theme's text of the same name: the page would fail, far from the text.
func wrongPlaces(m schema.Message, known []string) (diag.Diagnostic, bool) {
	for _, form := range slices.Sorted(maps.Keys(m.Forms)) {
		text := m.Forms[form]
		for _, match := range place.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(known, match[1]) {
				d := diag.New("settings-string/place", m.Span, match[0])
				if nearest := spell.Nearest(match[1], known); nearest != "" {
					d = d.WithNote("note/nearest", source.Span{}, "{{."+nearest+"}}")
				}
				return d, true
			}
		}
		if rest := place.ReplaceAllString(text, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
			return diag.New("settings-string/syntax", m.Span, text), true
		}
	}
	return diag.Diagnostic{}, false
}

// complete gives every plural category that a message lacks the text of
// "other": French has "many" and never needs it.
func complete(m *i18n.Message) {
	if m.Other == "" {
		m.Other = cmp.Or(m.Many, m.Few, m.Two, m.One, m.Zero)
	}
	for _, form := range []*string{&m.Zero, &m.One, &m.Two, &m.Few, &m.Many} {
		if *form == "" {
			*form = m.Other
		}
	}
}

// localizer returns what fills the messages of one locale. A language whose
// plural rules are unknown is taken for one without plurals.
func localizer(tag string, own map[string]*i18n.Message) *i18n.Localizer {
	list := make([]*i18n.Message, 0, len(own))
	for _, name := range slices.Sorted(maps.Keys(own)) {
		list = append(list, own[name])
	}
	lang := language.Make(tag)
	bundle := i18n.NewBundle(lang)
	if err := bundle.AddMessages(lang, list...); err != nil {
		lang = language.Japanese
		bundle = i18n.NewBundle(lang)
		_ = bundle.AddMessages(lang, list...) // cannot fail: Japanese has rules
	}
	return i18n.NewLocalizer(bundle, lang.String())
}

// chain chooses where each string of a locale comes from.
func (c *catalogue) chain(l *schema.Locale, sourceTag string, byTag map[string]map[string]*i18n.Message, localizers map[string]*i18n.Localizer) *messages {
	tags := []string{l.Tag}
	for parent := language.Make(l.Tag).Parent(); !parent.IsRoot(); parent = parent.Parent() {
		tags = append(tags, parent.String())
	}
	tags = append(tags, sourceTag, fallbackTag)
	m := &messages{locale: l, plain: map[string]string{}, filled: map[string]*i18n.Localizer{}, written: map[string]*i18n.Message{}}
	for _, name := range c.names {
		for _, tag := range tags {
			own := byTag[tag][name]
			if own == nil || own.Other == "" {
				continue
			}
			if isPlain(own) {
				m.plain[name] = own.Other
			} else {
				m.filled[name], m.written[name] = localizers[tag], own
			}
			break
		}
	}
	return m
}

// isPlain reports whether a complete message is the same whatever it counts.
func isPlain(m *i18n.Message) bool {
	for _, form := range []string{m.Zero, m.One, m.Two, m.Few, m.Many} {
		if form != m.Other {
			return false
		}
	}
	return !strings.Contains(m.Other, "{{")
}

// has reports whether every locale has the string, or finds it along its chain.
func (c *catalogue) has(name string) bool {
	for _, m := range c.locales {
		if _, plain := m.plain[name]; !plain && m.filled[name] == nil {
			return false
		}
	}
	return true
}

// hasBelow reports whether a string's name begins with prefix.
func (c *catalogue) hasBelow(prefix string) bool {
	return slices.ContainsFunc(c.names, func(name string) bool { return strings.HasPrefix(name, prefix) })
}

// groups returns what the names of strings begin with, up to their first dot.
func (c *catalogue) groups() []string {
	var groups []string
	for _, name := range c.names {
		if group, _, dotted := strings.Cut(name, "."); dotted {
			groups = append(groups, group+".")
		}
	}
	return slices.Compact(groups)
}

// strings returns the strings whose name begins with prefix, by the rest of the
// name, for a script that fills them itself: a text, or one with plurals as a
// text by CLDR category, where a category that is not there takes "other". What
// varies is written as in the files: {{.Count}}.
func (m *messages) strings(prefix string) map[string]any {
	found := map[string]any{}
	for name, text := range m.plain {
		if rest, has := strings.CutPrefix(name, prefix); has {
			found[rest] = text
		}
	}
	for name, own := range m.written {
		rest, has := strings.CutPrefix(name, prefix)
		if !has {
			continue
		}
		forms := map[string]string{"other": own.Other}
		for category, text := range map[string]string{"zero": own.Zero, "one": own.One, "two": own.Two, "few": own.Few, "many": own.Many} {
			if text != own.Other {
				forms[category] = text
			}
		}
		if found[rest] = forms; len(forms) == 1 {
			found[rest] = own.Other
		}
	}
	return found
}

// text returns a string. args are names and values by turns; before them may
// stand one number, which chooses the plural and fills {{.Count}}. Numbers are
// written as in the locale.
func (m *messages) text(name string, args ...any) (string, error) {
	if text, ok := m.plain[name]; ok {
		return text, nil
	}
	localizer := m.filled[name]
	if localizer == nil {
		return "", fmt.Errorf("no string is called %q", name)
	}
	config := &i18n.LocalizeConfig{MessageID: name}
	data := map[string]any{}
	if len(args)%2 == 1 {
		n, ok := args[0].(int)
		if !ok {
			return "", fmt.Errorf("%q takes a whole number first, not %v", name, args[0])
		}
		config.PluralCount = n
		data["Count"] = view.FormatNumber(float64(n), m.locale)
		args = args[1:]
	}
	for i := 0; i < len(args); i += 2 {
		key, ok := args[i].(string)
		if !ok {
			return "", fmt.Errorf("%q takes names and values by turns: %v is no name", name, args[i])
		}
		data[key] = args[i+1]
		if n, isNumber := args[i+1].(int); isNumber {
			data[key] = view.FormatNumber(float64(n), m.locale)
		}
	}
	config.TemplateData = data
	text, err := localizer.Localize(config)
	if err == nil && strings.Contains(text, "<no value>") {
		err = fmt.Errorf("a value of the string %q is not given", name)
	}
	return text, err
}

// label returns the name of a field as readers see it.
func (m *messages) label(name, label string) string {
	if label != "" && label != name {
		return label
	}
	if text, ok := m.plain[fieldLabels+name]; ok {
		return text
	}
	return label
}

// jsonSpan returns where a JSON file is wrong.
func jsonSpan(f *source.File, err error) source.Span {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at := max(0, int(syntax.Offset)-1)
		return source.In(f.Path, at, at)
	}
	return source.In(f.Path, 0, 0)
}
