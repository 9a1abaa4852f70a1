package indexer

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"essaim/search/schema"
)

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

// writeIndex completes the folder of an index whose segments are written, and says of
// it in built what it is.
func writeIndex(dir string, m *manifest, segments []segmentFile, built *Built) (err error) {
	if err := writeRoot(dir, bleveMapping(m), segments); err != nil {
		return err
	}
	sums := make([]schema.File, len(segments))
	built.Hashes = make(map[string][32]byte, len(segments))
	for i, s := range segments {
		sums[i], built.Hashes[s.Path] = s.File, s.hash
	}
	if err := m.Write(dir, sums); err != nil {
		return err
	}
	built.Files, built.Bytes, err = verify(dir, built.Documents, segments)
	return err
}

// verify reads the finished index back, all files that are not known, and returns
// how many it has, and their size.
func verify(dir string, documents int, segments []segmentFile) (files int, bytes int64, err error) {
	known := map[string]bool{}
	for _, s := range segments {
		known[s.Path] = s.known
	}
	if _, err := schema.Read(dir, known); err != nil {
		return 0, 0, err
	}
	found, err := readBack(dir, segments)
	if err != nil {
		return 0, 0, fmt.Errorf("search index %s: %w: %w", dir, err, schema.ErrIndex)
	}
	if found != documents {
		return 0, 0, fmt.Errorf("%d documents were given and %d are in the index", documents, found)
	}
	err = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			files++
			bytes += info.Size()
		}
		return err
	})
	return files, bytes, err
}

// empty removes what a failed build left in dir, and keeps dir.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
	}
	return err
}
