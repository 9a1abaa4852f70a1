package indexer

import (
	"bytes"
	"iter"
	"slices"

	"essaim/search/inverted"
	"essaim/search/schema"
	"essaim/search/segment"
)

// segmentInput returns what the segment of a chunk is made of. The fields of
// words hold each word in the form that ranks, and its accented spellings, by
// which other programs may ask for it.
func (w *columnReader) segmentInput(f *inverted.File, c *chunk, m *manifest) segment.Input {
	in := segment.Input{Documents: len(c.docs)}
	w.read(f)
	for i, field := range m.Fields {
		options := segment.Indexed
		switch field.Name {
		case schema.Body:
			options |= segment.Placed
		case schema.Title:
			options |= segment.Placed | segment.Stored
		case schema.Summary:
			options |= segment.Stored
		}
		lengths := make([]uint32, len(c.docs))
		for d := range lengths {
			lengths[d] = uint32(f.Length(d, i))
		}
		in.Fields = append(in.Fields, segment.Field{Name: field.Name, Options: options, Lengths: lengths, Terms: w.columns[i].terms(f, i)})
	}
	// The fields of keys, in the order in which Stored goes through them.
	keys := []func(d int) []string{
		func(d int) []string { return given(c.docs[d].ID) },
		func(d int) []string { return given(c.docs[d].URL) },
		func(d int) []string { return given(c.docs[d].Type) },
		func(d int) []string { return given(c.docs[d].TypeLabel) },
		func(d int) []string { return given(c.docs[d].Date) },
	}
	names := []string{segment.ID, schema.URL, schema.Type, schema.TypeLabel, schema.Date}
	for f, facet := range m.Facets {
		keys = append(keys, func(d int) []string { return m.values[f][c.base+d] })
		names = append(names, schema.Facet(facet))
	}
	first := len(in.Fields)
	for k, name := range names {
		options := segment.Indexed | segment.Stored
		if k >= len(names)-len(m.Facets) {
			options |= segment.DocValues
		}
		terms, lengths := segment.Keys(len(c.docs), keys[k])
		in.Fields = append(in.Fields, segment.Field{Name: name, Options: options, Lengths: lengths, Terms: terms})
	}
	in.Stored = func(document int, to []segment.Value) []segment.Value {
		d := &c.docs[document]
		for k := range keys {
			for _, value := range keys[k](document) {
				to = append(to, segment.Value{Field: first + k, Text: value})
			}
		}
		for i, field := range m.Fields {
			if field.Name == schema.Title && d.Title != "" {
				to = append(to, segment.Value{Field: i, Text: d.Title})
			}
			if field.Name == schema.Summary && d.Summary != "" {
				to = append(to, segment.Value{Field: i, Text: d.Summary})
			}
		}
		return to
	}
	return in
}

func given(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// A columnReader reads inverted files by fields. Its memory is used again for the
// next file.
type columnReader struct{ columns []column }

// A column is what a field of a segment holds, but for the postings of the text,
// which are read when they are written.
type column struct {
	words, accents []columnTerm
	postings       []segment.Posting
	positions      []uint32
	// documents are those of the accented spellings.
	documents []int32
}

// A columnTerm is a term of a column. A word, whose number in the file is word,
// has the postings from start to end and the positions from firstPosition to
// endPosition; an accented spelling has the documents from start to end.
type columnTerm struct {
	text                       []byte
	word                       int
	start, end                 int
	firstPosition, endPosition int
}

// read reads a file.
func (w *columnReader) read(f *inverted.File) {
	for len(w.columns) < f.Fields() {
		w.columns = append(w.columns, column{})
	}
	for i := range w.columns {
		c := &w.columns[i]
		c.words, c.accents, c.postings, c.positions, c.documents = c.words[:0], c.accents[:0], c.postings[:0], c.positions[:0], c.documents[:0]
	}
	if w.columns[0].words == nil { // nearly all words are in texts
		w.columns[0].words = make([]columnTerm, 0, f.Words())
	}
	var r inverted.Record
	var list inverted.Reader
	var p inverted.Posting
	for word := range f.Words() {
		f.Record(word, &r)
		if r.Documents > 0 {
			w.columns[0].words = append(w.columns[0].words, columnTerm{text: r.Text, word: word})
		}
		list.Reset(nil, r.Other)
		for list.Next(&p) {
			for i := range p.Hits {
				w.columns[p.Hits[i].Field].add(r.Text, word, uint32(p.Document), &p.Hits[i])
			}
		}
		r.EachPlace(func(text []byte, document, field int32) { w.columns[field].addAccent(text, document) })
	}
}

func (c *column) add(text []byte, word int, document uint32, h *inverted.Hit) {
	if n := len(c.words); n == 0 || c.words[n-1].word != word {
		c.words = append(doubled(c.words, 1), columnTerm{text: text, word: word, start: len(c.postings), firstPosition: len(c.positions)})
	}
	c.positions = doubled(c.positions, len(h.Positions))
	for _, at := range h.Positions {
		c.positions = append(c.positions, uint32(at)+1)
	}
	c.postings = append(doubled(c.postings, 1), segment.Posting{Document: document, Frequency: uint32(h.Freq), Positions: uint32(len(h.Positions))})
	last := &c.words[len(c.words)-1]
	last.end, last.endPosition = len(c.postings), len(c.positions)
}

func (c *column) addAccent(text []byte, document int32) {
	if n := len(c.accents); n == 0 || string(c.accents[n-1].text) != string(text) {
		c.accents = append(doubled(c.accents, 1), columnTerm{text: text, start: len(c.documents)})
	}
	c.documents = append(doubled(c.documents, 1), document)
	c.accents[len(c.accents)-1].end = len(c.documents)
}

// terms goes through the terms of a column by bytes.
func (c *column) terms(f *inverted.File, field int) iter.Seq2[[]byte, segment.List] {
	byText := func(a, b columnTerm) int { return bytes.Compare(a.text, b.text) }
	for _, terms := range [][]columnTerm{c.words, c.accents} {
		if !slices.IsSortedFunc(terms, byText) {
			slices.SortFunc(terms, byText)
		}
	}
	return func(yield func([]byte, segment.List) bool) {
		var r inverted.Record
		var b bodyList
		accents := c.accents
		for i := range c.words {
			t := &c.words[i]
			for len(accents) > 0 && bytes.Compare(accents[0].text, t.text) < 0 {
				if !yield(accents[0].text, b.accent(c.documents[accents[0].start:accents[0].end])) {
					return
				}
				accents = accents[1:]
			}
			var list segment.List
			if field == 0 {
				f.Record(t.word, &r)
				list = b.read(r.Body)
			} else {
				list = segment.List{Postings: c.postings[t.start:t.end], Positions: c.positions[t.firstPosition:t.endPosition]}
			}
			if !yield(t.text, list) {
				return
			}
		}
		for _, a := range accents {
			if !yield(a.text, b.accent(c.documents[a.start:a.end])) {
				return
			}
		}
	}
}

// A bodyList is the memory for the postings of one term.
type bodyList struct {
	list   segment.List
	reader inverted.Reader
	p      inverted.Posting
}

func (b *bodyList) read(body []byte) segment.List {
	b.list.Postings, b.list.Positions = b.list.Postings[:0], b.list.Positions[:0]
	b.reader.Reset(body, nil)
	for b.reader.Next(&b.p) {
		n := uint32(len(b.p.Positions))
		b.list.Postings = append(b.list.Postings, segment.Posting{Document: uint32(b.p.Document), Frequency: n, Positions: n})
		for _, at := range b.p.Positions {
			// Bleve counts positions from 1.
			b.list.Positions = append(b.list.Positions, uint32(at)+1)
		}
	}
	return b.list
}

// accent returns the postings of an accented spelling. Their frequency is not 1:
// zapx writes a word of one document with frequency 1 and without positions in a
// short form, after which its reader counts every following word of the
// dictionary as being in one document.
func (b *bodyList) accent(documents []int32) segment.List {
	b.list.Postings = b.list.Postings[:0]
	for _, d := range documents {
		b.list.Postings = append(b.list.Postings, segment.Posting{Document: uint32(d), Frequency: 2})
	}
	return segment.List{Postings: b.list.Postings}
}
