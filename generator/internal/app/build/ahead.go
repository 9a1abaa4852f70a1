package build

import (
	"context"

	"essaim/generator/internal/stage/load"
	"essaim/generator/internal/stage/parse"
)

// Ahead reads what has changed in a site of which more will change at once, so that
// the run behind all changes finds most of it read. Files are skimmed: they will be
// too many to be parsed. It does nothing when the settings have changed.
func Ahead(ctx context.Context, o Options) error {
	kept, err := o.store()
	if err != nil {
		return err
	}
	former, changed := o.former(kept)
	if former.rules == nil {
		return nil
	}
	tree, err := load.Dir(ctx, o.Root, load.Options{Later: parse.IsEntry, Former: former.tree, Changed: changed})
	if err != nil || settingsOf(tree) != former.settings {
		return err
	}
	reader := &entries{root: o.Root, rules: former.rules, pack: kept.Pack, former: former.entries, skimmed: former.skimmed.with(former.rules), most: 1}
	all, err := reader.read(ctx, parse.Files(tree), func() {})
	o.Cache.read(tree, former.rules, all)
	return err
}
