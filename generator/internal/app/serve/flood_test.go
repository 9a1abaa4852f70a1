package serve

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"essaim/generator/internal/app/build"
)

// TestFlood writes hundreds of pages anew. They are shown before bodies are read, but
// those that a run finds that begins with the flood, and those that are asked for; a
// query waits until all are, and is right then; and each is parsed once.
func TestFlood(t *testing.T) {
	t.Parallel()
	const pages = 600
	root := newSite(t)
	e := &editor{t: t, root: root}
	name := func(i int) string { return fmt.Sprintf("content/pages/lot/page-%d.fr.md", i) }
	e.folder("content/pages/lot")
	for i := range pages {
		e.write(name(i), e.text())
	}
	var mutex sync.Mutex
	var runs []*build.Result
	ran := func() []*build.Result {
		mutex.Lock()
		defer mutex.Unlock()
		return append(runs[:0:0], runs...)
	}
	// No run begins in the midst of the flood, however long the machine takes to write
	// it, and no body is read before its page is asked for.
	var holds atomic.Bool
	written, release := make(chan struct{}), make(chan struct{})
	produce := func(ctx context.Context, o build.Options) (*build.Result, error) {
		gate := written
		if o.Skim == 0 {
			gate = release
		}
		if holds.Load() {
			select {
			case <-gate:
			case <-ctx.Done():
			}
		}
		r, err := build.Run(ctx, o)
		if err == nil {
			mutex.Lock()
			defer mutex.Unlock()
			runs = append(runs, r)
		}
		return r, err
	}
	p := startWith(t, root, produce, func(o *Options) { o.Clock = func() time.Time { return time.Unix(1.8e9, 0) } })
	_, former := p.get("/search/fr.json") // the first site is read whole
	holds.Store(true)
	before := len(ran())
	for i := range pages {
		e.write(name(i), e.text())
	}
	close(written)
	want := cleanSite(t, root)
	last := fmt.Sprintf("lot/page-%d/", pages-1)
	for deadline := time.Now().Add(patience); ; {
		if _, body := p.get("/" + last); liveScript.ReplaceAllString(body, "") == want[last+"index.html"] {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the last page is not shown")
		}
	}
	seen := map[string]bool{}
	for path := range want {
		seen[path] = true
	}
	if differs := p.differs(seen, want); differs != "" {
		t.Errorf("%s differs", differs)
	}
	parsed := func() (n int) {
		for _, r := range ran()[before:] {
			n += r.Reads.Parsed
		}
		return n
	}
	// A run that knows of few files yet reads them whole.
	if n := parsed(); n > pages/2 {
		t.Errorf("%d bodies have been read before the last page is shown", n)
	}
	var response *http.Response
	var pointer string
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		response, pointer = p.get("/search/fr.json")
	}()
	select {
	case <-answered:
		t.Error("a search is answered of a site whose bodies have not been read")
	case <-time.After(50 * time.Millisecond):
	}
	close(release)
	<-answered
	result, err := build.Run(t.Context(), build.Options{Root: root, Clock: time.Unix(1.8e9, 0), Lazy: true})
	if err != nil {
		t.Fatal(err)
	}
	_, rest, err := result.SearchSoon(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	whole, err := rest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK || pointer == former {
		t.Errorf("the search is %d, %s, as it was before", response.StatusCode, pointer)
	}
	for deadline := time.Now().Add(patience); pointer != string(whole.Files.File("search/fr.json").Data); _, pointer = p.get("/search/fr.json") {
		if time.Now().After(deadline) {
			t.Fatalf("the search remains %s", pointer)
		}
	}
	if n := parsed(); n > pages+pages/10 { // one that is skimmed while it is written is read again
		t.Errorf("%d bodies of %d have been read", n, pages)
	}
}
