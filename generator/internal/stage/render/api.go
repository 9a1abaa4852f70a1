package render

import (
	"sync"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/render/headless"
)

// entryFiles are the files of entries that programs read, made while the pages
// of the entries are: both show the same body.
type entryFiles struct {
	*renderer
	// files are in their order, made the same when they are; at are their places by
	// page, from 1.
	files []headless.File
	made  []result
	at    []int
}

// entries returns the files of entries, none of them made.
func (r *renderer) entries() *entryFiles {
	e := &entryFiles{renderer: r}
	if r.programs == nil {
		return e
	}
	e.files, e.at = r.programs.Entries(), make([]int, len(r.site.Pages))
	e.made = make([]result, len(e.files))
	for n, f := range e.files {
		e.at[f.Pages[0]] = n + 1
	}
	return e
}

// make makes the file of the entry of a page, if it has one, once the page has
// its sums.
func (e *entryFiles) make(page int, pages []sums) {
	if e.at != nil && e.at[page] > 0 {
		n := e.at[page] - 1
		e.made[n].file = e.keep(e.program(e.files[n], pages, wholeOf, e.isSame(e.site.Pages[page])))
	}
}

// api returns what makes what programs read, after the pages and their entries. What
// each file depends on is part of the keys of pages, which are at hand: pages has
// those of the pages of the site, by place. What is said of many entries is what
// others show of each (headless.API.Shared), so an edited body makes none of it again.
func (r *renderer) api(entries *entryFiles, pages []sums) (tasks []task) {
	a := r.programs
	if a == nil {
		return nil
	}
	hashes := make([]output.Hash, len(entries.made))
	for i, m := range entries.made {
		if m.file == nil {
			return nil // the run has been stopped
		}
		hashes[i] = m.file.Hash
	}
	add := func(files []headless.File, same bool) {
		for _, f := range files {
			tasks = append(tasks, func() (*output.File, diag.List) { return r.program(f, pages, listedOf, same), nil })
		}
	}
	add(a.Shared(), r.options.Same != nil)
	add(a.Changes(hashes), false)
	return tasks
}

func wholeOf(s *sums) *output.Key  { return &s.whole }
func listedOf(s *sums) *output.Key { return &s.listed }

// program makes a file that programs read, unless an earlier run has made the
// same, which may be known beforehand. It depends on what of returns of its pages;
// without that of all of them the file has no key.
func (r *renderer) program(f headless.File, pages []sums, of func(*sums) *output.Key, same bool) *output.File {
	origin := r.apiOrigin(f)
	again := func() ([]byte, output.Hash, bool) {
		made := r.programFile(f, origin)
		return made.Data, made.Hash, true
	}
	if same {
		if known := r.same(f.Path, output.Asset, origin, again); known != nil {
			return known
		}
	}
	key, ok := r.keys.program(f, pages, of)
	if ok {
		if known := r.known(f.Path, key, output.Asset, origin, again); known != nil {
			return known
		}
	}
	made := r.programFile(f, origin)
	made.Key = key
	return made
}

// programFile makes a file that programs read. It is there before the pages that
// offer it.
func (r *renderer) programFile(f headless.File, origin source.Span) *output.File {
	data := f.Make(r.buffer())
	if r.options.Keep == nil {
		data = r.own(data)
	}
	return output.New(f.Path, output.Asset, data, origin)
}

// apiOrigin returns the file that a file of the API comes from: that of its entry.
func (r *renderer) apiOrigin(f headless.File) source.Span {
	if len(f.Pages) == 1 && f.Pages[0] >= 0 {
		return source.Span{File: r.site.Pages[f.Pages[0]].Source}
	}
	return source.Span{}
}

// apiLater returns the same files, to be made when somebody asks for them.
func (r *renderer) apiLater() *output.Tree {
	a, list := r.programs, &output.Tree{}
	later := func(f headless.File) {
		list.Add(&output.File{Path: f.Path, Order: output.Asset, Origin: r.apiOrigin(f), Make: func() ([]byte, error) { return f.Make(nil), nil }})
	}
	entries := a.Entries()
	for _, f := range entries {
		later(f)
	}
	for _, f := range a.Shared() {
		later(f)
	}
	changes := sync.OnceValue(func() []headless.File {
		hashes := make([]output.Hash, len(entries))
		for i, f := range entries {
			hashes[i] = output.HashOf(f.Make(nil))
		}
		return a.Changes(hashes)
	})
	for i, path := range a.ChangesPaths() {
		later(headless.File{Path: path, Make: func(buffer []byte) []byte { return changes()[i].Make(buffer) }})
	}
	return list
}

// program returns the key of a file that programs read. It is not ok where the sums
// of a page are not known.
func (k *keys) program(f headless.File, pages []sums, of func(*sums) *output.Key) (key output.Key, ok bool) {
	for _, i := range f.Pages {
		if i >= 0 && pages[i] == (sums{}) {
			return output.Key{}, false
		}
	}
	return k.of(k.settings, func(w *walk) {
		w.text(f.Path)
		w.text(f.More)
		for _, i := range f.Pages {
			if i < 0 {
				w.out = append(w.out, 0)
				continue
			}
			w.out = append(w.out, 1)
			w.out = append(w.out, of(&pages[i])[:]...)
		}
	}), true
}
