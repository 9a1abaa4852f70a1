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
	// byFolder and byName are their places, by what stands before and in the last part;
	// those of a folder in the order of the folded names.
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
	for _, places := range p.byFolder {
		slices.SortFunc(places, func(a, b int) int { return slices.Compare(p.names[a], p.names[b]) })
	}
	return p
}

// Nearest returns the known path that a path was most likely meant to be, or "": the
// sure one (see Sure), else the nearest of those of which the last part is near by
// itself, so that a long common folder does not make two names alike. It looks at all
// known paths, once for each path that it is asked for.
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
	longer, elsewhere := p.alike(word, len(p.known))
	if only := p.only(longer, elsewhere); only != "" {
		return only
	}
	_, name := path.Split(word)
	possible := append(slices.Concat(longer, elsewhere), p.near(fold(name), longer, elsewhere)...)
	paths := make([]string, len(possible))
	for i, at := range possible {
		paths[i] = p.known[at]
	}
	return Nearest(word, paths)
}

// Sure returns the known path that a path must have been meant to be, or "": the only
// one in its folder whose name goes on where the given name ends, or the only one of its
// name in another folder. It looks at few paths, however many are known.
func (p *Paths) Sure(word string) string { return p.only(p.alike(word, 2)) }

// HasFolder reports whether a folder holds any of the known paths itself.
func (p *Paths) HasFolder(folder string) bool { return len(p.byFolder[folder]) > 0 }

// only returns the path of the first list that has one place.
func (p *Paths) only(lists ...[]int) string {
	for _, list := range lists {
		if len(list) == 1 {
			return p.known[list[0]]
		}
	}
	return ""
}

// alike returns the places of the paths in the folder of word whose names go on where
// its name ends, and of those of the same name elsewhere: both in order, and no more than
// most of each.
func (p *Paths) alike(word string, most int) (longer, elsewhere []int) {
	folder, name := path.Split(word)
	target := fold(name)
	if len(target) < minPrefix {
		return nil, nil
	}
	inFolder := p.byFolder[folder]
	first, _ := slices.BinarySearchFunc(inFolder, target, func(i int, name []rune) int { return slices.Compare(p.names[i], name) })
	for _, i := range inFolder[first:] {
		if letters := p.names[i]; len(longer) == most || len(letters) < len(target) || !slices.Equal(letters[:len(target)], target) {
			break
		}
		longer = append(longer, i)
	}
	slices.Sort(longer)
	for _, i := range p.byName[name] {
		if len(elsewhere) == most {
			break
		}
		if p.known[i] != folder+name { // which is among the longer ones
			elsewhere = append(elsewhere, i)
		}
	}
	return longer, elsewhere
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
