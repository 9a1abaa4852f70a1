package search

import (
	"slices"

	index "github.com/blevesearch/bleve_index_api"

	"essaim/search/analysis"
)

// A counter counts the words of one text. Its memory is used again for the next.
type counter struct {
	// at maps Word.ID to the index in words, plus one, while one text is counted.
	at    []int32
	words []counted
	// positions of all words, one after the other in the order of words.
	positions []int32
	places    []int32 // by token, the index in words or -1
	// length is the number of words with a term, without extra tokens.
	length int
	// accented are the numbers of accented spellings, without repeats.
	accented []int32
}

// A counted is a word of one text.
type counted struct {
	id    int32
	count int32 // tokens with a term, or all if stop words count
	first int32 // index of its first position
}

// count counts the tokens of a text. Stop words are left out unless stops.
func (c *counter) count(tokens []analysis.Token, a *analysis.Analyzer, stops bool) {
	if n := len(a.Texts()); len(c.at) < n {
		c.at = append(c.at, make([]int32, n-len(c.at)+n/4)...)
	}
	c.words, c.positions, c.places, c.accented, c.length = c.words[:0], c.positions[:0], c.places[:0], c.accented[:0], 0
	for _, t := range tokens {
		if t.Term == "" && !stops {
			c.places = append(c.places, -1)
			continue
		}
		at := c.at[t.ID]
		if at == 0 {
			c.words = append(c.words, counted{id: t.ID})
			at = int32(len(c.words))
			c.at[t.ID] = at
		}
		c.words[at-1].count++
		c.places = append(c.places, at-1)
		if t.Term != "" && !t.Extra {
			c.length++
		}
		if t.Accented != "" && c.at[t.AccentedID] == 0 {
			c.at[t.AccentedID] = -1
			c.accented = append(c.accented, t.AccentedID)
		}
	}
	first := int32(0)
	for i := range c.words {
		w := &c.words[i]
		w.first, first = first, first+w.count
		c.at[w.id] = 0
		w.count = 0
	}
	for _, id := range c.accented {
		c.at[id] = 0
	}
	c.positions = slices.Grow(c.positions, int(first))[:first]
	for i, place := range c.places {
		if place >= 0 {
			w := &c.words[place]
			c.positions[w.first+w.count] = int32(tokens[i].Position)
			w.count++
		}
	}
}

// of returns the positions of a word, ascending.
func (c *counter) of(w counted) []int32 { return c.positions[w.first : w.first+w.count] }

// field returns the Bleve field of the text that was counted: each word in the
// form that ranks, with its positions if the options ask for them, and its
// accented spellings, by which other programs may ask for it.
func (c *counter) field(name, value string, options index.FieldIndexingOptions, texts []string) *field {
	f := &field{name: name, value: []byte(value), options: options, length: c.length}
	f.frequencies = make(index.TokenFrequencies, len(c.words)+len(c.accented))
	counts := make([]index.TokenFreq, len(c.words)+len(c.accented))
	var locations []index.TokenLocation
	var pointers []*index.TokenLocation
	if options.IncludeTermVectors() {
		locations = make([]index.TokenLocation, len(c.positions))
		pointers = make([]*index.TokenLocation, len(c.positions))
		for i, p := range c.positions {
			// Bleve counts positions from 1. Offsets are left out: the text of
			// the whole page is not stored, so that they would point nowhere.
			locations[i].Position = int(p) + 1
			pointers[i] = &locations[i]
		}
	}
	for i, w := range c.words {
		tf := &counts[i]
		tf.Term = []byte(texts[w.id])
		tf.SetFrequency(int(w.count))
		if pointers != nil {
			tf.Locations = pointers[w.first : w.first+w.count : w.first+w.count]
		}
		f.frequencies[texts[w.id]] = tf
	}
	for i, id := range c.accented {
		tf := &counts[len(c.words)+i]
		tf.Term = []byte(texts[id])
		// Not 1: zapx writes a word of one document with frequency 1 and without
		// positions in a short form, after which its reader counts every
		// following word of the dictionary as being in one document.
		tf.SetFrequency(2)
		f.frequencies[texts[id]] = tf
	}
	return f
}

// A field is a Bleve field whose words are already counted. Bleve's own field
// would take a list of tokens and count them again; and it would count the
// accented spellings as further words, which would falsify lengths.
type field struct {
	name        string
	value       []byte
	options     index.FieldIndexingOptions
	length      int
	frequencies index.TokenFrequencies
}

// keyField returns a field whose value is one token, if it is not empty.
func keyField(name, value string, options index.FieldIndexingOptions) *field {
	f := &field{name: name, value: []byte(value), options: options, frequencies: index.TokenFrequencies{}}
	if value != "" {
		tf := &index.TokenFreq{Term: []byte(value)}
		tf.SetFrequency(1)
		f.frequencies[value] = tf
		f.length = 1
	}
	return f
}

// The methods of Bleve's field interfaces.

func (f *field) Name() string                                     { return f.name }
func (f *field) Value() []byte                                    { return f.value }
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) Analyze()                                         {}
func (f *field) Options() index.FieldIndexingOptions              { return f.options }
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.frequencies }
func (f *field) NumPlainTextBytes() uint64                        { return uint64(len(f.value)) }
func (f *field) Size() int                                        { return len(f.name) + len(f.value) }
