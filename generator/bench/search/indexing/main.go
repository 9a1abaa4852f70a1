// Command indexing indexes the pages of a built site and writes the shards, and
// does nothing else, so that its time and memory can be compared with those of
// another indexer of the same pages. It prints what each step took as JSON.
//
//	go run ./generator/bench/search/indexing SITE OUT
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"essaim/search/indexer"
	"essaim/search/spread"
)

// figures are what is printed; times are in milliseconds, sizes in bytes.
type figures struct {
	Documents int   `json:"documents"`
	Terms     int   `json:"terms"`
	Read      int64 `json:"read_ms"`
	Index     int64 `json:"index_ms"`
	Write     int64 `json:"write_ms"`
	// Texts is what the documents themselves take in memory.
	Texts      uint64 `json:"text_bytes"`
	IndexBytes int64  `json:"index_bytes"`
	ShardBytes int64  `json:"shard_bytes"`
	Shards     int    `json:"shards"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: indexing SITE OUT")
		os.Exit(2)
	}
	f, err := measure(os.Args[1], os.Args[2])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(f)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "indexing:", err)
		os.Exit(3)
	}
}

func measure(site, out string) (figures, error) {
	var f figures
	began := time.Now()
	lap := func() int64 {
		ms := time.Since(began).Milliseconds()
		began = time.Now()
		return ms
	}
	docs, err := read(site)
	if err != nil {
		return f, err
	}
	f.Read = lap()
	for _, d := range docs {
		f.Texts += uint64(len(d.Title) + len(d.Summary) + len(d.Body))
	}
	built, err := indexer.Build(context.Background(), filepath.Join(out, "index"), indexer.Locale{Tag: "fr"}, docs)
	if err != nil {
		return f, err
	}
	f.Index = lap()
	shards := filepath.Join(out, "shards")
	if err := os.MkdirAll(shards, 0o777); err != nil {
		return f, err
	}
	for _, s := range built.Shards {
		if err := os.WriteFile(filepath.Join(shards, s.Name), s.Data, 0o666); err != nil {
			return f, err
		}
		f.ShardBytes += int64(len(s.Data))
	}
	f.Write = lap()
	f.Documents, f.Terms, f.IndexBytes, f.Shards = built.Documents, built.Terms, built.Bytes, len(built.Shards)
	return f, nil
}

// read returns the documents of all pages that are one, in the order of their
// paths.
func read(site string) ([]indexer.Document, error) {
	var paths []string
	err := filepath.WalkDir(site, func(name string, e fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(name) == ".html" {
			paths = append(paths, name)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	docs := make([]indexer.Document, len(paths))
	errs := make([]error, len(paths))
	spread.Each(len(paths), func(i int) { docs[i], errs[i] = readPage(site, paths[i]) })
	docs = slices.DeleteFunc(docs, func(d indexer.Document) bool { return d.ID == "" })
	return docs, errors.Join(errs...)
}

func readPage(site, name string) (indexer.Document, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return indexer.Document{}, err
	}
	relative, err := filepath.Rel(site, filepath.Dir(name))
	if err != nil {
		return indexer.Document{}, err
	}
	return document(filepath.ToSlash(relative), data), nil
}
