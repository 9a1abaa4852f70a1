package serve

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/app/watch"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/site"
)

const (
	// longest bounds the wait for a scheduled change: timers stand still while
	// a computer sleeps, its clock does not.
	longest = time.Minute
	// shortest keeps a clock that does not advance from keeping us busy.
	shortest = 50 * time.Millisecond
)

// breath is how long nothing must have changed before the work in the background
// begins: what an editor does next, and what the browser asks for now, goes first.
const breath = 250 * time.Millisecond

// mostOvertaken is how long builds may be overtaken by newer changes, one after the
// other, before one is left to finish: an editor who saves without pause shall see
// something now and then. What an overtaken build has read is not read again by the
// next, so that a checkout of many files is mostly read when the last file is there.
const mostOvertaken = 5 * time.Second

// mostParsed is how many files are parsed before a change is shown: with more, which
// would take a tenth of a second, they are skimmed, and read behind what is shown.
const mostParsed = 250

// builder builds the site again and again, and puts the outcome on the screen.
type builder struct {
	options Options
	build   buildFunc
	cache   build.Cache
	screen  *screen
	// next is when an entry will be published or expire; zero when none will.
	next time.Time
	// latest is the result whose pages are shown.
	latest *build.Result
	// skimmed reports that the latest build has left bodies unread, and partial that
	// it shows some entries elsewhere as they were.
	skimmed, partial bool
	// work is the build under way, or nil.
	work     *work
	searches searches
	// searched tells that somebody has asked for them.
	searched atomic.Bool
	// early is the search of the result under way, or nil.
	early *found
	room  room
	// spreads reports that the builder has spread it.
	spreads bool
	// overtaken is when the first of the builds began that newer changes have
	// stopped, one after the other; zero after one that was not.
	overtaken time.Time
}

// work is a build under way, and what follows it. What belongs to the builder
// is its own until it has ended.
type work struct {
	stop  context.CancelFunc
	ended chan struct{}
	// shown is closed once the outcome is on the screen.
	shown chan struct{}
}

// first builds for the first time. Its error is the machine's.
func (b *builder) first(ctx context.Context) error {
	result, err := b.make(ctx, nil)
	if err == nil {
		b.show(result)
	}
	return err
}

// follow builds after every change until ctx is done, watching fails or the
// server has ended. A newer change stops the build under way.
func (b *builder) follow(ctx context.Context, changes *watch.Watcher, ended <-chan error) error {
	defer b.await()
	b.begin(ctx, b.verify)
	flooded := false // files have been read ahead
	for {
		var over <-chan struct{}
		if b.work != nil {
			over = b.work.ended
		}
		changed := []string{}
		select {
		case <-changes.Flood():
			if changed = changes.Flooded(); changed == nil || len(changed) > 0 { // else it is over, and built
				b.overtake()
				b.ahead(ctx, changed)
				flooded = true
			}
			continue
		case <-ctx.Done():
			return nil
		case err := <-ended:
			return err
		case <-over:
			b.await()
			b.overtaken = time.Time{}
			continue
		case _, open := <-changes.Changes():
			if !open {
				return changes.Err()
			}
			if changed = changes.Changed(); changed != nil && len(changed) == 0 && !flooded {
				continue // the build before has seen it
			}
			flooded = false
		case <-b.due():
			if b.options.Clock().Before(b.next) {
				continue
			}
		}
		b.overtake()
		b.begin(ctx, func(ctx context.Context, w *work) { b.again(ctx, w, changed) })
	}
}

// ahead reads files of which some have changed while others still do, so that most is
// read when the last one has. What goes wrong goes wrong again in the build.
func (b *builder) ahead(ctx context.Context, changed []string) {
	b.spread()
	_ = build.Ahead(ctx, b.how(changed, mostParsed))
}

// begin does something until a newer change stops it.
func (b *builder) begin(ctx context.Context, do func(context.Context, *work)) {
	ctx, stop := context.WithCancel(ctx)
	w := &work{stop: stop, ended: make(chan struct{}), shown: make(chan struct{})}
	b.work = w
	go func() {
		defer close(w.ended)
		do(ctx, w)
	}()
}

// await waits for the end of what is under way.
func (b *builder) await() {
	if b.work != nil {
		<-b.work.ended
		b.work.stop()
		b.work = nil
	}
}

// overtake stops what is under way, unless builds have been stopped for too long
// before they had anything to show.
func (b *builder) overtake() {
	if b.work == nil {
		return
	}
	select {
	case <-b.work.shown:
		b.overtaken = time.Time{}
	default:
		if b.overtaken.IsZero() {
			b.overtaken = time.Now()
		}
		if time.Since(b.overtaken) >= mostOvertaken {
			b.overtaken = time.Time{}
			select { // what follows on what is shown can be stopped
			case <-b.work.shown:
			case <-b.work.ended:
			}
		}
	}
	b.work.stop()
	b.searches.stop()
	b.await()
}

// again builds the site, shows it and makes sure of all its pages. With another
// theme it tries some first: a mistake in a template is most often one of every
// page that it makes.
func (b *builder) again(ctx context.Context, w *work, changed []string) {
	if changed == nil || slices.ContainsFunc(changed, func(path string) bool { return !strings.HasSuffix(path, ".md") }) {
		b.spread() // there may be two of everything for a while
	}
	result, err := b.make(ctx, changed)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		b.fail(err)
		close(w.shown)
		return
	}
	if b.latest != nil && result.Output != nil && !result.SameTheme(b.latest) {
		found, err := result.Try(ctx)
		if ctx.Err() != nil {
			return
		}
		if err == nil && found.HasErrors() {
			b.mistaken(result, found)
			close(w.shown)
			return
		}
	}
	b.show(result)
	close(w.shown)
	if !b.partial {
		go b.tell(ctx) // the next change need not wait for it
	} else if b.tell(ctx); ctx.Err() != nil || !b.complete(ctx) {
		return
	}
	b.verify(ctx, nil)
}

// tell tells open pages of the search in what is shown, once there is one that
// somebody has asked for.
func (b *builder) tell(ctx context.Context) {
	shown, _ := b.screen.now()
	if !b.searched.Load() || shown.search == nil || shown.unread {
		return
	}
	if first := shown.search.soon(); first != nil && ctx.Err() == nil {
		b.screen.searches(shown, first)
	}
}

// verify does the work in the background: it completes what is shown, looks for
// changes that the watcher may have missed, makes the other files of the search, and
// makes every page, to find what is wrong with those that nobody looks at.
func (b *builder) verify(ctx context.Context, w *work) {
	if w != nil {
		close(w.shown)
	}
	select {
	case <-ctx.Done():
		return
	case <-time.After(breath):
	}
	if b.unfinished() && !b.complete(ctx) {
		return
	}
	within(ctx, collect)
	if unseen, err := b.cache.Unseen(ctx, b.options.Root); err == nil && unseen && ctx.Err() == nil {
		if result, err := b.make(ctx, nil); err == nil && ctx.Err() == nil {
			b.show(result)
		}
		if b.unfinished() && !b.complete(ctx) {
			return
		}
	}
	if shown, _ := b.screen.now(); ctx.Err() == nil && b.searched.Load() && shown.search != nil {
		within(ctx, func() {
			if whole := shown.search.all(); whole != nil {
				b.screen.searches(shown, whole)
			}
		})
	}
	if ctx.Err() != nil {
		return
	}
	if b.latest != nil && !b.latest.Skimmed { // else bodies are wrong, which is shown
		found, err := b.latest.Verify(ctx, &b.cache)
		if err == nil && found.HasErrors() && ctx.Err() == nil {
			b.mistaken(b.latest, found)
		}
	}
	b.giveBack(ctx)
}

// unfinished reports whether what is shown is to be completed.
func (b *builder) unfinished() bool { return b.skimmed || b.partial }

// complete reads what has only been skimmed of what is shown, and shows entries
// everywhere as they are. It reports whether it could.
func (b *builder) complete(ctx context.Context) bool {
	if b.skimmed {
		b.spread() // there are two of everything until it is shown
	}
	result, err := b.run(ctx, []string{}, 0, false)
	if ctx.Err() != nil {
		return false
	}
	if err != nil {
		b.fail(err)
		return false
	}
	b.show(result)
	b.contain()
	go b.tell(ctx) // somebody may wait for it
	return true
}

// within calls do and waits for its end, or until ctx is done: what takes long and
// cannot be stopped at once goes on beside what comes next.
func within(ctx context.Context, do func()) {
	over := make(chan struct{})
	go func() {
		defer close(over)
		do()
	}()
	select {
	case <-over:
	case <-ctx.Done():
	}
}

// mistaken shows what is wrong with the pages of a result.
func (b *builder) mistaken(result *build.Result, found diag.List) {
	wrong := *result
	wrong.Diagnostics = append(slices.Clone(result.Diagnostics), found...).Sorted()
	if b.options.Built != nil {
		b.options.Built(&wrong, nil)
	}
	shown, _ := b.screen.now()
	shown.mistakes = mistakesOf(&wrong, b.options.Lang)
	b.screen.show(shown)
}

// due is ready when it is time to look whether the next scheduled change has
// come.
func (b *builder) due() <-chan time.Time {
	if b.work != nil || b.next.IsZero() {
		return nil
	}
	return time.After(max(shortest, min(longest, b.next.Sub(b.options.Clock()))))
}

// make builds the site, of which only some paths may have changed, or anything
// with nil.
func (b *builder) make(ctx context.Context, changed []string) (*build.Result, error) {
	return b.run(ctx, changed, mostParsed, true)
}

// run builds the site; see build.Options.Skim and Soon. Of a site that has been
// skimmed or is partial it tells nobody: the whole of it follows.
func (b *builder) run(ctx context.Context, changed []string, skim int, soon bool) (*build.Result, error) {
	o := b.how(changed, skim)
	o.Soon = soon
	result, err := b.build(ctx, o)
	if b.options.Built != nil && ctx.Err() == nil && (err != nil || !result.Skimmed && !result.Partial) {
		b.options.Built(result, err)
	}
	return result, err
}

// how returns how to build the site.
func (b *builder) how(changed []string, skim int) build.Options {
	return build.Options{
		Root: b.options.Root, Clock: b.options.Clock(), Drafts: b.options.Drafts, Cache: &b.cache, Changed: changed, Lazy: true,
		Skim: skim, Linked: b.linked,
	}
}

// linked begins with the files of the search while the pages are still made ready, for
// somebody who has searched will do so again; but not when there is much to be made
// before the page can be shown.
func (b *builder) linked(result *build.Result) {
	if b.searched.Load() && b.latest != nil && !result.Skimmed && alike(result.Site.Pages, b.latest.Site.Pages) {
		b.early = b.searches.of(result)
		go b.early.soon()
	}
}

// alike reports whether two sites share their pages, but for some: whether nothing
// but bodies has changed.
func alike(a, b []*site.Page) bool {
	n := len(a)
	return n == len(b) && n > 0 && (a[0] == b[0] || a[n/2] == b[n/2] || a[n-1] == b[n-1])
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
		b.latest = result
		shown.output, shown.made, shown.base = result.Output, &contents{}, basePath(result)
		shown.searched = func() { b.searched.Store(true) }
	}
	if shown.unread = result.Output != nil && result.Skimmed; result.Output != nil && !result.Skimmed {
		if shown.roots, shown.changes, shown.search = nil, nil, b.early; shown.search == nil || shown.search.result != result {
			shown.search = b.searches.of(result)
		}
	}
	b.early, b.skimmed, b.partial = nil, result.Skimmed, result.Partial
	shown.mistakes = mistakesOf(result, b.options.Lang)
	b.screen.show(shown)
}

// fail shows that the machine could not build. The next change tries again.
func (b *builder) fail(err error) {
	shown, _ := b.screen.now()
	b.next, b.skimmed, b.partial, shown.unread = time.Time{}, false, false, false
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
