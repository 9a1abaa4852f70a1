package indexer

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"essaim/search/inverted"
	"essaim/search/schema"
	"essaim/search/segment"
)

// Build writes the search index of one locale into dir, which must not exist or
// be empty, and returns the files for the browser. Equal documents and locale
// give equal bytes. The error is about a document without ID or with the ID of
// another, a text that cannot be loaded, an unknown analyzer, the disk, or ctx;
// what was written is removed then.
func Build(ctx context.Context, dir string, loc Locale, docs []Document) (Built, error) {
	return NewBuilder(nil).Build(ctx, dir, loc, docs, nil)
}

// A Former is the files of a former index: it puts the one with a SHA-256 at a
// path, and reports whether it could. It answers for what is in the file, which
// nobody reads again. It is called by several goroutines at once.
type Former func(hash [sha256.Size]byte, to string) bool

// parallel calls do with the numbers below n, on all processors, until one fails
// or ctx ends. start is called for each goroutine and returns its do.
func parallel(ctx context.Context, n int, start func() func(i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			do := start()
			var err error
			for i := range next {
				if err == nil && ctx.Err() == nil {
					err = do(i)
				}
				if err != nil {
					cancel(err)
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}

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
func (b *Builder) invert(ctx context.Context, loc Locale, m *manifest, list []chunk, k *kept, in *opened, to *making, spare func()) error {
	defer to.end()
	// An unknown analyzer is an error even without documents.
	if _, err := m.NewAnalyzer(); err != nil {
		return err
	}
	for i := range list {
		if list[i].edit != nil && !b.keeps { // what is kept is kept whole
			to.put(i, k.edit(loc, m, &list[i], in))
		}
		list[i].edit = nil
	}
	err := parallel(ctx, len(list), func() func(int) error {
		var buffer []byte
		return func(i int) error {
			f := to.files[i]
			if f == nil {
				f = k.files[list[i].key]
			}
			if f == nil {
				f = b.recall(list[i].key, &buffer)
			}
			to.put(i, f)
			return nil
		}
	})
	if err != nil {
		return err
	}
	var missing []int
	now := make(map[string]*inverted.Kept, len(list))
	for i := range list {
		if to.files[i] == nil {
			missing = append(missing, i)
		}
		now[list[i].key] = to.files[i]
	}
	// The largest first, so that no processor waits long for the last.
	slices.SortStableFunc(missing, func(i, j int) int { return cmp.Compare(list[j].size, list[i].size) })
	if len(missing) > 0 {
		var others []*inverted.Kept
		for key, f := range k.files {
			if now[key] == nil {
				others = append(others, f)
			}
		}
		old := newStore(others, in)
		var begun atomic.Int64
		err := parallel(ctx, len(missing), func() func(int) error {
			var buffer []byte
			learned := sync.OnceValues(func() (*inverter, error) { return newInverter(m) })
			return func(i int) error {
				begun.Add(1)
				f, err := b.newFile(&list[missing[i]], old, learned, &buffer)
				to.put(missing[i], f)
				if int(begun.Load()) == len(missing) { // this processor has none to go on with
					spare()
				}
				return err
			}
		})
		if err != nil {
			return err
		}
		for _, i := range missing {
			now[list[i].key] = to.files[i]
		}
	}
	k.files = now
	b.noteChunks(loc.Tag, list)
	return nil
}

// newFile makes the inverted file of a chunk. The memory of buffer is used again.
func (b *Builder) newFile(c *chunk, old *store, learned func() (*inverter, error), buffer *[]byte) (*inverted.Kept, error) {
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
	if disk, ok := b.cache.(Disk); ok {
		if from, ok := disk.Place(fileKey(c.key)); ok {
			kept, stays = inverted.KeepApart(f, from), false
		}
	}
	if len(old.files) > 0 { // words may be patched
		old.opened.add(kept, f)
		stays = true
	}
	if *buffer = data; stays {
		*buffer = nil
	}
	return kept, nil
}

// recall returns the inverted file of a chunk from the cache, or nil. The memory
// of buffer is used again, unless it is nil.
func (b *Builder) recall(key string, buffer *[]byte) *inverted.Kept {
	disk, apart := b.cache.(Disk)
	if !apart {
		if data, ok := b.cache.Get(fileKey(key)); ok {
			if f, err := inverted.Open(data); err == nil {
				return inverted.Keep(f)
			}
		}
		return nil
	}
	if buffer == nil {
		buffer = new([]byte)
	}
	data, ok := disk.GetIn(*buffer, fileKey(key))
	if !ok {
		return nil
	}
	*buffer = data
	f, err := inverted.Open(data)
	if err != nil {
		return nil
	}
	from, ok := disk.Place(fileKey(key))
	if !ok {
		return nil
	}
	return inverted.KeepApart(f, from)
}

// getIn gets what is read at once: where the cache is on a disk in the memory of
// buffer, which the next may use again.
func (b *Builder) getIn(buffer *[]byte, key string) (data []byte, ok bool) {
	disk, apart := b.cache.(Disk)
	if !apart {
		return b.cache.Get(key)
	}
	if data, ok = disk.GetIn(*buffer, key); ok {
		*buffer = data
	}
	return data, ok
}

// fileKey is where the cache has the inverted file of a chunk, and segmentOf where
// it has the sums of its segment.
func fileKey(chunk string) string { return "inverted/" + chunk }
func segmentOf(c *chunk) string   { return "segment/" + c.segment }

// A segmentFile is the file of a segment. Hash is its SHA-256; it is known without
// that it has been read.
type segmentFile struct {
	schema.File
	hash  [sha256.Size]byte
	known bool
}

// segmentSums is the length of what the cache has of a segment: its size, its
// CRC-32 and its SHA-256. The segment itself stands in the index, or is soon made
// of the inverted file again.
const segmentSums = 8 + 4 + sha256.Size

// writeSegments writes the segments of the chunks, as soon as their inverted files
// are made, but for those that former has, and returns their names and sums, in the
// order of the chunks.
func (b *Builder) writeSegments(ctx context.Context, dir string, m *manifest, list []chunk, files *making, former Former) ([]segmentFile, error) {
	sums := make([]segmentFile, len(list))
	err := parallel(ctx, len(list), func() func(int) error {
		var whole []byte
		var reader columnReader
		var writer segment.Writer
		return func(i int) error {
			c := &list[i]
			to := filepath.Join(dir, filepath.FromSlash(segmentName(c)))
			if former != nil {
				data, ok := b.cache.Get(segmentOf(c))
				if ok && len(data) == segmentSums && former([sha256.Size]byte(data[12:]), to) {
					sums[i] = segmentFile{
						File: schema.File{Path: segmentName(c), Size: int64(binary.LittleEndian.Uint64(data)), CRC: binary.LittleEndian.Uint32(data[8:])},
						hash: [sha256.Size]byte(data[12:]), known: true,
					}
					return nil
				}
			}
			made := files.wait(i)
			if made == nil {
				return nil // invert says why
			}
			f, err := made.File(&whole)
			if err != nil {
				return err
			}
			if sums[i], err = writeSegment(&writer, to, segmentName(c), reader.segmentInput(f, c, m)); err != nil {
				return err
			}
			kept := binary.LittleEndian.AppendUint64(nil, uint64(sums[i].Size))
			kept = binary.LittleEndian.AppendUint32(kept, sums[i].CRC)
			b.cache.Put(segmentOf(c), append(kept, sums[i].hash[:]...))
			return nil
		}
	})
	return sums, err
}

// writeSegment writes a segment to a file, and returns its sums under a name. The
// segment is never in memory: it is megabytes, and read by nobody.
func writeSegment(writer *segment.Writer, to, name string, in segment.Input) (segmentFile, error) {
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return segmentFile{}, err
	}
	sum, crc := sha256.New(), crc32.NewIEEE()
	if err := errors.Join(writer.Write(io.MultiWriter(file, sum, crc), in), file.Close()); err != nil {
		return segmentFile{}, err
	}
	info, err := os.Stat(to)
	if err != nil {
		return segmentFile{}, err
	}
	return segmentFile{File: schema.File{Path: name, Size: info.Size(), CRC: crc.Sum32()}, hash: [sha256.Size]byte(sum.Sum(nil))}, nil
}

// segmentName returns the path of a segment in the folder of an index. Bleve
// reads the names of segments as hexadecimal numbers and counts on from the
// highest.
func segmentName(c *chunk) string { return "store/" + c.segment[:12] + ".zap" }

// verify reads the finished index back, all files that are not known, and returns
// how many it has, and their size.
func verify(dir string, documents int, segments []segmentFile) (files int, bytes int64, err error) {
	known := map[string]bool{}
	for _, s := range segments {
		known[s.Path] = s.known
	}
	if _, err := schema.Read(dir, known); err != nil {
		return 0, 0, err
	}
	found, err := readBack(dir, segments)
	if err != nil {
		return 0, 0, fmt.Errorf("search index %s: %w: %w", dir, err, schema.ErrIndex)
	}
	if found != documents {
		return 0, 0, fmt.Errorf("%d documents were given and %d are in the index", documents, found)
	}
	err = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			files++
			bytes += info.Size()
		}
		return err
	})
	return files, bytes, err
}

// empty removes what a failed build left in dir, and keeps dir.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
	}
	return err
}
