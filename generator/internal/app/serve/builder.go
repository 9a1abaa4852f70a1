package serve

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"time"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/app/watch"
	"essaim/generator/internal/model/output"
)

const (
	// longest bounds the wait for a scheduled change: timers stand still while
	// a computer sleeps, its clock does not.
	longest = time.Minute
	// shortest keeps a clock that does not advance from keeping us busy.
	shortest = 50 * time.Millisecond
)

// builder builds the site again and again, and puts the outcome on the screen.
type builder struct {
	options Options
	build   buildFunc
	cache   build.Cache
	screen  *screen
	// next is when an entry will be published or expire; zero when none will.
	next time.Time
}

// first builds for the first time. Its error is the machine's.
func (b *builder) first(ctx context.Context) error {
	result, err := b.make(ctx)
	if err == nil {
		b.show(result)
	}
	return err
}

// follow builds after every change until ctx is done, watching fails or the
// server has ended.
func (b *builder) follow(ctx context.Context, changes *watch.Watcher, ended <-chan error) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-ended:
			return err
		case _, open := <-changes.Changes():
			if !open {
				return changes.Err()
			}
		case <-b.due():
			if b.options.Clock().Before(b.next) {
				continue
			}
		}
		result, err := b.make(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			b.fail(err)
		default:
			b.show(result)
		}
	}
}

// due is ready when it is time to look whether the next scheduled change has
// come.
func (b *builder) due() <-chan time.Time {
	if b.next.IsZero() {
		return nil
	}
	return time.After(max(shortest, min(longest, b.next.Sub(b.options.Clock()))))
}

func (b *builder) make(ctx context.Context) (*build.Result, error) {
	result, err := b.build(ctx, build.Options{
		Root: b.options.Root, Clock: b.options.Clock(), Drafts: b.options.Drafts, Cache: &b.cache,
	})
	if b.options.Built != nil && ctx.Err() == nil {
		b.options.Built(result, err)
	}
	return result, err
}

// show puts the outcome of a build on the screen: its pages, or its mistakes
// over the last good ones.
func (b *builder) show(result *build.Result) {
	shown, _ := b.screen.now()
	b.next = time.Time{}
	if result.Site != nil {
		b.next = result.Site.NextChange
	}
	if result.Output != nil {
		shown.output, shown.base = result.Output, basePath(result)
		shown.search = sync.OnceValue(func() *output.Tree { return searchFiles(result) })
	}
	shown.mistakes = mistakesOf(result, b.options.Lang)
	b.screen.show(shown)
}

// searchFiles makes the files of the search. When the machine fails at it the
// page of the search says that it cannot search, so that nothing is lost.
func searchFiles(result *build.Result) *output.Tree {
	files, err := result.SearchFiles(context.Background())
	if err != nil {
		return &output.Tree{}
	}
	return files
}

// fail shows that the machine could not build. The next change tries again.
func (b *builder) fail(err error) {
	shown, _ := b.screen.now()
	b.next = time.Time{}
	shown.mistakes = []mistake{{Message: wordsIn(b.options.Lang).failed + err.Error()}}
	b.screen.show(shown)
}

// basePath returns the path of the site's base URL, with a slash at either end.
func basePath(result *build.Result) string {
	base, err := url.Parse(result.Site.Schema.Config.BaseURL)
	if err != nil {
		return "/" // settings accept no such address
	}
	return "/" + strings.TrimPrefix(strings.TrimSuffix(base.Path, "/")+"/", "/")
}
