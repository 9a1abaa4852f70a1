package build

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
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
func (o Options) theme(former *render.Theme, tree *source.Tree, rules *schema.Schema, kept *store) func() (*render.Theme, diag.List) {
	if former.Is(tree, rules) {
		return func() (*render.Theme, diag.List) { return former, nil }
	}
	var theme *render.Theme
	var found diag.List
	var reading sync.WaitGroup
	reading.Go(func() { theme, found = render.ParseTheme(tree, rules, themeCache{kept.Pack}) })
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
		parts = append(parts, f.Path, f.Hash, strconv.Itoa(int(f.Problem)))
	}
	return pack.KeyOf(parts...)
}

// remember keeps the outcome of a run, unless it is nil.
func (kept *store) remember(inputs pack.Key, outcome []byte, o Options) {
	if outcome != nil && kept.Put(inputs, outcome) == nil { // only time is lost
		_ = kept.Put(o.pagesKey(), inputs[:])
	}
}

// outcome returns what is to be known of a run: its outcome, and which files it
// made from which key; nil where nothing is kept.
func (r *Result) outcome(kept *store, o Options) []byte {
	if kept.fresh {
		return nil
	}
	head, err := json.Marshal(outcome{From: o.Clock, Until: r.NextChange, Diagnostics: r.Diagnostics, Figures: r.Figures})
	if err != nil {
		return nil
	}
	files := r.Output.Files()
	data := make([]byte, 0, len(head)+len(files)*(fileSizeMade+64))
	data = append(binary.AppendUvarint(data, uint64(len(head))), head...)
	for _, f := range files {
		if data, err = hex.AppendDecode(data, []byte(f.Hash)); err != nil {
			return nil
		}
		data = append(append(data, f.Key[:]...), byte(f.Order))
		data = binary.AppendUvarint(data, uint64(f.Size))
		data = binary.AppendUvarint(data, uint64(len(f.Path)))
		data = append(data, f.Path...)
	}
	return data
}

// fileSizeMade is the least that a file takes of an outcome: hash, key, order,
// size and length of the path.
const fileSizeMade = 32 + 16 + 1 + 1 + 1

// outcomeAt returns an outcome that was kept, with its files.
func outcomeAt(kept *store, inputs pack.Key) (x outcome, files []output.File, ok bool) {
	data, ok := kept.Get(inputs)
	if !ok {
		return x, nil, false
	}
	text, at := string(data), 0 // paths are parts of it
	number := func() int {
		n, size := binary.Uvarint(data[at:])
		at += max(size, 0)
		return int(n)
	}
	head := number()
	if head < 0 || head > len(data)-at || json.Unmarshal(data[at:at+head], &x) != nil {
		return x, nil, false
	}
	at += head
	most := (len(data) - at) / fileSizeMade
	files, sums := make([]output.File, 0, min(most, len(data)/100+1)), make([]byte, 0, len(data))
	for len(data)-at >= fileSizeMade {
		f := output.File{Make: notMade}
		sums = hex.AppendEncode(sums, data[at:at+32])
		f.Key, f.Order = output.Key(data[at+32:]), output.Order(data[at+48])
		at += 49
		f.Size = int64(number())
		n := number()
		if n < 0 || n > len(data)-at {
			return x, nil, false
		}
		f.Path = text[at : at+n]
		at += n
		files = append(files, f)
	}
	hashes := string(sums)
	for i := range files {
		files[i].Hash = hashes[64*i : 64*i+64]
	}
	return x, files, at == len(data)
}

// recall returns what a former run made of the same site, with the files that
// it made, or nil.
func (o Options) recall(kept *store, inputs pack.Key) (*outcome, *output.Tree) {
	x, files, ok := outcomeAt(kept, inputs)
	if !ok || o.Clock.Before(x.From) || !x.Until.IsZero() && !o.Clock.Before(x.Until) {
		return nil, nil
	}
	out := &output.Tree{}
	if o.Out != "" {
		for i := range files {
			out.Add(&files[i])
		}
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

// pagesKey is where the latest run says which its outcome is.
func (o Options) pagesKey() pack.Key { return pack.KeyOf("pages", fmt.Sprint(o.Drafts)) }

// knownPages returns the pages of the latest run by path, or nil. The preview
// knows none: it shows contents.
func (o Options) knownPages(kept *store) func(path string) *output.File {
	if kept.fresh || o.Out == "" && !o.Check {
		return nil
	}
	latest, ok := kept.Get(o.pagesKey())
	if !ok || len(latest) != len(pack.Key{}) {
		return nil
	}
	_, files, ok := outcomeAt(kept, pack.Key(latest))
	if !ok {
		return nil
	}
	known := make(map[string]*output.File, len(files))
	for i := range files {
		if f := &files[i]; f.Key != (output.Key{}) {
			known[f.Path] = f
		}
	}
	return func(path string) *output.File { return known[path] }
}

// relatedKey is where it is kept how the latest run found related entries.
func (o Options) relatedKey(rules *schema.Schema) pack.Key {
	return pack.KeyOf("related", fmt.Sprint(o.Drafts), rules.Hash)
}

// links returns what link takes over from the latest run: of this process, or
// how another has found related entries.
func (o Options) links(kept *store, reader *entries, m memories) *link.Memory {
	if o.Cache != nil || kept.fresh {
		return m.links
	}
	data, _ := kept.Get(o.relatedKey(reader.rules))
	return link.Recall(data, reader.formerWords)
}

// rememberRelated keeps how a run that links once has found related entries, and
// lets go of it: by it all that the site was made of would stay until the end.
func (o Options) rememberRelated(kept *store, rules *schema.Schema, links *link.Memory) {
	if links != nil {
		_ = kept.Put(o.relatedKey(rules), links.Related())
		links.Forget()
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
