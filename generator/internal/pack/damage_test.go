package pack

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
)

// sample are the records of the pack that is damaged.
var sample = map[string][]byte{"one": []byte("un texte"), "two": []byte("deux"), "three": {}, "four": bytes.Repeat([]byte("quatre"), 20), "five": noise(5, 90)}

// sampleFiles makes a pack and returns its files by name.
func sampleFiles(t testing.TB) map[string][]byte {
	t.Helper()
	folder := t.TempDir()
	p := open(t, folder)
	for _, name := range []string{"one", "two", "three", "four", "five"} {
		put(t, p, name, sample[name])
	}
	finish(t, p)
	files := map[string][]byte{}
	for _, name := range names(t, folder) {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	return files
}

// useDamaged opens a pack of these files and wants of each record what was put
// or nothing; then it puts all again, and wants them all.
func useDamaged(t testing.TB, what string, files map[string][]byte) (lost int) {
	t.Helper()
	folder := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	p, err := Open(folder, "v1")
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	order := slices.Sorted(maps.Keys(sample))
	keys := make([]Key, len(order))
	for i, name := range order {
		keys[i] = KeyOf(name)
	}
	var mutex sync.Mutex
	read := map[string][]byte{}
	p.All(keys, func(i int, data []byte) {
		mutex.Lock()
		defer mutex.Unlock()
		read[order[i]] = bytes.Clone(data)
	})
	for name, want := range sample {
		got, ok := p.Get(KeyOf(name))
		if other, too := read[name]; too != ok || !bytes.Equal(other, got) {
			t.Errorf("%s: %s is %q, of all %q", what, name, got, other)
		}
		if !ok {
			lost++
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s: %s is %q", what, name, got)
		}
		if err := p.Put(KeyOf(name), want); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := p.Commit(); err != nil {
		t.Errorf("%s: %v", what, err)
	}
	closed(t, p)
	p = open(t, folder)
	defer closed(t, p)
	for name, want := range sample {
		if got, ok := p.Get(KeyOf(name)); !ok || !bytes.Equal(got, want) {
			t.Errorf("%s: mended, %s is %q, %v", what, name, got, ok)
		}
	}
	tidy(t, folder)
	return lost
}

// TestDamage flips bits of every byte of every file of a small pack, and cuts
// every file at every byte.
func TestDamage(t *testing.T) {
	files := sampleFiles(t)
	if lost := useDamaged(t, "whole", files); lost > 0 {
		t.Fatalf("%d records of a sound pack are lost", lost)
	}
	cases, harmed := 0, 0
	try := func(name, what string, data []byte) {
		damaged := map[string][]byte{}
		for other, whole := range files {
			damaged[other] = whole
		}
		damaged[name] = data
		cases++
		if useDamaged(t, name+": "+what, damaged) > 0 {
			harmed++
		}
	}
	for name, whole := range files {
		for i := range whole {
			for _, mask := range []byte{1, 0x80, 0xff} {
				data := bytes.Clone(whole)
				data[i] ^= mask
				try(name, fmt.Sprintf("byte %d ^ %#x", i, mask), data)
			}
			try(name, fmt.Sprintf("cut at %d", i), whole[:i])
		}
		try(name, "longer", append(bytes.Clone(whole), 0))
	}
	t.Logf("proved: of %d flips and cuts of the files of a pack %d lose records, and none gives a wrong one", cases, harmed)
	if harmed < cases-2 || t.Failed() { // longer data is none
		t.Errorf("%d of %d damages were noticed", harmed, cases)
	}
}

// TestExchanged: files of different runs, or of none, are no pack.
func TestExchanged(t *testing.T) {
	files := sampleFiles(t)
	for name := range files {
		for what, data := range map[string][]byte{"zeroes": make([]byte, len(files[name])), "empty": {}, "noise": noise(7, 300)} {
			damaged := map[string][]byte{}
			for other, whole := range files {
				damaged[other] = whole
			}
			damaged[name] = data
			if useDamaged(t, name+" is "+what, damaged) == 0 {
				t.Errorf("%s is %s, and nobody noticed", name, what)
			}
		}
		gone := map[string][]byte{}
		for other, whole := range files {
			if other != name {
				gone[other] = whole
			}
		}
		useDamaged(t, name+" is gone", gone)
	}
}

// sealed returns an index with this content and a right checksum.
func sealed(content []byte) []byte {
	return binary.LittleEndian.AppendUint32(bytes.Clone(content), crc32.Checksum(content, table))
}

// head returns the beginning of an index.
func head(version, name string, length uint64) []byte {
	data := []byte(magic)
	for _, text := range []string{version, name} {
		data = binary.AppendUvarint(data, uint64(len(text)))
		data = append(data, text...)
	}
	return binary.LittleEndian.AppendUint64(data, length)
}

func entry(offset uint64, size uint32) []byte {
	key := KeyOf("one")
	data := binary.LittleEndian.AppendUint64(key[:], offset)
	data = binary.LittleEndian.AppendUint32(data, size)
	return append(data, 0, 0, 0, 0, 0)
}

// TestForgedIndex: an index that nobody would write, with a right checksum, is
// none, and makes nobody ask for memory.
func TestForgedIndex(t *testing.T) {
	good := head("v1", "data-1", 8)
	cases := map[string][]byte{
		"nothing":         []byte(magic),
		"no name":         good[:len(magic)+3],
		"long text":       append([]byte(magic), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1),
		"endless number":  append([]byte(magic), bytes.Repeat([]byte{0xff}, 20)...),
		"no length":       good[:len(good)-1],
		"half a record":   append(bytes.Clone(good), 1, 2, 3),
		"huge record":     append(bytes.Clone(good), entry(0, 0xffffffff)...),
		"record outside":  append(bytes.Clone(good), entry(7, 2)...),
		"record far away": append(bytes.Clone(good), entry(1<<63-1, 1)...),
		"record before":   append(bytes.Clone(good), entry(1<<63+5, 1)...),
		"negative length": append(head("v1", "data-1", 1<<63), entry(0, 1)...),
		"path":            head("v1", "../data-1", 8),
		"the lock":        head("v1", lockName, 0),
		"itself":          head("v1", indexName, 0),
	}
	for name, content := range cases {
		folder := t.TempDir()
		for file, data := range map[string][]byte{indexName: sealed(content), "data-1": []byte("un texte")} {
			if err := os.WriteFile(filepath.Join(folder, file), data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, records, _ := readIndex(folder, "v1"); records != nil {
			t.Errorf("%s: %d records", name, len(records.at))
		}
		p := open(t, folder)
		has(t, p, "one", nil)
		closed(t, p)
		if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 4<<20 {
			t.Errorf("%s: %d bytes of memory", name, after.TotalAlloc-before.TotalAlloc)
		}
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, indexName), sealed(append(bytes.Clone(good), entry(7, 1)...)), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, records, length := readIndex(folder, "v1"); len(records.at) != 1 || length != 8 {
		t.Errorf("%d records, length %d: the cases above are not what is wrong", len(records.at), length)
	}
}

// FuzzIndex reads any bytes as an index, with a right checksum and without. What
// is read stays within the data.
func FuzzIndex(f *testing.F) {
	f.Add(head("v1", "data-1", 8))
	f.Add(append(head("v1", "data-1", 8), entry(0, 8)...))
	f.Add([]byte(magic))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, data := range [][]byte{content, sealed(content)} {
			name, records, length := decodeIndex(data, "v1")
			if records == nil {
				continue
			}
			if filepath.Base(name) != name || length < 0 {
				t.Errorf("data %q, %d bytes", name, length)
			}
			for r := range records.all {
				if r.offset < 0 || r.offset+int64(r.size) > length {
					t.Errorf("%+v of %d bytes", r, length)
				}
			}
		}
	})
}
