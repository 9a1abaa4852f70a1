package indexer

import (
	"cmp"
	"slices"

	"essaim/search/analysis"
	"essaim/search/inverted"
	"essaim/search/schema"
)

// An inverter makes inverted files of documents. What it learns of words serves
// it for the next file. It is for one goroutine.
type inverter struct {
	analyzer *analysis.Analyzer
	fields   []string
	// local numbers the forms of the file, plus one, by their number, and localWord
	// its words by that of their text, or is -1 where it is that of a word of
	// another file.
	local, localWord []int32
	// order holds the words of all files, sorted, but for those that are fresh.
	order []ordered
	fresh []ordered
	// Of the file that is made:
	lengths []int // of each field of each document
	forms   []fileForm
	words   []fileWord
	// occurrences are in the order of the texts, and spots where they are, in the
	// order of the forms.
	occurrences []occurrence
	ends        []fieldEnd
	spots       []inverted.Spot
	merged      []inverted.Spot
	entry       inverted.Entry
	terms       []int32 // of the entry, by number
	documents   []int32
	places      []inverted.Place
	writer      inverted.Writer
}

// A fileForm is a form of a word of the file that is made.
type fileForm struct {
	id int32
	// next is another form of its word, or -1.
	next int32
	// count is how often it has been found, and end where its spots end.
	count, end int32
}

// A fileWord is a word of the file that is made.
type fileWord struct {
	text int32
	// first is the first of its forms.
	first int32
}

// An occurrence says that a form of the file stands at a position.
type occurrence struct{ form, position int32 }

// A fieldEnd says where the occurrences of a field of a document end.
type fieldEnd struct {
	document, field int
	end             int
}

func newInverter(m *manifest) (*inverter, error) {
	a, err := m.NewAnalyzer()
	return &inverter{analyzer: a, fields: m.fieldNames()}, err
}

// file appends the inverted file of some documents.
func (v *inverter) file(to []byte, docs []Document, keys []inverted.Key) ([]byte, error) {
	v.reset()
	for number := range docs {
		if err := v.add(number, &docs[number]); err != nil {
			return nil, err
		}
	}
	w := &v.writer
	w.Reset(len(docs), len(v.fields))
	for number := range docs {
		w.Document(number, keys[number], v.lengths[number*len(v.fields):][:len(v.fields)])
	}
	v.sort()
	v.write(w)
	return w.Append(to), nil
}

func (v *inverter) reset() {
	for i := range v.forms {
		v.local[v.forms[i].id] = 0
	}
	for i := range v.words {
		v.localWord[v.words[i].text] = -1
	}
	v.lengths, v.forms, v.words, v.occurrences, v.ends = v.lengths[:0], v.forms[:0], v.words[:0], v.occurrences[:0], v.ends[:0]
}

// add analyses a document.
func (v *inverter) add(number int, d *Document) error {
	texts, err := d.load()
	if err != nil {
		return err
	}
	for field, name := range v.fields {
		list := v.analyzer.Words(d.text(&texts, name))
		v.lengths = append(v.lengths, v.addField(list, name == schema.Title))
		v.ends = append(v.ends, fieldEnd{number, field, len(v.occurrences)})
	}
	return nil
}

// addField adds the words of a field, stop words only if asked to, and returns how
// many have a term, without extra ones.
func (v *inverter) addField(list []analysis.Occurrence, stops bool) (length int) {
	if n := v.analyzer.Forms(); len(v.local) < n {
		v.local = append(v.local, make([]int32, 2*n-len(v.local))...)
	}
	local, occurrences := v.local, doubled(v.occurrences, len(list))
	for _, o := range list {
		if o.Stop() {
			if !stops {
				continue
			}
		} else if !o.Extra() {
			length++
		}
		at := local[o.Form()] - 1
		if at < 0 {
			at = v.newForm(o.Form())
		}
		v.forms[at].count++
		occurrences = append(occurrences, occurrence{at, o.Position})
	}
	v.occurrences = occurrences
	return length
}

// doubled returns a list with room for more. It grows to twice its size, where
// append would soon grow it by a quarter only and leave all its former selves
// behind.
func doubled[T any](list []T, more int) []T {
	if cap(list)-len(list) >= more {
		return list
	}
	return slices.Grow(list, max(more, len(list)))
}

// newForm returns the number in the file of a form that it has not had yet.
func (v *inverter) newForm(form int32) int32 {
	at := int32(len(v.forms))
	v.local[form] = at + 1
	text := v.analyzer.Form(form).Text
	if n := len(v.analyzer.Texts()); len(v.localWord) < n {
		v.localWord = append(v.localWord, make([]int32, 2*n-len(v.localWord))...)
	}
	next := int32(-1)
	if word := v.localWord[text]; word > 0 {
		next, v.words[word-1].first = v.words[word-1].first, at
	} else {
		if word == 0 {
			v.fresh = append(doubled(v.fresh, 1), ordered{inverted.Prefix(v.analyzer.Texts()[text]), text})
		}
		v.words = append(v.words, fileWord{text, at})
		v.localWord[text] = int32(len(v.words))
	}
	v.forms = append(doubled(v.forms, 1), fileForm{id: form, next: next})
	return at
}

// sort sorts what has been found by forms. What is found of each stays in order.
func (v *inverter) sort() {
	end := int32(0)
	for i := range v.forms {
		f := &v.forms[i]
		f.end, end = end, end+f.count
	}
	v.spots = slices.Grow(v.spots[:0], len(v.occurrences))[:len(v.occurrences)]
	start := 0
	for _, e := range v.ends {
		base := inverted.NewSpot(e.document, e.field, 0)
		for _, o := range v.occurrences[start:e.end] {
			f := &v.forms[o.form]
			v.spots[f.end] = base + inverted.Spot(o.position)
			f.end++
		}
		start = e.end
	}
}

// of returns where a form stands.
func (v *inverter) of(f *fileForm) []inverted.Spot { return v.spots[f.end-f.count : f.end] }

// write writes the words of the file.
func (v *inverter) write(w *inverted.Writer) {
	texts := v.analyzer.Texts()
	v.sortFresh()
	for i := range v.order {
		at := v.localWord[v.order[i].text] - 1
		if at < 0 {
			continue
		}
		word := &v.words[at]
		e := &v.entry
		*e = inverted.Entry{Text: texts[word.text], Terms: e.Terms[:0], Accents: e.Accents[:0]}
		first := &v.forms[word.first]
		spots := v.of(first)
		if first.next >= 0 {
			v.merged = v.merged[:0]
			for at := word.first; at >= 0; at = v.forms[at].next {
				v.merged = append(v.merged, v.of(&v.forms[at])...)
			}
			slices.Sort(v.merged)
			spots = v.merged
		}
		v.setTerms(e, word)
		v.setAccents(e, word)
		w.AddSpots(e, spots)
	}
}

// An ordered is a word with the number by which it is sorted first.
type ordered struct {
	prefix uint64
	text   int32
}

// sortFresh merges the fresh words into the order.
func (v *inverter) sortFresh() {
	texts := v.analyzer.Texts()
	compare := func(a, b ordered) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		return inverted.Compare(texts[a.text], texts[b.text])
	}
	slices.SortFunc(v.fresh, compare)
	old := len(v.order)
	v.order = append(v.order, v.fresh...)
	for to := len(v.order) - 1; len(v.fresh) > 0; to-- {
		last := v.fresh[len(v.fresh)-1]
		if old > 0 && compare(v.order[old-1], last) > 0 {
			old--
			v.order[to] = v.order[old]
			continue
		}
		v.order[to] = last
		v.fresh = v.fresh[:len(v.fresh)-1]
	}
}

// setTerms sets the terms that a word has in the texts, with their documents if
// there are several.
func (v *inverter) setTerms(e *inverted.Entry, word *fileWord) {
	texts := v.analyzer.Texts()
	v.terms = v.terms[:0]
	for at := word.first; at >= 0; at = v.forms[at].next {
		f := &v.forms[at]
		term := v.analyzer.Form(f.id).Term
		if term == analysis.None || slices.Contains(v.terms, term) || !slices.ContainsFunc(v.of(f), inverted.Spot.InText) {
			continue
		}
		v.terms = append(v.terms, term)
		e.Terms = append(e.Terms, inverted.Term{Text: texts[term], Own: term == v.analyzer.Own(f.id)})
	}
	if len(e.Terms) < 2 {
		return
	}
	for i, term := range v.terms {
		var documents []int32
		for at := word.first; at >= 0; at = v.forms[at].next {
			if f := &v.forms[at]; v.analyzer.Form(f.id).Term == term {
				documents = appendDocuments(documents, v.of(f))
			}
		}
		slices.Sort(documents)
		e.Terms[i].Documents = slices.Compact(documents)
	}
	slices.SortFunc(e.Terms, func(a, b inverted.Term) int { return cmp.Compare(a.Text, b.Text) })
}

// setAccents sets the accented spellings of a word.
func (v *inverter) setAccents(e *inverted.Entry, word *fileWord) {
	texts := v.analyzer.Texts()
	v.documents, v.places = v.documents[:0], v.places[:0]
	for at := word.first; at >= 0; at = v.forms[at].next {
		f := &v.forms[at]
		accented := v.analyzer.Form(f.id).Accented
		if accented == analysis.None {
			continue
		}
		documents, places := len(v.documents), len(v.places)
		v.documents = appendDocuments(v.documents, v.of(f))
		last := inverted.Place{Document: -1}
		for _, s := range v.of(f) {
			if p := s.Place(); p.Field > 0 && p != last {
				v.places = append(v.places, p)
				last = p
			}
		}
		e.Accents = append(e.Accents, inverted.Accent{Text: texts[accented], Documents: v.documents[documents:], Others: v.places[places:]})
	}
	if len(e.Accents) > 1 {
		slices.SortFunc(e.Accents, func(a, b inverted.Accent) int { return cmp.Compare(a.Text, b.Text) })
	}
}

// appendDocuments appends the documents whose texts are among some spots.
func appendDocuments(to []int32, spots []inverted.Spot) []int32 {
	last := int32(-1)
	for _, s := range spots {
		if p := s.Place(); p.Field == 0 && p.Document != last {
			to = append(to, p.Document)
			last = p.Document
		}
	}
	return to
}
