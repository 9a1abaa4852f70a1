package serve

import (
	"net/http"
	"path"
	"strings"
	"sync"

	"essaim/generator/internal/model/output"
	"essaim/generator/internal/stage/index"
	"essaim/search/shard"
)

// shown is what the browser gets to see. It is not changed once shown.
type shown struct {
	// build counts the builds.
	build int
	// output is that of the last good build, nil before the first.
	output *output.Tree
	// made holds the contents of pages that somebody has asked for.
	made *contents
	// search is the files of the search of that output, nil before the first; who
	// asks for one calls searched.
	search   *found
	searched func()
	// unread reports that the output is of a site whose bodies have not all been read.
	// The search is that of an earlier one until they have.
	unread bool
	// roots are the addresses of what a search in them begins with, by locale,
	// once they are known.
	roots map[string]string
	// changes are how the former ones became these, by locale, where that is known.
	changes map[string]change
	// base is the path of the site's base URL, with a slash at either end.
	base string
	// mistakes are those of the latest build; none when it is good.
	mistakes []mistake
}

// screen holds what is shown and tells when that changes. It is safe for
// concurrent use.
type screen struct {
	mutex   sync.Mutex
	shown   shown
	changed chan struct{}
	// told is the search of which pages have been told last, nil before the first.
	told *index.Found
}

// change says how the root of a search differs from the one before.
type change struct {
	// Of is the address of the one before.
	Of string `json:"of"`
	*shard.Change
	// Files are those that are likely to be asked for next, by their names.
	Files map[string][]byte `json:"files,omitempty"`
}

// mostAhead is how many bytes of files a page is told with a change: on this machine
// they come sooner than another request.
const mostAhead = 64 << 10

func newScreen() *screen {
	return &screen{shown: shown{base: "/"}, changed: make(chan struct{})}
}

// now returns what is shown, and a channel that is closed when that is over.
func (s *screen) now() (shown, <-chan struct{}) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.shown, s.changed
}

// show replaces what is shown by the outcome of another build.
func (s *screen) show(next shown) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	next.build = s.shown.build + 1
	s.shown = next
	close(s.changed)
	s.changed = make(chan struct{})
}

// searches says where the search of what is shown begins, unless something else
// is shown by now.
func (s *screen) searches(in shown, found *index.Found) {
	s.mutex.Lock()
	former := s.told
	s.mutex.Unlock()
	roots, changes := map[string]string{}, map[string]change{}
	for tag, root := range found.Roots {
		roots[tag] = in.base + root
	}
	if former != nil {
		ahead := found.Ahead(former, mostAhead)
		for tag, c := range found.Since(former) {
			changes[tag] = change{in.base + former.Roots[tag], c, ahead[tag]}
		}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.shown.build != in.build {
		return
	}
	s.told, s.shown.roots, s.shown.changes = found, roots, changes
	close(s.changed)
	s.changed = make(chan struct{})
}

// answer is what a path leads to.
type answer struct {
	status int
	// file is that of a page found or not found, nil for others.
	file *output.File
	// location is a path, for redirects.
	location string
}

// contents makes the contents of files when they are first asked for, and keeps
// them. It is safe for concurrent use.
type contents struct{ made sync.Map }

// content is what a file holds, or why it could not be made.
type content struct {
	data    []byte
	version string
	err     error
}

// of returns the content of a file that makes it itself.
func (c *contents) of(f *output.File) content {
	once, _ := c.made.LoadOrStore(f, sync.OnceValue(func() content {
		data, err := f.Make()
		return content{data, output.HashOf(data).String(), err}
	}))
	return once.(func() content)()
}

// version tells an answer from a later one to the same path: a page that is
// equal to the byte need not be loaded again. Names of styles and images hold
// the hash of their content, so that a page differs when they do.
func (s shown) version(a answer) string {
	switch {
	case a.file == nil:
		return a.location
	case a.file.Make != nil:
		return s.made.of(a.file).version
	}
	return a.file.Hash.String()
}

// awaits reports whether an answer to a path must wait for bodies to be read: a
// query of what is shown begins there.
func (s shown) awaits(requested string) bool {
	return s.unread && index.IsPointer(strings.TrimPrefix(path.Clean("/"+requested), s.base))
}

// file returns the file at a path in the output, or nil.
func (s shown) file(name string) *output.File {
	if file := s.output.File(name); file != nil || s.search == nil || !strings.HasPrefix(name, "search/") {
		return file
	}
	s.searched()
	return s.search.file(name)
}

// find returns what a decoded path of a request leads to.
func (s shown) find(requested string) answer {
	if s.output == nil {
		return answer{status: http.StatusServiceUnavailable}
	}
	clean := path.Clean("/" + requested)
	if strings.HasSuffix(requested, "/") && clean != "/" {
		clean += "/"
	}
	if clean != requested {
		return answer{status: http.StatusPermanentRedirect, location: clean}
	}
	name, inside := strings.CutPrefix(clean, s.base)
	switch {
	case !inside && clean == "/":
		return answer{status: http.StatusTemporaryRedirect, location: s.base}
	case !inside && clean+"/" == s.base:
		return answer{status: http.StatusPermanentRedirect, location: s.base}
	case !inside:
		return s.notFound("")
	case name == "" || strings.HasSuffix(name, "/"):
		name += "index.html"
	}
	if file := s.file(name); file != nil {
		return answer{status: http.StatusOK, file: file}
	}
	if s.output.File(name+"/index.html") != nil {
		return answer{status: http.StatusPermanentRedirect, location: clean + "/"}
	}
	return s.notFound(name)
}

// notFound answers with the nearest 404.html at or above name, which is that
// of its locale.
func (s shown) notFound(name string) answer {
	for folder := path.Dir(name); ; folder = path.Dir(folder) {
		if file := s.output.File(path.Join(folder, "404.html")); file != nil || folder == "." {
			return answer{status: http.StatusNotFound, file: file}
		}
	}
}
