// Package parse turns source files into entries: one file, one entry, whatever
// the other files say. What it makes depends on the file and the schema only.
//
// Invariant: whatever an editor writes either does what it says or is reported
// where it stands.
package parse

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
	"essaim/generator/internal/stage/parse/field"
	"essaim/generator/internal/stage/parse/figure"
	"essaim/generator/internal/stage/parse/frontmatter"
	"essaim/generator/internal/stage/parse/markdown"
	"essaim/generator/internal/stage/parse/phrase"
)

// Files returns the files that File turns into entries, in order of path: also
// those that were meant as entries, and those of any kind that could not be
// loaded, which become entries without content for their diagnostics.
func Files(tree *source.Tree) []*source.File {
	return slices.DeleteFunc(slices.Clone(tree.Files()), func(f *source.File) bool {
		return !IsEntry(f.Path) && !isMisnamed(f.Path) && f.Problem == source.OK
	})
}

// IsEntry reports whether a path is that of an entry: Markdown below content/,
// folders for settings excepted.
func IsEntry(file string) bool {
	rest, below := strings.CutPrefix(file, "content/")
	return below && strings.HasSuffix(rest, ".md") && !strings.HasPrefix(rest, "_")
}

// misnamed finds names that were meant as those of entries: another case or
// spelling of the ending, or something behind it.
var misnamed = regexp.MustCompile(`(?i)^content/[^_].*\.(md|markdown|mdx|mdown)(\.[a-z0-9-]+)?$`)

func isMisnamed(file string) bool { return !IsEntry(file) && misnamed.MatchString(file) }

// Parser parses one file after the other, in the memory of the last. It is for
// one goroutine at a time.
type Parser struct {
	schema   *schema.Schema
	zone     *time.Location
	front    frontmatter.Reader
	markdown markdown.Parser
	// numbers finds the numbers of texts, by locale; empty when no type has a
	// series.
	numbers map[*schema.Locale]*figure.Reader
	// phrases finds what is not written, by locale; nil where all may be.
	phrases map[*schema.Locale]*phrase.Finder
}

// New returns a parser of the files of one site.
func New(s *schema.Schema) *Parser {
	zone, err := time.LoadLocation(s.Config.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	reading := *s // so that nothing else can be read of the settings
	reading.Config = s.Config.Reading()
	p := &Parser{schema: &reading, zone: zone, phrases: map[*schema.Locale]*phrase.Finder{}}
	for _, l := range s.Locales {
		p.phrases[l] = phrase.NewFinder(l.Phrases)
	}
	if slices.ContainsFunc(s.Types, func(t *schema.Type) bool { return t.Series != nil }) {
		p.numbers = map[*schema.Locale]*figure.Reader{}
		for _, l := range s.Locales {
			p.numbers[l] = figure.NewReader(l)
		}
	}
	return p
}

// File is that of a new Parser.
func File(f *source.File, s *schema.Schema) *content.Entry { return New(s).File(f) }

// File parses one file. A bug of the parser becomes a diagnostic that names
// the file, so that one file cannot take the others down. The entry shares no
// memory with the file; what its body says is good until the next file is parsed.
func (p *Parser) File(f *source.File) *content.Entry { return p.file(f, p.body) }

// Skim is File without reading the body, which takes most of its time. The entry
// has all that other entries see of it, but for the headings that links name.
func (p *Parser) Skim(f *source.File) *content.Entry {
	return p.file(f, func(e *content.Entry, _ *schema.Locale, _ []byte) { e.Body = &content.Body{Unread: true} })
}

// file parses one file; body reads the Markdown behind the front matter into e.
func (p *Parser) file(f *source.File, body func(e *content.Entry, l *schema.Locale, text []byte)) (e *content.Entry) {
	s := p.schema
	defer func() {
		if bug := recover(); bug != nil {
			e = &content.Entry{File: f.Path, Diagnostics: diag.List{diag.New("internal", source.In(f.Path, 0, 0), fmt.Sprint(bug))}}
		}
	}()
	if isMisnamed(f.Path) {
		d := diag.New("file-name/extension", source.In(f.Path, 0, 0), s.Config.SourceLocale)
		return &content.Entry{File: f.Path, Hash: f.Hash, Diagnostics: diag.List{d}}
	}
	e = &content.Entry{File: f.Path, Hash: f.Hash}
	locale := name(e, s)
	text, found := frontmatter.Text(f)
	e.Diagnostics.Add(found...)
	if text == nil || locale == nil || e.Type == nil {
		return e
	}
	doc, found := p.front.Read(text)
	e.Diagnostics.Add(found...)
	if doc.Root != nil && doc.Root.Kind == frontmatter.Mapping {
		d := field.Decoder{Schema: s, Locale: locale, Zone: p.zone, Numbers: p.numbers[locale], Phrases: p.phrases[locale]}
		written := d.Entry(doc.Root, e.Type)
		e.Fields = written.Fields
		e.Diagnostics.Add(d.Found...)
		slug(e)
	} else if doc.Root != nil {
		e.Diagnostics.Add(diag.New("front-syntax/mapping", doc.Root.Span))
	}
	if doc.Complete && (doc.Root == nil || doc.Root.Kind == frontmatter.Mapping) {
		e.FrontSpan = doc.Front
	}
	var written []byte
	if doc.BodyKnown {
		e.BodySpan, written = doc.Body, text.Data[doc.Body.Start:]
		body(e, locale, written)
	}
	if e.Type.List && e.Locale == s.Config.SourceLocale {
		e.Words = content.CountWords(e.Text("title"), e.Text("summary"), written)
	}
	return e
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// body reads the body of an entry.
func (p *Parser) body(e *content.Entry, locale *schema.Locale, text []byte) {
	var found diag.List
	e.Body, found = p.markdown.Parse(text, e.BodySpan, markdown.Options{
		Typography: locale.Typography, Lang: locale.Tag, MinLevel: 2, Numbers: p.numbers[locale],
	})
	e.Diagnostics.Add(found...)
	if e.Body != nil {
		e.Body.Sum = crc32.Checksum(bytes.TrimSpace(text), castagnoli)
	}
	if finder := p.phrases[locale]; finder != nil {
		finder.Find(text, func(m phrase.Match) {
			e.Diagnostics.Add(m.Diagnostic(source.In(e.File, e.BodySpan.Start+m.Start, e.BodySpan.Start+m.End)))
		})
	}
}

// name reads what the path of a file says: identity, locale and type. It
// returns the locale, or nil when the path says nothing usable.
func name(e *content.Entry, s *schema.Schema) *schema.Locale {
	at := source.In(e.File, 0, 0)
	id, tag, ok := content.Identity(e.File)
	if !ok {
		if IsEntry(e.File) {
			base := strings.TrimSuffix(path.Base(e.File), ".md")
			e.Diagnostics.Add(diag.New("file-name/locale", at, base+"."+s.Config.SourceLocale+".md").WithNote("note/known", source.Span{}, strings.Join(tagsOf(s), ", ")))
		}
		return nil
	}
	e.ID, e.Locale, e.Type = id, tag, s.TypeOf(id)
	locale := s.Locale(tag)
	if locale == nil {
		tags := tagsOf(s)
		d := diag.New("file-locale", at, tag)
		if nearest := spell.Nearest(tag, tags); nearest != "" {
			d = d.WithNote("note/nearest", source.Span{}, nearest)
		}
		e.Diagnostics.Add(d.WithNote("note/known", source.Span{}, strings.Join(tags, ", ")))
	}
	if e.Type == nil {
		var folders []string
		for _, t := range s.Types {
			folders = append(folders, t.Folder)
		}
		folder := path.Dir(id)
		d := diag.New("file-folder", at, folder)
		if nearest := spell.Nearest(folder, folders); nearest != "" {
			d = d.WithNote("note/nearest", source.Span{}, nearest)
		}
		e.Diagnostics.Add(d.WithNote("note/known", source.Span{}, strings.Join(folders, ", ")))
		return locale
	}
	for segment := range strings.SplitSeq(strings.TrimPrefix(id, e.Type.Folder+"/"), "/") {
		if good := schema.Slug(segment); good != segment {
			d := diag.New("file-name/slug", at, segment)
			if good != "" {
				d = d.WithNote("note/nearest", source.Span{}, good)
			}
			e.Diagnostics.Add(d)
		}
	}
	return locale
}

func tagsOf(s *schema.Schema) []string {
	var tags []string
	for _, l := range s.Locales {
		tags = append(tags, l.Tag)
	}
	return tags
}

// maxSlug is how many characters a slug may have.
const maxSlug = 150

// slug checks the field "slug".
func slug(e *content.Entry) {
	v, has := e.Fields.Get("slug")
	if !has {
		return
	}
	if utf8.RuneCountInString(v.Text) > maxSlug {
		e.Diagnostics.Add(diag.New("file-name/long", v.Span, string([]rune(v.Text)[:40])+"…", strconv.Itoa(maxSlug)))
		e.Fields.Drop("slug")
		return
	}
	if schema.Slug(v.Text) == v.Text {
		return
	}
	good := schema.Slug(v.Text)
	e.Diagnostics.Add(diag.New("file-name/slug", v.Span, v.Text).WithNearest(good, good))
	e.Fields.Drop("slug")
}
