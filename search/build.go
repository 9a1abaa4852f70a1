package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	index "github.com/blevesearch/bleve_index_api"
)

// batchSize is the number of documents in one segment before merging. It bounds
// the memory of Build and must not depend on the machine, for the bytes of the
// merged segment may depend on it.
const batchSize = 100

// Build writes the search index of one locale into dir, which must not exist or
// be empty. Equal documents and locale give equal bytes. The error is about a
// document without ID or with the ID of another, an unknown analyzer, the disk,
// or ctx; what was written is removed then.
func Build(ctx context.Context, dir string, loc Locale, docs []Document) (Stats, error) {
	stats, err := build(ctx, dir, loc, docs)
	if err != nil {
		return Stats{}, fmt.Errorf("build search index %s: %w", dir, err)
	}
	return stats, nil
}

func build(ctx context.Context, dir string, loc Locale, docs []Document) (_ Stats, err error) {
	docs, err = sorted(docs)
	if err != nil {
		return Stats{}, err
	}
	entries, err := os.ReadDir(dir)
	switch {
	case err == nil && len(entries) > 0:
		return Stats{}, errors.New("the folder is not empty")
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return Stats{}, err
	}
	store := filepath.Join(dir, "store")
	if err := os.MkdirAll(store, 0o755); err != nil {
		return Stats{}, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, empty(dir))
		}
	}()
	m := newManifest(loc, docs)
	parts, err := writeParts(ctx, store, loc, m, docs)
	if err != nil {
		return Stats{}, err
	}
	if len(parts) > 0 {
		segment := filepath.Join(dir, filepath.FromSlash(segmentFile))
		if err := mergeSegments(ctx, parts, segment); err != nil {
			return Stats{}, err
		}
		if err := canonise(segment); err != nil {
			return Stats{}, err
		}
		if err := removeAll(parts); err != nil {
			return Stats{}, err
		}
	}
	if err := writeRoot(dir, bleveMapping(m), len(docs) > 0); err != nil {
		return Stats{}, err
	}
	if err := normaliseModes(dir); err != nil {
		return Stats{}, err
	}
	if err := writeManifest(dir, m); err != nil {
		return Stats{}, err
	}
	return verify(dir, len(docs))
}

// writeParts analyses the documents on all processors and writes one segment
// for each batch. It returns the paths in the order of the documents.
func writeParts(ctx context.Context, store string, loc Locale, m *manifest, docs []Document) ([]string, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	batches := slices.Collect(slices.Chunk(docs, batchSize))
	paths := make([]string, len(batches))
	next := make(chan int)
	var workers sync.WaitGroup
	mappers := make([]*mapper, min(runtime.GOMAXPROCS(0), len(batches)))
	for w := range mappers {
		mp, err := newMapper(loc, m)
		if err != nil {
			cancel(err)
			break
		}
		mappers[w] = mp
		workers.Go(func() {
			for i := range next {
				paths[i] = filepath.Join(store, fmt.Sprintf("part%06d", i))
				if err := writePart(paths[i], mp, batches[i]); err != nil {
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
	return paths, m.count(mappers)
}

func writePart(path string, mp *mapper, docs []Document) error {
	mapped := make([]index.Document, len(docs))
	for i := range docs {
		mapped[i] = mp.mapDocument(&docs[i])
	}
	return persistSegment(path, mapped)
}

// count adds up what the mappers counted. The sums do not depend on which mapper
// saw which document.
func (m *manifest) count(mappers []*mapper) error {
	forms := map[string][]string{}
	for _, mp := range mappers {
		for _, fields := range [][]rankedField{m.Ranked, m.Words} {
			for i := range fields {
				fields[i].Length += mp.lengths[fields[i].Name]
			}
		}
		for word, list := range mp.forms {
			forms[word] = append(forms[word], list...)
		}
	}
	for _, word := range slices.Sorted(maps.Keys(forms)) {
		slices.Sort(forms[word])
		forms[word] = slices.Compact(forms[word])
	}
	m.Forms = forms
	return nil
}

// verify reads the finished index back.
func verify(dir string, documents int) (Stats, error) {
	ix, err := Open(dir)
	if err != nil {
		return Stats{}, err
	}
	defer ix.Close()
	if ix.documents != documents {
		return Stats{}, fmt.Errorf("%d documents were given and %d are in the index", documents, ix.documents)
	}
	stats := Stats{Documents: documents}
	if stats.Terms, err = ix.countWords(); err != nil {
		return Stats{}, err
	}
	err = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			stats.Files++
			stats.Bytes += info.Size()
		}
		return err
	})
	return stats, err
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
