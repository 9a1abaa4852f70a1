package search

import (
	"errors"
	"fmt"
	"sync"

	"github.com/blevesearch/bleve/v2"
	index "github.com/blevesearch/bleve_index_api"

	"essaim/search/analysis"
	"essaim/search/schema"
	"essaim/search/shard"
)

// An Index answers queries on one locale. It reads the folder and never writes
// to it; several may be open on one folder. It is safe for concurrent use until
// it is closed.
type Index struct {
	manifest  *schema.Manifest
	documents int
	bleve     bleve.Index
	reader    index.IndexReader
	analyzers sync.Pool
	synonyms  [][]shard.Member
	// The dictionary and the facets are read when they are first needed.
	dictionary func() (*dictionary, error)
	facets     func() ([]facetColumn, error)
}

// FormatVersion is the version of the indexes that Open opens and package indexer
// makes: for programs, which need not know package schema.
const FormatVersion = schema.Version

// Open opens an index that a Builder wrote. Every error wraps schema.ErrIndex and says
// what is wrong with the folder.
func Open(dir string) (_ *Index, err error) {
	m, err := schema.Read(dir, nil)
	if err != nil {
		return nil, err
	}
	// bbolt and zap panic on some damaged pages instead of returning an error.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("search index %s is damaged (%v): %w", dir, r, schema.ErrIndex)
		}
	}()
	ix, err := openIndex(dir, m)
	if err != nil {
		return nil, fmt.Errorf("search index %s: %w: %w", dir, err, schema.ErrIndex)
	}
	return ix, nil
}

// openIndex opens the index with Bleve, and makes ready what every query needs.
func openIndex(dir string, m *schema.Manifest) (*Index, error) {
	first, err := m.NewAnalyzer()
	if err != nil {
		return nil, err
	}
	b, err := bleve.OpenUsing(dir, map[string]any{"read_only": true, "bolt_timeout": "2s"})
	if err != nil {
		return nil, err
	}
	ix := &Index{manifest: m, documents: m.Documents, bleve: b}
	if err := ix.openReader(); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	ix.analyzers.New = func() any {
		// The same call succeeded above and depends on nothing that changes.
		a, _ := m.NewAnalyzer()
		return a
	}
	ix.synonyms = m.Members(first)
	ix.analyzers.Put(first)
	ix.dictionary = sync.OnceValues(ix.readDictionary)
	ix.facets = sync.OnceValues(ix.readFacets)
	return ix, nil
}

// openReader wants as many documents as the manifest says: a batch can be lost when
// an index is closed.
func (ix *Index) openReader() error {
	advanced, err := ix.bleve.Advanced()
	if err != nil {
		return err
	}
	if ix.reader, err = advanced.Reader(); err != nil {
		return err
	}
	count, err := ix.reader.DocCount()
	if err == nil && int(count) != ix.documents {
		err = fmt.Errorf("%d documents are in the index instead of %d", count, ix.documents)
	}
	if err != nil {
		err = errors.Join(err, ix.reader.Close())
	}
	return err
}

// Close releases the files of the index.
func (ix *Index) Close() error {
	return errors.Join(ix.reader.Close(), ix.bleve.Close())
}

// borrow returns an analyzer that no other call uses until it is given back.
func (ix *Index) borrow() (*analysis.Analyzer, func()) {
	a := ix.analyzers.Get().(*analysis.Analyzer)
	return a, func() { ix.analyzers.Put(a) }
}
