package shard

import (
	"iter"
	"maps"
	"runtime"
	"slices"
	"sync"

	"essaim/search/spread"
)

// stretchWords is the least number of words for which a goroutine of its own is
// worth what it makes in vain.
const stretchWords = 4000

// halvedFiles is about how many files a goroutine has before it when half of them are
// worth another, which may make some in vain.
const halvedFiles = 16

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
	c := &chain{prepared: p, files: map[int]wordMemory{}, begun: map[int]bool{}}
	c.run(append([]int{0}, c.remember(memory.words)...))
	list := make([]*wordFile, 0, len(memory.words)+1)
	words := make([]wordMemory, 0, len(memory.words)+1)
	for first := 0; first < len(p.Words); {
		w := c.files[first]
		list, words = append(list, w.file), append(words, w)
		first += w.file.words
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
	files map[int]wordMemory
	begun map[int]bool
}

// remember takes the files that still hold, and returns words that other files may
// begin with.
func (c *chain) remember(words []wordMemory) []int {
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
			known.text, known.unsure = c.Words[known.first].Text, false
			c.files[known.first], c.begun[known.first] = known, true
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

// holds reports whether a file still holds. Where words have only moved, its positions
// are dropped, to be made again, if that may be done later.
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
	sum := c.positionsSum(known.first, end)
	if known.positionsSum != 0 && known.positionsSum != sum {
		if !c.soon {
			return false
		}
		f := known.file
		known.file = &wordFile{words: f.words, named: f.named, unlocated: true}
	}
	known.positionsSum = sum
	return true
}

// seams returns words that part a set into as much work for each processor.
func (c *chain) seams() []int {
	stretches := min(runtime.GOMAXPROCS(0), len(c.Words)/stretchWords)
	all := c.effort(0, len(c.Words))
	var list []int
	for next := 1; next < stretches; next++ {
		list = append(list, c.seam(0, len(c.Words), all/stretches*next))
	}
	return list
}

// seam returns a word behind about so much effort for the words from first to end,
// if possible such as begins a file wherever the one before would end: behind any
// other some six files are thrown away.
func (c *chain) seam(first, end, effort int) int {
	for ; first < end && effort > 0; first++ {
		effort -= c.Words[first].effort()
	}
	rest := c.Words[first:min(first+stretchWords/2, end)]
	heavy := slices.IndexFunc(rest, func(w Word) bool { return w.Documents >= c.target })
	return first + max(heavy, 0)
}

// effort is about what it takes to encode a word, in postings.
func (w *Word) effort() int { return w.Postings + 8 }

func (c *chain) effort(first, end int) int {
	sum := 0
	for i := first; i < end; i++ {
		sum += c.Words[i].effort()
	}
	return sum
}

// run makes the files that begin with some words, and all that follow them.
func (c *chain) run(starts []int) {
	spread.Over(len(starts), func(share iter.Seq[int]) {
		w := &wordWriter{prepared: c.prepared, target: c.target}
		for i := range share {
			c.follow(w, starts[i])
		}
		for first, ok := c.halve(); ok; first, ok = c.halve() {
			c.follow(w, first)
		}
	})
}

// follow makes the file that begins with a word, and those that follow it until one
// that somebody has begun.
func (c *chain) follow(w *wordWriter, first int) {
	for first < len(c.Words) && c.begin(first) {
		f := w.file(first)
		end := first + f.words
		made := wordMemory{text: c.Words[first].Text, file: f, sum: c.sumOf(first, end), positionsSum: c.positionsSum(first, end), first: first}
		c.mu.Lock()
		c.files[first] = made
		c.mu.Unlock()
		first = end
	}
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

// halve returns a word in the middle of what another goroutine has before it, for one
// that has nothing left to do; not ok where that is too little to be parted.
func (c *chain) halve() (first int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	most, from, to := halvedFiles*c.target, 0, 0
	begun := slices.Sorted(maps.Keys(c.begun))
	for i, at := range begun {
		if _, made := c.files[at]; made {
			continue
		}
		end := len(c.Words)
		if i+1 < len(begun) {
			end = begun[i+1]
		}
		if left := c.effort(at, end); left > most {
			most, from, to = left, at, end
		}
	}
	first = c.seam(from, to, most/2)
	return first, first < to
}
