package lexicon

import (
	"sync"

	"essaim/search/inverted"
)

// Opened are files that a build has in memory, for what comes later in it: few, as
// behind an edit. The zero Opened has none. It is safe for concurrent use, but for
// Edited.
type Opened struct {
	mutex sync.Mutex
	files map[*inverted.Kept]*inverted.File
	// edits are the files that have been made of others by editing them.
	edits []edit
}

// An edit is a file that has been edited, before and after, and the words that differ.
type edit struct {
	was, is *inverted.Kept
	words   Changed
}

// Changed are the words whose records have changed; true for those that have only
// moved (see shard.Edit).
type Changed map[string]bool

// Add notes a word. One that is noted twice has moved if both say so.
func (c Changed) Add(text string, moved bool) {
	before, known := c[text]
	c[text] = moved && (before || !known)
}

// Edited notes that one file has been edited into another, and which records differ
// between the two, so that they need not be compared.
func (o *Opened) Edited(was, is *inverted.Kept, words Changed) {
	o.edits = append(o.edits, edit{was, is, words})
}

// since returns the words whose records differ between two files, or nil where that is
// not known.
func (o *Opened) since(was, is *inverted.Kept) Changed {
	for _, e := range o.edits {
		if e.was == was && e.is == is {
			return e.words
		}
	}
	return nil
}

// File returns a file in memory.
func (o *Opened) File(k *inverted.Kept) (*inverted.File, error) {
	o.mutex.Lock()
	f := o.files[k]
	o.mutex.Unlock()
	if f != nil {
		return f, nil
	}
	f, err := k.File(nil)
	if err == nil {
		o.Add(k, f)
	}
	return f, err
}

// Add adds a file that is in memory, as long as there are few.
func (o *Opened) Add(k *inverted.Kept, f *inverted.File) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.files == nil {
		o.files = map[*inverted.Kept]*inverted.File{}
	}
	if len(o.files) < patchParts {
		o.files[k] = f
	}
}
