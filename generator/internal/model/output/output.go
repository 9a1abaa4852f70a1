// Package output holds what will be in the output folder: the last noun of
// the pipeline before the disk. Every file is known before the first is
// written.
package output

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

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

// Hash is the SHA-256 of a content.
type Hash [sha256.Size]byte

// HashOf returns the hash of a content.
func HashOf(data []byte) Hash { return sha256.Sum256(data) }

// ParseHash reads what Hash.String returns. It returns the zero Hash, which no content
// is known to have, when digits are anything else.
func ParseHash(digits string) Hash {
	var h Hash
	if len(digits) != hex.EncodedLen(len(h)) {
		return Hash{}
	}
	if _, err := hex.Decode(h[:], []byte(digits)); err != nil {
		return Hash{}
	}
	return h
}

// String returns the hash as lower-case hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

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
	Hash         Hash
	Size         int64
	// Key identifies what the content was made from, for files of which that is
	// known.
	Key   Key
	Order Order
	// Origin is the file or template that it comes from, for messages.
	Origin source.Span
}

// New returns a file with the given content.
func New(path string, order Order, data []byte, origin source.Span) *File {
	return &File{Path: path, Data: data, Hash: HashOf(data), Size: int64(len(data)), Order: order, Origin: origin}
}

// Copy returns a file with the content of a file of the site.
func Copy(path string, order Order, from *source.File) *File {
	return &File{Path: path, From: from.Path, Local: true, Hash: ParseHash(from.Hash), Size: from.Size, Order: order, Origin: source.Span{File: from.Path}}
}

// Tree is the whole output by path. The zero Tree is empty and ready.
type Tree struct {
	files map[string]*File
	// added are the same in the order in which they were added.
	added []*File
	// later are the files below some folders, by the folder.
	later map[string]func() *Tree
}

// Grow makes room for so many files in an empty tree.
func (t *Tree) Grow(files int) {
	if t.files == nil {
		t.files, t.added = make(map[string]*File, files), make([]*File, 0, files)
	}
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
	t.added = append(t.added, f)
	return nil
}

// Below leaves to list which files stand below a folder, which ends with a slash,
// until somebody asks for one of them or for all. List may be called several times
// at once, and returns the same tree each time. It is false, and nothing is left,
// when the tree holds a file there already.
func (t *Tree) Below(folder string, list func() *Tree) bool {
	for _, f := range t.added {
		if strings.HasPrefix(f.Path, folder) {
			return false
		}
	}
	if t.later == nil {
		t.later = map[string]func() *Tree{}
	}
	t.later[folder] = list
	return true
}

// File returns the file at path, or nil.
func (t *Tree) File(path string) *File {
	if f := t.files[path]; f != nil {
		return f
	}
	for folder, below := range t.later {
		if strings.HasPrefix(path, folder) {
			return below().files[path]
		}
	}
	return nil
}

// Len returns the number of files.
func (t *Tree) Len() int {
	n := len(t.files)
	for _, below := range t.later {
		n += len(below().files)
	}
	return n
}

// Files returns all files by order of writing, then path.
func (t *Tree) Files() []*File {
	added := t.added
	for _, folder := range slices.Sorted(maps.Keys(t.later)) {
		added = append(slices.Clip(added), t.later[folder]().added...)
	}
	return merged(added, func(a, b *File) int {
		if a.Order != b.Order {
			return cmp.Compare(a.Order, b.Order)
		}
		return strings.Compare(a.Path, b.Path)
	})
}

// merged returns files in an order. Files are added by kind, and nearly in the
// order of their paths: runs that are in order are merged, small ones first.
func merged(files []*File, compare func(a, b *File) int) []*File {
	var runs [][]*File // each more than twice as long as the next
	mergeLast := func() {
		n := len(runs) - 2
		runs[n], runs = merge(runs[n], runs[n+1], compare), runs[:n+1]
	}
	for first, i := 0, 1; first < len(files); i++ {
		if i < len(files) && compare(files[i-1], files[i]) <= 0 {
			continue
		}
		runs = append(runs, files[first:i])
		first = i
		for len(runs) > 1 && len(runs[len(runs)-2]) <= 2*len(runs[len(runs)-1]) {
			mergeLast()
		}
	}
	for len(runs) > 1 {
		mergeLast()
	}
	if len(runs) == 0 {
		return []*File{}
	}
	return slices.Clone(runs[0])
}

// merge merges two lists that are in order.
func merge(a, b []*File, compare func(a, b *File) int) []*File {
	both := make([]*File, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compare(a[0], b[0]) <= 0 {
			both, a = append(both, a[0]), a[1:]
		} else {
			both, b = append(both, b[0]), b[1:]
		}
	}
	return append(append(both, a...), b...)
}

// ManifestVersion is the version of the manifest's format; see
// stage/write/MANIFEST.md.
const ManifestVersion = 1

// ManifestPath is where the manifest stands in the output folder.
const ManifestPath = ".essaim/manifest.json"

// ByPath returns files by path; it is quick for those that Tree.Files returns.
func ByPath(files []*File) []*File {
	return merged(files, func(a, b *File) int { return strings.Compare(a.Path, b.Path) })
}
