package indexer

import (
	"essaim/search/inverted"
	"essaim/search/lexicon"
	"essaim/search/shard"
)

// A chunkEdit is what a chunk was before some of its documents got other texts.
type chunkEdit struct {
	key string // of its inverted file
	// documents are the numbers in the chunk of those that have changed, and was what
	// they were.
	documents []int
	was       []Document
}

// mostEdited is how many documents of a chunk may get other texts for its inverted
// file to be edited, and editShare one in how many of its words may differ from what
// was written once: they are in memory.
const (
	mostEdited = 4
	editShare  = 8
)

// edit returns the inverted file of a chunk of which some documents have got other
// texts, made of the one that it had; or nil where it is better made anew. What
// cannot be read makes that fail too, which says why.
func (k *kept) edit(m *manifest, c *chunk, in *lexicon.Opened) *inverted.Kept {
	former := k.files[c.edit.key]
	if former == nil || len(c.edit.documents) > mostEdited || former.Edits() > former.Words()/editShare {
		return nil
	}
	if k.editor == nil {
		var err error
		if k.editor, err = newInverter(m); err != nil {
			return nil
		}
	}
	file, words := former, lexicon.Changed{}
	for i, number := range c.edit.documents {
		was, err := k.editor.alone(&c.edit.was[i], inverted.Key{})
		if err != nil {
			return nil
		}
		is, err := k.editor.alone(&c.docs[number], c.keys[number])
		if err != nil {
			return nil
		}
		next, changed, err := file.Edited(number, was, is)
		if err != nil {
			return nil
		}
		file = next
		for _, text := range changed {
			words.Add(string(text), shard.SamePostings(pieceOf(was, text), pieceOf(is, text)))
		}
	}
	in.Edited(former, file, words)
	return file
}

// pieceOf returns the postings of a word in a file, none where it has none.
func pieceOf(f *inverted.File, text []byte) shard.Piece {
	var r inverted.Record
	if i, found := f.Find(text); found {
		f.Record(i, &r)
	}
	return shard.Piece{Body: r.Body, Other: r.Other}
}

// alone returns the inverted file of a document alone.
func (v *inverter) alone(d *Document, key inverted.Key) (*inverted.File, error) {
	data, err := v.file(nil, []Document{*d}, []inverted.Key{key})
	if err != nil {
		return nil, err
	}
	return inverted.Open(data)
}
