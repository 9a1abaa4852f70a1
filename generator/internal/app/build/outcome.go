package build

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"essaim/generator/internal/arena"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/pack"
	"essaim/generator/internal/stage/parse"
)

// outcome is what a run made of a site, kept for a run that finds the same
// site: what it has to know when there is nothing to do.
type outcome struct {
	// From and Until are the instants between which the same would be made: from
	// the clock of the run to the next entry that is published or expires.
	From, Until time.Time
	// Rest is inputs.rest of the run.
	Rest        []byte
	Diagnostics diag.List
	Figures
}

// holds reports whether a run at a clock would make the same of the same site.
func (x *outcome) holds(clock time.Time) bool {
	return !clock.Before(x.From) && (x.Until.IsZero() || clock.Before(x.Until))
}

// inputs are everything that a run depends on, the clock and the program aside.
type inputs struct {
	// key names them.
	key pack.Key
	// rest names all but the files of entries, which entries lists in the order of
	// the tree: of each the hash, the length of the path and the path.
	rest    pack.Key
	entries []byte
}

// inputs returns those of a run; none where nothing is kept, for nobody asks. Zone are the
// rules of the site's time zone, of which no file of the site tells.
func (o Options) inputs(tree *source.Tree, zone string, kept *store) (in inputs) {
	if kept.fresh || o.Lazy {
		return in
	}
	rest := []string{zone}
	files := tree.Files()
	in.entries = make([]byte, 0, len(files)*(sumSize+64))
	for _, f := range files {
		if hash, ok := sumOf(f); ok {
			in.entries = appendPath(append(in.entries, hash[:]...), f.Path)
		} else {
			rest = append(rest, f.Path, f.Hash, strconv.Itoa(int(f.Problem)))
		}
	}
	in.rest = pack.KeyOf(rest...)
	in.key = pack.KeyOf("inputs", fmt.Sprint(o.Drafts, o.Check), string(in.rest[:]), string(in.entries))
	return in
}

// sumSize is the size of the hash of a file.
const sumSize = sha256.Size

// sumOf returns the hash of the file of an entry that has been read.
func sumOf(f *source.File) (hash [sumSize]byte, ok bool) {
	if f.Problem != source.OK || len(f.Hash) != 2*len(hash) || !parse.IsEntry(f.Path) {
		return hash, false
	}
	_, err := hex.Decode(hash[:], []byte(f.Hash))
	return hash, err == nil
}

func appendPath(to []byte, path string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(path))), path...)
}

// remember keeps the outcome of a run, unless it is nil, and reports whether it is kept.
// Whether the output folder holds what it tells of is looked up by whoever finds it.
func (kept *store) remember(in inputs, outcome []byte) bool {
	return outcome != nil && kept.Put(in.key, outcome) == nil // else only time is lost
}

// isLatest notes that the latest run is that of which remember has kept the outcome.
func (kept *store) isLatest(in inputs, o Options) { _ = kept.Put(o.pagesKey(), in.key[:]) }

// outcome returns what is to be known of the run: its outcome, the entries that it
// read, and which files it made from which key; nil where nothing is kept.
func (r *run) outcome() []byte {
	if r.kept.fresh {
		return nil
	}
	in := r.inputs
	head, err := json.Marshal(outcome{From: r.o.Clock, Until: r.NextChange, Rest: in.rest[:], Diagnostics: r.Diagnostics, Figures: r.Figures})
	if err != nil {
		return nil
	}
	files := r.Output.Files()
	data := make([]byte, 0, len(head)+len(in.entries)+len(files)*(fileSizeMade+64))
	data = append(binary.AppendUvarint(data, uint64(len(head))), head...)
	data = append(binary.AppendUvarint(data, uint64(len(in.entries))), in.entries...)
	for _, f := range files {
		data = append(append(append(data, f.Hash[:]...), f.Key[:]...), byte(f.Order))
		data = appendPath(binary.AppendUvarint(data, uint64(f.Size)), f.Path)
	}
	return data
}

// write puts what was made in the place of what is in the output folder. The outcome is
// put together and kept meanwhile; only then is the run the latest.
func (r *run) write(ctx context.Context) error {
	remembered := beside(func() bool { return r.kept.remember(r.inputs, r.outcome()) })
	written, err := r.folder().ready.Commit(ctx, r.Output)
	latest := remembered()
	if err != nil {
		return fmt.Errorf("write %s: %w", r.o.Out, err)
	}
	r.Written, r.Unchanged, r.Removed = written.Written, written.Unchanged, written.Removed
	r.kept.Whole()
	if latest {
		r.kept.isLatest(r.inputs, r.o)
	}
	return nil
}

// fileSizeMade is the least that a file takes of an outcome: hash, key, order,
// size and length of the path.
const fileSizeMade = 32 + 16 + 1 + 1 + 1

// made is an outcome that was kept, with inputs.entries and the files.
type made struct {
	outcome
	entries []byte
	files   []output.File
}

// outcomeAt returns an outcome that was kept.
func outcomeAt(kept *store, inputs pack.Key) (x made, ok bool) {
	data, ok := kept.Get(inputs)
	if !ok {
		return x, false
	}
	at := 0
	number := func() int {
		n, size := binary.Uvarint(data[at:])
		at += max(size, 0)
		return int(n)
	}
	part := func() []byte {
		n := number()
		if n < 0 || n > len(data)-at {
			n = len(data) - at
		}
		at += n
		return data[at-n : at]
	}
	if json.Unmarshal(part(), &x.outcome) != nil {
		return x, false
	}
	x.entries = part()
	most := (len(data) - at) / fileSizeMade
	files := make([]output.File, 0, min(most, len(data)/100+1))
	var paths arena.Texts
	for len(data)-at >= fileSizeMade {
		f := output.File{Make: notMade, Hash: output.Hash(data[at:]), Key: output.Key(data[at+32:]), Order: output.Order(data[at+48])}
		at += 49
		f.Size = int64(number())
		n := number()
		if n < 0 || n > len(data)-at {
			return x, false
		}
		f.Path = paths.Keep(data[at : at+n])
		at += n
		files = append(files, f)
	}
	x.files = files
	return x, at == len(data)
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

// errNotMade is the error for a file whose content nobody has made.
var errNotMade = errors.New("the content has not been made")

func notMade() ([]byte, error) { return nil, errNotMade }

// same reports whether the output folder holds what a former run made of the
// same site, and completes the result if so. A preview has nothing to compare.
func (r *run) same(ctx context.Context) (bool, error) {
	o := r.o
	if o.Out == "" && !o.Check || r.kept.fresh {
		return false, nil
	}
	x, out := r.previous(), &output.Tree{}
	if x == nil || x.inputs != r.inputs.key { // a run before it may have been of the same
		x = previousOf(r.kept, r.inputs.key)
	}
	if x == nil || !x.holds(o.Clock) {
		return false, nil
	}
	if o.Out != "" {
		ready := r.folder().ready
		if ready == nil {
			return false, nil
		}
		out = x.files
		if there, err := ready.Same(ctx, out); err != nil || !there {
			return false, err
		}
		r.Unchanged = out.Len()
	}
	r.Figures, r.Diagnostics, r.Output = x.Figures, x.Diagnostics, out
	return true, r.excerpts(ctx, o)
}
