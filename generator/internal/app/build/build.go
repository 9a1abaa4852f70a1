// Package build assembles the stages: Run is the whole program.
//
//	run.go       the steps of Run, in its order
//	result.go    what Run is told, and what it returns
//	entries.go   entries, parsed or found again
//	cache.go     what stays in memory for the next run; ahead.go, what is read before that
//	store.go     what is kept for another process, and by which build of the program
//	outcome.go   what a run made, kept for one that finds the same site
//	previous.go  what a run takes over when only bodies have changed; related.go, how related
//	             entries were found; known.go, the times of files
//	search.go    the indexes, and the search of a preview
package build

import (
	"context"
	"errors"
)

// Run builds the site once. Read it from top to bottom: it is the whole program. Each
// step reads what the steps before have made; how it spares itself what a former run has
// done is in the method of its name, in run.go.
//
// The error is the machine's failure. What is wrong with the content is in
// Result.Diagnostics; with an error among these nothing is written, and the last good
// site stays.
func Run(ctx context.Context, o Options) (_ *Result, err error) {
	r, err := begin(o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.end()) }()

	r.step("load") // folders -> source.Tree, the texts of entries left on disk
	tree, err := r.load(ctx)
	if err != nil {
		return nil, err
	}

	r.step("parse") // source.File -> content.Entry, one by one
	entries, over, err := r.parse(ctx, tree)
	if err != nil {
		return nil, err
	}
	if over { // the settings are wrong, or a former run has made the same
		return r.Result, nil
	}

	r.step("validate") // entries -> diagnostics only
	r.validate(entries, tree)

	r.step("link") // entries -> site.Site, immutable from here
	linked := r.link(ctx, entries, tree)

	r.step("theme") // templates, styles and scripts, ready to be used
	theme := r.theme()
	if r.isOver(ctx) {
		return r.failed(ctx)
	}

	out, roots, err := r.index(ctx) // site.Site -> search files in output.Tree
	if err != nil {
		return nil, err
	}

	r.step("render") // site.Site + theme -> output.Tree
	if err := r.render(ctx, linked, theme, out, roots); err != nil {
		return nil, err
	}
	if r.isOver(ctx) {
		return r.failed(ctx)
	}
	if err := r.finish(ctx, linked, theme, out); err != nil || o.Out == "" {
		return r.Result, err
	}

	r.step("write") // output.Tree -> output folder and manifest
	if err := r.write(ctx); err != nil {
		return nil, err
	}
	return r.Result, nil
}
