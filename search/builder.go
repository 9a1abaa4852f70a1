package search

import (
	"context"
	"os"
)

// A Cache keeps what was made in one run for the next. The values of a key may
// change: Put replaces what the key had. What Get returns is exactly what was
// put under the key, or nothing; a Cache that cannot be sure returns nothing. It
// is called by several goroutines at once. Nobody changes the bytes afterwards.
type Cache interface {
	Get(key string) (data []byte, ok bool)
	Put(key string, data []byte)
}

// A Builder builds the indexes of a site again and again, and does again only
// what has changed since the last time. What it builds depends on the documents
// and the locale alone, byte for byte. It may be used for several locales, by
// one goroutine at a time for each.
type Builder struct {
	cache Cache
}

// NewBuilder returns a Builder that keeps what it makes in cache too, which may
// be nil.
func NewBuilder(cache Cache) *Builder { return &Builder{cache: cache} }

// Build is like the function of this name.
func (b *Builder) Build(ctx context.Context, dir string, loc Locale, docs []Document) (Built, error) {
	return Build(ctx, dir, loc, docs)
}

// Shards makes the files for the browser alone. Of what it returns, Files and
// Bytes are 0.
func (b *Builder) Shards(ctx context.Context, loc Locale, docs []Document) (Built, error) {
	dir, err := os.MkdirTemp("", "essaim-search")
	if err != nil {
		return Built{}, err
	}
	defer os.RemoveAll(dir)
	built, err := b.Build(ctx, dir, loc, docs)
	built.Files, built.Bytes = 0, 0
	return built, err
}
