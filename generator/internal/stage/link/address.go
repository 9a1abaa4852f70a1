package link

import (
	"strconv"
	"strings"

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
}

// address gives every version its URL and every path that editors may write
// its target.
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
	for _, g := range l.groups {
		l.targets["/"+g.id] = target{group: g}
		for _, v := range g.sorted(l.schema) {
			v.url = l.entryURL(v)
			if v.live {
				l.claim(v.url, l.addressSpan(v))
			}
		}
	}
	if g := l.byID[l.schema.Config.Home]; g != nil {
		l.targets[""] = target{group: g} // "/" is the home page
	} else if l.schema.Config.Home != "" {
		d := diag.New("settings-home", l.schema.Config.HomeSpan, l.schema.Config.Home)
		l.diagnostics.Add(l.withNearestPath(d, "/"+l.schema.Config.Home))
	}
}

// entryURL returns the address of a version: the locale's root for the home
// entry, else the type's address, the folders between, and the slug.
func (l *linker) entryURL(v *version) site.URL {
	prefix := l.schema.Prefix(v.locale)
	if v.group.id == l.schema.Config.Home {
		return site.URL(prefix)
	}
	rest := strings.TrimPrefix(v.group.id, v.group.kind.Folder+"/")
	folders := rest[:strings.LastIndexByte(rest, '/')+1]
	return join(string(join(prefix, l.typeURL(v.group.kind, v.locale))), folders+v.entry.Slug()+"/")
}

// typeURL returns the address of a type below a locale's root.
func (l *linker) typeURL(t *schema.Type, locale *schema.Locale) string {
	return t.URL.In(locale.Tag, l.schema.Config.SourceLocale)
}

// addressSpan returns the place that decides the address of a version: its
// slug, or the whole file.
func (l *linker) addressSpan(v *version) source.Span {
	if own, ok := v.entry.Fields["slug"]; ok {
		return own.Span
	}
	return source.Span{File: v.entry.File}
}

// claim records the owner of an address, or reports that it has one. Addresses
// that differ by case or Unicode form only are one file on some machines.
func (l *linker) claim(url site.URL, owner source.Span) bool {
	key := strings.ToLower(norm.NFC.String(url.File()))
	other, taken := l.claims[key]
	if taken && strings.HasPrefix(owner.File, "content/_") {
		// A list was there by design: it is the entry that has to move.
		owner, other = other.owner, claim{url: other.url, owner: owner}
	}
	switch {
	case !taken:
		l.claims[key] = claim{url, owner}
		return true
	case other.url == url:
		l.diagnostics.Add(diag.New("url-collision", owner, string(url)).WithNote("note/other", other.owner))
	default:
		l.diagnostics.Add(diag.New("url-collision/case", owner, string(url), string(other.url)).WithNote("note/other", other.owner))
	}
	return false
}

// aliases turns former addresses into redirects.
func (l *linker) aliases() {
	for _, g := range l.groups {
		for _, v := range g.sorted(l.schema) {
			if v.live {
				l.aliasesOf(v)
			}
		}
	}
}

func (l *linker) aliasesOf(v *version) {
	for _, alias := range v.entry.Fields["aliases"].Items {
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
		key := strings.ToLower(norm.NFC.String(url.File()))
		if other, taken := l.claims[key]; taken {
			code := diag.Msg("alias-live")
			for _, r := range l.site.Redirects {
				if r.From.File() == other.url.File() {
					code = "alias-duplicate"
				}
			}
			l.diagnostics.Add(diag.New(code, alias.Span, alias.Text).WithNote("note/other", other.owner))
			continue
		}
		l.claims[key] = claim{url, alias.Span}
		l.site.Redirects = append(l.site.Redirects, site.Redirect{From: url, To: v.url, Locale: v.locale, Title: v.card.Title})
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
