// Package distance counts the changes between two words, for whatever asks "did you
// mean": the search, and what is told of mistakes.
package distance

// Rows is the memory of a comparison, used again for the next one. The zero Rows is
// ready.
type Rows struct {
	word            []rune
	before, row, at []int
	// bits are the places of a letter in the first word, for the letters of ASCII.
	bits [128]uint64
}

// Between is Letters for a word whose letters have not been parted.
func (m *Rows) Between(a []rune, word string, limit int) int {
	m.word = m.word[:0]
	for _, r := range word {
		m.word = append(m.word, r)
	}
	return m.Letters(a, m.word, limit)
}

// Letters returns the number of changes between two words: a letter left out,
// added or replaced, or two neighbours exchanged, each stretch of letters being
// changed once (optimal string alignment). Above limit it may return limit+1.
func (m *Rows) Letters(a, b []rune, limit int) int {
	if len(a) == 0 || len(a) > 64 {
		return m.byRows(a, b, limit)
	}
	return m.byBits(a, b, limit)
}

// byBits has a column of the table of byRows in the bits of a few numbers, so that a
// letter of b is one step for all letters of a, of which there are 1 to 64 (Hyyrö, A
// Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances, 2003).
func (m *Rows) byBits(a, b []rune, limit int) int {
	clear(m.bits[:])
	for i, r := range a {
		if uint32(r) < uint32(len(m.bits)) {
			m.bits[r] |= 1 << i
		}
	}
	last := uint64(1) << (len(a) - 1)
	// more and less have a bit where the column goes up and down by one, diagonal one
	// where it is as the former column is one letter before, same one where the letter is
	// that of a.
	more, less, diagonal, sameBefore := ^uint64(0), uint64(0), uint64(0), uint64(0)
	changes := len(a)
	for j, r := range b {
		same := m.positions(a, r)
		exchanged := (^diagonal & same) << 1 & sameBefore
		diagonal = (same&more + more) ^ more | same | less | exchanged
		right, left := less|^(diagonal|more), diagonal&more
		if right&last != 0 {
			changes++
		} else if left&last != 0 {
			changes--
		}
		if changes-(len(b)-1-j) > limit {
			return limit + 1
		}
		right = right<<1 | 1
		more, less, sameBefore = left<<1|^(diagonal|right), right&diagonal, same
	}
	return changes
}

// positions returns a bit for each place where a has a letter.
func (m *Rows) positions(a []rune, letter rune) (bits uint64) {
	if uint32(letter) < uint32(len(m.bits)) {
		return m.bits[letter]
	}
	for i, r := range a {
		if r == letter {
			bits |= 1 << i
		}
	}
	return bits
}

// byRows makes the table of changes between all beginnings of a and b, of which it holds
// three rows.
func (m *Rows) byRows(a, b []rune, limit int) int {
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
