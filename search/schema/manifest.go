package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"essaim/search/shard"
)

// Version is the version of the files of an index.
//
//	1: Bleve scorch index with zap 17 segments, terms and raw lengths
//	2: words alone; windows; boosts
//	3: a segment for each chunk of documents
const Version = 3

// ErrIndex is wrapped by every error of Read: the index is missing, damaged or of
// another version, and has to be built again.
var ErrIndex = errors.New("the index has to be built again")

// Names of files, slash-separated, inside the folder of an index. The manifest
// is ours; the others are those of any Bleve index.
const (
	manifestFile = "essaim.json"
	MetaFile     = "index_meta.json"
	RootFile     = "store/root.bolt"
)

// A Manifest holds what answers need beyond the Bleve index itself.
type Manifest struct {
	Version   int      `json:"version"`
	Tag       string   `json:"tag"`
	Analyzer  string   `json:"analyzer,omitempty"`
	Documents int      `json:"documents"`
	Facets    []string `json:"facets,omitempty"`
	// Fields are those that count in ranking, the text of the whole page first.
	Fields   []Field    `json:"fields"`
	Synonyms [][]string `json:"synonyms,omitempty"`
	// Forms lists the words whose terms are not the one that the analyzer gives
	// the word without accents, with the terms that they have in the documents.
	Forms map[string][]string `json:"forms,omitempty"`
	// Boosts are factors on the scores of documents, by number.
	Boosts []shard.Boost `json:"boosts,omitempty"`
	Files  []File        `json:"files"`
}

// A Field is a Bleve field that counts in ranking.
type Field struct {
	Name   string  `json:"name"`
	Weight float64 `json:"weight"`
	// B is how much the length of the field matters, from 0 to 1.
	B float64 `json:"b"`
	// Length is the sum of the lengths of the field in all documents, in tokens.
	Length int64 `json:"length"`
}

// A File lets Read notice a file that is not the one that was written.
type File struct {
	Path string `json:"path"`
	Size int64  `json:"size"`
	CRC  uint32 `json:"crc32"`
}

// Write completes the manifest with the sums of the files, and writes it into the
// folder of the index.
func (m *Manifest) Write(dir string, segments []File) error {
	for _, p := range []string{MetaFile, RootFile} {
		sum, err := sumFile(dir, p)
		if err != nil {
			return err
		}
		m.Files = append(m.Files, sum)
	}
	m.Files = append(m.Files, segments...)
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, manifestFile), append(data, '\n'), 0o644)
}

func sumFile(dir, path string) (File, error) {
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(path)))
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	h := crc32.NewIEEE()
	size, err := io.Copy(h, f)
	return File{Path: path, Size: size, CRC: h.Sum32()}, err
}

// Read reads the manifest of an index and checks its files, but for those
// that are known.
func Read(dir string, known map[string]bool) (*Manifest, error) {
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no search index in %s: %w", dir, ErrIndex)
	}
	if err != nil {
		return nil, fmt.Errorf("search index: %w; %w", err, ErrIndex)
	}
	// The version is read first and alone: nothing else is sure to be readable.
	var version struct{ Version int }
	if err := json.Unmarshal(data, &version); err != nil {
		return nil, fmt.Errorf("search index %s: %s is damaged: %w", dir, manifestFile, ErrIndex)
	}
	if version.Version != Version {
		return nil, fmt.Errorf("search index %s has format %d, this program reads format %d: %w", dir, version.Version, Version, ErrIndex)
	}
	m := new(Manifest)
	if err := json.Unmarshal(data, m); err != nil || len(m.Fields) == 0 {
		return nil, fmt.Errorf("search index %s: %s is damaged: %w", dir, manifestFile, ErrIndex)
	}
	for _, want := range m.Files {
		if known[want.Path] {
			continue
		}
		if err := checkFile(dir, want); err != nil {
			return nil, fmt.Errorf("search index %s: %w: %w", dir, err, ErrIndex)
		}
	}
	return m, nil
}

// checkFile compares a file with its sum. A Bleve program that opened the index
// for writing may have touched root.bolt without changing the index, so that of
// this file only a loss of bytes is an error; bbolt checks the rest itself.
func checkFile(dir string, want File) error {
	if want.Path == RootFile {
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(RootFile)))
		if err == nil && info.Size() < want.Size {
			err = fmt.Errorf("%s is cut short", want.Path)
		}
		return err
	}
	got, err := sumFile(dir, want.Path)
	if err == nil && got != want {
		err = fmt.Errorf("%s is damaged", want.Path)
	}
	return err
}
