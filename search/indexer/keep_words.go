package indexer

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"essaim/search/inverted"
	"essaim/search/shard"
)

// The cache has the words of a table, so that a new process need not merge them
// again: it patches those of a former build as the next build of the same
// process would. They are put in blocks, and not again while few of their parts
// are others: the patch grows by a part, and the blocks are megabytes.
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
// the terms are others than the analyzer gives the word; the classes.
func wordsKey(tag string) string { return "words/" + tag }

func wordsBlockKey(tag string, block int) string { return fmt.Sprintf("words/%s/%d", tag, block) }

const (
	// wordsBlock is the number of words of a block.
	wordsBlock = 16 << 10
	// wordsRoom is how many words may come without moving all others to new memory.
	wordsRoom = 256
	// wordsParts is the number of parts gone and come from which on words are put
	// again. It is below patchParts.
	wordsParts = 4
)

// A partKey is a part as the cache knows it.
type partKey struct {
	chunk string
	base  int
}

func partKeys(list []chunk) []partKey {
	keys := make([]partKey, len(list))
	for i := range list {
		keys[i] = partKey{list[i].key, list[i].base}
	}
	return keys
}

// differing counts the parts that one list has and the other has not.
func differing(a, b []partKey) int {
	in := make(map[partKey]bool, len(a))
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

// tableOf returns the words of the chunks.
func (b *Builder) tableOf(k *kept, tag string, list []chunk, files []*inverted.Kept, in *opened) *table {
	parts := partsOf(list, files)
	base := ""
	if k.table == nil {
		former := k.recalled()
		k.recalled = nil
		if k.table = former.of(b, list, files); k.table != nil {
			k.noted, base = former.parts, former.table.base
		}
	}
	if k.table == nil {
		k.table = newTable(parts)
	} else {
		k.table = k.table.with(parts, in)
	}
	k.table.base, k.table.noted = base, base
	if now := partKeys(list); b.keeps && (k.noted == nil || differing(k.noted, now) >= wordsParts) {
		k.table.noted = b.noteTable(k.table, tag, now)
		k.noted = now
	}
	return k.table
}

// noteTable puts the words of a table, and returns what names them.
func (b *Builder) noteTable(t *table, tag string, parts []partKey) string {
	seed := newSum()
	for _, p := range parts {
		seed.text(p.chunk)
		seed.number(p.base)
	}
	stamp := seed.key()
	head := binary.AppendUvarint(stamp[:], uint64(len(parts)))
	for _, p := range parts {
		key, err := hex.DecodeString(p.chunk)
		if err != nil {
			return ""
		}
		head = append(head, key...)
		head = binary.AppendUvarint(head, uint64(p.base))
	}
	text := func(to []byte, s string) []byte { return append(binary.AppendUvarint(to, uint64(len(s))), s...) }
	head = binary.AppendUvarint(head, uint64(len(t.terms.texts)))
	for _, term := range t.terms.texts {
		head = binary.AppendUvarint(text(head, term), uint64(t.inside[term]))
	}
	blocks := (len(t.words) + wordsBlock - 1) / wordsBlock
	head = binary.AppendUvarint(head, uint64(blocks))
	var data []byte
	for i := range blocks {
		words := t.words[i*wordsBlock : min((i+1)*wordsBlock, len(t.words))]
		head = binary.AppendUvarint(head, uint64(len(words)))
		data = append(data[:0], stamp[:]...)
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
		b.cache.Put(wordsBlockKey(tag, i), data)
	}
	b.cache.Put(wordsKey(tag), head)
	return hex.EncodeToString(stamp[:])
}

// recalledWords are the words of a former build. The zero recalledWords are none.
type recalledWords struct {
	parts []partKey
	table *table
}

// recallWords begins to read the words that the cache has, and returns what waits
// for them.
func (b *Builder) recallWords(tag string) func() recalledWords {
	var words recalledWords
	var reading sync.WaitGroup
	reading.Go(func() {
		if parts, t, ok := b.readWords(tag); ok {
			words = recalledWords{parts, t}
		}
	})
	return func() recalledWords {
		reading.Wait()
		return words
	}
}

// readWords reads the words that the cache has, without their parts. It is not ok
// when they are not all there.
func (b *Builder) readWords(tag string) ([]partKey, *table, bool) {
	head, ok := b.cache.Get(wordsKey(tag))
	if !ok || len(head) < inverted.KeySize {
		return nil, nil, false
	}
	r := reader{data: head[inverted.KeySize:]}
	parts := make([]partKey, 0, r.count())
	for range cap(parts) {
		key := hex.EncodeToString(r.take(inverted.KeySize))
		parts = append(parts, partKey{key, r.number()})
	}
	t := &table{forms: map[string][]string{}, inside: map[string]int{}, base: hex.EncodeToString(head[:inverted.KeySize])}
	texts := string(r.data) // in one piece: the terms are most of it
	count := r.count()
	t.terms = newTerms(count)
	for range count {
		n := r.count()
		at := len(texts) - len(r.data)
		r.take(n)
		if r.damaged {
			return nil, nil, false
		}
		term := texts[at : at+n]
		if n := r.number(); n > 0 {
			t.inside[term] = n
		}
		t.terms.number(term)
	}
	if len(t.terms.texts) != count { // one stood twice
		return nil, nil, false
	}
	firsts := []int{0}
	for range r.count() {
		n := r.number()
		if n > wordsBlock {
			return nil, nil, false
		}
		firsts = append(firsts, firsts[len(firsts)-1]+n)
	}
	if r.damaged || len(r.data) > 0 {
		return nil, nil, false
	}
	blocks := len(firsts) - 1
	t.words = make([]shard.Word, firsts[blocks], firsts[blocks]+wordsRoom)
	forms := make([]map[string][]string, blocks)
	var next atomic.Int64
	var failed atomic.Bool
	var workers sync.WaitGroup
	for range min(blocks, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			var buffer []byte
			for i := int(next.Add(1)) - 1; i < blocks && !failed.Load(); i = int(next.Add(1)) - 1 {
				data, ok := b.getIn(&buffer, wordsBlockKey(tag, i))
				if !ok || len(data) < inverted.KeySize || string(data[:inverted.KeySize]) != string(head[:inverted.KeySize]) {
					failed.Store(true)
				} else if forms[i], ok = t.readBlock(t.words[firsts[i]:firsts[i+1]], data[inverted.KeySize:]); !ok {
					failed.Store(true)
				}
			}
		})
	}
	workers.Wait()
	for _, some := range forms {
		for word, terms := range some {
			t.forms[word] = terms
		}
	}
	return parts, t, !failed.Load()
}

// readBlock reads the words of a block, and returns the terms of those that have
// others than the analyzer gives them.
func (t *table) readBlock(words []shard.Word, data []byte) (forms map[string][]string, ok bool) {
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

// of returns the table with its parts: of the chunks that are still there, and
// of those that the cache has. Without one of them there is none.
func (w recalledWords) of(b *Builder, list []chunk, files []*inverted.Kept) *table {
	if w.table == nil {
		return nil
	}
	now := make(map[string]*inverted.Kept, len(list))
	for i := range list {
		now[list[i].key] = files[i]
	}
	missing := 0
	for _, p := range w.parts {
		f := now[p.chunk]
		if f == nil {
			if missing++; missing > patchParts {
				return nil
			}
			if f = b.recall(p.chunk, nil); f == nil {
				return nil
			}
		}
		w.table.parts = append(w.table.parts, part{f, p.base})
	}
	return w.table
}

// A reader reads what noteTable has put.
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
