package build

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"essaim/generator/internal/codec"
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/pack"
	"essaim/generator/internal/stage/load"
	"essaim/generator/internal/stage/parse"
	"essaim/search/spread"
)

// entries reads the entries of one run. An entry depends on its file and the
// schema only, so it is found by the hashes of the two and can never be stale.
// What it says at length is kept in the pack and not in memory.
type entries struct {
	root   string
	rules  *schema.Schema
	pack   *pack.Pack
	former map[string]*content.Entry // by path, of the run before; may be nil
	files  []*source.File
	keys   []pack.Key // of the entries of the files; see keysOf
	// skimmed are entries that have been skimmed with the same rules, by path.
	skimmed map[string]*content.Entry
	// most is how many files may be parsed before anything is shown; when there
	// are more, they are skimmed. 0 is any number.
	most int
	// skims reports that there are more.
	skims bool

	// wordless leaves the words of entries in the pack: nearly none will be asked for.
	wordless bool

	// parsers are *parser, one for each file that is parsed at the same time;
	// buffers are *[]byte, one for each record that is decoded.
	parsers, buffers sync.Pool

	// parsed counts the entries that nobody had kept, and skimmedNow those of them that
	// were skimmed.
	parsed, skimmedNow atomic.Int64

	mutex  sync.Mutex
	failed error
	// memories are those that nobody decodes to now.
	memories []*codec.Memory
}

// readFewOf reports whether all but few entries were kept.
func (x *entries) readFewOf(all []*content.Entry) bool { return x.parsed.Load() <= int64(len(all)/8) }

// parser parses files and turns what they say into bytes, always in the same
// memory.
type parser struct {
	*parse.Parser
	bytes []byte
}

// borrow returns a parser that nobody else uses until it is put back.
func (x *entries) borrow() *parser {
	if p, ok := x.parsers.Get().(*parser); ok {
		return p
	}
	return &parser{Parser: parse.New(x.rules)}
}

// decode returns the entry of a file from its bytes, in memory that it shares with
// others.
func (x *entries) decode(data []byte, f *source.File) (*content.Entry, error) {
	x.mutex.Lock()
	var memory *codec.Memory
	if n := len(x.memories); n > 0 {
		memory, x.memories = x.memories[n-1], x.memories[:n-1]
	} else {
		memory = &codec.Memory{}
	}
	memory.Wordless = x.wordless
	x.mutex.Unlock()
	defer func() {
		x.mutex.Lock()
		defer x.mutex.Unlock()
		x.memories = append(x.memories, memory)
	}()
	return memory.Decode(data, f.Path, f.Hash, x.rules)
}

// kept calls do with a record of the pack, in memory that is used again, and
// reports whether there is one and do could use it.
func (x *entries) kept(key pack.Key, do func([]byte) error) bool {
	buffer, ok := x.buffers.Get().(*[]byte)
	if !ok {
		buffer = new([]byte)
	}
	defer x.buffers.Put(buffer)
	data, ok := x.pack.GetIn(*buffer, key)
	if !ok {
		return false
	}
	*buffer = data
	return do(data) == nil
}

// key is where the pack has an entry, or with another kind a part of it.
func (x *entries) key(kind, file, hash string) pack.Key {
	return pack.KeyOf(kind, file, hash, x.rules.Hash)
}

// keysOf makes the keys of entries on all processors, for a run that will ask for
// nearly all of them; the zero key for those of which nobody knows the hash yet.
func (x *entries) keysOf(files []*source.File) []pack.Key {
	keys := make([]pack.Key, len(files))
	if len(x.former) > 0 {
		return keys
	}
	spread.Each(len(files), func(i int) {
		if f := files[i]; f.Hash != "" {
			keys[i] = x.key("entry", f.Path, f.Hash)
		}
	})
	return keys
}

// keyOf is where the pack has the entry of the i-th file.
func (x *entries) keyOf(i int) pack.Key {
	if x.keys[i] != (pack.Key{}) {
		return x.keys[i]
	}
	return x.key("entry", x.files[i].Path, x.files[i].Hash)
}

// read returns the entries of the files, in their order; those that are kept
// from an earlier run are nil until complete. The text of a file is let go once
// it has been parsed, unless a diagnostic may want to show it. It calls cold when
// none is kept: then nothing will be found to be the same. When it is stopped,
// what it has not read is nil.
func (x *entries) read(ctx context.Context, files []*source.File, cold func()) ([]*content.Entry, error) {
	all := make([]*content.Entry, len(files))
	x.files, x.keys = files, x.keysOf(files)
	var unread []*source.File
	var places []int
	for i, f := range files {
		if e := x.former[f.Path]; e != nil && f.Hash != "" && e.Hash == f.Hash {
			all[i] = e // neither the file nor the settings have changed
			continue
		}
		if f.Hash != "" && x.pack.Has(x.keyOf(i)) {
			continue // it is what an earlier run has read
		}
		unread, places = append(unread, f), append(places, i)
	}
	if len(unread) == len(files) {
		cold()
	}
	x.skims = x.most > 0 && len(unread) > x.most
	if x.skims {
		unread, places = x.withoutSkimmed(all, unread, places)
	}
	err := load.Read(ctx, x.root, unread, func(n int, f *source.File) {
		i := places[n]
		switch e := x.former[f.Path]; {
		case f.Hash == "":
			all[i] = x.parse(f)
		case e != nil && e.Hash == f.Hash:
			all[i] = e
		case x.skims && x.wasSkimmed(f):
			all[i] = x.skimmed[f.Path]
		case x.pack.Has(x.key("entry", f.Path, f.Hash)):
		case x.skims:
			all[i] = x.skim(f)
		default:
			all[i] = x.parse(f)
		}
		if e := all[i]; e == nil || len(e.Diagnostics) == 0 {
			f.Data = nil
		}
	})
	return all, err
}

// wasSkimmed reports whether a file of which the hash is known has been skimmed.
func (x *entries) wasSkimmed(f *source.File) bool {
	e := x.skimmed[f.Path]
	return e != nil && e.Hash == f.Hash
}

// withoutSkimmed returns the files that have not been skimmed, with their places,
// and fills in the entries of those that have.
func (x *entries) withoutSkimmed(all []*content.Entry, files []*source.File, places []int) ([]*source.File, []int) {
	var left []*source.File
	var at []int
	for n, f := range files {
		if f.Hash != "" && x.wasSkimmed(f) {
			all[places[n]] = x.skimmed[f.Path]
		} else {
			left, at = append(left, f), append(at, places[n])
		}
	}
	return left, at
}

// skim makes the entry of a file that has been read but for its body.
func (x *entries) skim(f *source.File) *content.Entry {
	p := x.borrow()
	defer x.parsers.Put(p)
	x.skimmedNow.Add(1)
	return p.Skim(f)
}

// usualSize is how large, in bytes, a file is taken to be of which the size is not known.
const usualSize = 16 << 10

// whole returns an entry that has been skimmed as it is with its body. It is as it
// was when that cannot be had.
func (x *entries) whole(e *content.Entry) *content.Entry {
	f := &source.File{Path: e.File, Hash: e.Hash, Size: usualSize}
	whole := e
	if x.kept(x.key("entry", e.File, e.Hash), func(data []byte) (err error) {
		whole, err = x.decode(data, f)
		return err
	}) {
		return whole
	}
	err := load.Read(context.Background(), x.root, []*source.File{f}, func(_ int, f *source.File) {
		if f.Hash == e.Hash {
			whole = x.parse(f)
		}
	})
	if err == nil && f.Hash != e.Hash {
		err = source.ErrChanged
	}
	if err != nil {
		x.fail(e.File, err)
	}
	return whole
}

// complete fills in the entries that are kept from an earlier run. One that
// turns out to be damaged is parsed again.
func (x *entries) complete(ctx context.Context, all []*content.Entry) error {
	var places, lost []int
	var keys []pack.Key
	for i := range all {
		if all[i] == nil {
			places, keys = append(places, i), append(keys, x.keyOf(i))
		}
	}
	x.pack.All(keys, func(n int, data []byte) {
		i := places[n]
		e, err := x.decode(data, x.files[i])
		if err != nil {
			return
		}
		// Pages that stay do not ask for what they say, and it is to last as long as
		// the entry.
		if all[i] = e; e.Body != nil && e.Body.Apart {
			x.pack.Has(x.key("prose", e.File, e.Hash))
		}
	})
	for _, i := range places {
		if all[i] == nil {
			lost = append(lost, i)
		}
	}
	files, hashes := make([]*source.File, len(lost)), make([]string, len(lost))
	for i, n := range lost {
		files[i], hashes[i] = x.files[n], x.files[n].Hash
	}
	return load.Read(ctx, x.root, files, func(i int, f *source.File) {
		if f.Hash != hashes[i] { // what else was read belongs to another state of the site
			x.fail(f.Path, source.ErrChanged)
		}
		all[lost[i]] = x.parse(f)
		if len(all[lost[i]].Diagnostics) == 0 {
			f.Data = nil
		}
	})
}

// parse makes the entry of a file that has been read, and keeps it.
func (x *entries) parse(f *source.File) *content.Entry {
	p := x.borrow()
	defer x.parsers.Put(p)
	e := p.File(f)
	x.parsed.Add(1)
	if f.Hash == "" {
		return lasting(e)
	}
	if !e.Body.Empty() {
		p.bytes = codec.AppendProse(p.bytes[:0], e.Body.Prose)
	}
	if e.Body.Empty() || x.pack.Put(x.key("prose", f.Path, f.Hash), p.bytes) == nil {
		// An entry that cannot be kept is made again by the next run.
		p.bytes = codec.AppendEntry(p.bytes[:0], e)
		_ = x.pack.PutTogether(x.key("entry", f.Path, f.Hash), p.bytes)
		// Read back it is a tenth as many pieces of memory, its texts one of them,
		// and what it says is apart.
		if light, err := x.decode(p.bytes, f); err == nil {
			if x.wordless {
				light.Words, _ = codec.AppendWords(nil, p.bytes) // soon asked for
			}
			return light
		}
	}
	return lasting(e)
}

// lasting returns an entry whose body says what it says after the next file is parsed.
func lasting(e *content.Entry) *content.Entry {
	if e.Body != nil {
		e.Body.Prose = e.Body.Prose.Clone()
	}
	return e
}

// asItWas returns the entry that a former run has kept of a file with another hash, or
// nil.
func (x *entries) asItWas(file, hash string) *content.Entry {
	var e *content.Entry
	x.kept(x.key("entry", file, hash), func(data []byte) (err error) {
		e, err = x.decode(data, &source.File{Path: file, Hash: hash})
		return err
	})
	return e
}

// formerWords returns the words of an entry as a former run has kept it, for
// link.Recall.
func (x *entries) formerWords(file, hash string) (words []content.Word, known bool) {
	return x.appendWords(nil, file, hash)
}

// appendWords appends the words of an entry as the pack has it, if it does.
func (x *entries) appendWords(to []content.Word, file, hash string) (words []content.Word, known bool) {
	words = to
	known = x.kept(x.key("entry", file, hash), func(data []byte) (err error) {
		words, err = codec.AppendWords(to, data)
		return err
	})
	return words, known
}

// text returns the text alone of what prose returns.
func (x *entries) text(e *content.Entry) string {
	var text string
	if x.kept(x.key("prose", e.File, e.Hash), func(data []byte) (err error) {
		text, err = codec.Text(data)
		return err
	}) {
		return text
	}
	return string(x.prose(e, new(codec.ProseMemory)).Text)
}

// prose returns what the body of an entry says, in memory that it uses again. When
// it is not where it was kept, it is made again from the file; when that has changed,
// the run fails.
func (x *entries) prose(e *content.Entry, in *codec.ProseMemory) content.Prose {
	if data, ok := x.pack.GetIn(in.Bytes, x.key("prose", e.File, e.Hash)); ok {
		in.Bytes = data
		if p, err := in.Prose(); err == nil {
			return p
		}
	}
	var p content.Prose
	x.again(e, func(again *content.Entry) {
		if again.Body != nil {
			p = again.Body.Prose.Clone()
		}
	})
	return p
}

// words appends the words of an entry that has been decoded without; it finds them as
// prose does.
func (x *entries) words(e *content.Entry, to []content.Word) []content.Word {
	words, known := x.appendWords(to, e.File, e.Hash)
	if !known {
		x.again(e, func(again *content.Entry) { words = append(to, again.Words...) })
	}
	return words
}

// again parses the file of an entry once more, for do to take what it needs. When the
// file has changed, the run fails.
func (x *entries) again(e *content.Entry, do func(*content.Entry)) {
	f := &source.File{Path: e.File, Size: usualSize}
	err := load.Read(context.Background(), x.root, []*source.File{f}, func(_ int, f *source.File) {
		if f.Hash == e.Hash {
			parser := x.borrow()
			defer x.parsers.Put(parser)
			do(parser.File(f))
		}
	})
	if err == nil && f.Hash != e.Hash {
		err = source.ErrChanged
	}
	if err != nil {
		x.fail(e.File, err)
	}
}

// fail notes why the run cannot have what it needs of a file.
func (x *entries) fail(file string, err error) {
	x.mutex.Lock()
	defer x.mutex.Unlock()
	x.failed = fmt.Errorf("%s: %w", file, err)
}

// err returns why the run cannot have what it needs.
func (x *entries) err() error {
	x.mutex.Lock()
	defer x.mutex.Unlock()
	return x.failed
}
