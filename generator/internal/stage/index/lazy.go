package index

import (
	"context"
	"fmt"
	"path"

	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/search/indexer"
	"essaim/search/shard"
)

// Found is the files of the search that a browser asks for.
type Found struct {
	Files *output.Tree
	// Roots are the paths of what a search begins with, by locale.
	Roots map[string]string
	// read are these as they were before they were written, and edited the numbers of
	// the documents that have got other texts since the files before.
	read   map[string]*shard.Root
	edited map[string][]int
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

// Ahead returns, by locale and name, the files that a search for what has just been
// edited will ask for: the cards of documents whose texts have changed, and the word
// files that are not among the former ones; as many as fit into most bytes.
func (f *Found) Ahead(former *Found, most int) map[string]map[string][]byte {
	ahead := map[string]map[string][]byte{}
	for tag, root := range f.read {
		files := map[string][]byte{}
		add := func(name string) {
			file := f.Files.File(path.Join(folder, tag, name))
			if file != nil && files[name] == nil && len(file.Data) <= most {
				files[name] = file.Data
				most -= len(file.Data)
			}
		}
		for _, document := range f.edited[tag] {
			add(shard.Name("c", root.Cards[document/root.CardsEach]))
		}
		had := map[uint32]bool{}
		if was := former.read[tag]; was != nil {
			for _, e := range was.Words {
				had[e.Sum] = true
			}
			for _, e := range root.Words {
				if !had[e.Sum] {
					add(shard.Name("w", e.Sum))
				}
			}
		}
		ahead[tag] = files
	}
	return ahead
}

// Shards returns the files for the browser alone: those that a preview needs.
// What a query of single words needs comes first; rest makes all files, or returns
// nil when it was stopped or other files have been made with the same memory since
// (see indexer.Builder.First). One of both runs at a time.
func Shards(ctx context.Context, s *site.Site, o Options) (first *Found, rest func(context.Context) (*Found, error), err error) {
	type left struct {
		tag   string
		built indexer.Built
		rest  indexer.Rest
	}
	var list []left
	memory := o.Memory
	if memory == nil {
		memory = &Memory{}
	}
	if memory.files == nil {
		memory.files = map[string][]*output.File{}
	}
	add := func(to *Found, l *left) error {
		files, former := make([]*output.File, 0, len(l.built.Shards)), memory.files[l.tag]
		to.Files.Grow(len(l.built.Shards) + 1)
		for i := range l.built.Shards {
			f := &l.built.Shards[i]
			var of *output.File
			if i > 0 { // the root is always another, and comes out of order
				for len(former) > 0 && path.Base(former[0].Path) < f.Name {
					former = former[1:]
				}
				if len(former) > 0 && path.Base(former[0].Path) == f.Name && same(former[0].Data, f.Data) {
					of = former[0]
				}
			}
			if of == nil {
				of = shardFile(l.tag, f)
			}
			if to.Files.Add(of); i > 0 {
				files = append(files, of)
			}
		}
		memory.files[l.tag] = files
		to.Roots[l.tag], to.read[l.tag], to.edited[l.tag] = RootPath(l.tag, l.built), l.built.Root, l.built.Edited
		return addPointer(to.Files, l.tag, pointer{}, &l.built)
	}
	first = newFound()
	for _, locale := range s.Schema.Locales {
		l := left{tag: locale.Tag}
		l.built, l.rest, err = o.Builder.First(ctx, reading(s, locale), o.documents(s, locale))
		if err == nil {
			err = add(first, &l)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("locale %s: %w", locale.Tag, err)
		}
		list = append(list, l)
	}
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

func newFound() *Found {
	return &Found{&output.Tree{}, map[string]string{}, map[string]*shard.Root{}, map[string][]int{}}
}

// same reports whether two texts are the same bytes in memory.
func same(a, b []byte) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }
