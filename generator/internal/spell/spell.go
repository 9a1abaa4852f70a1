// Package spell answers "did you mean …?".
package spell

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Nearest returns the known word that word was most likely meant to be, or ""
// when none is near enough. The distance is that of Damerau and Levenshtein
// (optimal string alignment: insertion, deletion, substitution, exchange of two
// neighbours), counted in characters without case and accents; at most a third
// of the longer word may differ, and at least one character. Of equally near
// words the first in known wins.
func Nearest(word string, known []string) string {
	target := fold(word)
	best, bestDistance := "", -1
	for _, candidate := range known {
		letters := fold(candidate)
		limit := max(1, max(len(target), len(letters))/3)
		if len(target) == 1 && len(letters) == 1 {
			limit = 0 // one letter says nothing about another
		}
		if bestDistance >= 0 {
			limit = min(limit, bestDistance-1)
		}
		if difference := len(target) - len(letters); difference > limit || -difference > limit || limit < 0 {
			continue
		}
		if d := distance(target, letters, limit); d <= limit {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// Distance returns the distance of Nearest between two words; more than limit
// counts as limit+1.
func Distance(a, b string, limit int) int {
	x, y := fold(a), fold(b)
	if max(len(x)-len(y), len(y)-len(x)) > limit {
		return limit + 1
	}
	return min(distance(x, y, limit), limit+1)
}

// minPrefix is how many characters tell what a name begins with.
const minPrefix = 4

// NearestPath returns the known path that a path was most likely meant to be,
// or "": the only one in its folder whose name goes on where the given name
// ends, the only one of its name in another folder, else the nearest of those
// of which the last part is near by itself, so that a long common folder does
// not make two names alike.
func NearestPath(word string, known []string) string {
	folder, name := path.Split(word)
	var longer, elsewhere, near []string
	target := fold(name)
	for _, candidate := range known {
		otherFolder, other := path.Split(candidate)
		letters := fold(other)
		limit := max(1, max(len(target), len(letters))/3)
		switch {
		case otherFolder == folder && len(target) >= minPrefix && strings.HasPrefix(string(letters), string(target)):
			longer = append(longer, candidate)
		case len(target) >= minPrefix && other == name:
			elsewhere = append(elsewhere, candidate)
		case max(len(target)-len(letters), len(letters)-len(target)) <= limit && distance(target, letters, limit) <= limit:
			near = append(near, candidate)
		}
	}
	for _, sure := range [][]string{longer, elsewhere} {
		if len(sure) == 1 {
			return sure[0]
		}
	}
	return Nearest(word, slices.Concat(longer, elsewhere, near))
}

// fold returns the characters of s without case and accents.
func fold(s string) []rune {
	if isPlain(s) {
		return []rune(strings.ToLower(s))
	}
	var letters []rune
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			letters = append(letters, unicode.ToLower(r))
		}
	}
	return letters
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// distance returns the distance of a and b, or more than limit as soon as it
// is certain to exceed limit.
func distance(a, b []rune, limit int) int {
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
