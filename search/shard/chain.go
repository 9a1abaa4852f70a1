package shard

import (
	"runtime"
	"sync"
)

// seamWords is the number of words for which a further place to begin at is
// guessed, when nothing is known of the word files of a set.
const seamWords = 4000

// files returns the word files. Where one ends the next begins, so that each
// follows from the first word of the set; but which one begins with a word
// depends on nothing before. So several goroutines begin at once, at words where
// a file may well begin, and each goes on until it meets what another has done:
// after a few files, the ends agree. What was begun at other words is thrown
// away.
func (p *prepared) files(target int, memory *Memory) []*wordFile {
	if len(p.Words) == 0 {
		w := &wordWriter{prepared: p, target: target}
		memory.words, memory.order = map[string]wordMemory{}, nil
		return []*wordFile{w.file(0)}
	}
	sums := p.newSums(target)
	c := &chain{prepared: p, target: target, files: make([]*wordFile, len(p.Words)), begun: make([]bool, len(p.Words))}
	guesses := c.remember(sums, memory)
	c.run(append([]int{0}, guesses...))
	var list []*wordFile
	words := make(map[string]wordMemory, len(memory.words))
	memory.order = memory.order[:0]
	for first := 0; first < len(p.Words); {
		f := c.files[first]
		list = append(list, f)
		text := p.Words[first].Text
		words[text] = wordMemory{f, sums.of(first, first+f.words)}
		memory.order = append(memory.order, text)
		first += f.words
	}
	memory.words = words
	return list
}

// A chain is the word files of a set while they are made.
type chain struct {
	*prepared
	target int

	mu sync.Mutex
	// files are those that begin with a word, and begun those that somebody has
	// done or is about to do.
	files []*wordFile
	begun []bool
}

// remember takes the files of the memory that still hold, and returns words that
// other files may begin with.
func (c *chain) remember(s *sums, memory *Memory) []int {
	var guesses, ends []int
	if len(memory.words) == 0 {
		return c.seams()
	}
	for text, known := range memory.words {
		first := c.table.find(c.Words, text)
		if first < 0 {
			continue
		}
		if end := first + known.file.words; end <= len(c.Words) && s.of(first, end) == known.sum {
			c.files[first], c.begun[first] = known.file, true
			ends = append(ends, end)
		} else {
			guesses = append(guesses, first)
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

// seams returns words that are far apart, if possible such as begin a file
// wherever the one before would end.
func (c *chain) seams() []int {
	var list []int
	for i := seamWords; i+seamWords <= len(c.Words); i += seamWords {
		at := i
		for k := i; k < i+seamWords/2; k++ {
			if c.Words[k].Documents >= c.target {
				at = k
				break
			}
		}
		list = append(list, at)
	}
	return list
}

// run makes the files that begin with some words, and all that follow them.
func (c *chain) run(starts []int) {
	jobs := make(chan int, len(starts))
	for _, s := range starts {
		jobs <- s
	}
	close(jobs)
	var workers sync.WaitGroup
	for range min(len(starts), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			w := &wordWriter{prepared: c.prepared, target: c.target}
			for first := range jobs {
				for first < len(c.Words) && c.begin(first) {
					f := w.file(first)
					c.files[first] = f
					first += f.words
				}
			}
		})
	}
	workers.Wait()
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
