package build

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/link"
	"essaim/generator/internal/stage/load"
	"essaim/generator/internal/stage/parse"
	"essaim/generator/internal/stage/render"
	"essaim/generator/internal/stage/validate"
)

// A run is one call of Run: its result, and what its steps tell one another beside the
// nouns that Run hands from each to the next. Several fields are functions that wait
// for something which has been begun beside the steps.
type run struct {
	*Result
	o Options
	// wrong is everything wrong with the content.
	wrong diag.List
	// kept is what runs keep for one another, and inputs all that this one depends on.
	kept   *store
	inputs inputs
	// former is what the latest run of this process left, now what this one leaves.
	former, now latest
	// previous waits for what the latest run of any process made: nil if that is not
	// known.
	previous func() *previous
	// reader reads the entries, and memory is what stages keep in this process.
	reader *entries
	memory memories
	// themed begins to read the theme, and returns what waits for it.
	themed func() func() (*render.Theme, diag.List)
	// links waits for what link takes over.
	links func() recalledLinks
	// warm: nearly all entries were kept, so that little is made beside what is taken
	// over.
	warm bool
	// small: the site has so few entries that there is memory for everything at once.
	small bool
	// bodiesAlone: nothing has changed since previous but some bodies, those of the
	// entries with the identities bodies.
	bodiesAlone bool
	bodies      []string
	// unsure are then the identities of those that may show other related entries.
	unsure []string
	// folder waits for the output folder: that of former runs, until it is known that
	// this one will write.
	folder func() opened
	// searched waits for the indexes.
	searched func() indexed
	// ends are what must be done or waited for before the run ends, the last one first.
	ends []func() error
}

// fewAtOnce is how many entries a site may have for its indexes to be made beside its
// pages though most is made anew. With so few, there are few chunks of documents, and a
// processor has none left long before the other has ended the largest.
const fewAtOnce = 4000

// begin opens what runs keep, and begins to read what the latest one made and to look at
// what is there of it.
func begin(o Options) (*run, error) {
	kept, err := o.store()
	if err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	r := &run{Result: newResult(o), o: o, kept: kept, previous: beside(func() *previous { return o.previous(kept) })}
	r.ends = append(r.ends, kept.done)
	r.await(func() { r.previous() }) // it looks into the cache
	r.folder = beside(func() opened { return o.resumeOutput(kept) })
	r.ends = append(r.ends, func() error { return r.folder().close() })
	return r, nil
}

// await lets the end of the run wait for something.
func (r *run) await(wait func()) {
	r.ends = append(r.ends, func() error { wait(); return nil })
}

// end waits for all that has been begun, and gives back what the run has opened.
func (r *run) end() (err error) {
	for i := len(r.ends) - 1; i >= 0; i-- {
		err = errors.Join(err, r.ends[i]())
	}
	r.stop()
	return err
}

// isOver reports whether the run ends here, because the content has errors or a newer
// change has come.
func (r *run) isOver(ctx context.Context) bool { return r.wrong.HasErrors() || ctx.Err() != nil }

// failed returns the result for content with errors, unless the run was stopped.
func (r *run) failed(ctx context.Context) (*Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.Diagnostics = r.wrong.Sorted()
	return r.Result, r.excerpts(ctx, r.o)
}

// load lists the files of the site, and reads those that are needed as they are.
func (r *run) load(ctx context.Context) (*source.Tree, error) {
	former, changed := r.o.former(r.kept)
	tree, err := load.Dir(ctx, r.o.Root, load.Options{Later: parse.IsEntry, Former: former.tree, Changed: changed})
	if err != nil {
		return nil, r.notLoaded(err)
	}
	r.Tree, r.former = tree, former
	return tree, nil
}

func (r *run) notLoaded(err error) error { return fmt.Errorf("load %s: %w", r.o.Root, err) }

// parse reads the settings, then the entries: those whose files have not changed are
// taken over or read back, the others are parsed. The run is over when the result is
// complete already: because the settings cannot be used, or because a former run has
// made the site of the same files.
func (r *run) parse(ctx context.Context, tree *source.Tree) (all []*content.Entry, over bool, err error) {
	o := r.o
	r.now = r.former.with(tree)
	rules := r.now.rules
	r.wrong.Add(r.now.found...)
	if rules == nil {
		_, err := r.failed(ctx)
		return nil, true, err
	}
	r.reader = &entries{root: o.Root, rules: rules, pack: r.kept.Pack, former: r.now.entries, skimmed: r.former.skimmed.with(rules), most: o.Skim}
	r.prose, r.text, r.builder = r.reader.prose, r.reader.text, r.kept.search
	r.themed = sync.OnceValue(func() func() (*render.Theme, diag.List) {
		wait := o.theme(r.former.theme, tree, rules, r.kept)
		r.await(func() { wait() }) // it looks into the cache
		return wait
	})
	files := parse.Files(tree)
	if o.Entries != nil {
		o.Entries(len(files))
	}
	all, err = r.reader.read(ctx, files, func() { r.themed() })
	o.Cache.read(tree, rules, all)
	if err != nil {
		return nil, false, r.notLoaded(err)
	}
	r.inputs = r.dependsOn(tree)
	if same, err := r.same(ctx); err != nil || same {
		return nil, true, err
	}
	r.themed()
	return all, false, r.complete(ctx, all)
}

// dependsOn returns all that the run depends on, for it is known of every file now, and
// keeps the times of the files meanwhile.
func (r *run) dependsOn(tree *source.Tree) inputs {
	var remembering sync.WaitGroup
	remembering.Go(func() { r.o.rememberFiles(r.kept, tree, r.former.tree) })
	defer remembering.Wait()
	return r.o.inputs(tree, r.now.rules.Config.ZoneRules, r.kept)
}

// complete reads back the entries that have not changed, and begins to read what later
// steps take over.
func (r *run) complete(ctx context.Context, all []*content.Entry) error {
	r.reader.wordless = r.o.Cache == nil && r.previous().sameFiles(r.inputs)
	r.memory = r.o.Cache.memory()
	r.links = beside(func() recalledLinks { return r.o.links(r.kept, r.reader, r.memory) })
	r.await(func() { r.links() }) // it looks into the cache
	if err := errors.Join(r.reader.complete(ctx, all), r.reader.err()); err != nil {
		return r.notLoaded(err)
	}
	r.now.entries, r.now.skimmed = byPath(all), skimmedOf(all, r.now.rules)
	r.Skimmed = len(r.now.skimmed.entries) > 0
	r.Reads.Skimmed, r.Reads.Parsed = int(r.reader.skimmedNow.Load()), int(r.reader.parsed.Load())
	for _, e := range all {
		r.wrong.Add(e.Diagnostics...)
	}
	r.documents = r.memory.documents
	r.warm = r.previous() != nil && r.reader.readFewOf(all)
	r.small = len(all) <= fewAtOnce
	if r.warm && !r.o.Lazy {
		r.await(r.kept.search.Recall(tagsOf(r.now.rules)))
	}
	return nil
}

// validate checks the entries, or those of which it is not known that they are sound.
func (r *run) validate(all []*content.Entry, tree *source.Tree) {
	r.bodies, r.bodiesAlone = r.previous().bodies(r.o, r.inputs, r.reader, all)
	checks := r.memory.checks
	if r.bodiesAlone && r.previous().sound() {
		checks = soundBut(r.bodies)
	}
	r.wrong.Add(validate.All(all, r.now.rules, tree, checks)...)
	if !r.now.found.HasErrors() { // what a wrong setting takes away is not meant to go
		r.wrong.Add(validate.Contract(r.now.rules, tree)...)
	}
}

// link makes the site of the entries. The output folder is taken meanwhile, unless it is
// known already that nothing will be written.
func (r *run) link(ctx context.Context, all []*content.Entry, tree *source.Tree) *site.Site {
	o := r.o
	if resumed := r.folder; !r.wrong.HasErrors() {
		r.folder = beside(func() opened { return resumed().orBegin(o) })
	}
	linking := link.Options{Clock: o.Clock, Drafts: o.Drafts, Memory: r.links().Memory, Soon: o.Soon, Last: o.Cache == nil, Roomy: r.warm && len(all) <= mostAtHand}
	if r.reader.wordless {
		linking.Words = r.reader.words
	}
	if r.Skimmed {
		linking.Unread = &link.Unread{}
		r.unread = func(e *site.Entry) site.Body { return linking.Unread.Body(e, r.reader.whole) }
	}
	linked, wrong := link.Site(ctx, all, r.now.rules, tree, linking)
	r.wrong.Add(wrong...)
	r.Site, r.Partial = linked, linking.Memory.Partial()
	r.count(linked, nil)
	if r.bodiesAlone {
		r.unsure = linking.Memory.Unsure() // before it is let go of
	}
	if o.Cache == nil {
		var remembering sync.WaitGroup
		remembering.Go(func() { o.rememberRelated(r.kept, r.inputs, r.now.rules, linking.Memory) })
		r.await(remembering.Wait)
	}
	return linked
}

// theme waits for the theme. With it all has been read that the next run of this process
// can take over.
func (r *run) theme() *render.Theme {
	theme, found := r.themed()()
	r.wrong.Add(found...)
	if len(found) == 0 {
		r.now.theme = theme
	}
	r.o.Cache.keep(r.now)
	return theme
}

// render makes the pages and all that is made with them, but for those that are known,
// and waits for the indexes.
func (r *run) render(ctx context.Context, linked *site.Site, theme *render.Theme, out *output.Tree, roots func() map[string]string) error {
	var same func(*site.Page) bool
	if r.bodiesAlone {
		same = r.previous().same(r.bodies, r.unsure, r.links().of)
	}
	found, err := render.Site(ctx, linked, theme, out, render.Options{
		Roots: roots, Prose: r.prose, Unread: r.unread, Keep: r.keep(r.folder().ready, r.o), Settings: r.now.shown(), Lazy: r.o.Lazy,
		Known: r.previous().known(), Same: same,
	})
	lost, unanswered := r.searched().verdict()
	r.wrong.Add(lost...)
	r.wrong.Add(found...)
	if err := errors.Join(err, r.reader.err()); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return errors.Join(r.searched().err, unanswered)
}

// finish completes the result of a run that can be written. A check, which is not, keeps
// its outcome here.
func (r *run) finish(ctx context.Context, linked *site.Site, theme *render.Theme, out *output.Tree) error {
	r.Output, r.Diagnostics = out, r.wrong.Sorted()
	r.count(linked, r.searched().made)
	r.settings, r.Result.theme = r.now.shown(), theme
	if r.o.Check && r.kept.remember(r.inputs, r.outcome()) {
		r.kept.isLatest(r.inputs, r.o)
	}
	return r.excerpts(ctx, r.o)
}
