// Package distance counts the changes between two words, for whatever asks "did you
// mean": the search, and what is told of mistakes.
package distance

// Rows is the memory of a comparison, used again for the next one. The zero Rows is
// ready.
type Rows struct {
	word            []rune
	before, row, at []int
}

// Between returns the number of changes between two words: a letter left out,
// added or replaced, or two neighbours exchanged, each stretch of letters being
// changed once (optimal string alignment). Above limit it may return limit+1.
func (m *Rows) Between(a []rune, word string, limit int) int {
	m.word = m.word[:0]
	for _, r := range word {
		m.word = append(m.word, r)
	}
	b := m.word
	if n := len(b) + 1; cap(m.at) < n {
		m.before, m.row, m.at = make([]int, n), make([]int, n), make([]int, n)
	}
	before, row, at := m.before[:len(b)+1], m.row[:len(b)+1], m.at[:len(b)+1]
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
