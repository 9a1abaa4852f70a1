package spell

import (
	"path"
	"slices"
	"sync"

	"essaim/search/distance"
)

// minPrefix is how many characters tell what a name begins with.
const minPrefix = 4

// Paths finds what many paths were meant to be among the same known ones: where a folder
// is renamed, thousands of links lead nowhere. It may be used by several goroutines at
// once.
type Paths struct {
	known []string
	// names are the last parts of the known paths, folded.
	names [][]rune
	// byFolder and byName are their places, by what stands before and in the last part.
	byFolder, byName map[string][]int

	mutex sync.Mutex
	// found has the answers.
	found map[string]string
}

// NewPaths returns what finds paths among known, which nobody may change then.
func NewPaths(known []string) *Paths {
	p := &Paths{known: known, names: make([][]rune, len(known)), byFolder: map[string][]int{}, byName: map[string][]int{}, found: map[string]string{}}
	for i, one := range known {
		folder, name := path.Split(one)
		p.names[i] = fold(name)
		p.byFolder[folder] = append(p.byFolder[folder], i)
		p.byName[name] = append(p.byName[name], i)
	}
	return p
}

// Nearest returns the known path that a path was most likely meant to be, or "": the
// only one in its folder whose name goes on where the given name ends, the only one of
// its name in another folder, else the nearest of those of which the last part is near
// by itself, so that a long common folder does not make two names alike.
func (p *Paths) Nearest(word string) string {
	p.mutex.Lock()
	nearest, known := p.found[word]
	p.mutex.Unlock()
	if !known {
		nearest = p.nearest(word)
		p.mutex.Lock()
		p.found[word] = nearest
		p.mutex.Unlock()
	}
	return nearest
}

func (p *Paths) nearest(word string) string {
	folder, name := path.Split(word)
	target := fold(name)
	var longer, elsewhere []int
	if len(target) >= minPrefix {
		for _, i := range p.byFolder[folder] {
			if letters := p.names[i]; len(letters) >= len(target) && slices.Equal(letters[:len(target)], target) {
				longer = append(longer, i)
			}
		}
		for _, i := range p.byName[name] {
			if !slices.Contains(longer, i) {
				elsewhere = append(elsewhere, i)
			}
		}
	}
	for _, sure := range [][]int{longer, elsewhere} {
		if len(sure) == 1 {
			return p.known[sure[0]]
		}
	}
	possible := append(slices.Concat(longer, elsewhere), p.near(target, longer, elsewhere)...)
	paths := make([]string, len(possible))
	for i, at := range possible {
		paths[i] = p.known[at]
	}
	return Nearest(word, paths)
}

// near returns the places of the paths whose names are near, but for those of others.
func (p *Paths) near(target []rune, others ...[]int) []int {
	var near []int
	var rows distance.Rows
	for i, letters := range p.names {
		limit := max(1, max(len(target), len(letters))/3)
		if max(len(target)-len(letters), len(letters)-len(target)) <= limit && rows.Letters(target, letters, limit) <= limit &&
			!slices.ContainsFunc(others, func(list []int) bool { return slices.Contains(list, i) }) {
			near = append(near, i)
		}
	}
	return near
}
