// Package search turns a list of documents into one search index per locale
// and answers queries on it.
//
// The index is an ordinary Bleve (scorch) index. Any program can open it with
// bleve.Open and run Bleve's own queries on the fields "title", "summary" and
// "body". Ranking, however, is this package's own, because it must be
// reproducible outside Go: RANKING.md specifies analysis, planning and scoring
// well enough for a second implementation.
//
//	text typed ─parse→ quoted and loose words ─analyse→ tokens ─plan→ tree of terms ─score→ hits
//
// Invariants:
//   - equal documents and equal locale give equal bytes, whatever the order of
//     the documents, the number of processors, the folder, the time;
//   - document numbers follow the order of Document.ID, so that ties are broken
//     the same way everywhere;
//   - nothing a visitor types makes Search fail: only a cancelled context and a
//     disk that stops answering do.
//
// A minimal use:
//
//	_, err := search.Build(ctx, dir, search.Locale{Tag: "fr"}, docs)
//	ix, err := search.Open(dir)
//	defer ix.Close()
//	res, err := ix.Search(ctx, search.Query{Text: "l'île saint denis"})
package search
