package search

import (
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
