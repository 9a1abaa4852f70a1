package indexer

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"essaim/search/schema"
	"essaim/search/segment"
	"essaim/search/spread"
)

// segmentOf is where the cache has the sums of a segment.
func segmentOf(c *chunk) string { return "segment/" + c.segment }

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

// segments returns what begins to write the segments of the chunks into dir, once,
// and what waits for them and returns them, in the order of the chunks. Without dir
// none is written.
func (b *Builder) segments(ctx context.Context, dir string, m *manifest, list []chunk, files *making, former Former) (begin func(), wait func() ([]segmentFile, error)) {
	var segments []segmentFile
	var err error
	var writing sync.WaitGroup
	begin = sync.OnceFunc(func() {
		if dir != "" {
			writing.Go(func() { segments, err = b.writeSegments(ctx, dir, m, list, files, former) })
		}
	})
	return begin, func() ([]segmentFile, error) {
		writing.Wait()
		return segments, err
	}
}

// writeSegments writes the segments of the chunks, as soon as their inverted files
// are made, but for those that former has, and returns their names and sums, in the
// order of the chunks.
func (b *Builder) writeSegments(ctx context.Context, dir string, m *manifest, list []chunk, files *making, former Former) ([]segmentFile, error) {
	sums := make([]segmentFile, len(list))
	err := spread.Try(ctx, runtime.GOMAXPROCS(0), len(list), func(share iter.Seq[int]) error {
		var whole []byte
		var reader columnReader
		var writer segment.Writer
		for i := range share {
			c := &list[i]
			to := filepath.Join(dir, filepath.FromSlash(segmentName(c)))
			if sums[i] = b.formerSegment(c, to, former); sums[i].known {
				continue
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
		}
		return nil
	})
	return sums, err
}

// formerSegment has the segment of a chunk put at a path, if the former index has it.
func (b *Builder) formerSegment(c *chunk, to string, former Former) segmentFile {
	if former == nil {
		return segmentFile{}
	}
	data, ok := b.cache.Get(segmentOf(c))
	if !ok || len(data) != segmentSums || !former([sha256.Size]byte(data[12:]), to) {
		return segmentFile{}
	}
	return segmentFile{
		File: schema.File{Path: segmentName(c), Size: int64(binary.LittleEndian.Uint64(data)), CRC: binary.LittleEndian.Uint32(data[8:])},
		hash: [sha256.Size]byte(data[12:]), known: true,
	}
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
