package shard

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"unicode/utf8"

	"essaim/search/inverted"
)

// A text that is edited changes few spelling files: those that hold a word which has
// come or gone, or is much more frequent or rare. So a process keeps with which word
// each begins, for the next to make those again and no others. To have all words in
// both orders first takes twenty times as long.

// A spellingFile is a spelling file with the beginning of its first word's side, by
// which files are in order, and the checksum of what it depends on.
type spellingFile struct {
	named
	first string
	of    uint64
}

// spellings are the spelling files of a build as another process has left them: the
// files themselves are in the memory, by what they depend on.
type spellings struct {
	// noted names the words that Set.Edits are counted from (Set.Base), target is the
	// size of the files, and since is what they hold of the words that had another
	// spelling by then.
	noted             string
	target            int
	since             map[string]spelling
	forward, backward []spellingFile
}

// A spelling is what a spelling file holds of a word; the zero value is nothing.
type spelling struct {
	shown string
	class int
}

// spelling returns what a spelling file holds of a word, if anything: words with
// terms, of three characters or more, that documents hold.
func (w *Word) spelling() (of spelling, ok bool) {
	if len(w.Classes) == 0 || w.Documents == 0 || isShort(w.Text) {
		return spelling{}, false
	}
	return spelling{cmp.Or(w.Shown, w.Text), FrequencyClass(w.Documents)}, true
}

// respelled returns the words that spelling files hold otherwise behind some edits, as
// they hold them then.
func respelled(edits []Edit) map[string]spelling {
	list := map[string]spelling{}
	for i := range edits {
		was, _ := edits[i].Was.spelling()
		if is, _ := edits[i].Is.spelling(); is != was {
			list[edits[i].text()] = is
		}
	}
	return list
}

// changed returns the words that the files hold otherwise than those of a set that some
// edits lead to.
func (x *spellings) changed(edits []Edit) []string {
	var list []string
	now := respelled(edits)
	for text, is := range now {
		if was, known := x.since[text]; !known || was != is {
			list = append(list, text)
		}
	}
	for text := range x.since {
		if _, still := now[text]; !still {
			list = append(list, text)
		}
	}
	return list
}

// respell makes the spelling files of a set from those of another process, or
// reports that they have to be made of all words.
func (m *Memory) respell(s *Set, target int) (forward, backward []spellingFile, ok bool) {
	x := m.spelt
	if m.spelt = nil; x == nil || s.Edits == nil || s.Base == "" || s.Base != x.noted || x.target != target {
		return nil, nil, false
	}
	changed := x.changed(s.Edits)
	if forward, ok = m.respellSide(s, asItIs, x.forward, changed, target); ok {
		backward, ok = m.respellSide(s, turnedBack, x.backward, changed, target)
	}
	return forward, backward, ok
}

// respellSide is respell for one side, of which former are the files. A file is made
// again where a word between its beginning and that of the next may have changed, and
// so are those behind it, until one begins where a former one did.
func (m *Memory) respellSide(s *Set, of side, former []spellingFile, changed []string, target int) ([]spellingFile, bool) {
	turned := make([]string, len(changed))
	for i, text := range changed {
		turned[i] = of.turn(text)
	}
	slices.SortFunc(turned, Compare)
	begin := func(i int) string { // the first file begins with whatever comes
		if i == 0 {
			return ""
		}
		return former[i].first
	}
	holds := func(i int) bool {
		at, _ := slices.BinarySearchFunc(turned, begin(i), Compare)
		return at < len(turned) && (i+1 == len(former) || Compare(turned[at], former[i+1].first) <= 0)
	}
	var files []spellingFile
	var last *spelled // of the file before, where that has been made
	for i := 0; i < len(former); {
		if f := former[i]; !holds(i) {
			known, ok := m.known(f.of)
			if !ok {
				return nil, false
			}
			if known.key = f.key; last != nil {
				known.key = separator(of.turn(last.text), f.first)
			}
			f.named, last = known, nil
			files = append(files, f)
			i++
			continue
		}
		var words []*spelled
		begins := map[int]int{} // files by the place of their first words
		next := i
		for at, done := 0, false; !done; {
			end := at + 1
			for {
				for end >= len(words) && next < len(former) {
					begins[len(words)] = next
					to := ""
					if next+1 < len(former) {
						to = former[next+1].first
					}
					words = append(words, s.spelledIn(of, begin(next), to)...)
					next++
				}
				if end >= len(words) || spellingEnds(end-at, target, of, words[end]) {
					break
				}
				end++
			}
			if at == len(words) {
				break // no word is left
			}
			end = min(end, len(words))
			f := m.spellingFile(words[at:end], last, of)
			if last == nil { // what comes before is the same
				f.key = former[i].key
			}
			files = append(files, f)
			last, at = words[end-1], end
			if at == len(words) {
				next, done = len(former), true
			} else if file, met := begins[at]; met && !holds(file) {
				next, done = file, true
			}
		}
		i = next
	}
	return files, len(files) > 0
}

// spelledIn returns the words of a side from one text to before another, or to the
// last, in order.
func (s *Set) spelledIn(of side, from, to string) []*spelled {
	var list []*spelled
	add := func(w *Word) {
		if as, ok := w.spelling(); ok {
			e := &spelled{}
			e.set(w.Text, as.shown, as.class)
			list = append(list, e)
		}
	}
	if of.kind == asItIs.kind {
		for i := indexOf(s.Words, from); i < len(s.Words) && (to == "" || Compare(s.Words[i].Text, to) < 0); i++ {
			add(&s.Words[i])
		}
		return list
	}
	first, end := inverted.Prefix(from), inverted.Prefix(to)
	for i := range s.Words {
		text := s.Words[i].Text
		last := text[len(text)-1] // the first byte of the text reversed, if it is ASCII
		if last < utf8.RuneSelf && (from != "" && last < from[0] || to != "" && last > to[0]) {
			continue
		}
		var onStack [64]byte
		back := appendReversed(onStack[:0], text)
		if p := inverted.Prefix(back); p < first || to != "" && p > end {
			continue // most of them
		}
		if inverted.Compare(back, []byte(from)) >= 0 && (to == "" || inverted.Compare(back, []byte(to)) < 0) {
			add(&s.Words[i])
		}
	}
	slices.SortFunc(list, compareReversed)
	return list
}

// saveSpelling puts the spelling files of the latest build into a store, unless they
// are still those of another, or it is not known of which words.
func (m *Memory) saveSpelling(store Store, name string) {
	s := m.spelled
	if s == nil || s != m.latest.Set || s.Noted == "" || s.Noted == s.Base && s.Edits == nil {
		return
	}
	var since map[string]spelling
	if s.Noted == s.Base {
		since = respelled(s.Edits)
	}
	p := &packer{}
	p.block([]byte(s.Noted))
	p.data = binary.AppendUvarint(p.data, uint64(m.spellingTarget))
	p.data = binary.AppendUvarint(p.data, uint64(len(since)))
	for _, text := range slices.Sorted(maps.Keys(since)) {
		p.block([]byte(text))
		p.block([]byte(since[text].shown))
		p.data = binary.AppendUvarint(p.data, uint64(since[text].class))
	}
	for _, files := range [][]spellingFile{m.forward, m.backward} {
		p.data = binary.AppendUvarint(p.data, uint64(len(files)))
		for _, f := range files {
			p.block([]byte(f.first))
			p.block([]byte(f.key))
			p.data = binary.LittleEndian.AppendUint64(p.data, f.of)
		}
	}
	store.Put("spelling/"+name, p.data)
}

// loadSpelling takes what saveSpelling has put.
func (m *Memory) loadSpelling(store Store, name string) {
	data, ok := store.Get("spelling/" + name)
	if !ok {
		return
	}
	r := unpacker{data: data}
	text := func() string { return string(r.block()) }
	x := &spellings{noted: text(), target: int(r.number()), since: map[string]spelling{}}
	count := func() int {
		n := r.number()
		r.damaged = r.damaged || n > uint64(len(r.data))
		return int(min(n, uint64(len(r.data))))
	}
	for range count() {
		word := text()
		x.since[word] = spelling{text(), int(r.number())}
	}
	for _, files := range []*[]spellingFile{&x.forward, &x.backward} {
		for range count() {
			f := spellingFile{first: text()}
			f.key = text()
			f.of = r.fixed(8)
			*files = append(*files, f)
		}
	}
	if !r.damaged && len(r.data) == 0 {
		m.spelt = x
	}
}
