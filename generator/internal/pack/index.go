package pack

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// magic begins an index.
const magic = "essaim pack 1\n"

// recordSize is that of a record in the index.
const recordSize = 16 + 8 + 4 + 4 + 1

// readIndex reads the index of a pack: the name of its data file, its records
// and the length of the data that belongs to it. Records are nil when there is
// no index, when it is damaged, or when another version wrote it.
func readIndex(folder, version string) (name string, records map[Key]record, length int64) {
	data, err := os.ReadFile(filepath.Join(folder, indexName))
	if err != nil || len(data) < len(magic)+4 || !bytes.HasPrefix(data, []byte(magic)) {
		return "", nil, 0
	}
	data, sum := data[:len(data)-4], binary.LittleEndian.Uint32(data[len(data)-4:])
	if crc32.Checksum(data, table) != sum {
		return "", nil, 0
	}
	// From here on the bytes are those that were written.
	data = data[len(magic):]
	text := func() string {
		n, size := binary.Uvarint(data)
		s := string(data[size : size+int(n)])
		data = data[size+int(n):]
		return s
	}
	if text() != version {
		return "", nil, 0
	}
	name = text()
	length = int64(binary.LittleEndian.Uint64(data))
	data = data[8:]
	records = make(map[Key]record, len(data)/recordSize)
	for ; len(data) >= recordSize; data = data[recordSize:] {
		records[Key(data[:16])] = record{
			offset: int64(binary.LittleEndian.Uint64(data[16:])), size: binary.LittleEndian.Uint32(data[24:]),
			sum: binary.LittleEndian.Uint32(data[28:]), age: data[32],
		}
	}
	return name, records, length
}

// writeIndex replaces the index by that of the present records.
func (p *Pack) writeIndex() error {
	data := append([]byte(nil), magic...)
	for _, text := range []string{p.version, filepath.Base(p.data.Name())} {
		data = binary.AppendUvarint(data, uint64(len(text)))
		data = append(data, text...)
	}
	data = binary.LittleEndian.AppendUint64(data, uint64(p.written))
	for _, key := range byOffset(p.records) {
		r := p.records[key]
		data = append(data, key[:]...)
		data = binary.LittleEndian.AppendUint64(data, uint64(r.offset))
		data = binary.LittleEndian.AppendUint32(data, r.size)
		data = binary.LittleEndian.AppendUint32(data, r.sum)
		data = append(data, r.age)
	}
	data = binary.LittleEndian.AppendUint32(data, crc32.Checksum(data, table))
	f, err := os.CreateTemp(p.folder, indexName+"-*")
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

// byOffset returns the keys of records in the order of the data.
func byOffset(records map[Key]record) []Key {
	keys := make([]Key, 0, len(records))
	for key := range records {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b Key) int {
		return cmp.Or(cmp.Compare(records[a].offset, records[b].offset), strings.Compare(string(a[:]), string(b[:])))
	})
	return keys
}
