// Package output holds what will be in the output folder: the last noun of
// the pipeline before the disk. Every file is known before the first is
// written.
package output

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"essaim/generator/internal/model/source"
)

// Order says when a file is written: assets before the pages that name them,
// so that a page never refers to what is not there yet.
type Order int

// The orders of writing.
const (
	// Asset is whatever pages refer to: styles, scripts, images, search files.
	Asset Order = iota
	// Page is HTML.
	Page
	// Index is what refers to pages: feeds, sitemaps, redirect tables.
	Index
)

// Key identifies what a file was made from: equal keys mean equal contents. The
// zero Key says nothing.
type Key [16]byte

// File is one file of the output.
type File struct {
	// Path is slash-separated, below the output folder.
	Path string
	// Data is the content, unless From or Make is set, or the output folder has
	// it already.
	Data []byte
	// Make makes the content, when it is known without having been made.
	Make func() ([]byte, error)
	// From is the path of a file to copy: below the site's folder when Local,
	// else a finished temporary file; or of a file to move, when Ready, which
	// write has laid beside the output.
	From         string
	Local, Ready bool
	// Hash is the lower-case hexadecimal SHA-256 of the content.
	Hash string
	Size int64
	// Key identifies what the content was made from, for files of which that is
	// known.
	Key   Key
	Order Order
	// Origin is the file or template that it comes from, for messages.
	Origin source.Span
}

// New returns a file with the given content.
func New(path string, order Order, data []byte, origin source.Span) *File {
	sum := sha256.Sum256(data)
	return &File{Path: path, Data: data, Hash: hex.EncodeToString(sum[:]), Size: int64(len(data)), Order: order, Origin: origin}
}

// Copy returns a file with the content of a file of the site.
func Copy(path string, order Order, from *source.File) *File {
	return &File{Path: path, From: from.Path, Local: true, Hash: from.Hash, Size: from.Size, Order: order, Origin: source.Span{File: from.Path}}
}

// Tree is the whole output by path. The zero Tree is empty and ready.
type Tree struct {
	files map[string]*File
}

// Add adds a file. It returns the file that already has the path, or nil.
func (t *Tree) Add(f *File) (other *File) {
	if t.files == nil {
		t.files = map[string]*File{}
	}
	if other := t.files[f.Path]; other != nil {
		return other
	}
	t.files[f.Path] = f
	return nil
}

// File returns the file at path, or nil.
func (t *Tree) File(path string) *File { return t.files[path] }

// Len returns the number of files.
func (t *Tree) Len() int { return len(t.files) }

// Files returns all files by order of writing, then path.
func (t *Tree) Files() []*File {
	files := make([]*File, 0, len(t.files))
	for _, f := range t.files {
		files = append(files, f)
	}
	slices.SortFunc(files, func(a, b *File) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Path, b.Path))
	})
	return files
}

// ManifestVersion is the version of the manifest's format; see
// stage/write/MANIFEST.md.
const ManifestVersion = 1

// ManifestPath is where the manifest stands in the output folder.
const ManifestPath = ".essaim/manifest.json"

// Manifest lists what Essaim wrote into an output folder. Equal manifests mean
// equal sites.
type Manifest struct {
	Version int             `json:"version"`
	Files   []ManifestEntry `json:"files"`
}

// ManifestEntry is one written file.
type ManifestEntry struct {
	Path string `json:"path"`
	Hash string `json:"sha256"`
	Size int64  `json:"size"`
}

// Manifest returns the manifest of t, sorted by path.
func (t *Tree) Manifest() Manifest {
	m := Manifest{Version: ManifestVersion, Files: make([]ManifestEntry, 0, len(t.files))}
	for _, f := range t.files {
		m.Files = append(m.Files, ManifestEntry{Path: f.Path, Hash: f.Hash, Size: f.Size})
	}
	slices.SortFunc(m.Files, func(a, b ManifestEntry) int { return cmp.Compare(a.Path, b.Path) })
	return m
}
