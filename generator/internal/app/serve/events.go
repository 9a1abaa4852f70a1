package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

// maxShown is how many mistakes the overlay shows; `essaim check` has them all.
const maxShown = 50

// event is what live.js is told after every build.
type event struct {
	// Build tells one build from another.
	Build int `json:"build"`
	// Version is that of the page; see shown.version.
	Version string `json:"version"`
	// Roots are the addresses at which the search begins, by locale, once somebody
	// has searched and they are known.
	Roots map[string]string `json:"roots,omitempty"`
	// Changes are how what stands there became so, for pages that have the former.
	Changes map[string]change `json:"changes,omitempty"`
	// Mistakes are shown in the overlay; without any, there is none.
	Mistakes []mistake `json:"mistakes"`
	// The words of the overlay and their language.
	Lang  string `json:"lang"`
	Title string `json:"title"`
	Under string `json:"under"`
	Close string `json:"close"`
	More  string `json:"more"`
}

// events tells the page of the parameter "path" how things stand, now and
// after every build, until the visitor leaves or the preview ends.
func (h *handler) events(w http.ResponseWriter, r *http.Request) {
	// The script hands on the path as its browser has it, which is encoded.
	page := r.URL.Query().Get("path")
	if decoded, err := url.PathUnescape(page); err == nil {
		page = decoded
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return
	}
	stream := http.NewResponseController(w)
	for {
		shown, over := h.screen.now()
		data, err := json.Marshal(h.event(shown, page))
		if err != nil {
			return
		}
		if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil {
			return
		}
		if err := stream.Flush(); err != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-over:
		}
	}
}

// event says how things stand for one page.
func (h *handler) event(s shown, page string) event {
	n := len(s.mistakes)
	e := event{
		Build: s.build, Version: s.version(s.find(page)), Roots: s.roots, Changes: s.changes, Mistakes: s.mistakes[:min(n, maxShown)],
		Lang: h.words.lang, Title: h.words.title(n), Under: h.words.under, Close: h.words.close,
	}
	if n > maxShown {
		e.More = fmt.Sprintf(h.words.more, n-maxShown)
	}
	return e
}
