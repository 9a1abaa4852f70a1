package view

import (
	"html/template"
	"strings"

	"essaim/generator/internal/model/site"
)

// Addresses turns addresses below the site into those written into its output.
type Addresses struct {
	// origin is "https://example.org", without a slash at its end.
	origin string
	// path is that of the base URL, with a slash at either end.
	path string
	// whole makes every address begin with the origin: for feeds, which are
	// read elsewhere.
	whole bool
}

// NewAddresses returns the addresses below a base URL.
func NewAddresses(baseURL string) Addresses {
	scheme, rest, _ := strings.Cut(baseURL, "://")
	host, path, _ := strings.Cut(rest, "/")
	path = strings.Trim(path, "/")
	if path != "" {
		path += "/"
	}
	return Addresses{origin: scheme + "://" + host, path: "/" + path}
}

// Whole returns the same addresses with the host before them.
func (a Addresses) Whole() Addresses {
	a.whole = true
	return a
}

// Of returns the address of a page or file of the site.
func (a Addresses) Of(u site.URL) string {
	if u == "" {
		return ""
	}
	if a.whole {
		return a.Canonical(u)
	}
	if len(a.path) == 1 && u[0] == '/' {
		return string(u)
	}
	return a.path + strings.TrimPrefix(string(u), "/")
}

// Canonical returns the whole address of a page or file of the site.
func (a Addresses) Canonical(u site.URL) string {
	return a.origin + a.path + strings.TrimPrefix(string(u), "/")
}

// link returns the address of a resolved link on the page at u.
func (a Addresses) link(l site.Link, u site.URL) template.URL {
	switch {
	case l.URL == "" || l.Outside:
		return outside(l.URL)
	case l.URL[0] == '#':
		if a.whole {
			return template.URL(a.Of(u) + l.URL)
		}
		return template.URL(l.URL)
	}
	return template.URL(a.Of(site.URL(l.URL)))
}

// outside returns an outside address, or "" when its scheme is not one that a
// page may name. Validation reports such an address; this keeps it out of the
// page whatever happens before.
func outside(address string) template.URL {
	scheme, _, found := strings.Cut(address, ":")
	if !found || strings.ContainsAny(scheme, "/?#") {
		return template.URL(address)
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "tel":
		return template.URL(address)
	}
	return ""
}
