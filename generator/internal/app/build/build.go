// Package build assembles the stages: Run is the whole program.
//
//	result.go    what Run is told, and what it returns
//	entries.go   entries, parsed or found again
//	cache.go     what stays in memory for the next run; ahead.go, what is read before that
//	store.go     what is kept for another process, and by which build of the program
//	outcome.go   what a run made, kept for one that finds the same site
//	previous.go  what one that finds other bodies takes of it; related.go, how related
//	             entries were found; known.go, the times of files
//	search.go    the indexes, and the search of a preview
package build

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/stage/link"
	"essaim/generator/internal/stage/load"
	"essaim/generator/internal/stage/parse"
	"essaim/generator/internal/stage/render"
	"essaim/generator/internal/stage/validate"
)

// Run builds the site once. Read it from top to bottom: it is the whole
// program. Its error is the machine's failure; what is wrong with the content
// is in Result.Diagnostics, and then nothing has been written.
func Run(ctx context.Context, o Options) (_ *Result, err error) {
	r := newResult(o)
	defer r.stop()
	var ds diag.List // everything wrong with the content

	kept, err := o.store()
	if err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	defer func() { err = errors.Join(err, kept.done()) }()
	previous := beside(func() *previous { return o.previous(kept) })
	defer func() { previous() }() // it looks into the cache
	folder := beside(func() opened { return o.resumeOutput(kept) })
	defer func() { err = errors.Join(err, folder().close()) }()

	r.step("load") // folders -> source.Tree, the texts of entries left on disk
	former, changed := o.former(kept)
	tree, err := load.Dir(ctx, o.Root, load.Options{Later: parse.IsEntry, Former: former.tree, Changed: changed})
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", o.Root, err)
	}
	r.Tree = tree

	r.step("parse") // source.File -> content.Entry, one by one
	now := former.with(tree)
	rules := now.rules
	ds.Add(now.found...)
	if rules == nil {
		return r.failed(ctx, o, ds)
	}
	reader := &entries{root: o.Root, rules: rules, pack: kept.Pack, former: now.entries, skimmed: former.skimmed.with(rules), most: o.Skim}
	r.prose, r.text, r.builder = reader.prose, reader.text, kept.search
	readTheme := sync.OnceValue(func() func() (*render.Theme, diag.List) { return o.theme(former.theme, tree, rules, kept) })

	files := parse.Files(tree)
	if o.Entries != nil {
		o.Entries(len(files))
	}
	all, err := reader.read(ctx, files, func() { readTheme() })
	o.Cache.read(tree, rules, all)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", o.Root, err)
	}

	var remembering sync.WaitGroup
	remembering.Go(func() { o.rememberFiles(kept, tree, former.tree) })
	in := o.inputs(tree, kept)
	remembering.Wait()
	if same, err := r.same(ctx, o, kept, in, previous(), folder); err != nil || same {
		return r, err // what a former run made is there, and nothing has changed
	}

	reader.wordless = o.Cache == nil && previous().sameFiles(in)
	waitForTheme := readTheme()
	memory := o.Cache.memory()
	links := beside(func() recalledLinks { return o.links(kept, reader, memory) })
	defer func() { waitForTheme(); links() }() // all look into the cache, which closes behind them
	if err := errors.Join(reader.complete(ctx, all), reader.err()); err != nil {
		return nil, fmt.Errorf("load %s: %w", o.Root, err)
	}
	now.entries, now.skimmed = byPath(all), skimmedOf(all, rules)
	r.Skimmed = len(now.skimmed.entries) > 0
	r.Reads.Skimmed, r.Reads.Parsed = int(reader.skimmedNow.Load()), int(reader.parsed.Load())
	for _, e := range all {
		ds.Add(e.Diagnostics...)
	}

	warm := previous() != nil && reader.readFewOf(all) // what is made is few beside what is taken over
	if warm && !o.Lazy {
		defer kept.search.Recall(tagsOf(rules))()
	}
	r.documents = memory.documents

	r.step("validate") // entries -> diagnostics only
	bodies, bodiesAlone := previous().bodies(o, in, reader, all)
	checks := memory.checks
	if bodiesAlone && previous().sound() {
		checks = soundBut(bodies)
	}
	ds.Add(validate.All(all, rules, tree, checks)...)
	if !now.found.HasErrors() { // what a wrong setting takes away is not meant to go
		ds.Add(validate.Contract(rules, tree)...)
	}

	if resumed := folder; !ds.HasErrors() { // else nothing is going to be written
		folder = beside(func() opened { return resumed().orBegin(o) })
	}

	r.step("link") // entries -> site.Site, immutable from here
	linking := link.Options{Clock: o.Clock, Drafts: o.Drafts, Memory: links().Memory, Soon: o.Soon, Last: o.Cache == nil, Roomy: warm && len(all) <= mostAtHand}
	if reader.wordless {
		linking.Words = reader.words
	}
	if r.Skimmed {
		linking.Unread = &link.Unread{}
		r.unread = func(e *site.Entry) site.Body { return linking.Unread.Body(e, reader.whole) }
	}
	linked, wrong := link.Site(ctx, all, rules, tree, linking)
	r.Partial = linking.Memory.Partial()
	ds.Add(wrong...)
	r.Site = linked
	r.count(linked, nil)
	var same func(*site.Page) bool
	if bodiesAlone {
		same = previous().same(bodies, links())
	}
	if o.Cache == nil {
		remembering.Go(func() { o.rememberRelated(kept, in, rules, linking.Memory) })
		defer remembering.Wait()
	}

	r.step("theme") // templates, styles and scripts, ready to be used
	theme, found := waitForTheme()
	ds.Add(found...)
	if len(found) == 0 {
		now.theme = theme
	}
	o.Cache.keep(now)
	if ds.HasErrors() || ctx.Err() != nil {
		return r.failed(ctx, o, ds)
	}

	ready, err := folder().ready, folder().err // what is finished is laid ready beside the output folder
	if err != nil {
		return nil, err
	}
	out := &output.Tree{}
	out.Grow(previous().count())
	if o.Lazy && o.Linked != nil {
		o.Linked(r)
	}
	searched, roots, err := r.searches(ctx, o, kept, ready, out, warm) // site.Site -> search files in output.Tree
	defer func() { _, _ = searched().verdict() }()                     // nobody reads an index when its folder goes
	if err != nil {
		return nil, err
	}

	r.step("render") // site.Site + theme -> output.Tree
	found, err = render.Site(ctx, linked, theme, out, render.Options{
		Roots: roots, Prose: reader.prose, Unread: r.unread, Keep: r.keep(ready, o), Settings: now.settings, Lazy: o.Lazy,
		Known: previous().known(), Same: same,
	})
	lost, unanswered := searched().verdict()
	ds.Add(lost...)
	ds.Add(found...)
	if err := errors.Join(err, reader.err()); err != nil {
		return nil, fmt.Errorf("render: %w", err)
	}
	if err := errors.Join(searched().err, unanswered); err != nil {
		return nil, err
	}
	if ds.HasErrors() || ctx.Err() != nil {
		return r.failed(ctx, o, ds) // nothing is written; the last good site stays
	}
	r.Output, r.Diagnostics = out, ds.Sorted()
	r.count(linked, searched().made)
	r.settings, r.theme = now.settings, theme
	if o.Check && kept.remember(in, r.outcome(kept, in, o)) {
		kept.isLatest(in, o)
	}
	if err := r.excerpts(ctx, o); err != nil || o.Out == "" {
		return r, err
	}

	r.step("write") // output.Tree -> output folder and manifest
	if err := r.write(ctx, o, kept, in, ready); err != nil {
		return nil, err
	}
	return r, nil
}
