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
	"sync"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/search"
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
// wraps fs.ErrNotExist when the site has not been built or lacks the locale.
func Locate(out, tag string) (string, error) {
	data, err := os.ReadFile(filepath.Join(out, folder, tag+".json"))
	if err != nil {
		return "", err
	}
	var p pointer
	if err := json.Unmarshal(data, &p); err != nil || p.Index != path.Base(p.Index) {
		return "", fmt.Errorf("%s/%s.json is damaged: build the site again", folder, tag)
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
func RootPath(tag string, built search.Built) string {
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
	Builder *search.Builder
	// Former puts files of the index that the site has into Temporary; nil where
	// there is none.
	Former search.Former
	// Memory keeps what a page is searched by for the next run of the same
	// process; nil for a single run.
	Memory *Memory
}

// Memory keeps the documents of pages, which sites share where nothing has
// changed. The zero Memory is empty and ready. It is for one run at a time.
type Memory struct {
	rules *schema.Schema
	// documents are by locale.
	documents map[string]known
	// files are those for browsers of the latest site, by their paths.
	files map[string]*output.File
}

// known are documents by their pages, both in the order of the site that they are
// of: most pages of the next site stand where they stood.
type known struct {
	pages     []*site.Page
	documents []*search.Document
}

// finder returns what finds the document of the i-th page, or nil.
func (k known) finder() func(i int, p *site.Page) *search.Document {
	places := sync.OnceValue(func() map[*site.Page]int {
		at := make(map[*site.Page]int, len(k.pages))
		for i, p := range k.pages {
			at[p] = i
		}
		return at
	})
	moved := 0 // how many pages have come before, less those gone
	return func(i int, p *site.Page) *search.Document {
		if at := i - moved; at >= 0 && at < len(k.pages) && k.pages[at] == p {
			return k.documents[at]
		}
		if at, ok := places()[p]; ok {
			moved = i - at
			return k.documents[at]
		}
		return nil
	}
}

// of returns the documents of a locale in the latest site with these rules.
func (m *Memory) of(rules *schema.Schema, tag string) known {
	if m == nil || m.rules != rules {
		return known{}
	}
	return m.documents[tag]
}

func (m *Memory) keep(rules *schema.Schema, tag string, documents known) {
	if m == nil {
		return
	}
	if m.rules != rules {
		m.rules, m.documents = rules, map[string]known{}
	}
	m.documents[tag] = documents
}

// Add builds the index of every locale in a folder below o.Temporary and adds its
// files to out, to be copied from there. It returns the figures of each index by
// locale tag. Each is asked the judged queries of its locale meanwhile; verdict
// waits for that and returns those that lost their answers. Nobody else may touch
// the folder before. A site may want no index.
func Add(ctx context.Context, s *site.Site, out *output.Tree, o Options) (stats map[string]search.Built, verdict func() (diag.List, error), err error) {
	stats = map[string]search.Built{}
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

// Found is the files of the search that a browser asks for.
type Found struct {
	Files *output.Tree
	// Roots are the paths of what a search begins with, by locale.
	Roots map[string]string
	// read are these as they were before they were written.
	read map[string]*shard.Root
}

// Since returns, by locale, how what a search begins with differs from what it was,
// where that can be told.
func (f *Found) Since(former *Found) map[string]*shard.Change {
	changes := map[string]*shard.Change{}
	for tag, root := range f.read {
		if was := former.read[tag]; was != nil {
			if change := root.Since(was); change != nil {
				changes[tag] = change
			}
		}
	}
	return changes
}

// Shards returns the files for the browser alone: those that a preview needs.
// What a query of single words needs comes first; rest makes all files, or returns
// nil when it was stopped or other files have been made with the same memory since
// (see search.Builder.Soon). One of both runs at a time.
func Shards(ctx context.Context, s *site.Site, o Options) (first *Found, rest func(context.Context) (*Found, error), err error) {
	type left struct {
		tag   string
		built search.Built
		rest  search.Rest
	}
	var list []left
	memory := o.Memory
	if memory == nil {
		memory = &Memory{}
	}
	files := map[string]*output.File{}
	add := func(to *Found, l *left) error {
		for _, f := range l.built.Shards {
			name := path.Join(folder, l.tag, f.Name)
			of := files[name]
			if of == nil {
				of = memory.files[name]
			}
			if of == nil || !same(of.Data, f.Data) {
				of = output.New(name, output.Asset, f.Data, source.Span{})
			}
			files[name] = of
			to.Files.Add(of)
		}
		to.Roots[l.tag], to.read[l.tag] = RootPath(l.tag, l.built), l.built.Root
		return addPointer(to.Files, l.tag, pointer{}, &l.built)
	}
	first = newFound()
	for _, locale := range s.Schema.Locales {
		l := left{tag: locale.Tag}
		l.built, l.rest, err = o.Builder.Soon(ctx, reading(s, locale), o.documents(s, locale))
		if err == nil {
			err = add(first, &l)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("locale %s: %w", locale.Tag, err)
		}
		list = append(list, l)
	}
	memory.files = files
	return first, func(ctx context.Context) (*Found, error) {
		whole := newFound()
		for _, l := range list {
			if !l.rest(ctx, &l.built) {
				return nil, nil
			}
			if err := add(whole, &l); err != nil {
				return nil, fmt.Errorf("locale %s: %w", l.tag, err)
			}
		}
		return whole, nil
	}, nil
}

func newFound() *Found { return &Found{&output.Tree{}, map[string]string{}, map[string]*shard.Root{}} }

// same reports whether two texts are the same bytes in memory.
func same(a, b []byte) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

// addIndex adds the files of a finished index and the pointer to them.
func addIndex(out *output.Tree, made, tag string, built *search.Built) error {
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

func addShards(out *output.Tree, tag string, built *search.Built) {
	for i := range built.Shards {
		f := &built.Shards[i]
		name := path.Join(folder, tag, f.Name)
		if f.Hash == ([sha256.Size]byte{}) {
			out.Add(output.New(name, output.Asset, f.Data, source.Span{}))
		} else {
			out.Add(&output.File{Path: name, Order: output.Asset, Data: f.Data, Hash: hex.EncodeToString(f.Hash[:]), Size: int64(len(f.Data))})
		}
		f.Data = nil // it is the output's, which lets go of it when it is written
	}
}

// addPointer adds the pointer to an index, completed.
func addPointer(out *output.Tree, tag string, p pointer, built *search.Built) error {
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
		of.Hash, of.Size = hex.EncodeToString(sum[:]), info.Size()
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
	of.Hash = hex.EncodeToString(sum.Sum(nil))
	return of, nil
}
