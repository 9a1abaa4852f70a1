package link

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// claim is the owner of an address.
type claim struct {
	url   site.URL
	owner source.Span
	// alias reports whether it is a former address.
	alias bool
}

// ownLink leads to a page that is made of the site itself.
func (l *linker) ownLink(p *schema.OwnPage, state *localeState) site.Link {
	source, tag := l.schema.Config.SourceLocale, state.locale.Tag
	return site.Link{URL: string(join(state.homeLink.URL, p.URL.In(tag, source))), Title: p.Title.In(tag, source)}
}

// address claims the address of every live version, and notes what editors may
// name beside entries.
func (l *linker) address() {
	for _, t := range l.schema.Types {
		if t.List {
			l.targets["/"+t.Folder] = target{kind: t}
		}
	}
	for _, x := range l.schema.Config.Taxonomies {
		l.targets["/"+x.Name] = target{taxonomy: x}
		for _, term := range l.schema.Source().Vocabularies[x.Name] {
			l.targets["/"+x.Name+"/"+term.Key] = target{taxonomy: x, term: term.Key}
		}
	}
	if l.schema.Config.Handbook != nil {
		l.targets[handbookPath] = target{handbook: true}
		for _, t := range l.schema.Types {
			l.targets[handbookPath+"/"+t.Name] = target{handbook: true, kind: t}
		}
	}
	if l.schema.Config.Feeds != nil {
		l.targets["/feeds"] = target{feeds: true}
	}
	for _, f := range l.schema.Config.Forms {
		l.targets["/forms/"+f.Name] = target{form: f}
	}
	l.claims = make(map[string]claim, len(l.groups)*len(l.locales))
	for _, g := range l.groups {
		for _, v := range g.versions {
			if v != nil && v.live {
				l.claim(v.url, l.addressSpan(v))
			}
		}
	}
	if l.home = l.byID[l.schema.Config.Home]; l.home == nil && l.schema.Config.Home != "" {
		d := diag.New("settings-home", l.schema.Config.HomeSpan, l.schema.Config.Home)
		l.diagnostics.Add(l.withNearestPath(d, "/"+l.schema.Config.Home))
	}
	l.homes()
}

// homes reports the locales that have no home page, or one that is not published: every
// page leads there.
func (l *linker) homes() {
	if l.home == nil || l.home.source() == nil || !l.home.source().live {
		return
	}
	written := l.home.source().entry.File
	for i, state := range l.locales {
		if v := l.home.versions[i]; i > 0 && (v == nil || !v.live) {
			if v != nil {
				l.diagnostics.Add(diag.New("settings-home/draft", source.In(v.entry.File, 0, 0), state.locale.Tag))
				continue
			}
			file := "content/_locales/" + state.locale.Tag + "/locale.yaml"
			missing := strings.TrimSuffix(written, "."+l.locales[0].locale.Tag+".md") + "." + state.locale.Tag + ".md"
			l.diagnostics.Add(diag.New("settings-home/locale", source.In(file, 0, 0), state.locale.Tag, missing))
		}
	}
}

// entryURL returns the address of a version: the locale's root for the home
// entry, else the type's address, the folders between, and the slug.
func (l *linker) entryURL(v *version) site.URL {
	if v.group.id == l.schema.Config.Home {
		return site.URL(v.homeLink.URL)
	}
	rest := strings.TrimPrefix(v.group.id, v.group.kind.Folder+"/")
	folders := rest[:strings.LastIndexByte(rest, '/')+1]
	return join(v.bases[v.group.kind], folders+v.entry.Slug()+"/")
}

// addressSpan returns the place that decides the address of a version: its
// slug, or the whole file.
func (l *linker) addressSpan(v *version) source.Span {
	if own, ok := v.entry.Fields.Get("slug"); ok {
		return own.Span
	}
	return source.Span{File: v.entry.File}
}

// claim records the owner of an address, or reports that it has one. Addresses
// that differ by case or Unicode form only are one file on some machines.
func (l *linker) claim(url site.URL, owner source.Span) bool {
	key := foldURL(url)
	other, taken := l.claims[key]
	if taken && strings.HasPrefix(owner.File, "content/_") {
		// A list was there by design: it is the entry that has to move.
		owner, other = other.owner, claim{url: other.url, owner: owner}
	}
	switch {
	case !taken:
		l.claims[key] = claim{url: url, owner: owner}
		return true
	case other.url == url:
		l.diagnostics.Add(diag.New("url-collision", owner, string(url)).WithNote("note/other", other.owner))
	default:
		l.diagnostics.Add(diag.New("url-collision/case", owner, string(url), string(other.url)).WithNote("note/other", other.owner))
	}
	return false
}

// foldURL returns what two addresses share whose files some machines confuse:
// "/A/index.html" is "/a/".
func foldURL(url site.URL) string {
	key := string(url)
	for i := range len(key) {
		if c := key[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			key = strings.ToLower(norm.NFC.String(key))
			break
		}
	}
	if folder, isIndex := strings.CutSuffix(key, "/index.html"); isIndex {
		return folder + "/"
	}
	return key
}

// aliases turns former addresses into redirects.
func (l *linker) aliases() {
	for _, g := range l.groups {
		for _, v := range g.versions {
			if v != nil && v.live {
				l.aliasesOf(v)
			}
		}
	}
}

func (l *linker) aliasesOf(v *version) {
	for _, alias := range v.fields.Value("aliases").Items {
		from := alias.Text
		if !validAlias(from) {
			l.diagnostics.Add(diag.New("alias-syntax", alias.Span, from))
			continue
		}
		if reserved(from) {
			l.diagnostics.Add(diag.New("alias-syntax/reserved", alias.Span, from))
			continue
		}
		if longestSegment(from) > maxSegment {
			l.diagnostics.Add(diag.New("alias-syntax/long", alias.Span, from[:40]+"…", strconv.Itoa(maxSegment)))
			continue
		}
		if last := from[strings.LastIndexByte(from, '/'):]; last != "/" && !strings.Contains(last, ".") {
			from += "/"
		}
		url := site.URL(from)
		key := foldURL(url)
		if other, taken := l.claims[key]; taken {
			code := diag.Msg("alias-live")
			if other.alias {
				code = "alias-duplicate"
			}
			l.diagnostics.Add(diag.New(code, alias.Span, alias.Text).WithNote("note/other", other.owner))
			continue
		}
		l.claims[key] = claim{url: url, owner: alias.Span, alias: true}
		l.site.Redirects = append(l.site.Redirects, site.Redirect{From: url, To: v.url, Locale: v.locale, Title: v.title})
	}
}

// maxSegment is how many characters a part of an address may have: file systems
// allow 255 bytes.
const maxSegment = 200

func longestSegment(path string) int {
	longest := 0
	for segment := range strings.SplitSeq(path, "/") {
		longest = max(longest, len(segment))
	}
	return longest
}

// reserved reports whether a path is that of a file which is made for every
// site, or of a folder of such files.
func reserved(path string) bool {
	first, _, inFolder := strings.Cut(strings.Trim(path, "/"), "/")
	switch first {
	case "assets", "media", "search":
		return true
	case "_headers", "_redirects", "robots.txt", "sitemap.xml", "404.html", "index.html":
		return !inFolder
	}
	return strings.HasPrefix(first, "sitemap")
}

// validAlias reports whether path can be the address of a file of the site:
// unreserved characters, no "." or ".." segment.
func validAlias(path string) bool {
	if len(path) < 2 || path[0] != '/' {
		return false
	}
	for segment := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if segment == "" || segment[0] == '.' {
			return false
		}
	}
	return !strings.ContainsFunc(path, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-._~/", r)
	})
}
