package search

import (
	"cmp"
	"slices"

	"essaim/search/analysis"
)

// markText returns the spans of the words of a text that a plan looks for, as
// byte offsets, ascending and without overlaps. Words match in the forms in
// which they are indexed, so that an accent or an article makes no difference.
func markText(a *analysis.Analyzer, words map[string]bool, text string) [][2]int {
	var list [][2]int
	for _, t := range a.Analyse(text) {
		if t.Start < t.End && words[t.Text] {
			list = append(list, [2]int{t.Start, t.End})
		}
	}
	slices.SortFunc(list, func(x, y [2]int) int { return cmp.Or(x[0]-y[0], y[1]-x[1]) })
	merged := list[:0]
	for _, m := range list {
		if last := len(merged) - 1; last >= 0 && m[0] < merged[last][1] {
			merged[last][1] = max(merged[last][1], m[1])
			continue
		}
		merged = append(merged, m)
	}
	return merged
}
