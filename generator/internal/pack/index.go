package pack

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// magic begins an index.
const magic = "essaim pack " + Version + "\n"

// recordSize is that of a record in the index.
const recordSize = 16 + 8 + 4 + 4 + 1

// records are those of a pack, in the order in which they were put since the file was
// compacted, and in that of the file before.
// The zero records cannot be added to.
type records struct {
	list []record
	// at are the places in the list by key. What is not found so is gone.
	at map[Key]int32
}

func newRecords(n int) *records { return &records{make([]record, 0, n), make(map[Key]int32, n)} }

// of returns the record of a key, or nil. It is good until the next is added.
func (r *records) of(key Key) *record {
	if r == nil {
		return nil
	}
	if i, ok := r.at[key]; ok {
		return &r.list[i]
	}
	return nil
}

// add adds a record, in place of what its key had.
func (r *records) add(x record) {
	r.forget(x.key)
	r.at[x.key] = int32(len(r.list))
	r.list = append(r.list, x)
}

// forget drops the record of a key.
func (r *records) forget(key Key) {
	if r == nil {
		return
	}
	if i, ok := r.at[key]; ok {
		r.list[i].gone = true
		delete(r.at, key)
	}
}

// all gives the records that are not gone, which may be changed and forgotten.
func (r *records) all(yield func(*record) bool) {
	for i := range r.list {
		if x := &r.list[i]; !x.gone && !yield(x) {
			return
		}
	}
}

// readIndex reads the index of a pack: the name of its data file, its records
// and the length of the data that belongs to it. Records are nil when there is
// no index, when it is damaged, or when another version wrote it.
func readIndex(folder, version string) (name string, found *records, length int64) {
	data, err := os.ReadFile(filepath.Join(folder, indexName))
	if err != nil {
		return "", nil, 0
	}
	return decodeIndex(data, version)
}

// decodeIndex is readIndex for the bytes of an index.
func decodeIndex(data []byte, version string) (name string, found *records, length int64) {
	if len(data) < len(magic)+4 || !bytes.HasPrefix(data, []byte(magic)) {
		return "", nil, 0
	}
	data, sum := data[:len(data)-4], binary.LittleEndian.Uint32(data[len(data)-4:])
	if crc32.Checksum(data, table) != sum {
		return "", nil, 0
	}
	// From here on the bytes are those that were written, unless somebody has
	// taken pains; even so no record may lead out of the data.
	data = data[len(magic):]
	text := func() string {
		n, size := binary.Uvarint(data)
		if size <= 0 || n > uint64(len(data)-size) {
			data = nil
			return ""
		}
		s := string(data[size : size+int(n)])
		data = data[size+int(n):]
		return s
	}
	if text() != version {
		return "", nil, 0
	}
	name = text()
	if matched, err := path.Match(dataGlob, name); err != nil || !matched || len(data) < 8 || (len(data)-8)%recordSize != 0 {
		return "", nil, 0
	}
	length = int64(binary.LittleEndian.Uint64(data))
	data = data[8:]
	if length < 0 {
		return "", nil, 0
	}
	found = newRecords(len(data) / recordSize)
	for ; len(data) > 0; data = data[recordSize:] {
		r := record{
			key: Key(data[:16]), offset: int64(binary.LittleEndian.Uint64(data[16:])), size: binary.LittleEndian.Uint32(data[24:]),
			sum: binary.LittleEndian.Uint32(data[28:]), age: data[32],
		}
		if r.offset < 0 || r.offset > length-int64(r.size) {
			return "", nil, 0
		}
		found.add(r)
	}
	return name, found, length
}

// opening is how the index of a version begins.
func opening(version string) []byte { return appendText([]byte(magic), version) }

func appendText(to []byte, text string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(text))), text...)
}

// writeIndex replaces the index by that of the present records.
func (p *Pack) writeIndex() error {
	data := appendText(opening(p.version), filepath.Base(p.data.Name()))
	data = binary.LittleEndian.AppendUint64(data, uint64(p.end))
	data = slices.Grow(data, len(p.records.at)*recordSize+4)
	for r := range p.records.all {
		data = append(data, r.key[:]...)
		data = binary.LittleEndian.AppendUint64(data, uint64(r.offset))
		data = binary.LittleEndian.AppendUint32(data, r.size)
		data = binary.LittleEndian.AppendUint32(data, r.sum)
		data = append(data, r.age)
	}
	data = binary.LittleEndian.AppendUint32(data, crc32.Checksum(data, table))
	f, err := os.CreateTemp(p.folder, tempGlob)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(p.folder, indexName))
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
