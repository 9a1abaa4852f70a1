// Package pack keeps byte strings by key in one large file, for as long as
// they are asked for: what is dear to make and depends on nothing but its key.
//
// Nothing in it is trusted. Each record and the index carry checksums, so a
// damaged pack answers as an empty one, in part or as a whole; losing it costs
// time and nothing else. PACK.md specifies the files.
package pack

import (
	"crypto/sha256"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"essaim/generator/internal/lock"
)

// Key names a record: the first half of a SHA-256 of everything that the record
// depends on.
type Key [16]byte

// KeyOf returns the key of a list of texts. Different lists have different
// keys, also when their texts joined are the same.
func KeyOf(parts ...string) Key {
	var onStack [512]byte
	text := onStack[:0]
	for _, p := range parts {
		text = append(append(strconv.AppendInt(text, int64(len(p)), 10), ':'), p...)
	}
	sum := sha256.Sum256(text)
	return Key(sum[:16])
}

// The files of a pack, and how long what nobody asks for is kept.
const (
	indexName = "index"
	lockName  = "lock"
	dataGlob  = "data-*"
	tempGlob  = indexName + "-*"
	// maxAge is how many runs a record outlives without being asked for: the
	// other branch, the build with drafts.
	maxAge = 4
	// maxBytes bounds the records that are kept, and maxSpare how much a data
	// file may be larger than twice them.
	maxBytes = 4 << 30
	maxSpare = 16 << 20
	// flushSize is how much is gathered before it is written.
	flushSize = 1 << 20
)

// record is where a record stands in the data file.
type record struct {
	offset int64
	size   uint32
	sum    uint32
	// age is for how many runs nobody has asked for it.
	age uint8
}

// Pack is an open pack. It is safe for concurrent use.
type Pack struct {
	folder  string
	version string
	// lock is nil when another run has the pack: what is put is then kept for
	// this run only.
	lock *os.File
	data *os.File
	// temporary data is never committed; unnamed data, which no index names, is
	// removed when the pack is closed.
	temporary, unnamed bool
	// most and spare are maxBytes and maxSpare, but for tests.
	most, spare int64

	mutex   sync.Mutex
	records map[Key]record
	// written bytes are in the file; pending ones follow them.
	written int64
	pending []byte
	// base holds the records of earlier runs when data may not be added to
	// their file; nil otherwise.
	base        *os.File
	baseRecords map[Key]record
	// changed tells that the index on disk is not ours any more.
	changed bool
}

// Holds reports whether a run of a version of the program has left a pack in a
// folder. It looks at the beginning of the index alone.
func Holds(folder, version string) bool {
	f, err := os.Open(filepath.Join(folder, indexName))
	if err != nil {
		return false
	}
	defer f.Close()
	want := opening(version)
	begin := make([]byte, len(want))
	_, err = io.ReadFull(f, begin)
	return err == nil && string(begin) == string(want)
}

// Open opens the pack in a folder, which is made when missing. Records that
// another version of the program wrote are not found. While another run has
// the pack open, this one may read it, and keeps its own records to itself. The
// error is the disk's.
func Open(folder, version string) (*Pack, error) {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return nil, err
	}
	held, err := os.OpenFile(filepath.Join(folder, lockName), os.O_CREATE|os.O_RDWR, 0o666)
	if err != nil {
		return nil, err
	}
	p := &Pack{folder: folder, version: version, lock: held, most: maxBytes, spare: maxSpare}
	if err := lock.File(held); err != nil {
		held.Close()
		if !errors.Is(err, lock.ErrHeld) {
			return nil, err
		}
		shared, err := Temporary()
		if err != nil {
			return nil, err
		}
		if name, records, _ := readIndex(folder, version); records != nil {
			if shared.base, err = os.Open(filepath.Join(folder, name)); err == nil {
				shared.baseRecords = records
			}
		}
		return shared, nil
	}
	if err := p.begin(); err != nil {
		return nil, errors.Join(err, held.Close())
	}
	return p, nil
}

// begin opens the data file that the index names, or starts an empty one.
func (p *Pack) begin() error {
	name, records, length := readIndex(p.folder, p.version)
	if records != nil {
		f, err := os.OpenFile(filepath.Join(p.folder, name), os.O_RDWR, 0)
		if err == nil {
			// What stands behind the length is the rest of a killed run.
			if info, err := f.Stat(); err == nil && info.Size() >= length {
				p.data, p.records, p.written = f, records, length
				return nil
			}
			f.Close()
		}
	}
	return p.renew()
}

// renew starts an empty data file. What is there belongs to no index that can
// be read.
func (p *Pack) renew() error {
	p.sweep()
	f, err := os.CreateTemp(p.folder, dataGlob)
	if err != nil {
		return err
	}
	p.data, p.records, p.written, p.changed, p.unnamed = f, map[Key]record{}, 0, true, true
	return nil
}

// Temporary opens an empty pack that goes when it is closed, or with a process that
// is killed, where a file that is open can lose its name.
func Temporary() (*Pack, error) {
	f, err := os.CreateTemp("", "essaim-pack-*")
	if err != nil {
		return nil, err
	}
	unnamed := os.Remove(f.Name()) != nil // Windows removes it when it is closed
	return &Pack{data: f, temporary: true, unnamed: unnamed, records: map[Key]record{}}, nil
}

var table = crc32.MakeTable(crc32.Castagnoli)

// Has reports whether there is a record, and counts as asking for it. What
// stands in it may still turn out to be damaged.
func (p *Pack) Has(key Key) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	r, ok := p.records[key]
	if ok {
		p.touch(key, r)
		return true
	}
	_, ok = p.baseRecords[key]
	return ok
}

// touch notes that somebody asked for a record.
func (p *Pack) touch(key Key, r record) {
	if r.age > 0 {
		r.age = 0
		p.records[key] = r
	}
}

// Get returns a copy of a record. It is not ok when there is none, or when it
// is damaged.
func (p *Pack) Get(key Key) (data []byte, ok bool) { return p.GetIn(nil, key) }

// GetIn is Get into the memory of buffer where that is large enough.
func (p *Pack) GetIn(buffer []byte, key Key) (data []byte, ok bool) {
	p.mutex.Lock()
	from := p.data
	r, ok := p.records[key]
	if ok {
		p.touch(key, r)
	} else if r, ok = p.baseRecords[key]; ok {
		from = p.base
	}
	if !ok {
		p.mutex.Unlock()
		return nil, false
	}
	size := int(r.size)
	if size > cap(buffer) && buffer != nil { // the next may be larger again
		buffer = make([]byte, 0, max(size, 2*cap(buffer)))
	}
	data = slices.Grow(buffer[:0], size)[:size]
	inMemory := from == p.data && r.offset >= p.written
	if inMemory {
		copy(data, p.pending[r.offset-p.written:])
	}
	p.mutex.Unlock()
	if !inMemory {
		if _, err := from.ReadAt(data, r.offset); err != nil {
			return nil, p.forget(key)
		}
	}
	if crc32.Checksum(data, table) != r.sum {
		return nil, p.forget(key)
	}
	return data, true
}

// Place returns where the bytes of a record stand: they can be read there until
// the pack is committed or closed. Whether they are damaged, GetIn tells.
func (p *Pack) Place(key Key) (*io.SectionReader, bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	from := p.data
	r, ok := p.records[key]
	if ok {
		p.touch(key, r)
		if r.offset >= p.written && p.flush() != nil {
			return nil, false
		}
	} else if r, ok = p.baseRecords[key]; ok {
		from = p.base
	}
	if !ok {
		return nil, false
	}
	return io.NewSectionReader(from, r.offset, int64(r.size)), true
}

// forget drops a damaged record, so that it can be put again.
func (p *Pack) forget(key Key) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	delete(p.records, key)
	delete(p.baseRecords, key)
	p.changed = true
	return false
}

// Put keeps data under a key, in place of what the key had. The error is the
// disk's; the data is then not kept.
func (p *Pack) Put(key Key, data []byte) error {
	sum := crc32.Checksum(data, table)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if r, ok := p.records[key]; ok && r.size == uint32(len(data)) && r.sum == sum {
		p.touch(key, r)
		return nil
	}
	if len(p.pending)+len(data) > flushSize {
		if err := p.flush(); err != nil {
			return err
		}
	}
	r := record{offset: p.written + int64(len(p.pending)), size: uint32(len(data)), sum: sum}
	if len(data) > flushSize { // nothing is pending then
		if _, err := p.data.WriteAt(data, p.written); err != nil {
			return err
		}
		p.written += int64(len(data))
	} else {
		p.pending = append(p.pending, data...)
	}
	p.records[key], p.changed = r, true
	return nil
}

// flush writes what is pending.
func (p *Pack) flush() error {
	if len(p.pending) == 0 {
		return nil
	}
	if _, err := p.data.WriteAt(p.pending, p.written); err != nil {
		return err
	}
	p.written += int64(len(p.pending))
	p.pending = p.pending[:0]
	return nil
}

// Commit makes what was put last beyond this run. Records that nobody asked for
// in several runs go. It does nothing when nothing was put, and for a pack that
// another run holds.
func (p *Pack) Commit() error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.temporary || !p.changed {
		return nil
	}
	if err := p.flush(); err != nil {
		return err
	}
	p.age()
	if live := p.live(); p.written > 2*live+p.spare {
		if err := p.compact(); err != nil {
			return err
		}
	}
	if err := p.writeIndex(); err != nil {
		return err
	}
	p.changed, p.unnamed = false, false
	p.sweep()
	return nil
}

// age drops what has outlived its use, the least wanted first when there is
// too much, and counts one run for the rest.
func (p *Pack) age() {
	limit := uint8(maxAge)
	for ; ; limit-- {
		for key, r := range p.records {
			if r.age > limit {
				delete(p.records, key)
			}
		}
		if limit == 0 || p.live() <= p.most {
			break
		}
	}
	if live := p.live(); live > p.most { // one run wants more than there may be
		list := byOffset(p.records)
		for i := len(list) - 1; live > p.most; i-- {
			live -= int64(list[i].size)
			delete(p.records, list[i].key)
		}
	}
	for key, r := range p.records {
		r.age++
		p.records[key] = r
	}
}

// live is how many bytes the records have.
func (p *Pack) live() int64 {
	var sum int64
	for _, r := range p.records {
		sum += int64(r.size)
	}
	return sum
}

// compact copies the records into a new data file.
func (p *Pack) compact() error {
	to, err := os.CreateTemp(p.folder, dataGlob)
	if err != nil {
		return err
	}
	old, moved := p.data, map[Key]record{}
	var at int64
	var buffer []byte
	for _, keyed := range byOffset(p.records) {
		key, r := keyed.key, keyed.record
		if cap(buffer) < int(r.size) {
			buffer = make([]byte, r.size)
		}
		data := buffer[:r.size]
		if _, err := old.ReadAt(data, r.offset); err != nil || crc32.Checksum(data, table) != r.sum {
			continue // damaged: it will be made again
		}
		if _, err := to.WriteAt(data, at); err != nil {
			return errors.Join(err, to.Close(), os.Remove(to.Name()))
		}
		r.offset = at
		moved[key] = r
		at += int64(r.size)
	}
	remove := p.unnamed
	p.data, p.records, p.written, p.unnamed = to, moved, at, true
	err = old.Close()
	if remove {
		err = errors.Join(err, os.Remove(old.Name()))
	}
	return err
}

// sweep removes the data files but the present one, and what killed runs have
// left of an index.
func (p *Pack) sweep() {
	for _, glob := range []string{dataGlob, tempGlob} {
		names, err := filepath.Glob(filepath.Join(p.folder, glob))
		if err != nil {
			return
		}
		for _, name := range names {
			if p.data == nil || filepath.Base(name) != filepath.Base(p.data.Name()) {
				_ = os.Remove(name) // one that stays is removed by the next run
			}
		}
	}
}

// Close ends the use of the pack, without committing.
func (p *Pack) Close() error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	err := p.data.Close()
	if p.unnamed {
		err = errors.Join(err, os.Remove(p.data.Name()))
	}
	if p.base != nil {
		err = errors.Join(err, p.base.Close())
	}
	if p.lock != nil {
		err = errors.Join(err, p.lock.Close())
	}
	return err
}
