package shard

import (
	"iter"
	"runtime"
	"slices"
	"sync"

	"essaim/search/spread"
)

// stretchWords is the least number of words for which a goroutine of its own is
// worth what it makes in vain.
const stretchWords = 4000

// files returns the word files. Where one ends the next begins, so that each
// follows from the first word of the set; but which one begins with a word
// depends on nothing before. So several goroutines begin at once, at words where
// a file may well begin, and each goes on until it meets what another has done:
// after a few files, the ends agree. What was begun at other words is thrown
// away.
func (p *prepared) files(memory *Memory) []*wordFile {
	if len(p.Words) == 0 {
		w := &wordWriter{prepared: p, target: p.target}
		memory.words = nil
		return []*wordFile{w.file(0)}
	}
	c := &chain{prepared: p, files: map[int]*wordFile{}, begun: map[int]bool{}}
	kept := map[int]wordMemory{} // the files that are taken over
	c.run(append([]int{0}, c.remember(memory.words, kept)...))
	list := make([]*wordFile, 0, len(memory.words)+1)
	words := make([]wordMemory, 0, len(memory.words)+1)
	for first := 0; first < len(p.Words); {
		f := c.files[first]
		w, known := kept[first]
		if !known {
			w.sum, w.places = p.sumOf(first, first+f.words), p.placesOf(first, first+f.words)
		}
		list = append(list, f)
		words = append(words, wordMemory{text: p.Words[first].Text, file: f, sum: w.sum, places: w.places, first: first})
		first += f.words
	}
	memory.words = words
	return list
}

// A chain is the word files of a set while they are made.
type chain struct {
	*prepared

	mu sync.Mutex
	// files are those that begin with a word, and begun those that somebody has
	// done or is about to do.
	files map[int]*wordFile
	begun map[int]bool
}

// remember takes the files that still hold, which it notes in kept, and returns
// words that other files may begin with.
func (c *chain) remember(words []wordMemory, kept map[int]wordMemory) []int {
	if len(words) == 0 {
		return c.seams()
	}
	var guesses, ends []int
	for i := range words {
		known := words[i]
		if known.first < 0 || c.begun[known.first] {
			continue
		}
		if c.holds(&known) {
			c.files[known.first], c.begun[known.first], kept[known.first] = known.file, true, known
			ends = append(ends, known.first+known.file.words)
		} else if known.first < len(c.Words) {
			guesses = append(guesses, known.first)
		}
	}
	// Each must be followed by another, even if the memory has lost that.
	for _, end := range ends {
		if end < len(c.Words) && !c.begun[end] {
			guesses = append(guesses, end)
		}
	}
	return guesses
}

// holds reports whether a file still holds. Where words have only moved it lacks its
// places from then on, if they may be made later.
func (c *chain) holds(known *wordMemory) bool {
	end := known.first + known.file.words
	if end > len(c.Words) {
		return false
	}
	if !known.unsure {
		return true
	}
	if c.sumOf(known.first, end) != known.sum {
		return false
	}
	places := c.placesOf(known.first, end)
	if known.places != 0 && known.places != places {
		if !c.soon {
			return false
		}
		f := known.file
		known.file = &wordFile{words: f.words, data: f.data, sum: f.sum, unplaced: true}
	}
	known.places = places
	return true
}

// seams returns words that part a set into as much work for each processor, if
// possible such as begin a file wherever the one before would end: behind any other
// some six files are thrown away.
func (c *chain) seams() []int {
	stretches := min(runtime.GOMAXPROCS(0), len(c.Words)/stretchWords)
	all := 0
	for i := range c.Words {
		all += effort(&c.Words[i])
	}
	var list []int
	before := 0
	for i := range c.Words {
		if next := len(list) + 1; next < stretches && before >= all/stretches*next {
			rest := c.Words[i:min(i+stretchWords/2, len(c.Words))]
			heavy := slices.IndexFunc(rest, func(w Word) bool { return w.Documents >= c.target })
			list = append(list, i+max(heavy, 0))
		}
		before += effort(&c.Words[i])
	}
	return list
}

// effort is about what it takes to encode a word, in postings.
func effort(w *Word) int { return w.Postings + 8 }

// run makes the files that begin with some words, and all that follow them.
func (c *chain) run(starts []int) {
	spread.Over(len(starts), func(share iter.Seq[int]) {
		w := &wordWriter{prepared: c.prepared, target: c.target}
		for i := range share {
			for first := starts[i]; first < len(c.Words) && c.begin(first); {
				f := w.file(first)
				c.mu.Lock()
				c.files[first] = f
				c.mu.Unlock()
				first += f.words
			}
		}
	})
}

// begin reports whether nobody has begun with a word, and begins.
func (c *chain) begin(first int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.begun[first] {
		return false
	}
	c.begun[first] = true
	return true
}
