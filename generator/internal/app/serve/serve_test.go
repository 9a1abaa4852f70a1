package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"essaim/generator/internal/app/build"
)

// patience is how long a change may take to show: a hang takes longer, whatever
// else the machine does.
const patience = 3 * time.Minute

// preview is a running preview of a copy of testdata/site.txtar.
type preview struct {
	t     testing.TB
	root  string
	url   string // without a slash at its end
	home  string // as told to Ready
	stop  func()
	ended chan error
}

// newSite writes the site and the repository's theme into a new folder.
func newSite(t testing.TB) string {
	t.Helper()
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "themes"), os.DirFS("../../../../themes")); err != nil {
		t.Fatal(err)
	}
	archive, err := txtar.ParseFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		write(t, root, f.Name, string(f.Data))
	}
	return root
}

func write(t testing.TB, root, name, text string) {
	t.Helper()
	name = filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// replace saves a file with old replaced by new, at once: no build sees it empty.
func (p *preview) replace(name, old, new string) {
	p.t.Helper()
	data, err := os.ReadFile(filepath.Join(p.root, name))
	if err != nil || !strings.Contains(string(data), old) {
		p.t.Fatalf("%s: %v, or no %q", name, err, old)
	}
	const aside = ".aside"
	write(p.t, p.root, aside, strings.ReplaceAll(string(data), old, new))
	if err := os.Rename(filepath.Join(p.root, aside), filepath.Join(p.root, name)); err != nil {
		p.t.Fatal(err)
	}
}

// start runs a preview until the test ends.
func start(t testing.TB, root string, change func(*Options)) *preview {
	t.Helper()
	return startWith(t, root, build.Run, change)
}

func startWith(t testing.TB, root string, produce buildFunc, change func(*Options)) *preview {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready := make(chan string, 1)
	o := Options{Root: root, Addr: "127.0.0.1:0", Lang: "en", Ready: func(url string) { ready <- url }}
	if change != nil {
		change(&o)
	}
	p := &preview{t: t, root: root, ended: make(chan error, 1)}
	go func() { p.ended <- run(ctx, o, produce) }()
	p.stop = func() {
		cancel()
		select {
		case err := <-p.ended:
			if err != nil {
				t.Errorf("the preview ended with %v", err)
			}
			p.ended <- nil
		case <-time.After(patience):
			t.Error("the preview does not end")
		}
	}
	t.Cleanup(p.stop)
	select {
	case p.home = <-ready:
	case err := <-p.ended:
		t.Fatalf("the preview did not start: %v", err)
	case <-time.After(patience):
		t.Fatal("the preview does not start")
	}
	u, err := url.Parse(p.home)
	if err != nil {
		t.Fatal(err)
	}
	p.url = "http://" + u.Host
	return p
}

// get asks for a path, following no redirect, and returns the answer and its
// body.
func (p *preview) get(path string, change ...func(*http.Request)) (*http.Response, string) {
	p.t.Helper()
	request, err := http.NewRequest(http.MethodGet, p.url+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, c := range change {
		c(request)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return response, string(body)
}

// stream is an open stream of events.
type stream struct {
	t      testing.TB
	events chan event // closed at the stream's end
}

// listen opens the stream of events of a page.
func (p *preview) listen(page string) stream {
	p.t.Helper()
	response, err := http.Get(p.url + "/.essaim/events?path=" + url.QueryEscape(page))
	if err != nil {
		p.t.Fatal(err)
	}
	if got := response.Header.Get("Content-Type"); got != "text/event-stream" {
		p.t.Fatalf("the events are %q", got)
	}
	s := stream{p.t, make(chan event)}
	done := make(chan struct{})
	p.t.Cleanup(func() { close(done); response.Body.Close() })
	go func() {
		defer close(s.events)
		lines := bufio.NewScanner(response.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			data, is := strings.CutPrefix(lines.Text(), "data: ")
			if !is {
				continue
			}
			var e event
			if err := json.Unmarshal([]byte(data), &e); err != nil {
				p.t.Errorf("event %s: %v", data, err)
				return
			}
			select {
			case s.events <- e:
			case <-done:
				return
			}
		}
	}()
	return s
}

// until returns the first event that is as wanted.
func (s stream) until(what string, wanted func(event) bool) event {
	s.t.Helper()
	limit := time.After(patience)
	for {
		select {
		case e, open := <-s.events:
			if !open {
				s.t.Fatalf("%s: the stream has ended", what)
			}
			if wanted(e) {
				return e
			}
		case <-limit:
			s.t.Fatalf("%s: no such event", what)
		}
	}
}

func atOnce(event) bool { return true }

func TestChangesShow(t *testing.T) {
	t.Parallel()
	p := start(t, newSite(t), nil)
	events := p.listen("/about/")
	first := events.until("at once", atOnce)
	other := p.listen("/en/about/").until("at once", atOnce)
	_, page := p.get("/about/")
	if !strings.Contains(page, `data-version="`+first.Version+`"`) {
		t.Errorf("the page does not have the version %s that is told", first.Version)
	}
	if len(first.Mistakes) != 0 {
		t.Errorf("mistakes in a good site: %+v", first.Mistakes)
	}

	p.replace("content/pages/about.fr.md", "Le texte", "Un autre texte")
	changed := events.until("a saved change", func(e event) bool { return e.Version != first.Version })
	_, page = p.get("/about/")
	if !strings.Contains(page, "Un autre texte") || !strings.Contains(page, changed.Version) {
		t.Error("the change is told and not served")
	}
	if again := p.listen("/en/about/").until("at once", atOnce); again.Version != other.Version {
		t.Error("a page that has not changed has another version")
	}
}

func TestMistakesLieOverTheLastGoodPage(t *testing.T) {
	t.Parallel()
	p := start(t, newSite(t), nil)
	events := p.listen("/about/")
	good := events.until("at once", atOnce)
	p.replace("content/pages/about.fr.md", "de la page.", "de la page.\n\nVoir [perdu](/pages/nulle-part).")
	wrong := events.until("a mistake", func(e event) bool { return len(e.Mistakes) > 0 })
	if wrong.Version != good.Version {
		t.Error("the page under the mistake is another")
	}
	m := wrong.Mistakes[0]
	if m.Code != "ref-missing" || m.Message == "" || !strings.HasPrefix(m.Place, "content/pages/about.fr.md:6:") {
		t.Errorf("mistake: %+v", m)
	}
	if at := strings.Index(m.Caret, "^"); m.Line != "Voir [perdu](/pages/nulle-part)." || at < 5 || strings.Trim(m.Caret, " ^") != "" {
		t.Errorf("excerpt:\n%s\n%s", m.Line, m.Caret)
	}
	if wrong.Title != "1 mistake to fix" || wrong.Lang != "en" {
		t.Errorf("title %q in %q", wrong.Title, wrong.Lang)
	}
	if _, page := p.get("/about/"); !strings.Contains(page, "Le texte de la page.") {
		t.Error("the last good page is gone")
	}
	p.replace("content/pages/about.fr.md", "\n\nVoir [perdu](/pages/nulle-part).", "")
	events.until("set right", func(e event) bool { return len(e.Mistakes) == 0 && e.Version == good.Version })
}

func TestMistakesAtTheStart(t *testing.T) {
	t.Parallel()
	root := newSite(t)
	write(t, root, "content/pages/about.fr.md", "---\ntitel: Faute\n---\nTexte.\n")
	p := start(t, root, func(o *Options) { o.Lang = "fr" })
	response, page := p.get("/")
	if response.StatusCode != http.StatusServiceUnavailable || !strings.Contains(page, `src="/.essaim/live.js" data-version=""`) || !strings.Contains(page, `lang="fr"`) {
		t.Errorf("status %d, page:\n%s", response.StatusCode, page)
	}
	events := p.listen("/")
	if e := events.until("at once", atOnce); len(e.Mistakes) == 0 || e.Version != "" {
		t.Errorf("event: %+v", e)
	}
	write(t, root, "content/pages/about.fr.md", "---\ntitle: Juste\n---\nTexte.\n")
	events.until("set right", func(e event) bool { return len(e.Mistakes) == 0 && e.Version != "" })
	if response, _ := p.get("/about/"); response.StatusCode != http.StatusOK {
		t.Errorf("status %d once set right", response.StatusCode)
	}
}

// TestScheduledChange publishes a page by the clock alone.
func TestScheduledChange(t *testing.T) {
	t.Parallel()
	root := newSite(t)
	write(t, root, "content/pages/soon.fr.md", "---\ntitle: Bientôt\npublish: 2030-01-01T00:00:00Z\n---\nTexte.\n")
	due := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	var now atomic.Pointer[time.Time]
	pass := func(to time.Time) { now.Store(&to) }
	pass(due.Add(-100 * time.Millisecond))
	p := start(t, root, func(o *Options) { o.Clock = func() time.Time { return *now.Load() } })
	events := p.listen("/soon/")
	_, missing := p.get("/soon/")
	pass(due)
	events.until("published", func(e event) bool { return !strings.Contains(missing, `data-version="`+e.Version+`"`) })
	if response, _ := p.get("/soon/"); response.StatusCode != http.StatusOK {
		t.Errorf("status %d after the time of publication", response.StatusCode)
	}
}

func TestBasePath(t *testing.T) {
	t.Parallel()
	root := newSite(t)
	settings, err := os.ReadFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	text := txtar.Parse(settings).Files[0].Data
	write(t, root, "content/site.yaml", strings.Replace(string(text), "essai.example/", "essai.example/ess/", 1))
	p := start(t, root, nil)
	if !strings.HasSuffix(p.home, "/ess/") {
		t.Errorf("told the address %s", p.home)
	}
	for path, want := range map[string]string{"/": "307 /ess/", "/ess": "308 /ess/", "/ess/": "200 ", "/ess/about": "308 /ess/about/", "/about/": "404 "} {
		if response, _ := p.get(path); status(response) != want {
			t.Errorf("%s: %s, want %s", path, status(response), want)
		}
	}
	if response, _ := p.get("/.essaim/live.js"); response.StatusCode != http.StatusOK {
		t.Errorf("live.js: %s", response.Status)
	}
}

func TestEndsWithStreamsOpen(t *testing.T) {
	t.Parallel()
	p := start(t, newSite(t), nil)
	events := p.listen("/")
	events.until("at once", atOnce)
	p.stop()
	for range events.events {
	}
}

func TestAddressTaken(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for lang, want := range map[string]string{"fr": "déjà prise", "en": "is taken"} {
		err = Run(t.Context(), Options{Root: newSite(t), Addr: taken.Addr().String(), Lang: lang})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "--addr 127.0.0.1:") {
			t.Errorf("%s: %v", lang, err)
		}
	}
}

func TestNoSite(t *testing.T) {
	t.Parallel()
	if err := Run(t.Context(), Options{Root: t.TempDir(), Addr: "127.0.0.1:0", Lang: "en"}); err == nil || !strings.Contains(err.Error(), "content") {
		t.Errorf("an empty folder: %v", err)
	}
	if err := Run(t.Context(), Options{Root: newSite(t), Addr: "1313", Lang: "en"}); err == nil || !strings.Contains(err.Error(), "--addr") {
		t.Errorf("an address without a host: %v", err)
	}
}

// TestMachineFails wants the last good site, and the failure shown, when a
// later build cannot be made.
func TestMachineFails(t *testing.T) {
	t.Parallel()
	var burns atomic.Bool
	produce := func(ctx context.Context, o build.Options) (*build.Result, error) {
		if burns.Load() {
			return nil, errors.New("the disk is on fire")
		}
		return build.Run(ctx, o)
	}
	told := make(chan error, 10)
	p := startWith(t, newSite(t), produce, func(o *Options) { o.Built = func(_ *build.Result, err error) { told <- err } })
	events := p.listen("/about/")
	good := events.until("at once", atOnce)
	burns.Store(true)
	p.replace("content/pages/about.fr.md", "Le texte", "Un texte")
	failed := events.until("a failure", func(e event) bool { return len(e.Mistakes) == 1 })
	if m := failed.Mistakes[0]; failed.Version != good.Version || m.Message != "The site could not be built: the disk is on fire" {
		t.Errorf("event: %+v", failed)
	}
	if first, second := <-told, <-told; first != nil || second == nil {
		t.Errorf("told %v and %v", first, second)
	}
	burns.Store(false)
	p.replace("content/pages/about.fr.md", "Un texte", "Le dernier texte")
	events.until("the next build", func(e event) bool { return len(e.Mistakes) == 0 && e.Version != good.Version })
}

// status is the status of an answer and where it leads.
func status(r *http.Response) string {
	return r.Status[:3] + " " + r.Header.Get("Location")
}
