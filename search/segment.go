package search

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/util"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
	bolt "go.etcd.io/bbolt"
)

// The files of the index are written here rather than by Bleve's builder, which
// numbers documents in the order of a map, so that two builds differ, and which
// writes the time into root.bolt. The segment is made by the same zap code; only
// the order is ours. Nothing has to be registered in Bleve for that.

// persistSegment writes one segment of analysed documents, numbered in the order
// given.
func persistSegment(path string, docs []index.Document) error {
	seg, _, err := new(zap.ZapPlugin).New(docs)
	if err != nil {
		return err
	}
	defer seg.Close()
	s, ok := seg.(segment.UnpersistedSegment)
	if !ok {
		return fmt.Errorf("segment of type %T cannot be written", seg)
	}
	return s.Persist(path)
}

// mergeSegments writes the documents of the segments, in the order given, into
// one segment. A single segment is moved.
func mergeSegments(ctx context.Context, paths []string, to string) error {
	if len(paths) == 1 {
		return os.Rename(paths[0], to)
	}
	plugin := new(zap.ZapPlugin)
	segs := make([]segment.Segment, 0, len(paths))
	defer func() {
		for _, s := range segs {
			s.Close()
		}
	}()
	for _, p := range paths {
		s, err := plugin.Open(p)
		if err != nil {
			return err
		}
		segs = append(segs, s)
	}
	stop := make(chan struct{})
	defer context.AfterFunc(ctx, func() { close(stop) })()
	_, _, err := plugin.Merge(segs, make([]*roaring.Bitmap, len(segs)), to, stop, nil)
	return err
}

// Constants of the snapshot that scorch reads when it opens an index. They are
// those of an index to which one batch was written.
const (
	snapshotKey = 0x80 + 8 + 3 // scorch's ascending varint of epoch 3
	segmentKey  = 0x80 + 8     // and of segment 0
	// epochTime stands where Bleve writes the time of the build.
	epochTime = "1970-01-01T00:00:00Z"
	// boltPage is fixed because bbolt takes the page size of the machine.
	boltPage = 4096
)

// writeRoot writes root.bolt, which tells scorch the segment and the mapping,
// and index_meta.json, which tells Bleve that this is a scorch index.
func writeRoot(dir string, im mapping.IndexMapping, withSegment bool) error {
	stored, err := json.Marshal(im)
	if err != nil {
		return err
	}
	meta := fmt.Sprintf(`{"storage":%q,"index_type":%q}`, scorch.Name, scorch.Name)
	if err := os.WriteFile(filepath.Join(dir, metaFile), []byte(meta), 0o644); err != nil {
		return err
	}
	path := filepath.Join(dir, filepath.FromSlash(rootFile))
	db, err := util.OpenBolt(path, 0o644, &bolt.Options{PageSize: boltPage})
	if err != nil {
		return err
	}
	if err := db.Update(func(tx *util.BoltTxImpl) error { return writeSnapshot(tx, path, stored, withSegment) }); err != nil {
		db.Close()
		return err
	}
	return db.Close()
}

func writeSnapshot(tx *util.BoltTxImpl, path string, mapping []byte, withSegment bool) error {
	writer, err := util.NewFileWriter([]byte(path))
	if err != nil {
		return err
	}
	snapshots, err := tx.CreateBucketIfNotExists(util.BoltSnapshotsBucket)
	if err != nil {
		return err
	}
	snapshot, err := snapshots.CreateBucketIfNotExists([]byte{snapshotKey})
	if err != nil {
		return err
	}
	// Five bytes, of which scorch reads four.
	version := binary.BigEndian.AppendUint32(nil, zap.Version)
	version = append(version, 0)
	puts := []struct {
		bucket, key, value []byte
	}{
		{util.BoltMetaDataKey, util.BoltMetaDataSegmentTypeKey, []byte(zap.Type)},
		{util.BoltMetaDataKey, util.BoltMetaDataSegmentVersionKey, version},
		{util.BoltMetaDataKey, util.BoltMetaDataFileWriterIDKey, []byte(writer.Id())},
		{util.BoltMetaDataKey, util.BoltMetaDataTimeStamp, []byte(epochTime)},
		{util.BoltInternalKey, util.MappingInternalKey, mapping},
	}
	if withSegment {
		puts = append(puts, struct{ bucket, key, value []byte }{[]byte{segmentKey}, util.BoltPathKey, []byte(filepath.Base(segmentFile))})
	}
	for _, p := range puts {
		bucket, err := snapshot.CreateBucketIfNotExists(p.bucket)
		if err != nil {
			return err
		}
		if err := bucket.Put(p.key, p.value, writer); err != nil {
			return err
		}
	}
	return nil
}
