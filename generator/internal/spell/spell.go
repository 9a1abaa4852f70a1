// Package spell answers "did you mean …?".
package spell

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"essaim/search/distance"
)

// Nearest returns the known word that word was most likely meant to be, or ""
// when none is near enough. The changes between them are counted in characters
// without case and accents; at most a third of the longer word may differ, and at
// least one character. Of equally near words that wins which begins like word for
// longest, as people mistype endings more than beginnings, and then the first in known.
func Nearest(word string, known []string) string {
	target := fold(word)
	var rows distance.Rows
	best, bestDistance, bestStart := "", -1, 0
	for _, candidate := range known {
		letters := fold(candidate)
		limit := max(1, max(len(target), len(letters))/3)
		if len(target) == 1 && len(letters) == 1 {
			limit = 0 // one letter says nothing about another
		}
		if bestDistance >= 0 {
			limit = min(limit, bestDistance)
		}
		if difference := len(target) - len(letters); difference > limit || -difference > limit || limit < 0 {
			continue
		}
		if d := rows.Letters(target, letters, limit); d <= limit {
			if start := commonStart(target, letters); bestDistance < 0 || d < bestDistance || start > bestStart {
				best, bestDistance, bestStart = candidate, d, start
			}
		}
	}
	return best
}

// Same reports whether two words differ in nothing but case and accents.
func Same(a, b string) bool { return slices.Equal(fold(a), fold(b)) }

// commonStart returns how many letters two words begin with alike.
func commonStart(a, b []rune) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// Distance returns the distance of Nearest between two words; more than limit
// counts as limit+1.
func Distance(a, b string, limit int) int {
	x, y := fold(a), fold(b)
	if max(len(x)-len(y), len(y)-len(x)) > limit {
		return limit + 1
	}
	return min(new(distance.Rows).Letters(x, y, limit), limit+1)
}

// NearestPath is Paths.Nearest for a single path.
func NearestPath(word string, known []string) string { return NewPaths(known).Nearest(word) }

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
