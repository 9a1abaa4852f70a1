package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// fragmentSize is the length of an excerpt in bytes, about; lead is how much
	// of it may stand before the first mark.
	fragmentSize = 220
	lead         = 60
	maxFragments = 2
)

// A marked is the span of a word that matches, and what it matches by.
type marked struct {
	start, end int
	key        string
}

// markText returns the words of a text that a plan looks for, ascending and
// without overlaps. Words match in the forms in which they are indexed, so that
// a plural, an accent or an article before the word makes no difference.
func markText(a *analyzer, pl *plan, text string) []marked {
	var list []marked
	for _, t := range a.analyse(text) {
		switch {
		case t.start >= t.end:
		case t.term != "" && pl.terms[t.term]:
			list = append(list, marked{t.start, t.end, t.term})
		case t.word != "" && pl.words[t.word]:
			list = append(list, marked{t.start, t.end, t.word})
		}
	}
	slices.SortFunc(list, func(x, y marked) int {
		return cmp.Or(cmp.Compare(x.start, y.start), cmp.Compare(y.end, x.end))
	})
	merged := list[:0]
	for _, m := range list {
		if last := len(merged) - 1; last >= 0 && m.start < merged[last].end {
			merged[last].end = max(merged[last].end, m.end)
			continue
		}
		merged = append(merged, m)
	}
	return merged
}

// spans returns the offsets of marks.
func spans(list []marked) [][2]int {
	var s [][2]int
	for _, m := range list {
		s = append(s, [2]int{m.start, m.end})
	}
	return s
}

// fragments returns the excerpts of a text that hold the most different words
// of the query, in the order of the text.
func fragments(text string, marks []marked) []Fragment {
	var list []Fragment
	seen := map[string]bool{}
	for len(list) < maxFragments {
		best, most := -1, 0
		for i, m := range marks {
			if slices.ContainsFunc(list, func(f Fragment) bool { return m.start < f.Start+len(f.Text) && f.Start < m.end }) {
				continue
			}
			if n := fresh(marks[i:], seen); n > most {
				best, most = i, n
			}
		}
		if best < 0 {
			break
		}
		f := cut(text, marks, best, list)
		for _, m := range marks {
			if m.start >= f.Start && m.end <= f.Start+len(f.Text) {
				f.Marks = append(f.Marks, [2]int{m.start - f.Start, m.end - f.Start})
				seen[m.key] = true
			}
		}
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b Fragment) int { return cmp.Compare(a.Start, b.Start) })
	return list
}

// fresh returns how many different words not seen yet stand within one excerpt
// that begins with the first mark.
func fresh(marks []marked, seen map[string]bool) int {
	var keys []string
	for _, m := range marks {
		if m.end > marks[0].start+fragmentSize-lead {
			break
		}
		if !seen[m.key] && !slices.Contains(keys, m.key) {
			keys = append(keys, m.key)
		}
	}
	return len(keys)
}

// cut returns the excerpt around a mark, between words and clear of the other
// excerpts.
func cut(text string, marks []marked, i int, others []Fragment) Fragment {
	low, high := 0, len(text)
	for _, f := range others {
		if end := f.Start + len(f.Text); end <= marks[i].start {
			low = max(low, end)
		} else {
			high = min(high, f.Start)
		}
	}
	start := wordStart(text, max(low, marks[i].start-lead), marks[i].start)
	end := wordEnd(text, marks[i].end, min(high, max(marks[i].end, start+fragmentSize)))
	start += len(text[start:end]) - len(strings.TrimLeftFunc(text[start:end], unicode.IsSpace))
	return Fragment{Text: strings.TrimRightFunc(text[start:end], unicode.IsSpace), Start: start}
}

// wordStart returns the first offset from i on, at most limit, where an excerpt
// may begin.
func wordStart(text string, i, limit int) int {
	if i == 0 {
		return 0
	}
	if k := strings.IndexFunc(text[boundary(text, i):limit], unicode.IsSpace); k >= 0 {
		return boundary(text, i) + k
	}
	return limit
}

// wordEnd returns the last offset up to i, at least limit, where an excerpt may
// end.
func wordEnd(text string, limit, i int) int {
	if i >= len(text) {
		return len(text)
	}
	i = boundary(text, i)
	if k := strings.LastIndexFunc(text[limit:max(limit, i)], unicode.IsSpace); k >= 0 {
		return limit + k
	}
	return max(limit, i)
}

// boundary returns the first offset from i on at which a character begins.
func boundary(text string, i int) int {
	for i < len(text) && !utf8.RuneStart(text[i]) {
		i++
	}
	return i
}
