// Package spell answers "did you mean …?".
package spell

import (
	"path"
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
// least one character. Of equally near words the first in known wins.
func Nearest(word string, known []string) string {
	target := fold(word)
	var rows distance.Rows
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
		if d := rows.Letters(target, letters, limit); d <= limit {
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
	return min(new(distance.Rows).Letters(x, y, limit), limit+1)
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
	var rows distance.Rows
	for _, candidate := range known {
		otherFolder, other := path.Split(candidate)
		letters := fold(other)
		limit := max(1, max(len(target), len(letters))/3)
		switch {
		case otherFolder == folder && len(target) >= minPrefix && len(letters) >= len(target) && slices.Equal(letters[:len(target)], target):
			longer = append(longer, candidate)
		case len(target) >= minPrefix && other == name:
			elsewhere = append(elsewhere, candidate)
		case max(len(target)-len(letters), len(letters)-len(target)) <= limit && rows.Letters(target, letters, limit) <= limit:
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
