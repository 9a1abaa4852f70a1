package write

import (
	"context"
	"errors"
	"os"

	"essaim/generator/internal/model/output"
)

// Tree writes out in a session of its own.
func Tree(ctx context.Context, out *output.Tree, o Options) (Result, error) {
	s, err := Begin(o)
	if err != nil {
		return Result{}, err
	}
	result, err := s.all(ctx, out)
	return result, errors.Join(err, s.Close())
}

// run does everything but the lock.
func run(ctx context.Context, out *output.Tree, d disk, site *os.Root) (Result, error) {
	w, err := newWriter(d, site)
	if err != nil {
		return Result{}, err
	}
	return w.all(ctx, out)
}

// all lays every second file ready before committing: both ways lead to the
// same site.
func (w *writer) all(ctx context.Context, out *output.Tree) (Result, error) {
	for i, f := range out.Files() {
		if i%2 == 0 {
			if err := w.Ready(f); err != nil {
				return Result{}, err
			}
		}
	}
	return w.Commit(ctx, out)
}
