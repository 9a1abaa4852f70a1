package pack

import (
	"cmp"
	"hash/crc32"
	"io"
	"iter"
	"os"
	"slices"

	"essaim/search/spread"
)

// How All reads: at most so many bytes in one call, and so many for nothing between
// two records; a call costs as much as copying some KiB.
const (
	maxStretch = 256 << 10
	maxGap     = 8 << 10
)

// Get returns a copy of a record. It is not ok when there is none, or when it
// is damaged.
func (p *Pack) Get(key Key) (data []byte, ok bool) { return p.GetIn(nil, key) }

// GetIn is Get into the memory of buffer where that is large enough.
func (p *Pack) GetIn(buffer []byte, key Key) (data []byte, ok bool) {
	p.mutex.Lock()
	found, from := p.find(key)
	if found == nil {
		p.mutex.Unlock()
		return nil, false
	}
	r := *found
	size := int(r.size)
	if size > cap(buffer) {
		buffer = make([]byte, max(size, cap(buffer)*5/4)) // the next may be a little larger again
	}
	data = buffer[:size]
	inMemory := p.inMemory(found, from)
	copy(data, inMemory)
	p.mutex.Unlock()
	if inMemory == nil {
		if _, err := from.ReadAt(data, r.offset); err != nil {
			return nil, p.forget(key)
		}
	}
	if crc32.Checksum(data, table) != r.sum {
		return nil, p.forget(key)
	}
	return data, true
}

// inMemory returns what begins with the bytes of a record that is not yet in the file;
// nil for one that is.
func (p *Pack) inMemory(r *record, from *os.File) []byte {
	switch at := r.offset - p.writingAt; {
	case r.in != written:
		return p.of(r.in).data[r.offset:]
	case from == p.data && at >= 0 && at < int64(len(p.writing)):
		return p.writing[at:]
	}
	return nil
}

// wanted is a record that All reads, with its number among the keys.
type wanted struct {
	record
	i int
}

// All calls do for each of the keys that has a record, with its number among them and
// the record, which is good until do returns. It does so on all processors, in any order,
// and reads what stands side by side in one call. As with Place, the pack must not be
// committed or closed meanwhile.
func (p *Pack) All(keys []Key, do func(i int, data []byte)) {
	list, others, from := p.inFile(keys)
	stretches := stretchesOf(list)
	spread.Over(len(stretches)+len(others), func(share iter.Seq[int]) {
		var buffer []byte
		for n := range share {
			if n < len(stretches) {
				buffer = p.stretch(buffer, from, stretches[n], do)
				continue
			}
			i := others[n-len(stretches)]
			if data, ok := p.GetIn(buffer, keys[i]); ok {
				buffer = data
				do(i, data)
			}
		}
	})
}

// inFile returns the records of keys that are in the data file, in its order, that file,
// and the numbers of those that are elsewhere.
func (p *Pack) inFile(keys []Key) (list []wanted, others []int, file *os.File) {
	list = make([]wanted, 0, len(keys))
	p.mutex.Lock()
	for i, key := range keys {
		switch r, from := p.find(key); {
		case r == nil:
		case from != p.data || p.inMemory(r, from) != nil:
			others = append(others, i)
		default:
			list = append(list, wanted{*r, i})
		}
	}
	file = p.data
	p.mutex.Unlock()
	slices.SortFunc(list, func(a, b wanted) int { return cmp.Compare(a.offset, b.offset) })
	return list, others, file
}

// stretchesOf cuts records in the order of the file into those that one call reads.
func stretchesOf(list []wanted) (stretches [][]wanted) {
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].offset-list[n-1].end() <= maxGap && list[n].end()-list[0].offset <= maxStretch {
			n++
		}
		stretches, list = append(stretches, list[:n]), list[n:]
	}
	return stretches
}

// stretch reads records in one call, and calls do for each that is sound. It returns the
// memory of buffer, or more.
func (p *Pack) stretch(buffer []byte, from *os.File, list []wanted, do func(i int, data []byte)) []byte {
	start := list[0].offset
	size := int(list[len(list)-1].end() - start)
	buffer = slices.Grow(buffer[:0], size)[:size]
	read, _ := from.ReadAt(buffer, start) // what is missing is told by the length
	for _, w := range list {
		data := buffer[w.offset-start : w.end()-start]
		if w.end()-start > int64(read) || crc32.Checksum(data, table) != w.sum {
			p.forget(w.key)
			continue
		}
		do(w.i, data)
	}
	return buffer
}

// Place returns where the bytes of a record stand: they can be read there until
// the pack is committed or closed. Whether they are damaged, GetIn tells.
func (p *Pack) Place(key Key) (*io.SectionReader, bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for {
		r, from := p.find(key)
		switch {
		case r == nil:
			return nil, false
		case p.inMemory(r, from) == nil:
			return io.NewSectionReader(from, r.offset, int64(r.size)), true
		case r.in != written:
			if p.flush(r.in) != nil {
				return nil, false
			}
		default:
			p.ended.Wait()
		}
	}
}
