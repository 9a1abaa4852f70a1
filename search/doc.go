// Package search turns a list of documents into one search index per locale
// and answers queries on it, here and in a browser.
//
// The index is an ordinary Bleve (scorch) index. Any program can open it with
// bleve.Open and run Bleve's own queries on the fields "title", "summary" and
// "body". Beside it Build makes the files from which a browser answers queries.
// Ranking is this package's own, for it has to be the same in both.
//
//	analysis   texts into words                         ANALYSIS.md
//	inverted   the words of a chunk of documents        INVERTED.md
//	segment    inverted files into Bleve's segments     ZAP.md
//	search     words into a tree, a tree into hits      RANKING.md
//	shard      the files for the browser                FORMAT.md
//	client     the browser's half, in TypeScript
//	relevance  how often the right document is first
//
// Building and asking share this package, because both know what a field, a word and
// a document are:
//
//	documents ─chunk.go→ chunks ─invert.go, take.go→ inverted files ─table.go→ words of all ─shard→ files for browsers
//	                                                       └─write_segment.go, snapshot.go→ Bleve index
//
// builder.go and build.go put that together; keep_words.go, patch.go, edit.go and
// again.go take over from former builds. A query goes another way, from search.go:
//
//	text typed ─stretches→ quoted and loose words ─Analyse→ tokens ─plan→ tree of words ─evaluate→ hits
//
// Invariants:
//   - equal documents and equal locale give equal bytes, whatever the order of
//     the documents, the number of processors, the folder, the time;
//   - documents are numbered by Document.Date, then Document.ID, so that ties are
//     broken the same way everywhere and a new document moves no other;
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
