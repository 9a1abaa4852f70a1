// Package source holds the files of a site as they were found: the first noun
// of the pipeline. It knows nothing of their meaning.
//
// Paths are slash-separated and relative to the site's folder, the one that
// holds content/ and themes/: "content/news/opening.fr.md". A value of this
// package is never changed once load has read it; the text of an entry goes when
// it has been parsed, and comes back for a diagnostic that shows a line of it.
package source

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
)

// Problem says why a file could not be taken as it is. The zero value means
// that nothing is wrong. Parse turns problems into diagnostics, which editors see.
type Problem int

// The reasons for which load hands on a file without its bytes.
const (
	// OK: the bytes are there.
	OK Problem = iota
	// TooLarge: the file exceeds the limit of its kind.
	TooLarge
	// LinkOutside: a symbolic link that leaves the site's folder.
	LinkOutside
	// LinkLoop: a symbolic link that leads back to a folder above it.
	LinkLoop
	// LinkBroken: a symbolic link to nothing.
	LinkBroken
	// Irregular: a device, socket or pipe.
	Irregular
	// BadName: the name is not valid UTF-8, or holds a character that no URL
	// or Windows path can carry.
	BadName
)

// ErrChanged is wrapped by the error of whoever reads a file once more and finds another
// content than the tree has: the run cannot go on, and the next one finds it as it is.
var ErrChanged = errors.New("it changed while the site was built")

// File is one file of the site.
type File struct {
	// Path is the slash-separated path below the site's folder.
	Path string
	// Data holds the bytes of a text file (Markdown, YAML, JSON, template,
	// style, script). It is nil for media, whose bytes stay on disk.
	Data []byte
	// Head holds the first bytes of a media file, enough to read the
	// dimensions of an image; nil for text.
	Head []byte
	// Size is the length of the whole file in bytes.
	Size int64
	// Modified is when the disk says that the file was changed last, in
	// nanoseconds since 1970.
	Modified int64
	// Changed is when anything about the file was changed last, which no program
	// can set; 0 where that is not known.
	Changed int64
	// Inode tells, where the disk does, which file it is: a link may lead to
	// another of the same size and times.
	Inode uint64
	// Settled reports that both were old enough when the file was read that any
	// later change shows in them.
	Settled bool
	// Hash is the lower-case hexadecimal SHA-256 of the whole file; empty
	// when Problem is not OK.
	Hash string
	// Problem is OK, or the reason for which Data and Head are nil.
	Problem Problem
}

// Limits of load, in bytes. A file above its limit is reported, not read.
const (
	// MaxText bounds Markdown, settings, templates and other texts.
	MaxText = 2 << 20
	// MaxMedia bounds images and files to download.
	MaxMedia = 256 << 20
	// HeadSize is how much of a media file File.Head holds at most.
	HeadSize = 64 << 10
)

// Tree is every file of a site, sorted by path.
type Tree struct {
	files []*File
}

// NewTree sorts files by path and returns them as a tree. The paths must be
// unique.
func NewTree(files []*File) *Tree {
	sorted := slices.Clone(files)
	slices.SortFunc(sorted, func(a, b *File) int { return cmp.Compare(a.Path, b.Path) })
	return &Tree{files: sorted}
}

// With returns the tree with other files at some paths; nil where there is none
// any more. t stays as it is.
func (t *Tree) With(files map[string]*File) *Tree {
	next, former := make([]*File, 0, len(t.files)+len(files)), t.files
	for _, path := range slices.Sorted(maps.Keys(files)) {
		at, found := slices.BinarySearchFunc(former, path, func(f *File, p string) int { return cmp.Compare(f.Path, p) })
		next = append(next, former[:at]...)
		if files[path] != nil {
			next = append(next, files[path])
		}
		if found {
			at++
		}
		former = former[at:]
	}
	return &Tree{files: append(next, former...)}
}

// Files returns all files in order of path. The caller must not change it.
func (t *Tree) Files() []*File { return t.files }

// File returns the file at path, or nil.
func (t *Tree) File(path string) *File {
	i, found := slices.BinarySearchFunc(t.files, path, func(f *File, p string) int { return cmp.Compare(f.Path, p) })
	if !found {
		return nil
	}
	return t.files[i]
}

// Below returns the files whose path begins with folder + "/", in order of
// path.
func (t *Tree) Below(folder string) []*File {
	prefix := strings.TrimSuffix(folder, "/") + "/"
	start, _ := slices.BinarySearchFunc(t.files, prefix, func(f *File, p string) int { return cmp.Compare(f.Path, p) })
	end := start
	for end < len(t.files) && strings.HasPrefix(t.files[end].Path, prefix) {
		end++
	}
	return t.files[start:end]
}

// SameFiles reports whether two lists in order of path have the same files among
// those that count: the same paths, with the same content.
func SameFiles(a, b []*File, counts func(path string) bool) bool {
	next := func(files []*File) []*File {
		for len(files) > 0 && !counts(files[0].Path) {
			files = files[1:]
		}
		return files
	}
	for {
		a, b = next(a), next(b)
		if len(a) == 0 || len(b) == 0 {
			return len(a) == len(b)
		}
		if a[0] != b[0] && (a[0].Path != b[0].Path || a[0].Hash != b[0].Hash || a[0].Problem != b[0].Problem) {
			return false
		}
		a, b = a[1:], b[1:]
	}
}
