package shard

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"essaim/search/inverted"
)

// Sizes say how the files of a set are cut. Two builds are equal only if these
// are.
type Sizes struct {
	// Words is the size in bytes from which on a word file ends, and Spelling
	// the number of words from which on a spelling file does.
	Words, Spelling int
	// Positions is the number of word files whose positions share a file, and Cards
	// the number of documents whose cards do.
	Positions, Cards int
	// Inline is the number of documents from which on the lengths of texts stand
	// in the postings, because the root would grow with them.
	Inline int
}

// Default returns the sizes for a number of documents: small files, so that a
// query fetches little beside what it needs, until so many would have to be
// listed in the root that the root weighs more.
func Default(documents int) Sizes {
	s := Sizes{Words: 3_500, Spelling: 3_000, Positions: 8, Cards: 10, Inline: 20_000}
	if documents >= s.Inline {
		s.Words, s.Positions, s.Cards = documents/5, 2, 24
	}
	return s
}

// Build returns the files of a set, the root first, the others sorted by name.
// A memory, unless it is nil, spares it what has not changed since the build
// before; the files are the same as without. The error is about a text that is
// no UTF-8.
func Build(s *Set, sizes Sizes, memory *Memory) ([]File, error) {
	if memory == nil {
		memory = NewMemory()
	}
	b, err := begin(s, sizes, memory, false)
	if err != nil {
		return nil, err
	}
	return b.whole(context.Background()), nil
}

// IsLate reports whether First may leave the file of a name to rest while the root
// names it.
func IsLate(name string) bool { return strings.HasPrefix(name, "p-") }

// First is like Build, but what takes long and few queries need is left to rest.
// The position files that have changed are for phrases: until then the root names
// files that are not there in their stead, so that a reader who needs one asks for
// the newest root (FORMAT.md, 11). The spelling files are for words that are not
// known: until then they are those of the build before, if there was one. rest
// returns nil when its context is done, and can be called again; not any more when
// the memory has been used again.
func First(s *Set, sizes Sizes, memory *Memory) (files []File, rest func(context.Context) []File, err error) {
	b, err := begin(s, sizes, memory, true)
	if err != nil {
		return nil, nil, err
	}
	return b.list(), b.whole, nil
}

// A building is a set of which all is made but, perhaps, positions.
type building struct {
	*prepared
	sizes             Sizes
	memory            *Memory
	root              *Root
	words             []*wordFile
	cards             []named
	forward, backward []spellingFile
	facets            named
	unspelled         bool // the spelling files are those of the build before
}

func begin(s *Set, sizes Sizes, memory *Memory, soon bool) (*building, error) {
	root := &Root{
		Tag: s.Tag, Documents: len(s.Documents), Fields: s.Fields, Types: s.Types, Reading: s.Reading,
		Synonyms: s.Synonyms, Boosts: s.Boosts, PositionsEach: sizes.Positions, CardsEach: sizes.Cards,
	}
	if len(s.Documents) < sizes.Inline {
		root.Lengths = slices.Clone(s.Lengths)
		if root.Lengths == nil {
			root.Lengths = []int{}
		}
	}
	b := &building{sizes: sizes, memory: memory, root: root}
	var err error
	var others sync.WaitGroup
	others.Go(func() {
		if memory.outside.of(s) {
			b.cards, b.facets = memory.outside.cards, memory.outside.file
			memory.use(memory.outside.used)
		} else if b.cards, err = s.cards(sizes.Cards, memory); err == nil {
			b.facets = memory.facets(s.Facets, len(s.Documents))
			memory.outside = outside{s.Documents, s.Facets, b.cards, b.facets, maps.Clone(memory.used)}
		}
		if soon && len(memory.forward) > 0 {
			b.forward, b.backward = memory.forward, memory.backward
			b.unspelled = true
		} else {
			b.spell(s)
		}
	})
	b.prepared = s.prepare(root.Lengths == nil, sizes.Words, memory)
	b.soon = soon
	b.words = b.files(memory)
	others.Wait()
	if !b.unspelled {
		memory.forget()
	}
	return b, err
}

// spell makes the spelling files.
func (b *building) spell(s *Set) {
	m := b.memory
	var ok bool
	if b.forward, b.backward, ok = m.respell(s, b.sizes.Spelling); !ok {
		m.speller.update(s)
		b.forward = spellingFiles(m.speller.words, asItIs, b.sizes.Spelling, m)
		b.backward = spellingFiles(m.speller.reversed, turnedBack, b.sizes.Spelling, m)
	}
	m.forward, m.backward, m.spelled, m.spellingTarget, b.unspelled = b.forward, b.backward, s, b.sizes.Spelling, false
}

// whole returns the files, positions included, or nil when ctx is done before.
func (b *building) whole(ctx context.Context) []File {
	if b.unspelled && ctx.Err() == nil {
		b.spell(b.Set)
		b.memory.forget()
	}
	b.locate(ctx, b.words)
	if ctx.Err() != nil {
		return nil
	}
	return b.list()
}

// list returns the files that there are.
func (b *building) list() []File {
	list := &builder{files: make(map[fileID]named, len(b.words)+len(b.cards)+len(b.forward)+len(b.backward)), free: map[fileID]bool{}}
	root := *b.root
	first := 0
	for _, f := range b.words {
		root.Words = append(root.Words, Entry{b.boundary(first), list.add("w", f.named)})
		first += f.words
	}
	var missing []int
	for _, f := range b.memory.joined(b.words, b.sizes.Positions) {
		if f.data == nil {
			missing = append(missing, len(root.Positions))
			root.Positions = append(root.Positions, 0)
			continue
		}
		root.Positions = append(root.Positions, list.add("p", f))
	}
	for _, i := range missing {
		root.Positions[i] = list.leaveFree("p")
	}
	for _, f := range b.cards {
		root.Cards = append(root.Cards, list.add("c", f))
	}
	root.Facets = list.add("f", b.facets)
	for _, f := range b.forward {
		root.Spelling = append(root.Spelling, Entry{f.key, list.add("s", f.named)})
	}
	for _, f := range b.backward {
		root.Reversed = append(root.Reversed, Entry{f.key, list.add("s", f.named)})
	}
	b.memory.root = &root
	var data []byte
	var encoding sync.WaitGroup
	encoding.Go(func() { data = root.encode() })
	files := list.sorted()
	encoding.Wait()
	return append([]File{{Name("r", Sum(data)), data, sha256.Sum256(data)}}, files...)
}

// A named is the content of a file with its checksum and, if it is looked up by
// one, its first key.
type named struct {
	key  string
	data []byte
	sum  uint32
	hash [sha256.Size]byte // File.Hash
}

func newNamed(data []byte) named { return named{data: data, sum: Sum(data), hash: sha256.Sum256(data)} }

// A fileID is the kind of a file and the checksum in its name: by these, as by
// their names, files are in order.
type fileID uint64

func idOf(kind string, sum uint32) fileID { return fileID(kind[0])<<32 | fileID(sum) }

func (id fileID) name() string { return Name(string(rune(id>>32)), uint32(id)) }

// A builder gives files their names.
type builder struct {
	files map[fileID]named
	// free are names that no file gets.
	free map[fileID]bool
}

// add adds a file and returns the checksum in its name. Files of one kind with
// the same content are one file; if two contents have the same checksum, the
// second gets a byte more at its end, which readers do not look at.
func (b *builder) add(kind string, f named) uint32 {
	for {
		id := idOf(kind, f.sum)
		have, ok := b.files[id]
		if ok && string(have.data) == string(f.data) {
			return f.sum
		}
		if !ok && !b.free[id] {
			b.files[id] = f
			return f.sum
		}
		data := append(slices.Clone(f.data), map[bool]byte{true: ' ', false: 0}[kind == "c"])
		f = newNamed(data)
	}
}

// leaveFree returns a checksum that no file of a kind has, nor gets.
func (b *builder) leaveFree(kind string) uint32 {
	for sum := uint32(0); ; sum++ {
		id := idOf(kind, sum)
		if _, ok := b.files[id]; !ok && !b.free[id] {
			b.free[id] = true
			return sum
		}
	}
}

// sorted returns the files by name.
func (b *builder) sorted() []File {
	list := make([]File, 0, len(b.files))
	for _, id := range slices.Sorted(maps.Keys(b.files)) {
		f := b.files[id]
		list = append(list, File{id.name(), f.data, f.hash})
	}
	return list
}

// cards encodes the cards: a JSON array of arrays [URL, title, summary, date,
// type, ID]. The type is its number in the root; the ID is left out if it is the
// last two parts of the URL.
func (s *Set) cards(each int, memory *Memory) ([]named, error) {
	types := map[string]int{}
	for i, t := range s.Types {
		types[t.Key] = i
	}
	var files []named
	for group := range slices.Chunk(s.Documents, each) {
		f, err := memory.file(cardsSum(group, types), func() ([]byte, error) { return cardFile(group, types) })
		if err != nil {
			return nil, fmt.Errorf("cards: %w", err)
		}
		files = append(files, f)
	}
	return files, nil
}

// cardsSum is a checksum of all that a file of cards depends on.
func cardsSum(group []Card, types map[string]int) uint64 {
	sum := uint64('c')
	for i := range group {
		d := &group[i]
		for _, text := range [...]string{d.ID, d.URL, d.Title, d.Summary, d.Date} {
			sum = inverted.Sum(text, sum)
		}
		sum = inverted.Mix(sum, uint64(types[d.Type]))
	}
	return sum
}

func cardFile(group []Card, types map[string]int) ([]byte, error) {
	var list [][]any
	for _, d := range group {
		card := []any{d.URL, d.Title, d.Summary, d.Date, types[d.Type]}
		if strings.Count(d.ID, "/") != 1 || !strings.HasSuffix(d.URL, "/"+d.ID+"/") {
			card = append(card, d.ID)
		}
		list = append(list, card)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(list)
	return bytes.TrimSuffix(out.Bytes(), []byte{'\n'}), err
}

// spellingFiles cuts one side of words, sorted by their text, into files, whose
// keys say from which on each is looked at.
func spellingFiles(list []*spelled, of side, target int, memory *Memory) []spellingFile {
	var files []spellingFile
	var last *spelled
	for first := 0; first < len(list); {
		end := first + 1
		for end < len(list) && !spellingEnds(end-first, target, of, list[end]) {
			end++
		}
		files = append(files, memory.spellingFile(list[first:end], last, of))
		first, last = end, list[end-1]
	}
	return files
}

// spellingFile returns the file of some words that follow the last of another, or
// are the first.
func (m *Memory) spellingFile(words []*spelled, last *spelled, of side) spellingFile {
	f := spellingFile{first: of.turn(words[0].text), of: inverted.Mix(of.kind, uint64(len(words)))}
	for _, w := range words {
		f.of = inverted.Mix(f.of, w.sum)
	}
	f.named, _ = m.file(f.of, func() ([]byte, error) {
		spellings := make([]Spelling, len(words))
		for i, w := range words {
			spellings[i] = of.spelling(w)
		}
		e := newEncoder()
		codeSpellings(e, spellings)
		return e.finish(), nil
	})
	if last != nil {
		f.key = separator(of.turn(last.text), f.first)
	}
	return f
}

// spellingEnds reports whether a file of so many words ends before a word of a side.
func spellingEnds(words, target int, of side, next *spelled) bool {
	return words >= target*3/4 && spellingCuts(words, target, of.turn(next.text))
}

// spellingCuts reports whether a file of so many words ends before a word, which is
// asked from three quarters of the target on: where a checksum says so, which it
// does once in a quarter of the target. It is rare that a word more or less moves such a
// boundary, and the next one is then where it was.
func spellingCuts(words, target int, next string) bool {
	return Sum([]byte(next))%uint32(max(1, target/4)) == 0 || words >= 2*target
}
