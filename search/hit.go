package search

import (
	"cmp"
	"slices"

	index "github.com/blevesearch/bleve_index_api"

	"essaim/search/analysis"
	"essaim/search/schema"
)

// hit reads what is stored of a document and marks what matches in it.
func (ix *Index) hit(c candidate, pl *plan, a *analysis.Analyzer) (Hit, error) {
	id, err := ix.reader.ExternalID(index.NewIndexInternalID(nil, uint64(c.doc)))
	if err != nil {
		return Hit{}, err
	}
	doc, err := ix.reader.Document(id)
	if err != nil {
		return Hit{}, err
	}
	hit := Hit{ID: id, Score: c.score, Complete: c.complete}
	texts := map[string]*string{
		schema.URL: &hit.URL, schema.Type: &hit.Type, schema.TypeLabel: &hit.TypeLabel, schema.Date: &hit.Date,
		schema.Title: &hit.Title, schema.Summary: &hit.Summary,
	}
	doc.VisitFields(func(f index.Field) {
		if to := texts[f.Name()]; to != nil {
			*to = string(f.Value())
		}
	})
	hit.TitleMarks = markText(a, pl.words, hit.Title)
	hit.SummaryMarks = markText(a, pl.words, hit.Summary)
	return hit, nil
}

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
