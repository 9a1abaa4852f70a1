package lexicon

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"essaim/search/inverted"
	"essaim/search/shard"
	"essaim/search/spread"
)

// The cache has the words of a table, so that a new process need not merge them
// again: it patches those of a former build as the next build of the same
// process would. They are put in blocks of megabytes, and so not again while few parts
// have changed: each such part only makes the next patch larger.
//
// The value of wordsKey, with numbers as varints:
//
//	stamp    16 bytes, by which the blocks are known to belong to it
//	parts    their number, and of each the key of its chunk (16 bytes) and its base
//	terms    their number, and of each the length, the text and how many words
//	         it stands inside; a word names its classes by their places here
//	blocks   their number, and of each how many words it holds
//
// That of a block is the stamp, and of each word: the length of its text and the
// text; the same for how it is shown, nothing if as it is; documents; postings;
// Sum and LengthSum, 8 bytes each; twice the number of classes, plus one if
// the terms are not what the analyzer gives the word; the classes.
func wordsKey(tag string) string { return "words/" + tag }

func blockKey(tag string, block int) string { return fmt.Sprintf("words/%s/%d", tag, block) }

const (
	// wordsBlock is the number of words of a block.
	wordsBlock = 16 << 10
	// wordSize is about what a word of a block takes, in bytes.
	wordSize = 40
	// wordsRoom is how many words may come without moving all others to new memory.
	wordsRoom = 256
	// wordsParts is the number of parts gone and come from which on words are put
	// again. It is below patchParts.
	wordsParts = 4
)

// A Cache keeps bytes by key from one process to the next. GetIn is Get into the
// memory of buffer where that is large enough.
type Cache interface {
	Get(key string) (data []byte, ok bool)
	GetIn(buffer []byte, key string) (data []byte, ok bool)
	Put(key string, data []byte)
}

// A Memory keeps the words of a locale from one build to the next. It is for one
// build at a time.
type Memory struct {
	cache Cache
	tag   string
	table *Table
	// recalled waits for the words that the cache has and returns them, or nil. It is
	// nil without a cache, and once there has been a build.
	recalled func() *Table
	// noted are the parts of the words that the cache has; nil where it has none.
	noted []place
}

// Recall returns a memory that begins to read the words that the cache has of a
// locale. Without a cache it keeps words for this process alone.
func Recall(cache Cache, tag string) *Memory {
	m := &Memory{cache: cache, tag: tag}
	if cache == nil {
		return m
	}
	var table *Table
	var reading sync.WaitGroup
	reading.Go(func() { table = m.read() })
	m.recalled = func() *Table {
		reading.Wait()
		return table
	}
	return m
}

// Expected waits for the words that the cache has, and returns what of them
// shard.Memory.Expect wants, if there are any and no build yet.
func (m *Memory) Expected() (words []shard.Word, base string, ok bool) {
	if m.recalled == nil {
		return nil, "", false
	}
	t := m.recalled()
	if t == nil {
		return nil, "", false
	}
	return t.Words(), t.base, true
}

// Table returns the words of all parts. It asks find for the inverted files of chunks
// that are no part any more, which may return nil; in has files that are in memory.
// The table before must not be used any more.
func (m *Memory) Table(parts []Part, find func(key string) *inverted.Kept, in *Opened) *Table {
	base := ""
	if m.table == nil && m.recalled != nil {
		if t := m.recalled(); t != nil && t.complete(parts, find) {
			m.table, m.noted, base = t, placesOf(t.parts), t.base
		}
	}
	m.recalled = nil
	if m.table == nil {
		m.table = newTable(parts)
	} else {
		m.table = m.table.with(parts, in)
	}
	m.table.base, m.table.noted = base, base
	if now := placesOf(parts); m.cache != nil && (m.noted == nil || differing(m.noted, now) >= wordsParts) {
		m.table.noted, m.noted = m.put(m.table), now
	}
	return m.table
}

// A place is a part as the cache knows it.
type place struct {
	key  string
	base int
}

func placesOf(parts []Part) []place {
	places := make([]place, len(parts))
	for i := range parts {
		places[i] = place{parts[i].Key, parts[i].Base}
	}
	return places
}

// differing counts the places that one list has and the other has not.
func differing(a, b []place) int {
	in := make(map[place]bool, len(a))
	for _, p := range a {
		in[p] = true
	}
	n := len(a)
	for _, p := range b {
		if in[p] {
			n--
		} else {
			n++
		}
	}
	return n
}

// put puts the words of the table, and returns what names them.
func (m *Memory) put(t *Table) string {
	places := binary.AppendUvarint(nil, uint64(len(t.parts)))
	for _, p := range t.parts {
		key, err := hex.DecodeString(p.Key)
		if err != nil {
			return ""
		}
		places = binary.AppendUvarint(append(places, key...), uint64(p.Base))
	}
	one, two := inverted.Sums(string(places), 1, 2)
	stamp := binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, one), two)
	head := slices.Concat(stamp, places)
	text := func(to []byte, s string) []byte { return append(binary.AppendUvarint(to, uint64(len(s))), s...) }
	head = binary.AppendUvarint(head, uint64(len(t.terms.texts)))
	for _, term := range t.terms.texts {
		head = binary.AppendUvarint(text(head, term), uint64(t.inside[term]))
	}
	blocks := slices.Collect(slices.Chunk(t.words, wordsBlock))
	head = binary.AppendUvarint(head, uint64(len(blocks)))
	for _, words := range blocks {
		head = binary.AppendUvarint(head, uint64(len(words)))
	}
	spread.Each(len(blocks), func(i int) {
		words := blocks[i]
		data := append(make([]byte, 0, wordsBlock*wordSize), stamp...)
		for w := range words {
			w := &words[w]
			data = text(text(data, w.Text), w.Shown)
			data = binary.AppendUvarint(data, uint64(w.Documents))
			data = binary.AppendUvarint(data, uint64(w.Postings))
			data = binary.LittleEndian.AppendUint64(data, w.Sum)
			data = binary.LittleEndian.AppendUint64(data, w.LengthSum)
			n := uint64(2 * len(w.Classes))
			if t.forms[w.Text] != nil {
				n++
			}
			data = binary.AppendUvarint(data, n)
			for _, class := range w.Classes {
				data = binary.AppendUvarint(data, uint64(class))
			}
		}
		m.cache.Put(blockKey(m.tag, i), data)
	})
	m.cache.Put(wordsKey(m.tag), head)
	return hex.EncodeToString(stamp)
}

// read reads the words that the cache has; the parts are without their files. It
// returns nil when they are not all there.
func (m *Memory) read() *Table {
	head, ok := m.cache.Get(wordsKey(m.tag))
	if !ok || len(head) < inverted.KeySize {
		return nil
	}
	stamp := string(head[:inverted.KeySize])
	r := reader{data: head[inverted.KeySize:]}
	t := &Table{forms: map[string][]string{}, inside: map[string]int{}, base: hex.EncodeToString([]byte(stamp))}
	for range r.count() {
		key := hex.EncodeToString(r.take(inverted.KeySize))
		t.parts = append(t.parts, Part{Key: key, Base: r.number()})
	}
	texts := string(r.data) // in one piece: the terms are most of it
	count := r.count()
	t.terms = newTerms(count)
	for range count {
		n := r.count()
		at := len(texts) - len(r.data)
		r.take(n)
		if r.damaged {
			return nil
		}
		term := texts[at : at+n]
		if n := r.number(); n > 0 {
			t.inside[term] = n
		}
		t.terms.number(term)
	}
	if len(t.terms.texts) != count { // one stood twice
		return nil
	}
	firsts := []int{0}
	for range r.count() {
		n := r.number()
		if n > wordsBlock {
			return nil
		}
		firsts = append(firsts, firsts[len(firsts)-1]+n)
	}
	if r.damaged || len(r.data) > 0 {
		return nil
	}
	t.words = make([]shard.Word, firsts[len(firsts)-1], firsts[len(firsts)-1]+wordsRoom)
	if !m.readBlocks(t, stamp, firsts) {
		return nil
	}
	return t
}

// readBlocks reads the words of blocks, each of which has those of the table from one
// of firsts to the next. It reports whether all are there.
func (m *Memory) readBlocks(t *Table, stamp string, firsts []int) bool {
	blocks := len(firsts) - 1
	forms := make([]map[string][]string, blocks)
	var missing atomic.Bool
	spread.Over(blocks, func(share iter.Seq[int]) {
		var buffer []byte
		for i := range share {
			if missing.Load() {
				return
			}
			data, ok := m.cache.GetIn(buffer, blockKey(m.tag, i))
			if ok {
				buffer = data
				data, ok = bytes.CutPrefix(data, []byte(stamp))
			}
			if ok {
				forms[i], ok = t.readBlock(t.words[firsts[i]:firsts[i+1]], data)
			}
			if !ok {
				missing.Store(true)
			}
		}
	})
	for _, some := range forms {
		maps.Copy(t.forms, some)
	}
	return !missing.Load()
}

// readBlock reads the words of a block, and returns the terms of those that have
// others than the analyzer gives them.
func (t *Table) readBlock(words []shard.Word, data []byte) (forms map[string][]string, ok bool) {
	r := reader{data: data}
	texts := string(data) // in one piece: what is not text is little
	text := func() string {
		n := r.count()
		at := len(texts) - len(r.data)
		r.take(n)
		return texts[at : at+n]
	}
	classes := make([]int32, 0, len(words)*3/2)
	for i := range words {
		w := &words[i]
		w.Text, w.Shown = text(), text()
		w.Hash = inverted.Sum(w.Text, 0)
		w.Documents, w.Postings = r.number(), r.number()
		w.Sum, w.LengthSum = r.fixed(), r.fixed()
		n := r.number()
		first := len(classes)
		for range min(n/2, len(r.data)) {
			class := r.number()
			if class >= len(t.terms.texts) {
				return nil, false
			}
			classes = append(classes, int32(class))
		}
		w.Classes = classes[first:len(classes):len(classes)]
		if n%2 == 1 {
			if forms == nil {
				forms = map[string][]string{}
			}
			terms := make([]string, len(w.Classes))
			for k, class := range w.Classes {
				terms[k] = t.terms.texts[class]
			}
			forms[w.Text] = terms
		}
	}
	return forms, !r.damaged && len(r.data) == 0
}

// complete gives the parts of a table that has been read their files: those of the
// parts that are still there, and those that find returns. Without one of them the
// table is none.
func (t *Table) complete(now []Part, find func(key string) *inverted.Kept) bool {
	files := make(map[string]*inverted.Kept, len(now))
	for _, p := range now {
		files[p.Key] = p.File
	}
	missing := 0
	for i := range t.parts {
		p := &t.parts[i]
		if p.File = files[p.Key]; p.File != nil {
			continue
		}
		if missing++; missing > patchParts {
			return false
		}
		if p.File = find(p.Key); p.File == nil {
			return false
		}
	}
	return true
}

// A reader reads what put has put.
type reader struct {
	data    []byte
	damaged bool
}

// number reads a number that fits an int.
func (r *reader) number() int {
	n, size := binary.Uvarint(r.data)
	if size <= 0 || n > 1<<40 {
		r.damaged, r.data = true, nil
		return 0
	}
	r.data = r.data[size:]
	return int(n)
}

// count reads how many things of at least a byte follow.
func (r *reader) count() int {
	n := r.number()
	if n > len(r.data) {
		r.damaged, r.data = true, nil
		return 0
	}
	return n
}

// take returns the next bytes, or as many zeros when they are not there.
func (r *reader) take(n int) []byte {
	if n > len(r.data) {
		r.damaged, r.data = true, nil
		return make([]byte, n)
	}
	part := r.data[:n]
	r.data = r.data[n:]
	return part
}

func (r *reader) fixed() uint64 { return binary.LittleEndian.Uint64(r.take(8)) }
