package serve

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path"
	"strings"
	"time"

	"essaim/generator/internal/model/output"
)

// own is the folder of what the preview adds to the site. No page can stand
// there: no address begins with a dot.
const own = "/.essaim/"

// client holds the script and the style of the overlay.
//
//go:embed live.js live.css
var client embed.FS

// policy is that of a built site, whatever its theme says: nothing that stands
// in a page runs, and nothing is loaded from elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// handler answers requests from this machine.
type handler struct {
	screen *screen
	// disk is the site's folder, for media.
	disk *os.Root
	// host is that of the address the preview was given; may be empty.
	host  string
	words words
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Referrer-Policy", "same-origin")
	header.Set("Cache-Control", "no-store")
	if !h.allowed(r) {
		h.plain(w, http.StatusMisdirectedRequest)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		h.plain(w, http.StatusMethodNotAllowed)
		return
	}
	switch name, isOwn := strings.CutPrefix(r.URL.Path, own); {
	case !isOwn:
		h.page(w, r)
	case name == "events":
		h.events(w, r)
	default:
		h.client(w, r, name)
	}
}

// allowed reports whether a request names this machine. A page elsewhere can
// have its own name lead here, and would then read drafts; it cannot choose
// what the browser says that it asked for.
func (h *handler) allowed(r *http.Request) bool {
	name := r.Host
	if host, _, err := net.SplitHostPort(name); err == nil {
		name = host
	}
	name = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(name, "["), "]"))
	if name == "localhost" || strings.HasSuffix(name, ".localhost") || name != "" && name == strings.ToLower(h.host) {
		return true
	}
	ip, err := netip.ParseAddr(name)
	if err != nil {
		return false
	}
	if ip.IsLoopback() {
		return true
	}
	// Listening everywhere, we answer to the number by which we were reached.
	local, known := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return known && local.AddrPort().Addr().Unmap() == ip.Unmap()
}

// plain answers with a status and its name only.
func (h *handler) plain(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintln(w, http.StatusText(status))
}

// client serves the script and the style of the overlay.
func (h *handler) client(w http.ResponseWriter, r *http.Request, name string) {
	data, err := client.ReadFile(name)
	if err != nil {
		h.plain(w, http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", contentType(name))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// page serves a file of the site, or the page that stands for a missing one.
func (h *handler) page(w http.ResponseWriter, r *http.Request) {
	shown, changed := h.screen.now()
	for shown.awaits(r.URL.Path) {
		shown.searched() // so that the search is made before all else that is behind
		select {
		case <-changed:
			shown, changed = h.screen.now()
		case <-r.Context().Done():
			return
		}
	}
	found := shown.find(r.URL.Path)
	switch {
	case found.location != "":
		to := url.URL{Path: found.location, RawQuery: r.URL.RawQuery}
		w.Header().Set("Location", to.String())
		w.WriteHeader(found.status)
	case found.file == nil && found.status == http.StatusNotFound:
		h.html(w, found.status, shown.version(found), notice(h.words, h.words.missing))
	case found.file == nil:
		h.html(w, found.status, shown.version(found), notice(h.words, h.words.waiting))
	case found.file.Make != nil:
		h.made(w, r, found, shown.made.of(found.file))
	default:
		h.file(w, r, found.file)
	}
}

// made serves what has been made of the site when it was asked for. A page that
// cannot be made says so until the mistake is put right.
func (h *handler) made(w http.ResponseWriter, r *http.Request, a answer, c content) {
	switch isPage := path.Ext(a.file.Path) == ".html"; {
	case c.err != nil:
		h.html(w, http.StatusInternalServerError, c.version, notice(h.words, h.words.unmade))
	case isPage:
		h.html(w, a.status, c.version, c.data)
	default:
		w.Header().Set("Content-Type", contentType(a.file.Path))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(c.data))
	}
}

// html serves a page with the script that keeps it up to date.
func (h *handler) html(w http.ResponseWriter, status int, version string, page []byte) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	// A visitor who has gone is no failure of ours.
	_, _ = w.Write(insert(page, version))
}

// file serves anything else, or a part of it for players of sound and film.
func (h *handler) file(w http.ResponseWriter, r *http.Request, f *output.File) {
	content, err := h.open(f)
	if err != nil {
		status := http.StatusInternalServerError
		if errors.Is(err, fs.ErrNotExist) {
			status = http.StatusNotFound // removed since the last build
		}
		h.plain(w, status)
		return
	}
	defer content.Close()
	w.Header().Set("Content-Type", contentType(f.Path))
	http.ServeContent(w, r, "", time.Time{}, content)
}

// open opens the content of a file. A preview has no temporary files, so that
// a file without data is one of the site's folder.
func (h *handler) open(f *output.File) (io.ReadSeekCloser, error) {
	if f.From == "" {
		return inMemory{bytes.NewReader(f.Data)}, nil
	}
	return h.disk.Open(f.From)
}

type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }

// insert returns page with the script, before all others. version is what it
// compares with the versions that it is told.
func insert(page []byte, version string) []byte {
	script := fmt.Sprintf("<script src=\"%slive.js\" data-version=\"%s\" defer></script>", own, html.EscapeString(version))
	at := len(page)
	for _, tag := range []string{"</head>", "<body"} {
		if i := bytes.Index(page, []byte(tag)); i >= 0 {
			at = i
			break
		}
	}
	if i := bytes.Index(page[:at], []byte("<script")); i >= 0 && at < len(page) {
		at = i
	}
	whole := make([]byte, 0, len(page)+len(script))
	return append(append(append(whole, page[:at]...), script...), page[at:]...)
}

// notice is a page with one sentence.
func notice(w words, sentence string) []byte {
	return fmt.Appendf(nil, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"+
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"+
		"<title>Essaim</title>\n</head>\n<body><main><h1>Essaim</h1><p>%s</p></main></body>\n</html>\n", w.lang, html.EscapeString(sentence))
}

// types are those of the files a site is made of, so that a preview does not
// depend on what the system knows.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".md": "text/markdown; charset=utf-8",
	".vtt": "text/vtt; charset=utf-8", ".ics": "text/calendar; charset=utf-8",
	".xml": "application/xml; charset=utf-8", ".json": "application/json", ".wasm": "application/wasm",
	".webmanifest": "application/manifest+json", ".geojson": "application/geo+json",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
	".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon",
	".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".mp4": "video/mp4", ".webm": "video/webm",
	".woff": "font/woff", ".woff2": "font/woff2",
	".pdf": "application/pdf", ".zip": "application/zip", ".odt": "application/vnd.oasis.opendocument.text",
}

// contentType returns the type of a file by its name.
func contentType(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if known := types[ext]; known != "" {
		return known
	}
	if known := mime.TypeByExtension(ext); known != "" {
		return known
	}
	return "application/octet-stream"
}
