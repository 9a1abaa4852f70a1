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

	hitsBy     grouping[hit]
	accentsBy  grouping[accentHit]
	variantsBy grouping[variant]
}

// A fileWord is a word of the file that is made.
type fileWord struct {
	id int32
	// term is the first term met.
	term string
}

// A hit says that a field of a document has a word; data[start:end] tells how.
// Many: it stands in the text more than once.
type hit struct {
	word, start, end int32
	document, field  uint16
	many             bool
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
		tokens := v.analyzer.Words(d.text(&texts, name))
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
		start, positions := len(v.data), c.of(w)
		if field > 0 {
			v.data = inverted.AppendOther(v.data, field, c.length, positions)
		} else {
			v.data = inverted.AppendBody(v.data, positions)
			if word := &v.words[at]; word.term == "" {
				word.term = w.term
			} else if word.term != w.term {
				v.variants = append(v.variants, variant{at, uint16(number), w.term, true})
			}
		}
		v.hits = append(v.hits, hit{at, int32(start), int32(len(v.data)), uint16(number), uint16(field), field == 0 && len(positions) > 1})
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
	hits := group(&v.hitsBy, v.hits, len(v.words), func(h *hit) int32 { return h.word })
	accents := group(&v.accentsBy, v.accents, len(v.words), func(a *accentHit) int32 { return a.word })
	variants := group(&v.variantsBy, v.variants, len(v.words), func(x *variant) int32 { return x.word })
	var e inverted.Entry
	for _, o := range order {
		word := &v.words[o.word]
		e = inverted.Entry{Text: texts[word.id], Body: e.Body[:0], Other: e.Other[:0], Terms: e.Terms[:0], Accents: e.Accents[:0]}
		list := hits(o.word)
		for i := range list {
			h := &list[i]
			raw := inverted.Raw{Document: int32(h.document), Many: h.many, Data: v.data[h.start:h.end]}
			if h.field == 0 {
				e.Body = append(e.Body, raw)
			} else {
				e.Other = append(e.Other, raw)
			}
		}
		v.setTerms(&e, o.word, variants(o.word))
		setAccents(&e, accents(o.word), texts)
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
func (v *inverter) setTerms(e *inverted.Entry, word int32, variants []variant) {
	first := v.words[word].term
	if first == "" {
		return
	}
	own := v.ownTerm(v.words[word].id)
	e.Terms = append(e.Terms, inverted.Term{Text: first, Own: first == own})
	if len(variants) == 0 {
		return
	}
	documents := map[string][]int32{}
	without := map[int32]bool{}
	for _, x := range variants {
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
func setAccents(e *inverted.Entry, hits []accentHit, texts []string) {
	byID := func(a, b accentHit) int { return cmp.Compare(a.id, b.id) }
	if !slices.IsSortedFunc(hits, byID) {
		slices.SortStableFunc(hits, byID)
	}
	for i := 0; i < len(hits); {
		a := inverted.Accent{Text: texts[hits[i].id]}
		for id := hits[i].id; i < len(hits) && hits[i].id == id; i++ {
			if at := &hits[i]; at.field == 0 {
				a.Documents = append(a.Documents, int32(at.document))
			} else {
				a.Others = append(a.Others, inverted.Place{Document: int32(at.document), Field: int32(at.field)})
			}
		}
		e.Accents = append(e.Accents, a)
	}
	slices.SortFunc(e.Accents, func(a, b inverted.Accent) int { return cmp.Compare(a.Text, b.Text) })
}

// A grouping is the memory of group.
type grouping[T any] struct {
	list []T
	ends []int32
}

// group returns a function that gives what a list says of each of so many words,
// in the order of the list.
func group[T any](g *grouping[T], list []T, words int, of func(*T) int32) func(word int32) []T {
	g.ends = append(g.ends[:0], make([]int32, words+1)...)
	for i := range list {
		g.ends[of(&list[i])+1]++
	}
	for i := range words {
		g.ends[i+1] += g.ends[i]
	}
	// From here on the end of a word is where its next stands.
	g.list = slices.Grow(g.list[:0], len(list))[:len(list)]
	for i := range list {
		word := of(&list[i])
		g.list[g.ends[word]] = list[i]
		g.ends[word]++
	}
	return func(word int32) []T {
		start := int32(0)
		if word > 0 {
			start = g.ends[word-1]
		}
		return g.list[start:g.ends[word]]
	}
}
