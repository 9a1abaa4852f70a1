package search

// editRows is the memory of a comparison, used again for the next one.
type editRows struct {
	word            []rune
	before, row, at []int
}

// distance returns the number of changes between two words: a letter left out,
// added or replaced, or two neighbours exchanged, each stretch of letters being
// changed once (optimal string alignment). Above limit it may return limit+1.
func (e *editRows) distance(a []rune, word string, limit int) int {
	e.word = e.word[:0]
	for _, r := range word {
		e.word = append(e.word, r)
	}
	b := e.word
	if n := len(b) + 1; cap(e.at) < n {
		e.before, e.row, e.at = make([]int, n), make([]int, n), make([]int, n)
	}
	before, row, at := e.before[:len(b)+1], e.row[:len(b)+1], e.at[:len(b)+1]
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		at[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			at[j] = min(row[j]+1, at[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				at[j] = min(at[j], before[j-2]+1)
			}
			least = min(least, at[j])
		}
		if least > limit {
			return limit + 1
		}
		before, row, at = row, at, before
	}
	return row[len(b)]
}
