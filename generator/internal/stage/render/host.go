package render

import (
	"bytes"
	"fmt"
	"strings"

	"essaim/generator/internal/model/output"
)

// contentPolicy lets a page load from the site itself and run nothing that
// stands in it. The theme has no inline style or script to allow; JSON-LD is
// data, which the policy does not concern.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// securityHeaders are sent with every file.
func securityHeaders() []string {
	return []string{
		"Content-Security-Policy: " + contentPolicy,
		"Strict-Transport-Security: max-age=31536000",
		"X-Content-Type-Options: nosniff",
		"X-Frame-Options: DENY",
		"Referrer-Policy: strict-origin-when-cross-origin",
		"Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()",
		"Cross-Origin-Opener-Policy: same-origin",
	}
}

const (
	// immutable is for files whose names hold the hash of their content.
	immutable = "Cache-Control: public, max-age=31536000, immutable"
	// revalidate is for pages, and for the files that name the shards of a
	// search: kept, and asked for again each time.
	revalidate = "Cache-Control: public, max-age=0, must-revalidate"
)

// headers returns the file _headers, as Cloudflare Pages and Netlify read it.
// Where two rules give one header such hosts join the two, so no path may match
// two rules with Cache-Control: pages are matched by their depth and their last
// slash, which no other file has.
func (r *renderer) headers() *output.File {
	var b bytes.Buffer
	root := r.views.Addresses().Of("/")
	rule := func(path string, lines ...string) {
		fmt.Fprintf(&b, "%s\n", path)
		for _, line := range lines {
			fmt.Fprintf(&b, "  %s\n", line)
		}
	}
	rule(root+"*", securityHeaders()...)
	rule(root+"assets/*", immutable)
	rule(root+"media/*", immutable)
	rule(root+clientPath, revalidate)
	if r.site.Schema.Config.API != nil {
		// Programs on other sites may read it; search engines have the pages.
		rule(root+r.site.Schema.APIRoot()+"*", "Access-Control-Allow-Origin: *", "X-Robots-Tag: noindex", revalidate)
		// Hosts know the other extensions.
		for _, path := range r.programs.Maps() {
			rule(root+path, "Content-Type: application/geo+json")
		}
	}
	for _, l := range r.site.Schema.Locales {
		// The shards are search/fr/<name>-<hash>.<extension>.
		rule(root+"search/"+l.Tag+"/*", immutable)
		rule(root+"search/"+l.Tag+".json", revalidate)
	}
	depth := 0
	for _, p := range r.site.Pages {
		depth = max(depth, strings.Count(string(p.URL), "/")-1)
	}
	for _, old := range r.site.Redirects {
		depth = max(depth, strings.Count(string(old.From), "/")-1)
	}
	pattern := root
	for level := range depth + 1 {
		rule(pattern, revalidate)
		pattern += fmt.Sprintf(":level%d/", level+1)
	}
	return indexFile("_headers", b.Bytes())
}

// redirects returns the file _redirects, as Cloudflare Pages and Netlify read
// it.
func (r *renderer) redirects() *output.File {
	var b bytes.Buffer
	addresses := r.views.Addresses()
	for _, redirect := range r.site.Redirects {
		fmt.Fprintf(&b, "%s %s 301\n", addresses.Of(redirect.From), addresses.Of(redirect.To))
	}
	return indexFile("_redirects", b.Bytes())
}

// robots returns robots.txt: everything may be read.
func (r *renderer) robots() *output.File {
	return indexFile("robots.txt", fmt.Appendf(nil, "User-agent: *\nAllow: /\n\nSitemap: %s\n", r.views.Addresses().Canonical("/"+sitemapPath)))
}
