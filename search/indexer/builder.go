package indexer

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"sync"

	"essaim/search/inverted"
	"essaim/search/lexicon"
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
	// GetIn is Get into the memory of buffer where that is large enough.
	GetIn(buffer []byte, key string) (data []byte, ok bool)
	Put(key string, data []byte)
	// Place returns the bytes of a value where they stand, so that a Builder need not
	// have in memory what it has put there. They can be read, and stay as they are, as
	// long as the Builder is used; whether they are what was put, Get has to tell.
	Place(key string) (from io.ReaderAt, ok bool)
}

// nothing is a Cache that keeps nothing.
type nothing struct{}

func (nothing) Get(string) ([]byte, bool)           { return nil, false }
func (nothing) GetIn([]byte, string) ([]byte, bool) { return nil, false }
func (nothing) Put(string, []byte)                  {}
func (nothing) Place(string) (io.ReaderAt, bool)    { return nil, false }

// Built describes an index that has been built.
type Built struct {
	// Documents is the number of documents read back from the finished index.
	Documents int
	// Terms is the number of different words in it, without regard to accents.
	Terms int
	// Bytes is the size of all files, and Files is their number.
	Bytes int64
	Files int
	// Hashes are the SHA-256 of most of these files by their paths below the
	// folder: of the large ones, which need not be read again for it.
	Hashes map[string][32]byte
	// Shards are the files for the browser, the root first: what it answers from
	// is the same as what the index holds.
	Shards []shard.File
	// Root is what the first of these says.
	Root *shard.Root
	// Edited are the numbers of the documents that have got other texts since the
	// build before, where that is all that has changed.
	Edited []int
	// ShardBytes is the size of these.
	ShardBytes int64
}

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
	words       *lexicon.Memory
	shards      *shard.Memory
	// editor reads documents that are edited; nil before there is one.
	editor *inverter
	// builds counts the builds.
	builds int
	// missed tells that the words have changed and no files have been made of them.
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
func NewScratch(disk Cache) *Builder {
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
		k = &kept{shards: shard.NewMemory()}
		if b.keeps {
			k.words = lexicon.Recall(b.cache, tag)
		} else {
			k.words = lexicon.Recall(nil, tag)
		}
		k.recallFiles = sync.OnceFunc(func() { k.files = b.filesOf(tag) })
		k.shards.Load(b.cache, tag)
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
			if words, base, ok := k.words.Expected(); ok {
				k.shards.Expect(words, base)
			}
		}
	})
	return b.recalling.Wait
}

// Build writes the search index of one locale into dir, which must not exist or
// be empty, and returns the files for the browser. Equal documents and locale
// give equal bytes. The error is about a document without ID or with the ID of
// another, a text that cannot be loaded, an unknown analyzer, the disk, or ctx;
// what was written is removed then.
func Build(ctx context.Context, dir string, loc Locale, docs []Document) (Built, error) {
	return NewBuilder(nil).Build(ctx, dir, loc, docs, nil)
}

// A Former is the files of a former index: it puts the one with a SHA-256 at a
// path, and reports whether it could. It answers for what is in the file, which
// nobody reads again. It is called by several goroutines at once.
type Former func(hash [sha256.Size]byte, to string) bool

// Build is like the function of this name. What former has, which may be nil, is
// not written again.
func (b *Builder) Build(ctx context.Context, dir string, loc Locale, docs []Document, former Former) (Built, error) {
	built, err := b.build(ctx, dir, loc, docs, former, shard.Build)
	if err != nil {
		return Built{}, fmt.Errorf("build search index %s: %w", dir, err)
	}
	return built, nil
}

// First makes no index, and of the files for the browser only those that a query of
// single words needs (shard.First). rest makes the others, so that they are all those
// of Build, and reports false when ctx is done or the Builder has built something else
// for the locale since. It uses the Builder as a build does. Of what is built, Files and
// Bytes are 0.
func (b *Builder) First(ctx context.Context, loc Locale, docs []Document) (built Built, rest Rest, err error) {
	k := b.of(loc.Tag)
	var whole func(context.Context) []shard.File
	create := func(s *shard.Set, sizes shard.Sizes, memory *shard.Memory) (files []shard.File, err error) {
		files, whole, err = shard.First(s, sizes, memory)
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
			built.Shards, built.Root = files, k.shards.Root()
		}
		return files != nil
	}, nil
}

// Rest completes what First has built.
type Rest func(ctx context.Context, built *Built) bool

func (b *Builder) sizes(documents int) shard.Sizes {
	if b.Sizes != nil {
		return b.Sizes(documents)
	}
	return shard.Default(documents)
}
