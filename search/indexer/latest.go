package indexer

import (
	"maps"
	"slices"
	"sync"

	"essaim/search/shard"
)

// A latest is what the files for browsers were last made of: where nothing but the
// texts of some documents has changed since, most of it still holds.
type latest struct {
	loc Locale
	// given are the documents in the order in which they were given.
	given []Document
	// docs are the same in the order of the index, without their facets.
	docs     []Document
	manifest *manifest
	chunks   []chunk
	// facets are made once, beside the first build.
	facets func() []shard.Facet
	cards  []shard.Card
	types  []shard.Type
}

// arrange puts the documents in order and cuts them into chunks; whole says that an
// index is made of them, not only files for browsers. Edited are the numbers of
// those that have got other texts since the last time, where that is all.
func (k *kept) arrange(loc Locale, docs []Document, whole bool) (now *latest, edited []int, err error) {
	former := k.latest
	k.latest = nil // until this build is done
	if !whole {
		if edited, ok := former.onlyTexts(loc, docs, k.order.given); ok {
			return former.edited(docs, edited, k.order.given), edited, nil
		}
	}
	now = &latest{loc: loc, given: docs}
	if whole {
		now.given = nil // nothing is made of them again
	}
	if now.docs, err = k.order.sort(docs); err != nil {
		return nil, nil, err
	}
	now.manifest = newManifest(loc, now.docs)
	now.facets = sync.OnceValue(now.manifest.facetLists)
	now.chunks = chunks(now.manifest, now.docs, whole)
	for i := range now.docs { // our own copies, whose facets are in the manifest
		now.docs[i].Facets = nil
	}
	k.editor = nil // there may be another analyzer
	return now, nil, nil
}

// edited returns what is made of documents of which some, by number, have got other
// texts; which are the numbers that they were given under. The receiver must not be
// used any more.
func (l *latest) edited(given []Document, changed []int, which []int32) *latest {
	now := *l
	now.given = given
	was := make([]Document, len(changed))
	for i, number := range changed {
		was[i], now.docs[number] = now.docs[number], given[which[number]]
		now.docs[number].Facets = nil // they are in the manifest
	}
	now.chunks = rechunked(now.manifest, l.chunks, changed, was)
	return &now
}

// onlyTexts returns the numbers of the documents whose texts have changed since the
// last time; it is not ok if anything else has.
func (l *latest) onlyTexts(loc Locale, docs []Document, which []int32) (changed []int, ok bool) {
	if l == nil || len(docs) != len(l.given) || !sameLocale(&loc, &l.loc) {
		return nil, false
	}
	var at []bool
	for i := range docs {
		a, b := &docs[i], &l.given[i]
		if a.Hash == b.Hash && a.Hash != "" {
			if !sameOutside(a, b) {
				return nil, false
			}
			continue
		}
		if a.Hash == "" || b.Hash == "" || !sameOutside(a, b) {
			return nil, false
		}
		if at == nil {
			at = make([]bool, len(docs))
		}
		at[i] = true
	}
	if at == nil {
		return nil, true
	}
	for number, i := range which {
		if at[i] {
			changed = append(changed, number)
		}
	}
	return changed, true
}

func sameLocale(a, b *Locale) bool {
	return a.Tag == b.Tag && a.Analyzer == b.Analyzer && slices.EqualFunc(a.Synonyms, b.Synonyms, slices.Equal[[]string]) && maps.Equal(a.Weights, b.Weights)
}

// sameOutside reports whether two documents are the same but for their texts.
func sameOutside(a, b *Document) bool {
	return a.ID == b.ID && a.URL == b.URL && a.Type == b.Type && a.TypeLabel == b.TypeLabel && a.Title == b.Title && a.Summary == b.Summary &&
		a.Date == b.Date && a.Boost == b.Boost && (a.Load != nil) == (b.Load != nil) && a.Load != nil &&
		slices.EqualFunc(a.Fields, b.Fields, func(a, b Field) bool { return a.Name == b.Name && a.Weight == b.Weight }) &&
		slices.EqualFunc(a.Facets, b.Facets, func(a, b Facet) bool { return a.Name == b.Name && slices.Equal(a.Keys, b.Keys) })
}

// rechunked returns the chunks when some documents in them, by number, have got other
// texts; was are these as they were.
func rechunked(m *manifest, former []chunk, changed []int, was []Document) []chunk {
	seed, _ := seeds(m)
	list := slices.Clone(former)
	for i := range list {
		c := &list[i]
		end := c.base + len(c.docs)
		if c.edit = nil; len(changed) == 0 || changed[0] >= end {
			continue
		}
		c.edit = &chunkEdit{key: c.key}
		c.keys = slices.Clone(c.keys)
		for len(changed) > 0 && changed[0] < end {
			one, number := seed, changed[0]-c.base
			c.edit.documents, c.edit.was = append(c.edit.documents, number), append(c.edit.was, was[0])
			one.document(&c.docs[number])
			c.keys[number] = one.key()
			changed, was = changed[1:], was[1:]
		}
		whole := seed
		for _, key := range c.keys {
			whole.text(string(key[:]))
		}
		c.key = whole.String()
	}
	return list
}

// forgetTexts lets go of what documents say: of a whole index they are read once, and
// only what is shown is needed then.
func (l *latest) forgetTexts() {
	for i := range l.docs {
		d := &l.docs[i]
		d.Body, d.Headings, d.Fields, d.Load, d.Hash = "", nil, nil, nil, ""
	}
}
