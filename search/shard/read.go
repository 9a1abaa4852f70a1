package shard

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Contents is a whole set, read back. It is for tests and for looking into the
// files of a site; a search reads only the files that it needs.
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

// Read reads the files that Build returned; their order does not matter. The
// error names the file that is missing or damaged.
func Read(files []File) (*Contents, error) {
	r := &reader{files: map[string][]byte{}}
	for _, f := range files {
		r.files[f.Name] = f.Data
		if strings.HasPrefix(f.Name, "r-") {
			var err error
			if r.Root, err = ReadRoot(f.Data); err != nil {
				return nil, fmt.Errorf("%s: %w", f.Name, err)
			}
		}
	}
	if r.Root == nil {
		return nil, fmt.Errorf("no root: %w", errDamaged)
	}
	for _, step := range []func() error{r.words, r.places, r.cards, r.facets, r.spellings} {
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

func (r *reader) places() error {
	groups := slices.Collect(slices.Chunk(r.Shards, r.Root.PlacesEach))
	for g, sum := range r.Root.Places {
		err := r.file("p", sum, func(data []byte) error {
			if g >= len(groups) {
				return errDamaged
			}
			parts, err := sections(data, len(groups[g]))
			if err != nil {
				return err
			}
			for i, s := range groups[g] {
				positions, err := readPlaces(parts[i], s)
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

func (r *reader) facets() error {
	return r.file("f", r.Root.Facets, func(data []byte) (err error) {
		r.Facets, err = readFacets(data, r.Root.Documents)
		return err
	})
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
