package render

import (
	"context"
	"slices"
	"sync"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
)

// Verified keeps which pages have been made without a mistake. The zero Verified
// is empty and ready. It is for one call of Verify at a time.
type Verified struct {
	// shared is the key of what all of them depend on.
	shared output.Key
	// pages are those of the latest site, which share what has not changed with
	// those of the next; keys are theirs, by which equal pages are known.
	pages map[*site.Page]output.Key
	keys  map[output.Key]bool
}

// Verify makes every page of s that v does not know to be good, drops what it
// has made, and returns what is wrong. It returns early when ctx is done; then v
// knows what has been found good by then.
func Verify(ctx context.Context, s *site.Site, t *Theme, v *Verified, o Options) diag.List {
	r := newRenderer(s, t, o)
	next := Verified{r.keys.shared, make(map[*site.Page]output.Key, len(s.Pages)), make(map[output.Key]bool, len(s.Pages))}
	known := *v
	if known.shared != next.shared {
		known = Verified{}
	}
	var mutex sync.Mutex
	good := func(p *site.Page, key output.Key) {
		mutex.Lock()
		defer mutex.Unlock()
		next.pages[p], next.keys[key] = key, true
	}
	var unsure []*site.Page
	for _, p := range s.Pages {
		if key, ok := known.pages[p]; ok {
			good(p, key)
		} else {
			unsure = append(unsure, p)
		}
	}
	var found diag.List
	for _, x := range r.parallel(ctx, len(unsure), func(i int) (*output.File, diag.List) {
		p := unsure[i]
		key, _, ok := r.keys.page(p)
		if !ok || !known.keys[key] {
			if _, found := r.page(p); len(found) > 0 {
				return nil, found
			}
		}
		if ok {
			good(p, key)
		}
		return nil, nil
	}) {
		found.Add(x.found...)
	}
	for _, x := range r.parallel(ctx, len(s.Redirects), func(i int) (*output.File, diag.List) { _, found := r.redirect(s.Redirects[i]); return nil, found }) {
		found.Add(x.found...)
	}
	fallible := slices.DeleteFunc(r.byproducts(), func(b byproduct) bool { return !b.fallible })
	for _, x := range r.parallel(ctx, len(fallible), func(i int) (*output.File, diag.List) {
		key := r.keys.byproduct(fallible[i])
		if !known.keys[key] {
			if _, found := fallible[i].make(); len(found) > 0 {
				return nil, found
			}
		}
		mutex.Lock()
		defer mutex.Unlock()
		next.keys[key] = true
		return nil, nil
	}) {
		found.Add(x.found...)
	}
	*v = next
	return found
}
