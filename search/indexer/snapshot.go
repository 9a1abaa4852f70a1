package indexer

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/util"
	zap "github.com/blevesearch/zapx/v17"
	bolt "go.etcd.io/bbolt"

	"essaim/search/schema"
	"essaim/search/spread"
)

// The files of the index are written here rather than by Bleve's builder, which
// numbers documents in the order of a map, so that two builds differ, and which
// writes the time into root.bolt. Nothing has to be registered in Bleve for that.

// Constants of the snapshot that scorch reads when it opens an index.
const (
	// snapshotKey is scorch's ascending varint of epoch 3, as after one batch.
	snapshotKey = 0x80 + 8 + 3
	// epochTime stands where Bleve writes the time of the build.
	epochTime = "1970-01-01T00:00:00Z"
	// boltPage is fixed because bbolt takes the page size of the machine.
	boltPage = 4096
)

// segmentKey returns scorch's ascending varint of the number of a segment. The
// segments are read in this order.
func segmentKey(number int) []byte {
	if number <= 0x6D {
		return []byte{byte(0x80 + 8 + number)}
	}
	var digits [8]byte
	binary.BigEndian.PutUint64(digits[:], uint64(number))
	size := 8
	for digits[8-size] == 0 {
		size--
	}
	return append([]byte{byte(0x80 + 8 + 0x6D + size)}, digits[8-size:]...)
}

// writeRoot writes root.bolt, which tells scorch the segments and the mapping,
// and index_meta.json, which tells Bleve that this is a scorch index.
func writeRoot(dir string, im mapping.IndexMapping, segments []segmentFile) error {
	stored, err := json.Marshal(im)
	if err != nil {
		return err
	}
	meta := fmt.Sprintf(`{"storage":%q,"index_type":%q}`, scorch.Name, scorch.Name)
	if err := os.WriteFile(filepath.Join(dir, schema.MetaFile), []byte(meta), 0o644); err != nil {
		return err
	}
	file := filepath.Join(dir, filepath.FromSlash(schema.RootFile))
	db, err := util.OpenBolt(file, 0o644, &bolt.Options{PageSize: boltPage, NoSync: true})
	if err != nil {
		return err
	}
	if err := db.Update(func(tx *util.BoltTxImpl) error { return writeSnapshot(tx, file, stored, segments) }); err != nil {
		db.Close()
		return err
	}
	return db.Close()
}

// readBack reads what writeRoot has written and opens each segment as Bleve does,
// but each processor one after the other: all together, the system counts half of
// the index as memory of the process. It returns the number of documents.
func readBack(dir string, segments []segmentFile) (documents int, err error) {
	defer undamaged(&err)
	if err := readRoot(dir, segments); err != nil {
		return 0, err
	}
	var count atomic.Int64
	err = spread.Try(context.Background(), runtime.GOMAXPROCS(0), len(segments), func(share iter.Seq[int]) error {
		for i := range share {
			n, err := documentsOf(filepath.Join(dir, filepath.FromSlash(segments[i].Path)))
			if err != nil {
				return fmt.Errorf("%s: %w", segments[i].Path, err)
			}
			count.Add(int64(n))
		}
		return nil
	})
	return int(count.Load()), err
}

// documentsOf opens a segment and returns how many documents it has.
func documentsOf(file string) (n int, err error) {
	defer undamaged(&err)
	opened, err := new(zap.ZapPlugin).Open(file)
	if err != nil {
		return 0, err
	}
	return int(opened.Count()), opened.Close()
}

// undamaged, deferred, makes an error of a panic: bbolt and zap panic on some damaged
// pages instead of returning one.
func undamaged(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("it is damaged (%v)", r)
	}
}

// readRoot wants root.bolt to name the segments in their order.
func readRoot(dir string, segments []segmentFile) error {
	db, err := bolt.Open(filepath.Join(dir, filepath.FromSlash(schema.RootFile)), 0o644, &bolt.Options{ReadOnly: true, Timeout: 2 * time.Second})
	if err != nil {
		return err
	}
	defer db.Close()
	return db.View(func(tx *bolt.Tx) error {
		snapshots := tx.Bucket(util.BoltSnapshotsBucket)
		if snapshots == nil || snapshots.Bucket([]byte{snapshotKey}) == nil {
			return errors.New(schema.RootFile + " has no snapshot")
		}
		snapshot := snapshots.Bucket([]byte{snapshotKey})
		for number, s := range segments {
			bucket := snapshot.Bucket(segmentKey(number))
			if bucket == nil || string(bucket.Get(util.BoltPathKey)) != path.Base(s.Path) {
				return fmt.Errorf("%s does not name %s", schema.RootFile, s.Path)
			}
		}
		return nil
	})
}

func writeSnapshot(tx *util.BoltTxImpl, file string, mapping []byte, segments []segmentFile) error {
	writer, err := util.NewFileWriter([]byte(file))
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
	type put struct{ bucket, key, value []byte }
	puts := []put{
		{util.BoltMetaDataKey, util.BoltMetaDataSegmentTypeKey, []byte(zap.Type)},
		{util.BoltMetaDataKey, util.BoltMetaDataSegmentVersionKey, version},
		{util.BoltMetaDataKey, util.BoltMetaDataFileWriterIDKey, []byte(writer.Id())},
		{util.BoltMetaDataKey, util.BoltMetaDataTimeStamp, []byte(epochTime)},
		{util.BoltInternalKey, util.MappingInternalKey, mapping},
	}
	for number, s := range segments {
		puts = append(puts, put{segmentKey(number), util.BoltPathKey, []byte(path.Base(s.Path))})
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
