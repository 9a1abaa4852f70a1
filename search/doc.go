// Package search answers queries on the index of a locale.
//
// The index is an ordinary Bleve (scorch) index. Any program can open it with
// bleve.Open and run Bleve's own queries on the fields "title", "summary" and
// "body". With it come the files from which a browser answers the same queries:
// the two halves share the rules, and a browser finds what is found here, in the same
// order. Ranking is therefore not Bleve's.
//
//	search     a query into a tree of words, a tree into hits   RANKING.md
//	client     the same in a browser, in TypeScript
//	indexer    documents into an index and the browser's files
//	schema     what both know of an index: its fields, its manifest
//
// and below these
//
//	analysis   texts into words                                 ANALYSIS.md
//	inverted   the words of a chunk of documents                INVERTED.md
//	lexicon    the words of all of them
//	segment    inverted files into Bleve's segments             ZAP.md
//	shard      the files for the browser                        FORMAT.md
//	relevance  how often the right document is first
//
// The way of a query, from search.go on:
//
//	text typed ─query.go→ quoted and loose words ─analysis→ tokens ─plan.go→ tree of words ─score.go→ documents ─hit.go→ hits
//
// A plan is a tree (tree.go). What it asks of an index stands in dictionary.go, where
// words stand in texts in position.go, counts and filters of facets in facet.go, and
// other spellings when nothing is found in suggest.go. open.go opens an index.
//
// Invariants:
//   - documents are numbered by date, then ID, so that ties are broken the same way
//     everywhere and a new document moves no other;
//   - nothing a visitor types makes Search fail: only a cancelled context and a
//     disk that stops answering do.
//
// A minimal use:
//
//	_, err := indexer.Build(ctx, dir, indexer.Locale{Tag: "fr"}, docs)
//	ix, err := search.Open(dir)
//	defer ix.Close()
//	res, err := ix.Search(ctx, search.Query{Text: "l'île saint denis"})
package search
