package indexer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"sync"

	"essaim/search/inverted"
	"essaim/search/schema"
	"essaim/search/shard"
)

// A Cache keeps what was made in one run for the next. The values of a key may
// change: Put replaces what the key had. What Get returns is exactly what was
// put under the key, or nothing; a Cache that cannot be sure returns nothing. It
// is called by several goroutines at once. Nobody changes what Get has returned,
// and it stays readable as long as the Builder is used; what was put can be used
// for something else afterwards.
type Cache interface {
	Get(key string) (data []byte, ok bool)
	Put(key string, data []byte)
}

// A Disk is a Cache from which values can be read in parts, so that a Builder need
// not have in memory what it has put there.
type Disk interface {
	Cache
	// GetIn is Get into the memory of buffer where that is large enough.
	GetIn(buffer []byte, key string) (data []byte, ok bool)
	// Place returns the bytes of a value where they stand. They can be read, and
	// stay as they are, as long as the Builder is used; whether they are what was
	// put, Get has to tell.
	Place(key string) (from io.ReaderAt, ok bool)
}

// nothing is a Cache that keeps nothing.
type nothing struct{}

func (nothing) Get(string) ([]byte, bool) { return nil, false }
func (nothing) Put(string, []byte)        {}

// A Builder builds the indexes of a site again and again, and does again only
// what has changed since the last time. What it builds depends on the documents
// and the locale alone, byte for byte. It may be used for several locales, by
// one goroutine at a time for each.
type Builder struct {
	// Sizes says how the files for browsers of so many documents are cut; nil as
	// shard.Default does.
	Sizes func(documents int) shard.Sizes

	cache Cache
	keeps bool // cache does
	mu    sync.Mutex
	kept  map[string]*kept
	// recalling is what Recall has begun.
	recalling sync.WaitGroup
}

// A kept is what a Builder keeps of one locale.
type kept struct {
	order order
	// files are by key of their chunks. They are those of the former build; those
	// of another process are there when recallFiles has returned.
	files       map[string]*inverted.Kept
	recallFiles func()
	table       *table
	// noted are the parts of the words that the cache has.
	noted    []partKey
	recalled func() recalledWords
	memory   *shard.Memory
	// editor reads documents that are edited; nil before there is one.
	editor *inverter
	// builds counts the builds.
	builds int
	// missed tells that the table has changed and no files have been made of it.
	missed bool
	latest *latest // nil after an index has been made
}

// NewBuilder returns a Builder that keeps what it makes in cache too, which may
// be nil.
func NewBuilder(cache Cache) *Builder {
	b := &Builder{cache: cache, keeps: cache != nil, kept: map[string]*kept{}}
	if cache == nil {
		b.cache = nothing{}
	}
	return b
}

// NewScratch returns a Builder that has its inverted files on a disk rather than
// in memory, for itself alone: nothing is put there for others.
func NewScratch(disk Disk) *Builder {
	b := NewBuilder(disk)
	b.keeps = false
	return b
}

// Forget lets go of what is kept in memory. A later build has the cache alone.
func (b *Builder) Forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	clear(b.kept)
}

// of returns what is kept of a locale.
func (b *Builder) of(tag string) *kept {
	b.mu.Lock()
	defer b.mu.Unlock()
	k := b.kept[tag]
	if k == nil {
		k = &kept{recalled: b.recallWords(tag), memory: shard.NewMemory()}
		k.recallFiles = sync.OnceFunc(func() { k.files = b.filesOf(tag) })
		k.memory.Load(b.cache, tag)
		b.kept[tag] = k
	}
	return k
}

// Recall begins to read what the cache has of some locales, for whoever has time
// before Build, which would read it. It returns what waits until it is read.
func (b *Builder) Recall(tags []string) (wait func()) {
	b.recalling.Go(func() {
		for _, tag := range tags {
			k := b.of(tag)
			k.recallFiles()
			if k.recalled == nil {
				continue // it has been built
			}
			if words := k.recalled(); words.table != nil {
				k.memory.Expect(words.table.classified(), words.table.base)
			}
		}
	})
	return b.recalling.Wait
}

// Build is like the function of this name. What former has, which may be nil, is
// not written again.
func (b *Builder) Build(ctx context.Context, dir string, loc Locale, docs []Document, former Former) (Built, error) {
	built, err := b.build(ctx, dir, loc, docs, former, shard.Build)
	if err != nil {
		return Built{}, fmt.Errorf("build search index %s: %w", dir, err)
	}
	return built, nil
}

// Shards makes the files for the browser alone, the same as Build. Of what it
// returns, Files and Bytes are 0.
func (b *Builder) Shards(ctx context.Context, loc Locale, docs []Document) (Built, error) {
	built, err := b.build(ctx, "", loc, docs, nil, shard.Build)
	if err != nil {
		return Built{}, fmt.Errorf("build search of %s: %w", loc.Tag, err)
	}
	return built, nil
}

// Soon is like Shards, but makes only the files that a query of single words needs
// (shard.Soon). rest makes the others, and reports false when ctx is done or the
// Builder has built something else for the locale since. It uses the Builder as a
// build does.
func (b *Builder) Soon(ctx context.Context, loc Locale, docs []Document) (built Built, rest Rest, err error) {
	k := b.of(loc.Tag)
	var whole func(context.Context) []shard.File
	create := func(s *shard.Set, sizes shard.Sizes, memory *shard.Memory) (files []shard.File, err error) {
		files, whole, err = shard.Soon(s, sizes, memory)
		return files, err
	}
	if built, err = b.build(ctx, "", loc, docs, nil, create); err != nil {
		return Built{}, nil, fmt.Errorf("build search of %s: %w", loc.Tag, err)
	}
	own := k.builds
	return built, func(ctx context.Context, built *Built) bool {
		if k.builds != own {
			return false
		}
		files := whole(ctx)
		if files != nil {
			built.Shards, built.Root = files, k.memory.Root()
		}
		return files != nil
	}, nil
}

// Rest completes what Soon has built.
type Rest func(ctx context.Context, built *Built) bool

// maker is shard.Build, or makes some of the files later.
type maker func(*shard.Set, shard.Sizes, *shard.Memory) ([]shard.File, error)

// build makes the shards, and the index unless dir is "".
func (b *Builder) build(ctx context.Context, dir string, loc Locale, docs []Document, former Former, create maker) (_ Built, err error) {
	b.recalling.Wait()
	k := b.of(loc.Tag)
	k.builds++
	now := &latest{loc: loc, given: docs}
	var edited []int
	changed, again := k.again(loc, docs)
	var counting sync.WaitGroup
	defer counting.Wait()
	if again = again && dir == ""; again {
		former := k.latest
		now.manifest, now.facets, now.cards, now.types = former.manifest, former.facets, former.cards, former.types
		docs, edited = former.docs, changed
		was := make([]Document, len(changed))
		for i, place := range changed {
			was[i], docs[place] = docs[place], now.given[k.order.places[place]]
			docs[place].Facets = nil // they are in the manifest
		}
		now.chunks = rechunked(loc, now.manifest, former.chunks, changed, was)
	} else {
		if docs, err = k.order.sort(docs); err != nil {
			return Built{}, err
		}
		now.manifest = newManifest(loc, docs)
		counting.Go(func() { now.facets = now.manifest.facetLists() })
		now.chunks = chunks(loc, now.manifest, docs, dir != "")
		for i := range docs { // our own copies, whose facets are in the manifest
			docs[i].Facets = nil
		}
		k.editor = nil // there may be another analyzer
	}
	k.latest, now.docs = nil, docs // of which some may be others
	m, list := now.manifest, now.chunks
	if dir != "" {
		now.given = nil // nothing is made of them again
		if err := newFolder(dir); err != nil {
			return Built{}, err
		}
		defer func() {
			if err != nil {
				err = errors.Join(err, empty(dir))
			}
		}()
	}
	k.recallFiles()
	var inMemory opened
	// The segments are written while the last chunks and the shards are made.
	var segments []segmentFile
	var segmentErr error
	var writing sync.WaitGroup
	defer writing.Wait()
	inverting := newMaking(len(list))
	write := sync.OnceFunc(func() {
		if dir != "" {
			writing.Go(func() { segments, segmentErr = b.writeSegments(ctx, dir, m, list, inverting, former) })
		}
	})
	if err := b.invert(ctx, loc, m, list, k, &inMemory, inverting, write); err != nil {
		return Built{}, err
	}
	write()
	files := inverting.files
	if dir != "" {
		for i := range docs { // of which only what is shown is needed now
			d := &docs[i]
			d.Body, d.Headings, d.Fields, d.Load, d.Hash = "", nil, nil, nil, ""
		}
	}
	missed := k.missed // the words that an earlier build had changed, and not used
	k.missed = true
	t := b.tableOf(k, loc.Tag, list, files, &inMemory)
	if missed {
		t.edits = nil
	}
	counting.Wait()
	lengths := t.lengths(len(m.Fields))
	var shards []shard.File
	if !again {
		now.cards, now.types = cardsOf(docs)
	}
	set, err := newSet(now, t, lengths)
	if err == nil {
		shards, err = create(set, b.sizes(len(docs)), k.memory)
	}
	k.missed = err != nil
	if err == nil && b.keeps {
		var saving sync.WaitGroup
		defer saving.Wait()
		saving.Go(func() { k.memory.Save(b.cache, loc.Tag) })
	}
	writing.Wait()
	for _, f := range files {
		err = errors.Join(err, f.Err())
	}
	if err := errors.Join(err, segmentErr, context.Cause(ctx)); err != nil {
		return Built{}, err
	}
	built := Built{Documents: len(docs), Terms: t.count(), Shards: shards, Root: k.memory.Root(), Edited: edited}
	for i := range shards {
		built.ShardBytes += int64(len(shards[i].Data))
	}
	if dir == "" {
		k.latest = now
		return built, nil
	}
	m.Forms = t.forms
	for i, n := range lengths { // now that nobody reads the fields beside
		m.Fields[i].Length = n
	}
	if err := writeRoot(dir, bleveMapping(m), segments); err != nil {
		return Built{}, err
	}
	sums := make([]schema.File, len(segments))
	built.Hashes = make(map[string][32]byte, len(segments))
	for i, s := range segments {
		sums[i], built.Hashes[s.Path] = s.File, s.hash
	}
	if err := m.Write(dir, sums); err != nil {
		return Built{}, err
	}
	built.Files, built.Bytes, err = verify(dir, len(docs), segments)
	return built, err
}

func (b *Builder) sizes(documents int) shard.Sizes {
	if b.Sizes != nil {
		return b.Sizes(documents)
	}
	return shard.Default(documents)
}

func partsOf(list []chunk, files []*inverted.Kept) []part {
	parts := make([]part, len(list))
	for i := range list {
		parts[i] = part{files[i], list[i].base}
	}
	return parts
}

// newSet returns what the files for the browser are made of. Lengths are those of
// the fields of all documents together.
func newSet(now *latest, t *table, lengths []int64) (*shard.Set, error) {
	m := now.manifest
	a, err := m.NewAnalyzer()
	if err != nil {
		return nil, err
	}
	set := &shard.Set{
		Tag: m.Tag, Words: t.classified(), Edits: t.edits, Base: t.base, Noted: t.noted, Reading: shard.Reading(a.Reading()),
		Boosts: m.Boosts, Synonyms: m.Members(a),
		Facets: now.facets, Documents: now.cards, Types: now.types,
	}
	set.Lists = func(first int) func() []shard.Piece { return t.lists(set.Words, first) }
	for _, p := range t.parts {
		for d := range p.file.Documents() {
			set.Lengths = append(set.Lengths, shard.Quantised(p.file.Length(d, 0)))
		}
	}
	for i, f := range m.Fields {
		set.Fields = append(set.Fields, shard.Field{Name: f.Name, Weight: f.Weight, B: f.B, Length: int(lengths[i])})
	}
	set.Reading.Stops = slices.DeleteFunc(set.Reading.Stops, func(s string) bool {
		i, found := slices.BinarySearchFunc(set.Words, s, func(w shard.Word, t string) int { return shard.Compare(w.Text, t) })
		return found && set.Words[i].Documents > 0
	})
	return set, nil
}

// cardsOf returns what the list of results shows of documents, and their types.
func cardsOf(docs []Document) ([]shard.Card, []shard.Type) {
	cards, labels := make([]shard.Card, 0, len(docs)), map[string]string{}
	for i := range docs {
		d := &docs[i]
		labels[d.Type] = d.TypeLabel
		cards = append(cards, shard.Card{ID: d.ID, URL: d.URL, Type: d.Type, Title: d.Title, Summary: d.Summary, Date: d.Date})
	}
	var types []shard.Type
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		types = append(types, shard.Type{Key: key, Label: labels[key]})
	}
	return cards, types
}

// facetLists returns the documents of each value of each facet.
func (m *manifest) facetLists() []shard.Facet {
	var facets []shard.Facet
	for k, name := range m.Facets {
		places := map[string]int{}
		f := shard.Facet{Name: name}
		var lists [][]uint32
		for i, values := range m.values[k] {
			for _, v := range values {
				place, ok := places[v]
				if !ok {
					place = len(lists)
					places[v] = place
					lists = append(lists, nil)
				}
				lists[place] = append(lists[place], uint32(i))
			}
		}
		f.Values = slices.Sorted(maps.Keys(places))
		for _, v := range f.Values {
			f.Documents = append(f.Documents, lists[places[v]])
		}
		facets = append(facets, f)
	}
	return facets
}

// newFolder makes the folders of an index, which must not hold anything.
func newFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case err == nil && len(entries) > 0:
		return errors.New("the folder is not empty")
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return err
	}
	return os.MkdirAll(dir+"/store", 0o755)
}
