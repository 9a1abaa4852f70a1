package link

import (
	"cmp"
	"encoding/binary"
	"slices"

	"essaim/generator/internal/model/content"
)

// recalled is how another process found related entries: what reweigh needs of a
// former link, as bytes can tell it. Words are named by their hashes, for their
// numbers are those of one table.
type recalled struct {
	// identities name the entries with the files that their words are from.
	identities []string
	terms      [][]uint32
	rarity     []uint32
	// steps are the rarities of the words that had any, by hash.
	steps []wordStep
	// keywords have hashes in place of numbers.
	keywords [][]keyword
	near     [][]candidate
}

type wordStep struct{ hash, step uint32 }

// recalledSize is about how many bytes Related returns for an entry.
const recalledSize = 400

func identityOf(g *group) string { return g.id + "\n" + g.source().entry.Hash }

// Recall returns a Memory that finds related entries with what Related returned
// in another process, for the same schema and with drafts or without alike. From
// bytes that are not so it recalls nothing.
func Recall(data []byte) *Memory {
	return &Memory{related: &relatedEntries{recalled: decodeRecalled(data)}}
}

// Related returns how the latest link found related entries, for Recall.
func (m *Memory) Related() []byte {
	r := m.related
	if r == nil || r.table == nil {
		return nil
	}
	hashes := r.table.hashes()
	out := make([]byte, 0, recalledSize*len(r.groups))
	number := func(n uint32) { out = binary.AppendUvarint(out, uint64(n)) }
	number(uint32(len(r.groups)))
	for _, g := range r.groups {
		id := identityOf(g)
		number(uint32(len(id)))
		out = append(out, id...)
	}
	number(uint32(len(r.rarity)))
	for _, n := range r.rarity {
		number(n)
	}
	for i := range r.groups {
		number(uint32(len(r.terms[i])))
		for _, term := range r.terms[i] {
			number(term)
		}
		number(uint32(len(r.keywords[i])))
		for _, k := range r.keywords[i] {
			number(hashes[k.word])
			number(k.weight)
		}
		number(uint32(len(r.near[i])))
		for _, c := range r.near[i] {
			number(c.entry)
			number(c.score)
		}
	}
	steps := r.table.rare()
	number(uint32(len(steps)))
	for _, s := range steps {
		number(s.hash)
		number(s.step)
	}
	return out
}

// decodeRecalled reads what Related returned; nil when it is anything else.
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
	hash := func() uint32 {
		n := number()
		damaged = damaged || n >= 1<<content.WordHashBits
		return n
	}
	k.terms, k.keywords, k.near = make([][]uint32, entries), make([][]keyword, entries), make([][]candidate, entries)
	for i := range entries {
		k.terms[i] = make([]uint32, count())
		for j := range k.terms[i] {
			k.terms[i][j] = number()
		}
		k.keywords[i] = make([]keyword, count())
		for j := range k.keywords[i] {
			k.keywords[i][j] = keyword{hash(), number()}
		}
		k.near[i] = make([]candidate, count())
		for j := range k.near[i] {
			k.near[i][j] = candidate{number(), number()}
			damaged = damaged || int(k.near[i][j].entry) >= entries
		}
	}
	k.steps = make([]wordStep, count())
	for i := range k.steps {
		k.steps[i] = wordStep{hash(), number()}
	}
	if damaged || len(data) > 0 {
		return nil
	}
	return k
}

// recall is reweigh with what another process knew: it makes r what that
// process had, with a table of the present words, and then chooses the keywords
// again of the entries that may have others. It returns nil when too much has
// changed.
func (r *relatedEntries) recall(k *recalled) []bool {
	var changed []int
	for i, g := range r.groups {
		if identityOf(g) != k.identities[i] {
			changed = append(changed, i)
		}
	}
	if len(changed) > mostAgain {
		return nil
	}
	r.table = newWordTable(len(r.groups))
	r.table.count(r.words)
	var words [][]content.Word
	for _, i := range changed {
		words = append(words, r.words[i])
	}
	moved := r.table.moved(k.steps, words)
	if len(moved) > mostMoved {
		return nil
	}
	r.keywords, r.near = k.keywords, k.near
	for _, keywords := range r.keywords {
		for j, key := range keywords {
			// A word that no entry has any more gets the number of a free place,
			// which is that of no other word.
			keywords[j].word = r.table.number(key.word)
		}
		slices.SortFunc(keywords, func(a, b keyword) int { return cmp.Compare(a.word, b.word) })
	}
	r.post()
	return r.chooseAgain(changed, moved)
}

// hashes returns the hashes of the words by their numbers.
func (t *wordTable) hashes() []uint32 {
	hashes := make([]uint32, t.size())
	for i := range t.parts {
		for at, slot := range t.parts[i].slots {
			hashes[int(t.parts[i].first)+at] = slot.key - 1
		}
	}
	return hashes
}

// number returns the number of a word.
func (t *wordTable) number(hash uint32) uint32 {
	part := &t.parts[hash>>restBits]
	return part.first + uint32(part.find(hash))
}

// rare returns the words that have a step of rarity, in order of the hash.
func (t *wordTable) rare() []wordStep {
	var steps []wordStep
	for i := range t.parts {
		for _, slot := range t.parts[i].slots {
			if step := t.step(slot.holder); slot.key != 0 && step != 0 {
				steps = append(steps, wordStep{slot.key - 1, step})
			}
		}
	}
	slices.SortFunc(steps, func(a, b wordStep) int { return cmp.Compare(a.hash, b.hash) })
	return steps
}

// moved returns the words that have another step now than they had; those that
// had none are among the words of the changed entries.
func (t *wordTable) moved(former []wordStep, changed [][]content.Word) []uint32 {
	var moved []uint32
	for _, f := range former {
		if t.step(t.slot(f.hash).holder) != f.step {
			moved = append(moved, f.hash)
		}
	}
	for _, words := range changed {
		for _, w := range words {
			if t.step(t.slot(w.Hash()).holder) == 0 {
				continue
			}
			if _, had := slices.BinarySearchFunc(former, w.Hash(), func(s wordStep, hash uint32) int { return cmp.Compare(s.hash, hash) }); !had {
				moved = append(moved, w.Hash())
			}
		}
	}
	return moved
}
