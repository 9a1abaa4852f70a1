package shard

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// This file reads a whole set back. The program never does: it answers queries from
// the Bleve index, and what a browser needs of the files is read by client/files.ts.
// Tests of this package, of search and of search/indexer do, to hold what is written
// to what the index says; they are why this is no test file.

// Contents is a whole set, read back.
type Contents struct {
	Root *Root
	// Shards are the word files in the order of the root, with the positions of
	// their postings.
	Shards []*WordShard
	// Cards are those of all documents, by number.
	Cards  []Card
	Facets []Facet
	// Spelling and Reversed are the words of the spelling files, by file; those
	// of Reversed are written backwards.
	Spelling, Reversed [][]Spelling
}

// A WordShard is a word file, read.
type WordShard struct {
	Words []ReadWord
	// Elsewhere are, by class, the members that stand in other shards.
	Elsewhere [][]string
	// Completions are the most frequent words with a prefix, for the prefixes
	// whose words go on in the next shard.
	Completions map[string][]string
	// Marks say which classes belong to members of synonym groups.
	Marks []Mark
}

// A ReadWord is a word of a shard, with its classes by their number in the shard.
type ReadWord struct {
	Text string
	// Compound: some word is this one and another, written together.
	Compound bool
	Classes  []int
	Postings []Posting
	// Lengths are the quantised lengths of the texts, by posting, if the root
	// does not hold them.
	Lengths []int
}

// Read reads the files that Build returned; their order does not matter. The
// error names the file that is missing or damaged.
func Read(files []File) (*Contents, error) {
	r := &reader{files: map[string][]byte{}}
	for _, f := range files {
		r.files[f.Name] = f.Data
		if strings.HasPrefix(f.Name, "r-") {
			var err error
			if r.Root, err = readRoot(f.Data); err != nil {
				return nil, fmt.Errorf("%s: %w", f.Name, err)
			}
		}
	}
	if r.Root == nil {
		return nil, fmt.Errorf("no root: %w", errDamaged)
	}
	for _, step := range []func() error{r.words, r.positions, r.cards, r.facets, r.spellings} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return &r.Contents, nil
}

type reader struct {
	Contents
	files map[string][]byte
}

// file reads one file and compares its checksum.
func (r *reader) file(kind string, sum uint32, read func(data []byte) error) error {
	name := Name(kind, sum)
	data, ok := r.files[name]
	if !ok {
		return fmt.Errorf("%s is missing", name)
	}
	err := errDamaged
	if Sum(data) == sum {
		err = read(data)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// readRoot reads a root.
func readRoot(data []byte) (*Root, error) {
	if len(data) < 4 || string(data[:3]) != magic || data[3] != Version {
		return nil, errDamaged
	}
	c := newDecoder(data[4:])
	r := &Root{}
	r.code(c)
	if c.over() || r.CardsEach < 1 || r.PositionsEach < 1 || len(r.Words) == 0 || len(r.Fields) == 0 {
		return nil, errDamaged
	}
	return r, nil
}

func (r *reader) words() error {
	for _, e := range r.Root.Words {
		err := r.file("w", e.Sum, func(data []byte) error {
			s, err := readWords(data, r.Root)
			r.Shards = append(r.Shards, s)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readWords reads a word shard. Damage gives wrong words or an error, never a
// crash: whoever reads compares the checksum first.
func readWords(data []byte, r *Root) (*WordShard, error) {
	c := newDecoder(data)
	m := newWordModels(r.Documents, len(r.Fields), r.Lengths == nil)
	s := &WordShard{Completions: map[string][]string{}}
	classes := 0
	for c.bit(&m.more, 0) == 1 {
		w := ReadWord{Text: m.text.code(c, "")}
		w.Compound = c.bit(&m.compound, 0) == 1
		for range min(m.classes.code(c, 0), 1<<16) {
			at := m.back.code(c, 0)
			if at == 0 {
				w.Classes = append(w.Classes, classes)
				classes++
			} else if at > classes {
				return nil, errDamaged
			} else {
				w.Classes = append(w.Classes, classes-at)
			}
			if c.over() {
				return nil, errDamaged
			}
		}
		n := m.df.code(c, 0)
		if n > r.Documents {
			return nil, errDamaged
		}
		gaps, last := m.gapsFor(n), -1
		for range n {
			p := Posting{}
			length := m.posting(c, gaps, last, 0, Everywhere(n, r.Documents), &p)
			if last = p.Document; last >= r.Documents || c.over() {
				return nil, errDamaged
			}
			w.Postings = append(w.Postings, p)
			if m.inline {
				w.Lengths = append(w.Lengths, length)
			}
		}
		s.Words = append(s.Words, w)
		if c.over() {
			return nil, errDamaged
		}
	}
	t := m.elsewhere
	for range classes {
		if c.over() {
			return nil, errDamaged
		}
		s.Elsewhere = append(s.Elsewhere, t.list(c, &m.some, nil))
	}
	for _, p := range t.list(c, &m.count, nil) {
		if c.over() {
			return nil, errDamaged
		}
		s.Completions[p] = t.list(c, &m.count, nil)
	}
	for range m.count.code(c, 0) {
		if c.over() {
			return nil, errDamaged
		}
		var k Mark
		k.code(c, m)
		s.Marks = append(s.Marks, k)
	}
	if c.over() {
		return nil, errDamaged
	}
	return s, nil
}

func (r *reader) positions() error {
	groups := slices.Collect(slices.Chunk(r.Shards, r.Root.PositionsEach))
	for g, sum := range r.Root.Positions {
		err := r.file("p", sum, func(data []byte) error {
			if g >= len(groups) {
				return errDamaged
			}
			parts, err := sections(data, len(groups[g]))
			if err != nil {
				return err
			}
			for i, s := range groups[g] {
				positions, err := readPositions(parts[i], s)
				if err != nil {
					return err
				}
				for w, list := range positions {
					for p := range list {
						s.Words[w].Postings[p].Positions = list[p]
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readPositions returns the positions of the words of a shard by word and posting.
func readPositions(data []byte, s *WordShard) ([][][]int, error) {
	c, m := newDecoder(data), &positionModels{unlearned, unlearned}
	var all [][][]int
	for _, w := range s.Words {
		var list [][]int
		for _, p := range w.Postings {
			list = append(list, m.code(c, p.Freq, nil, []int{}))
			if c.over() {
				return nil, errDamaged
			}
		}
		all = append(all, list)
	}
	return all, nil
}

func (r *reader) cards() error {
	for _, sum := range r.Root.Cards {
		err := r.file("c", sum, func(data []byte) error {
			cards, err := readCards(data, r.Root.Types)
			r.Cards = append(r.Cards, cards...)
			return err
		})
		if err != nil {
			return err
		}
	}
	if len(r.Cards) != r.Root.Documents {
		return fmt.Errorf("%d cards for %d documents: %w", len(r.Cards), r.Root.Documents, errDamaged)
	}
	return nil
}

// readCards reads a file of cards.
func readCards(data []byte, types []Type) ([]Card, error) {
	var rows [][]json.RawMessage
	if err := json.Unmarshal(data, &rows); err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	var cards []Card
	for _, row := range rows {
		var c Card
		var kind int
		to := []any{&c.URL, &c.Title, &c.Summary, &c.Date, &kind, &c.ID}
		if len(row) < len(to)-1 || len(row) > len(to) {
			return nil, errDamaged
		}
		for i, value := range row {
			if err := json.Unmarshal(value, to[i]); err != nil {
				return nil, fmt.Errorf("%w: %w", errDamaged, err)
			}
		}
		if kind < 0 || kind >= len(types) {
			return nil, errDamaged
		}
		c.Type = types[kind].Key
		if len(row) < len(to) {
			c.ID = told(c.URL)
		}
		cards = append(cards, c)
	}
	return cards, nil
}

// told returns the ID that a URL tells: its last two segments, if it ends with a
// slash, or else the whole.
func told(url string) string {
	parts := strings.Split(url, "/")
	n := len(parts)
	if n < 3 || parts[n-1] != "" || parts[n-2] == "" || parts[n-3] == "" {
		return url
	}
	return parts[n-3] + "/" + parts[n-2]
}

func (r *reader) facets() error {
	return r.file("f", r.Root.Facets, func(data []byte) (err error) {
		r.Facets, err = readFacets(data, r.Root.Documents)
		return err
	})
}

func readFacets(data []byte, documents int) ([]Facet, error) {
	c := newDecoder(data)
	facets := codeFacets(c, nil, documents)
	if c.over() {
		return nil, errDamaged
	}
	return facets, nil
}

func (r *reader) spellings() error {
	for _, of := range []struct {
		entries []Entry
		to      *[][]Spelling
	}{{r.Root.Spelling, &r.Spelling}, {r.Root.Reversed, &r.Reversed}} {
		for _, e := range of.entries {
			err := r.file("s", e.Sum, func(data []byte) error {
				list, err := readSpellings(data)
				*of.to = append(*of.to, list)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func readSpellings(data []byte) ([]Spelling, error) {
	c := newDecoder(data)
	list := codeSpellings(c, nil)
	if c.over() {
		return nil, errDamaged
	}
	return list, nil
}
