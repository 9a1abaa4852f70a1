// Package build assembles the stages: Run is the whole program.
package build

import (
	"context"
	"fmt"
	"os"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/stage/index"
	"essaim/generator/internal/stage/link"
	"essaim/generator/internal/stage/load"
	"essaim/generator/internal/stage/parse"
	"essaim/generator/internal/stage/parse/settings"
	"essaim/generator/internal/stage/render"
	"essaim/generator/internal/stage/validate"
	"essaim/generator/internal/stage/write"
)

// Run builds the site once. Read it from top to bottom: it is the whole
// program. Its error is the machine's failure; what is wrong with the content
// is in Result.Diagnostics, and then nothing has been written.
func Run(ctx context.Context, o Options) (*Result, error) {
	r := newResult(o)
	defer r.stop()
	var ds diag.List // everything wrong with the content

	r.step("load") // folders -> source.Tree
	tree, err := load.Dir(ctx, o.Root)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", o.Root, err)
	}
	r.Tree = tree

	r.step("parse") // source.File -> content.Entry
	rules, found := settings.Read(tree)
	ds.Add(found...)
	if rules == nil {
		return r.failed(ds), nil
	}
	entries := parse.All(ctx, tree, rules, o.Cache.reuse(rules.Hash))
	o.Cache.keep(rules.Hash, entries)
	for _, e := range entries {
		ds.Add(e.Diagnostics...)
	}

	r.step("validate") // entries -> diagnostics only
	ds.Add(validate.All(entries, rules, tree)...)

	r.step("link") // entries -> site.Site, immutable from here
	linked, found := link.Site(ctx, entries, rules, tree, link.Options{Clock: o.Clock, Drafts: o.Drafts})
	ds.Add(found...)
	r.Site = linked

	theme, found := render.ParseTheme(tree, rules)
	ds.Add(found...)
	if ds.HasErrors() || ctx.Err() != nil {
		return r.failed(ds), ctx.Err()
	}
	out := &output.Tree{}
	if o.Out != "" || o.Check { // the preview makes them when somebody searches
		r.step("index") // site.Site -> search files in output.Tree
		folder, err := os.MkdirTemp("", "essaim-index-")
		if err != nil {
			return nil, fmt.Errorf("index: %w", err)
		}
		defer os.RemoveAll(folder)
		r.Search, found, err = index.Add(ctx, linked, out, index.Options{Temporary: folder, Judge: o.Check})
		if err != nil {
			return nil, fmt.Errorf("index: %w", err)
		}
		ds.Add(found...)
	}

	r.step("render") // site.Site + theme -> output.Tree
	ds.Add(render.Site(ctx, linked, theme, r.roots(), out)...)
	if ds.HasErrors() || ctx.Err() != nil {
		return r.failed(ds), ctx.Err() // nothing is written; the last good site stays
	}
	r.Output, r.Diagnostics = out, ds.Sorted()
	if o.Out == "" {
		return r, nil
	}

	r.step("write") // output.Tree -> output folder and manifest
	written, err := write.Tree(ctx, out, write.Options{Root: o.Root, Out: o.Out})
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", o.Out, err)
	}
	r.Written, r.Unchanged, r.Removed = written.Written, written.Unchanged, written.Removed
	return r, nil
}
