package link

import (
	"encoding/binary"
	"slices"
	"strings"

	"essaim/generator/internal/arena"
	"essaim/generator/internal/model/content"
)

// recalled is how another process found related entries: what reweigh needs of a
// former link, as bytes can tell it.
type recalled struct {
	// identities name the entries with the files that their words are from.
	identities []string
	terms      [][]uint32
	rarity     []uint32
	// table counts the words of all entries, and keywords have its numbers.
	table    *wordTable
	keywords [][]keyword
	postings [][]posting
	near     [][]candidate
	// words returns those of a file with a hash, if they are known.
	words FormerWords
}

// FormerWords returns the words of an entry whose file had a hash in the link that
// is recalled, or reports that nobody knows them any more.
type FormerWords func(file, hash string) ([]content.Word, bool)

// recalledSize is about how many bytes Related appends for an entry.
const recalledSize = 264

// identityOf returns the parts of an identity, which is the name of an entry, a line
// feed, and the hash of its file.
func identityOf(g *group) (name, hash string) { return g.id, g.source().entry.Hash }

// hasIdentity reports whether an entry is the same as one that had an identity.
func (g *group) hasIdentity(identity string) bool {
	name, hash := identityOf(g)
	ofName, ofHash, _ := strings.Cut(identity, "\n")
	return name == ofName && hash == ofHash
}

// Recall returns a Memory that finds related entries with what Related appended
// in another process, for the same schema and with drafts or without alike. From
// bytes that are not so it recalls nothing. words are asked for those of entries
// that have changed since.
func Recall(data []byte, words FormerWords) *Memory {
	k := decodeRecalled(data)
	if k != nil {
		k.words = words
	}
	return &Memory{related: &relatedEntries{recalled: k}}
}

// Unsure returns the identities of the entries that may show other related ones than
// in the link that was recalled; when nothing was, those of all that show any.
func (m *Memory) Unsure() []string {
	r := m.relatedEntries()
	list := make([]string, len(r.unsure))
	for n, i := range r.unsure {
		list[n] = r.groups[i].id
	}
	return list
}

// Related appends how the latest link found related entries to bytes, for Recall. A run
// that links once calls Forget then: the memory holds what the site was made of.
func (m *Memory) Related(to []byte) []byte {
	r := m.related
	if r == nil || r.table == nil {
		return to
	}
	out := slices.Grow(to, recalledSize*len(r.groups))
	number := func(n uint32) { out = binary.AppendUvarint(out, uint64(n)) }
	number(uint32(len(r.groups)))
	for _, g := range r.groups {
		name, hash := identityOf(g)
		number(uint32(len(name) + 1 + len(hash)))
		out = append(append(append(out, name...), '\n'), hash...)
	}
	number(uint32(len(r.rarity)))
	for _, n := range r.rarity {
		number(n)
	}
	out = r.table.append(out)
	for i := range r.groups {
		number(uint32(len(r.terms[i])))
		for _, term := range r.terms[i] {
			number(term)
		}
		number(uint32(len(r.keywords[i])))
		for _, k := range r.keywords[i] {
			number(k.word)
			number(k.weight)
		}
		number(uint32(len(r.near[i])))
		for _, c := range r.near[i] {
			number(c.entry)
			number(c.score)
		}
	}
	return out
}

// decodeRecalled reads what Related appended; nil when it is anything else.
func decodeRecalled(data []byte) *recalled {
	damaged := false
	number := func() uint32 {
		n, size := binary.Uvarint(data)
		if size <= 0 || n > 1<<32-1 {
			damaged = true
			return 0
		}
		data = data[size:]
		return uint32(n)
	}
	// count reads how many things follow, of at least a byte each.
	count := func() int {
		n := int(number())
		if n > len(data) {
			damaged = true
			return 0
		}
		return n
	}
	k := &recalled{identities: make([]string, count())}
	for i := range k.identities {
		n := count()
		k.identities[i] = string(data[:n])
		data = data[n:]
	}
	k.rarity = make([]uint32, count())
	for i := range k.rarity {
		k.rarity[i] = number()
	}
	entries := len(k.identities)
	if k.table = readTable(entries, number, count); k.table == nil {
		return nil
	}
	words := uint32(k.table.size())
	k.terms, k.keywords, k.near = make([][]uint32, entries), make([][]keyword, entries), make([][]candidate, entries)
	var terms arena.Slices[uint32] // there are three small lists of each entry
	var keywords arena.Slices[keyword]
	var near arena.Slices[candidate]
	for i := range entries {
		k.terms[i] = terms.Take(count())
		for j := range k.terms[i] {
			k.terms[i][j] = number()
		}
		k.keywords[i] = keywords.Take(count())
		for j := range k.keywords[i] {
			k.keywords[i][j] = keyword{number(), number()}
			damaged = damaged || k.keywords[i][j].word >= words
		}
		k.near[i] = near.Take(count())
		for j := range k.near[i] {
			k.near[i][j] = candidate{number(), number()}
			damaged = damaged || int(k.near[i][j].entry) >= entries
		}
	}
	if damaged || len(data) > 0 {
		return nil
	}
	k.postings = postingsOf(int(words), k.keywords)
	return k
}

// recall is reweigh with what another process knew: it makes r what that process
// had, and then chooses the keywords again of the entries that may have others. It
// returns nil when too much has changed.
func (r *relatedEntries) recall(k *recalled) []bool {
	var changed []int
	var former [][]content.Word
	for i, g := range r.groups {
		if g.hasIdentity(k.identities[i]) {
			continue
		}
		_, hash, _ := strings.Cut(k.identities[i], "\n")
		words, known := k.words(g.source().entry.File, hash)
		if !known || len(changed) == mostAgain {
			return nil
		}
		r.need(i)
		changed, former = append(changed, i), append(former, words)
	}
	r.table, r.keywords, r.postings, r.near = k.table, k.keywords, k.postings, k.near
	moved, ok := r.exchange(changed, former)
	if !ok {
		return nil
	}
	return r.chooseAgain(changed, moved)
}

// append appends the table: of each part how many places it has and how many words,
// and of each word how many places lie before it, its hash and how many entries
// hold it.
func (t *wordTable) append(to []byte) []byte {
	for i := range t.parts {
		p := &t.parts[i]
		to = binary.AppendUvarint(to, uint64(len(p.slots)))
		to = binary.AppendUvarint(to, uint64(p.used))
		free := uint64(0)
		for _, slot := range p.slots {
			if slot.key == 0 {
				free++
				continue
			}
			to = binary.AppendUvarint(to, free)
			to = binary.AppendUvarint(to, uint64(slot.key-1))
			to = binary.AppendUvarint(to, uint64(slot.holder))
			free = 0
		}
	}
	return to
}

// readTable reads a table of some entries; nil when it is none. number reads a
// number, and count one of things that follow.
func readTable(entries int, number func() uint32, count func() int) *wordTable {
	t := newWordTable(entries)
	for i := range t.parts {
		p := &t.parts[i]
		places, at := int(number()), 0
		p.used = count()
		// A table grows when it is three quarters full, and to twice its size.
		if places&(places-1) != 0 || places < leastSlots || places > max(leastSlots, 4*p.used) || p.used >= places {
			return nil
		}
		p.slots = make([]wordSlot, places)
		for range p.used {
			at += int(number())
			hash := number()
			if at >= places || hash >= 1<<content.WordHashBits {
				return nil
			}
			p.slots[at] = wordSlot{hash + 1, number()}
			at++
		}
	}
	t.place()
	return t
}
