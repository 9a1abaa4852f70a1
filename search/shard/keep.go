package shard

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"slices"

	"essaim/search/inverted"
)

// A Store keeps bytes by key from one process to the next; see indexer.Cache. What
// is put can be used for something else afterwards.
type Store interface {
	Get(key string) (data []byte, ok bool)
	Put(key string, data []byte)
}

// A store has the files of a memory in packs: some word files that follow each
// other, one position file, or some other files. The key of a pack is a checksum
// of what its files depend on, so that one that has not changed is not put
// again. Four more values, by the name of the memory, list the keys, the spelling
// files (respell.go), the order of the words in those of reversed words, and what
// word files depend on beside words (outline.go).
const (
	// keepVersion is part of the keys; it changes when what a checksum covers
	// does, or the bytes of a pack.
	keepVersion = 2
	// packEvery is one in how many files begins a pack, and packMost how many
	// files one has at most: few, for an edited text changes a tenth of the word
	// files, and with each its whole pack.
	packEvery = 4
	packMost  = 16
	packKey   = 32
)

// Save puts what the memory holds into a store, unless positions are missing.
func (m *Memory) Save(store Store, name string) {
	sums := make(map[*wordFile]uint64, len(m.words))
	var positions []positionMemory
	for _, w := range m.words {
		if w.file.unlocated {
			return
		}
		sums[w.file] = w.sum
		if p, begins := m.positions[w.file]; begins {
			positions = append(positions, p)
		}
	}
	p := &packer{store: store, had: m.packs}
	p.pack(len(m.words), func(i int) uint64 { return m.words[i].sum }, func(i int) {
		w := &m.words[i]
		p.data = append(p.data, 'w')
		p.block([]byte(w.text))
		p.data = binary.AppendUvarint(p.data, uint64(w.file.words))
		p.data = binary.LittleEndian.AppendUint64(p.data, w.sum)
		p.file(w.file.named)
	}, func(i int) uint64 { return inverted.Sum(m.words[i].text, 0) })
	of := func(i int) uint64 {
		sum := uint64('p')
		for _, f := range positions[i].of {
			sum = inverted.Mix(sum, sums[f])
		}
		return sum
	}
	p.pack(len(positions), of, func(i int) {
		p.data = append(p.data, 'p')
		p.data = binary.AppendUvarint(p.data, uint64(len(positions[i].of)))
		for _, f := range positions[i].of {
			p.data = binary.LittleEndian.AppendUint64(p.data, sums[f])
		}
		p.file(positions[i].file)
	}, func(int) uint64 { return 0 }) // each in a pack of its own: they are large
	others := slices.Sorted(maps.Keys(m.others))
	own := func(i int) uint64 { return others[i] }
	p.pack(len(others), own, func(i int) {
		p.data = append(p.data, 'o')
		p.data = binary.LittleEndian.AppendUint64(p.data, others[i])
		p.file(m.others[others[i]])
	}, own)
	packs := make(map[string]bool, len(p.keys))
	var list []byte
	for _, key := range p.keys {
		packs[key] = true
		list = append(list, key...)
	}
	if !maps.Equal(packs, m.packs) {
		store.Put("packs/"+name, list)
	}
	m.packs = packs
	m.speller.save(store, name)
	m.saveSpelling(store, name)
	m.saveOutline(store, name)
}

// A packer makes packs.
type packer struct {
	store Store
	had   map[string]bool
	keys  []string
	data  []byte
}

// pack makes packs of files, which write adds to the data. sum is of what a file
// depends on; by divides them.
func (p *packer) pack(files int, sum func(int) uint64, write func(int), by func(int) uint64) {
	for first := 0; first < files; {
		end := first + 1
		for end < files && end-first < packMost && by(end)%packEvery != 0 {
			end++
		}
		a, b := inverted.Mix(keepVersion, 1), inverted.Mix(keepVersion, 2)
		for i := first; i < end; i++ {
			a, b = inverted.Mix(a, sum(i)), inverted.Mix(b, sum(i))
		}
		key := hex.EncodeToString(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, a), b))
		if !p.had[key] {
			p.data = p.data[:0]
			for i := first; i < end; i++ {
				write(i)
			}
			p.store.Put("pack/"+key, p.data)
		}
		p.keys = append(p.keys, key)
		first = end
	}
}

// file adds a file: the checksum in its name, the SHA-256, the content.
func (p *packer) file(f named) {
	p.data = binary.LittleEndian.AppendUint32(p.data, f.sum)
	p.data = append(p.data, f.hash[:]...)
	p.block(f.data)
}

func (p *packer) block(data []byte) {
	p.data = binary.AppendUvarint(p.data, uint64(len(data)))
	p.data = append(p.data, data...)
}

// Load takes what Save has put into a store under the same name.
func (m *Memory) Load(store Store, name string) {
	m.speller.load(store, name)
	m.loadSpelling(store, name)
	m.outline, _ = store.Get("outline/" + name)
	list, _ := store.Get("packs/" + name)
	m.packs = map[string]bool{}
	words := map[uint64]*wordFile{} // by what they depend on
	for ; len(list) >= packKey; list = list[packKey:] {
		key := string(list[:packKey])
		if data, ok := store.Get("pack/" + key); ok && m.unpack(data, words) {
			m.packs[key] = true
		}
	}
	m.words = slices.DeleteFunc(m.words, func(w wordMemory) bool { return w.file.unlocated })
}

// unpack takes the files of a pack. The words of positions come before them.
func (m *Memory) unpack(data []byte, words map[uint64]*wordFile) bool {
	r := unpacker{data: data}
	for len(r.data) > 0 && !r.damaged {
		switch kind := r.take(1); string(kind) {
		case "w":
			text := string(r.block())
			n, sum := int(r.number()), r.fixed(8)
			f := r.file()
			if !r.damaged {
				words[sum] = &wordFile{words: n, named: f, unlocated: true}
				m.words = append(m.words, wordMemory{text: text, file: words[sum], sum: sum})
			}
		case "p":
			of := make([]*wordFile, min(r.number(), uint64(len(r.data))))
			for i := range of {
				of[i] = words[r.fixed(8)]
			}
			f := r.file()
			if !r.damaged && len(of) > 0 && !slices.Contains(of, nil) {
				r.damaged = !m.takePositions(positionMemory{of, f})
			}
		case "o":
			sum := r.fixed(8)
			f := r.file()
			if !r.damaged {
				m.others[sum] = f
			}
		default:
			r.damaged = true
		}
	}
	return !r.damaged
}

// takePositions gives word files their sections of a position file.
func (m *Memory) takePositions(p positionMemory) bool {
	parts, err := sections(p.file.data, len(p.of))
	if err != nil {
		return false
	}
	for i, f := range p.of {
		f.positions, f.unlocated = parts[i], false
	}
	m.positions[p.of[0]] = p
	return true
}

// An unpacker reads a pack.
type unpacker struct {
	data    []byte
	damaged bool
}

func (r *unpacker) take(n uint64) []byte {
	if n > uint64(len(r.data)) {
		r.damaged, r.data = true, nil
		return nil
	}
	part := r.data[:n:n]
	r.data = r.data[n:]
	return part
}

func (r *unpacker) number() uint64 {
	v, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.damaged, r.data = true, nil
		return 0
	}
	r.data = r.data[n:]
	return v
}

func (r *unpacker) block() []byte { return r.take(r.number()) }

// file reads what packer.file has added.
func (r *unpacker) file() named {
	f := named{sum: uint32(r.fixed(4))}
	copy(f.hash[:], r.take(sha256.Size))
	f.data = r.block()
	return f
}

// fixed reads a number of so many bytes.
func (r *unpacker) fixed(bytes uint64) (v uint64) {
	for i, b := range r.take(bytes) {
		v |= uint64(b) << (8 * i)
	}
	return v
}
