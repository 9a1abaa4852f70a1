package serve

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	p := start(t, newSite(t), nil)
	for path, want := range map[string]string{
		"/": "200 ", "/about/": "200 ", "/en/about/": "200 ", "/about/index.html": "200 ", "/404.html": "200 ",
		"/about": "308 /about/", "/about?q=1": "308 /about/?q=1", "/en": "308 /en/",
		"//evil.example": "308 /evil.example", "/en/../about/": "308 /about/", "/a/%2e%2e/%2e%2e/etc/passwd": "308 /etc/passwd",
		"/media/": "404 ", "/en/none/": "404 ", "/content/site.yaml": "404 ", "/a%00b": "404 ", "/..%5Cgo.mod": "404 ",
		"/.essaim/serve.go": "404 ", "/.essaim/": "404 ",
	} {
		if response, _ := p.get(path); status(response) != want {
			t.Errorf("%s: %s, want %s", path, status(response), want)
		}
	}
	for path, lang := range map[string]string{"/none/": "fr", "/none": "fr", "/en/none/deep/": "en"} {
		if _, page := p.get(path); !strings.Contains(page, `<html lang="`+lang+`"`) {
			t.Errorf("%s: the page for missing pages is not in %q", path, lang)
		}
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	p := start(t, newSite(t), nil)
	for path, want := range map[string]string{
		"/": "text/html; charset=utf-8", "/sitemap.xml": "application/xml; charset=utf-8", "/robots.txt": "text/plain; charset=utf-8",
		"/.essaim/live.js": "text/javascript; charset=utf-8", "/.essaim/live.css": "text/css; charset=utf-8",
	} {
		response, _ := p.get(path)
		if got := response.Header.Get("Content-Type"); got != want || response.StatusCode != http.StatusOK {
			t.Errorf("%s: %s, type %q, want %q", path, response.Status, got, want)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Content-Security-Policy": "script-src 'self';"} {
			if got := response.Header.Get(name); !strings.Contains(got, want) || strings.Contains(got, "unsafe") {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
}

func TestScriptInPagesOnly(t *testing.T) {
	t.Parallel()
	p := start(t, newSite(t), nil)
	for path, want := range map[string]int{"/": 1, "/none/": 1, "/sitemap.xml": 0, "/robots.txt": 0} {
		if _, body := p.get(path); strings.Count(body, "live.js") != want {
			t.Errorf("%s has the script %d times, want %d", path, strings.Count(body, "live.js"), want)
		}
	}
	for page, want := range map[string]string{
		"<head><title>a</title></head><body>":  `<head><title>a</title><script src="/.essaim/live.js" data-version="1&#34;" defer></script></head><body>`,
		"<title>a</title><body class=x>":       `<title>a</title><script src="/.essaim/live.js" data-version="1&#34;" defer></script><body class=x>`,
		"<head><script src=b></script></head>": `<head><script src="/.essaim/live.js" data-version="1&#34;" defer></script><script src=b></script></head>`,
		"text":                                 `text<script src="/.essaim/live.js" data-version="1&#34;" defer></script>`,
	} {
		if got := string(insert([]byte(page), `1"`)); got != want {
			t.Errorf("insert(%q) is\n%s, want\n%s", page, got, want)
		}
	}
}

// TestScriptWritesTextOnly wants no way from a sentence to markup.
func TestScriptWritesTextOnly(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile("live.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", ".style"} {
		if strings.Contains(string(script), way) {
			t.Errorf("live.js has %s", way)
		}
	}
}

func TestMediaComeFromTheDisk(t *testing.T) {
	t.Parallel()
	p := start(t, newSite(t), nil)
	_, home := p.get("/")
	_, rest, found := strings.Cut(home, `href="/media/`)
	address, _, _ := strings.Cut(rest, `"`)
	if !found {
		t.Fatalf("the home page has no link to the notice:\n%s", home)
	}
	address = "/media/" + address
	response, body := p.get(address)
	if got := response.Header.Get("Content-Type"); body != "%PDF-1.4\n" || got != "application/pdf" {
		t.Errorf("%s is %q, of type %q", address, body, got)
	}
	part, body := p.get(address, func(r *http.Request) { r.Header.Set("Range", "bytes=1-3") })
	if part.StatusCode != http.StatusPartialContent || body != "PDF" {
		t.Errorf("a part: %s %q", part.Status, body)
	}

	// What has become a link out of the site since the build is not followed.
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	notice := filepath.Join(p.root, "content/media/notice.pdf")
	if err := os.Remove(notice); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, notice); err != nil {
		t.Fatal(err)
	}
	if response, body := p.get(address); response.StatusCode < 400 || strings.Contains(body, "secret") {
		t.Errorf("a link to the outside: %s %q", response.Status, body)
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()
	p := start(t, newSite(t), func(o *Options) { o.Addr = "0.0.0.0:0" })
	for host, want := range map[string]int{
		"localhost": 200, "localhost:1313": 200, "LOCALHOST": 200, "essai.localhost": 200, "127.0.0.1:80": 200, "127.0.0.9": 200, "[::1]:1313": 200, "[::1]": 200,
		"attacker.example": 421, "attacker.example:1313": 421, "127.0.0.1.attacker.example": 421, "localhost.attacker.example": 421,
		"192.0.2.1": 421, "localhost:1:2": 421,
	} {
		for _, path := range []string{"/", "/.essaim/live.js", "/.essaim/events"} {
			response := answerFor(p, path, host)
			if response != want {
				t.Errorf("%s for %s: %d, want %d", path, host, response, want)
			}
		}
	}
}

// answerFor returns the status of an answer to a request for a host.
func answerFor(p *preview, path, host string) int {
	p.t.Helper()
	request, err := http.NewRequest(http.MethodGet, p.url+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	request.Host = host
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		p.t.Fatal(err)
	}
	response.Body.Close() // the events have no end
	return response.StatusCode
}

func TestMethods(t *testing.T) {
	t.Parallel()
	p := start(t, newSite(t), nil)
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "TRACE"} {
		response, _ := p.get("/", func(r *http.Request) { r.Method = method })
		if response.StatusCode != http.StatusMethodNotAllowed || response.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %s", method, response.Status)
		}
	}
	for _, path := range []string{"/", "/robots.txt", "/.essaim/live.js", "/.essaim/events"} {
		response, body := p.get(path, func(r *http.Request) { r.Method = "HEAD" })
		if response.StatusCode != http.StatusOK || body != "" {
			t.Errorf("HEAD %s: %s %q", path, response.Status, body)
		}
	}
}
