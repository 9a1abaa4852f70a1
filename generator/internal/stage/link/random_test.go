package link

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// randomSite is a site that is made up and edited at random: everything that
// an entry can hold, right and wrong.
type randomSite struct {
	r       *rand.Rand
	schema  *schema.Schema
	media   []*source.File
	entries map[string]*content.Entry
	made    int
}

func newRandomSite(seed uint64, size int) *randomSite {
	s := &randomSite{r: rand.New(rand.NewPCG(seed, 1)), schema: randomSchema(), entries: map[string]*content.Entry{}}
	for i, path := range []string{"content/media/a.svg", "content/media/b.svg", "content/notes/c.svg", "content/notes/plan.pdf", "content/media/d.png"} {
		s.media = append(s.media, &source.File{Path: path, Hash: fmt.Sprintf("%08d%08d", i, i), Head: []byte(`<svg width="10" height="20">`)})
	}
	for _, locale := range s.schema.Locales {
		s.put("pages/home." + locale.Tag)
	}
	for range size {
		s.put(s.key())
	}
	return s
}

// randomSchema is that of rules with a page to search on, judged queries, a
// second listed type and every kind of field that link looks at.
func randomSchema() *schema.Schema {
	s := rules()
	s.Config.Search = &schema.SearchPage{Title: schema.Text{"fr": "Recherche"}, URL: schema.Text{"fr": "/recherche/", "en": "/search/"}}
	s.Config.Menus["footer"] = []schema.MenuItem{{To: "/tag/eau"}, {URL: "https://example.com/"}, {To: "/nulle/part"}, {To: "/guides/g1"}}
	s.Locales[0].Queries = []schema.Query{{Text: "eau", Answers: []schema.Answer{{ID: "notes/n1"}, {ID: "notes"}, {ID: "notes/n99"}}}}
	s.Types[0].Sort = append(s.Types[0].Sort, schema.SortKey{Field: "title"})
	s.Types[0].Fields = append(s.Types[0].Fields,
		&schema.Field{Name: "image", Kind: schema.KindImage}, &schema.Field{Name: "plan", Kind: schema.KindFile},
		&schema.Field{Name: "see", Kind: schema.KindRef}, &schema.Field{Name: "where", Kind: schema.KindCountry},
		&schema.Field{Name: "level", Kind: schema.KindEnum, Values: []schema.EnumValue{{Key: "one", Label: schema.Text{"fr": "Un"}}, {Key: "two"}}},
		&schema.Field{Name: "site", Kind: schema.KindURL},
	)
	s.Types = append(s.Types, &schema.Type{
		Name: "guide", Folder: "guides", URL: schema.Text{"fr": "/guides/", "en": "/manuals/"}, List: true, PageSize: 3,
		Plural: schema.Text{"fr": "Guides", "en": "Manuals"}, Sort: []schema.SortKey{{Field: "title"}}, Fields: s.Types[0].Fields,
	})
	return s
}

// key returns the key of an entry that may exist or not.
func (s *randomSite) key() string {
	tag := "fr"
	if s.r.IntN(3) == 0 {
		tag = "en"
	}
	if s.r.IntN(3) == 0 {
		return fmt.Sprintf("guides/g%d.%s", s.r.IntN(12), tag)
	}
	return fmt.Sprintf("notes/n%d.%s", s.r.IntN(25), tag)
}

// some returns one of the given things.
func some[T any](s *randomSite, list ...T) T { return list[s.r.IntN(len(list))] }

// put writes an entry anew.
func (s *randomSite) put(key string) {
	e := entry(s.schema, key, nil)
	s.entries[key] = e
	e.FrontSpan = source.In(e.File, 4, 90)
	e.FieldSpans = map[string]source.Span{}
	s.editTitle(e)
	for range s.r.IntN(9) {
		s.editField(e)
	}
	s.editBody(e)
}

// words returns a text of a few words, some of them rare.
func (s *randomSite) words(n int) string {
	text := ""
	for range n {
		text += some(s, "serviettes", "gradins", "recyclage", "quartier", "théâtre", "semences", "moto"+string(rune('a'+s.r.IntN(20)))) + " "
	}
	return text
}

func (s *randomSite) editTitle(e *content.Entry) {
	e.Fields["title"] = s.value(e, schema.KindText, some(s, "Été", "eau", "Zèbre", "2024", "« Lin »", "été")+" "+s.words(1))
}

func (s *randomSite) value(e *content.Entry, kind schema.Kind, text string) content.Value {
	return content.Value{Kind: kind, Text: text, Span: source.In(e.File, 10+s.r.IntN(3), 20)}
}

func (s *randomSite) values(e *content.Entry, kind schema.Kind, texts ...string) content.Value {
	v := content.Value{Kind: kind, IsList: true, Span: source.In(e.File, 10, 40)}
	for range 1 + s.r.IntN(3) {
		v.Items = append(v.Items, s.value(e, kind, some(s, texts...)))
	}
	return v
}

func (s *randomSite) path() string {
	return some(s, "/notes/n1", "/notes/n2", "/notes/n3#un", "/notes/n4#deux", "/guides/g1", "/guides/g2#trois", "/notes/nn3", "/notes/", "/tag/eau", "/", "/pages/home", "#un", "https://example.org/")
}

// editField sets or removes one field.
func (s *randomSite) editField(e *content.Entry) {
	name := some(s, "summary", "date", "tags", "related", "more", "facts", "image", "plan", "see", "where", "level", "site", "draft", "publish", "expire", "slug", "aliases")
	if s.r.IntN(4) == 0 {
		delete(e.Fields, name)
		return
	}
	var v content.Value
	switch name {
	case "summary":
		v = s.value(e, schema.KindText, s.words(4))
	case "date":
		v = day(1 + s.r.IntN(28))
	case "tags":
		v = s.values(e, schema.KindTerm, "eau", "sol", "absent")
	case "related":
		v = s.values(e, schema.KindRef, "/notes/n1", "/notes/n2", "/notes/n3", "/guides/g1")
	case "more":
		v = s.value(e, schema.KindMarkdown, s.words(3))
		v.Body = s.body(e)
	case "facts":
		v = content.Value{Kind: schema.KindList, IsList: true, Items: []content.Value{{Fields: map[string]content.Value{
			"value": {Kind: schema.KindNumber, Number: float64(s.r.IntN(9))}, "unit": s.value(e, schema.KindText, s.words(1)),
		}}, {}}}
	case "image":
		v = s.value(e, schema.KindImage, some(s, "/media/a.svg", "/media/b.svg", "c.svg", "none.svg", "/media/d.png"))
	case "plan":
		v = s.value(e, schema.KindFile, some(s, "plan.pdf", "/media/a.svg"))
	case "see":
		v = s.value(e, schema.KindRef, s.path())
	case "where":
		v = s.value(e, schema.KindCountry, some(s, "FR", "BE"))
	case "level":
		v = s.value(e, schema.KindEnum, some(s, "one", "two"))
	case "site":
		v = s.value(e, schema.KindURL, "https://example.org/")
	case "draft":
		v = content.Value{Kind: schema.KindBoolean, Bool: s.r.IntN(2) == 0}
	case "publish":
		v = instant(some(s, "2024-07-01T00:00:00Z", "2024-08-02T00:00:00Z"))
	case "expire":
		v = instant(some(s, "2024-07-31T00:00:00Z", "2024-09-02T00:00:00Z", "2024-08-03T00:00:00Z"))
	case "slug":
		v = s.value(e, schema.KindText, some(s, "propre", "autre", "n1", "n2"))
	case "aliases":
		v = s.values(e, schema.KindText, "/vieux/", "/ancien/x", "/notes/n1/", "/Ancien/x", "no", "/media/x/")
	}
	e.Fields[name] = v
}

// editBody writes another body.
func (s *randomSite) editBody(e *content.Entry) {
	e.Body = s.body(e)
	s.made++
	e.Hash = fmt.Sprint(s.made)
	e.Words = nil
	if e.Type.List && e.Locale == "fr" {
		e.Words = plainWords(e, s.words(1+s.r.IntN(6)))
	}
}

// editText changes what no other page sees, links included.
func (s *randomSite) editText(e *content.Entry) {
	headings, images := e.Body.Headings, e.Body.Images
	s.editBody(e)
	e.Body.Headings, e.Body.Images = headings, images
}

func (s *randomSite) body(e *content.Entry) *content.Body {
	b := &content.Body{}
	for i := range s.r.IntN(4) {
		path := s.path()
		if s.r.IntN(8) == 0 {
			path = some(s, "/media/a.svg", "/media/b.svg")
		}
		at := 200 + 100*i + s.r.IntN(50)
		b.Links = append(b.Links, content.Ref{Target: path, Span: source.In(e.File, at, at+len(path))})
	}
	for _, id := range []string{"un", "deux", "trois"} {
		if s.r.IntN(2) == 0 {
			b.Headings = append(b.Headings, content.Heading{Level: 2 + s.r.IntN(2), ID: id})
		}
	}
	for range s.r.IntN(2) {
		b.Images = append(b.Images, content.Image{Src: some(s, "/media/a.svg", "c.svg", "none.svg"), Alt: s.words(1), Span: source.In(e.File, 600, 610)})
	}
	return b
}

// list returns the entries in order of path, as parse does.
func (s *randomSite) list() []*content.Entry {
	var list []*content.Entry
	for _, key := range slices.Sorted(maps.Keys(s.entries)) {
		list = append(list, s.entries[key])
	}
	return list
}

// tree returns the files of the site.
func (s *randomSite) tree() *source.Tree {
	files := slices.Clone(s.media)
	for _, e := range s.entries {
		files = append(files, &source.File{Path: e.File, Hash: e.Hash})
	}
	return source.NewTree(files)
}

// options returns those of a build at a moment of the day of clock.
func (s *randomSite) options() Options {
	return Options{Clock: clock.Add(time.Duration(s.r.IntN(3)) * time.Hour), Drafts: s.r.IntN(4) == 0}
}
