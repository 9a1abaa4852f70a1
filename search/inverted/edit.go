package inverted

import (
	"errors"
	"slices"
)

// An edit says what a file that has been edited holds of a word instead of what was
// written of it.
type edit struct {
	text string
	// at is the number of the first word, in the file as written, that is not before
	// this one. If replaces is set they are the same word, and this record stands in the
	// place of that one.
	at       int
	replaces bool
	// record is nil where the word is gone.
	record []byte
	// number is that of the word, or of the next one where it is gone; shift is what is
	// to be added to the numbers of the words behind, as they were written.
	number, shift int
}

// errOtherText is the error of Edited for a document that is not what it is said to
// be.
var errOtherText = errors.New("a document does not hold what it held")

// Edited returns the file with another text of one document, and the words for which
// that makes a difference, in order. was holds the present text of the document and is
// its new one, each as a file of that document alone. The file as written stays where
// it is; the records of the words that differ are kept in memory.
func (k *Kept) Edited(document int, was, is *File) (*Kept, [][]byte, error) {
	for field := range k.Fields() {
		if was.Length(0, field) != k.Length(document, field) {
			return nil, nil, errOtherText
		}
	}
	changed := differing(was, is)
	all := make([]int32, k.Documents())
	for i := range all {
		all[i] = int32(i)
	}
	all[document] = -1
	from, err := k.some(changed)
	if err != nil {
		return nil, nil, err
	}
	own := Keep(is)
	with, err := own.some(changed)
	if err != nil {
		return nil, nil, err
	}
	next, err := Open(Merge(k.Documents(), []Source{{from, all}, {with, []int32{int32(document)}}}))
	if err != nil {
		return nil, nil, err
	}
	e := k.unedited()
	edits := e.editedBy(k.edits, changed, next)
	e.head.keys, e.head.lengths, e.edits = next.keys, next.lengths, edits
	return e, changed, e.Err()
}

// differing returns the words whose records differ between two files of one document.
// They differ too where a field has another length, since records hold that.
func differing(a, b *File) [][]byte {
	same := true
	for field := range a.fields {
		same = same && Quantised(a.Length(0, field)) == Quantised(b.Length(0, field))
	}
	var list [][]byte
	at := 0
	for i := range a.words {
		text := a.Text(i)
		for at < b.words && Compare(b.Text(at), text) < 0 {
			list = append(list, b.Text(at))
			at++
		}
		if at < b.words && string(b.Text(at)) == string(text) {
			at++
			if same && string(a.Raw(i)) == string(b.Raw(at-1)) {
				continue
			}
		}
		list = append(list, text)
	}
	for ; at < b.words; at++ {
		list = append(list, b.Text(at))
	}
	return list
}

// some returns a file of the same documents with some of the words.
func (k *Kept) some(words [][]byte) (*File, error) {
	w := k.writer()
	window := k.Window()
	for _, text := range words {
		if i, found := window.Find(text); found {
			w.raw(window.raw(i, 0))
		}
	}
	if err := k.Err(); err != nil {
		return nil, err
	}
	return Open(w.Bytes())
}

// writer returns a writer of a file of the same documents.
func (k *Kept) writer() *Writer {
	return &Writer{documents: k.head.documents, fields: k.head.fields, keys: k.head.keys, lengths: k.head.lengths}
}

// editedBy returns what edits of the file, of which there were some, become when
// words, in order, are what next has of them, which has no others.
func (k *Kept) editedBy(former []edit, words [][]byte, next *File) []edit {
	list, at := make([]edit, 0, len(former)+len(words)), 0
	window := k.Window()
	for _, text := range words {
		i, known := slices.BinarySearchFunc(former, text, compareEdit)
		list = append(list, former[:i]...)
		former = former[i:]
		e := edit{text: string(text)}
		if known {
			e, former = former[0], former[1:]
		} else {
			e.at, e.replaces = window.Find(text)
		}
		if e.record = nil; at < next.words && string(next.Text(at)) == e.text {
			e.record = next.Raw(at)
			at++
		}
		if e.record != nil || e.replaces {
			list = append(list, e)
		}
	}
	list = append(list, former...)
	shift := 0
	for i := range list {
		e := &list[i]
		e.number = e.at + shift
		switch {
		case e.record == nil:
			shift--
		case !e.replaces:
			shift++
		}
		e.shift = shift
	}
	return list
}

func compareEdit(e edit, text []byte) int { return Compare(e.text, string(text)) }

// Edits is how many words are kept in memory because they have been edited.
func (k *Kept) Edits() int { return len(k.edits) }

// unedited returns the file as it was written.
func (k *Kept) unedited() *Kept {
	return &Kept{head: k.head, whole: k.whole, from: k.from, size: k.size, samples: k.samples}
}

// shift returns what some edits add to the numbers of the words behind them.
func shift(edits []edit) int {
	if len(edits) == 0 {
		return 0
	}
	return edits[len(edits)-1].shift
}

// edited returns the record of a word that has been edited, or nil and which word it
// was when the file was written.
func (k *Kept) edited(word int) (record []byte, written int) {
	i, _ := slices.BinarySearchFunc(k.edits, word, func(e edit, word int) int {
		if e.number <= word {
			return -1
		}
		return 1
	})
	if i > 0 && k.edits[i-1].number == word && k.edits[i-1].record != nil {
		return k.edits[i-1].record, 0
	}
	return nil, word - shift(k.edits[:i])
}

// rewritten returns a file as it is with the edits.
func (k *Kept) rewritten(f *File) (*File, error) {
	w := k.writer()
	w.records = slices.Grow(w.records, len(f.records))
	at := 0
	for i := range k.edits {
		e := &k.edits[i]
		if e.at > at {
			w.Copy(f, at, e.at)
			at = e.at
		}
		if e.record != nil {
			w.raw(e.record)
		}
		if e.replaces {
			at++
		}
	}
	if at < f.words {
		w.Copy(f, at, f.words)
	}
	return Open(w.Bytes())
}
