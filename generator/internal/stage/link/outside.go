package link

import (
	"maps"
	"net"
	"path"
	"slices"
	"strings"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// outside reports a reference that was to lead to this site and is not written so: one
// that is relative, and one with the whole address of a page, as it is copied from a
// browser.
func (r *resolver) outside(v *version, ref *content.Ref) {
	scheme, rest, _ := strings.Cut(ref.Target, ":")
	if strings.ContainsAny(scheme, "/?#") || len(scheme) == len(ref.Target) {
		d := diag.New("ref-relative", ref.Span, ref.Target)
		if meant := r.absolute(v, ref); meant != "" {
			d = d.WithNearest(meant, meant)
		}
		r.diagnostics.Add(d)
		return
	}
	address, own := r.belowBase(rest)
	local := !own && isLocal(rest)
	if local { // it was copied from the preview, which has the site where the base URL has it
		_, address, _ = strings.Cut(strings.TrimPrefix(rest, "//"), "/")
		address = strings.TrimPrefix(address, strings.TrimPrefix(r.basePath()+"/", "/"))
	}
	if !own && !local {
		return
	}
	page, anchor, hasAnchor := strings.Cut(address, "#")
	known, ok := r.addresses()[strings.Trim(page, "/")]
	switch {
	case !ok && local:
		r.diagnostics.Add(diag.New("url-syntax/local", ref.Span, ref.Target))
	case !ok || !local && !known.shownTo(v):
		// It leads to what is no page, or on purpose to a page in another language.
	default:
		if hasAnchor {
			known.path += "#" + anchor
		}
		d := diag.New("ref-relative/whole", ref.Span, ref.Target)
		if ref.Bare {
			d = d.WithNote("note/link", source.Span{}, known.path)
		} else {
			d = d.WithFix(ref.Span, known.path)
		}
		r.diagnostics.Add(d)
	}
}

// basePath is the path of the base URL, without a slash at its end.
func (l *linker) basePath() string {
	_, rest, _ := strings.Cut(l.schema.Config.BaseURL, "://")
	_, below, _ := strings.Cut(strings.TrimSuffix(rest, "/"), "/")
	return strings.TrimSuffix("/"+below, "/")
}

// belowBase returns what follows the base URL in an address without its scheme, when
// that is what it begins with.
func (l *linker) belowBase(rest string) (below string, own bool) {
	_, base, _ := strings.Cut(strings.TrimSuffix(l.schema.Config.BaseURL, "/"), ":")
	if len(rest) < len(base) || base == "" || !strings.EqualFold(rest[:len(base)], base) {
		return "", false
	}
	below = rest[len(base):]
	return below, below == "" || below[0] == '/' || below[0] == '#'
}

// isLocal reports whether an address without its scheme is that of the machine on which
// it is opened.
func isLocal(rest string) bool {
	host, _, _ := strings.Cut(strings.TrimPrefix(rest, "//"), "/")
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return net.ParseIP(strings.Trim(host, "[]")).IsLoopback()
}

// absolute returns the internal address that a relative one surely means: that of the
// page or file whose path or public address it gives, from the place of its own file or
// from the top; or that of a host or of a mailbox. It is "" when nothing is sure.
func (r *resolver) absolute(v *version, ref *content.Ref) string {
	file, fragment, found := strings.Cut(ref.Target, "#")
	if found {
		fragment = "#" + fragment
	}
	for _, folder := range []string{path.Dir(v.entry.File), "content"} {
		name := path.Join(folder, strings.TrimPrefix(file, "content/"))
		if meant := r.named(name); meant != "" && !strings.Contains(file, "?") {
			return meant + fragment
		}
	}
	switch name, host, isMail := strings.Cut(ref.Target, "@"); {
	case strings.ContainsAny(ref.Target, " ,;<>"):
	case strings.HasPrefix(ref.Target, "www."):
		return "https://" + ref.Target
	case isMail && name != "" && strings.Contains(host, ".") && !strings.ContainsAny(name+host, "@/?#"):
		return "mailto:" + ref.Target
	}
	return ""
}

// named returns how a link names the page or file with a name below content/: its path,
// that of its source, or its public address. It is "" when there is none.
func (l *linker) named(name string) string {
	below, ok := strings.CutPrefix(name, "content/")
	if !ok {
		return ""
	}
	if f := l.tree.File(name); f != nil && content.IsMedia(name) {
		return "/" + below
	}
	if id, _, isEntry := content.Identity(name); isEntry {
		below = id
	} else if plain, isSource := strings.CutSuffix(below, ".md"); isSource {
		below = strings.TrimSuffix(plain, "/index") // its locale is left out
	}
	if _, known := l.lookup("/" + below); known {
		return "/" + below
	}
	if page, known := l.addresses()[below]; known {
		return page.path
	}
	if meant := l.paths().Sure("/" + below); meant != "" && isMisspelt(l.paths(), "/"+below, meant) {
		return meant
	}
	return ""
}

// addressed is what links name by a path, as a public address leads to it.
type addressed struct {
	path string
	// locale is that of the address.
	locale *localeState
	// entry is nil for a page that is made of others.
	entry *version
}

// shownTo reports whether a link by the path would lead to the same address from a page.
func (a addressed) shownTo(v *version) bool {
	if a.entry != nil {
		return a.entry.group.in(v.localeState) == a.entry
	}
	return a.locale == v.localeState
}

// knownAddresses returns all pages that links may name, by public address without
// slashes at its ends. Of several at one address it has the one that is published, the
// entry, and the first.
func (l *linker) knownAddresses() map[string]addressed {
	known := make(map[string]addressed, len(l.groups)+len(l.targets))
	add := func(address string, page addressed) {
		address = strings.Trim(address, "/")
		if _, taken := known[address]; !taken {
			known[address] = page
		}
	}
	addEntries := func(live bool) {
		for _, g := range l.groups {
			for i, v := range g.versions {
				switch {
				case v == nil || v.live != live:
				case g == l.home:
					add(l.locales[i].homeLink.URL, addressed{"/", l.locales[i], v})
				default:
					add(string(v.url), addressed{"/" + g.id, l.locales[i], v})
				}
			}
		}
	}
	addEntries(true)
	for _, target := range slices.Sorted(maps.Keys(l.targets)) {
		for _, state := range l.locales {
			if url := l.toList(state, l.targets[target]).URL; url != "" {
				add(url, addressed{target + "/", state, nil})
			}
		}
	}
	addEntries(false)
	return known
}
