package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	index "github.com/blevesearch/bleve_index_api"

	"essaim/search/shard"
)

// batchSize is the number of documents in one segment before merging. It bounds
// the memory of Build and must not depend on the machine, for the bytes of the
// merged segment may depend on it.
const batchSize = 250

// Build writes the search index of one locale into dir, which must not exist or
// be empty, and returns the files for the browser. Equal documents and locale
// give equal bytes. The error is about a document without ID or with the ID of
// another, an unknown analyzer, the disk, or ctx; what was written is removed
// then.
func Build(ctx context.Context, dir string, loc Locale, docs []Document) (Built, error) {
	built, err := build(ctx, dir, loc, docs, shard.Default(len(docs)))
	if err != nil {
		return Built{}, fmt.Errorf("build search index %s: %w", dir, err)
	}
	return built, nil
}

func build(ctx context.Context, dir string, loc Locale, docs []Document, sizes shard.Sizes) (_ Built, err error) {
	docs, err = sorted(docs)
	if err != nil {
		return Built{}, err
	}
	entries, err := os.ReadDir(dir)
	switch {
	case err == nil && len(entries) > 0:
		return Built{}, errors.New("the folder is not empty")
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return Built{}, err
	}
	store := filepath.Join(dir, "store")
	if err := os.MkdirAll(store, 0o755); err != nil {
		return Built{}, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, empty(dir))
		}
	}()
	m := newManifest(loc, docs)
	in, err := invert(ctx, store, loc, m, docs)
	if err != nil {
		return Built{}, err
	}
	// The shards are made while the segments are merged.
	var shards []shard.File
	var shardErr error
	var making sync.WaitGroup
	making.Go(func() { shards, shardErr = in.shards(loc, m, docs, sizes) })
	err = writeIndex(ctx, dir, m, in.paths)
	making.Wait()
	if err := errors.Join(err, shardErr); err != nil {
		return Built{}, err
	}
	built, err := verify(dir, len(docs))
	built.Terms, built.Shards = len(in.terms), shards
	return built, err
}

// writeIndex merges the segments and writes the files around them.
func writeIndex(ctx context.Context, dir string, m *manifest, paths []string) error {
	if len(paths) > 0 {
		segment := filepath.Join(dir, filepath.FromSlash(segmentFile))
		if err := mergeSegments(ctx, paths, segment); err != nil {
			return err
		}
		if err := canonise(segment); err != nil {
			return err
		}
		if err := removeAll(paths); err != nil {
			return err
		}
	}
	if err := writeRoot(dir, bleveMapping(m), len(paths) > 0); err != nil {
		return err
	}
	if err := normaliseModes(dir); err != nil {
		return err
	}
	return writeManifest(dir, m)
}

// An inverted is what the analysis of all documents gives.
type inverted struct {
	paths   []string // of the segments, in the order of the documents
	parts   []part   // by batch
	lengths []int    // quantised, of the texts, by document
	// terms are the terms that each word has, sorted; accented counts the
	// documents that hold each accented spelling.
	terms    map[string][]string
	accented map[string]int
}

// invert analyses the documents on all processors, writes one segment for each
// batch, and completes the manifest with what it counted.
func invert(ctx context.Context, store string, loc Locale, m *manifest, docs []Document) (*inverted, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	batches := slices.Collect(slices.Chunk(docs, batchSize))
	in := &inverted{paths: make([]string, len(batches)), parts: make([]part, len(batches)), lengths: make([]int, len(docs))}
	next := make(chan int)
	var workers sync.WaitGroup
	mappers := make([]*mapper, max(1, min(runtime.GOMAXPROCS(0), len(batches))))
	for w := range mappers {
		mp, err := newMapper(loc, m)
		if err != nil {
			close(next)
			workers.Wait()
			return nil, err
		}
		mappers[w] = mp
		workers.Go(func() {
			for i := range next {
				in.paths[i] = filepath.Join(store, fmt.Sprintf("part%06d", i))
				mapped := make([]index.Document, len(batches[i]))
				for k := range batches[i] {
					number := i*batchSize + k
					var err error
					if mapped[k], err = mp.mapDocument(number, &batches[i][k], &in.lengths[number]); err != nil {
						cancel(err)
						mapped = mapped[:k]
						break
					}
				}
				in.parts[i] = mp.inverter.take(mp.analyzer.Texts())
				if err := persistSegment(in.paths[i], mapped); err != nil {
					cancel(err)
				}
			}
		})
	}
	for i := range batches {
		select {
		case next <- i:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(next)
	workers.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	in.count(m, mappers)
	return in, nil
}

// count adds up what the mappers counted. The sums do not depend on which mapper
// saw which document.
func (in *inverted) count(m *manifest, mappers []*mapper) {
	in.terms, in.accented = map[string][]string{}, map[string]int{}
	for _, mp := range mappers {
		for i := range m.Fields {
			m.Fields[i].Length += mp.lengths[i]
		}
		for id, n := range mp.accented {
			if n > 0 {
				in.accented[mp.analyzer.Texts()[id]] += n
			}
		}
		for id, list := range mp.terms {
			if len(list) > 0 {
				text := mp.analyzer.Texts()[id]
				in.terms[text] = append(in.terms[text], list...)
			}
		}
	}
	for word, list := range in.terms {
		slices.Sort(list)
		list = slices.Compact(list)
		in.terms[word] = list
		if len(list) != 1 || list[0] != mappers[0].analyzer.TermOf(word) {
			if m.Forms == nil {
				m.Forms = map[string][]string{}
			}
			m.Forms[word] = list
		}
	}
}

// verify reads the finished index back.
func verify(dir string, documents int) (Built, error) {
	ix, err := Open(dir)
	if err != nil {
		return Built{}, err
	}
	defer ix.Close()
	if ix.documents != documents {
		return Built{}, fmt.Errorf("%d documents were given and %d are in the index", documents, ix.documents)
	}
	built := Built{Documents: documents}
	err = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			built.Files++
			built.Bytes += info.Size()
		}
		return err
	})
	return built, err
}

// normaliseModes gives the files the modes of a public folder: zap and bbolt
// make files for their owner only.
func normaliseModes(dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		return os.Chmod(path, 0o644)
	})
}

func removeAll(paths []string) error {
	for _, p := range paths {
		if err := os.RemoveAll(p); err != nil {
			return err
		}
	}
	return nil
}

// empty removes what a failed build left in dir, and keeps dir.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
	}
	return err
}
