package inverted

import (
	"cmp"
	"slices"
)

// A Source is a file from which documents are taken.
type Source struct {
	File *File
	// Numbers are the numbers that its documents get, or -1 for those that are
	// left out.
	Numbers []int32
}

// Merge returns a file of documents of several files: the same bytes as if it
// were made of the documents themselves. Each number below documents is given to
// one document.
func Merge(documents int, sources []Source) []byte {
	fields, size := 0, 0
	for _, s := range sources {
		fields = s.File.fields
		size += len(s.File.records)
	}
	w := NewWriter(documents, fields)
	w.records = slices.Grow(w.records, size)
	lengths := make([]int, fields)
	for _, s := range sources {
		for d, n := range s.Numbers {
			if n < 0 {
				continue
			}
			for i := range lengths {
				lengths[i] = s.File.Length(d, i)
			}
			w.Document(int(n), s.File.Key(d), lengths)
		}
	}
	m := &merger{sources: sources, at: make([]int, len(sources)), sort: len(sources) > 1}
	for _, s := range sources {
		taken := slices.DeleteFunc(slices.Clone(s.Numbers), func(n int32) bool { return n < 0 })
		m.sort = m.sort || !slices.IsSorted(taken)
		m.left = append(m.left, left(s.Numbers))
	}
	for {
		source, ok := m.least()
		if !ok {
			break
		}
		if source >= 0 && m.left[source] != nil {
			if same := m.same(source); same > 0 {
				w.Copy(m.sources[source].File, m.at[source], m.at[source]+same)
				m.at[source] += same
				continue
			}
		}
		m.collect()
		if len(m.entry.Body)+len(m.entry.Other) > 0 {
			w.Add(&m.entry)
		}
	}
	return w.Bytes()
}

// left returns the documents that are left out, and the number behind them, if
// all others keep their numbers; or nil.
func left(numbers []int32) []int32 {
	list := []int32{}
	for d, n := range numbers {
		switch {
		case n < 0:
			list = append(list, int32(d))
		case int(n) != d:
			return nil
		}
	}
	return append(list, int32(len(numbers)))
}

// same returns how many words of a source stay as they are before the next that
// another source has too, or that holds a document that is left out.
func (m *merger) same(source int) (words int) {
	f, end := m.sources[source].File, m.sources[source].File.words
	for i, o := range m.sources {
		if i != source && m.at[i] < o.File.words {
			at, _ := f.Find(o.File.Text(m.at[i]))
			end = min(end, at)
		}
	}
	first := m.at[source]
	for at := first; at < end; at++ {
		body, other := postingsOf(f.Raw(at))
		if holds(body, m.left[source], skipText) || holds(other, m.left[source], skipOther) {
			return at - first
		}
	}
	return end - first
}

// holds reports whether some postings are of one of some documents, both ascending,
// the last of which has none. next reads the number of a document, less the one
// before, and returns where the next posting begins.
func holds(postings []byte, documents []int32, next func(postings []byte, at int) (gap int32, end int)) bool {
	document := int32(-1)
	for at := 0; at < len(postings) && len(documents) > 1; {
		gap, end := next(postings, at)
		document, at = document+gap, end
		for documents[0] < document {
			documents = documents[1:]
		}
		if documents[0] == document {
			return true
		}
	}
	return false
}

func skipText(body []byte, at int) (gap int32, end int) {
	head, at := uvarint(body, at)
	freq := uint32(1)
	if head&1 == 1 {
		freq, at = uvarint(body, at)
		freq += 2
	}
	return int32(head>>1) + 1, skip(body, at, freq)
}

func skipOther(other []byte, at int) (gap int32, end int) {
	number, at := uvarint(other, at)
	field, at := uvarint(other, at)
	freq, at := uvarint(other, at)
	if _, at = uvarint(other, at); field == Placed {
		at = skip(other, at, freq)
	}
	return int32(number), at
}

// A merger goes through the words of several files in order.
type merger struct {
	sources []Source
	at      []int // the next word of each
	// left are the documents that each leaves out, if the others keep their
	// numbers: what it says of a word without those stays as it is.
	left   [][]int32
	sort   bool   // documents do not come in order
	text   []byte // the next word
	entry  Entry
	record Record
}

// least finds the next word. It returns the source that has it, or -1 if several
// have it, and whether there is one.
func (m *merger) least() (source int, ok bool) {
	m.text, source = nil, -1
	for i, s := range m.sources {
		if m.at[i] == s.File.words {
			continue
		}
		t := s.File.Text(m.at[i])
		order := -1
		if m.text != nil {
			order = Compare(t, m.text)
		}
		if order < 0 {
			m.text, source = t, i
		} else if order == 0 {
			source = -1
		}
	}
	return source, m.text != nil
}

// collect collects the entry of the next word.
func (m *merger) collect() {
	e := &m.entry
	*e = Entry{Text: string(m.text), Body: e.Body[:0], Other: e.Other[:0]}
	for i, s := range m.sources {
		if m.at[i] == s.File.words || string(s.File.Text(m.at[i])) != e.Text {
			continue
		}
		s.File.Record(m.at[i], &m.record)
		m.at[i]++
		held := len(e.Body)
		e.Body = appendRaw(e.Body, m.record.Body, s.Numbers)
		e.Other = appendRawOther(e.Other, m.record.Other, s.Numbers)
		m.addTerms(e, e.Body[held:], s.Numbers)
		for _, a := range m.record.Accents() {
			m.addAccent(e, &a, s.Numbers)
		}
	}
	if m.sort {
		slices.SortFunc(e.Body, func(a, b Raw) int { return cmp.Compare(a.Document, b.Document) })
		slices.SortStableFunc(e.Other, func(a, b Raw) int { return cmp.Compare(a.Document, b.Document) })
	}
	for i := range e.Terms {
		slices.Sort(e.Terms[i].Documents)
	}
	for i := range e.Accents {
		slices.Sort(e.Accents[i].Documents)
		slices.SortStableFunc(e.Accents[i].Others, func(a, b Place) int { return cmp.Compare(a.Document, b.Document) })
	}
	slices.SortFunc(e.Terms, func(a, b Term) int { return cmp.Compare(a.Text, b.Text) })
	slices.SortFunc(e.Accents, func(a, b Accent) int { return cmp.Compare(a.Text, b.Text) })
}

// addTerms adds the terms that a record has in the documents that are taken,
// whose postings are body.
func (m *merger) addTerms(e *Entry, body []Raw, numbers []int32) {
	if len(body) == 0 {
		return
	}
	for _, t := range m.record.Terms() {
		documents := renumbered(t.Documents, numbers)
		if t.Documents == nil {
			for i := range body {
				documents = append(documents, body[i].Document)
			}
		}
		if len(documents) == 0 {
			continue
		}
		if i := slices.IndexFunc(e.Terms, func(o Term) bool { return o.Text == t.Text }); i >= 0 {
			e.Terms[i].Documents = append(e.Terms[i].Documents, documents...)
			continue
		}
		e.Terms = append(e.Terms, Term{Text: t.Text, Own: t.Own, Documents: documents})
	}
}

func (m *merger) addAccent(e *Entry, from *Accent, numbers []int32) {
	a := Accent{Text: from.Text, Documents: renumbered(from.Documents, numbers)}
	for _, o := range from.Others {
		if n := numbers[o.Document]; n >= 0 {
			a.Others = append(a.Others, Place{n, o.Field})
		}
	}
	if len(a.Documents)+len(a.Others) == 0 {
		return
	}
	if i := slices.IndexFunc(e.Accents, func(o Accent) bool { return o.Text == a.Text }); i >= 0 {
		e.Accents[i].Documents = append(e.Accents[i].Documents, a.Documents...)
		e.Accents[i].Others = append(e.Accents[i].Others, a.Others...)
		return
	}
	e.Accents = append(e.Accents, a)
}

// renumbered returns the numbers of the documents that are taken.
func renumbered(documents, numbers []int32) []int32 {
	var list []int32
	for _, d := range documents {
		if n := numbers[d]; n >= 0 {
			list = append(list, n)
		}
	}
	return list
}
