// Package index turns the live pages of each locale into a Bleve index, asks it
// the judged queries of the locale, and adds its files to the output, where
// they are outputs like any other.
//
// In the output each index is a folder search/<tag>.<hash>.bleve, named after
// its content, and search/<tag>.json names the folder that holds. The files of
// an index belong together: with a new name for each content, whoever reads
// while a site is being written, or after a run was killed, finds either the
// old index whole or the new one.
//
// Invariant: an index holds only pages written in its locale, so that a
// visitor never finds a text in another language than the one they search in.
package index

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/search"
	"essaim/search/indexer"
	"essaim/search/schema"
	"essaim/search/shard"
)

// folder is where all indexes stand, below the output folder.
const folder = "search"

// pointer is the content of search/<tag>.json.
type pointer struct {
	// Index is the folder of the index, relative to the pointer.
	Index string `json:"index"`
	// Format is search.FormatVersion.
	Format int `json:"format"`
	// Root is the root of the files for the browser, relative to the pointer,
	// and Shards their version, shard.Version.
	Root      string `json:"root"`
	Shards    int    `json:"shards"`
	Documents int    `json:"documents"`
}

// Locate returns the folder of a locale's index in an output folder. The error
// wraps fs.ErrNotExist when the site has not been built or lacks the locale, and
// schema.ErrIndex when the pointer is damaged.
func Locate(out, tag string) (string, error) {
	data, err := os.ReadFile(filepath.Join(out, folder, tag+".json"))
	if err != nil {
		return "", err
	}
	var p pointer
	if err := json.Unmarshal(data, &p); err != nil || p.Index != path.Base(p.Index) {
		return "", fmt.Errorf("%s/%s.json is damaged: %w", folder, tag, schema.ErrIndex)
	}
	return filepath.Join(out, folder, p.Index), nil
}

// IsPointer reports whether a path of the output is that of a pointer: the files
// for browsers that can change under their names.
func IsPointer(name string) bool { return path.Dir(name) == folder && path.Ext(name) == ".json" }

// IsLate reports whether a path is that of a file that Shards leaves to rest, if it
// is one of theirs.
func IsLate(name string) bool { return shard.IsLate(path.Base(name)) }

// RootPath returns the path of the first file that a browser asks for, below
// the output folder.
func RootPath(tag string, built indexer.Built) string {
	return path.Join(folder, tag, built.Shards[0].Name)
}

// Options say what to make of the indexes.
type Options struct {
	// Temporary is a folder for the indexes; it must last until out is written.
	Temporary string
	// Judge makes only the indexes that have queries to answer, and adds
	// nothing to the output.
	Judge bool
	// Text returns the text of an entry's body when it is kept apart.
	Text func(*content.Entry) string
	// Builder keeps what one run makes for the next.
	Builder *indexer.Builder
	// Former puts files of the index that the site has into Temporary; nil where
	// there is none.
	Former indexer.Former
	// Memory keeps what a page is searched by for the next run of the same
	// process; nil for a single run.
	Memory *Memory
}

// Add builds the index of every locale in a folder below o.Temporary and adds its
// files to out, to be copied from there. It returns the figures of each index by
// locale tag. Each is asked the judged queries of its locale meanwhile; verdict
// waits for that and returns those that lost their answers. Nobody else may touch
// the folder before. A site may want no index.
func Add(ctx context.Context, s *site.Site, out *output.Tree, o Options) (stats map[string]indexer.Built, verdict func() (diag.List, error), err error) {
	stats = map[string]indexer.Built{}
	var judging judging
	defer func() {
		if err != nil {
			_, _ = judging.wait()
		}
	}()
	if s.Schema.Config.NoIndex {
		return stats, judging.wait, nil
	}
	for _, locale := range s.Schema.Locales {
		if o.Judge && len(locale.Queries) == 0 {
			continue
		}
		made := filepath.Join(o.Temporary, locale.Tag+".bleve")
		built, err := o.Builder.Build(ctx, made, reading(s, locale), o.documents(s, locale), o.Former)
		if err != nil {
			return nil, nil, fmt.Errorf("locale %s: %w", locale.Tag, err)
		}
		stats[locale.Tag] = built
		judging.begin(ctx, made, s, locale)
		if o.Judge {
			continue
		}
		if err := addIndex(out, made, locale.Tag, &built); err != nil {
			return nil, nil, fmt.Errorf("locale %s: %w", locale.Tag, err)
		}
	}
	return stats, judging.wait, nil
}

// addIndex adds the files of a finished index and the pointer to them.
func addIndex(out *output.Tree, made, tag string, built *indexer.Built) error {
	var files []*output.File
	sum := sha256.New()
	err := filepath.WalkDir(made, func(name string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		f, err := fileOf(made, name, built.Hashes)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %s\n", f.Hash, f.Path)
		files = append(files, f)
		return nil
	})
	if err != nil {
		return err
	}
	addShards(out, tag, built)
	index := tag + "." + hex.EncodeToString(sum.Sum(nil))[:8] + ".bleve"
	for _, f := range files {
		f.Path = path.Join(folder, index, f.Path)
		out.Add(f)
	}
	return addPointer(out, tag, pointer{Index: index}, built)
}

func addShards(out *output.Tree, tag string, built *indexer.Built) {
	for i := range built.Shards {
		f := &built.Shards[i]
		out.Add(shardFile(tag, f))
		f.Data = nil // it is the output's, which lets go of it when it is written
	}
}

// shardFile returns a file for the browser as one of the output.
func shardFile(tag string, f *shard.File) *output.File {
	return &output.File{Path: path.Join(folder, tag, f.Name), Order: output.Asset, Data: f.Data, Hash: f.Hash, Size: int64(len(f.Data))}
}

// addPointer adds the pointer to an index, completed.
func addPointer(out *output.Tree, tag string, p pointer, built *indexer.Built) error {
	p.Format, p.Documents = search.FormatVersion, built.Documents
	p.Root, p.Shards = path.Join(tag, built.Shards[0].Name), shard.Version
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	out.Add(output.New(path.Join(folder, tag+".json"), output.Index, append(data, '\n'), source.Span{}))
	return nil
}

// fileOf returns a file of an index, with its path inside. It is read for its
// hash, unless that is known.
func fileOf(made, name string, known map[string][sha256.Size]byte) (*output.File, error) {
	relative, err := filepath.Rel(made, name)
	if err != nil {
		return nil, err
	}
	of := &output.File{Path: filepath.ToSlash(relative), From: name, Order: output.Asset}
	if sum, ok := known[of.Path]; ok {
		info, err := os.Stat(name)
		if err != nil {
			return nil, err
		}
		of.Hash, of.Size = sum, info.Size()
		return of, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sum := sha256.New()
	of.Size, err = io.Copy(sum, f)
	if err != nil {
		return nil, err
	}
	of.Hash = output.Hash(sum.Sum(nil))
	return of, nil
}
