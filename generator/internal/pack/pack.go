// Package pack keeps byte strings by key in one large file, for as long as
// they are asked for: what is dear to make and depends on nothing but its key.
//
// Nothing in it is trusted. Each record and the index carry checksums, so a
// damaged pack answers as an empty one, in part or as a whole; losing it costs
// time and nothing else. PACK.md specifies the files.
package pack

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"hash/crc32"
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

// Version is the version of the format that PACK.md specifies.
const Version = "1"

// The files of a pack, and how long what nobody asks for is kept.
const (
	indexName = "index"
	lockName  = "lock"
	dataGlob  = "data-*"
	tempGlob  = indexName + "-*"
	// maxAge is how many whole runs a record outlives without being asked for: the
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
	key Key
	// offset counts from the beginning of the file, or of what is gathered.
	offset int64
	size   uint32
	sum    uint32
	// in is where the record is gathered; written once it has a place in the file.
	in where
	// age is for how many runs nobody has asked for it; only whole runs count beyond
	// maxAge.
	age uint8
	// gone records are in the list alone.
	gone bool
}

// end is where a record ends.
func (r *record) end() int64 { return r.offset + int64(r.size) }

// where a record is.
type where uint8

const (
	written  where = iota
	single         // gathered with those that are read one by one
	together       // gathered with those that are read together
)

// gathered are records that wait to be written side by side.
type gathered struct {
	data []byte
	// places are those of the records in the list.
	places []int32
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
	records *records
	// end is where in the file what is gathered next will begin.
	end int64
	// gathered waits to be written: what is read one by one, and what is read together.
	gathered [2]gathered
	// writing is what somebody is writing, from writingAt on. idle is memory to gather in.
	writing, idle []byte
	writingAt     int64
	ended         sync.Cond // nobody is writing any more
	// base holds the records of earlier runs when data may not be added to
	// their file; nil otherwise.
	base        *os.File
	baseRecords *records
	// changed tells that the index on disk is not ours any more.
	changed bool
	// whole tells that the run has asked for all that it is made of.
	whole bool
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
	p.ended.L = &p.mutex
	if err := lock.File(held); err != nil {
		held.Close()
		if !errors.Is(err, lock.ErrHeld) {
			return nil, err
		}
		shared, err := Temporary()
		if err != nil {
			return nil, err
		}
		if name, found, _ := readIndex(folder, version); found != nil {
			if shared.base, err = os.Open(filepath.Join(folder, name)); err == nil {
				shared.baseRecords = found
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
	name, found, length := readIndex(p.folder, p.version)
	if found != nil {
		f, err := os.OpenFile(filepath.Join(p.folder, name), os.O_RDWR, 0)
		if err == nil {
			// What stands behind the length is the rest of a killed run.
			if info, err := f.Stat(); err == nil && info.Size() >= length {
				p.data, p.records, p.end = f, found, length
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
	p.data, p.records, p.end, p.changed, p.unnamed = f, newRecords(0), 0, true, true
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
	p := &Pack{data: f, temporary: true, unnamed: unnamed, records: newRecords(0)}
	p.ended.L = &p.mutex
	return p, nil
}

var table = crc32.MakeTable(crc32.Castagnoli)

// Has reports whether there is a record, and counts as asking for it. What
// stands in it may still turn out to be damaged.
func (p *Pack) Has(key Key) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	r, _ := p.find(key)
	return r != nil
}

// find returns a record and the file that it stands in, and counts as asking for it.
// The record is nil when there is none, and good until the next is put.
func (p *Pack) find(key Key) (*record, *os.File) {
	if r := p.records.of(key); r != nil {
		r.age = 0
		return r, p.data
	}
	return p.baseRecords.of(key), p.base
}

// forget drops a damaged record, so that it can be put again.
func (p *Pack) forget(key Key) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.records.forget(key)
	p.baseRecords.forget(key)
	p.changed = true
	return false
}

// Put keeps data under a key, in place of what the key had. The error is the
// disk's; the data is then not kept.
func (p *Pack) Put(key Key, data []byte) error { return p.put(key, data, single) }

// PutTogether is Put for what a run asks All for: it stands side by side in the file.
func (p *Pack) PutTogether(key Key, data []byte) error { return p.put(key, data, together) }

func (p *Pack) put(key Key, data []byte, in where) error {
	r := record{key: key, size: uint32(len(data)), sum: crc32.Checksum(data, table), in: in}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if old := p.records.of(key); old != nil && old.size == r.size && old.sum == r.sum {
		old.age = 0
		return nil
	}
	if len(data) > flushSize {
		if _, err := p.data.WriteAt(data, p.end); err != nil {
			return err
		}
		r.in, r.offset = written, p.end
		p.end += int64(len(data))
	} else {
		for len(data)+len(p.of(in).data) > flushSize {
			if err := p.flush(in); err != nil {
				return err
			}
		}
		g := p.of(in)
		if g.data == nil {
			g.data = make([]byte, 0, flushSize)
		}
		r.offset = int64(len(g.data))
		g.data, g.places = append(g.data, data...), append(g.places, int32(len(p.records.list)))
	}
	p.records.add(r)
	p.changed = true
	return nil
}

// of returns what is gathered somewhere.
func (p *Pack) of(in where) *gathered { return &p.gathered[in-single] }

// flush writes what is gathered somewhere. Others may read and put meanwhile: a disk that
// is behind makes this wait, and one that waits is enough.
func (p *Pack) flush(in where) error {
	for p.writing != nil {
		p.ended.Wait()
	}
	g := p.of(in)
	if len(g.data) == 0 {
		return nil
	}
	data, places, at := g.data, g.places, p.end
	p.move(places, written, at)
	p.writing, p.writingAt, p.end = data, at, at+int64(len(data))
	g.data, g.places, p.idle = p.idle[:0], make([]int32, 0, len(places)), nil
	to := p.data
	p.mutex.Unlock()
	_, err := to.WriteAt(data, at)
	p.mutex.Lock()
	if err == nil {
		p.idle = data
	} else { // it stays readable
		p.move(places, in, -at)
		p.move(g.places, in, int64(len(data)))
		g.data, g.places = append(data, g.data...), append(places, g.places...)
	}
	p.writing = nil
	p.ended.Broadcast()
	return err
}

// flushAll writes all that is gathered.
func (p *Pack) flushAll() error {
	for { // others may put while one of them is written
		in := single
		if len(p.of(in).data) == 0 {
			in = together
		}
		if len(p.of(in).data) == 0 && p.writing == nil {
			return nil
		}
		if err := p.flush(in); err != nil { // which waits for who is writing
			return err
		}
	}
}

// move tells where records are from now on, and how much further.
func (p *Pack) move(places []int32, in where, by int64) {
	for _, i := range places {
		r := &p.records.list[i]
		r.in, r.offset = in, r.offset+by
	}
}

// Whole tells that the run has asked for all records that another run of the same
// would: what nobody asks for in several whole runs goes. A run that ends before, because
// nothing has changed or something is wrong, says nothing of what it did not get to.
func (p *Pack) Whole() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.whole = true
}

// Commit makes what was put last beyond this run. It does nothing when nothing was
// put, and for a pack that another run holds.
func (p *Pack) Commit() error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.temporary || !p.changed {
		return nil
	}
	if err := p.flushAll(); err != nil {
		return err
	}
	p.age()
	if live := p.live(); p.end > 2*live+p.spare {
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
		for r := range p.records.all {
			if r.age > limit {
				p.records.forget(r.key)
			}
		}
		if limit == 0 || p.live() <= p.most {
			break
		}
	}
	live := p.live()
	for i := len(p.records.list) - 1; live > p.most; i-- { // one run wants more than there may be
		if r := &p.records.list[i]; !r.gone {
			live -= int64(r.size)
			p.records.forget(r.key)
		}
	}
	for r := range p.records.all {
		if p.whole || r.age < maxAge { // else it would go with the next run
			r.age++
		}
	}
	p.whole = false
}

// live is how many bytes the records have.
func (p *Pack) live() int64 {
	var sum int64
	for r := range p.records.all {
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
	old, moved := p.data, newRecords(len(p.records.at))
	var at int64
	var buffer []byte
	ordered := slices.Collect(p.records.all) // what stands side by side is to stay so
	slices.SortFunc(ordered, func(a, b *record) int { return cmp.Compare(a.offset, b.offset) })
	for _, found := range ordered {
		r := *found
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
		moved.add(r)
		at += int64(r.size)
	}
	remove := p.unnamed
	p.data, p.records, p.end, p.unnamed = to, moved, at, true
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
	for p.writing != nil {
		p.ended.Wait()
	}
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
