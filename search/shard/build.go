package shard

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Sizes say how the files of a set are cut. Two builds are equal only if these
// are.
type Sizes struct {
	// Words is the size in bytes from which on a word file ends, and Spelling
	// the number of words from which on a spelling file does.
	Words, Spelling int
	// Places is the number of word files whose positions share a file, and Cards
	// the number of documents whose cards do.
	Places, Cards int
	// Inline is the number of documents from which on the lengths of texts stand
	// in the postings, because the root would grow with them.
	Inline int
}

// Default returns the sizes for a number of documents: small files, so that a
// query fetches little beside what it needs, until so many would have to be
// listed in the root that the root weighs more.
func Default(documents int) Sizes {
	s := Sizes{Words: 3_500, Spelling: 3_000, Places: 8, Cards: 10, Inline: 20_000}
	if documents >= s.Inline {
		s.Words, s.Places, s.Cards = documents/5, 2, 24
	}
	return s
}

// placeWorkers is how many files of positions are encoded at once.
const placeWorkers = 2

// Build returns the files of a set, the root first, the others sorted by name.
func Build(s *Set, sizes Sizes) ([]File, error) {
	members := s.prepare()
	root := &Root{
		Tag: s.Tag, Documents: len(s.Documents), Fields: s.Fields, Types: s.Types, Reading: s.Reading,
		Synonyms: s.Synonyms, Boosts: s.Boosts, PlacesEach: sizes.Places, CardsEach: sizes.Cards,
	}
	if len(s.Documents) < sizes.Inline {
		root.Lengths = slices.Clone(s.Lengths)
		if root.Lengths == nil {
			root.Lengths = []int{}
		}
	}
	b := &builder{names: map[string][]byte{}}
	w := &wordWriter{set: s, lengths: s.Lengths, members: members, inline: root.Lengths == nil}
	var others sync.WaitGroup
	var cards [][]byte
	var facets, forward, backward [][]byte
	var cardErr error
	var keys, reverseKeys []string
	others.Go(func() {
		cards, cardErr = s.cards(sizes.Cards)
		facets = [][]byte{facetFile(s.Facets, len(s.Documents))}
		list := s.spellable()
		forward, keys = spellingFiles(list, sizes.Spelling)
		for i := range list {
			list[i].Text, list[i].Shown = reversed(list[i].Text), reversed(list[i].Shown)
		}
		backward, reverseKeys = spellingFiles(list, sizes.Spelling)
	})
	files, ranges := w.shards(sizes.Words)
	sections := make([][]byte, len(ranges))
	for worker := range placeWorkers {
		others.Go(func() {
			for i := worker; i < len(ranges); i += placeWorkers {
				sections[i] = places(s.Words[ranges[i].first:ranges[i].end])
			}
		})
	}
	others.Wait()
	if cardErr != nil {
		return nil, cardErr
	}
	for i, data := range files {
		root.Words = append(root.Words, Entry{s.boundary(ranges[i].first), b.add("w", data)})
	}
	if len(files) == 0 {
		root.Words = []Entry{{"", b.add("w", w.empty())}}
	}
	for group := range slices.Chunk(sections, sizes.Places) {
		root.Places = append(root.Places, b.add("p", join(group)))
	}
	for _, data := range cards {
		root.Cards = append(root.Cards, b.add("c", data))
	}
	root.Facets = b.add("f", facets[0])
	for i, data := range forward {
		root.Spelling = append(root.Spelling, Entry{keys[i], b.add("s", data)})
	}
	for i, data := range backward {
		root.Reversed = append(root.Reversed, Entry{reverseKeys[i], b.add("s", data)})
	}
	data := root.encode()
	all := []File{{Name("r", Sum(data)), data}}
	slices.SortFunc(b.files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return append(all, b.files...), nil
}

// A builder gives files their names.
type builder struct {
	files []File
	names map[string][]byte
}

// add adds a file and returns the checksum in its name. Files of one kind with
// the same content are one file; if two contents have the same checksum, the
// second gets a byte more at its end, which readers do not look at.
func (b *builder) add(kind string, data []byte) uint32 {
	for {
		sum := Sum(data)
		name := Name(kind, sum)
		have, ok := b.names[name]
		if ok && string(have) == string(data) {
			return sum
		}
		if !ok {
			b.names[name] = data
			b.files = append(b.files, File{name, data})
			return sum
		}
		data = append(slices.Clone(data), map[bool]byte{true: ' ', false: 0}[kind == "c"])
	}
}

// empty encodes a word file without words.
func (w *wordWriter) empty() []byte {
	e := newEncoder()
	w.finish(e, newWordModels(0, len(w.set.Fields), w.inline), 0, 0, nil)
	return e.finish()
}

// cards encodes the cards: a JSON array of arrays [URL, title, summary, date,
// type, ID]. The type is its number in the root; the ID is left out if it is the
// last two parts of the URL.
func (s *Set) cards(each int) ([][]byte, error) {
	types := map[string]int{}
	for i, t := range s.Types {
		types[t.Key] = i
	}
	var files [][]byte
	for group := range slices.Chunk(s.Documents, each) {
		var list [][]any
		for _, d := range group {
			card := []any{d.URL, d.Title, d.Summary, d.Date, types[d.Type]}
			if strings.Count(d.ID, "/") != 1 || !strings.HasSuffix(d.URL, "/"+d.ID+"/") {
				card = append(card, d.ID)
			}
			list = append(list, card)
		}
		var out strings.Builder
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(list); err != nil {
			return nil, fmt.Errorf("cards: %w", err)
		}
		files = append(files, []byte(strings.TrimSuffix(out.String(), "\n")))
	}
	return files, nil
}

// told returns the ID that a URL tells: its last two segments, if it ends with a
// slash, or else the whole.
func told(url string) string {
	parts := strings.Split(url, "/")
	n := len(parts)
	if n < 3 || parts[n-1] != "" || parts[n-2] == "" || parts[n-3] == "" {
		return url
	}
	return parts[n-3] + "/" + parts[n-2]
}

// spellingFiles sorts words by their text and cuts them into files. It returns
// the files and the key from which on each is looked at.
func spellingFiles(list []Spelling, target int) (files [][]byte, keys []string) {
	slices.SortFunc(list, func(a, b Spelling) int { return Compare(a.Text, b.Text) })
	for first := 0; first < len(list); {
		end := first + 1
		for end < len(list) && !spellingCuts(end-first, target, list[end].Text) {
			end++
		}
		e := newEncoder()
		codeSpellings(e, list[first:end])
		files = append(files, e.finish())
		key := ""
		if first > 0 {
			key = separator(list[first-1].Text, list[first].Text)
		}
		keys = append(keys, key)
		first = end
	}
	return files, keys
}

// spellingCuts reports whether a file of so many words ends before a word: from
// three quarters of the target on, where a checksum says so, which it does once
// in a quarter of the target. It is rare that a word more or less moves such a
// boundary, and the next one is then where it was.
func spellingCuts(words, target int, next string) bool {
	return words >= target*3/4 && (Sum([]byte(next))%uint32(max(1, target/4)) == 0 || words >= 2*target)
}
