package indexer

import (
	"cmp"
	"context"
	"encoding/hex"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"

	"essaim/search/inverted"
	"essaim/search/lexicon"
	"essaim/search/spread"
)

// A making is the inverted files of chunks while they are made.
type making struct {
	files []*inverted.Kept
	mu    sync.Mutex
	news  sync.Cond // that a file is there, or that no more will be
	over  bool
}

func newMaking(chunks int) *making {
	x := &making{files: make([]*inverted.Kept, chunks)}
	x.news.L = &x.mu
	return x
}

func (x *making) put(chunk int, file *inverted.Kept) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.files[chunk] = file
	x.news.Broadcast()
}

// end says that no more files will be made.
func (x *making) end() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.over = true
	x.news.Broadcast()
}

// wait returns the file of a chunk when it is made, or nil if it will not be.
func (x *making) wait(chunk int) *inverted.Kept {
	x.mu.Lock()
	defer x.mu.Unlock()
	for x.files[chunk] == nil && !x.over {
		x.news.Wait()
	}
	return x.files[chunk]
}

// invert makes the inverted files of the chunks. Those that are not at hand
// are made of the documents of others, if enough of these are, and else of the
// texts. It calls spare when a processor has nothing left to do, which may be more
// than once.
func (b *Builder) invert(ctx context.Context, m *manifest, list []chunk, k *kept, in *lexicon.Opened, to *making, spare func()) error {
	defer to.end()
	// An unknown analyzer is an error even without documents.
	if _, err := m.NewAnalyzer(); err != nil {
		return err
	}
	for i := range list {
		if list[i].edit != nil && !b.keeps { // what is kept is kept whole
			to.put(i, k.edit(m, &list[i], in))
		}
		list[i].edit = nil
	}
	if err := b.find(ctx, list, k, to); err != nil {
		return err
	}
	if err := b.makeMissing(ctx, m, list, k, in, to, spare); err != nil {
		return err
	}
	k.files = make(map[string]*inverted.Kept, len(list))
	for i := range list {
		k.files[list[i].key] = to.files[i]
	}
	b.noteChunks(m.Tag, list)
	return nil
}

// find takes the files that are at hand or in the cache.
func (b *Builder) find(ctx context.Context, list []chunk, k *kept, to *making) error {
	return spread.Try(ctx, runtime.GOMAXPROCS(0), len(list), func(share iter.Seq[int]) error {
		var buffer []byte
		for i := range share {
			f := to.files[i]
			if f == nil {
				f = k.files[list[i].key]
			}
			if f == nil {
				f = b.recall(list[i].key, &buffer)
			}
			to.put(i, f)
		}
		return nil
	})
}

// makeMissing makes the files that are not there yet.
func (b *Builder) makeMissing(ctx context.Context, m *manifest, list []chunk, k *kept, in *lexicon.Opened, to *making, spare func()) error {
	var missing []int
	for i := range list {
		if to.files[i] == nil {
			missing = append(missing, i)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	// The largest first, so that no processor waits long for the last.
	slices.SortStableFunc(missing, func(i, j int) int { return cmp.Compare(list[j].size, list[i].size) })
	old := newLeftovers(k.gone(list), in)
	return spread.Try(ctx, runtime.GOMAXPROCS(0), len(missing), func(share iter.Seq[int]) error {
		var buffer []byte
		learned := sync.OnceValues(func() (*inverter, error) { return newInverter(m) })
		for i := range share {
			f, err := b.newFile(&list[missing[i]], old, learned, &buffer)
			if err != nil {
				return err
			}
			to.put(missing[i], f)
		}
		spare()
		return nil
	})
}

// gone returns the files of the former build that no chunk has any more.
func (k *kept) gone(list []chunk) []*inverted.Kept {
	now := make(map[string]bool, len(list))
	for i := range list {
		now[list[i].key] = true
	}
	var files []*inverted.Kept
	for key, f := range k.files {
		if !now[key] {
			files = append(files, f)
		}
	}
	return files
}

// newFile makes the inverted file of a chunk. The memory of buffer is used again.
func (b *Builder) newFile(c *chunk, old *leftovers, learned func() (*inverter, error), buffer *[]byte) (*inverted.Kept, error) {
	data, ok, err := old.take(c, learned)
	if err == nil && !ok {
		var v *inverter
		if v, err = learned(); err == nil {
			data, err = v.file((*buffer)[:0], c.docs, c.keys)
		}
	}
	if err != nil {
		return nil, err
	}
	b.cache.Put(fileKey(c.key), data)
	f, err := inverted.Open(data)
	if err != nil {
		return nil, err
	}
	kept, stays := inverted.Keep(f), true
	if from, ok := b.cache.Place(fileKey(c.key)); ok {
		kept, stays = inverted.KeepApart(f, from), false
	}
	if len(old.files) > 0 { // words may be patched
		old.opened.Add(kept, f)
		stays = true
	}
	if *buffer = data; stays {
		*buffer = nil
	}
	return kept, nil
}

// recall returns the inverted file of a chunk from the cache, or nil. The memory
// of buffer is used again.
func (b *Builder) recall(key string, buffer *[]byte) *inverted.Kept {
	data, ok := b.cache.GetIn(*buffer, fileKey(key))
	if !ok {
		return nil
	}
	*buffer = data
	f, err := inverted.Open(data)
	if err != nil {
		return nil
	}
	from, ok := b.cache.Place(fileKey(key))
	if !ok {
		return nil
	}
	return inverted.KeepApart(f, from)
}

// fileKey is where the cache has the inverted file of a chunk.
func fileKey(chunk string) string { return "inverted/" + chunk }

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
	files := map[string]*inverted.Kept{}
	var buffer []byte // of megabytes: one for all
	for _, key := range b.lastChunks(tag) {
		if f := b.recall(key, &buffer); f != nil {
			files[key] = f
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
