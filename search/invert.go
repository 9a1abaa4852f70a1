package search

import (
	"cmp"
	"slices"

	"essaim/search/analysis"
	"essaim/search/inverted"
)

// An inverter makes inverted files of documents. What it learns of words serves
// it for the next file. It is for one goroutine.
type inverter struct {
	analyzer *analysis.Analyzer
	fields   []string
	counter  counter
	// local numbers the words of the file, plus one, by Word.ID, and own are the
	// terms that the analyzer gives the texts of words, known by the same.
	local []int32
	own   []string
	known []bool
	// Of the file that is made:
	lengths  []int // of each field of each document
	words    []fileWord
	hits     []hit
	data     []byte
	accents  []accentHit
	variants []variant
}

// A fileWord is a word of the file that is made.
type fileWord struct {
	id   int32
	hits int32 // how many are its
	// term is the first term met.
	term string
}

// A hit says that a field of a document has a word; data[start:] tells how.
type hit struct {
	word, start     int32
	document, field uint16
	many            bool
}

// An accentHit says that a field of a document has an accented spelling.
type accentHit struct {
	word, id        int32
	document, field uint16
}

// A variant says which term a word has in a document where that is not only the
// first met in the file. Leading ones are the first of the word in the document.
type variant struct {
	word     int32
	document uint16
	term     string
	leading  bool
}

func newInverter(loc Locale, fields []string) (*inverter, error) {
	a, err := loc.newAnalyzer()
	return &inverter{analyzer: a, fields: fields}, err
}

// file returns the inverted file of some documents.
func (v *inverter) file(docs []Document, keys []inverted.Key) ([]byte, error) {
	v.reset()
	for number := range docs {
		if err := v.add(number, &docs[number]); err != nil {
			return nil, err
		}
	}
	w := inverted.NewWriter(len(docs), len(v.fields), len(v.data)*3/2+16*len(v.words))
	for number := range docs {
		w.Document(number, keys[number], v.lengths[number*len(v.fields):][:len(v.fields)])
	}
	v.write(w)
	return w.Bytes(), nil
}

func (v *inverter) reset() {
	for i := range v.words {
		v.local[v.words[i].id] = 0
	}
	v.lengths, v.words, v.hits, v.data = v.lengths[:0], v.words[:0], v.hits[:0], v.data[:0]
	v.accents, v.variants = v.accents[:0], v.variants[:0]
}

// add analyses a document.
func (v *inverter) add(number int, d *Document) error {
	texts, err := d.load()
	if err != nil {
		return err
	}
	for field, name := range v.fields {
		tokens := v.analyzer.Analyse(d.text(&texts, name))
		v.counter.count(tokens, v.analyzer, name == fieldTitle)
		v.lengths = append(v.lengths, v.counter.length)
		v.addField(number, field)
	}
	return nil
}

// addField adds a field that has been counted.
func (v *inverter) addField(number, field int) {
	if n := len(v.analyzer.Texts()); len(v.local) < n {
		v.local = append(v.local, make([]int32, n-len(v.local)+n/4)...)
	}
	c := &v.counter
	for i := range c.words {
		w := &c.words[i]
		at := v.local[w.id] - 1
		if at < 0 {
			at = int32(len(v.words))
			v.words = append(v.words, fileWord{id: w.id})
			v.local[w.id] = at + 1
		}
		word := &v.words[at]
		word.hits++
		start, positions := len(v.data), c.of(w)
		v.hits = append(v.hits, hit{word: at, start: int32(start), document: uint16(number), field: uint16(field), many: len(positions) > 1})
		if field > 0 {
			v.data = inverted.AppendOther(v.data, field, c.length, positions)
			continue
		}
		v.data = inverted.AppendBody(v.data, positions)
		if word.term == "" {
			word.term = w.term
		} else if word.term != w.term {
			v.variants = append(v.variants, variant{at, uint16(number), w.term, true})
		}
	}
	for _, a := range c.accented {
		v.accents = append(v.accents, accentHit{v.local[a.id] - 1, a.accented, uint16(number), uint16(field)})
	}
	if field > 0 {
		return
	}
	for _, o := range c.others {
		v.variants = append(v.variants, variant{v.local[o.id] - 1, uint16(number), o.term, false})
	}
}

// write writes the words of the file.
func (v *inverter) write(w *inverted.Writer) {
	texts := v.analyzer.Texts()
	order := v.sorted(texts)
	// The hits of each word, one word after the other.
	ends, at := make([]int32, len(v.words)), int32(0)
	for i := range v.words {
		ends[i] = at
		at += v.words[i].hits
	}
	by := make([]int32, len(v.hits))
	for i := range v.hits {
		word := v.hits[i].word
		by[ends[word]] = int32(i)
		ends[word]++
	}
	slices.SortStableFunc(v.accents, func(a, b accentHit) int { return cmp.Or(cmp.Compare(a.word, b.word), cmp.Compare(a.id, b.id)) })
	slices.SortStableFunc(v.variants, func(a, b variant) int { return cmp.Compare(a.word, b.word) })
	var e inverted.Entry
	for _, o := range order {
		word := &v.words[o.word]
		e = inverted.Entry{Text: texts[word.id], Body: e.Body[:0], Other: e.Other[:0], Terms: e.Terms[:0], Accents: e.Accents[:0]}
		for _, i := range by[ends[o.word]-word.hits : ends[o.word]] {
			h := &v.hits[i]
			end := len(v.data)
			if int(i)+1 < len(v.hits) {
				end = int(v.hits[i+1].start)
			}
			raw := inverted.Raw{Document: int32(h.document), Many: h.many, Data: v.data[h.start:end]}
			if h.field == 0 {
				e.Body = append(e.Body, raw)
			} else {
				raw.Many = false
				e.Other = append(e.Other, raw)
			}
		}
		v.setTerms(&e, o.word)
		v.setAccents(&e, o.word, texts)
		w.Add(&e)
	}
}

// An ordered is a word of the file with the number by which it is sorted first.
type ordered struct {
	prefix uint64
	word   int32
}

func (v *inverter) sorted(texts []string) []ordered {
	list := make([]ordered, len(v.words))
	for i := range v.words {
		list[i] = ordered{inverted.Prefix(texts[v.words[i].id]), int32(i)}
	}
	slices.SortFunc(list, func(a, b ordered) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		return inverted.Compare(texts[v.words[a.word].id], texts[v.words[b.word].id])
	})
	return list
}

// ownTerm returns the term that the analyzer gives the text of a word.
func (v *inverter) ownTerm(id int32) string {
	if n := int(id) + 1; len(v.own) < n {
		v.own = append(v.own, make([]string, n-len(v.own)+n/4)...)
		v.known = append(v.known, make([]bool, len(v.own)-len(v.known))...)
	}
	if !v.known[id] {
		v.own[id], v.known[id] = v.analyzer.TermOf(v.analyzer.Texts()[id]), true
	}
	return v.own[id]
}

// setTerms sets the terms of a word.
func (v *inverter) setTerms(e *inverted.Entry, word int32) {
	first := v.words[word].term
	if first == "" {
		return
	}
	own := v.ownTerm(v.words[word].id)
	e.Terms = append(e.Terms, inverted.Term{Text: first, Own: first == own})
	start, found := slices.BinarySearchFunc(v.variants, word, func(x variant, w int32) int { return cmp.Compare(x.word, w) })
	if !found {
		return
	}
	documents := map[string][]int32{}
	without := map[int32]bool{}
	for _, x := range v.variants[start:] {
		if x.word != word {
			break
		}
		if x.leading {
			without[int32(x.document)] = true
		}
		documents[x.term] = append(documents[x.term], int32(x.document))
	}
	for i := range e.Body {
		if !without[e.Body[i].Document] {
			documents[first] = append(documents[first], e.Body[i].Document)
		}
	}
	e.Terms = e.Terms[:0]
	for term, list := range documents {
		slices.Sort(list)
		e.Terms = append(e.Terms, inverted.Term{Text: term, Own: term == own, Documents: slices.Compact(list)})
	}
	slices.SortFunc(e.Terms, func(a, b inverted.Term) int { return cmp.Compare(a.Text, b.Text) })
}

// setAccents sets the accented spellings of a word.
func (v *inverter) setAccents(e *inverted.Entry, word int32, texts []string) {
	start, found := slices.BinarySearchFunc(v.accents, word, func(x accentHit, w int32) int { return cmp.Compare(x.word, w) })
	if !found {
		return
	}
	for i := start; i < len(v.accents) && v.accents[i].word == word; {
		a := inverted.Accent{Text: texts[v.accents[i].id]}
		for id := v.accents[i].id; i < len(v.accents) && v.accents[i].word == word && v.accents[i].id == id; i++ {
			if at := &v.accents[i]; at.field == 0 {
				a.Documents = append(a.Documents, int32(at.document))
			} else {
				a.Others = append(a.Others, inverted.Place{Document: int32(at.document), Field: int32(at.field)})
			}
		}
		e.Accents = append(e.Accents, a)
	}
	slices.SortFunc(e.Accents, func(a, b inverted.Accent) int { return cmp.Compare(a.Text, b.Text) })
}
