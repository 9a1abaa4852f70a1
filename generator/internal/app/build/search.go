package build

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/stage/index"
	"essaim/generator/internal/stage/write"
	"essaim/search/indexer"
)

// beside begins to call do and returns what waits for what it returns.
func beside[T any](do func() T) func() T {
	var made T
	var making sync.WaitGroup
	making.Go(func() { made = do() })
	return func() T {
		making.Wait()
		return made
	}
}

// tagsOf returns the tags of the locales.
func tagsOf(rules *schema.Schema) []string {
	tags := make([]string, len(rules.Locales))
	for i, l := range rules.Locales {
		tags[i] = l.Tag
	}
	return tags
}

// indexed is what comes of the indexes of a site.
type indexed struct {
	made map[string]indexer.Built
	// verdict waits for the answers to judged queries and returns those that are
	// lost. It must be called before the folder of the indexes goes.
	verdict func() (diag.List, error)
	err     error
}

// notIndexed is for a site whose indexes nobody wants.
func notIndexed() indexed {
	return indexed{verdict: func() (diag.List, error) { return nil, nil }}
}

// failedIndex is for one whose indexes cannot be made.
func failedIndex(err error) indexed {
	failed := notIndexed()
	failed.err = err
	return failed
}

// index makes the indexes, the first files of out, unless the run is the preview's,
// which makes them when somebody searches. roots waits for what search pages begin with;
// it is nil without indexes. A run that takes over most of what it makes needs little
// memory, and a small site does: there they are made beside what follows. Otherwise they
// are made before it, and err is theirs.
func (r *run) index(ctx context.Context) (out *output.Tree, roots func() map[string]string, err error) {
	ready, err := r.folder().ready, r.folder().err // what is finished is laid ready beside the output folder
	if err != nil {
		return nil, nil, err
	}
	out = &output.Tree{}
	out.Grow(r.previous().count())
	if r.o.Lazy && r.o.Linked != nil {
		r.o.Linked(r.Result)
	}
	if r.o.Lazy || r.o.Out == "" && !r.o.Check {
		r.searched = notIndexed
		return out, nil, nil
	}
	r.searched = sync.OnceValue(func() indexed { return r.makeIndexes(ctx, ready, out) })
	roots = func() map[string]string { return r.searched().roots() }
	r.await(func() { _, _ = r.searched().verdict() }) // nobody reads an index when its folder goes
	if !r.warm {
		r.step("index") // of a small site nearly no time: it passes with that of the pages
	}
	if r.warm || r.small {
		beside(r.searched)
		return out, roots, nil
	}
	return out, roots, r.searched().err
}

// makeIndexes adds the search files to out, and lays them ready. Judged queries are
// asked beside what follows.
func (r *run) makeIndexes(ctx context.Context, ready *write.Session, out *output.Tree) indexed {
	folder, former, remove, err := indexFolder(ready)
	if err != nil {
		return failedIndex(fmt.Errorf("index: %w", err))
	}
	made, verdict, err := index.Add(ctx, r.Site, out, index.Options{Temporary: folder, Former: former, Judge: r.o.Check, Text: r.text, Builder: r.kept.search})
	if err != nil {
		return failedIndex(errors.Join(fmt.Errorf("index: %w", err), remove()))
	}
	x := indexed{made: made, verdict: sync.OnceValues(func() (diag.List, error) {
		lost, err := verdict()
		if err = errors.Join(err, remove()); err != nil {
			return nil, fmt.Errorf("index: %w", err)
		}
		return lost, nil
	})}
	if ready != nil {
		if err := ready.ReadyAll(ctx, out); err != nil {
			x.err = fmt.Errorf("write %s: %w", r.o.Out, err)
		}
	}
	if r.o.Cache == nil {
		r.kept.search.Forget() // there is no next run, and pages need the room
	}
	return x
}

// roots returns the addresses of what a search page begins with, by locale.
func (x indexed) roots() map[string]string {
	roots := map[string]string{}
	for tag, built := range x.made {
		roots[tag] = index.RootPath(tag, built)
	}
	return roots
}

// indexFolder returns a folder for the indexes: beside the output, where there is
// one, so that they need not be copied, and what links the files of the former
// indexes into it.
func indexFolder(ready *write.Session) (folder string, former indexer.Former, remove func() error, err error) {
	if ready != nil {
		folder, err = ready.Folder()
		return folder, ready.Link, func() error { return nil }, err
	}
	folder, err = os.MkdirTemp("", "essaim-index-")
	return folder, nil, func() error { return os.RemoveAll(folder) }, err
}

// Rest makes all files of a search of which the first have been made. It returns
// nil when it can no longer, because a later result of the same cache has made its
// own, and when ctx is done.
type Rest = func(ctx context.Context) (*index.Found, error)

// SearchSoon makes those files of the search that a query of single words needs.
// One of it and what makes the rest runs at a time.
func (r *Result) SearchSoon(ctx context.Context) (first *index.Found, rest Rest, err error) {
	first, rest, err = index.Shards(ctx, r.Site, index.Options{Text: r.text, Builder: r.builder, Memory: r.documents})
	if err != nil {
		return nil, nil, fmt.Errorf("index: %w", err)
	}
	return first, rest, nil
}
