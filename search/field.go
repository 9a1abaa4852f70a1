package search

import index "github.com/blevesearch/bleve_index_api"

// A field is a Bleve field whose tokens are already counted. Bleve's own field
// would take a list of tokens and count them again; and it would count the other
// spellings of a word as further words, which would falsify lengths.
type field struct {
	name        string
	value       []byte
	options     index.FieldIndexingOptions
	length      int
	frequencies index.TokenFrequencies
	// Memory for what frequencies point to, taken piece by piece.
	counts    []index.TokenFreq
	locations []index.TokenLocation
}

func newField(name, value string, options index.FieldIndexingOptions, tokens int) *field {
	return &field{name: name, value: []byte(value), options: options, frequencies: make(index.TokenFrequencies, tokens*2/3)}
}

// wordField returns a field of words: each word in the form that ranks, and in
// the spellings that other programs may ask for.
func wordField(name, value string, tokens []token, options index.FieldIndexingOptions) *field {
	f := newField(name, value, options, len(tokens))
	for _, t := range tokens {
		if t.word == "" {
			continue
		}
		f.count(t.word, t.position)
		for _, s := range t.spellings {
			if t.parts == 0 {
				f.count(s, t.position)
			}
		}
		if t.parts == 0 {
			f.length++
		}
	}
	return f
}

// termField returns a field of terms: stems, without stop words, whose places
// stay empty.
func termField(name string, tokens []token, options index.FieldIndexingOptions) *field {
	f := newField(name, "", options, len(tokens))
	for _, t := range tokens {
		if t.term == "" {
			continue
		}
		f.count(t.term, t.position)
		if t.parts == 0 {
			f.length++
		}
	}
	return f
}

// keyField returns a field whose value is one token, if it is not empty.
func keyField(name, value string, options index.FieldIndexingOptions) *field {
	f := newField(name, value, options, 1)
	if value != "" {
		f.count(value, 0)
		f.length = 1
	}
	return f
}

// count counts one occurrence of a term. Offsets are left out: the text of the
// whole page is not stored in one piece, so that they would point nowhere.
func (f *field) count(term string, position int) {
	tf := f.frequencies[term]
	if tf == nil {
		if len(f.counts) == cap(f.counts) {
			f.counts = make([]index.TokenFreq, 0, blockSize)
		}
		f.counts = append(f.counts, index.TokenFreq{Term: []byte(term)})
		tf = &f.counts[len(f.counts)-1]
		f.frequencies[term] = tf
	}
	tf.SetFrequency(tf.Frequency() + 1)
	if !f.options.IncludeTermVectors() {
		return
	}
	if len(f.locations) == cap(f.locations) {
		f.locations = make([]index.TokenLocation, 0, blockSize)
	}
	// Bleve counts positions from 1.
	f.locations = append(f.locations, index.TokenLocation{Position: position + 1})
	tf.Locations = append(tf.Locations, &f.locations[len(f.locations)-1])
}

// blockSize is how many counts or locations are allocated at once.
const blockSize = 64

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
