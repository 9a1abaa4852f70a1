package shard

import (
	"bytes"
	"encoding/json"
	"slices"
)

// An outline is what word files depend on beside the words themselves. Most edits leave it
// as it is: so a process keeps that of its latest set, and the next one prepares words by
// it before it has a set of its own.
type outline struct {
	Documents, Fields int
	Synonyms          [][]Member
	Inline            bool
	Target            int
}

// mostExpected is how many documents are expected.
const mostExpected = 1 << 24

// Expect tells a new memory which words the first set will have but for some edits, and
// by what name (Set.Base). What files are made of is then found in less time.
func (m *Memory) Expect(words []Word, base string) {
	if m.spelt == nil || m.spelt.noted != base {
		m.speller.update(&Set{Words: words}) // the order of those of the set is found by it
	}
	var o outline
	if json.Unmarshal(m.outline, &o) != nil || min(o.Documents, o.Fields) < 0 || max(o.Documents, o.Fields) > mostExpected {
		return
	}
	s := &Set{Documents: make([]Card, o.Documents), Fields: make([]Field, o.Fields), Words: words, Synonyms: o.Synonyms}
	m.latest, m.expected = s.prepareAnew(o.Inline, o.Target), base
	m.seek(m.latest)
}

// met gives up what has been prepared if s is not the set that was expected. If it is,
// words of which only positions have changed count as changed whole: what another process
// has kept is one checksum of each file, positions included.
func (m *Memory) met(s *Set) {
	if m.expected == "" {
		return
	}
	if s.Base != m.expected {
		m.latest = nil
	}
	m.expected = ""
	s.Edits = slices.Clone(s.Edits)
	for i := range s.Edits {
		s.Edits[i].Moved = false
	}
}

// saveOutline puts the outline of the latest set into a store, unless it has it.
func (m *Memory) saveOutline(store Store, name string) {
	p := m.latest
	data, err := json.Marshal(outline{len(p.Documents), len(p.Fields), p.Synonyms, p.inline, p.target})
	if err == nil && !bytes.Equal(data, m.outline) {
		store.Put("outline/"+name, data)
		m.outline = data
	}
}
