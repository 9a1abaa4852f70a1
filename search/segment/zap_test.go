package segment_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"maps"
	"slices"
	"testing"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
	zap "github.com/blevesearch/zapx/v17"

	"essaim/search/segment"
)

// A text is one field of a document, in the form that both writers are fed from.
type text struct {
	name    string
	options index.FieldIndexingOptions
	value   string // stored, if the options say so
	length  int
	words   []word // no term twice
}

type word struct {
	term      string
	frequency int
	positions []int // none, or as many as the frequency
}

// The methods of Bleve's field.

func (f text) Name() string                        { return f.name }
func (f text) Value() []byte                       { return []byte(f.value) }
func (f text) ArrayPositions() []uint64            { return nil }
func (f text) EncodedFieldType() byte              { return 't' }
func (f text) Analyze()                            {}
func (f text) Options() index.FieldIndexingOptions { return f.options }
func (f text) AnalyzedLength() int                 { return f.length }
func (f text) NumPlainTextBytes() uint64           { return uint64(len(f.value)) }
func (f text) Size() int                           { return len(f.value) }

// A bleveText is a text whose frequencies are in Bleve's form.
type bleveText struct {
	text
	frequencies index.TokenFrequencies
}

func (f bleveText) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.frequencies }

// bleveDocuments returns documents as zapx takes them, and changes them.
func bleveDocuments(docs [][]text) []index.Document {
	out := make([]index.Document, len(docs))
	for i, texts := range docs {
		d := document.NewDocument("")
		for _, f := range texts {
			frequencies := make(index.TokenFrequencies, len(f.words))
			for _, w := range f.words {
				tf := &index.TokenFreq{Term: []byte(w.term)}
				tf.SetFrequency(w.frequency)
				for _, p := range w.positions {
					tf.Locations = append(tf.Locations, &index.TokenLocation{Position: p})
				}
				frequencies[w.term] = tf
			}
			d.AddField(bleveText{f, frequencies})
		}
		out[i] = d
	}
	return out
}

// zapWrite returns the segment that zapx writes.
func zapWrite(t testing.TB, docs []index.Document) []byte {
	t.Helper()
	made, _, err := new(zap.ZapPlugin).New(docs)
	if err != nil {
		t.Fatal(err)
	}
	defer made.Close()
	var b bytes.Buffer
	if _, err := made.(*zap.SegmentBase).WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// canonise orders the tables of sections and corrects the checksum: zapx ranges
// over a map to write them, so that two runs differ. Nothing else is touched.
func canonise(t testing.TB, file []byte) {
	t.Helper()
	const row = 10
	table := int(binary.BigEndian.Uint64(file[len(file)-20:]))
	fields, n := binary.Uvarint(file[table:])
	for i := range int(fields) {
		at := int(binary.BigEndian.Uint64(file[table+n+8*i:]))
		number := func() int {
			v, n := binary.Uvarint(file[at:])
			at += n
			return int(v)
		}
		at += number() // the name
		number()       // the options
		size := number() * row
		rows := slices.Collect(slices.Chunk(slices.Clone(file[at:at+size]), row))
		slices.SortFunc(rows, bytes.Compare)
		copy(file[at:], bytes.Join(rows, nil))
	}
	end := len(file) - 4
	binary.BigEndian.PutUint32(file[end:], crc32.ChecksumIEEE(file[:end]))
}

// An invertedField collects the postings of a field.
type invertedField struct {
	options segment.Options
	lengths []uint32
	lists   map[string]*segment.List
}

func (f *invertedField) add(document int, t text) {
	f.options |= segment.Options(t.options)
	f.lengths[document] += uint32(t.length)
	for _, w := range t.words {
		l := f.lists[w.term]
		if l == nil {
			l = &segment.List{}
			f.lists[w.term] = l
		}
		if n := len(l.Postings); n == 0 || l.Postings[n-1].Document != uint32(document) {
			l.Postings = append(l.Postings, segment.Posting{Document: uint32(document)})
		}
		p := &l.Postings[len(l.Postings)-1]
		p.Frequency += uint32(w.frequency)
		p.Positions += uint32(len(w.positions))
		for _, position := range w.positions {
			l.Positions = append(l.Positions, uint32(position))
		}
	}
}

// invert returns the documents as segment takes them.
func invert(docs [][]text) segment.Input {
	fields := map[string]*invertedField{}
	for d, texts := range docs {
		for _, t := range texts {
			if fields[t.name] == nil {
				fields[t.name] = &invertedField{lengths: make([]uint32, len(docs)), lists: map[string]*segment.List{}}
			}
			fields[t.name].add(d, t)
		}
	}
	// The order of the fields does not matter; it differs from run to run.
	names := slices.Collect(maps.Keys(fields))
	in := segment.Input{Documents: len(docs)}
	for _, name := range names {
		f := fields[name]
		terms := slices.Sorted(maps.Keys(f.lists))
		in.Fields = append(in.Fields, segment.Field{Name: name, Options: f.options, Lengths: f.lengths, Terms: func(yield func([]byte, segment.List) bool) {
			for _, term := range terms {
				if !yield([]byte(term), *f.lists[term]) {
					return
				}
			}
		}})
	}
	in.Stored = func(document int, to []segment.Value) []segment.Value {
		for _, t := range docs[document] {
			if t.options.IsStored() {
				to = append(to, segment.Value{Field: slices.Index(names, t.name), Text: t.value})
			}
		}
		return to
	}
	return in
}

// compare writes the documents with both writers and compares the bytes.
func compare(t *testing.T, docs [][]text) []byte {
	t.Helper()
	want := zapWrite(t, bleveDocuments(docs))
	canonise(t, want)
	var got bytes.Buffer
	if err := write(&got, invert(docs)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		at := 0
		for at < min(len(want), got.Len()) && want[at] == got.Bytes()[at] {
			at++
		}
		t.Fatalf("%d documents: %d bytes, zapx %d; they differ from byte %d on", len(docs), got.Len(), len(want), at)
	}
	return want
}

func TestOptionsAreThoseOfBleve(t *testing.T) {
	for _, c := range []struct {
		own   segment.Options
		bleve index.FieldIndexingOptions
	}{{segment.Indexed, index.IndexField}, {segment.Stored, index.StoreField}, {segment.Placed, index.IncludeTermVectors}, {segment.DocValues, index.DocValues}} {
		if uint64(c.own) != uint64(c.bleve) {
			t.Errorf("%d, Bleve %d", c.own, c.bleve)
		}
	}
}
