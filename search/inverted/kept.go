package inverted

import (
	"io"
	"slices"
	"sync/atomic"
)

// A Kept is an inverted file of which only the head need be in memory: thousands
// of documents make hundreds of megabytes of records, and nearly all of them are
// read once, from the first to the last. It is safe for concurrent use.
type Kept struct {
	head  File // without records if they stand elsewhere; its words are those written
	whole bool
	// from is where the file stands.
	from io.ReaderAt
	size int
	// samples are every sampleEvery-th word: between two of them, a word is looked
	// for where the records stand.
	samples []string
	// edits are the words that have changed since the file was written, in order.
	edits  []edit
	failed atomic.Pointer[error]
}

// sampleEvery is one in how many words is in memory, as they were written.
const sampleEvery = 64

// Keep keeps a file in memory.
func Keep(f *File) *Kept {
	return &Kept{head: *f, whole: true, size: len(f.data), samples: f.samples()}
}

// KeepApart keeps the head of a file whose bytes stand in from, where they do not
// change. The bytes of f can be used for something else afterwards.
func KeepApart(f *File, from io.ReaderAt) *Kept {
	k := &Kept{head: *f, from: from, size: len(f.data), samples: f.samples()}
	k.head.data, k.head.records = nil, nil
	k.head.keys, k.head.lengths, k.head.offsets = slices.Clone(f.keys), slices.Clone(f.lengths), slices.Clone(f.offsets)
	return k
}

func (f *File) samples() []string {
	list := make([]string, 0, (f.words+sampleEvery-1)/sampleEvery)
	for i := 0; i < f.words; i += sampleEvery {
		list = append(list, string(f.Text(i)))
	}
	return list
}

// Documents is the number of documents, Fields that of the fields that rank, and
// Words that of the words.
func (k *Kept) Documents() int { return k.head.documents }
func (k *Kept) Fields() int    { return k.head.fields }
func (k *Kept) Words() int     { return k.head.words + shift(k.edits) }

// Key returns the key of a document.
func (k *Kept) Key(document int) Key { return k.head.Key(document) }

// Length returns the number of words of a field of a document.
func (k *Kept) Length(document, field int) int { return k.head.Length(document, field) }

// Samples returns some of the words, in order and evenly spread.
func (k *Kept) Samples() []string { return k.samples }

// File returns the file in memory. Where it has to be read, that is into the
// memory of buffer, unless it is nil.
func (k *Kept) File(buffer *[]byte) (*File, error) {
	f, err := k.file(buffer)
	if err == nil && len(k.edits) > 0 {
		f, err = k.rewritten(f)
	}
	return f, err
}

func (k *Kept) file(buffer *[]byte) (*File, error) {
	if k.whole {
		f := k.head
		return &f, nil
	}
	if buffer == nil {
		buffer = new([]byte)
	}
	*buffer = slices.Grow((*buffer)[:0], k.size)[:k.size]
	if _, err := k.from.ReadAt(*buffer, 0); err != nil {
		return nil, err
	}
	return Open(*buffer)
}

// Err returns why a window could not read what it was asked for.
func (k *Kept) Err() error {
	if err := k.failed.Load(); err != nil {
		return *err
	}
	return nil
}

// A Window reads the records of a file in order, some at a time. What it returns
// is valid until it is asked for another word. When the file cannot be read, it
// gives records without anything, and Kept.Err says why.
type Window struct {
	*Kept
	data       []byte // the records from start to end
	start, end int
}

// windowSize is how much is read at a time, or one record.
const windowSize = 16 << 10

// nothing is a record without text and postings.
var nothing = make([]byte, sumSize+7)

// Window returns a window on the file.
func (k *Kept) Window() Window { return Window{Kept: k} }

// raw is File.Raw; more is how much to read when that is not at hand.
func (w *Window) raw(word, more int) []byte {
	if len(w.edits) > 0 {
		record, written := w.edited(word)
		if record != nil {
			return record
		}
		word = written
	}
	return w.written(word, more)
}

// written is raw of what was written.
func (w *Window) written(word, more int) []byte {
	if w.whole {
		return w.head.Raw(word)
	}
	start, end := 0, w.head.end(word)
	if word > 0 {
		start = w.head.end(word - 1)
	}
	if start < w.start || end > w.end {
		w.start, w.end = start, min(max(end, start+more), w.head.end(w.head.words-1))
		w.data = slices.Grow(w.data[:0], w.end-w.start)[:w.end-w.start]
		if _, err := w.from.ReadAt(w.data, int64(w.size-w.head.end(w.head.words-1)+w.start)); err != nil {
			w.failed.CompareAndSwap(nil, &err)
			w.start, w.end = 0, 0
			return nothing
		}
	}
	return w.data[start-w.start : end-w.start : end-w.start]
}

// Text returns the text of a word.
func (w *Window) Text(word int) []byte { return textOf(w.raw(word, windowSize)) }

// Record reads what the file holds of a word into r.
func (w *Window) Record(word int, r *Record) { r.read(w.raw(word, windowSize)) }

// Find returns the number of the first word that is not before text, and whether
// it is that one.
func (w *Window) Find(text []byte) (int, bool) {
	if len(w.edits) == 0 {
		return w.find(text)
	}
	i, found := slices.BinarySearchFunc(w.edits, text, compareEdit)
	if found {
		return w.edits[i].number, w.edits[i].record != nil
	}
	at, found := w.find(text)
	return at + shift(w.edits[:i]), found
}

// find is Find in what was written.
func (w *Window) find(text []byte) (int, bool) {
	if w.whole {
		return w.head.Find(text)
	}
	above, found := slices.BinarySearchFunc(w.samples, text, func(s string, t []byte) int { return Compare([]byte(s), t) })
	if found || above == 0 {
		return above * sampleEvery, found
	}
	first := (above - 1) * sampleEvery
	end := min(above*sampleEvery, w.head.words)
	for i := first + 1; i < end; i++ {
		t := textOf(w.written(i, w.head.end(end-1)-w.head.end(first)))
		if d := Compare(t, text); d >= 0 {
			return i, d == 0
		}
	}
	return end, false
}
