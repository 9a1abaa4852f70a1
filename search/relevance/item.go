package relevance

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"path"
	"strings"

	"essaim/search/indexer"
)

// An Item is a document that is searched for. All texts are plain text.
type Item struct {
	ID, Title, Summary, Body string
	Headings                 []string
}

// A Query is one way to ask for an item.
type Query struct {
	Source  Source
	Variant Variant
	Text    string
	// Want is the ID of the item that must be found.
	Want string
}

// A Source is what somebody remembers of a document.
type Source string

// The sources. Title gives three to five words of the title, or of the title
// and the summary when the title is short. Gist gives three to five words of
// title and summary, whichever they are: harder, for the title may have no part
// in it.
const (
	Title Source = "title"
	Gist  Source = "gist"
)

// Sources returns every source in the order of the tables.
func Sources() []Source { return []Source{Title, Gist} }

// A Variant is a manner of spelling a query.
type Variant string

// The variants, in the order of the tables.
const (
	Exact     Variant = "exact"      // words as the document has them
	Accents   Variant = "accents"    // accents and cedillas left out
	Capitals  Variant = "capitals"   // all capitals, every other one without accents
	Inflected Variant = "inflected"  // one or two words in another number or gender
	Elided    Variant = "elision"    // a word with an article and an apostrophe
	Order     Variant = "order"      // words in another order
	StopWords Variant = "stop words" // small words added
	Truncated Variant = "truncated"  // the last word still being typed
	Typo      Variant = "typo"       // one slip in a word of five letters or more
	TwoTypos  Variant = "two typos"  // two slips in a word of nine letters or more
)

// Variants returns every variant in the order of the tables.
func Variants() []Variant {
	return []Variant{Exact, Accents, Capitals, Inflected, Elided, Order, StopWords, Truncated, Typo, TwoTypos}
}

// A Half is one of the two parts that documents are split into.
type Half string

// Development is the half whose queries may be looked at while the ranking is
// worked on; Test is the half that only judges it.
const (
	Development Half = "development"
	Test        Half = "test"
)

// HalfOf returns the half that the queries for an item belong to.
func HalfOf(id string) Half {
	if hashOf(id)%2 == 0 {
		return Development
	}
	return Test
}

// hashOf returns a number that is the same for the same texts everywhere.
func hashOf(texts ...string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(strings.Join(texts, "\x00")))
	// FNV changes its low bits little between short texts: mix them.
	sum := h.Sum64()
	sum ^= sum >> 33
	sum *= 0xff51afd7ed558ccd
	return sum ^ sum>>33
}

// ReadFolder reads the files *.txt of a folder as items, in the order of their
// names: the first line is the title, the second the summary, the rest the
// body. The name without its ending is the ID.
func ReadFolder(folder fs.FS) ([]Item, error) {
	names, err := fs.Glob(folder, "*.txt")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("the folder has no file *.txt")
	}
	var items []Item
	for _, name := range names {
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		lines := strings.SplitN(string(data), "\n", 3)
		if len(lines) < 3 || strings.TrimSpace(lines[0]) == "" {
			return nil, fmt.Errorf("%s: wants a line with the title, one with the summary, and a body", name)
		}
		items = append(items, Item{
			ID:      strings.TrimSuffix(name, path.Ext(name)),
			Title:   strings.TrimSpace(lines[0]),
			Summary: strings.TrimSpace(lines[1]),
			Body:    strings.TrimSpace(lines[2]),
		})
	}
	return items, nil
}

// document returns the item as the search wants it.
func (it Item) document() indexer.Document {
	return indexer.Document{
		ID: it.ID, URL: "/" + it.ID + "/",
		Title: it.Title, Summary: it.Summary, Body: it.Body, Headings: it.Headings,
	}
}
