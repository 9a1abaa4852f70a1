package indexer

import (
	"context"
	"errors"
	"sync"

	"essaim/search/inverted"
	"essaim/search/lexicon"
	"essaim/search/shard"
)

// maker is shard.Build, or makes some of the files later.
type maker func(*shard.Set, shard.Sizes, *shard.Memory) ([]shard.File, error)

// build makes the files for browsers, and the index unless dir is "".
func (b *Builder) build(ctx context.Context, dir string, loc Locale, docs []Document, former Former, create maker) (_ Built, err error) {
	b.recalling.Wait()
	k := b.of(loc.Tag)
	k.builds++
	now, edited, err := k.arrange(loc, docs, dir != "")
	if err != nil {
		return Built{}, err
	}
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { now.facets() })
	if dir != "" {
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
	// The segments are written while the last chunks and the shards are made.
	making := newMaking(len(now.chunks))
	write, written := b.segments(ctx, dir, now.manifest, now.chunks, making, former)
	defer func() { _, _ = written() }()
	var inMemory lexicon.Opened
	if err := b.invert(ctx, now.manifest, now.chunks, k, &inMemory, making, write); err != nil {
		return Built{}, err
	}
	write()
	if dir != "" {
		now.forgetTexts()
	}
	words := k.words.Table(partsOf(now.chunks, making.files), func(key string) *inverted.Kept { return b.recall(key, new([]byte)) }, &inMemory)
	lengths := lengthsOf(making.files, len(now.manifest.Fields))
	built := Built{Documents: len(docs), Terms: words.Count(), Edited: edited}
	counted := now.manifest.counted(words.Forms(), lengths)
	// The index is completed while the shards are made.
	var completing sync.WaitGroup
	var indexErr error
	completing.Go(func() {
		var segments []segmentFile
		if segments, indexErr = written(); indexErr == nil && dir != "" {
			indexErr = writeIndex(dir, counted, segments, &built)
		}
	})
	shards, err := b.shards(k, now, words, making.files, lengths, create)
	if err == nil && b.keeps {
		beside.Go(func() { k.shards.Save(b.cache, loc.Tag) })
	}
	completing.Wait()
	for _, f := range making.files {
		err = errors.Join(err, f.Err())
	}
	if err := errors.Join(err, indexErr, context.Cause(ctx)); err != nil {
		return Built{}, err
	}
	built.Shards, built.Root = shards, k.shards.Root()
	for i := range shards {
		built.ShardBytes += int64(len(shards[i].Data))
	}
	if dir == "" {
		k.latest = now
	}
	return built, nil
}

func partsOf(list []chunk, files []*inverted.Kept) []lexicon.Part {
	parts := make([]lexicon.Part, len(list))
	for i := range list {
		parts[i] = lexicon.Part{Key: list[i].key, Base: list[i].base, File: files[i]}
	}
	return parts
}

// shards makes the files for browsers.
func (b *Builder) shards(k *kept, now *latest, words *lexicon.Table, files []*inverted.Kept, lengths []int64, create maker) ([]shard.File, error) {
	missed := k.missed // words that an earlier build had changed, and not used
	k.missed = true
	if now.cards == nil {
		now.cards, now.types = cardsOf(now.docs)
	}
	set, err := newSet(now, words, files, lengths)
	if err != nil {
		return nil, err
	}
	if missed {
		set.Edits = nil
	}
	made, err := create(set, b.sizes(len(now.docs)), k.shards)
	k.missed = err != nil
	return made, err
}
