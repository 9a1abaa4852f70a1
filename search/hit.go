package search

import (
	index "github.com/blevesearch/bleve_index_api"
)

// hit reads what is stored of a document and marks what matches in it.
func (ix *Index) hit(c candidate, pl *plan, a *analyzer) (Hit, error) {
	id, err := ix.reader.ExternalID(index.NewIndexInternalID(nil, uint64(c.doc)))
	if err != nil {
		return Hit{}, err
	}
	doc, err := ix.reader.Document(id)
	if err != nil {
		return Hit{}, err
	}
	hit := Hit{ID: id, Score: c.score, Complete: c.complete}
	var body string
	texts := map[string]*string{
		fieldURL: &hit.URL, fieldType: &hit.Type, fieldTypeLabel: &hit.TypeLabel, fieldDate: &hit.Date,
		fieldTitle: &hit.Title, fieldSummary: &hit.Summary, fieldBody: &body,
	}
	doc.VisitFields(func(f index.Field) {
		if to := texts[f.Name()]; to != nil {
			*to = string(f.Value())
		}
	})
	hit.TitleMarks = spans(markText(a, pl, hit.Title))
	hit.SummaryMarks = spans(markText(a, pl, hit.Summary))
	hit.Fragments = fragments(body, markText(a, pl, body))
	return hit, nil
}
