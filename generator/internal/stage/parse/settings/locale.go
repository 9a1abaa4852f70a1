package settings

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
	"essaim/generator/internal/stage/parse/frontmatter"
	"essaim/search/analysis"
)

// localeFiles are the files of a locale's folder.
var localeFiles = []string{"locale.yaml", "terms.yaml", "synonyms.yaml", "queries.yaml", "phrases.yaml", "ui.json"}

// locales reads every folder of content/_locales, the source locale first.
func (r *reader) locales(s *schema.Schema, site *mapping) {
	folders := map[string]bool{}
	for _, f := range r.tree.Below(localesFolder) {
		tag, name, _ := strings.Cut(strings.TrimPrefix(f.Path, localesFolder+"/"), "/")
		if !slices.Contains(localeFiles, name) {
			nearest := spell.Nearest(name, localeFiles)
			d := diag.New("settings-unknown/file", source.In(f.Path, 0, 0), f.Path)
			if nearest != "" {
				d = d.WithNote("note/nearest", source.Span{}, nearest)
			}
			r.found.Add(d)
			continue
		}
		folders[tag] = true
	}
	for tag := range folders {
		if l := r.locale(tag); l != nil {
			s.Locales = append(s.Locales, l)
		}
	}
	isSource := func(l *schema.Locale) int {
		if l.Tag == s.Config.SourceLocale {
			return 0
		}
		return 1
	}
	slices.SortFunc(s.Locales, func(a, b *schema.Locale) int {
		return cmp.Or(cmp.Compare(isSource(a), isSource(b)), cmp.Compare(a.Tag, b.Tag))
	})
	if s.Locale(s.Config.SourceLocale) == nil {
		s.Locales = nil
		if !folders[s.Config.SourceLocale] {
			r.fatal(noSuchSource(site.get("source_locale").Span, s.Config.SourceLocale, slices.Sorted(maps.Keys(folders))))
		}
		return
	}
	for _, l := range s.Locales[1:] {
		r.foreignTerms(l, s.Source())
	}
}

// noSuchSource says that the source locale has no folder, and which was meant: the one
// that is near, or the only one of the same language ("fr" for "fr-FR").
func noSuchSource(at source.Span, tag string, folders []string) diag.Diagnostic {
	d := diag.New("settings-locale", at, tag)
	nearest := spell.Nearest(tag, folders)
	alike := slices.DeleteFunc(slices.Clone(folders), func(f string) bool { return schema.Language(f) != schema.Language(tag) })
	if nearest == "" && len(alike) == 1 {
		nearest = alike[0]
	}
	if nearest == "" && len(folders) > 0 {
		return d.WithNote("note/known", source.Span{}, joined(folders))
	}
	return d.WithNearest(nearest, nearest)
}

// locale reads one folder. It returns nil when it cannot be used.
func (r *reader) locale(tag string) *schema.Locale {
	folder := path.Join(localesFolder, tag)
	at := source.In(path.Join(folder, "locale.yaml"), 0, 0)
	if parsed, err := language.Parse(tag); err != nil || parsed.String() != tag {
		d := diag.New("settings-tag", at, tag)
		if err == nil {
			d = d.WithNote("note/nearest", source.Span{}, parsed.String())
		}
		r.fatal(d)
		return nil
	}
	f := r.tree.File(at.File)
	if f == nil {
		r.fatal(diag.New("settings-missing", at, at.File))
		return nil
	}
	m := r.needed(f)
	if m == nil {
		return nil
	}
	l := &schema.Locale{Tag: tag, Name: m.text("name"), TermsFile: path.Join(folder, "terms.yaml")}
	m.required("name")
	l.Direction = m.oneOf("direction", "ltr", "rtl")
	l.Analyzer = m.text("analyzer")
	if n := m.get("analyzer"); n != nil && !slices.Contains(analysis.Names(), l.Analyzer) {
		nearest := spell.Nearest(l.Analyzer, analysis.Names())
		d := diag.New("settings-analyzer", n.Span, l.Analyzer).WithNearest(nearest, nearest)
		r.fatal(d.WithNote("note/known", source.Span{}, strings.Join(analysis.Names(), ", ")))
	}
	l.Typography = m.oneOf("typography", "none", "fr", "en")
	r.dates(m, l)
	l.Decimal, l.Group = ".", ""
	if number := m.inner("number"); number != nil {
		l.Decimal = cmp.Or(number.text("decimal"), l.Decimal)
		l.Group = number.text("group")
		l.Scales = number.scales()
		number.close()
	}
	m.close()
	r.terms(l)
	r.synonyms(l, r.tree.File(path.Join(folder, "synonyms.yaml")))
	r.phrases(l, r.tree.File(path.Join(folder, "phrases.yaml")))
	r.queries(l, r.tree.File(path.Join(folder, "queries.yaml")))
	r.strings(l, r.tree.File(path.Join(folder, "ui.json")))
	return l
}

// scales reads the words for large numbers: one word, or the one behind less
// than two and the one behind more.
func (m *mapping) scales() []schema.Scale {
	var scales []schema.Scale
	for _, s := range []struct {
		name string
		from float64
	}{{"million", 1e6}, {"billion", 1e9}} {
		words := m.list(s.name)
		switch len(words) {
		case 0:
		case 1, 2:
			scales = append(scales, schema.Scale{From: s.from, One: words[0].Text, Other: words[len(words)-1].Text})
		default:
			m.kind(m.get(s.name), "settings-kind/text", s.name)
		}
	}
	return scales
}

// codePattern is a code for the key of a term, as others have given it: "2A".
var codePattern = regexp.MustCompile(`^[A-Z]*[0-9][A-Z0-9]*$`)

// datePlaces are what a pattern of dates may hold; placePattern finds what was
// meant as one.
var (
	datePlaces   = []string{"{d}", "{month}", "{m}", "{y}"}
	placePattern = regexp.MustCompile(`\{[^}]*\}?`)
)

// plurals are the categories of CLDR, and what go-i18n allows beside them.
var plurals = []string{"zero", "one", "two", "few", "many", "other", "description"}

// dates reads the names of months and the patterns of dates.
func (r *reader) dates(m *mapping, l *schema.Locale) {
	n := m.required("months")
	for _, month := range m.list("months") {
		l.Months = append(l.Months, month.Text)
	}
	if n != nil && len(l.Months) != 12 {
		r.fatal(diag.New("settings-kind/months", n.Span, "months"))
	}
	l.Date = map[string]string{}
	m.required("date")
	patterns := m.inner("date")
	if patterns == nil {
		return
	}
	for _, name := range []string{"day", "first", "month", "year"} {
		if text := patterns.text(name); text != "" {
			l.Date[name] = text
			for _, place := range placePattern.FindAllString(text, -1) {
				if !slices.Contains(datePlaces, place) {
					d := diag.New("settings-value", patterns.get(name).Span, place, name)
					r.found.Add(d.WithNote("note/known", source.Span{}, joined(datePlaces)))
				}
			}
		}
	}
	patterns.required("day")
	l.Date["month"] = cmp.Or(l.Date["month"], "{month} {y}")
	l.Date["year"] = cmp.Or(l.Date["year"], "{y}")
	patterns.close()
}

// terms reads terms.yaml.
func (r *reader) terms(l *schema.Locale) {
	l.Vocabularies = map[string][]schema.Term{}
	f := r.tree.File(l.TermsFile)
	if f == nil {
		return
	}
	m := r.file(f)
	if m == nil {
		return
	}
	for _, p := range m.node.Pairs {
		vocabulary := m.of(p.Value, p.Name)
		if vocabulary == nil {
			continue
		}
		terms := []schema.Term{}
		slugs := map[string]source.Span{}
		for _, q := range vocabulary.node.Pairs {
			term, ok := r.term(vocabulary, q)
			if !ok {
				continue
			}
			if other, twice := slugs[term.Slug]; twice {
				r.found.Add(diag.New("url-collision", term.Span, term.Slug).WithNote("note/other", other))
			}
			slugs[term.Slug] = term.Span
			terms = append(terms, term)
		}
		l.Vocabularies[p.Name] = terms
	}
}

// term reads "key: Label" or "key: {label, slug, description}".
func (r *reader) term(m *mapping, p frontmatter.Pair) (schema.Term, bool) {
	t := schema.Term{Key: p.Name, Span: p.Span}
	slug := schema.Slug(p.Name)
	if slug != p.Name && !codePattern.MatchString(p.Name) {
		r.found.Add(diag.New("file-name/slug", p.Span, p.Name).WithNearest(slug, slug))
		return t, false
	}
	switch p.Value.Kind {
	case frontmatter.Scalar:
		t.Label = p.Value.Text
	case frontmatter.Mapping:
		inner := m.of(p.Value, p.Name)
		t.Label, t.Slug, t.Description = inner.text("label"), inner.text("slug"), inner.text("description")
		if n := inner.get("slug"); n != nil && schema.Slug(t.Slug) != t.Slug {
			slug := schema.Slug(t.Slug)
			r.found.Add(diag.New("file-name/slug", n.Span, t.Slug).WithNearest(slug, slug))
		}
		inner.required("label")
		inner.close()
	case frontmatter.List:
		m.kind(p.Value, "settings-kind/text", p.Name)
		return t, false
	default:
		return t, false
	}
	t.Slug = cmp.Or(t.Slug, schema.Slug(t.Label), slug)
	return t, t.Label != ""
}

// foreignTerms reports the terms of a locale that the source locale lacks.
func (r *reader) foreignTerms(l, sourceLocale *schema.Locale) {
	for name, terms := range l.Vocabularies {
		var free []string
		for _, t := range sourceLocale.Vocabularies[name] {
			if l.Term(name, t.Key) == nil {
				free = append(free, t.Key)
			}
		}
		for _, t := range terms {
			if sourceLocale.Term(name, t.Key) == nil {
				nearest := spell.Nearest(t.Key, free)
				r.found.Add(diag.New("settings-term", t.Span, t.Key).WithNearest(nearest, nearest))
			}
		}
	}
}

// items returns what a file that is a list holds, with what reads it; nothing of
// one that is nil or no list.
func (r *reader) items(f *source.File) (*mapping, []*frontmatter.Node) {
	if f == nil {
		return nil, nil
	}
	root, complete := r.root(f)
	if root == nil {
		return nil, nil
	}
	if root.Kind != frontmatter.List {
		r.found.Add(diag.New("settings-kind/list", root.Span, f.Path))
		return nil, nil
	}
	return &mapping{reader: r, complete: complete}, root.Items
}

// synonyms reads groups of words.
func (r *reader) synonyms(l *schema.Locale, f *source.File) {
	m, groups := r.items(f)
	for _, group := range groups {
		if group.Kind != frontmatter.List || len(group.Items) < 2 {
			m.kind(group, "settings-kind/words", f.Path)
			continue
		}
		var words []string
		for _, word := range group.Items {
			if word.Kind == frontmatter.Scalar {
				words = append(words, word.Text)
			} else {
				m.kind(word, "settings-kind/text", f.Path)
			}
		}
		l.Synonyms = append(l.Synonyms, words)
	}
}

// strings reads ui.json: a text by name, or texts by plural category.
func (r *reader) strings(l *schema.Locale, f *source.File) {
	l.Strings = map[string]schema.Message{}
	if f == nil {
		return
	}
	text, broken := frontmatter.Text(f)
	r.found.Add(broken...)
	if text == nil {
		return
	}
	if data, mark, found := frontmatter.WithoutMark(text); mark > 0 {
		r.found.Add(found...)
		text = &source.File{Path: text.Path, Data: append(bytes.Repeat([]byte(" "), mark), data...)} // all stays where it is
	}
	var whole any
	if err := json.Unmarshal(text.Data, &whole); err != nil {
		r.json(text, err)
		return
	}
	if _, isObject := whole.(map[string]any); !isObject {
		r.found.Add(diag.New("settings-kind/mapping", source.In(f.Path, 0, 0), f.Path))
		return
	}
	// It is JSON, so none of what follows can fail; the decoder is there for
	// the places of the names.
	decoder := json.NewDecoder(bytes.NewReader(text.Data))
	_, _ = decoder.Token()
	for decoder.More() {
		name, _ := decoder.Token()
		end := int(decoder.InputOffset())
		start := bytes.LastIndexByte(text.Data[:end-1], '"')
		var value json.RawMessage
		_ = decoder.Decode(&value)
		if first, twice := l.Strings[name.(string)]; twice {
			at := source.In(f.Path, max(start, 0), end)
			r.found.Add(diag.New("front-duplicate", at, name.(string)).WithNote("note/first", first.Span))
		}
		message := schema.Message{Span: source.In(f.Path, max(start, 0), end)}
		var other string
		if json.Unmarshal(value, &other) == nil {
			message.Forms = map[string]string{"other": other}
		} else if json.Unmarshal(value, &message.Forms) != nil {
			r.found.Add(diag.New("settings-kind/text", message.Span, name.(string)))
			continue
		}
		for _, form := range slices.Sorted(maps.Keys(message.Forms)) {
			if !slices.Contains(plurals, form) {
				r.found.Add(diag.New("settings-unknown", message.Span, form).WithNote("note/known", source.Span{}, joined(plurals)))
			}
		}
		l.Strings[name.(string)] = message
	}
}
