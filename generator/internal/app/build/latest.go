package build

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/pack"
	"essaim/generator/internal/stage/link"
	"essaim/generator/internal/stage/render"
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

// theme begins to read the theme, unless the former one is the same, and returns
// what waits for it: styles and scripts take a while, most of it on one processor.
func (o Options) theme(former *render.Theme, tree *source.Tree, rules *schema.Schema) func() (*render.Theme, diag.List) {
	if former.Is(tree, rules) {
		return func() (*render.Theme, diag.List) { return former, nil }
	}
	var theme *render.Theme
	var found diag.List
	var reading sync.WaitGroup
	reading.Go(func() { theme, found = render.ParseTheme(tree, rules) })
	return func() (*render.Theme, diag.List) {
		reading.Wait()
		return theme, found
	}
}

// inputs names everything that a run depends on, the clock and the program
// aside. Where nothing is kept, nobody asks.
func (o Options) inputs(tree *source.Tree, kept *store) pack.Key {
	if kept.fresh || o.Lazy {
		return pack.Key{}
	}
	parts := []string{"inputs", fmt.Sprint(o.Drafts, o.Check)}
	for _, f := range tree.Files() {
		parts = append(parts, f.Path, f.Hash, fmt.Sprint(f.Problem))
	}
	return pack.KeyOf(parts...)
}

// remember keeps the outcome of a run.
func (r *Result) remember(kept *store, inputs pack.Key, o Options) {
	if kept.fresh {
		return
	}
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
	if n < 0 || n > len(data) || json.Unmarshal(data[:n], &x) != nil {
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
		if n < 0 || n > len(data) {
			return nil, nil
		}
		f.Path, data = string(data[:n]), data[n:]
		out.Add(f)
	}
	return &x, out
}

// settingsOf identifies the settings of a site.
func settingsOf(tree *source.Tree) string {
	var parts []string
	for _, f := range tree.Below("content") {
		if f.Path == "content/site.yaml" || strings.HasPrefix(f.Path, "content/_") {
			parts = append(parts, f.Path, f.Hash)
		}
	}
	key := pack.KeyOf(parts...)
	return string(key[:])
}

// pagesKey is where the pages of the latest run are kept.
func (o Options) pagesKey() pack.Key { return pack.KeyOf("pages", fmt.Sprint(o.Drafts)) }

// pageSize is that of a page among those kept, its path aside: its key, the hash
// of its content and the size of it.
const pageSize = 16 + 32 + 8

// rememberPages keeps what was made from which key.
func (o Options) rememberPages(kept *store, out *output.Tree) {
	if kept.fresh {
		return
	}
	var data []byte
	for _, f := range out.Files() {
		hash, err := hex.DecodeString(f.Hash)
		if f.Key == (output.Key{}) || err != nil {
			continue
		}
		data = append(append(data, f.Key[:]...), hash...)
		data = binary.LittleEndian.AppendUint64(data, uint64(f.Size))
		data = binary.AppendUvarint(data, uint64(len(f.Path)))
		data = append(data, f.Path...)
	}
	_ = kept.Put(o.pagesKey(), data)
}

// knownPages returns the pages of the latest run by path, or nil. The preview
// knows none: it shows contents.
func (o Options) knownPages(kept *store) func(path string) *output.File {
	if kept.fresh || o.Out == "" && !o.Check {
		return nil
	}
	data, ok := kept.Get(o.pagesKey())
	if !ok {
		return nil
	}
	known := make(map[string]*output.File, len(data)/100)
	for len(data) > pageSize {
		f := &output.File{Key: output.Key(data[:16]), Hash: hex.EncodeToString(data[16:48]), Size: int64(binary.LittleEndian.Uint64(data[48:]))}
		n, size := binary.Uvarint(data[pageSize:])
		data = data[pageSize+max(size, 0):]
		if n > uint64(len(data)) {
			return nil
		}
		f.Path, data = string(data[:n]), data[n:]
		known[f.Path] = f
	}
	return func(path string) *output.File { return known[path] }
}

// relatedKey is where it is kept how the latest run found related entries.
func (o Options) relatedKey(rules *schema.Schema) pack.Key {
	return pack.KeyOf("related", fmt.Sprint(o.Drafts), rules.Hash)
}

// links returns what link takes over from the latest run: of this process, or
// how another has found related entries.
func (o Options) links(kept *store, rules *schema.Schema, m memories) *link.Memory {
	if o.Cache != nil || kept.fresh {
		return m.links
	}
	data, _ := kept.Get(o.relatedKey(rules))
	return link.Recall(data)
}

// rememberRelated keeps how a run has found related entries.
func (o Options) rememberRelated(kept *store, rules *schema.Schema, links *link.Memory) {
	if links != nil {
		_ = kept.Put(o.relatedKey(rules), links.Related())
	}
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
