package build

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/pack"
	"essaim/generator/internal/stage/write"
)

// outcome is what a run made of a site, kept for a run that finds the same
// site: what it has to know when there is nothing to do.
type outcome struct {
	// From and Until are the instants between which the same would be made: from
	// the clock of the run to the next entry that is published or expires.
	From, Until time.Time
	Diagnostics diag.List
	Figures
}

// inputs names everything that a run depends on, the clock and the program
// aside.
func (o Options) inputs(tree *source.Tree) pack.Key {
	parts := []string{"inputs", fmt.Sprint(o.Drafts, o.Check)}
	for _, f := range tree.Files() {
		parts = append(parts, f.Path, f.Hash, fmt.Sprint(f.Problem))
	}
	return pack.KeyOf(parts...)
}

// remember keeps the outcome of a run.
func (r *Result) remember(kept *store, inputs pack.Key, o Options) {
	head, err := json.Marshal(outcome{From: o.Clock, Until: r.NextChange, Diagnostics: r.Diagnostics, Figures: r.Figures})
	if err != nil {
		return
	}
	data := binary.AppendUvarint(nil, uint64(len(head)))
	data = append(data, head...)
	if o.Out != "" {
		for _, f := range r.Output.Files() {
			hash, err := hex.DecodeString(f.Hash)
			if err != nil {
				return
			}
			data = append(data, hash...)
			data = append(data, byte(f.Order))
			data = binary.AppendUvarint(data, uint64(f.Size))
			data = binary.AppendUvarint(data, uint64(len(f.Path)))
			data = append(data, f.Path...)
		}
	}
	_ = kept.Put(inputs, data) // only time is lost
}

// recall returns what a former run made of the same site, with the files that
// it made, or nil.
func (o Options) recall(kept *store, inputs pack.Key) (*outcome, *output.Tree) {
	data, ok := kept.Get(inputs)
	if !ok {
		return nil, nil
	}
	number := func() int {
		n, size := binary.Uvarint(data)
		data = data[max(size, 0):]
		return int(n)
	}
	n := number()
	var x outcome
	if n > len(data) || json.Unmarshal(data[:n], &x) != nil {
		return nil, nil
	}
	if o.Clock.Before(x.From) || !x.Until.IsZero() && !o.Clock.Before(x.Until) {
		return nil, nil
	}
	out := &output.Tree{}
	for data = data[n:]; len(data) > 33; {
		f := &output.File{Hash: hex.EncodeToString(data[:32]), Order: output.Order(data[32]), Make: notMade}
		data = data[33:]
		f.Size = int64(number())
		n := number()
		if n > len(data) {
			return nil, nil
		}
		f.Path, data = string(data[:n]), data[n:]
		out.Add(f)
	}
	return &x, out
}

// errNotMade is the error for a file whose content nobody has made.
var errNotMade = errors.New("the content has not been made")

func notMade() ([]byte, error) { return nil, errNotMade }

// same reports whether the output folder holds what a former run made of the
// same site, and completes the result if so. A preview has nothing to compare.
func (r *Result) same(ctx context.Context, o Options, kept *store, inputs pack.Key) (bool, error) {
	if o.Out == "" && !o.Check || kept.fresh {
		return false, nil
	}
	x, out := o.recall(kept, inputs)
	if x == nil {
		return false, nil
	}
	if o.Out != "" {
		there, err := write.Same(ctx, out, write.Options{Root: o.Root, Out: o.Out})
		if err != nil || !there {
			return false, err
		}
		r.Unchanged = out.Len()
	}
	r.Figures, r.Diagnostics, r.Output = x.Figures, x.Diagnostics, out
	return true, r.excerpts(ctx, o)
}
