package indexer

import (
	"context"
	"encoding/hex"
	"strings"
	"sync"

	"essaim/search/inverted"
)

// opened are files that a build has in memory, for what comes later in it: few, as
// behind an edit. It is safe for concurrent use, but for edits.
type opened struct {
	mutex sync.Mutex
	files map[*inverted.Kept]*inverted.File
	// edits are the files that have been made of others by editing them.
	edits []openedEdit
}

// An openedEdit is a file that has been edited, and the words that are others now, in
// order.
type openedEdit struct {
	was, is *inverted.Kept
	words   editedWords
}

// editedWords are words of which something else is said than was; true where they
// have only moved (see shard.Edit).
type editedWords map[string]bool

// add notes a word. One that is noted twice has moved if both say so.
func (w editedWords) add(text string, moved bool) {
	before, known := w[text]
	w[text] = moved && (before || !known)
}

// since returns the words of which a file says something else than another, or nil
// where that is not known.
func (o *opened) since(was, is *inverted.Kept) editedWords {
	for _, e := range o.edits {
		if e.was == was && e.is == is {
			return e.words
		}
	}
	return nil
}

// file returns a file in memory.
func (o *opened) file(k *inverted.Kept) (*inverted.File, error) {
	o.mutex.Lock()
	f := o.files[k]
	o.mutex.Unlock()
	if f != nil {
		return f, nil
	}
	f, err := k.File(nil)
	if err == nil {
		o.add(k, f)
	}
	return f, err
}

func (o *opened) add(k *inverted.Kept, f *inverted.File) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.files == nil {
		o.files = map[*inverted.Kept]*inverted.File{}
	}
	if len(o.files) < patchParts {
		o.files[k] = f
	}
}

// A store is the documents of inverted files that no chunk is any more; a new
// chunk takes from it the documents that have not changed.
type store struct {
	files  []*inverted.Kept
	opened *opened
	at     map[inverted.Key][]stored
}

// A stored is a document of a store.
type stored struct{ file, document int32 }

func newStore(files []*inverted.Kept, o *opened) *store {
	s := &store{files: files, opened: o, at: map[inverted.Key][]stored{}}
	for i, f := range files {
		for d := range f.Documents() {
			key := f.Key(d)
			s.at[key] = append(s.at[key], stored{int32(i), int32(d)})
		}
	}
	return s
}

// take returns the inverted file of a chunk, of which at least half of the
// documents are in the store, or reports that fewer are.
func (s *store) take(c *chunk, v func() (*inverter, error)) (data []byte, ok bool, err error) {
	if len(s.files) == 0 {
		return nil, false, nil
	}
	numbers := make([][]int32, len(s.files))
	used := map[stored]bool{}
	fresh := chunk{}
	var places []int32
	for d := range c.docs {
		at, found := s.unused(c.keys[d], used)
		if !found {
			fresh.docs, fresh.keys = append(fresh.docs, c.docs[d]), append(fresh.keys, c.keys[d])
			places = append(places, int32(d))
			continue
		}
		used[at] = true
		if numbers[at.file] == nil {
			numbers[at.file] = make([]int32, s.files[at.file].Documents())
			for i := range numbers[at.file] {
				numbers[at.file][i] = -1
			}
		}
		numbers[at.file][at.document] = int32(d)
	}
	if 2*len(fresh.docs) > len(c.docs) {
		return nil, false, nil
	}
	var sources []inverted.Source
	for i, list := range numbers {
		if list != nil {
			f, err := s.opened.file(s.files[i])
			if err != nil {
				return nil, false, err
			}
			sources = append(sources, inverted.Source{File: f, Numbers: list})
		}
	}
	if len(fresh.docs) > 0 {
		inverter, err := v()
		if err != nil {
			return nil, false, err
		}
		made, err := inverter.file(nil, fresh.docs, fresh.keys)
		if err != nil {
			return nil, false, err
		}
		f, err := inverted.Open(made)
		if err != nil {
			return nil, false, err
		}
		sources = append(sources, inverted.Source{File: f, Numbers: places})
	}
	return inverted.Merge(len(c.docs), sources), true, nil
}

// unused returns a document of the store that the chunk has not taken yet.
func (s *store) unused(key inverted.Key, used map[stored]bool) (stored, bool) {
	for _, at := range s.at[key] {
		if !used[at] {
			return at, true
		}
	}
	return stored{}, false
}

// chunksKey is where the cache has the chunks of the last build: their keys, one
// after the other. It is where the documents of chunks that have changed since
// are taken from in a new process.
func chunksKey(tag string) string { return "chunks/" + tag }

// lastChunks returns the keys of the chunks of the last build.
func (b *Builder) lastChunks(tag string) []string {
	data, _ := b.cache.Get(chunksKey(tag))
	const size = 2 * inverted.KeySize
	var list []string
	for keys := string(data); len(keys) >= size; keys = keys[size:] {
		if _, err := hex.DecodeString(keys[:size]); err != nil {
			break
		}
		list = append(list, keys[:size])
	}
	return list
}

// filesOf returns the inverted files of the chunks of the last build that the cache
// has, by key.
func (b *Builder) filesOf(tag string) map[string]*inverted.Kept {
	keys := b.lastChunks(tag)
	list := make([]*inverted.Kept, len(keys))
	_ = parallel(context.Background(), len(keys), func() func(int) error {
		var buffer []byte
		return func(i int) error {
			list[i] = b.recall(keys[i], &buffer)
			return nil
		}
	})
	files := make(map[string]*inverted.Kept, len(keys))
	for i, f := range list {
		if f != nil {
			files[keys[i]] = f
		}
	}
	return files
}

// noteChunks tells the cache which chunks the build has.
func (b *Builder) noteChunks(tag string, list []chunk) {
	var keys strings.Builder
	for i := range list {
		keys.WriteString(list[i].key)
	}
	if data, ok := b.cache.Get(chunksKey(tag)); !ok || string(data) != keys.String() {
		b.cache.Put(chunksKey(tag), []byte(keys.String()))
	}
}
